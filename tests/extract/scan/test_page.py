"""Which words of a scanned page are one phrase."""

from __future__ import annotations

import pytest

from extract.scan.model import ReadSegment, ReadWord, Segment
from extract.scan.page import _words

Said = tuple[str, int, int]
"""A word, where it begins and where it ends."""


def phrases(*segments: tuple[float, tuple[Said, ...]], top: int = 0) -> list[int]:
    """The phrase of each word of segments with these confidences and words, beside each other, 10 pixels high."""
    boxes = [Segment((said[0][1], top, said[-1][2], top + 10), 0.0, ()) for _, said in segments]
    words = [tuple(ReadWord(text, (left, top, right, top + 10)) for text, left, right in said) for _, said in segments]
    read = [ReadSegment(said, sure, "tesseract") for said, (sure, _) in zip(words, segments, strict=True)]
    return list(_words(boxes, read, 1.0)[1])


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        ([(0.9, (("META", 0, 30), ("ANUAL", 33, 60)))], [1, 1]),
        ([(0.9, (("25", 0, 20), ("30", 27, 47)))], [1, 2]),
        ([(0.5, (("le", 0, 10),)), (0.9, (("r.", 10, 20), ("TRIM.", 24, 50)))], [1, 1, 1]),
        ([(0.9, (("25", 0, 20),)), (0.9, (("30", 23, 43),))], [1, 2]),
        ([(0.4, (("UNIDAD", 0, 40), ("—", 43, 47), ("financieros", 50, 90)))], [1, 2, 3]),
        ([(0.9, (("a", 0, 10), ("-", 13, 17), ("b", 20, 30)))], [1, 1, 1]),
    ],
)
def test_a_phrase_ends_at_a_wide_gap_at_dirt_and_between_segments_that_do_not_touch(
    segments: list[tuple[float, tuple[Said, ...]]], told: list[int]
) -> None:
    assert phrases(*segments) == told
