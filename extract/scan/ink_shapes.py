"""Shapes of connected pixels: what tells a stroke from a letter and a stamp from a stroke."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, PixelBox, Pixels

Labels = npt.NDArray[np.int32]

_MM = 25.4
_SEAL_MM = (9.0, 18.0)
_HOLE_MM = (3.5, 10.0)
_OUT_OF_ROUND = 0.12
_RIM_MM = 0.6
_SAMPLES = 180
_CELL_MM = (10.0, 2.5)
_WHITE_TEXT_MM = 5.0
DARK_GROUND = 120
"""A ground darker than this is a dark cell, on which print is light."""
_LEAST_HULL = 0.55
_MOST_COVER = 0.75
_MOST_OF_WIDTH = 0.4
_LETTERHEAD = 0.07
_LINE_THICK, _LINE_CLIMB, _LINE_LONG = 0.17, 0.015, 2.3
_FOLLOWED = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Blob:
    """Connected pixels.

    Attributes:
        box: Their extent.
        area: How many they are.
        labels: The box, with the number of its group at each pixel.
        label: Their number.
    """

    box: PixelBox
    area: int
    labels: Labels
    label: int

    @property
    def flags(self) -> Flags:
        """Which pixels of the box they are."""
        return np.asarray(self.labels == self.label, np.bool_)

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.box[3] - self.box[1]

    def paint(self, flags: Flags, frame: PixelBox) -> None:
        """Set its pixels in an array that shows one frame of the page; what is outside is dropped."""
        if (cut := self._cut(frame)) is not None:
            there, own = cut
            flags[there] |= own

    def touches(self, flags: Flags, frame: PixelBox) -> bool:
        """Tell whether any of its pixels is set in an array that shows one frame of the page."""
        cut = self._cut(frame)
        return cut is not None and bool((flags[cut[0]] & cut[1]).any())

    def _cut(self, frame: PixelBox) -> tuple[tuple[slice, slice], Flags] | None:
        """Give where it lies in a frame, and its pixels there."""
        left, top = max(self.box[0], frame[0]), max(self.box[1], frame[1])
        right, bottom = min(self.box[2], frame[2]), min(self.box[3], frame[3])
        if left >= right or top >= bottom:
            return None
        there = slice(top - frame[1], bottom - frame[1]), slice(left - frame[0], right - frame[0])
        return there, self.flags[top - self.box[1] : bottom - self.box[1], left - self.box[0] : right - self.box[0]]


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """One stroke group or stamp.

    Attributes:
        seal: A stamp.
        box: Its extent on a reduced page, in pixels.
        flags: Where it runs within its box.
    """

    seal: bool
    box: PixelBox
    flags: Flags


def blobs_of(flags: Flags, sure: Flags, least: int) -> list[Blob]:
    """Give the connected groups of pixels, corners joined, with at least some sure ones; from the top down."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flags.astype(np.uint8), connectivity=8)
    hits = np.bincount(labels[sure & flags], minlength=count)
    blobs = []
    for label in (np.nonzero(hits[1:] >= least)[0] + 1).tolist():
        x, y, width, height, area = stats[label].tolist()
        own = np.asarray(labels[y : y + height, x : x + width], np.int32)
        blobs.append(Blob((x, y, x + width, y + height), area, own, label))
    return blobs


def grown(flags: Flags, by: int) -> Flags:
    """Give the pixels that lie within a square distance of any of some pixels."""
    kernel = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return np.asarray(cv2.dilate(flags.astype(np.uint8), kernel) > 0, np.bool_)


def dark_areas(light: Pixels, dpi: float) -> Flags:
    """Give the areas of dark cells, dense white text in them included; the middle of a signature is none.

    Args:
        light: How light the ground is.
        dpi: Pixels an inch.
    """
    long, short, text = (max(1, round(size * dpi / _MM)) for size in (*_CELL_MM, _WHITE_TEXT_MM))
    dark = (light < DARK_GROUND).astype(np.uint8)
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((text, text), np.uint8)), np.uint8)
    wide = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((short, long), np.uint8))
    high = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((long, short), np.uint8))
    return np.asarray(cv2.max(wide, high) > 0, np.bool_)


def straight_runs(flags: Flags, length: int) -> Flags:
    """Give the pixels on straight horizontal and vertical lines, and those that touch them across.

    The sides of a stamp that is a little tilted are no such lines: pieced together they climb. Nor is the
    top of a ring, which is short.
    """
    ones = flags.astype(np.uint8)
    found = np.zeros(flags.shape, np.bool_)
    for turned in (False, True):
        found |= _lines(np.ascontiguousarray(ones.T), length).T if turned else _lines(ones, length)
    return np.asarray(found & flags, np.bool_)


