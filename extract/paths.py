"""Path objects as straight strokes and shaded rectangles, in user space."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct

import pypdfium2.raw as pdfium

from cuadre.evidence import Box
from extract import calls
from extract.calls import Handle

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Color = tuple[int, int, int]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRAIGHT = 0.02
_NEARLY = 0.75
_AT_CORNER = 0.1
_RECTANGLE_CORNERS = 4
_NO_FILL = pdfium.FPDF_FILLMODE_NONE
_TWO_INTEGERS, _TWO_FLOATS, _FOUR_INTEGERS = Struct("2i"), Struct("2f"), Struct("4I")


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, or a rectangle that was filled.

    Attributes:
        x0, y0, x1, y1: The ends of the line, or two opposite corners, ``x0 <= x1`` and ``y0 <= y1``.
        width: Thickness of the line in points; negative for a filled rectangle.
        color: Red, green, blue, 0 to 255.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: Color

    @property
    def filled(self) -> bool:
        """It is a rectangle, not a line."""
        return self.width < 0


def compose(first: Matrix, then: Matrix) -> Matrix:
    """Apply one matrix after the other.

    >>> compose((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 7))
    (2, 0, 0, 2, 5, 7)
    """
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def corners(box: tuple[float, float, float, float], matrix: Matrix) -> tuple[float, float, float, float]:
    """Give the extent of a transformed rectangle.

    >>> corners((0, 0, 1, 2), (0, 1, -1, 0, 0, 0))
    (-2, 0, 0, 1)
    """
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = (a * x0 + c * y0 + e, a * x1 + c * y0 + e, a * x0 + c * y1 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y0 + f, b * x0 + d * y1 + f, b * x1 + d * y1 + f)
    return (min(xs), min(ys), max(xs), max(ys))


class PathReader:
    """Reads paths and clips; reuses the buffers that the library writes into."""

    def __init__(self) -> None:
        self._pair = ctypes.create_string_buffer(_TWO_FLOATS.size)
        first = ctypes.addressof(self._pair)
        self._into_pair = (first, first + _TWO_FLOATS.size // 2)
        self._four = ctypes.create_string_buffer(_FOUR_INTEGERS.size)
        first = ctypes.addressof(self._four)
        self._into_four = tuple(range(first, first + _FOUR_INTEGERS.size, _FOUR_INTEGERS.size // 4))

    def strokes(self, path: Handle, matrix: Matrix) -> Iterator[Stroke]:
        """Give the straight strokes and filled rectangles of one path object.

        Paths that only clip, curves, slanted lines and paint without opacity give nothing.
        """
        calls.draw_mode(path, *self._into_pair)
        fill, stroke = _TWO_INTEGERS.unpack(self._pair)
        fill_color = self._color(calls.fill_color, path) if fill != _NO_FILL else None
        stroke_color = self._color(calls.stroke_color, path) if stroke else None
        if fill_color is None and stroke_color is None:
            return
        width = self._line_width(path, matrix) if stroke_color else 0.0
        for points, curved in self._subpaths(path, matrix):
            if fill_color and not curved:
                yield from _filled(points, fill_color)
            if stroke_color:
                yield from _stroked(points, width, stroke_color)

    def clip_box(self, item: Handle, outer: Matrix) -> Box | None:
        """Give the rectangle outside of which an object leaves no mark, ``None`` when nothing clips it."""
        clip = calls.clip_path(item)
        box = None
        for index in range(calls.clip_count(clip) if clip else 0):
            count = calls.clip_segment_count(clip, index)
            points = [self._point(calls.clip_segment(clip, index, place)) for place in range(count)]
            if points:
                xs, ys = zip(*points, strict=True)
                part = (min(xs), min(ys), max(xs), max(ys))
                box = part if box is None else _common(box, part)
        return None if box is None else corners(box, outer)

    def is_opaque(self, item: Handle) -> bool:
        """Tell whether what an object is filled with can be seen."""
        return not calls.fill_color(item, *self._into_four) or self._four.raw[-4:] != bytes(4)

    def _color(self, read: Callable[..., int], path: Handle) -> Color | None:
        if not read(path, *self._into_four):
            return None
        red, green, blue, alpha = _FOUR_INTEGERS.unpack(self._four)
        return (red, green, blue) if alpha else None

    def _line_width(self, path: Handle, matrix: Matrix) -> float:
        width = ctypes.c_float()
        calls.stroke_width(path, ctypes.addressof(width))
        return width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))

    def _subpaths(self, path: Handle, matrix: Matrix) -> Iterator[tuple[list[Point | None], bool]]:
        """Give each subpath as its points, and whether it bends; ``None`` stands where a curve runs."""
        a, b, c, d, e, f = matrix
        points: list[Point | None] = []
        curved = False
        for index in range(calls.segment_count(path)):
            segment = calls.path_segment(path, index)
            kind = calls.segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points, curved
                points, curved = [], False
            x, y = self._point(segment)
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved = True
                points.append(None)
            points.append((a * x + c * y + e, b * x + d * y + f))
            if calls.segment_closes(segment):
                points.append(points[0])
        if points:
            yield points, curved

    def _point(self, segment: Handle) -> Point:
        calls.segment_point(segment, *self._into_pair)
        x, y = _TWO_FLOATS.unpack(self._pair)
        return x, y


def _common(one: Box, other: Box) -> Box:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return (left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3])))


def _filled(points: list[Point | None], color: Color) -> Iterator[Stroke]:
    """Give the rectangle that a closed outline fills, if it is one."""
    outline = [point for point in points if point is not None]
    while len(outline) > 1 and math.dist(outline[0], outline[-1]) < _STRAIGHT:
        outline.pop()
    if len(outline) != _RECTANGLE_CORNERS:
        return
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if all(min(x - left, right - x) + min(y - bottom, top - y) < _AT_CORNER for x, y in outline):
        yield Stroke(left, bottom, right, top, -1.0, color)


def _stroked(points: list[Point | None], width: float, color: Color) -> Iterator[Stroke]:
    """Give each side that runs along the page or across it."""
    for start, end in pairwise(points):
        if start is None or end is None:
            continue
        (x0, y0), (x1, y1) = start, end
        across, along = abs(x1 - x0), abs(y1 - y0)
        longest = max(across, along)
        if longest > 0 and min(across, along) <= min(_NEARLY, _STRAIGHT * longest + _STRAIGHT):
            yield Stroke(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), width, color)
