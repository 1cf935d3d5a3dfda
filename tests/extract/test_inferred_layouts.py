"""Tables among what else stands on a page of a report: prose in columns, other tables, shading, few rulings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.alignments import is_figure, lines_of
from extract.content import PageContent
from extract.grid import Grid
from extract.grids import find_grids
from extract.inferred import borderless_grids
from extract.inferred_zones import zones
from extract.model import Ruling, Word

SIZE = 10.0
ADVANCE = 5.0
SPACE = 2.8
PROSE = "the committee noted that expenditure on regional programmes had increased during the period under"


def put(x: float, top: float, text: str, *, right: bool = False, space: float = SPACE) -> list[Word]:
    """Set a text from ``x`` on, or up to it; each character 5 points wide."""
    parts = text.split()
    at = x - (sum(ADVANCE * len(part) for part in parts) + space * (len(parts) - 1)) if right else x
    words = []
    for part in parts:
        words.append(Word(part, (at, top, at + ADVANCE * len(part), top + 11.5), SIZE))
        at += ADVANCE * len(part) + space
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


def flat(left: float, right: float, y: float, *, drawn: bool = True) -> Ruling:
    return Ruling((left, y, right, y + 0.5), horizontal=True, drawn=drawn)


def page(words: Sequence[Word], rulings: Sequence[Ruling] = ()) -> PageContent:
    return PageContent(1, 612, 792, tuple(words), tuple(rulings))


def sizes(grids: Sequence[Grid]) -> list[tuple[int, int]]:
    return [(grid.rows, grid.columns) for grid in grids]


FIGURES = [
    ["Country", "2008", "2009", "Change"],
    ["Austria", "1,204", "1,310", "8.8"],
    ["Belgium", "980", "991", "1.1"],
    ["Spain", "12,000", "11,400", "-5.0"],
    ["France", "2,000", "1,400", "-3.0"],
]
NARROW = [60, 150, 200, 250]


def test_a_justified_line_is_one_chunk() -> None:
    (line,) = lines_of(put(60, 100, "regional programmes had increased", space=14))
    assert len(line.chunks) == 1


def test_words_with_unequal_gaps_are_columns() -> None:
    (line,) = lines_of([*put(60, 100, "Austria"), *put(140, 100, "open"), *put(230, 100, "closed")])
    assert len(line.chunks) == 3


@pytest.mark.parametrize(("text", "chunks"), [("25.1 168.525 3,128", 3), ("3 140 565", 1), ("7,100 9,200", 2)])
def test_figures_a_space_apart(text: str, chunks: int) -> None:
    (line,) = lines_of(put(60, 100, text, space=3.5))
    assert len(line.chunks) == chunks


@pytest.mark.parametrize("text", ["30.5 ± 3.9", "58.7 (0.7, 7.8)", "12.0 [9.1–14.2]"])
def test_a_figure_with_its_error(text: str) -> None:
    assert is_figure(text)


def column(x: float, top: float, lines: int, pitch: float = 13) -> list[Word]:
    half = " ".join(PROSE.split()[:7])
    return [word for k in range(lines) for word in put(x, top + pitch * k, half)]


def test_a_table_in_one_column_of_prose() -> None:
    words = [*column(50, 60, 30), *table(FIGURES, [320, 410, 460, 510], top=64, pitch=17), *column(320, 200, 20)]
    assert sizes(borderless_grids(words, ())) == [(5, 4)]


def test_a_table_across_two_columns_of_prose() -> None:
    rows = [[f"Item {n}", f"{n}.5"] for n in range(6)]
    words = [*column(50, 60, 12), *column(320, 60, 12), *table(rows, [60, 500], top=230)]
    words += [*column(50, 330, 12), *column(320, 330, 12)]
    across = [zone for zone in zones(lines_of(words), ()) if any(line.figures for line in zone)]
    assert [len(zone) for zone in across] == [6]


def test_tables_side_by_side_with_rulings_of_their_own() -> None:
    words = [*table(FIGURES, NARROW), *table(FIGURES, [x + 230 for x in NARROW])]
    rulings = [flat(left, left + 190, y) for left in (60, 290) for y in (98, 113, 171)]
    assert sizes(borderless_grids(words, rulings)) == [(5, 4), (5, 4)]


def test_tables_side_by_side_out_of_step() -> None:
    words = [*table(FIGURES, NARROW), *table(FIGURES, [x + 230 for x in NARROW], top=107)]
    assert sizes(borderless_grids(words, ())) == [(5, 4), (5, 4)]


def test_a_heading_in_the_middle_of_a_table_spans_it() -> None:
    rows = [*FIGURES[:3], ["", "", "", ""], *FIGURES[3:]]
    words = [*table(rows, NARROW, pitch=20), *put(95, 160, "By region of the country")]
    (grid,) = borderless_grids(words, ())
    assert [(cell.row, cell.column_span) for cell in grid.cells if cell.column_span > 1] == [(3, 4)]


def test_a_blank_row_does_not_end_a_table() -> None:
    words = [*table(FIGURES, NARROW, pitch=18), *table(FIGURES[1:], NARROW, top=100 + 6 * 18, pitch=18)]
    assert len(borderless_grids(words, ())) == 1


def test_long_texts_between_three_rulings_are_a_table() -> None:
    words = [*put(60, 100, "Measure"), *put(460, 100, "Status")]
    for row in range(3):
        top = 120 + 30 * row
        words += [*put(60, top, " ".join(PROSE.split()[:10])), *put(460, top, "Ongoing")]
        words += put(60, top + 12, " ".join(PROSE.split()[3:13]))
    rulings = [flat(58, 520, y) for y in (98, 115, 206)]
    assert sizes(borderless_grids(words, rulings)) == [(4, 2)]


def test_upright_rulings_alone_leave_rows_to_the_words() -> None:
    xs, rows = (50, 150, 200, 250), 8
    words = [*put(55, 102, "Item"), *put(155, 102, "2008"), *put(205, 102, "2009")]
    for row in range(rows):
        top = 122 + 20 * row + (20 if row > 3 else 0)
        words += [*put(55, top, f"Name{row}"), *put(160, top, f"{row}.5"), *put(210, top, f"{row}.7")]
    words += put(90, 122 + 20 * 4, "By region of the country")
    rulings = [flat(50, 250, y) for y in (100, 118, 320)]
    rulings += [Ruling((x, 100, x + 0.5, 320), horizontal=False) for x in (50, 250)]
    # The rulings between columns stop at the heading of the second group.
    pieces = ((100, 195), (222, 320))
    rulings += [Ruling((x, a, x + 0.5, b), horizontal=False) for x in xs[1:3] for a, b in pieces]
    (grid,) = find_grids(page(words, rulings))
    assert (grid.rows, grid.columns) == (rows + 2, 3)
    assert [cell.row for cell in grid.cells if cell.column_span == 3] == [5]


def test_a_shaded_heading_is_part_of_its_table() -> None:
    words = table(FIGURES, NARROW)
    edges = [flat(58, 252, y, drawn=False) for y in (99, 113)]
    edges += [Ruling((x, 99, x + 0.5, 113), horizontal=False, drawn=False) for x in (58, 110, 252)]
    assert sizes(find_grids(page(words, edges))) == [(5, 4)]


def test_statistics_between_rulings_are_read_line_by_line() -> None:
    xs = [60, *(130 + 38 * k for k in range(11))]
    rows = [[f"Name{r}", *(f"{r}{c}.5" for c in range(11))] for r in range(6)]
    words = table(rows, xs)
    rulings = [flat(58, 520, 98 + 14 * k) for k in range(7)]
    assert sizes(find_grids(page(words, rulings))) == [(6, 12)]


def test_rulings_under_sums_do_not_bound_a_table() -> None:
    rows = [
        ["Caja", "1,204", "1,310", "Cuentas", "7,215", "-4,102"],
        ["Bancos", "9,116", "8,020", "Fondos", "6,310", "5,004"],
        ["Circulante", "3,310", "2,277", "Exigible", "4,118", "1,209"],
        ["Terrenos", "2,501", "1,450", "Reservas", "3,907", "6,660"],
        ["Edificios", "8,430", "7,341", "Capital", "2,005", "9,871"],
        ["Activo", "5,128", "6,519", "Pasivo", "1,730", "2,448"],
    ]
    words = table(rows, [60, 240, 300, 380, 450, 530])
    rules = [flat(205, 532, y) for y in (113, 127, 141, 155, 169, 183)]
    assert sizes(borderless_grids(words, rules)) == [(6, 6)]
