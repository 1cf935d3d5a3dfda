"""The likeliest explanations of a row that does not tally: uniform-cost search over what may have been misread.

A node of the search is a set of at most two misreadings; its price is what they cost. What still fails with them is
left to the issuer, at the price of the cheapest mistakes that account for it. Nodes are taken up in the order of their
price (Dijkstra's order, known as uniform-cost search), so nothing that is not yet seen can be cheaper than what is
at hand, and the best explanations are final as soon as the next node costs more. All prices are whole numbers: equal
is equal, and ties are kept. There is no solver and no tolerance in it.

A misreading that mends nothing is idle, and explanations with idle misreadings are none. Nor is it one that two figures
were misread and the issuer was wrong as well: three accidents in one row explain anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from normalize.model import Row
from reconcile.candidates import Candidate, candidates_of, misread_of
from reconcile.deduce import tied
from reconcile.edits import Edit, Outcome, judge
from reconcile.events import Issuer, issuer_of
from reconcile.explain import Judged
from reconcile.explanations import Explanation, Misread
from reconcile.model import Regime
from reconcile.readings import Key, Readings
from reconcile.space import Node, Space, State
from reconcile.terms import Terms

__all__ = ["BUDGET", "WITHIN", "Search", "Terms", "explain", "pins"]

WITHIN = 460
"""Explanations that cost more than the best one and this, 100 times less likely, are not looked for, unless they cost
less than leaving everything to the issuer."""
BUDGET = 20_000
"""Readings of a row that are judged at most; what is found by then is returned."""


def explain(
    row: Row, readings: Readings, judged: Judged, terms: Terms, *,
    k: int = 5, within: int = WITHIN, budget: int = BUDGET,
) -> tuple[Explanation, ...]:  # fmt: skip
    """Find the likeliest explanations of a row.

    Args:
        row: The row.
        readings: Its values.
        judged: Its checks, explanations included: what is explained needs no other explanation.
        terms: What holds for the document.
        k: How many are wanted; those that cost the same as the last of them come as well.
        within: How much more than the best one they may cost, unless leaving everything to the issuer costs even more.
        budget: Readings of the row that are judged at most.

    Returns:
        Best first, in an order that depends on nothing but the row. A row that tallies has one, and it says nothing.
        Each publishes other values, so what the second costs less the first is the margin; with one alone it is more
        than ``within``.
    """
    if not any(judgement.fails for judgement in judged.values()):
        return (Explanation((), (), 0),)
    return Search(row, readings, tuple(judged), terms, _uncertain(row, readings, terms), within, budget).best(k)


def pins(misread: Misread, row: Row, readings: Readings, judged: Judged, terms: Terms) -> tuple[Edit, ...]:
    """The failing checks each of which alone admits this one value of all that the figure may say.

    It may say whatever as many slips as this one's, or fewer, lead back to. A check that is satisfied, or that is with
    any value because it is about nothing, asks for none.
    """
    others = _uncertain(row, readings, terms).get(misread.figure, ())
    found = next((other for other in others if other.printed == misread.printed), None)
    if found is None:
        return ()
    near = [readings.with_value(misread.figure, other.value) for other in others if other.slips <= found.slips]
    mended = readings.with_value(misread.figure, found.value)
    failing = [edit for edit, judgement in judged.items() if judgement.fails]
    mine = [edit for edit in failing if misread.figure in tied(edit, readings, terms.regime)]
    return tuple(edit for edit in mine if _asks_for(edit, mended, near, terms.regime))


def _asks_for(edit: Edit, mended: Readings, near: list[Readings], regime: Regime) -> bool:
    judgement = judge(edit, mended, regime)
    exactly = judgement.outcome is Outcome.HOLDS or judgement.because == "truncated"
    return exactly and sum(not judge(edit, other, regime).fails for other in near) == 1


def _uncertain(row: Row, readings: Readings, terms: Terms) -> dict[Key, tuple[Candidate, ...]]:
    """The candidates of all figures that can be misread: what a digital page prints is what it prints."""
    found = candidates_of(row, readings, terms.prices, terms.number_format, terms.regime.fractions)
    certain = {(f.measure, f.period) for f in row.figures if f.recognizer == "pdf" and terms.kind != "transcript"}
    return {key: candidates for key, candidates in found.items() if key not in certain}


@dataclass(slots=True)
class Search:
    """One row under search.

    Attributes:
        row: Its figures.
        readings: Its values as read.
        edits: Its checks, in order.
        terms: What holds for its document.
        candidates: What each figure may say instead, cheapest first.
        within: How much more than the best one an explanation may cost.
        budget: Readings that may be judged.
        space: All that the row could say.
        issuer: All that its issuer could have done.
    """

    row: Row
    readings: Readings
    edits: tuple[Edit, ...]
    terms: Terms
    candidates: Mapping[Key, tuple[Candidate, ...]]
    within: int = WITHIN
    budget: int = BUDGET
    space: Space = field(init=False)
    issuer: Issuer = field(init=False)
    _found: list[tuple[int, int, Node]] = field(init=False, default_factory=list)
    _left: dict[tuple[Key, Key, frozenset[Edit]], bool] = field(init=False, default_factory=dict)
    _confused: dict[Key, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out what the row could say."""
        self.space = Space(self.readings, self.edits, self.terms, self.candidates)
        self.issuer = issuer_of(self.edits, self.readings, self.terms.regime)
        self._confused = {
            key: frozenset().union(*(candidate.pairs for candidate in found))
            for key, found in self.candidates.items()
        }

    def best(self, k: int) -> tuple[Explanation, ...]:
        """The ``k`` cheapest explanations and those that cost the same as the last."""
        self._take((), k)
        suspects, alone = self.space.suspects(), self.space.alone()
        frontier: list[tuple[int, Node]] = [
            (candidate.cost, (number,))
            for number, candidate in enumerate(self.space.numbered)
            if candidate.figure in suspects
        ]
        heapify(frontier)
        seen: set[Node] = set()
        while frontier and frontier[0][0] <= self._limit(k) and len(self.space) < self.budget:
            _, node = heappop(frontier)
            if len(node) > 1 or node[0] in alone:
                self._take(node, k)
            for pair in self._pairs(node[0], node[0] in alone, self._limit(k)) if len(node) == 1 else ():
                if pair not in seen:
                    seen.add(pair)
                    heappush(frontier, (self.space.cost(pair), pair))
        limit = self._limit(k)
        return tuple(self._explanation(cost, node) for cost, _, node in self._found if cost <= limit)

    def _take(self, node: Node, k: int) -> None:
        """Leave to the issuer what still fails, and keep the explanation if it is among the best."""
        failing = self.space.state(node).failing
        if (len(node) > 1 and failing) or (node and self.space.is_idle(node)):
            return
        cost = self.space.cost(node) + self.issuer.cover(failing)[0]
        if not self._found or cost <= self._limit(k):
            self._found.append((cost, len(node), node))
            self._found.sort()

    def _limit(self, k: int) -> int:
        """What an explanation may cost to be among the best."""
        limit = max(self._found[0][0] + self.within, self.issuer.cover(self.space.state(()).failing)[0])
        return min(limit, self._found[k - 1][0]) if len(self._found) >= k else limit

    def _pairs(self, first: int, alone: bool, limit: int) -> Iterator[Node]:
        """The nodes in which a misreading of a suspect figure and another one each mend something.

        If the first mends a check by itself, the other one mends something that fails then. If neither does so by
        itself, together they mend a check that both are in; that is found from the cheaper one.
        """
        before, candidate = self.space.state(()), self.space.numbered[first]
        state = self.space.state((first,)) if alone else before
        if not before.displayed <= state.displayed:
            yield from self._beside(first, state, state.displayed, limit, cheapest=0)
        else:
            together = frozenset(edit for edit in before.displayed if candidate.figure in self.space.ties(edit))
            yield from self._beside(first, before, together, limit, cheapest=candidate.cost)

    def _beside(
        self, first: int, state: State, wanted: frozenset[Edit], limit: int, cheapest: int
    ) -> Iterator[Node]:
        """The nodes of a misreading and another one that may mend a wanted check and all others that fail."""
        candidate, space = self.space.numbered[first], self.space
        for key in dict.fromkeys(key for edit in self.edits if edit in wanted for key in space.ties(edit)):
            if key == candidate.figure or not self._is_affordable(candidate, key, cheapest, limit):
                continue
            if self._leaves_some(candidate.figure, key, state.failing):
                continue
            readings = space.read((first,))
            pairs = {second: (first, second) if first < second else (second, first)
                     for second in self._mending(key, wanted, readings, candidate.figure)}  # fmt: skip
            pairs = {second: pair for second, pair in pairs.items() if space.cost(pair) <= limit}
            if pairs:
                mended = self._mending(key, state.displayed, readings, candidate.figure)
                left = space.stuck(state.failing, key, readings, candidate.figure)
                yield from (pair for second, pair in pairs.items() if left <= mended[second])

    def _leaves_some(self, changed: Key, key: Key, failing: frozenset[Edit]) -> bool:
        """Whether some check still fails whatever two figures say."""
        known = (changed, key, failing)
        if known not in self._left:
            fixed = self.space.fixed(failing, changed)
            self._left[known] = any(key not in self.space.ties(edit) for edit in fixed)
        return self._left[known]

    def _is_affordable(self, candidate: Candidate, key: Key, cheapest: int, limit: int) -> bool:
        """Whether it and a candidate of another figure, not cheaper than so much, may cost no more than the limit."""
        others = self.candidates.get(key)
        if not others:
            return False
        again = self.terms.prices.same_pair_again if candidate.pairs & self._confused[key] else 0
        return self.terms.prices.twice(candidate.cost, max(cheapest, others[0].cost), again) <= limit

    def _mending(
        self, key: Key, failing: frozenset[Edit], readings: Readings, changed: Key
    ) -> dict[int, set[Edit]]:
        """The candidates of a figure, each with the failing checks it may mend beside a changed figure."""
        mended: dict[int, set[Edit]] = {}
        for edit in self.edits:
            if edit in failing and key in self.space.ties(edit):
                for second in self.space.mending(edit, key, readings, changed):
                    mended.setdefault(second, set()).add(edit)
        return mended

    def _explanation(self, cost: int, node: Node) -> Explanation:
        order = [(figure.measure, figure.period) for figure in self.row.figures]
        chosen = sorted((self.space.numbered[n] for n in node), key=lambda c: order.index(c.figure))
        misreads = []
        for candidate in chosen:
            figure = self.row.figure(*candidate.figure)
            as_read = figure.as_read if figure else ""
            misreads.append(misread_of(candidate, as_read, self.terms.number_format))
        return Explanation(tuple(misreads), self.issuer.events(self.space.state(node).failing), cost)
