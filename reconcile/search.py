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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from cuadre.evidence import PERSON, Printed
from normalize.model import Figure, Row
from reconcile.candidates import Candidate, candidates_of, misread_of
from reconcile.deduce import Scaled, ScaledRow, Ties, scale, tied
from reconcile.edits import Edit, Judgement, Outcome, judge
from reconcile.events import Issuer, issuer_of
from reconcile.explain import Judged
from reconcile.explanations import Explanation, Misread
from reconcile.model import Regime
from reconcile.readings import Key, Readings
from reconcile.space import Node, Shelf, Space, State
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
    key = misread.figure
    others = _uncertain(row, readings, terms, only=key).get(key, ())
    found = next((other for other in others if other.printed == misread.printed), None)
    if found is None:
        return ()
    near = [other.value for other in others if other.slips <= found.slips]
    mended = readings.with_value(key, found.value)
    failing = [edit for edit, judgement in judged.items() if judgement.fails]
    mine = [edit for edit in failing if key in tied(edit, readings, terms.regime)]
    return tuple(
        edit for edit in mine
        if _holds_exactly(judge(edit, mended, terms.regime)) and _admits_one(edit, key, near, readings, terms.regime)
    )  # fmt: skip


def _holds_exactly(judgement: Judgement) -> bool:
    return judgement.outcome is Outcome.HOLDS or judgement.because == "truncated"


def _admits_one(edit: Edit, key: Key, near: Sequence[Printed], readings: Readings, regime: Regime) -> bool:
    """Whether a check holds with just one of some values of a figure."""
    one = scale([*readings.printed.values(), *near])
    shelf = Shelf.of([(number, Scaled.of(printed, one)) for number, printed in enumerate(near)], one)
    row = ScaledRow.of(readings, one)
    span = Ties.of(edit, readings, regime).admission(key, row, decimals=shelf.decimals)(None)
    # The span spares judging values far off. It is deduced for counts: a negative one would turn its ends round.
    if span is not None and all(printed.value >= 0 for printed in readings.printed.values()):
        near = [near[number] for number in shelf.between(span)]
    return sum(not judge(edit, readings.with_value(key, value), regime).fails for value in near) == 1


def _uncertain(
    row: Row, readings: Readings, terms: Terms, only: Key | None = None
) -> dict[Key, tuple[Candidate, ...]]:
    """The candidates of all figures that can be misread: what a digital page prints, or a person saw, is certain."""
    found = candidates_of(row, readings, terms.prices, terms.number_format, terms.regime.fractions, only=only)
    certain = {(f.measure, f.period) for f in row.figures if _is_certain(f, terms.kind)}
    return {key: candidates for key, candidates in found.items() if key not in certain}


