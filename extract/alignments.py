"""Words on a page as lines of chunks: what stands together between two wide gaps.

Lengths are points, origin at the top left, boxes ``(left, top, right, bottom)``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

from cuadre.evidence import Box
from extract.model import Ruling, Word

# In ems. Justified prose stretches its spaces to about 0.7; figures side by side never share a cell
# unless a thin space groups their digits.
TEXT_GAP = 0.8
FIGURE_GAP = 0.5
# Figures that can be no groups of one need but a space between them.
PLAIN_GAP = 0.3
# A justified line with few words stretches them up to so many ems, each of them alike: so many at least,
# and no further apart than this.
STRETCHED_GAP = 3.0
EVEN = 0.05
EVEN_GAPS = 2
# In ems: a figure beside a label of two lines is half a line off both of them, and no line follows so near.
HALF_LINE = 0.8
# A currency sign stands at the left edge of its column, its figure at the right one.
CURRENCY_GAP = 8.0

_FIGURE = re.compile(
    r"""
    [(\[<~±+\-−–]*[$€£¥]?\s?[+\-−–]?\d[\d.,'’ :/]*      # sign, currency, digits in groups
    \s?[-%‰)\]*†‡ª°a-e]{0,3}(?:\s?[A-Za-z]{1,3}[²³23]?)?  # percent, bracket, note, unit
    (?:\s?(?:±\s?[\d.,]+|[(\[][\d.,\s%–-]+[)\]]))?    # its error or interval
    | [-–—−.…]{1,3} | n\.?[ad]\.? | N/?[AD] | \([A-Z]\)    # what stands for no figure
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"[+\-−–]?[$€£]?\d[\d.,]*%?|\.{2,3}|…")
_LEADING = re.compile(r"[+\-−–$€£]*\d{1,3}")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_CURRENCY = frozenset("$€£¥")
_LEADER = re.compile(r"[._…·]{2,}|\.")


@lru_cache(maxsize=16384)
def is_figure(text: str) -> bool:
    """Tell whether a text is a figure or what stands in a figure's place.

    >>> [is_figure(text) for text in ("1,234.5", "(12.0%)", "–", "n.a.", "2. Objetivo", "Total")]
    [True, True, True, True, False, False]
    """
    return _FIGURE.fullmatch(text) is not None


@dataclass(frozen=True)
class Chunk:
    """Words of one line with no wide gap between them.

    Attributes:
        words: From left to right, at least one.
    """

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        """Its extent."""
        return extent(word.box for word in self.words)

    @cached_property
    def left(self) -> float:
        """Left edge."""
        return self.words[0].box[0]

    @cached_property
    def right(self) -> float:
        """Right edge."""
        return max(word.box[2] for word in self.words)

    @property
    def centre(self) -> float:
        """Middle between its left and right edges."""
        return (self.left + self.right) / 2

    @cached_property
    def text(self) -> str:
        """Its words, one space between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def figure(self) -> bool:
        """It is one figure."""
        return is_figure(self.text)

    @cached_property
    def lettered(self) -> int:
        """How many of its words hold a letter: neither figures nor leading dots."""
        return sum(any(sign.isalpha() for sign in word.text) for word in self.words)

    @property
    def bold(self) -> bool:
        """All of it is bold."""
        return all(word.bold for word in self.words)


@dataclass(frozen=True)
class Line:
    """Chunks on one base line.

    Attributes:
        chunks: From left to right, at least one.
        top, bottom: Extent of the words.
        size: Font size of a typical word in it.
    """

    chunks: tuple[Chunk, ...]
    top: float
    bottom: float
    size: float

    @property
    def left(self) -> float:
        """Left edge of the first chunk."""
        return self.chunks[0].left

    @property
    def right(self) -> float:
        """Right edge of the last chunk."""
        return self.chunks[-1].right

    @property
    def middle(self) -> float:
        """Middle between top and bottom."""
        return (self.top + self.bottom) / 2

    def interlocks(self, below: Line) -> bool:
        """Tell whether another line stands nearer than any next line of text could: one is centred on the other."""
        return abs(below.middle - self.middle) < HALF_LINE * max(self.size, below.size)

    @cached_property
    def figures(self) -> int:
        """How many of its chunks are figures."""
        return sum(chunk.figure for chunk in self.chunks)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for chunk in self.chunks for word in chunk.words)


def extent(boxes: Iterable[Box]) -> Box:
    """Give the smallest rectangle around all boxes, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def lines_of(words: Iterable[Word], rulings: Sequence[Ruling] = ()) -> list[Line]:
    """Gather words into lines from top to bottom, and lines into chunks.

    Args:
        words: In any order; upright ones.
        rulings: A vertical one between two words parts them, however near they are.
    """
    uprights: list[tuple[float, ...]] = sorted(ruling.box for ruling in rulings if not ruling.horizontal)
    rows: list[list[Word]] = []
    heads: list[Word] = []
    for word in sorted(words, key=_from_the_top):
        for index in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            if _same_line(heads[index], word):
                rows[index].append(word)
                if _height(word) > _height(heads[index]):
                    heads[index] = word
                break
        else:
            rows.append([word])
            heads.append(word)
    return sorted((_line(row, uprights) for row in rows), key=lambda line: (line.top, line.left))


