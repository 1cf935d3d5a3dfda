"""Header cells between separators: which columns each heading names.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extract.banded_columns import Stretch
from extract.banded_phrases import Phrase, stacks
from extract.banded_regions import Region

# What a heading costs, in points off centre, per point that it reaches out of its columns.
OVERHANG = 3.0
# In ems: white between two levels of headings; lines of one heading are nearer.
LEVEL_WHITE = 0.4


@dataclass(frozen=True, slots=True)
class Slab:
    """Neighbouring columns between the same two separators of the header.

    Attributes:
        top, bottom: Heights of the separators.
        first, end: Its columns, the end excluded.
    """

    top: float
    bottom: float
    first: int
    end: int


def heading_walls(
    region: Region, count: int, edges: Sequence[float], header: Sequence[Phrase]
) -> list[tuple[float, float, float]]:
    """Find the upright walls between header cells: place, top and bottom.

    Args:
        region: The separators.
        count: How many of its bands are header.
        edges: Edges of the columns.
        header: Phrases of the header.
    """
    lowest = region.ys[count]
    walls: list[tuple[float, float, float]] = []
    for slab in _slabs(region, count, edges):
        inside = [phrase for phrase in header if _is_in(phrase, slab, edges)]
        marks = _own_columns(slab, inside, edges) if slab.bottom == lowest else _groups(slab, inside, edges)
        walls += [(edges[mark], slab.top, slab.bottom) for mark in {slab.first, slab.end, *marks}]
    return walls


def _is_in(phrase: Phrase, slab: Slab, edges: Sequence[float]) -> bool:
    return slab.top < phrase.middle < slab.bottom and edges[slab.first] <= phrase.centre <= edges[slab.end]


def _slabs(region: Region, count: int, edges: Sequence[float]) -> list[Slab]:
    open_slabs: list[Slab] = []
    slabs: list[Slab] = []
    for column, stretch in enumerate(pairwise(edges)):
        marks = [region.ys[0], *(region.ys[at] for at in range(1, count) if region.covers(at, stretch))]
        spans = list(pairwise([*marks, region.ys[count]]))
        going = []
        for slab in open_slabs:
            if (slab.top, slab.bottom) in spans:
                spans.remove((slab.top, slab.bottom))
                going.append(Slab(slab.top, slab.bottom, slab.first, column + 1))
            else:
                slabs.append(slab)
        open_slabs = [*going, *(Slab(top, bottom, column, column + 1) for top, bottom in spans)]
    return [*slabs, *open_slabs]


def _own_columns(slab: Slab, phrases: Sequence[Phrase], edges: Sequence[float]) -> list[int]:
    """Give the edges between the lowest headings: all but those that a heading lies across."""
    return [
        mark
        for mark in range(slab.first + 1, slab.end)
        if not any(_lies_across(phrase, mark, edges) for phrase in phrases)
    ]


def _lies_across(phrase: Phrase, mark: int, edges: Sequence[float]) -> bool:
    x, wide = edges[mark], phrase.box[2] - phrase.box[0]
    return min(x - phrase.box[0], phrase.box[2] - x) > 0.25 * wide


def _groups(slab: Slab, phrases: Sequence[Phrase], edges: Sequence[float]) -> list[int]:
    """Share the columns out among headings, each centred over its own."""
    headings = [
        (min(phrase.box[0] for phrase in stack), max(phrase.box[2] for phrase in stack))
        for stack in stacks(phrases)
    ]
    columns = slab.end - slab.first
    if not 1 < len(headings) <= columns:
        return [] if len(headings) <= 1 else _own_columns(slab, phrases, edges)
    best: dict[int, tuple[float, tuple[int, ...]]] = {slab.first: (0.0, ())}
    for left, headed in enumerate(headings, 1 - len(headings)):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, marks) in best.items():
            ends = [slab.end] if not left else range(start + 1, slab.end + left + 1)
            for end in ends:
                total = cost + _misfit(headed, edges[start], edges[end])
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, (*marks, end))
        best = reached
    return list(best[slab.end][1][:-1])


def _misfit(heading: tuple[float, float], left: float, right: float) -> float:
    over = max(0.0, left - heading[0]) + max(0.0, heading[1] - right)
    return abs(heading[0] + heading[1] - left - right) / 2 + OVERHANG * over


def level_marks(
    header: Sequence[Phrase], areas: Sequence[Sequence[Stretch]]
) -> list[tuple[float, float, float]]:
    """Find the heights between headings and the ones they cover, where no separator shows them.

    Args:
        header: Phrases of a header that is one band.
        areas: Neighbouring columns of one kind.

    Returns:
        Height, left and right end of each separator that lacks; one height where two areas allow it.
    """
    whites = sorted(white for area in areas for white in _level_whites(header, area))
    marks: list[tuple[float, float, float]] = []
    shared: list[tuple[Stretch, Stretch]] = []
    for white, sides in [*whites, ((inf, inf), (0.0, 0.0))]:
        if shared and white[0] >= min(end for (_, end), _ in shared):
            y = (max(start for (start, _), _ in shared) + min(end for (_, end), _ in shared)) / 2
            marks += [(y, left, right) for _, (left, right) in shared]
            shared = []
        shared.append((white, sides))
    return marks


def _level_whites(header: Sequence[Phrase], area: Sequence[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Give the whites between levels over some columns, and the ends of the columns with headings below."""
    left, right = area[0][0], area[-1][1]
    levels = _levels([phrase for phrase in header if left < phrase.centre < right])
    found: list[tuple[Stretch, Stretch]] = []
    for at in range(1, len(levels)):
        above, below = levels[at - 1], [phrase for level in levels[at:] for phrase in level]
        named = [column for column in area if any(column[0] < phrase.centre < column[1] for phrase in below)]
        if named and len(stacks(above)) < len(stacks(levels[at])):
            white = (max(phrase.box[3] for phrase in above), min(phrase.box[1] for phrase in below))
            found.append((white, (named[0][0], named[-1][1])))
    return found


def _levels(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """Part phrases where white runs across all of them."""
    levels: list[list[Phrase]] = []
    reach = 0.0
    for phrase in sorted(phrases, key=lambda phrase: (phrase.box[1], phrase.box[0])):
        if levels and phrase.box[1] - reach <= LEVEL_WHITE * phrase.size:
            levels[-1].append(phrase)
            reach = max(reach, phrase.box[3])
        else:
            levels.append([phrase])
            reach = phrase.box[3]
    return levels
