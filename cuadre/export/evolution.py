"""Records of ``evolution.csv``: the one file whose lines come from several documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from cuadre.evidence import Printed
from cuadre.export.column import Record
from cuadre.export.records import SEPARATOR
from normalize.model import Measure, Period
from reconcile.evolution import Evolution, evolution
from reconcile.plans import plans_of
from reconcile.readings import QUARTERS
from reconcile.told import Told

_MEASURES = (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)


def evolution_records(documents: Iterable[Told]) -> Iterator[Record]:
    """One record per indicator and year over all documents; the same whatever their order."""
    for one in evolution(plans_of(documents)):
        targets = {f"target_{period}": _value(one.targets.get(period)) for period in Period}
        yield {
            "fiscal_year": one.plan.reports[0].fiscal_year,
            "dependency": one.plan.dependency,
            "programme": one.plan.programme,
            "responsible_unit": one.line.unit,
            "level": one.line.level,
            "objective_code": one.line.code,
            "indicator_code": one.line.indicator_code,
            "indicator_name": one.line.indicator_name,
            **targets,
            **_quarters(one),
            "reports": one.reports,
            "changed": SEPARATOR.join(one.changed),
            "status": str(one.status),
        }


def _quarters(one: Evolution) -> Record:
    record: Record = {}
    said = {quarter.period: quarter for quarter in one.quarters}
    for period in QUARTERS:
        quarter = said.get(period)
        record[f"document_{period}"] = quarter.document_id if quarter else ""
        record[f"row_{period}"] = quarter.row if quarter else None
        for measure in _MEASURES:
            record[f"{measure}_{period}"] = _value(quarter.figures.get(measure)) if quarter else None
    return record


def _value(printed: Printed | None) -> Decimal | None:
    return printed.value if printed else None
