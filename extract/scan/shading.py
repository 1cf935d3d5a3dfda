"""Shaded and dark areas of a page: where they are, and the page with all of them lifted to white paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from cuadre.evidence import Box
from extract.model import Ruling
from extract.rulings import Piece
from extract.scan.linework_rooms import rooms_of
from extract.scan.model import Flags, Pixels

Reals = npt.NDArray[np.float64]

_CELL = 0.72
_STROKE = 4.0
_LETTER = 6.0
_WORD = 10.0
_SOLID = 5.0
_LETTER_STROKE = 2.5
_MOSTLY = 0.5
_MEDIAN = 7.0
_LEAST_SOLID = 0.15
_AROUND = 14.0
_SHADED = 170
_SURELY_DARK = 90
_HEADROOM = 0.96
_LEAST_CONTRAST = 60.0
_STEP = 9.0
_SMOOTHED = 7.0
_ABOVE_NOISE = 5.0
_LEAST_DARK_EDGE = 14.0
# The hole of a punch has no edge as long as this.
_LEAST_EDGE = 22.0
_TINT = 10
_DARK_RUN = 5.0
_DARKER = 7.0
_LEAST_FILL = 6.0
_FULL = 0.9
_LARGEST_ROOM = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Shading:
    """How dark the ground is that letters stand on.

    Attributes:
        cell: Pixels of the page to one of the maps, in both directions.
        level: Gray of the ground.
        dark: Where letters are lighter than the ground.
        shape: Height and width of the page, in pixels.
    """

    cell: int
    level: Pixels
    dark: Flags
    shape: tuple[int, int]


def shading_of(gray: Pixels, scale: float) -> Shading:
    """Find the ground under the letters.

    Args:
        gray: The page; paper is near 255.
        scale: Pixels a point.
    """
    cell = max(1, round(_CELL * scale))
    height, width = gray.shape
    size = (-(-width // cell), -(-height // cell))
    padded = cv2.copyMakeBorder(
        gray, 0, size[1] * cell - height, 0, size[0] * cell - width, cv2.BORDER_REPLICATE
    )
    small = np.asarray(cv2.resize(padded, size, interpolation=cv2.INTER_AREA), np.uint8)
    unit = scale / cell
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(_LETTER * unit))
    raw = np.asarray(small < _SHADED, np.uint8)
    seed = np.asarray(cv2.morphologyEx(raw, cv2.MORPH_OPEN, _square(_SOLID * unit)), np.uint8)
    if not seed.any():
        return Shading(cell, np.asarray(paper, np.uint8), np.zeros(small.shape, np.bool_), (height, width))
    solid = _solid(raw, seed, unit)
    dark = _is_dark(small, solid, seed, unit)
    ground = cv2.morphologyEx(small, cv2.MORPH_OPEN, _square(_LETTER_STROKE * unit))
    level = np.where(dark, ground, paper).astype(np.uint8)
    return Shading(cell, level, dark, (height, width))


def _square(side: float) -> Pixels:
    return np.ones((max(1, round(side)), max(1, round(side))), np.uint8)


def _odd(size: float) -> int:
    return 2 * round(size / 2) + 1


def _solid(raw: Pixels, seed: Pixels, unit: float) -> Flags:
    """Give where something darker than paper covers more than strokes do, the letters in it included."""
    # A narrow band of letters hangs together with the solid ground at its ends.
    count, labels = cv2.connectedComponents(raw, connectivity=4)
    hit = np.zeros(count, np.uint8)
    hit[np.unique(labels[seed > 0])] = 1
    hit[0] = 0
    held = _without_holes(hit[labels], _WORD * unit)
    filled = cv2.morphologyEx(held, cv2.MORPH_CLOSE, _square(_STROKE * unit))
    return np.asarray(cv2.morphologyEx(filled, cv2.MORPH_OPEN, _square(_SOLID * unit)) > 0)


def _without_holes(mask: Pixels, height: float) -> Pixels:
    """Fill the holes that letters make; low cells are filled too, but what is light mostly is not dark later on."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=4)
    low = np.asarray(boxes[:, cv2.CC_STAT_HEIGHT] <= height)
    low[0] = True
    return np.asarray(low[labels], np.uint8)


