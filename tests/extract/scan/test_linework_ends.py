"""Frayed ends are evened out; what ends elsewhere on purpose is left."""

from __future__ import annotations

from extract.model import Ruling
from extract.scan.linework_ends import with_even_ends, without_pen_strokes, without_shade_behind


def flat(left: float, right: float, y: float) -> Ruling:
    return Ruling((left, y, right, y + 0.5), horizontal=True)


WHOLE = [flat(36.0, 1152.0, 100.0 * at) for at in range(1, 6)]


def ends(rulings: list[Ruling]) -> tuple[float, float]:
    found = with_even_ends(rulings)[-1].box
    return found[0], found[2]


def test_a_frayed_end_is_lengthened() -> None:
    assert ends([*WHOLE, flat(42.2, 1144.8, 650.0)]) == (36.0, 1152.0)


def test_an_end_at_an_upright_ruling_stays() -> None:
    upright = Ruling((42.0, 600.0, 42.4, 700.0), horizontal=False)
    assert ends([upright, *WHOLE, flat(42.2, 1152.0, 650.0)]) == (42.2, 1152.0)


def test_a_ruling_that_ends_far_away_stays() -> None:
    assert ends([*WHOLE, flat(90.0, 1100.0, 650.0)]) == (90.0, 1100.0)


def test_a_short_one_and_too_few_to_tell_stay() -> None:
    assert ends([*WHOLE, flat(40.0, 500.0, 650.0)]) == (40.0, 500.0)
    assert ends([*WHOLE[:2], flat(42.2, 1152.0, 650.0)]) == (42.2, 1152.0)


def test_shading_that_goes_on_behind_a_merged_cell_parts_nothing() -> None:
    def shade(left: float, right: float, y: float) -> Ruling:
        return Ruling((left, y, right, y), horizontal=True, drawn=False)

    drawn, beside = flat(114.0, 1194.0, 219.0), shade(33.0, 170.0, 219.8)
    alone, wide = shade(33.0, 1194.0, 300.0), shade(33.0, 1194.0, 400.0)
    upright = Ruling((114.0, 100.0, 114.0, 500.0), horizontal=False, drawn=False)
    short = flat(33.0, 300.0, 400.2)
    assert without_shade_behind([drawn, beside, alone, wide, short, upright]) == [drawn, alone, wide, short, upright]


def upright(x: float, top: float, bottom: float) -> Ruling:
    return Ruling((x, top, x + 0.5, bottom), horizontal=False)


FLAT = [flat(30.0, 760.0, y) for y in (130.0, 180.0, 250.0, 330.0, 410.0, 490.0, 530.0)]
UPRIGHT = [upright(x, 130.0, 530.0) for x in (30.0, 160.0, 280.0, 400.0, 600.0, 760.0)]
TABLE = [*FLAT, *UPRIGHT]


def test_a_pen_that_ends_in_the_midst_of_cells_draws_no_wall() -> None:
    through, floating, under = upright(195.0, 438.0, 510.0), upright(227.0, 340.0, 398.0), flat(140.0, 278.0, 515.0)
    assert without_pen_strokes([*TABLE, through, floating, under]) == TABLE


def test_walls_that_end_on_walls_and_pieces_of_torn_ones_stay() -> None:
    header, group = upright(500.0, 180.0, 250.0), flat(400.0, 600.0, 150.0)
    torn = [upright(680.0, 130.0, 200.0), upright(680.5, 300.0, 400.0), upright(680.0, 440.0, 500.0)]
    for ruling in (header, group):
        assert ruling in without_pen_strokes([*TABLE, ruling])
    assert without_pen_strokes([*TABLE, *torn]) == [*TABLE, *torn]


def test_lines_outside_of_tables_and_edges_of_shades_stay() -> None:
    line = flat(100.0, 250.0, 700.0)
    shade = Ruling((195.0, 438.0, 195.0, 510.0), horizontal=False, drawn=False)
    assert without_pen_strokes([*TABLE, line, shade]) == [*TABLE, line, shade]
