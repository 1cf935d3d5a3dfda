"""Walls that one row lost, or the scan tore, come back; headings stay merged."""

from __future__ import annotations

from dataclasses import replace

from extract.closed_walls import with_hidden_floors, with_usual_walls
from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Ruling, Word
from extract.remnants import cell_floors, without_remnants
from extract.torn_walls import with_torn_floors

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


def stacked(merged_column: int) -> Grid:
    """Six rows of six columns; one column lost the wall between the third row and the fourth."""
    xs = tuple(20.0 * at for at in range(7))
    cells = []
    for row in range(ROWS):
        for column in range(6):
            hidden = column == merged_column and row in (2, 3)
            if hidden and row == 3:
                continue
            bottom = 10.0 * row + (20 if hidden else 10)
            box = (xs[column], 10.0 * row, xs[column + 1], bottom)
            cells.append(GridCell(row, column, 2 if hidden else 1, 1, box))
    return Grid(xs, tuple(10.0 * at for at in range(ROWS + 1)), tuple(cells), "ruled")


ABOVE, BELOW = Word("25", (44.0, 22.0, 52.0, 27.0)), Word("31", (44.0, 33.0, 52.0, 38.0))
WALL = Word("—", (42.0, 29.5, 56.0, 30.5))
SEAL = (40.0, 24.0, 50.0, 34.0)


def rows_of_column(found: Grid, column: int) -> list[tuple[int, int]]:
    return [(cell.row, cell.row_span) for cell in found.cells if cell.column == column]


def scanned(*words: Word, veiled: tuple[tuple[float, float, float, float], ...] = ()) -> PageContent:
    return PageContent(1, 200.0, 100.0, words, (), veiled=veiled)


PARTED = [(row, 1) for row in range(ROWS)]
MERGED = [(0, 1), (1, 1), (2, 2), (4, 1), (5, 1)]


def test_a_floor_under_a_seal_comes_back() -> None:
    found = with_hidden_floors(stacked(2), scanned(ABOVE, BELOW, veiled=(SEAL,)))
    assert rows_of_column(found, 2) == PARTED
    assert [(cell.row, cell.column) for cell in found.cells] == sorted((cell.row, cell.column) for cell in found.cells)
    assert all(cell.box[3] - cell.box[1] == 10 for cell in found.cells)


def test_a_floor_that_was_read_as_a_dash_comes_back_and_the_dash_goes() -> None:
    page = scanned(ABOVE, WALL, BELOW)
    found = with_hidden_floors(stacked(2), page)
    assert rows_of_column(found, 2) == PARTED
    assert without_remnants(page, cell_floors([found])).words == (ABOVE, BELOW)


def test_lines_of_one_name_stay_in_a_merged_cell() -> None:
    next_line = Word("Municipal", (42.0, 30.0, 56.0, 35.0))
    assert rows_of_column(with_hidden_floors(stacked(2), scanned(ABOVE, next_line)), 2) == MERGED


def test_texts_a_line_apart_are_of_two_rows_where_other_columns_have_a_floor() -> None:
    assert rows_of_column(with_hidden_floors(stacked(2), scanned(ABOVE, BELOW)), 2) == PARTED


def test_texts_a_line_apart_beside_nearly_all_rows_stay_in_one_cell() -> None:
    one = stacked(2)
    kept = [cell for cell in one.cells if cell.column != 2 or cell.row == 0]
    tall = [replace(cell, row_span=5, box=(*cell.box[:3], 50.0)) if cell.column == 2 else cell for cell in kept]
    margin = Grid(one.xs, one.ys, tuple(tall), one.origin)
    assert with_hidden_floors(margin, scanned(ABOVE, BELOW)) is margin


def test_texts_a_line_apart_are_of_one_row_where_hardly_a_column_has_a_floor() -> None:
    one = stacked(2)
    kept = [cell for cell in one.cells if cell.column in (1, 2) or cell.row != 3]
    kept = [
        replace(cell, row_span=2, box=(*cell.box[:3], 40.0)) if cell.row == 2 and cell.column != 1 else cell
        for cell in kept
    ]  # fmt: skip
    merged = Grid(one.xs, one.ys, tuple(kept), one.origin)
    assert with_hidden_floors(merged, scanned(ABOVE, BELOW)) is merged


def test_a_name_that_runs_over_the_edge_keeps_its_cell_merged() -> None:
    across = Word("Dirección", (42.0, 25.0, 56.0, 35.0))
    found = with_hidden_floors(stacked(2), scanned(ABOVE, across, BELOW, veiled=(SEAL,)))
    assert rows_of_column(found, 2) == MERGED


