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
from normalize.repair.model import Setting
from normalize.repair.units import canonical_names, repair_units
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
COUNTS = ((1, 6), (6, 1), (3, 3))


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
    for few, many in (*COUNTS, (1, 3)):
        names = [one] * few + [two] * many
        rows = tuple(_renamed(row, name) for row, name in zip(rows_of([one] * len(names)), names, strict=True))
        assert not repair_units(rows, SETTING).repairs


def _renamed(row: Row, name: str) -> Row:
    reading = replace(row.readings[0], as_read=name)
    return replace(row, responsible_unit=name, unit_canonical=name, readings=(reading,))


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_real_names_never_merge(one: str, two: str) -> None:
    for (few, many), components, recognizer in product(COUNTS, (True, False), ("pdf", "transcript", "tesseract")):
        names = [one] * few + [two] * many
        rows = rows_of(names, recognizer=recognizer, components=components)
        assert canonical_units(names) == tuple(names)
        assert not repair_units(rows, SETTING).repairs
        assert canonical_names(rows, SETTING) == tuple(names)
