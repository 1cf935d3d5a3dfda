"""Scanned pages are straightened to a fraction of a pixel and lit evenly, and nothing printed is lost."""

from __future__ import annotations

import pickle

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extract.scan.model import Picture, Pixels, StraightPage
from extract.scan.straighten import straighten

DPI = 150
ROWS, COLUMNS = 900, 1200
ACROSS = range(150, 800, 50)
DOWN = range(120, 1100, 140)

Shifts = npt.NDArray[np.float64]


def table(paper: int = 255, ink: int = 0) -> Pixels:
    """A ruled table with strokes like letters in its cells."""
    page = np.full((ROWS, COLUMNS), paper, np.uint8)
    for y in ACROSS:
        page[y : y + 2, DOWN[0] : DOWN[-1] + 2] = ink
    for x in DOWN:
        page[ACROSS[0] : ACROSS[-1] + 2, x : x + 2] = ink
    for y in ACROSS[:-1]:
        for x in DOWN[:-1]:
            for letter in range(6):
                page[y + 20 : y + 30, x + 20 + letter * 8 : x + 23 + letter * 8] = ink
    return page


def turned(page: Pixels, clockwise: float, fill: int = 255) -> Pixels:
    matrix = cv2.getRotationMatrix2D(((COLUMNS - 1) / 2, (ROWS - 1) / 2), -clockwise, 1.0)
    size = (COLUMNS, ROWS)
    return np.asarray(cv2.warpAffine(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3), np.uint8)


