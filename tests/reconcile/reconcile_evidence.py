"""Scanned rows, second looks and explanations of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconcile_reports import report

from cuadre.evidence import Place, Rereading, parse_printed
from normalize.model import Condition, Figure, Measure, Period, Report, Row
from reconcile.edits import Check, Edit
from reconcile.explanations import Explanation, IssuerEvent, Misread
from reconcile.gate import FigureKey
from reconcile.model import Reconciliation, Status
from reconcile.readings import Key
from reconcile.run import reconcile

ANNUAL = (Measure.TARGET, Period.ANNUAL)
Q1, Q2, Q3 = ((Measure.TARGET, period) for period in (Period.Q1, Period.Q2, Period.Q3))
ACHIEVED, PROGRESS, CUMULATIVE = (
    (measure, Period.Q1) for measure in (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
)
TOLD = (Measure.NARRATIVE_PROGRESS, Period.Q1)
SUM, YEAR = Edit(Check.SUM, ANNUAL), Edit(Check.CUMULATIVE, CUMULATIVE)
SHARE, SAID = Edit(Check.PROGRESS, PROGRESS), Edit(Check.NARRATIVE, TOLD)

NAMES = ("pp-ocr close", "tesseract 52", "pp-ocr narrow", "tesseract 70")


def scanned(one: Row, confidences: Mapping[Key, float] | None = None, usual: float = 0.97) -> Row:
    """The row as a recogniser read it, each figure in a box of its own, some with less confidence."""

    def read(at: int, figure: Figure) -> Figure:
        sure = (confidences or {}).get((figure.measure, figure.period), usual)
        unsure = sure < 0.6 and figure.condition is Condition.CLEAR
        return replace(
            figure, confidence=sure, recognizer="pp-ocr", place=Place(1, (10 * at, 0, 10 * at + 9, 9)),
            condition=Condition.UNSURE if unsure else figure.condition,
        )  # fmt: skip

    return replace(one, figures=tuple(read(at, figure) for at, figure in enumerate(one.figures)))


def scan(*rows: Row, quarter: int = 1) -> Report:
    """A scanned report."""
    return report(*rows, kind="scanned", quarter=quarter)


def looks(*texts: str, sure: float = 0.95) -> tuple[Rereading, ...]:
    """Second looks, each of a recogniser of its own."""
    return tuple(Rereading(text, sure, name) for text, name in zip(texts, NAMES, strict=False))


def all_repeat(one: Report) -> dict[FigureKey, tuple[Rereading, ...]]:
    """Second looks at all figures that say what was read."""
    return {
        (row.number, figure.measure, figure.period): looks(figure.as_read, figure.as_read)
        for row in one.rows
        for figure in row.figures
    }


def status_of(outcome: Reconciliation, key: Key, row: int = 1) -> Status:
    return next(v.status for v in outcome.verdicts if (v.row, v.measure, v.period) == (row, *key))


def statuses(outcome: Reconciliation) -> dict[Key, Status]:
    return {(v.measure, v.period): v.status for v in outcome.verdicts if v.status is not Status.OK}


def seen(one: Report, key: Key, *texts: str) -> Reconciliation:
    """The verdicts where second looks at one figure say this, and at all others what was read."""
    return reconcile(one, {**all_repeat(one), (1, *key): looks(*texts)})


def misread(key: Key, text: str, cost: int) -> Misread:
    printed = parse_printed(text)
    assert printed is not None
    return Misread(key, printed, text, cost, "by hand")


def by_misreading(*misreads: Misread) -> Explanation:
    return Explanation(misreads, (), sum(one.cost for one in misreads))


def by_issuer(cost: int, key: Key, *edits: Edit) -> Explanation:
    return Explanation((), (IssuerEvent("by hand", (key,), edits, cost),), cost)
