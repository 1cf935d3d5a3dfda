"""Looking at a cell of a scan once more: what is asked, and what a second look says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cuadre.evidence.source import Place


class Alphabet(StrEnum):
    """Which signs a second look may answer with."""

    FIGURE = "figure"
    CODE = "code"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Ask:
    """A cell to be read again.

    Attributes:
        place: Where it stands on the page as it was scanned.
        alphabet: What is expected there. Nothing else about the cell or its row is told to the reader.
        as_read: The first reading, by which the line is found in a cell of several lines; never used as a prior.
    """

    place: Place
    alphabet: Alphabet
    as_read: str = ""


@dataclass(frozen=True, slots=True)
class Rereading:
    """What one isolated look at a cell says.

    Attributes:
        text: ``""`` when nothing could be read.
        confidence: 0 to 1.
        recognizer: Who looked, and how (``ppocr-figures x3``): two equal names never answer one ask.
    """

    text: str
    confidence: float
    recognizer: str


ReadAgain = Callable[[Sequence[Ask]], tuple[tuple[Rereading, ...], ...]]
"""Reads cells again, each on its own; one tuple an ask, in order, ``()`` where there are no pixels."""


def no_pixels(asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
    """Answer for documents that have text and no pixels: nobody can look again."""
    return tuple(() for _ in asks)
