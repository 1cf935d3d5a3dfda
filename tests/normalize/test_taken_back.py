"""Steps of repair on texts, taken back and put back by the states in the ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place, Repair, Ruling, SourceFile
from normalize.model import Facts, Report, Row
from normalize.taken_back import all_taken_back, settled


def _step(field: str, before: str, after: str, state: str = "applied", rule: str = "test") -> Repair:
    return Repair(page=1, row=1, field=field, before=before, after=after, rule=rule, witnesses=(), state=state)


def _report(*repairs: Repair, **texts: str) -> Report:
    blank = dict.fromkeys(
        ("responsible_unit", "unit_canonical", "level", "objective_code", "parent_code", "objective", "indicator_code",
         "indicator_name", "frequency", "indicator_unit", "variable_unit", "justification"), "",
    )  # fmt: skip
    rows = tuple(
        Row(number=number, place=Place(1), level_rank=None, figures=(), **(blank | own))
        for number, own in enumerate((texts, {"level": "Componente", "objective_code": "4.1.1"}), 1)
    )
    return Report(SourceFile("a.txt", "0" * 64, 1), "transcript", 1, "mir-quarterly", Facts(), rows, repairs=repairs)


def _texts(report: Report, field: str) -> tuple[str, list[str]]:
    return getattr(report.rows[0], field), [repair.state for repair in report.repairs]


def test_a_ledger_that_nobody_touched_changes_nothing() -> None:
    report = _report(_step("level", "Componemte", "Componente"), level="Componente")
    assert settled(report) == report


@pytest.mark.parametrize("state", ["reverted", "rejected"])
def test_a_step_taken_back_gives_what_was_before(state: str) -> None:
    report = _report(_step("level", "Componemte", "Componente", state), level="Componente")
    back = settled(report)
    assert _texts(back, "level") == ("Componemte", [state])
    assert settled(back) == back


def test_a_step_put_back_is_taken_again() -> None:
    assert _texts(settled(_report(_step("level", "Componemte", "Componente"), level="Componemte")), "level") == (
        "Componente", ["applied"],
    )  # fmt: skip


def test_of_two_steps_in_one_text_each_can_be_taken_back_alone() -> None:
    first, second = _step("objective", "obras publicas", "obras públicas"), _step("objective", "camimos", "caminos")
    text = "Hacer obras públicas y caminos"
    back = settled(_report(replace(first, state="reverted"), second, objective=text))
    assert _texts(back, "objective") == ("Hacer obras publicas y caminos", ["reverted", "applied"])
    both = settled(replace(back, repairs=(back.repairs[0], replace(second, state="rejected"))))
    assert _texts(both, "objective") == ("Hacer obras publicas y camimos", ["reverted", "rejected"])


def test_what_stood_on_a_step_goes_with_it() -> None:
    first, second = _step("level", "Comp", "Componemte", "reverted"), _step("level", "Componemte", "Componente")
    assert _texts(settled(_report(first, second, level="Componente")), "level") == ("Comp", ["reverted", "reverted"])


def test_a_step_whose_result_is_part_of_what_was_there_is_undone_once() -> None:
    report = _report(_step("objective", "á4to. TRIM", "4to. TRIM", "reverted"), objective="En el 4to. TRIM.")
    back = settled(report)
    assert back.rows[0].objective == "En el á4to. TRIM."
    assert settled(back) == back


def test_a_text_edited_by_hand_stays() -> None:
    edited = _report(_step("level", "Componemte", "Componente"), level="Actividad")
    assert settled(edited) == edited


def test_the_tree_follows_a_code() -> None:
    report = _report(
        _step("objective_code", "4.1.11", "4.1.1.1", "reverted"),
        level="Actividad", objective_code="4.1.1.1", parent_code="4.1.1",
    )  # fmt: skip
    row = settled(report).rows[0]
    assert (row.objective_code, row.parent_code) == ("4.1.11", "")


def test_all_steps_are_taken_back_but_for_headers_figures_and_what_a_person_said() -> None:
    header = replace(_step("level", "NVEL", "NIVEL"), row=None)
    others = (header, _step("progress_q1", "1", "7"), _step("level", "a", "b", rule=Ruling.VALUE),
              _step("level", "c", "d", "proposed"))  # fmt: skip
    report = all_taken_back(_report(*others, _step("objective", "e", "f"), objective="f"))
    assert [repair.state for repair in report.repairs] == ["applied", "applied", "applied", "proposed", "reverted"]
