"""Walls between columns that ink or a bad scan took out of a row or two: all other rows have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Word

_USUAL = 0.7
_LEAST_ROWS = 4
_INSIDE = 1.5


def with_usual_walls(grid: Grid, content: PageContent) -> Grid:
    """Part cells that reach over a column edge at which nearly all rows have a wall, unless a word runs across.

    A cell with text on one side of the edge only stays merged: it may be a heading.

    Args:
        grid: A table. It is given back as it is when nothing in it is to be closed.
        content: Its page.
    """
    usual = _usual_edges(grid)
    cells = [part for cell in grid.cells for part in _parted(grid, cell, usual, content.words)]
    return grid if len(cells) == len(grid.cells) else Grid(grid.xs, grid.ys, tuple(cells), grid.origin)


def _usual_edges(grid: Grid) -> frozenset[int]:
    """Give the inner edges at which cells end in nearly all rows."""
    walls = dict.fromkeys(range(1, grid.columns), 0)
    for cell in grid.cells:
        if cell.column in walls:
            walls[cell.column] += cell.row_span
    least = max(_LEAST_ROWS, _USUAL * grid.rows)
    return frozenset(edge for edge, rows in walls.items() if rows >= least)


def _parted(grid: Grid, cell: GridCell, usual: frozenset[int], words: Sequence[Word]) -> Iterator[GridCell]:
    inner = [edge for edge in range(cell.column + 1, cell.column + cell.column_span) if edge in usual]
    left, top, right, bottom = cell.box
    inside = [] if not inner else [
        word.box for word in words
        if left <= (word.box[0] + word.box[2]) / 2 <= right and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]  # fmt: skip
    cuts = [edge for edge in inner if _stands_between(grid.xs[edge], inside)]
    stops = [cell.column, *cuts, cell.column + cell.column_span]
    for start, end in pairwise(stops):
        yield GridCell(cell.row, start, cell.row_span, end - start, (grid.xs[start], top, grid.xs[end], bottom))


def _stands_between(x: float, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Tell whether text stands on both sides of an edge, and none runs across."""
    across = any(box[0] < x - _INSIDE and box[2] > x + _INSIDE for box in boxes)
    before, after = any(box[2] <= x + _INSIDE for box in boxes), any(box[0] >= x - _INSIDE for box in boxes)
    return not across and before and after
