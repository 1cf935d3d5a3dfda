"""Judge a report: a verdict on every figure, a finding for what does not tally."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cuadre.evidence import Finding, Repair, Rule
from normalize.model import Figure, Measure, Report, Row
from reconcile import rules
from reconcile.again import as_kept, noted
from reconcile.codes import check_codes
from reconcile.document_findings import document_findings
from reconcile.edits import NARRATIVE
from reconcile.examine import examine, tripped_pages
from reconcile.examined import Examined
from reconcile.gate import Rereadings
from reconcile.judged import JudgedRow, judge_rows
from reconcile.ledger import repairs_of, taken_back
from reconcile.model import Reconciliation, Verdict
from reconcile.poor_pages import poor_page_findings, poor_pages
from reconcile.readings import Key
from reconcile.regime import infer_regime
from reconcile.rollup import rollups_of
from reconcile.rollup_findings import with_rollups
from reconcile.row_findings import contested_finding, row_findings
from reconcile.rulings import contested, rulings
from reconcile.words import PERCENTAGES, listed, named

__all__ = ["JudgedRow", "judge_rows", "reconcile", "undone"]

_MOST = 90
"""Percent of the percentages that carry a sign before one without it is odd."""


def reconcile(
    report: Report, rereadings: Rereadings | None = None, decided: Sequence[Repair] = (), *, accept: bool = False
) -> Reconciliation:
    """Judge every figure of a report against the arithmetic of its row and its document.

    Nothing is filled in: ``computed`` stands beside what is printed, and a figure is put right only where the paper,
    looked at again, says what the arithmetic predicts. The same arguments give the same verdicts, in the same order.

    Args:
        report: As it was read.
        rereadings: What second looks at its cells say.
        decided: The ledger's rows in which a person decided on a figure; they stand.
        accept: Apply the proposals that two checks and the margin speak for, where there are no pixels to look at.
    """
    return hear(report, rereadings, decided, accept=accept)[0]


def hear(
    report: Report, rereadings: Rereadings | None = None, decided: Sequence[Repair] = (), *, accept: bool = False
) -> tuple[Reconciliation, tuple[Examined, ...]]:
    """What ``reconcile`` gives, with all that was heard on each row."""
    looks = as_kept(rereadings or {})
    regime = infer_regime(report)
    rows = examine(report, regime, looks, decided, accept=accept)
    verdicts: list[Verdict] = []
    repairs = [repair for repair in decided if repair.state != "applied"]
    published = tuple(row.published for row in rows)
    findings = [*document_findings(regime, published), *noted(report.rows, looks), *_tripped(tripped_pages(rows))]
    signed, poor = _signs_expected(report), poor_pages(report)
    findings += poor_page_findings(poor)
    for row in rows:
        on_row = rulings(row, report, regime, poor)
        verdicts += on_row
        repairs += repairs_of(row, regime)
        findings += row_findings(row, regime)
        findings += [contested_finding(figure, row) for figure in contested(row, report, on_row)]
        findings += _domain_findings(row.published.row, row.published.readings.rate, signed=signed)
    if "codes" in report.arithmetic:
        findings += check_codes(report.rows)
    rollups = rollups_of(replace(report, rows=tuple(one.row for one in published)), regime, published)
    findings = with_rollups(findings, published, rollups, regime)
    findings.sort(key=lambda finding: finding.row or 0)
    repairs.sort(key=lambda repair: repair.row or 0)
    return Reconciliation(regime, tuple(verdicts), tuple(findings), tuple(repairs)), rows


def undone(report: Report, rereadings: Rereadings, reconciliation: Reconciliation) -> Reconciliation:
    """The same with every repair of a figure taken back: published is what was read, and the ledger says so."""
    return reconcile(report, rereadings, taken_back(reconciliation.repairs))


def _tripped(pages: Mapping[int, tuple[Key, ...]]) -> Iterator[Finding]:
    for page, keys in pages.items():
        names = listed([named(key) for key in keys])
        message = f"En la página {page} piden reparación demasiadas cifras ({names}); no se reparó ninguna."
        yield rules.REPAIRS_TOO_MANY.finding(message, page=page)


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
