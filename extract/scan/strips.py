"""Cuts the stretches of text out of a page, each alone on white with some room around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.scan.model import PixelBox, Pixels, Segment

_LOWEST = 0.7
_ROOM = 2
_SMALLEST_PRINT = 3 / 72
"""Inches: the capitals of 4.5 point type."""


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A crop.

    Attributes:
        pixels: Gray.
        left, top: Where its corner stands on the page, in pixels; may lie outside.
        ink: The box that it was cut around, in pixels of the crop.
    """

    pixels: Pixels
    left: int
    top: int
    ink: PixelBox

    def on_page(self, box: PixelBox) -> PixelBox:
        """Give the place on the page of a box of the crop."""
        return (box[0] + self.left, box[1] + self.top, box[2] + self.left, box[3] + self.top)


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Cuts strips from one page.

    Attributes:
        text: The page, dark on white.
        boxes: ``(segments, 4)`` pixels.
        typical: Median height of the segments in pixels, or of the smallest print if that is more: the measure
            for a segment that is a dash alone.
    """

    text: Pixels
    boxes: npt.NDArray[np.int64]
    typical: float

    @classmethod
    def of(cls, text: Pixels, segments: Sequence[Segment], dpi: float) -> Strips:
        """Prepare to cut the segments of a page with ``dpi`` pixels an inch."""
        boxes = np.array([segment.box for segment in segments], np.int64).reshape(-1, 4)
        heights = boxes[:, 3] - boxes[:, 1]
        return cls(text, boxes, max(float(np.median(heights)) if len(boxes) else 0.0, _SMALLEST_PRINT * dpi))

    @property
    def lowest(self) -> float:
        """The least height that a line is taken to have; a dash alone has less ink than that."""
        return max(1.0, _LOWEST * self.typical)

    def around(self, box: PixelBox, margin: float) -> Strip:
        """Cut a box with room on all sides; what belongs to segments beside it is painted white.

        Args:
            box: In pixels, a segment or a part of one.
            margin: Room on each side as a share of its height.
        """
        left, top, right, bottom = box
        height = max(bottom - top, round(self.lowest))
        aside = max(_ROOM, round(margin * height))
        above = aside + (height - (bottom - top)) // 2
        outer = (left - aside, top - above, right + aside, bottom + above)
        pixels = self._paper(outer)
        ink = (aside, above, aside + right - left, above + bottom - top)
        own = pixels[ink[1] : ink[3], ink[0] : ink[2]].copy()
        for near in self._near(outer):
            pixels[_span(near[1] - outer[1], near[3] - outer[1]), _span(near[0] - outer[0], near[2] - outer[0])] = 255
        pixels[ink[1] : ink[3], ink[0] : ink[2]] = own
        return Strip(pixels, outer[0], outer[1], ink)

    def _near(self, outer: PixelBox) -> list[list[int]]:
        boxes = self.boxes
        across = (boxes[:, 0] < outer[2]) & (boxes[:, 2] > outer[0])
        along = (boxes[:, 1] < outer[3]) & (boxes[:, 3] > outer[1])
        near: list[list[int]] = boxes[across & along].tolist()
        return near

    def _paper(self, outer: PixelBox) -> Pixels:
        """Copy a rectangle of the page, white beyond its edge."""
        left, top, right, bottom = outer
        height, width = self.text.shape
        pixels = np.full((bottom - top, right - left), 255, np.uint8)
        inside = (max(0, left), max(0, top), min(width, right), min(height, bottom))
        part = self.text[inside[1] : inside[3], inside[0] : inside[2]]
        down, across = inside[1] - top, inside[0] - left
        pixels[down : down + part.shape[0], across : across + part.shape[1]] = part
        return pixels


def _span(start: int, end: int) -> slice:
    return slice(max(0, start), max(0, end))
