"""Where on a page words stand as a table does: runs of lines with gaps that answer each other.

Lengths are points. Prose, lists, letters and signature blocks are no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from cuadre.evidence import Box
from extract.alignments import Chunk, Line, lines_of
from extract.model import Ruling, Word

# In ems: lines further apart are not of one table, unless rulings or fills bind them.
FAR = 2.2
# A chunk with this many words and this share of the width is a line of a paragraph.
PROSE_WORDS = 6
PROSE_SHARE = 0.55
STRETCHED_SHARE = 0.85
# Lines of text alone that a row of a table may run on.
WRAPPED_LINES = 9

_CAPTION = re.compile(
    r"(table|tab\.|tabla|cuadro|figure|fig\.|gr[aá]fic[ao]|chart|exhibit|tableau|anexo)\s+[\dA-Z]{1,4}\b.{0,3}[-.\d]*\W",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(source|note|fuente|nota|footnote)s?\b\s?\d?\s*[:.(]|[*†‡]\s?\w|bajo protesta", re.IGNORECASE
)
# Two columns of prose: where their gutter may be, how wide a line of one is, in parts of the width of the
# text; how many lines must begin or end there; how many rulings may cross it.
GUTTER_AFTER_LEFT = (0.42, 0.62)
GUTTER_BEFORE_RIGHT = (0.38, 0.58)
COLUMN_WIDTH = (0.34, 0.56)
COLUMN_WORDS = 5
COLUMN_LINES = 8
CROSSING_RULES = 6
# A band between lines that cross the gutter: lines of prose that it holds at least, and their share.
BAND_LINES = 4
BAND_SHARE = 0.3
_FEW = 2
# Horizontal rulings of one length that make a table of what stands between them.
BLOCK_RULES = 5
# Runs are one table up to so many ems apart when so many columns, and such a share of the figures, answer.
JOINED_FAR = 12.0
JOINED_COLUMNS = 4
JOINED_SHARE = 0.7
_SAME_END = 4.0


def is_caption(line: Line) -> bool:
    """Tell whether a line names a table or a figure: ``Table 3:``, ``Cuadro 2.``."""
    return _CAPTION.match(line.chunks[0].text + " ") is not None


def is_note(line: Line) -> bool:
    """Tell whether a line is a note to a table or names its source."""
    return _NOTE.match(line.chunks[0].text) is not None


def is_prose(line: Line, width: float) -> bool:
    """Tell whether a line is of a paragraph as wide as its zone.

    Args:
        line: A line.
        width: How wide the zone is in which it stands.
    """
    printed = sum(chunk.right - chunk.left for chunk in line.chunks)
    words = max(chunk.lettered for chunk in line.chunks)
    if len(line.chunks) == 1:
        return words >= PROSE_WORDS and printed >= PROSE_SHARE * width
    stretched = len(line.chunks) <= _FEW + 1 and printed >= STRETCHED_SHARE * width
    return stretched and not line.figures and words >= PROSE_WORDS


def runs(lines: Sequence[Line], width: float, rules: Sequence[Box]) -> list[list[Line]]:
    """Cut the lines of a zone into runs that may each be a table.

    A run begins and ends with a line of two chunks or more; lines of text alone between such lines stay
    in it when they are not prose.

    Args:
        lines: All lines of the zone from the top down.
        width: How wide the zone is.
        rules: Horizontal rulings, which bind lines far apart.
    """
    found: list[list[Line]] = []
    run: list[Line] = []
    pending: list[Line] = []
    for line in lines:
        last = pending[-1] if pending else run[-1] if run else None
        apart = last is not None and _far(last, line, rules)
        if apart or is_prose(line, width) or is_caption(line) or is_note(line):
            found, run, pending = [*found, run], [], []
            if is_prose(line, width) or is_caption(line) or is_note(line):
                continue
        if len(line.chunks) > 1:
            run += [*(pending if run else []), line]
            pending = []
        elif run:
            pending.append(line)
            if len(pending) > WRAPPED_LINES:
                found, run, pending = [*found, run], [], []
    return [run for run in [*found, run] if run]


def joined_runs(found: Sequence[list[Line]], zone: Sequence[Line], width: float) -> list[list[Line]]:
    """Join runs that stand far apart and set their figures in the same columns: rows with much room.

    Args:
        found: Runs from the top down.
        zone: All lines of their zone.
        width: How wide it is.
    """
    joined: list[list[Line]] = []
    for run in found:
        if joined and _answer(joined[-1], run):
            top, bottom = joined[-1][-1].middle, run[0].middle
            between = [line for line in zone if top < line.middle < bottom and line not in joined[-1]]
            stops = any(is_prose(line, width) or is_caption(line) or is_note(line) for line in between)
            if not stops and run[0].top - joined[-1][-1].bottom <= JOINED_FAR * run[0].size:
                joined[-1] = [*joined[-1], *(line for line in between if line not in run), *run]
                continue
        joined.append(run)
    return joined


def _answer(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether most figures of one run stand under figures of the other, in several columns."""
    ends = [(c.right, c.centre) for line in above for c in line.chunks if c.figure]
    mine = [(c.right, c.centre) for line in below for c in line.chunks if c.figure]
    met = [at for at in mine if any(min(abs(at[0] - r), abs(at[1] - m)) <= _SAME_END for r, m in ends)]
    columns = {round(centre / (3 * _SAME_END)) for _, centre in met}
    return len(columns) >= JOINED_COLUMNS and len(met) >= JOINED_SHARE * len(mine)


