"""Rows beyond the last separators of a table: shading leaves out every other row, and white headers.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from statistics import median

from extract.banded_columns import fits
from extract.banded_phrases import Phrase, PhraseLine
from extract.banded_regions import SAME, Region

# In ems: white between the lines of a cell, and between those of a header, or of rows.
LEADING = 0.5
HEADING = 3.0
ROWS_APART = 6.0
# A line of larger type is a title.
LARGER = 1.2
# Figures that a line of a row holds.
LEAST_FIGURES = 2
# Figures that one line at least holds in a table of which only the words tell.
MANY_FIGURES = 4
# Texts on one line that a header has.
LEAST_NAMED = 4
# Share of bold words that makes a line one of the header.
STYLED = 0.7


def marks_below(region: Region, lines: Sequence[PhraseLine]) -> list[float]:
    """Give the foot of the rows that stand below the last separator, if there are any.

    Args:
        region: The separators.
        lines: Lines of the page between its sides, from the top down.
    """
    bottom = region.ys[-1]
    below = [line for line in lines if _top(line) > bottom - 1]
    near = _run(below, bottom, ROWS_APART)
    last = max((at for at, line in enumerate(near) if _holds_figures([line])), default=None)
    if last is None:
        return []
    rest = _run(below[last + 1 :], _foot(below[: last + 1]), LEADING)
    return [_foot([*below[: last + 1], *rest]) + 1]


def _run(lines: Sequence[PhraseLine], start: float, white: float) -> list[PhraseLine]:
    """Take lines from the top down until wider white parts two."""
    run: list[PhraseLine] = []
    reach = start
    for line in lines:
        if _top(line) - reach > white * line[0].size:
            break
        run.append(line)
        reach = max(reach, _bottom(line))
    return run


def marks_above(region: Region, lines: Sequence[PhraseLine], edges: Sequence[float] = ()) -> list[float]:
    """Give the tops of a row and of a header that stand above the first separator, those that there are.

    Args:
        region: The separators.
        lines: Lines of the page between its sides, from the top down.
        edges: Columns of the page before, or none; the rest of a row need only fit them.
    """
    inside = [line for line in lines if region.ys[0] < line[0].middle < region.ys[-1]]
    if not lines or (inside and _is_bold(inside[0])):
        return []
    header, row = _header_and_row(_above(lines, region.ys[0], _size(inside or lines)))
    if not (header or _holds_figures(row)):
        row = _fitting(row, edges)
        return [_top(row[0]) - 1] if row else []
    marks = [_top(header[0]) - 1] if header else []
    if row:
        marks.append((_foot(header) + _top(row[0])) / 2 if header else _top(row[0]) - 1)
    return marks


def _header_and_row(lines: Sequence[PhraseLine]) -> tuple[Sequence[PhraseLine], Sequence[PhraseLine]]:
    """Take the first bold lines as header, the rest as row; what is bold and names too little is no header."""
    start = next((at for at, line in enumerate(lines) if _is_bold(line)), 0)
    end = next((at for at in range(start, len(lines)) if not _is_bold(lines[at])), len(lines))
    named = max(map(len, lines[start:end]), default=0) >= LEAST_NAMED
    return (lines[start:end], lines[end:]) if named else ((), lines)


def _above(lines: Sequence[PhraseLine], bottom: float, size: float) -> list[PhraseLine]:
    """Take lines from a height up to wide white or larger type."""
    taken: list[PhraseLine] = []
    reach = bottom
    for line in reversed([line for line in lines if _bottom(line) < bottom + 1]):
        if reach - _bottom(line) > HEADING * size or max(phrase.size for phrase in line) > LARGER * size:
            break
        taken.insert(0, line)
        reach = min(reach, _top(line))
    return taken


def _fitting(lines: Sequence[PhraseLine], edges: Sequence[float]) -> Sequence[PhraseLine]:
    """Drop lines from the top until the columns part the others; all where no columns are known."""
    kept = lines if edges else ()
    while kept and not fits(edges, kept):
        kept = kept[1:]
    return kept


def _size(lines: Sequence[PhraseLine]) -> float:
    return median(phrase.size for line in lines for phrase in line)


def continued_region(lines: Sequence[PhraseLine], edges: Sequence[float]) -> Region | None:
    """Find the rows of a page without separators that go on with columns known from the page before.

    The rest of a row, which may have no figures, stands on top.
    """
    left, right = edges[0], edges[-1]
    first = next((at for at, line in enumerate(lines) if _holds_figures([line])), None)
    if first is None:
        return None
    rows = Region(left, right, (_top(lines[first]) - 1,), (((left, right),),), ())
    feet = marks_below(rows, lines)
    rest = _fitting(_above(lines[:first], rows.ys[0], _size(lines[first:])), edges)
    top = _top(rest[0]) - 1 if rest else rows.ys[0]
    return rows.with_separators([(y, left, right) for y in (top, *feet)]) if feet else None


def headed_region(lines: Sequence[PhraseLine], edges: Sequence[float]) -> Region | None:
    """Find rows of many figures below a bold header, without any separator.

    Args:
        lines: Lines of a page.
        edges: Columns of the page before, or none; its sides are taken where they hold the text.
    """
    if not any(sum(phrase.figure for phrase in line) >= MANY_FIGURES for line in lines):
        return None
    for line in lines:
        if not _holds_figures([line]) or _is_bold(line):
            continue
        first = Region(0.0, inf, (_top(line) - 1,), (((0.0, inf),),), ())
        header, _ = _header_and_row(_above(lines, first.ys[0], _size(lines)))
        heads, feet = marks_above(first, lines), marks_below(first, lines)
        if header and feet:
            held = [phrase for line in lines for phrase in line if heads[0] < phrase.middle < feet[-1]]
            left, right = min(phrase.box[0] for phrase in held) - 1, max(phrase.box[2] for phrase in held) + 1
            if edges and edges[0] <= left + SAME and edges[-1] >= right - SAME:
                left, right = edges[0], edges[-1]
            bare = Region(left, right, (), (), ())
            return bare.with_separators([(y, left, right) for y in (heads[0], first.ys[0], *feet)])
    return None


def _top(line: PhraseLine) -> float:
    return min(phrase.box[1] for phrase in line)


def _bottom(line: PhraseLine) -> float:
    return max(phrase.box[3] for phrase in line)


def _foot(lines: Sequence[PhraseLine]) -> float:
    return max(map(_bottom, lines))


def _holds_figures(lines: Sequence[PhraseLine]) -> bool:
    return any(sum(phrase.figure for phrase in line) >= LEAST_FIGURES for line in lines)


def _is_bold(line: Sequence[Phrase]) -> bool:
    return sum(phrase.bold for phrase in line) >= STYLED * len(line)
