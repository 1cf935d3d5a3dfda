"""Walls between rows that a bad scan tore: what is left of a ruling stands for all of it.

A ruling stops at a merged cell, at one edge of a column, and goes on at another one. Where a piece ends in the middle
of a column, it is the scan that lost the rest, and the cells there are parted like those beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.closed_walls import cut_at, stands_across
from extract.content import PageContent
from extract.grid import Grid, GridCell

_SEEN = 0.45
"""Share of a table's width over which a ruling must be seen."""
_BESIDE = 0.2
"""Share of a column's width that the end of a ruling may lie beside its edge."""
_LEVEL = 2.0
"""Points between a row edge and the pieces of its ruling."""

_Span = tuple[float, float]


def with_torn_floors(grid: Grid, content: PageContent) -> Grid:
    """Part cells that reach over a row edge whose ruling is torn there, unless a word runs across.

    Args:
        grid: A table. It is given back as it is when nothing in it is to be closed.
        content: Its page, scanned.
    """
    torn = {edge: gaps for edge in range(1, grid.rows) if (gaps := list(_torn_gaps(grid, edge, content)))}
    if not torn:
        return grid
    cells = [part for cell in grid.cells for part in _parted(grid, cell, torn, content)]
    if len(cells) == len(grid.cells):
        return grid
    return Grid(grid.xs, grid.ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), grid.origin)


def _torn_gaps(grid: Grid, edge: int, content: PageContent) -> Iterator[_Span]:
    """Where a row edge has no ruling and the scan is to blame: stretches that begin or end inside a column."""
    left, right, y = grid.xs[0], grid.xs[-1], grid.ys[edge]
    pieces = sorted(
        (max(left, ruling.box[0]), min(right, ruling.box[2]))
        for ruling in content.rulings
        if ruling.horizontal and abs((ruling.box[1] + ruling.box[3]) / 2 - y) <= _LEVEL
        and ruling.box[0] < right and ruling.box[2] > left
    )  # fmt: skip
    gaps = list(_between(pieces, left, right))
    if (right - left) - sum(end - start for start, end in gaps) < _SEEN * (right - left):
        return
    yield from (gap for gap in gaps if not all(_at_edge(x, grid.xs) for x in gap))


def _between(pieces: Sequence[_Span], left: float, right: float) -> Iterator[_Span]:
    seen = left
    for start, end in [*pieces, (right, right)]:
        if start > seen:
            yield seen, start
        seen = max(seen, end)


def _at_edge(x: float, xs: Sequence[float]) -> bool:
    """Tell whether a place is at an edge of a column, as widths of the columns beside it go."""
    for start, end in pairwise(xs):
        if start <= x <= end:
            return min(x - start, end - x) <= _BESIDE * (end - start)
    return True


def _parted(
    grid: Grid, cell: GridCell, torn: dict[int, list[_Span]], content: PageContent
) -> Iterator[GridCell]:
    left, _, right, _ = cell.box
    cuts = [
        edge for edge in range(cell.row + 1, cell.row + cell.row_span)
        if any(start < right and end > left for start, end in torn.get(edge, ()))
        and not stands_across(grid.ys[edge], cell, content)
    ]  # fmt: skip
    yield from cut_at(grid, cell, cuts)
