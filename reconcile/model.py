"""What the reconcile stage hands on: a verdict on every figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cuadre.evidence import Finding, Printed, Repair
from normalize.model import Measure, Period


class Status(StrEnum):
    """What is known about a published figure, best first."""

    OK = "ok"
    EXPLAINED = "explained"
    REPAIRED = "repaired"
    PROPOSED = "proposed"
    INCONSISTENT = "inconsistent"
    UNDETERMINED = "undetermined"
    ILLEGIBLE = "illegible"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return tuple(Status).index(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the arithmetic says of one figure.

    Attributes:
        row: Data row, from 1.
        measure, period: Which figure of that row.
        status: What is known about it.
        computed: What the row's other figures make of it, rounded half up to the printed precision;
            ``None`` where nothing computes it.
        low, high: The interval in which the exact value lies, both ends attainable.
        repaired: What is published instead of the reading, where the paper was read again and says so; ``None``
            where the reading stands.
        withdrawn: A person found no figure there: nothing is published, whatever was read.
    """

    row: int
    measure: Measure
    period: Period
    status: Status
    computed: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    repaired: Printed | None = None
    withdrawn: bool = False

    def published(self, printed: Printed | None) -> Printed | None:
        """What is published where ``printed`` was read."""
        return None if self.withdrawn else self.repaired or printed


@dataclass(frozen=True, slots=True)
class Vote:
    """What the rows of a document say about one of its conventions.

    Attributes:
        convention: Which one, by its name in ``Regime``.
        value: What they say; ``unknown`` where they do not.
        decided: Figures that tell it from the others, for it or against it.
        against: Those of them that are against it.
    """

    convention: str
    value: str
    decided: int
    against: int


@dataclass(frozen=True, slots=True)
class Regime:
    """The conventions of one document, inferred from all its rows, never from one.

    Attributes:
        rounding_mode: ``nearest``, ``truncate`` or ``unknown``.
        cumulative_denominator: ``annual``, ``programmed_to_date`` or ``unknown``.
        zero_over_zero: What is printed for nothing of nothing: ``100``, ``0``, ``blank`` or ``unknown``.
        fractions: Measures whose percentages are printed as fractions of one (``0.85`` for 85 %).
        votes: What its figures say of each convention; a form may know better.
    """

    rounding_mode: str = "unknown"
    cumulative_denominator: str = "unknown"
    zero_over_zero: str = "unknown"
    fractions: tuple[Measure, ...] = ()
    votes: tuple[Vote, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The verdicts on one report.

    Attributes:
        regime: The conventions they rest on.
        verdicts: One for each figure of each row, in the rows' order.
        findings: What does not tally.
        repairs: What was changed or is proposed, with before and after.
    """

    regime: Regime
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...] = ()
