"""A price list of round numbers: what is tested with it stays true when the list that comes with Cuadre is measured."""

from __future__ import annotations

from reconcile.pricing import Prices

_STRONG = {
    620: "38", 640: "17 56 08 68", 690: "35", 700: "06", 720: "89", 740: "49 27 58", 760: "09 14 39", 780: "59 23",
}  # fmt: skip
LISTED = Prices(
    substitution={
        either: cost for cost, pairs in _STRONG.items() for pair in pairs.split() for either in (pair, pair[::-1])
    },
    digit_pair=940, digit_lost=820, digit_inserted=860, separator=650, percent=650, second_in_token=300,
    same_pair_again=300,
)  # fmt: skip
