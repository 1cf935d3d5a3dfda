"""What the review page shows and takes, without a word of HTML: the desk makes it, the web shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cuadre.decisions import Choice, Decision
from cuadre.evidence import Box
from reconcile.model import Status


@dataclass(frozen=True, slots=True)
class Where:
    """Which reading of a package.

    Attributes:
        document_id: Of its document.
        page, row: As the package counts, from 1.
        field: Column of ``indicators.csv``.
    """

    document_id: str
    page: int
    row: int
    field: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that the cell may say.

    Attributes:
        text: As it would be printed.
        why: What speaks for it, in the language asked for: read, computed, read again, alternative, proposed.
    """

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or text of a row, for the table below the crop.

    Attributes:
        field: Column of ``indicators.csv``.
        title: Its title in the language asked for.
        as_read, reported, computed: ``""`` where there is none; for texts only the first two.
        status: Of a figure; ``None`` for a text.
        box: On its page, in points, origin top left, after rotation; ``None`` without paper.
        page: The page of that box.
        doubted: Something about it is for a person to decide.
        decided: A person decided on it.
    """

    field: str
    title: str
    as_read: str
    reported: str
    computed: str
    status: Status | None
    box: Box | None
    page: int
    doubted: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reading for a person to settle, with all that is known of it.

    Attributes:
        where: Which one.
        cell: The reading itself.
        row: All cells of its row, in the order of the form.
        heading: The row in short: its code, level and indicator.
        argument: Why it is in doubt, sentence by sentence, in the language asked for.
        candidates: What it may say, best first, without repeats; the reading itself is among them.
        weight: Effect times doubt; the greatest come first.
        decision: What was decided on it in this package, if anything.
        document: Name of the file.
    """

    where: Where
    cell: Cell
    row: tuple[Cell, ...]
    heading: str
    argument: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    weight: float
    decision: Decision | None
    document: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come: doubts settled, and all there were."""

    settled: int
    doubts: int


@dataclass(frozen=True, slots=True)
class PageCells:
    """One page with its cells, for the overlay.

    Attributes:
        document_id, document, page: Which one.
        cells: With the row each stands in.
    """

    document_id: str
    document: str
    page: int
    cells: tuple[tuple[int, Cell], ...]


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names of units that may be one.

    Attributes:
        names: As printed, the most frequent first, with how often each is.
        canonical: What they are grouped by now, one for each name.
        decided: Names that a person decided on.
    """

    names: tuple[tuple[str, int], ...]
    canonical: tuple[str, ...]
    decided: frozenset[str]


class Desk(Protocol):
    """A data package under review. All methods may be called from any thread."""

    @property
    def stamp(self) -> str:
        """Digest of the package and its decisions as they are now: what a save must be told."""
        ...

    def documents(self) -> Sequence[tuple[str, str, int]]:
        """Id, file name and number of pages of each document."""
        ...

    def doubts(self) -> Sequence[Doubt]:
        """All that is or was in doubt, settled ones too, the weightiest first; their order stays while deciding."""
        ...

    def doubt(self, where: Where) -> Doubt | None:
        """Any cell as a doubt, also one that nobody doubts; ``None`` where there is no such cell."""
        ...

    def progress(self) -> Progress:
        """How far it has come."""
        ...

    def pages(self, document_id: str) -> Sequence[PageCells]:
        """The pages of one document with their cells."""
        ...

    def decide(self, where: Where, choice: Choice, value: str, *, by: str, stamp: str) -> None:
        """Save a decision, at once and whole.

        Raises:
            DecisionsError: The package or its decisions changed since ``stamp``, the value is no figure where one
                must be, or the file cannot be written. Nothing was saved then.
        """
        ...

    def undo(self, *, by: str, stamp: str) -> Where | None:
        """Take back the last decision of this session; where it was, or ``None`` when there is none.

        Raises:
            DecisionsError: As ``decide``.
        """
        ...

    def names(self) -> Sequence[NameGroup]:
        """Names of units that look alike or were merged, and those decided on."""
        ...

    def decide_name(self, raw: str, canonical: str, *, by: str, stamp: str) -> None:
        """Let a name stand for another one, or, when both are the same, for itself.

        Raises:
            DecisionsError: As ``decide``.
        """
        ...

    def finish(self, *, stamp: str) -> int:
        """Write the package anew with all decisions in it, and give how many doubts are left.

        Raises:
            DecisionsError: As ``decide``.
            PackageError: The package cannot be written.
        """
        ...
