from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.model import Mark, MarkKind
from extract.scan.ink import print_of
from extract.scan.ink_hues import by_hue
from extract.scan.ink_shapes import blobs_of, is_hole, looks_like_seal, straight_runs
from extract.scan.model import Pixels, Print, StraightPage

DPI = 150.0
BLUE, VIOLET, WINE, BLACK = (70, 95, 175), (125, 85, 165), (107, 28, 48), (35, 35, 35)
SIGNATURE = np.array([(0, 40), (25, 0), (20, 70), (60, 10), (70, 80), (110, 15), (105, 75), (190, 40)], np.int32)


def paper() -> Pixels:
    """A small table with a dark header, a coloured title and figures in its cells."""
    page = np.full((900, 1200, 3), 252, np.uint8)
    write(page, "EJE 6. GOBIERNO HONESTO", (420, 70), WINE, 0.8)
    cv2.rectangle(page, (100, 120), (1100, 180), WINE, -1)
    write(page, "META PROGRAMADA", (450, 160), (250, 250, 250), 0.7)
    for row in range(180, 700, 80):
        cv2.line(page, (100, row), (1100, row), BLACK, 2)
        for column in range(120, 1000, 125):
            write(page, "6,061.30", (column, row + 45), BLACK, 0.5)
    for column in range(100, 1101, 125):
        cv2.line(page, (column, 180), (column, 660), BLACK, 2)
    return page


def write(page: Pixels, text: str, at: tuple[int, int], color: tuple[int, int, int], size: float) -> None:
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, color, 1 if size < 0.6 else 2, cv2.LINE_AA)


def stain(page: Pixels, layer: Pixels) -> Pixels:
    """Lay ink over a page as it takes light: what is black stays black."""
    return np.asarray(cv2.multiply(page, layer, scale=1 / 255), np.uint8)


def signature(page: Pixels, at: tuple[int, int], color: tuple[int, int, int]) -> Pixels:
    layer = np.full_like(page, 255)
    cv2.polylines(layer, [SIGNATURE + np.array(at, np.int32)], False, color, 3, cv2.LINE_AA)  # noqa: FBT003
    return stain(page, layer)


def seal(page: Pixels, at: tuple[int, int], color: tuple[int, int, int]) -> Pixels:
    layer = np.full_like(page, 255)
    for radius in (40, 90, 100):
        cv2.circle(layer, at, radius, color, 3, cv2.LINE_AA)
    return stain(page, layer)


def scanned(pixels: Pixels, quality: int = 70) -> Pixels:
    """A page out of a scanner: through a JPEG with coarse colours."""
    _, stored = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def parted(pixels: Pixels, *, bilevel: bool = False) -> Print:
    return print_of(StraightPage(pixels, DPI, bilevel, 0, 0.0, lambda box: box))


