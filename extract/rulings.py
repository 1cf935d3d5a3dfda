"""Strokes to rulings: pieces that continue each other are one line, and so are double lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cuadre.evidence import Box
from extract.model import Ruling
from extract.paths import Color

THICKEST = 3.5
"""A filled rectangle up to this many points thick, and long enough, is a line."""

_LENGTH_TO_WIDTH = 3.0
_DOT = 3.0
_APART = 1.6
_DOUBLE = 2.2
_GAP = 3.0
_SHORTEST = 4.0
_ABUT = 1.0

Piece = tuple[float, float, float, float, bool]
"""Position across, start and end along, thickness, drawn."""


def line_pieces(box: Box, *, horizontal: bool, drawn: bool) -> Piece:
    """Give a box as a piece of a line."""
    left, top, right, bottom = box
    if horizontal:
        return ((top + bottom) / 2, left, right, bottom - top, drawn)
    return ((left + right) / 2, top, bottom, right - left, drawn)


def is_line(box: Box) -> tuple[bool, bool]:
    """Tell whether a filled box passes as a horizontal or as a vertical line; a dot passes as both.

    >>> is_line((0, 0, 100, 0.5)), is_line((0, 0, 0.5, 0.5)), is_line((0, 0, 30, 20))
    ((True, False), (True, True), (False, False))
    """
    wide, high = box[2] - box[0], box[3] - box[1]
    if max(wide, high) <= _DOT:
        return wide * _LENGTH_TO_WIDTH >= high, high * _LENGTH_TO_WIDTH >= wide
    return (
        high <= THICKEST and wide >= _LENGTH_TO_WIDTH * high,
        wide <= THICKEST and high >= _LENGTH_TO_WIDTH * wide,
    )


def fill_edges(fills: Sequence[tuple[Box, Color]], *, horizontal: bool) -> list[Piece]:
    """Give the edges of shaded areas along one direction.

    Where two areas of one colour abut there is no edge: spreadsheets cut what they shade as they like, merged
    cells included.
    """
    low, high, start, end = (1, 3, 0, 2) if horizontal else (0, 2, 1, 3)
    borders: dict[int, list[tuple[float, float, float, Color, int]]] = defaultdict(list)
    for number, (box, color) in enumerate(fills):
        for position in (box[low], box[high]):
            borders[round(position)].append((position, box[start], box[end], color, number))
    pieces: list[Piece] = []
    for place, band in borders.items():
        around = [border for near in (place - 1, place, place + 1) for border in borders.get(near, ())]
        for position, first, last, color, number in band:
            twins = [
                (other[1], other[2]) for other in around
                if other[4] != number and other[3] == color and abs(other[0] - position) <= _ABUT
            ]  # fmt: skip
            pieces += [(position, a, b, 0.0, False) for a, b in _rest(first, last, twins)]
    return pieces


def _rest(start: float, end: float, taken: list[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    """Give what remains of a stretch."""
    for low, high in sorted(taken):
        if low - _ABUT > start:
            yield (start, min(low, end))
        start = max(start, high)
        if start >= end - _ABUT:
            return
    yield (start, end)


def merged_rulings(pieces: Iterable[Piece], *, horizontal: bool) -> list[Ruling]:
    """Join collinear pieces, dashes and dots; a drawn line swallows the edge of the area it frames."""
    rulings = []
    for band in _bands(sorted(pieces)):
        drawn = _joined([piece for piece in band if piece[4]])
        edges = _joined([piece for piece in band if not piece[4]])
        rulings += [_ruling(piece, horizontal) for piece in drawn]
        rulings += [_ruling(piece, horizontal) for piece in edges if not _covered(piece, drawn)]
    return rulings


def _bands(pieces: list[Piece]) -> Iterable[list[Piece]]:
    """Cut pieces, sorted by position, where two neighbours lie too far apart to be one line."""
    band: list[Piece] = []
    for piece in pieces:
        if band and (piece[0] - band[-1][0] > _APART or piece[0] - band[0][0] > _DOUBLE):
            yield band
            band = []
        band.append(piece)
    if band:
        yield band


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join pieces of one band end to end; what stays shorter than a letter is no line."""
    runs: list[list[Piece]] = []
    reach = 0.0
    for piece in sorted(pieces, key=lambda piece: (piece[1], piece[2])):
        # Dashes lie further apart when they are long; a gap in a long line is a slip of the pen up to 3 pt.
        if runs and piece[1] <= reach + _GAP:
            runs[-1].append(piece)
            reach = max(reach, piece[2])
        else:
            runs.append([piece])
            reach = piece[2]
    return [_one(run) for run in runs if max(piece[2] for piece in run) - run[0][1] >= _SHORTEST]


def _one(run: list[Piece]) -> Piece:
    lengths = [max(end - start, 0.01) for _, start, end, _, _ in run]
    position = sum(piece[0] * length for piece, length in zip(run, lengths, strict=True)) / sum(lengths)
    thickness = max(piece[3] for piece in run)
    return (position, run[0][1], max(piece[2] for piece in run), thickness, run[0][4])


def _covered(edge: Piece, lines: list[Piece]) -> bool:
    return any(line[1] - _GAP <= edge[1] and edge[2] <= line[2] + _GAP for line in lines)


def _ruling(piece: Piece, horizontal: bool) -> Ruling:
    position, start, end, thickness, drawn = piece
    low, high = position - thickness / 2, position + thickness / 2
    box = (start, low, end, high) if horizontal else (low, start, high, end)
    left, top, right, bottom = (round(side, 2) for side in box)
    return Ruling((left, top, right, bottom), horizontal, drawn)
