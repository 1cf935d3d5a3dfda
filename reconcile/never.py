"""What is never repaired without a person, whatever the arithmetic says; some of it is not even proposed."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from cuadre.evidence import NumberFormat, Printed
from normalize.model import Condition, Figure, Measure
from reconcile.accuse import repeated_by_narrative
from reconcile.edits import NARRATIVE, Check, Outcome, members
from reconcile.explain import Judged, aggregation
from reconcile.explanations import Misread
from reconcile.gate import figure_of
from reconcile.readings import Key, Readings

_LEGIBLE = (Condition.CLEAR, Condition.UNSURE)
_COUNTS = (Measure.TARGET, Measure.ACHIEVED)
_SHARES = (Check.PROGRESS, Check.CUMULATIVE)
_CHECKS = 2
"""A figure that fewer checks touch has no second witness in its own row."""


class Bar(StrEnum):
    """Why a figure is left alone, or left to a person."""

    PRINT = "print-is-certain"
    NARRATIVE = "narrative"
    NO_FIGURE = "no-figure"
    DECIDED = "a-person-decided"
    REPEATED = "narrative-repeats-it"
    FRACTION = "count-would-get-decimals"
    SIGN = "sign-would-change"
    PLACE = "column-in-doubt"
    ONE_CHECK = "one-check"
    NON_ADDITIVE = "plan-that-is-not-added-up"
    RESCALED = "only-separators-differ"
    BREAKER = "too-many-on-the-page"
    SEVERAL = "several-cells"
    ROLL_UP = "roll-up-speaks-against"


def excluded(
    figure: Figure, misread: Misread, readings: Readings, decided: Collection[Key], fmt: NumberFormat
) -> Bar | None:
    """Why a misreading is not even proposed; ``None`` where it may be.

    Args:
        figure: The figure that would be misread; one of a digital page is not asked about.
        misread: What its paper would say.
        readings: The values of its row.
        decided: The figures of the row that a person has decided on.
        fmt: How the document prints figures.
    """
    key, printed = misread.figure, figure.printed
    after = figure_of(misread.text, fmt)
    if key[0] in NARRATIVE:
        return Bar.NARRATIVE
    if printed is None or after is None or figure.condition not in _LEGIBLE:
        return Bar.NO_FIGURE
    if key in decided or _set_by_a_person(figure, printed, fmt):
        return Bar.DECIDED
    if repeated_by_narrative(readings, key):
        return Bar.REPEATED
    if key[0] in _COUNTS and after.decimals > printed.decimals:
        return Bar.FRACTION
    return Bar.SIGN if (after.value < 0) != (printed.value < 0) else None


def barred(
    figure: Figure, misread: Misread, readings: Readings, judged: Judged, misplaced: Collection[Key]
) -> tuple[Bar, ...]:
    """Why a misreading may be proposed and is not repaired; nothing where it may be.

    Args:
        figure: The figure as it was read.
        misread: What its paper would say.
        readings: The values of its row.
        judged: Its checks.
        misplaced: The figures of the row whose column is in doubt.
    """
    key = misread.figure
    plan = key[0] is Measure.TARGET and aggregation(readings) != "unknown"
    found = (
        Bar.PLACE if key in misplaced else None,
        Bar.ONE_CHECK if checks_on(key, readings, judged) < _CHECKS else None,
        Bar.NON_ADDITIVE if plan else None,
        Bar.RESCALED if key[0] in _COUNTS and _digits(figure.as_read) == _digits(misread.text) else None,
    )
    return tuple(bar for bar in found if bar is not None)


def checks_on(key: Key, readings: Readings, judged: Judged) -> int:
    """How many checks of the row say something about a figure: 0 % of any target is 0 %."""
    return sum(
        judgement.outcome is not Outcome.SILENT
        and key in members(edit, readings)
        and (key[0] is not Measure.TARGET or edit.check not in _SHARES or bool(judgement.exact))
        for edit, judgement in judged.items()
    )


def _set_by_a_person(figure: Figure, printed: Printed, fmt: NumberFormat) -> bool:
    """Whether the value published is not what the text says: somebody has put it right by hand."""
    read = figure_of(figure.as_read, fmt)
    return read is not None and read.value != printed.value


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
