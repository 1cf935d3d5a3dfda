"""Which column is which, by header and by what its cells look like, decided together.

Each column is weighed against each role by its header (a vote over every printed header) and by its cells;
the columns of figures are weighed together as well, because the right ones tally. The assignment with the
highest total is sought from a greedy start by moving, swapping and rotating roles until nothing is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from normalize.form import OTHER, Form
from normalize.grid import HeaderText, Sheet
from normalize.headers import SURE, HeaderWords, role_likeness, sharpen
from normalize.model import Measure, Period
from normalize.periods import periods_by_place, periods_of
from normalize.profiles import Profile, look_score
from normalize.relations import QUARTERS, FigureRole, Relations, disorder

Role = str | FigureRole
"""A name of ``form.TEXT_ROLES``, or a measure and a period."""

_HEADER = 4.0
_MEASURE, _OTHER_MEASURE = 3.0, 1.5
_NAMED = 1.0
_PERIOD, _OTHER_PERIOD = 2.5, 1.5
_REPORTED_PERIOD = 0.8
_TEXT_PRICE, _FIGURE_PRICE = 1.2, 2.0
_FOREIGN = 3.0
_WHOLE_TABLE = 0.6
_TALLIES = 1.5
_NUMBERS, _NO_NUMBERS, _PERCENT = 1.5, 8.0, 2.0
_OUT_OF_ORDER = 0.15
_CLOSE = 0.6
_IMPOSSIBLE = -4.0
_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a sheet are.

    Attributes:
        roles: By column; ``None`` for a column nobody claims.
        doubtful: Columns of figures whose role could as well be another's.
        known_other: Columns the form knows and has no place for.
        named: Roles that a header or unmistakable cells speak for, not only leftovers.
        score: The total; compares forms on one sheet.
    """

    roles: tuple[Role | None, ...]
    doubtful: frozenset[int]
    known_other: frozenset[int]
    named: frozenset[Role]
    score: float

    def find(self, role: Role) -> int | None:
        """The column of a role, if there is one."""
        return self.roles.index(role) if role in self.roles else None

    def fits(self, form: Form) -> bool:
        """Whether the sheet has what the form needs."""
        names = {role if isinstance(role, str) else str(role[0]) for role in self.named}
        return all(names.intersection(line) for line in form.needs)


def identify(sheet: Sheet, profiles: Sequence[Profile], form: Form, quarter: int | None) -> Columns:
    """Say what each column of a sheet is.

    Args:
        sheet: Headers and rows.
        profiles: Of its columns.
        form: The form it is weighed against.
        quarter: The quarter reported, where the document says it.
    """
    weights = _Weights(sheet, profiles, form, quarter)
    search = _Search(weights, Relations([profile.values for profile in profiles], form.arithmetic))
    roles, score = search.best()
    return Columns(
        roles=tuple(roles),
        doubtful=frozenset(search.doubtful(roles, score)) | frozenset(search.unsupported(roles)),
        known_other=frozenset(c for c, role in enumerate(roles) if role is None and weights.other[c]),
        named=frozenset(
            role
            for column, role in enumerate(roles)
            if role is not None and (weights.says(column, role) or search.tallies(roles, column))
        ),
        score=score,
    )


_Path = tuple[HeaderText, ...]
"""The texts over one column in one printed header."""


