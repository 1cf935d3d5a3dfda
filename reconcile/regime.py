"""The conventions of one document, voted on by all its rows: no row may excuse itself alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from normalize.model import Condition, Measure, Report
from reconcile.edits import Check, Edit, accumulated, edits_of, fits, percentage, ratio
from reconcile.model import Regime, Vote
from reconcile.readings import QUARTERS, Readings, readings_of

_SHARE = 95
_ENOUGH = 8
_SOME = 3
_CONVENTIONS = {Decimal(0): "0", Decimal(100): "100"}
NEAREST = Regime(rounding_mode="nearest", cumulative_denominator="annual")
TRUNCATE = replace(NEAREST, rounding_mode="truncate")
TO_DATE = replace(NEAREST, cumulative_denominator="programmed_to_date")
_ROUGHLY = (NEAREST, TRUNCATE, TO_DATE)


def infer_regime(report: Report) -> Regime:
    """Infer the conventions of a document; ``unknown`` where no row tells two of them apart.

    A departure from nearest rounding and the annual denominator needs at least eight figures that only
    it explains, and 95 % of all figures that tell. What the form takes for granted beats what the figures say;
    their votes are kept all the same.
    """
    given, fractions = report.given, _fractions(report)
    rows = [readings_of(row, fractions) for row in report.rows]
    rounding = _rounding(rows, NEAREST)
    rounded = given.rounding_mode or rounding.value
    denominator = _vote(rows, (Check.CUMULATIVE,), "cumulative_denominator", {
        "annual": replace(NEAREST, rounding_mode=rounded),
        "programmed_to_date": replace(TO_DATE, rounding_mode=rounded),
    })  # fmt: skip
    divided = given.cumulative_denominator or denominator.value
    if rounding.value == "unknown" and divided == "programmed_to_date":
        rounding = _rounding(rows, TO_DATE)
    zero = _zero_over_zero(report, rows)
    return Regime(
        given.rounding_mode or rounding.value, divided, given.zero_over_zero or zero.value, fractions,
        (rounding, denominator, zero),
    )  # fmt: skip


def _rounding(rows: Iterable[Readings], usual: Regime) -> Vote:
    choices = {"nearest": usual, "truncate": replace(usual, rounding_mode="truncate")}
    return _vote(rows, (Check.PROGRESS, Check.CUMULATIVE), "rounding_mode", choices)


def _fractions(report: Report) -> tuple[Measure, ...]:
    """The measures whose percentages tally as fractions of one and, nearly all, not as points."""
    found = []
    for measure, check in ((Measure.PROGRESS, Check.PROGRESS), (Measure.CUMULATIVE, Check.CUMULATIVE)):
        votes: Counter[bool] = Counter()
        for row in report.rows:
            points, scaled = readings_of(row), readings_of(row, (measure,))
            for edit in edits_of(points, (check,)):
                if points.printed[edit.subject] is scaled.printed[edit.subject]:
                    continue  # with its sign it can only be meant in points
                held = [any(_held(edit, readings, _ROUGHLY)) for readings in (points, scaled)]
                if held[0] != held[1]:
                    votes[held[1]] += 1
        if votes[True] >= _SOME and 100 * votes[True] >= _SHARE * votes.total():
            found.append(measure)
    return tuple(found)


def _vote(
    rows: Iterable[Readings], checks: tuple[Check, ...], convention: str, choices: dict[str, Regime]
) -> Vote:
    """Count the figures that hold under one of two conventions and not under the other.

    The first convention is the usual one: one figure that only it explains, and no majority against
    it, is enough.
    """
    votes: Counter[str] = Counter()
    for readings in rows:
        for edit in edits_of(readings, tuple(checks)):
            outcomes = zip(choices, _held(edit, readings, choices.values()), strict=True)
            held = [name for name, holds in outcomes if holds]
            if len(held) == 1:
                votes[held[0]] += 1
    usual, other = choices
    departs = votes[other] >= _ENOUGH and 100 * votes[other] >= _SHARE * votes.total()
    value = other if departs else usual if votes[usual] > votes[other] else "unknown"
    return Vote(convention, value, votes.total(), votes.total() - votes[value])


def _held(edit: Edit, readings: Readings, regimes: Iterable[Regime]) -> Iterator[bool]:
    """Tell for each regime whether a figure holds; those with one denominator share the division."""
    exact: dict[str, Fraction | None] = {}
    for regime in regimes:
        denominator = regime.cumulative_denominator
        if denominator not in exact:
            exact[denominator] = _percentage(edit, readings, regime)
        percentage = exact[denominator]
        yield percentage is not None and fits(percentage, readings.printed[edit.subject], regime)


def _percentage(edit: Edit, readings: Readings, regime: Regime) -> Fraction | None:
    """The exact percentage behind a figure; ``None`` when the row does not have all that it takes."""
    if edit.check is Check.CUMULATIVE and not accumulated(readings, edit.period)[1]:
        return None
    known = ratio(edit, readings, regime)
    return percentage(*known) if known is not None and known[1] else None


def _zero_over_zero(report: Report, rows: Iterable[Readings]) -> Vote:
    """What most rows print where nothing was programmed and nothing achieved."""
    seen: Counter[str] = Counter()
    for row, readings in zip(report.rows, rows, strict=True):
        for quarter in QUARTERS:
            key = (Measure.PROGRESS, quarter)
            amounts = {readings.amount((measure, quarter)) for measure in (Measure.TARGET, Measure.ACHIEVED)}
            figure = row.figure(*key)
            if amounts != {0} or figure is None:
                continue
            if key not in readings.printed:
                seen["blank"] += figure.condition in (Condition.BLANK, Condition.DASH)
            else:
                seen[_CONVENTIONS.get(readings.printed[key].value, "other")] += 1
    best = [name for name, count in seen.most_common() if count == max(seen.values()) and count]
    value = best[0] if len(best) == 1 and best[0] != "other" else "unknown"
    return Vote("zero_over_zero", value, seen.total(), seen.total() - seen[value])
