"""Which cells of a scan deserve a second look, and what is kept of the looks in the data package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cuadre.evidence import Alphabet, Ask, Finding, Rereading
from normalize.model import Condition, Figure, Measure, Period, Report, Row
from reconcile.confirm import is_in_doubt
from reconcile.decide import Source, source_of
from reconcile.edits import NARRATIVE, members
from reconcile.gate import FigureKey, Rereadings, evidence, heard
from reconcile.judged import JudgedRow, judge_rows
from reconcile.model import Reconciliation, Status
from reconcile.pieces import sought
from reconcile.readings import Key
from reconcile.rules import CELL_READ_AGAIN

_SETTLED = (Status.OK, Status.EXPLAINED)
_INK = (Condition.CLEAR, Condition.UNSURE, Condition.NOT_A_NUMBER, Condition.ILLEGIBLE)
_PLACES = 4


def doubts(report: Report, reconciliation: Reconciliation) -> tuple[tuple[FigureKey, Ask], ...]:
    """The scanned figures that deserve a second look: those in doubt, and all that a violated check is about.

    Blank cells, narratives, and what a digital page prints are never asked about.

    Args:
        report: As it was read.
        reconciliation: What is held of it so far.
    """
    unsettled = {
        (verdict.row, verdict.measure, verdict.period)
        for verdict in reconciliation.verdicts
        if verdict.status not in _SETTLED
    }
    asked: list[tuple[FigureKey, Ask]] = []
    for judged in judge_rows(report, reconciliation.regime):
        row, tied = judged.row, _in_violated_checks(judged)
        for figure in row.figures:
            key = (figure.measure, figure.period)
            doubted = is_in_doubt(figure) or key in tied or (row.number, *key) in unsettled
            if doubted and _can_be_seen(figure, report.kind):
                text = sought(report, row, figure, reconciliation.regime)
                asked.append(((row.number, *key), Ask(figure.place, Alphabet.FIGURE, text)))
    return tuple(dict(reversed(asked)).items())[::-1]


def _in_violated_checks(judged: JudgedRow) -> frozenset[Key]:
    failing = [edit for edit, judgement in judged.judged.items() if judgement.fails]
    return frozenset(key for edit in failing for key in members(edit, judged.readings))


def _can_be_seen(figure: Figure, kind: str) -> bool:
    on_scan = source_of(figure, kind) is Source.SCAN and figure.place.box is not None
    return on_scan and figure.condition in _INK and figure.measure not in NARRATIVE


def as_kept(rereadings: Rereadings) -> Rereadings:
    """The looks as the package keeps them, so that both come to the same verdicts: one line, four decimals."""
    return {key: tuple(map(_kept, looks)) for key, looks in rereadings.items() if looks}


def _kept(look: Rereading) -> Rereading:
    return replace(look, text=" ".join(look.text.split()), confidence=round(look.confidence, _PLACES))


def noted(rows: Iterable[Row], rereadings: Rereadings) -> Iterator[Finding]:
    """A finding for each figure that was looked at again: with it the package alone gives the same verdicts."""
    for row in rows:
        for figure in row.figures:
            looks = rereadings.get((row.number, figure.measure, figure.period))
            if looks:
                texts = tuple(look.text for look in looks)
                said = ", ".join(f"«{text}»" if text else "nada" for text in texts)
                yield CELL_READ_AGAIN.finding(
                    f"La celda se volvió a leer por separado: antes «{figure.as_read}», ahora {said}.",
                    page=figure.place.page, row=row.number, field=figure.field, as_read=figure.as_read,
                    alternatives=texts, evidence=evidence(looks),
                )  # fmt: skip


def recalled(findings: Iterable[Finding]) -> Rereadings:
    """The looks that findings of a data package tell of; what was edited into something else is left out."""
    found: dict[FigureKey, tuple[Rereading, ...]] = {}
    for finding in findings:
        measure, _, period = finding.field.rpartition("_")
        known = measure in set(Measure) and period in set(Period)
        if finding.rule == CELL_READ_AGAIN.id and finding.row is not None and known:
            found[finding.row, Measure(measure), Period(period)] = heard(finding.evidence)
    return as_kept(found)
