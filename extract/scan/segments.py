"""Text without rulings to segments: stretches of lines that one recogniser call can read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.model import Ruling
from extract.scan.linework_rooms import rooms_of
from extract.scan.model import Flags, Linework, PixelBox, Pixels, Print, Segment, Segments
from extract.scan.segments_links import Ints, Lines, Spots, Walls, chained, lines_of, nearest_lines
from extract.scan.segments_torn import beneath_ink, torn

_POINTS_PER_INCH = 72.0
_GRAY = 200
_DARK_SHARE = 0.25
_TOWARDS_PAPER = 0.6
_LEAST_INK = 140.0
_MOST_INK = 190.0
_LEAST_TYPE = 1.6
_MOST_TYPE = 12.0
_LETTER = 0.5
_HUGE = 5.0
_WIDE = 14.0
_LOW = 2.5
_SPECK = 0.13
_LEFT = 0.5
_DASH_SHAPE = 1.7
_DASH_WIDTH, _SOLE_DASH_WIDTH = 0.45, 0.3
_ALONE = 0.85
_TOGETHER = 0.6
_BESIDE = 0.9
_ABOVE = 0.4
_STROKED = 0.7
_LARGE = 1.8


def segments_of(lines: Linework, printed: Print, dpi: float) -> Segments:
    """Find the text of a page.

    Args:
        lines: The page without rulings.
        printed: The same page with strokes and stamps.
        dpi: Pixels an inch.
    """
    scale = dpi / _POINTS_PER_INCH
    ink = np.asarray(cv2.threshold(lines.text, _threshold(lines.text), 1, cv2.THRESH_BINARY_INV)[1], np.uint8)
    spots = _spots(ink, lines.rulings, scale)
    type_height = _type_height(spots, scale)
    remnant = (spots.room == 0) & (np.minimum(spots.width, spots.height) <= max(scale, 2.0))
    spots = spots.take((spots.area >= max(1.0, (_SPECK * type_height) ** 2)) & ~remnant)
    huge = (spots.height > _HUGE * type_height) | (
        (spots.width > _WIDE * type_height) & (spots.height > _LOW * type_height)
    )
    dashes = (spots.width >= _DASH_SHAPE * spots.height) & (spots.width >= _DASH_WIDTH * type_height)
    huge |= _written(spots, ink, printed.strokes, type_height)
    is_letter = ~huge & ((spots.height >= _LETTER * type_height) | dashes)
    letters = np.flatnonzero(is_letter)
    groups = _groups(letters, chained(spots.take(letters), _walls(lines.rulings, scale)))
    full = [group for group in groups if spots.height[group].max() >= _sure_height(group) * type_height]
    found = lines_of(spots, full)
    members = [list(group) for group in full]
    free = np.ones(len(spots), np.bool_)
    for group in full:
        free[group] = False
    loose = np.flatnonzero(free & ~huge)
    for spot, line in zip(loose.tolist(), _nearest(spots, loose, found), strict=True):
        if line >= 0:
            members[line].append(spot)
            free[spot] = False
    loose = np.flatnonzero(free & ~huge)
    for sign in _mended(spots, loose, type_height, _walls(lines.rulings, scale)):
        members.append(sign)
        free[sign] = False
    ink_of_signs = np.flatnonzero(~huge)
    short = [(np.array([spot]), _SOLE_DASH_WIDTH) for spot in _sole(spots)]
    for group, width in (*((group, _DASH_WIDTH) for group in groups), *short):
        dash = free[group].all() and _is_dash(spots, group, width * type_height)
        if dash and not beneath_ink(spots, group, ink_of_signs, type_height):
            members.append(list(group))
            free[group] = False
    segments = [_segment(spots, np.array(sorted(group)), printed.strokes) for group in members]
    segments = [segment for segment in segments if len(segment.pieces) > 1 or segment.crossed < _STROKED]
    segments.sort(key=lambda segment: (segment.box[1], segment.box[0]))
    rest = _leftovers(spots.take(free), lines.rulings, ink, printed.strokes, scale=scale, least=_LEFT * type_height)
    return Segments(tuple(segments), rest)


def _written(spots: Spots, ink: Pixels, strokes: Flags, type_height: float) -> Flags:
    """Tell which spots, larger than a letter, are strokes of a pen mostly."""
    written = np.zeros(len(spots), np.bool_)
    large = (spots.height > _LARGE * type_height) | (spots.width > 2 * _LARGE * type_height)
    for number in np.flatnonzero(large).tolist() if strokes.any() else ():
        box = (spots.left[number], spots.top[number], spots.right[number], spots.bottom[number])
        written[number] = _stroked(box, ink, strokes)
    return written


def _stroked(box: PixelBox, ink: Pixels, strokes: Flags) -> bool:
    """Tell whether most of the ink in a box is a stroke's."""
    left, top, right, bottom = box
    dark = ink[top:bottom, left:right] > 0
    return bool((strokes[top:bottom, left:right] & dark).sum() >= _STROKED * dark.sum())


