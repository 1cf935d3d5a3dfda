"""How much a doubt weighs: what hangs on the cell, times how likely it is wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from cuadre.evidence import Finding, Severity
from normalize.model import Figure, Measure, Period, Row
from reconcile.edits import members
from reconcile.examined import Examined
from reconcile.model import Status, Verdict

_DOUBT = {
    Status.ILLEGIBLE: 1.0, Status.UNDETERMINED: 0.8, Status.PROPOSED: 0.7, Status.INCONSISTENT: 0.6,
}  # fmt: skip
_SETTLED = 0.3
_LIKELY_ISSUERS = 0.5
"""What a digital page prints is certain: there is less to settle in what does not tally there."""
_TEXTS = {"objective_code": 1.6, "level": 1.4, "responsible_unit": 0.9, "justification": 0.7}
_OTHER_TEXT = 0.6
_MARGIN = 460
"""Hundredths of a nat: a hundred to one."""


def below(rows: Iterable[Row]) -> Counter[str]:
    """How many rows hang on each code: those of its children and all below them."""
    found: Counter[str] = Counter()
    for row in rows:
        parts = row.objective_code.split(".")
        found.update(".".join(parts[:length]) for length in range(1, len(parts)))
    return found


def figure_weight(figure: Figure, verdict: Verdict, examined: Examined, hanging: int) -> float:
    """The weight of a doubt on a figure.

    Args:
        figure: As it was read.
        verdict: What is held of it.
        examined: Its row with all that was heard.
        hanging: How many rows hang on its row.
    """
    return _effect(figure, verdict, examined, hanging) * _doubt(figure, verdict, examined)


def text_weight(field: str, findings: Iterable[Finding], hanging: int) -> float:
    """The weight of a doubt on a text: codes and levels place whole branches, names group rows."""
    loud = any(finding.severity is Severity.ERROR for finding in findings)
    effect = _TEXTS.get(field, _OTHER_TEXT) + (math.log1p(hanging) / 4 if field in {"objective_code", "level"} else 0)
    return round(effect * (0.8 if loud else 0.5), 6)


def _effect(figure: Figure, verdict: Verdict, examined: Examined, hanging: int) -> float:
    judged = examined.published
    key = (figure.measure, figure.period)
    failing = sum(
        judgement.fails and key in members(edit, judged.readings) for edit, judgement in judged.judged.items()
    )
    annual = 0.5 if figure.period is Period.ANNUAL else 0.0
    counted = 0.3 if figure.measure in {Measure.TARGET, Measure.ACHIEVED} else 0.0
    return 1 + annual + counted + 0.25 * failing + math.log1p(hanging) / 4 + _difference(figure, verdict)


def _difference(figure: Figure, verdict: Verdict) -> float:
    """How far the figure is from what the others make of it, from 0 to 1."""
    if figure.printed is None or verdict.computed is None:
        return 0.0
    reported, computed = float(figure.printed.value), float(verdict.computed)
    return min(1.0, abs(reported - computed) / max(abs(reported), abs(computed), 1.0))


def _doubt(figure: Figure, verdict: Verdict, examined: Examined) -> float:
    base = _DOUBT.get(verdict.status, _SETTLED)
    key = (figure.measure, figure.period)
    decision = next((one for one in examined.decisions if one.figure == key), None)
    if decision is not None and decision.margin is not None:
        # The closer the explanations, the more there is to settle.
        base *= 1 - 0.3 * min(1.0, max(0.0, decision.margin / _MARGIN))
    if verdict.status is Status.INCONSISTENT and figure.recognizer == "pdf":
        base *= _LIKELY_ISSUERS
    return round(max(base, 1 - figure.confidence), 6)
