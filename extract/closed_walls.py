"""Walls between cells that ink or a bad scan took out.

Between columns they come back where nearly all other rows have them. Between rows they come back where most columns
have them and a stroke, a seal, or what was read of the wall itself stands in their place, and where some have them and
the texts above and below are a line apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from cuadre.evidence import Box
from extract.banded_columns import Stretch
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Word
from extract.remnants import is_dashes

_USUAL, _SEEN = 0.7, 0.4
_LEAST_ROWS = 4
_INSIDE = 1.5
_OFF_CENTRE = 4.0
_AT_WALL = 3.0
"""Points between a wall and what hides it, or what was read of it."""

_Phrase = tuple[Box, ...]
"""Places of the words of a phrase, from left to right."""


def with_usual_walls(grid: Grid, content: PageContent) -> Grid:
    """Part cells that reach over a column edge at which nearly all rows have a wall, unless a phrase runs across.

    A cell with text on one side of the edge only stays merged: it may be a heading. Where but some rows have a wall, as
    on a scan that tore dotted rulings, phrases beside each other show that there was one.

    Args:
        grid: A table. It is given back as it is when nothing in it is to be closed.
        content: Its page.
    """
    walls = _walls(grid, content)
    cells = [part for cell in grid.cells for part in _parted(grid, cell, walls, content)]
    return grid if len(cells) == len(grid.cells) else Grid(grid.xs, grid.ys, tuple(cells), grid.origin)


def _walls(grid: Grid, content: PageContent) -> tuple[frozenset[int], frozenset[int]]:
    """Give the inner column edges at which nearly all rows have a wall, and those at which some have one.

    Of a torn wall much may be drawn, and no cell ends at it.
    """
    rows = dict.fromkeys(range(1, grid.columns), 0)
    for cell in grid.cells:
        if cell.column in rows:
            rows[cell.column] += cell.row_span
    usual, seen = (max(_LEAST_ROWS, share * grid.rows) for share in (_USUAL, _SEEN))
    return (
        frozenset(edge for edge, count in rows.items() if count >= usual),
        frozenset(edge for edge, count in rows.items() if count >= seen or _drawn(grid, edge, content) >= _SEEN),
    )


def _drawn(grid: Grid, edge: int, content: PageContent) -> float:
    """Give the share of a column edge that is drawn."""
    top, bottom = grid.ys[0], grid.ys[-1]
    boxes = (ruling.box for ruling in content.rulings if not ruling.horizontal)
    here = (box for box in boxes if abs((box[0] + box[2]) / 2 - grid.xs[edge]) <= _INSIDE)
    return sum(max(0.0, min(box[3], bottom) - max(box[1], top)) for box in here) / (bottom - top)


def _parted(
    grid: Grid, cell: GridCell, walls: tuple[frozenset[int], frozenset[int]], content: PageContent
) -> Iterator[GridCell]:
    usual, seen = walls
    inner = [edge for edge in range(cell.column + 1, cell.column + cell.column_span) if edge in seen]
    _, top, _, bottom = cell.box
    inside = _phrases_of(cell, content) if inner else []
    columns = tuple(pairwise(grid.xs[cell.column : cell.column + cell.column_span + 1]))
    cuts = [
        edge for edge in inner
        if _stands_between(grid.xs[edge], columns, inside) and (edge in usual or _is_plain(grid.xs[edge], inside))
    ]  # fmt: skip
    stops = [cell.column, *cuts, cell.column + cell.column_span]
    for start, end in pairwise(stops):
        yield GridCell(cell.row, start, cell.row_span, end - start, (grid.xs[start], top, grid.xs[end], bottom))


def with_hidden_floors(grid: Grid, content: PageContent) -> Grid:
    """Part cells that reach over a row edge at which other columns have a wall, if text stands on both sides.

    Where most have one, something hides it here: a stroke or a seal; or the wall is seen, and was read as a dash. Where
    fewer have one, a blank line or more parts the texts: the lines of one name stand closer.

    Args:
        grid: A table. It is given back as it is when nothing in it is to be closed.
        content: Its page, scanned.
    """
    walls = _floors(grid)
    cells = [part for cell in grid.cells for part in _floored(grid, cell, walls, content)]
    if len(cells) == len(grid.cells):
        return grid
    return Grid(grid.xs, grid.ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), grid.origin)


def _floors(grid: Grid) -> dict[int, int]:
    """Give for each inner row edge in how many columns a cell ends there."""
    walls = dict.fromkeys(range(1, grid.rows), 0)
    for cell in grid.cells:
        if cell.row in walls:
            walls[cell.row] += cell.column_span
    return walls


def _floored(grid: Grid, cell: GridCell, walls: dict[int, int], content: PageContent) -> Iterator[GridCell]:
    usual, seen = (max(_LEAST_ROWS, share * grid.columns) for share in (_USUAL, _SEEN))
    # What stands beside nearly all rows is a heading turned on its side, or the margin.
    beside = cell.row_span > _USUAL * grid.rows
    cuts = [
        edge for edge in range(cell.row + 1, cell.row + cell.row_span)
        if (walls[edge] >= usual and _is_hidden(grid.ys[edge], cell, content))
        or (walls[edge] >= seen and not beside and _stands_apart(grid.ys[edge], cell, content))
    ]  # fmt: skip
    yield from cut_at(grid, cell, cuts)


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
    return [content.words[place] for place in _places_of(cell, content)]


def _phrases_of(cell: GridCell, content: PageContent) -> list[_Phrase]:
    """Give the words of a cell, those of each phrase together."""
    runs = content.runs or range(len(content.words))
    phrases: dict[int, list[Box]] = {}
    for place in _places_of(cell, content):
        phrases.setdefault(runs[place], []).append(content.words[place].box)
    return [tuple(boxes) for boxes in phrases.values()]


def _places_of(cell: GridCell, content: PageContent) -> list[int]:
    left, top, right, bottom = cell.box
    middles = (_middle(word) for word in content.words)
    return [place for place, (x, y) in enumerate(middles) if left <= x <= right and top <= y <= bottom]


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


def _stands_apart(y: float, cell: GridCell, content: PageContent) -> bool:
    """Tell whether the texts above and below a height of a cell are further apart than a line is high."""
    words = [word.box for word in _words_of(cell, content) if not is_dashes(word.text)]
    above = [box for box in words if box[3] <= y + _AT_WALL]
    below = [box for box in words if box[1] >= y - _AT_WALL]
    if not above or not below or len(above) + len(below) < len(words):
        return False
    height = median(box[3] - box[1] for box in words)
    return min(box[1] for box in below) - max(box[3] for box in above) > height


def _middle(word: Word) -> tuple[float, float]:
    return (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2


def _stands_between(x: float, columns: Sequence[Stretch], phrases: Sequence[_Phrase]) -> bool:
    """Tell whether text stands on both sides of an edge, and none runs across.

    A phrase runs across as a heading over some columns does. It does not where others stand beside each other on both
    sides: then it is made of strokes. Nor when it is a heading for each column, set close to each other.
    """
    if any(box[0] < x - _INSIDE and box[2] > x + _INSIDE for phrase in phrases for box in phrase):
        return False
    before, across, after = _sides(x, phrases)
    if _are_beside(before, after):
        return True
    return bool(across or (before and after)) and all(_heads_each(phrase, columns) for phrase in across)


def _is_plain(x: float, phrases: Sequence[_Phrase]) -> bool:
    """Tell whether phrases stand beside each other on both sides of an edge, and none runs across."""
    before, across, after = _sides(x, phrases)
    return not across and _are_beside(before, after)


def _sides(x: float, phrases: Sequence[_Phrase]) -> tuple[list[_Phrase], list[_Phrase], list[_Phrase]]:
    """Give the phrases before an edge, across it and behind it."""
    before = [phrase for phrase in phrases if phrase[-1][2] <= x + _INSIDE]
    after = [phrase for phrase in phrases if phrase[0][0] >= x - _INSIDE]
    across = [phrase for phrase in phrases if phrase[0][0] < x - _INSIDE and phrase[-1][2] > x + _INSIDE]
    return before, across, after


def _are_beside(some: Sequence[_Phrase], others: Sequence[_Phrase]) -> bool:
    return any(_are_level(one[0], other[0]) for one in some for other in others)


def _are_level(one: Box, other: Box) -> bool:
    return one[1] < other[3] and other[1] < one[3]


def _heads_each(phrase: _Phrase, columns: Sequence[Stretch]) -> bool:
    """Tell whether some words of a phrase stand in the middle of each of the columns."""
    held = ([box for box in phrase if left <= (box[0] + box[2]) / 2 <= right] for left, right in columns)
    return all(
        inside and abs(inside[0][0] + inside[-1][2] - left - right) <= 2 * _OFF_CENTRE
        for inside, (left, right) in zip(held, columns, strict=True)
    )
