"""Text outside of tables: lines, split at wide gaps, in reading order."""

from __future__ import annotations

from dataclasses import replace

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


def test_on_a_scan_pieces_side_by_side_are_one_line_whatever_stands_far_to_the_side() -> None:
    def read(text: str, left: float, top: float, right: float, bottom: float) -> Word:
        return Word(text, (left, top, right, bottom), 6.0, recognizer="tesseract")

    words = [
        read("Evaluación", 914, 32.2, 950, 38.7), read("Gobierno", 54, 34.9, 94, 39.6),
        read("VIVIENDA", 480.6, 35.3, 598, 41.2), read("CAMINOS,", 406, 36.9, 478.4, 43.8),
    ]  # fmt: skip
    assert [line.text for line in text_lines(words, 1)] == ["Gobierno", "CAMINOS, VIVIENDA", "Evaluación"]
    printed = [replace(word, recognizer="pdf") for word in words]
    assert [line.text for line in text_lines(printed, 1)] == ["Gobierno", "VIVIENDA", "Evaluación", "CAMINOS,"]


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


def test_a_logo_on_a_scan_does_not_tie_lines_together() -> None:
    titles = [(f"{name}{n}", 100.0 + 30 * n, top) for name, top in (("EJE", 20.0), ("PP", 30.0)) for n in range(3)]
    words = [Word(text, (left, top, left + 28, top + 9), 9, recognizer="tesseract") for text, left, top in titles]
    logo = Word("LP?", (40, 15, 96, 45), 30, recognizer="tesseract")
    found = [line.text for line in text_lines([logo, *words], 1)]
    assert found == ["EJE0 EJE1 EJE2", "PP0 PP1 PP2", "LP?"]
    drawn = [replace(word, recognizer="pdf") for word in (logo, *words)]
    assert len(text_lines(drawn, 1)) < len(found)
