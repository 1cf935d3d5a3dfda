"""Tables that run on over pages."""

from __future__ import annotations

from typing import Any

import pytest

XS = (30.0, 110.0, 190.0, 270.0, 350.0)
HEADER = ["Unidad", "Nivel", "Meta", "Avance"]


def sheet(rows: Any, *, header: Any = True, xs: Any = XS, top: Any = 40.0, title: Any = "") -> Any:
    def page(s: Any) -> None:
        body = [HEADER, *rows] if header else list(rows)
        ys = [top + 30 * at for at in range(len(body) + 1)]
        if header:
            s.box(xs[0], ys[0], xs[-1], ys[1], fill=0.8)
        s.grid(xs, ys)
        s.rows(xs, ys, body)
        s.text(340, 290, "Página")
        if title:
            s.text(30, 20, title)

    return page


FIRST = [["Obras", "Fin", "10", "5"], ["Agua", "Componente", "25", "7"]]
SECOND = [["Parques", "Actividad", "30", "9"]]


def test_repeated_header_stands_once(read: Any, texts: Any) -> None:
    (table,) = read(sheet(FIRST), sheet(SECOND)).tables
    assert texts(table) == [HEADER, *FIRST, *SECOND]
    assert (table.header_rows, table.pages, table.rows) == (1, (1, 2), 4)
    assert [[cell.text for cell in header] for header in table.repeated_headers] == [HEADER]
    assert table.cells[-1].place.page == 2


def test_without_a_repeated_header(read: Any, texts: Any) -> None:
    (table,) = read(sheet(FIRST), sheet(SECOND, header=False)).tables
    assert texts(table) == [HEADER, *FIRST, *SECOND]
    assert table.repeated_headers == ()


def test_other_columns_make_another_table(read: Any) -> None:
    reading = read(sheet(FIRST), sheet([["a", "1", "2", "3"]], xs=(30, 60, 90, 120, 350), header=False))
    assert [table.pages for table in reading.tables] == [(1,), (2,)]
    assert not reading.findings


def test_the_same_header_over_other_columns_is_a_finding(read: Any) -> None:
    reading = read(sheet(FIRST), sheet(SECOND, xs=(30, 65, 180, 240, 350)))
    assert [table.pages for table in reading.tables] == [(1,), (2,)]
    assert [(finding.rule, finding.page) for finding in reading.findings] == [("columns-differ", 2)]


def test_another_header_makes_another_table(read: Any) -> None:
    def other(s: Any) -> None:
        s.box(30, 40, 350, 70, fill=0.8)
        s.grid(XS, (40, 70, 100))
        s.rows(XS, (40, 70), [["Eje", "Fuente", "Monto", "Saldo"], ["a", "b", "1", "2"]])

    assert [table.pages for table in read(sheet(FIRST), other).tables] == [(1,), (2,)]


def test_a_page_between_ends_the_table(read: Any) -> None:
    def letter(s: Any) -> None:
        s.text(30, 50, "Nota")

    assert [table.pages for table in read(sheet(FIRST), letter, sheet(SECOND)).tables] == [(1,), (3,)]


def test_shifted_columns_register(read: Any, texts: Any) -> None:
    moved = tuple(x + 6 for x in XS)
    (table,) = read(sheet(FIRST), sheet(SECOND, xs=moved)).tables
    assert texts(table) == [HEADER, *FIRST, *SECOND]


def test_a_page_that_lacks_an_inner_ruling_takes_it_from_the_others(read: Any, texts: Any) -> None:
    def lacking(s: Any) -> None:
        s.box(30, 40, 350, 70, fill=0.8)
        s.grid((30, 110, 190, 350), (40, 70, 100))
        s.line(270, 40, 270, 70)
        s.rows(XS, (40, 70), [HEADER, ["Luz", "Fin", "1", "2"]])

    xs = (*XS[:4], 350.0)
    reading = read(sheet(FIRST, xs=xs), sheet(SECOND, xs=xs), lacking)
    (table,) = reading.tables
    assert texts(table)[-1] == ["Luz", "Fin", "1", "2"]


@pytest.mark.parametrize(
    ("last", "rest", "joined"),
    [
        (["Obras", "Mantenimiento de", "10", "5"], ["", "caminos rurales", "", ""], True),
        (["Obras", "Mantenimiento.", "10", "5"], ["", "Otro texto", "", ""], False),
        (["Obras", "Mantenimiento de", "10", "5"], ["", "caminos rurales", "3", ""], False),
        (["Obras", "", "10", "5"], ["", "caminos rurales", "", ""], False),
        (["Obras", "Mantenimiento de", "10", "5"], ["Agua", "caminos", "rurales", ""], False),
    ],
)
def test_rows_over_a_page_break(read: Any, last: Any, rest: Any, joined: Any) -> None:
    reading = read(sheet([*FIRST, last]), sheet([rest, *SECOND]))
    (table,) = reading.tables
    assert table.rows == (5 if joined else 6)
    broken = next(cell for cell in table.cells if (cell.row, cell.column) == (3, 1))
    if joined:
        assert broken.text == "Mantenimiento de\ncaminos rurales"
        assert [place.page for place in broken.places] == [1, 2]
    assert [finding.rule for finding in reading.findings] == ["row-joined"] * joined


def test_a_title_block_drawn_as_a_table_does_not_stand_in_the_way(read: Any, texts: Any) -> None:
    def titled(rows: Any) -> Any:
        body = sheet(rows, top=70.0)

        def page(s: Any) -> None:
            s.grid((30, 150, 350), (10, 30, 50))
            s.rows((30, 150), (10, 30), [["Eje", "Gobierno"], ["Programa", "Agua"]])
            body(s)

        return page

    tables = read(titled(FIRST), titled(SECOND)).tables
    assert [texts(table) for table in tables] == [
        [["Eje", "Gobierno"], ["Programa", "Agua"]], [HEADER, *FIRST, *SECOND],
    ]  # fmt: skip


def test_a_title_row_that_only_the_first_page_has(read: Any, texts: Any) -> None:
    def first(s: Any) -> None:
        s.box(30, 20, 350, 40)
        s.text(150, 32, "Avance de metas")
        sheet(FIRST)(s)

    (table,) = read(first, sheet(SECOND)).tables
    assert texts(table) == [["Avance de metas"], HEADER, *FIRST, *SECOND]
    assert table.header_rows == 2
