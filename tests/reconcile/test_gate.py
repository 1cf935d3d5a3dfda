"""Second looks: only what they say with confidence counts, and one that contradicts is enough to stop a repair."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuadre.evidence import ES_MX, Printed, Rereading
from reconcile.gate import Look, agreed, dissenting, evidence, heard, repeated, weighed

READ, PREDICTED = Printed(Decimal(180), 0), Printed(Decimal(190), 0)
SHARE = Printed(Decimal("52.00"), 2, percent=True)


def looks(*said: tuple[str, float]) -> tuple[Rereading, ...]:
    names = ("pp-ocr close", "tesseract 52", "pp-ocr narrow", "tesseract 70")
    return tuple(Rereading(text, sure, name) for (text, sure), name in zip(said, names, strict=False))


@pytest.mark.parametrize(
    ("said", "look"),
    [
        ([], Look.NONE),
        ([("190", 0.9)], Look.PREDICTED),
        ([("190", 0.9), ("190", 0.61)], Look.PREDICTED),
        ([("190", 0.9), ("180", 0.5)], Look.PREDICTED),
        ([("190", 0.9), ("", 0.9)], Look.PREDICTED),
        ([("190", 0.9), ("180", 0.6)], Look.OTHER),
        ([("190", 0.9), ("150", 0.9)], Look.OTHER),
        ([("190", 0.9), ("19O", 0.9)], Look.OTHER),
        ([("180", 0.9), ("190", 0.5)], Look.AS_READ),
        ([("180.0", 0.9)], Look.AS_READ),
        ([("190.0", 0.9)], Look.OTHER),
        ([("185", 0.9), ("185", 0.9)], Look.OTHER),
        ([("190", 0.59), ("180", 0.3)], Look.UNREADABLE),
        ([("", 1.0)], Look.UNREADABLE),
    ],
)
def test_what_looks_amount_to(said: list[tuple[str, float]], look: Look) -> None:
    assert weighed(looks(*said), READ, PREDICTED, ES_MX) is look


def test_without_a_prediction_looks_can_only_repeat_the_reading() -> None:
    assert weighed(looks(("190", 0.9)), READ, None, ES_MX) is Look.OTHER
    assert weighed(looks(("180", 0.9)), READ, None, ES_MX) is Look.AS_READ
    assert weighed(looks(("180", 0.9)), None, None, ES_MX) is Look.OTHER


def test_a_percent_sign_may_be_left_out_and_a_group_sign_kept() -> None:
    assert weighed(looks(("52.00", 0.9)), None, SHARE, ES_MX) is Look.PREDICTED
    assert weighed(looks(("52", 0.9)), None, SHARE, ES_MX) is Look.OTHER
    assert weighed(looks(("1,204", 0.9)), READ, Printed(Decimal(1204), 0), ES_MX) is Look.PREDICTED


def test_two_recognisers_must_agree_to_replace_a_reading() -> None:
    assert agreed(looks(("190", 0.9), ("190", 0.7)), ES_MX) == PREDICTED
    assert agreed(looks(("190", 0.9)), ES_MX) is None
    assert agreed(looks(("190", 0.9), ("190", 0.5)), ES_MX) is None
    assert agreed(looks(("190", 0.9), ("190", 0.9), ("180", 0.7)), ES_MX) is None
    same = (Rereading("190", 0.9, "pp-ocr close"), Rereading("190", 0.9, "pp-ocr narrow"))
    assert agreed(same, ES_MX) is None


def test_two_recognisers_must_repeat_a_reading_to_make_it_sure() -> None:
    assert repeated(looks(("180", 0.9), ("180", 0.7)), READ, ES_MX)
    assert not repeated(looks(("180", 0.9), ("180", 0.5)), READ, ES_MX)
    assert not repeated(looks(("180", 0.9), ("180", 0.9), ("190", 0.6)), READ, ES_MX)
    assert not repeated((Rereading("180", 0.9, "pp-ocr close"), Rereading("180", 0.9, "pp-ocr wide")), READ, ES_MX)


def test_dissent_is_when_no_look_repeats_the_reading() -> None:
    assert dissenting(looks(("190", 0.9), ("150", 0.9)), READ, ES_MX)
    assert not dissenting(looks(("190", 0.9), ("180", 0.9)), READ, ES_MX)
    assert not dissenting(looks(("190", 0.5)), READ, ES_MX)


TEXTS = st.text("0123456789.,%- ", max_size=9)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 10_000)), max_size=4))
def test_what_the_package_keeps_of_looks_is_heard_again(said: list[tuple[str, int]]) -> None:
    told = looks(*((text, sure / 10_000) for text, sure in said))
    assert heard(evidence(told)) == told


def test_looks_edited_into_something_else_are_left_out() -> None:
    assert heard("pp-ocr=52@0.9000; nonsense; tesseract=13@2") == (Rereading("52", 0.9, "pp-ocr"),)
