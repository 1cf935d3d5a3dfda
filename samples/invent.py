"""Makes up what a report says: a tree of objectives, figures that agree, and the issuer's mistakes.

`invent` is deterministic: the same seed, quarter and size give the same report. Figures of a row without
`Planted` mistakes agree with each other exactly, at the decimals printed.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import issuer
import vocabulary as words
from report import QUARTERS, Report, Row, Signatory, count_text, figure_value, rounded, share_text


@dataclass(frozen=True, slots=True)
class Wish:
    """What report is wanted.

    Attributes:
        seed: Start of all chance.
        quarter: The reporting quarter, 1 to 4.
        rows: About how many indicators.
        mistakes: How many mistakes the issuer makes, besides idle quarters reported as done.
        places: Decimals of percentages.
        year: Fiscal year.
    """

    seed: int
    quarter: int = 1
    rows: int = 16
    mistakes: int = 5
    places: int = 2
    year: int = 2027


@dataclass(frozen=True, slots=True)
class Plan:
    """Figures of one indicator before print: the year's target, its quarters, what was achieved so far.

    Attributes:
        shape: ``sum``, ``constant``, ``idle``, ``unplanned``, ``blank`` or ``dash``.
    """

    annual: Decimal
    targets: tuple[Decimal, ...]
    achieved: tuple[Decimal, ...]
    shape: str = "sum"


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose indicator it is and where in the tree."""

    unit: str
    level: str
    code: str
    objective: str


def invent(wish: Wish) -> Report:
    """Make up a report."""
    chance = random.Random(wish.seed)
    theme = chance.choice(words.THEMES)
    rows = issuer.make_mistakes(tuple(_tree(chance, theme, wish)), chance, wish)
    return Report(
        municipality=words.MUNICIPALITY,
        axis=f"EJE {theme.number[0]}. {theme.axis}",
        programme=f"E-PP {theme.number} {theme.programme}",
        dependency=theme.dependency,
        year=wish.year,
        quarter=wish.quarter,
        rows=rows,
        signatories=_signatories(chance, theme),
    )


def _signatories(chance: random.Random, theme: words.Theme) -> tuple[Signatory, ...]:
    posts = (
        chance.choice(("Enlace de Seguimiento", "Analista de Indicadores", "Jefatura de Programación")),
        "Dirección de Planeación y Evaluación",
        f"Titular de {theme.units[0]}",
    )
    names = chance.sample(words.FIRST_NAMES, 3)
    roles = chance.choice(words.ROLES)
    full = [f"{chance.choice(words.TITLES)} {n} {' '.join(chance.sample(words.SURNAMES, 2))}" for n in names]
    return tuple(Signatory(role, name, post) for role, name, post in zip(roles, full, posts, strict=True))


def _tree(chance: random.Random, theme: words.Theme, wish: Wish) -> list[Row]:
    root = f"{theme.number}.1"
    rows = [_end_row(chance, theme, wish, root), _purpose_row(chance, theme, wish, f"{root}.1")]
    component = 0
    while len(rows) < wish.rows:
        component += 1
        count = min(chance.randint(2, 4), max(1, wish.rows - len(rows) - 1))
        rows += _branch(chance, theme, wish, component, count)
    return rows


