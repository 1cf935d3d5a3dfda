from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from extract.scan import reading
from extract.scan.figures import LIKELY
from extract.scan.fusing import fused
from extract.scan.model import ReadSegment, ReadWord
from extract.scan.ppocr import Glyph
from extract.scan.reading import read_segments
from extract.scan.tesseract import TessWord, tesseract_available

needs_tesseract = pytest.mark.skipif(not tesseract_available(), reason="Tesseract with its Spanish model is not here")


def _text(read: ReadSegment) -> str:
    return " ".join(word.text for word in read.words)


def _read(page: Any) -> tuple[ReadSegment, ...]:
    return read_segments(page.pixels, page.segments, page.dpi)


def _page(shown: Any, dpi: float, *, coarse: bool) -> reading._Page:
    """A page with one segment, as it is before anybody has read it."""
    strips = reading.Strips.of(shown.pixels, shown.segments, dpi)
    return reading._Page(strips, shown.segments, (strips.around(shown.segments[0].box, 0.45),), coarse)


@needs_tesseract
def test_figures_and_text_of_a_page(printed: Any) -> None:
    texts = [
        "7.2.1.1.1.4 Instalación de micromedidores", "16,364", "100.00%", "0", "Trimestral", "-",
        "se registraron 0 de 0 fugas en el año", "PMCCG: Porcentaje de acciones",
    ]  # fmt: skip
    read = _read(printed(texts))
    assert [_text(segment) for segment in read] == texts
    assert all(segment.confidence >= LIKELY for segment in read)


@needs_tesseract
def test_a_spreadsheet_error_is_no_figure(printed: Any) -> None:
    (read,) = _read(printed(["#¡DIV/0!"]))
    assert "#" in _text(read)
    assert "101" not in _text(read)


