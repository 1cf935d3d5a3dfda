"""Columns from what the lines of a table leave blank.

Lengths are points. A chunk that bridges what other lines leave blank is a bridge: a heading over several
columns, a heading of a group of rows, or a text that runs over into a blank neighbour. Bridges say nothing
about where columns part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.alignments import Chunk, Line, is_figure
from extract.model import Word

# How many lines, and which share of those that print anything there, must part what a chunk bridges.
BRIDGED_LINES = 2
BRIDGED_SHARE = 0.3
# In ems: a space this wide on a column edge parts a chunk; a plain space is 0.25 to 0.33.
SPLIT_GAP = 0.34
# Lines whose words start below each other make an edge in so many lines and so large a share of them.
RIVER_LINES = 6
RIVER_SHARE = 0.5
RIVER_CROSSED = 0.08

# How far off the middle of the table a heading of a group of rows may be, in points and in parts of its
# width, how far in from the left it begins, and how many columns leave no doubt that it is one.
ALONE_OFF = 8.0
ALONE_SHARE = 0.08
ALONE_IN = 3.0
ALONE_COLUMNS = 2

# Where so many lines end a figure at one edge, and as many begin a text within so many ems behind it, a column ends.
ABUTTING_LINES = 2
ABUTTING = 2.0
FLUSH = 1.5

Span = tuple[int, int]


def column_edges(lines: Sequence[Line]) -> tuple[float, ...]:
    """Find the edges of the columns that the lines share: one more than columns, at least two."""
    chunks = [chunk for line in lines for chunk in line.chunks]
    left, right = min(chunk.left for chunk in chunks), max(chunk.right for chunk in chunks)
    bridges = _bridges(lines)
    solid = sorted((chunk.left, chunk.right) for chunk in chunks if id(chunk) not in bridges)
    edges = [left]
    reach = solid[0][1] if solid else right
    for start, end in solid[1:]:
        if start > reach + 0.5:
            edges.append((start + reach) / 2)
        reach = max(reach, end)
    edges.append(right)
    kept = _without_ghosts(edges, lines, bridges)
    return _with_crowded_parted(kept, lines, bridges)


def _with_crowded_parted(edges: list[float], lines: Sequence[Line], bridges: set[int]) -> tuple[float, ...]:
    """Part columns in which many lines print two chunks, though some text reaches over the gap."""
    parted = list(edges)
    column = 0
    while column < len(parted) - 1:
        edge = _crowded_edge(parted[column], parted[column + 1], lines, bridges)
        if edge is None:
            column += 1
        else:
            parted.insert(column + 1, edge)
    return tuple(_with_rivers(parted, lines, bridges))


def _with_rivers(edges: list[float], lines: Sequence[Line], bridges: set[int]) -> list[float]:
    """Part columns of text set so close that only the words starting below each other show the edge."""
    parted = list(edges)
    for left, right in pairwise(edges):
        rows = [_words_between(line, left, right, bridges) for line in lines]
        starts = [
            word.box[0]
            for row in rows
            for before, word in pairwise(row)
            if word.box[0] - before.box[2] >= SPLIT_GAP * word.size
        ]
        firsts = [row[0].box[0] for row in rows if row]
        best = max((_votes(x, starts), -x) for x in starts) if len(starts) >= RIVER_LINES else (0, 0.0)
        x = -best[1]
        beyond = sum(row[-1].box[2] > x for row in rows if row)
        crossing = sum(word.box[0] < x - 2 and word.box[2] > x + 1 for row in rows for word in row)
        banked = best[0] + _votes(x, firsts)
        if banked >= max(RIVER_LINES, RIVER_SHARE * beyond) and crossing <= RIVER_CROSSED * banked:
            parted.append(x - 0.5)
    return sorted(parted)


def _words_between(line: Line, left: float, right: float, bridges: set[int]) -> list[Word]:
    chunks = (c for c in line.chunks if left <= c.centre <= right and id(c) not in bridges)
    return [word for chunk in chunks for word in chunk.words]


def _votes(x: float, starts: Sequence[float]) -> int:
    return sum(abs(start - x) <= 1 for start in starts)


def _crowded_edge(left: float, right: float, lines: Sequence[Line], bridges: set[int]) -> float | None:
    gaps: list[tuple[float, float]] = []
    inside: list[Chunk] = []
    printed = 0
    for line in lines:
        mine = [c for c in line.chunks if left <= c.centre <= right and id(c) not in bridges]
        inside += mine
        printed += bool(mine) and len(line.chunks) > 1
        gaps += [(one.right, other.left) for one, other in pairwise(mine)]
    if len(gaps) < max(BRIDGED_LINES, BRIDGED_SHARE * printed):
        return None
    places = sorted({x for start, end in gaps for x in (start + 0.5, (start + end) / 2, end - 0.5)})
    best = max(places, key=lambda x: (_balance(x, gaps, inside), -x))
    return best if _balance(best, gaps, inside) > 0 else None


def _balance(x: float, gaps: Sequence[tuple[float, float]], chunks: Sequence[Chunk]) -> int:
    """Count the gaps at a place less, twice over, the chunks that reach across it."""
    free = sum(start <= x <= end for start, end in gaps)
    return free - 2 * sum(chunk.left < x - 1 and chunk.right > x + 1 for chunk in chunks)


def _bridges(lines: Sequence[Line]) -> set[int]:
    """Name by ``id`` the chunks that cover a gap which enough other lines show."""
    table = [line for line in lines if len(line.chunks) > 1]
    gaps = sorted(
        (one.right, other.left, one.left, other.right, index)
        for index, line in enumerate(lines)
        for one, other in pairwise(line.chunks)
    )
    starts = [gap[0] for gap in gaps]
    found: set[int] = set()
    for index, line in enumerate(lines):
        for chunk in line.chunks:
            low, high = chunk.left, chunk.right
            near = gaps[bisect_left(starts, low) : bisect_right(starts, high)]
            inside = [gap for gap in near if gap[1] <= high and _inside(gap, low, high)]
            parting = {gap[4] for gap in inside if gap[4] != index}
            if len(parting) < BRIDGED_LINES:
                continue
            there = sum(any(c.left < high and c.right > low for c in other.chunks) for other in table)
            if len(parting) >= BRIDGED_SHARE * there:
                found.add(id(chunk))
    return found


def _inside(gap: tuple[float, float, float, float, int], low: float, high: float) -> bool:
    """Tell whether a gap lies between two edges with a good part of what stands on both sides of it."""
    start, end, left, right, _ = gap
    slack = min(3.0, 0.3 * min(start - left, right - end))
    return start - low > slack and high - end > slack


def _without_ghosts(edges: list[float], lines: Sequence[Line], bridges: set[int]) -> list[float]:
    """Join neighbours of which no line prints both: a heading beside its figures, an indented stub."""
    kept = list(edges)
    column = 0
    while column < len(kept) - 2:
        both = one = 0
        for line in lines:
            spans = [column_span(chunk, kept) for chunk in line.chunks if id(chunk) not in bridges]
            here = any(first <= column <= last for first, last in spans)
            there = any(first <= column + 1 <= last for first, last in spans)
            both += here and there
            one += here != there
        if both == 0 and one:
            del kept[column + 1]
        else:
            column += 1
    return kept


def column_span(chunk: Chunk, edges: Sequence[float]) -> Span:
    """Say from which column to which a chunk reaches; a hair over an edge does not count.

    >>> from extract.model import Word
    >>> column_span(Chunk((Word("Total", (12.0, 0.0, 48.0, 8.0)),)), (0.0, 10.0, 30.0, 50.0))
    (1, 2)
    """
    slack = min(6.0, 0.25 * (chunk.right - chunk.left))
    first = max(0, min(bisect_right(edges, chunk.left + slack) - 1, len(edges) - 2))
    last = max(first, min(bisect_right(edges, chunk.right - slack) - 1, len(edges) - 2))
    return first, last


def group_heading(row: Sequence[Line], edges: Sequence[float]) -> Span | None:
    """Give the columns under a text that stands alone in its row, in the middle of all or all but the first.

    Args:
        row: Lines of a row.
        edges: Edges of the columns.
    """
    chunks = [chunk for line in row for chunk in line.chunks]
    columns = len(edges) - 1
    if len(chunks) != 1 or chunks[0].figure or columns <= ALONE_COLUMNS:
        return None
    for first in (0, 1):
        off = abs(chunks[0].centre - (edges[first] + edges[-1]) / 2)
        near = off <= min(ALONE_OFF, ALONE_SHARE * (edges[-1] - edges[first]))
        if near and chunks[0].left > edges[first] + ALONE_IN:
            return first, columns - 1
    return None


def split_at(lines: Iterable[Line], edges: Sequence[float]) -> list[Line]:
    """Part chunks at column edges where their words stand wider apart than a plain space."""
    return [_split_line(line, edges) for line in lines]


def _split_line(line: Line, edges: Sequence[float]) -> Line:
    if all(first == last for first, last in (column_span(chunk, edges) for chunk in line.chunks)):
        return line
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        group = [chunk.words[0]]
        for word in chunk.words[1:]:
            gap = word.box[0] - group[-1].box[2]
            side = _side(group[-1].box, edges) != _side(word.box, edges)
            if side and gap > SPLIT_GAP * line.size:
                chunks.append(Chunk(tuple(group)))
                group = []
            group.append(word)
        chunks.append(Chunk(tuple(group)))
    return Line(tuple(chunks), line.top, line.bottom, line.size)


def parted_from_figures(lines: Sequence[Line]) -> list[Line]:
    """Part a figure from letters that begin right behind it, where other lines show that a column ends between.

    Args:
        lines: Lines of a table.
    """
    chunks = [chunk for line in lines for chunk in line.chunks]
    ends = sorted(chunk.right for chunk in chunks if chunk.figure)
    starts = sorted(chunk.left for chunk in chunks if chunk.words[0].text[0].isalpha())
    return [_apart_from_figures(line, ends, starts) for line in lines]


def _apart_from_figures(line: Line, ends: Sequence[float], starts: Sequence[float]) -> Line:
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        first = 0
        for place, (before, word) in enumerate(pairwise(chunk.words), 1):
            x = before.box[2]
            if word.text[0].isalpha() and is_figure(before.text) and (
                _between(ends, x - FLUSH, x + FLUSH) >= ABUTTING_LINES
                and _between(starts, x, x + ABUTTING * line.size) >= ABUTTING_LINES
            ):
                chunks.append(Chunk(chunk.words[first:place]))
                first = place
        chunks.append(Chunk(chunk.words[first:]) if first else chunk)
    return line if len(chunks) == len(line.chunks) else replace(line, chunks=tuple(chunks))


def _between(places: Sequence[float], low: float, high: float) -> int:
    return bisect_right(places, high) - bisect_left(places, low)


def _side(box: tuple[float, float, float, float], edges: Sequence[float]) -> int:
    return bisect_right(edges, (box[0] + box[2]) / 2)
