"""Path objects as straight strokes and shaded rectangles, in user space."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Handle: TypeAlias = Any
"""What the PDF library hands out and takes back; it has no Python type."""

Point = tuple[float, float]
Color = tuple[int, int, int]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRAIGHT = 0.02
_NEARLY = 0.75
_AT_CORNER = 0.1
_RECTANGLE_CORNERS = 4
_NO_FILL = pdfium.FPDF_FILLMODE_NONE


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


def path_strokes(path: Handle, matrix: Matrix) -> Iterator[Stroke]:
    """Give the straight strokes and filled rectangles of one path object.

    Paths that only clip, curves, slanted lines and paint without opacity give nothing.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    fill_color = _color(pdfium.FPDFPageObj_GetFillColor, path) if fill.value != _NO_FILL else None
    stroke_color = _color(pdfium.FPDFPageObj_GetStrokeColor, path) if stroke.value else None
    if fill_color is None and stroke_color is None:
        return
    width = _line_width(path, matrix) if stroke_color else 0.0
    for points, curved in _subpaths(path, matrix):
        if fill_color and not curved:
            yield from _filled(points, fill_color)
        if stroke_color:
            yield from _stroked(points, width, stroke_color)


def clip_box(item: Handle, outer: Matrix) -> tuple[float, float, float, float] | None:
    """Give the rectangle outside of which an object leaves no mark, ``None`` when nothing clips it."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    box = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(count, 0)):
        xs, ys = [], []
        for place in range(max(pdfium.FPDFClipPath_CountPathSegments(clip, index), 0)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, index, place), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            part = (min(xs), min(ys), max(xs), max(ys))
            box = part if box is None else _common(box, part)
    return None if box is None else corners(box, outer)


def _common(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:  # fmt: skip
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return (left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3])))


def _color(read: Handle, path: Handle) -> Color | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(path, red, green, blue, alpha) or alpha.value == 0:
        return None
    return (red.value, green.value, blue.value)


def _line_width(path: Handle, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    return width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _subpaths(path: Handle, matrix: Matrix) -> Iterator[tuple[list[Point | None], bool]]:
    """Give each subpath as its points, and whether it bends; ``None`` stands where a curve runs."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point | None] = []
    curved = False
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
            points.append(None)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, curved


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
