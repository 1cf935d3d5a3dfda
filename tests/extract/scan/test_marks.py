from __future__ import annotations

from extract.model import Mark, MarkKind
from extract.scan.marks import distinct, mark_findings

STROKE = Mark(MarkKind.STROKE, (100, 100, 180, 140))
SEAL = Mark(MarkKind.SEAL, (300, 90, 380, 170))


def test_nothing_is_said_of_a_page_without_marks() -> None:
    assert list(mark_findings((), 1)) == []


def test_stamps_and_strokes_are_told_and_counted() -> None:
    findings = list(mark_findings((STROKE, SEAL, STROKE), 4))
    assert [(one.rule, one.page, one.evidence) for one in findings] == [
        ("page-sealed", 4, "1"), ("page-inked", 4, "2"),
    ]  # fmt: skip
    assert findings[0].message == "La página 4 lleva un sello."
    assert findings[1].message == "La página 4 lleva 2 trazos de pluma, como firmas o rúbricas."


def test_several_stamps_are_counted() -> None:
    (finding,) = mark_findings((SEAL, SEAL), 2)
    assert finding.message == "La página 2 lleva 2 sellos."


def test_a_mark_within_another_is_one_with_it() -> None:
    inner = Mark(MarkKind.STROKE, (120, 110, 150, 130))
    assert distinct([inner, STROKE]) == (STROKE,)


def test_marks_that_only_touch_stay_apart_from_the_top_down() -> None:
    beside = Mark(MarkKind.STROKE, (170, 60, 260, 140))
    assert distinct([SEAL, STROKE, beside]) == (beside, SEAL, STROKE)


def test_specks_are_no_marks() -> None:
    assert distinct([Mark(MarkKind.STROKE, (10, 10, 15, 14))]) == ()