def test_without_tesseract_all_is_still_read(printed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tesseract_available", lambda: False)
    page = printed(["25.00%", "Meta programada"])
    figure, text = _read(page)
    assert (_text(figure), figure.recognizer) == ("25.00%", "pp-ocr")
    assert figure.confidence >= LIKELY
    assert _text(text).replace(" ", "") == "Metaprogramada"


def test_a_stroke_over_a_figure_asks_for_more_witnesses(printed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tesseract_available", lambda: False)
    page = printed(["25.00%"])
    asked: list[int] = []
    again = reading._other_proportions
    monkeypatch.setattr(reading, "_other_proportions", lambda *given: asked.append(1) or again(*given))
    _read(page)
    assert not asked
    read_segments(page.pixels, [replace(page.segments[0], crossed=0.3)], page.dpi)
    assert asked


def test_the_same_crop_is_read_once_and_placed_twice(printed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tesseract_available", lambda: False)
    page = printed(["25.00%"])
    twice = np.vstack([page.pixels, page.pixels])
    left, top, right, bottom = page.segments[0].box
    down = page.pixels.shape[0]
    below = replace(page.segments[0], box=(left, top + down, right, bottom + down))
    first, second = read_segments(twice, [page.segments[0], below], page.dpi)
    assert second.words[0].box[1] - first.words[0].box[1] == down
    assert replace(first, words=()) == replace(second, words=())


def test_what_belongs_to_the_next_segment_is_not_read(printed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tesseract_available", lambda: False)
    page = printed(["25.00%80"])
    pieces = sorted(page.segments[0].pieces)
    cut = pieces[-2][0] - 1
    left, top, right, bottom = page.segments[0].box
    boxes = [(left, top, cut, bottom), (cut, top, right, bottom)]
    parts = [replace(page.segments[0], box=box) for box in boxes]
    assert [_text(read) for read in read_segments(page.pixels, parts, page.dpi)] == ["25.00%", "80"]


def test_a_page_without_text_reads_nothing() -> None:
    assert read_segments(np.full((50, 50), 255, np.uint8), [], 300) == ()


@pytest.mark.parametrize(
    ("tesseract", "confidence", "pp_ocr", "text"),
    [
        ("Dirección", 0.6, "Direccion", "Dirección"),
        ("4,1.1", 0.9, "4.1.1", "4.1.1"),
        ("|_SUS_HID:", 0.9, "_SUS_HID:", "I_SUS_HID:"),
        ("N2", 0.6, "Nº", "Nº"),
        ("SÍ", 0.8, "Si", "Sí"),
        ("«Operadas", 0.4, "Operadas", "Operadas"),
        ("servicio", 0.95, "servlcio", "servicio"),
        ("PAVC?7:", 0.62, "PAVC7:", "PAVC7:"),
        ("PRRDC£:", 0.49, "PRRDC6:", "PRRDC6:"),
        ("PTO!1:", 0.7, "PTOI1:", "PTOI1:"),
    ],
)  # fmt: skip
def test_two_readings_of_a_word_make_one(tesseract: str, confidence: float, pp_ocr: str, text: str) -> None:
    word = TessWord(tesseract, (0, 0, 10, 10), confidence)
    (result,) = fused([word], [Glyph(sign, 0.95) for sign in pp_ocr])
    assert result.text == text


def test_a_code_that_fell_apart_is_one_word_again() -> None:
    words = [TessWord("SUS", (0, 0, 10, 10), 0.2), TessWord("_HID:", (11, 0, 20, 10), 0.3)]
    result = fused(words, [Glyph(sign, 0.95) for sign in "I_SUS_HID:"])
    assert [word.text for word in result] == ["I_SUS_HID:", ""]


@pytest.mark.parametrize(
    ("said", "words", "guessed"),
    [
        (("HIS,",), ("HIS,",), True),
        (("Fin",), ("Fin",), True),
        (("10", "8o"), ("108o",), True),
        (("108%",), ("108%",), False),
    ],
)
def test_what_nobody_could_read_may_be_a_figure(
    printed: Any, said: tuple[str, ...], words: tuple[str, ...], guessed: bool
) -> None:
    shown = printed(["108%"])
    page = _page(shown, shown.dpi, coarse=False)
    page.lines[0] = reading.recognizer().lines([page.crops[0].pixels])[0]
    box = shown.segments[0].box
    page.read[0] = ReadSegment(tuple(ReadWord(word, box) for word in said), 0.2, "tesseract", ("A",))
    reading._guess_figures(page, [0])
    assert tuple(word.text for word in page.read[0].words) == words
    assert page.read[0].alternatives == (("108%", "A") if guessed else ("A",))
    assert page.read[0].confidence == 0.2


@pytest.mark.parametrize(("dpi", "bilevel", "times"), [(150.0, True, 2), (150.0, False, 1), (300.0, True, 1)])
def test_a_coarse_line_that_tesseract_doubts_is_softened_and_the_surer_reading_holds(
    printed: Any, monkeypatch: pytest.MonkeyPatch, dpi: float, bilevel: bool, times: int
) -> None:
    asked: list[int] = []

    def lines(crops: Any, *_: Any) -> Any:
        if crops:
            asked.append(len(crops))
        return [(TessWord("torn" if len(asked) < 2 else "whole", (0, 0, 9, 9), 0.3 * len(asked)),) for _ in crops]

    monkeypatch.setattr(reading, "tesseract_available", lambda: True)
    monkeypatch.setattr(reading, "tesseract_lines", lines)
    shown = printed(["Programa presupuestario"])
    page = _page(shown, dpi, coarse=reading.is_coarse(dpi, bilevel=bilevel))
    reading._ask_tesseract(page, [0])
    assert len(asked) == times
    assert page.words[0][0].text == ("whole" if times > 1 else "torn")


def test_where_tesseract_guesses_at_torn_print_pp_ocr_reads_the_line(
    printed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess = [(TessWord("Lio", (0, 0, 9, 9), 0.2), TessWord("sdiciades", (10, 0, 30, 9), 0.1))]
    monkeypatch.setattr(reading, "tesseract_available", lambda: True)
    monkeypatch.setattr(reading, "tesseract_lines", lambda crops, *_: guess * len(crops))
    shown = printed(["Porcentaje de servicios publicados en la zona sur"], 150, 6)
    (read,) = read_segments(shown.pixels, shown.segments, 150, bilevel=True)
    assert (_text(read).replace(" ", ""), read.recognizer) == ("Porcentajedeserviciospublicadosenlazonasur", "pp-ocr")
    (plain,) = read_segments(shown.pixels, shown.segments, 150)
    assert plain.recognizer != "pp-ocr"