def test_a_seal_over_one_name_in_the_middle_parts_nothing() -> None:
    found = with_hidden_floors(stacked(2), scanned(ABOVE, veiled=(SEAL,)))
    assert rows_of_column(found, 2) == MERGED


def test_a_dash_in_a_cell_is_no_remnant_of_a_wall() -> None:
    page = scanned(Word("-", (48.0, 24.5, 50.0, 25.5)))
    assert without_remnants(page, cell_floors([stacked(0)])) is page


def torn(*pieces: tuple[float, float]) -> PageContent:
    """A page whose floor at 30 is seen in pieces, with a figure above and one below it in the third column."""
    rulings = tuple(Ruling((start, 29.8, end, 30.2), horizontal=True) for start, end in pieces)
    return PageContent(1, 200.0, 100.0, (ABOVE, BELOW), rulings)


def test_a_ruling_that_ends_inside_a_column_is_torn() -> None:
    found = with_torn_floors(stacked(2), torn((0.0, 52.0), (70.0, 120.0)))
    assert rows_of_column(found, 2) == PARTED


def test_a_ruling_that_ends_at_the_columns_edges_leaves_a_merged_cell() -> None:
    one = stacked(2)
    assert with_torn_floors(one, torn((0.0, 40.0), (60.0, 120.0))) is one


def test_little_of_a_ruling_says_nothing() -> None:
    one = stacked(2)
    assert with_torn_floors(one, torn((0.0, 52.0))) is one


def test_a_word_across_a_torn_ruling_keeps_its_cell_merged() -> None:
    page = replace(torn((0.0, 52.0), (70.0, 120.0)), words=(Word("Dirección", (42.0, 25.0, 56.0, 35.0)),))
    one = stacked(2)
    assert with_torn_floors(one, page) is one


def headed(*words: tuple[str, float, float, int]) -> list[tuple[int, int]]:
    """The cells of the fourth row with these words in it: text, left, right, phrase."""
    placed = tuple(Word(text, (left, 32.0, right, 38.0)) for text, left, right, _ in words)
    content = PageContent(1, 200.0, 100.0, placed, (), runs=tuple(run for *_, run in words))
    return columns_of_row(with_usual_walls(grid(3), content), 3)


def test_a_heading_over_two_columns_is_not_cut_between_its_words() -> None:
    assert headed(("PROGRAMADO", 8, 48, 1), ("2027", 52, 72, 1)) == [(0, 2)]
    assert headed(("PROGRAMADO", 8, 48, 1), ("2027", 52, 72, 2)) == [(0, 1), (1, 1)]


def test_two_headings_set_close_to_each_other_stand_each_in_the_middle_of_its_column() -> None:
    third, fourth = (("3er.", 5, 24, 1), ("TRIM.", 26, 48, 1)), (("4to.", 52, 72, 1), ("TRIM.", 74, 97, 1))
    assert headed(*third, *fourth) == [(0, 1), (1, 1)]


def test_strokes_across_a_wall_that_ink_took_out_are_no_heading() -> None:
    texts = (("UNIDAD", 2, 30, 1), ("PFOS3:", 58, 80, 2), ("A", 40, 44, 3), ("y", 56, 60, 3))
    assert headed(*texts) == [(0, 1), (1, 1)]
    assert headed(*texts[2:]) == [(0, 2)]


def partly_drawn(drawn: float) -> list[tuple[int, int]]:
    """The cells of the fourth row of a grid without any wall between its columns, so much of which is drawn."""
    cells = tuple(GridCell(row, 0, 1, 2, (0.0, 10.0 * row, 100.0, 10.0 * row + 10)) for row in range(ROWS))
    whole = Grid(XS, tuple(10.0 * at for at in range(ROWS + 1)), cells, "ruled")
    wall = Ruling((49.8, 0.0, 50.2, 10.0 * ROWS * drawn), horizontal=False)
    words = (Word("25", (20, 32.0, 30, 38.0)), Word("30", (70, 32.0, 80, 38.0)))
    return columns_of_row(with_usual_walls(whole, PageContent(1, 200.0, 100.0, words, (wall,))), 3)


def test_phrases_on_both_sides_of_a_wall_of_which_much_is_drawn_are_in_two_cells() -> None:
    assert partly_drawn(0.5) == [(0, 1), (1, 1)]
    assert partly_drawn(0.2) == [(0, 2)]
