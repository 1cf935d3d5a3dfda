"""From what the checks say of each figure to its verdict, second looks and decisions counted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cuadre.evidence import PERSON
from normalize.model import Condition, Figure, Report
from reconcile.confirm import is_in_doubt
from reconcile.decide import Decision, Source, source_of
from reconcile.edits import NARRATIVE
from reconcile.examined import Examined
from reconcile.gate import dissenting, repeated
from reconcile.model import Regime, Status, Verdict
from reconcile.poor_pages import Doubts, unbacked
from reconcile.readings import Key
from reconcile.verdicts import verdicts_of

_ON_PAPER = ("digital", "scanned", "mixed")
_SETTLED = (Status.OK, Status.EXPLAINED)


def rulings(row: Examined, report: Report, regime: Regime, poor: Mapping[int, Doubts]) -> tuple[Verdict, ...]:
    """A verdict on each figure of a row, in its order; on poor pages none stands without a check."""
    one = row.published
    alone = unbacked(one, poor, report)
    base = verdicts_of(one.row, one.readings, one.judged, one.charges, regime, digital=report.kind in _ON_PAPER)
    decided = {decision.figure: decision for decision in row.decisions}
    replaced = {other.figure: other for other in row.replaced(report.number_format)}
    found = []
    for before, figure, verdict in zip(row.as_read.row.figures, one.row.figures, base, strict=True):
        key = (figure.measure, figure.period)
        if key in replaced and replaced[key].ruling is not None:
            found.append(_by_a_person(before, figure, verdict))
        elif key in replaced:
            found.append(replace(verdict, status=Status.REPAIRED, repaired=replaced[key].printed))
        else:
            status = _status(figure, verdict.status, decided.get(key), row, report)
            stands = status not in _SETTLED or key not in alone
            found.append(replace(verdict, status=status if stands else Status.UNDETERMINED))
    return tuple(found)


def _by_a_person(before: Figure, figure: Figure, verdict: Verdict) -> Verdict:
    """What a person saw is published; where the checks speak against it, the issuer printed it so."""
    if figure.printed == before.printed:
        return verdict
    settled = verdict.status in _SETTLED and figure.printed is not None
    status = Status.REPAIRED if settled else verdict.status
    return replace(verdict, status=status, repaired=figure.printed, withdrawn=figure.printed is None)


def contested(row: Examined, report: Report, verdicts: tuple[Verdict, ...]) -> Iterator[Figure]:
    """The sure readings that no check accuses and that second looks contradict."""
    decided = {decision.figure for decision in row.decisions}
    for figure, verdict in zip(row.published.row.figures, verdicts, strict=True):
        key = (figure.measure, figure.period)
        seen = figure.recognizer == PERSON
        doubted = seen or is_in_doubt(figure) or key in decided or verdict.status is not Status.UNDETERMINED
        if not doubted and _contradicted(figure, key, row, report):
            yield figure


def _status(
    figure: Figure, status: Status, decision: Decision | None, row: Examined, report: Report
) -> Status:
    key = (figure.measure, figure.period)
    if status is Status.ILLEGIBLE or figure.condition is Condition.SPREADSHEET_ERROR:
        return status
    if decision is not None:
        # Where a reading in doubt may be at fault, no sure one is the issuer's mistake yet.
        scanned = source_of(figure, report.kind) is Source.SCAN
        hasty = scanned and decision.status is Status.INCONSISTENT and status is not Status.INCONSISTENT
        return Status.UNDETERMINED if hasty else decision.status
    if status in _SETTLED and not is_in_doubt(figure) and _contradicted(figure, key, row, report):
        return Status.UNDETERMINED
    stands = figure.condition is not Condition.UNSURE and not is_in_doubt(figure) and key[0] not in NARRATIVE
    looks = row.looks.get(key, ())
    if status is Status.UNDETERMINED and stands and row.decisions:
        return Status.OK if repeated(looks, figure.printed, report.number_format) else status
    return status


def _contradicted(figure: Figure, key: Key, row: Examined, report: Report) -> bool:
    return figure.printed is not None and dissenting(row.looks.get(key, ()), figure.printed, report.number_format)
