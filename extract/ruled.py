"""Rulings to grids: lines that cross belong to one table, and the walls between places make its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from cuadre.evidence import Box
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Ruling, Word

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_REACH = 3.0
_SAME_EDGE = 3.0
_OPEN_SIDE = 6.0
_GAP_DRAWN = 6.5
_GAP_SHADED = 2.0
_PART_DRAWN = 0.35
_PART_SHADED = 0.15
_PART_RULING = 0.5
_LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class _Lines:
    """Parallel rulings: position across, start and end along, and whether drawn."""

    at: Floats
    start: Floats
    end: Floats
    drawn: Flags

    @classmethod
    def of(cls, rulings: Sequence[Ruling], *, horizontal: bool) -> _Lines:
        chosen = [ruling for ruling in rulings if ruling.horizontal == horizontal]
        boxes = np.array([ruling.box for ruling in chosen], dtype=np.float64).reshape(-1, 4)
        drawn = np.array([ruling.drawn for ruling in chosen], dtype=np.bool_)
        left, top, right, bottom = boxes.T
        if horizontal:
            return cls((top + bottom) / 2, left, right, drawn)
        return cls((left + right) / 2, top, bottom, drawn)

    def take(self, chosen: Flags) -> _Lines:
        return _Lines(self.at[chosen], self.start[chosen], self.end[chosen], self.drawn[chosen])


def ruled_grids(content: PageContent) -> tuple[Grid, ...]:
    """Find the tables whose cells are parted by rulings.

    A grid has at least two cells, and text in at least two of them or in more than one row or column of it.

    Returns:
        Grids from the top down, then left to right. One may stand within a cell of another.
    """
    across = _Lines.of(content.rulings, horizontal=True)
    upright = _Lines.of(content.rulings, horizontal=False)
    grids = []
    for rows, columns in _connected(across, upright):
        grid = _grid(across.take(rows), upright.take(columns))
        if grid is not None and _holds_text(grid, content.words):
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _connected(across: _Lines, upright: _Lines) -> Iterator[tuple[Flags, Flags]]:
    """Give the groups of rulings that hang together by crossings."""
    x, y = upright.at[None, :], across.at[:, None]
    meets = (x >= across.start[:, None] - _REACH) & (x <= across.end[:, None] + _REACH)
    meets &= (y >= upright.start[None, :] - _REACH) & (y <= upright.end[None, :] + _REACH)
    left = np.ones(len(across.at), dtype=np.bool_)
    while left.any():
        rows = np.zeros(len(across.at), dtype=np.bool_)
        rows[np.flatnonzero(left)[0]] = True
        columns = np.zeros(len(upright.at), dtype=np.bool_)
        size = 0
        while size != rows.sum() + columns.sum():
            size = rows.sum() + columns.sum()
            columns = np.asarray(meets[rows].any(axis=0))
            rows |= np.asarray(meets[:, columns].any(axis=1))
        left &= ~rows
        if columns.any():
            yield rows, columns


def _grid(across: _Lines, upright: _Lines) -> Grid | None:
    xs = _edges(upright, across)
    ys = _edges(across, upright)
    while len(xs) > 1 and len(ys) > 1:
        stands = _walls(upright, xs[1:-1], ys)
        lies = _walls(across, ys[1:-1], xs)
        idle_x, idle_y = np.asarray(~stands.any(axis=1)), np.asarray(~lies.any(axis=1))
        if not idle_x.any() and not idle_y.any():
            cells = tuple(_cells(xs, ys, stands.tolist(), lies.tolist()))
            enough = len(cells) >= _LEAST_CELLS
            lined = (across.drawn.any() and upright.drawn.any()) or min(len(xs), len(ys)) > _LEAST_CELLS
            return Grid(tuple(xs), tuple(ys), cells, "ruled") if enough and lined else None
        xs = [xs[0], *(x for x, idle in zip(xs[1:-1], idle_x, strict=True) if not idle), xs[-1]]
        ys = [ys[0], *(y for y, idle in zip(ys[1:-1], idle_y, strict=True) if not idle), ys[-1]]
    return None


def _edges(lines: _Lines, crossing: _Lines) -> list[float]:
    """Give where the edges lie across some lines; sides left open end where the crossing lines end."""
    at, length = lines.at.tolist(), (lines.end - lines.start).tolist()
    groups: list[list[int]] = []
    for place in sorted(range(len(at)), key=at.__getitem__):
        if groups and at[place] - at[groups[-1][0]] <= _SAME_EDGE:
            groups[-1].append(place)
        else:
            groups.append([place])
    edges = [
        round(sum(at[place] * length[place] for place in group) / sum(length[place] for place in group), 2)
        for group in groups
    ]
    first, last = _common_end(crossing.start, low=True), _common_end(crossing.end, low=False)
    if first is not None and first < edges[0] - _OPEN_SIDE:
        edges.insert(0, first)
    if last is not None and last > edges[-1] + _OPEN_SIDE:
        edges.append(last)
    return edges


def _common_end(ends: Floats, *, low: bool) -> float | None:
    """Give where the outermost lines end, if at least two of them do so at one place."""
    outermost = float(ends.min() if low else ends.max())
    return round(outermost, 2) if (np.abs(ends - outermost) <= _REACH).sum() >= _LEAST_CELLS else None


def _walls(lines: _Lines, edges: Sequence[float], stations: Sequence[float]) -> Flags:
    """Tell for each inner edge and each stretch between two stations whether a wall stands there."""
    starts, ends = np.array(stations[:-1]), np.array(stations[1:])
    wide = ends - starts
    gap_drawn = np.minimum(_GAP_DRAWN, _PART_DRAWN * wide)
    walls = np.zeros((len(edges), len(starts)), dtype=np.bool_)
    order = np.argsort(lines.start, kind="stable")
    at, drawn = lines.at[order], lines.drawn[order].tolist()
    spans = list(zip(lines.start[order].tolist(), lines.end[order].tolist(), strict=True))
    for row, edge in enumerate(edges):
        near = np.flatnonzero(np.abs(at - edge) <= _SAME_EDGE).tolist()
        walls[row] = wide - _covered([spans[n] for n in near if drawn[n]], starts, ends) <= gap_drawn
        shaded = not all(drawn[n] for n in near)
        # Where a line is drawn nearly all along, it stops on purpose: zebra stripes run through merged cells.
        if shaded and walls[row].sum() < _PART_RULING * len(starts):
            either = wide - _covered([spans[n] for n in near], starts, ends)
            walls[row] |= either <= np.minimum(_GAP_SHADED, _PART_SHADED * wide)
    return walls


def _covered(spans: Sequence[tuple[float, float]], starts: Floats, ends: Floats) -> Floats:
    """Give how much of each stretch some collinear lines cover; of each, start and end, in order of starts."""
    covered = np.zeros(len(starts))
    reach = -inf
    for start, end in spans:
        begin = max(start, reach)
        if end > begin:
            covered += np.maximum(np.minimum(ends, end) - np.maximum(starts, begin), 0.0)
            reach = end
    return covered


def _cells(
    xs: Sequence[float], ys: Sequence[float], stands: list[list[bool]], lies: list[list[bool]],
) -> Iterator[GridCell]:  # fmt: skip
    """Join the places between which no wall stands, as far as that gives rectangles."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and not stands[right - 1][row] and not taken[row][right]:
                right += 1
            below = row + 1
            while below < rows and _opens(stands, lies, below, column, right):
                below += 1
            for covered in taken[row:below]:
                covered[column:right] = [True] * (right - column)
            box = (xs[column], ys[row], xs[right], ys[below])
            yield GridCell(row, column, below - row, right - column, box)


def _opens(stands: list[list[bool]], lies: list[list[bool]], row: int, column: int, right: int) -> bool:
    """Tell whether a stretch of places goes on in the row below, with no wall above or within it."""
    if any(lies[row - 1][column:right]):
        return False
    return not any(stands[edge][row] for edge in range(column, right - 1))


def _holds_text(grid: Grid, words: Sequence[Word]) -> bool:
    filled = set()
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        if _within(x, y, grid.box):
            filled.add(next((at for at, cell in enumerate(grid.cells) if _within(x, y, cell.box)), -1))
            if len(filled) >= _LEAST_CELLS:
                return True
    return False


def _within(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
