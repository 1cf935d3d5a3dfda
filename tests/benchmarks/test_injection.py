"""The benchmark of injected errors: reconcile is never wrong on it, and it would tell if it were."""

from __future__ import annotations

import doctest
import importlib
import json
from fractions import Fraction
from pathlib import Path
from random import Random

import injection
import pytest
from injection_cases import (
    both_cases,
    clean_cases,
    is_another_figure,
    issuer_cases,
    looks_agree,
    misread_cases,
    texts_of,
)
from injection_issuer import MISTAKES
from injection_oracle import is_valid, solutions, values_of
from injection_rows import PaperRow, Style, any_plan, printed, rows_around
from injection_score import precision_bound, summary, tables
from misread_pool import PooledCell

from cuadre.evidence import Rereading
from normalize.model import Measure, Period

READ = Path(__file__).parent / "injection_cells.jsonl"
"""Cells as the benchmark printed, scanned and read them: misread ones, and all that a few wrong rows print."""


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - invents rows


def cell(line: str) -> PooledCell:
    told = json.loads(line)
    looks = tuple(Rereading(*look) for look in told.pop("looks"))
    return PooledCell(**told | {"looks": looks, "alternatives": tuple(told["alternatives"]), "kind": ""})


CELLS = [cell(line) for line in READ.read_text(encoding="utf-8").splitlines()]
MISREAD = [one for one in CELLS if one.misread]
RIGHT = {one.printed: one for one in CELLS if not one.misread}


@pytest.fixture(scope="module")
def trial() -> injection.Trial:
    issuers = issuer_cases(seeded(11), 48)
    seen = [case for case in issuers if all(text in RIGHT for text in texts_of([case]))]
    chance = seeded(5)
    misread = misread_cases(MISREAD, chance, 24, slips=1)
    return injection.Trial((*seen, *clean_cases(chance, 60)), (*misread, *clean_cases(chance, 20)), RIGHT)


def values(row: PaperRow) -> dict[tuple[str, str], tuple[int, int]]:
    return values_of({(str(measure), str(period)): text for (measure, period), text in row.figures.items()})


def test_nothing_is_overwritten_and_nothing_wrongly_repaired(trial: injection.Trial) -> None:
    judged, _ = injection.run(trial, injection.looking_again)
    assert judged.rows["issuer"] >= 24
    assert judged.wrong == []
    assert judged.false_alarms == 0
    around, _ = injection.run(trial, injection.agreeing)
    assert around.applied >= 3
    assert around.wrong == []


def test_without_the_gate_mistakes_of_the_issuer_are_overwritten(trial: injection.Trial) -> None:
    judged, _ = injection.run(trial, injection.without_gate)
    assert judged.overwritten > 0
    assert str(judged.wrong[0]).startswith("issuer (")
    assert precision_bound(judged.applied, len(judged.wrong)) < Fraction(9, 10)


def test_transcriptions_are_never_changed_and_proposals_counted(trial: injection.Trial) -> None:
    judged, _ = injection.run(trial, injection.looking_again, "transcript")
    assert judged.applied == 0
    assert judged.proposed > judged.proposed_right
    line = summary("transcription", judged, 1.0)
    assert line["repairs"] == "0 (0)"
    assert tables([line], judged).count("|---|") >= 3


def test_right_rows_are_valid_by_another_reckoning() -> None:
    rows = [case.row for case in clean_cases(seeded(3), 200) if case.kind != "hidden"]
    assert {case.kind for case in clean_cases(seeded(3), 200)} >= {"sum", "constant", "last", "hidden"}
    assert all(is_valid(values(row)) for row in rows)


@pytest.mark.parametrize("text", ["1,204", "1204", "52.13%", "103.4%", "35%", "7"])
def test_rows_stand_around_a_figure(text: str) -> None:
    key, row = next(rows_around(text, seeded(2), 2))
    assert row.figures[key] == text
    assert is_valid(values(row))


@pytest.mark.parametrize("text", ["0", "12.34", "-5"])
def test_no_row_stands_around_what_is_no_count_or_share(text: str) -> None:
    assert next(rows_around(text, seeded(2), 1), None) is None


def test_issuers_make_each_mistake() -> None:
    cases = issuer_cases(seeded(4), 96)
    assert {case.kind for case in cases} == set(MISTAKES)
    wrong = [case for case in cases if case.kind == "percentage typed wrong"]
    assert wrong
    assert not any(is_valid(values(case.row)) for case in wrong)


def test_a_row_that_one_sign_mends_is_known_as_such() -> None:
    plan = any_plan(seeded(6), 1, "sum")
    row = values(printed(plan, Style(), "full"))
    assert solutions({**row, ("target", "annual"): (row["target", "annual"][0] + 2, 0)}) >= 1
    assert not is_valid({**row, ("progress", "q1"): (1, 2)})


def test_both_leaves_the_misread_figure_alone() -> None:
    for case in both_cases(MISREAD, seeded(8), 12):
        assert not set(case.misread) & set(case.changed)
        assert all(case.row.figures[key] == one.printed for key, one in case.misread.items())


def test_cells_are_told_apart() -> None:
    looks = (Rereading("52.00%", 0.9, "tesseract 36"), Rereading("32.00%", 0.3, "pp-ocr narrow"))
    one = PooledCell("52.00%", "32.00%", 0.5, (), looks, "")
    assert is_another_figure(one)
    assert looks_agree(one)
    assert not looks_agree(PooledCell("52.00%", "32.00%", 0.5, (), (*looks, Rereading("5", 0.9, "x")), ""))
    assert not is_another_figure(PooledCell("52.00%", "52 %", 0.5, (), looks, ""))


def test_narratives_are_cut_to_length() -> None:
    row = printed(any_plan(seeded(1), 1, "sum"), Style(), "full")
    told = (Measure.NARRATIVE_PROGRESS, Period.Q1)
    assert told in row.telling("share").figures
    assert told not in row.telling("none").figures


@pytest.mark.parametrize("name", ["injection_oracle", "injection_score"])
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
