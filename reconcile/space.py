"""What a row could say: all readings of it with at most two figures misread, what each costs, and what fails in it.

A node is a tuple of candidates' numbers; the empty one is the row as it was read. Every judgement is made once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from operator import attrgetter

from normalize.model import Measure, Period
from reconcile.candidates import Candidate
from reconcile.deduce import Admission, Scaled, ScaledRow, Span, Ties, scale
from reconcile.edits import Check, Edit, judge
from reconcile.explain import Judged, accounted_for, aggregation
from reconcile.readings import QUARTERS, Key, Readings
from reconcile.terms import Terms

Node = tuple[int, ...]
"""Numbers of the candidates that are taken for printed, ascending, which is by cost."""


@dataclass(frozen=True, slots=True)
class State:
    """What fails under one reading of the row.

    Attributes:
        displayed: What fails as displayed.
        failing: What fails of it after all that explains a failure without a mistake.
    """

    displayed: frozenset[Edit]
    failing: frozenset[Edit]


@dataclass(slots=True)
class Space:
    """All that one row could say.

    Attributes:
        readings: Its values as read.
        edits: Its checks, in order.
        terms: What holds for its document.
        candidates: What each figure may say instead, cheapest first.
        numbered: All of them, cheapest first; a candidate's place is its number.
        numbers: Those of each figure, ascending.
    """

    readings: Readings
    edits: tuple[Edit, ...]
    terms: Terms
    candidates: Mapping[Key, tuple[Candidate, ...]]
    numbered: tuple[Candidate, ...] = field(init=False)
    numbers: Mapping[Key, Sequence[int]] = field(init=False)
    _ties: dict[Edit, Ties] = field(init=False)
    _row: ScaledRow = field(init=False)
    _admissions: dict[tuple[Edit, Key, Key | None], Admission] = field(init=False, default_factory=dict)
    _judged: Judged = field(init=False)
    _states: dict[Node, State] = field(init=False, default_factory=dict)
    _scaled: dict[int, Scaled] = field(init=False, default_factory=dict)
    _shelves: dict[Key, Shelf] = field(init=False, default_factory=dict)
    _unchanged: dict[tuple[Edit, Key], list[int]] = field(init=False, default_factory=dict)
    _near: dict[Edit, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Judge the row as read and number the candidates."""
        everything = (candidate for found in self.candidates.values() for candidate in found)
        self.numbered = tuple(sorted(everything, key=attrgetter("cost")))
        numbers: defaultdict[Key, list[int]] = defaultdict(list)
        for number, candidate in enumerate(self.numbered):
            numbers[candidate.figure].append(number)
        self.numbers = numbers
        self._ties = {edit: Ties.of(edit, self.readings, self.terms.regime) for edit in self.edits}
        self._judged = {edit: judge(edit, self.readings, self.terms.regime) for edit in self.edits}
        most = scale([*self.readings.printed.values(), *[candidate.value for candidate in self.numbered]])
        self._row = ScaledRow.of(self.readings, most)

    def __len__(self) -> int:
        """How many readings were judged."""
        return len(self._states)

    def ties(self, edit: Edit) -> tuple[Key, ...]:
        """The figures that decide on a check."""
        return self._ties[edit].keys

    def cost(self, node: Node) -> int:
        """What the misreadings of a node cost."""
        if len(node) <= 1:
            return sum(self.numbered[number].cost for number in node)
        one, other = (self.numbered[number] for number in node)
        again = self.terms.prices.same_pair_again if one.pairs & other.pairs else 0
        return self.terms.prices.twice(one.cost, other.cost, again)

    def read(self, node: Node) -> Readings:
        """The values of the row with the misreadings of a node put right."""
        readings = self.readings
        for number in node:
            readings = readings.with_value(self.numbered[number].figure, self.numbered[number].value)
        return readings

    def state(self, node: Node) -> State:
        """What fails under one reading of the row."""
        if node not in self._states:
            self._states[node] = self._judge(node)
        return self._states[node]

    def is_idle(self, node: Node) -> bool:
        """Whether some misreading of a node mends nothing: all that fails without it still fails.

        One alone may also let the row explain a failure; of two, each must mend a check as displayed.
        """
        state = self.state(node)
        for size in range(len(node)):
            for rest in combinations(node, size):
                fewer = self.state(rest)
                if fewer.failing <= state.failing or (len(node) > 1 and fewer.displayed <= state.displayed):
                    return True
        return False

    def suspects(self) -> frozenset[Key]:
        """The figures of the checks that fail as displayed: one of them is misread, if anything is."""
        return frozenset(key for edit in self.state(()).displayed for key in self.ties(edit))

    def alone(self) -> frozenset[int]:
        """The candidates of suspects that may mend a check, or let the row explain one, with nothing else misread."""
        failing, suspects = self.state(()).displayed, self.suspects()
        found = {n for edit in failing for key in self.ties(edit) for n in self.mending(edit, key)}
        numbers = [number for key, mine in self.numbers.items() if key in suspects for number in mine]
        if any(edit.check is Check.SUM for edit in failing) and _is_nearly_a_plan(self.readings):
            targets = (number for number in numbers if self.numbered[number].figure[0] is Measure.TARGET)
            found.update(number for number in targets if aggregation(self.read((number,))) != "unknown")
        # Zeros fill the quarters to come.
        found.update(number for number in numbers if not self.numbered[number].value.value)
        return frozenset(found)

    def mending(self, edit: Edit, key: Key, first: int | None = None) -> list[int]:
        """The candidates of a figure with which a check may hold; a little more than those, never less.

        Args:
            edit: The check.
            key: The figure.
            first: The candidate that is taken for another figure; with none, all others are as read.
        """
        if not self.candidates.get(key):
            return []
        if first is not None and (changed := self.numbered[first].figure) in self.ties(edit):
            return self._between(edit, key, changed, self._value(first))
        if (edit, key) not in self._unchanged:
            self._unchanged[edit, key] = self._between(edit, key)
        return self._unchanged[edit, key]

    def fixed(self, failing: frozenset[Edit], changed: Key) -> frozenset[Edit]:
        """Those failing checks without a figure that only another value of one of their own can mend."""
        apart = (edit for edit in failing if changed not in self.ties(edit))
        return frozenset(edit for edit in apart if not self._is_near(edit, self.readings, changed))

    def stuck(self, failing: frozenset[Edit], key: Key, readings: Readings, changed: Key) -> frozenset[Edit]:
        """Those failing checks that a new value of a figure can only mend, and not let the row explain."""
        return frozenset(
            edit for edit in failing
            if not self._is_near(edit, readings, changed)
            and not (edit.check is Check.SUM and _may_make_a_plan(key, readings))
        )  # fmt: skip

    def kept(self, key: Key, first: int) -> tuple[frozenset[int], frozenset[int]]:
        """The candidates of a figure with which its checks may hold beside another one's.

        Returns:
            Those with which all may that nothing but hidden decimals explains, and those with which the others may,
            of which a plan may be the reason.
        """
        firm = loose = frozenset(self.numbers[key])
        for edit in self.edits:
            if key in self.ties(edit):
                with_it = self.mending(edit, key, first)
                if edit.check in (Check.SUM, Check.CUMULATIVE):
                    loose = loose.intersection(with_it)
                else:
                    firm = firm.intersection(with_it)
        return firm, loose

    def firm(self, key: Key, apart: Key) -> frozenset[int]:
        """The candidates of a figure with which its checks may hold that another figure has no part in."""
        found = frozenset(self.numbers[key])
        for edit in self.edits:
            ties = self.ties(edit)
            if edit.check in (Check.PROGRESS, Check.NARRATIVE) and key in ties and apart not in ties:
                found = found.intersection(self.mending(edit, key))
        return found

    def may_be_a_plan(self, node: Node) -> bool:
        """Whether a plan that does not add up, or zeros in the quarters to come, may explain what fails."""
        zero = any(not self.numbered[number].value.value for number in node)
        return zero or aggregation(self.read(node)) != "unknown"

    def _judge(self, node: Node) -> State:
        judged = self._judged
        if node:
            readings, regime, judged = self.read(node), self.terms.regime, dict(judged)
            changed = {self.numbered[number].figure for number in node}
            for edit in self.edits:
                if not changed.isdisjoint(self.ties(edit)):
                    judged[edit] = judge(edit, readings, regime)
        displayed = frozenset(edit for edit, judgement in judged.items() if judgement.fails)
        if all(edit.check is Check.NARRATIVE for edit in displayed):
            return State(displayed, displayed)
        accounted = accounted_for(judged, self.read(node), self.terms.regime, self.terms.reported)
        return State(displayed, frozenset(edit for edit in displayed if accounted[edit].fails))

    def _between(self, edit: Edit, key: Key, changed: Key | None = None, value: Scaled | None = None) -> list[int]:
        if key not in self._shelves:
            self._shelves[key] = Shelf.of([(n, self._value(n)) for n in self.numbers[key]], self._row.one)
        shelf, known = self._shelves[key], (edit, key, changed)
        if known not in self._admissions:
            ties = self._ties[edit]
            self._admissions[known] = ties.admission(key, self._row, changed, decimals=shelf.decimals, hidden=True)
        span = self._admissions[known](value)
        return [] if span is None else shelf.between(span)

    def _value(self, number: int) -> Scaled:
        if number not in self._scaled:
            self._scaled[number] = Scaled.of(self.numbered[number].value, self._row.one)
        return self._scaled[number]

    def _is_near(self, edit: Edit, readings: Readings, changed: Key) -> bool:
        """Whether hidden decimals, or a plan that does not add up, may yet explain a check that nothing mends."""
        if edit.check is Check.NARRATIVE:
            return False
        if changed in self.ties(edit):
            return self._is_admitted(edit, readings)
        if edit not in self._near:
            self._near[edit] = self._is_admitted(edit, self.readings)
        return self._near[edit]

    def _is_admitted(self, edit: Edit, readings: Readings) -> bool:
        if edit.check is Check.SUM:
            return aggregation(readings) != "unknown"
        row = self._row if readings is self.readings else ScaledRow.of(readings, self._row.one)
        decimals = row.figures[edit.subject].decimals
        span = self._ties[edit].admission(edit.subject, row, decimals=decimals, hidden=True)(None)
        subject = row.figures[edit.subject].value
        if span is None:
            return False
        low, below, high, above = span
        return low * row.one <= subject * below and subject * above <= high * row.one


