"""A second look at cells of a scan: what stands in one place, seen alone and otherwise than the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from cuadre.evidence import Ask, Rereading
from extract.scan.again_find import lines_in, straight_box
from extract.scan.again_keep import KeptPage, kept
from extract.scan.again_looks import looks_at
from extract.scan.model import OnPaper, Segment
from extract.scan.strips import Strips


def read_again(
    folder: Path, on_paper: Mapping[int, OnPaper], asks: Sequence[Ask]
) -> tuple[tuple[Rereading, ...], ...]:
    """Read cells again, each on its own; see ``cuadre.evidence.again``.

    One page is in memory at a time.

    Args:
        folder: Where the pages were left.
        on_paper: For each scanned page where a box on the straightened page stands on the page as scanned.
        asks: What to look at. Places on other pages, and cells without ink, are answered with ``()``.
    """
    answers: list[tuple[Rereading, ...]] = [()] * len(asks)
    order = sorted(range(len(asks)), key=lambda at: asks[at].place.page)
    page = lru_cache(maxsize=1)(lambda number: _Page(kept(folder, number)))
    for at in order:
        place = asks[at].place
        if place.box is not None and place.page in on_paper:
            box = straight_box(place.box, on_paper[place.page])
            answers[at] = page(place.page).look(box, asks[at])
    return tuple(answers)


class _Page:
    """One page, ready to be looked at."""

    def __init__(self, page: KeptPage) -> None:
        self._page = page
        segments = [Segment(segment.box, 0.0, ()) for segment in page.segments]
        self._strips = Strips.of(page.text, segments, page.dpi)

    def look(self, box: tuple[float, float, float, float], ask: Ask) -> tuple[Rereading, ...]:
        lines = lines_in(self._page, box, ask.as_read)
        return looks_at(self._strips, lines, ask.alphabet) if lines else ()
