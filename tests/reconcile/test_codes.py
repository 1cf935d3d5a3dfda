"""The tree of codes: each check has a document that makes it fire, and one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_reports import row

from normalize.model import Row
from reconcile.codes import check_codes, segments

LEVELS = {2: ("Fin", 0), 3: ("Propósito", 1), 4: ("Componente", 2), 5: ("Actividad", 3)}
TREE = ("4.1", "4.1.1", "4.1.1.1", "4.1.1.1.1", "4.1.1.1.2", "4.1.1.2", "4.1.1.2.1", "4.1.1.2.2", "4.1.1.2.3")


def rows(*codes: str) -> list[Row]:
    return [
        row("1 1/0/0/0", number=number, code=code, level=LEVELS.get(len(segments(code)), ("Otro", None)))
        for number, code in enumerate(codes, 1)
    ]


def found(several: list[Row]) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.rule) for finding in check_codes(several)]


def test_a_tree_in_order_is_quiet() -> None:
    assert found(rows(*TREE)) == []


def test_no_codes_no_findings() -> None:
    assert found(rows("", "sin clave", "4..1")) == []


def changed(index: int, code: str) -> list[Row]:
    return [replace(one, objective_code=code) if n == index else one for n, one in enumerate(rows(*TREE))]


@pytest.mark.parametrize(
    ("several", "expected"),
    [
        (rows(*TREE[:7], "4.1.1.2.3"), [(8, "code-gap")]),
        (rows(*TREE[:5], *TREE[6:]), [(6, "parent-missing")]),
        (changed(8, "4.1.1.2.2"), [(9, "code-duplicated")]),
        (changed(7, "4.1.1.2.1"), [(8, "code-duplicated")]),
        (changed(8, "4.1.1.3"), [(9, "level-code-mismatch")]),
        (rows(*TREE[:3], TREE[4], TREE[3], *TREE[5:]), [(4, "code-order")]),
        (changed(8, "4.1.1.2.90"), [(9, "code-gap")]),
    ],
    ids=["gap", "parent", "duplicate", "duplicate leaves its place free", "level", "order", "far"],
)
def test_each_check_fires(several: list[Row], expected: list[tuple[int, str]]) -> None:
    assert found(several) == expected


def test_one_objective_may_have_two_indicators_but_not_the_same_twice() -> None:
    tree = rows(*TREE)
    second = replace(tree[-1], number=10, indicator_code="OTRO", indicator_name="Satisfacción de usuarios")
    assert found([*tree, second]) == []
    again = replace(tree[-1], number=10, objective=tree[-1].objective.upper())
    assert found([*tree, again]) == [(10, "row-duplicated")]


def test_a_form_that_lists_no_parents_misses_none() -> None:
    assert found(rows("4.1", "4.1.1.1.1", "4.1.2.1.1", "4.1.3.1.1")) == []


def test_levels_that_never_agree_with_depth_are_left_alone() -> None:
    unknown = [replace(one, level_rank=None) for one in rows(*TREE)]
    split = [replace(one, level_rank=n) for n, one in enumerate(rows("4.1", "4.2"), 0)]
    assert found(unknown) == []
    assert "level-code-mismatch" not in [rule for _, rule in found(split)]


def test_a_row_with_an_odd_level_is_not_also_out_of_order() -> None:
    tree = rows(*TREE)
    tree[4] = replace(tree[4], objective_code="4.1.1.1.1.1")
    assert found(tree) == [(5, "level-code-mismatch")]


def test_the_message_names_what_is_missing() -> None:
    messages = [finding.message for finding in check_codes(rows(*TREE[:6], "4.1.1.2.3"))]
    assert messages == ["Antes de 4.1.1.2.3 faltan 4.1.1.2.1 y 4.1.1.2.2 en la numeración."]


def test_a_duplicate_excuses_one_free_place_and_no_more() -> None:
    # The second .1 stands where .2 belongs; .4 is missing all the same.
    codes = ("4.1", "4.1.1", "4.1.1.1", "4.1.1.1.1", "4.1.1.1.1", "4.1.1.1.3", "4.1.1.1.5")
    several = [replace(one, indicator_name=f"Indicador {one.number}") for one in rows(*codes)]
    assert (7, "code-gap") in found(several)
    assert (6, "code-gap") not in found(several)


def test_a_code_that_lost_a_dot_does_not_say_that_many_are_missing() -> None:
    several = changed(7, "4.1.1.22")
    assert found(several) == [(8, "level-code-mismatch"), (9, "code-gap")]
