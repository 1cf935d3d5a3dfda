"""The findings on one row: who is accused and why, what explains itself, what was put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cuadre.evidence import Finding, Repair, Rule, Ruling
from normalize.model import Figure, Measure, Row
from reconcile import rules
from reconcile.accuse import Charge
from reconcile.argument import clauses, in_spanish, margin_in_words, outcome_in_spanish
from reconcile.decide import Decision
from reconcile.edits import NARRATIVE, Edit, Judgement, Outcome, implied_prior, members
from reconcile.examined import Examined
from reconcile.gate import evidence
from reconcile.judged import JudgedRow
from reconcile.ledger import edit_named
from reconcile.model import Regime, Status
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings
from reconcile.second_reading import Replaced
from reconcile.verdicts import as_fraction
from reconcile.words import named, plain, said

_WHY = {
    "zero": rules.ZERO_OVER_ZERO,
    "blank": rules.BLANK_AS_ZERO,
    "rounding": rules.DISPLAY_ROUNDING,
    "prior": rules.IMPLIED_PRIOR,
    "hidden": rules.HIDDEN_DECIMALS,
    "future": rules.QUARTER_TO_COME,
}
_GROUPS = {
    "target": (Measure.TARGET,),
    "achieved": (Measure.ACHIEVED,),
    "progress": (Measure.PROGRESS,),
    "cumulative": (Measure.CUMULATIVE,),
    "narrative": tuple(NARRATIVE),
}
_MODES = {
    "constant": "cada trimestre repite la meta anual",
    "last": "los trimestres van acumulando hasta la meta anual",
    "average": "la meta anual es el promedio de los trimestres",
    "max": "la meta anual es la mayor de los trimestres",
}


def row_findings(row: Examined, regime: Regime) -> Iterator[Finding]:
    """All findings on one row: what does not tally, what was put right, what explains itself."""
    decided = {decision.figure: decision for decision in row.decisions}
    for charge in row.published.charges:
        yield _accusation(row, charge, decided.pop(charge.accused[0], None), regime)
    for decision in decided.values():
        if decision.misread is not None and decision.status is Status.PROPOSED:
            yield _of_decision(rules.FIGURE_PROPOSED, row, decision, regime)
        elif decision.misread is not None and decision.status is Status.REPAIRED:
            yield _of_decision(rules.FIGURE_REPAIRED, row, decision, regime)
    yield from _put_right(row)
    yield from _explanations(row.published, regime)


def contested_finding(figure: Figure, row: Examined) -> Finding:
    """What is said of a sure reading that second looks contradict."""
    key = (figure.measure, figure.period)
    looks = row.looks.get(key, ())
    texts = tuple(dict.fromkeys(look.text for look in looks if look.text))
    said_there = " y ".join(f"«{text}»" for text in texts)
    message = f"El {named(key)} se leyó «{figure.as_read}»; leída de nuevo, la celda dice {said_there}."
    return rules.READING_CONTESTED.finding(
        message, page=figure.place.page, row=row.published.row.number, field=figure.field, as_read=figure.as_read,
        reported=str(figure.printed), alternatives=texts, evidence=evidence(looks),
    )  # fmt: skip


def _explanations(judged: JudgedRow, regime: Regime) -> Iterator[Finding]:
    told: set[str] = set()
    for edit, judgement in judged.judged.items():
        if judgement.outcome is Outcome.EXPLAINED and judgement.because not in (*told, "truncated"):
            # One cause may show in several percentages: it is told once a row.
            told.add(judgement.because)
            rule = _WHY.get(judgement.because, rules.NON_ADDITIVE)
            yield _finding(rule, judged, edit.subject, _explanation(judged.readings, edit, judgement, regime))


def _accusation(row: Examined, charge: Charge, decision: Decision | None, regime: Regime) -> Finding:
    """What a charge says, with what second looks and the search make of it."""
    judged = row.published
    computed = _computed(judged.row, charge, regime)
    if decision is None:
        return _finding(charge.rule, judged, charge.accused[0], charge.message, computed)
    if decision.misread is not None and decision.status is Status.PROPOSED:
        return replace(_of_decision(charge.rule, row, decision, regime), computed=computed)
    message = " ".join(filter(None, (charge.message, outcome_in_spanish(decision))))
    found = _finding(charge.rule, judged, charge.accused[0], message, computed)
    return replace(found, alternatives=_alternatives(row, decision.figure))


def _of_decision(rule: Rule, row: Examined, decision: Decision, regime: Regime) -> Finding:
    """The argument for another value of a figure, with all that speaks for it."""
    assert decision.misread is not None  # noqa: S101 - only such decisions are asked about
    started, misread = row.started, decision.misread
    argued = in_spanish(misread, started.readings, clauses(misread, started.readings, started.judged, regime))
    found = _finding(rule, started, decision.figure, f"{argued} {outcome_in_spanish(decision)}")
    repaired = decision.status is Status.REPAIRED
    pins = ["testigos " + ", ".join(map(edit_named, decision.pins))] if decision.pins else []
    margin = [f"margen {margin_in_words(decision)}"]
    looks = [f"relectura {evidence(row.looks[decision.figure])}"] if decision.figure in row.looks else []
    return replace(
        found, reported=str(misread.printed) if repaired else found.reported,
        proposed="" if repaired else misread.text, alternatives=_alternatives(row, decision.figure, misread.text),
        confidence=decision.confidence, evidence="; ".join([found.evidence, *pins, *margin, *looks]),
    )  # fmt: skip


def _alternatives(row: Examined, key: Key, but: str = "") -> tuple[str, ...]:
    """What else the cell may say: from second looks, then from the search."""
    seen = [look.text for look in row.looks.get(key, ())]
    searched = [misread.text for story in row.explanations for misread in story.misreads if misread.figure == key]
    figure = row.as_read.row.figure(*key)
    known = {but, "", figure.as_read if figure else ""}
    return tuple(text for text in dict.fromkeys((*seen, *searched)) if text not in known)


def _put_right(row: Examined) -> Iterator[Finding]:
    """What is said of a reading in doubt that was replaced, and of what a person decided."""
    if row.read_otherwise:
        other = row.read_otherwise
        message = (
            f"El {named(other.figure)} se leyó con duda; leída de nuevo, la celda dice {other.text}, y las cuentas del"
            " renglón lo confirman."
        )
        yield _finding(rules.FIGURE_REPAIRED, row.published, other.figure, message)
    for replaced, repair in row.accepted:
        if replaced.ruling is not None:
            if replaced.figure[0] not in NARRATIVE:
                message = _decided_message(replaced, repair, replaced.ruling)
                yield _finding(rules.READING_DECIDED, row.published, replaced.figure, message)
            continue
        message = f"El {named(replaced.figure)} se leyó «{repair.before}»; se aceptó la propuesta {repair.after}."
        yield _finding(rules.FIGURE_REPAIRED, row.published, replaced.figure, message)


def _decided_message(replaced: Replaced, repair: Repair, ruling: Ruling) -> str:
    """What a person said of a figure, in a sentence."""
    who = repair.decided_by or "una persona"
    says = {
        Ruling.AS_READ: "vio el papel: está impreso así",
        Ruling.VALUE: f"vio en el papel «{repair.after}»",
        Ruling.BLANK: "vio el papel: no hay nada impreso",
        Ruling.UNREADABLE: "vio el papel: no se puede leer",
    }
    return f"El {named(replaced.figure)} se leyó «{repair.before}»; {who} {says[ruling]}."


def _computed(row: Row, charge: Charge, regime: Regime) -> str:
    """What the main figure would be, in the unit in which it is printed."""
    if charge.computed is None:
        return ""
    figure = row.figure(*charge.accused[0])
    scaled = figure is not None and as_fraction(figure, regime)
    return format(charge.computed.scaleb(-2) if scaled else charge.computed, "f")


def _finding(rule: Rule, judged: JudgedRow, key: Key, message: str, computed: str = "") -> Finding:
    figure = judged.row.figure(*key)
    printed = figure.printed if figure else None
    return rule.finding(
        message, page=figure.place.page if figure else judged.row.place.page, row=judged.row.number,
        field=_field(key), as_read=figure.as_read if figure else "", reported=str(printed) if printed else "",
        computed=computed, evidence=_evidence(judged.readings),
    )  # fmt: skip


def _field(key: Key) -> str:
    return "justification" if key[0] in NARRATIVE else f"{key[0]}_{key[1]}"


def _evidence(readings: Readings) -> str:
    """The row in short: annual; quarters; achieved; percentages; narrative."""
    parts = []
    for name, measures in _GROUPS.items():
        keys = [key for key in sorted(readings.printed, key=_order) if key[0] in measures]
        parts.append(f"{name} " + "/".join(said(readings, key) for key in keys) if keys else "")
    return "; ".join(part for part in parts if part)


def _order(key: Key) -> tuple[int, int]:
    return tuple(Measure).index(key[0]), (QUARTERS.index(key[1]) if key[1] in QUARTERS else -1)


def _explanation(readings: Readings, edit: Edit, judgement: Judgement, regime: Regime) -> str:
    shown, name = said(readings, edit.subject), named(edit.subject)
    if judgement.because == "zero":
        return f"Nada programado y nada alcanzado: el {name} se imprime como {shown}."
    if judgement.because == "blank":
        return f"El {name} de {shown} concuerda si lo que está en blanco es cero."
    if judgement.because == "rounding":
        return f"La {name} de {shown} y la suma de los trimestres difieren en el redondeo de lo impreso."
    if judgement.because == "prior":
        priors = " o ".join(plain(prior) for prior in implied_prior(edit, readings, regime)[:3])
        return f"El {name} de {shown} supone {priors} de trimestres anteriores, que el informe no muestra."
    if judgement.because == "future":
        return f"El {name} se imprime como {shown}: ese trimestre es posterior al del informe."
    if judgement.because == "hidden":
        tied = [key for key in members(edit, readings) if key[0] is Measure.ACHIEVED]
        achieved = "+".join(said(readings, key) for key in tied)
        return f"Los porcentajes concuerdan si lo alcanzado ({achieved}) tiene decimales que no se imprimen."
    return f"Los trimestres no se suman: {_MODES[judgement.because]} ({said(readings, ANNUAL_TARGET)})."


