"""What a repair of texts is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cuadre.evidence import Finding, ReadAgain, Repair, no_pixels
from normalize.form import Form
from normalize.model import Row

APPLIED, PROPOSED, REVERTED, REJECTED = "applied", "proposed", "reverted", "rejected"
TAKEN_BACK = frozenset({REVERTED, REJECTED})


@dataclass(frozen=True, slots=True)
class OfficialUnit:
    """A responsible unit of an official catalogue.

    Attributes:
        name: Its name.
        unit_id: What the catalogue calls it.
        aliases: Other names it goes by.
        valid_from, valid_to: Fiscal years in which it exists, both included; ``None`` where there is no limit.
    """

    name: str
    unit_id: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """What a person decided about one name of a unit.

    Attributes:
        name: As it was read.
        canonical: The name it stands for; equal to ``name`` when it is to be kept apart from all others.
        decided_by: Who.
    """

    name: str
    canonical: str
    decided_by: str = ""

    @property
    def apart(self) -> bool:
        """Whether the name stands for itself and nothing may change it."""
        return self.name == self.canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a step of repair may know beside the rows.

    Attributes:
        form: The form of the document.
        words: Words that stand unbroken somewhere in the document, in lower case.
        catalogue: Official names of units; empty when none was given.
        decisions: What persons decided about names of units.
        titles: Names that the document prints outside its table: of the dependency, of posts.
        fiscal_year: The year reported, where the document says it.
        read_again: Looks at cells of a scan once more.
    """

    form: Form
    words: frozenset[str] = frozenset()
    catalogue: tuple[OfficialUnit, ...] = ()
    decisions: tuple[UnitDecision, ...] = ()
    titles: tuple[str, ...] = ()
    fiscal_year: int | None = None
    read_again: ReadAgain = field(default=no_pixels)


@dataclass(frozen=True, slots=True)
class Found:
    """What one step of repair says.

    Attributes:
        repairs: Changes with before and after, in order; those not ``applied`` change nothing.
        findings: What a person may want to know.
    """

    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()


Step = Callable[[Sequence[Row], Setting], Found]
"""One step: pure, the same rows and setting give the same answer."""


class ReplayError(ValueError):
    """A ledger does not belong to the texts it is replayed on."""


def replayed(rows: Iterable[Row], repairs: Iterable[Repair]) -> tuple[Row, ...]:
    """Take the applied steps on texts of rows, in order.

    Raises:
        ReplayError: A step does not find what it says it found.
    """
    return _walk(rows, [repair for repair in repairs if repair.state == APPLIED], back=False)


def reverted(rows: Iterable[Row], repairs: Iterable[Repair]) -> tuple[Row, ...]:
    """Undo the applied steps, the last one first.

    Raises:
        ReplayError: A step does not find what it says it left.
    """
    return _walk(rows, [repair for repair in repairs if repair.state == APPLIED][::-1], back=True)


def _walk(rows: Iterable[Row], repairs: Sequence[Repair], *, back: bool) -> tuple[Row, ...]:
    by_number = {row.number: row for row in rows}
    for repair in repairs:
        if repair.row is None:
            continue
        row = by_number[repair.row]
        before, after = (repair.after, repair.before) if back else (repair.before, repair.after)
        text = _stepped(getattr(row, repair.field), before, after, repair)
        changed: dict[str, Any] = {repair.field: text}
        by_number[row.number] = replace(row, **changed)
    return tuple(by_number.values())


def _stepped(text: str, before: str, after: str, repair: Repair) -> str:
    """Take one step: on the whole text, or on the one place of it that says what was before."""
    if text == before:
        return after
    if not before or text.count(before) != 1:
        raise ReplayError(f"row {repair.row}, {repair.field}: {repair.rule} looks for {before!r} in {text!r}")
    return text.replace(before, after)