def _is_certain(figure: Figure, kind: str) -> bool:
    return figure.recognizer == PERSON or (figure.recognizer == "pdf" and kind != "transcript")


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
    _together: dict[Key, tuple[frozenset[Edit], Mapping[Key, frozenset[int]]]] = field(
        init=False, default_factory=dict
    )
    _confused: dict[Key, frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out what the row could say."""
        self.space = Space(self.readings, self.edits, self.terms, self.candidates)
        self.issuer = issuer_of(self.edits, self.readings, self.terms.regime)

    def best(self, k: int) -> tuple[Explanation, ...]:
        """The ``k`` cheapest explanations and those that cost the same as the last."""
        limit = self._take((), k)
        alone = self.space.alone()
        frontier = self._singles(alone, limit)
        seen: set[Node] = set()
        while frontier and frontier[0][0] <= limit and len(self.space) < self.budget:
            _, node = heappop(frontier)
            if len(node) > 1 or node[0] in alone:
                limit = self._take(node, k)
            for pair in self._pairs(node[0], node[0] in alone, limit) if len(node) == 1 else ():
                if pair not in seen:
                    seen.add(pair)
                    heappush(frontier, (self.space.cost(pair), pair))
        return tuple(self._explanation(cost, node) for cost, _, node in self._found if cost <= limit)

    def _singles(self, alone: frozenset[int], limit: int) -> list[tuple[int, Node]]:
        """The candidates of suspects, cheapest first, that by themselves or in a pair may cost no more than the limit.

        One that mends nothing by itself is the cheaper of its pair.
        """
        space, again = self.space, self.terms.prices.same_pair_again
        paired = frozenset[int]().union(
            *(numbers for key in space.suspects() for numbers in self._partners(key)[1].values())
        )
        priced = ((space.numbered[number].cost, number) for number in sorted(alone | paired))
        return [(cost, (number,)) for cost, number in priced if number in alone or 2 * cost - again <= limit]

    def _take(self, node: Node, k: int) -> int:
        """Leave to the issuer what still fails, keep the explanation if it is among the best; give the new limit."""
        failing = self.space.state(node).failing
        idle = bool(node) and self.space.is_idle(node)
        if not idle and not (len(node) > 1 and failing):
            cost = self.space.cost(node) + self.issuer.cover(failing)[0]
            if not self._found or cost <= self._limit(k):
                self._found.append((cost, len(node), node))
                self._found.sort()
        return self._limit(k)

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
            others = self._others(candidate.figure, state.displayed, state.failing)
            others = self._affordable(candidate, others, limit, cheapest=0)
            yield from self._beside(first, state, state.displayed, others, limit)
            return
        wanted, partners = self._partners(candidate.figure)
        others = tuple(key for key, numbers in partners.items() if first in numbers)
        others = self._affordable(candidate, others, limit, cheapest=candidate.cost)
        yield from self._beside(first, before, wanted, others, limit)

    def _others(self, changed: Key, wanted: frozenset[Edit], failing: frozenset[Edit]) -> tuple[Key, ...]:
        """The figures that may mend a wanted check beside a changed one, and leave none failing that neither is in."""
        keys = dict.fromkeys(key for edit in self.edits if edit in wanted for key in self.space.ties(edit))
        apart = (key for key in keys if key != changed and self.candidates.get(key))
        return tuple(key for key in apart if not self._leaves_some(changed, key, failing))

    def _partners(self, figure: Key) -> tuple[frozenset[Edit], Mapping[Key, frozenset[int]]]:
        """The failing checks that a figure is in, and the figures which may mend one of them together with it.

        With each, the readings of the figure that break no check which the other has no part in. It is the same for
        every reading of the figure, and most figures have no other to be misread with.
        """
        if figure not in self._together:
            before = self.space.state(())
            wanted = frozenset(edit for edit in before.displayed if figure in self.space.ties(edit))
            others = self._others(figure, wanted, before.failing) if self.candidates.get(figure) else ()
            self._together[figure] = wanted, {other: self.space.firm(figure, other) for other in others}
        return self._together[figure]

    def _beside(
        self, first: int, state: State, wanted: frozenset[Edit], others: tuple[Key, ...], limit: int
    ) -> Iterator[Node]:
        """The nodes of a misreading and one of others that may mend a wanted check and all others that fail."""
        candidate, space = self.space.numbered[first], self.space
        for key in others:
            mended = self._mending(key, wanted, first)
            pairs = {second: (first, second) if first < second else (second, first) for second in mended}
            pairs = {second: pair for second, pair in pairs.items() if space.cost(pair) <= limit}
            if pairs:
                if wanted is not state.displayed:
                    mended = self._mending(key, state.displayed, first)
                left = space.stuck(state.failing, key, space.read((first,)), candidate.figure)
                firm, loose = space.kept(key, first)
                for second, pair in pairs.items():
                    if left <= mended[second] and second in firm and (second in loose or space.may_be_a_plan(pair)):
                        yield pair

    def _leaves_some(self, changed: Key, key: Key, failing: frozenset[Edit]) -> bool:
        """Whether some check still fails whatever two figures say."""
        known = (changed, key, failing)
        if known not in self._left:
            fixed = self.space.fixed(failing, changed)
            self._left[known] = any(key not in self.space.ties(edit) for edit in fixed)
        return self._left[known]

    def _affordable(
        self, candidate: Candidate, keys: tuple[Key, ...], limit: int, cheapest: int
    ) -> tuple[Key, ...]:
        """The figures of which some candidate, not cheaper than so much, may cost no more than the limit with it."""
        return tuple(key for key in keys if self._least(candidate, key, cheapest) <= limit)

    def _least(self, candidate: Candidate, key: Key, cheapest: int) -> int:
        others = self.candidates[key]
        if key not in self._confused:
            self._confused[key] = frozenset().union(*(other.pairs for other in others))
        again = self.terms.prices.same_pair_again if candidate.pairs & self._confused[key] else 0
        return self.terms.prices.twice(candidate.cost, max(cheapest, others[0].cost), again)

    def _mending(self, key: Key, failing: frozenset[Edit], first: int) -> dict[int, set[Edit]]:
        """The candidates of a figure, each with the failing checks it may mend beside another one's."""
        mended: dict[int, set[Edit]] = {}
        for edit in self.edits:
            if edit in failing and key in self.space.ties(edit):
                for second in self.space.mending(edit, key, first):
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
