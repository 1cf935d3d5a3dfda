"""Rows and columns to a grid whose cells cover it: headings over several columns, texts over several lines.

Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.alignments import Chunk, Line
from extract.grid import Grid, GridCell
from extract.inferred_columns import Span, column_span, group_heading
from extract.inferred_rows import Spacing, measure, rows_of
from extract.model import Ruling

_YEAR = re.compile(r"(19|20)\d\d([-–/](19|20)?\d\d)?\*?")

# How far off the middle of its columns, in parts of their width, a heading may be.
OFF_CENTRE = 0.08
SPAN_OFF_CENTRE = 0.06
# Lines that a heading may have.
HEAD_LINES = 8
# How far, in points, a heading may be off the edge or the middle that its column is set to.
FLUSH = 3.0

Spans = list[Span]


def grid_of(lines: Sequence[Line], edges: Sequence[float], rulings: Sequence[Ruling] = ()) -> Grid:
    """Build the grid of one table.

    Args:
        lines: Its lines from the top down.
        edges: Edges of its columns.
        rulings: Rulings of the page; those across the table part rows.
    """
    spacing = measure(lines, edges)
    flat = [r for r in rulings if r.horizontal and lines[0].top - 3 < r.box[1] < lines[-1].bottom + 3]
    cuts = [r.box[1] for r in flat if _across(r, edges)]
    head = _head_lines(lines, edges, spacing, cuts)
    levels = _levels(lines[:head], edges, flat, spacing)
    body = rows_of(lines[head:], edges, spacing, cuts) if head < len(lines) else []
    rows = [*levels, *body]
    spans = [_spans(row, edges) for row in rows]
    for index in range(len(levels)):
        below = {c for row in spans[index + 1 : len(levels) + 1] for c in _filled(row)}
        spans[index] = _widened(spans[index], levels[index], edges, below, flat)
    for index in range(len(levels), len(rows)):
        spans[index] = row_spans(rows[index], edges)
    ys = _heights(rows)
    ruled = any(not r.horizontal or _across(r, edges) for r in rulings if _near(r, edges, ys))
    origin = "half-ruled" if ruled else "borderless"
    return Grid(tuple(edges), ys, _cells(spans, len(levels), edges, ys), origin)


def _near(ruling: Ruling, edges: Sequence[float], ys: Sequence[float]) -> bool:
    left, top, right, bottom = ruling.box
    return left < edges[-1] and right > edges[0] and top < ys[-1] and bottom > ys[0]


def _across(ruling: Ruling, edges: Sequence[float]) -> bool:
    width = edges[-1] - edges[0]
    return min(ruling.box[2], edges[-1]) - max(ruling.box[0], edges[0]) >= 0.85 * width


def _head_lines(
    lines: Sequence[Line], edges: Sequence[float], spacing: Spacing, cuts: Sequence[float]
) -> int:
    """Count the lines above the first figures; where rulings part them off, what stands above the ruling."""
    first = len(lines)
    for index, line in enumerate(lines):
        placed = [chunk for chunk in line.chunks if column_span(chunk, edges)[0] in spacing.figures]
        figures = sum(chunk.figure and not _is_year(chunk) for chunk in placed)
        if figures and 2 * figures >= len(placed):
            first = index
            break
    if first == len(lines):
        first = 0
    inner = [cut for cut in cuts if lines[0].middle < cut < lines[-1].middle]
    above = sum(line.middle < inner[0] for line in lines) if inner else 0
    if 0 < above <= HEAD_LINES and (above <= first or not first):
        return above
    named = [
        index
        for index, line in enumerate(lines[:first])
        if spacing.figures & {column_span(chunk, edges)[1] for chunk in line.chunks}
    ]
    return named[-1] + 1 if named else 0


def _is_year(chunk: Chunk) -> bool:
    return _YEAR.fullmatch(chunk.text) is not None


def _levels(
    lines: Sequence[Line], edges: Sequence[float], flat: Sequence[Ruling], spacing: Spacing
) -> list[list[Line]]:
    """Gather the lines of a heading into levels: a heading over several columns, or a ruling, ends one."""
    levels: list[list[Line]] = []
    for line in lines:
        if levels and not _new_level(levels[-1][-1], line, edges, flat, spacing):
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _new_level(
    before: Line, line: Line, edges: Sequence[float], flat: Sequence[Ruling], spacing: Spacing
) -> bool:
    if line.top - before.bottom > 0.6 * line.size:
        return True
    if any(before.middle < ruling.box[1] < line.middle for ruling in flat):
        return True
    wide = [column_span(chunk, edges) for chunk in before.chunks]
    if any(first != last for first, last in wide) or _heads_groups(before, edges, spacing):
        return True
    return any(first != last for first, last in (column_span(chunk, edges) for chunk in line.chunks))


def _heads_groups(before: Line, edges: Sequence[float], spacing: Spacing) -> bool:
    """Tell whether the chunks of a line are each centred over two or more columns, and over all of them."""
    heads = [chunk for chunk in before.chunks if chunk.left > edges[1] - 2]
    below = range(1, len(edges) - 1)
    if len(heads) in {0, 1} or len(below) < 2 * len(heads):
        return False
    if all(_heads_own_column(head, edges, spacing) for head in heads):
        return False
    start = len(edges) - 1
    for head in reversed(heads):
        end = start
        offs = {
            first: abs((edges[first] + edges[end]) / 2 - head.centre) / (edges[end] - edges[first])
            for first in below
            if first <= end - 2
        }
        if not offs:
            return False
        start = min(offs, key=lambda first: (offs[first], first))
        if offs[start] > OFF_CENTRE:
            return False
    return True


def _heads_own_column(head: Chunk, edges: Sequence[float], spacing: Spacing) -> bool:
    column = column_span(head, edges)[0]
    middle = (edges[column] + edges[column + 1]) / 2
    return abs(head.right - spacing.limits[column]) <= FLUSH or abs(head.centre - middle) <= FLUSH


def _filled(spans: Spans) -> set[int]:
    return {column for first, last in spans for column in range(first, last + 1)}


def _spans(row: Sequence[Line], edges: Sequence[float]) -> Spans:
    """Give the columns that the row's texts cover; texts that share a column share a cell."""
    spans = [column_span(chunk, edges) for line in row for chunk in line.chunks]
    taken = {first for first, last in spans if first == last}
    found: Spans = []
    for first, last in spans:
        free = last
        while free > first and free in taken:
            free -= 1
        found.append((first, free))
    return _merged(found)


