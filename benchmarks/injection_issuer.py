"""Mistakes that issuers print, made before anything is read: the paper really says so."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from injection_rows import PaperRow, any_plan, narrative, printed

from normalize.model import Measure, Period
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row with a mistake in it.

    Attributes:
        kind: Name of the mistake.
        row: What is printed.
        changed: Where that is not what should have been.
    """

    kind: str
    row: PaperRow
    changed: tuple[Key, ...]


def _slipped(text: str, chance: random.Random) -> str:
    """Type a figure wrong: one digit for another."""
    at = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    digits = [digit for digit in "0123456789" if digit != text[at] and (digit != "0" or at)]
    return text[:at] + chance.choice(digits) + text[at + 1 :]


def _told(row: PaperRow, measure: Measure) -> Key:
    return measure, Period.quarter(row.plan.quarter)


def _share(row: PaperRow) -> Key:
    return Measure.PROGRESS, Period.quarter(row.plan.quarter)


def _put(row: PaperRow, texts: dict[Key, str]) -> dict[Key, str]:
    """The texts that change something that the row prints."""
    return {key: text for key, text in texts.items() if key in row.figures and row.figures[key] != text}


def _share_typed_wrong(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    return {_share(row): _slipped(row.figures[_share(row)], chance)}


def _share_typed_wrong_and_copied(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    text = _slipped(row.figures[_share(row)], chance)
    return {_share(row): text, _told(row, Measure.NARRATIVE_PROGRESS): text}


def _share_of_another_quarter(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    other = chance.choice([target for target in row.plan.targets if target] or [Fraction(1)])
    text = row.style.share(row.plan.achieved[-1], other)
    return {_share(row): text, _told(row, Measure.NARRATIVE_PROGRESS): text}


def _stale_annual(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    """The year's target of an older plan; its accumulated percentages are of that one, or of the new one."""
    step = Fraction(chance.choice((1, 2, 5, 10, 20, int(row.plan.targets[0]))) or 1)
    annual = max(Fraction(1), row.plan.annual + chance.choice((-step, step)))
    stale = printed(replace(row.plan, annual=annual), row.style, row.told)
    if chance.random() < 0.5:
        return {ANNUAL_TARGET: stale.figures[ANNUAL_TARGET]}
    return {key: text for key, text in stale.figures.items() if key[0] in (Measure.TARGET, Measure.CUMULATIVE)}


def _quarter_programmed_anew(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    """One quarter has a new target, which its percentage is of; the year has the old one."""
    at = chance.randrange(4)
    target = Fraction(round(int(row.plan.targets[at]) * chance.uniform(0.5, 1.6)) + 1)
    plan = replace(row.plan, targets=(*row.plan.targets[:at], target, *row.plan.targets[at + 1 :]))
    anew = printed(plan, row.style, row.told)
    if chance.random() < 0.5:
        return {(Measure.TARGET, QUARTERS[at]): anew.figures[Measure.TARGET, QUARTERS[at]]}
    return anew.figures


def _achieved_typed_wrong(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    key = (Measure.ACHIEVED, Period.quarter(row.plan.quarter))
    text = _slipped(row.figures[key], chance)
    copied = {_told(row, Measure.NARRATIVE_ACHIEVED): text} if chance.random() < 0.5 else {}
    return {key: text} | copied


def _narrative_pasted(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    return narrative(any_plan(chance, row.plan.quarter, "sum"), row.style, row.told)


def _nothing_of_nothing(row: PaperRow, chance: random.Random) -> dict[Key, str]:
    """The quarter has nothing in it and is reported as 0 %, where the document says 100 %."""
    plan = any_plan(chance, row.plan.quarter, "idle")
    idle = printed(plan, row.style, row.told)
    text = f"{0:.{row.style.places}f}%"
    return idle.figures | {_share(idle): text, _told(row, Measure.NARRATIVE_PROGRESS): text}


MISTAKES: dict[str, Callable[[PaperRow, random.Random], dict[Key, str]]] = {
    "percentage typed wrong": _share_typed_wrong,
    "percentage typed wrong, copied": _share_typed_wrong_and_copied,
    "percentage of another quarter": _share_of_another_quarter,
    "stale annual target": _stale_annual,
    "one quarter programmed anew": _quarter_programmed_anew,
    "achieved typed wrong": _achieved_typed_wrong,
    "narrative pasted": _narrative_pasted,
    "nothing of nothing as 0 %": _nothing_of_nothing,
}
"""Name to the texts that are printed instead, given the right row."""


def with_mistake(kind: str, row: PaperRow, chance: random.Random, keep: Key | None = None) -> Mistake | None:
    """Print a row with a mistake.

    Args:
        kind: One of ``MISTAKES``.
        row: A row that is right.
        chance: Draws the mistake.
        keep: A figure that the mistake must leave alone.

    Returns:
        ``None`` where the row does not lend itself, or chance made a mistake that is none.
    """
    changed = _put(row, MISTAKES[kind](row, chance))
    if not changed or keep in changed:
        return None
    return Mistake(kind, row.printing(changed), tuple(changed))