def _mended(spots: Spots, loose: Ints, type_height: float, walls: Walls) -> list[list[int]]:
    """Give the lines that torn signs make, as numbers of their pieces."""
    signs = torn(spots, loose, type_height)
    if not signs:
        return []
    left, top = (np.array([side[sign].min() for sign in signs]) for side in (spots.left, spots.top))
    right, bottom = (np.array([side[sign].max() for sign in signs]) for side in (spots.right, spots.bottom))
    area = np.array([spots.area[sign].sum() for sign in signs])
    whole = Spots(left, top, right, bottom, area, spots.room[[int(sign[0]) for sign in signs]])
    lines = _groups(np.arange(len(signs)), chained(whole, walls))
    return [[int(spot) for number in line for spot in signs[number]] for line in lines]


def _is_dash(spots: Spots, group: Ints, shortest: float) -> bool:
    """Tell whether signs that make no line are dashes: they stand for a blank or a nought."""
    wide, high = spots.width[group], spots.height[group]
    return bool((wide >= _DASH_SHAPE * high).all() and (wide >= shortest).all())


def _sole(spots: Spots) -> list[int]:
    """Give the spots that are all the ink in their ruled place."""
    rooms, first, count = np.unique(spots.room, return_index=True, return_counts=True)
    return [int(spot) for spot in first[(count == 1) & (rooms > 0)]]


def _sure_height(group: Ints) -> float:
    """Give how high a letter must be, to the middle height, to make a line: one alone may be dust."""
    return _ALONE if len(group) == 1 else _TOGETHER


def _threshold(text: Pixels) -> float:
    """Give the gray that parts ink from paper: nearer to the paper, for thin strokes are never black."""
    counts = np.cumsum(cv2.calcHist([text], [0], None, [256], [0, 256]).ravel()[:_GRAY])
    dark = float(np.searchsorted(counts, _DARK_SHARE * counts[-1]))
    return float(np.clip(dark + _TOWARDS_PAPER * (255 - dark), _LEAST_INK, _MOST_INK))


def _nearest(spots: Spots, loose: Ints, found: Lines) -> list[int]:
    return [int(line) for line in nearest_lines(spots.take(loose), found, beside=_BESIDE, above=_ABOVE)]


def _spots(ink: Pixels, rulings: Sequence[Ruling], scale: float) -> Spots:
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    stats = stats[1:count].astype(np.int64)
    left, top, wide, high, area = stats.T
    rooms = rooms_of(ink.shape[1] / scale, ink.shape[0] / scale, rulings).labels
    y = np.clip(((top + high / 2) / scale).astype(np.int64), 0, rooms.shape[0] - 1)
    x = np.clip(((left + wide / 2) / scale).astype(np.int64), 0, rooms.shape[1] - 1)
    return Spots(left, top, left + wide, top + high, area, rooms[y, x])


def _type_height(spots: Spots, scale: float) -> float:
    """Give the middle height of letters, in pixels."""
    plain = (spots.height >= _LEAST_TYPE * scale) & (spots.height <= _MOST_TYPE * scale)
    plain &= (spots.width <= 2 * _MOST_TYPE * scale) & (spots.width >= 0.4 * scale)
    return float(np.median(spots.height[plain])) if plain.any() else 4 * scale


def _walls(rulings: Sequence[Ruling], scale: float) -> Walls:
    upright = np.array([ruling.box for ruling in rulings if not ruling.horizontal], np.float64).reshape(-1, 4)
    left, top, right, bottom = upright.T * scale
    return Walls((left + right) / 2, top, bottom)


def _groups(letters: Ints, roots: Ints) -> list[Ints]:
    order = np.argsort(roots, kind="stable")
    cuts = np.flatnonzero(np.diff(roots[order])) + 1
    return [letters[part] for part in np.split(order, cuts)] if len(order) else []


def _segment(spots: Spots, group: Ints, strokes: Flags) -> Segment:
    boxes = np.stack((spots.left, spots.top, spots.right, spots.bottom), axis=1)[group]
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    crossed = float(strokes[top:bottom, left:right].mean())
    return Segment((left, top, right, bottom), crossed, _pieces(boxes))


def _pieces(boxes: Ints) -> tuple[PixelBox, ...]:
    """Join what stands above each other: letters with their accents and dots."""
    pieces: list[list[int]] = []
    for left, top, right, bottom in sorted(map(tuple, boxes.tolist())):
        if pieces:
            last = pieces[-1]
            shared = min(last[2], right) - max(last[0], left)
            if 2 * shared > min(last[2] - last[0], right - left):
                last[1], last[2], last[3] = min(last[1], top), max(last[2], right), max(last[3], bottom)
                continue
        pieces.append([left, top, right, bottom])
    return tuple((left, top, right, bottom) for left, top, right, bottom in pieces)


def _leftovers(
    spots: Spots, rulings: Sequence[Ruling], ink: Pixels, strokes: Flags, *, scale: float, least: float,
) -> tuple[PixelBox, ...]:  # fmt: skip
    """Give the spots in the ruled area, bigger than a period, that nothing explains."""
    if not rulings:
        return ()
    boxes = np.array([ruling.box for ruling in rulings]) * scale
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = boxes[:, 2:].max(axis=0)
    big = np.maximum(spots.width, spots.height) >= least
    inside = (spots.left >= left) & (spots.right <= right) & (spots.top >= top) & (spots.bottom <= bottom)
    kept = spots.take(big & inside & (spots.room > 0))
    found = zip(kept.left.tolist(), kept.top.tolist(), kept.right.tolist(), kept.bottom.tolist(), strict=True)
    return tuple(sorted(box for box in found if not _stroked(box, ink, strokes)))
