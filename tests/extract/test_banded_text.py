"""Phrases of any stretch of a page are those that its words alone would give."""

from __future__ import annotations

import pytest

from extract.banded_phrases import PhraseLine, phrases_of
from extract.banded_text import PageText, Strip
from extract.content import PageContent
from extract.model import Word

WORDS = tuple(
    Word(text, (x, top, x + 20, top + 9), 8.0)
    for text, x, top in [
        ("uno", 10, 100), ("dos", 32, 100), ("tres", 80, 103), ("cuatro", 10, 112),
        ("cinco", 32, 112), ("seis", 80, 130),
    ]
)  # fmt: skip
RUNS = (0, 0, 1, 2, 2, 3)
TURNED = Word("lado", (40, 90, 49, 140), 8.0, turn=90)


def text() -> PageText:
    return PageText(PageContent(1, 612, 792, (*WORDS, TURNED), (), runs=(*RUNS, 9)))


def phrased(top: float, bottom: float) -> list[PhraseLine]:
    held = [(w, run) for w, run in zip(WORDS, RUNS, strict=True) if top < (w.box[1] + w.box[3]) / 2 <= bottom]
    return phrases_of([word for word, _ in held], [run for _, run in held])


@pytest.mark.parametrize("cut", [90, 106, 111, 120, 140])
def test_bands_are_as_if_read_alone(cut: float) -> None:
    strip = text().between(0, 200)
    assert strip.bands([80, cut, 200]) == [phrased(80, cut), phrased(cut, 200)]


def test_a_cut_through_a_line_parts_it() -> None:
    above, below = text().between(0, 200).bands([80, 106, 125])
    assert [[phrase.text for phrase in line] for line in above] == [["uno dos"]]
    assert [[phrase.text for phrase in line] for line in below] == [["tres"], ["cuatro cinco"]]


@pytest.mark.parametrize("ceiling", [0, 109, 110, 115, 200])
def test_what_ends_above_a_ceiling_is_left_out(ceiling: float) -> None:
    held = [(word, run) for word, run in zip(WORDS, RUNS, strict=True) if word.box[3] > ceiling]
    alone = phrases_of([word for word, _ in held], [run for _, run in held])
    assert text().between(0, 200).below(ceiling) == alone


def test_the_same_words_are_read_once() -> None:
    page = text()
    assert page.between(0, 200) is page.between(5, 150)
    assert page.between(0, 200) is not page.between(0, 60)


def test_no_words_have_no_lines() -> None:
    strip = Strip([])
    assert strip.lines() == []
    assert strip.bands([0, 10, 20]) == [[], []]
    assert strip.below(5) == []
