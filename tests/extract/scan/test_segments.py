"""Letters to stretches of text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.model import Ruling
from extract.scan.model import Linework, Pixels, Print, Segments
from extract.scan.segments import segments_of

DPI = 150
SCALE = DPI / 72


def page(wide: int = 600, high: int = 240) -> Pixels:
    return np.full((high, wide), 255, np.uint8)


def write(gray: Pixels, text: str, left: int, foot: int) -> None:
    cv2.putText(gray, text, (left, foot), cv2.FONT_HERSHEY_SIMPLEX, 0.42, 20, 1, cv2.LINE_AA)


def find(gray: Pixels, rulings: tuple[Ruling, ...] = (), strokes: Pixels | None = None) -> Segments:
    flags = np.zeros(gray.shape, np.bool_) if strokes is None else strokes > 0
    return segments_of(Linework(rulings, (), gray), Print(gray, flags, ()), DPI)


def upright(x: int, top: int = 0, bottom: int = 240) -> Ruling:
    return Ruling((x / SCALE, top / SCALE, x / SCALE + 0.5, bottom / SCALE), horizontal=False)


def lying(y: int, left: int = 0, right: int = 600) -> Ruling:
    return Ruling((left / SCALE, y / SCALE, right / SCALE, y / SCALE + 0.5), horizontal=True)


def test_a_line_is_one_segment_tight_around_its_ink() -> None:
    gray = page()
    write(gray, "Porcentaje de avance, 1,234.50 %", 30, 60)
    (segment,) = find(gray).lines
    ys, xs = np.nonzero(gray < 150)
    assert segment.box == pytest.approx((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), abs=1)
    assert 12 < len(segment.pieces) < 32
    assert segment.crossed == 0
    assert list(segment.pieces) == sorted(segment.pieces)


def test_wide_gaps_part_a_line_and_spaces_do_not() -> None:
    gray = page()
    write(gray, "En el mes", 30, 60)
    write(gray, "45.00", 160, 60)
    write(gray, "7", 230, 60)
    assert [s.box[0] // 10 for s in find(gray).lines] == [3, 16, 23]


def test_no_segment_crosses_a_ruling() -> None:
    gray = page()
    write(gray, "100", 30, 60)
    write(gray, "200", 62, 60)
    assert len(find(gray).lines) == 1
    assert len(find(gray, (upright(59),)).lines) == 2


def test_an_implied_edge_parts_too() -> None:
    gray = page()
    write(gray, "100", 30, 60)
    write(gray, "200", 62, 60)
    edge = Ruling((59 / SCALE, 0, 59 / SCALE, 100), horizontal=False, drawn=False)
    assert len(find(gray, (edge,)).lines) == 2


def test_tight_lines_stay_apart() -> None:
    gray = page()
    write(gray, "gestion y jugo de paginas", 30, 60)
    write(gray, "Ambito Electrico Bolivar", 30, 73)
    write(gray, "programa y seguimiento", 30, 86)
    lines = find(gray).lines
    assert len(lines) == 3
    assert all(s.box[3] - s.box[1] < 18 for s in lines)


def test_accents_dots_and_signs_belong_to_their_line() -> None:
    gray = page()
    write(gray, "Accion iniciada", 30, 60)
    gray[48:50, 54:57] = 20  # An accent over the o.
    write(gray, "- 5.4 %", 30, 110)
    lines = find(gray).lines
    assert len(lines) == 2
    assert lines[0].box[1] == 48
    assert lines[1].box[0] <= 33
    assert find(gray).leftovers == ()


def test_a_lone_dash_is_text_and_dust_is_not() -> None:
    gray = page()
    write(gray, "Total de acciones", 30, 60)
    write(gray, "-", 300, 60)
    gray[150, 300] = 20
    gray[170:172, 400:402] = 20
    found = find(gray, (lying(5), lying(230), upright(5), upright(590)))
    assert len(found.lines) == 2
    assert found.leftovers == ()


def test_ink_that_is_no_text_is_left_over_inside_tables_only() -> None:
    gray = page()
    write(gray, "Total de acciones", 30, 60)
    cv2.ellipse(gray, (300, 150), (60, 45), 0, 20, 300, 20, 2)
    framed = find(gray, (lying(5), lying(230), upright(5), upright(590)))
    assert len(framed.lines) == 1
    assert len(framed.leftovers) == 1
    assert framed.leftovers[0] == pytest.approx((239, 104, 362, 197), abs=4)
    assert find(gray).leftovers == ()


def test_strokes_are_no_text_and_what_they_cross_is_said() -> None:
    gray, strokes = page(), page() * 0
    write(gray, "Total de acciones", 30, 60)
    cv2.line(strokes, (40, 40), (120, 70), 255, 3)
    cv2.ellipse(gray, (300, 150), (12, 40), 20, 20, 300, 20, 2)
    cv2.ellipse(strokes, (300, 150), (12, 40), 20, 20, 300, 255, 6)
    found = find(gray, (lying(5), lying(230), upright(5), upright(590)), strokes)
    (segment,) = found.lines
    assert 0.05 < segment.crossed < 0.5
    assert found.leftovers == ()


def test_an_empty_page_has_nothing() -> None:
    assert find(page()) == Segments((), ())


def test_a_torn_digit_is_one_sign_and_its_foot_no_dash() -> None:
    gray = page()
    write(gray, "Porcentaje de avance", 30, 60)
    gray[102:106, 302:307] = 20
    gray[108:109, 300:308] = 20
    found = find(gray, (lying(80), lying(140), upright(200), upright(400)))
    assert [segment.box for segment in found.lines][1:] == [(300, 102, 308, 109)]
    assert found.leftovers == ()


def test_a_dash_under_ink_that_makes_no_sign_with_it_is_not_read() -> None:
    gray = page()
    write(gray, "Porcentaje de avance", 30, 60)
    gray[105:107, 302:306] = 20
    gray[109:110, 300:310] = 20
    found = find(gray, (lying(80), lying(140), upright(200), upright(400)))
    assert len(found.lines) == 1
    assert (300, 109, 310, 110) in found.leftovers


def test_a_short_dash_alone_in_its_cell_is_text() -> None:
    gray = page()
    write(gray, "Porcentaje de avance", 30, 60)
    gray[109:110, 300:303] = 20
    walls = (lying(80), lying(140), upright(200), upright(400))
    assert [segment.box for segment in find(gray, walls).lines][1:] == [(300, 109, 303, 110)]
