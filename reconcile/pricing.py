"""What a misreading costs: ``-100 ln p`` in whole numbers, so that sums are exact and ties are ties.

The costs stand in ``confusions.toml`` beside this module. They are measured on pages of our own and never on the
document at hand: a document must not teach the prices by which it is judged.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_DIGITS = "0123456789"
_PAIR = 2


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What it costs that a sign is read as something else; all in hundredths of a nat.

    Attributes:
        substitution: Printed and read digit, in this order, to the cost of that: ``{"38": 620}``.
        digit_pair: Any other pair of digits.
        digit_lost: A printed digit is not read.
        digit_inserted: A digit is read where none is printed: a speck, a ruling.
        separator: The decimal separator is lost, moved, or read where none is.
        percent: The percent sign is read as digits.
        second_in_token: How much cheaper a second slip in one figure is: a blot seldom hits one sign alone.
        same_pair_again: How much cheaper the same slip in a second figure of the row is: same type, same noise.
    """

    substitution: Mapping[str, int]
    digit_pair: int
    digit_lost: int
    digit_inserted: int
    separator: int
    percent: int
    second_in_token: int
    same_pair_again: int

    def __post_init__(self) -> None:
        """Check that a substitution is of two digits and that every slip costs something.

        Raises:
            ValueError: Otherwise.
        """
        if any(len(pair) != _PAIR or not pair.isdecimal() for pair in self.substitution):
            raise ValueError("a substitution is two digits, the printed one first")
        single = (self.digit_pair, self.digit_lost, self.digit_inserted, self.separator, self.percent)
        if min((*single, *self.substitution.values())) <= 0 or min(self.second_in_token, self.same_pair_again) < 0:
            raise ValueError("a slip costs something, and a second one not more than a first")

    def substituted(self, printed: str, read: str) -> int:
        """The cost of reading one digit as another."""
        return self.substitution.get(printed + read, self.digit_pair)

    def twice(self, first: int, second: int, saved: int) -> int:
        """The cost of two slips of which the second saves something: never less than the dearer one of them.

        >>> load_prices().twice(700, 620, 300), load_prices().twice(700, 200, 300)
        (1020, 700)
        """
        return max(first, second, first + second - saved)


@lru_cache(maxsize=256)
def printed_for(read: str, prices: Prices) -> tuple[tuple[str, int], ...]:
    """The digits that may be printed where one was read, each with its cost, cheapest first.

    >>> printed_for("8", load_prices())[0][0] in "0369"
    True
    """
    others = ((digit, prices.substituted(digit, read)) for digit in _DIGITS if digit != read)
    return tuple(sorted(others, key=lambda other: (other[1], other[0])))


def prices_of(text: str) -> Prices:
    """Take prices off a TOML text with the tables ``substitution`` and ``other``.

    Raises:
        KeyError, TypeError, ValueError: It is not such a text.
    """
    tables = tomllib.loads(text)
    return Prices(substitution=tables["substitution"], **tables["other"])


@lru_cache(maxsize=1)
def load_prices() -> Prices:
    """The prices that come with Cuadre."""
    return prices_of((files("reconcile") / "confusions.toml").read_text(encoding="utf-8"))
