"""What persons may say of a reading, and how the ledger says that they did."""

from __future__ import annotations

from enum import StrEnum

from cuadre.evidence.finding import Repair

PERSON = "person"
"""The recogniser of a figure whose cell a person looked at: what is published of it is what is printed."""


class Ruling(StrEnum):
    """The ledger's rule for each word that a person may have on a reading."""

    AS_READ = "decided-as-read"
    """The paper says what was read."""
    VALUE = "decided-value"
    """The paper says something else."""
    BLANK = "decided-blank"
    """The paper says nothing there."""
    UNREADABLE = "decided-unreadable"
    """Nobody can read it."""


_RULES = frozenset(Ruling)


def ruling_of(repair: Repair) -> Ruling | None:
    """What a person said, where a row of the ledger is a person's word on a reading."""
    return Ruling(repair.rule) if repair.rule in _RULES else None
