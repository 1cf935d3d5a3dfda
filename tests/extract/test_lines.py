"""Text outside of tables: lines, split at wide gaps, in reading order."""

from __future__ import annotations

from extract.lines import lines_of, text_lines
from extract.model import Word


def word(text: str, x: float, y: float, size: float = 10.0) -> Word:
    return Word(text, (x, y, x + 5 * len(text), y + size * 1.15), size)


def test_signature_columns_give_a_segment_each() -> None:
    words = [word("Elaboró", 40, 100), word("Revisó", 200, 100), word("Autorizó", 330, 100.4)]
    assert [line.text for line in text_lines(words, 1)] == ["Elaboró", "Revisó", "Autorizó"]


def test_words_of_a_line_join_whatever_the_order_they_were_drawn_in() -> None:
    words = [word("medida", 90, 50), word("Unidad", 40, 50), word("abajo", 40, 70), word("de", 75, 50)]
    assert [line.text for line in text_lines(words, 1)] == ["Unidad de medida", "abajo"]


def test_a_raised_figure_stays_on_its_line() -> None:
    lines = lines_of([word("m", 40, 50), word("2", 46, 48, 6), word("abajo", 40, 62)])
    assert [[part.text for part in line] for line in lines] == [["m", "2"], ["abajo"]]


def test_lines_of_turned_words_run_along_their_base_line() -> None:
    up = [Word("de", (100, 60, 110, 70), 9, turn=270), Word("Unidad", (100, 72, 110, 110), 9, turn=270)]
    assert [[part.text for part in line] for line in lines_of(up)] == [["Unidad", "de"]]


def test_a_line_has_its_place_size_and_weight() -> None:
    words = [Word("Eje", (10, 10, 20, 20), 12, bold=True), Word("6", (22, 10, 26, 20), 9, bold=True)]
    (line,) = text_lines(words, 3)
    assert (line.place.page, line.place.box, line.size, line.bold) == (3, (10, 10, 26, 20), 12, True)