def moved(page: Pixels, right: Shifts, low: Shifts) -> Pixels:
    """Move what is at each place by so many pixels, taken from where it comes to lie."""
    y, x = np.mgrid[:ROWS, :COLUMNS].astype(np.float64)
    places = ((x - right).astype(np.float32), (y - low).astype(np.float32))
    return np.asarray(cv2.remap(page, *places, cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def crookedness(page: Pixels) -> float:
    """Give the pixels by which the worst ruling is off a straight line, at most."""
    dark = 255.0 - page
    worst = 0.0
    for flags, lines, others in ((dark, ACROSS, DOWN), (dark.T, DOWN, ACROSS)):
        for line in lines:
            # Halfway between the crossing lines, and off the letters.
            seen = [
                flags[line - 12 : line + 14, cross + 8 : cross + 14].mean(axis=1)
                for cross in list(others)[:-1]
            ]  # fmt: skip
            middles = [float((np.arange(26) * ink).sum() / max(ink.sum(), 1e-9)) for ink in seen]
            worst = max(worst, max(middles) - min(middles))
    return worst


def straight(page: Pixels, *, bilevel: bool = False) -> StraightPage:
    return straighten(Picture(page, DPI, bilevel))


@pytest.mark.parametrize(
    ("clockwise", "bilevel"), [(-4.5, False), (0.05, False), (1.1, False), (-0.2, True), (2.5, True)],
)  # fmt: skip
def test_skew_is_measured_and_undone(clockwise: float, *, bilevel: bool) -> None:
    scan = turned(table(), clockwise)
    scan = np.where(scan < 128, 0, 255).astype(np.uint8) if bilevel else scan
    page = straight(scan, bilevel=bilevel)
    assert page.skew == pytest.approx(-clockwise, abs=0.015)
    assert page.pixels.shape == scan.shape
    assert crookedness(page.pixels) < 1.0
    assert (page.turned, page.bilevel) == (0, bilevel)


def test_skew_of_text_without_rulings() -> None:
    page = table()
    for y in ACROSS:
        page[y : y + 2] = 255
    for x in DOWN:
        page[:, x : x + 2] = 255
    assert straight(turned(page, 1.7)).skew == pytest.approx(-1.7, abs=0.03)


def test_straight_page_is_not_resampled() -> None:
    page = straight(table())
    assert np.array_equal(page.pixels, table())
    assert page.skew == 0.0
    assert page.as_scanned((10.0, 20.0, 30.5, 40.25)) == (10.0, 20.0, 30.5, 40.25)


def test_bent_paper_is_flattened() -> None:
    y, x = np.mgrid[:ROWS, :COLUMNS] / (ROWS / 2) - 1.0
    scan = moved(table(), 2.5 * y * y + 3.0 * y, 4.0 * np.sin(2.5 * x) + 3.0 * x * y)
    assert crookedness(scan) > 4.0
    assert crookedness(straight(scan).pixels) < 1.2


def test_sheared_paper_is_squared() -> None:
    y, x = np.mgrid[:ROWS, :COLUMNS] / (ROWS / 2) - 1.0
    scan = moved(table(), 5.0 * y, 0.0 * x)
    assert crookedness(scan) > 5.0
    assert crookedness(straight(scan).pixels) < 1.0


def test_rulings_that_drop_out_do_not_hide_the_skew() -> None:
    scan = turned(table(), 0.15)
    scan = np.where(scan < 128, 0, 255).astype(np.uint8)
    # As on a fax: each ruling is there only where it fills a row of pixels.
    for y in ACROSS:
        for x in range(DOWN[0] + 60, DOWN[-1] - 400, 380):
            scan[y - 8 : y + 10, x : x + 230] = 255
    assert straight(scan, bilevel=True).skew == pytest.approx(-0.15, abs=0.03)


def test_dotted_rulings_tell_the_skew() -> None:
    page = np.full((900, 1200), 255, np.uint8)
    for y in range(100, 801, 100):
        for x in range(100, 1100, 4):
            page[y, x : x + 2] = 90
    assert abs(straight(turned(page, 0.7)).skew) == pytest.approx(0.7, abs=0.05)


def test_a_box_is_found_again_on_the_scan() -> None:
    clockwise = -3.0
    spotted = np.full((ROWS, COLUMNS), 255, np.uint8)
    spotted[210:225, 860:900] = 0
    expected = [np.flatnonzero((turned(spotted, clockwise) < 128).any(axis=axis)) for axis in (0, 1)]
    page = straight(turned(table(), clockwise))
    box = page.as_scanned((860 * 72 / DPI, 210 * 72 / DPI, 900 * 72 / DPI, 225 * 72 / DPI))
    scanned = np.array(box) * DPI / 72
    assert scanned[[0, 2]] == pytest.approx([expected[0][0], expected[0][-1] + 1], abs=1.5)
    assert scanned[[1, 3]] == pytest.approx([expected[1][0], expected[1][-1] + 1], abs=1.5)
    assert box == tuple(round(edge, 2) for edge in box)


def test_a_box_never_leaves_the_page() -> None:
    page = straight(turned(table(), 4.0))
    left, top, right, bottom = page.as_scanned((0.0, 0.0, COLUMNS * 72 / DPI, ROWS * 72 / DPI))
    assert (left, top) == (0.0, 0.0)
    assert (right, bottom) == (COLUMNS * 72 / DPI, ROWS * 72 / DPI)


def test_same_pixels_give_the_same_page_and_stay_unchanged() -> None:
    scan = turned(table(220, 60), 0.8)
    before = scan.copy()
    first, second = straight(scan), straight(scan)
    assert np.array_equal(scan, before)
    assert np.array_equal(first.pixels, second.pixels)
    again = pickle.loads(pickle.dumps(first.as_scanned))  # noqa: S301 (what crosses to a worker and back)
    assert again((10.0, 20.0, 30.0, 40.0)) == first.as_scanned((10.0, 20.0, 30.0, 40.0))


def test_uneven_light_is_evened_and_shading_stays() -> None:
    page = table()
    page[400:450, 120:540] = np.minimum(page[400:450, 120:540], 215)
    y, x = np.mgrid[:ROWS, :COLUMNS] / (ROWS / 2) - 1.0
    light = 0.92 - 0.12 * x - 0.1 * y * y
    seen = straight((page * light).astype(np.uint8)).pixels
    paper = seen[820:880, 60:1140]
    assert paper.min() > 240
    assert seen[60:120, 60:1140].min() > 240
    assert np.median(seen[405:418, 125:250]) == pytest.approx(215, abs=8)


def test_faint_print_becomes_dark_and_grain_does_not_grow() -> None:
    grain = np.random.default_rng(5).normal(0, 4, (ROWS, COLUMNS))
    scan = np.clip(table(200, 120) + grain, 0, 255).astype(np.uint8)
    seen = straight(scan).pixels
    assert np.median(seen[table() == 0]) < 60
    assert np.median(seen[table() == 255]) > 250
    assert np.percentile(seen[table() == 255], 5) > 225


def test_colour_of_ink_is_kept_on_yellow_paper() -> None:
    scan = np.repeat(table()[:, :, None], 3, axis=2)
    scan[600:640, 300:310] = (30, 50, 200)
    scan = (scan * np.array([0.95, 0.92, 0.8])).astype(np.uint8)
    seen = straight(scan).pixels
    assert seen[850, 600].min() > 248
    red, _, blue = (int(value) for value in seen[620, 305])
    assert blue - red > 120


def test_black_border_is_painted_and_dark_cells_stay() -> None:
    page = table()
    page[150:200, 120:400] = 20
    page[300:340, :400] = 20
    scan = page.copy()
    scan[:, :30] = 15
    scan[-24:] = 15
    seen = straight(scan).pixels
    assert seen[:140, :30].min() == 255
    assert seen[-24:, 40:].min() == 255
    assert seen[160:190, 130:390].max() < 60
    assert seen[310:330, 60:390].max() < 60


def test_dark_cell_cut_by_the_edge_of_a_page_stays() -> None:
    page = table()
    page[150:200, :400] = 20
    assert straight(page).pixels[160:190, :390].max() < 60


def test_gray_lid_beside_the_paper_is_painted_and_ink_over_it_stays() -> None:
    page = table()
    page[:, :25] = 205
    page[500:540, 5:90:4] = 60
    seen = straight(page).pixels
    assert seen[20:400, :25].min() == 255
    assert seen[500:540, 10:80].min() < 120


def test_bilevel_page_with_a_border_loses_only_the_border() -> None:
    scan = table()
    scan[:, -20:] = 0
    seen = straight(scan, bilevel=True).pixels
    assert np.array_equal(seen, table())


@pytest.mark.parametrize("shape", [(1, 1), (5, 900), (20, 2000), (40, 30, 3)])
def test_picture_without_room_for_print_comes_back(shape: tuple[int, ...]) -> None:
    page = straight(np.full(shape, 255, np.uint8))
    assert page.pixels.shape == shape
    assert page.pixels.min() == 255
    assert (page.turned, page.skew) == (0, 0.0)
