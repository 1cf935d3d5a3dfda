"""A title over columns whose names lost their rulings."""

from __future__ import annotations

from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Word
from extract.stacked_headers import with_header_rows

XS = (0.0, 50.0, 100.0, 150.0)


def grid() -> Grid:
    cells = [GridCell(0, 0, 1, 1, (0.0, 0.0, 50.0, 40.0)), GridCell(0, 1, 1, 2, (50.0, 0.0, 150.0, 40.0))]
    cells += [GridCell(1, at, 1, 1, (XS[at], 40.0, XS[at + 1], 60.0)) for at in range(3)]
    return Grid(XS, (0.0, 40.0, 60.0), tuple(cells), "ruled")


def page(*words: tuple[str, float, float, float]) -> PageContent:
    """Words by text, left, right and top."""
    return PageContent(1, 200.0, 100.0, tuple(Word(w, (x0, top, x1, top + 6)) for w, x0, x1, top in words), ())


TITLE = (("META", 80.0, 95.0, 5.0), ("2026", 98.0, 115.0, 5.0))


def shape(found: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells]


def test_names_below_a_title_get_cells_of_their_own() -> None:
    found = with_header_rows(grid(), page(*TITLE, ("T1", 70.0, 80.0, 25.0), ("T2", 120.0, 130.0, 25.0)))
    assert shape(found)[:4] == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert found.ys[1] == 18.0


def test_a_title_over_two_lines_is_no_row_of_names() -> None:
    lines = (*TITLE, ("PROGRAMADA", 60.0, 110.0, 25.0))
    assert with_header_rows(grid(), page(*lines)) == grid()


def test_names_off_the_middle_of_their_columns_are_not_believed() -> None:
    assert with_header_rows(grid(), page(*TITLE, ("T1", 51.0, 58.0, 25.0), ("T2", 120.0, 130.0, 25.0))) == grid()
