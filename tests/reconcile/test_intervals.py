"""Interval ends, one half step on each side."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from cuadre.evidence import Printed, parse_printed
from reconcile.intervals import Interval, agree, display_interval, half_up, outward, part_interval


def printed(text: str) -> Printed:
    figure = parse_printed(text)
    assert figure is not None
    return figure


@pytest.mark.parametrize("text", ["26", "26.3", "26.32", "0.00", "116.79"])
def test_both_ends_of_rounding_count_and_nothing_beyond(text: str) -> None:
    figure = printed(text)
    interval = display_interval(figure)
    half, hair = Fraction(figure.unit) / 2, Fraction(1, 10**9)
    value = Fraction(figure.value)
    assert value - half in interval
    assert value + half in interval
    assert value - half - hair not in interval
    assert value + half + hair not in interval


def test_a_cut_figure_reaches_up_to_the_next_and_not_down() -> None:
    interval = display_interval(printed("26.31"), "truncate")
    assert Fraction("26.31") in interval
    assert Fraction("26.319999") in interval
    assert Fraction("26.32") not in interval
    assert Fraction("26.309999") not in interval


def test_what_two_intervals_share() -> None:
    one, two = Interval(Fraction(1), Fraction(2)), Interval(Fraction(2), Fraction(3))
    assert one.meet(two) == Interval(Fraction(2), Fraction(2))
    assert Interval(Fraction(1), Fraction(2), open_high=True).meet(two) is None
    assert one.meet(Interval(Fraction(5), Fraction(6))) is None
    assert one + two == Interval(Fraction(3), Fraction(5))


def test_a_percentage_of_a_whole_with_slack() -> None:
    assert part_interval(printed("50%"), Interval(Fraction(10), Fraction(12))) == Interval(
        Fraction("4.95"), Fraction("6.06")
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("52%", "52.00%", True), ("58%", "58.14%", True), ("58%", "58.51%", False), ("17", "16.66", True),
     ("25", "27", False), ("74.29", "76.29", False)],
)  # fmt: skip
def test_two_prints_agree_at_the_coarser_precision(one: str, other: str, *, expected: bool) -> None:
    assert agree(printed(one), printed(other)) is expected
    assert agree(printed(other), printed(one)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1/8", "0.13"), ("-1/8", "-0.13"), ("1/3", "0.33"), ("2/3", "0.67"), ("5", "5.00")],
)
def test_halves_go_away_from_zero(value: str, expected: str) -> None:
    assert str(half_up(Fraction(value), 2)) == expected


def test_published_ends_lose_nothing() -> None:
    assert outward(Interval(Fraction(1, 3), Fraction(2, 3))) == (Decimal("0.333333"), Decimal("0.666667"))
