from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place
from extract.model import Mark, MarkKind, Page, PageKind, TextLine
from normalize.signatories import SignatureWords, read_signatories
from normalize.signatories_ink import ink_beside

NAME = (100.0, 500.0, 200.0, 510.0)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((120, 460, 190, 505), "yes"),
        ((60, 470, 240, 520), "yes"),
        ((120, 400, 190, 455), "no"),
        ((120, 520, 190, 540), "no"),
        ((300, 470, 380, 505), "no"),
        ((210, 470, 380, 505), "no"),
    ],
    ids=["over", "across", "far above", "below", "beside", "of the next one"],
)
def test_a_stroke_counts_where_people_sign(box: tuple[float, float, float, float], expected: str) -> None:
    assert ink_beside(NAME, (Mark(MarkKind.STROKE, box),)) == expected


def test_a_stamp_is_no_signature() -> None:
    assert ink_beside(NAME, (Mark(MarkKind.SEAL, (120, 460, 190, 505)),)) == "no"


@pytest.mark.parametrize(("name", "marks"), [(NAME, None), (None, ())])
def test_nothing_is_said_where_nobody_looked(name: tuple[float, ...] | None, marks: tuple[Mark, ...] | None) -> None:
    assert ink_beside(name, marks) == ""  # type: ignore[arg-type]


def test_each_signatory_of_a_scanned_page_has_their_own_ink() -> None:
    texts = (("Elaboró", 150, 400), ("Ana Ruiz Paz", 150, 460), ("Autorizó", 650, 400), ("Luis Gil Mora", 650, 460))
    lines = tuple(TextLine(text, Place(1, (x - 40, y, x + 40, y + 9)), 8) for text, x, y in texts)
    page = Page(1, 800, 600, PageKind.SCANNED, lines, (Mark(MarkKind.STROKE, (120, 430, 190, 465)),))
    signed = read_signatories([page], SignatureWords())[0]
    assert [(one.name, one.ink) for one in signed] == [("Ana Ruiz Paz", "yes"), ("Luis Gil Mora", "no")]
    digital = replace(page, kind=PageKind.DIGITAL, marks=None)
    assert {one.ink for one in read_signatories([digital], SignatureWords())[0]} == {""}
