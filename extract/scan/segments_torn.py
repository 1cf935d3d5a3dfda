"""Signs that a scanner tore: pieces that stand above each other and make no letter by themselves."""

from __future__ import annotations

from dataclasses import dataclass

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
    found: list[_Sign] = []
    open_: list[_Sign] = []
    for number in loose[np.lexsort((loose, spots.top[loose]))].tolist():
        piece = _Sign.of(spots, number)
        # A noisy page has thousands of specks: what is too far above for this piece is for those below it, too.
        open_ = [sign for sign in open_ if piece.top - sign.top <= _HIGHEST * type_height]
        mate = next((sign for sign in open_ if sign.stands_on(piece, type_height)), None)
        if mate is None:
            found.append(piece)
            open_.append(piece)
        else:
            mate.take(piece)
    signs = [sign for sign in found if len(sign.pieces) > 1]
    high = [sign for sign in signs if _LOWEST * type_height <= sign.bottom - sign.top <= _HIGHEST * type_height]
    return [np.array(sorted(sign.pieces)) for sign in high]


@dataclass(slots=True)
class _Sign:
    """Pieces that may be one sign, with the box around them."""

    pieces: list[int]
    room: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, spots: Spots, number: int) -> _Sign:
        sides = (spots.left, spots.top, spots.right, spots.bottom)
        return cls([number], int(spots.room[number]), *(int(side[number]) for side in sides))

    def stands_on(self, piece: _Sign, type_height: float) -> bool:
        """Tell whether a piece stands below, close enough to be of this sign."""
        shared = min(self.right, piece.right) - max(self.left, piece.left)
        narrow = min(self.right - self.left, piece.right - piece.left)
        high = max(self.bottom, piece.bottom) - self.top
        return (
            self.room == piece.room and shared >= _SHARED * narrow
            and piece.top - self.bottom <= _GAP * type_height and high <= _HIGHEST * type_height
        )  # fmt: skip

    def take(self, piece: _Sign) -> None:
        self.pieces += piece.pieces
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)
        self.bottom = max(self.bottom, piece.bottom)


def beneath_ink(spots: Spots, group: Ints, ink: Ints, type_height: float) -> bool:
    """Tell whether other ink stands right above or below pieces: these are then no signs of their own."""
    left, right = spots.left[group].min(), spots.right[group].max()
    top, bottom = spots.top[group].min(), spots.bottom[group].max()
    others = ink[~np.isin(ink, group)]
    aside = (spots.right[others] <= left) | (spots.left[others] >= right)
    apart = np.maximum(spots.top[others] - bottom, top - spots.bottom[others]) > _NEAR * type_height
    return bool((~aside & ~apart & (spots.room[others] == spots.room[group[0]])).any())
