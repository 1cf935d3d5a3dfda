"""Signs that a scanner tore: pieces that stand above each other and make no letter by themselves."""

from __future__ import annotations

import numpy as np

from extract.scan.segments_links import Ints, Spots

_SHARED = 0.5
_GAP = 0.6
_LOWEST, _HIGHEST = 0.85, 2.0
_NEAR = 0.8


def torn(spots: Spots, loose: Ints, type_height: float) -> list[Ints]:
    """Gather pieces that no line of text took into the signs they were, by number.

    The foot of a torn ``2`` looks like a dash, its head like a speck.

    Args:
        spots: All ink.
        loose: Numbers of the pieces to look at.
        type_height: Middle height of letters, in pixels.

    Returns:
        Pieces of one sign each; only of signs that are as high as a letter.
    """
    found: list[list[int]] = []
    order = loose[np.lexsort((loose, spots.top[loose]))].tolist()
    for number in order:
        mate = next((sign for sign in found if _stacked(spots, sign, number, type_height)), None)
        if mate is None:
            found.append([number])
        else:
            mate.append(number)
    signs = [np.array(sorted(sign)) for sign in found if len(sign) > 1]
    return [sign for sign in signs if _LOWEST * type_height <= _height(spots, sign) <= _HIGHEST * type_height]


def _stacked(spots: Spots, sign: list[int], number: int, type_height: float) -> bool:
    """Tell whether a piece stands below a sign, close enough to be of it."""
    left, right = spots.left[sign].min(), spots.right[sign].max()
    shared = min(right, spots.right[number]) - max(left, spots.left[number])
    narrow = min(right - left, spots.width[number])
    gap = spots.top[number] - spots.bottom[sign].max()
    high = max(spots.bottom[sign].max(), spots.bottom[number]) - spots.top[sign].min()
    one_room = spots.room[sign[0]] == spots.room[number]
    return bool(
        one_room and shared >= _SHARED * narrow and gap <= _GAP * type_height and high <= _HIGHEST * type_height
    )


def _height(spots: Spots, sign: Ints) -> int:
    return int(spots.bottom[sign].max() - spots.top[sign].min())


def beneath_ink(spots: Spots, group: Ints, loose: Ints, type_height: float) -> bool:
    """Tell whether pieces stand right above or below signs: these are then no signs of their own."""
    left, right = spots.left[group].min(), spots.right[group].max()
    top, bottom = spots.top[group].min(), spots.bottom[group].max()
    others = loose[~np.isin(loose, group)]
    aside = (spots.right[others] <= left) | (spots.left[others] >= right)
    apart = np.maximum(spots.top[others] - bottom, top - spots.bottom[others]) > _NEAR * type_height
    return bool((~aside & ~apart & (spots.room[others] == spots.room[group[0]])).any())
