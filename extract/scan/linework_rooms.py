"""The places that rulings part, numbered on a map of one cell a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.model import Ruling

Ints = npt.NDArray[np.int64]

_OVERSHOOT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """Places that rulings part.

    Attributes:
        labels: ``(height, width)`` in points: the number of the place, from 1; 0 on a ruling.
        boxes: For each number left, top, width, height, area; the one at 0 says nothing.
    """

    labels: Ints
    boxes: Ints


def rooms_of(width: float, height: float, rulings: Sequence[Ruling]) -> Rooms:
    """Number the places that rulings part, from 1; 0 on a ruling.

    A ruling that ends just short of another one closes the corner nevertheless.

    Args:
        width: Of the page, in points.
        height: Likewise.
        rulings: Drawn ones and edges of areas.

    Returns:
        A map of ``int(height) + 2`` by ``int(width) + 2`` cells, and the extent of each place.
    """
    free = np.ones((int(height) + 2, int(width) + 2), np.uint8)
    for ruling in rulings:
        left, top, right, bottom = ruling.box
        if ruling.horizontal:
            free[int((top + bottom) / 2), _stretch(left, right)] = 0
        else:
            free[_stretch(top, bottom), int((left + right) / 2)] = 0
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    return Rooms(np.asarray(labels, np.int64), np.asarray(boxes, np.int64))


def _stretch(start: float, end: float) -> slice:
    return slice(max(0, int(start) - _OVERSHOOT), int(end) + _OVERSHOOT + 1)