def _branch(chance: random.Random, theme: words.Theme, wish: Wish, number: int, count: int) -> list[Row]:
    unit = theme.units[1 + (number - 1) % (len(theme.units) - 1)]
    code = f"{theme.number}.1.1.{number}"
    plans = [_activity_plan(chance, wish) for _ in range(count)]
    activities = []
    for at, plan in enumerate(plans, 1):
        subject = theme.subjects[(number * 3 + at) % len(theme.subjects)]
        zone = "" if number * 3 + at < len(theme.subjects) else f"de la zona {chance.choice(words.ZONES)}"
        text = " ".join(filter(None, (subject.doing, subject.things, zone, subject.tail)))
        place = _Place(unit, "Actividad", f"{code}.{at}", f"{text}.")
        activities.append(_row(chance, wish, plan, place, (subject.things, subject.done)))
    things, done = theme.services[(number - 1) % len(theme.services)]
    place = _Place(unit, "Componente", code, f"{_capital(things)} {done}.")
    return [_row(chance, wish, _roll_up(plans, wish), place, (things, done)), *activities]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _end_row(chance: random.Random, theme: words.Theme, wish: Wish, code: str) -> Row:
    step = Decimal(chance.randint(400, 2200)) / 100
    targets = (step, step, step, step + Decimal(chance.randint(0, 3)) / 100)
    plan = Plan(sum(targets, Decimal()), targets, targets[: wish.quarter])
    text = chance.choice(words.END_TEXT).format(q=words.ORDINALS[wish.quarter])
    return Row(
        theme.units[0],
        "Fin",
        code,
        theme.end,
        theme.end_code,
        theme.end_indicator,
        chance.choice(words.END_FREQUENCIES),
        "Índice",
        "",
        _figures(plan, wish, places=2),
        f"Justificación Trimestral: {text}",
        {"pct": None, "programmed": None, "achieved": None, "cum_pct": None},
    )


def _purpose_row(chance: random.Random, theme: words.Theme, wish: Wish, code: str) -> Row:
    achieved = tuple(Decimal(chance.randint(18, 27)) for _ in range(wish.quarter))
    plan = Plan(Decimal(100), (Decimal(25),) * 4, achieved)
    place = _Place(theme.units[0], "Propósito", code, theme.purpose)
    row = _row(chance, wish, plan, place, ("acciones", "realizadas"))
    name = theme.purpose_indicator
    return replace(row, indicator_name=name, indicator_code=_initials(name))


