"""Which values of one figure a check admits, all else in the row being as it is.

The deductive step of error correction for one record (Scholtus, *Algorithms for correcting sign errors and rounding
errors in business survey data*, 2009): it turns a search over all values into a look at a few. What is deduced may be
a little wide, so that every conventional rounding lies in it; whoever uses it asks ``judge`` for the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from normalize.model import Measure
from reconcile.edits import Check, Edit, accumulated, column_of, members, total, up_to
from reconcile.intervals import Interval, display_interval, summed
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings

_HUNDRED = 100
_FAR = Fraction(10**30)
_HALF = Fraction(1, 2)
_NONE = Fraction(0)
_TWENTIETHS = tuple(Fraction(count, 20) for count in range(len(QUARTERS) + 3))
_ALL = Interval(Fraction(0), _FAR)


def tied(edit: Edit, readings: Readings, regime: Regime) -> tuple[Key, ...]:
    """The figures that decide on a check, its subject first."""
    if edit.check is Check.CUMULATIVE and regime.cumulative_denominator == "programmed_to_date":
        keys = [key for key in members(edit, readings) if key != ANNUAL_TARGET]
        return (*keys, *((Measure.TARGET, quarter) for quarter in up_to(edit.period)))
    return members(edit, readings)


def admitted(
    edit: Edit, key: Key, readings: Readings, regime: Regime, *, decimals: int = 0, hidden: bool = False
) -> Interval | None:
    """The values of one figure with which a check may hold; ``None`` when there are none.

    Args:
        edit: The check.
        key: The figure, one of those that decide on it.
        readings: All other values.
        regime: The conventions of the document.
        decimals: The figure is printed with so many at least.
        hidden: Counts may have decimals that are not printed.
    """
    return Ties.of(edit, readings, regime).admit(key, readings, decimals=decimals, hidden=hidden)


@dataclass(frozen=True, slots=True)
class Ties:
    """A check with the figures that decide on it: the same for all readings that have a value for the same figures.

    Attributes:
        edit: The check.
        keys: The figures, its subject first.
        regime: The conventions of the document.
        parts, wholes: Those that add up to the two sides of a percentage.
        unknown: More may have been achieved before than the report shows.
    """

    edit: Edit
    keys: tuple[Key, ...]
    regime: Regime
    parts: tuple[Key, ...]
    wholes: tuple[Key, ...]
    unknown: bool

    @classmethod
    def of(cls, edit: Edit, readings: Readings, regime: Regime) -> Ties:
        """The figures that decide on a check of a row."""
        keys = tied(edit, readings, regime)
        parts = tuple(key for key in keys[1:] if key[0] is Measure.ACHIEVED)
        wholes = tuple(key for key in keys[1:] if key[0] is Measure.TARGET)
        unknown = edit.check is Check.CUMULATIVE and not accumulated(readings, edit.period)[1]
        return cls(edit, keys, regime, parts, wholes, unknown)

    def admit(self, key: Key, readings: Readings, *, decimals: int = 0, hidden: bool = False) -> Interval | None:
        """The values of one of the figures with which the check may hold, as ``admitted`` gives them."""
        if self.edit.check is Check.SUM:
            return _addend(key, readings)
        if self.edit.check is Check.NARRATIVE:
            subject = self.edit.subject
            other = column_of(subject, readings) if key == subject else subject
            return None if other is None else _around(readings.amount(other), _HALF)
        found = _Ratio.of(self, readings, hidden=hidden)
        return found.percentage(decimals) if key == self.edit.subject else found.side(key)


def _around(value: Fraction | None, slack: Fraction) -> Interval | None:
    return None if value is None else Interval(value - slack, value + slack)


def _addend(key: Key, readings: Readings) -> Interval | None:
    quarterly, annual = total(readings), readings.amount(ANNUAL_TARGET)
    if quarterly is None or annual is None:
        return None
    asked = quarterly if key == ANNUAL_TARGET else summed((annual, -quarterly, readings.amount(key) or _NONE))
    # Figures printed with decimals may have more of them, none by more than half a tenth.
    targets = ((Measure.TARGET, quarter) for quarter in QUARTERS)
    loose = [k for k in (ANNUAL_TARGET, *targets) if k in readings.printed and readings.printed[k].decimals]
    return _around(asked, _TWENTIETHS[len(loose) + 1])


class _Ratio(NamedTuple):
    """A percentage with its part and its whole, and how wide each of them may be.

    Everything is in whole numbers, so many to one: searches ask for thousands, and fractions would be shortened
    at every step.

    Attributes:
        ties: Its figures.
        readings: Their values.
        one: The common denominator of all that follows.
        low, high: What the percentage can stand for.
        part, whole: The sides.
        part_slack, whole_slack: How much either may be more or less.
    """

    ties: Ties
    readings: Readings
    one: int
    low: int
    high: int
    part: int
    whole: int
    part_slack: int
    whole_slack: int

    @classmethod
    def of(cls, ties: Ties, readings: Readings, *, hidden: bool) -> _Ratio:
        share = display_interval(readings.printed[ties.edit.subject], ties.regime.rounding_mode)
        part, whole = _amounts(ties.parts, readings), _amounts(ties.wholes, readings)
        # Of decimals that are not printed, any achieved figure may have some, a target where it prints others.
        part_slack = _half_units(ties.parts, readings, at_least=0) if hidden else []
        whole_slack = _half_units(ties.wholes, readings, at_least=1) if hidden else []
        ends = (share.low, share.high)
        one = lcm(*[value.denominator for value in (*ends, *part, *whole, *part_slack, *whole_slack)])
        low, high = [end.numerator * (one // end.denominator) for end in ends]
        return cls(
            ties, readings, one, low, high, _times(part, one), _times(whole, one), _times(part_slack, one),
            _times(whole_slack, one),
        )  # fmt: skip

    def side(self, key: Key) -> Interval:
        """The values of a part or a whole with which it may hold."""
        is_part = key in self.ties.parts
        asked = self._part() if is_part else self._whole()
        together = self.ties.parts if is_part else self.ties.wholes
        if len(together) == 1:
            return asked
        rest = summed(_amounts([other for other in together if other != key], self.readings))
        return Interval(asked.low - rest, asked.high - rest)

    def percentage(self, decimals: int) -> Interval:
        """The percentages with which it may hold, rounded or cut off to so many decimals.

        Any, when nothing is a share of nothing.
        """
        low, high = self.whole - self.whole_slack, self.whole + self.whole_slack
        if low <= 0:
            return _ALL
        unit = 10**decimals
        most = Fraction(_HUNDRED * (self.part + self.part_slack) * unit + low, low * unit)
        least = Fraction(_HUNDRED * (self.part - self.part_slack) * unit - high, high * unit)
        return Interval(least, _FAR if self.ties.unknown else most)

    def _part(self) -> Interval:
        scale = _HUNDRED * self.one
        slack = self.part_slack * scale
        low = Fraction(self.low * (self.whole - self.whole_slack) - slack, scale * self.one)
        high = Fraction(self.high * (self.whole + self.whole_slack) + slack, scale * self.one)
        return Interval(-_FAR if self.ties.unknown else low, high)

    def _whole(self) -> Interval:
        """Any whole, when nothing is a share of nothing."""
        low, high = self.part - self.part_slack, self.part + self.part_slack
        if low <= 0 or self.high <= 0:
            return _ALL
        scale, slack = _HUNDRED * self.one, self.whole_slack
        least = Fraction(low * scale - slack * self.high, self.high * self.one)
        if self.low <= 0 or self.ties.unknown:
            return Interval(least, _FAR)
        return Interval(least, Fraction(high * scale + slack * self.low, self.low * self.one))


def _times(addends: Sequence[Fraction], one: int) -> int:
    """How often one part of so many goes into a sum."""
    return sum([value.numerator * (one // value.denominator) for value in addends])


def _amounts(keys: Sequence[Key], readings: Readings) -> list[Fraction]:
    return [amount for key in keys if (amount := readings.amount(key))]


def _half_units(keys: Sequence[Key], readings: Readings, at_least: int) -> list[Fraction]:
    """Half a unit of each figure that is printed with so many decimals or more."""
    shown = [readings.printed[key].decimals for key in keys if key in readings.printed]
    return [_half_unit(decimals) for decimals in shown if decimals >= at_least]


@lru_cache(maxsize=64)
def _half_unit(decimals: int) -> Fraction:
    return Fraction(1, 2 * 10**decimals)
