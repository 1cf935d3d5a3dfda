"""What is drawn on a page, one drawing object after the other, nested forms included.

Coordinates here are those of the file (user space: origin at the bottom left, before page rotation);
``extract.content`` turns them into places on the page.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium

from extract import calls
from extract.calls import Handle, address
from extract.limits import expect_objects, expect_picture
from extract.model import DEFAULT_LIMITS, Limits
from extract.paths import IDENTITY, Matrix, PathReader, Stroke, compose, corners

_DEEPEST_FORM = 12
_BOLD_WEIGHT = 650
_FORCE_BOLD = 1 << 18
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_STYLE = re.compile(r"bold|black|heavy|demi|[-,]bd\b", re.IGNORECASE)
_OBLIQUE = 8.0
_NAME_BYTES = 128
_SIX_FLOATS = Struct("6f")


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of text that was drawn in one go.

    Attributes:
        angle: Direction of its base line in degrees counter-clockwise, from 0 up to 360.
        size: Font size in points.
        bold: Drawn in a bold face.
        visible: It leaves a mark on the paper.
        clip: What of the page it may show on ``(left, bottom, right, top)``, ``None`` for all of it.
    """

    angle: float
    size: float
    bold: bool
    visible: bool
    clip: tuple[float, float, float, float] | None = None

    @property
    def oblique(self) -> bool:
        """It runs neither along nor across the page."""
        return abs((self.angle + 45.0) % 90.0 - 45.0) > _OBLIQUE


@dataclass(slots=True)
class Drawing:
    """All that a page draws.

    Attributes:
        runs: Text, by the address of its text object, as the text page reports it.
        strokes: Lines and shaded areas in the order they are drawn.
        images: Extents of pictures ``(left, bottom, right, top)`` in user space.
    """

    runs: dict[int, TextRun] = field(default_factory=dict)
    strokes: list[Stroke] = field(default_factory=list)
    images: list[tuple[float, float, float, float]] = field(default_factory=list)


def walk_page(page: Any, limits: Limits = DEFAULT_LIMITS) -> Drawing:  # noqa: ANN401 (a library's handle has no type)
    """Look at each object on a page once.

    Args:
        page: A raw ``FPDF_PAGE``.
        limits: How many objects it may have, and how large its pictures may be.

    Raises:
        Excess: It has more, or larger ones.
    """
    walk, place = _Walk(limits), address(page)
    for index in walk.counted(pdfium.FPDFPage_CountObjects(page)):
        walk.visit(calls.page_object(place, index), None, 0)
    return walk.drawing


class _Walk:
    """One pass over a page; reuses the buffers that the library writes into."""

    def __init__(self, limits: Limits) -> None:
        self.drawing = Drawing()
        self._limits, self._count = limits, 0
        self._columns, self._rows = ctypes.c_uint(), ctypes.c_uint()
        self._into_sides = (ctypes.addressof(self._columns), ctypes.addressof(self._rows))
        self._paths = PathReader()
        self._six = ctypes.create_string_buffer(_SIX_FLOATS.size)
        self._into_six = ctypes.addressof(self._six)
        self._size = ctypes.c_float()
        self._into_size = ctypes.addressof(self._size)
        self._bold_fonts: dict[Handle, bool] = {}

    def counted(self, count: int) -> range:
        """Give the places of so many objects, unless they are too many with those before."""
        self._count += max(count, 0)
        expect_objects(self._count, self._limits)
        return range(count)

    def visit(self, item: Handle, outer: Matrix | None, depth: int) -> None:
        """Read one object; ``outer`` is the matrix of the form it stands in, ``None`` for the page."""
        kind = calls.object_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.drawing.runs[item] = self._run(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.drawing.strokes.extend(self._paths.strokes(item, self._matrix_of(item, outer)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if calls.picture_size(item, *self._into_sides):
                expect_picture(self._columns.value, self._rows.value, self._limits)
            self.drawing.images.append(corners((0.0, 0.0, 1.0, 1.0), self._matrix_of(item, outer)))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = self._matrix_of(item, outer)
            for index in self.counted(calls.form_count(item)):
                self.visit(calls.form_object(item, index), inner, depth + 1)

    def _matrix_of(self, item: Handle, outer: Matrix | None) -> Matrix:
        calls.object_matrix(item, self._into_six)
        a, b, c, d, e, f = _SIX_FLOATS.unpack(self._six)
        own = (a, b, c, d, e, f)
        return compose(own, outer) if outer else own

    def _run(self, item: Handle, outer: Matrix | None) -> TextRun:
        a, b, c, d, _, _ = self._matrix_of(item, outer)
        calls.font_size(item, self._into_size)
        mode = calls.render_mode(item)
        bold = mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE or self._is_bold(item)
        visible = mode not in _INVISIBLE and self._paths.is_opaque(item)
        angle = math.degrees(math.atan2(b, a)) % 360.0
        size = abs(self._size.value) * math.hypot(c, d)
        return TextRun(angle, size, bold, visible, self._paths.clip_box(item, outer or IDENTITY))

    def _is_bold(self, item: Handle) -> bool:
        font = calls.font_of(item)
        if not font:
            return False
        if font not in self._bold_fonts:
            self._bold_fonts[font] = _bold_face(font)
        return self._bold_fonts[font]


def _bold_face(font: Handle) -> bool:
    name = ctypes.create_string_buffer(_NAME_BYTES)
    calls.font_name(font, ctypes.addressof(name), _NAME_BYTES)
    if _STYLE.search(name.value.decode("utf-8", "replace")):
        return True
    flags = calls.font_flags(font)
    return bool(flags > 0 and flags & _FORCE_BOLD) or calls.font_weight(font) >= _BOLD_WEIGHT
