"""Printed figures of a row: which number format a document uses, and each cell through the strict grammar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuadre.evidence import FORMATS, Finding, NotANumber, NumberFormat, Place, Printed, Repair, parse_printed
from extract.model import Cell, Legibility
from normalize.doubted_figures import as_figure
from normalize.form import Form
from normalize.grid import SURE_FROM
from normalize.model import Condition, Figure, Measure
from normalize.profiles import is_mark, is_spreadsheet_error, read_or_none, recalls_spreadsheet_error
from normalize.relations import FigureRole
from normalize.rules import (
    FIGURE_ILLEGIBLE,
    FIGURE_NOT_A_NUMBER,
    FIGURE_OVER_COLUMNS,
    NUMBER_FORMAT_OTHER,
    NUMBER_FORMAT_UNSURE,
    PERCENT_AS_FRACTION,
    SPREADSHEET_ERROR,
)

BROKEN_NUMBER = "line-break-number"
"""Name of the step that joins a figure cut by a line break."""

_SPECKED = 0.5
_BRACKETS = "()[]"
_DIRT = ".,;:'\"`´*~_|"
"""Signs that a speck behind a figure is taken for."""
_BEFORE = "-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}.,"
"""Signs that may belong to the figure after them."""

_PRINTED_AS_READ = ("pdf", "transcript")
_CLEARLY = 4
_FRACTION_LIMIT = Decimal(5)
_FRACTION_DECIMALS = 2
_THOUSANDS = 3


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure with what was odd about it.

    Attributes:
        figure: The figure.
        findings: What a person may want to know.
        repairs: The line break that was undone, if any.
    """

    figure: Figure
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()


def infer_number_format(
    texts: Iterable[str], default: NumberFormat
) -> tuple[NumberFormat, tuple[Finding, ...]]:
    """Say how a document prints its figures.

    Another format than the default needs several times more cells that only it can read.

    Args:
        texts: Cells that may hold figures.
        default: The form's format.

    Returns:
        The format, and a finding when it is not the default, or when the default reads cells as fractions
        of three decimals that another format reads as thousands and nothing else decides.
    """
    cells = [text.strip() for text in texts if text.strip()]
    readings = {name: [read_or_none(cell, fmt) for cell in cells] for name, fmt in FORMATS.items()}
    only = dict.fromkeys(FORMATS, 0)
    for position in range(len(cells)):
        able = [name for name in FORMATS if readings[name][position] is not None]
        if len(able) == 1:
            only[able[0]] += 1
    best = max(FORMATS, key=lambda name: (only[name], name == default.name))
    if best != default.name and only[best] > _CLEARLY * only[default.name]:
        message = f"Las cifras se leen en el formato {best}: {only[best]} celdas solo tienen sentido así."
        return FORMATS[best], (NUMBER_FORMAT_OTHER.finding(message, evidence=f"{best} {only[best]}"),)
    doubtful = [cells[p] for p in range(len(cells)) if _is_doubtful(p, readings, default)]
    if doubtful and not any(only.values()):
        message = f"«{doubtful[0]}» puede ser un millar o tres decimales; se leyó como {default.name}."
        evidence = f"{len(doubtful)} celdas"
        return default, (NUMBER_FORMAT_UNSURE.finding(message, as_read=doubtful[0], evidence=evidence),)
    return default, ()


def read_figure(
    role: FigureRole,
    cell: Cell | None,
    *,
    row: int,
    place: Place,
    form: Form,
    number_format: NumberFormat,
    doubtful: bool = False,
    thousands: bool = False,
) -> ReadFigure:
    """Read one cell of figures.

    Args:
        role: The measure and period of its column.
        cell: The cell; ``None`` where the table has none.
        row: Data row in the document, from 1.
        place: Where the row starts, for a figure without a cell.
        form: Its marks and spreadsheet errors.
        number_format: How the document prints figures.
        doubtful: The column may be another's.
        thousands: The document prints a sign between thousands, and next to nothing to three decimals.
    """
    measure, period = role
    if cell is not None and (cell.legibility is Legibility.ILLEGIBLE or _is_unsure_mark(cell, form)):
        return _illegible(role, cell, row)
    if cell is None or not cell.text.strip():
        where = cell.place if cell else place
        return ReadFigure(Figure(measure, period, "", None, Condition.BLANK, where, *_trust(cell)))
    failed = _is_failed_formula(cell, form)
    if is_recognized(cell) and not failed:
        counted = measure not in (Measure.PROGRESS, Measure.CUMULATIVE)
        cell = as_figure(cell, number_format, thousands=thousands and counted)
    text = " ".join(cell.text.split())
    field, page = f"{measure}_{period}", cell.place.page

    def figure(printed: Printed | None, condition: Condition, confidence: float = cell.confidence) -> Figure:
        return Figure(measure, period, text, printed, condition, cell.place, confidence, cell.recognizer,
                      alternatives=cell.alternatives)  # fmt: skip

    if is_mark(text, form):
        return ReadFigure(figure(None, Condition.DASH))
    if failed:
        message = f"La celda imprime «{text}», un error de hoja de cálculo; no hay cifra que publicar."
        finding = SPREADSHEET_ERROR.finding(message, page=page, row=row, field=field, as_read=text)
        return ReadFigure(figure(None, Condition.SPREADSHEET_ERROR), (finding,))
    try:
        parsed = _parse(cell, number_format)
    except NotANumber:
        message = f"«{text}» no es un solo número en el formato {number_format.name}."
        finding = FIGURE_NOT_A_NUMBER.finding(message, page=page, row=row, field=field, as_read=text)
        return ReadFigure(figure(None, Condition.NOT_A_NUMBER), (finding,))
    repair = Repair(
        page=page, row=row, field=field, before=cell.text, after=parsed.joined, rule=BROKEN_NUMBER,
        confidence=1.0,
    )  # fmt: skip
    findings: tuple[Finding, ...] = ()
    if cell.column_span > 1:
        message = f"La cifra «{text}» está en una celda combinada sobre {cell.column_span} columnas."
        findings = (FIGURE_OVER_COLUMNS.finding(message, page=page, row=row, field=field, as_read=text),)
    confidence = min(cell.confidence, _SPECKED) if parsed.specked else cell.confidence
    unsure = doubtful or cell.column_span > 1 or confidence < SURE_FROM
    condition = Condition.UNSURE if unsure else Condition.CLEAR
    return ReadFigure(
        figure(parsed.printed, condition, confidence), findings, (repair,) if parsed.joined else ()
    )


