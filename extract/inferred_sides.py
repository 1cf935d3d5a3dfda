"""Two tables set side by side: where the white between them is no gap between columns of one table.

Lengths are points, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuadre.evidence import Box
from extract.alignments import Line, lines_of
from extract.model import Ruling

# Lines of several chunks that each side prints where the other one prints nothing, and their share.
OWN_LINES = 3
OWN_SHARE = 0.35
# Two sides are of one table where such a share of the lines of figures is common to them, and hardly any
# line is near one of the other side, in ems, and not on it.
ON_LINE = 0.2
OFF_LINE = 0.9
MET = 0.5
CLASHES = 0.05
# Rulings that each side has, and the part of its width that they cover.
OWN_RULES = 2
COVERED = 0.8
# How far beyond the lines their rulings may stand.
NEAR = 14
_HAIR = 2.0


def side_edge(run: Sequence[Line], rulings: Sequence[Ruling]) -> float | None:
    """Find the place that parts two tables side by side; ``None`` where there is but one.

    Args:
        run: Lines that have gaps in common.
        rulings: Rulings of the page.
    """
    if len(run) <= OWN_LINES:
        return None
    edges = _strips(run)
    top, bottom = run[0].top - NEAR, run[-1].bottom + NEAR
    flat = [r for r in rulings if r.horizontal and top <= r.box[1] <= bottom]
    rules, drawn = [r.box for r in flat], [r.box for r in flat if r.drawn]
    for x in edges[1:-1]:
        if any(box[0] < x - _HAIR and box[2] > x + _HAIR for box in rules):
            continue
        if _ruled_apart(drawn, edges[0], x, edges[-1]):
            return x
        # Headings that are shaded apart may be of one table.
        if (_ruled_apart(rules, edges[0], x, edges[-1]) or _out_of_step(run, x)) and not _in_step(run, x):
            return x
    return None


def beside(lines: Sequence[Line], x: float, rulings: Sequence[Ruling]) -> tuple[list[Line], list[Line]]:
    """Part lines at a place, those left out that reach across it.

    Args:
        lines: Lines of a zone.
        x: Where to part them.
        rulings: Rulings of the page.
    """
    clear = [line for line in lines if not any(chunk.left < x < chunk.right for chunk in line.chunks)]
    words = [word for line in clear for word in line.words]
    left = lines_of([word for word in words if word.box[2] <= x + _HAIR], rulings)
    return left, lines_of([word for word in words if word.box[2] > x + _HAIR], rulings)


def _strips(run: Sequence[Line]) -> list[float]:
    """Give the middles of what all lines leave white, between the left and right edges of the run."""
    spans = sorted((chunk.left, chunk.right) for line in run for chunk in line.chunks)
    edges, reach = [spans[0][0]], spans[0][1]
    for left, right in spans[1:]:
        if left > reach:
            edges.append((left + reach) / 2)
        reach = max(reach, right)
    return [*edges, reach]


def _ruled_apart(rules: Sequence[Box], left: float, x: float, right: float) -> bool:
    """Tell whether both sides have rulings of their own, as wide as they are."""
    before = sum(min(box[2], x) - max(box[0], left) >= COVERED * (x - left) for box in rules)
    after = sum(min(box[2], right) - max(box[0], x) >= COVERED * (right - x) for box in rules)
    return min(before, after) >= OWN_RULES


def _out_of_step(run: Sequence[Line], x: float) -> bool:
    """Tell whether both sides print rows where the other one has none."""
    rows = [line for line in run if len(line.chunks) > 1]
    before = sum(line.right < x for line in rows)
    after = sum(line.left > x for line in rows)
    return min(before, after) >= max(OWN_LINES, OWN_SHARE * len(rows) / 2)


def _in_step(run: Sequence[Line], x: float) -> bool:
    """Tell whether the figures of both sides stand on common lines, or on none that is near: one set of rows."""
    words = [word for line in run for word in line.words]
    sides = [lines_of([word for word in words if (word.box[0] < x) == left]) for left in (True, False)]
    few, many = sorted(([line for line in side if line.figures] for side in sides), key=len)
    offs = [min(abs(line.middle - other.middle) / line.size for other in many) for line in few]
    met = sum(off <= ON_LINE for off in offs)
    return met >= MET * len(few) > 0 and sum(ON_LINE < off < OFF_LINE for off in offs) <= CLASHES * len(few)
