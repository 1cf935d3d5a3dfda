"""All tables of a page: ruled ones as they are, half-ruled ones completed, the others found from the words.

Lengths are points, origin at the top left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise

from cuadre.evidence import Box
from extract.alignments import Line, lines_of
from extract.banded import banded_grids
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.inferred import borderless_grids
from extract.inferred_cells import row_spans
from extract.inferred_columns import column_edges, column_span
from extract.inferred_rows import measure, rows_of
from extract.model import Ruling, Word
from extract.ruled import ruled_grids

# Rulings that give so few columns, where the words show twice as many, are a frame.
FRAME_COLUMNS = 3
# A ruled row is cut when so many lines hold figures, or so many columns do, and at least so many of both.
STACKED_LINES = 3
STACKED_COLUMNS = 2
# Share of the columns that have no ruling within such a row; lines that a heading above it may have.
OPEN_SHARE = 0.6
HEADING_LINES = 4
# Grids of so few rows are always looked into; so many figures in a cell are a stack whatever else it holds.
LOW_ROWS = 6
MANY_FIGURES = 6
# Rulings are too few when such a share of the lines with figures has two of them in one ruled column.
CROWDED_SHARE = 0.5
# A table of one row has so many columns, and any so many cells with text; less is a box around text.
ROW_COLUMNS = 4
LEAST_FILLED = 3
# Rows of a table that is shaded cell by cell are at most so many times as high as each other.
PAINT_UNEVEN = 8
# Columns, and words that are no figures in a row, of a report whose rows only separators part.
DENSE_COLUMNS = 10
DENSE_WORDS = 15
# Share of the cells that rulings must part to say as much as separators of rows with the words between them.
OWN_CELLS = 0.8
# A table is all there is on a page when it holds such a share of its words.
PAGE_SHARE = 0.7
# Part of a grid that another one may cover.
SHARED = 0.2


def find_grids(content: PageContent, before: Sequence[Grid] = ()) -> tuple[Grid, ...]:
    """Find the tables of a page, in reading order.

    Args:
        content: The page.
        before: Tables of the page before, whose columns may go on here.

    Returns:
        Grids that do not overlap: ``ruled`` where rulings say all, ``half-ruled`` where the words
        completed them, ``borderless`` where there are none.
    """
    words = [word for word in content.words if word.turn == 0]
    ruled = _outermost(ruled_grids(content))
    banded = [] if _all_ruled(ruled, words) else _banded(content, before, ruled, words)
    taken = [grid.box for grid in banded]
    found = list(banded)
    for grid in ruled:
        if any(_meet(grid.box, box) for box in taken):
            continue
        inside = [word for word in words if _holds(grid.box, word.box)]
        completed = _completed(grid, inside, content.rulings)
        if completed is not None:
            found.append(completed)
    boxes = [grid.box for grid in found]
    loose = [word for word in words if not any(_holds(box, word.box) for box in boxes)]
    free = [ruling for ruling in content.rulings if not any(_holds(box, ruling.box) for box in boxes)]
    inferred = borderless_grids(loose, free)
    found += [grid for grid in inferred if not any(_meet(grid.box, box) for box in boxes)]
    return tuple(sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _all_ruled(ruled: Sequence[Grid], words: Sequence[Word]) -> bool:
    """Tell whether one wide ruled table holds nearly all words of the page, a figure to a cell."""
    for grid in ruled:
        inside = [word for word in words if _holds(grid.box, word.box)]
        wide = grid.columns >= DENSE_COLUMNS and grid.rows > LOW_ROWS
        parted = len(grid.cells) >= OWN_CELLS * grid.rows * grid.columns
        if wide and parted and len(inside) >= PAGE_SHARE * len(words):
            return not _holds_stacks(grid, inside)
    return False


def _banded(
    content: PageContent, before: Sequence[Grid], ruled: Sequence[Grid], words: Sequence[Word]
) -> list[Grid]:
    """Find the tables that separators part into rows, unless rulings say as much."""
    return [
        grid for grid in banded_grids(content, before)
        if (_is_dense(grid, words) or _goes_on(grid, before))
        and not any(_says_more(other, grid) for other in ruled)
    ]  # fmt: skip


def _says_more(ruled: Grid, banded: Grid) -> bool:
    """Tell whether rulings already part all that separators part, as where a page ends within a merged cell."""
    return len(ruled.cells) >= OWN_CELLS * len(banded.cells) and _within(banded, ruled)


def _goes_on(grid: Grid, before: Sequence[Grid]) -> bool:
    """Tell whether a grid has the columns of a wide table on the page before."""
    return any(grid.columns == other.columns >= DENSE_COLUMNS for other in before)


def _is_dense(grid: Grid, words: Sequence[Word]) -> bool:
    """Tell whether a grid is of a report whose rows are full of text; statistics are read line by line."""
    inside = sum(word.text[0].isalpha() and _holds(grid.box, word.box) for word in words)
    return grid.columns >= DENSE_COLUMNS and inside >= DENSE_WORDS * grid.rows


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
    if grid.rows > LOW_ROWS and grid.columns > FRAME_COLUMNS and not _holds_stacks(grid, words):
        return grid
    lines = lines_of(words, [ruling for ruling in rulings if not ruling.horizontal])
    if _is_frame(grid, lines) or _is_paint(grid, lines, rulings):
        return None
    for first, end in reversed(_blocks(grid)):
        rows = _stacked_rows(grid, first, end, lines)
        if len(rows) > 1:
            grid = _with_rows(grid, first, end, rows, lines)
    return grid


def _holds_stacks(grid: Grid, words: Sequence[Word]) -> bool:
    """Tell whether some ruled cells hold several figures, and little else: a quick look, cell by cell."""
    figures: dict[tuple[int, int], int] = {}
    texts: dict[tuple[int, int], int] = {}
    for word in words:
        left, top, right, bottom = word.box
        place = (bisect_right(grid.ys, (top + bottom) / 2), bisect_right(grid.xs, (left + right) / 2))
        counts = texts if word.text.isalpha() or not any(map(str.isdigit, word.text)) else figures
        counts[place] = counts.get(place, 0) + 1
    stacks = sum(1 < count >= texts.get(place, 0) or count >= MANY_FIGURES for place, count in figures.items())
    return stacks >= STACKED_COLUMNS


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


def _is_paint(grid: Grid, lines: Sequence[Line], rulings: Sequence[Ruling]) -> bool:
    """Tell whether all edges of a grid are those of shaded areas, and they part rows or columns too few."""
    if any(ruling.drawn and _holds(grid.box, ruling.box) for ruling in rulings):
        return False
    parted = ([column_span(chunk, grid.xs) for chunk in line.chunks] for line in lines)
    crowded = any(len(spans) > len(set(spans)) for spans in parted)
    heights = [bottom - top for top, bottom in pairwise(grid.ys)]
    return crowded or grid.rows <= HEADING_LINES or max(heights) > PAINT_UNEVEN * min(heights)


def _between(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= line.middle <= bottom]


def _crowded(line: Line, xs: Sequence[float]) -> bool:
    """Tell whether two figures stand apart in one ruled column."""
    spans = [column_span(chunk, xs) for chunk in line.chunks if chunk.figure]
    return len(spans) > len(set(spans))


def _stacked_rows(grid: Grid, first: int, end: int, lines: Sequence[Line]) -> list[list[Line]]:
    """Gather the lines that rulings give as one row into the rows that they are; none when they are one."""
    band = _between(lines, grid.ys[first], grid.ys[end])
    opened = {
        column
        for cell in grid.cells
        if cell.row == first and cell.row_span == end - first
        and (cell.column_span == 1 or _parted(cell, grid.xs, band))
        for column in range(cell.column, cell.column + cell.column_span)
    }  # fmt: skip
    if len(band) < STACKED_COLUMNS or len(opened) < max(STACKED_COLUMNS, OPEN_SHARE * grid.columns):
        return []
    if _stands_in_rows(grid, band, opened):
        return rows_of(band, grid.xs, measure(band, grid.xs))
    rest = [line for line in lines if len(line.chunks) > 1 and line not in band]
    if len(rest) > HEADING_LINES:
        return []
    rows = rows_of(band, grid.xs, measure(band, grid.xs))
    started = sum(_starts_row(row[0], grid.xs) for row in rows)
    return rows if len(rows) >= STACKED_LINES and started == len(rows) else []


def _stands_in_rows(grid: Grid, band: Sequence[Line], opened: set[int]) -> bool:
    """Tell whether figures stand below each other in several columns."""
    stacked = [_figures(line, grid.xs) & opened for line in band]
    columns = {column for column in opened if sum(column in held for held in stacked) >= STACKED_COLUMNS}
    aligned = sum(len(held & columns) >= STACKED_COLUMNS for held in stacked)
    lined = sum(bool(held & columns) for held in stacked)
    return min(len(columns), aligned) >= STACKED_COLUMNS and max(len(columns), lined) >= STACKED_LINES


def _starts_row(line: Line, xs: Sequence[float]) -> bool:
    """Tell whether a line prints something in the first column and in another one."""
    columns = {column_span(chunk, xs)[0] for chunk in line.chunks}
    return 0 in columns and len(columns) > 1


def _figures(line: Line, xs: Sequence[float]) -> set[int]:
    return {column_span(chunk, xs)[0] for chunk in line.chunks if chunk.figure}


def _bottom(row: Sequence[Line]) -> float:
    return max(line.bottom for line in row)


def _with_rows(
    grid: Grid, first: int, end: int, rows: Sequence[Sequence[Line]], lines: Sequence[Line]
) -> Grid:
    """Lay new rows between two heights that no cell crosses."""
    edges = tuple((_bottom(one) + other[0].top) / 2 for one, other in pairwise(rows))
    ys = (*grid.ys[: first + 1], *edges, *grid.ys[end:])
    more = len(rows) - (end - first)
    cells = [cell for cell in grid.cells if cell.row < first]
    cells += [
        GridCell(cell.row + more, cell.column, cell.row_span, cell.column_span, cell.box)
        for cell in grid.cells
        if cell.row >= end
    ]
    merged = {
        cell.column: cell.column_span
        for cell in grid.cells
        if cell.row == first and cell.row_span == end - first and not _parted(cell, grid.xs, lines)
    }
    for number, lines_of_row in enumerate(rows, first):
        spans = merged | {a: b - a + 1 for a, b in row_spans(lines_of_row, grid.xs) if a < b}
        column = 0
        while column < grid.columns:
            span = spans.get(column, 1)
            box = (grid.xs[column], ys[number], grid.xs[column + span], ys[number + 1])
            cells.append(GridCell(number, column, 1, span, box))
            column += span
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(grid.xs, ys, tuple(cells), "half-ruled")


def _parted(cell: GridCell, xs: Sequence[float], lines: Sequence[Line]) -> bool:
    """Tell whether a cell over several columns holds lines with a figure in more than one of them."""
    if cell.column_span == 1:
        return False
    columns = set(range(cell.column, cell.column + cell.column_span))
    inside = [line for line in lines if cell.box[1] <= line.middle <= cell.box[3]]
    return sum(len(_figures(line, xs) & columns) > 1 for line in inside) >= STACKED_COLUMNS
