"""The print of a page apart from what pens and stamps added to it."""

from __future__ import annotations

import cv2
import numpy as np

from extract.model import Mark, MarkKind
from extract.scan.ink_color import inks_of, reduced
from extract.scan.ink_lifting import lift
from extract.scan.model import PixelBox, Print, StraightPage

_POINTS = 72.0


def print_of(page: StraightPage) -> Print:
    """Part the print of a page from strokes and stamps.

    On a colour page they are known by their colour and their shape, and painted over. Coloured print
    (titles, shaded cells, logos) stays. On a gray page they are known by their shape alone, and stay.

    Args:
        page: Upright and evenly lit. Left unchanged.
    """
    pixels = page.pixels
    if pixels.ndim == 2:  # noqa: PLR2004
        return Print(pixels, np.zeros(pixels.shape, np.bool_), ())
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    small = reduced(pixels, page.dpi)
    inks = inks_of(small)
    strokes = lift(gray, pixels, inks, small.factor)
    marks = tuple(
        Mark(MarkKind.SEAL if ink.seal else MarkKind.STROKE, _points(ink.box, small.dpi)) for ink in inks
    )
    return Print(gray, strokes, marks)


def _points(box: PixelBox, dpi: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side * _POINTS / dpi, 2) for side in box)
    return (left, top, right, bottom)
