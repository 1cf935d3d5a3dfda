"""The map of a document: a square for each figure of its tables, page by page, shaded by what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path as Outline

from cuadre.report.charts import SMALL, SOFT, Chart, Charts
from cuadre.report.phrases import Phrases
from cuadre.report.source import Figure
from reconcile.model import Status

MOST_PAGES, MOST_FIGURES = 40, 5000
"""A longer document has no map: nobody could read it."""

FILLS: Mapping[Status, tuple[str, str]] = {
    Status.OK: ("#cfdbe5", "none"), Status.EXPLAINED: ("#8fb0cb", "none"), Status.REPAIRED: ("#14507a", "none"),
    Status.PROPOSED: ("#f0b93a", "#8a5a00"), Status.INCONSISTENT: ("#b3261e", "none"),
    Status.UNDETERMINED: ("#ffffff", "#5c5470"), Status.ILLEGIBLE: ("#1c1f23", "none"),
}  # fmt: skip
"""Inside and edge of a square. The lightness alone tells those apart that ask for a look."""

_SIDE, _GAP, _NAMES = 7.0, 2.2, 42.0
_BETWEEN = 5.0


def figure_map(charts: Charts, figures: Sequence[Figure]) -> Chart | None:
    """Draw it; ``None`` where there are no figures, or too many."""
    table = [figure for figure in figures if not figure.is_narrative]
    pages = sorted({figure.page for figure in table})
    if not table or len(pages) > MOST_PAGES or len(table) > MOST_FIGURES:
        return None
    phrases = charts.phrases
    by_page = [(page, [figure.status for figure in table if figure.page == page]) for page in pages]
    title, says = phrases.say("map"), phrases.say("map_says")
    wide, narrow = charts.both(lambda width: _map(by_page, width, phrases), title, says)
    used = [status for status in Status if any(status in statuses for _, statuses in by_page)]
    head = (phrases.say("pages"), *(phrases.status(status) for status in used))
    rows = tuple((str(page), *(str(statuses.count(status)) for status in used)) for page, statuses in by_page)
    return Chart(title, says, wide, narrow, head, rows)


def _map(by_page: Sequence[tuple[int, Sequence[Status]]], width: float, phrases: Phrases) -> tuple[float, Any]:
    step = _SIDE + _GAP
    across = max(1, int((width - _NAMES) // step))
    tops, below = [], 2.0
    for _, statuses in by_page:
        tops.append(below)
        below += step * -(-len(statuses) // across) + _BETWEEN

    def paint(axes: Axes) -> None:
        squares: dict[Status, list[tuple[float, float]]] = {}
        for (page, statuses), top in zip(by_page, tops, strict=True):
            axes.text(_NAMES - 8, top + _SIDE, phrases.say("page_short", n=page), size=SMALL, color=SOFT, ha="right")
            for at, status in enumerate(statuses):
                place = (_NAMES + step * (at % across), top + step * (at // across))
                squares.setdefault(status, []).append(place)
        for status, places in squares.items():
            _paint_squares(axes, status, places)

    return below + 2, paint


def _paint_squares(axes: Axes, status: Status, places: Sequence[tuple[float, float]]) -> None:
    fill, edge = FILLS[status]
    inset = 0.6 if edge != "none" else 0.0
    outline = Outline.make_compound_path(*(_square(x + inset, y + inset, _SIDE - 2 * inset) for x, y in places))
    axes.add_collection(PathCollection(
        [outline], facecolors=[fill], edgecolors=[edge], linewidths=[1.4 if inset else 0.0], zorder=2 if inset else 1,
        transform=axes.transData,
    ), autolim=False)  # fmt: skip


def _square(x: float, y: float, side: float) -> Outline:
    return Outline([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)], closed=True)


