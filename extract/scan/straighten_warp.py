"""How the paper lies in the picture: turned, sheared, bent. Its long rulings tell, or else its lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.scan.straighten_rulings import Floats, LinePoints

_BOW, _FAN = 6, 2
_LONG, _LONG_LINES, _FEWEST_LINES, _SPREAD = 0.45, 3, 2, 0.3
_FEWEST_POINTS, _SUPPORT = 8, 0.5
_ROUNDS = 10
_STRAY = 3.0
_LEAST_NOISE = 0.25
_STIFFNESS = 1e-3
_MARGIN = 0.04
_STEEPEST, _MOST_BENT = 0.03, 0.012
_GRID = 9


@dataclass(frozen=True, slots=True)
class Shift:
    """How far lines are shifted sideways along their way, a polynomial of the place.

    With ``s`` the place along the lines and ``t`` the place across them, both -1 to 1 on the page, the shift is a
    polynomial of ``s`` and one of ``s`` times ``t``. Beyond where lines were seen, it runs on straight.

    Attributes:
        bow: Factors of ``s``, ``s²`` and so on, in pixels.
        fan: Factors of ``s t``, ``s² t``.
        along, across: Where lines were seen, from and to.
    """

    bow: tuple[float, ...] = (0.0,)
    fan: tuple[float, ...] = ()
    along: tuple[float, float] = (-1.0, 1.0)
    across: tuple[float, float] = (-1.0, 1.0)

    def at(self, s: Floats, t: Floats) -> Floats:
        """Give the shift in pixels; ``s`` and ``t`` broadcast."""
        slope, *curve = self.bow
        near, level = np.clip(s, *self.along), np.clip(t, *self.across)
        return slope * s + near * near * _power_sum(curve, near) + level * (near * _power_sum(self.fan, near))

    def scaled(self, factor: float) -> Shift:
        """Give the same shift on a page of another resolution."""
        bow, fan = (tuple(factor * term for term in terms) for terms in (self.bow, self.fan))
        return Shift(bow, fan, self.along, self.across)


def _power_sum(factors: Sequence[float], at: Floats) -> Floats:
    total = np.zeros_like(at)
    for factor in reversed(factors):
        total = total * at + factor
    return total


@dataclass(frozen=True, slots=True)
class Lie:
    """How the paper lies in a picture.

    Attributes:
        angle: Degrees clockwise that it is turned.
        down: How far each place is shifted down before that.
        across: How far it is shifted to the right; lines run down the page here.
        reach: Half the width and half the height of the page, in pixels.
    """

    angle: float
    down: Shift
    across: Shift
    reach: tuple[float, float]

    @property
    def bent(self) -> bool:
        """It is more than turned."""
        return any((*self.down.bow, *self.down.fan, *self.across.bow, *self.across.fan))

    def places(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give where places of the straight page lie in the picture, all in pixels around the middle of the page."""
        s, t = x / self.reach[0], y / self.reach[1]
        right, low = x + self.across.at(t, s), y + self.down.at(s, t)
        turn = np.radians(self.angle)
        return right * np.cos(turn) - low * np.sin(turn), right * np.sin(turn) + low * np.cos(turn)


def lie_of(angle: float, rows: LinePoints, columns: LinePoints, tolerance: float) -> Lie:
    """Tell how the paper lies.

    Args:
        angle: Degrees clockwise that it is known to be turned; the points are from the page turned back by them.
        rows: Points on lines that run across the page.
        columns: Points on lines that run down the page, its coordinates exchanged.
        tolerance: How far in pixels a place may be off before the paper counts as bent.
    """
    reach = rows.reach
    (down, slope, weight), (across, other, other_weight) = _told_by(rows), _told_by(columns)
    total = weight + other_weight
    turned = _turn((slope * weight - other * other_weight) / total if total else 0.0, reach[0])
    # Without lines down the page, nothing tells a shear from a turn: it is taken for a turn.
    if not weight:
        down = _turn(-other, reach[0])
    if not other_weight:
        across = _turn(-slope, reach[1])
    if max(_apart(down, turned), _apart(across, _turn(-turned.bow[0] / reach[0], reach[1]))) <= tolerance:
        angle += float(np.degrees(np.arctan(turned.bow[0] / reach[0])))
        return Lie(angle, Shift(), Shift(), reach)
    return Lie(angle, down, across, reach)


