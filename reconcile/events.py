"""What an issuer may have done to a row, and which mistakes account most cheaply for the checks that fail.

The other half of the story: a check that fails was either misread or printed so. To blame only the reading, as the
principle of the fewest changes does (Fellegi and Holt, 1976), would overwrite what issuers really printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from normalize.model import Measure
from reconcile.deduce import tied
from reconcile.edits import Check, Edit, column_of
from reconcile.explanations import IssuerEvent
from reconcile.intervals import Interval, display_interval, exactly, part_interval
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings

_PERCENTAGE = 1100
_PERCENTAGE_NOT_COPIED = 1300
_ANNUAL = 1100
_ANNUAL_SHOWS = 1200
_QUARTER = 1300
_ACHIEVED = 1400
_NARRATIVE = 1150
_PASTED = 1300
_ATTAINABLE = 200
"""How much cheaper a percentage is that a wrong input would give exactly: a formula gone wrong, not any number."""
_CHANCE = Fraction(1, 20)
"""With more chance than this that a whole number fits anyhow, one that fits says nothing."""
_SLOTS = (Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS)


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake that an issuer can make.

    Attributes:
        kind: Its name.
        accused: The figures it is about.
        edits: The checks that it can make fail.
        cost: In hundredths of a nat.
    """

    kind: str
    accused: tuple[Key, ...]
    edits: frozenset[Edit]
    cost: int


@dataclass(slots=True)
class Issuer:
    """The mistakes possible in one row; remembers which of them account for which failures."""

    edits: tuple[Edit, ...]
    causes: tuple[Cause, ...]
    _covers: dict[frozenset[Edit], tuple[int, tuple[Cause, ...]]] = field(default_factory=dict)

    def cover(self, failing: frozenset[Edit]) -> tuple[int, tuple[Cause, ...]]:
        """The cheapest causes that together account for all checks that fail, with what they cost.

        Of two ways that cost the same, the one whose causes come first in the catalogue.
        """
        if not failing:
            return 0, ()
        if failing not in self._covers:
            first = next(edit for edit in self.edits if edit in failing)
            ways = []
            for cause in self.causes:
                if first in cause.edits:
                    cost, others = self.cover(failing - cause.edits)
                    ways.append((cost + cause.cost, (cause, *others)))
            self._covers[failing] = min(ways, key=lambda way: way[0])
        return self._covers[failing]

    def events(self, failing: frozenset[Edit]) -> tuple[IssuerEvent, ...]:
        """The same as events of this row."""
        found = []
        for cause in self.cover(failing)[1]:
            accounted = tuple(edit for edit in self.edits if edit in failing and edit in cause.edits)
            found.append(IssuerEvent(cause.kind, cause.accused, accounted, cause.cost))
        return tuple(found)


def issuer_of(edits: Sequence[Edit], readings: Readings, regime: Regime) -> Issuer:
    """List the mistakes possible in a row as it was read.

    Args:
        edits: All checks of the row, in order; each gets a cause that accounts for it alone.
        readings: Its values.
        regime: The conventions of its document.
    """
    ties = {edit: tied(edit, readings, regime) for edit in edits}
    causes = [
        *_percentages(edits, readings, regime),
        *_annual_apart(edits, ties),
        *_counts(edits, ties),
        *_narratives(edits),
    ]
    return Issuer(tuple(edits), tuple(causes))


def attainable(edit: Edit, readings: Readings, regime: Regime) -> bool:
    """Whether a percentage comes out exactly with one other input: another whole number over what is printed, or under.

    Only inputs for which that would be a coincidence count: any percentage is a share of ten thousand.
    """
    share = readings.printed[edit.subject]
    targets = (readings.amount((Measure.TARGET, quarter)) for quarter in QUARTERS)
    wholes = {whole for whole in (readings.amount(ANNUAL_TARGET), *targets) if whole}
    if any(_whole_number_in(part_interval(share, exactly(whole), regime.rounding_mode)) for whole in wholes):
        return True
    shown = display_interval(share, regime.rounding_mode)
    parts = {readings.amount((Measure.ACHIEVED, quarter)) for quarter in QUARTERS}
    return shown.low > 0 and any(
        _whole_number_in(Interval(100 * part / shown.high, 100 * part / shown.low)) for part in parts if part
    )


def _whole_number_in(interval: Interval) -> bool:
    return interval.high - interval.low <= _CHANCE and bool(interval.grid(0, limit=1))


_Ties = dict[Edit, tuple[Key, ...]]


def _percentages(edits: Sequence[Edit], readings: Readings, regime: Regime) -> Iterator[Cause]:
    """A percentage is wrong; the narrative repeats it, or it does not and shows what the cell should say."""
    names = {Check.PROGRESS: "progress", Check.CUMULATIVE: "cumulative"}
    for edit in edits:
        if edit.check not in names:
            continue
        told = [e for e in edits if e.check is Check.NARRATIVE and column_of(e.subject, readings) == edit.subject]
        cheaper = _ATTAINABLE if attainable(edit, readings, regime) else 0
        yield Cause(f"{names[edit.check]}-copied", (edit.subject,), frozenset({edit}), _PERCENTAGE - cheaper)
        if told:
            yield Cause(f"{names[edit.check]}-not-copied", (edit.subject,), frozenset({edit, *told}),
                        _PERCENTAGE_NOT_COPIED)  # fmt: skip


def _annual_apart(edits: Sequence[Edit], ties: _Ties) -> Iterator[Cause]:
    touched = frozenset(edit for edit in edits if ANNUAL_TARGET in ties[edit])
    alone = frozenset(edit for edit in touched if edit.check is Check.SUM)
    if alone:
        yield Cause("annual-apart", (ANNUAL_TARGET,), alone, _ANNUAL)
    if touched - alone:
        yield Cause("annual-apart", (ANNUAL_TARGET,), touched, _ANNUAL_SHOWS)


def _counts(edits: Sequence[Edit], ties: _Ties) -> Iterator[Cause]:
    """A quarter's target or what was achieved in it is wrong, and shows wherever it counts."""
    for kind, measure, cost in (("quarter", Measure.TARGET, _QUARTER), ("achieved", Measure.ACHIEVED, _ACHIEVED)):
        for quarter in QUARTERS:
            touched = frozenset(edit for edit in edits if (measure, quarter) in ties[edit])
            if touched:
                yield Cause(f"{kind}-wrong", ((measure, quarter),), touched, cost)


def _narratives(edits: Sequence[Edit]) -> Iterator[Cause]:
    """A figure of the narrative is wrong, or all of it was pasted from another row."""
    told = [edit for edit in edits if edit.check is Check.NARRATIVE]
    for edit in told:
        yield Cause("narrative-slot", (edit.subject,), frozenset({edit}), _NARRATIVE)
    for period in dict.fromkeys(edit.period for edit in told):
        pasted = [edit for edit in told if edit.period is period]
        if len(pasted) > 1:
            yield Cause("narrative-pasted", tuple(edit.subject for edit in pasted), frozenset(pasted), _PASTED)
