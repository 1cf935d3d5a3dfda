"""The picture on a scanned page, at the resolution of the scanner."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.paths import IDENTITY, Matrix, compose, corners
from extract.scan.model import Picture, Pixels

_POINTS = 72.0
_LOWEST, _HIGHEST, _USUAL = 100.0, 400.0, 300.0
_COARSEST = 50.0
_MOST_PIXELS = 40_000_000
_WHOLE_PAGE = 0.98
_NOTABLE = 0.1
_MISMATCH = 1.002
_OBJECTS_LOOKED_AT = 400
_SAME_CHANNELS = 2
_SAMPLE = 16
_TWO_VALUES = 2


@dataclass(frozen=True, slots=True)
class _Placed:
    """An image and how its unit square comes to lie on the page, origin at the top left, in points."""

    image: pypdfium2.PdfImage
    matrix: Matrix

    def share(self, width: float, height: float) -> float:
        """Give the share of the page that its extent covers."""
        left, top, right, bottom = corners((0.0, 0.0, 1.0, 1.0), self.matrix)
        inside = max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(bottom, height) - max(top, 0.0))
        return inside / (width * height)

    def resolution(self) -> tuple[float, float]:
        """Give its pixels per inch along the page and down the page; the higher one when it lies slantwise."""
        a, b, c, d, _, _ = self.matrix
        columns, rows = self.image.get_px_size()
        along = columns * _POINTS / max(math.hypot(a, b), 1e-6)
        down = rows * _POINTS / max(math.hypot(c, d), 1e-6)
        return (along, down) if abs(a) >= abs(b) else (down, along)


def picture_of(page: pypdfium2.PdfPage) -> Picture:
    """Take the picture of a page: what a camera over the paper would see within the page's box.

    A page that is one image gives the pixels of that image as the scanner stored them; any other page is rendered at
    the resolution of its finest large image, between 100 and 400 dots an inch, or at 300 when it has none.

    Args:
        page: An open page. Left open and unchanged.

    Returns:
        The page after its own rotation, at most 40 million pixels, at most 400 dots an inch.
    """
    width, height = page.get_size()
    images, alone = _images(page)
    pixels = _stored_pixels(images[0], width, height) if alone else None
    if pixels is None:
        pixels = _rendered(page, *_pixel_size(images, width, height))
    return _finished(_plain(pixels), width, height)


def _images(page: pypdfium2.PdfPage) -> tuple[list[_Placed], bool]:
    """Give the images of a page, and whether the first one is all there is to see."""
    frame = _frame(page)
    images, others = [], 0
    for item in islice(page.get_objects(), _OBJECTS_LOOKED_AT):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            plain = item.container is None and not pdfium.FPDFPageObj_HasTransparency(item) and not _is_clipped(item)
            others += 0 if plain else 1
            images.append(_Placed(item, compose(_matrix(item), frame)))
        elif item.type != pdfium.FPDF_PAGEOBJ_FORM and not _is_hidden(item):
            others += 1
    alone = len(images) == 1 and not others and images[0].share(*page.get_size()) >= _WHOLE_PAGE
    # A handful of pixels spread over a page is a background, not a scan.
    return images, alone and min(images[0].resolution()) >= _COARSEST


def _frame(page: pypdfium2.PdfPage) -> Matrix:
    """Give the matrix from user space to the page as it is seen, origin at the top left."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    matrix: Matrix = (1.0, 0.0, 0.0, -1.0, -left, top)
    for _ in range(page.get_rotation() // 90 % 4):
        matrix = compose(matrix, (0.0, 1.0, -1.0, 0.0, height, 0.0))
        width, height = height, width
    return matrix


def _matrix(item: pypdfium2.PdfObject) -> Matrix:
    """Give the matrix of an object to user space, through the forms it stands in."""
    a, b, c, d, e, f = item.get_matrix().get()
    outer = IDENTITY if item.container is None else _matrix(item.container)
    return compose((a, b, c, d, e, f), outer)


def _is_hidden(item: pypdfium2.PdfObject) -> bool:
    """Tell text that leaves no mark, such as the layer that a recogniser put over a scan."""
    return bool(
        item.type == pdfium.FPDF_PAGEOBJ_TEXT
        and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    )


def _is_clipped(item: pypdfium2.PdfObject) -> bool:
    return int(pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(item))) > 0


