"""Straight lines among the ink of a page: found from long runs, judged by how even they are, and wiped out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, Pixels

Ints = npt.NDArray[np.int64]

_SHORTEST = 10.0
_LONG = 30.0
_VERY_LONG = 120.0
_THICKEST = 3.5
_THIN = 1.3
_LENGTH_TO_WIDTH = 6.0
_EVEN = 0.5
_EVEN_SHORT = 0.8
_WINDOW = 24.0
_REACH = 2.0
_STROKED = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Streak:
    """A straight line in pixels, followed along its way.

    Attributes:
        start: First place along.
        low: For each place along, where the line begins across.
        high: One past where it ends across.
        clear: Places where nothing but the line stands.
    """

    start: int
    low: Ints
    high: Ints
    clear: Flags

    @property
    def end(self) -> int:
        """One past its last place along."""
        return self.start + len(self.low)

    @property
    def thickness(self) -> float:
        """How thick it is, in pixels."""
        return float(np.median(self.high - self.low))

    @property
    def middle(self) -> float:
        """Where it runs across, in pixels."""
        return float((self.low + self.high).mean() / 2)


def streaks_of(ink: Pixels, scale: float, strokes: Flags | None = None) -> list[Streak]:
    """Find the horizontal lines of a page; turn the page for the upright ones.

    Args:
        ink: 255 where there is ink, else 0.
        scale: Pixels a point.
        strokes: Where pens and stamps went; what lies on these mostly is no line.
    """
    least = round(_SHORTEST * scale)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    hop = max(1, least // 6)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(runs[:, hop // 2 :: hop]), connectivity=8
    )
    found = []
    for left, top, wide, high, _ in boxes[1:count].tolist():
        first, end = left * hop, min((left + wide) * hop, ink.shape[1])
        for streak in _followed(runs, ink, (first, top, end, top + high), scale):
            if strokes is None or _on_strokes(streak, strokes) < _STROKED:
                found.append(streak)
    return found


def _followed(
    runs: Pixels, ink: Pixels, box: tuple[int, int, int, int], scale: float,
) -> Iterator[Streak]:  # fmt: skip
    """Follow the line in a box along its way, if one is there."""
    left, top, right, bottom = box
    reach = round(_THICKEST * scale) + 2
    if bottom - top > 4 * reach:
        return
    part = runs[top:bottom, left:right] > 0
    held = part.any(axis=0)
    if not held.any():
        return
    first, last = int(np.argmax(held)), len(held) - int(np.argmax(held[::-1]))
    part, held, left = part[:, first:last], held[first:last], left + first
    rows = np.arange(bottom - top)[:, None]
    middle = np.where(held, (part * rows).sum(axis=0) / np.maximum(part.sum(axis=0), 1), np.nan)
    path = _filled(middle)
    low, high = _extent(ink, left, top, path, reach)
    window = max(3, round(_WINDOW * scale))
    own_low, own_high = _local_median(low, window), _local_median(high, window)
    clear = (low >= own_low - 1) & (high <= own_high + 1) & held
    streak = Streak(left, own_low, own_high, clear)
    if _is_line(streak, held, scale):
        yield streak


def _filled(values: npt.NDArray[np.float64]) -> Ints:
    known = np.flatnonzero(~np.isnan(values))
    return np.round(np.interp(np.arange(len(values)), known, values[known])).astype(np.int64)


def _extent(ink: Pixels, left: int, top: int, path: Ints, reach: int) -> tuple[Ints, Ints]:
    """Give where the ink on a path begins and ends across, for each place along, at most ``reach`` off it."""
    height = ink.shape[0]
    along = left + np.arange(len(path))
    start = top + path
    low, high = start.copy(), start + 1
    going_up, going_down = (np.ones(len(path), np.bool_) for _ in range(2))
    for _ in range(reach):
        going_up &= (low > 0) & (ink[np.maximum(low - 1, 0), along] > 0)
        low -= going_up
        going_down &= (high < height) & (ink[np.minimum(high, height - 1), along] > 0)
        high += going_down
    return low, high


def _local_median(values: Ints, window: int) -> Ints:
    """Give the median of each stretch, drawn out between the middles of the stretches."""
    pieces = max(1, len(values) // window)
    window = len(values) // pieces
    medians = np.median(values[: pieces * window].reshape(pieces, window), axis=1)
    middles = (np.arange(pieces) + 0.5) * window
    return np.round(np.interp(np.arange(len(values)), middles, medians)).astype(np.int64)


def _is_line(streak: Streak, held: Flags, scale: float) -> bool:
    length, thickness = len(streak.low), streak.thickness
    if length < max(_SHORTEST * scale, _LENGTH_TO_WIDTH * thickness) or thickness > _THICKEST * scale:
        return False
    even = float(streak.clear.sum()) / max(1, int(held.sum()))
    thin = thickness <= max(_THIN * scale, 2.0)
    if not thin and length < 2 * _LONG * scale:
        return False
    return even >= (_EVEN if length >= _VERY_LONG * scale and thin else _EVEN_SHORT)


def _on_strokes(streak: Streak, strokes: Flags) -> float:
    middle = np.clip((streak.low + streak.high) // 2, 0, strokes.shape[0] - 1)
    return float(strokes[middle, np.arange(streak.start, streak.end)].mean())


def supported(streaks: list[Streak], crossing: list[Streak], scale: float) -> list[Streak]:
    """Drop short lines that no crossing line meets: letters, dashes."""
    reach = _REACH * scale
    kept = []
    for streak in streaks:
        if streak.end - streak.start >= _LONG * scale or any(
            streak.start - reach <= other.middle <= streak.end + reach
            and other.start - reach <= streak.middle <= other.end + reach
            for other in crossing
        ):
            kept.append(streak)
    return kept


def mask_of(streaks: list[Streak], shape: tuple[int, int]) -> Pixels:
    """Give where the lines run, 255 there, whatever stands on them."""
    mask = np.zeros(shape, np.uint8)
    for streak in streaks:
        _paint(mask, streak, np.ones(len(streak.low), np.bool_), 255, 0)
    return mask


def wipe(text: Pixels, streak: Streak, crossing: Pixels) -> None:
    """Wipe a line out where nothing but it stands, and where lines cross it."""
    middle = np.clip((streak.low + streak.high) // 2, 0, text.shape[0] - 1)
    crossed = crossing[middle, np.arange(streak.start, streak.end)] > 0
    _paint(text, streak, streak.clear | crossed, 255, 1)


def _paint(target: Pixels, streak: Streak, where: Flags, value: int, fringe: int) -> None:
    along = streak.start + np.flatnonzero(where)
    low, high = streak.low[where] - fringe, streak.high[where] + fringe
    for step in range(int((high - low).max()) if len(low) else 0):
        at = low + step
        inside = (at < high) & (at >= 0) & (at < target.shape[0])
        target[at[inside], along[inside]] = value
