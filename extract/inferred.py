"""Tables without rulings, or with too few: their edges are where the words leave room.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from cuadre.evidence import Box
from extract.alignments import Line, lines_of
from extract.grid import Grid
from extract.inferred_cells import grid_of
from extract.inferred_columns import column_edges, column_span, parted_from_figures, split_at
from extract.inferred_judgement import LEAST_LINES, looks_like_table
from extract.inferred_regions import is_caption, is_note, is_prose, joined_runs, ruled_blocks, runs
from extract.inferred_sides import beside, side_edge
from extract.inferred_zones import zones
from extract.model import Ruling, Word

# In ems of white beyond the usual that may part two tables set close to each other.
APART = 0.9
# In ems: how far above and below its lines the rulings of a table may stand.
RULE_ABOVE = 6
RULE_BELOW = 4
# In ems: how far above and below their common lines tables side by side may reach.
SIDE_ABOVE = 4
# How far a title may be off the middle of its table.
CENTRED = 3.0
# Edges so near are those of one column.
NEAR = 12


def borderless_grids(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[Grid, ...]:
    """Find the tables among words that stand in no ruled grid.

    Args:
        words: Upright words of one page.
        rulings: Rulings of the page, those of ruled grids left out.
    """
    if not words:
        return ()
    rules = _full_rules(rulings)
    grids = []
    drawn = _full_rules([ruling for ruling in rulings if ruling.drawn])
    for block in ruled_blocks(words, rulings, drawn):
        table = _table(block, block, rules, block[0].right - block[0].left)
        if table is not None:
            grids.append(grid_of(*table, rulings))
            held = {id(word) for line in table[0] for word in line.words}
            words = [word for word in words if id(word) not in held]
    lines = lines_of(words, rulings)
    for zone in zones(lines, rulings) if lines else ():
        grids += _zone_grids(zone, rulings, rules)
    return tuple(grids)


def _zone_grids(zone: list[Line], rulings: Sequence[Ruling], rules: list[Box]) -> list[Grid]:
    """Find the tables of a zone; where two stand side by side, those of each side."""
    width = max(line.right for line in zone) - min(line.left for line in zone)
    grids: list[Grid] = []
    for run in joined_runs(runs(zone, width, rules), zone, width):
        for part in _parts(run):
            edge = side_edge(part, rulings)
            if edge is not None:
                reach = SIDE_ABOVE * part[0].size
                near = [line for line in zone if part[0].top - reach < line.top <= part[-1].top + reach]
                for side in beside(near, edge, rulings):
                    grids += _zone_grids(side, rulings, rules) if side else ()
                continue
            table = _table(part, zone, rules, width)
            grid = None if table is None else grid_of(*table, rulings)
            if grid is not None and grid.rows > 1:
                grids.append(grid)
    return grids


def _full_rules(rulings: Sequence[Ruling]) -> list[Box]:
    return sorted((ruling.box for ruling in rulings if ruling.horizontal), key=lambda box: (box[1], box[0]))


def _parts(run: list[Line]) -> list[list[Line]]:
    """Cut a run where white parts two blocks whose columns differ."""
    whites = [after.top - before.bottom for before, after in pairwise(run)]
    if len(run) < 2 * LEAST_LINES:
        return [run]
    usual = median(whites)
    for index, white in enumerate(whites, 1):
        if white < usual + APART * run[index].size or min(index, len(run) - index) < LEAST_LINES:
            continue
        above, below = column_edges(run[:index]), column_edges(run[index:])
        if len(above) != len(below) and not _fitting(above, below):
            return [*_parts(run[:index]), *_parts(run[index:])]
    return [run]


def _fitting(above: Sequence[float], below: Sequence[float]) -> bool:
    """Tell whether the inner edges of one block stand where the other has edges too."""
    few, many = sorted((above[1:-1], below[1:-1]), key=len)
    return all(any(abs(x - other) < NEAR for other in many) for x in few)


def _table(
    run: list[Line], zone: list[Line], rules: list[Box], width: float
) -> tuple[list[Line], tuple[float, ...]] | None:
    run = _trimmed(run)
    if not run:
        return None
    run = parted_from_figures(run)
    edges = column_edges(run)
    run = split_at(run, edges)
    if not looks_like_table(run, edges, rules):
        return None
    return _grown(run, zone, edges, rules, width), edges


def _trimmed(run: list[Line]) -> list[Line]:
    """Drop lines of one chunk at both ends."""
    while run and len(run[-1].chunks) == 1:
        run = run[:-1]
    while run and len(run[0].chunks) == 1:
        run = run[1:]
    return run


def _grown(
    run: list[Line], zone: list[Line], edges: Sequence[float], rules: list[Box], width: float
) -> list[Line]:
    """Take in headings above and wrapped lines below that rulings or places bind to the table."""
    top, bottom = _bounds(run, edges, rules)
    above = [line for line in zone if line.middle < run[0].middle and line not in run]
    for line in reversed(above):
        near = run[0].top - line.bottom <= 1.2 * line.size
        bound = (top is not None and line.middle > top) or line.interlocks(run[0])
        heading = near and line.left > edges[1] - 2 and not is_prose(line, width)
        if is_caption(line) or is_note(line) or not (bound or (heading and not _is_title(line, edges))):
            break
        run = [line, *run]
    under = run[-1].bottom - 1 - run[-1].size / 2
    below = [line for line in zone if line.top >= under and line not in run]
    for line in below:
        bound = bottom is not None and line.middle <= bottom
        bound = bound or (bottom is None and _goes_on(run[-1], line, edges))
        if is_note(line) or is_caption(line) or not bound:
            break
        run = [*run, line]
    return run


def _is_title(line: Line, edges: Sequence[float]) -> bool:
    """Tell whether a line is centred on the whole table, its first column as well, and on no group of columns."""
    if len(line.chunks) > 1:
        return False
    off_all, off_group = (abs(line.chunks[0].centre - (edges[first] + edges[-1]) / 2) for first in (0, 1))
    return off_all <= CENTRED < off_group


def _goes_on(last: Line, line: Line, edges: Sequence[float]) -> bool:
    """Tell whether a line under the last one is more of the wrapped text in one of its columns."""
    if last.interlocks(line):
        return True
    if line.top - last.bottom > 0.2 * line.size:
        return False
    for chunk in line.chunks:
        first, final = column_span(chunk, edges)
        inside = edges[first] - 1 <= chunk.left and chunk.right <= edges[final + 1] + 1
        if first != final or not inside or (first == 0 and not chunk.text[0].islower()):
            return False
    return True


def _bounds(run: list[Line], edges: Sequence[float], rules: list[Box]) -> tuple[float | None, float | None]:
    """Find rulings right across the table just above and just below it."""
    left, right = edges[0], edges[-1]
    across = [
        box
        for box in rules
        if box[0] <= left + 15 and box[2] >= right - 15 and box[2] - box[0] < 1.3 * (right - left)
    ]
    size = run[0].size
    tops = [box[1] for box in across if run[0].top - RULE_ABOVE * size <= box[1] <= run[0].middle]
    bottoms = [box[1] for box in across if run[-1].middle <= box[1] <= run[-1].bottom + RULE_BELOW * size]
    inner = any(run[0].middle < box[1] < run[-1].middle for box in across)
    return (min(tops) if tops and (inner or bottoms) else None), (min(bottoms) if bottoms else None)
