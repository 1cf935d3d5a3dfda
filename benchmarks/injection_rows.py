"""Rows of figures that agree with each other, invented at random or around one figure that is given.

A row is made of whole numbers and printed as an office would print it: percentages rounded half up to the decimals
of its document, quarters that add up to the year, or do not where the plan is of another kind.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from cuadre.evidence import parse_printed
from normalize.model import Measure, Period
from reconcile.edits import NARRATIVE
from reconcile.intervals import half_up
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key

TOLD = ("none", "share", "full")
"""What narratives say: nothing, the percentage, or target, achieved and percentage."""
_SIZES = (6, 25, 90, 400, 3000, 30000)
_SHAPES = {"sum": 83, "constant": 6, "last": 4, "hidden": 5, "idle": 2}
_EQUAL, _ALL_DONE, _NOTHING_DONE = 0.35, 0.40, 0.05
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are printed.

    Attributes:
        grouped: Thousands are set apart by a comma.
        places: Decimals of percentages.
    """

    grouped: bool = True
    places: int = 2

    def count(self, value: Fraction) -> str:
        """Print a count, which has no decimals."""
        whole = int(half_up(value, 0))
        return f"{whole:,}" if self.grouped else str(whole)

    def share(self, part: Fraction, whole: Fraction) -> str:
        """Print a percentage; nothing of nothing is all of it."""
        return f"{half_up(100 * part / whole if whole else Fraction(100), self.places)}%"


@dataclass(frozen=True, slots=True)
class Plan:
    """The values of a row.

    Attributes:
        annual: The year's target.
        targets: Of the four quarters.
        achieved: Of the quarters until the one reported; may have decimals that are not printed.
        shape: ``sum``, ``constant``, ``last``, ``hidden`` or ``idle``.
    """

    annual: Fraction
    targets: tuple[Fraction, ...]
    achieved: tuple[Fraction, ...]
    shape: str = "sum"

    @property
    def quarter(self) -> int:
        """The quarter that is reported."""
        return len(self.achieved)

    def until(self, quarter: int) -> Fraction:
        """What counts as achieved until a quarter."""
        stock = self.shape in ("constant", "last")
        return self.achieved[quarter - 1] if stock else sum(self.achieved[:quarter], Fraction(0))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """What a row prints.

    Attributes:
        plan: The values behind it.
        style: How it is printed.
        told: One of ``TOLD``.
        figures: The text of each figure, narrative ones last.
    """

    plan: Plan
    style: Style
    told: str
    figures: dict[Key, str] = field(hash=False)

    def printing(self, changed: dict[Key, str]) -> PaperRow:
        """The same row with other texts in some places."""
        return replace(self, figures=self.figures | changed)

    def telling(self, told: str) -> PaperRow:
        """The same row with a narrative that is as long or shorter."""
        kept = {"none": (), "share": (Measure.NARRATIVE_PROGRESS,), "full": tuple(Measure)}[told]
        texts = {key: text for key, text in self.figures.items() if key[0] not in NARRATIVE or key[0] in kept}
        return replace(self, told=told, figures=texts)


def printed(plan: Plan, style: Style, told: str) -> PaperRow:
    """Print a plan."""
    texts: dict[Key, str] = {ANNUAL_TARGET: style.count(plan.annual)}
    texts |= {(Measure.TARGET, q): style.count(v) for q, v in zip(QUARTERS, plan.targets, strict=True)}
    for number, achieved in enumerate(plan.achieved, 1):
        quarter = Period.quarter(number)
        texts[Measure.ACHIEVED, quarter] = style.count(achieved)
        texts[Measure.PROGRESS, quarter] = style.share(achieved, plan.targets[number - 1])
        texts[Measure.CUMULATIVE, quarter] = style.share(plan.until(number), plan.annual)
    return PaperRow(plan, style, told, texts | narrative(plan, style, told))


def narrative(plan: Plan, style: Style, told: str) -> dict[Key, str]:
    """What the justification says of the quarter reported."""
    quarter, achieved, target = Period.quarter(plan.quarter), plan.achieved[-1], plan.targets[plan.quarter - 1]
    texts: dict[Key, str] = {}
    if told == "full":
        texts[Measure.NARRATIVE_TARGET, quarter] = style.count(target)
        texts[Measure.NARRATIVE_ACHIEVED, quarter] = style.count(achieved)
    if told != "none":
        texts[Measure.NARRATIVE_PROGRESS, quarter] = style.share(achieved, target)
    return texts


def any_plan(chance: random.Random, quarter: int, shape: str = "") -> Plan:
    """Invent a plan."""
    while True:
        wanted = shape or chance.choices(tuple(_SHAPES), tuple(_SHAPES.values()))[0]
        plan = _of_shape(chance, quarter, wanted)
        if plan is not None:
            return plan


def _of_shape(chance: random.Random, quarter: int, shape: str) -> Plan | None:
    size = chance.choice(_SIZES)
    targets = _targets(chance, size)
    if shape == "constant":
        targets = (targets[0],) * 4
    if shape == "last":
        targets = tuple(sorted(targets))
        if len(set(targets)) < len(targets):
            return None
    if shape == "idle":
        targets = (*targets[: quarter - 1], Fraction(0), *targets[quarter:])
    annual = targets[-1] if shape in ("constant", "last") else sum(targets, Fraction(0))
    achieved = tuple(_done(chance, target) for target in targets[:quarter])
    if shape == "hidden":
        achieved = (*achieved[:-1], achieved[-1] + Fraction(chance.choice((25, 33, 34, 40, -25, -34, -40)), 100))
    plan = Plan(annual, targets, achieved, shape)
    return None if shape == "hidden" and not _is_told_by_two(plan) else plan