@dataclass(frozen=True, slots=True)
class Shelf:
    """Readings of one figure by value.

    Attributes:
        one: How many make one.
        values: In whole numbers, ascending.
        numbers: Of the readings.
        decimals: They are printed with so many at least.
    """

    one: int
    values: list[int]
    numbers: list[int]
    decimals: int

    @classmethod
    def of(cls, numbered: Sequence[tuple[int, Scaled]], one: int) -> Shelf:
        """Put readings with their numbers in order; there is at least one."""
        placed = sorted((value.value, number) for number, value in numbered)
        decimals = min(value.decimals for _, value in numbered)
        return cls(one, [value for value, _ in placed], [number for _, number in placed], decimals)

    def between(self, span: Span) -> list[int]:
        """The numbers of those in a span."""
        low, below, high, above = span
        start = bisect_left(self.values, -(-low * self.one // below))
        return self.numbers[start : bisect_right(self.values, high * self.one // above, start)]


def _may_make_a_plan(key: Key, readings: Readings) -> bool:
    """Whether with another value of a figure the targets may make a plan that does not add up."""
    if key[0] is Measure.CUMULATIVE:
        return aggregation(readings) != "unknown"
    return key[0] is Measure.TARGET and _is_nearly_a_plan(readings)


def _is_nearly_a_plan(readings: Readings) -> bool:
    """Whether one other target may make a plan that does not add up, or shares are counted, where any target may."""
    annual, *quarters = (readings.amount((Measure.TARGET, period)) for period in Period)
    falls = sum((later or 0) < (earlier or 0) for earlier, later in pairwise(quarters))
    return (
        readings.rate
        or max(Counter((annual, *quarters)).values()) >= len(QUARTERS)
        or (falls <= 1 and (annual == quarters[-1] or len(set(quarters[:-1])) > 1))
    )
