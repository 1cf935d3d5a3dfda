"""Headers whose inner rulings a scan lost: a title over several columns, and the names of the columns below it.

Black rulings on a dark fill may not survive the scanner. The columns below tell where the names stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.lines import bounds, lines_of
from extract.model import Word

_DEEPEST = 6
_INSIDE = 1.5
_OFF_CENTRE = 0.2
_LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class _Stack:
    """A cell with names of columns below a title.

    Attributes:
        cell: The merged cell.
        low, high: The edge between title and names may lie between these heights.
    """

    cell: GridCell
    low: float
    high: float


def with_header_rows(grid: Grid, content: PageContent) -> Grid:
    """Part merged cells above the columns that they span, where each column has a name of its own in them.

    Args:
        grid: A table. It is given back as it is when nothing in its header is stacked.
        content: Its page.
    """
    stacks = [stack for cell in _over_columns(grid) for stack in _stacks(grid, cell, content.words)]
    for row in sorted({stack.cell.row for stack in stacks}, reverse=True):
        here = [stack for stack in stacks if stack.cell.row == row]
        # Names stand at one height in all the cells of a row; what disagrees stays merged.
        heights = [(stack.low + stack.high) / 2 for stack in here]
        edge = max(heights, key=lambda y: sum(stack.low < y < stack.high for stack in here))
        parted = {stack.cell for stack in here if stack.low < edge < stack.high}
        grid = _with_edge(grid, row, round(edge, 2), parted)
    return grid


def _over_columns(grid: Grid) -> Iterator[GridCell]:
    """Give the merged cells near the top, one row high, that stand right over columns of their own."""
    tops: dict[int, set[int]] = {}
    for cell in grid.cells:
        tops.setdefault(cell.row, set()).add(cell.column)
    for cell in grid.cells:
        inner = set(range(cell.column, cell.column + cell.column_span))
        below = tops.get(cell.row + cell.row_span, set())
        if cell.row < _DEEPEST and cell.row_span == 1 and len(inner) >= _LEAST_COLUMNS and inner <= below:
            yield cell


def _stacks(grid: Grid, cell: GridCell, words: Sequence[Word]) -> Iterator[_Stack]:
    """Find the lowest lines of a cell that name each of its columns, the most of them that do."""
    left, top, right, bottom = cell.box
    inside = [
        word for word in words
        if left <= (word.box[0] + word.box[2]) / 2 <= right and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]  # fmt: skip
    edges = grid.xs[cell.column : cell.column + cell.column_span + 1]
    lines = lines_of(inside) if inside else []
    for first in range(1, len(lines)):
        above, names = lines[first - 1], [word for line in lines[first:] for word in line]
        low, high = max(word.box[3] for word in above), min(word.box[1] for word in names)
        if _name_columns(names, edges):
            yield _Stack(cell, min(low, high) - _INSIDE, max(low, high) + _INSIDE)
            return


def _name_columns(words: Sequence[Word], edges: Sequence[float]) -> bool:
    """Tell whether every word stands within one column, and each column has some, in its middle."""
    columns = [
        [word.box for word in words if start - _INSIDE <= word.box[0] and word.box[2] <= end + _INSIDE]
        for start, end in pairwise(edges)
    ]
    if sum(map(len, columns)) != len(words) or not all(columns):
        return False
    for boxes, (start, end) in zip(columns, pairwise(edges), strict=True):
        box = bounds(boxes)
        if abs((box[0] + box[2]) - (start + end)) / 2 > _OFF_CENTRE * (end - start):
            return False
    return True


def _with_edge(grid: Grid, row: int, edge: float, parted: set[GridCell]) -> Grid:
    """Cut a row in two: some of its cells into a title and a cell for each column, the others reach over both."""
    cells: list[GridCell] = []
    for cell in grid.cells:
        left, top, right, bottom = cell.box
        if cell in parted:
            cells.append(replace(cell, box=(left, top, right, edge)))
            inner = range(cell.column, cell.column + cell.column_span)
            cells += [GridCell(row + 1, at, 1, 1, (grid.xs[at], edge, grid.xs[at + 1], bottom)) for at in inner]
        elif cell.row > row:
            cells.append(replace(cell, row=cell.row + 1))
        elif cell.row + cell.row_span > row:
            cells.append(replace(cell, row_span=cell.row_span + 1))
        else:
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(grid.xs, (*grid.ys[: row + 1], edge, *grid.ys[row + 1 :]), tuple(cells), grid.origin)
