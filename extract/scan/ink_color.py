"""Coloured strokes and stamps on a colour scan: where they run, told from coloured print by their shape."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.ink_hues import by_hue, chroma
from extract.scan.ink_shapes import (
    DARK_GROUND,
    Blob,
    Ink,
    around,
    blobs_of,
    dark_areas,
    grown,
    looks_like_seal,
    near,
    painted,
    straight_runs,
    table_top,
)
from extract.scan.model import Flags, Pixels

_MM = 25.4
_SMALL_DPI = 100.0
_FAINT, _STRONG = 10, 16
_ON_TINT = 0.3
_TINTED = 13
_DARK_PRINT = 130
_GROUND_MM, _EDGE_MM = 5.0, 2.0
_RULING_MM = 25.0
_STROKE_MM, _FLAT_MM, _LETTER_MM = 7.0, 2.0, 4.5
_THIN = 0.25
_REACH_MM = 1.5
_GAP = 5
_SURE_PIXELS = 4
_SAME_DIRECTION = 0.2
_SAME_HUE = 0.7

Direction = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A colour page at about 100 dots an inch, as seen through its own ground.

    Attributes:
        factor: How many pixels of the page make one of these.
        dpi: Pixels an inch.
        ground: ``(height, width, 3)``: paper or shading behind the print; bare paper is near 255.
        seen: ``(height, width, 3)``: the page divided by its ground; 255 is bare.
        strength: ``(height, width)``: how far the channels of ``seen`` lie apart.
        tint: ``(height, width)``: how far the channels of ``ground`` lie apart.
        top: Row where the first table starts.
    """

    factor: int
    dpi: float
    ground: Pixels
    seen: Pixels
    strength: Pixels
    tint: Pixels
    top: int

    def pixels(self, millimetres: float) -> int:
        """Give a length in pixels, at least 1."""
        return max(1, round(millimetres * self.dpi / _MM))

    def stronger_than(self, least: int) -> Flags:
        """Tell where colour is added to the ground; a tinted ground asks for more."""
        return np.asarray(self.strength > cv2.addWeighted(self.tint, _ON_TINT, self.tint, 0.0, least), np.bool_)


