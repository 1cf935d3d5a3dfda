"""Tables whose rows are parted and whose columns are not: built from words at places, no PDF needed."""

from __future__ import annotations

from collections.abc import Sequence

from extract.banded import banded_grids
from extract.content import PageContent
from extract.grid import Grid
from extract.model import Ruling, Word

SIZE = 8.0
SPACE = 2.2
COLUMNS = (50.0, 150.0, 250.0, 300.0, 350.0, 400.0)
RIGHT = 450.0


class Sheet:
    """Collects words, each line drawn in one go, and rulings."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.runs: list[int] = []
        self.rulings: list[Ruling] = []

    def put(self, x: float, top: float, text: str, *, bold: bool = False) -> None:
        """Set lines from ``x`` on; each sign 4 points wide."""
        for number, line in enumerate(text.split("\n")):
            run, at, y = len(self.words), x, top + 9.4 * number
            for part in line.split():
                end = at + 4 * len(part)
                self.words.append(Word(part, (at, y, end, y + 9.2), SIZE, bold))
                self.runs.append(run)
                at = end + SPACE

    def rule(self, y: float, left: float = COLUMNS[0], right: float = RIGHT, *, drawn: bool = True) -> None:
        self.rulings.append(Ruling((left, y - 0.25, right, y + 0.25), horizontal=True, drawn=drawn))

    def stand(self, x: float, top: float, bottom: float) -> None:
        self.rulings.append(Ruling((x - 0.25, top, x + 0.25, bottom), horizontal=False))

    def row(self, top: float, texts: Sequence[str], *, bold: bool = False) -> None:
        for x, text in zip(COLUMNS, texts, strict=True):
            if text:
                self.put(x + 3, top + 3, text, bold=bold)

    @property
    def content(self) -> PageContent:
        return PageContent(1, 612, 792, tuple(self.words), tuple(self.rulings), runs=tuple(self.runs))


HEADS = ("Unidad", "Objetivo", "Meta", "Logro", "Avance", "Suma")
ROWS = (
    ("Obras", "Calles con\nalumbrado nuevo\nen la zona", "25", "20", "80%", "20%"),
    ("Obras", "Parques", "1,100", "1,100", "100%", "100%"),
    ("Rentas", "Padrones al\ncorriente", "4", "2", "50%", "25%"),
)


def report(*, heads: bool = True) -> Sheet:
    """A header at 100 and three rows of 34 points; no ruling yet."""
    sheet = Sheet()
    if heads:
        sheet.row(100, HEADS, bold=True)
    for number, row in enumerate(ROWS):
        sheet.row(120 + 34 * number, row)
    return sheet


def read(grid: Grid, sheet: Sheet) -> list[list[str]]:
    """Give the texts by row; a merged cell's text stands once."""
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        left, top, right, bottom = cell.box
        inside = [
            word.text for word in sheet.words
            if left < (word.box[0] + word.box[2]) / 2 < right and top < (word.box[1] + word.box[3]) / 2 < bottom
        ]  # fmt: skip
        rows[cell.row].append(" ".join(inside))
    return rows


def flat(row: Sequence[str]) -> list[str]:
    return [text.replace("\n", " ") for text in row]


def test_separators_part_rows_and_white_parts_columns() -> None:
    sheet = report()
    for y in (100, 120, 154, 188, 222):
        sheet.rule(y)
    (grid,) = banded_grids(sheet.content)
    assert read(grid, sheet) == [list(HEADS), *map(flat, ROWS)]
    assert grid.origin == "half-ruled"


def test_a_label_in_every_row_is_one_cell() -> None:
    sheet = report()
    for number in range(3):
        sheet.put(153, 120 + 34 * number + 22, "UNIDAD DE MEDIDA")
    for y in (100, 120, 154, 188, 222):
        sheet.rule(y)
    (grid,) = banded_grids(sheet.content)
    assert grid.columns == len(HEADS)