def _is_told_by_two(plan: Plan) -> bool:
    """Whether both percentages of the last quarter show the decimals that the achieved figure hides."""
    if plan.achieved[-1] < 1 or plan.annual > 5000:
        return False
    style = Style()
    bare = replace(plan, achieved=(*plan.achieved[:-1], Fraction(half_up(plan.achieved[-1], 0))))
    last, target = plan.quarter, plan.targets[plan.quarter - 1]
    return (
        style.share(plan.achieved[-1], target) != style.share(bare.achieved[-1], target)
        and style.share(plan.until(last), plan.annual) != style.share(bare.until(last), plan.annual)
    )


def _targets(chance: random.Random, size: int) -> tuple[Fraction, ...]:
    first = Fraction(chance.randint(max(1, size // 3), size))
    if chance.random() < _EQUAL:
        return (first,) * 4
    return (first, *(Fraction(chance.randint(max(1, size // 3), size)) for _ in range(3)))


def _done(chance: random.Random, target: Fraction) -> Fraction:
    luck = chance.random()
    if luck < _ALL_DONE:
        return target
    if luck < _ALL_DONE + _NOTHING_DONE:
        return Fraction(0)
    return Fraction(round(int(target) * chance.uniform(0.4, 1.9)))


def rows_around(text: str, chance: random.Random, quarter: int, told: str = "full") -> Iterator[tuple[Key, PaperRow]]:
    """Invent rows that print a text somewhere, without an end; none where no row can.

    Yields:
        Where it stands, and the row.
    """
    figure = parse_printed(text)
    if figure is None or figure.value <= 0 or (figure.decimals and not figure.percent):
        return
    grouped = "," in text if figure.value >= 1000 and not figure.percent else chance.random() < 0.5
    style = Style(grouped, figure.decimals if figure.percent else chance.choice((2, 2, 2, 1, 0)))
    places = (Measure.PROGRESS, Measure.CUMULATIVE) if figure.percent else (Measure.TARGET, Measure.ACHIEVED)
    for _ in range(_TRIES):
        measure = chance.choice(places)
        period = Period.quarter(chance.choice((quarter, chance.randint(1, quarter))))
        if measure is Measure.TARGET:
            period = chance.choice(tuple(Period))
        plan = _around(figure.value, (measure, period), any_plan(chance, quarter, "sum"), chance)
        if plan is not None:
            row = printed(plan, style, told)
            if row.figures[measure, period] == text:
                yield (measure, period), row


def _around(value: Decimal, key: Key, plan: Plan, chance: random.Random) -> Plan | None:
    """A plan with a value in one place, the others moved so that all agrees."""
    measure, period = key
    wanted, at = Fraction(value), 0 if period is Period.ANNUAL else QUARTERS.index(period)
    if measure is Measure.TARGET and period is Period.ANNUAL:
        if wanted < 4:
            return None
        scaled = _parts(int(wanted), plan.targets, chance)
        return Plan(wanted, scaled, tuple(_done(chance, target) for target in scaled[: plan.quarter]))
    if measure is Measure.TARGET:
        size = int(wanted)
        near = [Fraction(chance.randint(max(1, size // 3), max(3, 2 * size))) for _ in range(4)]
        targets = (wanted,) * 4 if chance.random() < _EQUAL else (*near[:at], wanted, *near[at + 1 :])
        return _added(targets, tuple(_done(chance, target) for target in targets[: plan.quarter]))
    if measure is Measure.ACHIEVED:
        target = wanted if chance.random() < _ALL_DONE else Fraction(round(int(wanted) * chance.uniform(0.6, 2.2)) or 1)
        targets = (target,) * 4 if chance.random() < _EQUAL else _swapped(plan.targets, at, target)
        done = tuple(_done(chance, one) for one in targets[: plan.quarter])
        return _added(targets, _swapped(done, at, wanted))
    if measure is Measure.PROGRESS:
        return _added(plan.targets, _swapped(plan.achieved, at, _part(wanted, plan.targets[at])))
    rest = sum(plan.achieved[:at], Fraction(0))
    part = _part(wanted, plan.annual) - rest
    return _added(plan.targets, _swapped(plan.achieved, at, part)) if part >= 0 else None


def _part(share: Fraction, whole: Fraction) -> Fraction:
    return Fraction(round(share * whole / 100))


def _parts(whole: int, shares: tuple[Fraction, ...], chance: random.Random) -> tuple[Fraction, ...]:
    """Four whole numbers, none of them zero, that make up another."""
    cuts = [max(1, int(whole * share / sum(shares))) for share in shares[:3]]
    last = whole - sum(cuts)
    parts = [Fraction(one) for one in (*cuts, last)] if last > 0 else [Fraction(1)] * 3 + [Fraction(whole - 3)]
    chance.shuffle(parts)
    return tuple(parts)


def _swapped(values: tuple[Fraction, ...], at: int, value: Fraction) -> tuple[Fraction, ...]:
    return (*values[:at], value, *values[at + 1 :])


def _added(targets: tuple[Fraction, ...], achieved: tuple[Fraction, ...]) -> Plan:
    return Plan(sum(targets, Fraction(0)), targets, achieved)
