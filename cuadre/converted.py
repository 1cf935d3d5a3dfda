"""A document that went through all stages."""

from __future__ import annotations

from dataclasses import dataclass

from cuadre.evidence import Finding, Severity, ruling_of
from normalize.model import Report
from reconcile.model import Reconciliation


@dataclass(frozen=True, slots=True)
class Converted:
    """One document's rows and what the arithmetic says of them.

    Attributes:
        report: Canonical rows, with findings and repairs of the stages before.
        reconciliation: Verdicts and their findings.
    """

    report: Report
    reconciliation: Reconciliation

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all stages, in the order the stages made them."""
        return self.report.findings + self.reconciliation.findings

    @property
    def settled(self) -> frozenset[tuple[int, str]]:
        """Row and column of each reading that a person decided on."""
        ledger = (*self.report.repairs, *self.reconciliation.repairs)
        return frozenset((one.row, one.field) for one in ledger if one.row is not None and ruling_of(one) is not None)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that still ask a person to look.

        One about a cell asks until somebody decided on the cell; one about a whole row, on any cell of it.
        """
        settled = self.settled
        rows = frozenset(row for row, _ in settled)
        return tuple(
            finding for finding in self.findings
            if finding.severity != Severity.INFO
            and not ((finding.row, finding.field) in settled or (finding.row in rows and not finding.field))
        )
