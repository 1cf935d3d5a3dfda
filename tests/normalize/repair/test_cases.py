"""What holds for every step of repair on every case, and that the cases themselves are sound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from repair_cases import CASES, TEXTS, Case, all_cases, cases_of

from normalize.model import Row
from normalize.repair.model import APPLIED, PROPOSED, replayed, reverted


def test_a_case_gives_what_it_says(repair_case: Case) -> None:
    found = repair_case.run(repair_case.rows())
    assert _texts(found.rows) == _texts(repair_case.expected())
    applied = [repair for repair in found.repairs if repair.state == APPLIED and repair.row]
    assert sorted((r.row or 0, r.field, r.rule) for r in applied) == repair_case.rules()
    if "proposed" in repair_case.said:
        proposed = [(r.row or 0, r.field, r.rule) for r in found.repairs if r.state == PROPOSED]
        assert sorted(proposed) == repair_case.rules(PROPOSED)
    if "findings" in repair_case.said:
        assert sorted(finding.rule for finding in found.findings) == sorted(repair_case.said["findings"])


def test_replaying_gives_the_repaired_text_and_reverting_the_raw_one(repair_case: Case) -> None:
    raw = repair_case.rows()
    found = repair_case.run(raw)
    assert _texts(replayed(raw, found.repairs)) == _texts(found.rows)
    assert _texts(reverted(found.rows, found.repairs)) == _texts(raw)
    for repair in found.repairs:
        assert repair.before != repair.after
        assert repair.witnesses, f"{repair.rule} says not what spoke for it"
        assert repair.confidence is None or 0 < repair.confidence <= 1


def test_a_second_run_has_nothing_left_to_do(repair_case: Case) -> None:
    done = repair_case.run(repair_case.rows())
    again = repair_case.run(done.rows)
    assert _texts(again.rows) == _texts(done.rows)
    assert [repair for repair in again.repairs if repair.state == APPLIED] == []


def test_a_digital_page_is_left_alone(repair_case: Case) -> None:
    rows = repair_case.rows(recognizer="pdf")
    found = repair_case.run(rows)
    assert _texts(found.rows) == _texts(rows)
    assert found.repairs == ()


def test_the_same_case_gives_the_same_answer(repair_case: Case) -> None:
    assert repair_case.run(repair_case.rows()) == repair_case.run(repair_case.rows())


def test_what_must_not_change_names_no_change() -> None:
    assert [case.label for case in all_cases() if case.section == "must_not_change" and case.said.get("after")] == []


def test_each_case_has_a_name_of_its_own() -> None:
    labels = [case.label for case in all_cases()]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_each_file_says_what_must_not_change(path: Path) -> None:
    assert any(case.section == "must_not_change" for case in cases_of(path))


def _texts(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, field) for field in TEXTS) for row in rows]
