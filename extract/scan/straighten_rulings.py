"""Points along the rulings, or the lines of text, of a nearly straight page."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, Pixels

_SHORTEST_RUN, _SHORTEST_LINE, _BROKEN = 0.33, 1.0, 0.12
_FARTHEST_PIECE, _STEP_BETWEEN = 4.0, 1.5
_EDGE = 0.2
_THICKEST = 0.05
_DOT, _DOTS_APART = 0.03, 0.06
_STEP = 0.2
_SPACE, _SHORTEST_TEXT, _HIGHEST_TEXT = 0.12, 0.8, 0.2

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LinePoints:
    """Points on lines that run one way, in pixels around the middle of the page.

    Attributes:
        along, across: Where the points are, along the lines and across them.
        line: Number of the line that each point is on, from 0; ascending.
        reach: Half the size of the page along and across.
    """

    along: Floats
    across: Floats
    line: Numbers
    reach: tuple[float, float]

    def length(self) -> float:
        """Give how many pixels of line there are."""
        if not self.line.size:
            return 0.0
        first = np.unique(self.line, return_index=True)[1]
        last = np.append(first[1:], self.line.size) - 1
        return float((self.along[last] - self.along[first]).sum())


def labelled(flags: Pixels) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Number the connected pieces of a picture from 1, and give the box and the area of each; 0 is the ground.

    The algorithm is named since OpenCV's own choice is three times slower on sparse pages.
    """
    _, labels, boxes, _ = cv2.connectedComponentsWithStatsWithAlgorithm(flags, 8, cv2.CV_32S, cv2.CCL_GRANA)
    return np.asarray(labels, np.int32), np.asarray(boxes, np.int32)


def closed(flags: Pixels, rows: int, columns: int) -> Pixels:
    """Close the gaps in flags that are smaller than a rectangle."""
    return np.asarray(cv2.morphologyEx(flags, cv2.MORPH_CLOSE, np.ones((rows, columns), np.uint8)), np.uint8)


def ruling_points(gray: Pixels, dark: Flags, dpi: float) -> LinePoints:
    """Follow the long, nearly horizontal rulings of a page, drawn through or dotted.

    Args:
        gray: A page, straight to a few tenths of a degree.
        dark: What is dark on it.
        dpi: Pixels an inch of both.
    """
    flags = dark.view(np.uint8)
    thick = cv2.morphologyEx(flags, cv2.MORPH_OPEN, np.ones((round(_THICKEST * dpi) + 1, 3), np.uint8))
    # A line one pixel high that steps by one is still a line.
    stepping = cv2.dilate(cv2.subtract(flags, thick), np.ones((2, 1), np.uint8))
    dots = np.asarray(cv2.dilate(_dots(flags, dpi), np.ones((2, 1), np.uint8)), np.uint8)
    dotted = closed(dots, 1, round(_DOTS_APART * dpi))
    runs = np.asarray(
        cv2.morphologyEx(
            cv2.bitwise_or(stepping, dotted), cv2.MORPH_OPEN, np.ones((1, round(_SHORTEST_RUN * dpi)), np.uint8)
        ), np.uint8,
    )  # fmt: skip
    runs[: round(_EDGE * dpi)] = runs[-round(_EDGE * dpi) :] = 0  # There the paper ends, and not at a right angle.
    pieces = _points(gray, runs, closed(runs, 3, round(_BROKEN * dpi)), dpi, (_SHORTEST_LINE, _THICKEST * 4))
    return _joined(pieces, _FARTHEST_PIECE * dpi)


def _dots(flags: Pixels, dpi: float) -> Pixels:
    """Keep the pieces that are as small as a dot of a dotted ruling, which a row of letters is not made of."""
    labels, boxes = labelled(flags)
    largest = _DOT * dpi
    small = (boxes[:, cv2.CC_STAT_WIDTH] <= largest) & (boxes[:, cv2.CC_STAT_HEIGHT] <= largest)
    small[0] = False
    return small[labels].view(np.uint8)


def text_points(gray: Pixels, letters: Pixels, dpi: float) -> LinePoints:
    """Follow the longer lines of text of a page.

    Args:
        gray: A page, straight to a few tenths of a degree, its text horizontal.
        letters: Its letters, 1 on 0.
        dpi: Pixels an inch of both.
    """
    joined = closed(letters, 1, round(_SPACE * dpi))
    return _points(gray, letters, joined, dpi, (_SHORTEST_TEXT, _HIGHEST_TEXT))


def _points(
    gray: Pixels, ink: Pixels, joined: Pixels, dpi: float, limits: tuple[float, float],
) -> LinePoints:  # fmt: skip
    """Give points on the joined pieces that are long, and no higher for their length than a slanted line can be."""
    labels, boxes = labelled(joined)
    width, height = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    shortest, highest = limits
    long = (width >= shortest * dpi) & (height <= highest * dpi + width * 0.02)
    long[0] = False
    inked = np.flatnonzero(cv2.dilate(ink, np.ones((3, 1), np.uint8)).view(np.bool_))
    inked = inked[long[labels.ravel()[inked]]]
    return _gathered(gray, inked, labels.ravel()[inked].astype(np.int64), _STEP * dpi)


def _joined(pieces: LinePoints, farthest: float) -> LinePoints:
    """Join pieces that go on from one another: on a fax, thin lines drop out wherever they step."""
    if not pieces.line.size:
        return pieces
    first = np.unique(pieces.line, return_index=True)[1]
    last = np.append(first[1:], pieces.line.size) - 1
    left, right = pieces.along[first], pieces.along[last]
    start, end = pieces.across[first], pieces.across[last]
    numbers = np.arange(len(first))
    for piece in np.argsort(left, kind="stable"):
        gap = left[piece] - right
        before = (gap > 0) & (gap <= farthest) & (np.abs(end - start[piece]) <= _STEP_BETWEEN)
        if before.any():
            numbers[piece] = numbers[int(np.argmin(np.where(before, gap, np.inf)))]
    line = numbers[pieces.line]
    order = np.lexsort((pieces.along, line))
    numbered = np.unique(line[order], return_inverse=True)[1].astype(np.int64)
    return LinePoints(pieces.along[order], pieces.across[order], numbered, pieces.reach)


def _gathered(gray: Pixels, inked: Numbers, line: Numbers, step: float) -> LinePoints:
    """Give one point for each short stretch of each line: the middle of its ink."""
    height, width = gray.shape
    rows, columns = np.divmod(inked, width)
    ink = 255.0 - gray[rows, columns]
    stretches = int(width // step) + 1
    kept, inverse = np.unique(line * stretches + (columns // step).astype(np.int64), return_inverse=True)
    weight = np.maximum(np.bincount(inverse, ink), 1e-6)
    along = np.bincount(inverse, ink * columns) / weight - (width - 1) / 2
    across = np.bincount(inverse, ink * rows) / weight - (height - 1) / 2
    numbers = np.unique(kept // stretches, return_inverse=True)[1]
    return LinePoints(along, across, numbers.astype(np.int64), (width / 2, height / 2))