def _stored_pixels(placed: _Placed, width: float, height: float) -> Pixels | None:
    """Give the pixels of an image as they lie on the page; ``None`` when they cannot be had without a rendering."""
    columns, rows = placed.image.get_px_size()
    if not 0 < columns * rows <= _MOST_PIXELS or not placed.image.get_metadata().colorspace:
        return None
    a, b, c, d, _, _ = placed.matrix
    # From pixel (column, row) to points: the unit square has its row 0 at the top.
    steps = np.array([[a / columns, -c / rows], [b / columns, -d / rows]])
    across = abs(steps[0, 0]) < abs(steps[0, 1])
    slant = steps[[0, 1], [0, 1]] if across else steps[[0, 1], [1, 0]]
    straight = steps[[0, 1], [1, 0]] if across else steps[[0, 1], [0, 1]]
    if not straight.all() or (np.abs(slant) * max(columns, rows) > np.abs(straight).min()).any():
        return None
    try:
        pixels = _array(placed.image.get_bitmap())
    except pypdfium2.PdfiumError:
        return None
    if across:
        pixels = pixels.swapaxes(0, 1)
    pixels = pixels[:: -1 if straight[1] < 0 else 1, :: -1 if straight[0] < 0 else 1]
    left, top, _, _ = corners((0.0, 0.0, 1.0, 1.0), placed.matrix)
    step = np.abs(straight)
    return _cut(pixels, -left / step[0], -top / step[1], (width - left) / step[0], (height - top) / step[1])


def _cut(pixels: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels:
    """Give what lies between four edges; what is beyond the pixels is white."""
    x0, y0, x1, y1 = round(left), round(top), round(right), round(bottom)
    rows, columns = pixels.shape[:2]
    inside = pixels[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
    margins = [(max(-y0, 0), max(y1 - rows, 0)), (max(-x0, 0), max(x1 - columns, 0)), (0, 0)]
    if not any(map(any, margins)):
        return inside
    return np.pad(inside, margins[: pixels.ndim], constant_values=255)


def _pixel_size(images: list[_Placed], width: float, height: float) -> tuple[int, int]:
    """Give how many pixels wide and high to render a page."""
    large = [placed.resolution() for placed in images if placed.share(width, height) >= _NOTABLE]
    along, down = max(large, default=(_USUAL, _USUAL))
    along, down = (min(max(dpi, _LOWEST), _HIGHEST) for dpi in (along, down))
    columns, rows = width * along / _POINTS, height * down / _POINTS
    if columns * rows > _MOST_PIXELS:
        scale = math.sqrt(_MOST_PIXELS / (columns * rows))
        columns, rows = math.floor(columns * scale), math.floor(rows * scale)
    return max(1, round(columns)), max(1, round(rows))


def _rendered(page: pypdfium2.PdfPage, columns: int, rows: int) -> Pixels:
    """Render a page to an exact number of pixels, without annotations: nothing may lie over the paper."""
    bitmap = pypdfium2.PdfBitmap.new_native(columns, rows, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, columns, rows)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, 0)
    return _array(bitmap)


def _array(bitmap: Any) -> Pixels:  # noqa: ANN401 (the library's bitmap has no Python type)
    """Give the pixels of a bitmap, free of its memory, gray or RGB."""
    seen = bitmap.to_numpy()
    if seen.ndim == 2 or seen.shape[2] == 1:  # noqa: PLR2004
        return np.array(seen.reshape(seen.shape[:2]), np.uint8)
    return np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2RGB if seen.shape[2] == 3 else cv2.COLOR_BGRA2RGB), np.uint8)  # noqa: PLR2004


def _plain(pixels: Pixels) -> Pixels:
    """Drop the colour when there is none."""
    if pixels.ndim == 2 or _is_colored(pixels[::_SAMPLE, ::_SAMPLE]) or _is_colored(pixels):  # noqa: PLR2004
        return pixels
    return np.ascontiguousarray(pixels[:, :, 1])


def _is_colored(pixels: Pixels) -> bool:
    red, green, blue = (np.ascontiguousarray(pixels[:, :, channel]) for channel in range(3))
    return max(int(cv2.absdiff(red, green).max()), int(cv2.absdiff(green, blue).max())) > _SAME_CHANNELS


def _values(pixels: Pixels) -> int:
    """Count the gray values that occur."""
    return int(np.count_nonzero(cv2.calcHist([pixels], [0], None, [256], [0, 256])))


def _finished(pixels: Pixels, width: float, height: float) -> Picture:
    """Give the picture the same resolution in both directions, not above what reading needs."""
    bilevel = pixels.ndim == 2 and _values(pixels) <= _TWO_VALUES  # noqa: PLR2004
    rows, columns = pixels.shape[:2]
    along, down = columns * _POINTS / width, rows * _POINTS / height
    dpi = math.sqrt(along * down)
    if max(along, down) > _HIGHEST:
        dpi = _USUAL
    elif max(along, down) > min(along, down) * _MISMATCH:
        dpi = max(along, down)
    else:
        return Picture(np.ascontiguousarray(pixels), dpi, bilevel)
    size = max(1, round(width * dpi / _POINTS)), max(1, round(height * dpi / _POINTS))
    shrinks = size[0] * size[1] < columns * rows
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return Picture(np.asarray(resized, np.uint8), dpi, bilevel)
