"""A scanned page turned upright, straightened and evenly lit."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from cuadre.evidence import Box
from extract.scan.model import Picture, Pixels, StraightPage
from extract.scan.orientation import is_sideways, is_upside_down, letters_of
from extract.scan.straighten_light import even_light
from extract.scan.straighten_rulings import ruling_points, text_points
from extract.scan.straighten_skew import dark_flags, skew_of
from extract.scan.straighten_warp import Lie, Shift, lie_of

_POINTS = 72.0
_MEASURED_DPI = 150.0
_STRAIGHT = 0.03
_BENT_PIXELS = 1.5
_RULED = 1.5
_STRIP = 128
_SMALLEST = 16
_WHITE = (255, 255, 255)


def straighten(picture: Picture) -> StraightPage:
    """Turn a picture upright, straighten it, even its light and paint the scanner's black borders white.

    The page keeps the size of the upright picture. Its pixels are resampled at most once, and not at all when it is
    straight already.

    Args:
        picture: As it was scanned. Left unchanged. One that is too small to hold a line of print comes back as it is.
    """
    pixels = picture.pixels
    if min(pixels.shape[:2]) < _SMALLEST:
        flat = Lie(0.0, Shift(), Shift(), (pixels.shape[1] / 2, pixels.shape[0] / 2))
        return StraightPage(pixels, picture.dpi, picture.bilevel, 0, 0.0, _AsScanned(flat, picture.dpi))
    gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)  # noqa: PLR2004
    scale = min(1.0, _MEASURED_DPI / picture.dpi)
    small = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    turned, lie = _measured(small, picture.dpi * scale, scale)
    pixels = even_light(_rotated(pixels, turned), picture.dpi, bilevel=picture.bilevel)
    rows, columns = pixels.shape[:2]
    lie = _scaled(lie, columns, rows)
    if lie.bent or lie.angle:
        pixels = _unbent(pixels, lie) if lie.bent else _turned_back(pixels, lie.angle)
    skew = -lie.angle - float(np.degrees(np.arctan(lie.down.bow[0] / lie.reach[0])))
    as_scanned = _AsScanned(lie, picture.dpi)
    return StraightPage(pixels, picture.dpi, picture.bilevel, turned, round(skew, 3) + 0.0, as_scanned)


def _measured(small: Pixels, dpi: float, scale: float) -> tuple[int, Lie]:
    """Give the degrees clockwise to turn a picture upright, and how the paper lies in it thereafter."""
    dark = dark_flags(small, dpi)
    letters = letters_of(dark, dpi)
    turned = 90 if is_sideways(letters, dpi) else 0
    small, letters = _rotated(small, turned), _rotated(letters, turned)
    angle = skew_of(_rotated(dark.view(np.uint8), turned).view(np.bool_))
    straight, letters = _turned_back(small, angle), _turned_back(letters, angle, cv2.INTER_NEAREST, 0)
    if is_upside_down(straight, letters, dpi):
        straight, letters = _rotated(straight, 180), _rotated(letters, 180)
        turned += 180
    dark = dark_flags(straight, dpi)
    rows = ruling_points(straight, dark, dpi)
    if rows.length() < _RULED * straight.shape[1]:
        rows = text_points(straight, letters, dpi)
    columns = ruling_points(np.ascontiguousarray(straight.T), np.ascontiguousarray(dark.T), dpi)
    lie = lie_of(angle, rows, columns, _BENT_PIXELS * scale)
    if abs(lie.angle) < _STRAIGHT and not lie.bent:
        lie = Lie(0.0, Shift(), Shift(), lie.reach)
    return turned, lie


def _rotated(pixels: Pixels, turned: int) -> Pixels:
    """Turn a page clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(pixels, -turned // 90))


def _turned_back(pixels: Pixels, angle: float, how: int = cv2.INTER_CUBIC, fill: int = 255) -> Pixels:
    """Turn a page counter-clockwise around its middle, in degrees."""
    rows, columns = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(pixels, matrix, (columns, rows), flags=how, borderValue=(fill, fill, fill)), np.uint8,
    )  # fmt: skip


def _unbent(pixels: Pixels, lie: Lie) -> Pixels:
    """Bring the pixels of a bent page to where they belong."""
    rows, columns = pixels.shape[:2]
    straight = np.empty_like(pixels)
    x = np.arange(columns)[None] - (columns - 1) / 2
    for top in range(0, rows, _STRIP):
        y = np.arange(top, min(top + _STRIP, rows))[:, None] - (rows - 1) / 2
        right, low = lie.places(x, y)
        straight[top : top + _STRIP] = cv2.remap(
            pixels, (right + (columns - 1) / 2).astype(np.float32), (low + (rows - 1) / 2).astype(np.float32),
            cv2.INTER_CUBIC, borderValue=_WHITE,
        )  # fmt: skip
    return straight


def _scaled(lie: Lie, columns: int, rows: int) -> Lie:
    """Give the lie of a reduced page for the page in full."""
    factor = columns / 2 / lie.reach[0]
    return Lie(lie.angle, lie.down.scaled(factor), lie.across.scaled(factor), (columns / 2, rows / 2))


@dataclass(frozen=True, slots=True)
class _AsScanned:
    """The way from a box on the straight page to the smallest one around it on the page as scanned.

    Attributes:
        lie: How the paper lay, in pixels.
        dpi: Pixels an inch.
    """

    lie: Lie
    dpi: float

    def __call__(self, box: Box) -> Box:
        per_point = self.dpi / _POINTS
        middle = np.array(self.lie.reach) / per_point
        x, y = np.meshgrid(np.linspace(box[0], box[2], 3) - middle[0], np.linspace(box[1], box[3], 3) - middle[1])
        right, low = self.lie.places(x * per_point, y * per_point)
        right, low = right / per_point + middle[0], low / per_point + middle[1]
        x0, x1 = np.clip((right.min(), right.max()), 0.0, middle[0] * 2)
        y0, y1 = np.clip((low.min(), low.max()), 0.0, middle[1] * 2)
        return round(float(x0), 2), round(float(y0), 2), round(float(x1), 2), round(float(y1), 2)
