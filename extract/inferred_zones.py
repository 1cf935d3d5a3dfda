"""A page set in two columns: which parts of it lie across the page, and which in a column.

Lengths are points, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from cuadre.evidence import Box
from extract.alignments import Chunk, Line, lines_of
from extract.model import Ruling

# Two columns of prose: where their gutter may be, how wide a line of one is, in parts of the width of the
# text; how many lines must begin or end there.
GUTTER_AFTER_LEFT = (0.42, 0.62)
GUTTER_BEFORE_RIGHT = (0.38, 0.58)
COLUMN_WIDTH = (0.34, 0.56)
COLUMN_WORDS = 4
COLUMN_LINES = 8
# How far a ruling reaches beyond the gutter that crosses it.
CROSSED = 20
# A band between lines that cross the gutter: lines of prose that it holds at least, and their share.
BAND_LINES = 4
BAND_SHARE = 0.3
# In ems: white across the page that may part prose in columns from a table.
PARAGRAPH = 0.4
# Lines with figures beside a text that make a table of a piece.
BESIDE_LINES = 3
# Lines of two columns stand on one base line within this; where so many do, they may be rows.
SAME_BASE = 1.0
ROWS_SHARE = 0.7
_FEW = 2


def zones(lines: Sequence[Line], rulings: Sequence[Ruling]) -> list[list[Line]]:
    """Part a page set in two columns: in reading order, bands across the page and columns in between.

    Args:
        lines: All lines of the page.
        rulings: Its rulings; one across the gutter parts bands.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return [list(lines)]
    rules = sorted(_crossing_rules(rulings, gutter), key=lambda box: box[1])
    found: list[list[Line]] = []
    pieces = _with_headings(list(_pieces(lines, gutter, rules)))
    for in_columns, group in groupby(pieces, key=itemgetter(1)):
        band = [line for piece, _ in group for line in piece]
        if not in_columns:
            found.append(band)
            continue
        words = [word for line in band for word in line.words]
        for left in (True, False):
            side = [word for word in words if (word.box[0] + word.box[2] < 2 * gutter) == left]
            # Lines of the other column may have bound together what stands on two lines here.
            found.append(lines_of(side, rulings))
    return [zone for zone in found if zone]


def _pieces(lines: Sequence[Line], gutter: float, rules: Sequence[Box]) -> Iterator[tuple[list[Line], bool]]:
    """Cut a page into pieces, each with whether it is set in columns."""
    for band, crossing in _bands(lines, gutter, rules):
        if crossing or _enclosed(band, rules):
            yield band, False
        else:
            whole = _two_columns(band, gutter)
            for part in _parted(band):
                rows = _figures_beside(part, gutter)
                yield part, not rows and (whole or _two_columns(part, gutter))


def _with_headings(pieces: Sequence[tuple[list[Line], bool]]) -> Iterator[tuple[list[Line], bool]]:
    """Give a line or two above a table across the page to it."""
    for place, (part, in_columns) in enumerate(pieces):
        above_table = place + 1 < len(pieces) and not pieces[place + 1][1]
        yield part, in_columns and not (above_table and len(part) <= _FEW)


def _parted(band: Sequence[Line]) -> list[list[Line]]:
    """Cut a band where white runs across the page."""
    parts = [[band[0]]]
    bottom = band[0].bottom
    for line in band[1:]:
        if line.top - bottom > PARAGRAPH * line.size:
            parts.append([line])
        else:
            parts[-1].append(line)
        bottom = max(bottom, line.bottom)
    return parts


def _crossing_rules(rulings: Sequence[Ruling], x: float) -> list[Box]:
    flat = (ruling.box for ruling in rulings if ruling.horizontal)
    return [box for box in flat if box[0] < x - CROSSED and box[2] > x + CROSSED]


