"""Arithmetic as a witness to which column is which: what must hold between figures of one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from cuadre.evidence import Printed
from normalize.model import Measure, Period

FigureRole = tuple[Measure, Period]
"""A measure and a period: the role of one column of figures."""

QUARTERS = tuple(Period.quarter(number) for number in (1, 2, 3, 4))

_SUM, _PROGRESS, _CUMULATIVE = 5.0, 4.0, 3.5
_ENOUGH = 3
_SCALE = 10**6
_HUNDREDTH = _SCALE // 100

_ANNUAL_TARGET = (Measure.TARGET, Period.ANNUAL)
_TARGETS, _ACHIEVED, _PROGRESSES, _CUMULATIVES = (
    tuple((measure, quarter) for quarter in QUARTERS)
    for measure in (Measure.TARGET, Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
)

_BY_QUARTER = tuple(tuple((measure, quarter) for quarter in QUARTERS) for measure in Measure)

_Cell = tuple[int, int] | None
"""The figure of a cell and the unit of its last digit, in millionths; ``None`` when it holds no figure."""

_Columns = tuple[int | None, ...]


class Relations:
    """How well an assignment of figure columns tallies over the sampled rows.

    Values are exact integers in millionths; each relation is tried once per set of columns.
    """

    def __init__(self, values: Sequence[Sequence[Printed | None]], arithmetic: Sequence[str]) -> None:
        self._values: tuple[tuple[_Cell, ...], ...] = tuple(
            tuple(None if v is None else (int(v.value.scaleb(6)), int(v.unit.scaleb(6))) for v in column)
            for column in values
        )
        self._arithmetic = frozenset(arithmetic)
        self._known: dict[tuple[object, ...], float] = {}
        self._sums: dict[tuple[tuple[int, ...], bool], tuple[int | None, ...]] = {}

    def score(self, columns: Mapping[FigureRole, int]) -> float:
        """Add up the relations that this assignment makes possible, each by the share of rows it holds on."""
        total = 0.0
        annual = columns.get(_ANNUAL_TARGET)
        targets, achieved = tuple(map(columns.get, _TARGETS)), tuple(map(columns.get, _ACHIEVED))
        if "sum" in self._arithmetic and annual is not None and None not in targets:
            total += _SUM * self._once(self._tallies, annual, _sorted(targets))
        for number in range(len(QUARTERS)):
            progress = columns.get(_PROGRESSES[number])
            target, done = targets[number], achieved[number]
            if "progress" in self._arithmetic and None not in (progress, target, done):
                total += _PROGRESS * self._once(self._shares, progress, (target,), (done,))
            share = columns.get(_CUMULATIVES[number])
            so_far = achieved[: number + 1]
            if "cumulative" in self._arithmetic and None not in (share, *so_far):
                programmed = targets[: number + 1]
                total += _CUMULATIVE * self._once(self._cumulative, share, annual, so_far, programmed)
        return total

    def _once(self, weigh: Callable[..., float], *columns: int | _Columns | None) -> float:
        """Weigh a relation between columns, unless that has been done before."""
        key = (weigh.__name__, *columns)
        if key not in self._known:
            self._known[key] = weigh(*columns)
        return self._known[key]

    def _cumulative(self, share: int, annual: int | None, so_far: _Columns, programmed: _Columns) -> float:
        best, done = 0.0, _sorted(so_far)
        if annual is not None:
            best = self._once(self._shares, share, (annual,), done)
        if None not in programmed and best < 1:
            best = max(best, self._once(self._shares, share, _sorted(programmed), done))
        return best

    def _tallies(self, whole: int, parts: tuple[int, ...]) -> float:
        """On how many rows a column is the sum of others."""
        outcomes = []
        for cells in zip(*(self._values[column] for column in (whole, *parts)), strict=True):
            found = [cell for cell in cells if cell is not None]
            if len(found) == len(cells) and found[0][0]:
                off = abs(found[0][0] - sum(value for value, _ in found[1:]))
                outcomes.append(2 * off <= max(unit for _, unit in found))
        return _weight(outcomes)

    def _shares(self, share: int, below: tuple[int, ...], above: tuple[int, ...]) -> float:
        """On how many rows a column is the share that some columns, added up, have in others."""
        wholes, parts = self._sum(below), self._sum(above, gaps=True)
        rows = zip(self._values[share], wholes, parts, strict=True)
        return _weight([_is_share(*cell, whole, part) for cell, whole, part in rows if cell and whole and part])

    def _sum(self, columns: tuple[int, ...], *, gaps: bool = False) -> tuple[int | None, ...]:
        """Add columns up, row by row; ``gaps`` says whether a row may lack some of the figures."""
        if (columns, gaps) not in self._sums:
            rows = zip(*(self._values[column] for column in columns), strict=True)
            self._sums[columns, gaps] = tuple(
                sum(cell[0] for cell in cells if cell) if gaps or None not in cells else None
                for cells in rows
            )
        return self._sums[columns, gaps]


def disorder(columns: Mapping[FigureRole, int]) -> int:
    """How many neighbouring quarters of a measure stand in the wrong order."""
    count = 0
    for roles in _BY_QUARTER:
        places = [columns[role] for role in roles if role in columns]
        count += sum(before > after for before, after in pairwise(places))
    return count


def _sorted(columns: _Columns) -> tuple[int, ...]:
    return tuple(sorted(column for column in columns if column is not None))


def _weight(outcomes: Sequence[bool]) -> float:
    """The share of rows on which a relation holds; less when few rows have its figures."""
    return sum(outcomes) / len(outcomes) * min(1.0, len(outcomes) / _ENOUGH) if outcomes else 0.0


def _is_share(value: int, unit: int, below: int, above: int) -> bool:
    """Whether a printed share is that ratio, as a percentage or as a fraction, a printed unit off allowed."""
    slack, product, scaled = unit * abs(below), value * below, above * _SCALE
    if -slack <= 100 * scaled - product <= slack:
        return True
    return unit <= _HUNDREDTH and -slack <= scaled - product <= slack
