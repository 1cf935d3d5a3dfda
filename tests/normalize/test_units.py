from __future__ import annotations

import pytest

from normalize.units import canonical_units, plain


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("Academia de Formación", "Academia de Formacion"),
        ("Coordinación de Becas", "COORDINACIÓN DE BECAS"),
        ("Dirección de Obras, Calles", "Dirección de Obras Calles"),
        ("Centro Empresarial", "Centro  Empresarial"),
        ("Organismo Operador", "Organismo Opcrador"), ("Centro Animal Cañadas", "Centro Animal Cafiadas"),
        ("Jefatura de Alumbrado", "Jefatura dc Alumbrado"),
        ("Departamento de Parques", "Departarnento de Parques"),
        ("Coordinación Municipal", "Cordinación Municipal"),
        ("Dirección de Bienestar", "Dirección de Bien estar"),
    ],
)  # fmt: skip
def test_slips_are_one_unit(right: str, slip: str) -> None:
    assert canonical_units([slip, right, right]) == (right,) * 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Coordinación de Salud Física", "Coordinación de Salud Mental"), ("Zona 1", "Zona 2"),
        ("Zona 11", "Zona 1"),
        ("Vinculación Laboral", "Vinculación Social"), ("Dirección de Obras", "Subdirección de Obras"),
        ("Oficialía 01", "Oficialía 07"), ("Coordinación de Casas", "Coordinación de Cajas"),
        ("Dirección de Mercado", "Dirección de Mercados"), ("Secretaria Técnica", "Secretario Técnico"),
        ("Dirección de Ingresos", "Dirección de Egresos"), ("Zona I", "Zona II"),
        ("Región Norte", "Región Este"),
        ("Unidad de Adopción", "Unidad de Adaptación"),
    ],
)  # fmt: skip
def test_names_that_must_stay_apart(one: str, two: str) -> None:
    names = [one, two, two, two, two, two, two]
    assert canonical_units(names) == tuple(names)


def test_a_word_beats_what_is_none_whatever_the_count() -> None:
    names = ["Organismo Opcrador", "Organismo Operador", "Organismo Opcrador"]
    assert canonical_units(names) == ("Organismo Operador",) * 3


def test_two_candidates_are_no_evidence() -> None:
    names = ["Oficina de Malas", "Oficina de Maías", "Oficina de Balas", "Oficina de Xalas"]
    assert canonical_units(names)[3] == "Oficina de Xalas"


def test_first_seen_wins_among_equals() -> None:
    assert canonical_units(["Centro Cívico", "Centro Civico"]) == ("Centro Cívico",) * 2


def test_blank_stays_blank() -> None:
    assert canonical_units(["", "Archivo", ""]) == ("", "Archivo", "")


def test_plain_keeps_positions() -> None:
    text = "Nº ÁÑÜß İ"
    assert len(plain(text)) == len(text)
