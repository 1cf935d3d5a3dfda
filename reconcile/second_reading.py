"""What second looks make of readings in doubt, before the arithmetic asks who is wrong.

A reading in doubt that they repeat is sure. One that two of them contradict with one voice is replaced where the
arithmetic confirms exactly what they say; else it stays in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from cuadre.evidence import PERSON, Printed, Rereading, Ruling
from normalize.model import Condition, Figure, Period, Report, Row
from reconcile.confirm import SURE_FROM, confirmed, is_in_doubt
from reconcile.edits import NARRATIVE, members
from reconcile.explain import judge_row
from reconcile.gate import FigureKey, Rereadings, agreed, is_confident, repeated
from reconcile.model import Regime
from reconcile.readings import Key, readings_of

_INK = (Condition.CLEAR, Condition.UNSURE, Condition.NOT_A_NUMBER, Condition.ILLEGIBLE)
_THOUSANDS = 3
DASHES = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")
"""What a form prints where there is nothing to report."""
_MERGED = "figure-over-columns"
"""The finding of a figure that one merged cell puts over several columns."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A figure whose value is another than was read.

    Attributes:
        figure: Which one, of its row.
        printed: The value that is published; ``None`` where a person found none.
        text: The same as it stands on paper.
        ruling: What a person said of it; ``None`` where nobody did.
    """

    figure: Key
    printed: Printed | None
    text: str
    ruling: Ruling | None = None


def misplaced_figures(report: Report) -> frozenset[FigureKey]:
    """The figures that may be another column's: arithmetic and pixels vouch for a reading, never for a place."""
    merged = {(finding.row, finding.field) for finding in report.findings if finding.rule == _MERGED}
    columns = {
        figure.field
        for row in report.rows
        for figure in row.figures
        if figure.condition is Condition.UNSURE and not is_in_doubt(figure) and (row.number, figure.field) not in merged
    }
    return frozenset(
        (row.number, figure.measure, figure.period)
        for row in report.rows
        for figure in row.figures
        if figure.field in columns or (row.number, figure.field) in merged
    )


def made_sure(report: Report, rereadings: Rereadings, misplaced: Collection[FigureKey]) -> Report:
    """The report with readings in doubt made sure where second looks repeat them."""
    if not rereadings:
        return report

    def looked_at(row: Row, figure: Figure) -> Figure:
        key = (row.number, figure.measure, figure.period)
        looks = rereadings.get(key, ())
        if not is_in_doubt(figure) or not repeated(looks, figure.printed, report.number_format):
            return figure
        if figure.printed is not None and _may_be_thousands(figure.printed):
            return figure
        stands = Condition.UNSURE if key in misplaced else Condition.CLEAR
        condition = stands if figure.condition is Condition.UNSURE else figure.condition
        return replace(figure, confidence=_best(looks), condition=condition)

    rows = (replace(row, figures=tuple(looked_at(row, figure) for figure in row.figures)) for row in report.rows)
    return replace(report, rows=tuple(rows))


def _may_be_thousands(printed: Printed) -> bool:
    """Whether its point may be a comma of thousands: all readers take the one for the other alike."""
    return printed.decimals == _THOUSANDS and not printed.percent


def _best(looks: Sequence[Rereading]) -> float:
    return max((look.confidence for look in looks if is_confident(look)), default=SURE_FROM)


def put_in_place(row: Row, replaced: Replaced, confidence: float = 1.0) -> Row:
    """The row with another value for one figure; its ``as_read`` stays."""

    def changed(figure: Figure) -> Figure:
        if (figure.measure, figure.period) != replaced.figure:
            return figure
        if replaced.ruling is not None:
            return seen_by_a_person(figure, replaced.printed, replaced.text, replaced.ruling)
        return replace(figure, printed=replaced.printed, confidence=confidence, condition=Condition.CLEAR)

    return replace(row, figures=tuple(map(changed, row.figures)))


def seen_by_a_person(figure: Figure, printed: Printed | None, text: str, ruling: Ruling) -> Figure:
    """The figure as a person says that it is printed; it is as certain as the print of a digital page."""
    seen = replace(figure, confidence=1.0, recognizer=PERSON)
    if ruling is Ruling.AS_READ and figure.as_read.strip():
        return replace(seen, condition=Condition.CLEAR) if figure.condition is Condition.UNSURE else seen
    if ruling is Ruling.UNREADABLE:
        condition = Condition.ILLEGIBLE
    elif not text.strip():
        condition = Condition.BLANK
    elif printed is None:
        condition = Condition.DASH if set(text.strip()) <= DASHES else Condition.NOT_A_NUMBER
    else:
        condition = Condition.CLEAR
    return replace(seen, printed=printed, condition=condition)


def read_otherwise(
    report: Report, row: Row, regime: Regime, looks: Mapping[Key, tuple[Rereading, ...]], barred: Collection[Key]
) -> Replaced | None:
    """The one reading in doubt that second looks contradict, where the arithmetic confirms exactly what they say.

    Args:
        report: The report of the row.
        row: The row, with what the looks have made sure.
        regime: The conventions of the document.
        looks: What second looks say of the row's figures.
        barred: Figures that are left alone.

    Returns:
        ``None`` where there is no such figure, or more than one.
    """
    found = []
    for figure in row.figures:
        key = (figure.measure, figure.period)
        said = agreed(looks.get(key, ()), report.number_format)
        doubted = is_in_doubt(figure) or figure.condition is Condition.NOT_A_NUMBER
        able = doubted and figure.condition in _INK and key not in barred and key[0] not in NARRATIVE
        if said is None or not able or (figure.printed is not None and said.value == figure.printed.value):
            continue
        other = Replaced(key, said, next(look.text for look in looks[key] if is_confident(look)).strip())
        if confirmed_alone(report, row, regime, other):
            found.append(other)
    return found[0] if len(found) == 1 else None


def confirmed_alone(report: Report, row: Row, regime: Regime, other: Replaced) -> bool:
    """Whether the checks on a figure hold with another value, would with no near one, and do not as it was read."""
    reported = Period.quarter(report.facts.quarter) if report.facts.quarter else None
    doubted = put_in_place(row, other, 0.0)
    readings = readings_of(doubted, regime.fractions)
    judged = judge_row(readings, report.arithmetic, regime, reported)
    if other.figure not in confirmed(doubted, readings, judged, regime):
        return False
    before = readings_of(row, regime.fractions)
    if other.figure not in before.printed:
        return True
    as_read = judge_row(before, report.arithmetic, regime, reported)
    return any(as_read[edit].fails for edit in as_read if other.figure in members(edit, before))
