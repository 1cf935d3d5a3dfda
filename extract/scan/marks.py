"""What the strokes and stamps on a page say to whoever reads the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cuadre.evidence import Box, Finding
from extract.model import Mark, MarkKind
from extract.rules import PAGE_INKED, PAGE_SEALED

_LEAST = 8.5
_WITHIN = 0.7


def distinct(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Leave out what is small, and what lies in another mark; give the rest from the top down."""
    large = sorted((mark for mark in marks if _side(mark.box) >= _LEAST), key=lambda mark: -_area(mark.box))
    kept: list[Mark] = []
    for mark in large:
        if all(_shared(mark.box, other.box) <= _WITHIN * _area(mark.box) for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: (mark.box[1], mark.box[0], mark.box)))


def _side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def mark_findings(marks: Sequence[Mark], page_number: int) -> Iterator[Finding]:
    """Tell of the stamps on a page, then of its strokes of a pen: a finding for each kind that is there.

    Args:
        marks: The marks of one page.
        page_number: Number of the page, from 1.
    """
    counted = Counter(mark.kind for mark in marks)
    if seals := counted[MarkKind.SEAL]:
        words = "un sello" if seals == 1 else f"{seals} sellos"
        yield PAGE_SEALED.finding(f"La página {page_number} lleva {words}.", page=page_number, evidence=f"{seals}")
    if strokes := counted[MarkKind.STROKE]:
        words = "un trazo" if strokes == 1 else f"{strokes} trazos"
        message = f"La página {page_number} lleva {words} de pluma, como firmas o rúbricas."
        yield PAGE_INKED.finding(message, page=page_number, evidence=f"{strokes}")
