"""What speaks for each column having each role, on its own: its header, a vote over all printed ones, and its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from normalize.form import OTHER, Form
from normalize.grid import HeaderText, Sheet
from normalize.headers import SURE, HeaderWords, role_likeness, sharpen
from normalize.model import Measure, Period
from normalize.periods import periods_by_place, periods_of
from normalize.profiles import Profile, look_score
from normalize.relations import FigureRole

Role = str | FigureRole
"""A name of ``form.TEXT_ROLES``, or a measure and a period."""

IMPOSSIBLE = -4.0
"""A weight under which a column is not tried in a role."""
_HEADER = 4.0
_MEASURE, _OTHER_MEASURE = 3.0, 1.5
_NAMED = 1.0
_PERIOD, _OTHER_PERIOD = 2.5, 1.5
_REPORTED_PERIOD = 0.8
_TEXT_PRICE, _FIGURE_PRICE = 1.2, 2.0
_FOREIGN = 3.0
_WHOLE_TABLE = 0.6
_NUMBERS, _NO_NUMBERS, _PERCENT = 1.5, 8.0, 2.0

_Path = tuple[HeaderText, ...]
"""The texts over one column in one printed header."""


class Weights:
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
            self.weight.append({role: w for role, w in weights.items() if w > IMPOSSIBLE})

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
    """The measure that the header of a column names, if it speaks of a quarter, and the text right over its group.

    Two groups may look like one measure: ``Cumplimiento`` and ``Cumplimiento acumulado``.
    """
    named = {role[0]: weight for role, weight in header.items() if not isinstance(role, str) and weight > 0}
    if not named or not any(words.speaks_of_quarter(path) for path in votes):
        return None
    usual = max(votes, key=lambda path: votes[path])
    groups = [part.text for part in usual if part.span > 1 and not part.leaf]
    return max(named, key=lambda measure: named[measure]), "".join(groups[-1:])


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
