"""The assignment of columns to roles with the highest total, and which of it is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from normalize.column_weights import IMPOSSIBLE, Role, Weights
from normalize.model import Measure
from normalize.relations import QUARTERS, FigureRole, Relations, disorder

_TALLIES = 1.5
_OUT_OF_ORDER = 0.15
_CLOSE = 0.6
_TALLIES_FAR_BETTER = 3.0
_WINDOW = 8


class Search:
    """Seeks the assignment with the highest total."""

    def __init__(self, weights: Weights, relations: Relations) -> None:
        self._weights, self._relations = weights, relations
        self._width = len(weights.weight)
        self._totals: dict[tuple[Role | None, ...], float] = {}
        self._tallied: dict[tuple[tuple[FigureRole, int], ...], tuple[float, float]] = {}
        self._figure_columns = [
            c for c, some in enumerate(weights.weight) if any(isinstance(role, tuple) for role in some)
        ]

    def best(self) -> tuple[list[Role | None], float]:
        """The best assignment found, and its total."""
        roles = self._greedy()
        score = self.total(roles)
        while True:
            nearby = max(((self.total(other), n, other) for n, other in enumerate(self._neighbours(roles))),
                         key=lambda found: (found[0], -found[1]), default=None)  # fmt: skip
            if nearby is None or nearby[0] <= score + 1e-9:
                return roles, score
            score, _, roles = nearby

    def doubtful(self, roles: list[Role | None], score: float) -> Iterator[int]:
        """Columns with figures that another assignment, nearly as good or tallying far better, gives another role."""
        filled = [profile.filled for profile in self._weights.profiles]
        tally = self._tally(roles)[0]
        for other in self._neighbours(roles):
            involved = [
                column
                for column, (mine, theirs) in enumerate(zip(roles, other, strict=True))
                if mine != theirs and isinstance(mine or theirs, tuple) and filled[column]
            ]
            if not involved:
                continue
            rivals = self.total(other) > score - _CLOSE or self._tally(other)[0] > tally + _TALLIES_FAR_BETTER
            if rivals and self._publishes_other(roles, other):
                yield from involved

    def tallies(self, roles: Sequence[Role | None], column: int) -> bool:
        """Whether a good part of the arithmetic rests on this column."""
        figures = {role: c for c, role in enumerate(roles) if isinstance(role, tuple)}
        rest = {role: c for role, c in figures.items() if c != column}
        return self._relations.score(figures) - self._relations.score(rest) >= _TALLIES

    def unsupported(self, roles: Sequence[Role | None]) -> Iterator[int]:
        """Columns with figures whose role neither the whole header nor the arithmetic speaks for."""
        for column, role in enumerate(roles):
            if not isinstance(role, tuple) or not self._weights.profiles[column].filled:
                continue
            vouched = self._weights.names(role[1]) and self.tallies(roles, column)
            if not vouched and not self._weights.says_all(column, role):
                yield column

    def total(self, roles: Sequence[Role | None]) -> float:
        """Weigh an assignment, once."""
        key = tuple(roles)
        if key not in self._totals:
            self._totals[key] = self._total(key)
        return self._totals[key]

    def _total(self, roles: Sequence[Role | None]) -> float:
        weights, score = self._weights, 0.0
        for column, role in enumerate(roles):
            score += weights.other[column] if role is None else weights.weight[column].get(role, 2 * IMPOSSIBLE)
        tally, price = self._tally(roles)
        return score + tally - price

    def _tally(self, roles: Sequence[Role | None]) -> tuple[float, float]:
        """How well the figures tally, and the price of quarters out of order; once for the same columns of figures."""
        figures = {role: column for column, role in enumerate(roles) if isinstance(role, tuple)}
        key = tuple(figures.items())
        if key not in self._tallied:
            self._tallied[key] = (self._relations.score(figures), _OUT_OF_ORDER * disorder(figures))
        return self._tallied[key]

    def _publishes_other(self, roles: Sequence[Role | None], other: Sequence[Role | None]) -> bool:
        """Whether two assignments would publish different figures."""
        values = [profile.values for profile in self._weights.profiles]
        mine = {role: values[c] for c, role in enumerate(roles) if role is not None}
        return mine != {role: values[c] for c, role in enumerate(other) if role is not None}

    def _greedy(self) -> list[Role | None]:
        offers = sorted(
            ((-w, c, str(r), r) for c, some in enumerate(self._weights.weight) for r, w in some.items()),
            key=lambda offer: offer[:3],
        )
        roles: list[Role | None] = [None] * self._width
        for price, column, _, role in offers:
            if -price > self._weights.other[column] and roles[column] is None and role not in roles:
                roles[column] = role
        return roles

    def _neighbours(self, roles: list[Role | None]) -> Iterator[list[Role | None]]:
        taken = set(roles)
        for column in range(self._width):
            for role in (None, *self._weights.weight[column]):
                if role != roles[column] and (role is None or role not in taken):
                    yield [*roles[:column], role, *roles[column + 1 :]]
        for left, right in combinations(range(self._width), 2):
            if roles[left] != roles[right]:
                other = list(roles)
                other[left], other[right] = roles[right], roles[left]
                if self._possible(other, (left, right)):
                    yield other
        yield from self._rotations(roles)
        yield from self._regrouped(roles)
        yield from self._displaced(roles)
        yield from self._renamed(roles)

    def _rotations(self, roles: list[Role | None]) -> Iterator[list[Role | None]]:
        """Neighbouring columns whose headers slipped by one."""
        columns = self._figure_columns
        for start in range(len(columns)):
            for end in range(start + 3, min(len(columns), start + _WINDOW) + 1):
                window = columns[start:end]
                held = [roles[column] for column in window]
                for turned in ((*held[1:], held[0]), (held[-1], *held[:-1])):
                    other = list(roles)
                    for column, role in zip(window, turned, strict=True):
                        other[column] = role
                    if self._possible(other, window):
                        yield other

    def _regrouped(self, roles: list[Role | None]) -> Iterator[list[Role | None]]:
        """Neighbouring columns that keep their periods under another measure."""
        columns = [column for column in self._figure_columns if isinstance(roles[column], tuple)]
        measures = sorted({role[0] for role in roles if isinstance(role, tuple)} | {Measure.TARGET})
        for start in range(len(columns)):
            for end in range(start + 2, min(len(columns), start + len(QUARTERS)) + 1):
                window = columns[start:end]
                for measure in measures:
                    other = list(roles)
                    for column in window:
                        held = roles[column]
                        other[column] = (measure, held[1]) if isinstance(held, tuple) else held
                    given = [role for role in other if role is not None]
                    if other != roles and len(given) == len(set(given)) and self._possible(other, window):
                        yield other

    def _displaced(self, roles: list[Role | None]) -> Iterator[list[Role | None]]:
        """A column that nobody claims takes a figure's place, and that figure another one."""
        idle = [c for c in self._figure_columns if roles[c] is None and self._weights.profiles[c].filled]
        taken = set(roles)
        for column in idle:
            for holder in self._figure_columns:
                if roles[holder] is None or roles[holder] not in self._weights.weight[column]:
                    continue
                for role in self._weights.weight[holder]:
                    if isinstance(role, tuple) and role not in taken:
                        other = list(roles)
                        other[column], other[holder] = roles[holder], role
                        yield other

    def _renamed(self, roles: list[Role | None]) -> Iterator[list[Role | None]]:
        """Two quarters change places in some measures or in every one, when sums and ratios tally as before."""
        measures = sorted({role[0] for role in roles if isinstance(role, tuple)})
        sets = [some for size in range(1, len(measures) + 1) for some in combinations(measures, size)]
        for (one, two), some in product(combinations(QUARTERS, 2), sets):
            turned = {one: two, two: one}
            other: list[Role | None] = [
                (role[0], turned.get(role[1], role[1])) if isinstance(role, tuple) and role[0] in some else role
                for role in roles
            ]
            if other != roles and self._possible(other, self._figure_columns):
                yield other

    def _possible(self, roles: Sequence[Role | None], columns: Sequence[int]) -> bool:
        return all(roles[c] is None or roles[c] in self._weights.weight[c] for c in columns)
