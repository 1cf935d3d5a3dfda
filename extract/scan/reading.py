"""Reads the stretches of text on a page: figures with PP-OCR, text with Tesseract, each checked by the other."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.scan.model import PixelBox, Pixels, ReadSegment, ReadWord, Segment
from extract.scan.ppocr import FIGURE_SIGNS, Line, recognizer
from extract.scan.tesseract import TessWord, tesseract_available, tesseract_lines

_MARGIN = 0.45
_LONGEST_FIGURE = 13.0


class Strips:
    def __init__(self, text: Pixels, segments: Sequence[Segment]) -> None:
        self.text = text
        self.segments = segments
        self.boxes = np.array([s.box for s in segments], np.int64).reshape(-1, 4)
        heights = self.boxes[:, 3] - self.boxes[:, 1]
        self.typical = float(np.median(heights)) if len(segments) else 0.0

    def crop(self, index: int, margin: float) -> tuple[Pixels, tuple[int, int]]:
        x0, y0, x1, y1 = self.segments[index].box
        h = max(y1 - y0, 0.7 * self.typical)
        my = round((h - (y1 - y0)) / 2 + margin * h)
        mx = max(2, round(margin * h))
        my = max(2, my)
        left, top, right, bottom = x0 - mx, y0 - my, x1 + mx, y1 + my
        H, W = self.text.shape
        crop = np.full((bottom - top, right - left), 255, np.uint8)
        l, t, r, b = max(0, left), max(0, top), min(W, right), min(H, bottom)
        crop[t - top : b - top, l - left : r - left] = self.text[t:b, l:r]
        near = np.flatnonzero((self.boxes[:, 0] < right) & (self.boxes[:, 2] > left) & (self.boxes[:, 1] < bottom) & (self.boxes[:, 3] > top))
        own = crop[my : my + y1 - y0, mx : mx + x1 - x0].copy()
        for i in near.tolist():
            if i != index:
                a, c, d, e = self.segments[i].box
                crop[max(0, c - top) : max(0, e - top), max(0, a - left) : max(0, d - left)] = 255
        crop[my : my + y1 - y0, mx : mx + x1 - x0] = own
        return crop, (left, top)


def read_segments(text: Pixels, segments: Sequence[Segment], dpi: float) -> tuple[ReadSegment, ...]:
    """Read each segment."""
    strips = Strips(text, segments)
    crops = [strips.crop(i, _MARGIN) for i in range(len(segments))]
    tess = tesseract_available()
    narrow = [i for i, (crop, _) in enumerate(crops) if not tess or crop.shape[1] <= _LONGEST_FIGURE * crop.shape[0] / 1.9]
    lines: dict[int, Line] = dict(zip(narrow, recognizer().lines([crops[i][0] for i in narrow]), strict=True))
    result: dict[int, ReadSegment] = {}
    wordy = []
    for i in range(len(segments)):
        if i in lines:
            heard = recognizer().figures(lines[i]).heard()
            plain = lines[i].text
            if all(sign in FIGURE_SIGNS for sign in plain) and plain:
                words = tuple(ReadWord(t, segments[i].box) for t in heard[0].text.split())
                result[i] = ReadSegment(words, heard[0].probability, "pp-ocr", tuple(h.text for h in heard[1:3]))
                continue
        wordy.append(i)
    if tess:
        for i, words in zip(wordy, tesseract_lines([strips.crop(i, 0.0)[0] for i in wordy], [40] * len(wordy)), strict=True):
            _, (left, top) = strips.crop(i, 0.0)
            result[i] = ReadSegment(tuple(ReadWord(w.text, (w.box[0] + left, w.box[1] + top, w.box[2] + left, w.box[3] + top)) for w in words), min((w.confidence for w in words), default=0.0), "tesseract")
    else:
        for i in wordy:
            result[i] = ReadSegment(tuple(ReadWord(t, segments[i].box) for t in lines[i].text.split()), 0.5, "pp-ocr")
    return tuple(result[i] for i in range(len(segments)))