class _Weights:
    """What speaks for each column having each role, on its own."""

    def __init__(self, sheet: Sheet, profiles: Sequence[Profile], form: Form, quarter: int | None) -> None:
        self.profiles = profiles
        self._form, self._reported = form, Period.quarter(quarter) if quarter else None
        words = HeaderWords(form)
        self._signs = any(profile.percent for profile in profiles)
        self.weight: list[dict[Role, float]] = []
        self.other: list[float] = []
        printed = Counter(sheet.headers)
        paths = [Counter({p: n for p, n in _paths(printed, c).items() if p}) for c in range(len(profiles))]
        self._header = headers = [_vote(votes, words, form) for votes in paths]
        spoken = [_measure_said(h, p, words) for h, p in zip(headers, paths, strict=True)]
        self._periods = periods_by_place([_periods_said(votes, words) for votes in paths], spoken)
        for column, (profile, votes, header) in enumerate(zip(profiles, paths, headers, strict=True)):
            other = _mean(votes, {path: _otherness(path, form, sheet.columns) for path in votes})
            self.other.append(_HEADER * other if other >= sharpen(SURE) else 0.0)
            foreign = _FOREIGN * _mean(votes, {path: _is_foreign(path, words) for path in votes})
            weights = self._text(header, profile) | self._figures(column, foreign, header, profile)
            self.weight.append({role: w for role, w in weights.items() if w > _IMPOSSIBLE})

    def says(self, column: int, role: Role) -> bool:
        """Whether the header or the cells name this role outright."""
        if isinstance(role, str):
            looks = look_score(self.profiles[column], self._form.column(role))
            return self._header[column].get(role, 0.0) >= _HEADER * sharpen(SURE) or looks > 2  # noqa: PLR2004
        return self._header[column].get(role, 0.0) >= _NAMED

    def says_all(self, column: int, role: FigureRole) -> bool:
        """Whether the header names the measure, and the period unless it is the quarter reported."""
        periods = periods_of(role[0], self._periods[column])
        # A target without a period may as well be the annual one.
        default = role[1] == self._reported and role[0] != Measure.TARGET and not any(periods.values())
        when = periods[role[1]] > 0 or default
        return when and self._header[column].get(role, 0.0) > 0

    def names(self, period: Period) -> bool:
        """Whether the page names this quarter, over whatever column: arithmetic alone cannot."""
        return period in (Period.ANNUAL, self._reported) or any(some[period] for some in self._periods)

    def _text(self, header: dict[Role, float], profile: Profile) -> dict[Role, float]:
        return {
            column.role: header.get(column.role, 0.0) + look_score(profile, column) - _TEXT_PRICE
            for column in self._form.columns
            if column.role != OTHER
        }

    def _figures(
        self, column: int, foreign: float, header: dict[Role, float], profile: Profile
    ) -> dict[Role, float]:
        weights: dict[Role, float] = {}
        periods = self._periods[column]
        for measure in self._form.measures:
            cells = self._cells(measure, profile)
            for period in Period:
                if (period == Period.ANNUAL) > (measure == Measure.TARGET):
                    continue
                role = (measure, period)
                named = periods_of(measure, periods)
                if period > (self._reported or Period.Q4) and measure != Measure.TARGET and not named[period]:
                    continue
                rest = max(likely for other, likely in named.items() if other != period)
                when = _PERIOD * named[period] - _OTHER_PERIOD * rest
                if not any(named.values()) and period == self._reported and header.get(role, 0.0) > 0:
                    when = _REPORTED_PERIOD
                if not profile.filled and header.get(role, 0.0) < _NAMED:
                    continue
                weights[role] = header.get(role, 0.0) + when + cells - foreign - _FIGURE_PRICE
        return weights

    def _cells(self, measure: Measure, profile: Profile) -> float:
        if not profile.filled:
            return 0.0
        score = _NUMBERS * (profile.number + profile.mark) - _NO_NUMBERS * profile.text
        if measure not in (Measure.PROGRESS, Measure.CUMULATIVE):
            return score - _PERCENT * profile.percent
        if not self._signs:
            return score
        return score + (_PERCENT * profile.percent if profile.percent else -1.0)


def _periods_said(votes: Counter[_Path], words: HeaderWords) -> dict[Period, float]:
    said = {path: words.periods(path) for path in votes}
    return {p: _mean(votes, {path: some[p] for path, some in said.items()}) for p in Period}


