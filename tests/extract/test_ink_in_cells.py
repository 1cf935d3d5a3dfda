"""Ink that nobody read: blank cells that are not blank, figures that may miss a sign."""

from __future__ import annotations

from cuadre.evidence import Box, Place
from extract.content import PageContent
from extract.fill import FilledGrid
from extract.grid import Grid, GridCell
from extract.ink_in_cells import with_ink
from extract.model import Cell, Legibility

WIDE, HIGH = 100.0, 20.0


def one_row(*texts: str, recognizer: str = "pp-ocr") -> FilledGrid:
    xs = tuple(WIDE * at for at in range(len(texts) + 1))
    places = [GridCell(0, at, 1, 1, (xs[at], 0.0, xs[at + 1], HIGH)) for at in range(len(texts))]
    cells = tuple(
        Cell(0, at, text, (Place(1, places[at].box),), confidence=0.99, recognizer=recognizer if text else "pdf")
        for at, text in enumerate(texts)
    )
    plain = (False,) * len(texts)
    return FilledGrid(1, Grid(xs, (0.0, HIGH), tuple(places), "ruled"), cells, plain, plain)


def page(**boxes: tuple[Box, ...]) -> PageContent:
    return PageContent(1, 600.0, 400.0, (), (), **boxes)


def spot(column: int) -> Box:
    return (WIDE * column + 40, 8.0, WIDE * column + 44, 12.0)


def judged(filled: FilledGrid, content: PageContent) -> tuple[tuple[Cell, ...], int]:
    pages, findings = with_ink([filled], lambda _: content)
    return pages[0].cells, len(findings)


def test_a_blank_cell_with_ink_is_illegible() -> None:
    cells, told = judged(one_row("25", ""), page(leftovers=(spot(1),)))
    assert [cell.legibility for cell in cells] == [Legibility.CLEAR, Legibility.ILLEGIBLE]
    assert cells[1].confidence == 0
    assert told == 1


def test_a_figure_beside_unread_ink_is_not_sure() -> None:
    cells, told = judged(one_row("25", "30"), page(leftovers=(spot(1),)))
    assert [cell.confidence for cell in cells] == [0.99, 0.5]
    assert cells[1].text == "30"
    assert told == 1


def test_a_dash_beside_unread_ink_may_be_the_foot_of_a_digit() -> None:
    cells, told = judged(one_row("25", "-"), page(leftovers=(spot(1),)))
    assert [cell.confidence for cell in cells] == [0.99, 0.5]
    assert told == 1


def test_text_beside_unread_ink_stays_as_sure_as_it_was() -> None:
    cells, told = judged(one_row("Obras", "30"), page(leftovers=(spot(0),)))
    assert (cells[0].confidence, cells[0].legibility) == (0.99, Legibility.OBSCURED)
    assert told == 0


def test_a_stroke_over_text_takes_nothing_away() -> None:
    cells, told = judged(one_row("Obras", "30"), page(crossed=(spot(0),)))
    assert (cells[0].confidence, cells[0].legibility) == (0.99, Legibility.OBSCURED)
    assert told == 0


def test_a_figure_that_a_stroke_crosses_may_lack_a_digit() -> None:
    cells, told = judged(one_row("25", "30"), page(crossed=(spot(0),)))
    assert [(cell.confidence, cell.legibility) for cell in cells] == [
        (0.5, Legibility.OBSCURED), (0.99, Legibility.CLEAR),
    ]  # fmt: skip
    assert told == 0


def test_a_blank_cell_that_a_stamp_may_hide_is_not_blank() -> None:
    thin, thick = (spot(1),), (spot(1),) * 3
    assert judged(one_row("25", ""), page(veiled=thin))[0][1].legibility is Legibility.CLEAR
    assert judged(one_row("25", ""), page(veiled=thick))[0][1].legibility is Legibility.ILLEGIBLE


def test_ink_outside_of_the_table_is_nobodys() -> None:
    cells, told = judged(one_row("25", ""), page(leftovers=((500.0, 300.0, 510.0, 310.0),)))
    assert {cell.legibility for cell in cells} == {Legibility.CLEAR}
    assert told == 0


def test_a_digital_page_is_left_alone() -> None:
    filled = one_row("25", "", recognizer="pdf")
    assert with_ink([filled], lambda _: page(leftovers=(spot(1),))) == ([filled], [])
