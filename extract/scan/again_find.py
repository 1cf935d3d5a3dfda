"""Where on a straightened page the text stands that is to be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from cuadre.evidence import Box
from extract.scan.again_keep import KeptPage, KeptSegment
from extract.scan.model import OnPaper, PixelBox

_ROUNDS = 6
_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A word in a cell.

    Attributes:
        text: As it was read.
        box: In pixels; the first and the last word of a segment reach to its ends, and all are as high as it is.
        line: Number of its line in the cell.
    """

    text: str
    box: PixelBox
    line: int


def straight_box(box: Box, on_paper: OnPaper) -> Box:
    """Give the box on the straightened page whose place on the page as it was scanned is ``box``.

    Pages are straightened by a few degrees at most, so what is missing or too much on paper is so on the page, nearly.
    """
    guess = box
    for _ in range(_ROUNDS):
        seen = on_paper(guess)
        left, top, right, bottom = (g + b - s for g, b, s in zip(guess, box, seen, strict=True))
        guess = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    return guess


def lines_in(page: KeptPage, box: Box, as_read: str) -> tuple[PixelBox, ...]:
    """Give the boxes of the lines in a cell that hold a text, from the top down; none when the cell is blank.

    Args:
        page: The page.
        box: The cell, in points.
        as_read: The text, or a part of all that the cell says; ``""`` for all of it.
    """
    scale = page.dpi / _POINTS
    left, top, right, bottom = (side * scale for side in box)
    inside = [
        segment for segment in page.segments
        if left <= (segment.box[0] + segment.box[2]) / 2 <= right
        and top <= (segment.box[1] + segment.box[3]) / 2 <= bottom
    ]  # fmt: skip
    places = [place for number, line in enumerate(_lines(inside)) for place in _places(line, number)]
    chosen = _chosen(places, "".join(as_read.split()))
    return tuple(_around([place.box for place in line]) for _, line in groupby(chosen, lambda place: place.line))


def _lines(segments: Sequence[KeptSegment]) -> Iterator[list[KeptSegment]]:
    """Give segments that stand beside each other together, from left to right."""
    line: list[KeptSegment] = []
    for segment in sorted(segments, key=lambda segment: segment.box[1] + segment.box[3]):
        if line and (segment.box[1] + segment.box[3]) / 2 > line[0].box[3]:
            yield sorted(line, key=lambda segment: segment.box[0])
            line = []
        line.append(segment)
    if line:
        yield sorted(line, key=lambda segment: segment.box[0])


def _places(line: Sequence[KeptSegment], number: int) -> Iterator[_Place]:
    for segment in line:
        left, top, right, bottom = segment.box
        if not segment.words:
            yield _Place("", segment.box, number)
        last = len(segment.words) - 1
        for at, (text, box) in enumerate(segment.words):
            yield _Place(text, (left if at == 0 else box[0], top, right if at == last else box[2], bottom), number)


def _chosen(places: Sequence[_Place], wanted: str) -> Sequence[_Place]:
    """Give the words in which a text stands."""
    whole = "".join(place.text for place in places)
    found = fuzz.partial_ratio_alignment(wanted, whole) if wanted and len(wanted) < len(whole) else None
    if found is None:
        return places
    chosen = []
    end = 0
    for place in places:
        start, end = end, end + len(place.text)
        if start < found.dest_end and end > found.dest_start:
            chosen.append(place)
    return chosen


def _around(boxes: Sequence[PixelBox]) -> PixelBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