def _measure_said(
    header: Mapping[Role, float], votes: Counter[_Path], words: HeaderWords,
) -> tuple[Measure, str] | None:  # fmt: skip
    """The measure that the header of a column names, if it speaks of a quarter, and the text over its group.

    Two groups may look like one measure: ``Cumplimiento`` and ``Cumplimiento acumulado``.
    """
    named = {role[0]: weight for role, weight in header.items() if not isinstance(role, str) and weight > 0}
    if not named or not any(words.speaks_of_quarter(path) for path in votes):
        return None
    usual = max(votes, key=lambda path: votes[path])
    group = "".join(part.text for part in usual if part.span > 1 and not part.leaf)
    return max(named, key=lambda measure: named[measure]), group


def _otherness(path: _Path, form: Form, width: int) -> float:
    """How much a header names a column without a place; a group does so for all its columns."""
    narrow = (part for part in path if part.weight == 1 and part.span < _WHOLE_TABLE * width)
    words = form.column(OTHER).header
    return max((role_likeness((replace(part, leaf=True),), words) for part in narrow), default=0.0)


def _is_foreign(path: _Path, words: HeaderWords) -> float:
    """1 for a header of its own that names neither measure nor period."""
    own = any(part.leaf for part in path)
    return float(own and not any(words.measures(path).values()) and not any(words.periods(path).values()))


def _paths(printed: Counter[tuple[_Path, ...]], column: int) -> Counter[_Path]:
    paths: Counter[_Path] = Counter()
    for header, count in printed.items():
        paths[header[column]] += count
    return paths


def _vote(votes: Counter[_Path], words: HeaderWords, form: Form) -> dict[Role, float]:
    """What the headers of a column say for each role: a mean over all that are printed."""
    found: dict[Role, float] = {}
    for column in form.columns:
        if column.role != OTHER:
            likely = {path: role_likeness(path, column.header) for path in votes}
            found[column.role] = _HEADER * _mean(votes, likely)
    said = {path: words.measures(path) for path in votes}
    for measure in form.measures:
        own = _mean(votes, {path: some[measure] for path, some in said.items()})
        others = {
            path: max((likely for other, likely in some.items() if other != measure), default=0.0)
            for path, some in said.items()
        }
        weight = _MEASURE * own - _OTHER_MEASURE * _mean(votes, others)
        found |= {(measure, period): weight for period in Period}
    return found


def _mean(votes: Counter[_Path], likely: Mapping[_Path, float]) -> float:
    total = sum(votes.values())
    return sum(likely[path] * count for path, count in votes.items()) / total if total else 0.0


class _Search:
    """Seeks the assignment with the highest total."""

    def __init__(self, weights: _Weights, relations: Relations) -> None:
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
        """Columns with figures that another assignment, nearly as good, gives another role."""
        for other in self._neighbours(roles):
            filled = [profile.filled for profile in self._weights.profiles]
            involved = [
                column
                for column, (mine, theirs) in enumerate(zip(roles, other, strict=True))
                if mine != theirs and isinstance(mine or theirs, tuple) and filled[column]
            ]
            if involved and self.total(other) > score - _CLOSE and self._publishes_other(roles, other):
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
        figures: dict[FigureRole, int] = {}
        for column, role in enumerate(roles):
            if role is None:
                score += weights.other[column]
            else:
                score += weights.weight[column].get(role, 2 * _IMPOSSIBLE)
                if isinstance(role, tuple):
                    figures[role] = column
        key = tuple(figures.items())
        if key not in self._tallied:
            self._tallied[key] = (self._relations.score(figures), _OUT_OF_ORDER * disorder(figures))
        tally, price = self._tallied[key]
        return score + tally - price

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
        """Two quarters change places in every measure: sums and ratios tally as before."""
        for one, two in combinations(QUARTERS, 2):
            turned = {one: two, two: one}
            other: list[Role | None] = [
                (role[0], turned.get(role[1], role[1])) if isinstance(role, tuple) else role for role in roles
            ]
            if other != roles and self._possible(other, self._figure_columns):
                yield other

    def _possible(self, roles: Sequence[Role | None], columns: Sequence[int]) -> bool:
        return all(roles[c] is None or roles[c] in self._weights.weight[c] for c in columns)
