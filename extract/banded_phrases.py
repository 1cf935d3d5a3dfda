"""Words that were printed as one phrase, line by line: what is surely in one cell.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuadre.evidence import Box
from extract.alignments import extent, is_figure
from extract.lines import lines_of
from extract.model import Word

# In ems of white between two words: of one phrase, and at most a plain space.
PHRASE = 0.8
SPACE = 0.4
# Where so few neighbours were drawn in one go, the page was drawn word by word.
DRAWN_TOGETHER = 0.3
_EM = 1.15


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one line that were drawn in one go.

    Attributes:
        text: The words, one space between them.
        box: Extent.
        size: Font size.
        bold: All of it is bold.
        figure: It is one figure, or what stands for one.
        joined: Only a space parts it from the phrase before, and they may well be one.
    """

    text: str
    box: Box
    size: float
    bold: bool
    figure: bool
    joined: bool = False

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def centre(self) -> float:
        """Middle between its left and right edges."""
        return (self.box[0] + self.box[2]) / 2


PhraseLine = tuple[Phrase, ...]
"""Phrases of one line from left to right, at least one."""

Joint = tuple[float, bool]
"""Between a word and the next one: the white in ems, and whether both were drawn in one go."""


def phrases_of(words: Sequence[Word], runs: Sequence[int]) -> list[PhraseLine]:
    """Gather words into lines from the top down, and lines into phrases.

    Args:
        words: Upright words.
        runs: For each word, the number of the stretch of text it was drawn with.
    """
    run_of = {id(word): run for word, run in zip(words, runs, strict=True)}
    lines = lines_of(words)
    joints = [joints_of(line, run_of) for line in lines]
    told = told_together([joint for line in joints for joint in line])
    return [line_phrases(line, between, told=told) for line, between in zip(lines, joints, strict=True)]


def joints_of(line: Sequence[Word], run_of: Mapping[int, int]) -> tuple[Joint, ...]:
    """Say how each word of a line and the next one are joined.

    Args:
        line: Words from left to right.
        run_of: For the ``id`` of each word, the number of the stretch of text it was drawn with.
    """
    return tuple([(_white(one, other), run_of[id(one)] == run_of[id(other)]) for one, other in pairwise(line)])


def told_together(joints: Sequence[Joint]) -> bool:
    """Tell whether the drawing says which words belong together: most neighbours were drawn in one go."""
    near = [same for white, same in joints if white <= SPACE]
    return sum(near) >= DRAWN_TOGETHER * len(near)


def line_phrases(line: Sequence[Word], joints: Sequence[Joint], *, told: bool) -> PhraseLine:
    """Cut a line between words that were not drawn in one go.

    Args:
        line: Words from left to right.
        joints: Between each word and the next one.
        told: The drawing says what belongs together.
    """
    groups = [[line[0]]]
    joined = [False]
    for (before, word), (white, same) in zip(pairwise(line), joints, strict=True):
        if told and white < PHRASE and same:
            groups[-1].append(word)
            continue
        joined.append(white <= SPACE and not (is_figure(before.text) and is_figure(word.text)))
        groups.append([word])
    return tuple([_phrase(group, tied) for group, tied in zip(groups, joined, strict=True)])


def _phrase(words: Sequence[Word], joined: bool) -> Phrase:
    if len(words) == 1:
        word = words[0]
        return Phrase(word.text, word.box, _em(word), word.bold, is_figure(word.text), joined)
    text = " ".join(word.text for word in words)
    size = max(_em(word) for word in words)
    bold = all(word.bold for word in words)
    return Phrase(text, extent(word.box for word in words), size, bold, is_figure(text), joined)


def _white(before: Word, word: Word) -> float:
    return (word.box[0] - before.box[2]) / _em(before)


def _em(word: Word) -> float:
    return word.size or (word.box[3] - word.box[1]) / _EM


def stacks(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """Gather phrases that stand above or beside each other with no clear white upright between, left to right."""
    found: list[list[Phrase]] = []
    reach = 0.0
    for phrase in sorted(phrases, key=lambda phrase: (phrase.box[0], phrase.box[1])):
        if found and phrase.box[0] < reach:
            found[-1].append(phrase)
            reach = max(reach, phrase.box[2])
        else:
            found.append([phrase])
            reach = phrase.box[2]
    return found
