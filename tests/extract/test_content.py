"""Pages taken apart: words, directions, what is hidden and what is doubled."""

from __future__ import annotations

import itertools
from typing import Any

import pikepdf
import pypdfium2
import pytest

from extract.content import read_page
from extract.read import read_document

XS = (30.0, 110.0, 190.0, 270.0)
YS = (40.0, 60.0, 80.0, 100.0)
ROWS = [["Unidad", "Nivel", "Meta"], ["Obras", "Fin", "1,234.50"], ["Agua", "Acción", "25"]]


def table(s: Any) -> None:
    s.grid(XS, YS)
    s.rows(XS, YS, ROWS)


@pytest.fixture
def content(draw: Any) -> Any:
    def taken_apart(page: Any) -> Any:
        document = pypdfium2.PdfDocument(draw(page))
        try:
            return read_page(document[0], 1)
        finally:
            document.close()

    return taken_apart


def words(content: Any) -> Any:
    return [word.text for word in content.words]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_page_rotation_gives_the_same_cells(draw: Any, texts: Any, angle: Any) -> None:
    path = draw(table)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        turned = pikepdf.Array([1, 0, 0, 1, 0, 0])
        width, height = 400, 300
        turned = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height),
                  270: (0, -1, 1, 0, 0, width)}[angle]  # fmt: skip
        # Content is drawn turned counter-clockwise, so that the page's own rotation sets it upright.
        matrix = " ".join(map(str, turned))
        pdf.pages[0].contents_add(f"q {matrix} cm".encode(), prepend=True)
        pdf.pages[0].contents_add(b"Q")
        if angle in {90, 270}:
            pdf.pages[0].MediaBox = pikepdf.Array([0, 0, height, width])
        pdf.pages[0].Rotate = angle
        pdf.save(path)
    reading = read_document(path)
    assert texts(reading.tables[0]) == ROWS
    assert (reading.pages[0].width, reading.pages[0].height) == (400, 300)
    assert reading.tables[0].cells[0].place.box == pytest.approx((30, 40, 110, 60), abs=0.6)
    assert not reading.findings


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_content_that_runs_sideways_is_turned_with_a_note(draw: Any, texts: Any, angle: Any) -> None:
    def page(s: Any) -> None:
        s.canvas.setPageSize((400, 400))
        s.canvas.translate(200, 200)
        s.canvas.rotate(angle)
        s.canvas.translate(-200, -200)
        table(s)

    reading = read_document(draw(page))
    assert texts(reading.tables[0]) == ROWS
    assert [finding.rule for finding in reading.findings] == ["page-turned"]


def test_crop_box_moves_the_origin(draw: Any, texts: Any) -> None:
    path = draw(table)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([20, 150, 300, 280])
        pdf.save(path)
    reading = read_document(path)
    assert texts(reading.tables[0]) == ROWS
    assert reading.tables[0].cells[0].place.box == pytest.approx((10, 20, 90, 40), abs=0.6)


def test_what_lies_off_the_page_is_not_read(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "dentro")
        s.text(420, 50, "fuera")

    assert words(content(page)) == ["dentro"]


def test_fake_bold_counts_once(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "Total 1,155")
        s.text(30.3, 50, "Total 1,155")

    assert words(content(page)) == ["Total", "1,155"]


def test_equal_figures_side_by_side_all_count(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "11111 lll 00")

    assert words(content(page)) == ["11111", "lll", "00"]


def test_invisible_text_is_not_on_paper(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "visible")
        hidden = s.canvas.beginText(30, 200)
        hidden.setTextRenderMode(3)
        hidden.textOut("oculto")
        s.canvas.drawText(hidden)

    assert words(content(page)) == ["visible"]


def test_words_without_printed_spaces_part_at_gaps(content: Any) -> None:
    def page(s: Any) -> None:
        for x, text in ((30, "Meta"), (30 + 20.5, "anual"), (120, "25")):
            s.text(x, 50, text)

    assert words(content(page)) == ["Meta", "anual", "25"]


def test_pieces_of_a_word_drawn_out_of_order_join(content: Any) -> None:
    def page(s: Any) -> None:
        width = s.canvas.stringWidth("Compo", "Helvetica", 8)
        s.text(30 + width, 50, "nente")
        s.text(30, 90, "otro")
        s.text(30, 50, "Compo")

    assert sorted(words(content(page))) == ["Componente", "otro"]


def test_a_raised_figure_stays_apart_from_a_figure(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "116")
        s.canvas.setFont("Helvetica", 5)
        s.canvas.drawString(30 + s.canvas.stringWidth("116", "Helvetica", 8), 253, "2")

    assert words(content(page)) == ["116", "2"]


def test_text_turned_within_a_page_reads_along_its_own_line(content: Any) -> None:
    def page(s: Any) -> None:
        table(s)
        s.canvas.saveState()
        s.canvas.translate(350, 100)
        s.canvas.rotate(90)
        s.canvas.drawString(0, 0, "Unidad de medida")
        s.canvas.restoreState()

    found = [word for word in content(page).words if word.turn]
    assert [(word.text, word.turn) for word in found] == [("Unidad", 270), ("de", 270), ("medida", 270)]
    assert all(after.box[3] <= before.box[1] for before, after in itertools.pairwise(found))


def test_slanted_text_is_named_and_kept_out_of_cells(draw: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        table(s)
        s.canvas.saveState()
        s.canvas.translate(40, 200)
        s.canvas.rotate(30)
        s.canvas.drawString(0, 0, "COPIA")
        s.canvas.restoreState()

    reading = read_document(draw(page))
    assert texts(reading.tables[0]) == ROWS
    assert [(finding.rule, finding.as_read) for finding in reading.findings] == [("text-slanted", "COPIA")]


def test_accents_are_composed(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "Dirección Jurídica Ñandú")

    assert words(content(page)) == ["Dirección", "Jurídica", "Ñandú"]


def test_size_and_weight(content: Any) -> None:
    def page(s: Any) -> None:
        s.text(30, 50, "Meta", bold=True)
        s.text(90, 50, "25")

    assert [(word.bold, word.size) for word in content(page).words] == [(True, 8.0), (False, 8.0)]
