"""All tables of a page: ruled ones unchanged, half-ruled ones completed, pages without one left alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest

from extract import second_opinion
from extract.content import PageContent, read_page
from extract.grid import Grid
from extract.grids import find_grids
from extract.model import Ruling, Word
from extract.ruled import ruled_grids

LETTER = Path(__file__).parents[3] / "shared" / "devset" / "in" / "X6.pdf"


def put(x: float, top: float, text: str) -> Word:
    return Word(text, (x, top, x + 5 * len(text), top + 9), 8.0)


def rules(xs: Sequence[float], ys: Sequence[float]) -> tuple[Ruling, ...]:
    """Rule a table with lines at these places."""
    lying = [Ruling((xs[0], y, xs[-1], y + 0.5), horizontal=True) for y in ys]
    standing = [Ruling((x, ys[0], x + 0.5, ys[-1]), horizontal=False) for x in xs]
    return (*lying, *standing)


def page(words: Sequence[Word], rulings: Sequence[Ruling]) -> PageContent:
    return PageContent(1, 612, 792, tuple(words), tuple(rulings))


XS = (50, 200, 260, 320)


def test_a_fully_ruled_table_is_left_as_it_is() -> None:
    words = []
    for row in range(4):
        top = 102 + 40 * row
        words += [put(55, top + 12 * line, "apoyo") for line in range(3)]
        words += [put(210, top, "12"), put(240, top, "34"), put(270, top + 12, "5")]
    content = page(words, rules(XS, [100 + 40 * k for k in range(5)]))
    assert find_grids(content) == ruled_grids(content)


def test_a_page_that_ends_within_merged_cells_keeps_its_last_row() -> None:
    xs, ys = [50 + 40 * k for k in range(13)], [100 + 20 * k for k in range(6)]
    heads = [put(x + 2, 102, f"M{n}") for n, x in enumerate(xs[:-1])]
    rows = [put(x + 2, y + 2, "12") for y in ys[1:-1] for x in xs[:-1]]
    rows += [put(xs[-1] + 2 + 22 * n, y + 2, "acto") for y in ys[1:-1] for n in range(20)]
    xs = [*xs, 1040]
    lying = [Ruling((xs[0], y, xs[-1], y + 0.5), horizontal=True) for y in ys[:-1]]
    open_below = Ruling((xs[2], ys[-1], xs[-1], ys[-1] + 0.5), horizontal=True)
    standing = [Ruling((x, ys[0], x + 0.5, ys[-1]), horizontal=False) for x in xs]
    content = page([*heads, *rows], (*lying, open_below, *standing))
    assert [(grid.rows, grid.columns) for grid in find_grids(content)] == [(5, 13)]


def test_rows_without_rulings_between_columns_that_have_them() -> None:
    words = [put(55, 102, "Concepto"), put(205, 102, "Meta"), put(265, 102, "Logro")]
    for row in range(6):
        top = 122 + 12 * row
        words += [put(55, top, f"Programa{row}"), put(210, top, str(row)), put(270, top, str(10 * row))]
    (grid,) = find_grids(page(words, rules(XS, (100, 120, 200))))
    assert grid.rows == 7
    assert grid.origin == "half-ruled"
    assert grid.xs == ruled_grids(page(words, rules(XS, (100, 120, 200))))[0].xs


def test_one_row_with_stacked_text_is_not_cut() -> None:
    words = [put(55, 102, "Concepto"), put(205, 102, "Meta"), put(265, 102, "Logro")]
    words += [put(55, 122 + 12 * line, "acciones") for line in range(6)]
    words += [put(205, 146, "40"), put(265, 146, "50")]
    (grid,) = find_grids(page(words, rules(XS, (100, 120, 200))))
    assert (grid.rows, grid.origin) == (2, "ruled")


def test_a_frame_around_a_borderless_table_is_no_table() -> None:
    words = []
    for row in range(6):
        top = 112 + 14 * row
        words += [put(60, top, f"Programa{row}"), put(210, top, str(row)), put(270, top, str(10 * row))]
    content = page(words, rules((50, 320), (105, 108.9, 220)))
    (grid,) = find_grids(content)
    assert (grid.rows, grid.columns) == (6, 3)


@pytest.mark.skipif(not LETTER.exists(), reason="the development set is not here")
def test_a_letter_has_no_table() -> None:
    with pypdfium2.PdfDocument(LETTER) as document:
        assert [find_grids(read_page(leaf, number)) for number, leaf in enumerate(document, 1)] == [(), ()]


def test_a_box_around_text_is_no_table() -> None:
    words = [put(55, 102, "Aviso"), put(55, 122, "Texto")]
    assert find_grids(page(words, rules((50, 320), (100, 120, 140)))) == ()


def test_a_second_opinion_has_its_origin_at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, cols = [(700, 680), (680, 650)], [(50, 200), (200, 320)]
    table = SimpleNamespace(page=2, pdf_size=(612, 792), cols=cols, rows=rows)
    monkeypatch.setattr(second_opinion, "find_spec", lambda _: object())
    monkeypatch.setattr(second_opinion, "_tables", lambda *_: [table])
    ((grid,),) = second_opinion.second_opinion(Path("report.pdf"), (2,)).values()
    assert (grid.xs, grid.ys) == ((50, 200, 320), (92, 112, 142))
    assert len(grid.cells) == 4


def test_no_second_opinion_without_camelot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "find_spec", lambda _: None)
    assert second_opinion.second_opinion(Path("report.pdf"), (1,)) == {}


def test_no_second_opinion_where_a_table_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "second_opinion", lambda *_: pytest.fail("nobody asked"))
    words = [put(55, 102, "texto"), put(205, 102, "texto"), put(205, 130, "texto")]
    content = page(words, rules(XS, (100, 120, 140)))
    grids = find_grids(content)
    assert grids
    assert second_opinion.fallback_grids(Path("report.pdf"), content, grids) == grids


def test_no_second_opinion_on_a_page_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "second_opinion", lambda *_: pytest.fail("nobody asked"))
    content = page([put(55, 100 + 12 * line, "texto") for line in range(20)], ())
    assert second_opinion.fallback_grids(Path("report.pdf"), content, ()) == ()


@pytest.mark.parametrize(("rotation", "asked"), [(0, [(1,)]), (90, [])])
def test_a_second_opinion_on_upright_pages_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotation: int, asked: list[tuple[int]]
) -> None:
    path = tmp_path / "report.pdf"
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(612, 792).set_rotation(rotation)
        document.save(path)
    pages: list[Sequence[int]] = []
    monkeypatch.setattr(second_opinion, "find_spec", lambda _: object())

    def opinion(_: Path, some: Sequence[int], __: str) -> dict[int, tuple[Grid, ...]]:
        pages.append(some)
        return {}

    monkeypatch.setattr(second_opinion, "second_opinion", opinion)
    words = [put(55 + 100 * n, 100 + 12 * line, "12") for line in range(4) for n in range(2)]
    assert second_opinion.fallback_grids(path, page(words, ()), ()) == ()
    assert pages == asked
