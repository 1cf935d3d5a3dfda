"""Breaks text into lines and finds column widths, in points, for the standard and reportlab's own faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from grid import Column, Run
from layout import Layout
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

LEADING = 1.18
SMALLEST = 3.0

for _face in ("Vera", "VeraBd"):
    pdfmetrics.registerFont(TTFont(_face, f"{_face}.ttf"))


@cache
def _width_of(text: str, face: str) -> float:
    """How wide the text is at one point; a long report asks for the same words again and again."""
    return float(pdfmetrics.stringWidth(text, face, 1))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell: pieces of one face each, and the width of all."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Face:
    """Two weights of a type in one size."""

    plain: str
    bold: str
    size: float

    @property
    def leading(self) -> float:
        """From base line to base line."""
        return self.size * LEADING

    def name(self, bold: bool) -> str:
        """Return the name of the face."""
        return self.bold if bold else self.plain

    def width(self, text: str, bold: bool = False) -> float:
        """Return how wide the text is."""
        return _width_of(text, self.name(bold)) * self.size


def wrap(runs: Sequence[Run], face: Face, room: float, break_words: bool = False) -> tuple[Line, ...]:
    """Break runs into lines no wider than the room; a word wider than it is broken only if told so."""
    words = [(word, bold) for text, bold in runs for word in text.split(" ") if word]
    if break_words:
        words = [piece for word in words for piece in _broken(word, face, room)]
    lines: list[Line] = []
    line: list[Run] = []
    for word in words:
        if line and _width([*line, word], face) > room:
            lines.append(_line(line, face))
            line = []
        line.append(word)
    return (*lines, _line(line, face)) if line else tuple(lines)


def _broken(word: Run, face: Face, room: float) -> list[Run]:
    text, bold = word
    out = []
    while text and face.width(text, bold) > room:
        end = max(1, next(k for k in range(len(text), 0, -1) if k == 1 or face.width(text[:k], bold) <= room))
        out.append((text[:end], bold))
        text = text[end:]
    return [*out, (text, bold)] if text else out


def _width(words: Sequence[Run], face: Face) -> float:
    return sum(face.width(text, bold) for text, bold in words) + face.width(" ") * (len(words) - 1)


def _line(words: Sequence[Run], face: Face) -> Line:
    out: list[Run] = []
    for text, bold in words:
        if out and out[-1][1] == bold:
            out[-1] = (f"{out[-1][0]} {text}", bold)
        else:
            out.append((f" {text}" if out else text, bold))
    return Line(tuple(out), sum(face.width(text, bold) for text, bold in out))


def fit(
    shape: Sequence[Column], cells: Sequence[Sequence[tuple[Run, ...]]], layout: Layout, room: float
) -> tuple[Face, tuple[float, ...]]:
    """Return the largest face, up to the layout's, in which every word fits its column; and the widths."""
    size = layout.size
    while True:
        face = Face(layout.font, layout.bold, size)
        least = _least(shape, cells, layout, face)
        if sum(least) <= room or size <= SMALLEST:
            return face, _shared([column.weight for column in shape], least, room)
        size -= 0.25


def _least(
    shape: Sequence[Column], cells: Sequence[Sequence[tuple[Run, ...]]], layout: Layout, face: Face
) -> list[float]:
    least = []
    for at, column in enumerate(shape):
        texts = {run for row in cells for run in row[at]}
        if not column.figure:
            texts = {(word, bold) for text, bold in texts for word in text.split()}
        if not (column.figure and layout.narrow_figures):
            texts |= {(word, True) for word in (column.path[-1] or column.path[0] or "").split()}
        widest = max((face.width(text, bold) for text, bold in texts), default=0.0)
        least.append(widest + 2 * layout.padding + 0.6)
    return least


def _shared(weights: Sequence[float], least: Sequence[float], room: float) -> tuple[float, ...]:
    """Share the room by weight, each column at least as wide as it must be."""
    fixed: dict[int, float] = {}
    while True:
        left = room - sum(fixed.values())
        loose = {at: weight for at, weight in enumerate(weights) if at not in fixed}
        shares = {at: weight / sum(loose.values()) * left for at, weight in loose.items()}
        tight = {at: least[at] for at, share in shares.items() if share < least[at]}
        if not tight:
            return tuple((fixed | shares)[at] for at in range(len(weights)))
        fixed |= tight
        if len(fixed) == len(weights):
            scale = room / sum(least)
            return tuple(width * scale for width in least)
