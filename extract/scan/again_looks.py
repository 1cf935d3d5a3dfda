"""Ways to look at a line again, each unlike the first reading and unlike the others.

PP-OCR sees it narrower, Tesseract at two heights; all may answer with the signs of a figure or a code alone, and know
nothing but these pixels. All three together take about 25 ms for a figure.

What they were measured to do on figures scanned badly at 150 to 300 dpi, in four faces. Of 125 that the first reader
misread, PP-OCR made narrower (0.7, 0.85 of the width) reads 0.61 and 0.54 right and repeats the mistake in 0.26 and
0.37; Tesseract at 36 and at 52 pixels reads 0.54 and 0.56 right and repeats it in 0.14. Of 50 that it read right,
PP-OCR says the same in 0.94 and 0.98, Tesseract in 0.76. So a look of Tesseract that says what was read first is worth
much, and one that says something else may be its own mistake. On sample scans with ink, seals and JPEG, all say the
same as a right first reading in 0.95 and more.

Not worth their time: more or less room around the figure, crops made wider, slanted, blurred, sharpened or thinner (the
same mistake in 0.48 to 0.62), crops from before coloured ink is lifted (the same mistake as without), crops made black
and white (0.71 right where the first reader is), the English model of Tesseract.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from cuadre.evidence import Alphabet, Rereading
from extract.scan.model import PixelBox, Pixels
from extract.scan.ppocr import FIGURE_SIGNS, Line, recognizer
from extract.scan.strips import Strips
from extract.scan.tesseract import tesseract_available, tesseract_lines

_SIGNS = {Alphabet.FIGURE: "0123456789.,%$-()", Alphabet.CODE: "0123456789."}
_AFTER_CODES = ":;"
"""May be seen, and are no part of the answer: forbidden, Tesseract takes a colon for a ``4``."""
_ENLARGED, _SHOWN = 2.0, 0.3
_NEVER_LONGER = 6.5
"""Heights of a line. PP-OCR takes 37 ms for that, and longer text is not its strength."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line, looked at once.

    Attributes:
        text: As printed, ``""`` when nothing could be read.
        confidence: 0 to 1.
    """

    text: str
    confidence: float


Look = Callable[[Strips, PixelBox, Alphabet], Seen]


def _pp_ocr(margin: float, across: float) -> Look:
    """Have PP-OCR read a line with room around it, in shares of its height, and made wider."""

    def look(strips: Strips, box: PixelBox, alphabet: Alphabet) -> Seen:
        line = recognizer().lines([_sized(strips.around(box, margin).pixels, across)])[0]
        return _written(line) if alphabet is Alphabet.TEXT else _figure(line, _SIGNS[alphabet])

    return look


def _sized(pixels: Pixels, across: float) -> Pixels:
    larger = cv2.resize(pixels, None, fx=across * _ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_LANCZOS4)
    return larger.astype(np.uint8, copy=False)


def _written(line: Line) -> Seen:
    text = unicodedata.normalize("NFC", line.text)
    return Seen(text, min((glyph.probability for glyph in line.glyphs), default=0.0))


def _figure(line: Line, signs: str) -> Seen:
    """Give the likeliest way to read a line with some signs only; what others hold speaks against it.

    What comes after the last of those signs does not: a code may have a colon at its end.
    """
    allowed = [FIGURE_SIGNS.index(sign) + 1 for sign in signs]
    shown = np.flatnonzero(line.figure[:, allowed].max(axis=1) > _SHOWN)
    end = int(shown[-1]) + 1 if len(shown) else 0
    masked = np.zeros_like(line.figure[:end])
    masked[:, [0, *allowed]] = line.figure[:end, [0, *allowed]]
    ways = Line(line.glyphs, masked).heard()
    return Seen(ways[0].text, min(ways[0].probability, 1.0)) if ways and ways[0].text else Seen("", 0.0)


def _tesseract(margin: float, height: int) -> Look:
    """Have Tesseract read a line with room around it, in shares of its height, made so many pixels high."""

    def look(strips: Strips, box: PixelBox, alphabet: Alphabet) -> Seen:
        pixels = strips.around(box, margin).pixels
        signs = _SIGNS.get(alphabet, "")
        words = tesseract_lines([pixels], height, signs and signs + _AFTER_CODES)[0]
        text = (" " if alphabet is Alphabet.TEXT else "").join(word.text for word in words)
        if signs:
            text = text.rstrip(_AFTER_CODES)
        return Seen(text, min(word.confidence for word in words) if text else 0.0)

    return look


_LOOKS: tuple[tuple[str, Look], ...] = (
    ("pp-ocr narrow", _pp_ocr(0.35, 0.75)),
    ("tesseract 36", _tesseract(0.08, 36)),
    ("tesseract 52", _tesseract(0.12, 52)),
)
_WITHOUT_TESSERACT: tuple[tuple[str, Look], ...] = (_LOOKS[0], ("pp-ocr wide", _pp_ocr(0.35, 1.3)))


def looks_at(strips: Strips, lines: Sequence[PixelBox], alphabet: Alphabet) -> tuple[Rereading, ...]:
    """Look at the lines of a cell in several ways.

    Args:
        strips: Cuts lines out of the page.
        lines: Their boxes in pixels, from the top down; at least one.
        alphabet: Which signs may stand there.
    """
    fit = _fit(strips, lines, alphabet)
    return tuple(_together(name, [look(strips, box, alphabet) for box in lines]) for name, look in fit)


def _fit(strips: Strips, lines: Sequence[PixelBox], alphabet: Alphabet) -> Sequence[tuple[str, Look]]:
    """Give the looks that are worth their time."""
    if not tesseract_available():
        return _WITHOUT_TESSERACT
    lengths = ((right - left) / max(bottom - top, strips.lowest) for left, top, right, bottom in lines)
    long = alphabet is Alphabet.TEXT and max(lengths) > _NEVER_LONGER
    return _LOOKS[1:] if long else _LOOKS


def _together(name: str, seen: Sequence[Seen]) -> Rereading:
    text = "\n".join(one.text for one in seen) if all(one.text for one in seen) else ""
    return Rereading(text, round(min(one.confidence for one in seen) if text else 0.0, 4), name)
