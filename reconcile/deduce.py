"""Which values of one figure a check admits, all else in the row being as it is or one other figure read otherwise.

The deductive step of error correction for one record (Scholtus, *Algorithms for correcting sign errors and rounding
errors in business survey data*, 2009): it turns a search over all values into a look at a few. What is deduced may be
a little wide, so that every conventional rounding lies in it; whoever uses it asks ``judge`` for the last word.

Everything is in whole numbers, so many to one: searches ask for thousands, and fractions would be shortened at every
step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cuadre.evidence import Printed
from normalize.model import Measure
from reconcile.edits import Check, Edit, accumulated, members, up_to
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, Key, Readings

_HUNDRED = 100
_TWENTIETHS = 20
_FAR = 10**30

Span = tuple[int, int, int, int]
"""The least value and the greatest, each as what stands above and below the line of a fraction."""
_ALL: Span = (0, 1, _FAR, 1)


class Scaled(NamedTuple):
    """A printed figure in whole numbers.

    Attributes:
        value: The figure.
        half: Half a unit of its last printed place.
        decimals: It is printed with so many.
    """

    value: int
    half: int
    decimals: int

    @classmethod
    def of(cls, printed: Printed, one: int) -> Scaled:
        """Scale a figure; ``one`` is what ``scale`` gives for it and others."""
        top, bottom = printed.value.as_integer_ratio()
        return cls(top * one // bottom, one // (2 * 10**printed.decimals), printed.decimals)


Admission = Callable[[Scaled | None], Span | None]
"""The values of a figure with which a check may hold as another figure says this, or with the row as it is; ``None``
when there are none."""


@dataclass(frozen=True, slots=True)
class ScaledRow:
    """The figures of a row in whole numbers.

    Attributes:
        one: How many make one.
        figures: Those that have a value.
        nothing: Those printed blank or as a dash.
    """

    one: int
    figures: Mapping[Key, Scaled]
    nothing: frozenset[Key]

    @classmethod
    def of(cls, readings: Readings, one: int) -> ScaledRow:
        """Scale the figures of a row."""
        return cls(one, {key: Scaled.of(value, one) for key, value in readings.printed.items()}, readings.nothing)

    def value(self, key: Key) -> int | None:
        """What a figure says: 0 when it is blank, ``None`` when it is not there or cannot be read."""
        figure = self.figures.get(key)
        return figure.value if figure else 0 if key in self.nothing else None


def scale(figures: Iterable[Printed]) -> int:
    """How many parts make one, so that each figure, half its last place, and a twentieth, are whole numbers of them."""
    parts: int = _TWENTIETHS * 10 ** max((printed.decimals for printed in figures), default=0)
    return parts


def tied(edit: Edit, readings: Readings, regime: Regime) -> tuple[Key, ...]:
    """The figures that decide on a check, its subject first."""
    if edit.check is Check.CUMULATIVE and regime.cumulative_denominator == "programmed_to_date":
        keys = [key for key in members(edit, readings) if key != ANNUAL_TARGET]
        return (*keys, *((Measure.TARGET, quarter) for quarter in up_to(edit.period)))
    return members(edit, readings)


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

    def admission(
        self, key: Key, row: ScaledRow, changed: Key | None = None, *, decimals: int = 0, hidden: bool = False
    ) -> Admission:
        """What the check admits for one of the figures.

        Args:
            key: The figure.
            row: All other values.
            changed: The figure that is read otherwise, if any; another one of those that decide.
            decimals: ``key`` is printed with so many at least.
            hidden: Counts may have decimals that are not printed.
        """
        if self.edit.check is Check.SUM:
            return _addend(self.keys, key, row, changed)
        if self.edit.check is Check.NARRATIVE:
            return _same(self.keys, key, row, changed)
        rest = _Ratio.of(self, row, changed, hidden=hidden)
        return _percentage(rest, decimals) if key == self.edit.subject else _side(rest, key, row)


def _around(value: int, slack: int, one: int) -> Span:
    return value - slack, one, value + slack, one


def _addend(keys: tuple[Key, ...], key: Key, row: ScaledRow, changed: Key | None) -> Admission:
    """The annual target is the sum of the quarters, and a quarter what the others leave of it."""
    annual, *quarters = keys
    if any(row.value(one) is None for one in keys) or not any(quarter in row.figures for quarter in quarters):
        return lambda _: None

    def share(other: Key, value: int) -> int:
        return value if annual in (key, other) else -value

    rest = sum(share(other, row.value(other) or 0) for other in keys if other not in (key, changed))
    # Figures printed with decimals may have more of them, none by more than half a tenth.
    loose = 1 + sum(row.figures[one].decimals > 0 for one in keys if one in row.figures and one != changed)

    def admit(value: Scaled | None) -> Span:
        if value is None or changed is None:
            return _around(rest, loose * (row.one // _TWENTIETHS), row.one)
        slack = (loose + (value.decimals > 0)) * (row.one // _TWENTIETHS)
        return _around(rest + share(changed, value.value), slack, row.one)

    return admit


def _same(keys: tuple[Key, ...], key: Key, row: ScaledRow, changed: Key | None) -> Admission:
    """A figure of the narrative says what its column says, less decimals."""
    other = next((one for one in keys if one != key), None)
    printed = None if other is None else row.value(other)

    def admit(value: Scaled | None) -> Span | None:
        says = value.value if value and changed == other else printed
        return None if says is None else _around(says, row.one // 2, row.one)

    return admit


class _Ratio(NamedTuple):
    """A percentage with its part and its whole, and how wide each of them may be, in whole numbers.

    Attributes:
        ties: Its figures.
        changed: The one that is left out of all that follows.
        hidden: Counts may have decimals that are not printed.
        one: How many make one.
        low, high: What the percentage can stand for.
        part, whole: The sides.
        part_slack, whole_slack: How much either may be more or less.
    """

    ties: Ties
    changed: Key | None
    hidden: bool
    one: int
    low: int = 0
    high: int = 0
    part: int = 0
    whole: int = 0
    part_slack: int = 0
    whole_slack: int = 0

    @classmethod
    def of(cls, ties: Ties, row: ScaledRow, changed: Key | None, *, hidden: bool) -> _Ratio:
        found = cls(ties, changed, hidden, row.one)
        for key in ties.keys:
            figure = row.figures.get(key)
            if figure and key != changed:
                found = found.having(key, figure)
        return found

    def having(self, key: Key, figure: Scaled) -> _Ratio:
        """The same with one figure more."""
        one, low, high, part, whole, part_slack, whole_slack = self[3:]
        # Of decimals that are not printed, any achieved figure may have some, a target where it prints others.
        if key == self.ties.edit.subject:
            truncated = self.ties.regime.rounding_mode == "truncate"
            low = figure.value - (0 if truncated else figure.half)
            high = low + 2 * figure.half
        elif key[0] is Measure.ACHIEVED:
            part, part_slack = part + figure.value, part_slack + (figure.half if self.hidden else 0)
        else:
            goes_on = self.hidden and figure.decimals > 0
            whole, whole_slack = whole + figure.value, whole_slack + (figure.half if goes_on else 0)
        return _Ratio(self.ties, self.changed, self.hidden, one, low, high, part, whole, part_slack, whole_slack)

    def complete(self, value: Scaled | None) -> _Ratio:
        """The same with what was left out."""
        return self if value is None or self.changed is None else self.having(self.changed, value)


def _percentage(rest: _Ratio, decimals: int) -> Admission:
    """The percentages, rounded or cut off to so many decimals; any, when nothing is a share of nothing."""
    unit, unknown = 10**decimals, rest.ties.unknown

    def admit(value: Scaled | None) -> Span:
        _, _, _, _, _, _, part, whole, part_slack, whole_slack = rest.complete(value)
        low, high = whole - whole_slack, whole + whole_slack
        if low <= 0:
            return _ALL
        least = (_HUNDRED * (part - part_slack) * unit - high, high * unit)
        most = (_FAR, 1) if unknown else (_HUNDRED * (part + part_slack) * unit + low, low * unit)
        return (*least, *most)

    return admit


def _side(rest: _Ratio, key: Key, row: ScaledRow) -> Admission:
    """The values of a part or a whole of a percentage."""
    asked = _part if key[0] is Measure.ACHIEVED else _whole
    together = rest.ties.parts if key[0] is Measure.ACHIEVED else rest.ties.wholes
    others = sum(row.value(other) or 0 for other in together if other not in (key, rest.changed))
    beside = rest.changed in together

    def admit(value: Scaled | None) -> Span:
        low, below, high, above = asked(rest.complete(value))
        less = others + (value.value if value and beside else 0)
        if not less:
            return low, below, high, above
        return low * rest.one - less * below, below * rest.one, high * rest.one - less * above, above * rest.one

    return admit


def _part(ratio: _Ratio) -> Span:
    scale = _HUNDRED * ratio.one
    slack, line = ratio.part_slack * scale, scale * ratio.one
    most = ratio.high * (ratio.whole + ratio.whole_slack) + slack
    if ratio.ties.unknown:
        return -_FAR, 1, most, line
    return ratio.low * (ratio.whole - ratio.whole_slack) - slack, line, most, line


def _whole(ratio: _Ratio) -> Span:
    """Any whole, when nothing is a share of nothing."""
    low, high = ratio.part - ratio.part_slack, ratio.part + ratio.part_slack
    if low <= 0 or ratio.high <= 0:
        return _ALL
    scale, slack = _HUNDRED * ratio.one, ratio.whole_slack
    least = (low * scale - slack * ratio.high, ratio.high * ratio.one)
    if ratio.low <= 0 or ratio.ties.unknown:
        return (*least, _FAR, 1)
    return (*least, high * scale + slack * ratio.low, ratio.low * ratio.one)
