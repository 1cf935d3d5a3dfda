"""The ways in which a parent's achieved figure may be made from the rows below it, each as exact intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import product

from cuadre.evidence.rollup import DONE, percentage
from normalize.model import Measure, Period
from reconcile.edits import Check, Edit, Judgement, Outcome, accumulated
from reconcile.intervals import Interval, display_interval, exactly, part_interval, summed
from reconcile.judged import JudgedRow
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET

_DOUBTFUL = 6
"""With more doubtful children than this, a parent can be made to fit anything."""


class Convention(StrEnum):
    """How a parent follows from its children."""

    CAPPED_MEAN = "capped-mean"
    MEAN_OF_VALUES = "mean-of-values"
    SUM = "sum"
    MEAN = "mean"


def expected(
    convention: Convention, parent: JudgedRow, children: Sequence[JudgedRow], period: Period, regime: Regime
) -> tuple[Interval, ...]:
    """What the parent would have achieved.

    Returns:
        One interval, or several where a child's percentage is not the one its figures make: either may have gone
        into the parent. Empty where a figure that it takes is missing, or too much is in doubt.
    """
    options = [_contributions(convention, child, period, regime) for child in children]
    doubtful = sum(len(each) > 1 for each in options)
    target = parent.readings.amount((Measure.TARGET, period))
    if not options or not all(options) or doubtful > _DOUBTFUL or target is None:
        return ()
    count = 1 if convention is Convention.SUM else len(children)
    by_share = convention in (Convention.CAPPED_MEAN, Convention.MEAN)
    scale = (target / DONE if by_share else Fraction(1)) / count
    # What is not in doubt is added up once, not in every combination.
    certain = _sum([each[0] for each in options if len(each) == 1])
    doubted = product(*(each for each in options if len(each) > 1))
    sums = (_sum((certain, *chosen)) for chosen in doubted)
    return tuple(Interval(each.low * scale, each.high * scale) for each in sums)


def _sum(addends: Sequence[Interval]) -> Interval:
    low = summed(each.low for each in addends)
    exact = all(each.low == each.high for each in addends)
    return Interval(low, low if exact else summed(each.high for each in addends))


def _contributions(
    convention: Convention, child: JudgedRow, period: Period, regime: Regime
) -> tuple[Interval, ...]:
    if convention in (Convention.SUM, Convention.MEAN_OF_VALUES):
        found = achieved(child, period, regime)
        return (found,) if found else ()
    shares = tuple(_shares(child, period, regime))
    if convention is Convention.CAPPED_MEAN:
        shares = tuple(_capped(share) for share in shares)
    # Above the cap it does not matter which of two percentages went into the parent.
    return shares[:1] if shares[1:] == shares[:1] else shares


def _capped(share: Interval) -> Interval:
    return Interval(min(share.low, DONE), min(share.high, DONE))


def _shares(child: JudgedRow, period: Period, regime: Regime) -> Iterator[Interval]:
    """The percentage of a child, from its figures and, where they make another, as printed."""
    readings = child.readings
    part, whole = (readings.printed.get((m, period)) for m in (Measure.ACHIEVED, Measure.TARGET))
    share = readings.printed.get((Measure.PROGRESS, period))
    if part is None or whole is None:
        return
    judged = _progress(child, period)
    if judged.because != "hidden" or share is None:
        yield exactly(percentage(Fraction(whole.value), Fraction(part.value)))
    if share is not None and (judged.fails or judged.because == "hidden"):
        yield display_interval(share, regime.rounding_mode)


def _progress(member: JudgedRow, period: Period) -> Judgement:
    edit = Edit(Check.PROGRESS, (Measure.PROGRESS, period))
    return member.judged.get(edit, Judgement(Outcome.SILENT))


def achieved(member: JudgedRow, period: Period, regime: Regime) -> Interval | None:
    """What a row may have achieved exactly: as printed, unless its percentages show that decimals are hidden."""
    printed = member.readings.printed.get((Measure.ACHIEVED, period))
    if printed is None:
        return None
    if _progress(member, period).because == "hidden":
        return pinned(member, period, regime)
    # Whole numbers are taken at their word; printed decimals may go on.
    return display_interval(printed) if printed.decimals else exactly(Fraction(printed.value))


def pinned(member: JudgedRow, period: Period, regime: Regime) -> Interval | None:
    """What a row's percentages leave of its achieved figure, decimals not printed included.

    Returns:
        ``None`` where they leave nothing, or no figure is printed.
    """
    readings = member.readings
    printed = readings.printed.get((Measure.ACHIEVED, period))
    whole = readings.amount((Measure.TARGET, period))
    share = readings.printed.get((Measure.PROGRESS, period))
    if printed is None:
        return None
    left: Interval | None = display_interval(printed)
    if share is not None and whole:
        left = left and left.meet(part_interval(share, exactly(whole), regime.rounding_mode))
    return left and _within_the_year(left, member, period, regime)


def _within_the_year(left: Interval, member: JudgedRow, period: Period, regime: Regime) -> Interval | None:
    readings, year = member.readings, Edit(Check.CUMULATIVE, (Measure.CUMULATIVE, period))
    judged = member.judged.get(year, Judgement(Outcome.SILENT))
    adds_up = judged.outcome in (Outcome.HOLDS, Outcome.FAILS) or judged.because == "hidden"
    part, complete = accumulated(readings, period)
    annual, own = readings.amount(ANNUAL_TARGET), readings.amount((Measure.ACHIEVED, period))
    to_date = regime.cumulative_denominator == "programmed_to_date"
    if not adds_up or not complete or part is None or own is None or not annual or to_date:
        return left
    share = part_interval(readings.printed[year.subject], exactly(annual), regime.rounding_mode)
    prior = part - own
    return left.meet(Interval(share.low - prior, share.high - prior, share.open_high))
