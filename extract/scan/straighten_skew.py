"""How crooked a page lies: from its dark edges, rulings and lines of print alike."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, Pixels

_STEEPEST = 6.0
_STEPS = (0.25, 0.05, 0.01)
_MOST_POINTS = 100_000
_SURROUNDINGS = 0.3
_CONTRAST_SHARE, _LEAST_CONTRAST, _MOST_CONTRAST = 0.2, 10, 40

Floats = npt.NDArray[np.float64]


def dark_flags(gray: Pixels, dpi: float) -> Flags:
    """Tell what is darker than its surroundings.

    Args:
        gray: A gray page.
        dpi: Its pixels an inch.
    """
    reach = round(_SURROUNDINGS * dpi) | 1
    blurred = cv2.blur(gray, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    darkest, paper = np.percentile(gray[::4, ::4], (0.5, 60))
    least = int(np.clip((paper - darkest) * _CONTRAST_SHARE, _LEAST_CONTRAST, _MOST_CONTRAST))
    return np.asarray(cv2.subtract(blurred, gray) > least, np.bool_)


def skew_of(dark: Flags) -> float:
    """Give the degrees clockwise that the lines of a page are turned from the horizontal, 0 when there is no telling.

    Args:
        dark: What is dark on the page, upright but for up to six degrees.
    """
    rows, columns = np.nonzero(dark[1:] & ~dark[:-1])
    if rows.size < 2:  # noqa: PLR2004
        return 0.0
    thin = -(-rows.size // _MOST_POINTS)
    ys, xs = rows[::thin].astype(np.float64), columns[::thin] - dark.shape[1] / 2
    best, reach = 0.0, _STEEPEST
    for step in _STEPS:
        angles = best + np.arange(-reach, reach + step / 2, step)
        scores = [_sharpness(ys, xs, angle) for angle in angles]
        best, reach = float(angles[int(np.argmax(scores))]), step * 1.5
    return best


def _sharpness(ys: Floats, xs: Floats, angle: float) -> float:
    """Tell how much the points gather in rows when the page is turned back by an angle."""
    places = ys - xs * np.tan(np.radians(angle))
    counts = np.bincount((places - places.min()).astype(np.int64))
    return float(np.square(counts, dtype=np.float64).sum())