def ruled_blocks(words: Sequence[Word], rulings: Sequence[Ruling], rules: Sequence[Box]) -> list[list[Line]]:
    """Gather the lines between horizontal rulings of one length that follow each other down the page.

    Args:
        words: Words of the page.
        rulings: Rulings of the page.
        rules: The horizontal ones from the top down.
    """
    stacks: list[list[Box]] = []
    for rule in rules:
        for stack in stacks:
            if abs(stack[0][0] - rule[0]) <= _SAME_END and abs(stack[0][2] - rule[2]) <= _SAME_END:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    tall = (stack for stack in stacks if len(stack) >= BLOCK_RULES)
    return [block for stack in tall for block in _blocks(stack, words, rulings)]


def _blocks(stack: Sequence[Box], words: Sequence[Word], rulings: Sequence[Ruling]) -> Iterator[list[Line]]:
    """Cut a stack of rulings where prose, a caption or a note stands between two of them."""
    left, right = stack[0][0] - _SAME_END, stack[0][2] + _SAME_END
    inside = [word for word in words if left <= word.box[0] and word.box[2] <= right]
    rules, block = 1, list[Line]()
    for above, below in pairwise(stack):
        band = lines_of([w for w in inside if above[1] < (w.box[1] + w.box[3]) / 2 < below[1]], rulings)
        if any(is_caption(line) or is_note(line) or is_prose(line, right - left) for line in band):
            if rules >= BLOCK_RULES and block:
                yield block
            rules, block = 1, []
        else:
            rules, block = rules + 1, [*block, *band]
    if rules >= BLOCK_RULES and block:
        yield block


def _far(before: Line, after: Line, rules: Sequence[Box]) -> bool:
    white = after.top - before.bottom
    reach = FAR * max(before.size, after.size)
    if white <= reach:
        return False
    left, right = min(before.left, after.left), max(before.right, after.right)
    between = [box for box in rules if before.middle < box[1] < after.middle]
    bound = any(box[0] <= left + 5 and box[2] >= right - 5 for box in between)
    return not (bound and white <= 2 * reach)


def zones(lines: Sequence[Line], rulings: Sequence[Ruling]) -> list[list[Line]]:
    """Part a page set in two columns: in reading order, bands across the page and columns in between."""
    gutter = _gutter(lines, rulings)
    if gutter is None:
        return [list(lines)]
    found: list[list[Line]] = []
    for crossing, group in groupby(lines, key=lambda line: _crosses(line, gutter)):
        band = list(group)
        if crossing or not _two_columns(band, gutter):
            if found and not crossing and len(band) <= _FEW:
                found[-1] += band
            else:
                found.append(band)
            continue
        words = [word for line in band for word in line.words]
        for left in (True, False):
            side = [word for word in words if (word.box[0] + word.box[2] < 2 * gutter) == left]
            # Lines of the other column may have bound together what stands on two lines here.
            found.append(lines_of(side, rulings))
    return _joined_bands(found, gutter)


def _joined_bands(bands: list[list[Line]], gutter: float) -> list[list[Line]]:
    """Join neighbours that both lie across the page."""
    joined: list[list[Line]] = []
    for band in filter(None, bands):
        if joined and _lies_across(band, gutter) and _lies_across(joined[-1], gutter):
            joined[-1] += band
        else:
            joined.append(band)
    return joined


def _lies_across(band: list[Line], x: float) -> bool:
    return min(line.left for line in band) < x < max(line.right for line in band)


def _gutter(lines: Sequence[Line], rulings: Sequence[Ruling]) -> float | None:
    """Find where the right one of two columns of prose begins, or where the left one ends."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    prose = [chunk for line in lines for chunk in line.chunks if _column_of_prose(chunk, width)]
    starts = [c.left - 4 for c in prose if _between(c.left - left, GUTTER_AFTER_LEFT, width)]
    ends = [c.right + 4 for c in prose if _between(c.right - left, GUTTER_BEFORE_RIGHT, width)]
    votes, gutter = max((_votes(xs) for xs in (starts, ends) if xs), default=(0, 0.0))
    if votes < COLUMN_LINES:
        return None
    crossing = [r.box for r in rulings if r.horizontal and r.box[0] < gutter - 20 and r.box[2] > gutter + 20]
    free = sum(not _crosses(line, gutter) for line in lines)
    return gutter if free >= COLUMN_LINES and len(crossing) <= CROSSING_RULES else None


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
    prose = len(lines)
    if 2 * sum(line.figures > 0 for line in lines) > prose:
        # Texts as wide as half a page with figures beside nearly all of them: a table.
        return False
    return left < gutter < right and prose >= BAND_LINES and prose >= BAND_SHARE * len(band)
