"""What is known of one row after all evidence was heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cuadre.evidence import NumberFormat, Repair, Rereading
from reconcile.decide import Decision
from reconcile.edits import Edit
from reconcile.explanations import Explanation, Misread
from reconcile.gate import figure_of
from reconcile.judged import JudgedRow
from reconcile.model import Status
from reconcile.readings import Key
from reconcile.second_reading import Replaced


@dataclass(frozen=True, slots=True)
class Examined:
    """One row with all that is known of it.

    Attributes:
        as_read: As it was read; readings in doubt that second looks repeat are sure.
        published: With what was put right in its place; the same where nothing was.
        explanations: What may have happened to it, the likeliest first; empty where all tallies.
        pins: The violated checks that ask for exactly what a misreading says.
        decisions: What is held of the figures that do not tally.
        looks: What second looks say of its figures.
        read_otherwise: The reading in doubt that second looks replaced.
        accepted: The proposal that a person accepted, and what persons said of figures whose cells they saw.
        begun: As it was read but for what persons saw, where they saw something.
        unasked: What would be held of it had no person looked at its cells; ``None`` where none did.
    """

    as_read: JudgedRow
    published: JudgedRow
    explanations: tuple[Explanation, ...] = ()
    pins: Mapping[Misread, tuple[Edit, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    looks: Mapping[Key, tuple[Rereading, ...]] = field(default_factory=dict)
    read_otherwise: Replaced | None = None
    accepted: tuple[tuple[Replaced, Repair], ...] = ()
    begun: JudgedRow | None = None
    unasked: tuple[Decision, ...] | None = None

    @property
    def started(self) -> JudgedRow:
        """The row on which explanations were sought: what an argument starts from."""
        return self.begun or self.as_read

    @property
    def repaired(self) -> Decision | None:
        """The decision that put a figure right, if one did."""
        return next((decision for decision in self.decisions if decision.status is Status.REPAIRED), None)

    def replaced(self, number_format: NumberFormat) -> tuple[Replaced, ...]:
        """The figures that are published with another value than was read."""
        found = [replaced for replaced, _ in self.accepted]
        if self.read_otherwise:
            found.append(self.read_otherwise)
        if self.repaired and self.repaired.misread:
            found.append(as_replaced(self.repaired.misread, number_format))
        return tuple(found)


def as_replaced(misread: Misread, number_format: NumberFormat) -> Replaced:
    """The figure of a misreading as it would be published."""
    return Replaced(misread.figure, figure_of(misread.text, number_format) or misread.printed, misread.text)
