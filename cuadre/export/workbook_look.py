"""How the workbook looks: words, colours and number formats for each status, widths of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cuadre.export.column import Column
from reconcile.model import Status


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown. No status is told by colour alone: each has a word and its own lettering.

    Attributes:
        word: In Spanish.
        meaning: One sentence for the legend.
        fill: Background, ``""`` for none. All of them leave black print with a contrast of at least 12 to 1.
        lettering: Properties of the font.
        lettering_word: The same, in words.
    """

    word: str
    meaning: str
    fill: str
    lettering: Mapping[str, int]
    lettering_word: str


LOOKS: Mapping[Status, Look] = MappingProxyType({
    Status.OK: Look("cuadra", "Ninguna cuenta la contradice.", "", {}, "letra normal"),
    Status.EXPLAINED: Look(
        "explicada", "No cuadra a la vista, y el redondeo o las convenciones del documento lo explican.",
        "#DDEBF7", {}, "letra normal",
    ),
    Status.REPAIRED: Look(
        "reparada", "Se había leído mal; el papel, visto otra vez, dice lo que ahora se publica.",
        "#E2EFDA", {"underline": 1}, "subrayada",
    ),
    Status.PROPOSED: Look(
        "propuesta", "Parece mal leída; se publica lo leído y una persona debe confirmar la propuesta.",
        "#FFF2CC", {"italic": 1, "underline": 1}, "cursiva subrayada",
    ),
    Status.INCONSISTENT: Look(
        "no cuadra", "Está impresa así y contradice al resto de su renglón; se conserva como está impresa.",
        "#F8CBAD", {"bold": 1}, "negrita",
    ),
    Status.UNDETERMINED: Look(
        "sin determinar", "Algo no cuadra y no se sabe si es el papel o su lectura; coteje con el original.",
        "#E4DFEC", {"italic": 1}, "cursiva",
    ),
    Status.ILLEGIBLE: Look(
        "ilegible", "Hay algo impreso que no se pudo leer como cifra; mire el original.",
        "#D9D9D9", {"bold": 1, "italic": 1}, "negrita cursiva",
    ),
})  # fmt: skip

WIDTHS: Mapping[str, float] = MappingProxyType({
    "document_id": 18, "class": 12, "severity": 11, "kind": 11, "finding_id": 18,
    "repair_id": 18, "file_name": 26, "sha256": 24,
    "responsible_unit": 22, "unit_canonical": 22, "objective": 36, "objective_code": 13, "parent_code": 12,
    "indicator_code": 13, "indicator_name": 30, "frequency": 11, "indicator_unit": 12, "variable_unit": 13,
    "justification": 50, "message": 60, "evidence": 28, "alternatives": 30, "witnesses": 36, "before": 36, "after": 36,
    "field": 17, "rule": 22, "axis": 28, "programme": 30, "dependency": 30, "name": 34, "post": 34, "as_read": 22,
    "level": 12, "status": 14, "changed": 26, "measure": 18, "recognizer": 13, "signer": 34, "signed_at": 22,
    "digital_status": 22, "page": 7, "row": 8, "review": 10, "period": 9, "status_in_words": 12,
})  # fmt: skip
"""Widths of columns, in characters, by name; others are as wide as a figure needs."""

_RULE = {"bottom": 1, "bottom_color": "#D9D9D9"}
_FIGURE_WIDTH, _TEXT_WIDTH = 11.0, 20.0
_LINE, _HIGHEST = 15.0, 300.0
_FULL = 1.1
"""Letters of running text to a character of width, with room for words that go to the next line."""


def width_of(column: Column) -> float:
    """Width of a column in characters."""
    return WIDTHS.get(column.name, _FIGURE_WIDTH if column.type != "string" else _TEXT_WIDTH)


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """Height in points of a row whose texts are wrapped.

    Said outright, because not every program works it out when it opens the file.

    Args:
        cells: Texts, and how many characters wide each may be.

    >>> height_of([("corto", 20), ("palabra " * 10, 20)])
    60.0
    """
    return min(_LINE * max((_lines(text, width) for text, width in cells), default=1), _HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(part) / (width * _FULL)) for part in text.split("\n"))


_LONGEST_TOLD = 200


class Formats:
    """The cell formats of one workbook, each made once and in the order in which it is first asked for."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 (xlsxwriter has no types)
        self._book = book
        self._made: dict[tuple[str, Status, int], Any] = {}
        top = {"valign": "top", "text_wrap": True}
        self.plain = book.add_format(top)
        self.bold = book.add_format({**top, "bold": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.section = book.add_format({"bold": True, "font_size": 12, "bottom": 1, "font_color": "#1F3864"})
        self.link = book.add_format({**top, "font_color": "#0563C1", "underline": 1})
        self.header = book.add_format({
            "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#1F3864", "font_color": "#FFFFFF",
            "border": 1, "border_color": "#8EA9DB",
        })  # fmt: skip

    def text(self, status: Status = Status.OK, *, length: int = 0) -> Any:  # noqa: ANN401
        """For text: Excel is told that it is text, so that editing a code leaves it a code.

        Args:
            status: Its status.
            length: How long the text is. Some versions of Excel show a long text that is told to be one as ``####``.
        """
        kind, told = ("prose", "General") if length > _LONGEST_TOLD else ("text", "@")
        properties = {"num_format": told, "text_wrap": True, "align": "left", "indent": 1}
        return self._format(kind, status, 0, properties)

    def figure(self, decimals: int, status: Status = Status.OK) -> Any:  # noqa: ANN401
        """For a figure that is shown with so many decimals; percentages stay points."""
        shown = "#,##0" + ("." + "0" * decimals if decimals else "")
        return self._format("figure", status, decimals, {"num_format": shown})

    def count(self) -> Any:  # noqa: ANN401
        """For a count of ours."""
        return self._format("count", Status.OK, 0, {"num_format": "0"})

    def _format(self, kind: str, status: Status, decimals: int, properties: dict[str, Any]) -> Any:  # noqa: ANN401
        key = (kind, status, decimals)
        if key not in self._made:
            look = LOOKS[status]
            fill = {"bg_color": look.fill, "border": 1, "border_color": "#A6A6A6"} if look.fill else _RULE
            self._made[key] = self._book.add_format({"valign": "top", **properties, **look.lettering, **fill})
        return self._made[key]
