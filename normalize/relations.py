"""Arithmetic as a witness to which column is which: what must hold between figures of one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cuadre.evidence import Printed
from normalize.model import Measure, Period

FigureRole = tuple[Measure, Period]
"""A measure and a period: the role of one column of figures."""

QUARTERS = tuple(Period.quarter(number) for number in (1, 2, 3, 4))

_SUM, _PROGRESS, _CUMULATIVE = 5.0, 4.0, 3.5
_ENOUGH = 3
_SCALE = 10**6
_HUNDREDTH = _SCALE // 100


class Relations:
    """How well an assignment of figure columns tallies over the sampled rows.

    Values are exact integers in millionths; each relation is tried once per set of columns.
    """

    def __init__(self, values: Sequence[Sequence[Printed | None]], arithmetic: Sequence[str]) -> None:
        self._values = tuple(
            tuple(None if v is None else (int(v.value.scaleb(6)), int(v.unit.scaleb(6))) for v in column)
            for column in values
        )
        self._arithmetic = frozenset(arithmetic)
        self._known: dict[tuple[object, ...], float] = {}

    def score(self, columns: Mapping[FigureRole, int]) -> float:
        """Add up the relations that this assignment makes possible, each by the share of rows it holds on."""
        total = 0.0
        annual = columns.get((Measure.TARGET, Period.ANNUAL))
        targets = [columns.get((Measure.TARGET, quarter)) for quarter in QUARTERS]
        achieved = [columns.get((Measure.ACHIEVED, quarter)) for quarter in QUARTERS]
        if "sum" in self._arithmetic and annual is not None:
            parts = tuple(column for column in targets if column is not None)
            if len(parts) == len(QUARTERS):
                total += _SUM * self._share(("sum", annual, *sorted(parts)), self._sums)
        for number, quarter in enumerate(QUARTERS):
            progress = columns.get((Measure.PROGRESS, quarter))
            target, done = targets[number], achieved[number]
            if "progress" in self._arithmetic and None not in (progress, target, done):
                total += _PROGRESS * self._share(("ratio", progress, target, done), self._ratio)
            share = columns.get((Measure.CUMULATIVE, quarter))
            so_far = achieved[: number + 1]
            if "cumulative" in self._arithmetic and None not in (share, *so_far):
                total += _CUMULATIVE * self._cumulative(share, annual, so_far, targets[: number + 1])
        return total

    def _cumulative(
        self, share: int | None, annual: int | None, so_far: list[int | None], programmed: list[int | None]
    ) -> float:
        best = 0.0
        done = tuple(sorted(column for column in so_far if column is not None))
        if annual is not None:
            best = self._share(("share", share, annual, -1, *done), self._shares)
        if None not in programmed and best < 1:
            parts = tuple(sorted(column for column in programmed if column is not None))
            best = max(best, self._share(("share", share, *parts, -1, *done), self._shares))
        return best

    def _share(self, key: tuple[object, ...], holds: Callable[[Sequence[int], int], bool | None]) -> float:
        if key not in self._known:
            columns = [column for column in key[1:] if isinstance(column, int)]
            rows = range(len(self._values[0]) if self._values else 0)
            outcomes = [outcome for outcome in (holds(columns, row) for row in rows) if outcome is not None]
            share = sum(outcomes) / len(outcomes) if outcomes else 0.0
            self._known[key] = share * min(1.0, len(outcomes) / _ENOUGH)
        return self._known[key]

    def _sums(self, columns: Sequence[int], row: int) -> bool | None:
        cells = [self._values[column][row] for column in columns]
        found = [cell for cell in cells if cell is not None]
        if len(found) < len(cells) or not found[0][0]:
            return None
        return 2 * abs(found[0][0] - sum(value for value, _ in found[1:])) <= max(unit for _, unit in found)

    def _ratio(self, columns: Sequence[int], row: int) -> bool | None:
        share, target, done = (self._values[column][row] for column in columns)
        if share is None or target is None or done is None or not target[0] or not done[0]:
            return None
        return _is_share(share, target[0], done[0])

    def _shares(self, columns: Sequence[int], row: int) -> bool | None:
        parting = columns.index(-1)
        share = self._values[columns[0]][row]
        whole = [self._values[column][row] for column in columns[1:parting]]
        part = [self._values[column][row] for column in columns[parting + 1 :]]
        if share is None or None in whole:
            return None
        below = sum(cell[0] for cell in whole if cell is not None)
        above = sum(cell[0] for cell in part if cell is not None)
        return _is_share(share, below, above) if below and above else None


def _is_share(share: tuple[int, int], below: int, above: int) -> bool:
    """Whether a printed share is that ratio, as a percentage or as a fraction, a printed unit off allowed."""
    value, unit = share
    slack = unit * abs(below)
    if abs(100 * above * _SCALE - value * below) <= slack:
        return True
    return unit <= _HUNDREDTH and abs(above * _SCALE - value * below) <= slack
