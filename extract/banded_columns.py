"""Columns between which no upright ruling stands: where the phrases of all bands leave room.

Lengths are points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import inf

import numpy as np
import numpy.typing as npt

from extract.banded_phrases import Phrase, PhraseLine, stacks

# The least white between two columns.
LEAST_WHITE = 0.8
# White that most lines bridge by a plain space is no edge.
JOINED = 0.5
LEAST_JOINED = 1
# How far text may reach over an edge known from elsewhere, and which share of the phrases may.
OVER = 1.0
CROSSING = 0.02
# Lines with two figures in one column that say an edge is lacking.
CROWDED = 2
# Columns of figures side by side that may have headings in common; a code is no such group.
LEAST_GROUP = 3
# Signs that name a column by themselves.
_HEADING_SIGNS = "%#$€£№"

Floats = npt.NDArray[np.float64]
Stretch = tuple[float, float]
"""Left and right end."""


def column_stretches(body: Sequence[PhraseLine], headings: Sequence[Phrase]) -> list[Stretch]:
    """Find the stretches that the text of each column takes up, from left to right.

    Args:
        body: Lines of the rows.
        headings: Phrases of the lowest header cells. They widen the columns that they stand over; one over
            white names a column without any text, unless the text beside it has no other heading.
    """
    found = _merged(_stretch(phrase) for phrase in _without_specks(body))
    held: list[Stretch] = []
    pairs = [(one, other) for line in body for one, other in pairwise(line)]
    whites = np.array([(one.box[2], other.box[0], other.joined) for one, other in pairs]).reshape(-1, 3)
    for stretch in found:
        if held and _is_space(held[-1][1], stretch[0], whites):
            held[-1] = (held[-1][0], stretch[1])
        else:
            held.append(stretch)
    named = [_around(stack) for stack in stacks(headings) if any(_says_something(phrase.text) for phrase in stack)]
    return _headed(_widened(held, [_stretch(phrase) for phrase in headings]), named)


def _without_specks(body: Sequence[PhraseLine]) -> list[Phrase]:
    """Give the phrases that make columns: a lone sign that names no figure neither makes one nor joins two."""
    phrases = [phrase for line in body for phrase in line]
    mute = [phrase for phrase in phrases if not _says_something(phrase.text)]
    alone = {
        id(phrase) for phrase in mute
        if not any(other is not phrase and _overlap(_stretch(other), _stretch(phrase)) for other in mute)
    }  # fmt: skip
    return [phrase for phrase in phrases if id(phrase) not in alone]


def _says_something(heading: str) -> bool:
    """Tell whether a heading is more than a speck that was read as a sign."""
    return any(sign.isalnum() or sign in _HEADING_SIGNS for sign in heading)


def _stretch(phrase: Phrase) -> Stretch:
    return (phrase.box[0], phrase.box[2])


def _around(stack: Sequence[Phrase]) -> Stretch:
    return (min(phrase.box[0] for phrase in stack), max(phrase.box[2] for phrase in stack))


def _widened(columns: Sequence[Stretch], headings: Sequence[Stretch]) -> list[Stretch]:
    """Take the headings that stand over one column only into its stretch, as far as no other column is."""
    widened = list(columns)
    for heading in headings:
        over = [at for at, column in enumerate(widened) if _overlap(heading, column)]
        if len(over) == 1:
            start, end = widened[over[0]]
            widened[over[0]] = (min(start, heading[0]), max(end, heading[1]))
    return widened


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _headed(columns: Sequence[Stretch], headings: Sequence[Stretch]) -> list[Stretch]:
    """Give headings over white to a column beside it that has none, or make columns of them."""
    bare = [not any(_overlap(heading, column) for heading in headings) for column in columns]
    found = list(columns)
    ends = [-inf, *(end for _, end in columns)]
    starts = [*(start for start, _ in columns), inf]
    for at, (start, end) in enumerate(zip(ends, starts, strict=True)):
        inside = [heading for heading in headings if heading[0] >= start and heading[1] <= end]
        if inside and at > 0 and bare[at - 1]:
            found[at - 1] = (found[at - 1][0], inside.pop(0)[1])
            bare[at - 1] = False
        if inside and at < len(columns) and bare[at]:
            found[at] = (inside.pop()[0], found[at][1])
            bare[at] = False
        found += inside
    return sorted(found)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1] + LEAST_WHITE:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _is_space(start: float, end: float, whites: Floats) -> bool:
    """Tell whether white is but the space between words that stand below each other.

    Args:
        start: Where the white starts.
        end: Where it ends.
        whites: ``(n, 3)``: where the white between two phrases starts and ends, and whether they are joined.
    """
    across = whites[(whites[:, 0] <= start + 0.1) & (whites[:, 1] >= end - 0.1), 2]
    return bool(across.sum() >= max(LEAST_JOINED, JOINED * len(across)))


def areas_of(columns: Sequence[Stretch], body: Sequence[PhraseLine]) -> list[list[Stretch]]:
    """Part columns into groups of figure columns and what lies before, between and after them."""
    areas: list[list[Stretch]] = []
    plain = False
    phrases = sorted((phrase.centre, phrase.figure) for line in body for phrase in line)
    for numeric, run in groupby(columns, lambda column: _is_numeric(column, phrases)):
        held = list(run)
        grouped = numeric and len(held) >= LEAST_GROUP
        if plain and not grouped:
            areas[-1] += held
        else:
            areas.append(held)
        plain = not grouped
    return areas


def _is_numeric(column: Stretch, phrases: Sequence[tuple[float, bool]]) -> bool:
    """Tell whether most phrases in a column are figures; of each, its centre and whether it is one, in order."""
    start, end = bisect_left(phrases, (column[0],)), bisect_right(phrases, (column[1], inf))
    return 2 * sum(figure for _, figure in phrases[start:end]) > end - start


def edges_between(
    columns: Sequence[Stretch], left: float, right: float, ends: Sequence[float]
) -> tuple[float, ...]:
    """Give the edges of columns known by their text: where separators end between two, else half-way.

    Args:
        columns: Stretches of the columns' text.
        left: Left side of the table.
        right: Right side.
        ends: Where separators start or end.
    """
    inner = []
    for (_, start), (end, _) in pairwise(columns):
        near = sorted(x for x in ends if start - OVER <= x <= end + OVER)
        inner.append(round(near[len(near) // 2] if near else (start + end) / 2, 2))
    return (left, *inner, right)


def fits(edges: Sequence[float], body: Sequence[PhraseLine]) -> bool:
    """Tell whether columns known from elsewhere part the text of these lines, and part it enough."""
    phrases = [phrase for line in body for phrase in line]
    crossing = sum(
        phrase.box[0] < x - OVER and phrase.box[2] > x + OVER for phrase in phrases for x in edges[1:-1]
    )
    if crossing > CROSSING * len(phrases):
        return False
    crowded: dict[int, int] = {}
    for line in body:
        places = [column_at(phrase.centre, edges) for phrase in line if phrase.figure]
        for place in {one for one, other in pairwise(places) if one == other}:
            crowded[place] = crowded.get(place, 0) + 1
    return all(count < CROWDED for count in crowded.values())


def column_at(x: float, edges: Sequence[float]) -> int:
    """Give the column that holds a place; the first or the last one when it lies outside."""
    return max(0, min(bisect_right(edges, x) - 1, len(edges) - 2))
