"""Rows within a band that separators leave whole: each has its figures on one line.

Lengths are points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extract.banded_columns import column_at
from extract.banded_phrases import Phrase

# Figures in so many columns, or such a share of the columns of figures, name a row.
LEAST_FIGURES = 2
NAMED = 0.4
# In ems: figures so near are on one line; white so wide ends a cell.
ONE_LINE = 0.5
ENDS_CELL = 0.25
# Share of rows above whose figures there must be white for text to be set at the top.
AT_TOP = 0.9


@dataclass(frozen=True, slots=True)
class Anchor:
    """The line of a row on which its figures stand.

    Attributes:
        top, bottom: Extent.
        size: Font size.
        columns: Where it has figures.
    """

    top: float
    bottom: float
    size: float
    columns: frozenset[int]


def anchors_of(phrases: Sequence[Phrase], edges: Sequence[float]) -> list[Anchor]:
    """Find the lines that hold figures in enough of the columns that mostly hold figures."""
    filled: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        filled.setdefault(column_at(phrase.centre, edges), []).append(phrase)
    numeric = {at for at, held in filled.items() if 2 * sum(phrase.figure for phrase in held) > len(held)}
    lines: list[list[tuple[Phrase, int]]] = []
    figures = [(phrase, at) for at in sorted(numeric) for phrase in filled[at] if phrase.figure]
    for phrase, at in sorted(figures, key=lambda pair: pair[0].middle):
        if lines and phrase.middle - lines[-1][0][0].middle <= ONE_LINE * phrase.size:
            lines[-1].append((phrase, at))
        else:
            lines.append([(phrase, at)])
    anchors = [_anchor(line) for line in lines]
    enough = max(LEAST_FIGURES, NAMED * len(numeric))
    return [anchor for anchor in anchors if len(anchor.columns) >= enough]


def _anchor(line: Sequence[tuple[Phrase, int]]) -> Anchor:
    boxes = [phrase.box for phrase, _ in line]
    return Anchor(
        min(box[1] for box in boxes), max(box[3] for box in boxes), max(phrase.size for phrase, _ in line),
        frozenset(at for _, at in line),
    )  # fmt: skip


def row_cuts(phrases: Sequence[Phrase], anchors: Sequence[Anchor]) -> list[float]:
    """Give the heights between rows: above the line of the figures, or in the white between two such lines.

    Text above the first line of figures that is set off from it is a row of its own, such as the rest of a
    row that began on the page before.
    """
    whites = _whites_above(phrases, anchors)
    known = [(bottom, anchor) for bottom, anchor in zip(whites, anchors, strict=True) if bottom is not None]
    clear = [anchor.top - bottom > ENDS_CELL * anchor.size for bottom, anchor in known]
    if sum(clear) >= AT_TOP * len(clear):
        return [(bottom + anchor.top) / 2 for bottom, anchor in known]
    return [_widest_white(phrases, one.bottom, other.top) for one, other in pairwise(anchors)]


def _whites_above(phrases: Sequence[Phrase], anchors: Sequence[Anchor]) -> list[float | None]:
    """Give how far down text reaches that starts above each line of figures; ``None`` when there is none."""
    placed = sorted((phrase.middle, phrase.box[3]) for phrase in phrases)
    middles = [middle for middle, _ in placed]
    reach: list[float | None] = [None, *accumulate((bottom for _, bottom in placed), max)]
    return [reach[bisect_left(middles, anchor.top)] for anchor in anchors]


def _widest_white(phrases: Sequence[Phrase], top: float, bottom: float) -> float:
    """Give the middle of the widest white across all columns between two heights."""
    held = sorted((phrase.box[1], phrase.box[3]) for phrase in phrases if top < phrase.middle < bottom)
    whites: list[tuple[float, float]] = []
    reach = top
    for start, end in [*held, (bottom, bottom)]:
        whites.append((start - reach, (start + reach) / 2))
        reach = max(reach, end)
    half = (top + bottom) / 2
    return max(whites, key=lambda white: (round(white[0], 1), -abs(white[1] - half)))[1]
