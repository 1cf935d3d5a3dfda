"""Tables found from the words alone: built from words at places, no PDF needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from extract.alignments import lines_of
from extract.grid import Grid
from extract.inferred import borderless_grids
from extract.model import Ruling, Word

SIZE = 10.0
ADVANCE = 5.0


def put(x: float, top: float, text: str, *, right: bool = False) -> list[Word]:
    """Set a text from ``x`` on, or up to it; each character 5 points wide, spaces 2.8."""
    words = []
    width = sum(ADVANCE * len(part) for part in text.split()) + 2.8 * text.count(" ")
    at = x - width if right else x
    for part in text.split():
        end = at + ADVANCE * len(part)
        words.append(Word(part, (at, top, end, top + SIZE * 1.15), SIZE))
        at = end + 2.8
    return words


def table(
    rows: Sequence[Sequence[str]], xs: Sequence[float], top: float = 100, pitch: float = 14
) -> list[Word]:
    """Set rows of cells: the first column from the left, the others up to their right edge."""
    return [
        word
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        for word in put(xs[c], top + r * pitch, text, right=c > 0)
    ]


def texts(grid: Grid, words: Iterable[Word]) -> list[list[str]]:
    """Read the grid by the middle of each word; a merged cell's text stands at its top left."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for word in sorted(words, key=lambda word: (word.box[1], word.box[0])):
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        for cell in grid.cells:
            if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
                rows[cell.row][cell.column] = f"{rows[cell.row][cell.column]} {word.text}".strip()
                break
    return rows


FIGURES = [
    ["Country", "2008", "2009", "Change"],
    ["Austria", "1,204", "1,310", "8.8"],
    ["Belgium", "980", "991", "1.1"],
    ["Spain", "12,000", "11,400", "-5.0"],
]
XS = [60, 240, 320, 400]
PROSE = "the committee noted that expenditure on regional programmes had increased during the period under"


def test_figures_in_columns_are_a_table() -> None:
    words = table(FIGURES, XS)
    (grid,) = borderless_grids(words, ())
    assert texts(grid, words) == FIGURES
    assert grid.origin == "borderless"


@pytest.mark.parametrize("lost", [(row, column) for row in (1, 2, 3) for column in (1, 2, 3)])
def test_a_blank_stays_in_its_column(lost: tuple[int, int]) -> None:
    rows = [list(row) for row in FIGURES]
    rows[lost[0]][lost[1]] = ""
    words = table(rows, XS)
    (grid,) = borderless_grids(words, ())
    assert texts(grid, words) == rows


def test_prose_around_stays_out() -> None:
    words = table(FIGURES, XS, top=150)
    prose = [word for k in range(4) for word in put(60, 90 + 12 * k, PROSE)]
    prose += [word for k in range(4) for word in put(60, 215 + 12 * k, PROSE)]
    (grid,) = borderless_grids([*prose, *words], ())
    assert grid.ys[0] >= 149
    assert grid.ys[-1] <= 210


def test_two_columns_of_prose_are_none() -> None:
    half = " ".join(PROSE.split()[:7])
    words = [word for k in range(30) for x in (50, 320) for word in put(x, 60 + 12 * k, half)]
    assert borderless_grids(words, ()) == ()


def test_a_list_is_none() -> None:
    words = []
    for k in range(8):
        words += put(60, 60 + 14 * k, f"{k + 1}.") + put(85, 60 + 14 * k, "measures to be taken")
    assert borderless_grids(words, ()) == ()


def test_a_table_of_contents_is_none() -> None:
    words = []
    for k in range(8):
        words += put(60, 60 + 14 * k, "Chapter on measures ..........................") + put(
            450, 60 + 14 * k, str(3 * k + 2), right=True
        )
    assert borderless_grids(words, ()) == ()


def test_signatures_below_stay_out() -> None:
    words = table(FIGURES, XS)
    signed = []
    block = (("ELABORO", "REVISO"), ("C. Pedro Ruiz", "Lic. Ana Soto"), ("Jefe", "Directora"))
    for line, parts in enumerate(block):
        for x, part in zip((80, 280), parts, strict=True):
            signed += put(x, 220 + 14 * line, part)
    (grid,) = borderless_grids([*words, *signed], ())
    assert grid.ys[-1] < 170


def test_wrapped_text_is_one_row() -> None:
    words = []
    for row, (lines, figure) in enumerate(((3, "10"), (5, "200"), (2, "31"), (4, "4,000"))):
        top = 100 + sum((3, 5, 2, 4)[:row]) * 12 + row * 8
        for k in range(lines):
            words += put(60, top + 12 * k, "acciones de apoyo" if k == 0 else "y de servicios para")
        words += put(250, top, figure, right=True) + put(320, top, figure, right=True)
    (grid,) = borderless_grids(words, ())
    assert grid.rows == 4
    assert [row[1] for row in texts(grid, words)] == ["10", "200", "31", "4,000"]


def test_rulings_decide_rows() -> None:
    words, rulings = [], []
    for row in range(4):
        top = 100 + 40 * row
        rulings.append(Ruling((60, top - 2, 400, top - 1.5), horizontal=True))
        for k in range(3):
            words += put(60, top + 12 * k, "Acciones De Apoyo")
        words += put(250, top + 12, str(row), right=True) + put(390, top + 12, str(row * 7), right=True)
    rulings.append(Ruling((60, 258, 400, 258.5), horizontal=True))
    (grid,) = borderless_grids(words, rulings)
    assert grid.rows == 4
    assert grid.origin == "half-ruled"
    assert [row[2] for row in texts(grid, words)] == ["0", "7", "14", "21"]


def test_a_heading_over_two_columns_spans_them() -> None:
    words = put(225, 86, "Years") + table(FIGURES, XS)
    rulings = [Ruling((210, 98.5, 322, 99), horizontal=True)]
    (grid,) = borderless_grids(words, rulings)
    wide = [(cell.row, cell.column, cell.column_span) for cell in grid.cells if cell.column_span > 1]
    assert wide == [(0, 1, 2)]


def test_a_note_mark_stays_on_its_line() -> None:
    (line,) = lines_of([*put(60, 100, "Total"), Word("1", (86, 98, 89, 104), 5.0)])
    assert [chunk.text for chunk in line.chunks] == ["Total 1"]


def test_every_place_is_covered_once() -> None:
    (grid,) = borderless_grids(table(FIGURES, XS), ())
    places = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(places) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]
