"""A document that went through all stages."""

from __future__ import annotations

from dataclasses import dataclass

from cuadre.evidence import Finding
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
