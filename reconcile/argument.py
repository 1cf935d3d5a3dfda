"""The argument for another value of a figure, clause by clause, as a person would make it.

Clauses are facts; a language puts them into words. The data package speaks Spanish.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from normalize.model import Measure
from reconcile.decide import Decision, Reason
from reconcile.edits import NARRATIVE, Check, Edit, members, ratio
from reconcile.explain import Judged
from reconcile.explanations import Misread
from reconcile.gate import Look
from reconcile.model import Regime, Status
from reconcile.never import Bar
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings, taken
from reconcile.search import WITHIN
from reconcile.words import listed, named, plain, said


class Kind(Enum):
    """What a clause states."""

    SUM_IS = "sum-is"
    SHARE_IS = "share-is"
    TOLD = "told"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Clause:
    """One fact that speaks for a value.

    Attributes:
        kind: What it states.
        figures: The figures it names, as printed; the first is the witness where one figure asks for the value.
        value: What follows from them.
        witness: The figure that asks for the value, where one does.
    """

    kind: Kind
    figures: tuple[str, ...]
    value: str
    witness: Key | None = None


def clauses(misread: Misread, readings: Readings, judged: Judged, regime: Regime) -> tuple[Clause, ...]:
    """What each violated check says for the value that a figure would have on paper."""
    value = taken(misread.printed, misread.figure[0], regime.fractions)
    changed = readings.with_value(misread.figure, value)
    failing = [edit for edit, judgement in judged.items() if judgement.fails]
    touching = [edit for edit in failing if misread.figure in members(edit, readings)]
    return tuple(_clause(edit, misread, changed, regime) for edit in touching)


def _clause(edit: Edit, misread: Misread, readings: Readings, regime: Regime) -> Clause:
    value = said(readings, misread.figure)
    if edit.check is Check.NARRATIVE:
        witness = edit.subject if edit.subject != misread.figure else _column(edit, readings)
        return Clause(Kind.TOLD, (said(readings, witness),), value, witness)
    if edit.subject != misread.figure:
        return Clause(Kind.ASKS, (said(readings, edit.subject),), value, edit.subject)
    if edit.check is Check.SUM:
        quarters = tuple(said(readings, (Measure.TARGET, quarter)) for quarter in QUARTERS)
        return Clause(Kind.SUM_IS, quarters, value)
    known = ratio(edit, readings, regime)
    return Clause(Kind.SHARE_IS, tuple(plain(amount) for amount in known or ()), value)


def _column(edit: Edit, readings: Readings) -> Key:
    return next(iter(members(edit, readings)[1:]), edit.subject)


def in_spanish(misread: Misread, as_read: Readings, found: Sequence[Clause]) -> str:
    """The argument in one sentence: what the figure says, and what speaks for something else."""
    said_there = f"{_opened(misread.figure)} dice {said(as_read, misread.figure)}"
    if not found:
        return f"{said_there}."
    return f"{said_there}; {listed([_worded(clause) for clause in found])}."


def _opened(key: Key) -> str:
    name = named(key)
    return ("Lo " if key[0] is Measure.ACHIEVED else "La " if key[0] is Measure.TARGET else "El ") + name


def _worded(clause: Clause) -> str:
    if clause.kind is Kind.SUM_IS:
        return f"{'+'.join(clause.figures)} es {clause.value}"
    if clause.kind is Kind.SHARE_IS:
        return f"{' de '.join(clause.figures)} es {clause.value}"
    if clause.kind is Kind.TOLD:
        who = "la justificación también" if clause.witness and clause.witness[0] in NARRATIVE else "la tabla"
        return f"{who} dice {clause.figures[0]}"
    witness = clause.witness or ANNUAL_TARGET
    article = "la" if witness[0] is Measure.TARGET else "el"
    return f"{article} {named(witness)} de {clause.figures[0]} pide {clause.value}"


_OUTCOMES = {
    Reason.PRINT_STANDS: "Leída de nuevo, la celda dice lo mismo: así está impreso.",
    Reason.PERSON: "Una persona vio el papel: así está impreso.",
    Reason.DISSENT: "Leída de nuevo, la celda dice otra cosa; hay que ver el papel.",
    Reason.ISSUER: "Lo más probable es que el emisor lo haya impreso así.",
}
_PROPOSED = {
    Look.PREDICTED: "Leída de nuevo, la celda dice {text}; se propone y decide una persona.",
    Look.UNREADABLE: "Se propone {text}; leída de nuevo, la celda no lo decidió.",
}


def outcome_in_spanish(decision: Decision) -> str:
    """What was decided, and on what; ``""`` where the argument says it all."""
    text = decision.misread.text if decision.misread else ""
    if decision.status is Status.REPAIRED:
        return f"Leída de nuevo, la celda dice {text}: así se publica."
    if decision.status is Status.PROPOSED:
        if Bar.BREAKER in decision.bars:
            return f"Se propone {text}; son demasiadas en esta página para darlas por mal leídas una a una."
        unseen = "Se propone {text}; no hay papel con qué confirmarlo."
        if Reason.NO_PIXELS not in decision.reasons:
            unseen = "Se propone {text}; nadie ha vuelto a leer la celda."
        return _PROPOSED.get(decision.look, unseen).format(text=text)
    return _OUTCOMES.get(decision.reasons[0], "")


def margin_in_words(decision: Decision) -> str:
    """The margin of a decision in nats: ``4.80``, or ``> 5.00`` where nothing else is in sight."""
    return f"> {WITHIN / 100:.2f}" if decision.margin is None else f"{decision.margin / 100:.2f}"