def test_separators_that_leave_a_column_out_merge_it() -> None:
    sheet = Sheet()
    sheet.row(100, HEADS, bold=True)
    for number, row in enumerate(ROWS):
        sheet.row(120 + 34 * number, ("" if number == 1 else row[0], *row[1:]))
    for y in (100, 120, 188, 222):
        sheet.rule(y)
    sheet.rule(154, left=COLUMNS[1])
    (grid,) = banded_grids(sheet.content)
    merged = [cell for cell in grid.cells if cell.row_span == 2]
    assert [(cell.row, cell.column) for cell in merged] == [(1, 0)]


def test_shading_behind_a_merged_cell_parts_nothing() -> None:
    sheet = Sheet()
    sheet.row(100, HEADS, bold=True)
    for number, row in enumerate(ROWS):
        sheet.row(120 + 34 * number, ("" if number == 1 else row[0], *row[1:]))
    for y in (100, 120, 188, 222):
        sheet.rule(y)
    sheet.rule(154, left=COLUMNS[1])
    sheet.rule(154, drawn=False)
    (grid,) = banded_grids(sheet.content)
    assert any(cell.row_span == 2 for cell in grid.cells)


def test_headings_are_shared_out_by_their_middles() -> None:
    sheet = report()
    sheet.put(60, 82, "Datos del indicador", bold=True)
    sheet.put(280, 82, "Metas", bold=True)
    sheet.put(385, 82, "Avances", bold=True)
    for y in (80, 120, 154, 188, 222):
        sheet.rule(y)
    sheet.rule(98)
    (grid,) = banded_grids(sheet.content)
    heads = [(cell.column, cell.column_span) for cell in grid.cells if cell.row == 0]
    assert heads == [(0, 2), (2, 2), (4, 2)]


def test_a_column_without_text_has_its_heading() -> None:
    sheet = Sheet()
    sheet.row(100, HEADS, bold=True)
    for number, row in enumerate(ROWS):
        sheet.row(120 + 34 * number, (*row[:3], "", *row[4:]))
    for y in (100, 120, 154, 188, 222):
        sheet.rule(y)
    (grid,) = banded_grids(sheet.content)
    assert [row[3] for row in read(grid, sheet)] == ["Logro", "", "", ""]


def test_a_frame_takes_its_columns_from_the_header() -> None:
    sheet = report()
    for y in (100, 120, 222):
        sheet.rule(y)
    for x in (COLUMNS[0], RIGHT):
        sheet.stand(x, 100, 222)
    for x in COLUMNS[1:]:
        sheet.stand(x, 100, 120)
    (grid,) = banded_grids(sheet.content)
    assert grid.xs[1:-1] == COLUMNS[1:]
    assert read(grid, sheet) == [list(HEADS), *map(flat, ROWS)]


def test_rows_set_around_their_middle_part_where_the_white_is() -> None:
    sheet = Sheet()
    sheet.row(100, HEADS, bold=True)
    for top in (120, 160):
        sheet.put(153, top + 3, "Calles con\nalumbrado\nnuevo")
        for x, text in zip((50, 250, 300, 350, 400), ("Obras", "25", "20", "80%", "20%"), strict=True):
            sheet.put(x + 3, top + 12.4, text)
    for y in (100, 120, 200):
        sheet.rule(y)
    for x in (COLUMNS[0], RIGHT):
        sheet.stand(x, 100, 200)
    (grid,) = banded_grids(sheet.content)
    assert [row[1] for row in read(grid, sheet)] == ["Objetivo", *["Calles con alumbrado nuevo"] * 2]


def test_rows_beyond_the_shading_belong_to_the_table() -> None:
    sheet = report()
    for y in (154, 188):
        sheet.rule(y, drawn=False)
    sheet.put(60, 246, "Tesorera")
    (grid,) = banded_grids(sheet.content)
    assert read(grid, sheet) == [list(HEADS), *map(flat, ROWS)]


