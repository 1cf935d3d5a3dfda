"""The figures of one row as the arithmetic sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from cuadre.evidence import Printed
from normalize.model import Condition, Measure, Period, Row

QUARTERS = (Period.Q1, Period.Q2, Period.Q3, Period.Q4)

Key = tuple[Measure, Period]
"""Which figure of a row."""

ANNUAL_TARGET: Key = (Measure.TARGET, Period.ANNUAL)
NOTHING = (Condition.BLANK, Condition.DASH)
_NONE = Fraction(0)
_ZERO = Decimal(0)
_POINTS = 2
"""Decimal places between a fraction of one and percentage points."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The values of one row under one reading of it.

    Attributes:
        printed: The figures that have a value.
        nothing: The figures printed blank or as a dash.
        rate: What is counted are shares or scores, which do not add up over the year.
    """

    printed: Mapping[Key, Printed]
    nothing: frozenset[Key] = frozenset()
    rate: bool = False

    def amount(self, key: Key) -> Fraction | None:
        """The value of a figure: 0 when it is blank, ``None`` when it is not there or cannot be read.

        A blank is not a zero: whoever leans on this zero says so in an ``explained`` verdict.
        """
        printed = self.printed.get(key)
        if printed is not None:
            return _exact(printed.value)
        return _NONE if key in self.nothing else None

    def value(self, key: Key) -> Decimal | None:
        """The same as printed, for comparing: no sum of it is exact in every context."""
        printed = self.printed.get(key)
        if printed is not None:
            return printed.value
        return _ZERO if key in self.nothing else None

    def quarters(self, measure: Measure) -> tuple[Fraction | None, ...]:
        """The four quarters of a measure."""
        return tuple([self.amount((measure, quarter)) for quarter in QUARTERS])

    def with_value(self, key: Key, value: Printed) -> Readings:
        """The same row with another value in one place."""
        return Readings({**self.printed, key: value}, self.nothing - {key}, self.rate)


def readings_of(row: Row, fractions: Collection[Measure] = ()) -> Readings:
    """Take the values off a row; the first figure counts where two claim one place.

    Args:
        row: The row.
        fractions: Measures that the document prints as fractions of one; they are taken in points.
    """
    printed: dict[Key, Printed] = {}
    nothing: set[Key] = set()
    for figure in row.figures:
        key = (figure.measure, figure.period)
        if key in printed or key in nothing:
            continue
        if figure.printed is not None:
            printed[key] = taken(figure.printed, figure.measure, fractions)
        elif figure.condition in NOTHING:
            nothing.add(key)
    return Readings(printed, frozenset(nothing), rate=_counts_shares(row))


def taken(printed: Printed, measure: Measure, fractions: Collection[Measure]) -> Printed:
    """A figure as the arithmetic takes it: in points where the document prints its measure as a fraction of one."""
    return _in_points(printed) if measure in fractions and not printed.percent else printed


@lru_cache(maxsize=4096)
def _exact(value: Decimal) -> Fraction:
    return Fraction(value)


def _in_points(printed: Printed) -> Printed:
    # A spreadsheet that prints fractions drops the zeros at their end: 0.9 stands beside 0.85.
    return Printed(printed.value.scaleb(_POINTS), max(0, printed.decimals - _POINTS))


def _counts_shares(row: Row) -> bool:
    words = (row.variable_unit or row.indicator_unit).casefold()
    stems = ("porcent", "tasa", "índice", "indice", "promedio", "proporci", "coeficiente", "%")
    return words.strip().startswith(stems)
