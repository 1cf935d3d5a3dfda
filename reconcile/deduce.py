"""Which values of one figure a check admits, all else in the row being as it is.

The deductive step of error correction for one record (Scholtus, *Algorithms for correcting sign errors and rounding
errors in business survey data*, 2009): it turns a search over all values into a look at a few. What is deduced may be
a little wide, so that every conventional rounding lies in it; whoever uses it asks ``judge`` for the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from normalize.model import Measure
from reconcile.edits import Check, Edit, accumulated, column_of, members, total, up_to
from reconcile.intervals import Interval, display_interval, exactly
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings

_HUNDRED = 100
_FAR = Fraction(10**30)
_HALF = Fraction(1, 2)
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
    if edit.check is Check.SUM:
        return _addend(key, readings)
    if edit.check is Check.NARRATIVE:
        other = column_of(edit.subject, readings) if key == edit.subject else edit.subject
        return None if other is None else _around(readings.amount(other), _HALF)
    found = _Ratio.of(edit, readings, regime, hidden=hidden)
    return found.percentage(Fraction(1, 10**decimals)) if key == edit.subject else found.side(key)


def _around(value: Fraction | None, slack: Fraction) -> Interval | None:
    return None if value is None else Interval(value - slack, value + slack)


def _addend(key: Key, readings: Readings) -> Interval | None:
    summed, annual = total(readings), readings.amount(ANNUAL_TARGET)
    if summed is None or annual is None:
        return None
    asked = summed if key == ANNUAL_TARGET else annual - summed + (readings.amount(key) or 0)
    # Figures printed with decimals may have more of them, none by more than half a tenth.
    targets = ((Measure.TARGET, quarter) for quarter in QUARTERS)
    loose = [k for k in (ANNUAL_TARGET, *targets) if k in readings.printed and readings.printed[k].decimals]
    return _around(asked, Fraction(len(loose) + 1, 20))


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A percentage with its part and its whole, and how wide each of them may be.

    Attributes:
        share: What it can stand for.
        parts, wholes: The figures that add up to the two sides.
        readings: Their values.
        part, whole: The sides.
        unknown: More may have been achieved before than the report shows.
    """

    share: Interval
    parts: tuple[Key, ...]
    wholes: tuple[Key, ...]
    readings: Readings
    part: Interval
    whole: Interval
    unknown: bool

    @classmethod
    def of(cls, edit: Edit, readings: Readings, regime: Regime, *, hidden: bool) -> _Ratio:
        keys = tied(edit, readings, regime)[1:]
        parts = tuple(key for key in keys if key[0] is Measure.ACHIEVED)
        wholes = tuple(key for key in keys if key[0] is Measure.TARGET)
        loose = [key for key in wholes if key in readings.printed and readings.printed[key].decimals]
        return cls(
            display_interval(readings.printed[edit.subject], regime.rounding_mode), parts, wholes,
            readings, _side(parts, parts if hidden else (), readings), _side(wholes, loose if hidden else (), readings),
            edit.check is Check.CUMULATIVE and not accumulated(readings, edit.period)[1],
        )  # fmt: skip

    def side(self, key: Key) -> Interval:
        """The values of a part or a whole with which it may hold."""
        asked = self._part() if key in self.parts else self._whole()
        rest = _sum([self.readings.amount(other) or Fraction(0) for other in self._beside(key)])
        return Interval(asked.low - rest, asked.high - rest) if rest else asked

    def _beside(self, key: Key) -> list[Key]:
        return [other for other in (self.parts if key in self.parts else self.wholes) if other != key]

    def percentage(self, unit: Fraction) -> Interval:
        """The percentages with which it may hold, rounded or cut off to a unit; any, for nothing of nothing."""
        if self.whole.low <= 0:
            return _ALL
        high = _FAR if self.unknown else _HUNDRED * self.part.high / self.whole.low + unit
        return Interval(_HUNDRED * self.part.low / self.whole.high - unit, high)

    def _part(self) -> Interval:
        slack = (self.part.high - self.part.low) / 2
        low = -_FAR if self.unknown else self.share.low * self.whole.low / _HUNDRED - slack
        return Interval(low, self.share.high * self.whole.high / _HUNDRED + slack)

    def _whole(self) -> Interval:
        """Any whole, when nothing is a share of nothing."""
        if self.part.low <= 0 or self.share.high <= 0:
            return _ALL
        slack = (self.whole.high - self.whole.low) / 2
        high = _HUNDRED * self.part.high / self.share.low + slack if self.share.low > 0 and not self.unknown else _FAR
        return Interval(_HUNDRED * self.part.low / self.share.high - slack, high)


def _side(keys: Sequence[Key], loose: Sequence[Key], readings: Readings) -> Interval:
    """A sum, by half a unit wider for each of the loose figures in it."""
    exact = _sum([readings.amount(key) or Fraction(0) for key in keys])
    slack = _sum([Fraction(readings.printed[key].unit) / 2 for key in loose if key in readings.printed])
    return Interval(exact - slack, exact + slack) if slack else exactly(exact)


def _sum(addends: Sequence[Fraction]) -> Fraction:
    return sum(addends[1:], addends[0]) if addends else Fraction(0)
