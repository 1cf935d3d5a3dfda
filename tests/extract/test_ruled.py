"""Ruled tables: cells as the rulings part them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

XS = (30.0, 110.0, 190.0, 270.0)
YS = (40.0, 60.0, 80.0, 100.0)
ROWS = [["Unidad", "Nivel", "Meta"], ["Obras", "Fin", "10"], ["Agua", "Componente", "25"]]


def spans(table: Any) -> Any:
    return {(c.row, c.column, c.row_span, c.column_span): c.text for c in table.cells}


def test_plain_grid(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, ROWS)

    (table,) = read(page).tables
    assert texts(table) == ROWS
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 1)
    assert table.cells[4].place.box == pytest.approx((110, 60, 190, 80), abs=0.6)


def test_merged_header_and_merged_body(read: Any) -> None:
    def page(s: Any) -> None:
        s.box(30, 40, 270, 100)
        s.line(110, 40, 110, 100)
        s.line(110, 60, 270, 60)
        s.line(190, 60, 190, 100)
        s.line(110, 80, 270, 80)
        s.text(35, 70, "Unidad")
        s.text(170, 50, "Metas")
        s.text(115, 70, "T1")
        s.text(195, 70, "T2")
        s.text(115, 90, "7")
        s.text(195, 90, "8")

    (table,) = read(page).tables
    assert spans(table) == {
        (0, 0, 3, 1): "Unidad", (0, 1, 1, 2): "Metas", (1, 1, 1, 1): "T1", (1, 2, 1, 1): "T2",
        (2, 1, 1, 1): "7", (2, 2, 1, 1): "8",
    }  # fmt: skip


def test_wrapped_text_keeps_its_lines(read: Any) -> None:
    def page(s: Any) -> None:
        s.grid((30, 110, 190), (40, 80, 120))
        s.rows((30, 110), (40, 80), [["uno\ndos\ntres", "x"], ["cuatro", "5"]])

    assert read(page).tables[0].cells[0].text == "uno\ndos\ntres"


def test_lines_drawn_piece_by_piece_and_missing_each_other_a_little(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        for y in YS:
            for x0, x1 in pairwise(XS):
                s.line(x0 + 1, y, x1 - 1, y)
        for x in XS:
            for y0, y1 in pairwise(YS):
                s.line(x, y0 + 1, x, y1 - 1)
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_dashed_and_dotted_lines(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.canvas.setDash(2, 2)
        s.grid(XS, (40, 60, 80))
        s.canvas.setDash()
        for dot in range(30, 270, 2):
            s.box(dot, 99.6, dot + 0.8, 100.4, fill=0)
        for x in XS:
            s.line(x, 80, x, 100)
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_thin_rectangles_and_double_lines(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        for x in XS:
            s.box(x - 0.25, 40, x + 0.25, 100, fill=0)
        for y in YS:
            s.box(30, y - 0.9, 270, y - 0.6, fill=0)
            s.box(30, y + 0.6, 270, y + 0.9, fill=0)
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_zebra_stripes_run_through_a_merged_cell(read: Any) -> None:
    def page(s: Any) -> None:
        for top in (60, 100):
            s.box(30, top, 270, top + 20, fill=0.9)
        s.box(30, 40, 270, 120)
        s.line(110, 40, 110, 120)
        s.line(190, 40, 190, 120)
        s.line(30, 60, 270, 60)
        for y in (80, 100):
            s.line(110, y, 270, y)
        s.rows(XS, (40,), [["Unidad", "Nivel", "Meta"]])
        s.text(35, 75, "Dirección de")
        s.text(35, 88, "Obras")
        s.rows((110, 190), (60, 80, 100), [["Fin", "1"], ["Fin", "2"], ["Fin", "3"]])

    (table,) = read(page).tables
    assert spans(table)[1, 0, 3, 1] == "Dirección de\nObras"


def test_shaded_areas_without_strokes(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        for row, (y0, y1) in enumerate(pairwise(YS)):
            for column, (x0, x1) in enumerate(pairwise(XS)):
                s.box(x0, y0, x1, y1, fill=0.7 + 0.1 * ((row + column) % 2))
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_white_lines_on_a_dark_area(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.box(30, 40, 270, 100, fill=0.3)
        s.canvas.setStrokeGray(1)
        s.grid(XS, YS)
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_shading_cut_through_a_merged_cell_is_no_edge(read: Any) -> None:
    def page(s: Any) -> None:
        s.box(30, 40, 190, 50, fill=0.8)
        s.box(30, 50, 190, 60, fill=0.8)
        s.box(30, 40, 190, 60)
        s.grid((30, 110, 190), (60, 80))
        s.text(80, 52, "Avance")
        s.rows((30, 110), (60,), [["a", "1"]])

    (table,) = read(page).tables
    assert spans(table) == {(0, 0, 1, 2): "Avance", (1, 0, 1, 1): "a", (1, 1, 1, 1): "1"}


def test_underlines_and_frames_make_no_cells(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.box(10, 10, 390, 290)
        s.grid(XS, YS)
        s.rows(XS, YS, ROWS)
        s.line(33, 51.5, 60, 51.5)
        s.line(60, 250, 160, 250)
        s.text(80, 262, "Firma")

    reading = read(page)
    assert [texts(table) for table in reading.tables] == [ROWS]
    assert [line.text for line in reading.pages[0].lines] == ["Firma"]


def test_several_tables_on_a_page(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.grid((30, 90, 150), (40, 60, 80))
        s.rows((30, 90), (40, 60), [["a", "1"], ["b", "2"]])
        s.grid((220, 280, 340), (55, 75, 95))
        s.rows((220, 280), (55, 75), [["c", "3"], ["d", "4"]])
        s.grid((30, 120, 210, 300), (200, 220, 240))
        s.rows((30, 120, 210), (200, 220), [["e", "f", "5"], ["g", "h", "6"]])

    tables = read(page).tables
    assert [texts(table) for table in tables] == [
        [["a", "1"], ["b", "2"]], [["c", "3"], ["d", "4"]], [["e", "f", "5"], ["g", "h", "6"]],
    ]  # fmt: skip


def test_sides_left_open(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        for y in YS:
            s.line(30, y, 270, y)
        for x in XS[1:-1]:
            s.line(x, 40, x, 100)
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS


def test_rulings_within_a_form(read: Any, texts: Any) -> None:
    def page(s: Any) -> None:
        s.canvas.beginForm("frame")
        s.canvas.setLineWidth(0.25)
        s.canvas.rect(0, 0, 120, 30)
        s.canvas.line(40, 0, 40, 30)
        s.canvas.line(80, 0, 80, 30)
        s.canvas.line(0, 10, 120, 10)
        s.canvas.line(0, 20, 120, 20)
        s.canvas.endForm()
        s.canvas.saveState()
        s.canvas.translate(30, 200)
        s.canvas.scale(2, 2)
        s.canvas.doForm("frame")
        s.canvas.restoreState()
        s.rows(XS, YS, ROWS)

    assert texts(read(page).tables[0]) == ROWS
