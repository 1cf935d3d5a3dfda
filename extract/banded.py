"""Tables whose rows are parted by horizontal rulings or shading, and whose columns by nothing but white.

The separators say where rows end, never the text; the columns are where the text of all bands leaves room,
or where the header or the page before has them. With the rulings that lack so laid in, the table is read as
any ruled one is. Lengths are points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.banded_columns import areas_of, column_stretches, edges_between, fits
from extract.banded_ends import continued_region, headed_region, marks_above, marks_below
from extract.banded_headings import heading_walls, level_marks
from extract.banded_phrases import Phrase, PhraseLine, stacks
from extract.banded_regions import SAME, Region, regions
from extract.banded_rows import anchors_of, row_cuts
from extract.banded_text import PageText
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Ruling
from extract.ruled import ruled_grids

LEAST_COLUMNS = 4
# A table of so many columns is known again on the next page by its columns alone.
WIDE = 8
# A band is a row of figures when so many of its texts, and such a share of them, are figures.
LEAST_FIGURES = 2
FIGURES = 0.25
# Such a share of bold words, or of the texts of a row, makes a band a header.
STYLED = 0.7
NAMED = 0.6
# Inner upright rulings that say the table has its own columns.
OWN_COLUMNS = 2
# Header cells parted by at least so many upright rulings are the columns of what is below.
PARTED = 3


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two separators."""

    top: float
    bottom: float
    lines: tuple[PhraseLine, ...]

    @property
    def phrases(self) -> list[Phrase]:
        return [phrase for line in self.lines for phrase in line]


def banded_grids(content: PageContent, before: Sequence[Grid] = ()) -> list[Grid]:
    """Find the tables of figures on a page whose rows are parted and whose columns are not.

    Args:
        content: The page.
        before: Tables of the page before; where one is as wide and its columns fit the text, they are taken.

    Returns:
        Grids of origin ``half-ruled`` that do not overlap, from the top down.
    """
    text = PageText(content)
    found = [_grid(region, text, before) for region in regions(content.rulings)]
    grids = [grid for grid in found if grid is not None]
    if not any(grid.columns >= WIDE for grid in grids):
        grids += _unruled(text, next((grid for grid in before if _may_go_on(grid)), None))
    return sorted(grids, key=lambda grid: grid.ys[0])


def _may_go_on(grid: Grid) -> bool:
    """Tell whether the next page may go on with a table without ruling anything."""
    return grid.origin != "ruled" and grid.columns >= WIDE


def _unruled(text: PageText, earlier: Grid | None) -> list[Grid]:
    """Find a wide table of figures where nothing is ruled: below a bold header, or going on from a page before."""
    edges = () if earlier is None else earlier.xs
    region = headed_region(_unruled_lines(text, 0.0, text.content.width), edges)
    if region is None and edges:
        region = continued_region(_unruled_lines(text, edges[0], edges[-1]), edges)
    before = () if earlier is None else (earlier,)
    grid = None if region is None else _grid(region, text, before, loose=True)
    return [] if grid is None or grid.columns < WIDE else [grid]


def _grid(
    region: Region, text: PageText, before: Sequence[Grid], *, loose: bool = False
) -> Grid | None:
    """Complete one region; ``loose``: its separators need not part all rows."""
    if len(region.uprights(region.ys[-2], region.ys[-1])) >= OWN_COLUMNS:
        return None
    if not loose and not region.drawn:
        region, loose = _whole(region, text, before), True
    bands = _bands(region, text)
    header = _header_bands(bands)
    body = [line for band in bands[header:] for line in band.lines]
    if not body or len(region.uprights(region.ys[header], region.ys[-1])) >= OWN_COLUMNS:
        return None
    heading = [phrase for band in bands[:header] for phrase in band.phrases]
    named = _named_columns(region, header)
    edges = named or _inherited(region, before, body)
    if header == 1 and not named:
        columns = edges or edges_between(column_stretches(body, ()), region.left, region.right, ())
        region = region.with_separators(level_marks(heading, areas_of(list(pairwise(columns)), body)))
        header = region.ys.index(bands[0].bottom)
    edges = edges or _white_edges(region, header, heading, body)
    cuts = _cuts(bands[-len(region.ys) + 1 + header :], edges) if edges else []
    if not edges or len(edges) <= LEAST_COLUMNS or (cuts and not (loose or named or _is_framed(region))):
        return None
    walls = [] if named else heading_walls(region, header, edges, heading)
    walls += [(x, region.ys[header], region.ys[-1]) for x in edges]
    if len(region.ys) == 2 and not cuts:  # noqa: PLR2004 (two separators make one row)
        return _one_row(region, edges)
    return _completed(region, text.content, walls, cuts)


def _whole(region: Region, text: PageText, before: Sequence[Grid]) -> Region:
    """Take in the header and the rows that stand beyond the shading."""
    edges = next((grid.xs for grid in before if _may_go_on(grid)), ())
    lines = _lines_between(text, region.left, region.right, region.ys[0])
    marks = [*marks_above(region, lines, edges), *marks_below(region, lines)]
    return region.with_separators([(y, region.left, region.right) for y in marks])


def _lines_between(text: PageText, left: float, right: float, start: float) -> list[PhraseLine]:
    """Give the lines of a page between two sides, from the last ruling above a height on."""
    above = [
        ruling.box[3] for ruling in text.content.rulings
        if ruling.horizontal and ruling.box[3] < start - SAME and ruling.box[0] < right and ruling.box[2] > left
    ]  # fmt: skip
    return text.between(left - SAME, right + SAME).below(max(above, default=0.0))