def reduced(pixels: Pixels, dpi: float) -> Reduced:
    """Reduce a colour page and find its ground."""
    factor = max(1, int(dpi / _SMALL_DPI))
    size = -(-pixels.shape[1] // factor), -(-pixels.shape[0] // factor)
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    # Samples and no means: between the letters of a stamp there is paper, not a mixture.
    samples = np.ascontiguousarray(pixels[factor // 2 :: 2 * factor, factor // 2 :: 2 * factor])
    ground = _ground(samples, dpi / factor / 2)
    paper = np.percentile(ground[::4, ::4].reshape(-1, 3), 75, axis=0)
    light = cv2.divide(ground, np.broadcast_to(paper, ground.shape).astype(np.uint8), scale=255)
    ground, light = (np.asarray(cv2.resize(image, size), np.uint8) for image in (ground, light))
    seen = np.asarray(cv2.divide(small, ground, scale=255), np.uint8)
    top = table_top(lightest(small) < _DARK_PRINT)
    return Reduced(factor, dpi / factor, light, seen, _spread(seen), _spread(light), top)


def _ground(samples: Pixels, dpi: float) -> Pixels:
    """Give what lies behind the print: what is most there, outside dark areas thin lines aside."""
    reach = max(3, round(_GROUND_MM / _MM * dpi)) | 1
    most = np.asarray(cv2.medianBlur(samples, reach), np.uint8)
    bare = cv2.medianBlur(cv2.morphologyEx(samples, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), reach)
    light = lightest(most)
    dark = dark_areas(light, dpi)
    ground = np.where(dark[..., None], most, bare)
    ground[dark & (light >= DARK_GROUND)] = 0
    return np.asarray(ground, np.uint8)


def inks_of(page: Reduced) -> tuple[Ink, ...]:
    """Find the strokes and stamps on a page, from the top down."""
    faint = page.stronger_than(_FAINT) & _open_ground(page)
    _drop_smears(page, faint)
    faint &= ~straight_runs(faint, page.pixels(_RULING_MM))
    strong = page.stronger_than(_STRONG) & faint
    if not strong.any():
        return ()
    inks = [ink for flags in by_hue(faint, page.seen, page.strength) for ink in _inks_of_one_hue(page, flags, strong)]
    return tuple(sorted(inks, key=lambda ink: (ink.box[1], ink.box[0])))


def _spread(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.subtract(lightest(pixels), _darkest(pixels)), np.uint8)


def lightest(pixels: Pixels) -> Pixels:
    """Give the largest channel of each pixel."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _darkest(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)


def _open_ground(page: Reduced) -> Flags:
    """Tell where ink could be seen: not on dark areas, nor on the solid edges that a median rounds off."""
    dark = lightest(page.ground) < DARK_GROUND
    band = grown((page.tint > _TINTED) | dark, page.pixels(_EDGE_MM))
    solid = cv2.morphologyEx((page.strength > _STRONG).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(~dark & ~(band & grown(solid > 0, 1)), np.bool_)


def _drop_smears(page: Reduced, flags: Flags) -> None:
    """Unset where print on a tinted ground took on the colour of the ground, as JPEG makes it."""
    rows, columns = np.nonzero(flags & (page.tint > _TINTED))
    if rows.size:
        seen, ground = (chroma(colors[rows, columns]) for colors in (page.seen, page.ground))
        along = seen[0] * ground[0] + seen[1] * ground[1]
        lengths = np.hypot(*seen) * np.hypot(*ground)
        same = along > lengths * _SAME_HUE
        flags[rows[same], columns[same]] = False


def _inks_of_one_hue(page: Reduced, flags: Flags, strong: Flags) -> list[Ink]:
    joined = cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8)) > 0
    blobs = blobs_of(np.asarray(joined, np.bool_), strong & flags, _SURE_PIXELS)
    groups = near([blob for blob in blobs if _is_large(page, blob)], page.pixels(2 * _REACH_MM))
    inks = [_ink(page, group, blobs, flags) for group in groups]
    return [ink for ink in inks if ink.box[3] > page.top or (ink.seal and not _is_print(page, ink))]


def _is_large(page: Reduced, blob: Blob) -> bool:
    """Tell what is too large for a letter or a line of letters."""
    if max(blob.width, blob.height) < page.pixels(_STROKE_MM) or min(blob.width, blob.height) < page.pixels(_FLAT_MM):
        return False
    return blob.height > page.pixels(_LETTER_MM) or blob.area < blob.width * blob.height * _THIN


def _ink(page: Reduced, group: list[Blob], blobs: list[Blob], flags: Flags) -> Ink:
    """Make a stroke or a stamp of large blobs and the small ones that belong to it."""
    tight = around([blob.box for blob in group], 0, flags.shape)
    seal = looks_like_seal(painted(group, tight), tight, flags.shape, page.dpi)
    box = around([tight], page.pixels(_REACH_MM), flags.shape)
    area = painted(group, box)
    reach = np.ones(area.shape, np.bool_) if seal else grown(area, page.pixels(_REACH_MM))
    area = painted([*group, *(blob for blob in blobs if blob.touches(reach, box))], box)
    own = (area & flags[box[1] : box[3], box[0] : box[2]]).astype(np.uint8)
    closed = np.asarray(cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)) > 0, np.bool_)
    return Ink(seal, box, closed)


def _is_print(page: Reduced, ink: Ink) -> bool:
    """Tell a logo in the letterhead: in the colour of the table's dark areas."""
    left, top, right, bottom = ink.box
    own = page.seen[top:bottom, left:right][ink.flags & (page.strength[top:bottom, left:right] > _STRONG)]
    light = lightest(page.ground)
    filled = page.ground[(light < DARK_GROUND) & (light > 0)]
    return bool(filled.size and np.abs(_direction(own) - _direction(filled)).max() < _SAME_DIRECTION)


def _direction(colors: Pixels) -> Direction:
    """Give what some colours take from the paper, whatever the cover: the strongest channel is 1."""
    total = (255 - colors).sum(axis=0, dtype=np.float64)
    return np.asarray(total / max(float(total.max()), 1.0), np.float64)