def _told_by(points: LinePoints) -> tuple[Shift, float, float]:
    """Give the shift of lines, their slope, and how much they tell: nothing when they are few or go astray."""
    if points.length() < _SUPPORT * 2 * points.reach[0]:
        return Shift(), 0.0, 0.0
    shift = fitted(points)
    return (shift, *_slope(shift, points)) if _plausible(shift, points.reach[0]) else (Shift(), 0.0, 0.0)


def fitted(points: LinePoints) -> Shift:
    """Give the shift under which the lines are straight and parallel; none at all when there are too few points."""
    if points.along.size < _FEWEST_POINTS:
        return Shift()
    s, t = points.along / points.reach[0], points.across / points.reach[1]
    powers = [s**power for power in range(1, _BOW + 1)]
    basis = np.stack([*powers, *(power * t for power in powers[:_FAN])], axis=1)
    basis[:, ~_told(points, s, t)] = 0.0
    weights = np.ones(len(s))
    terms = np.zeros(basis.shape[1])
    for _ in range(_ROUNDS):
        mean = np.maximum(np.bincount(points.line, weights), 1e-9)
        rows = _centred(basis, points.line, weights, mean)
        gaps = points.across - (np.bincount(points.line, weights * points.across) / mean)[points.line]
        stiff = np.diag(np.full(basis.shape[1], _STIFFNESS * weights.sum() / len(mean)))
        terms = np.linalg.solve(rows.T @ (rows * weights[:, None]) + stiff, rows.T @ (gaps * weights))
        off = np.abs(gaps - rows @ terms)
        limit = _STRAY * max(_LEAST_NOISE, 1.5 * float(np.median(off)))
        weights = np.square(np.maximum(0.0, 1.0 - np.square(off / limit))) + 1e-9
    return Shift(tuple(terms[:_BOW].tolist()), tuple(terms[_BOW:].tolist()), _seen(s), _seen(t))


def _centred(basis: Floats, line: npt.NDArray[np.int64], weights: Floats, total: Floats) -> Floats:
    """Take from each column its mean over each line: where a line lies by itself is not known."""
    means = [np.bincount(line, weights * column) / total for column in basis.T]
    return basis - np.stack(means, axis=1)[line]


def _told(points: LinePoints, s: Floats, t: Floats) -> npt.NDArray[np.bool_]:
    """Tell which terms the lines can tell."""
    first = np.unique(points.line, return_index=True)[1]
    last = np.append(first[1:], len(s)) - 1
    long = s[last] - s[first] >= 2 * _LONG
    bow = np.count_nonzero(long) >= _LONG_LINES
    fan = len(first) >= _FEWEST_LINES and np.ptp(t[first]) >= 2 * _SPREAD
    fan_of_bows = bow and np.ptp(t[first][long]) >= 2 * _SPREAD
    return np.array([True, *[bow] * (_BOW - 1), fan, fan_of_bows])


def _seen(places: Floats) -> tuple[float, float]:
    low, high = np.percentile(places, (1, 99))
    return max(-1.0, float(low) - _MARGIN), min(1.0, float(high) + _MARGIN)


def _slope(shift: Shift, points: LinePoints) -> tuple[float, float]:
    """Give the mean slope of the lines, and how much they tell about it."""
    if not any(shift.bow):
        return 0.0, 0.0
    s, t = points.along / points.reach[0], points.across / points.reach[1]
    mean = np.bincount(points.line, s) / np.bincount(points.line)
    lever = s - mean[points.line]
    weight = float(np.square(lever).sum())
    rise = shift.at(s, t)
    return float((lever * rise).sum()) / max(weight, 1e-9) / points.reach[0], weight * points.reach[0] ** 2


def _turn(slope: float, reach: float) -> Shift:
    return Shift((slope * reach,))


def _plausible(shift: Shift, reach: float) -> bool:
    """Tell a paper that can be from a fit gone astray."""
    s, t = np.mgrid[-1 : 1 : _GRID * 1j, -1 : 1 : _GRID * 1j]
    bend = shift.at(s, t) - shift.bow[0] * s
    return abs(shift.bow[0]) <= _STEEPEST * reach and float(np.abs(bend).max()) <= _MOST_BENT * 2 * reach


def _apart(one: Shift, other: Shift) -> float:
    """Give how many pixels two shifts differ where lines were seen, at most."""
    s, t = np.mgrid[-1 : 1 : _GRID * 1j, -1 : 1 : _GRID * 1j]
    s, t = np.clip(s, *one.along), np.clip(t, *one.across)
    return float(np.abs(one.at(s, t) - other.at(s, t)).max())
