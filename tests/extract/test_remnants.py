"""What was read of a wall goes; figures and dashes in cells stay."""

from __future__ import annotations

from extract.content import PageContent
from extract.grid import Grid, GridCell
from extract.model import Ruling, Word
from extract.remnants import drawn_floors, without_remnants, without_strokes

WALL = Ruling((100.0, 49.8, 400.0, 50.2), horizontal=True)
REST = Ruling((440.0, 49.8, 600.0, 50.2), horizontal=True)


def page(*words: Word) -> PageContent:
    return PageContent(1, 700.0, 500.0, words, (WALL, REST), runs=tuple(range(len(words))))


def left_on(page: PageContent) -> list[str]:
    return [word.text for word in without_remnants(page, drawn_floors(page.rulings)).words]


def test_a_dash_on_a_wall_goes_and_so_does_its_run() -> None:
    found = page(Word("25", (200.0, 30.0, 210.0, 36.0)), Word("—", (200.0, 49.5, 230.0, 50.5)))
    assert left_on(found) == ["25"]
    assert without_remnants(found, drawn_floors(found.rulings)).runs == (0,)


def test_a_piece_between_or_beside_the_pieces_of_a_torn_wall_goes() -> None:
    assert left_on(page(Word("-_——", (402.0, 48.0, 438.0, 52.0)), Word("-", (92.0, 49.0, 97.0, 51.0)))) == []


def test_a_flat_speck_goes_only_when_nobody_is_sure_of_it() -> None:
    speck = (200.0, 49.5, 202.0, 50.5)
    assert left_on(page(Word("[", speck, confidence=0.1), Word("1", speck, confidence=0.9))) == ["1"]


def test_a_dash_in_a_cell_stays() -> None:
    dash = page(Word("-", (200.0, 40.0, 206.0, 41.0)))
    assert without_remnants(dash, drawn_floors(dash.rulings)) is dash


def test_a_dash_far_from_the_wall_in_line_with_it_stays() -> None:
    assert left_on(page(Word("-", (660.0, 49.5, 664.0, 50.5)))) == ["-"]


def test_letters_that_nobody_reads_at_the_height_of_a_wall_are_what_is_left_of_it() -> None:
    far = (650.0, 49.5, 660.0, 50.5)
    assert left_on(page(Word("A__e", far, confidence=0.1), Word("-", far, confidence=0.1))) == ["-"]
    assert left_on(page(Word("A", (650.0, 44.0, 660.0, 56.0), confidence=0.1))) == ["A"]


def test_an_upright_stroke_on_a_wall_between_columns_goes_and_a_one_in_a_cell_stays() -> None:
    cells = tuple(GridCell(0, at, 1, 1, (100.0 + 50 * at, 20.0, 150.0 + 50 * at, 60.0)) for at in (0, 1))
    grid = Grid((100.0, 150.0, 200.0), (20.0, 60.0), cells, "ruled")
    words = [Word(text, box) for text, box in (
        ("1", (149.8, 30.0, 150.6, 40.0)), ("1", (153.0, 30.0, 154.0, 36.0)), ("1", (149.0, 30.0, 151.0, 36.0)),
        ("|", (149.8, 70.0, 150.6, 80.0)), ("II", (149.8, 40.0, 150.6, 50.0)),
    )]  # fmt: skip
    found = page(*words)
    assert list(without_strokes(found, [grid]).words) == words[1:]
    assert without_strokes(found, []) is found


def test_signs_that_nobody_reads_where_two_walls_cross_go() -> None:
    cells = tuple(
        GridCell(row, at, 1, 1, (100.0 + 50 * at, 20.0 + 20 * row, 150.0 + 50 * at, 40.0 + 20 * row))
        for row in (0, 1) for at in (0, 1)
    )  # fmt: skip
    grid = Grid((100.0, 150.0, 200.0), (20.0, 40.0, 60.0), cells, "ruled")
    middle = (146.0, 37.0, 154.0, 43.0)
    words = [
        Word("vos", middle, confidence=0.2), Word("25", middle, confidence=0.9), Word("Avance", middle, confidence=0.2),
        Word("vos", (136.0, 37.0, 144.0, 43.0), confidence=0.2),
    ]  # fmt: skip
    assert list(without_strokes(page(*words), [grid]).words) == words[1:]
