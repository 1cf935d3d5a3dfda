"""One record per indicator and year: what each quarter's report said, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuadre.evidence import Printed
from normalize.model import Measure, Period
from reconcile.model import Status
from reconcile.plans import Indicator, Plan
from reconcile.readings import QUARTERS, Key
from reconcile.series import PLANNED, changed_fields
from reconcile.told import Line, Told, plain_name

_REPORTED = (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is said of one quarter.

    Attributes:
        period: Which one.
        document_id, row: Where it is said: in the report of that quarter, or else in the next that shows it.
        figures: Achieved, progress and cumulative, those that are printed.
    """

    period: Period
    document_id: str
    row: int
    figures: dict[Measure, Printed]


@dataclass(frozen=True, slots=True)
class Evolution:
    """One indicator in one year.

    Attributes:
        plan: Its plan.
        line: Its row in the first report that has it, for its texts.
        targets: The plan as the last report that prints it says.
        quarters: Those that some report speaks of.
        reports: How many documents have it.
        changed: Columns on which reports disagree.
        status: The worst of all these figures.
    """

    plan: Plan
    line: Line
    targets: dict[Period, Printed]
    quarters: tuple[Quarter, ...]
    reports: int
    changed: tuple[str, ...]
    status: Status


def evolution(plans: Sequence[Plan]) -> Iterator[Evolution]:
    """All indicators of all plans, by year, dependency and programme, then in reading order."""
    for plan in sorted(plans, key=_plan_order):
        for indicator in plan.indicators:
            yield _evolution(plan, indicator)


def _plan_order(plan: Plan) -> tuple[int, str, str, str]:
    first = plan.reports[0]
    names = (plain_name(plan.dependency), plain_name(plan.programme))
    return (first.fiscal_year or 0, *names, first.document_id)


def _evolution(plan: Plan, indicator: Indicator) -> Evolution:
    said = [(told, line) for told, line in zip(plan.reports, indicator.lines, strict=True) if line is not None]
    sources = {quarter: source for quarter in QUARTERS if (source := _source(said, quarter))}
    places = [(line, (measure, quarter)) for quarter, (_, line) in sources.items() for measure in _REPORTED]
    planned = {key: line for key in PLANNED if (line := _last_with(said, key))}
    places += [(line, key) for key, line in planned.items()]
    statuses = [line.status(key) for line, key in places if key in line.statuses or key in line.readings.printed]
    return Evolution(
        plan, indicator.first,
        {key[1]: line.readings.printed[key] for key, line in planned.items()},
        tuple(_quarter(quarter, *source) for quarter, source in sources.items()),
        len(said), changed_fields(plan, indicator),
        max(statuses, key=lambda status: status.rank, default=Status.UNDETERMINED),
    )  # fmt: skip


def _source(said: Sequence[tuple[Told, Line]], quarter: Period) -> tuple[Told, Line] | None:
    """Who speaks of a quarter: its own report, or else the next one that shows it."""
    own = next((pair for pair in said if pair[0].quarter is quarter), None)
    keys = [(measure, quarter) for measure in _REPORTED]
    later = (
        (told, line) for told, line in said
        if told.quarter is not None and told.quarter > quarter and any(key in line.readings.printed for key in keys)
    )  # fmt: skip
    return own or next(later, None)


def _last_with(said: Sequence[tuple[Told, Line]], key: Key) -> Line | None:
    """The row of the last report that prints a figure; of two for one quarter, the surer one."""
    having = [(told, line) for told, line in said if key in line.readings.printed]
    if not having:
        return None
    last = having[-1][0].quarter
    return next(line for told, line in having if told.quarter is last)


def _quarter(period: Period, told: Told, line: Line) -> Quarter:
    printed = line.readings.printed
    figures = {measure: printed[measure, period] for measure in _REPORTED if (measure, period) in printed}
    return Quarter(period, told.document_id, line.number, figures)
