"""The steps of repair one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from repair_cases import all_cases, form

from cuadre.evidence import ES_MX, Place, Repair
from normalize.model import Measure, Row
from normalize.repair.chain import in_tree, repair_rows
from normalize.repair.model import Found, Setting
from normalize.restated import with_restated

_SETTING = Setting(form=form())


def _rows() -> tuple[Row, ...]:
    case = next(case for case in all_cases() if case.file == "text" and case.section == "in_the_wild")
    one, two = case.rows()[:2]
    parent = replace(one, level="Componemte", objective_code="4.1.1")
    return parent, replace(two, level="Actividad", objective_code="4.1.2.1")


def _step(row: int, field: str, before: str, after: str) -> Found:
    return Found((Repair(page=1, row=row, field=field, before=before, after=after, rule="test", witnesses=("test",)),))


def test_each_step_sees_what_the_one_before_it_left() -> None:
    seen: list[tuple[int | None, str]] = []

    def level(_rows: Sequence[Row], _setting: Setting) -> Found:
        return _step(1, "level", "Componemte", "Componente")

    def code(rows: Sequence[Row], _setting: Setting) -> Found:
        seen.append((rows[0].level_rank, rows[1].parent_code))
        return _step(2, "objective_code", "4.1.2.1", "4.1.1.1")

    repaired = repair_rows(_rows(), _SETTING, (level, code))
    assert seen == [(2, "4.1.2")]
    assert (repaired.rows[1].parent_code, repaired.rows[1].level_rank) == ("4.1.1", 3)
    assert [repair.field for repair in repaired.repairs] == ["level", "objective_code"]


def test_the_top_of_the_tree_has_no_parent() -> None:
    one, two = in_tree(_rows(), form())
    assert (one.parent_code, two.parent_code) == ("", "4.1.2")


def test_figures_of_the_narrative_are_places_in_the_repaired_text() -> None:
    row = _rows()[0]
    reading = replace(row.readings[0], field="justification", place=Place(3))
    told = "De 25 obras programadas se realizaron 13, esto es, el 52%."
    found = with_restated((replace(row, justification=told, readings=(reading,)),), ES_MX, 2)[0].figures
    assert [told[slice(*figure.span)] for figure in found if figure.span] == ["25", "13", "52%"]
    assert {figure.measure for figure in found} == {
        Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS,
    }  # fmt: skip
    assert {figure.place.page for figure in found} == {3}


def test_a_row_without_a_narrative_restates_nothing() -> None:
    assert with_restated(_rows(), ES_MX, 1)[0].figures == ()
