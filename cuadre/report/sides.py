"""Who a disagreement belongs to: the issuer, who printed it so, or the machine, which is not sure of what it read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from cuadre.evidence import Kind
from cuadre.report.source import Figure, Line, Part
from reconcile.model import Status

_MACHINES = frozenset({Kind.LAYOUT, Kind.READING, Kind.MAPPING})
_UNSURE = frozenset({Status.PROPOSED, Status.UNDETERMINED, Status.ILLEGIBLE})


class Side(StrEnum):
    """Whose it is.

    ``ISSUER``: the document is printed so and contradicts itself or another report. ``DOUBT``: paper or reading, nobody
    knows yet. ``SIGNATURE``: something is off with a digital signature.
    """

    ISSUER = "issuer"
    DOUBT = "doubt"
    SIGNATURE = "signature"


class Sides:
    """Tells the sides of one document's findings apart.

    What arithmetic finds on digital pages is the issuer's: their print is certain. Elsewhere a finding about a figure
    goes by the verdict on that figure, and one about anything else may be the reading.

    Args:
        part: The document.

    Attributes:
        certain: Its print was read for certain; what contradicts itself there is the issuer's.
    """

    def __init__(self, part: Part) -> None:
        self.certain = part.document["kind"] == "digital"
        self._figures: Mapping[tuple[int, str], list[Figure]] = _by_field(part.figures)

    def side(self, finding: Line) -> Side:
        """Whose a finding is."""
        if finding["rule"].startswith("signature-") and finding["row"] is None:
            return Side.SIGNATURE
        if Kind(finding["class"]) in _MACHINES:
            return Side.DOUBT
        figure = self.figure(finding)
        if figure is not None and not self.certain:
            return Side.DOUBT if figure.status in _UNSURE else Side.ISSUER
        return Side.ISSUER if self.certain else Side.DOUBT

    def figure(self, finding: Line) -> Figure | None:
        """The figure that a finding is about, if it is about one."""
        figures = self._figures.get((finding["row"], finding["field"]), [])
        told = [figure for figure in figures if figure.as_read == finding["as_read"]]
        return max(told or figures, key=lambda figure: figure.status.rank, default=None)


def _by_field(figures: Iterable[Figure]) -> dict[tuple[int, str], list[Figure]]:
    grouped: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        grouped[figure.row, figure.field].append(figure)
    return grouped


def is_unsure(figure: Figure) -> bool:
    """Nobody knows yet whether the figure was read as it is printed."""
    return figure.status in _UNSURE