def grayed(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def covers(mark: Mark, *box: int, off: float = 5.0) -> bool:
    """Tell whether a mark's box is that box of pixels, a few points off."""
    return all(abs(side - want * 72 / DPI) < off for side, want in zip(mark.box, box, strict=True))


def test_print_in_colour_is_no_ink() -> None:
    page = scanned(paper())
    result = parted(page)
    assert result.marks == ()
    assert not result.strokes.any()
    assert np.array_equal(result.gray, grayed(page))


def test_a_coloured_stroke_is_lifted_off_the_figures_it_crosses() -> None:
    clean = paper()
    page = scanned(signature(clean, (480, 330), BLUE))
    result = parted(page)
    assert [mark.kind for mark in result.marks] == [MarkKind.STROKE]
    assert covers(result.marks[0], 480, 330, 670, 410)
    was = grayed(clean)[325:415, 475:675]
    now, before = result.gray[325:415, 475:675], grayed(page)[325:415, 475:675]
    ink = (was > 240) & (before < 190)
    assert ink.sum() > 500
    assert (now[ink] > 200).mean() > 0.9
    assert (now[was < 60] < 130).mean() > 0.97
    assert result.strokes[325:415, 475:675][ink].mean() > 0.95


def test_a_stamp_is_known_from_a_signature_of_another_ink_across_it() -> None:
    page = scanned(signature(seal(paper(), (800, 500), VIOLET), (620, 460), BLUE))
    marks = parted(page).marks
    assert sorted(mark.kind for mark in marks) == [MarkKind.SEAL, MarkKind.STROKE]
    stamp = next(mark for mark in marks if mark.kind is MarkKind.SEAL)
    assert covers(stamp, 700, 400, 900, 600)


def test_print_under_a_stamp_stays_dark() -> None:
    clean = paper()
    result = parted(scanned(seal(clean, (500, 420), VIOLET)))
    dark = grayed(clean)[320:520, 400:600] < 60
    assert (result.gray[320:520, 400:600][dark] < 140).mean() > 0.97


def test_what_is_not_ink_keeps_every_pixel() -> None:
    page = scanned(seal(paper(), (500, 420), VIOLET))
    result = parted(page)
    away = np.ones(result.gray.shape, np.bool_)
    away[300:540, 380:620] = False
    assert np.array_equal(result.gray[away], grayed(page)[away])


@pytest.mark.parametrize("bilevel", [False, True])
def test_a_black_signature_is_known_by_its_shape_and_stays(bilevel: bool) -> None:
    page = grayed(signature(paper(), (480, 330), BLACK))
    if bilevel:
        page = np.asarray(np.where(page > 128, 255, 0), np.uint8)
    result = parted(page, bilevel=bilevel)
    assert [mark.kind for mark in result.marks] == [MarkKind.STROKE]
    assert covers(result.marks[0], 480, 330, 670, 410, off=10)
    assert result.strokes[330:410, 480:670].any()
    assert np.array_equal(result.gray, page)


def test_a_gray_stamp_covers_all_that_is_in_it() -> None:
    result = parted(grayed(seal(paper(), (800, 780), (150, 150, 150))))
    assert [mark.kind for mark in result.marks] == [MarkKind.SEAL]
    assert result.strokes[780, 800]


def test_a_table_alone_has_no_marks() -> None:
    result = parted(grayed(paper()))
    assert result.marks == ()
    assert not result.strokes.any()


def test_punched_holes_are_no_marks() -> None:
    page = grayed(paper())
    cv2.circle(page, (50, 450), 18, (90,), 2)
    assert parted(page).marks == ()


def test_the_page_is_left_as_it_was() -> None:
    page = scanned(signature(paper(), (480, 330), BLUE))
    before = page.copy()
    parted(page)
    assert np.array_equal(page, before)


def test_hues_are_parted_at_the_valley_between_two_inks() -> None:
    page = np.full((40, 80, 3), 255, np.uint8)
    page[:, :40], page[:, 40:] = BLUE, VIOLET
    parts = by_hue(np.ones((40, 80), np.bool_), page, np.full((40, 80), 90, np.uint8))
    assert [part[:, :38].all() for part in parts] == [True, False]
    assert [part[:, 42:].all() for part in parts] == [False, True]


def test_a_tilted_frame_is_no_ruling_and_looks_like_a_stamp() -> None:
    canvas = np.zeros((300, 400), np.uint8)
    corners = np.array([(50, 60), (340, 75), (335, 185), (45, 170)], np.int32)
    cv2.polylines(canvas, [corners], True, (1,), 3)  # noqa: FBT003
    (blob,) = blobs_of(canvas > 0, canvas > 0, 1)
    assert looks_like_seal(blob.flags, blob.box, canvas.shape, DPI)
    cv2.line(canvas, (0, 250), (399, 251), (1,), 2)
    runs = straight_runs(canvas > 0, 35)
    assert runs[245:255].any()
    assert not runs[:200].any()


def test_a_hole_is_round_and_small() -> None:
    canvas = np.zeros((120, 240), np.uint8)
    cv2.circle(canvas, (60, 60), 18, (1,), 2)
    cv2.rectangle(canvas, (140, 40), (180, 80), (1,), 2)
    ring, frame = blobs_of(canvas > 0, canvas > 0, 1)
    ring, frame = sorted((ring, frame), key=lambda blob: blob.box[0])
    assert is_hole(ring, DPI)
    assert not is_hole(frame, DPI)
