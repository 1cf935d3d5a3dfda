"""The words of a page, put together to phrases once for whatever stretch of it is asked for.

Lengths are points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from extract.banded_phrases import Joint, PhraseLine, joints_of, line_phrases, phrases_of, told_together
from extract.content import PageContent
from extract.lines import lines_of
from extract.model import Word

Placed = tuple[Word, int]
"""A word, and the number of the stretch of text it was drawn with."""


class PageText:
    """The upright words of a page."""

    def __init__(self, content: PageContent) -> None:
        self.content = content
        runs = content.runs or range(len(content.words))
        words = zip(content.words, runs, strict=True)
        self._placed = [(word, run, (word.box[0] + word.box[2]) / 2) for word, run in words if not word.turn]
        self._strips: dict[tuple[int, ...], Strip] = {}

    def between(self, left: float, right: float) -> Strip:
        """Give what stands between two sides."""
        held = [(word, run) for word, run, x in self._placed if left < x < right]
        # The same words are mostly asked for again, though the sides are others.
        key = tuple(id(word) for word, _ in held)
        if key not in self._strips:
            self._strips[key] = Strip(held)
        return self._strips[key]


class Strip:
    """Words of a page between two sides, and their lines.

    Lines are cut where a stretch of height begins or ends within one, as if no other words were on the page.
    """

    def __init__(self, held: Sequence[Placed]) -> None:
        self._placed = sorted(held, key=_middle)
        self._middles = [_middle(placed) for placed in self._placed]
        self._run_of = {id(word): run for word, run in held}
        self._lines = lines_of(word for word, _ in held)
        starts = accumulate(map(len, self._lines), initial=0)
        self._line_at = {start: number for number, start in enumerate(starts)}
        self._joints: dict[int, tuple[Joint, ...]] = {}
        self._phrases: dict[tuple[int, bool], PhraseLine] = {}

    def lines(self) -> list[PhraseLine]:
        """Give all lines from the top down."""
        return self._sliced(0, len(self._placed))

    def bands(self, ys: Sequence[float]) -> list[list[PhraseLine]]:
        """Give the lines between each two of some heights, by the middles of their words."""
        marks = [bisect_right(self._middles, y) for y in ys]
        marks[-1] = max(marks[-2], bisect_left(self._middles, ys[-1]))
        return [self._sliced(start, end) for start, end in pairwise(marks)]

    def below(self, ceiling: float) -> list[PhraseLine]:
        """Give the lines of the words whose feet are below a height."""
        kept = [placed for placed in self._placed if placed[0].box[3] > ceiling]
        start = len(self._placed) - len(kept)
        return self._sliced(start, len(self._placed)) if kept == self._placed[start:] else _phrased(kept)

    def _sliced(self, start: int, end: int) -> list[PhraseLine]:
        if start not in self._line_at or end not in self._line_at:
            return _phrased(self._placed[start:end])
        numbers = range(self._line_at[start], self._line_at[end])
        told = told_together([joint for number in numbers for joint in self._joined(number)])
        return [self._line(number, told=told) for number in numbers]

    def _joined(self, number: int) -> tuple[Joint, ...]:
        if number not in self._joints:
            self._joints[number] = joints_of(self._lines[number], self._run_of)
        return self._joints[number]

    def _line(self, number: int, *, told: bool) -> PhraseLine:
        key = (number, told)
        if key not in self._phrases:
            self._phrases[key] = line_phrases(self._lines[number], self._joined(number), told=told)
        return self._phrases[key]


def _phrased(placed: Sequence[Placed]) -> list[PhraseLine]:
    return phrases_of([word for word, _ in placed], [run for _, run in placed])


def _middle(placed: Placed) -> float:
    box = placed[0].box
    return (box[1] + box[3]) / 2
