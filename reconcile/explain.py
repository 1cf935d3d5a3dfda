"""What explains a violated edit without anybody being wrong: hidden decimals, plans that do not add up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from normalize.model import Measure, Period
from reconcile.edits import (
    Check,
    Edit,
    Judgement,
    Outcome,
    edits_of,
    fits,
    judge,
    ratio,
    up_to,
)
from reconcile.intervals import Interval, agree, display_interval, exactly, part_interval, summed
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Readings

Judged = dict[Edit, Judgement]

_STEPS_OF_A_PLAN = 3
"""So many different quarters make a cumulative plan; with two, any last quarter could equal the year."""


def judge_row(
    readings: Readings, checks: tuple[str, ...], regime: Regime, reported: Period | None = None
) -> Judged:
    """Judge every edit of a row: displayed values first, and only what fails may be explained.

    Args:
        readings: The values of the row.
        checks: Names of the checks that the form makes.
        regime: The conventions of the document.
        reported: The quarter reported, where the document says it.
    """
    judged = {edit: judge(edit, readings, regime) for edit in edits_of(readings, checks)}
    return accounted_for(judged, readings, regime, reported)


def accounted_for(
    judged: Judged, readings: Readings, regime: Regime, reported: Period | None = None
) -> Judged:
    """Explain what fails as displayed, where the whole row gives a reason.

    Args:
        judged: Every edit of the row, judged on displayed values alone.
        readings: The values of the row.
        regime: The conventions of the document.
        reported: The quarter reported, where the document says it.
    """
    judged = judged | {edit: replace(judged[edit], outcome=Outcome.EXPLAINED, because="future")
               for edit in failing(judged, Check.CUMULATIVE) if _is_yet_to_come(edit, readings, reported)}  # fmt: skip
    return _non_additive(_hidden_decimals(judged, readings, regime), readings, regime)


def _is_yet_to_come(edit: Edit, readings: Readings, reported: Period | None) -> bool:
    """Zeros fill the columns of a quarter after the one reported: nothing is said of it yet."""
    shown = [(measure, edit.period) for measure in (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)]
    return bool(reported) and edit.period in QUARTERS and edit.period > (reported or Period.Q4) and not any(
        readings.amount(key) for key in shown
    )


def failing(judged: Judged, check: Check) -> list[Edit]:
    """The violated edits of one kind, in order."""
    return [edit for edit, judgement in judged.items() if judgement.fails and edit.check is check]


def aggregation(readings: Readings) -> str:
    """Name the way in which the quarters make up the year, when it is not the sum.

    Returns:
        ``constant``, ``last``, ``average``, ``max``, or ``unknown`` where no pattern convinces. A
        maximum or an average convinces only where shares or scores are counted.
    """
    # Values as printed: they are only compared, which is exact and quicker than with fractions.
    annual = readings.value(ANNUAL_TARGET)
    quarters = [value for q in QUARTERS if (value := readings.value((Measure.TARGET, q))) is not None]
    if not annual or len(quarters) < len(QUARTERS):
        return "unknown"
    if quarters[-1] == annual:
        if quarters.count(annual) == len(quarters):
            return "constant"
        if quarters == sorted(quarters) and len(set(quarters)) >= _STEPS_OF_A_PLAN:
            return "last"
    if not readings.rate:
        return "unknown"
    mean = summed(map(Fraction, quarters)) / len(quarters)
    if mean in display_interval(readings.printed[ANNUAL_TARGET]):
        return "average"
    return "max" if max(quarters) == annual else "unknown"


def yearly(readings: Readings, mode: str) -> Fraction:
    """The annual target that the quarters make up under a named aggregation."""
    quarters = [amount for amount in readings.quarters(Measure.TARGET) if amount is not None]
    if mode == "average":
        return summed(quarters) / len(quarters)
    return quarters[-1] if mode == "last" else max(quarters)


def corrected_annual(judged: Judged) -> Fraction | None:
    """The sum of the quarters, when the annual target differs from it."""
    failed = failing(judged, Check.SUM)
    return judged[failed[0]].exact if failed else None


def mends_cumulative(judged: Judged, readings: Readings, annual: Fraction, regime: Regime) -> bool:
    """Some accumulated percentage is violated, and with this annual target none is."""
    failed = failing(judged, Check.CUMULATIVE)
    return bool(failed and annual) and all(
        (known := ratio(edit, readings, regime)) is not None
        and fits(100 * known[0] / annual, readings.printed[edit.subject], regime)
        for edit in failed
    )


def _non_additive(judged: Judged, readings: Readings, regime: Regime) -> Judged:
    summed, annual = corrected_annual(judged), readings.amount(ANNUAL_TARGET)
    mode = aggregation(readings) if summed is not None else "unknown"
    if not summed or not annual or mode == "unknown" or mends_cumulative(judged, readings, summed, regime):
        return judged
    explained = dict(judged)
    explained[Edit(Check.SUM, ANNUAL_TARGET)] = Judgement(Outcome.EXPLAINED, yearly(readings, mode), mode)
    for edit in failing(judged, Check.CUMULATIVE):
        exact = _stock(edit, readings, mode) * 100 / annual
        if fits(exact, readings.printed[edit.subject], regime):
            explained[edit] = Judgement(Outcome.EXPLAINED, exact, mode)
    return explained


def _stock(edit: Edit, readings: Readings, mode: str) -> Fraction:
    """What counts as achieved so far of an indicator whose quarters are not added up."""
    amounts = [readings.amount((Measure.ACHIEVED, quarter)) for quarter in up_to(edit.period)]
    known = [amount for amount in amounts if amount is not None]
    return {"average": summed(known) / len(known), "max": max(known)}.get(mode, known[-1])


def _hidden_decimals(judged: Judged, readings: Readings, regime: Regime) -> Judged:
    """Explain percentages that all come from one achieved figure with decimals that are not printed.

    Accepted only where two percentages, or a percentage and a narrative figure with decimals, fail as
    displayed and agree on one interval. Slack that is always there would hide errors.
    """
    quarters, years = failing(judged, Check.PROGRESS), failing(judged, Check.CUMULATIVE)
    told = {edit.period for edit in quarters if _told_with_decimals(edit.period, readings)}
    seconded = all(
        edit.period in told or any(edit.period in up_to(year.period) for year in years) for edit in quarters
    )
    anchored = all(any(edit.period in up_to(year.period) for edit in quarters) for year in years)
    if not quarters or not seconded or not anchored or not _feasible(judged, readings, regime):
        return judged
    return judged | {edit: replace(judged[edit], outcome=Outcome.EXPLAINED, because="hidden")
                     for edit in (*quarters, *years)}  # fmt: skip


def _told_with_decimals(period: Period, readings: Readings) -> bool:
    told = readings.printed.get((Measure.NARRATIVE_ACHIEVED, period))
    shown = readings.printed.get((Measure.ACHIEVED, period))
    return bool(told and shown and told.decimals > shown.decimals and agree(told, shown))


def _feasible(judged: Judged, readings: Readings, regime: Regime) -> bool:
    """Achieved figures within their display intervals exist that satisfy every percentage at once."""
    until = exactly(Fraction(0))
    for quarter in QUARTERS:
        if (Measure.ACHIEVED, quarter) not in readings.printed:
            continue
        achieved = _hidden_achieved(quarter, judged, readings, regime)
        year = Edit(Check.CUMULATIVE, (Measure.CUMULATIVE, quarter))
        shared = achieved and _within(year, until + achieved, judged, readings, regime)
        if shared is None:
            return False
        until = shared
    return True


def _hidden_achieved(
    quarter: Period, judged: Judged, readings: Readings, regime: Regime
) -> Interval | None:
    """What the achieved figure of a quarter can be, given its print, the narrative and its percentage."""
    achieved = display_interval(readings.printed[Measure.ACHIEVED, quarter])
    if _told_with_decimals(quarter, readings):
        told = display_interval(readings.printed[Measure.NARRATIVE_ACHIEVED, quarter])
        achieved = achieved.meet(told) or achieved
    return _within(Edit(Check.PROGRESS, (Measure.PROGRESS, quarter)), achieved, judged, readings, regime)


def _within(
    edit: Edit, part: Interval, judged: Judged, readings: Readings, regime: Regime
) -> Interval | None:
    """What of a part its percentage admits: all of it where there is no percentage to judge it by."""
    known = ratio(edit, readings, regime)
    if edit not in judged or judged[edit].exact is None or known is None:
        return part
    key = (Measure.TARGET, edit.period) if edit.check is Check.PROGRESS else ANNUAL_TARGET
    printed = readings.printed.get(key)
    # Whole numbers are taken at their word; printed decimals may go on.
    goes_on = printed is not None and printed.decimals > 0 and known[1] == printed.value
    whole = display_interval(printed) if printed and goes_on else exactly(known[1])
    return part.meet(part_interval(readings.printed[edit.subject], whole, regime.rounding_mode))
