"""What is known of each cell of ``indicators.csv``: printed decimals, status, and what a comment says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cuadre.export.schema import FIGURE_FIELDS, INDICATORS
from cuadre.export.workbook_look import LOOKS
from reconcile.model import Status

Key = tuple[str, int]
"""Document and row."""

NARRATIVE = "justification"
_SEVERITY = {"error": "Error", "warning": "Aviso", "info": "Nota"}
_OF_ROW = "status"
_LONGEST = 900
_GOES_ON = "… (sigue en la hoja Hallazgos)"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one figure.

    Attributes:
        decimals: As printed; ``None`` where what is printed is no number.
        status: Its status.
        facts: What was read and computed, in words; ``""`` for a figure that is ``ok``.
    """

    decimals: int | None
    status: Status
    facts: str = ""


@dataclass(slots=True)
class Marks:
    """What is known of the cells of a package.

    Attributes:
        figures: By document and row, then by column of ``indicators.csv``.
        messages: The same for findings: one line each.
        of_documents: Findings on no single row, by document.
        columns: Columns of figures in which anything is printed.
        table, narrative: Figures by status: those of the table, and those that texts restate.
        doubtful: Figures for a person to look at, by document.
        rules: How many findings each rule has, by its name and severity.
    """

    figures: dict[Key, dict[str, Mark]] = field(default_factory=dict)
    messages: dict[Key, dict[str, list[str]]] = field(default_factory=dict)
    of_documents: dict[str, list[str]] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    table: Counter[str] = field(default_factory=Counter)
    narrative: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)

    def at(self, key: Key, column: str) -> Mark | None:
        """What is known of a cell; ``None`` for one that no figure or restated figure stands in."""
        return self.figures.get(key, {}).get(column)

    def comment(self, key: Key, column: str) -> str:
        """What the comment of a cell says, ``""`` for none: its status in words, facts, findings."""
        mark, said = self.at(key, column), self.messages.get(key, {}).get(column, [])
        lines = [f"{LOOKS[mark.status].word.capitalize()}. {mark.facts}".strip()] if mark and mark.facts else []
        return shortened([*lines, *said])


def shortened(lines: Iterable[str]) -> str:
    """Lines as the text of a comment; a long one ends with where the rest is."""
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_GOES_ON)] + _GOES_ON


def marks_of(measurements: Iterable[Mapping[str, Any]], findings: Iterable[Mapping[str, Any]]) -> Marks:
    """Gather what is known of each cell.

    Args:
        measurements: Records of ``measurements.csv``, typed.
        findings: Records of ``findings.csv``, typed.
    """
    marks = Marks()
    for record in measurements:
        _note_figure(marks, record)
    for record in findings:
        _note_finding(marks, record)
    return marks


def _note_figure(marks: Marks, record: Mapping[str, Any]) -> None:
    status, column = Status(record["status"]), field_of(record)
    of_row = marks.figures.setdefault((record["document_id"], record["row"]), {})
    if column != NARRATIVE:
        marks.table[status] += 1
        marks.doubtful[record["document_id"]] += status.rank >= Status.PROPOSED.rank
        marks.columns.add(column)
        of_row[column] = Mark(record["decimals"], status, _facts(record, status))
        return
    marks.narrative[status] += 1
    worst = of_row.get(NARRATIVE)
    if worst is None or worst.status.rank < status.rank:
        of_row[NARRATIVE] = Mark(None, status, _facts(record, status))


def field_of(record: Mapping[str, Any]) -> str:
    """The column of ``indicators.csv`` that a figure stands in; that of the text for one that a text restates."""
    column = f"{record['measure']}_{record['period']}"
    return column if column in FIGURE_FIELDS else NARRATIVE


def _facts(record: Mapping[str, Any], status: Status) -> str:
    if status is Status.OK:
        return ""
    computed = record["computed"]
    parts = [f"Se leyó «{record['as_read'] or ''}»"]
    if computed is not None:
        parts.append(f"calculado {plain(computed, record['decimals'])}")
    return ", ".join(parts) + "."


def _note_finding(marks: Marks, record: Mapping[str, Any]) -> None:
    marks.rules[record["rule"], record["severity"]] += 1
    line = f"{_SEVERITY[record['severity']]}: {record['message']}"
    if record["row"] is None:
        marks.of_documents.setdefault(record["document_id"], []).append(line)
        return
    column = record["field"] if record["field"] in INDICATORS.header else _OF_ROW
    marks.messages.setdefault((record["document_id"], record["row"]), {}).setdefault(column, []).append(line)


def plain(value: Decimal, decimals: int | None) -> str:
    """A figure in digits, with so many decimals or as many as it has.

    >>> plain(Decimal("80.500000"), None), plain(Decimal("80.500000"), 2)
    ('80.5', '80.50')
    """
    return f"{value:.{places_of(value) if decimals is None else decimals}f}"


def places_of(value: Decimal) -> int:
    """How many decimals a figure needs.

    >>> places_of(Decimal("80.500000")), places_of(Decimal(1200))
    (1, 0)
    """
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def unused(marks: Marks) -> Iterator[str]:
    """Columns of figures in which nothing is printed in any document."""
    return (name for name in FIGURE_FIELDS if name not in marks.columns)
