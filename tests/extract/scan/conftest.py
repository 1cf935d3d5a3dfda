"""Small printed pages with their segments, for the tests of the readers."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen import canvas

from extract.scan.model import Pixels, Segment

_LEFT, _STEP, _WIDTH = 20, 16, 320


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """A page with one text to a line, and the segment of each."""

    pixels: Pixels
    segments: tuple[Segment, ...]
    dpi: float

    def crop(self, number: int, margin: int = 6) -> Pixels:
        left, top, right, bottom = self.segments[number].box
        return self.pixels[top - margin : bottom + margin, left - margin : right + margin]


def _printed(texts: Sequence[str], dpi: float = 300, size: float = 6) -> Printed:
    height = _STEP * (len(texts) + 1)
    page = io.BytesIO()
    pen = canvas.Canvas(page, pagesize=(_WIDTH, height))
    pen.setFont("Helvetica", size)
    for number, text in enumerate(texts, 1):
        pen.drawString(_LEFT, height - _STEP * number, text)
    pen.save()
    document = pypdfium2.PdfDocument(page.getvalue())
    pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    pixels = np.ascontiguousarray(pixels.reshape(pixels.shape[:2]))
    document.close()
    segments = tuple(_segment(pixels, number * _STEP * dpi / 72, dpi) for number in range(1, len(texts) + 1))
    return Printed(pixels, segments, dpi)


def _segment(pixels: Pixels, base: float, dpi: float) -> Segment:
    start, end = round(base - 9 * dpi / 72), round(base + 4 * dpi / 72)
    ink = (pixels[start:end] < 190).astype(np.uint8)
    pieces = [(x, start + y, x + w, start + y + h) for x, y, w, h, _ in cv2.connectedComponentsWithStats(ink)[2][1:]]
    lefts, tops, rights, bottoms = (tuple(int(side) for side in sides) for sides in zip(*sorted(pieces), strict=True))
    boxes = tuple(zip(lefts, tops, rights, bottoms, strict=True))
    return Segment((min(lefts), min(tops), max(rights), max(bottoms)), 0.0, boxes)


@pytest.fixture(scope="session")
def printed() -> Callable[..., Printed]:
    """Print texts, one to a line: ``printed(texts, dpi, size)``."""
    return _printed
