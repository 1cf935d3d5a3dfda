"""Rows from lines: which lines are one row whose text is wrapped, and which start another.

Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extract.alignments import Chunk, Line
from extract.inferred_columns import column_span, group_heading

# In ems of extra white over what parts the lines of one cell.
WIDE_WHITE = 0.25
# In ems: lines that overlap so far are set around one middle.
OVERLAP = 0.35
# Figures that make a column of figures, and their share of what it holds.
LEAST_FIGURES = 2
FIGURE_SHARE = 0.4
# Where rulings make bands of which most hold one figure a column, each such band is a row.
RULED_BANDS = 3
RULED_SHARE = 0.7
# Lines that a row may have, and what a cell out of line by one em costs.
LONGEST_ROW = 16
MISALIGNED = 0.6
# What it says for a new row that a line fills a column which the line above leaves blank.
NEW_COLUMN = 0.1
# What it says that both lines fill all columns.
FULL_LINES = 0.35
# In ems: an indent; and what it says.
INDENT = 0.3
INDENTED = 0.5
# What it says that a line heads a group of rows, in the middle of the table.
GROUPED = 1.5
_MODES = ("top", "middle", "bottom")
_LED = re.compile(r"(\. ?){3,}$|…$")
_OPEN_ENDS = (
    ",", "-", "‐", "/", "(", "&",
    " of", " and", " the", " in", " for", " to", " de", " y", " la", " el", " en", " del", " los", " las",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the lines of a table are set.

    Attributes:
        white: Usual white between two lines of one cell; negative when they touch.
        limits: Right edge that text reaches in each column.
        figures: Columns that mostly hold figures.
    """

    white: float
    limits: tuple[float, ...]
    figures: frozenset[int]


