"""Scanned cells that do not look like their column: they lose their certainty, never their text.

Where every figure of a column carries a peso sign, one without it may be a misread sign: ``$0.00`` and ``50.00``
are one glyph apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.headers import is_figure
from extract.model import Cell, Table

_LEAST_FIGURES = 5
_USUAL = 0.8
_UNSURE = 0.55
_SIGNS = ("$", "%")


def with_doubts(table: Table) -> Table:
    """Lower the confidence of scanned cells that differ from their column where the column is all of one kind.

    A cell without the sign that the figures around it carry is one; so is a cell with digits that is no figure, in a
    column of figures.
    """
    odd = {id(cell) for column in _columns(table) for cell in _odd(column)}
    if not odd:
        return table
    cells = tuple(
        replace(cell, confidence=min(cell.confidence, _UNSURE)) if id(cell) in odd else cell for cell in table.cells
    )
    return replace(table, cells=cells)


def _columns(table: Table) -> Iterator[list[Cell]]:
    """Give the scanned cells below the header that hold digits, column by column."""
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.recognizer != "pdf" and any(map(str.isdigit, cell.text)):
            columns.setdefault(cell.column, []).append(cell)
    yield from columns.values()


def _odd(column: Sequence[Cell]) -> Iterator[Cell]:
    figures = [cell for cell in column if is_figure(cell.text)]
    if len(figures) < max(_LEAST_FIGURES, _USUAL * len(column)):
        return
    signs = [sign for sign in _SIGNS if _USUAL * len(figures) <= sum(sign in cell.text for cell in figures)]
    for cell in column:
        if not is_figure(cell.text) or not all(sign in cell.text for sign in signs):
            yield cell
