"""Judge a report: a verdict on every figure, a finding for what does not tally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cuadre.evidence import Finding, Rule
from normalize.model import Figure, Measure, Period, Report, Row
from reconcile import rules
from reconcile.accuse import Charge, Elsewhere, charges
from reconcile.codes import check_codes
from reconcile.edits import NARRATIVE, Edit, Judgement, Outcome, implied_prior, members
from reconcile.explain import Judged, judge_row
from reconcile.model import Reconciliation, Regime, Verdict
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings, readings_of
from reconcile.regime import infer_regime
from reconcile.verdicts import as_fraction, verdicts_of
from reconcile.words import PERCENTAGES, named, plain, said

_ON_PAPER = ("digital", "scanned", "mixed")
_MOST = 90
"""Percent of the percentages that carry a sign before one without it is odd."""

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


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One row with all that was found about it: what a later search for repairs starts from.

    Attributes:
        row: The row.
        readings: Its values.
        judged: Its checks, explanations included.
        charges: A cause for every violated check.
    """

    row: Row
    readings: Readings
    judged: Judged
    charges: tuple[Charge, ...]


def reconcile(report: Report) -> Reconciliation:
    """Judge every figure of a report against the arithmetic of its row and its document.

    Nothing is changed or filled in: ``computed`` stands beside what is printed. The same report gives
    the same verdicts, in the same order.
    """
    regime = infer_regime(report)
    rows = judge_rows(report, regime)
    verdicts: list[Verdict] = []
    findings = list(_document_findings(regime))
    signed = _signs_expected(report)
    for judged in rows:
        verdicts += verdicts_of(judged.row, judged.readings, judged.judged, judged.charges, regime,
                                digital=report.kind in _ON_PAPER)  # fmt: skip
        findings += _row_findings(judged, regime)
        findings += _domain_findings(judged.row, judged.readings.rate, signed=signed)
    if "codes" in report.arithmetic:
        findings += check_codes(report.rows)
    findings.sort(key=lambda finding: finding.row or 0)
    return Reconciliation(regime, tuple(verdicts), tuple(findings))


def judge_rows(report: Report, regime: Regime) -> tuple[JudgedRow, ...]:
    """Judge the checks of all rows and find a cause for each that is violated."""
    readings = [readings_of(row, regime.fractions) for row in report.rows]
    elsewhere = _quarters_by_figures(report.rows, readings)
    rows: list[JudgedRow] = []
    reported = Period.quarter(report.facts.quarter) if report.facts.quarter else None
    for row, values in zip(report.rows, readings, strict=True):
        judged = judge_row(values, report.arithmetic, regime, reported)
        rows.append(JudgedRow(row, values, judged, tuple(charges(values, judged, regime, elsewhere))))
    return tuple(rows)


def _quarters_by_figures(rows: Sequence[Row], readings: Sequence[Readings]) -> Elsewhere:
    found: dict[tuple[Fraction, Fraction], int] = {}
    for row, values in zip(rows, readings, strict=True):
        for quarter in QUARTERS:
            target, achieved = (values.amount((m, quarter)) for m in (Measure.TARGET, Measure.ACHIEVED))
            if target and achieved:
                found.setdefault((target, achieved), row.number)
    return found


def _document_findings(regime: Regime) -> Iterator[Finding]:
    if regime.rounding_mode == "truncate":
        yield rules.TRUNCATED.finding("Los porcentajes del documento están cortados, no redondeados.")
    if regime.cumulative_denominator == "programmed_to_date":
        yield rules.TO_DATE.finding(
            "El avance acumulado se divide entre lo programado a la fecha, no entre la meta anual."
        )


def _row_findings(judged: JudgedRow, regime: Regime) -> Iterator[Finding]:
    for charge in judged.charges:
        yield _finding(charge.rule, judged, charge.accused[0], charge.message,
                       _computed(judged.row, charge, regime))  # fmt: skip
    told: set[str] = set()
    for edit, judgement in judged.judged.items():
        if judgement.outcome is Outcome.EXPLAINED and judgement.because not in (*told, "truncated"):
            # One cause may show in several percentages: it is told once a row.
            told.add(judgement.because)
            rule = _WHY.get(judgement.because, rules.NON_ADDITIVE)
            yield _finding(rule, judged, edit.subject, _explanation(judged.readings, edit, judgement, regime))


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


def _signs_expected(report: Report) -> bool:
    """Nearly all percentages of the document carry a percent sign."""
    figures = [figure for row in report.rows for figure in row.figures]
    columns = (Measure.PROGRESS, Measure.CUMULATIVE)
    signs = [figure.printed.percent for figure in figures if figure.printed and figure.measure in columns]
    return 100 * sum(signs) >= _MOST * len(signs) > 0


def _domain_findings(row: Row, rate: bool, *, signed: bool) -> Iterator[Finding]:
    for figure in row.figures:
        if figure.printed is None or figure.measure in NARRATIVE:
            continue
        if figure.printed.value < 0 and not rate:
            message = f"La cifra {figure.as_read.strip()} es negativa."
            yield _domain(rules.NEGATIVE_COUNT, row, figure, message)
        elif signed and figure.measure in PERCENTAGES and not figure.printed.percent:
            message = f"El porcentaje {figure.as_read.strip()} no lleva el signo que llevan los demás."
            yield _domain(rules.PERCENT_SIGN_MISSING, row, figure, message)


def _domain(rule: Rule, row: Row, figure: Figure, message: str) -> Finding:
    return rule.finding(message, page=figure.place.page, row=row.number, field=figure.field,
                        as_read=figure.as_read, reported=str(figure.printed))  # fmt: skip
