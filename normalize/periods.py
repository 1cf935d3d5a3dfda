"""Which quarter a column is of, told by its neighbours where its own header does not say it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise

from normalize.model import Measure, Period

_YEAR = tuple(Period)
_QUARTERS = _YEAR[1:]
_BY_PLACE = 0.8

Periods = dict[Period, float]
"""How much a header names each period, 0 to 1."""


def periods_by_place(named: Sequence[Periods], measures: Sequence[Hashable | None]) -> list[Periods]:
    """Name the periods of columns between two others of their measure that are just so far apart.

    ``I TRIM, ?, ?, IV TRIM`` leaves no choice. In print this does not happen; recognisers lose the strokes of roman
    numbers.

    Args:
        named: What the header of each column says.
        measures: The measure each header names, or its measure and group; ``None`` for a column that speaks of no
            part of the year.

    Returns:
        The periods of all columns; those that a header names are left as they are.
    """
    found = _whole_years(named, measures)
    named = tuple(found)
    known = [column for column, periods in enumerate(named) if _best(periods) is not None]
    for left, right in pairwise(known):
        between = range(left + 1, right)
        first, last = _best(named[left]), _best(named[right])
        if not between or first is None or last is None:
            continue
        one_measure = {measures[column] for column in range(left + (first == 0), right + 1)}
        if len(one_measure) == 1 and None not in one_measure and last - first == right - left:
            for column in between:
                found[column] = {**named[column], _YEAR[first + column - left]: _BY_PLACE}
    return found


def _whole_years(named: Sequence[Periods], measures: Sequence[Hashable | None]) -> list[Periods]:
    """Put the quarters of four neighbouring columns of one measure in order, where not each is named.

    ``I TRIM, II TRIM, 1 TRIM, IV TRIM`` is a year whose third header lost strokes. At least as many headers must
    agree with their place as speak against it.
    """
    found = list(named)
    quarters = [column for column, periods in enumerate(named) if measures[column] and _best(periods) != 0]
    for start in range(len(quarters) - len(_QUARTERS) + 1):
        columns = quarters[start : start + len(_QUARTERS)]
        around = [quarters[start - 1]] if start else []
        around += quarters[start + len(_QUARTERS) :][:1]
        alone = not any(abs(other - column) == 1 and measures[other] == measures[column]
                        for other in around for column in (columns[0], columns[-1]))  # fmt: skip
        whole = columns[-1] - columns[0] == len(_QUARTERS) - 1 and len({measures[column] for column in columns}) == 1
        if not (alone and whole):
            continue
        said = [_best(named[column]) for column in columns]
        right = sum(one == place for place, one in enumerate(said, 1))
        if set(said) != set(range(1, 5)) and right and right >= sum(one is not None for one in said) - right:
            for column, period in zip(columns, _QUARTERS, strict=True):
                found[column] = {**dict.fromkeys(_YEAR, 0.0), period: _BY_PLACE}
    return found


def periods_of(measure: Measure, periods: Periods) -> Periods:
    """The periods that a header names; what is accumulated is of the year, in whatever quarter."""
    return periods | {Period.ANNUAL: 0.0} if measure == Measure.CUMULATIVE else periods


def _best(periods: Periods) -> int | None:
    """The place in the year of the period that a header names most."""
    best = max(periods, key=lambda period: periods[period], default=None)
    return _YEAR.index(best) if best is not None and periods[best] > 0 else None
