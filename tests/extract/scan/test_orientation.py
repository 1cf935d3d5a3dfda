"""Pages are turned upright, and an upright page is never turned."""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.scan.model import Picture, Pixels
from extract.scan.orientation import is_sideways, is_upside_down, letters_of
from extract.scan.straighten import straighten
from extract.scan.straighten_skew import dark_flags

DPI = 150
WORDS = ("Programa anual", "obras y metas", "trimestrales", "alcanzadas", "porcentaje", "de avance", "acumulado")


@functools.cache
def printed(*, figures: bool = False) -> Pixels:
    """A table of small print, 6.5 by 4.5 inches."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(468, 324))
    canvas.setFont("Helvetica", 6)
    for row in range(22):
        for column in range(6):
            figure = f"{(row * 7919 + column * 104729) % 99999:,}.{column}{row % 10}"
            text = figure if figures else WORDS[(row + column * 3) % len(WORDS)]
            canvas.drawString(26 + column * 70, 300 - row * 12, text)
    canvas.grid([22 + column * 70 for column in range(7)], [296 - row * 12 for row in range(-1, 23)])
    canvas.save()
    page = pypdfium2.PdfDocument(drawn.getvalue())[0]
    return np.array(page.render(scale=DPI / 72, grayscale=True).to_numpy(), np.uint8)


def scanned(turn: int, *, bilevel: bool = False, skew: float = 0.0) -> Pixels:
    """The table laid on the glass turned clockwise by quarters, then by a few degrees."""
    pixels = np.ascontiguousarray(np.rot90(printed(), -turn // 90))
    rows, columns = pixels.shape
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), -skew, 1.0)
    pixels = np.asarray(cv2.warpAffine(pixels, matrix, (columns, rows), borderValue=(255,)), np.uint8)
    return np.where(pixels < 160, 0, 255).astype(np.uint8) if bilevel else pixels


def letters(pixels: Pixels) -> Pixels:
    return letters_of(dark_flags(pixels, DPI), DPI)


@pytest.mark.parametrize(("turn", "bilevel"), [(0, False), (90, True), (180, False), (270, True), (0, True)])
def test_page_is_turned_upright(turn: int, *, bilevel: bool) -> None:
    page = straighten(Picture(scanned(turn, bilevel=bilevel, skew=1.5), DPI, bilevel))
    assert (turn + page.turned) % 360 == 0
    assert page.skew == pytest.approx(-1.5, abs=0.03)


def test_lines_of_text_tell_sideways() -> None:
    assert not is_sideways(letters(printed()), DPI)
    assert is_sideways(np.ascontiguousarray(letters(printed()).T), DPI)


def test_figures_alone_tell_sideways() -> None:
    assert not is_sideways(letters(printed(figures=True)), DPI)
    assert is_sideways(np.ascontiguousarray(letters(printed(figures=True)).T), DPI)


def test_words_tell_upside_down() -> None:
    assert not is_upside_down(printed(), letters(printed()), DPI)
    turned = np.ascontiguousarray(np.rot90(printed(), 2))
    assert is_upside_down(turned, letters(turned), DPI)


def test_few_words_do_not_turn_a_page() -> None:
    turned = np.full((400, 600), 255, np.uint8)
    turned[:60, :200] = np.rot90(printed(), 2)[-90:-30, :200]
    assert not is_upside_down(turned, np.zeros_like(turned), DPI)
    assert not is_sideways(np.zeros_like(turned), DPI)


def test_rulings_areas_and_specks_are_no_letters() -> None:
    page = np.full((600, 600), 255, np.uint8)
    page[100:103, 20:580] = 0
    page[200:203, 300] = 0
    page[300:302, 300:302] = 0
    assert not letters(page).any()
    page[400:412, 300:308] = 0
    assert letters(page).sum() == 12 * 8


@pytest.mark.parametrize("value", [255, 128, 0])
def test_blank_page_stays_as_it_is(value: int) -> None:
    page = straighten(Picture(np.full((300, 400), value, np.uint8), DPI))
    assert (page.turned, page.skew) == (0, 0.0)
