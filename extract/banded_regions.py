"""Where horizontal separators of one width lie above each other, and what they part.

A separator is a ruling or the edge of a shaded area. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuadre.evidence import Box
from extract.model import Ruling

SAME = 3.0
LEAST_WIDTH = 150.0
# Part of a stretch that rulings must cover to part it.
COVERED = 0.6
# A last separator that leaves out merged cells has one piece of such a share, and is so near to the one above.
OPEN_FOOT = 0.5
OPEN_ROW = 150.0

Stretch = tuple[float, float]
"""Where something starts and ends."""


@dataclass(frozen=True, slots=True)
class Region:
    """Separators of one table, whatever they leave out.

    Attributes:
        left, right: Where the longest of them start and end.
        ys: Heights of the separators from the top down, at least two.
        parts: For each height, the stretches that are drawn there.
        rulings: All rulings of it, upright ones as well.
    """

    left: float
    right: float
    ys: tuple[float, ...]
    parts: tuple[tuple[Stretch, ...], ...]
    rulings: tuple[Ruling, ...]

    @property
    def box(self) -> Box:
        """Extent of the separators."""
        return (self.left, self.ys[0], self.right, self.ys[-1])

    def covers(self, at: int, stretch: Stretch) -> bool:
        """Tell whether one of its separators runs along most of a stretch."""
        start, end = stretch
        covered = sum(max(0.0, min(b, end) - max(a, start)) for a, b in self.parts[at])
        return covered >= COVERED * (end - start)

    @property
    def drawn(self) -> bool:
        """Its outermost separators are lines; where shading ends, the table may go on without."""
        ends = (self.ys[0], self.ys[-1])
        return all(any(r.drawn and abs(_height(r) - y) <= SAME for r in self.rulings if r.horizontal) for y in ends)

    def with_separators(self, marks: Sequence[tuple[float, float, float]]) -> Region:
        """Lay in more separators: height, left and right end of each."""
        laid = [Ruling((left, y, right, y), horizontal=True) for y, left, right in marks]
        flat = sorted([*(r for r in self.rulings if r.horizontal), *laid], key=_place)
        return _of(flat, [r for r in self.rulings if not r.horizontal], self.left, self.right)

    def uprights(self, top: float, bottom: float) -> list[float]:
        """Give where inner upright rulings stand that run along most of a height, from left to right."""
        found: list[float] = []
        for x, covered in sorted(_by_place(self.rulings, self.left, self.right, top, bottom).items()):
            if covered >= COVERED * (bottom - top) and (not found or x - found[-1] > SAME):
                found.append(x)
        return found


def _by_place(
    rulings: Sequence[Ruling], left: float, right: float, top: float, bottom: float
) -> dict[float, float]:
    places: dict[float, float] = {}
    for ruling in rulings:
        x = round((ruling.box[0] + ruling.box[2]) / 2, 2)
        if not ruling.horizontal and left + SAME < x < right - SAME:
            covered = max(0.0, min(ruling.box[3], bottom) - max(ruling.box[1], top))
            places[x] = places.get(x, 0.0) + covered
    return places


def regions(rulings: Sequence[Ruling]) -> list[Region]:
    """Find stretches of a page with two or more separators of one width, the widest first."""
    flat = sorted((ruling for ruling in rulings if ruling.horizontal), key=lambda ruling: ruling.box[1])
    widths: list[list[Ruling]] = []
    for ruling in flat:
        home = next((group for group in widths if _same_width(group[0].box, ruling.box)), None)
        if home is None:
            widths.append([ruling])
        else:
            home.append(ruling)
    groups = [group for group in widths if len(group) > 1 and group[0].box[2] - group[0].box[0] >= LEAST_WIDTH]
    groups.sort(key=lambda group: group[0].box[0] - group[0].box[2])
    found: list[Region] = []
    for group in groups:
        region = _region(group, rulings)
        if region is not None and not any(_meets(region.box, other.box) for other in found):
            found.append(region)
    return found


def _same_width(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) <= SAME and abs(one[2] - other[2]) <= SAME


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _region(group: Sequence[Ruling], rulings: Sequence[Ruling]) -> Region | None:
    left, right = min(ruling.box[0] for ruling in group), max(ruling.box[2] for ruling in group)
    among = [r for r in rulings if left - SAME <= r.box[0] and r.box[2] <= right + SAME]
    bottom = _open_foot(among, group[-1].box[3], (right - left) * OPEN_FOOT)
    top = group[0].box[1]
    inside = [ruling for ruling in among if top - SAME <= ruling.box[3] and ruling.box[1] <= bottom + SAME]
    flat = sorted((ruling for ruling in inside if ruling.horizontal), key=_place)
    region = _of(flat, [ruling for ruling in inside if not ruling.horizontal], left, right)
    return region if len(region.ys) > 1 else None


def _of(flat: Sequence[Ruling], uprights: Sequence[Ruling], left: float, right: float) -> Region:
    """Gather separators, sorted from the top down, by height."""
    bands: list[list[Ruling]] = []
    for ruling in flat:
        if bands and _height(ruling) - _height(bands[-1][0]) <= SAME:
            bands[-1].append(ruling)
        else:
            bands.append([ruling])
    kept = [_separator(band, right - left) for band in bands]
    return Region(
        left, right, tuple(_height(band[0]) for band in kept),
        tuple(tuple((ruling.box[0], ruling.box[2]) for ruling in band) for band in kept),
        (*(ruling for band in kept for ruling in band), *uprights),
    )  # fmt: skip


def _place(ruling: Ruling) -> tuple[float, float]:
    return (_height(ruling), ruling.box[0])


def _height(ruling: Ruling) -> float:
    return (ruling.box[1] + ruling.box[3]) / 2


def _separator(band: list[Ruling], width: float) -> list[Ruling]:
    """Leave out the edges of shaded areas where lines are drawn: shading goes on behind merged cells."""
    drawn = [ruling for ruling in band if ruling.drawn]
    return drawn if sum(ruling.box[2] - ruling.box[0] for ruling in drawn) >= width / 2 else band


def _open_foot(rulings: Sequence[Ruling], bottom: float, least: float) -> float:
    """Follow long separators below the last whole one, where cells go on on the next page."""
    foot = bottom
    for ruling in sorted(rulings, key=_height):
        box = ruling.box
        long = ruling.horizontal and box[2] - box[0] >= least
        if long and bottom < box[1] <= foot + OPEN_ROW:
            foot = box[3]
    return foot
