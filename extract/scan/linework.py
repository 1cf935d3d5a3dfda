"""Print to linework: rulings, shaded areas, and the text alone."""

from __future__ import annotations

import cv2
import numpy as np

from extract.model import Ruling
from extract.rulings import Piece, merged_rulings
from extract.scan.linework_lines import Streak, mask_of, streaks_of, supported, wipe
from extract.scan.model import Linework, Pixels, Print
from extract.scan.shading import dark_edges, fills_of, lifted, shading_of, tint_edges

_POINTS_PER_INCH = 72.0
_INK = 190
_REACH = 3.0


def linework(printed: Print, dpi: float) -> Linework:
    """Find the rulings and areas of a page and take them off it.

    Args:
        printed: The print alone.
        dpi: Pixels an inch.
    """
    scale = dpi / _POINTS_PER_INCH
    shading = shading_of(printed.gray, scale)
    text = lifted(printed.gray, shading)
    ink = np.asarray(cv2.threshold(text, _INK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    turned = np.ascontiguousarray(ink.T)
    across = streaks_of(ink, scale, printed.strokes)
    upright = streaks_of(turned, scale, printed.strokes.T)
    across, upright = supported(across, upright, scale), supported(upright, across, scale)
    rulings = []
    for streaks, horizontal in ((across, True), (upright, False)):
        pieces = [_piece(streak, scale) for streak in streaks]
        crossing = [_piece(streak, scale) for streak in (upright if horizontal else across)]
        edges = dark_edges(shading, scale, horizontal=horizontal)
        pieces += [(*edge[:4], _meets(edge, crossing)) for edge in edges]
        pieces += tint_edges(shading, scale, horizontal=horizontal)
        rulings += merged_rulings(pieces, horizontal=horizontal)
    _wipe_all(text, across, upright)
    return Linework(tuple(rulings), fills_of(shading, scale, rulings), text)


def _piece(streak: Streak, scale: float) -> Piece:
    return (
        streak.middle / scale, streak.start / scale, streak.end / scale, streak.thickness / scale, True,
    )  # fmt: skip


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
