"""One document as the export meets it: what it says, and what the arithmetic says of it."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.model import Report
from reconcile.model import Reconciliation


@dataclass(frozen=True, slots=True)
class Converted:
    """A report that went through all stages.

    Attributes:
        report: Canonical rows, with the findings of extract and normalize.
        reconciliation: Verdicts on its figures, with the findings of reconcile.
    """

    report: Report
    reconciliation: Reconciliation
