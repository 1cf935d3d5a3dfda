"""Coloured pixels parted by their hues: a blue pen from a violet stamp."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, Pixels

_BINS = 60
_LEAST_SHARE = 0.04
_VALLEY = 0.6
_SMOOTHING = ((-1, 0.5), (0, 1.0), (1, 0.5))

Counts = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


def by_hue(colored: Flags, seen: Pixels, strength: Pixels) -> list[Flags]:
    """Part coloured pixels by the peaks of their hues, each pixel to the nearest peak.

    Args:
        colored: Which pixels to part.
        seen: ``(height, width, 3)``: their colours.
        strength: ``(height, width)``: how much each of them counts.

    Returns:
        One array for each peak, in order of hue; together they are ``colored``.
    """
    rows, columns = np.nonzero(colored)
    warm, cold = chroma(np.asarray(cv2.blur(seen, (3, 3))[rows, columns], np.uint8))
    hues = cv2.phase(warm, cold, angleInDegrees=True).ravel()
    bins = (hues * (_BINS / 360)).astype(np.int32) % _BINS
    weights = strength[rows, columns].astype(np.float64)
    peaks = _peaks(np.bincount(bins, weights, _BINS).astype(np.float64))
    if not peaks:
        return [colored]
    gaps = np.abs((np.arange(_BINS)[:, None] - np.array(peaks)[None, :] + _BINS // 2) % _BINS - _BINS // 2)
    owners = np.argmin(gaps, axis=1)[bins]
    parts = [np.zeros(colored.shape, np.bool_) for _ in peaks]
    for number, part in enumerate(parts):
        part[rows[owners == number], columns[owners == number]] = True
    return parts


def chroma(colors: Pixels) -> tuple[Floats, Floats]:
    """Give the two coordinates about gray of some colours ``(number, 3)``."""
    red, green, blue = colors.astype(np.float32).T
    return red - (green + blue) / 2, (green - blue) * np.float32(math.sqrt(3) / 2)


def _peaks(counts: Counts) -> list[int]:
    """Give the bins of a circle that stand out, with a valley before the next one."""
    smooth = np.zeros(_BINS)
    for by, weight in _SMOOTHING:
        smooth += weight * np.roll(counts, by)
    least = counts.sum() * _LEAST_SHARE
    peaks: list[int] = []
    for at in sorted(range(_BINS), key=lambda at: (-smooth[at], at)):
        if smooth[at] >= least and all(_valley(smooth, at, peak) < _VALLEY * smooth[at] for peak in peaks):
            peaks.append(at)
    return sorted(peaks)


def _valley(smooth: Counts, one: int, other: int) -> float:
    """Give the lowest bin between two, on the shorter way around."""
    ahead = (other - one) % _BINS
    steps = range(ahead + 1) if ahead <= _BINS // 2 else range(ahead - _BINS, 1)
    return min(float(smooth[(one + step) % _BINS]) for step in steps)
