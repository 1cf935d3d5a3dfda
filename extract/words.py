"""Characters to words.

Characters come in the order in which they were drawn. That order is kept, since text that spills over its
cell lies between the letters of the neighbour when it is sorted by place.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extract.calls import address, loose_char_box
from extract.model import Word
from extract.objects import TextRun

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint32]
RunsAt = Callable[[Indices], Sequence[TextRun | None]]

# In parts of the height of a line (about 1.15 em).
_SPACE = 0.25
_SPACE_SUSPECTED = 0.13
_BACKWARD = 0.4
_SAME_LINE = 0.3
_SAME_GLYPH = 0.1
_TOUCH = 0.1
_SMALLER = 0.85
_WIDE_ENOUGH = 0.05
_ONE_BOX = 0.005
_BOX_SIDES = 4

_LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Control characters, the replacement character, and code points for private use.
_UNMAPPED = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_FIRST_MARK, _ZERO, _NINE = 0x300, 0x30, 0x39
# What each code point of the first plane is; no other plane has white space.
_LAST_CODE, _PLAIN_SPACE, _HARD_SPACE = 0xFFFF, 1, 2
_KINDS = np.zeros(_LAST_CODE + 1, dtype=np.uint8)
_KINDS[[9, 10, 11, 12, 13, 32, *range(0x2000, 0x200C), 0x205F, 0x3000, 0xFEFF]] = _PLAIN_SPACE
_KINDS[[0xA0, 0x2007, 0x202F]] = _HARD_SPACE
_HASH_BITS, _HASH_FACTOR = 16, 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in drawing order, white space included.

    Attributes:
        codes: ``(n,)``: one code point for each.
        boxes: ``(n, 4)``: left, top, right, bottom; the advance width wide, the font's line high.
    """

    codes: Codes
    boxes: Floats

    @property
    def spaces(self) -> Flags:
        """Which are white space; a hard space within a figure is not."""
        kinds = _KINDS[np.minimum(self.codes, _LAST_CODE)]
        result: Flags = kinds > 0
        hard = np.flatnonzero(kinds == _HARD_SPACE)
        digits = _digits(self.codes)
        inner = hard[(hard > 0) & (hard < len(kinds) - 1)]
        result[inner] = ~(digits[inner - 1] & digits[inner + 1])
        return result

    def take(self, places: Indices) -> Characters:
        """Keep some of them."""
        return Characters(self.codes[places], self.boxes[places])

    def text(self, places: Indices) -> str:
        """Write some of them out."""
        return self.codes[places].astype("<u4").tobytes().decode("utf-32-le", "replace")


def _digits(codes: Codes) -> Flags:
    result: Flags = (codes >= _ZERO) & (codes <= _NINE)
    return result


def read_characters(textpage: Any) -> Characters:  # noqa: ANN401 (the library's handle has no Python type)
    """Read all characters off a raw ``FPDF_TEXTPAGE``, with boxes in user space (bottom and top as there)."""
    count = max(pdfium.FPDFText_CountChars(textpage), 0)
    rectangles = np.zeros((count, _BOX_SIDES), dtype=np.float32)
    into, step = rectangles.ctypes.data, rectangles.itemsize * _BOX_SIDES
    targets = range(into, into + rectangles.nbytes, step)
    for _ in map(loose_char_box, repeat(address(textpage)), range(count), targets):
        pass
    edges = rectangles.astype(np.float64)
    left, right = np.minimum(edges[:, 0], edges[:, 2]), np.maximum(edges[:, 0], edges[:, 2])
    top, bottom = np.maximum(edges[:, 1], edges[:, 3]), np.minimum(edges[:, 1], edges[:, 3])
    text = _code_points(textpage, count).translate(_LINE_END_HYPHENS)
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    return Characters(codes, np.stack([left, bottom, right, top], axis=1))


