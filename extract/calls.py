"""The PDF library's functions that are called for every character and every drawn object.

The library's own bindings wrap and check each argument, which takes longer than what most of these functions
do. Here they take and return plain addresses and numbers. None of them keeps what it is given, and none runs
Python code.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_int, c_ulong, c_void_p
from typing import Any, cast

import pypdfium2.raw as pdfium

Handle = int
"""Address of one of the library's things; 0 or ``None`` when there is none."""


def address(handle: Any) -> Handle:  # noqa: ANN401 (what the library hands out has no Python type)
    """Give the address behind a handle of the library's own bindings."""
    return ctypes.addressof(handle.contents)


def _bound(function: Any, result: type, *arguments: type) -> Callable[..., Any]:  # noqa: ANN401
    # Its own type is kept, which knows how this platform calls functions.
    call = type(function)(ctypes.cast(function, c_void_p).value)
    call.restype, call.argtypes = result, arguments
    return cast("Callable[..., Any]", call)


loose_char_box = _bound(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)

page_object = _bound(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
form_object = _bound(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
form_count = _bound(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
object_type = _bound(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
fill_color = _bound(pdfium.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
stroke_color = _bound(pdfium.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
stroke_width = _bound(pdfium.FPDFPageObj_GetStrokeWidth, c_int, c_void_p, c_void_p)

picture_size = _bound(pdfium.FPDFImageObj_GetImagePixelSize, c_int, *[c_void_p] * 3)

font_size = _bound(pdfium.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_of = _bound(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
font_name = _bound(pdfium.FPDFFont_GetBaseFontName, c_ulong, c_void_p, c_void_p, c_ulong)
font_flags = _bound(pdfium.FPDFFont_GetFlags, c_int, c_void_p)
font_weight = _bound(pdfium.FPDFFont_GetWeight, c_int, c_void_p)

draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
segment_count = _bound(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
path_segment = _bound(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_type = _bound(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_closes = _bound(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)

clip_path = _bound(pdfium.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
clip_count = _bound(pdfium.FPDFClipPath_CountPaths, c_int, c_void_p)
clip_segment_count = _bound(pdfium.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
clip_segment = _bound(pdfium.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
