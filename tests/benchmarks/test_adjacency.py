"""The measure of the table benchmark."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

_PATH = Path(__file__).parents[2] / "benchmarks" / "adjacency.py"
_SPEC = importlib.util.spec_from_file_location("adjacency", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
adjacency = importlib.util.module_from_spec(_SPEC)
sys.modules["adjacency"] = adjacency
_SPEC.loader.exec_module(adjacency)

TABLE = adjacency.flat([["", "2008", "2009"], ["Austria", "1", "2"], ["Spain", "3", ""]])


def test_relations_jump_over_blanks() -> None:
    found = adjacency.relations(TABLE)
    assert found["down", "2009", "2"] == 1
    assert found["right", "Spain", "3"] == 1
    assert ("right", "3", "") not in found
    assert found.total() == 9 - 1


def test_a_merged_cell_is_next_to_each_cell_below_it_once() -> None:
    cell = adjacency.BenchCell
    table = (cell(0, 0, 0, 1, "Total"), cell(1, 0, 1, 0, "a"), cell(1, 1, 1, 1, "b"))
    assert dict(adjacency.relations(table)) == {
        ("down", "Total", "a"): 1, ("down", "Total", "b"): 1, ("right", "a", "b"): 1,
    }  # fmt: skip


def test_white_space_does_not_count() -> None:
    spaced = tuple(replace(cell, text=f" {cell.text}\n") for cell in TABLE)
    assert adjacency.structure_score([spaced], [TABLE]).f1 == 1


@pytest.mark.parametrize("lost", range(len(TABLE)))
def test_a_lost_cell_costs_recall(lost: int) -> None:
    rest = TABLE[:lost] + TABLE[lost + 1 :]
    score = adjacency.structure_score([rest], [TABLE])
    assert (score.recall < 1) == bool(TABLE[lost].text)


def test_a_table_that_is_not_there_costs_precision() -> None:
    score = adjacency.structure_score([TABLE, adjacency.flat([["x", "y"]])], [TABLE])
    assert score.recall == 1
    assert score.precision < 1


def test_nothing_found_where_nothing_is() -> None:
    assert adjacency.structure_score([], []).f1 == 1
    assert adjacency.structure_score([], [TABLE]).f1 == 0


def test_figures_are_a_multiset() -> None:
    score = adjacency.figures_score(["1,000", "7", "Total"], ["1000.00", "7", "7"])
    assert (score.right, score.found, score.true) == (2, 2, 3)
