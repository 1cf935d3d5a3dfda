"""What persons decided on readings: ``decisions.csv`` beside a data package.

A decision is about a reading, not about a row: it stands as long as the same bytes are read the same way there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DECISIONS_FILE = "decisions.csv"
DECISIONS_HEADER = ("sha256", "page", "row", "field", "as_read", "decision", "value", "decided_by")


class Choice(StrEnum):
    """What a person said of a reading."""

    AS_READ = "as-read"
    """The paper says what was read."""
    VALUE = "value"
    """The paper says ``value``."""
    BLANK = "blank"
    """The paper says nothing there."""
    UNREADABLE = "unreadable"
    """Nobody can read it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word on one reading.

    Attributes:
        sha256: Of the document.
        page, row: Where, as the data package counts.
        field: Column of ``indicators.csv``.
        as_read: The reading that was decided on. With another reading there the decision lapses.
        choice: What was said of it.
        value: The text on the paper, as printed there, for ``VALUE``; else ``""``.
        decided_by: Who.
    """

    sha256: str
    page: int
    row: int
    field: str
    as_read: str
    choice: Choice
    value: str
    decided_by: str

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """Which reading it is about: a later decision with the same key replaces it."""
        return (self.sha256, self.page, self.row, self.field, self.as_read)


def with_decision(decisions: Iterable[Decision], new: Decision) -> tuple[Decision, ...]:
    """The decisions with a new one in the place of that on the same reading."""
    return (*(decision for decision in decisions if decision.key != new.key), new)
