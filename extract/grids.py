"""All tables of a page: ruled ones as they are, half-ruled ones completed, the others found from the words.

Lengths are points, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from cuadre.evidence import Box
from extract.alignments import Line, lines_of
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.inferred import borderless_grids
from extract.inferred_columns import column_edges, column_span
from extract.inferred_rows import measure, rows_of
from extract.model import Ruling, Word
from extract.ruled import ruled_grids

# Rulings that give so few columns, where the words show twice as many, are a frame.
FRAME_COLUMNS = 3
# A ruled row is cut when so many lines hold figures, or so many columns do, and at least so many of both.
STACKED_LINES = 3
STACKED_COLUMNS = 2
# Rulings are too few when such a share of the lines with figures has two of them in one ruled column.
CROWDED_SHARE = 0.5
# A table of one row has so many columns, and any so many cells with text; less is a box around text.
ROW_COLUMNS = 4
LEAST_FILLED = 3
# Part of a grid that another one may cover.
SHARED = 0.2


def find_grids(content: PageContent) -> tuple[Grid, ...]:
    """Find the tables of a page, in reading order.

    Returns:
        Grids that do not overlap: ``ruled`` where rulings say all, ``half-ruled`` where the words
        completed them, ``borderless`` where there are none.
    """
    words = [word for word in content.words if word.turn == 0]
    ruled: list[Grid] = []
    for grid in _outermost(ruled_grids(content)):
        inside = [word for word in words if _holds(grid.box, word.box)]
        completed = _completed(grid, inside, content.rulings)
        if completed is not None:
            ruled.append(completed)
    boxes = [grid.box for grid in ruled]
    loose = [word for word in words if not any(_holds(box, word.box) for box in boxes)]
    free = [ruling for ruling in content.rulings if not any(_holds(box, ruling.box) for box in boxes)]
    found = borderless_grids(loose, free)
    inferred = [grid for grid in found if not any(_meet(grid.box, box) for box in boxes)]
    return tuple(sorted([*ruled, *inferred], key=lambda grid: (grid.ys[0], grid.xs[0])))


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2


def _meet(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 1 and wide * high > SHARED * (one[2] - one[0]) * (one[3] - one[1])


def _outermost(grids: Sequence[Grid]) -> list[Grid]:
    """Drop frames around other grids, and grids within a cell of a table."""
    frames = [grid for grid in grids if _cells_within(grid, grids) >= len(grid.cells)]
    tables = [grid for grid in grids if grid not in frames]
    return [grid for grid in tables if not any(_within(grid, other) for other in tables)]


def _cells_within(grid: Grid, grids: Sequence[Grid]) -> int:
    return sum(len(other.cells) for other in grids if _within(other, grid))


def _within(inner: Grid, outer: Grid) -> bool:
    left, top, right, bottom = outer.box
    box = inner.box
    inside = left - 2 <= box[0] and top - 2 <= box[1] and box[2] <= right + 2 and box[3] <= bottom + 2
    return inside and inner is not outer


def _completed(grid: Grid, words: Sequence[Word], rulings: Sequence[Ruling]) -> Grid | None:
    """Add the rows that rulings leave out; ``None`` when the grid is but a box around text or a table."""
    if grid.columns == 1 or (grid.rows == 1 and grid.columns < ROW_COLUMNS) or not _is_filled(grid, words):
        return None
    lines = lines_of(words, [ruling for ruling in rulings if not ruling.horizontal])
    if _is_frame(grid, lines):
        return None
    for first, end in reversed(_blocks(grid)):
        edges = _row_edges(grid, first, end, lines)
        if edges:
            grid = _with_rows(grid, first, end, edges, lines)
    return grid


def _is_filled(grid: Grid, words: Sequence[Word]) -> bool:
    filled = (cell for cell in grid.cells if any(_holds(cell.box, word.box) for word in words))
    return len(list(islice(filled, LEAST_FILLED))) == LEAST_FILLED


def _blocks(grid: Grid) -> list[tuple[int, int]]:
    """Give the runs of rows, first and end, between heights that no cell crosses."""
    crossed = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    marks = [row for row in range(grid.rows + 1) if row not in crossed]
    return list(pairwise(marks))


def _is_frame(grid: Grid, lines: Sequence[Line]) -> bool:
    """Tell whether the words show columns that the rulings do not part."""
    with_figures = [line for line in lines if line.figures]
    # Two figures in a cell that has all its rulings are the cell's own affair.
    bands = [_between(with_figures, top, bottom) for top, bottom in pairwise(grid.ys)]
    crowded = sum(_crowded(line, grid.xs) for band in bands if len(band) >= STACKED_LINES for line in band)
    if crowded >= max(STACKED_LINES, CROWDED_SHARE * len(with_figures)):
        return True
    table = [line for line in lines if len(line.chunks) > grid.columns]
    if grid.columns > FRAME_COLUMNS or len(table) < STACKED_LINES or 2 * len(table) < len(with_figures):
        return False
    figures = sum(line.figures for line in table)
    columns = len(column_edges(table)) - 1
    return columns >= 2 * grid.columns and figures >= 0.4 * sum(len(line.chunks) for line in table)


def _between(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= line.middle <= bottom]


def _crowded(line: Line, xs: Sequence[float]) -> bool:
    """Tell whether two figures stand apart in one ruled column."""
    spans = [column_span(chunk, xs) for chunk in line.chunks if chunk.figure]
    return len(spans) > len(set(spans))


def _row_edges(grid: Grid, first: int, end: int, lines: Sequence[Line]) -> tuple[float, ...]:
    """Find the heights at which rows that rulings give as one are to be cut; none when they are one row."""
    top, bottom = grid.ys[first], grid.ys[end]
    whole = {
        cell.column
        for cell in grid.cells
        if cell.row == first and cell.row_span == end - first and cell.column_span == 1
    }
    band = _between(lines, top, bottom)
    if len(band) < STACKED_COLUMNS or len(whole) < max(STACKED_COLUMNS, 0.6 * grid.columns):
        return ()
    stacked = [_figures(line, grid.xs) & whole for line in band]
    columns = {column for column in whole if sum(column in held for held in stacked) >= STACKED_COLUMNS}
    aligned = sum(len(held & columns) >= STACKED_COLUMNS for held in stacked)
    lined = sum(bool(held & columns) for held in stacked)
    if min(len(columns), aligned) < STACKED_COLUMNS or max(len(columns), lined) < STACKED_LINES:
        return ()
    rows = rows_of(band, grid.xs, measure(band, grid.xs))
    return tuple((_bottom(one) + other[0].top) / 2 for one, other in pairwise(rows))


def _figures(line: Line, xs: Sequence[float]) -> set[int]:
    return {column_span(chunk, xs)[0] for chunk in line.chunks if chunk.figure}


def _bottom(row: Sequence[Line]) -> float:
    return max(line.bottom for line in row)


def _with_rows(grid: Grid, first: int, end: int, edges: tuple[float, ...], lines: Sequence[Line]) -> Grid:
    """Lay new rows between two heights that no cell crosses."""
    ys = (*grid.ys[: first + 1], *edges, *grid.ys[end:])
    more = len(edges) + 1 - (end - first)
    cells = [cell for cell in grid.cells if cell.row < first]
    cells += [
        GridCell(cell.row + more, cell.column, cell.row_span, cell.column_span, cell.box)
        for cell in grid.cells
        if cell.row >= end
    ]
    spans = {
        cell.column: cell.column_span
        for cell in grid.cells
        if cell.row == first and cell.row_span == end - first and not _parted(cell, grid.xs, lines)
    }
    for row in range(first, first + len(edges) + 1):
        column = 0
        while column < grid.columns:
            span = spans.get(column, 1)
            box = (grid.xs[column], ys[row], grid.xs[column + span], ys[row + 1])
            cells.append(GridCell(row, column, 1, span, box))
            column += span
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(grid.xs, ys, tuple(cells), "half-ruled")


def _parted(cell: GridCell, xs: Sequence[float], lines: Sequence[Line]) -> bool:
    """Tell whether a cell over several columns holds lines with a figure in more than one of them."""
    columns = set(range(cell.column, cell.column + cell.column_span))
    inside = [line for line in lines if cell.box[1] <= line.middle <= cell.box[3]]
    return sum(len(_figures(line, xs) & columns) > 1 for line in inside) >= STACKED_COLUMNS
