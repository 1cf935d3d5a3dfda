from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from cuadre.evidence import Place
from normalize.form import builtin_forms
from normalize.model import Row, TextReading
from normalize.repair.chain import in_tree
from normalize.repair.model import OfficialUnit, Setting, UnitDecision
from normalize.repair.units import canonical_names, repair_units
from normalize.repair.units_acronyms import misfits
from normalize.repair.units_evidence import runs_of
from normalize.units import canonical_units

FORM = builtin_forms()[0]
SETTING = Setting(form=FORM)
PAIRS = [
    (one, two)
    for pairs in tomllib.loads(
        Path(__file__).with_name("units_must_not_merge.toml").read_text(encoding="utf-8")
    ).values()
    for one, two in pairs
]


def rows_of(names: list[str], *, recognizer: str = "transcript", components: bool = True) -> tuple[Row, ...]:
    """Rows of one name after the other, each run of a name a component with its activities."""
    rows, component, activity = [], 0, 0
    for number, name in enumerate(names, 1):
        new = number == 1 or names[number - 2] != name
        component, activity = (component + 1, 0) if new else (component, activity + 1)
        level, code = ("Componente", f"1.1.{component}") if new else ("Actividad", f"1.1.{component}.{activity}")
        place = Place(1, (0.0, float(number), 9.0, float(number) + 1))
        row = Row(
            number=number, place=place, responsible_unit=name, unit_canonical=name,
            level=level if components else "", level_rank=None, objective_code=code if components else "",
            parent_code="", objective="", indicator_code="", indicator_name="", frequency="", indicator_unit="",
            variable_unit="", justification="", figures=(),
            readings=(TextReading("responsible_unit", place, name, 0.9, recognizer),),
        )  # fmt: skip
        rows.append(row)
    return in_tree(rows, FORM)


def test_the_list_is_long() -> None:
    assert len(PAIRS) >= 200
    assert len(set(PAIRS)) == len(PAIRS)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_real_names_never_merge_in_one_component(one: str, two: str) -> None:
    for few, many in ((1, 6), (6, 1)):
        names = [one] * few + [two] * many
        rows = tuple(_renamed(row, name) for row, name in zip(rows_of([one] * len(names)), names, strict=True))
        assert not repair_units(rows, SETTING).repairs


def _renamed(row: Row, name: str) -> Row:
    reading = replace(row.readings[0], as_read=name)
    return replace(row, responsible_unit=name, unit_canonical=name, readings=(reading,))


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_real_names_never_merge(one: str, two: str) -> None:
    for (few, many), components in product(((1, 6), (6, 1)), (True, False)):
        names = [one] * few + [two] * many
        rows = rows_of(names, components=components)
        assert canonical_units(names) == tuple(names)
        assert not repair_units(rows, SETTING).repairs
        assert canonical_names(rows, SETTING) == tuple(names)


def test_all_of_them_in_one_document_stay_as_many_as_they_are() -> None:
    names = list(dict.fromkeys(name for pair in PAIRS for name in pair))
    rows = rows_of(names * 2)
    assert not repair_units(rows, SETTING).repairs
    assert canonical_names(rows, SETTING) == tuple(names * 2)


def test_a_digital_page_is_reported_and_left_alone() -> None:
    rows = rows_of(["Organismo Opcrador de Agua", "Organismo Operador de Agua"], recognizer="pdf")
    found = repair_units(rows, SETTING)
    assert not found.repairs
    assert [(one.rule, one.row, one.alternatives) for one in found.findings] == [
        ("unit-name-unsure", 1, ("Organismo Operador de Agua",))
    ]
    assert canonical_names(rows, SETTING) == ("Organismo Operador de Agua",) * 2


def test_an_accent_missing_in_one_row_is_proposed_and_grouped() -> None:
    names = ["Dirección de Catastro"] * 2 + ["Direccion de Catastro"]
    (repair,) = repair_units(rows_of(names), SETTING).repairs
    assert (repair.state, repair.after) == ("proposed", "Dirección de Catastro")
    assert canonical_names(rows_of(names), SETTING) == ("Dirección de Catastro",) * 3


def test_a_vote_says_that_it_is_one() -> None:
    names = ["Red de Bibliotecas Públicas"] * 4 + ["Red de Bibliotecas Publicas"] * 2
    repair, _ = repair_units(rows_of(names), SETTING).repairs
    assert repair.rule == "unit-vote"
    assert repair.witnesses == ("voto: «Red de Bibliotecas Públicas» 4, «Red de Bibliotecas Publicas» 2",)


def test_names_to_group_by_are_the_official_and_the_decided_ones() -> None:
    setting = Setting(
        form=FORM, catalogue=(OfficialUnit("Dirección de Niñez", aliases=("DIF",)),),
        decisions=(UnitDecision("Dirección de Fortuna", "Dirección de Fomento"),),
    )  # fmt: skip
    rows = rows_of(["DIF", "DIRECCIÓN DE NIÑEZ", "Dirección de Fortuna", "Archivo"])
    assert canonical_names(rows, setting) == (
        "Dirección de Niñez", "Dirección de Niñez", "Dirección de Fomento", "Archivo",
    )  # fmt: skip


def test_an_activity_belongs_to_the_component_its_code_names() -> None:
    rows = rows_of(["A", "A", "B", "B"])
    moved = (*rows[:1], *rows[2:], replace(rows[1], number=5))
    assert runs_of(moved, 3) == (0, 1, 1, 0)


@pytest.mark.parametrize(
    ("acronym", "name", "wrong"),
    [
        ("COBUS", "Centros de Oportunidades, Bienestar y Unidad Social", ()),
        ("COBUS", "Centros de Fortuna, Bienestar y Unidad Social", ("fortuna",)),
        ("COBUS", "Centros de Fortuna, Miseria y Unidad Social", None),
    ],
)
def test_an_acronym_fits_a_name_but_for_one_word(acronym: str, name: str, wrong: tuple[str, ...] | None) -> None:
    assert misfits(acronym, name) == wrong
