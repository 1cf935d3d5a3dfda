"""Words to lines: the one reading order, for cells and for what stands outside of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from cuadre.evidence import Box, Place
from extract.model import TextLine, Word

_SAME_LINE = 0.5
_WIDE_GAP = 1.6
_EM = 1.15
_TALL = 1.8


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Group words to lines: from the top down, each from left to right along its own base line.

    Words that run in another direction make lines of their own, after the upright ones.
    """
    turns: dict[int, list[Word]] = {}
    for word in words:
        turns.setdefault(word.turn, []).append(word)
    if len(turns) == 1:
        return _lines(next(iter(turns.values())))
    return [line for turn in sorted(turns) for line in _lines(turns[turn])]


def _lines(words: list[Word]) -> list[list[Word]]:
    if len(words) == 1:
        return [words]
    boxes = [along(word) for word in words] if words[0].turn else [word.box for word in words]
    placed = sorted(zip(boxes, words, strict=True), key=_twice_the_middle)
    lines: list[list[tuple[Box, Word]]] = []
    top = bottom = 0.0
    for pair in placed:
        _, high, _, low = pair[0]
        height, tall = low - high, bottom - top
        # Called for every word again and again: comparing is much faster than min and max.
        shared = (low if low < bottom else bottom) - (high if high > top else top)  # noqa: FURB136
        if lines and shared > _SAME_LINE * (height if height < tall else tall):  # noqa: FURB136
            lines[-1].append(pair)
            # A raised figure must not pull the line up, so the larger type says where it runs.
            if height > tall:
                top, bottom = high, low
        else:
            lines.append([pair])
            top, bottom = high, low
    for line in lines:
        if len(line) > 1:
            line.sort(key=_left)
    return [[word for _, word in line] for line in lines]


def _twice_the_middle(pair: tuple[Box, Word]) -> float:
    return pair[0][1] + pair[0][3]


def _left(pair: tuple[Box, Word]) -> float:
    return pair[0][0]


def along(word: Word) -> Box:
    """Give the box of a word as if its base line ran from left to right.

    >>> along(Word("a", (10, 20, 12, 30), turn=90))
    (20, -12, 30, -10)
    """
    left, top, right, bottom = word.box
    if word.turn == 90:  # noqa: PLR2004 (degrees)
        return (top, -right, bottom, -left)
    if word.turn == 180:  # noqa: PLR2004
        return (-right, -bottom, -left, -top)
    if word.turn == 270:  # noqa: PLR2004
        return (-bottom, left, -top, right)
    return word.box


def written(lines: Iterable[Sequence[Word]]) -> str:
    r"""Write lines out: one space between words, ``\n`` between lines."""
    return "\n".join(" ".join(word.text for word in line) for line in lines)


def text_lines(words: Iterable[Word], page: int) -> tuple[TextLine, ...]:
    """Give the lines that words make, split at wide gaps, in reading order; those of a logo on a scan last."""
    usual, tall = _by_height(tuple(words))
    segments, logos = _segments(usual), _segments(tall)
    if any(word.recognizer != "pdf" for word in usual):
        segments = _side_by_side(segments)
    return tuple(_text_line(segment, page) for segment in (*segments, *logos))


def _segments(words: Sequence[Word]) -> list[list[Word]]:
    return [segment for line in lines_of(words) for segment in _split(line)] if words else []


def _side_by_side(segments: Sequence[list[Word]]) -> list[list[Word]]:
    """Join what stands side by side on one line, though words far to the side pulled its pieces to different lines."""
    joined: list[list[Word]] = []
    for segment in segments:
        beside = next((other for other in joined if _is_one_line(other, segment)), None)
        if beside is None:
            joined.append(list(segment))
        else:
            beside += segment
            beside.sort(key=lambda word: along(word)[0])
    return joined


def _is_one_line(one: Sequence[Word], other: Sequence[Word]) -> bool:
    if one[0].turn != other[0].turn:
        return False
    first, second = sorted((bounds([along(word) for word in words]), words[0].size) for words in (one, other))
    (box, size), (after, next_size) = first, second
    height = min(box[3] - box[1], after[3] - after[1])
    shared = min(box[3], after[3]) - max(box[1], after[1])
    em = max(size, next_size) or height / _EM
    return shared > _SAME_LINE * height and 0 <= after[0] - box[2] <= _WIDE_GAP * em


def _by_height(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Set words read from pixels apart that are far taller than the others: a logo would tie lines together."""
    read = [word.box[3] - word.box[1] for word in words if word.recognizer != "pdf"]
    if not read:
        return list(words), []
    limit = _TALL * median(read)
    tall = [word for word in words if word.recognizer != "pdf" and word.box[3] - word.box[1] > limit]
    return [word for word in words if word not in tall], tall


def _split(line: list[Word]) -> list[list[Word]]:
    segments = [[line[0]]]
    reach = along(line[0])[2]
    for before, word in pairwise(line):
        box = along(word)
        em = max(before.size, word.size) or (box[3] - box[1]) / _EM
        if box[0] - reach > _WIDE_GAP * em:
            segments.append([])
        segments[-1].append(word)
        reach = max(reach, box[2])
    return segments


def _text_line(words: Sequence[Word], page: int) -> TextLine:
    box = bounds([word.box for word in words])
    size, bold = max(word.size for word in words), all(word.bold for word in words)
    return TextLine(written([words]), Place(page, box), size, bold)


def bounds(boxes: Sequence[Box]) -> Box:
    """Give the smallest box around some.

    >>> bounds([(0, 0, 1, 1), (2, 0, 3, 4)])
    (0, 0, 3, 4)
    """
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
