"""Where on a page words stand as a table does: runs of lines with gaps that answer each other.

Lengths are points. Prose, lists, letters and signature blocks are no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cuadre.evidence import Box
from extract.alignments import Line, lines_of
from extract.inferred_columns import column_edges
from extract.model import Ruling, Word

# In ems: lines further apart are not of one table, unless rulings or fills bind them.
FAR = 2.2
# A chunk with this many words and this share of the width is a line of a paragraph.
PROSE_WORDS = 6
PROSE_SHARE = 0.55
PROSE_INDENT = 0.15
# Lines of text alone that a row of a table may run on.
WRAPPED_LINES = 9

_CAPTION = re.compile(
    r"(table|tab\.|tabla|cuadro|figure|fig\.|gr[aá]fic[ao]|chart|exhibit|tableau|anexo)\s+[\dA-Z]{1,4}\b.{0,3}[-.\d]*\W",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(source|note|fuente|nota|footnote)s?\b\s?\d?\s*[:.(]|[*†‡]\s?\w|bajo protesta", re.IGNORECASE
)
_FEW = 2
# Horizontal rulings of one length that make a table of what stands between them.
BLOCK_RULES = 5
LEAST_RULES = 3
# With fewer rulings: lines that a heading above the second one may have; share of the lines below it that
# several columns print, and share that may reach over their gaps.
HEADING_LINES = 6
PARTED_SHARE = 0.2
CROSSING_SHARE = 0.1
# Runs are one table up to so many ems apart when so many columns, and such a share of the figures, answer.
JOINED_FAR = 12.0
JOINED_COLUMNS = 4
JOINED_SHARE = 0.7
# The same for a blank row, which is white of so many usual distances from line to line.
SKIPPED_COLUMNS = 2
BLANK_ROW = 2.7
_SAME_END = 4.0
# Share of the lines between rulings that begin with a figure, and that a text outside of them names.
UNDERLINED = 0.4
# In ems: how far a figure is off the lines of a label of two lines that it is centred on.
WRAPPED_OFF = 0.7


def is_caption(line: Line) -> bool:
    """Tell whether a line names a table or a figure: ``Table 3:``, ``Cuadro 2.``."""
    return _CAPTION.match(line.chunks[0].text + " ") is not None


def is_note(line: Line) -> bool:
    """Tell whether a line is a note to a table or names its source."""
    return _NOTE.match(line.chunks[0].text) is not None


def is_prose(line: Line, width: float, left: float | None = None) -> bool:
    """Tell whether a line is of a paragraph as wide as its zone.

    Args:
        line: A line.
        width: How wide the zone is in which it stands.
        left: Left edge of the zone; a paragraph begins there or a little indented.
    """
    if len(line.chunks) > 1:
        return False
    begins = left is None or line.left - left <= PROSE_INDENT * width
    printed = line.right - line.left
    return begins and line.chunks[0].lettered >= PROSE_WORDS and printed >= PROSE_SHARE * width


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
    left = min(line.left for line in lines)
    for line in lines:
        last = pending[-1] if pending else run[-1] if run else None
        apart = last is not None and _far(last, line, rules)
        stops = is_prose(line, width, left) or is_caption(line) or is_note(line)
        if apart or stops:
            found, run, pending = [*found, run], [], []
        if stops:
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
            stub = _stub_end([*joined[-1], *run])
            stops = any(
                (is_prose(line, width) and line.right > stub) or is_caption(line) or is_note(line)
                for line in between
            )
            if not stops and run[0].top - joined[-1][-1].bottom <= JOINED_FAR * run[0].size:
                joined[-1] = [*joined[-1], *(line for line in between if line not in run), *run]
                continue
        joined.append(run)
    return joined


def _stub_end(lines: Sequence[Line]) -> float:
    """Give where the figures beyond the first column begin: what ends before is a label, long as it may be."""
    return min((c.left for line in lines for c in line.chunks if c.figure and c.left > line.left), default=0.0)


def _answer(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether most figures of one run stand under figures of the other, in several columns."""
    ends = [(c.right, c.centre) for line in above for c in line.chunks if c.figure]
    mine = [(c.right, c.centre) for line in below for c in line.chunks if c.figure]
    met = [at for at in mine if any(min(abs(at[0] - r), abs(at[1] - m)) <= _SAME_END for r, m in ends)]
    columns = {round(centre / (3 * _SAME_END)) for _, centre in met}
    least = SKIPPED_COLUMNS if _skips_a_row(above, below[0]) else JOINED_COLUMNS
    return len(columns) >= least and len(met) >= JOINED_SHARE * len(mine)


