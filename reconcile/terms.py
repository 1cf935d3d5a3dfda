"""What holds for all rows of a document while they are searched for misreadings."""

from __future__ import annotations

from dataclasses import dataclass, field

from cuadre.evidence import ES_MX, NumberFormat
from normalize.model import Period, Report
from reconcile.model import Regime
from reconcile.pricing import Prices, load_prices


def _usual() -> Prices:
    """The price list that comes with Cuadre."""
    return load_prices()


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all rows of a document.

    Attributes:
        regime: Its conventions.
        reported: The quarter it reports, where it says so.
        number_format: How it prints figures.
        kind: What it is: only in a transcript can a figure without pixels be misread.
        prices: What misreadings cost.
    """

    regime: Regime
    reported: Period | None = None
    number_format: NumberFormat = ES_MX
    kind: str = "scanned"
    prices: Prices = field(default_factory=_usual)

    @classmethod
    def of(cls, report: Report, regime: Regime) -> Terms:
        """The terms of a report."""
        quarter = report.facts.quarter
        return cls(regime, Period.quarter(quarter) if quarter else None, report.number_format, report.kind)
