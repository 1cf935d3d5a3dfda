"""How a component's figure is made from the percentages of its activities: exact, and nothing but fractions.

It stands here because both repair of codes and reconcile ask it whose child a row is. A roll-up is a witness:
it may speak for or against a reading, and it never supplies one.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from cuadre.evidence.number import Printed

DONE = Fraction(100)
"""Percentage points of what is wholly achieved."""


def percentage(programmed: Fraction, achieved: Fraction) -> Fraction:
    """What a row contributes to its parent, in points; nothing of nothing counts as all of it.

    >>> percentage(Fraction(3), Fraction(2)), percentage(Fraction(0), Fraction(0))
    (Fraction(200, 3), Fraction(100, 1))
    """
    return DONE * achieved / programmed if programmed else DONE


def component_rollup(percentages: Iterable[Fraction]) -> Fraction | None:
    """The mean of the children's percentages, none counted above 100; ``None`` without children.

    Args:
        percentages: In points, one for each child (see :func:`percentage`).

    >>> component_rollup([Fraction(110), Fraction(0), Fraction(100)])
    Fraction(200, 3)
    """
    capped = [min(DONE, share) for share in percentages]
    return sum(capped, Fraction(0)) / len(capped) if capped else None


def is_rolled_up(achieved: Printed, programmed: Fraction, percentages: Iterable[Fraction]) -> bool | None:
    """Whether a parent's achieved figure is what its children's percentages make of its target.

    Args:
        achieved: The parent's, as printed: halves may have been rounded either way.
        programmed: The parent's target of the quarter.
        percentages: The children's, in points.

    Returns:
        ``None`` where there are no children to ask.

    >>> from decimal import Decimal
    >>> is_rolled_up(Printed(Decimal(17), 0), Fraction(25), [Fraction(100), Fraction(100), Fraction(0)])
    True
    """
    mean = component_rollup(percentages)
    if mean is None:
        return None
    return 2 * abs(programmed * mean / DONE - Fraction(achieved.value)) <= Fraction(achieved.unit)
