"""The table checks itself upwards: what a parent achieved follows from the rows below it.

By which convention is inferred per document and level, from at least eight parents of which 95 % hold, or from one
whose percentages only the rows below explain. A roll-up is a witness: ``RollUps.speaks`` says whether it is for or
against another reading of a row, ``RollUps.placed`` whose child a row in dispute is. It never supplies a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from normalize.model import Measure, Period, Report
from reconcile.convention import Convention, expected, pinned
from reconcile.edits import Check, Edit, Outcome
from reconcile.explain import judge_row
from reconcile.intervals import Interval, display_interval
from reconcile.judged import JudgedRow, judge_rows
from reconcile.model import Regime
from reconcile.readings import QUARTERS, Readings
from reconcile.tree import Tree, tree_of

_SHARE = 95
_ENOUGH = 8
_TELLING = 3
"""So many parents that are neither wholly achieved nor at nothing: those fit every convention."""
_SHARP = 20
"""A pinned figure that leaves no more than this part of a printed unit is met by chance in one of twenty."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """A convention that a document keeps on one level.

    Attributes:
        rank: Level of the parents.
        convention: How they follow from the rows below.
        held, judged: For how many figures of parents it holds, of how many that could be judged.
        telling: How many of those that hold are neither all of their target nor nothing.
        from_below: Inferred from one parent whose hidden decimals only the rows below explain.
    """

    rank: int
    convention: Convention
    held: int
    judged: int
    telling: int
    from_below: bool = False


@dataclass(frozen=True, slots=True)
class RollUp:
    """One achieved figure of a parent against the rows below it.

    Attributes:
        parent: Its row.
        period: Which quarter.
        convention: How it should follow.
        children: The rows below, in reading order.
        expected: What it would have achieved exactly; several where a child is in doubt.
        outcome: ``HOLDS``, ``FAILS``, or ``SILENT`` where a figure is missing.
        disputed: Rows that may be children as well and are not counted.
    """

    parent: int
    period: Period
    convention: Convention
    children: tuple[int, ...]
    expected: tuple[Interval, ...]
    outcome: Outcome
    disputed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RollUps:
    """What the roll-ups of a document say.

    Attributes:
        inferred: The conventions it keeps; where there are none, nothing else is said.
        found: Every figure of a parent that a convention speaks of, in the rows' order.
        placed: Rows whose code and place name different parents, and the one that needs them.
    """

    inferred: tuple[Inferred, ...]
    found: tuple[RollUp, ...]
    placed: Mapping[int, int]
    _court: _Court

    def rank(self, row: int) -> int:
        """Depth of a row that is a parent or a child."""
        return self._court.tree.ranks[row]

    def about(self, row: int) -> tuple[RollUp, ...]:
        """The roll-ups that a row has part in, as parent or as child."""
        return tuple(one for one in self.found if one.parent == row or row in one.children)

    def speaks(self, row: int, readings: Readings) -> bool | None:
        """Whether the roll-ups speak for another reading of a row, against it, or neither (``None``).

        For: one that fails as read holds with it, and none that holds fails. Against: the other way round.
        """
        changed = self._court.with_readings(row, readings)
        pairs = [(one.outcome, changed.judge(one)) for one in self.about(row)]
        mended = any(before is Outcome.FAILS and after is Outcome.HOLDS for before, after in pairs)
        broken = any(before is Outcome.HOLDS and after is Outcome.FAILS for before, after in pairs)
        return None if mended == broken else mended


@dataclass(frozen=True, slots=True)
class _Court:
    members: Mapping[int, JudgedRow]
    tree: Tree
    regime: Regime
    checks: tuple[str, ...]

    def with_readings(self, row: int, readings: Readings) -> _Court:
        """The document with one row read differently."""
        judged = judge_row(readings, self.checks, self.regime)
        changed = JudgedRow(self.members[row].row, readings, judged, ())
        return replace(self, members={**self.members, row: changed})

    def judge(self, one: RollUp) -> Outcome:
        """Judge a roll-up again."""
        return self.roll_up(one.convention, one.parent, one.children, one.period).outcome

    def roll_up(
        self, convention: Convention, parent: int, children: Sequence[int], period: Period
    ) -> RollUp:
        """Judge one achieved figure of a parent."""
        above, below = self.members[parent], [self.members[child] for child in children]
        printed = above.readings.printed.get((Measure.ACHIEVED, period))
        values = expected(convention, above, below, period, self.regime) if printed else ()
        outcome = Outcome.SILENT
        if printed and values:
            unit = Fraction(printed.unit)
            shown = display_interval(printed)
            # A spreadsheet may have cut the decimals off rather than rounded them.
            shown = Interval(shown.low, shown.high + unit / 2) if printed.decimals else shown
            outcome = Outcome.HOLDS if any(value.meet(shown) for value in values) else Outcome.FAILS
        disputed = self.tree.claims(parent)
        return RollUp(parent, period, convention, tuple(children), values, outcome, disputed)

    def level(self, rank: int, convention: Convention) -> tuple[RollUp, ...]:
        """Every figure of the parents of one level that can be judged."""
        found = (
            self.roll_up(convention, parent, self.tree.children[parent], period)
            for parent, period in self.reported(rank)
        )
        return tuple(one for one in found if one.outcome is not Outcome.SILENT)

    def reported(self, rank: int) -> Iterator[tuple[int, Period]]:
        """The parents of one level, with the quarters for which they print what was achieved."""
        for parent in self.tree.children:
            if self.tree.ranks[parent] == rank:
                printed = self.members[parent].readings.printed
                yield from ((parent, period) for period in QUARTERS if (Measure.ACHIEVED, period) in printed)

    def is_telling(self, one: RollUp) -> bool:
        """It is neither all of the target nor nothing."""
        whole = self.members[one.parent].readings.amount((Measure.TARGET, one.period))
        ends = [end for end in (whole, Fraction(0)) if end is not None]
        return not any(end in value for value in one.expected for end in ends)


def rollups_of(report: Report, regime: Regime, rows: Sequence[JudgedRow] | None = None) -> RollUps:
    """Infer the roll-ups of a document and judge every parent by them.

    Args:
        report: The document.
        regime: Its conventions.
        rows: Its rows with their checks, where they are at hand.
    """
    members = {one.row.number: one for one in (judge_rows(report, regime) if rows is None else rows)}
    court = _Court(members, tree_of(report.rows), regime, report.arithmetic)
    ranks = sorted({court.tree.ranks[parent] for parent in court.tree.children}, reverse=True)
    inferred: list[Inferred] = []
    found: list[RollUp] = []
    for rank in ranks:
        by_vote = _voted(court, rank)
        choice = by_vote or _from_below(court, rank, inferred, found)
        if choice:
            inferred.append(choice)
            found += court.level(rank, choice.convention)
    ordered = tuple(sorted(found, key=lambda one: (one.parent, one.period)))
    return RollUps(tuple(inferred), ordered, dict(_placed(court, inferred)), court)


def _voted(court: _Court, rank: int) -> Inferred | None:
    """The convention that holds for 95 % of at least eight parents; the first of equals."""
    best: Inferred | None = None
    for convention in Convention if sum(1 for _ in court.reported(rank)) >= _ENOUGH else ():
        judged = court.level(rank, convention)
        held = [one for one in judged if one.outcome is Outcome.HOLDS]
        telling = sum(court.is_telling(one) for one in held)
        enough = len(judged) >= _ENOUGH and telling >= _TELLING
        if enough and 100 * len(held) >= _SHARE * len(judged) and (best is None or len(held) > best.held):
            best = Inferred(rank, convention, len(held), len(judged), telling)
    return best


def _from_below(
    court: _Court, rank: int, inferred: Sequence[Inferred], found: Sequence[RollUp]
) -> Inferred | None:
    """The convention that explains the hidden decimals of a single parent from rows that themselves roll up.

    One parent is no majority. It counts where its percentages contradict the figure shown, leave but a sliver of
    what that can stand for, and what follows from its children lies in it.
    """
    if not any(below.rank == rank + 1 for below in inferred):
        return None
    rolled = {one.parent for one in found if one.outcome is Outcome.HOLDS}
    for convention in (Convention.MEAN_OF_VALUES, Convention.CAPPED_MEAN):
        level = court.level(rank, convention)
        if level and all(one.outcome is Outcome.HOLDS for one in level):
            sharp = [one for one in level if is_pinned(court.members[one.parent], one, court.regime)
                     and len(rolled.intersection(one.children)) >= _ENOUGH]  # fmt: skip
            if sharp:
                return Inferred(rank, convention, len(level), len(level), len(sharp), from_below=True)
    return None


def is_pinned(member: JudgedRow, one: RollUp, regime: Regime) -> bool:
    """Whether percentages that contradict the figure shown are what the rows below make them."""
    progress = member.judged.get(Edit(Check.PROGRESS, (Measure.PROGRESS, one.period)))
    printed = member.readings.printed.get((Measure.ACHIEVED, one.period))
    left = pinned(member, one.period, regime)
    if progress is None or printed is None or left is None or not (progress.fails or progress.because == "hidden"):
        return False
    sharp = _SHARP * (left.high - left.low) <= Fraction(printed.unit)
    return sharp and any(value.meet(left) for value in one.expected)


def _placed(court: _Court, inferred: Sequence[Inferred]) -> Iterator[tuple[int, int]]:
    """Rows in dispute that one of two parents needs and the other does not bear."""
    kept = {one.rank: one.convention for one in inferred}
    for child, parents in court.tree.disputed.items():
        convention = kept.get(court.tree.ranks[parents[0]])
        if convention is None:
            continue
        fits = [parent for parent, other in (parents, parents[::-1])
                if _needs(court, convention, parent, child, other)]  # fmt: skip
        if len(fits) == 1:
            yield child, fits[0]


def _needs(court: _Court, convention: Convention, parent: int, child: int, other: int) -> bool:
    """A parent holds with the child and the other without it, in all quarters that can be judged; not both ways."""
    with_child, without = (
        [court.roll_up(convention, one, children, period).outcome for period in QUARTERS]
        for one, children in (
            (parent, sorted((*court.tree.children.get(parent, ()), child))),
            (other, court.tree.children.get(other, ())),
        )
    )
    return Outcome.HOLDS in with_child and Outcome.FAILS not in (*with_child, *without)
