"""Closed lists: what is near enough to one word becomes it, and a word that exists stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place
from normalize.form import builtin_forms
from normalize.model import Row, TextReading
from normalize.repair.model import Found, Setting
from normalize.repair.vocabularies import DOCUMENT_VALUE, FORM_WORD, repair_vocabularies

FORM = builtin_forms()[0]


def rows(field: str, *texts: str, who: str = "transcript") -> list[Row]:
    blank = Row(
        number=1, place=Place(1), responsible_unit="", unit_canonical="", level="", level_rank=None, objective_code="",
        parent_code="", objective="", indicator_code="", indicator_name="", frequency="", indicator_unit="",
        variable_unit="", justification="", figures=(),
    )  # fmt: skip
    return [
        replace(blank, number=n, readings=(TextReading(field, Place(1), text, 0.9, who),), **{field: text})
        for n, text in enumerate(texts, 1)
    ]


def found(field: str, *texts: str, who: str = "transcript") -> Found:
    return repair_vocabularies(rows(field, *texts, who=who), Setting(form=FORM))


@pytest.mark.parametrize(
    ("field", "read", "printed"),
    [
        ("frequency", "Trinual", "Trianual"), ("frequency", "Trirnestral", "Trimestral"),
        ("frequency", "Trimestal", "Trimestral"), ("frequency", "TRlMESTRAL", "TRIMESTRAL"),
        ("frequency", "Sernestral", "Semestral"), ("frequency", "Anua1", "Anual"),
        ("level", "Activided", "Actividad"), ("level", "Componerte 2", "Componente 2"), ("level", "FlN", "FIN"),
        ("level", "Propósilo", "Propósito"),
    ],
)  # fmt: skip
def test_one_near_word_is_taken(field: str, read: str, printed: str) -> None:
    usual = ("FIN", "TRIMESTRAL") if read.isupper() or read in ("FlN", "TRlMESTRAL") else ("Propósito", "Trimestral")
    repairs = found(field, read, usual[field == "frequency"]).repairs
    assert [(r.row, r.before, r.after, r.rule) for r in repairs] == [(1, read, printed, FORM_WORD)]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("frequency", "Anual"), ("frequency", "Bianual"), ("frequency", "Bienal"), ("frequency", "Semestral"),
        ("frequency", "Diario"), ("frequency", "Mensuales"), ("frequency", "Unica"), ("frequency", "No aplica"),
        ("frequency", "Xyz"), ("level", "Fin"), ("level", "Fines"), ("level", "Fon"), ("level", "Proposito"),
        ("level", "P"), ("level", "Actividades"), ("level", "Meta"),
    ],
)  # fmt: skip
def test_words_that_exist_and_words_too_far_stay(field: str, text: str) -> None:
    usual = {"frequency": "Trianual", "level": "Actividad"}[field]
    assert found(field, *[usual] * 8, text) == Found()


def test_what_a_digital_page_prints_stays() -> None:
    assert found("frequency", "Trinual", "Trimestral", who="pdf") == Found()


def test_what_comes_back_again_and_again_is_the_issuers() -> None:
    assert found("frequency", *["Trimestal"] * 4, *["Trimestral"] * 6) == Found()


def test_two_near_words_are_told_and_not_chosen_from() -> None:
    told = found("frequency", "Trienual", *["Trimestral"] * 6)
    assert told.repairs == ()
    assert [(one.rule, set(one.alternatives)) for one in told.findings] == [("value-suspect", {"Trianual", "Trienal"})]


@pytest.mark.parametrize(("usual", "repaired"), [(3, True), (2, False)])
def test_a_lost_accent_needs_a_document_that_prints_it(usual: int, repaired: bool) -> None:
    repairs = found("level", *["Propósito"] * usual, "Proposito").repairs
    assert [r.after for r in repairs] == (["Propósito"] if repaired else [])


def test_a_unit_of_measure_is_put_right_by_vote() -> None:
    repairs = found("variable_unit", *["Denuncia ambiental"] * 4, "Denuncia ambientaz", "Denuncia arnbiental").repairs
    assert {(r.row, r.after, r.rule) for r in repairs} == {
        (5, "Denuncia ambiental", DOCUMENT_VALUE), (6, "Denuncia ambiental", DOCUMENT_VALUE)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("Acciones", "Acción"), ("Denuncia atendida", "Denuncia atendido"), ("Tablets", "Tablet"),
        ("Porcentaje", "Porcentajes"), ("Consulta médica", "Consulta medida"), ("Curso", "Cursi"),
        ("Etapa 12", "Etapa 1Z"), ("Sesión ordinaria", "— ordinaria"),
    ],
)  # fmt: skip
def test_units_that_differ_by_a_real_word_stay(usual: str, other: str) -> None:
    assert found("variable_unit", *[usual] * 9, other) == Found()
