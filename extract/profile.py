"""The columns that the pages of one table share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.grid import Grid, GridCell

_SAME_EDGE = 4.0
_SAME_WIDTH = 8.0
_AGREEING = 0.75
_RESIZED = 0.015


def agree(one: Sequence[float], other: Sequence[float]) -> bool:
    """Tell whether two pages may have the same columns: as wide, and nearly all inner edges at one place.

    >>> agree((0, 10, 50, 90), (5, 15.5, 55, 95)), agree((0, 10, 50, 90), (0, 30, 70, 90))
    (True, False)
    """
    width = one[-1] - one[0]
    here, there = offsets(one, width)[1:-1], offsets(other, width)[1:-1]
    if abs(width - offsets(other, width)[-1]) > _SAME_WIDTH:
        return False
    matched = sum(any(abs(x - y) <= _SAME_EDGE for y in there) for x in here)
    return matched >= _AGREEING * max(len(here), len(there))


def offsets(edges: Sequence[float], width: float) -> list[float]:
    """Give edges measured from the left one, on a table of some width.

    A scanner draws each page a little larger or smaller; what differs by more is another table.

    >>> offsets((10, 20, 110), 100.5), offsets((10, 20, 110), 120)
    ([0.0, 10.05, 100.5], [0, 10, 100])
    """
    own = edges[-1] - edges[0]
    if own <= 0 or abs(width - own) > _RESIZED * own:
        return [x - edges[0] for x in edges]
    return [round((x - edges[0]) * width / own, 2) for x in edges]


def voted(pages: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Give the edges that at least half of the pages have, measured from the left edge of the table.

    Pages with as many edges, none of which lies far from its like on the others, have the same ones: a sheet that
    lay crooked is drawn a little wider here and narrower there.

    >>> voted([(0, 10, 20, 30), (5, 15, 35), (0, 10, 20, 30)])
    (0.0, 10.0, 20.0, 30.0)
    >>> voted([(0, 40, 80, 120), (0, 44.5, 84.5, 120)])
    (0.0, 44.5, 84.5, 120.0)
    """
    if len(pages) == 1:
        return tuple(round(x - pages[0][0], 2) for x in pages[0])
    width = pages[0][-1] - pages[0][0]
    measured = [offsets(edges, width) for edges in pages]
    alike = _alike(measured)
    if alike:
        return tuple(round(xs[len(xs) // 2], 2) for xs in map(sorted, zip(*alike, strict=True)))
    found = sorted((x, page) for page, edges in enumerate(measured) for x in edges)
    groups: list[list[tuple[float, int]]] = []
    for x, page in found:
        if groups and x - groups[-1][0][0] <= _SAME_EDGE and page not in {held for _, held in groups[-1]}:
            groups[-1].append((x, page))
        else:
            groups.append([(x, page)])
    kept = [sorted(x for x, _ in group) for group in groups if 2 * len(group) >= len(pages)]
    return tuple(round(xs[len(xs) // 2], 2) for xs in kept)


def _alike(pages: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """The pages with as many edges as most have, if they are more than half and their edges go together in pairs."""
    most, count = Counter(map(len, pages)).most_common(1)[0]
    same = [edges for edges in pages if len(edges) == most]
    apart = (max(xs) - min(xs) for xs in zip(*same, strict=True))
    gaps = (after - before for edges in same for before, after in pairwise(edges))
    near = min(_SAME_WIDTH, min(gaps, default=0.0) / 2)
    return same if 2 * count > len(pages) and all(wide <= near for wide in apart) else []


def places_in(profile: Sequence[float], edges: Sequence[float]) -> tuple[int, ...] | None:
    """Give for each edge of a page which edge of the profile it is; ``None`` when the page does not fit."""
    places: list[int] = []
    for x in offsets(edges, profile[-1]):
        nearest = min(range(len(profile)), key=lambda at: abs(profile[at] - x))
        if abs(profile[nearest] - x) > _SAME_WIDTH or (places and nearest <= places[-1]):
            return None
        places.append(nearest)
    whole = places[0] == 0 and places[-1] == len(profile) - 1
    return tuple(places) if whole else None


def with_edges(grid: Grid, profile: Sequence[float], open_edges: Sequence[int], header: int) -> Grid:
    """Part the columns of a page where the other pages part them.

    A cell that the page itself merges over several columns stays merged, except below the header at an edge
    which the page leaves open from top to bottom.

    Args:
        grid: The page's grid; its edges all have a place in the profile.
        profile: The edges of all pages.
        open_edges: Numbers of inner edges of the grid that no wall stands on below the header.
        header: How many rows are header.
    """
    edges = sorted([*grid.xs, *_missing(grid.xs, profile)])
    reopened = {edges.index(grid.xs[at]) for at in open_edges}
    own = {edges.index(x) for x in grid.xs}
    cells: list[GridCell] = []
    for cell in grid.cells:
        left, right = edges.index(grid.xs[cell.column]), edges.index(grid.xs[cell.column + cell.column_span])
        inner = range(left + 1, right)
        if cell.column_span > 1:
            inner_cuts = [at for at in inner if at in reopened and cell.row >= header]
        else:
            inner_cuts = [at for at in inner if at not in own]
        stops = [left, *inner_cuts, right]
        for start, end in pairwise(stops):
            box = (edges[start], cell.box[1], edges[end], cell.box[3])
            cells.append(GridCell(cell.row, start, cell.row_span, end - start, box))
    return Grid(tuple(edges), grid.ys, tuple(cells), grid.origin)


def open_below(grid: Grid, header: int) -> tuple[int, ...]:
    """Give the inner edges that every cell below the header reaches across."""
    body = [cell for cell in grid.cells if cell.row >= header]
    return tuple(
        edge for edge in range(1, grid.columns)
        if body and not any(edge in {cell.column, cell.column + cell.column_span} for cell in body)
    )  # fmt: skip


def _missing(edges: Sequence[float], profile: Sequence[float]) -> list[float]:
    places = places_in(profile, edges)
    if places is None:
        return []
    missing = [at for at in range(len(profile)) if at not in places]
    back = offsets(profile, edges[-1] - edges[0])
    return [edges[0] + back[at] for at in missing]
