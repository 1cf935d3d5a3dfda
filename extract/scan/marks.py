"""What the strokes and stamps on a page say to whoever reads the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cuadre.evidence import Finding
from extract.model import Mark, MarkKind
from extract.rules import PAGE_INKED, PAGE_SEALED


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
