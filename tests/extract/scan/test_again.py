"""A second look at cells of a scan: the right place, the same answers from any number of processes, no files left."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from cuadre.evidence import Alphabet, Ask, Box, DamagedFile, Place, no_pixels
from extract.model import Cell, Reading
from extract.read import open_document
from extract.scan import page as scan_page
from extract.scan.again_find import lines_in, straight_box
from extract.scan.again_keep import KeptPage, KeptSegment, keep, kept
from extract.scan.again_looks import looks_at
from extract.scan.strips import Strips
from extract.scan.workers import Scanner

XS, YS = (30.0, 110.0, 190.0, 270.0), (40.0, 60.0, 80.0, 100.0)
ROWS = [["Unidad", "Meta", "Logro"], ["Obras", "1,250", "98.5%"], ["3.2.1.1", "37", "100%"]]


@pytest.fixture
def scanned(draw: Any, tmp_path: Path) -> Callable[..., Path]:
    """Write a table as pictures at 200 dpi, turned by some degrees."""

    def write(pages: int = 1, turn: float = 0.0) -> Path:
        def table(s: Any) -> None:
            s.grid(XS, YS)
            s.rows(XS, YS, ROWS)

        with pypdfium2.PdfDocument(draw(table)) as document:
            picture = document[0].render(scale=200 / 72).to_pil().convert("L").rotate(turn, fillcolor=255, resample=3)
        path = tmp_path / "scan.pdf"
        picture.save(path, "PDF", resolution=200, save_all=True, append_images=[picture] * (pages - 1))
        return path

    return write


def cell_of(reading: Reading, text: str) -> Cell:
    return next(cell for table in reading.tables for cell in table.cells if cell.text == text)


def ask(reading: Reading, text: str, alphabet: Alphabet = Alphabet.FIGURE) -> Ask:
    return Ask(cell_of(reading, text).place, alphabet, text)


@pytest.mark.parametrize("turn", [0.0, 2.0])
def test_figures_and_codes_are_read_again_where_they_stand(scanned: Any, turn: float) -> None:
    with open_document(scanned(turn=turn)) as (reading, again):
        answers = again([ask(reading, "98.5%"), ask(reading, "3.2.1.1", Alphabet.CODE), ask(reading, "1,250")])
    texts = [{look.text for look in answer} for answer in answers]
    assert texts == [{"98.5%"}, {"3.2.1.1"}, {"1,250"}]
    for answer in answers:
        names = [look.recognizer for look in answer]
        assert len(names) == len(set(names)) >= 2
        assert all(0.0 < look.confidence <= 1.0 for look in answer)


def test_texts_are_read_again(scanned: Any) -> None:
    with open_document(scanned()) as (reading, again):
        (answer,) = again([ask(reading, "Obras", Alphabet.TEXT)])
    assert "Obras" in {look.text for look in answer}


def test_what_was_read_first_does_not_sway_the_answer(scanned: Any) -> None:
    with open_document(scanned()) as (reading, again):
        place = cell_of(reading, "37").place
        right, wrong = again([Ask(place, Alphabet.FIGURE, "37"), Ask(place, Alphabet.FIGURE, "87")])
    assert right == wrong
    assert {look.text for look in right} == {"37"}


def test_answers_are_in_the_order_of_the_questions_over_pages_and_processes(scanned: Any) -> None:
    path = scanned(pages=2)
    told = []
    for workers in (1, 2):
        with open_document(path, workers=workers) as (reading, again):
            boxes = [cell_of(reading, text).place.box for text in ("37", "1,250")]
            told.append(again([Ask(Place(page, box), Alphabet.FIGURE) for page in (2, 1) for box in boxes]))
    assert told[0] == told[1]
    assert [answer[0].text for answer in told[0]] == ["37", "1,250", "37", "1,250"]


def test_no_file_is_left_behind(scanned: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with open_document(scanned()):
        assert len(list(folder.glob("*/*"))) == 2
    assert not list(folder.iterdir())


def test_no_file_is_left_behind_when_reading_fails(
    scanned: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def broken(*_: object) -> None:
        raise pypdfium2.PdfiumError("cannot be drawn")

    monkeypatch.setattr(scan_page, "picture_of", broken)
    with pytest.raises(DamagedFile, match="page 1 is damaged"), open_document(scanned()):
        pass
    assert not list(folder.iterdir())


def test_pages_nobody_waits_for_are_left_unread() -> None:
    class Waiting:
        cancelled = False

        def cancel(self) -> bool:
            self.cancelled = True
            return True

    scanner, page = Scanner(Path("a.pdf"), "a.pdf", None, 2), Waiting()
    scanner._begun[3] = page  # type: ignore[assignment]
    scanner.close()
    assert page.cancelled
    assert not scanner._begun


def test_digital_pages_and_blank_cells_have_nothing_to_see(draw: Any, scanned: Any) -> None:
    def table(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, ROWS)

    with open_document(draw(table)) as (reading, again):
        assert again([ask(reading, "37")]) == ((),)
    with open_document(scanned()) as (_, again):
        assert again([Ask(Place(1, (30.0, 300.0, 110.0, 320.0)), Alphabet.FIGURE)]) == ((),)
    assert no_pixels([Ask(Place(1), Alphabet.FIGURE)]) == ((),)


def page_of(*segments: KeptSegment) -> KeptPage:
    return KeptPage(np.full((200, 300), 255, np.uint8), 72.0, segments)


def test_the_line_is_found_in_a_cell_of_several_lines() -> None:
    one = KeptSegment((10, 10, 90, 20), (("3.2.1:", (12, 11, 40, 19)), ("Apoyos", (50, 10, 88, 20))))
    two = KeptSegment((10, 30, 60, 40), (("dados", (10, 30, 60, 40)),))
    other = KeptSegment((110, 10, 190, 20), (("3.2.1", (110, 10, 190, 20)),))
    page, cell = page_of(two, other, one), (0.0, 0.0, 100.0, 100.0)
    assert lines_in(page, cell, "") == ((10, 10, 90, 20), (10, 30, 60, 40))
    assert lines_in(page, cell, "3.2.1:") == ((10, 10, 40, 20),)
    assert lines_in(page, cell, "dados") == ((10, 30, 60, 40),)
    assert lines_in(page, (0.0, 50.0, 100.0, 100.0), "dados") == ()


def test_a_box_on_the_scan_is_found_on_the_straight_page() -> None:
    angle = np.radians(2.5)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def on_paper(box: Box) -> Box:
        corners = np.array([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]) @ turn.T
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    box = (400.0, 300.0, 430.0, 380.0)
    assert straight_box(on_paper(box), on_paper) == pytest.approx(box, abs=0.2)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    page = page_of(KeptSegment((1, 2, 3, 4), (("ñ", (1, 2, 3, 4)),)), KeptSegment((5, 6, 7, 8), ()))
    page.text[3, 5] = 17
    keep(tmp_path, 4, page)
    again = kept(tmp_path, 4)
    assert (again.text == page.text).all()
    assert (again.dpi, again.segments) == (page.dpi, page.segments)
    with pytest.raises(FileNotFoundError):
        kept(tmp_path, 5)


def test_a_colon_after_a_code_does_not_make_it_unsure(printed: Any) -> None:
    page = printed(["7.2.1:"])
    strips = Strips.of(page.pixels, page.segments, page.dpi)
    looks = looks_at(strips, (page.segments[0].box,), Alphabet.CODE)
    assert {look.text for look in looks} == {"7.2.1"}
    assert max(look.confidence for look in looks) > 0.5