def _is_dark(small: Pixels, solid: Flags, seed: Pixels, unit: float) -> Flags:
    """Give where letters are lighter than the ground: around them there is more of the dark than of the light."""
    inner = cv2.erode(solid.astype(np.uint8), _square(2 * unit + 1)) > 0
    around = _square(_AROUND * unit)
    low = cv2.erode(np.where(inner, small, 255).astype(np.uint8), around)
    high = cv2.dilate(np.where(inner, small, 0).astype(np.uint8), around)
    half = low // 2 + high // 2
    side = (around.shape[1], around.shape[0])
    lower = cv2.blur((inner & (small < half)).astype(np.float32), side)
    share = lower / np.maximum(cv2.blur(inner.astype(np.float32), side), 1e-6)
    lettered = high.astype(np.int16) - low > _LEAST_CONTRAST
    surely = cv2.medianBlur(small, _odd(_MEDIAN * unit)) < _SURELY_DARK
    dark = solid & (surely | (lettered & (share > _MOSTLY)))
    whole = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, _square(2 * _STROKE * unit))
    whole = cv2.morphologyEx(whole & solid.astype(np.uint8), cv2.MORPH_OPEN, _square(_STROKE * unit))
    apart = cv2.morphologyEx(_without_bays(whole > 0, small), cv2.MORPH_OPEN, _square(_STROKE * unit))
    return _seeded(np.asarray(apart, np.uint8), seed)


def _without_bays(mask: Flags, small: Pixels) -> Pixels:
    """Take off the paper between an area and letters close to it: what is light and open to the outside."""
    count, labels = cv2.connectedComponents((~mask | (small >= _SHADED)).astype(np.uint8), connectivity=4)
    is_open = np.zeros(count, np.bool_)
    is_open[np.unique(labels[~mask])] = True
    is_open[0] = False
    return np.asarray(mask & ~is_open[labels], np.uint8)


