"""What an issuer may have done to a row."""

from __future__ import annotations

from itertools import combinations

import pytest
from reconcile_reports import row

from normalize.model import Measure, Period, Row
from reconcile.edits import Check, Edit, edits_of
from reconcile.events import Issuer, attainable, issuer_of
from reconcile.readings import readings_of
from reconcile.regime import NEAREST, TO_DATE

CHECKS = ("sum", "progress", "cumulative", "narrative")
FULL = row("190 50/60/26/54", "50 100.00% 26.32%", told="50 50 100%")
SUM = Edit(Check.SUM, (Measure.TARGET, Period.ANNUAL))
PROGRESS = Edit(Check.PROGRESS, (Measure.PROGRESS, Period.Q1))
CUMULATIVE = Edit(Check.CUMULATIVE, (Measure.CUMULATIVE, Period.Q1))
TOLD_TARGET, TOLD_ACHIEVED, TOLD_PROGRESS = (
    Edit(Check.NARRATIVE, (measure, Period.Q1))
    for measure in (Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS)
)


def issuer(one: Row = FULL) -> Issuer:
    readings = readings_of(one)
    return issuer_of(tuple(edits_of(readings, CHECKS)), readings, NEAREST)


@pytest.mark.parametrize(
    ("failing", "cost", "kinds"),
    [
        ((), 0, []),
        ((SUM,), 1100, ["annual-apart"]),
        ((SUM, CUMULATIVE), 1200, ["annual-apart"]),
        ((PROGRESS, TOLD_PROGRESS), 1300, ["progress-not-copied"]),
        ((SUM, PROGRESS, TOLD_TARGET), 1300, ["quarter-wrong"]),
        ((PROGRESS, CUMULATIVE, TOLD_ACHIEVED), 1400, ["achieved-wrong"]),
        ((TOLD_ACHIEVED,), 1150, ["narrative-slot"]),
        ((TOLD_TARGET, TOLD_ACHIEVED, TOLD_PROGRESS), 1300, ["narrative-pasted"]),
        ((SUM, TOLD_PROGRESS), 2250, ["annual-apart", "narrative-slot"]),
    ],
)
def test_the_cheapest_mistakes_that_account_for_all(failing: tuple[Edit, ...], cost: int, kinds: list[str]) -> None:
    court = issuer()
    assert court.cover(frozenset(failing))[0] == cost
    events = court.events(frozenset(failing))
    assert [event.kind for event in events] == kinds
    assert {edit for event in events for edit in event.edits} == set(failing)
    assert sum(event.cost for event in events) == cost


def test_every_set_of_checks_is_accounted_for_at_the_lowest_cost() -> None:
    court = issuer()
    for size in range(4):
        for failing in map(frozenset, combinations(court.edits, size)):
            ways = [
                sum(cause.cost for cause in causes)
                for many in range(size + 1)
                for causes in combinations(court.causes, many)
                if failing <= frozenset().union(*(cause.edits for cause in causes))
            ]
            assert court.cover(failing)[0] == min(ways)


def test_a_percentage_that_a_wrong_input_gives_exactly_is_cheaper() -> None:
    other_numerator = row("225 60/60/50/55", "112 166.67% 49.78%")
    by_nothing = row("224 56/56/56/56", "71 116.79% 31.70%")
    assert issuer(other_numerator).cover(frozenset({PROGRESS}))[0] == 900
    assert issuer(by_nothing).cover(frozenset({PROGRESS}))[0] == 1100


def test_any_percentage_is_a_share_of_ten_thousand() -> None:
    large = readings_of(row("43210 10007/10011/11000/12192", "7351 71.23% 17.01%"))
    assert not attainable(PROGRESS, large, NEAREST)
    small = readings_of(row("432 107/111/100/114", "7351 70.09% 17.01%"))
    assert attainable(PROGRESS, small, NEAREST)


def test_a_quarter_counts_for_the_year_where_the_year_is_divided_by_what_was_programmed_to_date() -> None:
    readings = readings_of(FULL)
    edits = tuple(edits_of(readings, CHECKS))
    to_date = issuer_of(edits, readings, TO_DATE)
    kinds = [event.kind for event in to_date.events(frozenset({PROGRESS, CUMULATIVE, SUM}))]
    assert kinds == ["quarter-wrong"]
    assert issuer_of(edits, readings, NEAREST).cover(frozenset({PROGRESS, CUMULATIVE, SUM}))[0] > 1300
