"""Readings in doubt and what second looks make of them."""

from __future__ import annotations

import pytest
from reconcile_evidence import Q2, looks, scan, scanned
from reconcile_reports import row

from normalize.model import Condition
from reconcile.second_reading import made_sure


@pytest.mark.parametrize(
    ("read", "said", "sure"),
    [
        ("26", ("26", "26"), True),
        ("26", ("26", "28"), False),
        ("22.048%", ("22.048%", "22.048%"), True),
        # The comma of thousands and the point of decimals look alike to every reader.
        ("22.048", ("22.048", "22.048"), False),
    ],
)
def test_what_two_looks_repeat_is_sure_but_for_what_may_be_thousands(
    read: str, said: tuple[str, str], sure: bool
) -> None:
    doubted = scan(scanned(row(f"100 25/{read}/25/25", "13 52.00 13.00"), {Q2: 0.5}))
    figure = made_sure(doubted, {(1, *Q2): looks(*said)}, frozenset()).rows[0].figure(*Q2)
    assert figure is not None
    assert (figure.condition, figure.confidence >= 0.6) == (Condition.CLEAR if sure else Condition.UNSURE, sure)