def _lines(ones: Pixels, length: int) -> Flags:
    """Give horizontal lines, a pixel above and below included."""
    runs = cv2.dilate(
        cv2.morphologyEx(ones, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.ones((3, 5), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    level = (heights <= np.maximum(length * _LINE_THICK, widths * _LINE_CLIMB) + 2) & (widths >= length * _LINE_LONG)
    rows, columns = np.nonzero(runs)
    lines = np.zeros(ones.shape, np.bool_)
    lines[rows, columns] = level[labels[rows, columns]]
    return lines


def near(blobs: Sequence[Blob], reach: int) -> list[list[Blob]]:
    """Group blobs whose boxes lie within a distance of each other, in order of their first ones."""
    groups: list[list[Blob]] = []
    for blob in blobs:
        close = [group for group in groups if any(_touch(blob.box, other.box, reach) for other in group)]
        merged = [other for group in close for other in group] + [blob]
        groups = [group for group in groups if not any(group is other for other in close)] + [merged]
    return groups


def _touch(one: PixelBox, other: PixelBox, reach: int) -> bool:
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down) <= reach


def painted(blobs: Sequence[Blob], frame: PixelBox) -> Flags:
    """Give the pixels of some blobs within a frame."""
    area = np.zeros((frame[3] - frame[1], frame[2] - frame[0]), np.bool_)
    for blob in blobs:
        blob.paint(area, frame)
    return area


def looks_like_seal(area: Flags, box: PixelBox, shape: tuple[int, ...], dpi: float) -> bool:
    """Tell a stamp: as large as stamps are, whole on the page, and with a ring or a frame around it.

    Args:
        area: Its pixels.
        box: Where they lie.
        shape: Height and width of the page.
        dpi: Pixels an inch.
    """
    least, most = (size * dpi / _MM for size in _SEAL_MM)
    if min(area.shape) < least or max(area.shape) < most or area.mean() > _MOST_COVER:
        return False
    whole = box[0] > 0 and box[1] > 0 and box[2] < shape[1] and box[3] < shape[0]
    return whole and _follows_its_hull(area, max(1, round(_RIM_MM * dpi / _MM)))


def is_hole(blob: Blob, dpi: float) -> bool:
    """Tell the edge of a punched hole: a small circle."""
    least, most = (size * dpi / _MM for size in _HOLE_MM)
    if not (least <= blob.width <= most and least <= blob.height <= most):
        return False
    hull = cv2.contourArea(cv2.convexHull(cv2.findNonZero(blob.flags.astype(np.uint8))))
    square = abs(blob.width - blob.height) <= _OUT_OF_ROUND * max(blob.width, blob.height)
    filled = hull / ((blob.width - 1) * (blob.height - 1))
    return square and abs(filled - math.pi / 4) < _OUT_OF_ROUND and _follows_its_hull(blob.flags, 1)


def _follows_its_hull(area: Flags, reach: int) -> bool:
    """Tell whether pixels run all along the convex hull, as in a ring or a frame and in no signature."""
    corners = cv2.convexHull(cv2.findNonZero(area.astype(np.uint8)))
    if cv2.contourArea(corners) < area.size * _LEAST_HULL:
        return False
    hull = corners.reshape(-1, 2).astype(np.float64)
    closed = np.vstack([hull, hull[:1]])
    steps = np.hypot(*np.diff(closed, axis=0).T)
    along = np.linspace(0, steps.sum(), _SAMPLES, endpoint=False)
    ends = np.concatenate([[0.0], np.cumsum(steps)])
    xs, ys = np.interp(along, ends, closed[:, 0]), np.interp(along, ends, closed[:, 1])
    close = grown(area, reach)
    return bool(close[np.rint(ys).astype(int), np.rint(xs).astype(int)].mean() >= _FOLLOWED)


def around(boxes: Sequence[PixelBox], reach: int, shape: tuple[int, ...]) -> PixelBox:
    """Give the box around some boxes with a margin, within the height and width of a page."""
    left, top = min(box[0] for box in boxes) - reach, min(box[1] for box in boxes) - reach
    right, bottom = max(box[2] for box in boxes) + reach, max(box[3] for box in boxes) + reach
    return max(left, 0), max(top, 0), min(right, shape[1]), min(bottom, shape[0])


def hull_of(flags: Flags) -> Flags:
    """Fill the convex hull of some pixels."""
    filled = np.zeros(flags.shape, np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(cv2.findNonZero(flags.astype(np.uint8))), 1)
    return np.asarray(filled > 0, np.bool_)


def table_top(dark: Flags) -> int:
    """Give the first row that is dark for most of its width, as the top of a table.

    What stands above it is the letterhead, where logos have the shape of strokes and stamps. It has a least height.
    """
    shares = dark.mean(axis=1)
    rows = np.nonzero(shares >= _MOST_OF_WIDTH)[0]
    first = int(rows[0]) if rows.size else 0
    return max(first, int(dark.shape[0] * _LETTERHEAD))
