from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from extract.scan.figures import LIKELY, SURE, Witness, final_verdict, first_verdict
from extract.scan.ppocr import Heard
from extract.scan.shapes import Shapes, shapes_of

CLEAR = Shapes(4, (0.0,), 0, 0.0, bare_stroke=False, cap=14.0)
NOBODY = Witness("", 0.0)


def _heard(text: str, probability: float) -> tuple[Heard, ...]:
    return (Heard(text, probability),)


def test_a_clear_figure_needs_one_reading() -> None:
    assert first_verdict(_heard("25.00%", 0.999), NOBODY, CLEAR, crossed=False).confidence >= SURE


@pytest.mark.parametrize("text", ["5.091.62", "028%", "1,20.5", "7-5"])
def test_what_has_not_the_form_of_a_figure_is_unsure_however_sure_the_reader(text: str) -> None:
    first = first_verdict(_heard(text, 0.999), NOBODY, CLEAR, crossed=False)
    last = final_verdict(_heard(text, 0.999), _heard(text, 0.999), Witness(text, 0.9), CLEAR, crossed=False)
    assert max(first.confidence, last.confidence) < LIKELY


def test_three_decimals_may_be_thousands() -> None:
    comma = Shapes(4, (0.16,), 0, 0.0, bare_stroke=False, cap=14.0)
    assert first_verdict(_heard("5.143", 0.999), NOBODY, comma, crossed=False).confidence < LIKELY
    assert first_verdict(_heard("5,143", 0.999), NOBODY, comma, crossed=False).confidence >= SURE


def test_readers_who_differ_leave_a_figure_unsure_with_both_readings() -> None:
    verdict = final_verdict(_heard("167", 0.86), _heard("162", 0.9), Witness("762", 0.5), CLEAR, crossed=False)
    assert verdict.confidence < LIKELY
    assert {verdict.text, *verdict.alternatives} >= {"167", "162", "762"}


def test_three_readers_who_agree_settle_it() -> None:
    verdict = final_verdict(_heard("16.2", 0.9), _heard("16.2", 0.9), Witness("16.2", 0.9), CLEAR, crossed=False)
    assert verdict.confidence > 0.95
    assert verdict.agreed


def test_a_crossed_figure_needs_tesseract_too() -> None:
    against = final_verdict(_heard("16.2", 0.98), _heard("16.2", 0.98), Witness("46.2", 0.9), CLEAR, crossed=True)
    agreed = final_verdict(_heard("16.2", 0.98), _heard("16.2", 0.98), Witness("16.2", 0.9), CLEAR, crossed=True)
    assert against.confidence < LIKELY < agreed.confidence


def test_same_digits_and_ink_settle_the_signs() -> None:
    comma = Shapes(4, (0.12,), 0, 0.0, bare_stroke=False, cap=10.0)
    verdict = final_verdict(_heard("7.923", 0.86), _heard("7.923", 0.94), Witness("7,923", 0.88), comma, crossed=False)
    assert verdict.text == "7,923"
    assert verdict.confidence >= LIKELY


@pytest.mark.parametrize(
    ("text", "wrong"), [("5,143", "5.143"), ("7.05", "705"), ("-4.91", "4.91"), ("1,204.50", "1.204.50")]
)
def test_ink_speaks_against_lost_and_changed_signs(printed: Any, text: str, wrong: str) -> None:
    shapes = shapes_of(printed([text]).crop(0))
    assert shapes.against(wrong)
    assert not shapes.against(text)


def test_a_dash_that_touches_the_digit_is_seen(printed: Any) -> None:
    page = printed(["4.91", "8.91"])
    for number in range(2):
        crop = cv2.copyMakeBorder(page.crop(number), 0, 0, 6, 0, cv2.BORDER_CONSTANT, value=255)
        text = ("4.91", "8.91")[number]
        assert not shapes_of(crop).against(text)
        dashed = crop.copy()
        middle = dashed.shape[0] // 2
        dashed[middle : middle + 2, 6:14] = 0
        assert shapes_of(dashed.astype(np.uint8)).against(text)


def test_no_ink_is_no_shape() -> None:
    assert shapes_of(np.full((20, 20), 255, np.uint8)).digits == 0
