"""Which exact values a printed figure can stand for. Fractions only: nothing here rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import ceil, lcm

from cuadre.evidence import Printed

_WIDE = 60
"""Significant digits for turning a fraction into decimals: far more than any print has."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Exact values from ``low`` to ``high``, both included unless the upper end is open.

    Attributes:
        low, high: The ends; ``low <= high``.
        open_high: The upper end does not belong to it.
    """

    low: Fraction
    high: Fraction
    open_high: bool = False

    def __contains__(self, value: Fraction) -> bool:
        # Crosswise in integers: this is asked hundreds of thousands of times, and fractions compare ten times slower.
        top, bottom = value.numerator, value.denominator
        if self.low.numerator * bottom > top * self.low.denominator:
            return False
        over = top * self.high.denominator - self.high.numerator * bottom
        return over < 0 or (over == 0 and not self.open_high)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high, self.open_high or other.open_high)

    def meet(self, other: Interval) -> Interval | None:
        """What both hold, or ``None`` when they hold nothing in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        is_open = any(side.high == high and side.open_high for side in (self, other))
        return None if low > high or (low == high and is_open) else Interval(low, high, is_open)

    def grid(self, decimals: int, limit: int = 50) -> tuple[Fraction, ...]:
        """The values in it with so many decimals, ascending, at most ``limit`` of them.

        >>> Interval(Fraction(5, 2), Fraction(9, 2)).grid(0)
        (Fraction(3, 1), Fraction(4, 1))
        """
        step = Fraction(1, 10**decimals)
        first = ceil(self.low / step)
        points = ((first + i) * step for i in range(limit))
        return tuple(point for point in points if point in self)


def summed(addends: Iterable[Fraction]) -> Fraction:
    """Add up in one go over the common denominator, which for whole numbers is one.

    >>> summed([Fraction(1, 2), Fraction(1, 3), Fraction(2)])
    Fraction(17, 6)
    """
    each = tuple(addends)
    whole = lcm(*[one.denominator for one in each])
    return Fraction(sum([one.numerator * (whole // one.denominator) for one in each]), whole)


def exactly(value: Fraction) -> Interval:
    """The interval that holds one value."""
    return Interval(value, value)


@lru_cache(maxsize=4096)
def display_interval(printed: Printed, rounding: str = "nearest") -> Interval:
    """All values that would be printed like this.

    Args:
        printed: A figure with its precision.
        rounding: ``truncate`` cuts digits off; anything else means to the nearest, where both ends
            count, because half up and half to even are both in use.

    >>> display_interval(Printed(Decimal("26.32"), 2))
    Interval(low=Fraction(5263, 200), high=Fraction(1053, 40), open_high=False)
    """
    value, unit = Fraction(printed.value), Fraction(printed.unit)
    if rounding == "truncate":
        return Interval(value, value + unit, open_high=True)
    return Interval(value - unit / 2, value + unit / 2)


def part_interval(percentage: Printed, whole: Interval, rounding: str = "nearest") -> Interval:
    """The parts that are this percentage of that whole (which is not negative)."""
    share = display_interval(percentage, rounding)
    ends = [end * side / 100 for end in (share.low, share.high) for side in (whole.low, whole.high)]
    return Interval(min(ends), max(ends), share.open_high)


def agree(one: Printed, other: Printed) -> bool:
    """Tell whether two prints of one figure agree, at the coarser precision of the two.

    >>> agree(Printed(Decimal("58"), 0), Printed(Decimal("58.14"), 2))
    True
    """
    coarse = one if one.decimals <= other.decimals else other
    return abs(one.value - other.value) * 2 <= coarse.unit


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Round to so many decimals, halves away from zero."""
    return _decimal(value, decimals, ROUND_HALF_UP)


def outward(interval: Interval, decimals: int = 6) -> tuple[Decimal, Decimal]:
    """The ends as decimals, rounded so that nothing of the interval is lost."""
    low, high = (
        _decimal(interval.low, decimals, ROUND_FLOOR), _decimal(interval.high, decimals, ROUND_CEILING),
    )  # fmt: skip
    return low, high


def _decimal(value: Fraction, decimals: int, rounding: str) -> Decimal:
    scaled = value * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    # Only whether the rest is nothing, below, at or above one half matters to any rounding.
    twice = 2 * rest
    tail = 0 if not rest else 25 if twice < scaled.denominator else 50 if twice == scaled.denominator else 75
    with localcontext(prec=_WIDE):
        exact = Decimal(whole) + Decimal(tail) / 100
        return exact.quantize(Decimal(1), rounding=rounding).scaleb(-decimals)
