"""What second looks at a cell say of it: arithmetic accuses, pixels convict.

A second look knows nothing of the row. Only what it says with confidence counts, for a value or against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from cuadre.evidence import NotANumber, NumberFormat, Printed, Rereading, parse_printed
from normalize.model import Measure, Period

FigureKey = tuple[int, Measure, Period]
"""Which figure of a report: data row, measure, period."""

Rereadings = Mapping[FigureKey, tuple[Rereading, ...]]
"""What second looks say of figures."""

CONFIDENT_FROM = 0.6
"""A look with less confidence than this says nothing."""
_AGREEING = 2
"""So many recognisers must agree before what they say counts without the arithmetic."""
_PLACES = 4
_BETWEEN = "; "
_ONE_LOOK = re.compile(r"(?P<recognizer>[^=]*)=(?P<text>.*)@(?P<confidence>[01]\.[0-9]{4})")


class Look(StrEnum):
    """What all second looks at one cell amount to, against the first reading and a predicted value."""

    NONE = "none"
    """Nobody looked."""
    PREDICTED = "predicted"
    """They say the predicted value, and none says anything else."""
    AS_READ = "as-read"
    """They say the same as the first reading, and none says anything else."""
    OTHER = "other"
    """They say something else, or contradict each other."""
    UNREADABLE = "unreadable"
    """None of them is sure of anything."""


def weighed(
    rereadings: Sequence[Rereading], as_read: Printed | None, predicted: Printed | None, fmt: NumberFormat
) -> Look:
    """Weigh the second looks at one cell.

    Args:
        rereadings: What they say.
        as_read: The figure of the first reading; ``None`` where that was no figure.
        predicted: The figure that the arithmetic predicts, if it does.
        fmt: How the document prints figures.
    """
    if not rereadings:
        return Look.NONE
    said = [figure_of(look.text, fmt) for look in rereadings if is_confident(look)]
    if not said:
        return Look.UNREADABLE
    if predicted is not None and all(same(figure, predicted) for figure in said):
        return Look.PREDICTED
    if as_read is not None and all(figure is not None and figure.value == as_read.value for figure in said):
        return Look.AS_READ
    return Look.OTHER


def dissenting(rereadings: Sequence[Rereading], as_read: Printed | None, fmt: NumberFormat) -> bool:
    """Whether looks contradict the first reading with confidence, and none of them agrees with it."""
    said = [figure_of(look.text, fmt) for look in rereadings if is_confident(look)]
    return bool(said) and not any(as_read and figure and figure.value == as_read.value for figure in said)


def repeated(rereadings: Sequence[Rereading], as_read: Printed | None, fmt: NumberFormat) -> bool:
    """Whether two recognisers say the first reading again with confidence, and no confident look anything else."""
    return weighed(rereadings, as_read, None, fmt) is Look.AS_READ and _of_several(rereadings)


def agreed(rereadings: Sequence[Rereading], fmt: NumberFormat) -> Printed | None:
    """The figure that two recognisers say with confidence and no confident look contradicts, if there is one.

    Two looks of one recogniser (``pp-ocr close``, ``pp-ocr narrow``) err alike and count once.
    """
    said = [figure_of(look.text, fmt) for look in rereadings if is_confident(look)]
    first = said[0] if said else None
    if first is None or not _of_several(rereadings) or not all(same(figure, first) for figure in said):
        return None
    return first


def _of_several(rereadings: Sequence[Rereading]) -> bool:
    recognizers = {look.recognizer.partition(" ")[0] for look in rereadings if is_confident(look)}
    return len(recognizers) >= _AGREEING


def is_confident(look: Rereading) -> bool:
    """Whether a look is sure of something."""
    return bool(look.text.strip()) and look.confidence >= CONFIDENT_FROM


def figure_of(text: str, fmt: NumberFormat) -> Printed | None:
    """The figure in a text; ``None`` when it is none."""
    try:
        return parse_printed(" ".join(text.split()), fmt)
    except NotANumber:
        return None


def same(one: Printed | None, other: Printed) -> bool:
    """The same figure to the same places; a percent sign may have been left out."""
    return one is not None and (one.value, one.decimals) == (other.value, other.decimals)


def evidence(rereadings: Iterable[Rereading]) -> str:
    """Write looks down so that ``heard`` gives them back.

    >>> heard(evidence([Rereading("52.00%", 0.97, "ppocr x3")]))
    (Rereading(text='52.00%', confidence=0.97, recognizer='ppocr x3'),)
    """
    return _BETWEEN.join(f"{look.recognizer}={look.text}@{look.confidence:.{_PLACES}f}" for look in rereadings)


def heard(written: str) -> tuple[Rereading, ...]:
    """Read back what ``evidence`` wrote; what was edited into something else is left out."""
    matches = (_ONE_LOOK.fullmatch(part) for part in written.split(_BETWEEN))
    return tuple(
        Rereading(match["text"], float(match["confidence"]), match["recognizer"]) for match in matches if match
    )
