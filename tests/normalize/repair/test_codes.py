"""Codes against the tree: noise is undone where one value is left, and what the issuer may have printed stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuadre.evidence import Ask, Place, Rereading
from normalize.form import builtin_forms
from normalize.model import Row, TextReading
from normalize.repair.chain import in_tree
from normalize.repair.codes import CODE_TREE, LEVEL_TREE, repair_codes
from normalize.repair.codes_walk import Slot, follower, misreading_cost, numbering, parsed
from normalize.repair.model import APPLIED, PROPOSED, Found, Setting, replayed

FORM = builtin_forms()[0]
LEVELS = ("Fin", "Propósito", "Componente", "Actividad")


def row(number: int, level: str, code: str, *, who: str = "transcript", unit: str = "", page: int = 1) -> Row:
    place = Place(page, (0.0, 20.0 * number, 40.0, 20.0 * number + 18))
    objective = f"Objetivo {number} {'abcdefghijklm'[number % 13] * number}"
    said = {"objective_code": code, "objective": objective, "level": level}
    readings = tuple(TextReading(field, place, text, 0.9, who) for field, text in said.items() if text)
    return Row(
        number=number, place=place, responsible_unit=unit, unit_canonical=unit, level=level, level_rank=None,
        objective_code=code, parent_code="", objective=objective, indicator_code="", indicator_name="", frequency="",
        indicator_unit="", variable_unit="", justification="", figures=(), readings=readings,
    )  # fmt: skip


def document(
    components: Sequence[int], misread: dict[str, str] | None = None, *, who: str = "transcript"
) -> tuple[Row, ...]:
    """A tree ``3.2.1`` of components with so many activities each, some codes misread; a unit to a component."""
    codes = [("Fin", "3.2.1", "Fin"), ("Propósito", "3.2.1.1", "Fin")]
    for component, activities in enumerate(components, 1):
        unit = f"Dirección {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[component] * 9}"
        codes.append(("Componente", f"3.2.1.1.{component}", unit))
        codes += [("Actividad", f"3.2.1.1.{component}.{one}", unit) for one in range(1, activities + 1)]
    read = misread or {}
    rows = [row(n, level, read.get(code, code), who=who, unit=unit) for n, (level, code, unit) in enumerate(codes, 1)]
    return in_tree(rows, FORM)


def repair(rows: Sequence[Row], setting: Setting | None = None) -> tuple[dict[str, str], Found]:
    """What is applied to codes, as read and as left."""
    found = repair_codes(rows, setting or Setting(form=FORM))
    return {r.before: r.after for r in found.repairs if r.rule == CODE_TREE and r.state == APPLIED}, found


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("3.2.1.1.4.2", "3.2.1.4.2"), ("3.2.1.1.4.2", "3.2.11.4.2"), ("3.2.1.1.4.2", "321142"),
        ("3.2.1.1.12", "3.2.1.1.1.2"), ("3.2.1.1.12.1", "3.2.1.1.1.2.1"), ("3.2.1.1.4.2", "3.2.1.1.4,2"),
        ("3.2.1.1.4.2", "3.2.l.1.4.2"), ("3.2.1.1.12", "3.2.1.1.1"), ("3.2.1.1.4", "32.1.1.4"),
        ("3.2.1.1.12.2", "3.2.1.1.1.2"),
    ],
)  # fmt: skip
def test_a_misread_code_is_given_back(code: str, read: str) -> None:
    assert repair(document([2] * 14, {code: read}))[0] == {read: code}


@pytest.mark.parametrize("read", ["3.2.1.4.2", "3.2.1.1.1.2.1", "3.2.1.1.4,2"])
def test_a_digital_page_is_left_alone(read: str) -> None:
    found = repair(document([2] * 14, {"3.2.1.1.4.2": read}, who="pdf"))[1]
    assert found.repairs == ()


@pytest.mark.parametrize(
    "misread",
    [
        {"3.2.1.1.4.3": "3.2.1.1.4.4"},
        {"3.2.1.1.4.2": "3.2.1.1.4.1"},
        {"3.2.1.1.5": "3.2.1.1.4"},
        {"3.2.1.1.14": "3.2.1.1.15"},
        {"3.2.1.1.4.2": "3.2.1.1.4.3"},
        {"3.2.1.1.4.2": "3.2.1.1.4.3", "3.2.1.1.4.3": "3.2.1.1.4.2"},
    ],
    ids=["gap at the end", "duplicate of a sibling", "duplicate of the component before", "last one skipped", "swapped",
         "out of order"],
)  # fmt: skip
def test_what_an_issuer_may_print_stands(misread: dict[str, str]) -> None:
    assert repair(document([3] * 14, misread))[0] == {}


def test_a_doubtful_code_is_told_with_its_candidate() -> None:
    found = repair(document([3] * 6, {"3.2.1.1.4.2": "3.2.1.1.8.2"}))[1]
    assert found.repairs == ()
    assert [(one.rule, one.alternatives[0]) for one in found.findings] == [("code-suspect", "3.2.1.1.4.2")]


def test_a_shift_over_a_page_is_one_finding() -> None:
    shifted = {f"3.2.1.1.1{n}{end}": f"3.2.1.1.1.{n}{end}" for n in (1, 2, 3) for end in ("", ".1", ".2")}
    rows = document([2] * 13, shifted)
    repairs, found = repair(rows)
    assert repairs == {read: code for code, read in shifted.items()}
    assert [one.rule for one in found.findings] == ["codes-shifted"]
    assert "3.2.1.1.1.2.1 por 3.2.1.1.12.1" in found.findings[0].message


def test_a_duplicate_once_the_dot_is_undone_is_settled_by_its_place_and_unit() -> None:
    shifted = {"3.2.1.1.11": "3.2.1.1.1.1", "3.2.1.1.11.1": "3.2.1.1.1.1.1", "3.2.1.1.11.2": "3.2.1.1.1.2.1",
               "3.2.1.1.12": "3.2.1.1.1.2", "3.2.1.1.12.1": "3.2.1.1.1.2.1"}  # fmt: skip
    rows = document([2] * 13, shifted)
    found = repair(rows)[1]
    expected = [one.objective_code for one in document([2] * 13)]
    assert [one.objective_code for one in replayed(rows, found.repairs)] == expected
    strangers = tuple(replace(one, responsible_unit=f"Unidad {one.number * 7919}") for one in rows)
    after = {repair.row: repair.after for repair in repair(strangers)[1].repairs}
    assert "3.2.1.1.11.2" not in after.values()


def test_a_level_that_its_code_contradicts_is_proposed() -> None:
    rows = document([2] * 6)
    wrong = next(one for one in rows if one.objective_code == "3.2.1.1.4")
    rows = in_tree([replace(one, level="Actividad") if one is wrong else one for one in rows], FORM)
    found = repair(rows)[1]
    assert [(r.row, r.field, r.after, r.rule, r.state) for r in found.repairs] == [
        (wrong.number, "level", "Componente", LEVEL_TREE, PROPOSED)
    ]


def test_a_code_glued_to_its_objective_is_parted() -> None:
    rows = document([2] * 6)
    glued = [
        replace(one, objective_code="", objective="3.2.1.1.4,2 Impartir cursos")
        if one.objective_code == "3.2.1.1.4.2" else one
        for one in rows
    ]  # fmt: skip
    found = repair(in_tree(glued, FORM))[1]
    assert [(r.field, r.after) for r in found.repairs] == [
        ("objective_code", "3.2.1.1.4.2"), ("objective", "Impartir cursos")
    ]  # fmt: skip


def looking(*texts: str) -> Setting:
    def look(asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        return tuple(tuple(Rereading(text, 0.9, f"look {n}") for n, text in enumerate(texts)) for _ in asks)

    return Setting(form=FORM, read_again=look)


@pytest.mark.parametrize(
    ("looks", "applied"),
    [
        ((), False), (("3.2.1.1.4.2",), True), (("3.2.1.1.4.2", "3.2.1.4.2"), False), (("3.2.1.1.5.2",), False),
        (("3.2.1.1.4.2: Objetivo",), True),
    ],
)  # fmt: skip
def test_a_scan_asks_for_a_second_reading(looks: tuple[str, ...], applied: bool) -> None:
    rows = document([2] * 6, {"3.2.1.1.4.2": "3.2.1.4.2"}, who="ocr")
    repairs, found = repair(rows, looking(*looks))
    assert bool(repairs) is applied
    assert [one.rule for one in found.findings] == ([] if applied else ["code-suspect"])


def test_an_issuers_gap_on_a_scan_stands_when_the_second_look_sees_it_too() -> None:
    rows = document([3] * 6, {"3.2.1.1.4.3": "3.2.1.1.4.4"}, who="ocr")
    assert repair(rows, looking("3.2.1.1.4.4"))[0] == {}


def test_documents_that_do_not_walk_a_tree_are_left_alone() -> None:
    rows = in_tree([row(n, "Actividad", f"1.1.1.{(n * 7) % 23 + 1}") for n in range(1, 20)], FORM)
    assert repair(rows)[1] == Found()
    assert repair(in_tree([row(n, "Actividad", f"A{n}") for n in range(1, 20)], FORM))[1] == Found()
    assert repair(())[1] == Found()


def test_rows_of_one_objective_share_their_code() -> None:
    rows = document([2] * 6)
    at = next(n for n, one in enumerate(rows) if one.objective_code == "3.2.1.1.4.1")
    twice = (*rows[: at + 1], replace(rows[at], number=100), *rows[at + 1 :])
    assert repair(twice)[1] == Found()


TREES = st.lists(st.integers(1, 4), min_size=4, max_size=9)


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_a_clean_tree_is_never_touched(components: list[int]) -> None:
    assert repair(document(components))[1] == Found()


@settings(max_examples=60, deadline=None)
@given(TREES, st.data())
def test_a_repair_is_never_wrong(components: list[int], data: st.DataObject) -> None:
    printed = dict.fromkeys(one.objective_code for one in document(components))
    slip = data.draw(st.sampled_from([*printed][3:]))
    issued = {code: code for code in printed} | {slip: data.draw(st.sampled_from(slips(slip)))}
    clean = document(components, issued)
    misread = dict(issued)
    for code in data.draw(st.lists(st.sampled_from([*printed]), min_size=1, max_size=3, unique=True)):
        seen = [one for one in noises(issued[code]) if shows_slip(one, code, issued)]
        misread[code] = data.draw(st.sampled_from(seen or [issued[code]]))
    rows = document(components, misread)
    repaired = replayed(rows, repair_codes(rows, Setting(form=FORM)).repairs)
    for true, read, got in zip(clean, rows, repaired, strict=True):
        assert got.objective_code in (true.objective_code, read.objective_code)


def shows_slip(read: str, code: str, issued: dict[str, str]) -> bool:
    """Whether a number that the issuer printed wrong was read: nothing can know one that was lost."""
    return issued[code] == code or read.endswith(issued[code].rpartition(".")[2])


def slips(code: str) -> list[str]:
    """What an issuer may print instead: nothing else, the next number, the one before."""
    *parts, last = code.split(".")
    return [code, ".".join([*parts, str(int(last) + 1)]), ".".join([*parts, str(max(int(last) - 1, 1))])]


def noises(code: str) -> list[str]:
    """What a transcriber may make of a code: a dot less or more, a part less, a digit less or other."""
    dots = [at for at, sign in enumerate(code) if sign == "."]
    less = [code[:at] + code[at + 1 :] for at in dots]
    more = [code[:at] + "." + code[at:] for at in range(1, len(code)) if code[at - 1 : at + 1].isdigit()]
    parts = code.split(".")
    lost = [".".join(parts[:at] + parts[at + 1 :]) for at in range(1, len(parts))]
    other = [code[:-1] + digit for digit in "17"]
    return [one for one in (*less, *more, *lost, *other, code.replace(".", ",", 1)) if one]


def test_the_walk_tells_what_follows_and_what_it_costs() -> None:
    assert follower((4, 1), 3) == (4, 1, 1)
    assert misreading_cost("4.1.7,2", (4, 1, 7, 2)) < misreading_cost("4.1.72", (4, 1, 7, 2))
    assert numbering(()) == ()
    assert parsed("4..1") == ()
    told = numbering([Slot("1", 1), Slot("1.1", 2), Slot("1,2", 2), Slot("1.3", 2)])
    assert [one.code for one in told] == [(1,), (1, 1), (1, 2), (1, 3)]
    assert all(one.enters and one.leaves for one in told)
