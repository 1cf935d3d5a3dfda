"""Documents of one run side by side: what the reports of a year say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuadre.converted import Converted
from cuadre.evidence import Finding, ruling_of
from normalize.decided import GROUPED, with_decided_texts, without_decided_texts
from normalize.repair.model import UnitDecision
from normalize.repair.units_across import across
from reconcile.plans import plans_of
from reconcile.series import SERIES_RULES, series_findings
from reconcile.told import told_of


def with_names(documents: Sequence[Converted], decisions: Sequence[UnitDecision] = ()) -> tuple[Converted, ...]:
    """Mend names of units by those of the other documents, and give all documents one name to group by.

    Args:
        documents: All that go into one data package, each after its own repairs.
        decisions: What persons decided on names; those are left as they are.
    """
    # What persons decided on texts stands last: the names are mended as if nobody had, and then it is put back.
    told = [
        [one for one in converted.report.repairs if ruling_of(one) is not None and one.field != GROUPED]
        for converted in documents
    ]
    bare = across([without_decided_texts(converted.report) for converted in documents], decisions)
    reports = [with_decided_texts(report, texts) for report, texts in zip(bare, told, strict=True)]
    return tuple(replace(converted, report=report) for converted, report in zip(documents, reports, strict=True))


def together(documents: Sequence[Converted]) -> tuple[Converted, ...]:
    """Add to each document what the others of its plan and year say of its figures.

    Verdicts and figures stay: another report is a witness, never a source. What is found does not depend on the
    order of the documents, and finding it again changes nothing.

    Args:
        documents: All that go into one data package, in any order.

    Returns:
        The same documents in the same order, each with its findings.
    """
    told = (told_of(converted.report, converted.reconciliation) for converted in documents)
    found = series_findings(plans_of(told))
    return tuple(_with(converted, found.get(converted.report.source.document_id, ())) for converted in documents)


def _with(converted: Converted, found: tuple[Finding, ...]) -> Converted:
    own = [finding for finding in converted.reconciliation.findings if finding.rule not in SERIES_RULES]
    findings = tuple(sorted((*own, *found), key=lambda finding: finding.row or 0))
    return replace(converted, reconciliation=replace(converted.reconciliation, findings=findings))