def _from_the_top(word: Word) -> tuple[float, float]:
    return ((word.box[1] + word.box[3]) / 2, word.box[0])


def _height(word: Word) -> float:
    return word.box[3] - word.box[1]


def _same_line(head: Word, word: Word) -> bool:
    """Compare with the largest word of a line: a raised footnote mark belongs to it as well."""
    small = min(_height(head), _height(word))
    shared = min(head.box[3], word.box[3]) - max(head.box[1], word.box[1])
    return shared > 0.6 * small


def _line(row: list[Word], uprights: Sequence[tuple[float, ...]]) -> Line:
    row.sort(key=lambda word: word.box[0])
    size = median(word.size or _height(word) for word in row)
    stretched = _stretched(row, size)
    groups: list[list[Word]] = [[row[0]]]
    for place, word in enumerate(row[1:], 1):
        last = groups[-1][-1]
        parted = place not in stretched and _parted(groups[-1], word, size)
        if parted or _ruled_off(last, word, uprights):
            groups.append([word])
        else:
            groups[-1].append(word)
    box = extent(word.box for word in row)
    return Line(tuple(Chunk(tuple(group)) for group in groups), box[1], box[3], size)


def _stretched(row: Sequence[Word], size: float) -> set[int]:
    """Name the words before which a justified line stretched its space: all its spaces are as wide."""
    gaps = [after.box[0] - before.box[2] for before, after in pairwise(row)]
    if not any(TEXT_GAP * size < gap <= STRETCHED_GAP * size for gap in gaps):
        return set()
    found: set[int] = set()
    start = 0
    for end in range(1, len(gaps) + 1):
        if end < len(gaps) and abs(gaps[end] - gaps[start]) <= EVEN * size:
            continue
        words = {word.text for word in row[start : end + 1]}
        lettered = sum(text[:1].isalpha() for text in words)
        if gaps[start] <= STRETCHED_GAP * size and end - start >= EVEN_GAPS and lettered > end - start - 1:
            found.update(range(start + 1, end + 1))
        start = end
    return found


def _parted(group: list[Word], word: Word, size: float) -> bool:
    last = group[-1]
    gap = word.box[0] - last.box[2]
    if set(last.text) <= _CURRENCY:
        return gap > CURRENCY_GAP * size
    if _LEADER.fullmatch(word.text) and _LEADER.fullmatch(last.text):
        return gap > 2 * size
    if _PLAIN.fullmatch(last.text) and _PLAIN.fullmatch(word.text) and not _grouped(last.text, word.text):
        return gap > PLAIN_GAP * size
    both = _digits(last.text) and _digits(word.text)
    return gap > (FIGURE_GAP if both else TEXT_GAP) * size


def _grouped(last: str, text: str) -> bool:
    """Tell whether two strings of digits may be one figure: a space parts its thousands."""
    return _LEADING.fullmatch(last) is not None and _THOUSANDS.match(text) is not None


def _digits(text: str) -> bool:
    return text[-1:] in "%)" or is_figure(text)


def _ruled_off(left: Word, right: Word, uprights: Sequence[tuple[float, ...]]) -> bool:
    middle = (right.box[1] + right.box[3]) / 2
    start = bisect_right(uprights, ((left.box[0] + left.box[2]) / 2,))
    end = bisect_left(uprights, ((right.box[0] + right.box[2]) / 2,))
    return any(box[1] <= middle <= box[3] for box in uprights[start:end])
