"""What a scanner does to a sheet: its pose, its light, its optics, its sensor, dirt on the glass.

Sheets are ``(height, width, 3)`` arrays of 0 to 1, 1 is white. Lengths are in pixels unless told.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Sheet = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pose:
    """How the sheet lies on the glass.

    Attributes:
        skew: Degrees clockwise.
        keystone: Largest shift of a corner, as a share of the width.
        wave: Height of the paper's waves, in points.
        lid: Gray of what shows beside the sheet, 0 to 1.
    """

    skew: float
    keystone: float
    wave: float
    lid: float


def posed(sheet: Sheet, pose: Pose, size: tuple[int, int], chance: random.Random) -> Sheet:
    """Return the sheet as it lies, on a picture of ``size`` (width, height).

    The steeper it lies the smaller it is shown, so that no print leaves the picture.
    """
    height, width = sheet.shape[:2]
    back = np.linalg.inv(_homography(pose, (width, height), size, chance))
    across = np.arange(size[0], dtype=np.float32)[None, :]
    down = np.arange(size[1], dtype=np.float32)[:, None]
    swing = pose.wave * width / 1000
    periods = [chance.uniform(0.6, 1.4) * size[0] for _ in range(2)]
    phases = [chance.uniform(0, 6.3) for _ in range(2)]
    y = down + swing * np.sin(across * (6.283 / periods[0]) + phases[0]).astype(np.float32)
    x = across + 0.6 * swing * np.sin(down * (6.283 / periods[1]) + phases[1]).astype(np.float32)
    under = (back[2, 0] * x + back[2, 1] * y + back[2, 2]).astype(np.float32)
    source_x = ((back[0, 0] * x + back[0, 1] * y + back[0, 2]) / under).astype(np.float32)
    source_y = ((back[1, 0] * x + back[1, 1] * y + back[1, 2]) / under).astype(np.float32)
    shrink = width / size[0]
    if shrink > 1.2:
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.35 * shrink)
    beside = (pose.lid,) * 3
    around = cv2.BORDER_CONSTANT
    seen = cv2.remap(sheet, source_x, source_y, cv2.INTER_LINEAR, borderMode=around, borderValue=beside)
    return deep(seen)


def deep(sheet: Sheet) -> Sheet:
    """Give a gray sheet its third axis back, which OpenCV drops."""
    return sheet if sheet.ndim == 3 else sheet[..., None]


def _homography(
    pose: Pose, whole: tuple[int, int], size: tuple[int, int], chance: random.Random
) -> npt.NDArray[np.float64]:
    """Return the map from the sheet to the picture."""
    width, height = whole
    turn, shrunk = math.radians(pose.skew), 1 - 0.013 * abs(pose.skew)
    scale_x, scale_y = size[0] / width * shrunk, size[1] / height * shrunk
    slack = pose.keystone * size[0]
    corners, seen = [(0, 0), (width, 0), (width, height), (0, height)], []
    for x, y in corners:
        dx, dy = (x - width / 2) * scale_x, (y - height / 2) * scale_y
        seen.append((
            size[0] / 2 + dx * math.cos(turn) - dy * math.sin(turn) + chance.uniform(-slack, slack),
            size[1] / 2 + dx * math.sin(turn) + dy * math.cos(turn) + chance.uniform(-slack, slack),
        ))
    return cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(seen, np.float32))


def lit(sheet: Sheet, depth: float, chance: random.Random) -> Sheet:
    """Dim the sheet unevenly: corners, one edge, patches; ``depth`` is the largest loss of light."""
    height, width = sheet.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, 64, dtype=np.float32), np.linspace(-1, 1, 48, dtype=np.float32))
    corners = (x**2 + y**2) / 2
    edge = np.exp(-(1 + chance.choice((-1, 1)) * x) * chance.uniform(4, 14))
    patches = np.random.default_rng(chance.getrandbits(32)).random((5, 7)).astype(np.float32)
    patches = cv2.resize(patches, (64, 48), interpolation=cv2.INTER_CUBIC)
    loss = depth * (0.45 * corners + 0.35 * edge + 0.25 * patches)
    return sheet * cv2.resize(1 - loss, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]


def washed(sheet: Sheet, ink: float, paper: float) -> Sheet:
    """Press the range of grays between the darkest ink and the lightest paper."""
    return ink + (paper - ink) * sheet


def blurred(sheet: Sheet, points: float, dpi: float) -> Sheet:
    """Put the sheet out of focus by a Gaussian of so many points."""
    sigma = points * dpi / 72
    return deep(cv2.GaussianBlur(sheet, (0, 0), sigma)) if sigma > 0.2 else sheet


def noisy(sheet: Sheet, sigma: float, chance: random.Random) -> Sheet:
    """Add the sensor's noise, in shares of white; a third of it is coloured."""
    dice = np.random.default_rng(chance.getrandbits(32))
    gray = dice.standard_normal(sheet.shape[:2], dtype=np.float32)
    out = sheet + (0.8 * sigma) * cv2.GaussianBlur(gray, (0, 0), 0.6)[..., None] * 1.6
    if sheet.shape[2] == 3:
        out += (0.35 * sigma) * dice.standard_normal(sheet.shape, dtype=np.float32)
    return out


def specked(sheet: Sheet, count: int, dpi: float, chance: random.Random) -> None:
    """Drop dirt on the sheet: dark dots up to about a point wide."""
    height, width = sheet.shape[:2]
    for _ in range(count):
        axes = [max(1, round(chance.uniform(0.12, 0.5) * dpi / 72 * 16)) for _ in range(2)]
        centre = round(chance.uniform(0, width) * 16), round(chance.uniform(0, height) * 16)
        shade = (chance.uniform(0.05, 0.5),) * 3
        cv2.ellipse(sheet, centre, axes, chance.uniform(0, 180), 0, 360, shade, -1, cv2.LINE_AA, 4)


def bordered(sheet: Sheet, points: float, dpi: float, chance: random.Random) -> None:
    """Blacken one or two edges, raggedly, as where a lid stood open."""
    for side in chance.sample(range(4), chance.randint(1, 2)):
        view = np.rot90(sheet, side)
        ends = np.cumsum([chance.uniform(-0.6, 0.6) for _ in range(view.shape[0])])
        depth = points * dpi / 72 * chance.uniform(0.5, 1) + np.clip(ends, -4, 4)
        slope = np.linspace(0, chance.uniform(-0.4, 0.4) * points * dpi / 72, view.shape[0])
        reach = np.arange(view.shape[1])[None, :] < (depth + slope)[:, None]
        view[reach] = chance.uniform(0.0, 0.12)
