"""What the parts of a batch hand each other: a task for one document, and what became of it.

Both cross process and machine borders: they hold plain values only and can be pickled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cuadre.pipeline import NO_NAMES, Names
from extract.model import DEFAULT_LIMITS, Limits


class Outcome(StrEnum):
    """How a document ended."""

    CONVERTED = "converted"
    NO_TABLE = "no-table"
    """It can be read and holds no table of a known form."""
    NEEDS_PASSWORD = "needs-password"  # noqa: S105 (the name of an outcome)
    REFUSED = "refused"
    """It is damaged, hostile, or no document of ours; the reason says which."""
    OVER_LIMIT = "over-limit"
    """It took more time, memory, pages or pixels than it was given."""
    CRASHED = "crashed"
    """Its process died, or a bug of ours stopped it."""
    UNAVAILABLE = "unavailable"
    """It could not be read just now: the one cause that may pass, and is tried again."""

    @property
    def is_final(self) -> bool:
        """Whether trying the same bytes with the same program again would end the same way."""
        return self is not Outcome.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Budget:
    """What one document may use of the machine.

    Attributes:
        seconds: From the start of its work to its end.
        memory: Bytes that its process may hold, beyond which it is ended.
        document: What may be in it.
    """

    seconds: float = 600.0
    memory: int = 3 << 30
    document: Limits = DEFAULT_LIMITS


DEFAULT_BUDGET = Budget()


@dataclass(frozen=True, slots=True)
class Task:
    """One document to convert.

    Attributes:
        name: Path under the inbox, ``/`` between parts, NFC or not as the file system has it.
        path: Where its bytes are for a process on this machine.
        sha256: Of the bytes that are meant; other bytes there are ``UNAVAILABLE``.
        budget: What it may use.
        names: What is known of names of units.
        decisions: Lines of ``decisions.csv`` on it, as bytes of that file; empty for none.
        password: For PDFs that need one.
        trust_roots: Certificates to hold digital signatures against, as DER; ``None`` asks nothing about trust.
        content: The bytes, for a worker that does not see ``path``; ``None`` where it does.
    """

    name: str
    path: Path
    sha256: str
    budget: Budget = DEFAULT_BUDGET
    names: Names = NO_NAMES
    decisions: bytes = b""
    password: str | None = None
    trust_roots: tuple[bytes, ...] | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one task.

    Attributes:
        name, sha256: Of the task.
        outcome: How it ended.
        fact, next_step: Why, in English, as a ``CuadreError`` says it; ``""`` when converted.
        cause: Name of the error's class, by which it is said in Spanish; ``""`` when converted.
        seconds: From start to end.
        pages: How many it has; 0 when not known.
        files: The data package, by file name; empty unless converted.
        counts: Rows, figures, findings by severity, figures by status: what the journal and the report show.
    """

    name: str
    sha256: str
    outcome: Outcome
    fact: str = ""
    next_step: str = ""
    cause: str = ""
    seconds: float = 0.0
    pages: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


class Scheduler(Protocol):
    """Runs tasks somewhere: on this machine's cores, or on those of a cluster."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do each task once and give what became of it, in any order, as soon as it is known.

        Tasks are drawn one by one as room becomes free, so that neither tasks nor results pile up. A task that
        crashes, hangs or grows ends alone. Closing the iterator ends what runs.
        """
        ...

    def close(self) -> None:
        """End all workers and give back what they hold."""
        ...
