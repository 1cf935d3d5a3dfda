"""Figures in Spanish sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from normalize.model import Measure, Period
from reconcile.intervals import half_up
from reconcile.readings import Key, Readings

PERCENTAGES = (Measure.PROGRESS, Measure.CUMULATIVE, Measure.NARRATIVE_PROGRESS)
_MEASURES = {
    Measure.TARGET: "meta",
    Measure.ACHIEVED: "alcanzado",
    Measure.PROGRESS: "avance trimestral",
    Measure.CUMULATIVE: "avance acumulado",
    Measure.NARRATIVE_TARGET: "meta de la justificación",
    Measure.NARRATIVE_ACHIEVED: "alcanzado de la justificación",
    Measure.NARRATIVE_PROGRESS: "avance de la justificación",
}
_PERIODS = {
    Period.ANNUAL: "anual",
    Period.Q1: "del trimestre 1",
    Period.Q2: "del trimestre 2",
    Period.Q3: "del trimestre 3",
    Period.Q4: "del trimestre 4",
}
_DECIMALS = 6


def named(key: Key) -> str:
    """Name a figure: ``meta del trimestre 1``."""
    return f"{_MEASURES[key[0]]} {_PERIODS[key[1]]}"


def said(readings: Readings, key: Key) -> str:
    """A figure as published, with its sign when it is a percentage; a blank is named as such."""
    printed = readings.printed.get(key)
    if printed is None:
        return "(en blanco)"
    return f"{printed} %" if key[0] in PERCENTAGES else str(printed)


def plain(value: Fraction) -> str:
    """An exact value with as few digits as it needs, at most six decimals."""
    text = format(half_up(value, _DECIMALS), "f")
    return text.rstrip("0").rstrip(".")


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["52 %", "53 %", "12"])
    '52 %, 53 % y 12'
    """
    return " y ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
