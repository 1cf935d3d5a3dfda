"""Rulings, areas and the text alone, from drawn pages."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from extract.content import PageContent
from extract.model import Ruling, Word
from extract.ruled import ruled_grids
from extract.scan.linework import linework
from extract.scan.linework_rooms import rooms_of
from extract.scan.model import Linework, Pixels, Print

DPI = 150
SCALE = DPI / 72
PAPER, INK = 250, 20


def page(wide: int = 700, high: int = 300) -> Pixels:
    return np.full((high, wide), PAPER, np.uint8)


def read(gray: Pixels, strokes: Pixels | None = None) -> Linework:
    flags = np.zeros(gray.shape, np.bool_) if strokes is None else strokes > 0
    return linework(Print(gray, flags, ()), DPI)


def draw_grid(gray: Pixels, xs: list[int], ys: list[int], thick: int = 2, shade: int = INK) -> None:
    for y in ys:
        cv2.line(gray, (xs[0], y), (xs[-1], y), shade, thick)
    for x in xs:
        cv2.line(gray, (x, ys[0]), (x, ys[-1]), shade, thick)


def write(gray: Pixels, text: str, left: int, foot: int, shade: int = INK) -> None:
    cv2.putText(gray, text, (left, foot), cv2.FONT_HERSHEY_SIMPLEX, 0.42, shade, 1, cv2.LINE_AA)


def places(found: Linework, *, horizontal: bool, drawn: bool = True) -> list[float]:
    """Where the rulings of one direction lie, in pixels."""
    chosen = [r for r in found.rulings if r.horizontal == horizontal and r.drawn == drawn]
    at = [(r.box[1] + r.box[3]) / 2 if horizontal else (r.box[0] + r.box[2]) / 2 for r in chosen]
    return sorted(place * SCALE for place in at)


XS, YS = [40, 200, 420, 660], [40, 120, 200, 260]


def noisy(gray: Pixels) -> Pixels:
    noise = np.random.default_rng(3).normal(0, 6, gray.shape)
    blurred = cv2.GaussianBlur(np.clip(gray + noise, 0, 255).astype(np.uint8), (3, 3), 0.7)
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", blurred, [1, 60])[1], 0), np.uint8)


def bilevel(gray: Pixels) -> Pixels:
    return np.where(gray < 140, 0, 255).astype(np.uint8)


def same(gray: Pixels) -> Pixels:
    return gray


@pytest.mark.parametrize("spoil", [same, noisy, bilevel])
@pytest.mark.parametrize("thick", [1, 3])
def test_a_grid_is_found_whatever_the_scan(spoil: Callable[[Pixels], Pixels], thick: int) -> None:
    gray = page()
    draw_grid(gray, XS, YS, thick)
    write(gray, "1,234.50", 60, 90)
    found = read(spoil(gray))
    assert places(found, horizontal=False) == pytest.approx(XS, abs=2)
    assert places(found, horizontal=True) == pytest.approx(YS, abs=2)


def test_gray_hairlines_are_found() -> None:
    gray = page()
    draw_grid(gray, XS, YS, 1, shade=160)
    assert len(read(gray).rulings) == len(XS) + len(YS)


def test_a_little_skew_leaves_one_ruling() -> None:
    gray = page()
    cv2.line(gray, (30, 100), (670, 104), INK, 1)
    found = read(gray)
    assert [r.horizontal for r in found.rulings] == [True]
    assert (found.rulings[0].box[2] - found.rulings[0].box[0]) * SCALE == pytest.approx(640, abs=8)


@pytest.mark.parametrize(("dot", "gap"), [(1, 4), (2, 3), (5, 5)])
def test_dotted_rulings_are_rulings(dot: int, gap: int) -> None:
    gray = page()
    for y in YS:
        for x in range(40, 660, dot + gap):
            gray[y, x : x + dot] = 60
    write(gray, "Porcentaje de avance", 60, 100)
    assert places(read(gray), horizontal=True) == pytest.approx(YS, abs=2)


def test_dots_as_pale_as_a_coarse_scan_makes_them_are_rulings() -> None:
    gray = page()
    for y in YS:
        for number, x in enumerate(range(40, 660, 6)):
            gray[y, x : x + 2] = 110 if number % 6 > 1 else 200
    assert places(read(gray), horizontal=True) == pytest.approx(YS, abs=2)


def test_a_gap_in_a_ruling_stays() -> None:
    gray = page()
    draw_grid(gray, [40, 660], YS)
    cv2.line(gray, (300, 40), (300, 120), INK, 2)
    cv2.line(gray, (300, 200), (300, 260), INK, 2)
    words = tuple(Word("x", (x, y, x + 9, y + 6)) for x in (30, 170) for y in (30, 70, 105))
    found = read(gray)
    content = PageContent(number=1, width=336, height=144, words=words, rulings=found.rulings)
    (grid,) = ruled_grids(content)
    assert [(cell.row, cell.column_span) for cell in grid.cells] == [(0, 1), (0, 1), (1, 2), (2, 1), (2, 1)]


def test_letters_and_dashes_are_no_rulings() -> None:
    gray = page()
    draw_grid(gray, [20, 680], [20, 280])
    cv2.putText(gray, "ILT | l E", (60, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.0, INK, 3, cv2.LINE_AA)
    write(gray, "ELLIT - 4,TETE _ mmmm", 60, 180)
    assert len(read(gray).rulings) == 4


def test_strokes_are_no_rulings() -> None:
    gray, strokes = page(), page() * 0
    cv2.line(gray, (100, 150), (300, 151), INK, 2)
    assert len(read(gray).rulings) == 1
    cv2.line(strokes, (100, 150), (300, 151), 255, 4)
    assert read(gray, strokes).rulings == ()


def test_a_long_ruling_that_a_stroke_hangs_on_is_one() -> None:
    gray, strokes = page(), page() * 0
    for target, ink in ((gray, INK), (strokes, 255)):
        cv2.line(target, (60, 150), (640, 150), ink, 1)
        cv2.ellipse(target, (300, 150), (50, 80), 20, 0, 360, ink, 2)
    assert places(read(gray, strokes), horizontal=True) == pytest.approx([150], abs=2)


def test_rulings_go_and_letters_that_touch_them_stay() -> None:
    gray, alone = page(), page()
    draw_grid(gray, XS, YS, 2)
    for target in (gray, alone):
        write(target, "1,234.50", 43, 90)
        write(target, "gjpq,", 60, 198)
    text = read(gray).text
    ink, wanted = text < 150, alone < 150
    wanted[197:203] = False  # The ruling itself.
    assert (ink & wanted).sum() > 0.95 * wanted.sum()
    assert (ink & ~(cv2.dilate((alone < 200).astype(np.uint8), np.ones((5, 5))) > 0)).sum() < 10


def test_decimal_points_survive() -> None:
    gray = page()
    draw_grid(gray, XS, YS, 1)
    gray[100:102, 90:92] = 40
    gray[117:119, 120:122] = 40  # One pixel over the ruling.
    text = read(gray).text
    assert text[100:102, 90:92].max() < 120
    assert text[117:119, 120:122].min() < 120


def dark_header(gray: Pixels) -> None:
    draw_grid(gray, XS, YS, 2)
    gray[40:120, 40:660] = 60
    for x in XS[1:-1]:
        gray[40:120, x : x + 2] = 0
    write(gray, "AVANCE", 60, 85, shade=240)
    write(gray, "UNIDAD", 230, 85, shade=240)
    write(gray, "1,234", 60, 170)


def test_white_on_dark_is_turned_and_its_columns_are_seen() -> None:
    gray = page()
    dark_header(gray)
    found = read(gray)
    assert np.median(found.text[45:115, 45:195]) > 230
    letters = found.text[74:86, 60:110]
    assert 0.1 < (letters < 128).mean() < 0.6
    assert _near(places(found, horizontal=False)) == XS
    assert _near(places(found, horizontal=True)) == YS
    assert sum(box[3] * SCALE < 130 for box in found.fills) == 3


def test_figures_close_under_a_dark_header_keep_their_tops() -> None:
    def drawn(foot: int) -> Pixels:
        gray = page()
        gray[40:120, 40:660] = 60
        write(gray, "UNIDAD", 230, 85, shade=240)
        for left in range(50, 650, 60):
            write(gray, "7.82", left, foot)
        return gray

    # Capitals are 9 pixels high: 6 pixels of paper, less than 3 points, part them from the header.
    near, far = (read(drawn(foot)).text[foot - 11 : foot + 2, 45:655] for foot in (135, 200))
    assert (far < 128).sum() > 0
    assert np.abs(near.astype(int) - far).max() < 60


def test_lines_of_a_dark_header_may_end_on_one_another() -> None:
    gray = page()
    dark_header(gray)
    gray[40:120, 40:660] = 60
    for box in ((40, 80, 420, 82), (420, 40, 422, 120), (200, 80, 202, 120), (422, 60, 660, 62), (540, 60, 542, 120)):
        gray[box[1] : box[3], box[0] : box[2]] = 15
    drawn = {round(place) for place in places(read(gray), horizontal=False)}
    assert all(any(abs(place - x) <= 2 for place in drawn) for x in (201, 421, 541))


def _near(found: list[float]) -> list[int]:
    """The edges that rulings lie at, within the 3 points that grids allow."""
    known = sorted({*XS, *YS})
    return sorted({next(edge for edge in known if abs(edge - place) < 3 * SCALE) for place in found})


def test_the_edge_of_a_tint_is_implied_not_drawn() -> None:
    gray = page()
    gray[100:200, 60:640] = 215
    write(gray, "Total", 80, 150)
    found = read(gray)
    assert {r.drawn for r in found.rulings} == {False}
    assert places(found, horizontal=True, drawn=False) == pytest.approx([100, 200], abs=3)
    assert places(found, horizontal=False, drawn=False) == pytest.approx([60, 640], abs=3)
    assert len(found.fills) == 1
    assert np.median(found.text[105:130, 70:600]) > 250


def test_a_plain_page_has_no_lines() -> None:
    found = read(noisy(page()))
    assert (found.rulings, found.fills) == ((), ())


def test_rooms_are_closed_by_rulings_that_nearly_meet() -> None:
    sides = [
        Ruling((11, 10, 60, 10), horizontal=True), Ruling((10, 40, 58, 40), horizontal=True),
        Ruling((10, 11, 10, 40), horizontal=False), Ruling((60, 10, 60, 39), horizontal=False),
    ]  # fmt: skip
    labels = rooms_of(100, 80, sides).labels
    assert labels[25, 30] != labels[60, 80]
    assert labels[10, 30] == 0
    assert rooms_of(100, 80, sides[:3]).labels[25, 30] == labels[60, 80]


@pytest.mark.parametrize("height", [100.0, 100.1, 100.5, 100.9])
def test_the_rulings_of_a_straightened_fax_go_up_and_down_and_are_whole(height: float) -> None:
    gray = page(1400, 300)
    slope = np.tan(np.radians(2.0))
    across = np.arange(40, 1360)
    # Black or white only: the line goes down a pixel every 29, and no turning of the page takes the steps out.
    gray[np.round(height + slope * across).astype(int), across] = 0
    turn = cv2.getRotationMatrix2D((700, 150), 2.0, 1.0)
    straight = np.asarray(cv2.warpAffine(gray, turn, (1400, 300), flags=cv2.INTER_CUBIC, borderValue=PAPER), np.uint8)
    nothing = np.zeros(straight.shape, np.bool_)
    (ruling,) = linework(Print(straight, nothing, ()), DPI, stepped=True).rulings
    assert (ruling.box[2] - ruling.box[0]) * SCALE == pytest.approx(1320, abs=12)
    if height == 100.9:
        assert not linework(Print(straight, nothing, ()), DPI).rulings
