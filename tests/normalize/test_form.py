"""Forms are files: the ones of the package, and a new one that needs no code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from normalize.form import TEXT_ROLES, Form, FormError, builtin_forms, load_form, parse_form
from normalize.model import NOTHING_GIVEN, GivenRegime, Measure, Period
from normalize.rows import normalize

_SMALL = """
name = "works"
needs = [["objective"], ["target"], ["achieved"]]
number_format = "es-ES"
arithmetic = ["progress"]

[columns.objective]
header = ["OBRA"]
[columns.responsible_unit]
header = ["CONTRATISTA"]
looks = "name"
[columns.other]
header = ["MUNICIPIO"]

[measures]
target = ["PREVISTO"]
achieved = ["EJECUTADO"]
progress = ["GRADO"]

[periods]
quarter = ["TRIMESTRE"]
q2 = ["2"]

[cells]
no_figure = ["sin obra"]
"""


def _small(folder: Path, text: str = _SMALL) -> Form:
    path = folder / "works.toml"
    path.write_text(text, encoding="utf-8")
    return load_form(path)


def test_a_new_form_is_a_file(tmp_path: Path, press: Any) -> None:
    measures = ("EJECUTADO TRIMESTRE 2", "PREVISTO TRIMESTRE 2", "GRADO TRIMESTRE 2")
    heads = ["OBRA", measures[0], "MUNICIPIO", *measures[1:], "CONTRATISTA"]
    body = [
        ["Puente sobre el río", "1.500,00", "El Salto", "3.000,00", "50,00 %", "Obras y Vías"],
        ["Aulas de la primaria", "sin obra", "Ojo de Agua", "40,00", "0,00 %", "Muros"],
    ]
    report = normalize(press.reading_of([press.table_of([heads, *body])]), [_small(tmp_path)])
    assert (report.form, report.arithmetic, report.number_format.name) == ("works", ("progress",), "es-ES")
    first = report.rows[0]
    assert (first.objective, first.responsible_unit) == ("Puente sobre el río", "Obras y Vías")
    figures = {figure.field: str(figure.printed) for figure in first.figures}
    assert figures == {"target_q2": "3000.00", "achieved_q2": "1500.00", "progress_q2": "50.00"}
    assert [finding.rule for finding in report.findings] == ["column-without-place"]


def test_the_form_that_reads_more_rows_is_chosen(tmp_path: Path, press: Any) -> None:
    report = normalize(press.reading(press.report()), [_small(tmp_path), *builtin_forms()])
    assert report.form == "mir-quarterly"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('name = "works"', ""),
        ('name = "works"', "name = "),
        ("[columns.objective]", "[columns.purpose]"),
        ("achieved = [", "reached = ["),
        ('looks = "name"', 'looks = "pretty"'),
        ('number_format = "es-ES"', 'number_format = "xx"'),
        ('["achieved"]]', '["achievement"]]'),
        ('arithmetic = ["progress"]', 'arithmetic = ["magic"]'),
        ('header = ["OBRA"]', 'header = "OBRA"'),
        ("[cells]", "[facts]\nnobody = ['x']\n[cells]"),
        ("no_figure =", "no_figures ="),
    ],
)
def test_a_form_that_says_nonsense_is_refused_by_name(tmp_path: Path, good: str, bad: str) -> None:
    assert good in _SMALL
    with pytest.raises(FormError, match=r"works\.toml"):
        _small(tmp_path, _SMALL.replace(good, bad, 1))


def test_the_first_form_knows_every_place_of_a_row() -> None:
    form = next(form for form in builtin_forms() if form.name == "mir-quarterly")
    assert all(form.column(role).header for role in TEXT_ROLES)
    assert set(form.measures) == {Measure.TARGET, Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE}
    assert set(form.periods.ordinals) == {Period.Q1, Period.Q2, Period.Q3, Period.Q4}
    assert [level.rank for level in form.levels] == [0, 1, 2, 3]


def test_a_column_the_form_lacks_has_no_words() -> None:
    assert parse_form(_SMALL, "works").column("frequency").header == ()


def test_the_example_of_the_documentation_is_a_form() -> None:
    text = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
    example = text.split("```toml\n", 1)[1].split("```", 1)[0]
    assert parse_form(example, "docs/forms.md").needs


def test_a_form_may_take_conventions_for_granted() -> None:
    form = parse_form(f'{_SMALL}\n[regime]\nrounding_mode = "truncate"\nzero_over_zero = "0"\n', "works")
    assert form.regime == GivenRegime("truncate", "", "0")
    assert parse_form(_SMALL, "works").regime == NOTHING_GIVEN


@pytest.mark.parametrize("line", ['rounding_mode = "up"', 'denominator = "annual"', "zero_over_zero = 0"])
def test_a_convention_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(FormError, match="works"):
        parse_form(f"{_SMALL}\n[regime]\n{line}\n", "works")
