"""Quarters by their place, where the headers lost them."""

from __future__ import annotations

import pytest

from normalize.model import Measure, Period
from normalize.periods import Periods, periods_by_place

ANNUAL, Q1, Q2, Q3, Q4 = Period


def named(*periods: Period | None) -> list[Periods]:
    return [{} if period is None else {period: 1.0} for period in periods]


def best(columns: list[Periods]) -> list[Period | None]:
    return [max(column, key=lambda period: column[period]) if any(column.values()) else None for column in columns]


def test_a_year_whose_third_header_lost_strokes_is_in_order() -> None:
    found = periods_by_place(named(ANNUAL, None, None, Q1, Q4), [Measure.TARGET] * 5)
    assert best(found) == [ANNUAL, Q1, Q2, Q3, Q4]


def test_four_headers_that_name_each_quarter_are_believed_in_any_order() -> None:
    found = periods_by_place(named(Q4, Q3, Q2, Q1), [Measure.TARGET] * 4)
    assert best(found) == [Q4, Q3, Q2, Q1]


def test_more_against_their_place_than_for_it_are_left_alone() -> None:
    found = periods_by_place(named(Q3, Q2, Q2, Q1), [Measure.TARGET] * 4)
    assert best(found) == [Q3, Q2, Q2, Q1]


def test_a_fifth_column_of_the_measure_leaves_the_year_open() -> None:
    found = periods_by_place(named(None, None, Q1, None, Q4), [Measure.TARGET] * 5)
    assert best(found)[2] is Q1


def test_columns_of_two_measures_are_no_year() -> None:
    measures = [Measure.TARGET] * 2 + [Measure.ACHIEVED] * 2
    found = periods_by_place(named(None, None, Q1, Q4), measures)
    assert best(found)[2] is Q1


def test_two_groups_of_one_measure_are_no_year() -> None:
    groups = [(Measure.PROGRESS, "Cumplimiento")] * 2 + [(Measure.PROGRESS, "Cumplimiento acumulado")] * 2
    assert best(periods_by_place(named(Q1, Q2, Q1, Q2), groups)) == [Q1, Q2, Q1, Q2]


def test_three_quarters_whose_last_header_lost_strokes_are_in_order() -> None:
    """A third quarter's ``III`` read as ``1``; one quarter cannot stand there twice."""
    groups = ["achieved"] * 3 + ["progress"] * 3
    found = periods_by_place(named(Q1, Q2, Q1, Q1, None, None), groups)
    assert best(found) == [Q1, Q2, Q3, Q1, Q2, Q3]


def test_numbers_that_grow_and_only_lost_strokes_are_in_order() -> None:
    assert best(periods_by_place(named(Q1, Q1, Q2), ["progress"] * 3)) == [Q1, Q2, Q3]
    assert best(periods_by_place(named(Q1, Q1, Q1), ["progress"] * 3)) == [Q1, Q1, Q1]
    assert best(periods_by_place(named(Q1, Q3, Q2), ["progress"] * 3)) == [Q1, Q3, Q2]


def test_quarters_that_may_begin_anywhere_are_left_alone() -> None:
    assert best(periods_by_place(named(Q2, Q2), ["achieved"] * 2)) == [Q2, Q2]
    assert best(periods_by_place(named(None, None), ["achieved"] * 2)) == [None, None]


def test_a_quarter_that_is_left_out_stays_out() -> None:
    assert best(periods_by_place(named(Q1, Q3), ["achieved"] * 2)) == [Q1, Q3]


def test_lost_strokes_do_not_speak_against_a_place() -> None:
    assert best(periods_by_place(named(Q2, None, Q1, Q4), [Measure.TARGET] * 4)) == [Q1, Q2, Q3, Q4]


def test_a_quarter_that_two_columns_name_is_hardly_believed_of_either() -> None:
    first, second = periods_by_place(named(Q1, Q1), ["achieved"] * 2)
    assert first == second == {Q1: pytest.approx(0.4)}
