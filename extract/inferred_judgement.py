"""Whether lines with aligned gaps are a table: what speaks for it, and what else they may be.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from cuadre.evidence import Box
from extract.alignments import Chunk, Line, extent
from extract.inferred_columns import column_span

LEAST_LINES = 3
"""Lines of two chunks or more that a table has, unless rulings speak for it."""

# Share of figures beyond the first column that makes a table of figures.
SHARE_OF_FIGURES = 0.25
# What a table of text alone must show: lines, words in a chunk, share of lines with several chunks.
TEXT_LINES = 5
TEXT_WORDS = 7.0
TEXT_SHARE = 0.4
# In ems: white below which a line goes on with the text above it.
WRAPPED_WHITE = 0.3
# Rulings across the lines that make a table of them whatever they hold.
LEAST_RULES = 2
# A mark of a list: so many characters, in so large a share of its lines.
MARK_LENGTH = 5
MARKED = 0.7
LED = 0.6
# Paragraphs: words in a line, share of the width that is printed, share of a column that its lines fill.
PROSE_WORDS = 12
PROSE_PRINTED = 0.75
PROSE_FILLED = 0.85
PROSE_EMS = 8
# Justified lines end within so many points of one edge, nearly all of them.
FLUSH = 1.5
FLUSH_SHARE = 0.75

_PAIR = 2
"""Columns of a list, of a table of contents, of names with their values."""


def looks_like_table(run: Sequence[Line], edges: Sequence[float], rules: Sequence[Box]) -> bool:
    """Weigh what speaks for a table: lines enough, figures, rulings, short texts.

    Args:
        run: The lines, from the first to the last with several chunks.
        edges: Edges of the columns they share.
        rules: Horizontal rulings of the page.
    """
    rows = [line for line in run if len(line.chunks) > 1]
    columns = len(edges) - 1
    if columns < _PAIR or len(rows) < _PAIR:
        return False
    chunks = [chunk for line in rows for chunk in line.chunks]
    ruled = _rules_across(chunks, rules)
    if _is_list(rows, columns) or _is_contents(rows, columns) or (not ruled and _is_prose(run, edges)):
        return False
    if ruled >= LEAST_RULES:
        return True
    if _of_figures(chunks, edges):
        return len(rows) >= (LEAST_LINES if columns > _PAIR or ruled else LEAST_LINES + 1)
    words = sum(len(chunk.words) for chunk in chunks) / len(chunks)
    least, share = (TEXT_LINES, 1.5 * TEXT_SHARE) if columns == _PAIR else (TEXT_LINES - 1, TEXT_SHARE)
    begun = len(run) - sum(_wraps_within(one, other, edges) for one, other in pairwise(run))
    return len(rows) >= least and words <= TEXT_WORDS and len(rows) >= share * begun


def _wraps_within(above: Line, line: Line, edges: Sequence[float]) -> bool:
    """Tell whether a line is but more text in one column, close under the line above."""
    spans = {column_span(chunk, edges) for chunk in line.chunks}
    return len(line.chunks) == 1 and spans <= {(c, c) for c in range(len(edges))} and (
        line.top - above.bottom < WRAPPED_WHITE * line.size
    )


def _rules_across(chunks: Sequence[Chunk], rules: Sequence[Box]) -> int:
    left, top, right, bottom = extent(chunk.box for chunk in chunks)
    near = [rule for rule in rules if top - 14 <= rule[1] <= bottom + 14]
    return sum(rule[0] <= left + 12 and rule[2] >= right - 12 for rule in near)


def _of_figures(chunks: Sequence[Chunk], edges: Sequence[float]) -> bool:
    beyond = [chunk for chunk in chunks if column_span(chunk, edges)[0] > 0]
    figures = sum(chunk.figure for chunk in beyond)
    return figures >= max(_PAIR, SHARE_OF_FIGURES * len(beyond))


def _is_list(rows: Sequence[Line], columns: int) -> bool:
    """Tell whether the first column holds but bullets or numbers of paragraphs, and the second one text."""
    if columns != _PAIR:
        return False
    firsts = [line.chunks[0].text for line in rows]
    marks = sum(len(text) <= MARK_LENGTH and not text[:1].isalpha() for text in firsts)
    texts = sum(not line.chunks[-1].figure for line in rows)
    return min(marks, texts) >= MARKED * len(rows)


def _is_contents(rows: Sequence[Line], columns: int) -> bool:
    """Tell whether it is a table of contents: dots lead to page numbers that never fall."""
    lasts = [line.chunks[-1].text for line in rows]
    if columns != _PAIR or not all(text.isdigit() for text in lasts):
        return False
    led = sum(line.chunks[0].text.endswith((" .", "..", "…")) for line in rows)
    return led >= LED * len(rows) and all(int(one) <= int(other) for one, other in pairwise(lasts))


def _is_prose(run: Sequence[Line], edges: Sequence[float]) -> bool:
    """Tell whether the columns are set as paragraphs: line after line is full, and no figures stand there."""
    chunks = [chunk for line in run for chunk in line.chunks]
    if sum(chunk.figure for chunk in chunks) > 0.1 * len(chunks):
        return False
    if _is_justified(run):
        return True
    printed = sum(chunk.right - chunk.left for chunk in chunks) / len(run)
    words = sum(chunk.lettered for chunk in chunks) / len(run)
    if printed >= PROSE_PRINTED * (edges[-1] - edges[0]) and words >= PROSE_WORDS:
        return True
    full = 0
    for column in range(len(edges) - 1):
        widths = [c.right - c.left for c in chunks if column_span(c, edges) == (column, column)]
        reach = max(widths, default=0.0)
        full += reach > PROSE_EMS * run[0].size and median(widths) >= PROSE_FILLED * reach
    return full >= max(_PAIR, len(edges) - 2)


def _is_justified(run: Sequence[Line]) -> bool:
    """Tell whether line after line begins at one edge and ends with a word at another one."""
    left, right = min(line.left for line in run), max(line.right for line in run)
    flush = [line for line in run if line.left - left <= FLUSH and right - line.right <= FLUSH]
    return sum(line.chunks[-1].text[-1].isalpha() for line in flush) >= FLUSH_SHARE * len(run)
