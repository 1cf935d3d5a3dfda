"""Where the rulings of a scanned table end: a scan frays them, and shading goes on behind them. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Ruling

_LONG = 0.8
"""Share of the longest ruling that another one of the same table has at least."""
_LEAST = 4
"""So many rulings say where the others end."""
_SAME = 2.0
_FRAYED = 24.0
"""What an end may lack at most: a third of an inch."""
_MEETS = 3.0
_BESIDE, _MOSTLY = 1.5, 0.5
_FREE, _STROKE = 5.0, 0.25
"""The pieces of a torn wall make up this share of the table at least."""


def with_even_ends(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Lengthen long horizontal rulings to where most of their like end, unless an upright one closes them before.

    Args:
        rulings: Of one page, straightened.

    Returns:
        The same ones in the same order.
    """
    flat = [ruling for ruling in rulings if ruling.horizontal and ruling.drawn]
    longest = max((_length(ruling) for ruling in flat), default=0.0)
    alike = [ruling for ruling in flat if _length(ruling) >= _LONG * longest]
    left = _usual([ruling.box[0] for ruling in alike])
    right = _usual([ruling.box[2] for ruling in alike])
    standing = [ruling for ruling in rulings if not ruling.horizontal]
    return [_lengthened(ruling, left, right, standing) if ruling in alike else ruling for ruling in rulings]


def _length(ruling: Ruling) -> float:
    return ruling.box[2] - ruling.box[0]


def _usual(ends: Sequence[float]) -> float | None:
    """Where at least half of the ends lie, and enough of them to tell; ``None`` where they do not."""
    best = max(ends, key=lambda end: sum(abs(other - end) <= _SAME for other in ends), default=0.0)
    near = sorted(end for end in ends if abs(end - best) <= _SAME)
    return near[len(near) // 2] if len(near) >= max(_LEAST, len(ends) / 2) else None


def _lengthened(ruling: Ruling, left: float | None, right: float | None, standing: Sequence[Ruling]) -> Ruling:
    start, top, end, bottom = ruling.box
    if left is not None and _SAME < start - left <= _FRAYED and not _is_closed(start, ruling, standing):
        start = left
    if right is not None and _SAME < right - end <= _FRAYED and not _is_closed(end, ruling, standing):
        end = right
    return replace(ruling, box=(start, top, end, bottom))


def _is_closed(x: float, ruling: Ruling, standing: Sequence[Ruling]) -> bool:
    """Tell whether an upright ruling stands where a ruling ends."""
    y = (ruling.box[1] + ruling.box[3]) / 2
    return any(
        abs((other.box[0] + other.box[2]) / 2 - x) <= _MEETS
        and other.box[1] - _MEETS <= y <= other.box[3] + _MEETS
        for other in standing
    )


def without_shade_behind(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Leave out the flat edges of shaded areas where lines are drawn: shading goes on behind merged cells.

    Args:
        rulings: Of one page, straightened.

    Returns:
        The others in the same order.
    """
    flat = [ruling for ruling in rulings if ruling.horizontal]
    return [ruling for ruling in rulings if ruling.drawn or not ruling.horizontal or not _is_behind(ruling, flat)]


def _is_behind(edge: Ruling, flat: Sequence[Ruling]) -> bool:
    """Tell whether lines are drawn along the most of the height at which an edge lies."""
    level = [ruling for ruling in flat if abs(_height(ruling) - _height(edge)) <= _BESIDE]
    width = max(ruling.box[2] for ruling in level) - min(ruling.box[0] for ruling in level)
    return sum(_length(ruling) for ruling in level if ruling.drawn) >= _MOSTLY * width


def _height(ruling: Ruling) -> float:
    return (ruling.box[1] + ruling.box[3]) / 2


def without_pen_strokes(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Leave out straight strokes of a pen in black ink: lines that end in the midst of a table's cells.

    A wall ends on another wall, and its pieces, if it is torn, make up a good part of the table's height or width.

    Args:
        rulings: Of one page, straightened.

    Returns:
        The others in the same order.
    """
    spans = [(_along(ruling), _across(ruling), ruling) for ruling in rulings]
    return [ruling for ruling in rulings if not (ruling.drawn and _is_stroke(ruling, spans))]


def _is_stroke(ruling: Ruling, spans: Sequence[tuple[tuple[float, float], float, Ruling]]) -> bool:
    (start, end), at = _along(ruling), _across(ruling)
    walls = [place for (low, high), place, other in spans
             if other.horizontal != ruling.horizontal and low - _MEETS <= at <= high + _MEETS]  # fmt: skip
    if len(walls) < _LEAST:
        return False
    off = sorted(min(abs(wall - place) for wall in walls) for place in (start, end))
    crosses = any(start + _MEETS < wall < end - _MEETS for wall in walls)
    if off[1] <= _MEETS or (off[0] <= _FREE and not crosses):
        return False
    level = [(max(low, min(walls)), min(high, max(walls))) for (low, high), place, other in spans
             if other.horizontal == ruling.horizontal and abs(place - at) <= _SAME]  # fmt: skip
    return sum(max(0.0, high - low) for low, high in level) < _STROKE * (max(walls) - min(walls))


def _along(ruling: Ruling) -> tuple[float, float]:
    return (ruling.box[0], ruling.box[2]) if ruling.horizontal else (ruling.box[1], ruling.box[3])


def _across(ruling: Ruling) -> float:
    box = ruling.box
    return (box[1] + box[3]) / 2 if ruling.horizontal else (box[0] + box[2]) / 2
