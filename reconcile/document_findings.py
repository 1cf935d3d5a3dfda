"""What is said of a document as a whole: its conventions, with the figures that speak for and against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cuadre.evidence import Finding
from reconcile import rules
from reconcile.edits import Check, Edit, Outcome
from reconcile.judged import JudgedRow
from reconcile.model import Regime, Vote
from reconcile.readings import ANNUAL_TARGET
from reconcile.words import listed

_ENOUGH = 8
"""With fewer indicators, what is said of each is enough; fewer figures contradict no form."""
_SHARE = 95
_SAID = {
    "nearest": "redondea al más cercano",
    "truncate": "corta los decimales",
    "annual": "divide lo acumulado entre la meta anual",
    "programmed_to_date": "divide lo acumulado entre lo programado a la fecha",
    "100": "imprime 100 por nada de nada",
    "0": "imprime 0 por nada de nada",
    "blank": "deja en blanco nada de nada",
}
_MODES = {
    "constant": "cada trimestre repite la meta anual",
    "last": "los trimestres van acumulando",
    "average": "la meta anual es su promedio",
    "max": "la meta anual es el mayor",
}


def document_findings(regime: Regime, rows: Sequence[JudgedRow]) -> Iterator[Finding]:
    """Say what is unusual in the conventions of a document, and where they contradict its form."""
    if regime.rounding_mode == "truncate":
        message = "Los porcentajes del documento están cortados, no redondeados."
        yield rules.TRUNCATED.finding(message, evidence=_evidence(regime, "rounding_mode"))
    if regime.cumulative_denominator == "programmed_to_date":
        message = "El avance acumulado se divide entre lo programado a la fecha, no entre la meta anual."
        yield rules.TO_DATE.finding(message, evidence=_evidence(regime, "cumulative_denominator"))
    for vote in regime.votes:
        if _is_firm(vote) and vote.value != (kept := str(getattr(regime, vote.convention))):
            seen = _SAID[vote.value]
            message = f"El formato da por sentado que el documento {_SAID[kept]}; sus cifras dicen: {seen}."
            yield rules.CONVENTION_CONTRADICTED.finding(message, evidence=_counted(vote))
    yield from _aggregation(rows)


def _evidence(regime: Regime, convention: str) -> str:
    return next((_counted(vote) for vote in regime.votes if vote.convention == convention), "")


def _is_firm(vote: Vote) -> bool:
    most = 100 * (vote.decided - vote.against) >= _SHARE * vote.decided
    return vote.value != "unknown" and vote.decided >= _ENOUGH and most


def _counted(vote: Vote) -> str:
    return f"{vote.value}: {vote.decided - vote.against} of {vote.decided} figures that tell"


def _aggregation(rows: Sequence[JudgedRow]) -> Iterator[Finding]:
    """How many indicators make up the year otherwise than by adding, told once for the document."""
    sums = [one.judged[edit] for one in rows if (edit := Edit(Check.SUM, ANNUAL_TARGET)) in one.judged]
    modes = Counter(judgement.because for judgement in sums if judgement.outcome is Outcome.EXPLAINED)
    others = [(mode, modes[mode]) for mode in _MODES if modes[mode]]
    if others and len(sums) >= _ENOUGH:
        added = sum(judgement.outcome is Outcome.HOLDS for judgement in sums)
        told = listed([f"en {count} {_MODES[mode]}" for mode, count in others])
        message = f"De {len(sums)} indicadores, en {added} los trimestres suman la meta anual; {told}."
        evidence = " ".join(f"{mode} {count}" for mode, count in (("sum", added), *others))
        yield rules.AGGREGATION.finding(message, evidence=evidence)
