"""Words are known through what recognisers do to them, and only through that."""

from __future__ import annotations

import pytest

from normalize.form import builtin_forms
from normalize.misread import is_like, mended, starts_like
from normalize.profiles import level_rank

_FORM = builtin_forms()[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [("Actividacl", "actividad"), ("4ctividad", "actividad"), ("COMP0NENTE", "componente"), ("trimestrc", "trimestre"),
     ("PR1MER", "primer"), ("mcs", "mes"), ("d irección", "direccion")],
)  # fmt: skip
def test_a_word_is_like_itself_misread(text: str, word: str) -> None:
    assert is_like(text, word) is (text != "mcs")


@pytest.mark.parametrize(
    ("text", "word", "stem", "length"),
    [
        ("ELABOR0:", "elaboro", False, 7), ("Elaboró", "elaboro", False, 7), ("EL ABORÓ", "elaboro", False, 8),
        ("Elaboración", "elaboro", False, 0), ("Dlrectora General", "director", True, 8),
        ("Vo. Bo.", "vo. bo", False, 6), ("Eje", "eje", False, 3), ("Fje", "eje", False, 0), ("", "eje", False, 0),
        ("Cornisión de Agua", "comision", False, 9),
    ],
)  # fmt: skip
def test_where_the_first_word_ends(text: str, word: str, stem: bool, length: int) -> None:
    assert starts_like(text, word, stem=stem) == length


def test_months_that_differ_by_a_letter_are_not_taken_for_each_other() -> None:
    words = ("junio", "julio", "trimestre", "trimestral", "tercer", "tercera")
    assert mended("JUNI0 Y JULlO", words) == "junio y julio"
    assert mended("avance trimestrol", words) == "avance trimestral"
    assert mended("Z026 2O27 12OO", words) == "2026 2027 12oo"


@pytest.mark.parametrize(
    ("text", "rank"),
    [("FlN", 0), ("Proposíto", 1), ("Cornponente", 2), ("Actividacl", 3), ("4ctividad 2", 3), ("Final", None),
     ("Comodato", None), ("Activo", None), ("E", None)],
)  # fmt: skip
def test_a_level_is_known_when_misread(text: str, rank: int | None) -> None:
    assert level_rank(text, _FORM) == rank
