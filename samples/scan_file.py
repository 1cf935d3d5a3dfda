"""Writes scanned pages into a PDF as a scanner does: one picture a page, JPEG or CCITT group 4."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image

Pixels = npt.NDArray[np.uint8]

ROWS_PER_STRIP, STRIP_START, STRIP_LENGTH, PHOTOMETRIC = 278, 273, 279, 262


def add_picture(
    document: pikepdf.Pdf, pixels: Pixels, size: tuple[float, float], quality: int | None, rotate: int = 0
) -> None:
    """Add a page that shows one picture.

    Args:
        document: Gets the page.
        pixels: ``(height, width)`` gray or ``(height, width, 3)`` RGB.
        size: Width and height of the page in points.
        quality: Of the JPEG; ``None`` for black and white (128 and more is white).
        rotate: /Rotate of the page.
    """
    document.add_blank_page(page_size=size)
    page = document.pages[-1]
    image = _fax(document, pixels) if quality is None else _jpeg(document, pixels, quality)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=document.make_indirect(image)))
    page.Contents = document.make_stream(f"q {size[0]:g} 0 0 {size[1]:g} 0 0 cm /Im0 Do Q".encode())
    if rotate:
        page.Rotate = rotate


def save(document: pikepdf.Pdf, path: Path) -> None:
    """Write the same bytes every time."""
    document.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _image(document: pikepdf.Pdf, data: bytes, pixels: Pixels, **entries: object) -> pikepdf.Stream:
    height, width = pixels.shape[:2]
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image}
    dictionary = pikepdf.Dictionary(**kind, Width=width, Height=height, **entries)
    return pikepdf.Stream(document, data, dictionary)


def _jpeg(document: pikepdf.Pdf, pixels: Pixels, quality: int) -> pikepdf.Stream:
    colour = pixels.ndim == 3
    ordered = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if colour else pixels
    _, data = cv2.imencode(".jpg", ordered, [cv2.IMWRITE_JPEG_QUALITY, quality])
    space = pikepdf.Name.DeviceRGB if colour else pikepdf.Name.DeviceGray
    return _image(
        document, data.tobytes(), pixels, ColorSpace=space, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode
    )


def _fax(document: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Stream:
    height, width = pixels.shape
    file = io.BytesIO()
    sheet = Image.fromarray(pixels).point(lambda v: 255 if v >= 128 else 0).convert("1")
    sheet.save(file, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP: height})
    with Image.open(file) as saved:
        tags = dict(saved.tag_v2)
    (start,), (length,) = tags[STRIP_START], tags[STRIP_LENGTH]
    data = file.getvalue()[start : start + length]
    # Group 4 codes white runs first; a TIFF whose zero is black counts its black as that white.
    return _image(
        document,
        data,
        pixels,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=tags[PHOTOMETRIC] == 1),
    )
