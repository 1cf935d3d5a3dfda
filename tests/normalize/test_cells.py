"""Cells that hold two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.cells import parent_of, split_indicator, split_objective, split_units

_LABELS = (
    ("Unidad de medida del indicador",),
    ("Unidad de medida de las variables", "Unidad de las variables"),
)


@pytest.mark.parametrize(
    ("cell", "code", "text"),
    [
        ("4.1.1: Contribuir a la paz.", "4.1.1", "Contribuir a la paz."),
        ("4.1.1.1 La población", "4.1.1.1", "La población"),
        ("4.1.1.1.1.1. Formalizar", "4.1.1.1.1.1", "Formalizar"),
        ("4.1.1.1.1.1.Formalizar", "4.1.1.1.1.1", "Formalizar"),
        ("4.1.10 - Atender", "4.1.10", "Atender"),
        ("C1.A2 Atender", "C1.A2", "Atender"),
        ("C1. Servicios", "C1", "Servicios"),
        ("7: Contribuir", "7", "Contribuir"),
        ("Contribuir al 4.1.1: paz", "", "Contribuir al 4.1.1: paz"),
        ("25 talleres", "", "25 talleres"),
        ("1.5 millones de árboles", "", "1.5 millones de árboles"),
        ("", "", ""),
    ],
)
def test_objectives(cell: str, code: str, text: str) -> None:
    assert split_objective(cell) == (code, text)


@pytest.mark.parametrize(
    ("cell", "code", "name"),
    [
        ("PASO: Porcentaje de acuerdos", "PASO", "Porcentaje de acuerdos"),
        ("I_PROS_COM_JUS_SOC: Índice", "I_PROS_COM_JUS_SOC", "Índice"),
        ("PAÑ2 : Tasa", "PAÑ2", "Tasa"),
        ("Porcentaje: acuerdos", "", "Porcentaje: acuerdos"),
        ("Porcentaje de acuerdos: firmados: todos", "", "Porcentaje de acuerdos: firmados: todos"),
        ("PASO: Porcentaje: acuerdos", "PASO", "Porcentaje: acuerdos"),
        ("PASO Porcentaje de acuerdos", "", "PASO Porcentaje de acuerdos"),
    ],
)
def test_indicators(cell: str, code: str, name: str) -> None:
    assert split_indicator(cell) == (code, name)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("UNIDAD DE MEDIDA DEL INDICADOR: Tasa UNIDAD DE MEDIDA DE LAS VARIABLES: Actas", ("Tasa", "Actas")),
        ("Unidad de las variables: Actas Unidad de medida del indicador: Tasa", ("Tasa", "Actas")),
        ("UNIDAD DE MEDIDA DEL INDICADOR: Índice", ("Índice", "")),
        ("Unidad de las variables: Actas", ("", "Actas")),
        ("Porcentaje", ("Porcentaje", "")),
        ("", ("", "")),
    ],
)
def test_units(cell: str, units: tuple[str, str]) -> None:
    assert split_units(cell, *_LABELS) == units


@given(st.lists(st.integers(1, 30), min_size=2, max_size=6), st.sampled_from([": ", ". ", " "]))
def test_a_code_comes_back_as_printed(segments: list[int], after: str) -> None:
    code = ".".join(map(str, segments))
    assert split_objective(f"{code}{after}Atender") == (code, "Atender")


def test_a_parent_is_a_prefix_of_whole_segments() -> None:
    assert parent_of("4.11.2", ["4.1", "4"]) == "4"
    assert parent_of("4.1.1.2", ["4.1.1.2", "4.1"]) == "4.1"
    assert parent_of("4.1.1.2", []) == "4.1.1"
    assert parent_of("", ["4"]) == ""
