"""Walls between cells that ink or a bad scan took out.

Between columns they come back where nearly all other rows have them; between rows where most columns have them and a
stroke, a seal, or what was read of the wall itself stands in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Word
from extract.remnants import is_dashes

_USUAL = 0.7
_LEAST_ROWS = 4
_INSIDE = 1.5
_AT_WALL = 3.0
"""Points between a wall and what hides it, or what was read of it."""


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


def with_hidden_floors(grid: Grid, content: PageContent) -> Grid:
    """Part cells that reach over a row edge at which most columns have a wall, if something hides the wall there.

    What hides it is a stroke or a seal; or the wall is seen, and was read as a dash. Text stands on both sides.

    Args:
        grid: A table. It is given back as it is when nothing in it is to be closed.
        content: Its page, scanned.
    """
    usual = _usual_floors(grid)
    cells = [part for cell in grid.cells for part in _floored(grid, cell, usual, content)]
    if len(cells) == len(grid.cells):
        return grid
    return Grid(grid.xs, grid.ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), grid.origin)


def _usual_floors(grid: Grid) -> frozenset[int]:
    """Give the inner row edges at which cells of most columns end."""
    walls = dict.fromkeys(range(1, grid.rows), 0)
    for cell in grid.cells:
        if cell.row in walls:
            walls[cell.row] += cell.column_span
    least = max(_LEAST_ROWS, _USUAL * grid.columns)
    return frozenset(edge for edge, columns in walls.items() if columns >= least)


def _floored(grid: Grid, cell: GridCell, usual: frozenset[int], content: PageContent) -> Iterator[GridCell]:
    inner = [edge for edge in range(cell.row + 1, cell.row + cell.row_span) if edge in usual]
    yield from cut_at(grid, cell, [edge for edge in inner if _is_hidden(grid.ys[edge], cell, content)])


def cut_at(grid: Grid, cell: GridCell, edges: Sequence[int]) -> Iterator[GridCell]:
    """Give the parts of a cell above, between and below some row edges."""
    left, _, right, _ = cell.box
    for start, end in pairwise([cell.row, *edges, cell.row + cell.row_span]):
        yield GridCell(start, cell.column, end - start, cell.column_span, (left, grid.ys[start], right, grid.ys[end]))


def stands_across(y: float, cell: GridCell, content: PageContent) -> bool:
    """Tell whether a word of a cell runs across a height."""
    return any(
        word.box[1] < y - _AT_WALL and word.box[3] > y + _AT_WALL
        for word in _words_of(cell, content) if not is_dashes(word.text)
    )  # fmt: skip


def _words_of(cell: GridCell, content: PageContent) -> list[Word]:
    left, top, right, bottom = cell.box
    return [word for word in content.words if left <= _middle(word)[0] <= right and top <= _middle(word)[1] <= bottom]


def _is_hidden(y: float, cell: GridCell, content: PageContent) -> bool:
    """Tell whether a wall may stand at this height of a cell where none was found."""
    left, _, right, _ = cell.box
    inside = _words_of(cell, content)
    dashes = [word for word in inside if is_dashes(word.text) and abs(_middle(word)[1] - y) <= _AT_WALL]
    texts = [(word.box[1], word.box[3]) for word in inside if word not in dashes]
    both = any(below <= y + _AT_WALL for _, below in texts) and any(above >= y - _AT_WALL for above, _ in texts)
    veiled = any(
        box[0] < right and box[2] > left and box[1] - _AT_WALL <= y <= box[3] + _AT_WALL for box in content.veiled
    )
    return both and bool(dashes or veiled) and not stands_across(y, cell, content)


def _middle(word: Word) -> tuple[float, float]:
    return (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2


def _stands_between(x: float, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Tell whether text stands on both sides of an edge, and none runs across."""
    across = any(box[0] < x - _INSIDE and box[2] > x + _INSIDE for box in boxes)
    before, after = any(box[2] <= x + _INSIDE for box in boxes), any(box[0] >= x - _INSIDE for box in boxes)
    return not across and before and after