def measure(lines: Sequence[Line], edges: Sequence[float]) -> Spacing:
    """Measure the white between lines and the reach of the text, column by column."""
    columns = len(edges) - 1
    limits = list(edges[:-1])
    filled, figures = [0] * columns, [0] * columns
    last: list[Chunk | None] = [None] * columns
    whites: list[float] = []
    for line in lines:
        for chunk in line.chunks:
            first, final = column_span(chunk, edges)
            if first != final:
                continue
            limits[first] = max(limits[first], chunk.right)
            filled[first] += 1
            figures[first] += chunk.figure
            before = last[first]
            if before is not None and not (before.figure or chunk.figure):
                whites.append(chunk.box[1] - before.box[3])
            last[first] = chunk
    whites.sort()
    white = whites[len(whites) // 12] if whites else 0.0
    held = frozenset(c for c in range(columns) if figures[c] >= max(LEAST_FIGURES, FIGURE_SHARE * filled[c]))
    return Spacing(white, tuple(limits), held)


def rows_of(
    lines: Sequence[Line], edges: Sequence[float], spacing: Spacing, cuts: Sequence[float] = ()
) -> list[list[Line]]:
    """Gather lines into rows.

    Two lines with figures in one column are two rows. Where the break between them is, or whether lines
    of text alone are one row, the white between them, the text and the alignment of the cells say.

    Args:
        lines: From the top down.
        edges: Edges of the columns.
        spacing: How the lines are set.
        cuts: Heights of rulings right across the table; a row ends there.
    """
    bands = _bands(lines, cuts)
    alone = [not _clashes([_figure_columns(line, edges, spacing) for line in band]) for band in bands]
    ruled = len(bands) >= RULED_BANDS and sum(alone) >= RULED_SHARE * len(bands)
    pieces = [
        [
            _Piece(line, edges, spacing, before, after)
            for before, line, after in zip([None, *band], band, [*band[1:], None], strict=False)
        ]
        for band, single in zip(bands, alone, strict=True)
        if not (ruled and single)
    ]
    measured = [(band, _Misfits(band)) for band in pieces]
    found = [[_cheapest(band, misfits, mode) for band, misfits in measured] for mode in range(len(_MODES))]
    chosen = iter(min(found, key=lambda some: sum(cost for cost, _ in some)))
    rows: list[list[Line]] = []
    for band, single in zip(bands, alone, strict=True):
        if ruled and single:
            rows.append(band)
        else:
            marks = next(chosen)[1]
            rows += [band[start:end] for start, end in pairwise(marks)]
    return rows


def _bands(lines: Sequence[Line], cuts: Sequence[float]) -> list[list[Line]]:
    bands = [[lines[0]]]
    for before, after in pairwise(lines):
        if any(before.middle < cut < after.middle for cut in cuts):
            bands.append([after])
        else:
            bands[-1].append(after)
    return bands


def _clashes(columns: Sequence[set[int]]) -> bool:
    """Tell whether two lines have figures in one column."""
    return sum(map(len, columns)) > len(set().union(*columns))


class _Piece:
    """A line with what the search for rows asks of it again and again."""

    __slots__ = ("bottom", "extents", "figures", "score", "size", "top")

    def __init__(
        self, line: Line, edges: Sequence[float], spacing: Spacing, before: Line | None, after: Line | None
    ) -> None:
        self.top, self.bottom, self.size = line.top, line.bottom, line.size
        self.figures = _figure_columns(line, edges, spacing)
        self.score = 0.0 if before is None else break_score(before, line, edges, spacing)
        if before is not None:
            self.score += _indent_score(before, line, after, edges[1])
            self.score += GROUPED * (_heads_group(before, edges) or _heads_group(line, edges))
        self.extents = [(column_span(c, edges)[0], c.box[1], c.box[3]) for c in line.chunks]


def _heads_group(line: Line, edges: Sequence[float]) -> bool:
    first, last = column_span(line.chunks[0], edges)
    return first < last and group_heading([line], edges) is not None


class _Misfits:
    """How far, in ems, the cells of a row are off their common top, middle or bottom."""

    def __init__(self, band: Sequence[_Piece]) -> None:
        self._band = band
        self._known: list[list[tuple[float, ...]]] = [[] for _ in range(len(band) + 1)]
        self._places: list[dict[int, tuple[float, float]]] = [{} for _ in range(len(band) + 1)]
        self._reach = [(inf, -inf)] * (len(band) + 1)

    def of(self, start: int, end: int, mode: int) -> float:
        """Measure the row of some pieces for one of the modes."""
        known = self._known[end]
        while len(known) < end - start:
            known.append(self._measured(end - 1 - len(known), end))
        return known[end - 1 - start][mode]

    def _measured(self, start: int, end: int) -> tuple[float, ...]:
        """Measure for all modes; rows that begin further down and end here have been measured."""
        places, first = self._places[end], self._band[start]
        for column, top, bottom in first.extents:
            old = places.get(column)
            places[column] = (min(old[0], top), max(old[1], bottom)) if old else (top, bottom)
        high, low = self._reach[end]
        high, low = self._reach[end] = (min(high, first.top), max(low, first.bottom))
        if start == end - 1:
            return (0.0,) * len(_MODES)
        heights = places.values()
        off = (
            sum([abs(top - high) for top, _ in heights]),
            sum([abs(top + bottom - high - low) / 2 for top, bottom in heights]),
            sum([abs(bottom - low) for _, bottom in heights]),
        )
        return tuple([MISALIGNED * some / (len(places) * first.size) for some in off])


def _cheapest(band: Sequence[_Piece], misfits: _Misfits, mode: int) -> tuple[float, list[int]]:
    """Find the breaks that cost least: breaks against the evidence, none against it, cells out of line."""
    count = len(band)
    costs, backs = [0.0, *([inf] * count)], [0] * (count + 1)
    for end in range(1, count + 1):
        held: set[int] = set()
        inner = 0.0
        for start in range(end - 1, max(-1, end - LONGEST_ROW), -1):
            if held & band[start].figures:
                break
            if inner >= costs[end]:
                break
            held |= band[start].figures
            # Being out of line only adds to the cost, so it is measured only where it could matter.
            if costs[start] + inner < costs[end]:
                cost = costs[start] + inner + misfits.of(start, end, mode)
                cost += max(0.0, -band[start].score) if start else 0.0
                if cost < costs[end]:
                    costs[end], backs[end] = cost, start
            inner += max(0.0, band[start].score)
    marks = [count]
    while marks[-1]:
        marks.append(backs[marks[-1]])
    return costs[-1], marks[::-1]


def _figure_columns(line: Line, edges: Sequence[float], spacing: Spacing) -> set[int]:
    columns = {column_span(chunk, edges)[0] for chunk in line.chunks if chunk.figure}
    return columns & spacing.figures


def break_score(before: Line, after: Line, edges: Sequence[float], spacing: Spacing) -> float:
    """Weigh whether a row ends between two lines: above 0 it does."""
    white = after.top - before.bottom - spacing.white
    size = max(before.size, after.size)
    score = -0.1
    if white > WIDE_WHITE * size:
        score += 1.0 + white / size
    elif before.bottom - after.top > OVERLAP * size or before.interlocks(after):
        score -= 1.0
    above = {column_span(chunk, edges)[0]: chunk for chunk in before.chunks}
    starts = [(column_span(chunk, edges)[0], chunk) for chunk in after.chunks]
    pairs = [(column, above[column], chunk) for column, chunk in starts if column in above]
    wrapped = [
        _wraps(old, chunk, spacing.limits[column], size) for column, old, chunk in pairs if not chunk.figure
    ]
    if wrapped:
        score += sum(wrapped) / len(wrapped)
    if len(pairs) < len(starts):
        score += NEW_COLUMN
    if before.chunks[-1].text.endswith(":"):
        score += 0.5
    if len(pairs) == len(edges) - 1:
        score += FULL_LINES
    return score


def _indent_score(before: Line, line: Line, after: Line | None, stub: float) -> float:
    """Weigh an indent in the first column: kept by the next line it begins an item, else it hangs."""
    if max(before.left, line.left) >= stub or line.left < before.left + INDENT * line.size:
        return 0.0
    kept = after is not None and abs(after.left - line.left) <= 1
    return INDENTED if kept and not line.chunks[0].text[0].islower() else -INDENTED


def _wraps(above: Chunk, chunk: Chunk, limit: float, size: float) -> float:
    """Weigh one column: below 0 the text goes on from the line above, above 0 it starts anew."""
    text = chunk.text
    if _LED.search(above.text):
        return 0.8
    if above.text.endswith(_OPEN_ENDS) or text[0].islower():
        return -0.7
    first = chunk.words[0]
    fits = above.right + 0.3 * size + (first.box[2] - first.box[0]) < limit - 0.5
    if chunk.bold != above.bold:
        return 0.7
    return 0.6 if fits else 0.0
