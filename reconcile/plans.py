"""Which documents report on one plan, and which of their rows are one indicator.

The answer does not depend on the order in which documents are given, and takes time in proportion to their number:
reports find each other through the indicators they share, never by trying all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from reconcile.told import Line, Told, alike, plain_name

_OVERLAP = 50
"""Percent of the shorter report's indicators that two reports of one plan share."""
_COMMON = 30
"""An indicator that so many plans of a year have tells none of them apart."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a plan.

    Attributes:
        lines: For each report of the plan its row, or ``None`` where it has none.
    """

    lines: tuple[Line | None, ...]

    @property
    def first(self) -> Line:
        """Its row in the first report that has it."""
        return next(line for line in self.lines if line is not None)


@dataclass(frozen=True, slots=True)
class Plan:
    """The reports on one plan in one year.

    Attributes:
        reports: By quarter; where there are two for one, the surest reading first.
        indicators: In reading order of the first report, then those that later ones add.
    """

    reports: tuple[Told, ...]
    indicators: tuple[Indicator, ...]

    @property
    def dependency(self) -> str:
        """As the first report says that says it."""
        return next((told.dependency for told in self.reports if told.dependency), "")

    @property
    def programme(self) -> str:
        """As the first report says that says it."""
        return next((told.programme for told in self.reports if told.programme), "")


@dataclass(slots=True)
class _Draft:
    reports: list[Told] = field(default_factory=list)
    known: list[list[Line | None]] = field(default_factory=list)
    traits: set[Hashable] = field(default_factory=set)

    def shares(self, told: Told) -> bool:
        """Whether a report has enough of its indicators."""
        count = sum(not self.traits.isdisjoint(_traits(line)) for line in told.lines)
        return 100 * count >= _OVERLAP * min(len(told.lines), len(self.known))

    def add(self, told: Told) -> None:
        """Put the rows of a report to the indicators they are of."""
        matched = _matched([_last(lines) for lines in self.known], told.lines)
        for at, lines in enumerate(self.known):
            lines.append(matched.get(at))
        taken = {line.number for line in matched.values()}
        before: list[Line | None] = [None] * len(self.reports)
        self.known += [[*before, line] for line in told.lines if line.number not in taken]
        self.reports.append(told)
        self.traits.update(trait for line in told.lines for trait in _traits(line))

    def finished(self) -> Plan:
        """The plan with all its reports."""
        return Plan(tuple(self.reports), tuple(Indicator(tuple(lines)) for lines in self.known))


def plans_of(documents: Iterable[Told]) -> tuple[Plan, ...]:
    """Group documents by plan and year; a document that is alone is a plan of its own.

    A document without fiscal year, quarter or rows belongs with no other; one that comes twice counts once.
    """
    unique = {told.document_id: told for told in documents}
    drafts: list[_Draft] = []
    index: defaultdict[Hashable, list[int]] = defaultdict(list)
    for told in sorted(unique.values(), key=lambda one: one.order):
        at = next((at for at in _candidates(told, index) if _is_home(told, drafts[at])), len(drafts))
        if at == len(drafts):
            drafts.append(_Draft())
        drafts[at].add(told)
        for key in (_title(told), *((told.fiscal_year, trait) for line in told.lines for trait in _traits(line))):
            if at not in index[key][-1:]:
                index[key].append(at)
    return tuple(draft.finished() for draft in drafts)


def _candidates(told: Told, index: dict[Hashable, list[int]]) -> Iterator[int]:
    """Plans that a report may belong to: those with its title, then those that share most of its indicators."""
    if told.fiscal_year is None or told.quarter is None or not told.lines:
        return
    titled = index.get(_title(told), []) if told.dependency or told.programme else []
    yield from titled[:_COMMON]
    shared: Counter[int] = Counter()
    for line in told.lines:
        having = (index.get((told.fiscal_year, trait), []) for trait in _traits(line))
        shared.update({at for plans in having if len(plans) <= _COMMON for at in plans})
    yield from (at for at, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])))


def _is_home(told: Told, draft: _Draft) -> bool:
    return _same_title(told, draft.reports[0]) and draft.shares(told)


def _title(told: Told) -> Hashable:
    return told.fiscal_year, plain_name(told.dependency), plain_name(told.programme)


def _same_title(one: Told, other: Told) -> bool:
    """Dependency and programme are the same, as far as both say them."""
    pairs = ((one.dependency, other.dependency), (one.programme, other.programme))
    names = ((plain_name(left), plain_name(right)) for left, right in pairs)
    return one.quarter is not None and other.quarter is not None and all(
        not left or not right or alike(left, right) for left, right in names
    )


def _traits(line: Line) -> Iterator[Hashable]:
    """What an indicator is found by; a slip in one of its texts leaves the others."""
    code, acronym, name = line.code, plain_name(line.indicator_code), plain_name(line.indicator_name)
    if code and acronym:
        yield "code", code, acronym
    if code and name:
        yield "named", code, name
    if acronym and name:
        yield "indicator", acronym, name


def _last(lines: list[Line | None]) -> Line:
    return next(line for line in reversed(lines) if line is not None)


def _matched(known: list[Line], lines: tuple[Line, ...]) -> dict[int, Line]:
    """Pair known indicators with rows of another report, the surest pairs first; twins in reading order."""
    found: dict[int, Line] = {}
    for sign, same in _PASSES:
        taken = {line.number for line in found.values()}
        olds = _by_sign(sign, ((at, line) for at, line in enumerate(known) if at not in found))
        news = _by_sign(sign, enumerate(line for line in lines if line.number not in taken))
        for key, there in olds.items():
            here = [line for _, line in news.get(key, [])]
            if same is None:
                found.update((at, line) for (at, _), line in zip(there, here, strict=False))
            else:
                found.update(_only_pairs(there, here, same))
    return found


def _by_sign(
    sign: Callable[[Line], tuple[str, ...]], lines: Iterable[tuple[int, Line]]
) -> dict[tuple[str, ...], list[tuple[int, Line]]]:
    grouped: defaultdict[tuple[str, ...], list[tuple[int, Line]]] = defaultdict(list)
    for at, line in lines:
        if all(key := sign(line)):
            grouped[key].append((at, line))
    return grouped


def _only_pairs(
    there: list[tuple[int, Line]], here: list[Line], same: Callable[[Line, Line], bool]
) -> Iterator[tuple[int, Line]]:
    """The pairs in which each is the only one for the other."""
    fits = [(at, new) for at, old in there for new in here if same(old, new)]
    olds, news = Counter(at for at, _ in fits), Counter(new.number for _, new in fits)
    return (pair for pair in fits if olds[pair[0]] == 1 and news[pair[1].number] == 1)


def _same_objective(one: Line, other: Line) -> bool:
    return alike(plain_name(one.objective), plain_name(other.objective))


def _same_indicator(one: Line, other: Line) -> bool:
    """The indicator is the same; of one objective, also where a letter was read as a digit."""
    return alike(one.indicator, other.indicator, digits=not _same_objective(one, other))


_PASSES: tuple[tuple[Callable[[Line], tuple[str, ...]], Callable[[Line, Line], bool] | None], ...] = (
    (lambda line: (line.code, line.indicator), None),
    (lambda line: (line.code,), _same_indicator),
    (lambda line: (line.indicator,), _same_objective),
    (lambda line: (plain_name(line.indicator_code),), lambda a, b: _same_objective(a, b) and _same_indicator(a, b)),
)
"""What two rows must have in common, and what besides; ``None`` where nothing is left to doubt."""
