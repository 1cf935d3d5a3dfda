"""Which rows name the columns."""

from __future__ import annotations

from typing import Any

XS = (30.0, 110.0, 190.0, 270.0)


def table(rows: Any, *, shaded: Any = 0, bold: Any = 0) -> Any:
    def page(s: Any) -> None:
        ys = [40.0 + 20 * at for at in range(len(rows) + 1)]
        if shaded:
            s.box(XS[0], ys[0], XS[-1], ys[shaded], fill=0.8)
        s.grid(XS, ys)
        for number, (y, row) in enumerate(zip(ys, rows, strict=False)):
            for x, text in zip(XS, row, strict=False):
                s.text(x + 3, y + 12, text, bold=number < bold)

    return page


def rows_of_header(read: Any, *args: Any, **kwargs: Any) -> Any:
    return read(table(*args, **kwargs)).tables[0].header_rows


def test_shading_tells(read: Any) -> None:
    rows = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["j", "k", "l"]]
    assert rows_of_header(read, rows, shaded=2) == 2


def test_bold_tells(read: Any) -> None:
    assert rows_of_header(read, [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]], bold=1) == 1


def test_figures_end_it(read: Any) -> None:
    assert rows_of_header(read, [["Obra", "Meta", "2026"], ["Agua", "10", "20"]]) == 1


def test_a_table_that_starts_with_figures_has_none(read: Any) -> None:
    assert rows_of_header(read, [["Agua", "10", "20"], ["Luz", "30", "40"]]) == 0


def test_merged_cells_make_it_deeper(read: Any) -> None:
    def page(s: Any) -> None:
        s.grid(XS, (60, 80, 100))
        s.box(30, 40, 270, 60)
        s.line(110, 40, 110, 60)
        s.text(33, 52, "Unidad")
        s.text(170, 52, "Metas")
        s.rows(XS, (60, 80), [["x", "T1", "T2"], ["Obra", "1", "2"]])

    assert read(page).tables[0].header_rows == 2
