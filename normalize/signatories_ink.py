"""Whether a hand signed beside a printed name."""

from __future__ import annotations

from collections.abc import Sequence

from cuadre.evidence import Box
from extract.model import Mark, MarkKind

_ABOVE, _BELOW = 40.0, 6.0
"""How far above and below a name a signature may stand, in points: people sign on the line over their name."""
_BESIDE = 40.0
_OVERLAP = 0.25


def ink_beside(name: Box | None, marks: Sequence[Mark] | None) -> str:
    """Tell whether a stroke of a pen stands at a printed name or just above it.

    Stamps do not count: an office stamps, a person signs.

    Args:
        name: Where the name is printed, in points.
        marks: The strokes and stamps of its page, in points; ``None`` where nobody looked for any.

    Returns:
        ``yes`` or ``no``; ``""`` when nobody looked.

    >>> ink_beside((100, 500, 200, 510), (Mark(MarkKind.STROKE, (120, 470, 190, 505)),))
    'yes'
    >>> ink_beside((100, 500, 200, 510), ())
    'no'
    """
    if name is None or marks is None:
        return ""
    left, top, right, bottom = name
    place = (left - _BESIDE, top - _ABOVE, right + _BESIDE, bottom + _BELOW)
    return "yes" if any(mark.kind is MarkKind.STROKE and _stands_in(mark.box, place) for mark in marks) else "no"


def _stands_in(mark: Box, place: Box) -> bool:
    """Tell whether a mark reaches into a place with a good part of its width, or fills a good part of it."""
    across = min(mark[2], place[2]) - max(mark[0], place[0])
    down = min(mark[3], place[3]) - max(mark[1], place[1])
    return down > 0 and across > _OVERLAP * min(mark[2] - mark[0], place[2] - place[0])
