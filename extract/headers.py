"""Which rows at the top of a table name its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.fill import FilledGrid
from extract.model import Cell

_FIGURE = re.compile(r"[-(]?\s*\$?\s*-?[\d.,\s\N{NO-BREAK SPACE}]*\d[\d.,]*\s*%?\s*\)?")
_YEAR = re.compile(r"(19|20)\d\d")
_FIGURES_IN_DATA = 0.25
_STYLED = 0.7
_DEEPEST = 8
_NAMED = 2
_ALIKE = 80.0

_Texts = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row looks like: shares of its cells with text."""

    filled: int
    figures: int
    styled: float
    spans: bool

    @property
    def is_data(self) -> bool:
        return self.filled > 0 and self.figures > 0 and self.figures >= _FIGURES_IN_DATA * self.filled


def header_rows(filled: FilledGrid) -> int:
    """Estimate how many rows at the top are header.

    They stand above the first row with figures; if they are shaded or bold and what follows is not, that
    says where they end, and else the merged cells do.
    """
    rows = [_look(filled, row) for row in range(min(filled.grid.rows, _DEEPEST + 1))]
    first_data = next((at for at, row in enumerate(rows) if row.is_data), len(rows))
    styled = next((at for at, row in enumerate(rows) if row.styled < _STYLED), len(rows))
    if 0 < styled < filled.grid.rows:
        found = min(styled, first_data) or styled
    else:
        spanning = next((at for at, row in enumerate(rows) if not row.spans), len(rows))
        found = min(spanning + 1, first_data)
    if found == 0 or filled.grid.rows == 1:
        return 0
    return min(_closed(filled.cells, found), filled.grid.rows - 1)


def _look(filled: FilledGrid, row: int) -> _Row:
    places = [at for at, cell in enumerate(filled.cells) if cell.row == row]
    texts = [filled.cells[at].text for at in places]
    with_text = [at for at in places if filled.cells[at].text]
    styled = sum(filled.bold[at] or filled.shaded[at] for at in with_text)
    spans = any(filled.cells[at].column_span > 1 for at in places)
    # A row that only continues cells merged from above is part of what they are part of.
    share = styled / len(with_text) if with_text else 1.0
    return _Row(len(with_text), sum(map(is_figure, texts)), share, spans or not with_text)


def is_figure(text: str) -> bool:
    """Tell whether a cell holds one figure and nothing else; a year names a column.

    >>> is_figure("1,234.50 %"), is_figure("2026"), is_figure("TRIMESTRE 1")
    (True, False, False)
    """
    stripped = text.strip()
    return bool(_FIGURE.fullmatch(stripped)) and not _YEAR.fullmatch(stripped)


def _closed(cells: Sequence[Cell], rows: int) -> int:
    """Take in all the rows that a merged header cell reaches into."""
    reach = max((cell.row + cell.row_span for cell in cells if cell.row < rows and cell.text), default=rows)
    return reach if rows < reach <= _DEEPEST else rows


def common_header(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[int, int]:
    """Find the rows that two pages of a table, given by their cells, both print at the top.

    The first page may have title rows in front of them. Rows read from pixels may differ by a few letters.

    Returns:
        The row on the first page where they start, and how many they are; 0 when there are none.
    """
    first, second = _rows(above), _rows(below)
    misread = any(cell.recognizer != "pdf" for cell in below)
    for start in range(_DEEPEST):
        count = 0
        while count < _DEEPEST and _same_row(first.get(start + count), second.get(count), alike=misread):
            count += 1
        named = sum(bool(text) for row in range(count) for _, text in second[row])
        if named >= _NAMED:
            return start, count
    return 0, 0


def _same_row(one: _Texts | None, other: _Texts | None, *, alike: bool) -> bool:
    """Tell whether two rows say the same in the same columns; or nearly so."""
    if not one or not other or not alike or one == other:
        return bool(one) and one == other
    if [column for column, _ in one] != [column for column, _ in other]:
        return False
    written = [" ".join(text for _, text in row) for row in (one, other)]
    figures = sum(is_figure(text) for _, text in one)
    return figures <= _FIGURES_IN_DATA * len(one) and fuzz.ratio(*written) >= _ALIKE


def _rows(cells: Sequence[Cell]) -> dict[int, _Texts]:
    rows: dict[int, _Texts] = {}
    for cell in cells:
        if cell.row < 2 * _DEEPEST:
            rows.setdefault(cell.row, []).append((cell.column, " ".join(cell.text.split()).casefold()))
    return rows
