"""What the parts of the scan reader hand each other. Pixels have their origin top left, x to the right.

Points are 1/72 inch on the upright, straightened page; ``points = pixels * 72 / dpi``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuadre.evidence import Box, Finding
from extract.content import PageContent
from extract.model import Mark, Ruling

Pixels = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

OnPaper = Callable[[Box], Box]
"""Gives for a box on the straightened page, in points, the smallest box around it on the page as it was scanned."""

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are one past the last pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page as the scanner saw it.

    Attributes:
        pixels: ``(height, width, 3)`` RGB, or ``(height, width)`` gray, 255 is white.
        dpi: Pixels an inch, the same in both directions.
        bilevel: Black and white only, as a fax.
    """

    pixels: Pixels
    dpi: float
    bilevel: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StraightPage:
    """A page turned upright, straightened, evenly lit.

    Attributes:
        pixels: ``(height, width, 3)`` RGB, or ``(height, width)`` gray; paper is near 255.
        dpi: Pixels an inch.
        bilevel: Black and white only, as a fax.
        turned: Degrees clockwise that the picture was turned to read upright: 0, 90, 180 or 270.
        skew: Degrees clockwise that it was then straightened by.
        as_scanned: Gives for a box in points on this page the smallest box around it, in points, on the page
            as it was scanned, turned upright but not straightened. It can be pickled: pages are read in other
            processes.
    """

    pixels: Pixels
    dpi: float
    bilevel: bool
    turned: int
    skew: float
    as_scanned: OnPaper


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """What a machine printed on a page, and what hands and stamps added.

    Attributes:
        gray: ``(height, width)``: the print alone; coloured strokes and stamps are painted over with paper where
            nothing printed lies under them.
        strokes: ``(height, width)``: where strokes and stamps run, print under them included.
        marks: Each of them with its extent in points.
    """

    gray: Pixels
    strokes: Flags
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Linework:
    """The lines and areas of a page, and the page without them.

    Attributes:
        rulings: In points; ``drawn`` is false for the edge of a shaded area.
        fills: Shaded and dark areas, in points.
        text: ``(height, width)`` gray: dark text on white, everywhere: rulings are gone, shading is lifted, what was
            white on dark is turned.
    """

    rulings: tuple[Ruling, ...]
    fills: tuple[Box, ...]
    text: Pixels


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line of text: no ruling crosses it and no wide gap parts it.

    Attributes:
        box: In pixels, tight around the ink.
        crossed: Share of its box that strokes or stamps cover, 0 to 1.
        pieces: Boxes of the letters or joined letters in it, from left to right.
    """

    box: PixelBox
    crossed: float
    pieces: tuple[PixelBox, ...]


@dataclass(frozen=True, slots=True)
class Segments:
    """All text of a page before anybody reads it.

    Attributes:
        lines: The stretches of text, from the top down, then left to right.
        leftovers: Dark spots that are neither text nor ruling nor a declared stroke, in pixels.
    """

    lines: tuple[Segment, ...]
    leftovers: tuple[PixelBox, ...]


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of a segment.

    Attributes:
        text: NFC.
        box: In pixels.
    """

    text: str
    box: PixelBox


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment that was read.

    Attributes:
        words: From left to right; empty when nobody could read it.
        confidence: 0 to 1: the chance that every sign is right, as calibrated. Under 0.6 a figure is published
            as not certain.
        recognizer: ``tesseract``, ``pp-ocr``, or both names joined by ``+`` when they agree.
        alternatives: Other readings of the whole segment, best first.
    """

    words: tuple[ReadWord, ...]
    confidence: float
    recognizer: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page read from its pixels.

    Attributes:
        content: Its words and rulings in points on the upright, straightened page.
        marks: Strokes and stamps on it.
        on_paper: Gives where a box of ``content`` stands on the page as it was scanned, turned upright only.
        findings: What was odd about it.
    """

    content: PageContent
    marks: tuple[Mark, ...]
    on_paper: OnPaper
    findings: tuple[Finding, ...] = ()