def _skips_a_row(above: Sequence[Line], line: Line) -> bool:
    """Tell whether the white before a line is that of one blank row."""
    pitches = sorted(other.top - one.top for one, other in pairwise(above))
    return bool(pitches) and line.top - above[-1].top <= BLANK_ROW * pitches[len(pitches) // 2]


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
    tall = (stack for stack in stacks if len(stack) >= LEAST_RULES)
    return [block for stack in tall for block in _blocks(stack, words, rulings)]


def _blocks(stack: Sequence[Box], words: Sequence[Word], rulings: Sequence[Ruling]) -> Iterator[list[Line]]:
    """Cut a stack of rulings where prose, a caption or a note stands between two of them."""
    left, right = stack[0][0] - _SAME_END, stack[0][2] + _SAME_END
    inside = [word for word in words if left <= word.box[0] and word.box[2] <= right]
    if _underlines(stack, words, inside):
        return
    block: list[list[Line]] = []
    for above, below in pairwise(stack):
        band = lines_of([w for w in inside if above[1] < (w.box[1] + w.box[3]) / 2 < below[1]], rulings)
        named = any(is_caption(line) or is_note(line) for line in band)
        if named or (any(is_prose(line, right - left, left) for line in band) and not _in_columns(band)):
            if _is_block(block):
                yield [line for part in block for line in part]
            block = []
        else:
            block.append(band)
    if _is_block(block):
        yield [line for part in block for line in part]


def _underlines(stack: Sequence[Box], words: Sequence[Word], inside: Sequence[Word]) -> bool:
    """Tell whether the rulings but underline sums: texts left of them name the figures between them."""
    held = [word for word in inside if stack[0][1] < word.box[3] < stack[-1][1]]
    firsts = {round(line.bottom): line for line in lines_of(held)}
    others = [word for word in words if word.box[2] < stack[0][0] + _SAME_END and word.text[-1:].isalpha()]
    named = sum(
        any(abs(word.box[3] - bottom) <= WRAPPED_OFF * line.size for word in others)
        for bottom, line in firsts.items()
    )
    figures = sum(line.chunks[0].figure for line in firsts.values())
    return named >= UNDERLINED * len(firsts) > 0 and figures >= UNDERLINED * len(firsts)


def _is_block(bands: Sequence[list[Line]]) -> bool:
    """Tell whether rulings enough bound the bands, or a heading of several columns stands on top of others."""
    if len(bands) + 1 >= BLOCK_RULES:
        return any(bands)
    headed = len(bands) > 1 and 0 < len(bands[0]) <= HEADING_LINES
    return headed and max(len(line.chunks) for line in bands[0]) > 1 and any(map(_in_columns, bands[1:]))


def _in_columns(band: Sequence[Line]) -> bool:
    """Tell whether hardly any line of a band reaches over the gaps that the others have in common."""
    parted = sum(len(line.chunks) > 1 for line in band)
    if parted < max(_FEW, PARTED_SHARE * len(band)):
        return False
    edges = column_edges(band)
    over = sum(any(c.left < x - 1 and c.right > x + 1 for c in line.chunks for x in edges[1:-1]) for line in band)
    return len(edges) > _FEW and over <= CROSSING_SHARE * len(band)


def _far(before: Line, after: Line, rules: Sequence[Box]) -> bool:
    white = after.top - before.bottom
    reach = FAR * max(before.size, after.size)
    if white <= reach:
        return False
    left, right = min(before.left, after.left), max(before.right, after.right)
    between = [box for box in rules if before.middle < box[1] < after.middle]
    bound = any(box[0] <= left + 5 and box[2] >= right - 5 for box in between)
    return not (bound and white <= 2 * reach)
