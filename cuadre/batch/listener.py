"""Who wants to know how the night goes: progress, log lines, metrics, the page of the night, the dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from cuadre.batch.journal import Entry, Journal
from cuadre.batch.model import Done, Outcome
from cuadre.evidence import CuadreError

FAILED = frozenset(set(Outcome) - {Outcome.CONVERTED, Outcome.NO_TABLE})
"""Outcomes of documents that could not be read. One that was read and holds no table of ours is not among them."""

TROUBLES_KEPT = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is going to do.

    Attributes:
        run: Its number.
        inbox, outdir: The folders.
        found: Documents in the inbox.
        unchanged: Those of them with nothing to do.
        to_do: Those of them that are new or stale; fewer may be done, as some prove to be unchanged.
        settling: Those of them that still move; the next run takes them.
        gone: Documents whose original went since the run before.
        troubles: What could not be looked at and why, by name under the inbox; the first ``TROUBLES_KEPT``.
        journal_aside: Where a broken journal was set aside; ``None`` when all was well.
        rebuilt: How many documents a new journal took from packages that were there.
    """

    run: int
    inbox: Path
    outdir: Path
    found: int
    unchanged: int
    to_do: int
    settling: int
    gone: int
    troubles: Mapping[str, str] = field(default_factory=dict)
    journal_aside: Path | None = None
    rebuilt: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """What a run came to.

    Attributes:
        plan: What it was going to do.
        seconds: How long it took.
        ended: ``done``, ``interrupted`` or ``stopped``.
        outcomes: Documents done in this run, by outcome.
        unchanged: Documents with nothing to do, with those that only a look at their bytes showed to be so.
        left: Documents that moved while they were done; the next run takes them.
        pages: Of the documents done.
        newly_failed: Documents that could not be read and did not fail the same way before.
        new_troubles: What could not be looked at in the inbox, and could in the run before.
        needs_a_look: Documents converted in this run in which something is for a person to decide.
        filed: Originals copied or moved.
        conflicts: Originals that were not filed, and why, by name.
    """

    plan: Plan
    seconds: float = 0.0
    ended: str = "done"
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    unchanged: int = 0
    left: int = 0
    pages: int = 0
    newly_failed: int = 0
    new_troubles: int = 0
    needs_a_look: int = 0
    filed: int = 0
    conflicts: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether packages were written or originals went, so that what is made of all of them is stale."""
        return bool(self.outcomes or self.plan.gone or self.plan.rebuilt)

    def figures(self) -> dict[str, int]:
        """The night in figures, for the history and for machines."""
        return {
            "found": self.plan.found, "unchanged": self.unchanged, "settling": self.plan.settling + self.left,
            "gone": self.plan.gone, **{str(outcome): n for outcome, n in sorted(self.outcomes.items())},
            "pages": self.pages, "newly_failed": self.newly_failed, "troubles": len(self.plan.troubles),
            "needs_a_look": self.needs_a_look, "filed": self.filed, "conflicts": len(self.conflicts),
        }  # fmt: skip


class Listener(Protocol):
    """Is told what happens, in the thread of the run, while it holds the lock. What it raises ends the run."""

    def started(self, plan: Plan) -> None:
        """The inbox was looked through; work begins."""
        ...

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """A document was done, and its package and its entry are written.

        Args:
            done: What became of it; without its files.
            entry: What the journal knows of it now.
            is_news: It could not be read, and did not fail the same way before.
        """
        ...

    def finished(self, night: Night, journal: Journal) -> None:
        """The run is over; the journal, with the line of this run in it, can still be read."""
        ...


@dataclass(frozen=True, slots=True)
class Listeners:
    """Several listeners as one, in the order in which they are told."""

    listeners: tuple[Listener, ...]

    @classmethod
    def of(cls, listeners: Iterable[Listener]) -> Listeners:
        """Put them in a row."""
        return cls(tuple(listeners))

    def started(self, plan: Plan) -> None:
        """Tell all."""
        for listener in self.listeners:
            listener.started(plan)

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """Tell all."""
        for listener in self.listeners:
            listener.done(done, entry, is_news=is_news)

    def finished(self, night: Night, journal: Journal) -> None:
        """Tell all, also when one of them fails: those after it are told that the night was stopped.

        Raises:
            CuadreError: The first that one of them raised.
        """
        failure: CuadreError | None = None
        for listener in self.listeners:
            try:
                listener.finished(night, journal)
            except CuadreError as error:
                failure = failure or error
                night = replace(night, ended="stopped")
        if failure:
            raise failure
