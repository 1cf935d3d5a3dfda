"""Words to cells: each into exactly one, and spilled text with its own."""

from __future__ import annotations

from typing import Any

import pypdfium2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.content import read_page
from extract.fill import fill_grids
from extract.ruled import ruled_grids

XS = (30.0, 110.0, 190.0, 270.0)
YS = (40.0, 60.0, 80.0)


def test_text_that_spills_into_a_blank_neighbour_stays_where_it_starts(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, [["a", "b", "c"], ["Programa de gobierno municipal", "", "25"]])

    assert texts(read(page).tables[0])[1] == ["Programa de gobierno municipal", "", "25"]


def test_text_that_spills_under_a_figure_does_not_touch_it(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, [["a", "b", "c"], ["Programa de gobierno municipal", "1,234", "25"]])

    assert texts(read(page).tables[0])[1] == ["Programa de gobierno municipal", "1,234", "25"]


def test_text_cut_off_by_its_cell_is_read_whole(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, [["a", "b", "c"], ["", "CATEGORÍA", "25"]])
        s.canvas.saveState()
        clip = s.canvas.beginPath()
        clip.rect(30.5, 220.5, 79, 19)
        s.canvas.clipPath(clip, stroke=0, fill=0)
        s.text(33, 70, "PROGRAMA DE GOBIERNO MUNICIPAL")
        s.canvas.restoreState()

    assert texts(read(page).tables[0])[1] == ["PROGRAMA DE GOBIERNO MUNICIPAL", "CATEGORÍA", "25"]


def test_text_set_to_the_right_stays_where_it_ends(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, [["a", "b", "c"], ["", "", ""]])
        s.canvas.drawRightString(267, 230, "Total del programa de gobierno")

    assert texts(read(page).tables[0])[1] == ["", "", "Total del programa de gobierno"]


def test_a_whole_row_drawn_in_one_go_parts_at_the_rulings(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid((30, 60, 90, 120), YS)
        s.canvas.setFont("Courier", 8)
        s.rows((30, 60, 90), (40,), [["a", "b", "c"]])
        s.canvas.setFont("Courier", 8)
        s.canvas.drawString(32, 230, "10000 20000 30000")

    assert texts(read(page).tables[0])[1] == ["10000", "20000", "30000"]


def test_a_table_within_a_cell_has_its_own_words(draw: Any) -> None:
    def page(s: Any) -> None:
        s.grid((20, 200, 380), (20, 60, 200))
        s.rows((20, 200), (20,), [["fuera", "también"]])
        s.grid((40, 90, 140), (100, 120, 140))
        s.rows((40, 90), (100, 120), [["a", "1"], ["b", "2"]])

    document = pypdfium2.PdfDocument(draw(page))
    content = read_page(document[0], 1)
    document.close()
    filled, outside = fill_grids(content, ruled_grids(content))
    assert [[cell.text for cell in one.cells] for one in filled] == [
        ["fuera", "también", "", ""], ["a", "1", "b", "2"],
    ]  # fmt: skip
    assert not outside


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(5, 330), st.integers(12, 290), st.sampled_from(["Obra"])), max_size=25))
def test_every_word_is_in_exactly_one_cell_or_outside(draw: Any, scattered: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, (40, 60, 80, 160))
        s.rows(XS, (40, 60), [["a", "b", "c"], ["d", "1", "2"]])
        for x, y, text in scattered:
            s.text(x, y, text)

    document = pypdfium2.PdfDocument(draw(page))
    content = read_page(document[0], 1)
    document.close()
    filled, outside = fill_grids(content, ruled_grids(content))
    read = [word for one in filled for cell in one.cells for word in cell.text.split()]
    assert sorted(read + [word.text for word in outside]) == sorted(word.text for word in content.words)
