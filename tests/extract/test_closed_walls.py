"""Walls that one row lost come back; headings stay merged."""

from __future__ import annotations

from extract.closed_walls import with_usual_walls
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Word

XS = (0.0, 50.0, 100.0)
ROWS = 6


def grid(merged_row: int) -> Grid:
    cells = []
    for row in range(ROWS):
        top, bottom = 10.0 * row, 10.0 * row + 10
        if row == merged_row:
            cells.append(GridCell(row, 0, 1, 2, (0.0, top, 100.0, bottom)))
        else:
            cells += [GridCell(row, at, 1, 1, (XS[at], top, XS[at + 1], bottom)) for at in (0, 1)]
    return Grid(XS, tuple(10.0 * at for at in range(ROWS + 1)), tuple(cells), "ruled")


def page(*spans: tuple[float, float]) -> PageContent:
    words = tuple(Word("8", (left, 32.0, right, 38.0)) for left, right in spans)
    return PageContent(1, 200.0, 100.0, words, ())


def columns_of_row(found: Grid, row: int) -> list[tuple[int, int]]:
    return [(cell.column, cell.column_span) for cell in found.cells if cell.row == row]


def test_a_wall_that_one_row_lost_comes_back() -> None:
    assert columns_of_row(with_usual_walls(grid(3), page((20, 25), (70, 75))), 3) == [(0, 1), (1, 1)]


def test_a_word_across_the_edge_keeps_the_cell_merged() -> None:
    assert columns_of_row(with_usual_walls(grid(3), page((10, 20), (40, 60), (80, 90))), 3) == [(0, 2)]


def test_text_on_one_side_only_may_be_a_heading() -> None:
    assert columns_of_row(with_usual_walls(grid(3), page((20, 25))), 3) == [(0, 2)]
