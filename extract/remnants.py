"""Dashes and strokes on the walls of a scan: what was read of the walls themselves. Lengths are points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.content import PageContent
from extract.grid import Grid
from extract.model import Ruling, Word

Floor = tuple[float, float, float]
"""A wall between two rows: its left end, its right end, its height."""

_DASHES = re.compile("[-\\N{EN DASH}\\N{EM DASH}_~=.\\N{CJK UNIFIED IDEOGRAPH-4E00}\\N{MIDDLE DOT}]+")
_ON_IT = 1.5
_TORN = 72.0
"""White between two pieces of one torn wall, at most."""
_THIN = 2.0
_UNSURE = 0.6
_STROKE, _SLENDER = 1.3, 3.0
"""The widest piece of a wall between columns, and how many times as high as it is wide it is at least."""
_FEW = 3
_PAST_IT = 8.0
"""How far beside the end of a torn wall a piece of it may stand."""


def is_dashes(text: str) -> bool:
    """Tell whether a text may be what was read of a ruling.

    >>> is_dashes("——"), is_dashes("-25")
    (True, False)
    """
    return _DASHES.fullmatch(text) is not None


def drawn_floors(rulings: Iterable[Ruling]) -> tuple[Floor, ...]:
    """The walls that horizontal rulings are; the pieces of a torn one are one wall."""
    boxes = sorted(ruling.box for ruling in rulings if ruling.horizontal)
    walls: list[Floor] = []
    for start, top, end, bottom in boxes:
        y = (top + bottom) / 2
        near = (at for at, wall in enumerate(walls) if abs(wall[2] - y) <= _ON_IT and start - wall[1] <= _TORN)
        at = next(near, None)
        if at is None:
            walls.append((start, end, y))
        else:
            walls[at] = (walls[at][0], max(end, walls[at][1]), walls[at][2])
    return tuple(walls)


def cell_floors(grids: Iterable[Grid]) -> tuple[Floor, ...]:
    """The walls above cells, found or laid in."""
    return tuple((cell.box[0], cell.box[2], cell.box[1]) for grid in grids for cell in grid.cells if cell.row)


def without_remnants(content: PageContent, floors: Sequence[Floor]) -> PageContent:
    """A scanned page without the dashes and flat specks that stand on a wall; the same page when there is none."""
    return _with(content, [not _is_remnant(word, floors) for word in content.words])


def without_strokes(content: PageContent, grids: Iterable[Grid]) -> PageContent:
    """A scanned page without pieces of walls between columns and of their crossings; the same when there is none."""
    grids = tuple(grids)
    sides = [(x, grid.ys[0], grid.ys[-1]) for grid in grids for x in grid.xs]
    crossings = [(x, y) for grid in grids for x in grid.xs for y in grid.ys]
    stays = [not _is_stroke(word, sides) and not _is_crossing(word, crossings) for word in content.words]
    return _with(content, stays)


def _is_crossing(word: Word, crossings: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a few signs that nobody is sure of have their middle where two walls cross."""
    if word.confidence >= _UNSURE or len(word.text) > _FEW:
        return False
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return any(abs(across - x) <= _ON_IT and abs(down - y) <= _ON_IT for x, y in crossings)


def _is_stroke(word: Word, sides: Sequence[tuple[float, float, float]]) -> bool:
    left, top, right, bottom = word.box
    if len(word.text) > 1 or right - left > _STROKE or bottom - top < _SLENDER * (right - left):
        return False
    across, down = (left + right) / 2, (top + bottom) / 2
    return any(abs(across - x) <= _ON_IT and start <= down <= end for x, start, end in sides)


def _with(content: PageContent, stays: Sequence[bool]) -> PageContent:
    if all(stays):
        return content
    words = tuple(word for word, stay in zip(content.words, stays, strict=True) if stay)
    runs = tuple(run for run, stay in zip(content.runs, stays, strict=True) if stay) if content.runs else ()
    return replace(content, words=words, runs=runs)


def _is_remnant(word: Word, floors: Sequence[Floor]) -> bool:
    left, top, right, bottom = word.box
    speck = bottom - top <= _THIN and word.confidence < _UNSURE
    if not (is_dashes(word.text) or speck):
        return False
    down = (top + bottom) / 2
    level = [(start - _PAST_IT, end + _PAST_IT) for start, end, y in floors if abs(down - y) <= _ON_IT]
    if any(start <= right and left <= end for start, end in level):
        return True
    # A dash may stand in a cell beside the wall; a speck of letters nobody can read is what is left of it.
    return bool(level) and not is_dashes(word.text)