def _seeded(mask: Pixels, seed: Pixels) -> Flags:
    """Keep the areas that are solid to a good part: a block of bold letters is not."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    solid = np.bincount(labels[seed > 0], minlength=count) >= _LEAST_SOLID * boxes[:, cv2.CC_STAT_AREA]
    solid[0] = False
    return np.asarray(solid[labels], np.bool_)


def lifted(gray: Pixels, shading: Shading) -> Pixels:
    """Give the page as dark letters on white, wherever they stand."""
    level = _enlarged(shading.level, shading)
    flat = np.asarray(cv2.divide(gray, level, scale=255.0 / _HEADROOM), np.uint8)
    if not shading.dark.any():
        return flat
    dark = shading.dark.astype(np.uint8)
    around = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_GRADIENT, _square(3)), np.uint8)
    ring = _enlarged(around, shading, smooth=False)
    inside = _enlarged(dark, shading, smooth=False)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    for left, top, wide, high, _ in (boxes[1:count] * shading.cell).tolist():
        part = np.s_[top : top + high, left : left + wide]
        where = inside[part] > 0
        flat[part][where] = _turned(gray[part][where], level[part][where])
    flat[ring > 0] = 255
    return flat


def darker(gray: Pixels, shading: Shading, scale: float, *, horizontal: bool) -> tuple[Pixels, int, int]:
    """Find the lines that are darker than a dark ground.

    Returns:
        255 where one may run, else 0, on the part of the page that holds all dark areas; where it begins from the
        left and from the top.
    """
    dark, cell = shading.dark.astype(np.uint8), shading.cell
    x, y, wide, high = (side * cell for side in cv2.boundingRect(dark))
    page = gray[y : y + high, x : x + wide]
    ink = np.zeros(page.shape, np.uint8)
    length = round(_DARK_RUN * scale)
    kernel = (length, 1) if horizontal else (1, length)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    for left, top, width, height, _ in (boxes[1:count] * cell).tolist():
        part = np.s_[top - y : top - y + height, left - x : left - x + width]
        ground = np.full(page[part].shape, round(float(np.median(page[part][::2, ::2]))), np.uint8)
        along = cv2.blur(cv2.subtract(ground, page[part]), kernel)
        least = max(float(np.median(along)) + _DARKER, _ABOVE_NOISE * float(along.std()) / 2)
        ink[part] = cv2.threshold(along, int(least), 255, cv2.THRESH_BINARY)[1]
    size = (dark.shape[1] * cell, dark.shape[0] * cell)
    where = cv2.resize(dark, size, interpolation=cv2.INTER_NEAREST)[y : y + page.shape[0], x : x + page.shape[1]]
    return np.asarray(ink * where, np.uint8), x, y


def _enlarged(small: Pixels, shading: Shading, *, smooth: bool = True) -> Pixels:
    height, width = shading.shape
    size = (small.shape[1] * shading.cell, small.shape[0] * shading.cell)
    kind = cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(small, size, interpolation=kind)[:height, :width], np.uint8)


def _turned(gray: Pixels, level: Pixels) -> Pixels:
    ground = level.astype(np.float32)
    bright = np.maximum(ground + _LEAST_CONTRAST, np.percentile(gray, 99) if gray.size else 255.0)
    part = (gray - ground - 0.1 * (bright - ground)) / (0.9 * (bright - ground))
    return np.asarray(255 - 255 * np.clip(part, 0, 1), np.uint8)


def dark_edges(shading: Shading, scale: float, *, horizontal: bool) -> list[Piece]:
    """Give the edges of dark areas along one direction, in points, as pieces that are not drawn."""
    dark = (shading.dark if horizontal else np.ascontiguousarray(shading.dark.T)).astype(np.uint8)
    change = np.zeros((dark.shape[0] + 1, dark.shape[1]), np.uint8)
    change[1:-1] = dark[1:] != dark[:-1]
    # Where the edge jumps by a cell, one piece ends and another begins.
    wide = np.asarray(cv2.dilate(change, np.ones((3, 1), np.uint8)), np.uint8)
    unit = shading.cell / scale
    return _pieces(wide, change.astype(np.float64), unit, centre=0.0, least=_LEAST_DARK_EDGE)


def tint_edges(shading: Shading, scale: float, *, horizontal: bool) -> list[Piece]:
    """Give the edges of tinted areas along one direction, in points."""
    dark = cv2.dilate(shading.dark.astype(np.uint8), _square(5))
    level, near = (shading.level, dark) if horizontal else (shading.level.T, dark.T)
    # Along an edge the gray is even; across it must not be smoothed.
    even = cv2.blur(np.ascontiguousarray(level), (_odd(_SMOOTHED * scale / shading.cell), 1))
    step = np.zeros(level.shape, np.uint8)
    step[1:-1] = cv2.absdiff(even[2:], even[:-2])
    step[near > 0] = 0
    least = max(_STEP, _ABOVE_NOISE * float(step.mean()))
    mask = np.asarray(step > least, np.uint8)
    return _pieces(mask, step.astype(np.float64), shading.cell / scale, centre=0.5, least=_LEAST_EDGE)


def _pieces(mask: Pixels, weight: Reals, unit: float, *, centre: float, least: float) -> list[Piece]:
    """Give the long runs of a map as pieces of lines, each at the middle of its weight."""
    kernel = np.ones((1, max(2, round(least / unit))), np.uint8)
    along = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(along, connectivity=8)
    pieces: list[Piece] = []
    for number in range(1, count):
        left, top, wide, high, _ = (int(value) for value in boxes[number])
        part = np.s_[top : top + high, left : left + wide]
        sums = np.where(labels[part] == number, weight[part] + 1e-3, 0.0).sum(axis=1)
        at = top + centre + float((sums * np.arange(high)).sum() / sums.sum())
        pieces.append((at * unit, left * unit, (left + wide) * unit, 0.0, False))
    return pieces


def fills_of(shading: Shading, scale: float, rulings: Sequence[Ruling]) -> tuple[Box, ...]:
    """Give the shaded and dark areas as rectangles, in points: ruled places as a whole, others as they are."""
    unit = shading.cell / scale
    high, wide = (int(side * unit) for side in shading.level.shape)
    rooms = rooms_of(wide, high, rulings)
    level = np.full(rooms.labels.shape, 255, np.uint8)
    level[:high, :wide] = cv2.resize(shading.level, (wide, high), interpolation=cv2.INTER_AREA)
    paper = float(np.median(level))
    labels = rooms.labels.ravel()
    mean = np.bincount(labels, level.ravel()) / np.maximum(np.bincount(labels), 1)
    width, height, area = rooms.boxes[:, 2:].T
    ruled = (area > _FULL * width * height) & (area < _LARGEST_ROOM * labels.size)
    chosen = np.flatnonzero(ruled & (mean < paper - _TINT) & (np.minimum(width, height) >= _LEAST_FILL))
    boxes = [(x - 0.5, y - 0.5, x + w + 0.5, y + h + 0.5) for x, y, w, h, _ in rooms.boxes[chosen].tolist()]
    level[ruled[rooms.labels]] = 255
    tinted = np.asarray(cv2.medianBlur(level, 5) < paper - _TINT, np.uint8)
    tinted = np.asarray(cv2.morphologyEx(tinted, cv2.MORPH_OPEN, _square(_LEAST_FILL)), np.uint8)
    boxes += [(float(a), float(b), float(c), float(d)) for a, b, c, d in _rectangles(tinted)]
    return tuple(sorted(boxes))


def _rectangles(mask: Pixels) -> Iterable[tuple[int, int, int, int]]:
    """Cut an area into rectangles: runs of cells go on downwards as long as they stay as wide."""
    slack = 2
    open_runs: list[tuple[int, int, int]] = []
    for row in range(mask.shape[0] + 1):
        runs = _runs(mask[row]) if row < mask.shape[0] else []
        going: list[tuple[int, int, int]] = []
        for left, top, right in open_runs:
            same = next((r for r in runs if abs(r[0] - left) <= slack and abs(r[1] - right) <= slack), None)
            if same is None:
                if row - top > slack:
                    yield (left, top, right, row)
            else:
                runs.remove(same)
                going.append((left, top, right))
        open_runs = going + [(left, row, right) for left, right in runs]


def _runs(row: Pixels) -> list[tuple[int, int]]:
    change = np.flatnonzero(np.diff(np.concatenate(([0], row, [0])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(change[::2], change[1::2], strict=True)]
