"""Straight lines among the ink of a page: found from long runs, judged by how even they are, and wiped out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from cv2.typing import MatLike

from extract.scan.model import Flags, Pixels

Ints = npt.NDArray[np.int64]

_SHORTEST = 10.0
_STEPS = 2
_LONG = 30.0
_VERY_LONG = 120.0
_THICKEST = 3.5
_THIN = 1.3
_THICK = 2.4
_LENGTH_TO_WIDTH = 6.0
_EVEN = 0.5
_EVEN_SHORT = 0.8
_WINDOW = 24.0
_REACH = 2.0
_STROKED = 0.6
_FINE = 3.0
_DOT_GAP = 3.2
_DOTTED = 40.0
_LEAST_DOTS = 0.2
_MARGIN = 1.2
_CROWDED = 0.4
_MOSTLY_TALL = 0.4
_BESIDE_TEXT = 0.5
_GAP = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Streak:
    """A straight line in pixels, followed along its way.

    Attributes:
        start: First place along.
        low: For each place along, where the line begins across.
        high: One past where it ends across.
        before: Places where ink goes on before the line: a letter touches it there.
        after: Places where ink goes on after it.
    """

    start: int
    low: Ints
    high: Ints
    before: Flags
    after: Flags

    @property
    def clear(self) -> Flags:
        """Places where nothing but the line stands."""
        return ~(self.before | self.after)

    def doubled(self) -> Streak:
        """Give it on a page twice as large."""
        low, high = (np.asarray(np.repeat(part * 2, 2), np.int64) for part in (self.low, self.high))
        before, after = (np.asarray(np.repeat(part, 2), np.bool_) for part in (self.before, self.after))
        return Streak(self.start * 2, low, high, before, after)

    def moved(self, along: int, across: int) -> Streak:
        """Give it on a page of which this one was a part."""
        return replace(self, start=self.start + along, low=self.low + across, high=self.high + across)

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


def streaks_of(ink: Pixels, pale: Pixels, scale: float, strokes: Flags, *, stepped: bool = False) -> list[Streak]:
    """Find the horizontal lines of a page, solid and broken ones; turn the page for the upright ones.

    Args:
        ink: 255 where there is ink, else 0.
        pale: The same with fainter ink: that of small dots, which a scanner mixes with the paper around them.
        scale: Pixels a point.
        strokes: Where pens and stamps went; what lies on these mostly is no line.
        stepped: Lines may go up and down between two neighbouring pixels, as those of a fax that was straightened.
    """
    least = round(_SHORTEST * scale)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    runs = _opened(closed, least)
    if stepped:
        beside = _opened(cv2.dilate(closed, np.ones((3, 1), np.uint8)), _STEPS * least)
        runs = np.asarray(cv2.bitwise_or(runs, cv2.bitwise_and(closed, beside)), np.uint8)
    solid = [streak for streak in _candidates(runs, ink, scale) if _is_line(streak, scale)]
    rest = pale.copy()
    for streak in solid:
        _paint(rest, streak, 0, 1)
    return [streak for streak in solid + _dotted(rest, scale) if not _is_pen(streak, strokes, scale)]


def _dotted(ink: Pixels, scale: float) -> list[Streak]:
    """Find the broken lines; on a fine scan at half its size, which is plenty for them."""
    if scale > _FINE:
        height, width = (side // 2 * 2 for side in ink.shape)
        even = ink[:height, :width]
        half = np.maximum(
            np.maximum(even[::2, ::2], even[1::2, ::2]), np.maximum(even[::2, 1::2], even[1::2, 1::2])
        )
        return [streak.doubled() for streak in _dotted(half, scale / 2)]
    runs = _candidates(_dots(ink, scale), ink, scale)
    return [streak for streak in runs if _is_dotted(streak, ink, scale)]


def _opened(ink: MatLike, length: int) -> Pixels:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)


def _dots(ink: Pixels, scale: float) -> Pixels:
    """Give the long rows of dots, dashes and pieces of hairlines, their gaps filled."""
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_THIN * scale) + 2, 1), np.uint8))
    thin = cv2.subtract(ink, tall)
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, round(_DOT_GAP * scale)), np.uint8))
    return _opened(joined, round(_DOTTED * scale))


def _is_dotted(streak: Streak, ink: Pixels, scale: float) -> bool:
    """Tell whether nothing but a thin row of dots runs there: around letters there is more ink."""
    if len(streak.low) < _DOTTED * scale or not _is_thin(streak, scale):
        return False
    along = streak.start + np.arange(len(streak.low))
    on = _share(ink, along, streak.low, streak.high)
    margin = max(1, round(_MARGIN * scale))
    above = _share(ink, along, streak.low - 1 - margin, streak.low - 1)
    below = _share(ink, along, streak.high + 1, streak.high + 1 + margin)
    return on >= _LEAST_DOTS and max(above, below) <= _CROWDED * on and float(streak.clear.mean()) >= _EVEN


def _share(ink: Pixels, along: Ints, low: Ints, high: Ints) -> float:
    """Give the share of places along with ink between two heights."""
    held = np.zeros(len(along), np.bool_)
    for step in range(int((high - low).max())):
        at = low + step
        inside = (at < high) & (at >= 0) & (at < ink.shape[0])
        held[inside] |= ink[at[inside], along[inside]] > 0
    return float(held.mean())


def _candidates(runs: Pixels, ink: Pixels, scale: float) -> Iterator[Streak]:
    """Follow every long run of a map through the ink."""
    hop = max(1, round(_SHORTEST * scale) // 6)
    thinned = np.ascontiguousarray(runs[:, hop // 2 :: hop])
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(thinned, connectivity=8)
    for left, top, wide, high, _ in boxes[_promising(labels, boxes, ink[:, hop // 2 :: hop], hop, scale)].tolist():
        first, end = left * hop, min((left + wide) * hop, ink.shape[1])
        streak = _followed(runs, ink, (first, top, end, top + high), scale)
        if streak is not None:
            yield streak


def _promising(labels: MatLike, boxes: MatLike, ink: Pixels, hop: int, scale: float) -> Ints:
    """Give the numbers of the runs that are long or thin for the most part: not those through letters."""
    post = np.ones((round(_THIN * scale) + 1, 1), np.uint8)
    tall = np.asarray(cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_OPEN, post), np.uint8)
    thick = np.bincount(labels[tall > 0], minlength=len(boxes))
    thin = thick <= _MOSTLY_TALL * boxes[:, cv2.CC_STAT_AREA]
    chosen = thin | (boxes[:, cv2.CC_STAT_WIDTH] * hop >= 2 * _LONG * scale)
    return np.flatnonzero(chosen[1:]) + 1


def _followed(
    runs: Pixels, ink: Pixels, box: tuple[int, int, int, int], scale: float,
) -> Streak | None:  # fmt: skip
    """Follow the line in a box along its way, if one is there."""
    left, top, right, bottom = box
    reach = round(_THICKEST * scale) + 2
    if bottom - top > 4 * reach:
        # A pen's stroke hangs on the line: it runs where the most of the runs lie.
        centre = top + int((runs[top:bottom, left:right] > 0).sum(axis=1).argmax())
        top, bottom = max(top, centre - reach), min(bottom, centre + reach)
    part = runs[top:bottom, left:right] > 0
    held = np.asarray(part.any(axis=0), np.bool_)
    if not held.any():
        return None
    first, last = int(np.argmax(held)), len(held) - int(np.argmax(held[::-1]))
    part, held, left = part[:, first:last], held[first:last], left + first
    rows = np.arange(bottom - top)[:, None]
    middle = np.where(held, (part * rows).sum(axis=0) / np.maximum(part.sum(axis=0), 1), np.nan)
    path = _filled(middle)
    low, high = _extent(ink, left, top, path, reach)
    window = max(3, round(_WINDOW * scale))
    own_low, own_high = _local_median(low, window), _local_median(high, window)
    return Streak(left, own_low, own_high, low < own_low - 1, high > own_high + 1)


def _filled(values: npt.NDArray[np.float64]) -> Ints:
    known = np.flatnonzero(~np.isnan(values))
    return np.round(np.interp(np.arange(len(values)), known, values[known])).astype(np.int64)


def _extent(ink: Pixels, left: int, top: int, path: Ints, reach: int) -> tuple[Ints, Ints]:
    """Give where the ink on a path begins and ends across, for each place along, at most ``reach`` off it."""
    low, high = top + path, top + path + 1
    for edge, step, inward in ((low, -1, -1), (high, 1, 0)):
        going = np.arange(len(path))
        for _ in range(reach):
            at = edge[going] + inward
            within = (at >= 0) & (at < ink.shape[0])
            going, at = going[within], at[within]
            going = going[ink[at, left + going] > 0]
            if not len(going):
                break
            edge[going] += step
    return low, high


def _local_median(values: Ints, window: int) -> Ints:
    """Give the median of each stretch, drawn out between the middles of the stretches."""
    pieces = max(1, len(values) // window)
    window = len(values) // pieces
    medians = np.median(values[: pieces * window].reshape(pieces, window), axis=1)
    middles = (np.arange(pieces) + 0.5) * window
    return np.round(np.interp(np.arange(len(values)), middles, medians)).astype(np.int64)


def _is_line(streak: Streak, scale: float) -> bool:
    length, thickness = len(streak.low), streak.thickness
    if length < max(_SHORTEST * scale, _LENGTH_TO_WIDTH * thickness) or thickness > _THICKEST * scale:
        return False
    even = float(streak.clear.mean())
    thin = _is_thin(streak, scale)
    if length < 2 * _LONG * scale and thickness > _THICK * scale:
        return False
    return even >= (_EVEN if length >= _VERY_LONG * scale and thin else _EVEN_SHORT)


def _is_thin(streak: Streak, scale: float) -> bool:
    return streak.thickness <= max(_THIN * scale, 2.0)


def _is_pen(streak: Streak, strokes: Flags, scale: float) -> bool:
    """Tell whether a line lies on strokes mostly; no pen draws as straight and as far as a long ruling runs."""
    middle = np.clip((streak.low + streak.high) // 2, 0, strokes.shape[0] - 1)
    share = float(strokes[middle, np.arange(streak.start, streak.end)].mean())
    return share >= _STROKED and streak.end - streak.start < _VERY_LONG * scale


def anchored(
    ink: Pixels, corner: tuple[int, int], scale: float, crossing: Sequence[tuple[float, float, float]],
) -> list[Streak]:  # fmt: skip
    """Find the lines that end on crossing ones at both ends, and those longer than letters and noise can be.

    Args:
        ink: 255 where there may be a line, else 0: a part of the page.
        corner: Where that part begins along and across.
        scale: Pixels a point.
        crossing: Position, start and end of each crossing line, in pixels.
    """
    least = round(_SHORTEST * scale * 0.7)
    runs = _opened(ink, least)
    reach = 2 * _REACH * scale
    return [
        streak for streak in (part.moved(*corner) for part in _candidates(runs, ink, scale))
        if streak.thickness <= _THICKEST * scale and float(streak.clear.mean()) >= _EVEN
        and (streak.end - streak.start >= _VERY_LONG * scale or all(
            any(abs(at - end) <= reach and low - reach <= streak.middle <= high + reach for at, low, high in crossing)
            for end in (streak.start, streak.end)
        ))
    ]  # fmt: skip


def supported(streaks: list[Streak], crossing: list[Streak], ink: Pixels, scale: float) -> list[Streak]:
    """Drop what may be part of letters: short lines that neither run between others nor stand alone."""
    ends = [(other.middle, other.start, other.end) for other in crossing]
    long = [streak for streak in streaks if streak.end - streak.start >= _VERY_LONG * scale]
    return [
        streak for streak in streaks
        if streak.end - streak.start >= _VERY_LONG * scale
        or all(_is_held(streak, end, ends, long, scale) for end in (streak.start, streak.end))
        or (streak.end - streak.start >= _LONG * scale and _stands_alone(streak, ink, scale))
    ]  # fmt: skip


def _is_held(
    streak: Streak, end: int, crossing: Sequence[tuple[float, float, float]], others: list[Streak], scale: float,
) -> bool:  # fmt: skip
    """Tell whether an end of a line is at a crossing one, or at one that it continues."""
    reach = 1.5 * _REACH * scale
    if any(abs(at - end) <= reach and low - reach <= streak.middle <= high + reach for at, low, high in crossing):
        return True
    return any(
        other is not streak and abs(other.middle - streak.middle) <= scale
        and other.start - _GAP * scale <= end <= other.end + _GAP * scale
        for other in others
    )  # fmt: skip


def _stands_alone(streak: Streak, ink: Pixels, scale: float) -> bool:
    along = np.arange(streak.start, streak.end)
    margin = max(1, round(_MARGIN * scale))
    above = _share(ink, along, streak.low - 1 - margin, streak.low - 1)
    below = _share(ink, along, streak.high + 1, streak.high + 1 + margin)
    # A blurred word of small letters is as even as a thick line.
    thin = _is_thin(streak, scale) or streak.end - streak.start >= 2 * _LONG * scale
    return thin and max(above, below) <= _BESIDE_TEXT


def mask_of(streaks: list[Streak], shape: tuple[int, int]) -> Pixels:
    """Give where the lines run, 255 there, whatever stands on them."""
    mask = np.zeros(shape, np.uint8)
    for streak in streaks:
        _paint(mask, streak, 255, 0)
    return mask


def wipe(text: Pixels, streak: Streak, crossing: Pixels) -> None:
    """Wipe a line out except where a letter goes through it; where one touches it, only the line goes."""
    middle = np.clip((streak.low + streak.high) // 2, 0, text.shape[0] - 1)
    crossed = crossing[middle, np.arange(streak.start, streak.end)] > 0
    low = streak.low - (~streak.before | crossed)
    high = streak.high + (~streak.after | crossed)
    where = np.flatnonzero(~(streak.before & streak.after) | crossed)
    _fill(text, streak.start + where, low[where], high[where], 255)


def _paint(target: Pixels, streak: Streak, value: int, fringe: int) -> None:
    _fill(target, np.arange(streak.start, streak.end), streak.low - fringe, streak.high + fringe, value)


def _fill(target: Pixels, along: Ints, low: Ints, high: Ints, value: int) -> None:
    for step in range(int((high - low).max()) if len(low) else 0):
        at = low + step
        inside = (at < high) & (at >= 0) & (at < target.shape[0])
        target[at[inside], along[inside]] = value
