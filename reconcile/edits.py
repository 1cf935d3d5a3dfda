"""The checks that a row of figures must pass, each judged on its own, exactly.

``judge`` is pure in its readings, so that a search may ask it about any other reading of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from typing import NamedTuple

from cuadre.evidence import Printed
from normalize.model import Measure, Period
from reconcile.intervals import Interval, agree, display_interval, summed
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings

_HUNDRED = 100
NARRATIVE = {
    Measure.NARRATIVE_TARGET: Measure.TARGET,
    Measure.NARRATIVE_ACHIEVED: Measure.ACHIEVED,
    Measure.NARRATIVE_PROGRESS: Measure.PROGRESS,
}
"""Which column each figure of the narrative repeats."""


class Check(StrEnum):
    """What an edit checks; the first four words are the form's names for them."""

    SUM = "sum"
    PROGRESS = "progress"
    CUMULATIVE = "cumulative"
    NARRATIVE = "narrative"


class Outcome(Enum):
    """What an edit says of a row."""

    SILENT = "silent"
    HOLDS = "holds"
    EXPLAINED = "explained"
    FAILS = "fails"


class Edit(NamedTuple):
    """One check of one row: a tuple, because checks are the keys of nearly every mapping in a search.

    Attributes:
        check: What is checked.
        subject: The figure that is compared with the others: annual target, percentage, narrative figure.
    """

    check: Check
    subject: Key

    @property
    def period(self) -> Period:
        """The period it is about."""
        return self.subject[1]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one edit says.

    Attributes:
        outcome: Whether it holds.
        exact: What the other figures make of its subject; ``None`` when they make nothing of it.
        because: Why it is explained: ``zero``, ``blank``, ``rounding``, ``truncated``, ``prior``,
            ``hidden``, ``future`` or the name of an aggregation.
    """

    outcome: Outcome
    exact: Fraction | None = None
    because: str = ""

    @property
    def fails(self) -> bool:
        """It is violated."""
        return self.outcome is Outcome.FAILS


SILENT = Judgement(Outcome.SILENT)


def edits_of(readings: Readings, checks: tuple[str, ...]) -> Iterator[Edit]:
    """The edits that a row has figures for, in a fixed order."""
    if Check.SUM in checks and ANNUAL_TARGET in readings.printed:
        yield Edit(Check.SUM, ANNUAL_TARGET)
    for check, measure in ((Check.PROGRESS, Measure.PROGRESS), (Check.CUMULATIVE, Measure.CUMULATIVE)):
        for quarter in QUARTERS:
            if check in checks and (measure, quarter) in readings.printed:
                yield Edit(check, (measure, quarter))
    for measure in NARRATIVE:
        for period in Period:
            if Check.NARRATIVE in checks and (measure, period) in readings.printed:
                yield Edit(Check.NARRATIVE, (measure, period))


def judge(edit: Edit, readings: Readings, regime: Regime) -> Judgement:
    """Judge one edit on displayed values alone, as if nothing were hidden behind them."""
    if edit.check is Check.SUM:
        return _judge_sum(readings)
    if edit.check is Check.PROGRESS:
        return _judge_ratio(edit, readings, regime)
    if edit.check is Check.CUMULATIVE:
        return _judge_cumulative(edit, readings, regime)
    return _judge_narrative(edit, readings)


def members(edit: Edit, readings: Readings) -> tuple[Key, ...]:
    """The figures an edit ties together, its subject first."""
    period = edit.period
    if edit.check is Check.SUM:
        return (edit.subject, *((Measure.TARGET, quarter) for quarter in QUARTERS))
    if edit.check is Check.PROGRESS:
        return (edit.subject, (Measure.TARGET, period), (Measure.ACHIEVED, period))
    if edit.check is Check.CUMULATIVE:
        achieved = [(Measure.ACHIEVED, q) for q in up_to(period)]
        return (edit.subject, ANNUAL_TARGET, *(key for key in achieved if readings.amount(key) is not None))
    counterpart = column_of(edit.subject, readings)
    return (edit.subject, *((counterpart,) if counterpart else ()))


def up_to(period: Period) -> tuple[Period, ...]:
    """The quarters of the year until this one."""
    return QUARTERS[: QUARTERS.index(period) + 1]


def column_of(narrative: Key, readings: Readings) -> Key | None:
    """The column that a figure of the narrative repeats, if it is printed.

    A percentage of the year is the accumulated one of the last quarter reported.
    """
    measure, period = NARRATIVE[narrative[0]], narrative[1]
    if period is Period.ANNUAL and measure is Measure.PROGRESS:
        reported = [q for q in QUARTERS if (Measure.CUMULATIVE, q) in readings.printed]
        return (Measure.CUMULATIVE, reported[-1]) if reported else None
    key = (measure, period)
    return key if readings.amount(key) is not None else None


def total(readings: Readings) -> Fraction | None:
    """The sum of the four quarterly targets; ``None`` when one is unreadable or none is printed."""
    known = [quarter for quarter in readings.quarters(Measure.TARGET) if quarter is not None]
    printed = any((Measure.TARGET, quarter) in readings.printed for quarter in QUARTERS)
    return summed(known) if printed and len(known) == len(QUARTERS) else None


def accumulated(readings: Readings, period: Period) -> tuple[Fraction | None, bool]:
    """What was achieved until a quarter, and whether all quarters before it are in the report.

    Without them, only what was achieved in the quarter itself is known.
    """
    amounts = [readings.amount((Measure.ACHIEVED, quarter)) for quarter in up_to(period)]
    known = [amount for amount in amounts if amount is not None]
    if amounts[-1] is None:
        return None, False
    return summed(known), len(known) == len(amounts)


def ratio(edit: Edit, readings: Readings, regime: Regime) -> tuple[Fraction, Fraction] | None:
    """The part and the whole behind a percentage; ``None`` when one of them is not known."""
    if edit.check is Check.PROGRESS:
        part: Fraction | None = readings.amount((Measure.ACHIEVED, edit.period))
        whole = readings.amount((Measure.TARGET, edit.period))
    else:
        part, _ = accumulated(readings, edit.period)
        whole = _denominator(readings, edit.period, regime)
    return None if part is None or whole is None else (part, whole)


def percentage(part: Fraction, whole: Fraction) -> Fraction:
    """A part as a percentage of a whole that is not nothing."""
    return Fraction(_HUNDRED * part.numerator * whole.denominator, part.denominator * whole.numerator)


def fits(exact: Fraction, printed: Printed, regime: Regime) -> bool:
    """A percentage would be printed like this."""
    return exact in display_interval(printed, regime.rounding_mode)


def _denominator(readings: Readings, period: Period, regime: Regime) -> Fraction | None:
    if regime.cumulative_denominator != "programmed_to_date":
        return readings.amount(ANNUAL_TARGET)
    targets = [readings.amount((Measure.TARGET, quarter)) for quarter in up_to(period)]
    known = [target for target in targets if target is not None]
    return summed(known) if len(known) == len(targets) else None


def _judge_sum(readings: Readings) -> Judgement:
    quarterly, asked = total(readings), readings.amount(ANNUAL_TARGET)
    if quarterly is None or asked is None:
        return SILENT
    if asked == quarterly:
        return Judgement(Outcome.HOLDS, quarterly)
    annual = readings.printed[ANNUAL_TARGET]
    quarters = [readings.printed[key] for q in QUARTERS if (key := (Measure.TARGET, q)) in readings.printed]
    # Figures printed with decimals may have more of them; whole numbers are taken at their word.
    slack = summed(Fraction(figure.unit) / 2 for figure in (annual, *quarters) if figure.decimals)
    if abs(asked - quarterly) <= slack:
        return Judgement(Outcome.EXPLAINED, quarterly, "rounding")
    return Judgement(Outcome.FAILS, quarterly)


def _judge_ratio(edit: Edit, readings: Readings, regime: Regime) -> Judgement:
    known = ratio(edit, readings, regime)
    if known is None:
        return SILENT
    part, whole = known
    printed = readings.printed[edit.subject]
    if not whole:
        conventional = not part and printed.value in (0, _HUNDRED)
        return Judgement(Outcome.EXPLAINED, None, "zero") if conventional else Judgement(Outcome.FAILS)
    exact = percentage(part, whole)
    if not fits(exact, printed, regime):
        return Judgement(Outcome.FAILS, exact)
    if regime.rounding_mode == "truncate" and exact not in display_interval(printed):
        return Judgement(Outcome.EXPLAINED, exact, "truncated")
    if any(key in readings.nothing for key in members(edit, readings)):
        return Judgement(Outcome.EXPLAINED, exact, "blank")
    return Judgement(Outcome.HOLDS, exact)


def _judge_cumulative(edit: Edit, readings: Readings, regime: Regime) -> Judgement:
    judged = _judge_ratio(edit, readings, regime)
    if not judged.fails or accumulated(readings, edit.period)[1]:
        return judged
    prior = implied_prior(edit, readings, regime)
    return Judgement(Outcome.EXPLAINED, None, "prior") if prior else judged


def implied_prior(edit: Edit, readings: Readings, regime: Regime) -> tuple[Fraction, ...]:
    """What must have been achieved in the quarters that the report does not show, if anything fits."""
    known = ratio(edit, readings, regime)
    if known is None or not known[1]:
        return ()
    part, whole = known
    share = display_interval(readings.printed[edit.subject], regime.rounding_mode)
    counts = (readings.printed.get(key) for key in members(edit, readings)[1:])
    decimals = max((count.decimals for count in counts if count), default=0)
    low, high = (end * whole / _HUNDRED - part for end in (share.low, share.high))
    return Interval(max(low, Fraction(0)), high, share.open_high).grid(decimals)


def _judge_narrative(edit: Edit, readings: Readings) -> Judgement:
    column = column_of(edit.subject, readings)
    if column is None or column not in readings.printed:
        return SILENT
    told, printed = readings.printed[edit.subject], readings.printed[column]
    same = agree(told, printed)
    return Judgement(Outcome.HOLDS if same else Outcome.FAILS, Fraction(printed.value))
