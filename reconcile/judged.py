"""The rows of a report with what the checks say of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from normalize.model import Measure, Period, Report, Row
from reconcile.accuse import Charge, Elsewhere, charges
from reconcile.explain import Judged, judge_row
from reconcile.model import Regime
from reconcile.readings import QUARTERS, Readings, readings_of


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
