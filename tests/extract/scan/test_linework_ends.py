"""Frayed ends are evened out; what ends elsewhere on purpose is left."""

from __future__ import annotations

from extract.model import Ruling
from extract.scan.linework_ends import with_even_ends, without_shade_behind


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