def _bands(lines: Sequence[Line], x: float, rules: Sequence[Box]) -> list[tuple[list[Line], bool]]:
    """Gather lines that all cross the gutter, or all do not, between rulings across it."""
    bands: list[tuple[list[Line], bool]] = []
    for line in lines:
        crossing = _crosses(line, x)
        if bands and bands[-1][1] == crossing and not _ruled_off(bands[-1][0][-1], line, rules):
            bands[-1][0].append(line)
        else:
            bands.append(([line], crossing))
    return bands


def _ruled_off(before: Line, after: Line, rules: Sequence[Box]) -> bool:
    return any(before.middle < box[1] < after.middle for box in rules)


def _enclosed(band: Sequence[Line], rules: Sequence[Box]) -> bool:
    """Tell whether a band stands between two rulings of one length: it is part of a table."""
    above = [box for box in rules if box[1] <= band[0].middle]
    below = [box for box in rules if box[1] >= band[-1].middle]
    if not above or not below:
        return False
    one, other = above[-1], below[0]
    return abs(one[0] - other[0]) <= _FEW and abs(one[2] - other[2]) <= _FEW


def _gutter(lines: Sequence[Line]) -> float | None:
    """Find where the right one of two columns of prose begins, or where the left one ends."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    prose = [chunk for line in lines for chunk in line.chunks if _column_of_prose(chunk, width)]
    starts = [c.left - 4 for c in prose if _between(c.left - left, GUTTER_AFTER_LEFT, width)]
    ends = [c.right + 4 for c in prose if _between(c.right - left, GUTTER_BEFORE_RIGHT, width)]
    votes, gutter = max((_votes(xs) for xs in (starts, ends) if xs), default=(0, 0.0))
    if votes < COLUMN_LINES and len(ends) >= COLUMN_LINES:
        # A ragged column at the left of something that is no prose.
        votes, gutter = len(ends), max(ends)
    free = sum(not _crosses(line, gutter) for line in lines)
    return gutter if min(votes, free) >= COLUMN_LINES else None


def _between(length: float, parts: tuple[float, float], width: float) -> bool:
    return parts[0] * width < length < parts[1] * width


def _votes(xs: list[float]) -> tuple[int, float]:
    return max((sum(abs(x - other) <= _FEW for other in xs), x) for x in xs)


def _column_of_prose(chunk: Chunk, width: float) -> bool:
    return chunk.lettered >= COLUMN_WORDS and _between(chunk.right - chunk.left, COLUMN_WIDTH, width)


def _crosses(line: Line, x: float) -> bool:
    return any(chunk.left < x - 1 and chunk.right > x + 1 for chunk in line.chunks)


def _two_columns(band: list[Line], gutter: float) -> bool:
    left, right = min(line.left for line in band), max(line.right for line in band)
    lines = [line for line in band if any(_column_of_prose(chunk, right - left) for chunk in line.chunks)]
    if not left < gutter < right or len(lines) < max(BAND_LINES, BAND_SHARE * len(band)):
        return False
    # Texts as wide as half a page with figures beside nearly all of them, on one base line: a table.
    return 2 * sum(line.figures > 0 for line in lines) <= len(lines) or not _are_rows(band, gutter)


def _figures_beside(part: Sequence[Line], x: float) -> bool:
    """Tell whether most lines print something on both sides of the gutter, and figures: rows of a table."""
    both = [line for line in part if line.figures and line.left < x < line.right]
    return len(both) >= BESIDE_LINES and 2 * len(both) > len(part)


def _are_rows(band: Sequence[Line], x: float) -> bool:
    """Tell whether what stands right of the gutter shares its base lines with what stands left of it."""
    words = [word for line in band for word in line.words]
    sides = [lines_of([word for word in words if (word.box[0] < x) == left]) for left in (True, False)]
    few, many = sorted(sides, key=len)
    bases = sorted(line.bottom for line in many)
    met = sum(any(abs(line.bottom - base) <= SAME_BASE for base in bases) for line in few)
    return met >= ROWS_SHARE * len(few)