def wide(*, heads: bool, first: str = "Obras") -> Sheet:
    """Three rows of eight columns with nothing ruled."""
    sheet = Sheet()
    xs = [50, 150, *(250 + 40 * number for number in range(6))]
    for x, name in zip(xs, "ABCDEFGH", strict=True):
        if heads:
            sheet.put(x, 100, f"Col{name}", bold=True)
    for row in range(3):
        for x, text in zip(xs, (first, "Calles con\nalumbrado", *"123456"), strict=True):
            sheet.put(x, 120 + 30 * row, text)
    return sheet


def test_a_bold_header_over_figures_needs_no_ruling() -> None:
    sheet = wide(heads=True)
    sheet.put(60, 240, "Tesorera municipal", bold=True)
    (grid,) = banded_grids(sheet.content)
    assert (grid.rows, grid.columns) == (4, 8)
    assert grid.ys[-1] < 240


def test_rows_go_on_with_the_columns_of_the_page_before() -> None:
    (before,) = banded_grids(wide(heads=True).content)
    sheet = wide(heads=False)
    (grid,) = banded_grids(sheet.content, [before])
    assert grid.xs == before.xs
    assert [row[1] for row in read(grid, sheet)] == ["Calles con alumbrado"] * 3
    assert banded_grids(sheet.content) == []


def test_the_rest_of_a_row_alone_has_the_columns_of_the_page_before() -> None:
    first = report()
    for y in (100, 120, 154, 188, 222):
        first.rule(y)
    (before,) = banded_grids(first.content)
    rest = Sheet()
    rest.put(153, 103, "de la zona norte")
    rest.rule(100)
    rest.rule(130)
    (grid,) = banded_grids(rest.content, [before])
    assert (grid.rows, grid.columns) == (1, len(HEADS))
    assert banded_grids(rest.content) == []


def test_columns_that_cut_the_text_are_not_taken_over() -> None:
    first = report()
    for y in (100, 120, 154, 188, 222):
        first.rule(y)
    (before,) = banded_grids(first.content)
    other = Sheet()
    other.put(123, 103, "de la zona norte del municipio")
    other.rule(100)
    other.rule(130)
    assert banded_grids(other.content, [before]) == []


def test_three_rules_around_many_rows_are_left_alone() -> None:
    sheet = report()
    for y in (100, 120, 222):
        sheet.rule(y)
    assert banded_grids(sheet.content) == []


def test_a_fully_ruled_table_is_left_alone() -> None:
    sheet = report()
    for y in (100, 120, 154, 188, 222):
        sheet.rule(y)
    for x in (*COLUMNS, RIGHT):
        sheet.stand(x, 100, 222)
    assert banded_grids(sheet.content) == []


def test_the_rest_of_a_row_above_the_shading_is_kept() -> None:
    (before,) = banded_grids(wide(heads=True).content)
    sheet = Sheet()
    sheet.put(150, 100, "del centro")
    for row in range(2):
        for x, text in zip((50, 150, 250, 290, 330, 370, 410, 450), ("Obras", "Calles", *"123456"), strict=True):
            sheet.put(x, 120 + 20 * row, text)
    for y in (116, 136):
        sheet.rule(y, left=before.xs[0], right=before.xs[-1], drawn=False)
    (grid,) = banded_grids(sheet.content, [before])
    assert [row[1] for row in read(grid, sheet)] == ["del centro", "Calles", "Calles"]


def test_a_speck_between_columns_is_no_column() -> None:
    sheet = report()
    for y in (100, 120, 154, 188, 222):
        sheet.rule(y)
    sheet.put(285, 126, "-")
    assert [grid.columns for grid in banded_grids(sheet.content)] == [len(COLUMNS)]
    sheet.put(285, 160, "-")
    assert [grid.columns for grid in banded_grids(sheet.content)] == [len(COLUMNS) + 1]