def _activity_plan(chance: random.Random, wish: Wish) -> Plan:
    shape = chance.choices(("sum", "constant", "idle", "blank", "dash"), (84, 4, 6, 3, 3))[0]
    size = chance.choice((3, 8, 25, 90, 400, 2500, 30000))
    if shape == "constant":
        level = Decimal(chance.randint(2, size + 2))
        achieved = tuple(_done(chance, level) for _ in range(wish.quarter))
        return Plan(level, (level,) * 4, achieved, shape)
    targets = tuple(Decimal(chance.randint(max(1, size // 2), size + 1)) for _ in QUARTERS)
    if chance.random() < 0.3:
        targets = (targets[0],) * 4
    achieved = tuple(_done(chance, target) for target in targets[: wish.quarter])
    if shape == "idle":
        targets = _replaced(targets, wish.quarter, Decimal())
        achieved = _replaced(achieved, wish.quarter, Decimal())
    return Plan(sum(targets, Decimal()), targets, achieved, shape)


def _replaced(values: tuple[Decimal, ...], quarter: int, value: Decimal) -> tuple[Decimal, ...]:
    return (*values[: quarter - 1], value, *values[quarter:])


def _done(chance: random.Random, target: Decimal) -> Decimal:
    shares = (1.0, 0.0, chance.uniform(0.4, 0.98), chance.uniform(1.02, 1.9), 2.6)
    return Decimal(round(int(target) * chance.choices(shares, (45, 3, 30, 18, 4))[0]))


def _roll_up(plans: Sequence[Plan], wish: Wish) -> Plan:
    achieved = []
    for at in range(wish.quarter):
        shares = [_capped(plan, at) for plan in plans]
        achieved.append(rounded(Decimal(25) * sum(shares, Decimal()) / len(shares), 2))
    return Plan(Decimal(100), (Decimal(25),) * 4, tuple(achieved))


def _capped(plan: Plan, at: int) -> Decimal:
    """Share of a quarter's target that was achieved, at most 1; an idle quarter counts as done."""
    return min(Decimal(1), plan.achieved[at] / plan.targets[at]) if plan.targets[at] else Decimal(1)


def _figures(plan: Plan, wish: Wish, places: int | None = None) -> dict[str, str]:
    def show(value: Decimal) -> str:
        return count_text(value) if places is None else f"{value:.{places}f}"

    figures = {"annual": show(plan.annual)} | {f"q{q}": show(plan.targets[q - 1]) for q in QUARTERS}
    for q, achieved in enumerate(plan.achieved, 1):
        target = plan.targets[q - 1]
        so_far = achieved if plan.shape == "constant" else sum(plan.achieved[:q], Decimal())
        figures[f"achieved_q{q}"] = show(achieved)
        figures[f"pct_q{q}"] = share_text(achieved, target, wish.places) if target else "100%"
        figures[f"cum_pct_q{q}"] = share_text(so_far, plan.annual, wish.places) if plan.annual else "100%"
    if plan.shape in {"blank", "dash"}:
        mark = "" if plan.shape == "blank" else "-"
        figures |= dict.fromkeys((f"{name}_q{wish.quarter}" for name in ("achieved", "pct", "cum_pct")), mark)
    return figures


def _row(
    chance: random.Random, wish: Wish, plan: Plan, place: _Place, counted: tuple[str, str]
) -> Row:
    things, done = counted
    name = f"Porcentaje de {things} {done}"
    figures = _figures(plan, wish)
    text, narrative = _narrative(chance, wish, plan, figures, things)
    row = Row(
        place.unit,
        place.level,
        place.code,
        place.objective,
        f"{_initials(name)}{place.code.rsplit('.', 1)[-1]}",
        f"{name}.",
        chance.choice(words.FREQUENCIES),
        "Porcentaje",
        _capital(things),
        figures,
        text,
        narrative,
    )
    return _marked(row, plan, wish)


def _marked(row: Row, plan: Plan, wish: Wish) -> Row:
    odd = {"constant": "CONSTANT", "blank": "BLANK", "dash": "DASH"}.get(plan.shape)
    row = replace(row, oddities=(odd,)) if odd else row
    return issuer.idle_quarter_done(row, wish.quarter) if plan.shape == "idle" else row


def _initials(name: str) -> str:
    """Initials of the long words, without accents.

    >>> _initials("Porcentaje de árboles podados")
    'PAP'
    """
    letters = "".join(word[0] for word in name.split() if len(word) > 3)
    return "".join(c for c in unicodedata.normalize("NFD", letters.upper()) if not unicodedata.combining(c))


def _narrative(
    chance: random.Random, wish: Wish, plan: Plan, figures: dict[str, str], things: str
) -> tuple[str, dict[str, str | None]]:
    silent: dict[str, str | None] = {"pct": None, "programmed": None, "achieved": None, "cum_pct": None}
    q, quarter = words.ORDINALS[wish.quarter], wish.quarter
    if plan.shape == "blank":
        return "", silent
    if plan.shape == "dash":
        return "Justificación Trimestral: El área no remitió información del periodo.", silent
    if plan.shape == "idle":
        return f"Justificación Trimestral: {chance.choice(words.IDLE).format(q=q, things=things)}", silent
    share = figures[f"pct_q{quarter}"]
    if chance.random() < 0.5:
        share = f"{count_text(figure_value(share))}%"
    told = silent | {
        "pct": share,
        "programmed": figures[f"q{quarter}"],
        "achieved": figures[f"achieved_q{quarter}"],
    }
    target, achieved = plan.targets[quarter - 1], plan.achieved[quarter - 1]
    why = words.ABOVE if achieved > target else words.BELOW if achieved < target else words.EXACT
    text = "Justificación Trimestral: " + chance.choice(words.MET).format(
        q=q, things=things, p=told["programmed"], a=told["achieved"], pct=told["pct"]
    ) + chance.choice(why)
    if chance.random() < 0.35:
        told["cum_pct"] = figures[f"cum_pct_q{quarter}"]
        text += chance.choice(words.YEARLY).format(cum=told["cum_pct"])
    return text, told