def _unruled_lines(text: PageText, left: float, right: float) -> list[PhraseLine]:
    """Give the lines of a page between two rulings, where most figures stand."""
    flat = sorted(ruling.box[1] for ruling in text.content.rulings if ruling.horizontal)
    parts: dict[int, list[PhraseLine]] = {}
    for line in text.between(left, right).lines():
        parts.setdefault(bisect_right(flat, line[0].middle), []).append(line)
    figures = {at: sum(phrase.figure for line in part for phrase in line) for at, part in parts.items()}
    return parts[max(figures, key=lambda at: (figures[at], -at))] if figures else []


def _white_edges(
    region: Region, header: int, heading: Sequence[Phrase], body: Sequence[PhraseLine]
) -> tuple[float, ...] | None:
    """Find the edges where the text leaves room; ``None`` when there are no figures to go by."""
    if not any(sum(phrase.figure for phrase in line) >= LEAST_FIGURES for line in body):
        return None
    lowest = [phrase for phrase in heading if _is_lowest(phrase, region, header)]
    ends = [x for stretches in region.parts for stretch in stretches for x in stretch]
    return edges_between(column_stretches(body, lowest), region.left, region.right, ends)


def _bands(region: Region, text: PageText) -> list[_Band]:
    held = text.between(region.left - SAME, region.right + SAME).bands(region.ys)
    return [_Band(top, bottom, tuple(lines)) for (top, bottom), lines in zip(pairwise(region.ys), held, strict=True)]


def _header_bands(bands: Sequence[_Band]) -> int:
    """Count the bands that name the columns."""
    first = next((at for at, band in enumerate(bands) if _holds_figures(band)), len(bands))
    if not first:
        return 0
    styled = next((at for at, band in enumerate(bands[:first]) if not _is_bold(band)), first)
    if styled or first == len(bands):
        return styled
    row = len(stacks(bands[first].phrases))
    return first if any(len(stacks(band.phrases)) >= NAMED * row for band in bands[:first]) else 0


def _holds_figures(band: _Band) -> bool:
    texts = stacks(band.phrases)
    figures = sum(all(phrase.figure for phrase in stack) for stack in texts)
    return figures >= max(LEAST_FIGURES, FIGURES * len(texts))


def _is_bold(band: _Band) -> bool:
    phrases = band.phrases
    return sum(phrase.bold for phrase in phrases) >= STYLED * len(phrases)


def _named_columns(region: Region, header: int) -> tuple[float, ...] | None:
    """Give the columns that upright rulings part in the last row of the header."""
    if not header:
        return None
    inner = region.uprights(region.ys[header - 1], region.ys[header])
    return (region.left, *inner, region.right) if len(inner) >= PARTED else None


def _is_lowest(phrase: Phrase, region: Region, header: int) -> bool:
    """Tell whether no separator of the header runs below a phrase."""
    stretch = (phrase.box[0], phrase.box[2])
    below = (at for at in range(1, header) if region.ys[at] > phrase.middle)
    return not any(region.covers(at, stretch) for at in below)


def _inherited(region: Region, before: Sequence[Grid], body: Sequence[PhraseLine]) -> tuple[float, ...] | None:
    for grid in before:
        if grid.columns < LEAST_COLUMNS or abs(grid.xs[-1] - grid.xs[0] - region.right + region.left) > 2 * SAME:
            continue
        inner = (round(x - grid.xs[0] + region.left, 2) for x in grid.xs[1:-1])
        edges = (region.left, *inner, region.right)
        if fits(edges, body):
            return edges
    return None


def _is_framed(region: Region) -> bool:
    """Tell whether the table has its sides ruled from top to bottom."""
    top, bottom = region.ys[0] + SAME, region.ys[-1] - SAME
    sides = [
        ruling.box[0] for ruling in region.rulings
        if not ruling.horizontal and ruling.box[1] <= top and ruling.box[3] >= bottom
    ]  # fmt: skip
    return len(sides) > 1 and max(sides) - min(sides) > (region.right - region.left) / 2


def _cuts(bands: Sequence[_Band], edges: Sequence[float]) -> list[float]:
    """Give the heights between the rows that no separator parts."""
    cuts: list[float] = []
    for band in bands:
        anchors = anchors_of(band.phrases, edges)
        # The rest of a row may stand above the only other one of the page.
        if len(anchors) > 1 or (anchors and len(bands) == 1):
            cuts += row_cuts(band.phrases, anchors)
    return cuts


def _completed(
    region: Region, content: PageContent, walls: Sequence[tuple[float, float, float]], cuts: Sequence[float]
) -> Grid | None:
    """Lay in the rulings that lack, and read the table as a ruled one."""
    left, right = region.left, region.right
    drawn = [ruling for ruling in region.rulings if ruling.horizontal or left - SAME <= ruling.box[0] <= right + SAME]
    laid = [Ruling((x, top, x, bottom), horizontal=False) for x, top, bottom in walls]
    laid += [Ruling((left, y, right, y), horizontal=True) for y in cuts]
    grids = ruled_grids(replace(content, rulings=(*drawn, *laid)))
    best = max(grids, key=lambda grid: len(grid.cells), default=None)
    return None if best is None else replace(best, origin="half-ruled")


def _one_row(region: Region, edges: Sequence[float]) -> Grid:
    """Give the columns between two separators: the rest of a row may have but one cell with text."""
    ys = (region.ys[0], region.ys[-1])
    cells = (GridCell(0, at, 1, 1, (left, ys[0], right, ys[1])) for at, (left, right) in enumerate(pairwise(edges)))
    return Grid(tuple(edges), ys, tuple(cells), "half-ruled")
