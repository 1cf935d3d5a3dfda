"""Letters to lines of text: each is linked to its right neighbour, and small signs go to the nearest line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

_WIDEST_GAP = 1.9
_OVERLAP = 0.5
_UNEQUAL = 2.3
_DASH = 1.7
_DASH_MIDDLE = 0.22
_BEHIND = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Connected ink: boxes in pixels, and the place on the page that rulings part from others.

    Attributes:
        left, top, right, bottom: Sides; right and bottom are one past the last pixel.
        area: Pixels with ink.
        room: Number of the ruled place it stands in; 0 when it stands on a ruling.
    """

    left: Ints
    top: Ints
    right: Ints
    bottom: Ints
    area: Ints
    room: Ints

    def __len__(self) -> int:
        """How many there are."""
        return len(self.left)

    @property
    def height(self) -> Ints:
        """Heights in pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> Ints:
        """Widths in pixels."""
        return self.right - self.left

    def take(self, chosen: Flags | Ints) -> Spots:
        """Give some of them."""
        return Spots(
            self.left[chosen], self.top[chosen], self.right[chosen], self.bottom[chosen], self.area[chosen],
            self.room[chosen],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Walls:
    """Upright rulings in pixels: position across, first and last place along."""

    at: Reals
    start: Reals
    end: Reals

    def between(self, left: Reals, right: Reals, y: Reals) -> Flags:
        """Tell whether a wall stands between two places at a height, for each pair of places."""
        parted = np.zeros(len(left), np.bool_)
        for at, start, end in zip(self.at, self.start, self.end, strict=True):
            parted |= (left < at) & (at < right) & (start <= y) & (y <= end)
        return parted


def chained(letters: Spots, walls: Walls) -> Ints:
    """Number letters by the line they stand on.

    Returns:
        For each letter the least index of a letter on its line.
    """
    order = np.argsort(letters.left, kind="stable")
    follower = np.full(len(letters), -1, np.int64)
    best = np.full(len(letters), np.inf)
    spots = letters.take(order)
    for one, other, gap in _pairs(spots):
        better = gap < best[one]
        best[one[better]] = gap[better]
        follower[one[better]] = other[better]
    held = np.flatnonzero(follower >= 0)
    mate = follower[held]
    middle = (np.maximum(spots.top[held], spots.top[mate]) + np.minimum(spots.bottom[held], spots.bottom[mate])) / 2
    centre = (spots.left + spots.right) / 2
    free = ~walls.between(centre[held], centre[mate], middle)
    links = zip(order[held[free]].tolist(), order[mate[free]].tolist(), strict=True)
    return _roots(len(letters), links)


def _pairs(spots: Spots) -> Iterator[tuple[Ints, Ints, Reals]]:
    """Give neighbours on one line, left and right, with the gap between them; sorted by left side."""
    count = len(spots)
    height, width = spots.height, spots.width
    centre = (spots.left + spots.right) / 2
    upright = (spots.top + spots.bottom) / 2
    tallest = int(np.percentile(height, 99)) if count else 0
    index = np.arange(count)
    for shift in range(1, count):
        first, second = index[:-shift], index[shift:]
        gap = spots.left[second] - spots.right[first]
        if gap.min() > _WIDEST_GAP * tallest:
            return
        high = np.maximum(height[first], height[second])
        low = np.minimum(height[first], height[second])
        overlap = np.minimum(spots.bottom[first], spots.bottom[second]) - np.maximum(
            spots.top[first], spots.top[second]
        )
        fit = (gap <= _WIDEST_GAP * high) & (overlap >= _OVERLAP * low) & (centre[second] > centre[first])
        chosen = np.flatnonzero(fit)
        if not len(chosen):
            continue
        one, other = first[chosen], second[chosen]
        similar = high[chosen] <= _UNEQUAL * low[chosen]
        flat = (width[one] >= _DASH * height[one]) | (width[other] >= _DASH * height[other])
        centred = np.abs(upright[one] - upright[other]) <= _DASH_MIDDLE * high[chosen]
        rooms = (spots.room[one] == spots.room[other]) | (spots.room[one] == 0) | (spots.room[other] == 0)
        kept = (similar | (flat & centred)) & rooms
        yield one[kept], other[kept], np.maximum(gap[chosen][kept], -_BEHIND * width[one[kept]])


def _roots(count: int, links: Iterator[tuple[int, int]]) -> Ints:
    parent = list(range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in links:
        a, b = root(one), root(other)
        parent[max(a, b)] = min(a, b)
    return np.array([root(place) for place in range(count)], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines of text: their horizontal extent and the band from the top of their capitals to their foot."""

    left: Reals
    right: Reals
    top: Reals
    foot: Reals
    room: Ints

    def __len__(self) -> int:
        """How many there are."""
        return len(self.left)


def lines_of(letters: Spots, groups: Sequence[Ints]) -> Lines:
    """Give the lines that groups of letters make."""
    rows = [
        (
            letters.left[group].min(), letters.right[group].max(), np.percentile(letters.top[group], 20),
            np.median(letters.bottom[group]), np.bincount(letters.room[group]).argmax(),
        )
        for group in groups
    ]  # fmt: skip
    left, right, top, foot, room = np.array(rows, np.float64).reshape(-1, 5).T
    return Lines(left, right, top, np.maximum(foot, top + 1), room.astype(np.int64))


def nearest_lines(spots: Spots, lines: Lines, *, beside: float, above: float) -> Ints:
    """Give for each spot the line that it belongs to, or -1.

    Args:
        spots: Small signs.
        lines: Lines to choose from.
        beside: How far left or right of a line it may stand, in heights of the line.
        above: How far above or below, in heights of the line.
    """
    answer = np.full(len(spots), -1, np.int64)
    if not len(lines):
        return answer
    high = (lines.foot - lines.top)[None, :]
    for begin in range(0, len(spots), 500):
        part = spots.take(np.arange(begin, min(begin + 500, len(spots))))
        left, right = part.left[:, None], part.right[:, None]
        top, bottom = part.top[:, None], part.bottom[:, None]
        off = np.maximum(np.maximum(lines.top - bottom, top - lines.foot), 0) / high
        aside = np.maximum(np.maximum(lines.left - right, left - lines.right), 0) / high
        room = (part.room[:, None] == lines.room) | (part.room[:, None] == 0) | (lines.room == 0)
        centre = np.abs((top + bottom) / 2 - (lines.top + lines.foot) / 2) / high
        cost = np.where((off <= above) & (aside <= beside) & room, off + 0.3 * aside + 0.01 * centre, np.inf)
        best = cost.argmin(axis=1)
        answer[begin : begin + 500] = np.where(np.isfinite(cost.min(axis=1)), best, -1)
    return answer
