"""The ledger of a document in short: each kind of step with how often it was taken and what it did once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cuadre.export.schema import FIGURE_FIELDS
from cuadre.report.discords import Spot, spot_of
from cuadre.report.phrases import Phrases
from cuadre.report.source import Line, Part

_AROUND = 2
_LONGEST = 70
_APPLIED, _PROPOSED = "applied", "proposed"
_BY_RULE = "rule"


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of repair.

    Attributes:
        name: What it does.
        times: How often it was taken.
        before, after: Of one of them, what differs with some words around it.
    """

    name: str
    times: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on one cell."""

    spot: Spot
    field: str
    what: str
    before: str
    after: str
    who: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was changed.

    Attributes:
        steps: Applied by rules, the most frequent first.
        decided: Applied because a person said so.
        applied, figures: How many the rules applied, and to figures; the header over a figure is none.
        proposed: How many were not applied, but for those that a person settled.
    """

    steps: tuple[Step, ...]
    decided: tuple[Decided, ...]
    applied: int
    figures: int
    proposed: int


def ledger(part: Part, phrases: Phrases) -> Ledger:
    """Sum the ledger of a document up."""
    by_rules: dict[str, list[Line]] = defaultdict(list)
    persons = [one for one in part.repairs if _is_decision(one)]
    for one in part.repairs:
        if one["state"] == _APPLIED and one["decided_by"] == _BY_RULE:
            by_rules[one["rule"]].append(one)
    applied = [one for steps in by_rules.values() for one in steps]
    return Ledger(
        steps=tuple(_step(rule, steps, phrases) for rule, steps in _most_first(by_rules)),
        decided=tuple(_decided(part, one, phrases) for one in persons),
        applied=len(applied),
        figures=sum(one["field"] in FIGURE_FIELDS and one["row"] is not None for one in applied),
        proposed=sum(one["state"] == _PROPOSED for one in part.repairs),
    )


def _is_decision(one: Line) -> bool:
    return bool(one["state"] == _APPLIED and one["decided_by"] != _BY_RULE)


def _most_first(by_rules: dict[str, list[Line]]) -> list[tuple[str, list[Line]]]:
    return sorted(by_rules.items(), key=lambda item: (-len(item[1]), item[0]))


def _step(rule: str, taken: Sequence[Line], phrases: Phrases) -> Step:
    shortest = min(taken, key=lambda one: (len(one["before"]) + len(one["after"]), one["before"]))
    before, after = differing(shortest["before"], shortest["after"])
    return Step(phrases.step(rule), len(taken), before, after)


def _decided(part: Part, one: Line, phrases: Phrases) -> Decided:
    before, after = differing(one["before"], one["after"])
    spot = spot_of(part, one["page"], one["row"])
    return Decided(spot, phrases.field(one["field"]), phrases.step(one["rule"]), before, after, one["decided_by"])


def differing(before: str, after: str) -> tuple[str, str]:
    """Cut two texts down to the words that differ, with two around them.

    >>> differing("uno dos tres cuatro cinco seis", "uno dos tres quatro cinco seis")
    ('… dos tres cuatro cinco seis', '… dos tres quatro cinco seis')
    """
    left, right = before.split(), after.split()
    start = _alike(left, right)
    end = _alike(left[start:][::-1], right[start:][::-1])
    return _cut(left, start, end), _cut(right, start, end)


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
                min(len(left), len(right)))  # fmt: skip


def _cut(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(words), len(words) - end + _AROUND)
    text = " ".join(words[first:last])
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
    return ("… " if first else "") + text + (" …" if last < len(words) and not text.endswith("…") else "")
