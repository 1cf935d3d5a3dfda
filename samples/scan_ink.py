"""What hands leave on paper: signatures, seals, punch holes, staples.

Sheets are ``(height, width, 3)`` arrays of 0 to 1, 1 is white. A mask is ``(height, width)``, 0 to 1, where
1 is full colour.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import reportlab
from PIL import Image, ImageDraw, ImageFont

Sheet = npt.NDArray[np.float32]
Mask = npt.NDArray[np.float32]
Point = tuple[float, float]
Colour = tuple[float, float, float]

PENS: tuple[Colour, ...] = ((0.13, 0.2, 0.55), (0.08, 0.12, 0.4), (0.2, 0.3, 0.72), (0.1, 0.1, 0.12))
SEALS: tuple[Colour, ...] = ((0.42, 0.2, 0.6), (0.2, 0.25, 0.65), (0.7, 0.12, 0.2), (0.5, 0.15, 0.5))
GRAPHITE: Colour = (0.2, 0.2, 0.22)
BODIES = ("SECRETARÍA DE PLANEACIÓN", "DIRECCIÓN DE EVALUACIÓN", "OFICIALÍA DE PARTES", "CONTRALORÍA")
FINE = 8
"""Fractional bits of the points that OpenCV draws."""
SEAL_FACE = str(Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf")


def lay(sheet: Sheet, mask: Mask, colour: Colour) -> None:
    """Colour the sheet as ink does: light passes through the ink and the print under it."""
    rows, columns = np.nonzero(mask.max(axis=1))[0], np.nonzero(mask.max(axis=0))[0]
    if not len(rows):
        return
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    lost = 1.0 - np.array(colour, np.float32)
    sheet[part] *= 1.0 - mask[part][..., None] * lost


def signature(chance: random.Random, shape: tuple[int, int], middle: Point, size: float, dpi: float) -> Mask:
    """Write a signature about so wide (pixels) around a point."""
    mask = np.zeros(shape, np.uint8)
    pen = chance.uniform(0.6, 1.15) * dpi / 72
    tilt = chance.uniform(-0.5, 0.25)
    for path in _flourishes(chance):
        turned = [_placed(point, middle, size / 2, tilt) for point in path]
        _stroke(chance, mask, _smooth(turned), pen)
    return _worn(chance, mask, 0.12) * np.float32(chance.uniform(0.8, 0.95))


def _flourishes(chance: random.Random) -> list[list[Point]]:
    """Return strokes within -1 to 1: letters up and down, a loop, a line under them."""
    teeth = chance.randint(5, 11)
    height = chance.uniform(0.25, 0.8)
    letters = [(-0.9 + chance.uniform(-0.1, 0.1), chance.uniform(-0.3, 0.3))]
    for at in range(teeth):
        x = -0.75 + 1.5 * at / teeth
        high = height * (chance.uniform(0.9, 1.6) if at in {0, teeth // 2} else chance.uniform(0.2, 0.7))
        letters += [
            (x + chance.uniform(-0.06, 0.1), -high),
            (x + chance.uniform(0.02, 0.14), chance.uniform(0.05, 0.35)),
        ]
    strokes = [letters]
    if chance.random() < 0.7:
        x, y, r = chance.uniform(-0.8, 0.4), chance.uniform(-0.4, 0.2), chance.uniform(0.2, 0.5)
        turns = chance.uniform(1.2, 3.2)
        strokes.append([
            (x + r * (1 - t / 40) * math.cos(t), y + 0.7 * r * math.sin(t + 0.4))
            for t in np.arange(0, turns * 2 * math.pi, 0.5)
        ])
    if chance.random() < 0.8:
        y = chance.uniform(0.3, 0.6)
        strokes.append([(-1.0, y), (-0.2, y - chance.uniform(0, 0.2)), (1.0, y - chance.uniform(-0.1, 0.3))])
    return strokes


def _placed(point: Point, middle: Point, scale: float, tilt: float) -> Point:
    x, y = point
    turned = x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt)
    return middle[0] + scale * turned[0], middle[1] + scale * turned[1]


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Return a curve through the points (Catmull and Rom's)."""
    knots = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        for t in np.linspace(0, 1, 14, endpoint=False):
            weights = (2 * t**2 - t - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = np.dot(weights, (a, b, c, d)) / 2
            curve.append((float(x), float(y)))
    return [*curve, points[-1]]


def _stroke(chance: random.Random, mask: npt.NDArray[np.uint8], curve: Sequence[Point], pen: float) -> None:
    """Draw a curve; fast parts are thinner, as under a ballpoint."""
    phase = chance.uniform(0, 6)
    for at, (start, end) in enumerate(pairwise(curve)):
        width = pen * (1 + 0.3 * math.sin(at / 9 + phase))
        ends = [tuple(round(v * 2**FINE) for v in point) for point in (start, end)]
        cv2.line(mask, ends[0], ends[1], 255, max(1, round(width)), cv2.LINE_AA, FINE)


def _worn(chance: random.Random, mask: npt.NDArray[np.uint8], wear: float) -> Mask:
    """Return the mask with ink lacking in patches."""
    cloud = _cloud(chance, mask.shape, 24) * 0.6 + _cloud(chance, mask.shape, 160) * 0.4
    kept = np.clip(1.15 - wear * 4 * np.clip(cloud - 0.45, 0, 1), 0, 1)
    return (mask.astype(np.float32) / 255 * kept).astype(np.float32)


def _cloud(chance: random.Random, shape: tuple[int, ...], cells: int) -> Mask:
    """Return smooth chance, 0 to 1, with about so many patches across."""
    patches = max(2, cells * shape[0] // shape[1]), cells
    noise = np.random.default_rng(chance.getrandbits(32)).random(patches)
    return cv2.resize(noise.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)


def seal(chance: random.Random, shape: tuple[int, int], middle: Point, radius: float) -> Mask:
    """Print a round seal: two rings, words along them, a shield in the middle."""
    side = 2 * math.ceil(radius) + 4
    stamp = Image.new("L", (side, side))
    pencil, centre, thin = ImageDraw.Draw(stamp), side / 2, max(1, round(radius / 42))
    for share in (1.0, 0.95, 0.62):
        r = radius * share
        pencil.ellipse((centre - r, centre - r, centre + r, centre + r), outline=255, width=thin)
    _ring_text(stamp, f"{chance.choice(BODIES)} * MUNICIPIO * ", radius * 0.785, radius * 0.2)
    r = radius * 0.3
    shield = [(-r, -r), (r, -r), (r, r * 0.4), (0, r * 1.2), (-r, r * 0.4), (-r, -r)]
    pencil.line([(centre + x, centre + y) for x, y in shield], fill=255, width=thin)
    peaks = [(-r, r * 0.3), (-r / 3, -r / 2), (0, r * 0.1), (r / 3, -r * 0.7), (r, r * 0.3)]
    pencil.line([(centre + x, centre + y) for x, y in peaks], fill=255, width=thin)
    turned = stamp.rotate(chance.uniform(-40, 40), Image.Resampling.BICUBIC)
    mask = np.zeros(shape, np.uint8)
    _paste(mask, np.asarray(turned), round(middle[0] - side / 2), round(middle[1] - side / 2))
    return _worn(chance, mask, chance.uniform(0.15, 0.5)) * np.float32(chance.uniform(0.65, 0.9))


def _ring_text(stamp: Image.Image, text: str, radius: float, size: float) -> None:
    """Write letters around the middle, their feet towards it, once around."""
    font = ImageFont.truetype(SEAL_FACE, max(5, round(size)))
    box = round(size * 1.6)
    for at, sign in enumerate(text):
        letter = Image.new("L", (box, box))
        ImageDraw.Draw(letter).text((box / 2, box / 2), sign, fill=255, font=font, anchor="mm")
        angle = 360 * at / len(text)
        letter = letter.rotate(-angle, Image.Resampling.BICUBIC)
        x = stamp.width / 2 + radius * math.sin(math.radians(angle)) - box / 2
        y = stamp.height / 2 - radius * math.cos(math.radians(angle)) - box / 2
        stamp.paste(255, (round(x), round(y)), letter)


def _paste(mask: npt.NDArray[np.uint8], piece: npt.NDArray[np.uint8], left: int, top: int) -> None:
    """Put a piece on a mask; what hangs over the edge is lost."""
    height, width = mask.shape
    x = slice(max(0, left), min(width, left + piece.shape[1]))
    y = slice(max(0, top), min(height, top + piece.shape[0]))
    if x.start < x.stop and y.start < y.stop:
        mask[y, x] = piece[y.start - top : y.stop - top, x.start - left : x.stop - left]


def punch(chance: random.Random, sheet: Sheet, dpi: float) -> None:
    """Punch two holes into the left edge; the dark lid shows through, grayish."""
    height = sheet.shape[0]
    x, radius = chance.uniform(13, 19) / 72 * dpi, chance.uniform(7.5, 8.8) / 72 * dpi
    shade = chance.uniform(0.55, 0.85)
    for y in (height / 2 - 1.575 * dpi, height / 2 + 1.575 * dpi):
        centre = round(x * 2**FINE), round((y + chance.uniform(-2, 2)) * 2**FINE)
        cv2.circle(sheet, centre, round(radius * 2**FINE), (shade, shade, shade), -1, cv2.LINE_AA, FINE)
        rim = (shade * 0.6,) * 3
        cv2.circle(sheet, centre, round(radius * 2**FINE), rim, max(1, round(dpi / 150)), cv2.LINE_AA, FINE)


def staple(chance: random.Random, sheet: Sheet, dpi: float) -> None:
    """Leave the mark of a staple near the upper left corner."""
    x, y = chance.uniform(16, 40) / 72 * dpi, chance.uniform(14, 34) / 72 * dpi
    angle, length = chance.uniform(-0.9, 0.2), chance.uniform(11, 14) / 72 * dpi
    end = x + length * math.cos(angle), y + length * math.sin(angle)
    points = [tuple(round(v * 2**FINE) for v in point) for point in ((x, y), end)]
    shade = chance.uniform(0.15, 0.35)
    cv2.line(sheet, points[0], points[1], (shade,) * 3, max(1, round(dpi / 90)), cv2.LINE_AA, FINE)
