"""Strokes and stamps in black or gray, known by their shape: larger than letters, thin, and no rulings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.ink_shapes import Blob, Ink, around, blobs_of, follows_its_hull, grown, has_seal_size, hull_of, near, straight_runs
from extract.scan.model import Flags, Pixels

_MM = 25.4
_SMALL_DPI = 150.0
_DARKER = 40
_DARK_GROUND = 120
_GROUND_MM, _EDGE_MM = 5.0, 1.0
_RULING_MM = 6.0
_LEAST_MM = 5.5
_LETTER_MM = (0.8, 5.0)
_USUAL_LETTER_MM = 2.0
_LETTERS_HIGH = 2.5
_SPARSE, _FLAT_SPARSE = 0.22, 0.12
_FLAT_MM = 12.0
_THICK_MM = 1.6
_REACH_MM = 2.0
_RIM_MM = 0.6
_LETTERHEAD = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Darkness:
    """What is dark on a page of about 150 dots an inch.

    Attributes:
        factor: How many pixels of the page make one of these.
        dpi: Pixels an inch.
        dark: Darker than its ground; dark areas are left out.
        runs: Straight horizontal and vertical ones of them: rulings and frames.
    """

    factor: int
    dpi: float
    dark: Flags
    runs: Flags

    def pixels(self, millimetres: float) -> int:
        """Give a length in pixels, at least 1."""
        return max(1, round(millimetres * self.dpi / _MM))


def darkness(gray: Pixels, dpi: float) -> Darkness:
    """Reduce a page and find its dark print and its rulings."""
    factor = max(1, int(dpi / _SMALL_DPI))
    size = -(-gray.shape[1] // factor), -(-gray.shape[0] // factor)
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    samples = np.ascontiguousarray(small[::3, ::3])
    ground = cv2.medianBlur(samples, max(3, round(_GROUND_MM / _MM * dpi / factor / 3)) | 1)
    ground = np.asarray(cv2.resize(ground, size), np.uint8)
    scale = dpi / factor / _MM
    open_ground = ~grown(ground < _DARK_GROUND, max(1, round(_EDGE_MM * scale)))
    dark = np.asarray((cv2.subtract(ground, small) > _DARKER) & open_ground, np.bool_)
    runs = straight_runs(dark, max(3, round(_RULING_MM * scale)))
    return Darkness(factor, dpi / factor, dark, runs)


def gray_inks_of(page: Darkness) -> tuple[Ink, ...]:
    """Find the strokes and stamps on a page, from the top down."""
    rest = page.dark & ~page.runs
    bridges = cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0
    joined = np.asarray(rest | (bridges & page.runs), np.bool_)
    blobs = blobs_of(joined, joined, page.pixels(1.0))
    high = _letter_height(page, blobs)
    large = [blob for blob in blobs if _is_stroke(page, blob, high)]
    inks = []
    for group in near(large, page.pixels(_REACH_MM)):
        box = around([blob.box for blob in group], 0, joined.shape)
        area = np.zeros((box[3] - box[1], box[2] - box[0]), np.bool_)
        for blob in group:
            blob.paint(area, box)
        seal = has_seal_size(area, page.dpi) and follows_its_hull(area, page.pixels(_RIM_MM))
        inks.append(Ink(seal, box, hull_of(area) if seal else area))
    return tuple(sorted(inks, key=lambda ink: (ink.box[1], ink.box[0])))


def _letter_height(page: Darkness, blobs: list[Blob]) -> float:
    """Give the usual height of letters and joined letters, in pixels."""
    least, most = (page.pixels(size) for size in _LETTER_MM)
    heights = [blob.height for blob in blobs if least <= blob.height <= most]
    return float(np.median(heights)) if heights else float(page.pixels(_USUAL_LETTER_MM))


def _is_stroke(page: Darkness, blob: Blob, letter: float) -> bool:
    """Tell what is too large for a letter, and too thin and sparse for anything that is printed."""
    if max(blob.width, blob.height) < page.pixels(_LEAST_MM):
        return False
    sparse = blob.area / (blob.width * blob.height)
    tall = blob.height >= _LETTERS_HIGH * letter and sparse < _SPARSE
    flat = blob.width >= page.pixels(_FLAT_MM) and blob.height >= letter and sparse < _FLAT_SPARSE
    return (tall or flat) and _thickness(blob) <= page.pixels(_THICK_MM)


def _thickness(blob: Blob) -> float:
    """Give the width of the widest place of a blob, in pixels."""
    padded = np.pad(blob.flags, 1).astype(np.uint8)
    return 2 * float(cv2.distanceTransform(padded, cv2.DIST_L2, 3).max())
