"""Coloured ink lifted off the print under it, at the full resolution of a page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.ink_shapes import Ink, grown
from extract.scan.model import Flags, Pixels

_BLACK_SHARE = 0.5
_PURE_SHARE = 75
_LEAST_SPREAD = 8.0
_LEAST_CONTRAST = 40.0
_PAPER_SHARE = 75
_LEVEL_SHARES = (50, 18)
_SMEARED = 1.3
_NEIGHBOURS = np.ones((3, 3), np.uint8)

Floats = npt.NDArray[np.float32]


def lift(gray: Pixels, pixels: Pixels, inks: Sequence[Ink], factor: int) -> Flags:
    """Paint over coloured ink with paper where nothing printed lies under it; what is printed stays dark.

    Args:
        gray: ``(height, width)``: the luminance of the page; changed in place.
        pixels: ``(height, width, 3)`` RGB.
        inks: What to lift, on the page reduced by ``factor``.
        factor: Pixels of the page to one of the reduced page.

    Returns:
        Where the ink runs, a pixel around it included.
    """
    strokes = np.zeros(gray.shape, np.bool_)
    black = float(np.percentile(gray[::4, ::4], _BLACK_SHARE))
    for ink in inks:
        left, top, right, bottom = (side * factor for side in ink.box)
        frame = slice(top, bottom), slice(left, right)
        runs = enlarged(ink.flags, factor, gray[frame].shape)
        strokes[frame] |= runs
        _lift_one(gray[frame], pixels[frame], grown(runs, factor), black)
    return strokes


def enlarged(flags: Flags, factor: int, shape: tuple[int, ...]) -> Flags:
    """Give some pixels of the reduced page at full resolution, one more on all sides, cut to a shape."""
    size = flags.shape[1] * factor, flags.shape[0] * factor
    large = cv2.resize(flags.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return grown(large[: shape[0], : shape[1]] > 0, 1)


def _lift_one(gray: Pixels, pixels: Pixels, region: Flags, black: float) -> None:
    """Lift one ink off a cut of the page.

    A pixel under ink is as bright as its print, less what the ink takes. What it takes shows in how far the
    channels lie apart, whatever lies under it; of that, JPEG keeps the neighbourhood and not the pixel.
    """
    apart = _apart(pixels)
    here, light = apart[region].astype(np.float32), gray[region].astype(np.float32)
    paper = float(np.percentile(gray, _PAPER_SHARE))
    pure = here >= np.percentile(here, _PURE_SHARE)
    spread = float(here[pure].mean())
    usual, darkest = (float(level) for level in np.percentile(light[pure], _LEVEL_SHARES))
    if spread < _LEAST_SPREAD or usual >= paper:
        return
    near = cv2.dilate(apart, _NEIGHBOURS)[region].astype(np.float32)
    added = near * (_SMEARED * (paper - usual) / spread)
    stretched = (light - black) * ((paper - black) / max(darkest - black, _LEAST_CONTRAST)) + black
    lifted = np.minimum(light + added, np.maximum(stretched, light))
    gray[region] = lifted.clip(0, 255).astype(np.uint8)


def _apart(pixels: Pixels) -> Pixels:
    """Give how far the channels of each pixel lie apart, on paper made white."""
    channels = []
    for channel in cv2.split(pixels):
        paper = max(1.0, float(np.percentile(channel, _PAPER_SHARE)))
        channels.append(cv2.convertScaleAbs(channel, alpha=255 / paper))
    most, least = (select(select(channels[0], channels[1]), channels[2]) for select in (cv2.max, cv2.min))
    return np.asarray(cv2.subtract(most, least), np.uint8)