def _code_points(textpage: Any, count: int) -> str:  # noqa: ANN401
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    pdfium.FPDFText_GetText(textpage, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw.decode("utf-16-le", "replace")[:-1]
    if len(text) == count and "\0" not in text:
        return text
    codes = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(chr(code) if _is_scalar(code) else _REPLACEMENT for code in codes)


def _is_scalar(code: int) -> bool:
    return 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF  # noqa: PLR2004 (surrogates are no characters)


def unmapped(text: str, start: int = 0) -> int:
    r"""How many signs of a text, from one on, came without a character that a person could read.

    >>> unmapped("a\ue012\ue012ñ"), unmapped("\ue012 ñ", 1)
    (2, 0)
    """
    return len(_UNMAPPED.findall(text, start))


def without_doubles(characters: Characters) -> Flags:
    """Mark which characters to keep: a glyph that is drawn twice at one place (fake bold) counts once."""
    boxes = characters.boxes
    keep = np.ones(len(boxes), dtype=np.bool_)
    heights = boxes[:, 3] - boxes[:, 1]
    reach = _SAME_GLYPH * float(np.median(heights)) if len(boxes) else 0.0
    codes = characters.codes.astype(np.int64) << 40
    for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        bins = np.floor(boxes[:, :2] / (2 * reach or 1.0) + np.array(shift)).astype(np.int64) & 0xFFFFF
        keys = codes | (bins[:, 0] << 20) | bins[:, 1]
        shared = _maybe_shared(keys)
        order = shared[np.argsort(keys[shared], kind="stable")]
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        first, second = order[same], order[same + 1]
        apart = np.abs(boxes[first] - boxes[second]).max(axis=1, initial=0.0)
        ligature = (second - first == 1) & (apart < _ONE_BOX)
        keep[second[(apart <= _SAME_GLYPH * heights[first]) & ~ligature]] = False
    return keep


def _maybe_shared(keys: npt.NDArray[np.int64]) -> Indices:
    """Name all keys that are there more than once, and few others; sorting them all takes much longer."""
    hashed = keys.view(np.uint64) * np.uint64(_HASH_FACTOR) >> np.uint64(64 - _HASH_BITS)
    buckets = hashed.astype(np.intp)
    return np.flatnonzero(np.bincount(buckets)[buckets] > 1) if len(keys) else buckets


def words_of(
    characters: Characters, runs_at: RunsAt, turn: int, barriers: Floats,
) -> tuple[list[Word], Sequence[TextRun | None]]:  # fmt: skip
    """Group characters that touch on one base line.

    Args:
        characters: All of one direction, in page places.
        runs_at: Gives the runs of characters by their indices.
        turn: Quarter turns clockwise that their base line is off the horizontal.
        barriers: ``(n, 3)``: x, top, bottom of the upright rulings; runs that touch there stay apart.

    Returns:
        Words in drawing order, and the run that each starts with.
    """
    spaces = characters.spaces
    printed = np.flatnonzero(~spaces)
    if printed.size == 0:
        return [], []
    breaks = _breaks(characters, unturned(characters.boxes, turn), spaces, printed)
    boxes = characters.boxes[printed]
    if turn == 0:
        _break_at_barriers(breaks, boxes, barriers, lambda places: runs_at(printed[places]))
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.append(starts[1:], printed.size)
    extents = np.concatenate(
        [np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)], axis=1
    )
    signs = characters.text(printed)
    texts = [signs[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    if not unicodedata.is_normalized("NFC", signs):
        texts = [unicodedata.normalize("NFC", text) for text in texts]
    runs = runs_at(printed[starts])
    sizes = [(round(run.size, 2), run.bold) if run else (0.0, False) for run in runs]
    words = [
        Word(text, (left, top, right, bottom), size, bold, turn * 90)
        for text, (left, top, right, bottom), (size, bold) in zip(
            texts, extents.round(2).tolist(), sizes, strict=True
        )
    ]
    return words, runs


def unturned(boxes: Floats, turn: int) -> Floats:
    """Give the boxes as if their base lines ran left to right; only distances are kept."""
    left, top, right, bottom = boxes.T
    sides = {
        0: (left, top, right, bottom),
        1: (top, -right, bottom, -left),
        2: (-right, -bottom, -left, -top),
        3: (-bottom, left, -top, right),
    }[turn]
    return np.stack(sides, axis=1)


def _breaks(characters: Characters, boxes: Floats, spaces: Flags, printed: Indices) -> Flags:
    """Mark after which printed characters a word ends."""
    left, top, right, bottom = boxes[printed].T
    height = np.maximum(bottom - top, 0.1)
    lower, higher = np.minimum(height[1:], height[:-1]), np.maximum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    wide = boxes[:, 2] - boxes[:, 0] > _WIDE_ENOUGH * (boxes[:, 3] - boxes[:, 1])
    drawn_spaces = np.concatenate(([0], np.cumsum(spaces & wide)))
    any_space = np.diff(printed) > 1
    between = drawn_spaces[printed[1:]] > drawn_spaces[printed[:-1]]
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    breaks: Flags = between | (gap > _SPACE * higher) | (any_space & (gap > _SPACE_SUSPECTED * higher))
    breaks |= (gap < -_BACKWARD * lower) | (overlap < _SAME_LINE * lower)
    digits = _digits(characters.codes[printed])
    # A raised figure behind a figure is a note or a power; joined they would be another figure.
    breaks |= digits[1:] & digits[:-1] & (lower < _SMALLER * higher)
    marks = np.zeros(printed.size, dtype=np.bool_)
    for place in np.flatnonzero(characters.codes[printed] >= _FIRST_MARK).tolist():
        marks[place] = unicodedata.combining(chr(characters.codes[printed[place]])) > 0
    # A ligature gives its letters one and the same box.
    ligature = (np.diff(printed) == 1) & (np.abs(np.diff(boxes[printed], axis=0)).max(axis=1) < _ONE_BOX)
    breaks &= ~marks[1:] & ~ligature
    return breaks


def _break_at_barriers(
    breaks: Flags, boxes: Floats, barriers: Floats, runs_at: RunsAt,
) -> None:  # fmt: skip
    """End words where one run of text ends and another begins, if a ruling crosses the word.

    What spills over the edge of a cell, or is cut off there, may end where the text of the neighbour begins.
    """
    if barriers.size == 0:
        return
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.append(starts[1:], len(boxes))
    left, right = boxes[starts, 0], boxes[ends - 1, 2]
    middle = (boxes[starts, 1] + boxes[starts, 3]) / 2
    x, top, bottom = barriers.T
    crossed = (x > left[:, None]) & (x < right[:, None])
    crossed &= (top < middle[:, None]) & (bottom > middle[:, None])
    for word in np.flatnonzero(crossed.any(axis=1)).tolist():
        runs = runs_at(np.arange(starts[word], ends[word]))
        for at, (before, after) in enumerate(pairwise(runs)):
            breaks[starts[word] + at] = before is not after


def joined_fragments(words: list[Word], barriers: Floats) -> dict[int, Word]:
    """Join pieces of one word that were not drawn one after the other.

    Args:
        words: Upright words in drawing order.
        barriers: ``(n, 3)``: x, top, bottom of the upright rulings; a word that one crosses is left alone.

    Returns:
        The words that stay, by their index.
    """
    order = sorted(range(len(words)), key=lambda at: (round(words[at].box[3]), words[at].box[0]))
    kept = dict(enumerate(words))
    for before, after in pairwise(order):
        first, second = kept[before], kept[after]
        if abs(before - after) > 1 and _touch(first, second) and not _parted(first, second, barriers):
            kept[after] = _glued(first, second)
            del kept[before]
    return kept


def _touch(first: Word, second: Word) -> bool:
    height = min(first.box[3] - first.box[1], second.box[3] - second.box[1])
    level = abs(first.box[3] - second.box[3]) < _TOUCH * height and abs(first.size - second.size) < _TOUCH
    return level and abs(second.box[0] - first.box[2]) < _TOUCH * height


def _parted(first: Word, second: Word, barriers: Floats) -> bool:
    if barriers.size == 0:
        return False
    x, top, bottom = barriers.T
    near = (x > first.box[0]) & (x < second.box[2])
    return bool((near & (top < second.box[3]) & (bottom > second.box[1])).any())


def _glued(first: Word, second: Word) -> Word:
    box = (first.box[0], min(first.box[1], second.box[1]), second.box[2], max(first.box[3], second.box[3]))
    text = unicodedata.normalize("NFC", first.text + second.text)
    return Word(text, box, max(first.size, second.size), first.bold and second.bold, first.turn)
