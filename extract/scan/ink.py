"""The print of a page apart from what pens and stamps added to it."""

from __future__ import annotations

import cv2
import numpy as np

from extract.model import Mark, MarkKind
from extract.scan.ink_color import inks_of, reduced
from extract.scan.ink_gray import darkness, gray_inks_of
from extract.scan.ink_lifting import enlarged, lift
from extract.scan.ink_shapes import Ink
from extract.scan.marks import distinct
from extract.scan.model import PixelBox, Print, StraightPage

_POINTS = 72.0
_FINE_DPI, _COARSE_DPI = 150.0, 100.0
_TRACES = 0.05


def print_of(page: StraightPage) -> Print:
    """Part the print of a page from strokes and stamps.

    On a colour page they are known by their colour and their shape, and painted over. Coloured print
    (titles, shaded cells, logos) stays. On a gray page they are known by their shape alone, and stay.

    Args:
        page: Upright and evenly lit. Left unchanged.
    """
    pixels = page.pixels
    if pixels.ndim == 2:  # noqa: PLR2004
        gray, strokes, marks = pixels, np.zeros(pixels.shape, np.bool_), []
    else:
        gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        small = reduced(pixels, page.dpi)
        inks = inks_of(small)
        strokes = lift(gray, pixels, inks, small.factor)
        marks = [_mark(ink, small.dpi) for ink in inks]
    dark = darkness(gray, page.dpi, _FINE_DPI if pixels.ndim == 2 else _COARSE_DPI)  # noqa: PLR2004
    colored = strokes.copy()
    for ink in gray_inks_of(dark):
        frame = tuple(slice(start * dark.factor, end * dark.factor) for start, end in _sides(ink.box))
        runs = enlarged(ink.flags, dark.factor, strokes[frame].shape)
        if np.count_nonzero(colored[frame] & runs) <= np.count_nonzero(runs) * _TRACES:
            strokes[frame] |= runs
            marks.append(_mark(ink, dark.dpi))
    return Print(gray, strokes, distinct(marks))


def _sides(box: PixelBox) -> tuple[tuple[int, int], tuple[int, int]]:
    return (box[1], box[3]), (box[0], box[2])


def _mark(ink: Ink, dpi: float) -> Mark:
    rows, columns = np.nonzero(ink.flags)
    left, top = ink.box[0] + int(columns.min()), ink.box[1] + int(rows.min())
    right, bottom = ink.box[0] + int(columns.max()) + 1, ink.box[1] + int(rows.max()) + 1
    x0, y0, x1, y1 = (round(side * _POINTS / dpi, 2) for side in (left, top, right, bottom))
    return Mark(MarkKind.SEAL if ink.seal else MarkKind.STROKE, (x0, y0, x1, y1))
