"""What a page that was read leaves for a second look: its picture without rulings, and where its words stand.

The files lie in a folder of the run, two a page: a PNG, 0.4 to 1.5 MB, written in 40 to 200 ms, and the places of the
words as JSON. Whoever made the folder removes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from extract.scan.model import PixelBox, Pixels, ReadSegment, Segment

_FAST = (cv2.IMWRITE_PNG_COMPRESSION, 1)
_ROOM, _LEAST_ROOM = 0.6, 6


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment and what it was read as.

    Attributes:
        box: In pixels.
        words: Text and box of each word; none when nobody could read it.
    """

    box: PixelBox
    words: tuple[tuple[str, PixelBox], ...]


@dataclass(frozen=True, slots=True, eq=False)
class KeptPage:
    """One page, straight, as it was read.

    Attributes:
        text: Dark text on white, rulings gone, all white where no segment is near.
        dpi: Pixels an inch.
        segments: Where its text stands.
    """

    text: Pixels
    dpi: float
    segments: tuple[KeptSegment, ...]

    @classmethod
    def of(cls, text: Pixels, dpi: float, found: Sequence[Segment], read: Sequence[ReadSegment]) -> KeptPage:
        """Put together what is kept of a page: of each segment the place, and its words."""
        segments = tuple(
            KeptSegment(segment.box, tuple((word.text, word.box) for word in result.words))
            for segment, result in zip(found, read, strict=True)
        )
        return cls(_near(text, [segment.box for segment in found]), dpi, segments)


def _near(text: Pixels, boxes: Sequence[PixelBox]) -> Pixels:
    """Paint white what is not near a segment: the grain of the paper would make the file three times as large."""
    near = np.full_like(text, 255)
    for left, top, right, bottom in boxes:
        room = round(_ROOM * (bottom - top)) + _LEAST_ROOM
        part = (slice(max(0, top - room), bottom + room), slice(max(0, left - room), right + room))
        near[part] = text[part]
    return near


def keep(folder: Path, number: int, page: KeptPage) -> None:
    """Leave a page in a folder, under its number."""
    cv2.imwrite(str(folder / f"{number}.png"), page.text, _FAST)
    told = {"dpi": page.dpi, "segments": [(segment.box, segment.words) for segment in page.segments]}
    (folder / f"{number}.json").write_text(json.dumps(told), encoding="utf-8")


def kept(folder: Path, number: int) -> KeptPage:
    """Give a page back that was left in a folder.

    Raises:
        OSError: It was not left there.
    """
    told = json.loads((folder / f"{number}.json").read_text(encoding="utf-8"))
    text = cv2.imread(str(folder / f"{number}.png"), cv2.IMREAD_GRAYSCALE)
    if text is None:
        raise FileNotFoundError(folder / f"{number}.png")
    segments = tuple(
        KeptSegment(_box(box), tuple((word, _box(place)) for word, place in words)) for box, words in told["segments"]
    )
    return KeptPage(text.astype(np.uint8, copy=False), told["dpi"], segments)


def _box(sides: Sequence[int]) -> PixelBox:
    left, top, right, bottom = sides
    return (left, top, right, bottom)
