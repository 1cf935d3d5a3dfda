"""Even light over a scanned page, and nothing of the scanner around it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.model import Flags, Pixels

_COARSE_DPI = 50.0
_BLOCK = 12
_DEGREE = 4
_ROUNDS = 8
_PAPER_SHARE = 0.7
_NOISE = 4.0
_STIFFNESS = 4e-4
_PAPER, _DIMMEST = 252.0, 50.0
_EVEN = 0.015
_DARKEST_SHARE = 0.4
_FAINT, _FAINTEST, _SPARE = 50.0, 190.0, 15.0
_GRAINY, _GRAINS, _MOST_GRAIN = 2.0, 1.5, 14.0
_WHITE = 255

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Edge:
    """What lies along an edge of a picture and is not paper.

    Attributes:
        share: It is darker than this share of the paper.
        deepest: It reaches at most this many inches into the picture.
        longest: It runs along at least this share of the edge.
    """

    share: float
    deepest: float
    longest: float = 0.15


_BORDER = _Edge(share=0.5, deepest=1.5)
_LID = _Edge(share=0.94, deepest=0.4)
_THINNEST = 2
_MOST_LIFTED = 3.0
_WIDEST_JOINED = 1.0


def even_light(pixels: Pixels, dpi: float, *, bilevel: bool) -> Pixels:
    """Paint what lies beside the paper white, bring the paper near 255 everywhere and faint print down to black.

    Shaded areas stay darker than the paper around them: the light is taken to change smoothly over the page.

    Args:
        pixels: A page, gray or RGB. Left unchanged.
        dpi: Its pixels an inch.
        bilevel: Black and white only: only borders are painted.
    """
    scale = min(1.0, _COARSE_DPI / dpi)
    coarse = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    gray = _gray(coarse)
    beside = np.logical_or(*_beside(gray, _BORDER))
    if not bilevel:
        gain = _PAPER / _light(coarse.reshape(*gray.shape, -1), gray, beside)
        lit = _multiplied(gray, gain.mean(axis=2, keepdims=True))
        alone, joined = _beside(lit, _LID)
        pixels = _toned(pixels, _lifted(gain, lit, joined & ~beside) if joined.any() else gain)
        beside |= alone
    elif beside.any():
        pixels = pixels.copy()
    _paint(pixels, beside)
    return pixels


def _gray(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)  # noqa: PLR2004


def _light(coarse: Pixels, gray: Pixels, beside: Flags) -> Floats:
    """Give the brightness of the paper under each block of the page, ``(rows, columns, channels)``.

    A smooth surface is laid over the brightest spots of the blocks; blocks that stay under it are shaded or dark.
    """
    blocks = _brightest(np.where(beside, 0, gray).astype(np.uint8))
    terms, values = _terms(*blocks.shape), blocks.ravel()
    kept = values >= np.percentile(values, 90) * _PAPER_SHARE
    for _ in range(_ROUNDS):
        gaps = values - terms @ _fitted(terms[kept], values[kept])
        kept &= gaps > -max(_NOISE, 1.5 * float(np.median(np.abs(gaps[kept]))))
    channels = []
    for channel in range(coarse.shape[2]):
        seen = _brightest(np.ascontiguousarray(coarse[:, :, channel])).ravel()[kept]
        surface = terms @ _fitted(terms[kept], seen)
        channels.append(np.maximum(np.clip(surface, seen.min(), seen.max()), _DIMMEST).reshape(blocks.shape))
    return np.stack(channels, axis=-1)


def _brightest(gray: Pixels) -> Floats:
    """Give the brightest spot of each block."""
    spread = cv2.dilate(gray, np.ones((_BLOCK, _BLOCK), np.uint8))
    first = (min(_BLOCK, size - 1) // 2 for size in gray.shape)
    return spread[tuple(slice(start, None, _BLOCK) for start in first)].astype(np.float64)


def _terms(rows: int, columns: int) -> Floats:
    """Give the powers of the place of each block, one row a block."""
    y, x = (axis.ravel() for axis in np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j])
    powers = [(i, j) for i in range(_DEGREE + 1) for j in range(_DEGREE + 1 - i)]
    return np.stack([x**i * y**j for i, j in powers], axis=1)


def _fitted(terms: Floats, values: Floats) -> Floats:
    """Give the factors of the surface that fits best and bends little."""
    stiff = np.full(terms.shape[1], _STIFFNESS * max(1, len(values)))
    stiff[0] = 1e-9
    return np.asarray(np.linalg.solve(terms.T @ terms + np.diag(stiff), terms.T @ values), np.float64)


def _toned(pixels: Pixels, gain: Floats) -> Pixels:
    """Multiply a page by the gain of its blocks, then bring the print to black and the paper's grain to white."""
    spread = gain.max(axis=(0, 1)) / gain.min(axis=(0, 1)) - 1.0
    flat = gain.mean(axis=(0, 1))
    uneven = bool(spread.max() > _EVEN)
    if uneven:
        pixels, flat = _multiplied(pixels, gain), np.ones_like(flat)
    black, white = _range(pixels, float(flat.mean()))
    tones = (np.arange(256)[:, None] * flat - black) * _WHITE / (white - black)
    curves = np.clip(np.rint(tones), 0, _WHITE).astype(np.uint8)
    if uneven:
        return np.asarray(cv2.LUT(pixels, curves[None] if pixels.ndim > 2 else curves[:, 0], dst=pixels), np.uint8)  # noqa: PLR2004
    return np.asarray(cv2.LUT(pixels, curves[None] if pixels.ndim > 2 else curves[:, 0]), np.uint8)  # noqa: PLR2004


