"""Which quarter a column is of, told by its neighbours where its own header does not say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from normalize.model import Measure, Period

_YEAR = tuple(Period)
_QUARTERS = _YEAR[1:]
_BY_PLACE = 0.8
_PAIR = 2
_STROKES = 3
"""Up to ``III`` a quarter is written in strokes, of which recognisers lose some."""
_TWICE = 0.4

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
        The periods of all columns; those that a header names are kept, unless its neighbours contradict it.
    """
    found = _quarters_in_order(named, measures)
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


def _quarters_in_order(named: Sequence[Periods], measures: Sequence[Hashable | None]) -> list[Periods]:
    """Put the quarters of neighbouring columns of one measure in order, where not each is named, or one is twice.

    ``I TRIM, II TRIM, 1 TRIM, IV TRIM`` is a year whose third header lost strokes, ``I TRIM, 11 TRIM, I TRIM`` three
    quarters. At least as many headers must agree with their place as speak against it or lost strokes, in a row of two
    more, unless none does but lose strokes and the numbers grow: ``I TRIM, 1 TRIM, 11 TRIM``. Where that leaves open
    what they are, a quarter that two columns name is hardly believed.
    """
    found = list(named)
    for columns in _runs(named, measures):
        said = [_best(named[column]) for column in columns]
        count = Counter(one for one in said if one)
        if len(count) == len(columns):
            continue
        in_order = _in_order(said)
        for column, one, period in zip(columns, said, _QUARTERS, strict=False):
            if in_order:
                found[column] = {**dict.fromkeys(_YEAR, 0.0), period: _BY_PLACE}
            elif one and count[one] > 1:
                found[column] = {when: _TWICE * likely for when, likely in named[column].items()}
    return found


def _runs(named: Sequence[Periods], measures: Sequence[Hashable | None]) -> Iterator[range]:
    """Neighbouring columns of one measure that speak of quarters, as many as a year has or fewer."""
    column = 0
    while column < len(named):
        start, measure = column, measures[column]
        while column < len(named) and measures[column] == measure and _best(named[column]) != 0:
            column += 1
        if measure and 1 < column - start <= len(_QUARTERS):
            yield range(start, column)
        column = max(column, start + 1)


def _in_order(said: Sequence[int | None]) -> bool:
    """Whether columns are the first quarters in order, whatever some of their headers say."""
    right = sum(one == place for place, one in enumerate(said, 1))
    against = sum(one not in (None, place) for place, one in enumerate(said, 1))
    if len(said) == _PAIR:
        # Of two headers that say the same quarter one may stand over another measure's column.
        return right > against
    lost = sum(one is not None and one < place <= _STROKES for place, one in enumerate(said, 1))
    numbers = [one for one in said if one is not None]
    grows = len(set(numbers)) > 1 and numbers == sorted(numbers) and against == lost
    return right > 0 and (grows or right >= max(lost, against - lost))


def periods_of(measure: Measure, periods: Periods) -> Periods:
    """The periods that a header names; what is accumulated is of the year, in whatever quarter."""
    return periods | {Period.ANNUAL: 0.0} if measure == Measure.CUMULATIVE else periods


def _best(periods: Periods) -> int | None:
    """The place in the year of the period that a header names most."""
    best = max(periods, key=lambda period: periods[period], default=None)
    return _YEAR.index(best) if best is not None and periods[best] > 0 else None
