"""What misreadings cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from listed_prices import LISTED

from reconcile.pricing import load_prices, prices_of, printed_for

OTHER = """
[other]
digit_pair = 940
digit_lost = 820
digit_inserted = 860
separator = 650
percent = 640
second_in_token = 300
same_pair_again = 250
"""


def test_the_list_that_comes_along_prices_every_pair_of_digits() -> None:
    prices = load_prices()
    assert all(prices.substituted(p, r) > 0 for p in "0123456789" for r in "0123456789" if p != r)
    assert load_prices() is prices


def test_a_pair_costs_what_its_direction_costs() -> None:
    prices = prices_of('[substitution]\n"38" = 620\n"83" = 710\n' + OTHER)
    assert [prices.substituted(*pair) for pair in ("38", "83", "12")] == [620, 710, 940]
    assert (prices.percent, prices.same_pair_again) == (640, 250)


@pytest.mark.parametrize(("text", "error"), [
    ('[substitution]\n"3" = 620\n' + OTHER, ValueError),
    ('[substitution]\n"38" = 0\n' + OTHER, ValueError),
    ("[substitution]\n" + OTHER.replace("860", "-1"), ValueError),
    ("[substitution]\n" + OTHER.replace("250", "-250"), ValueError),
    ("[substitution]\n" + OTHER.replace("percent", "per_cent"), TypeError),
    (OTHER, KeyError),
])  # fmt: skip
def test_a_list_that_is_none_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        prices_of(text)


def test_digits_come_cheapest_first_and_ties_in_their_order() -> None:
    assert [digit for digit, _ in printed_for("8", LISTED)] == list("306951247")
    assert [printed_for("8", LISTED)[rank] for rank in (0, -1)] == [("3", 620), ("7", 940)]


def test_two_slips_never_cost_less_than_the_dearer_one() -> None:
    assert LISTED.twice(620, 740, 300) == 1060
    assert LISTED.twice(620, 200, 300) == 620
    assert replace(LISTED, second_in_token=0).twice(620, 620, 0) == 1240
