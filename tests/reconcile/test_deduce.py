"""What a check admits for one figure: never less than what the check itself accepts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconcile_reports import row
from test_properties import clean_rows

from cuadre.evidence import Printed
from normalize.model import Measure, Period, Row
from reconcile.deduce import Scaled, ScaledRow, Ties, scale, tied
from reconcile.edits import Check, Edit, accumulated, edits_of, judge
from reconcile.intervals import Interval, display_interval
from reconcile.model import Regime
from reconcile.readings import Key, Readings, readings_of
from reconcile.regime import NEAREST, TO_DATE, TRUNCATE

CHECKS = ("sum", "progress", "cumulative", "narrative")
ANNUAL = (Measure.TARGET, Period.ANNUAL)
QUARTER = (Measure.TARGET, Period.Q1)
ACHIEVED = (Measure.ACHIEVED, Period.Q1)
PROGRESS = (Measure.PROGRESS, Period.Q1)
CUMULATIVE = (Measure.CUMULATIVE, Period.Q1)
SUM, OF_QUARTER, OF_YEAR = (
    Edit(Check.SUM, ANNUAL), Edit(Check.PROGRESS, PROGRESS), Edit(Check.CUMULATIVE, CUMULATIVE),
)  # fmt: skip
FULL = readings_of(row("180 50/60/26/54", "50 99.00% 26.32%"))


def admitted(
    edit: Edit, key: Key, readings: Readings, regime: Regime, *, decimals: int = 0, hidden: bool = False
) -> Interval | None:
    """The values of one figure with which a check may hold, all others as they are."""
    row = ScaledRow.of(readings, scale(readings.printed.values()))
    span = Ties.of(edit, readings, regime).admission(key, row, decimals=decimals, hidden=hidden)(None)
    return None if span is None else Interval(Fraction(*span[:2]), Fraction(*span[2:]))


@pytest.mark.parametrize(
    ("edit", "key", "inside", "outside"),
    [
        (SUM, ANNUAL, 190, 191),
        (SUM, QUARTER, 40, 41),
        (OF_YEAR, ANNUAL, 190, 189),
        (OF_YEAR, ACHIEVED, Fraction("47.38"), 48),
        (OF_QUARTER, QUARTER, Fraction("50.505"), 50),
        (OF_QUARTER, PROGRESS, 100, 101),
    ],
)
def test_what_a_check_asks_of_one_figure(edit: Edit, key: Key, inside: Fraction, outside: Fraction) -> None:
    interval = admitted(edit, key, FULL, NEAREST, decimals=2)
    assert interval is not None
    assert Fraction(inside) in interval
    assert Fraction(outside) not in interval


def test_hidden_decimals_widen_it() -> None:
    narrow = admitted(OF_QUARTER, PROGRESS, FULL, NEAREST, decimals=2)
    wide = admitted(OF_QUARTER, PROGRESS, FULL, NEAREST, decimals=2, hidden=True)
    assert narrow is not None
    assert wide is not None
    assert Fraction(99) not in narrow
    assert Fraction(99) in wide


def test_what_cannot_be_read_asks_for_nothing() -> None:
    unread = replace(FULL, printed={key: value for key, value in FULL.printed.items() if key != QUARTER})
    assert admitted(SUM, ANNUAL, unread, NEAREST) is None


def test_nothing_is_a_share_of_any_target() -> None:
    idle = readings_of(row("8 2/2/2/2", "0 0.00% 0.00%"))
    interval = admitted(OF_YEAR, ANNUAL, idle, NEAREST)
    assert interval is not None
    assert Fraction(10**9) in interval


def test_the_targets_to_date_decide_on_the_year_where_it_is_divided_by_them() -> None:
    assert tied(OF_YEAR, FULL, NEAREST) == (CUMULATIVE, ANNUAL, ACHIEVED)
    assert tied(OF_YEAR, FULL, TO_DATE) == (CUMULATIVE, ACHIEVED, QUARTER)


@given(clean_rows(), st.sampled_from((NEAREST, TRUNCATE, TO_DATE)), st.data())
@settings(max_examples=80, deadline=None)
def test_whatever_a_check_accepts_lies_in_what_it_admits(one: Row, regime: Regime, data: st.DataObject) -> None:
    readings = readings_of(one)
    edit = data.draw(st.sampled_from(list(edits_of(readings, CHECKS))))
    key = data.draw(st.sampled_from([key for key in tied(edit, readings, regime) if key in readings.printed]))
    decimals = readings.printed[key].decimals
    near = int(readings.printed[key].value.scaleb(decimals))
    digits = data.draw(st.one_of(st.integers(max(0, near - 3), near + 3), st.integers(0, 20_000)))
    value = Decimal(digits).scaleb(-decimals)
    changed = readings.with_value(key, Printed(value, decimals))
    if not judge(edit, changed, regime).fails:
        interval = admitted(edit, key, readings, regime, decimals=decimals)
        assert interval is not None
        assert Fraction(value) in interval


@given(clean_rows(), st.sampled_from((NEAREST, TRUNCATE, TO_DATE)), st.integers(0, 3), st.booleans(), st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_deduced_in_whole_numbers_is_what_fractions_give(
    one: Row, regime: Regime, decimals: int, hidden: bool, data: st.DataObject
) -> None:
    readings = readings_of(one)
    changed = data.draw(st.sampled_from(sorted(readings.printed)))
    digits, places = data.draw(st.integers(0, 30_000)), data.draw(st.integers(0, 3))
    readings = readings.with_value(changed, Printed(Decimal(digits).scaleb(-places), places))
    for edit in edits_of(readings, ("progress", "cumulative")):
        for key in tied(edit, readings, regime):
            found = admitted(edit, key, readings, regime, decimals=decimals, hidden=hidden)
            assert found is not None
            assert (found.low, found.high) == in_fractions(
                edit, key, readings, regime, decimals=decimals, hidden=hidden
            )


@given(clean_rows(), st.sampled_from((NEAREST, TRUNCATE, TO_DATE)), st.booleans(), st.data())
@settings(max_examples=150, deadline=None)
def test_one_other_figure_may_be_read_otherwise(
    one: Row, regime: Regime, hidden: bool, data: st.DataObject
) -> None:
    readings = readings_of(one)
    edit = data.draw(st.sampled_from(list(edits_of(readings, CHECKS))))
    ties = Ties.of(edit, readings, regime)
    keys = [key for key in ties.keys if key in readings.printed]
    key = data.draw(st.sampled_from(keys))
    others = [other for other in keys if other != key]
    if not others:
        return
    changed, places = data.draw(st.sampled_from(others)), data.draw(st.integers(0, 3))
    said = Printed(Decimal(data.draw(st.integers(0, 30_000))).scaleb(-places), places)
    parts = scale([*readings.printed.values(), said])
    beside = ties.admission(key, ScaledRow.of(readings, parts), changed, decimals=2, hidden=hidden)
    put_there = ScaledRow.of(readings.with_value(changed, said), parts)
    spans = beside(Scaled.of(said, parts)), ties.admission(key, put_there, decimals=2, hidden=hidden)(None)
    ends = [span and (Fraction(*span[:2]), Fraction(*span[2:])) for span in spans]
    assert ends[0] == ends[1]


def in_fractions(
    edit: Edit, key: Key, readings: Readings, regime: Regime, *, decimals: int, hidden: bool
) -> tuple[Fraction, Fraction]:
    """The ends of what a percentage check admits, step by step."""
    keys = tied(edit, readings, regime)[1:]
    share = display_interval(readings.printed[edit.subject], regime.rounding_mode)
    unknown = edit.check is Check.CUMULATIVE and not accumulated(readings, edit.period)[1]
    far = Fraction(10**30)
    sums, slacks = {}, {}
    for measure in (Measure.ACHIEVED, Measure.TARGET):
        mine = [other for other in keys if other[0] is measure]
        shown = [readings.printed[other] for other in mine if other in readings.printed]
        loose = [p for p in shown if hidden and (p.decimals or measure is Measure.ACHIEVED)]
        sums[measure] = sum((readings.amount(other) or Fraction(0) for other in mine), Fraction(0))
        slacks[measure] = sum((Fraction(p.unit) / 2 for p in loose), Fraction(0))
    part, whole = sums[Measure.ACHIEVED], sums[Measure.TARGET]
    more, wider = slacks[Measure.ACHIEVED], slacks[Measure.TARGET]
    if key == edit.subject:
        if whole - wider <= 0:
            return Fraction(0), far
        unit = Fraction(1, 10**decimals)
        high = far if unknown else 100 * (part + more) / (whole - wider) + unit
        return 100 * (part - more) / (whole + wider) - unit, high
    rest = sums[key[0]] - (readings.amount(key) or 0)
    if key[0] is Measure.ACHIEVED:
        low = -far if unknown else share.low * (whole - wider) / 100 - more
        return low - rest, share.high * (whole + wider) / 100 + more - rest
    if part - more <= 0 or share.high <= 0:
        return -rest, far - rest
    high = far if unknown or share.low <= 0 else 100 * (part + more) / share.low + wider
    return 100 * (part - more) / share.high - wider - rest, high - rest
