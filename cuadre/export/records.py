"""From a converted document to the records of each file, and what a row's figures and findings amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

from cuadre.converted import Converted
from cuadre.evidence import PERSON, Finding, Place, Printed, StableIds, with_ids
from cuadre.export.column import Record
from cuadre.export.schema import FIGURE_FIELDS, NOT_SIGNED
from cuadre.export.signers import by_signatory
from normalize.model import Condition, Figure, Measure, Period, Report, Row, Signatory
from reconcile.model import Status, Verdict
from reconcile.rules import CELL_READ_AGAIN

SEPARATOR = " | "
"""Between the alternatives of a finding and the witnesses of a repair."""

_NARRATIVE = frozenset({Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS})


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """The verdicts of one document, by figure.

    A printed figure that no verdict is about counts as undetermined: nobody has vouched for it.
    """

    by_figure: dict[tuple[int, Measure, Period], Verdict]

    @classmethod
    def of(cls, converted: Converted) -> _Verdicts:
        """Index the verdicts."""
        return cls({(v.row, v.measure, v.period): v for v in converted.reconciliation.verdicts})

    def on(self, row: Row, figure: Figure) -> Verdict:
        """The verdict on one figure."""
        found = self.by_figure.get((row.number, figure.measure, figure.period))
        return found or Verdict(row.number, figure.measure, figure.period, Status.UNDETERMINED)

    def published(self, row: Row, figure: Figure) -> Printed | None:
        """The figure that is published: what was read, or what it was repaired to."""
        return self.on(row, figure).published(figure.printed)

    def shown(self, row: Row) -> tuple[Figure, ...]:
        """The figures of a row that have a place in the package: printed ones, then blanks that a person filled."""
        printed = printed_figures(row)
        filled = [
            figure for figure in row.figures if self.on(row, figure).repaired is not None and figure not in printed
        ]
        return (*printed, *sorted(filled, key=lambda figure: FIGURE_FIELDS.index(figure.field)))

    def worst(self, row: Row) -> Status:
        """The worst status of a row's printed figures; a row without any is undetermined."""
        statuses = [self.on(row, figure).status for figure in self.shown(row)]
        return max(statuses, key=lambda status: status.rank, default=Status.UNDETERMINED)

    def ask(self, row: Row, settled: frozenset[tuple[int, str]]) -> bool:
        """Whether a figure of the row that no person decided on is for one to look at, or it has none at all."""
        shown = self.shown(row)
        open_ones = [f for f in shown if (row.number, column_of(f.measure, f.period)) not in settled]
        return not shown or any(self.on(row, figure).status.rank >= Status.PROPOSED.rank for figure in open_ones)


def column_of(measure: Measure, period: Period) -> str:
    """The column of ``indicators.csv`` in which a figure is decided on: its own, or the text that restates it."""
    return "justification" if measure in _NARRATIVE else f"{measure}_{period}"


def printed_figures(row: Row) -> tuple[Figure, ...]:
    """The figures of a row with something printed in their place, be it a number or not, or legible or not."""
    return tuple(
        figure for figure in row.figures if figure.as_read.strip() or figure.condition is Condition.ILLEGIBLE
    )


def sorted_findings(converted: Converted) -> list[Finding]:
    """All findings by page, row, field and rule; those on the whole document first.

    The rest of the key makes the order, and with it the ids, independent of which stage spoke first.
    """
    found = (*converted.report.findings, *converted.reconciliation.findings)
    return sorted(found, key=_place_of)


def _place_of(finding: Finding) -> tuple[int | str, ...]:
    place = (finding.page or 0, finding.row or 0, finding.field, finding.rule)
    return (*place, finding.as_read, finding.reported, finding.computed, finding.message)


def indicators(converted: Converted) -> Iterator[Record]:
    """Records of ``indicators.csv``."""
    report, verdicts = converted.report, _Verdicts.of(converted)
    noted = {finding.row for finding in converted.open_findings}
    settled = converted.settled
    for row in report.rows:
        status = verdicts.worst(row)
        yield {
            "document_id": report.source.document_id,
            "page": row.place.page,
            "row": row.number,
            "responsible_unit": row.responsible_unit,
            "unit_canonical": row.unit_canonical,
            "level": row.level,
            "objective_code": row.objective_code,
            "parent_code": row.parent_code,
            "objective": row.objective,
            "indicator_code": row.indicator_code,
            "indicator_name": row.indicator_name,
            "frequency": row.frequency,
            "indicator_unit": row.indicator_unit,
            "variable_unit": row.variable_unit,
            **_published(row, verdicts),
            "justification": row.justification,
            "status": str(status),
            "review": row.number in noted or verdicts.ask(row, settled),
        }


def _published(row: Row, verdicts: _Verdicts) -> Record:
    published = {figure.field: verdicts.published(row, figure) for figure in row.figures}
    values = {name: printed.value for name, printed in published.items() if printed}
    return {name: values.get(name) for name in FIGURE_FIELDS}


def measurements(converted: Converted) -> Iterator[Record]:
    """Records of ``measurements.csv``."""
    report, verdicts = converted.report, _Verdicts.of(converted)
    for row in report.rows:
        printed = printed_figures(row)
        for figure in verdicts.shown(row):
            seen = figure if figure in printed else replace(figure, place=Place(row.place.page), recognizer=PERSON)
            yield _measurement(report, row, seen, verdicts)


