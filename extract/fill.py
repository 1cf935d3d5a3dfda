"""Words to cells: every word of a page into exactly one cell, or outside of all tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from cuadre.evidence import Box, Place
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.lines import lines_of, written
from extract.model import Cell, Word

_PHRASE_GAP = 0.8
_SPACE = 0.45
_EM = 1.15
_OVERHANG = 1.0
_PADDING = 1.2
_SHADED = 0.5

Slot = tuple[int, int]
"""Index of a grid, index of a cell in it."""


@dataclass(frozen=True, slots=True)
class FilledGrid:
    """A grid with its text: one table of one page.

    Attributes:
        page: Page number, from 1.
        grid: Where its cells are.
        cells: The same cells with their text, in the same order.
        bold: For each cell: it holds text, all of it bold.
        shaded: For each cell: most of it lies on a shaded area.
    """

    page: int
    grid: Grid
    cells: tuple[Cell, ...]
    bold: tuple[bool, ...]
    shaded: tuple[bool, ...]


def fill_grids(
    content: PageContent, grids: Sequence[Grid],
) -> tuple[tuple[FilledGrid, ...], tuple[Word, ...]]:  # fmt: skip
    """Put the words of a page into the cells of its grids.

    A word goes where its middle lies, into the innermost grid there. Text that was drawn in one go and runs
    over the edge of its cell stays together, in the cell that it starts in (or ends in, when it is set to the
    right).

    Returns:
        The filled grids in the order given, and the words outside of all of them.
    """
    finder = _Finder(grids)
    slots = [finder.slot(word.box) for word in content.words]
    for phrase, homes in list(_phrases(content, slots)):
        home = _home([content.words[place] for place in phrase], homes, grids[homes[0][0]])
        for place in phrase if home else ():
            slots[place] = home
    held: dict[Slot, list[Word]] = {}
    outside = []
    for word, slot in zip(content.words, slots, strict=True):
        if slot is None:
            outside.append(word)
        else:
            held.setdefault(slot, []).append(word)
    filled = (_filled(number, grid, held, content) for number, grid in enumerate(grids))
    return tuple(filled), tuple(outside)


class _Finder:
    """Looks cells up by place."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        inner_first = sorted(enumerate(grids), key=lambda pair: _area(pair[1].box))
        self._grids = [
            (number, grid.box, grid.xs[1:-1], grid.ys[1:-1], _owners(grid)) for number, grid in inner_first
        ]

    def slot(self, box: Box) -> Slot | None:
        """Find the cell that holds the middle of a box."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for number, (left, top, right, bottom), inner_xs, inner_ys, owners in self._grids:
            if left <= x <= right and top <= y <= bottom:
                return (number, owners[bisect_right(inner_ys, y)][bisect_right(inner_xs, x)])
        return None


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _owners(grid: Grid) -> list[list[int]]:
    owners = [[0] * grid.columns for _ in range(grid.rows)]
    for number, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            owners[row][cell.column : cell.column + cell.column_span] = [number] * cell.column_span
    return owners


def _phrases(content: PageContent, slots: Sequence[Slot | None]) -> Iterator[tuple[list[int], list[Slot]]]:
    """Give the upright words that were drawn in one go and part no wider than words do, with their cells.

    Only those that lie in more than one cell, and in one table whole.
    """
    upright = [place for place, word in enumerate(content.words) if not word.turn]
    end = 0
    for at, (one, other) in enumerate(pairwise(upright)):
        if at < end or slots[one] == slots[other] or not _goes_on(content, one, other):
            continue
        start, end = at, at + 2
        while start and _goes_on(content, *upright[start - 1 : start + 1]):
            start -= 1
        while end < len(upright) and _goes_on(content, *upright[end - 1 : end + 1]):
            end += 1
        homes = [slot for slot in (slots[place] for place in upright[start:end]) if slot is not None]
        if len(homes) == end - start and len({number for number, _ in homes}) == 1:
            yield upright[start:end], homes


def _goes_on(content: PageContent, one: int, other: int) -> bool:
    """Tell whether a word was drawn in one go with the one before it, and next to it."""
    return content.runs[one] == content.runs[other] and _follows(content.words[one], content.words[other])


def _follows(before: Word, word: Word) -> bool:
    em = _em(before)
    level = min(before.box[3], word.box[3]) - max(before.box[1], word.box[1])
    return level > 0 and -em < word.box[0] - before.box[2] < _PHRASE_GAP * em


def _em(word: Word) -> float:
    return word.size or (word.box[3] - word.box[1]) / _EM


def _home(words: Sequence[Word], homes: Sequence[Slot], grid: Grid) -> Slot | None:
    """Give the one cell that a phrase belongs to when an edge cuts through it, ``None`` when none does."""
    first, last = grid.cells[homes[0][1]], grid.cells[homes[-1][1]]
    cells = [grid.cells[at] for _, at in homes]
    beside = first.row < last.row + last.row_span and last.row < first.row + first.row_span
    if not beside or not _cut(words, cells, grid):
        return None
    indent, rest = words[0].box[0] - first.box[0], last.box[2] - words[-1].box[2]
    if indent <= _PADDING * _em(words[0]):
        return homes[0]
    if rest <= _PADDING * _em(words[-1]):
        return homes[-1]
    middle = (words[0].box[0] + words[-1].box[2]) / 2
    return next((home for home, cell in zip(homes, cells, strict=True) if cell.box[2] >= middle), homes[-1])


def _cut(words: Sequence[Word], cells: Sequence[GridCell], grid: Grid) -> bool:
    """Tell whether an edge runs through a word, or through a space between two words that are no figures."""
    for word, cell in zip(words, cells, strict=True):
        overhang = max(word.box[2] - cell.box[2], cell.box[0] - word.box[0])
        if overhang > _OVERHANG + (word.box[2] - word.box[0]) / 10:
            return True
    return grid.origin == "ruled" and any(
        cells[at] is not cells[at + 1] and after.box[0] - before.box[2] < _SPACE * _em(before)
        and not (_has_figures(before) and _has_figures(after))
        for at, (before, after) in enumerate(pairwise(words))
    )  # fmt: skip


def _has_figures(word: Word) -> bool:
    return any(sign.isdigit() for sign in word.text)


def _filled(number: int, grid: Grid, held: dict[Slot, list[Word]], content: PageContent) -> FilledGrid:
    cells, bold = [], []
    for at, cell in enumerate(grid.cells):
        words = held.get((number, at), ())
        text = written(lines_of(words)) if words else ""
        cells.append(_cell(cell, text, words, content.number))
        bold.append(bool(words) and all(word.bold for word in words))
    shaded = _shaded(grid.cells, content.fills)
    return FilledGrid(content.number, grid, tuple(cells), tuple(bold), shaded)


def _cell(cell: GridCell, text: str, words: Sequence[Word], page: int) -> Cell:
    """Make a cell of its words; it is as sure as the least sure of them."""
    place = Place(page, cell.box)
    filled = Cell(cell.row, cell.column, text, (place,), cell.row_span, cell.column_span)
    if all(word.recognizer == "pdf" for word in words):
        return filled
    readers = "+".join(sorted({name for word in words for name in word.recognizer.split("+")}))
    alternatives = words[0].alternatives if len(words) == 1 else ()
    confidence = min(word.confidence for word in words)
    return replace(filled, confidence=confidence, recognizer=readers, alternatives=alternatives)


def _shaded(cells: Sequence[GridCell], fills: Sequence[Box]) -> tuple[bool, ...]:
    """Tell for each cell whether its middle lies on a shaded area."""
    if not fills:
        return (False,) * len(cells)
    boxes = np.array([cell.box for cell in cells])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    left, top, right, bottom = np.array(fills).T[:, :, None]
    inside = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return tuple(inside.any(axis=0).tolist())
