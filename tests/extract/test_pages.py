"""Which pages are read from their text and which from their pixels."""

from __future__ import annotations

from extract.content import PageContent
from extract.model import Ruling
from extract.pages import is_picture

WHOLE = (0.0, 0.0, 600.0, 400.0)


def page(**rest: object) -> PageContent:
    return PageContent(1, 600.0, 400.0, (), **{"rulings": (), **rest})  # type: ignore[arg-type]


def test_a_picture_without_text_is_one() -> None:
    assert is_picture(page(images=(WHOLE,)))


def test_a_stamp_of_text_does_not_make_a_scan_digital() -> None:
    assert is_picture(page(images=(WHOLE,), characters=40))


def test_a_page_of_text_over_a_background_is_digital() -> None:
    assert not is_picture(page(images=(WHOLE,), characters=900))


def test_a_small_digital_table_over_a_background_is_digital() -> None:
    rulings = tuple(Ruling((0.0, at, 100.0, at), horizontal=True) for at in (10.0, 20.0, 30.0, 40.0))
    assert not is_picture(page(images=(WHOLE,), characters=40, rulings=rulings))


def test_text_turned_into_outlines_is_read_from_pixels() -> None:
    assert is_picture(page(rulings=(Ruling((0.0, 10.0, 100.0, 10.0), horizontal=True),)))


def test_an_empty_page_is_no_picture() -> None:
    assert not is_picture(page())


def test_pictures_off_the_page_cover_nothing() -> None:
    assert not is_picture(page(images=((700.0, 0.0, 1300.0, 400.0),), characters=40))
