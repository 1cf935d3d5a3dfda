"""Pages so poor that recognisers agree on what is not printed: there a figure needs a check that holds with it.

Two recognisers that see the same torn strokes make the same mistake. On 32 made-up scans of pages at 150 and 200 dpi,
none of 2,149 figures that were read with confidence were wrong on the 18 pages with fewer than one figure in ten in
doubt; on the 14 pages with more, 10 of 797 were, all of them on faxes (10 of 425).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cuadre.evidence import Finding
from normalize.model import Condition, Figure, Report
from reconcile.accuse import vouched
from reconcile.confirm import is_in_doubt
from reconcile.decide import Source, source_of
from reconcile.edits import NARRATIVE, Outcome
from reconcile.judged import JudgedRow
from reconcile.readings import Key
from reconcile.rules import PAGE_POOR

_LEAST = 20
_SHARE = 10
_INK = (Condition.CLEAR, Condition.UNSURE, Condition.NOT_A_NUMBER, Condition.ILLEGIBLE)


@dataclass(frozen=True, slots=True)
class Doubts:
    """How a page was read.

    Attributes:
        figures: Cells of its tables with ink in them.
        in_doubt: Those of them that nobody is sure of.
    """

    figures: int
    in_doubt: int


def poor_pages(report: Report) -> Mapping[int, Doubts]:
    """The pages read from pixels of which one figure in ten, or more, was in doubt when it was first read."""
    figures, in_doubt = Counter[int](), Counter[int]()
    for row in report.rows:
        for figure in row.figures:
            if _is_read(figure, report) and figure.condition in _INK:
                figures[figure.place.page] += 1
                in_doubt[figure.place.page] += is_in_doubt(figure)
    return {
        page: Doubts(count, in_doubt[page])
        for page, count in sorted(figures.items())
        if count >= _LEAST and _SHARE * in_doubt[page] >= count
    }


def unbacked(one: JudgedRow, poor: Mapping[int, Doubts], report: Report) -> frozenset[Key]:
    """The figures of a row on poor pages that no check vouches for, however sure their reading."""
    if not poor:
        return frozenset()
    backed = set(vouched(one.judged, one.readings))
    backed.update(edit.subject for edit, judgement in one.judged.items() if judgement.outcome is Outcome.EXPLAINED)
    return frozenset(
        (figure.measure, figure.period)
        for figure in one.row.figures
        if figure.place.page in poor and _is_read(figure, report) and figure.condition is Condition.CLEAR
        and (figure.measure, figure.period) not in backed
    )  # fmt: skip


def poor_page_findings(poor: Mapping[int, Doubts]) -> Iterator[Finding]:
    """One finding a page: its figures are looked at where nothing confirms them."""
    for page, doubts in poor.items():
        message = (
            f"En la página {page} no se leen con seguridad {doubts.in_doubt} de {doubts.figures} cifras; de las demás "
            "solo se dan por buenas las que confirma alguna cuenta."
        )
        evidence = f"{doubts.in_doubt} de {doubts.figures}"
        yield PAGE_POOR.finding(message, page=page, evidence=evidence)


def _is_read(figure: Figure, report: Report) -> bool:
    return figure.measure not in NARRATIVE and source_of(figure, report.kind) is Source.SCAN
