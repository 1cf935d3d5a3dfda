"""Strokes and stamps in black or gray, known by their shape: larger than letters, thin, and no rulings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.ink_shapes import (
    DARK_GROUND,
    Blob,
    Ink,
    around,
    blobs_of,
    dark_areas,
    grown,
    hull_of,
    is_hole,
    looks_like_seal,
    near,
    painted,
    straight_runs,
    table_top,
)
from extract.scan.model import Flags, Pixels

_MM = 25.4
_GROUND_DPI = 50.0
_DARKER = 40
_GROUND_MM, _EDGE_MM = 5.0, 1.0
_RULING_MM = 6.0
_LEAST_MM = 7.0
_LETTER_MM = (0.8, 5.0)
_USUAL_LETTER_MM = 2.0
_LETTERS_HIGH = 2.5
_TOWERS, _BLOTS, _FLATS = 4.0, 3.0, 1.5
_SPARSE, _DENSE, _FLAT_SPARSE, _SOLID = 0.22, 0.36, 0.12, 0.65
_TALL_MM, _FLAT_BLOT_MM = 4.0, 3.5
_FLAT_MM = 12.0
_THICK_MM = 2.0
_LETTER_THICK_MM, _BLOT_MM = 1.2, 4.0
_LONGEST_MM, _HIGHEST_MM = 130.0, 70.0
_REACH_MM = 2.0
_OPEN = 0.45
_BRIDGE = 5
_SPECKS_MM = 0.5
_MOST_STEPS, _STEP_MM = 6, 1.0
_PIECE, _TALL, _FLAT = 0.8, 1.3, 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Darkness:
    """What is dark on a page, reduced.

    Attributes:
        factor: How many pixels of the page make one of these.
        dpi: Pixels an inch.
        dark: Darker than its ground; dark areas are left out.
        runs: Straight horizontal and vertical ones of them: rulings and frames.
        top: Row where the first table starts.
    """

    factor: int
    dpi: float
    dark: Flags
    runs: Flags
    top: int

    def pixels(self, millimetres: float) -> int:
        """Give a length in pixels, at least 1."""
        return max(1, round(millimetres * self.dpi / _MM))


def darkness(gray: Pixels, dpi: float, least_dpi: float) -> Darkness:
    """Reduce a page, to a resolution not below the given one, and find its dark print and its rulings."""
    factor = max(1, int(dpi / least_dpi))
    size = -(-gray.shape[1] // factor), -(-gray.shape[0] // factor)
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    scale = dpi / factor
    ground = _ground(small, scale)
    filled = grown(ground < DARK_GROUND, max(1, round(_EDGE_MM * scale / _MM)))
    dark = np.asarray((cv2.subtract(ground, small) > _DARKER) & ~filled, np.bool_)
    runs = straight_runs(dark, max(3, round(_RULING_MM * scale / _MM)))
    return Darkness(factor, scale, dark, runs, table_top((small < DARK_GROUND) | runs))


def _ground(small: Pixels, dpi: float) -> Pixels:
    """Give what lies behind the print: black for dark areas, elsewhere what is most there, thin lines aside."""
    step = max(1, int(dpi / _GROUND_DPI))
    samples = np.ascontiguousarray(small[::step, ::step])
    reach = max(3, round(_GROUND_MM / _MM * dpi / step)) | 1
    most = cv2.medianBlur(samples, reach)
    bare = cv2.medianBlur(cv2.morphologyEx(samples, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), reach)
    bare[dark_areas(np.asarray(most, np.uint8), dpi / step)] = 0
    return np.asarray(cv2.resize(bare, small.shape[::-1]), np.uint8)


def gray_inks_of(page: Darkness) -> tuple[Ink, ...]:
    """Find the strokes and stamps on a page, from the top down."""
    rest = page.dark & ~page.runs
    bridged = np.asarray(rest | (_closed(rest, _BRIDGE) & page.runs), np.bool_)
    blobs = blobs_of(bridged, bridged, page.pixels(1.0))
    letter = _letter_height(page, blobs)
    # A fax breaks a thin stroke into specks; joined they show again, if letters do not drown them.
    joined = _closed(bridged, page.pixels(_SPECKS_MM))
    pieced = blobs_of(joined, bridged, page.pixels(1.0))
    large = [blob for blob in blobs if _is_stroke(page, blob, letter) or _is_blot(page, blob, letter)]
    large += [blob for blob in pieced if _is_stroke(page, blob, letter)]
    large += _continued(page, large, [blob for blob in (*blobs, *pieced) if _is_odd(blob, letter)])
    large = [blob for blob in large if _is_a_hands_width(page, blob)]
    seals = [blob for blob in large if _is_seal(page, blob)]
    groups = near([blob for blob in large if not any(blob is seal for seal in seals)], page.pixels(_REACH_MM))
    inks = [_ink(page, group, bridged) for group in (*([seal] for seal in seals), *groups)]
    inks = [ink for ink in inks if ink.seal or ink.box[3] > page.top]
    return tuple(sorted(inks, key=lambda ink: (ink.box[1], ink.box[0])))


def _is_a_hands_width(page: Darkness, blob: Blob) -> bool:
    """Tell what a hand or a stamp can have left from the dotted rulings of a table."""
    short, long = sorted((blob.width, blob.height))
    return long <= page.pixels(_LONGEST_MM) and short <= page.pixels(_HIGHEST_MM)


def _continued(page: Darkness, strokes: list[Blob], odd: list[Blob]) -> list[Blob]:
    """Give the odd blobs that carry on strokes, one after the other."""
    frame = (0, 0, page.dark.shape[1], page.dark.shape[0])
    added: list[Blob] = []
    newest = strokes
    for _ in range(_MOST_STEPS if strokes else 0):
        reached = np.zeros(page.dark.shape, np.bool_)
        for blob in newest:
            blob.paint(reached, frame)
        reached = grown(reached, page.pixels(_STEP_MM))
        newest = [blob for blob in odd if blob.touches(reached, frame)]
        odd = [blob for blob in odd if not blob.touches(reached, frame)]
        added += newest
        if not newest:
            break
    return added


def _is_odd(blob: Blob, letter: float) -> bool:
    """Tell what is no letter, line of letters or speck: a piece of a stroke, with or without letters it touches."""
    if max(blob.width, blob.height) < letter * _PIECE:
        return False
    tall, flat = blob.height > letter * _TALL, blob.height < letter * _FLAT
    return tall or flat or blob.area < blob.width * blob.height * _SPARSE


def _closed(flags: Flags, size: int) -> Flags:
    kernel = np.ones((size, size), np.uint8)
    return np.asarray(cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0, np.bool_)


def _ink(page: Darkness, group: list[Blob], dark: Flags) -> Ink:
    """Make a stroke or a stamp of some blobs; of a stamp all that is in it: its letters look like print."""
    box = around([blob.box for blob in group], 0, dark.shape)
    area = painted(group, box)
    if looks_like_seal(area, box, dark.shape, page.dpi):
        return Ink(seal=True, box=box, flags=hull_of(area))
    return Ink(seal=False, box=box, flags=area & dark[box[1] : box[3], box[0] : box[2]])


def _is_seal(page: Darkness, blob: Blob) -> bool:
    open_ = blob.area < blob.width * blob.height * _OPEN
    return open_ and looks_like_seal(blob.flags, blob.box, page.dark.shape, page.dpi)


def _letter_height(page: Darkness, blobs: list[Blob]) -> float:
    """Give the usual height of letters and joined letters, in pixels."""
    least, most = (page.pixels(size) for size in _LETTER_MM)
    heights = [blob.height for blob in blobs if least <= blob.height <= most]
    return float(np.median(heights)) if heights else float(page.pixels(_USUAL_LETTER_MM))


def _is_stroke(page: Darkness, blob: Blob, letter: float) -> bool:
    """Tell what is too large for a letter, and too thin and sparse for anything that is printed."""
    if max(blob.width, blob.height) < page.pixels(_LEAST_MM):
        return False
    cover = blob.area / (blob.width * blob.height)
    high = blob.height / letter if blob.height >= page.pixels(_TALL_MM) else 0.0
    tall = high >= _LETTERS_HIGH and cover < _SPARSE
    flat = blob.width >= page.pixels(_FLAT_MM) and blob.height >= _FLATS * letter and cover < _FLAT_SPARSE
    return (tall or flat) and _thickness(blob) <= page.pixels(_THICK_MM) and not is_hole(blob, page.dpi)


def _is_blot(page: Darkness, blob: Blob, letter: float) -> bool:
    """Tell a dense signature: higher than connected letters are, or with strokes that run together, and no area."""
    if blob.height < max(_BLOTS * letter, page.pixels(_FLAT_BLOT_MM)) or blob.width < page.pixels(_LEAST_MM):
        return False
    cover = blob.area / (blob.width * blob.height)
    if cover >= _SOLID or is_hole(blob, page.dpi):
        return False
    if cover < _DENSE and blob.height >= max(_TOWERS * letter, page.pixels(_TALL_MM)):
        return _thickness(blob) <= page.pixels(_BLOT_MM)
    return page.pixels(_LETTER_THICK_MM) < _thickness(blob) <= page.pixels(_BLOT_MM)


def _thickness(blob: Blob) -> float:
    """Give the width of the widest place of a blob, in pixels."""
    padded = np.pad(blob.flags, 1).astype(np.uint8)
    return 2 * float(cv2.distanceTransform(padded, cv2.DIST_L2, 3).max())
