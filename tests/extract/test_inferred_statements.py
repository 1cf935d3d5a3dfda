"""Statements as spreadsheets print them: labels wrapped around figures, two halves side by side, sums underlined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from extract.grid import Grid
from extract.inferred import borderless_grids
from extract.model import Ruling, Word

SIZE = 10.0
HALF = 5.6
XS = (60.0, 300.0, 380.0)


def put(x: float, top: float, text: str, *, right: bool = False, centre: bool = False) -> list[Word]:
    """Set a text from ``x`` on, up to it or around it; each character 5 points wide, boxes as high as capitals."""
    parts = text.split()
    width = sum(5.0 * len(part) for part in parts) + 2.8 * (len(parts) - 1)
    at = x - width if right else x - width / 2 if centre else x
    words = []
    for part in parts:
        words.append(Word(part, (at, top, at + 5.0 * len(part), top + 7.6), SIZE))
        at += 5.0 * len(part) + 2.8
    return words


def statement(rows: Sequence[tuple[str, ...]], xs: Sequence[float] = XS, top: float = 100) -> list[Word]:
    """Set rows of a label, its lines parted by ``/``, and the figures centred beside it."""
    words: list[Word] = []
    for label, *figures in rows:
        lines = label.split("/")
        middle = top + HALF * (len(lines) - 1)
        for number, line in enumerate(lines):
            words += put(xs[0], top + 2 * HALF * number, line)
        for x, figure in zip(xs[1:], figures, strict=True):
            words += put(x, middle, figure, right=True)
        top += 2 * HALF * len(lines) + 6
    return words


def shape(grids: Iterable[Grid]) -> list[tuple[int, int]]:
    return [(grid.rows, grid.columns) for grid in grids]


ROWS = [
    ("Concepto", "2023", "2022"),
    ("Servicios Personales", "8,204.10", "7,310.00"),
    ("Materiales y Suministros", "980.55", "991.20"),
    ("Ayudas Sociales", "1,200.00", "1,140.75"),
]
WRAPPED = ("Servicios Profesionales y/Otros Servicios", "412.00", "398.50")


@pytest.mark.parametrize("place", [2, 3, 4])
def test_a_label_on_two_lines_is_of_the_figures_between(place: int) -> None:
    rows = [*ROWS[:place], WRAPPED, *ROWS[place:]]
    assert shape(borderless_grids(statement(rows), ())) == [(5, 3)]


def test_a_table_begins_with_the_first_line_of_a_wrapped_label() -> None:
    words = statement([WRAPPED, *ROWS[1:]])
    (grid,) = borderless_grids(words, ())
    assert grid.rows == 4
    assert grid.ys[0] == 100


def test_a_table_ends_with_the_last_line_of_a_wrapped_label() -> None:
    words = statement([*ROWS, WRAPPED])
    (grid,) = borderless_grids(words, ())
    assert grid.rows == 5
    assert grid.ys[-1] == max(word.box[3] for word in words)


def test_a_label_as_long_as_prose_does_not_end_a_table() -> None:
    long = "la de los en que y no se va al fin por uno si/y lo demás"
    figures = ("412.00", "398.50")
    rows = [*ROWS, (long, *figures), *ROWS[1:]]
    assert shape(borderless_grids(statement(rows, (60, 310, 360)), ())) == [(8, 3)]


def test_a_title_is_no_heading() -> None:
    words = statement(ROWS, (60, 240, 480))
    title = put(270, 86, "(Pesos)", centre=True)
    assert shape(borderless_grids([*words, *title], ())) == [(4, 3)]


def test_a_heading_over_the_figures_is_no_title() -> None:
    words = statement(ROWS)
    (bare,) = borderless_grids(words, ())
    heading = put((bare.xs[1] + bare.xs[-1]) / 2, 86, "Egresos", centre=True)
    assert shape(borderless_grids([*words, *heading], ())) == [(5, 3)]


def halves(blank_left: set[int], blank_right: set[int], *, off: float = 0.0) -> list[Word]:
    """Set two statements side by side, some rows of each left out, the right one off the lines of the left."""
    words: list[Word] = []
    for number in range(12):
        row = (f"Cuenta {'abcdefghijkl'[number]}", f"1,{number:03}.00", f"2,{number:03}.00")
        if number not in blank_left:
            words += statement([row], (60, 200, 260), 100 + 14 * number)
        if number not in blank_right:
            words += statement([row], (300, 440, 500), 100 + 14 * number + off)
    return words


def test_halves_on_common_lines_are_one_table() -> None:
    assert shape(borderless_grids(halves({5, 6, 11}, {2, 3, 9}), ())) == [(12, 6)]


def test_halves_on_lines_of_their_own_are_two_tables() -> None:
    grids = borderless_grids(halves({5, 6, 11}, {2, 3, 9}, off=5), ())
    assert {grid.columns for grid in grids} == {3}


@pytest.mark.parametrize(("drawn", "columns"), [(False, [6]), (True, [3, 3])])
def test_headings_shaded_apart_are_of_one_table(drawn: bool, columns: list[int]) -> None:
    rulings = [
        Ruling((left, y, right, y), horizontal=True, drawn=drawn)
        for left, right in ((60, 260), (300, 500)) for y in (98, 111)
    ]  # fmt: skip
    assert [grid.columns for grid in borderless_grids(halves(set(), set()), rulings)] == columns


def test_a_figure_against_the_next_text_is_parted_from_it() -> None:
    words: list[Word] = []
    for number in range(10):
        left, right = number not in {3, 6}, number not in {2, 5}
        row, y = "abcdefghij"[number], 100 + 14 * number
        words += statement([(f"Cuenta {row}", f"1,{number:03}.00", f"2,{number:03}.00")], (60, 200, 260), y) * left
        words += statement([(f"Fondo {row}", f"3,{number:03}.00", f"4,{number:03}.00")], (262, 400, 460), y) * right
    (grid,) = borderless_grids(words, ())
    assert grid.columns == 6
    assert any(260 < x < 262 for x in grid.xs)


def test_figures_with_their_unit_stay_together() -> None:
    rows = [("Plazo uno", "12 meses", "5"), ("Plazo dos", "24 meses", "7"), ("Plazo tres", "36 meses", "9")]
    (grid,) = borderless_grids(statement([*rows, ("Plazo cuatro", "48 meses", "3")]), ())
    assert grid.columns == 3
