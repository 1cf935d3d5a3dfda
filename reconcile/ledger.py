"""The reversible ledger of figures: what was put right or is proposed, with before, after and witnesses.

Every figure published otherwise than it was read has a row here; undoing the rows gives what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cuadre.evidence import Repair, Rereading
from normalize.model import Figure
from reconcile.argument import clauses, margin_in_words
from reconcile.decide import Decision
from reconcile.edits import NARRATIVE, Check, Edit
from reconcile.examined import Examined
from reconcile.gate import evidence, is_confident
from reconcile.model import Regime, Status
from reconcile.readings import Key
from reconcile.second_reading import Replaced
from reconcile.words import named

MISREAD = "figure-misread"
"""Arithmetic predicted the figure; second looks say it, or it is proposed."""
READ_AGAIN = "figure-read-again"
"""A reading in doubt that second looks replaced and the arithmetic confirms."""
ACCEPTED = "proposal-accepted"
"""A proposal that was applied because somebody accepts such proposals in bulk."""
FIGURE_RULES = frozenset({MISREAD, READ_AGAIN, ACCEPTED})
"""The rules of the ledger's rows that reconcile makes."""

APPLIED, PROPOSED, REVERTED, REJECTED = "applied", "proposed", "reverted", "rejected"
_BY_RULE = "rule"
_IN_BULK = "accept-proposals"
_CHECKS = {Check.SUM: "suma", Check.PROGRESS: "avance", Check.CUMULATIVE: "acumulado", Check.NARRATIVE: "justificación"}


def repairs_of(row: Examined, regime: Regime) -> Iterator[Repair]:
    """The ledger's rows of one row of a report."""
    # A person's word on the narrative is a word on the text; the ledger has it there.
    yield from (repair for replaced, repair in row.accepted if not _is_text(replaced))
    if row.read_otherwise:
        yield _read_again(row, row.read_otherwise)
    for decision in row.decisions:
        if decision.misread is not None and decision.status in (Status.REPAIRED, Status.PROPOSED):
            yield repair_of(row, decision, regime)


def repair_of(row: Examined, decision: Decision, regime: Regime) -> Repair:
    """The ledger's row of a decision that puts a figure right or proposes to."""
    assert decision.misread is not None  # noqa: S101 - only such decisions are asked about
    figure = _figure(row, decision.figure)
    return Repair(
        page=figure.place.page, row=row.as_read.row.number, field=figure.field, before=figure.as_read,
        after=decision.misread.text, rule=MISREAD, witnesses=_witnesses(row, decision, regime),
        confidence=decision.confidence,
        state=APPLIED if decision.status is Status.REPAIRED else PROPOSED,
    )  # fmt: skip


def accepted(repair: Repair) -> Repair:
    """The ledger's row of a proposal that is applied in bulk."""
    return replace(repair, rule=ACCEPTED, state=APPLIED, decided_by=_IN_BULK)


def _read_again(row: Examined, other: Replaced) -> Repair:
    figure, looks = _figure(row, other.figure), row.looks.get(other.figure, ())
    return Repair(
        page=figure.place.page, row=row.as_read.row.number, field=figure.field, before=figure.as_read, after=other.text,
        rule=READ_AGAIN, witnesses=(*_looks(looks), "aritmética"),
        confidence=min((look.confidence for look in looks if is_confident(look)), default=None),
    )  # fmt: skip


def _witnesses(row: Examined, decision: Decision, regime: Regime) -> tuple[str, ...]:
    """What speaks for a value, in short: the checks, the margin, the looks."""
    assert decision.misread is not None  # noqa: S101 - see repair_of
    started = row.started
    touching = clauses(decision.misread, started.readings, started.judged, regime)
    names = [edit_named(edit) for edit in decision.pins]
    names = names or [f"{len(touching)} cuentas"]
    looks = _looks(row.looks.get(decision.figure, ()))
    return (*names, f"margen {margin_in_words(decision)}", *looks)


def edit_named(edit: Edit) -> str:
    """A check in short: ``suma``, ``avance q1``."""
    return _CHECKS[edit.check] if edit.check is Check.SUM else f"{_CHECKS[edit.check]} {edit.period}"


def _looks(looks: Iterable[Rereading]) -> tuple[str, ...]:
    return tuple(evidence([look]) for look in looks)


def _figure(row: Examined, key: Key) -> Figure:
    figure = row.as_read.row.figure(*key)
    assert figure is not None, named(key)  # noqa: S101 - what is repaired is a figure of the row
    return figure


def _is_text(replaced: Replaced) -> bool:
    return replaced.ruling is not None and replaced.figure[0] in NARRATIVE


def is_decided(repair: Repair) -> bool:
    """Whether a person decided on a figure: then it is not worked out anew."""
    return repair.rule in FIGURE_RULES and (
        repair.state in (REJECTED, REVERTED) or (repair.state == APPLIED and repair.decided_by != _BY_RULE)
    )


def taken_back(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs of figures that were applied, taken back: told to ``reconcile``, what was read is published again."""
    applied = (repair for repair in repairs if repair.state == APPLIED and repair.rule in FIGURE_RULES)
    return tuple(replace(repair, state=REVERTED) for repair in applied)
