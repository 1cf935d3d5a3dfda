"""A quarter that a header lost is told by the columns beside it."""

from __future__ import annotations

import pytest

from normalize.model import Measure, Period
from normalize.periods import periods_by_place


def said(*names: str) -> list[dict[Period, float]]:
    return [{period: float(period.value == name) for period in Period} for name in names]


@pytest.mark.parametrize(
    ("names", "measures", "told"),
    [
        ("q1 ? ? q4", "tttt", "q1 q2 q3 q4"),
        ("annual ? q2 q3 q4", "ttttt", "annual q1 q2 q3 q4"),
        ("q1 ? ? q3", "tttt", "q1 ? ? q3"),
        ("q1 ? q3", "tat", "q1 ? q3"),
        ("q1 ? q3", "t?t", "q1 ? q3"),
        ("? q2 q3 ?", "tttt", "? q2 q3 ?"),
        ("q4 ? q2", "ttt", "q4 ? q2"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_columns_between_two_of_their_measure_are_counted_off(names: str, measures: str, told: str) -> None:
    kinds = {"t": Measure.TARGET, "a": Measure.ACHIEVED, "?": None}
    found = periods_by_place(said(*names.split()), [kinds[kind] for kind in measures])
    best = [max(periods, key=lambda period: periods[period]) for periods in found]
    shown = [
        best[at].value if periods[best[at]] else "?" for at, periods in enumerate(found)
    ]  # fmt: skip
    assert " ".join(shown) == told


def test_what_is_counted_off_weighs_less_than_what_is_read() -> None:
    read, counted, _ = periods_by_place(said("q1", "?", "q3"), [Measure.TARGET] * 3)
    assert read[Period.Q1] > counted[Period.Q2] > 0