def row_spans(row: Sequence[Line], edges: Sequence[float]) -> Spans:
    """Give the first and last columns of the cells with text in a row below the heading.

    Args:
        row: Its lines.
        edges: Edges of the columns.
    """
    alone = group_heading(row, edges)
    return [alone] if alone else _spans(row, edges)


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _widened(
    spans: Spans, level: Sequence[Line], edges: Sequence[float], below: set[int], flat: Sequence[Ruling]
) -> Spans:
    """Give headings the columns over which they are centred and that nothing else heads."""
    chunks = [chunk for line in level for chunk in line.chunks]
    free = below - _filled(spans) - {0}
    widened: Spans = []
    for first, last in spans:
        mine = [c for c in chunks if first <= column_span(c, edges)[0] <= last]
        ruled = _underlined(mine, level, edges, flat)
        if ruled is not None and ruled[0] <= first and last <= ruled[1]:
            widened.append(ruled)
            continue
        centre = (min(c.left for c in mine) + max(c.right for c in mine)) / 2 if mine else None
        if centre is None or first == 0 or not free:
            widened.append((first, last))
            continue
        best = _centred(first, last, centre, edges, free)
        free -= _filled([best])
        widened.append(best)
    return _merged(widened)


def _underlined(
    chunks: Sequence[Chunk], level: Sequence[Line], edges: Sequence[float], flat: Sequence[Ruling]
) -> Span | None:
    """Follow a ruling under a heading that does not run across the whole table."""
    if not chunks:
        return None
    bottom = max(line.bottom for line in level)
    left, right = min(c.left for c in chunks), max(c.right for c in chunks)
    for ruling in flat:
        box = ruling.box
        under = bottom - 3 <= box[1] <= bottom + 6 and box[0] <= left + 2 and box[2] >= right - 2
        if under and not _across(ruling, edges):
            columns = [c for c in range(len(edges) - 1) if box[0] < (edges[c] + edges[c + 1]) / 2 < box[2]]
            others = [c for line in level for c in line.chunks if c not in chunks]
            if columns and not any(box[0] < other.centre < box[2] for other in others):
                return columns[0], columns[-1]
    return None


def _centred(first: int, last: int, centre: float, edges: Sequence[float], free: set[int]) -> Span:
    """Find the widest run of free columns around a heading that has it in the middle."""
    low, high = first, last
    while low - 1 in free:
        low -= 1
    while high + 1 in free:
        high += 1
    ranges = [(a, b) for a in range(low, first + 1) for b in range(last, high + 1)]
    fitting = [
        (b - a, a, b)
        for a, b in ranges
        if abs((edges[a] + edges[b + 1]) / 2 - centre) <= SPAN_OFF_CENTRE * (edges[b + 1] - edges[a])
    ]
    return max(fitting, key=lambda fit: (fit[0], -fit[1]))[1:] if fitting else (first, last)


def _heights(rows: Sequence[Sequence[Line]]) -> tuple[float, ...]:
    tops = [min(line.top for line in row) for row in rows]
    bottoms = [max(line.bottom for line in row) for row in rows]
    inner = [
        # Where tall signs reach into other rows, the edge still stands between the middles of the lines.
        min(max((bottom + top) / 2, above[-1].middle), below[0].middle)
        for (above, below), bottom, top in zip(pairwise(rows), bottoms, tops[1:], strict=False)
    ]
    return (tops[0], *inner, bottoms[-1])


def _cells(
    spans: Sequence[Spans], head: int, edges: Sequence[float], ys: Sequence[float]
) -> tuple[GridCell, ...]:
    """Lay cells over the whole grid; in the heading a cell takes the blank places above and below it."""
    columns, owner = len(edges) - 1, {}
    for row, filled in enumerate(spans):
        for first, last in filled:
            for column in range(first, last + 1):
                owner[row, column] = (row, row, first, last)
    for row in range(head):
        for first, last in spans[row]:
            low = row
            while low and all((low - 1, c) not in owner for c in range(first, last + 1)):
                low -= 1
            high = row
            while high + 1 < head and all((high + 1, c) not in owner for c in range(first, last + 1)):
                high += 1
            place = (low, high, first, last)
            owner.update({(r, c): place for r in range(low, high + 1) for c in range(first, last + 1)})
    cells = []
    for row in range(len(ys) - 1):
        for column in range(columns):
            low, high, first, last = owner.get((row, column), (row, row, column, column))
            if (row, column) == (low, first):
                box = (edges[first], ys[low], edges[last + 1], ys[high + 1])
                cells.append(GridCell(row, column, high - low + 1, last - first + 1, box))
    return tuple(cells)
