"""How far the indicators of a document have come, as its charts and their tables show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from cuadre.report.source import Line, Part
from normalize.model import Measure, Period
from normalize.rules import PERCENT_AS_FRACTION
from reconcile.model import Status

QUARTERS = tuple(Period.quarter(number) for number in (1, 2, 3, 4))
TARGET = Decimal(100)
"""The whole of what was programmed, in percentage points."""

BOUNDS = (0, 25, 50, 75, 100, 125, 150, 200)
"""Between these the indicators are counted; exactly 100 stands by itself."""


@dataclass(frozen=True, slots=True)
class Point:
    """One indicator in one quarter.

    Attributes:
        unit: Responsible, by the name to group by; ``""`` where it is not known.
        level: As printed.
        depth: Parts of its code, 0 without one.
        percent: Of what was programmed, in points, as printed.
        sure: The figure is neither in doubt nor contradicted.
    """

    unit: str
    level: str
    depth: int
    percent: Decimal
    sure: bool

    @property
    def met(self) -> bool:
        """The target of the quarter is met."""
        return self.percent >= TARGET


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators that belong together.

    Attributes:
        label: What they have in common.
        points: At least one.
    """

    label: str
    points: tuple[Point, ...]

    @property
    def met(self) -> int:
        """How many meet their target."""
        return sum(point.met for point in self.points)

    @property
    def percents(self) -> list[Decimal]:
        """Their percentages, the lowest first."""
        return sorted(point.percent for point in self.points)

    @property
    def median(self) -> Decimal:
        """The middle one."""
        return median(self.percents)


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one group from quarter to quarter.

    Attributes:
        label: Of the group.
        shares: By quarter from 1: how many of its indicators meet the target, and of how many; a quarter that nobody
            reports is not there.
    """

    label: str
    shares: tuple[tuple[int, int, int], ...]


def points(part: Part, quarter: int) -> tuple[Point, ...]:
    """Give the indicators that report their progress of one quarter."""
    field = f"{Measure.PROGRESS}_{Period.quarter(quarter)}"
    statuses = {figure.row: figure.status for figure in part.figures if figure.field == field}
    times = 100 if _as_fractions(part, field) else 1
    return tuple(
        _point(line, times * line[field], statuses.get(number, Status.OK))
        for number, line in part.rows.items() if line[field] is not None
    )  # fmt: skip


def _as_fractions(part: Part, field: str) -> bool:
    return any((one["rule"], one["field"]) == (PERCENT_AS_FRACTION.id, field) for one in part.findings)


def _point(line: Line, percent: Decimal, status: Status) -> Point:
    unit = line["unit_canonical"] or line["responsible_unit"]
    code = line["objective_code"]
    return Point(unit, line["level"], len(code.split(".")) if code else 0, percent, status.rank < Status.PROPOSED.rank)


def quarter_shown(part: Part) -> int | None:
    """The quarter that the document is about, if it reports its progress, else the last that it reports; or none."""
    stated = part.document["quarter"]
    reported = [number for number in (1, 2, 3, 4) if points(part, number)]
    return stated if stated in reported else max(reported, default=None)


def by_unit(found: Iterable[Point]) -> tuple[Group, ...]:
    """Group by unit; those that meet the least of their targets come first."""
    grouped = _grouped(found, lambda point: point.unit)
    return tuple(sorted(grouped, key=lambda one: (one.met / len(one.points), -len(one.points), one.label)))


def by_level(found: Iterable[Point]) -> tuple[Group, ...]:
    """Group by level, those of short codes first."""
    return tuple(sorted(_grouped(found, lambda point: point.level), key=_depth))


def _depth(group: Group) -> tuple[Decimal | int | float, str]:
    return (median(point.depth for point in group.points), group.label)


def _grouped(found: Iterable[Point], key: Callable[[Point], str]) -> list[Group]:
    grouped: dict[str, list[Point]] = defaultdict(list)
    for point in found:
        grouped[key(point)].append(point)
    return [Group(label, tuple(members)) for label, members in grouped.items()]


@dataclass(frozen=True, slots=True)
class Bin:
    """How many indicators are in one stretch of progress.

    Attributes:
        low, high: Its ends in percentage points, the low one outside, the high one inside, but that 100 has a stretch
            of its own; ``None`` is without end.
        count: How many.
    """

    low: int | None
    high: int | None
    count: int


def spread(found: Sequence[Point]) -> tuple[Bin, ...]:
    """Count indicators by their progress, the lowest stretch first.

    >>> values = ("0", "99.99", "100", "201")
    >>> [one.count for one in spread([Point("", "", 0, Decimal(value), True) for value in values])]
    [1, 0, 0, 0, 1, 1, 0, 0, 0, 1]
    """
    edges: list[tuple[int | None, int | None]] = [(None, 0)]
    for low, high in pairwise(BOUNDS):
        edges.append((low, high))
        if high == TARGET:
            edges.append((high, high))
    edges.append((BOUNDS[-1], None))
    return tuple(Bin(low, high, sum(_is_in(point.percent, low, high) for point in found)) for low, high in edges)


def _is_in(percent: Decimal, low: int | None, high: int | None) -> bool:
    if low == high:
        return percent == low
    below = high is None or (percent < high if high == TARGET else percent <= high)
    return below and (low is None or percent > low)


def courses_of(part: Part) -> tuple[Course, ...]:
    """What one document says of its quarters, by level; nothing where it reports fewer than two."""
    quarters = [(number, by_level(points(part, number))) for number in (1, 2, 3, 4)]
    return _courses(quarters)


def courses_of_plan(lines: Sequence[Line]) -> tuple[Course, ...]:
    """What the reports of one plan and year say of its quarters, by level, from lines of ``evolution.csv``."""
    quarters = []
    for number, period in enumerate(QUARTERS, 1):
        field = f"{Measure.PROGRESS}_{period}"
        found = [_point({**line, "unit_canonical": ""}, line[field], Status.OK) for line in lines
                 if line[field] is not None]  # fmt: skip
        quarters.append((number, by_level(found)))
    return _courses(quarters)


def _courses(quarters: Iterable[tuple[int, Sequence[Group]]]) -> tuple[Course, ...]:
    shares: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, groups in quarters:
        for group in groups:
            shares[group.label].append((number, group.met, len(group.points)))
    courses = tuple(Course(label, tuple(known)) for label, known in shares.items())
    told = {number for course in courses for number, _, _ in course.shares}
    return courses if len(told) > 1 else ()
