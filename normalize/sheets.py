"""Which form a document is, and which of its tables are the form's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cuadre.evidence import Finding, NumberFormat, UnknownForm
from extract.model import Reading, Table
from normalize.columns import Columns, identify
from normalize.figures import is_recognized
from normalize.form import Form
from normalize.grid import SURE_FROM, GridRow, Sheet, grid_rows, sheet_of
from normalize.headers import HeaderWords
from normalize.profiles import Profile, figure_or_none, is_level, profiles_of
from normalize.rules import (
    COLUMN_EMPTY,
    COLUMN_UNCLAIMED,
    COLUMN_WITHOUT_PLACE,
    COLUMNS_AMBIGUOUS,
    TABLE_LEFT_OUT,
    TABLE_NOT_OF_FORM,
)
from normalize.text import fold

_HEADER_SHARE = 0.6
_HEADER_HITS = 2
_REPEATED = 70
_DATA_FIGURES = 2
_TEXT_LENGTH = 25
_LONG_WORD = 5
_ALIKE = 0.8
_EXAMPLES = 3
_MOVED = 4
_SHOWN = 60
_SEEN = 400


@dataclass(frozen=True, slots=True)
class Identified:
    """Tables of the form that share their columns.

    Attributes:
        sheet: Their headers and rows.
        columns: What their columns are.
    """

    sheet: Sheet
    columns: Columns


@dataclass(frozen=True, slots=True)
class Recognized:
    """A document as a form sees it.

    Attributes:
        form: The form that fits best.
        sheets: Its tables, in reading order.
        rest: Tables that are not the form's.
        findings: About tables and columns.
    """

    form: Form
    sheets: tuple[Identified, ...]
    rest: tuple[Table, ...]
    findings: tuple[Finding, ...]


def recognize(
    reading: Reading, forms: Sequence[Form], number_format: NumberFormat, quarter: int | None
) -> Recognized:
    """Choose the form that reads most rows of a document.

    Args:
        reading: The document.
        forms: Forms to weigh.
        number_format: How it prints figures.
        quarter: The quarter it reports, where it says so.

    Raises:
        UnknownForm: No table has the columns of any form.
    """
    best: Recognized | None = None
    most = (-1.0, -1.0)
    for form in forms:
        found = _apply(reading, form, number_format, quarter)
        weight = (
            float(sum(len(part.sheet.rows) for part in found.sheets)),
            sum(part.columns.score for part in found.sheets),
        )
        if found.sheets and weight > most:
            best, most = found, weight
    if best is None:
        raise _unknown(reading, forms)
    return best


def _unknown(reading: Reading, forms: Sequence[Form]) -> UnknownForm:
    texts = [
        " ".join(cell.text.split())
        for table in reading.tables
        for cell in table.cells
        if cell.row < max(1, table.header_rows) and cell.text.strip()
    ]
    seen = "; ".join(f"«{text[:_SHOWN]}»" for text in dict.fromkeys(texts)) or "no headers at all"
    names = ", ".join(form.name for form in forms)
    return UnknownForm(
        reading.source.name,
        f"none of its {len(reading.tables)} tables has the columns of a known form ({names}); "
        f"their headers say {seen[:_SEEN]}",
        "docs/forms.md says how to teach it a new form; `cuadre tables` writes the tables of any document.",
    )


def _apply(reading: Reading, form: Form, number_format: NumberFormat, quarter: int | None) -> Recognized:
    words = HeaderWords(form)
    parted = [(table, _part(table, form, words)) for table in reading.tables]
    sheets: list[Identified] = []
    rest: list[Table] = []
    findings: list[Finding] = []
    for tables, sheet in _grouped(parted, form, number_format):
        profiles = profiles_of(sheet, form, number_format)
        columns = identify(sheet, profiles, form, quarter) if sheet.rows else None
        if columns is not None and columns.fits(form):
            sheets.append(Identified(sheet, columns))
            findings += _column_findings(sheets[-1], profiles)
        elif sheet.rows:
            # Without rows it is a header, printed again on a page where no row is left.
            rest += tables
    widths = {part.sheet.columns for part in sheets}
    lost = [_rest_finding(table, lost=_may_be_rows(table, widths, form)) for table in rest]
    return Recognized(form, tuple(sheets), tuple(rest), (*lost, *findings))


def _part(table: Table, form: Form, words: HeaderWords) -> Sheet:
    printed = _header_cells(table)

    def is_header(row: GridRow) -> bool:
        return _is_header(row, form, words) or _repeats(row, printed)

    def is_data(row: GridRow) -> bool:
        return _is_data(row, form) and not is_header(row)

    return sheet_of(table, is_header, is_data)


def _is_header(row: GridRow, form: Form, words: HeaderWords) -> bool:
    """Whether most cells of a row are header words, and none a figure beyond the number of a quarter."""
    texts = [cell.text for cell in row.own]
    beyond = (text for text in texts if text.strip() not in {"1", "2", "3", "4"})
    if any(figure_or_none(text, form.number_format) is not None for text in beyond):
        return False
    hits = sum(words.says_header(text, form.columns) for text in texts)
    spelled = sum(len(text.strip()) > 1 for text in texts)
    return hits >= _HEADER_HITS and spelled >= _HEADER_HITS and hits >= _HEADER_SHARE * len(texts)


def _header_cells(table: Table) -> Mapping[int, Collection[str]]:
    """Folded texts of the header by the column in which they start."""
    printed: dict[int, set[str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.text.strip():
            printed.setdefault(cell.column, set()).add(fold(cell.text))
    return printed


def _repeats(row: GridRow, printed: Mapping[int, Collection[str]]) -> bool:
    """Whether most cells of a row read from pixels say what the header says over them, letters misread."""
    cells = [cell for cell in row.own if cell.row == row.index]
    alike = sum(
        is_recognized(cell)
        and any(fuzz.ratio(fold(cell.text), text) >= _REPEATED for text in printed.get(cell.column, ()))
        for cell in cells
    )
    return alike >= _HEADER_HITS and alike >= _HEADER_SHARE * len(cells)


def _is_data(row: GridRow, form: Form) -> bool:
    """Whether a row holds figures beside a level or running text."""
    texts = [cell.text for cell in row.own]
    figures = sum(figure_or_none(text, form.number_format) is not None for text in texts)
    named = any(is_level(text, form) for text in texts) or any(len(text) >= _TEXT_LENGTH for text in texts)
    return named and figures >= _DATA_FIGURES


def _grouped(
    parted: Iterable[tuple[Table, Sheet]], form: Form, number_format: NumberFormat
) -> list[tuple[list[Table], Sheet]]:
    """Join neighbouring tables whose columns look alike, so that one header serves them all."""
    groups: list[tuple[list[Table], Sheet]] = []
    for table, sheet in parted:
        near = _near(groups, sheet, form)
        at = next((n for n in near if _alike(groups[n][1], sheet, form, number_format)), None)
        if at is None:
            groups.append(([table], sheet))
        else:
            groups[at] = ([*groups[at][0], table], groups[at][1].join(sheet))
    return groups


def _near(groups: Sequence[tuple[list[Table], Sheet]], sheet: Sheet, form: Form) -> Iterator[int]:
    """The last group; for a sheet without a header, those before it as well, as far as no rows lie between.

    A header that a recogniser could not read may have come out as a table of its own.
    """
    for at in reversed(range(len(groups))):
        yield at
        if sheet.headers or any(_is_data(row, form) for row in groups[at][1].rows):
            return


def _alike(one: Sheet, other: Sheet, form: Form, number_format: NumberFormat) -> bool:
    if one.columns != other.columns or not one.rows or not other.rows:
        return False
    if one.headers and other.headers and (not _same_words(one, other) or _has_column_more(one, other)):
        return False
    pairs = zip(profiles_of(one, form, number_format), profiles_of(other, form, number_format), strict=True)
    both = [(a, b) for a, b in pairs if a.filled and b.filled]
    return bool(both) and sum(_kind(a) == _kind(b) for a, b in both) >= _ALIKE * len(both)


def _same_words(one: Sheet, other: Sheet) -> bool:
    """Whether two printed headers say much the same, in whatever place."""
    said = [{part.text for path in sheet.headers[-1] for part in path} for sheet in (one, other)]
    if len(said[0] & said[1]) * 2 >= min(len(said[0]), len(said[1])):
        return True
    if not (_is_scanned(one) and _is_scanned(other)):
        return False
    # A blurred header is read otherwise on each page, cut at other places: words are what can be compared.
    fewer, more = sorted((_long_words(texts) for texts in said), key=len)
    known = sum(any(fuzz.ratio(word, theirs) >= _REPEATED for theirs in more) for word in fewer)
    return known * 2 >= len(fewer) > 0


def _has_column_more(one: Sheet, other: Sheet) -> bool:
    """Whether two headers on paper say the same once the columns from one on are moved by one.

    A wall too many in one of two grids makes as many columns of other ones. Only in transcriptions are headers shifted.
    """
    if any(cell.recognizer == "transcript" for row in (*one.rows[:1], *other.rows[:1]) for cell in row.own):
        return False
    leaves = [[fold(path[-1].text) if path else "" for path in sheet.headers[-1]] for sheet in (one, other)]
    in_place = _said_twice(*leaves)
    return any(
        _said_twice(first[:cut], second[:cut]) + _said_twice(first[cut:-1], second[cut + 1 :]) >= in_place + _MOVED
        for first, second in (leaves, leaves[::-1])
        for cut in range(len(first))
    )


def _said_twice(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(text == again != "" for text, again in zip(one, other, strict=False))


def _is_scanned(sheet: Sheet) -> bool:
    return any(is_recognized(cell) for row in sheet.rows for cell in row.own)


def _long_words(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in fold(text).split() if len(word) >= _LONG_WORD})


def _kind(profile: Profile) -> str:
    if profile.percent >= 0.5:  # noqa: PLR2004
        return "percent"
    if profile.text < 0.5:  # noqa: PLR2004
        return "number"
    return "level" if profile.level >= 0.5 else "text"  # noqa: PLR2004


def _may_be_rows(table: Table, widths: Collection[int], form: Form) -> bool:
    """Whether a table left out is as wide as one of the form's and holds figures beside text.

    What was read with doubt does not count: strokes of a pen read as letters and figures too.
    """
    sure = [cell for cell in table.cells if cell.confidence >= SURE_FROM]
    rows = grid_rows(sure, table.rows, table.columns)
    return table.columns in widths and any(_is_data(row, form) for row in rows)


def _rest_finding(table: Table, *, lost: bool) -> Finding:
    first = next((" ".join(cell.text.split()) for cell in table.cells if cell.text.strip()), "")
    message = (
        f"Una tabla de {table.rows} filas y {table.columns} columnas («{first[:_SHOWN]}») no tiene las "
        "columnas del formato; no se leyeron indicadores de ella."
    )
    rule = TABLE_LEFT_OUT if lost else TABLE_NOT_OF_FORM
    return rule.finding(message, page=min(table.pages, default=None), as_read=first[:_SHOWN])


def _column_findings(part: Identified, profiles: Sequence[Profile]) -> list[Finding]:
    """A finding for each column that nobody claims, and one for columns of figures nothing tells apart."""
    found: list[Finding] = []
    sheet, columns = part.sheet, part.columns
    page = next((row.place.page for row in sheet.rows if row.place), None)
    for column, role in enumerate(columns.roles):
        label = sheet.label(column)
        if role is not None or not (profiles[column].filled or label):
            continue
        texts = (" ".join(row.text(column).split())[:_SHOWN] for row in sheet.rows if row.text(column))
        examples = tuple(dict.fromkeys(texts))[:_EXAMPLES]
        if column in columns.known_other:
            message = f"La columna «{label}» no tiene lugar en el paquete de datos; no se publica."
            rule = COLUMN_WITHOUT_PLACE
        elif not examples:
            message = f"La columna {column + 1} («{label}») no es ninguna de las del formato y no trae datos."
            rule = COLUMN_EMPTY
        else:
            shown = ", ".join(f"«{text}»" for text in examples)
            message = f"La columna {column + 1} («{label}») no es ninguna de las del formato; trae {shown}."
            rule = COLUMN_UNCLAIMED
        found.append(rule.finding(message, page=page, as_read=label, alternatives=examples))
    if columns.doubtful:
        labels = [f"{column + 1} «{sheet.label(column)}»" for column in sorted(columns.doubtful)]
        message = f"No se puede decidir qué cifras traen las columnas {'; '.join(labels)}."
        found.append(COLUMNS_AMBIGUOUS.finding(message, page=page, as_read="; ".join(labels)))
    return found
