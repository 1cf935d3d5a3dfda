"""Reads invented figures in many faces, sizes, resolutions and states of decay; counts wrong ones that pass as sure.

The limits in ``extract/scan/figures.py`` were fitted with it: ``python benchmarks/calibrate_figures.py FONT.ttf ...``.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from extract.scan.figures import LIKELY
from extract.scan.model import Pixels, Segment
from extract.scan.reading import read_segments

_WIDTH, _HEIGHT = 1008, 612
_SIZES = (4.5, 5, 5.5, 6, 7)
_STATES = ("clean", "blurred", "noisy", "jpeg", "fax")
_Printed = list[tuple[str, float, float, float]]


def _figure(chance: random.Random) -> str:
    number = chance.randint(0, 10 ** chance.randint(1, 7))
    cents = f"{number / 100:,.2f}"
    forms = (str(number), f"{number:,}", cents, f"{number % 10**6 / 100:.2f}%", f"-{cents}", "0", "100%")
    return chance.choices(forms, (4, 3, 3, 3, 1, 1, 1))[0]


def _page(chance: random.Random, face: str, size: float, dpi: int) -> tuple[Pixels, _Printed]:
    page = io.BytesIO()
    pen = canvas.Canvas(page, pagesize=(_WIDTH, _HEIGHT))
    pen.setFont(face, size)
    printed: _Printed = []
    x, y = 30.0, _HEIGHT - 30.0
    for _ in range(150):
        text = _figure(chance)
        width = pdfmetrics.stringWidth(text, face, size)
        if x + width > _WIDTH - 30:
            x, y = 30.0, y - 2 * size
        pen.drawString(x, y, text)
        printed.append((text, x, y, width))
        x += width + 16 + 4 * chance.random()
    pen.save()
    with pypdfium2.PdfDocument(page.getvalue()) as document:
        pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    return np.ascontiguousarray(pixels.reshape(pixels.shape[:2])), printed


def _decayed(pixels: Pixels, state: str, dpi: int, seed: int) -> Pixels:
    if state == "blurred":
        return cv2.GaussianBlur(pixels, (0, 0), 0.55 * dpi / 150).astype(np.uint8)
    if state == "noisy":
        noise = np.random.default_rng(seed).normal(0, 14, pixels.shape)
        return np.clip(pixels + noise, 0, 255).astype(np.uint8)
    if state == "jpeg":
        packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
        return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE).astype(np.uint8)
    if state == "fax":
        return np.where(cv2.GaussianBlur(pixels, (0, 0), 0.5) < 165, 0, 255).astype(np.uint8)
    return pixels


def _segments(pixels: Pixels, printed: _Printed, size: float, dpi: int) -> Iterator[tuple[str, Segment]]:
    scale = dpi / 72
    for text, x, y, width in printed:
        left, top = int((x - 2) * scale), int((_HEIGHT - y - size) * scale)
        ink = pixels[top : int((_HEIGHT - y + 0.38 * size) * scale), left : int((x + width + 2) * scale)] < 185
        stats = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)[2][1:].tolist()
        pieces = sorted((left + a, top + b, left + a + w, top + b + h) for a, b, w, h, area in stats if area > 1)
        if pieces:
            sides = tuple(zip(*pieces, strict=True))
            yield text, Segment((min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])), 0.0, tuple(pieces))


def main(fonts: list[str]) -> None:
    """Print for each resolution and state: figures, right, right but unsure, wrong but sure."""
    chance = random.Random(5)  # noqa: S311 - invents figures
    for number, path in enumerate(fonts):
        pdfmetrics.registerFont(TTFont(f"face{number}", path))
    print("dpi state figures right unsure SILENT")
    for dpi in (300, 200, 150):
        for state in _STATES:
            face, size = f"face{chance.randrange(len(fonts))}", chance.choice(_SIZES)
            clean, printed = _page(chance, face, size, dpi)
            pixels = _decayed(clean, state, dpi, dpi)
            known = list(_segments(pixels, printed, size, dpi))
            read = read_segments(pixels, [segment for _, segment in known], dpi, bilevel=state == "fax")
            right = [" ".join(w.text for w in r.words) == text for (text, _), r in zip(known, read, strict=True)]
            sure = [r.confidence >= LIKELY for r in read]
            unsure = sum(r and not s for r, s in zip(right, sure, strict=True))
            silent = sum(s and not r for r, s in zip(right, sure, strict=True))
            print(dpi, state, len(known), sum(right), unsure, silent)


if __name__ == "__main__":
    main(sys.argv[1:])