def _range(pixels: Pixels, gain: float) -> tuple[float, float]:
    """Give the tones, after a gain, that are to be black and white.

    Print that is dark already stays as it is, and so does a page with nothing on it. Where the paper is grainy, its
    darker grains are white too: stretched, they would be specks.
    """
    step = max(1, min(pixels.shape[:2]) // 500)
    sample = pixels[::step] if pixels.ndim == 2 else pixels[::step, :, 1]  # noqa: PLR2004
    darkest = float(np.percentile(sample[:, ::step], _DARKEST_SHARE)) * gain
    black = darkest - _SPARE if _FAINT < darkest < _FAINTEST else 0.0
    steps = np.abs(np.diff(sample[:, ::2].astype(np.int16), axis=1))
    grain = float(np.mean(steps[steps <= np.percentile(steps, 70)])) * 2.0 * gain
    return black, _PAPER - min(_GRAINS * grain, _MOST_GRAIN) if grain > _GRAINY else _PAPER


def _multiplied(pixels: Pixels, gain: Floats) -> Pixels:
    """Multiply a page by the gain of its blocks."""
    top = float(gain.max())
    rows, columns = pixels.shape[:2]
    small = np.rint(gain * (_WHITE / top)).astype(np.uint8)
    factors = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(pixels, factors, dst=factors, scale=top / _WHITE), np.uint8)


def _lifted(gain: Floats, lit: Pixels, shadow: Flags) -> Floats:
    """Give the gain for each pixel of a coarse page, raised so that a shadow is as white as the paper."""
    ground = cv2.morphologyEx(lit, cv2.MORPH_CLOSE, np.ones((_BLOCK, _BLOCK), np.uint8))
    raised = np.where(shadow, np.clip(_PAPER / np.maximum(ground, 1), 1.0, _MOST_LIFTED), 1.0)
    whole = cv2.resize(gain, lit.shape[::-1], interpolation=cv2.INTER_LINEAR).reshape(*lit.shape, -1)
    return np.asarray(whole * raised[:, :, None], np.float64)


def _beside(gray: Pixels, edge: _Edge) -> tuple[Flags, Flags]:
    """Tell where something that is not paper lies along the edges of a coarse page: by itself, and joined by ink."""
    dark = np.asarray(cv2.morphologyEx(
        (gray < np.percentile(gray, 90) * edge.share).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8),
    ), np.bool_)  # fmt: skip
    alone, joined = np.zeros_like(dark), np.zeros_like(dark)
    for quarters in range(4):
        turned = np.rot90(dark, quarters)
        depths, clear = _depths(turned, edge.deepest * _COARSE_DPI)
        if np.count_nonzero(depths >= _THINNEST) >= len(depths) * edge.longest:
            inside = np.arange(turned.shape[1]) < depths[:, None]
            np.rot90(alone, quarters)[inside & clear[:, None]] = True
            np.rot90(joined, quarters)[inside & ~clear[:, None]] = True
    wider = np.ones((5, 5), np.uint8)
    alone, joined = (cv2.dilate(flags.view(np.uint8), wider).view(np.bool_) for flags in (alone, joined))
    return alone & ~joined, joined


def _depths(dark: Flags, deepest: float) -> tuple[Floats, Flags]:
    """Give how far the dark reaches in from the left, and where nothing else joins it.

    Where something does, such as a word on a shadow, it is taken to reach as far as above and below.
    """
    depths = np.where(dark.all(axis=1), dark.shape[1], dark.argmin(axis=1)).astype(np.float64)
    clear = depths <= deepest
    if not clear.any():
        return np.zeros_like(depths), clear
    places = np.arange(len(depths))
    whole = np.interp(places, places[clear], depths[clear])[None]
    wide = np.ones((1, round(_WIDEST_JOINED * _COARSE_DPI)), np.uint8)
    smooth = np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, wide)[0], np.float64)
    return smooth, depths <= smooth + _THINNEST


def _paint(pixels: Pixels, beside: Flags) -> None:
    """Paint white what lies beside the paper, in place: run by run, since it is little of a large page."""
    down, across = (size / coarse for size, coarse in zip(pixels.shape, beside.shape, strict=False))
    changes = np.diff(np.pad(beside, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(changes > 0), np.argwhere(changes < 0)[:, 1]
    for (row, start), end in zip(starts.tolist(), ends.tolist(), strict=True):
        pixels[round(row * down) : round((row + 1) * down), round(start * across) : round(end * across)] = _WHITE