def fractions(figures: Mapping[FigureRole, Sequence[Figure]]) -> tuple[Finding, ...]:
    """Find columns of percentages that print fractions of one; they are published as printed.

    Args:
        figures: The figures of each column.
    """
    found = []
    for (measure, period), column in figures.items():
        printed = [figure.printed for figure in column if figure.printed is not None]
        if measure not in (Measure.PROGRESS, Measure.CUMULATIVE) or any(p.percent for p in printed):
            continue
        between = [p for p in printed if 0 < p.value < 1 and p.decimals >= _FRACTION_DECIMALS]
        if between and all(abs(p.value) <= _FRACTION_LIMIT for p in printed):
            message = (
                f"La columna imprime fracciones («{between[0]}») y no porcentajes en sus {len(printed)} "
                "cifras; se publican como están impresas."
            )
            field = f"{measure}_{period}"
            found.append(PERCENT_AS_FRACTION.finding(message, field=field, as_read=str(between[0])))
    return tuple(found)


def is_recognized(cell: Cell) -> bool:
    """Whether a cell was read from pixels."""
    return cell.recognizer not in _PRINTED_AS_READ


def _is_failed_formula(cell: Cell, form: Form) -> bool:
    """Whether a cell prints what a spreadsheet does for a formula that fails."""
    text = " ".join(cell.text.split())
    return is_spreadsheet_error(text, form) or (is_recognized(cell) and recalls_spreadsheet_error(text, form))


def _is_unsure_mark(cell: Cell, form: Form) -> bool:
    """Whether a dash may be a speck, or what a stroke left of a figure."""
    return is_recognized(cell) and cell.confidence < SURE_FROM and is_mark(" ".join(cell.text.split()), form)


def _illegible(role: FigureRole, cell: Cell, row: int) -> ReadFigure:
    """A cell with ink that nobody could read: neither blank nor zero."""
    text, (measure, period) = " ".join(cell.text.split()), role
    field, page = f"{measure}_{period}", cell.place.page
    message = f"En la celda de {field} de la fila {row} hay tinta que no se pudo leer; coteje con el papel."
    finding = FIGURE_ILLEGIBLE.finding(message, page=page, row=row, field=field, as_read=text)
    figure = Figure(
        measure, period, text, None, Condition.ILLEGIBLE, cell.place, cell.confidence, cell.recognizer,
        alternatives=cell.alternatives,
    )  # fmt: skip
    return ReadFigure(figure, (finding,))


def _trust(cell: Cell | None) -> tuple[float, str]:
    return (cell.confidence, cell.recognizer) if cell else (1.0, "pdf")


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A figure with its text where a line break cut it, and whether a speck may have been read as part of it."""

    printed: Printed | None
    joined: str = ""
    specked: bool = False


def _parse(cell: Cell, number_format: NumberFormat) -> _Parsed:
    """Read the figure of a cell; on a scan, the only one among signs that are none.

    Raises:
        NotANumber: There is not one figure in it.
    """
    recognized = is_recognized(cell)
    text = cell.text.strip().rstrip(_DIRT) if recognized else cell.text
    pieces, broken = text.split(), "\n" in text.strip()
    if recognized:
        # A dash on another line is no minus: a speck, or a bit of a ruling.
        only = _only_figure(text.split("\n"), number_format) if broken else None
        only = only or _only_figure(pieces, number_format, _BEFORE)
        if only is not None:
            specked = len(pieces) > 1 or text != cell.text.strip()
            # A comma between thousands is easily taken for a point: nothing else is printed to three places.
            return _Parsed(only, specked=specked or (only.decimals == _THOUSANDS and not only.percent))
    try:
        return _Parsed(parse_printed(" ".join(pieces), number_format), specked=recognized and broken)
    except NotANumber:
        # "12 / 13" are two figures; "19,9 / 76" can only be one.
        if not broken or all(read_or_none(piece, number_format) is not None for piece in pieces):
            raise
        joined = "".join(pieces)
        return _Parsed(parse_printed(joined, number_format), joined, specked=recognized)


def _only_figure(pieces: Sequence[str], number_format: NumberFormat, before: str = "") -> Printed | None:
    """The one figure among pieces; ``None`` where another has a digit, a bracket, or one of these signs before it."""
    read = [read_or_none(piece.strip(), number_format) for piece in pieces]
    at = [place for place, printed in enumerate(read) if printed is not None]
    if len(at) != 1:
        return None
    ahead, behind = "".join(pieces[: at[0]]), "".join(pieces[at[0] + 1 :])
    if any(sign in before for sign in ahead) or any(s.isdigit() or s in _BRACKETS for s in ahead + behind):
        return None
    return read[at[0]]


def _is_doubtful(position: int, readings: Mapping[str, list[Printed | None]], default: NumberFormat) -> bool:
    mine = readings[default.name][position]
    if mine is None or mine.decimals != _THOUSANDS:
        return False
    others = (read[position] for read in readings.values())
    return any(other is not None and other.value != mine.value for other in others)