def _measurement(report: Report, row: Row, figure: Figure, verdicts: _Verdicts) -> Record:
    left, top, right, bottom = figure.place.box or (None, None, None, None)
    verdict, printed = verdicts.on(row, figure), verdicts.published(row, figure)
    return {
        "document_id": report.source.document_id,
        "page": figure.place.page,
        "row": row.number,
        "objective_code": row.objective_code,
        "indicator_code": row.indicator_code,
        "measure": str(figure.measure),
        "period": str(figure.period),
        "as_read": figure.as_read,
        "reported": printed.value if printed else None,
        "computed": verdict.computed,
        "computed_low": verdict.low,
        "computed_high": verdict.high,
        "decimals": printed.decimals if printed else None,
        "status": str(verdict.status),
        "confidence": float(figure.confidence),
        "recognizer": figure.recognizer,
        "x0": _measured(left),
        "top": _measured(top),
        "x1": _measured(right),
        "bottom": _measured(bottom),
    }


def _measured(length: float | None) -> float | None:
    return None if length is None else float(length)


def findings(converted: Converted) -> Iterator[Record]:
    """Records of ``findings.csv``."""
    document_id = converted.report.source.document_id
    for finding_id, finding in with_ids(document_id, sorted_findings(converted)):
        yield {
            "finding_id": finding_id,
            "document_id": document_id,
            "page": finding.page,
            "row": finding.row,
            "field": finding.field,
            "rule": finding.rule,
            "class": str(finding.kind),
            "severity": str(finding.severity),
            "as_read": finding.as_read,
            "reported": finding.reported,
            "computed": finding.computed,
            "proposed": finding.proposed,
            "alternatives": SEPARATOR.join(finding.alternatives),
            "confidence": _measured(finding.confidence),
            "evidence": finding.evidence,
            "message": finding.message,
        }


def repairs(converted: Converted) -> Iterator[Record]:
    """Records of ``repairs.csv``, in the order in which the steps were taken."""
    document_id = converted.report.source.document_id
    about: dict[tuple[int | None, int | None, str], str] = {}
    named = list(with_ids(document_id, sorted_findings(converted)))
    # That a cell was read again is the last thing to send a reader of the ledger to.
    for finding_id, finding in sorted(named, key=lambda one: one[1].rule == CELL_READ_AGAIN.id):
        about.setdefault((finding.page, finding.row, finding.field), finding_id)
    ids = StableIds(document_id)
    for repair in (*converted.report.repairs, *converted.reconciliation.repairs):
        yield {
            "repair_id": ids.name(repair.page, repair.row, repair.field, repair.rule),
            "finding_id": about.get((repair.page, repair.row, repair.field), ""),
            "document_id": document_id,
            "page": repair.page,
            "row": repair.row,
            "field": repair.field,
            "before": repair.before,
            "after": repair.after,
            "rule": repair.rule,
            "witnesses": SEPARATOR.join(repair.witnesses),
            "confidence": _measured(repair.confidence),
            "state": repair.state,
            "decided_by": repair.decided_by,
        }


def documents(converted: Converted) -> Iterator[Record]:
    """The record of ``documents.csv``."""
    report, regime, verdicts = converted.report, converted.reconciliation.regime, _Verdicts.of(converted)
    statuses = [
        verdicts.on(row, figure).status
        for row in report.rows
        for figure in verdicts.shown(row)
        if figure.measure not in _NARRATIVE
    ]
    counted = (Status.REPAIRED, Status.PROPOSED, Status.INCONSISTENT, Status.UNDETERMINED)
    yield {
        "document_id": report.source.document_id,
        "file_name": report.source.name,
        "sha256": report.source.sha256,
        "kind": report.kind,
        "pages": report.pages,
        "axis": report.facts.axis,
        "programme": report.facts.programme,
        "dependency": report.facts.dependency,
        "fiscal_year": report.facts.fiscal_year,
        "quarter": report.facts.quarter,
        "rows": len(report.rows),
        "figures": len(statuses),
        **{str(status): statuses.count(status) for status in counted},
        "locale": report.number_format.name,
        "rounding_mode": regime.rounding_mode,
        "cumulative_denominator": regime.cumulative_denominator,
        "zero_over_zero": regime.zero_over_zero,
        "version": version("cuadre"),
    }


def signatures(converted: Converted) -> Iterator[Record]:
    """Records of ``signatures.csv``: the signature block, then digital signatures of nobody in it."""
    report = converted.report
    signed = report.digital_signatures
    own, others = by_signatory(report.signatories, signed or ())
    unsigned = "" if signed is None else NOT_SIGNED
    lines = (
        *((person, own.get(at)) for at, person in enumerate(report.signatories)),
        *((Signatory(signature.page, "", "", ""), signature) for signature in others),
    )
    for person, signature in lines:
        yield {
            "document_id": report.source.document_id,
            "page": person.page,
            "role": person.role,
            "name": person.name,
            "post": person.post,
            "ink": person.ink,
            "digital_status": signature.status if signature else unsigned,
            "signer": signature.signer if signature else "",
            "signed_at": signature.signed_at if signature else "",
        }


RECORDS: dict[str, Callable[[Converted], Iterator[Record]]] = {
    "indicators": indicators,
    "measurements": measurements,
    "findings": findings,
    "repairs": repairs,
    "documents": documents,
    "signatures": signatures,
}
"""What makes the records of each resource."""
