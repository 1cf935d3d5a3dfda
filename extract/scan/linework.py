"""Print to linework: rulings, shaded areas, and the text alone."""

from __future__ import annotations

import cv2
import numpy as np

from extract.rulings import Piece, merged_rulings
from extract.scan.linework_ends import with_even_ends, without_pen_strokes, without_shade_behind
from extract.scan.linework_lines import Streak, anchored, mask_of, streaks_of, supported, wipe
from extract.scan.model import Linework, Pixels, Print
from extract.scan.shading import Shading, dark_edges, darker, fills_of, lifted, shading_of, tint_edges

_POINTS_PER_INCH = 72.0
_INK, _PALE_INK = 190, 215
_REACH = 3.0
_ROUNDS = 3
_LONG, _IN_LINE = 18.0, 1.5


def linework(printed: Print, dpi: float, *, stepped: bool = False) -> Linework:
    """Find the rulings and areas of a page and take them off it.

    Args:
        printed: The print alone.
        dpi: Pixels an inch.
        stepped: Lines may go up and down between two neighbouring pixels, as those of a fax that was straightened.
    """
    scale = dpi / _POINTS_PER_INCH
    shading = shading_of(printed.gray, scale)
    text = lifted(printed.gray, shading)
    ink = np.asarray(cv2.threshold(text, _INK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    pale = np.asarray(cv2.threshold(text, _PALE_INK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    turned = _turned(ink)
    across = streaks_of(ink, pale, scale, printed.strokes, stepped=stepped)
    upright = streaks_of(turned, _turned(pale), scale, printed.strokes.T, stepped=stepped)
    across, upright = supported(across, upright, ink, scale), supported(upright, across, turned, scale)
    lying, standing = ([_piece(streak, scale) for streak in streaks] for streaks in (across, upright))
    for _ in range(_ROUNDS if shading.dark.any() else 0):
        # Each of them may end on one of the others.
        lying += _allied(_within_dark(printed.gray, shading, scale, standing, horizontal=True), lying)
        standing += _allied(_within_dark(printed.gray, shading, scale, lying, horizontal=False), standing)
    rulings = []
    for horizontal, pieces, crossing in ((True, lying, standing), (False, standing, lying)):
        edges = dark_edges(shading, scale, horizontal=horizontal)
        edges = [(*edge[:4], _meets(edge, crossing)) for edge in edges]
        edges += tint_edges(shading, scale, horizontal=horizontal)
        rulings += merged_rulings(pieces + edges, horizontal=horizontal)
    rulings = without_pen_strokes(without_shade_behind(with_even_ends(rulings)))
    _wipe_all(text, across, upright)
    return Linework(tuple(rulings), fills_of(shading, scale, rulings), text)


def _piece(streak: Streak, scale: float) -> Piece:
    return (
        streak.middle / scale, streak.start / scale, streak.end / scale, streak.thickness / scale, True,
    )  # fmt: skip


def _within_dark(
    gray: Pixels, shading: Shading, scale: float, crossing: list[Piece], *, horizontal: bool,
) -> list[Piece]:  # fmt: skip
    """Find the lines that are darker still than a dark area, from edge to edge or line to line."""
    ink, left, top = darker(gray, shading, scale, horizontal=horizontal)
    edges = dark_edges(shading, scale, horizontal=not horizontal) + crossing
    ends = [(at * scale, start * scale, end * scale) for at, start, end, _, _ in edges]
    part, corner = (ink, (left, top)) if horizontal else (_turned(ink), (top, left))
    return [_piece(streak, scale) for streak in anchored(part, corner, scale, ends)]


def _allied(found: list[Piece], known: list[Piece]) -> list[Piece]:
    """Give the new ones of some lines; a short one, which may be noise, needs a longer one to be in line with."""
    long = [at for at, start, end, _, _ in (*found, *known) if end - start >= _LONG]
    return [
        piece for piece in found
        if piece not in known
        and (piece[2] - piece[1] >= _LONG or any(abs(at - piece[0]) <= _IN_LINE for at in long))
    ]  # fmt: skip


def _turned(page: Pixels) -> Pixels:
    return np.asarray(cv2.transpose(page), np.uint8)


def _meets(edge: Piece, crossing: list[Piece]) -> bool:
    """Tell whether drawn lines meet the edge of a dark area: then it is as good as a drawn one."""
    return any(
        edge[1] - _REACH <= other[0] <= edge[2] + _REACH and other[1] - _REACH <= edge[0] <= other[2] + _REACH
        for other in crossing
    )


def _wipe_all(text: Pixels, across: list[Streak], upright: list[Streak]) -> None:
    height, width = text.shape
    standing = mask_of(upright, (width, height)).T
    lying = mask_of(across, (height, width)).T
    for streak in across:
        wipe(text, streak, standing)
    turned = text.T
    for streak in upright:
        wipe(turned, streak, lying)
