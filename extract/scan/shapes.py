"""What the ink of a figure shows without reading it: points, commas, dashes, and where they stand.

The recogniser knows digits well. What it loses on small print are the small signs: it passes over a point, takes
a comma for a point, and does not see a dash that touches the digit after it. Those can be measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.model import Flags, Pixels

_ENLARGED = 3
_LARGE = 90
_PAPER, _DARK = 85, 2
_INK, _BLACK = 0.4, 0.62

_TALL, _SMALL, _SPECK = 0.75, 0.6, 0.008
_LOW_FROM, _LOW_TO, _LOW_END = 0.55, 0.1, 0.12
_DASH_FROM, _DASH_TO, _DASH_SHAPE = 0.3, 0.15, 1.2
_THIN_DASH = 0.36
_DASH_BAND = (0.32, 0.8)
_TOUCHING, _ARM_OF_4 = 0.15, 0.27
_BARE_STROKE = 0.24

_POINT, _COMMA = 0.06, 0.09
_LETTER = 0.4
# Shares of the height of a digit, with the space after it, in the widest of the usual bold faces.
_WIDEST_DIGIT = 1.0
_WIDEST = {"%": 1.6} | dict.fromkeys(".,-() ", 0.6)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Small signs among the ink of one figure.

    Attributes:
        digits: How many separate tall pieces.
        drops: For each low small piece from the left how far it reaches below the base line, as a share of the
            height of a digit: a point about 0, a comma about 0.16.
        dashes: How many pieces at half height are wider than high.
        dash_before: How far the first tall piece starts with ink at half height only, as a share of the height of a
            digit: the arm of a ``4``, or a dash that touches the first digit.
        bare_stroke: All of it is one upright stroke without a foot or a flag, as ``l`` and ``I`` are in most faces.
        cap: Height of a digit in pixels of the crop.
        wide: How wide all of it is, as a share of the height of a digit.
    """

    digits: int
    drops: tuple[float, ...]
    dashes: int
    dash_before: float
    bare_stroke: bool
    cap: float
    wide: float = 0.0

    def against(self, text: str) -> bool:
        """Whether the ink speaks against a reading.

        >>> Shapes(4, (0.16,), 0, 0.0, False, 12.0).against("5.143")
        True
        >>> Shapes(4, (0.16,), 0, 0.0, False, 12.0).against("5,143")
        False
        >>> Shapes(3, (0.0,), 0, 0.4, False, 12.0).against("4.91")
        True
        """
        return self.specks_against(text) or self.signs_against(text)

    def specks_against(self, text: str) -> bool:
        """Whether there are more low pieces than points and commas in a reading: one was passed over, or it is dirt."""
        return len(self.drops) > sum(text.count(sign) for sign in ".,")

    def signs_against(self, text: str) -> bool:
        """Whether a dash or a digit was passed over, or a point or a comma has the shape of the other.

        >>> [Shapes(2, (), 0, 0.0, False, 12.0, wide=1.3).signs_against(text) for text in ("2", "24")]
        [True, False]
        """
        separators = [sign for sign in text if sign in ".,"]
        if self.wide > sum(_WIDEST.get(sign, _WIDEST_DIGIT) for sign in text):
            return True
        if self.dashes > text.count("-"):
            return True
        arm = _ARM_OF_4 if text.startswith("4") else _TOUCHING
        if self.dash_before > arm and not text.startswith(("-", "(", "$")):
            return True
        if self.bare_stroke and text == "1":
            return True
        if len(self.drops) != len(separators):
            return False
        depths = zip(separators, self.drops, strict=True)
        return any(depth > _COMMA if sign == "." else depth < _POINT for sign, depth in depths)

    def supports(self, text: str) -> bool:
        """Whether each point and comma of a reading can be seen standing alone, in the shape that it is read in."""
        return len(self.drops) == sum(text.count(sign) for sign in ".,") and not self.against(text)


def shapes_of(pixels: Pixels) -> Shapes:
    """Measure the ink of a crop that holds one figure, dark on white."""
    ink, black = _ink(pixels)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    dark = set(np.unique(labels[black]).tolist()) - {0}
    pieces: list[list[int]] = sorted(stats[label].tolist() for label in dark)
    if not pieces:
        return Shapes(0, (), 0, 0.0, bare_stroke=False, cap=0.0)
    tallest = max(piece[3] for piece in pieces)
    tall = [piece for piece in pieces if piece[3] >= _TALL * tallest]
    top = float(np.median([piece[1] for piece in tall]))
    base = float(np.median([piece[1] + piece[3] for piece in tall]))
    cap = base - top
    last = max(piece[0] + piece[2] for piece in tall)
    small = [p for p in pieces if p[0] < last and p[3] < _SMALL * cap and p[4] >= _SPECK * cap * cap]
    low = [
        p for p in small
        if p[0] > tall[0][0]
        and top + _LOW_FROM * cap < p[1] < base + _LOW_TO * cap
        and p[1] + p[3] > base - _LOW_END * cap
    ]  # fmt: skip
    dashes = [
        p for p in small
        if p[1] > top + _DASH_FROM * cap and p[1] + p[3] < base - _DASH_TO * cap and p[2] > _DASH_SHAPE * p[3]
    ]  # fmt: skip
    first = tall[0]
    before = _half_height(ink[int(top) : int(base), first[0] : first[0] + first[2]]) if pieces[0] == first else 0.0
    bare = len(tall) == 1 and first[2] < _BARE_STROKE * cap
    drops = tuple((p[1] + p[3] - base) / cap for p in low)
    large = [p for p in pieces if p[3] >= _LETTER * tallest]
    wide = max(p[0] + p[2] for p in large) - min(p[0] for p in large)
    return Shapes(len(tall), drops, len(dashes), before, bare, cap * pixels.shape[0] / ink.shape[0], wide / cap)


def _ink(pixels: Pixels) -> tuple[Flags, Flags]:
    """Give where there is ink, and where it is so black that it is no speck."""
    large = pixels
    if pixels.shape[0] < _LARGE:
        large = cv2.resize(pixels, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    paper, dark = np.percentile(large, (_PAPER, _DARK))
    ink: Flags = large < paper - _INK * (paper - dark)
    black: Flags = large < paper - _BLACK * (paper - dark)
    return ink, black


def _half_height(ink: Flags) -> float:
    """Give how many of the first columns hold thin ink at half height only, as a share of the height."""
    height, width = int(ink.shape[0]), int(ink.shape[1])
    for column in range(width):
        rows = np.flatnonzero(ink[:, column])
        inside = not len(rows) or (rows[0] > _DASH_BAND[0] * height and rows[-1] < _DASH_BAND[1] * height)
        if not inside or (len(rows) and rows[-1] - rows[0] + 1 > _THIN_DASH * height):
            return column / height
    return width / height
