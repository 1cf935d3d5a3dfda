"""Findings, their names, sources and places."""

from pathlib import Path

import pytest

from cuadre.evidence import Kind, Place, Rule, Severity, SourceFile, StableIds, with_ids

SUM = Rule("sum", Kind.ARITHMETIC, Severity.WARNING, "La meta anual no es la suma de los trimestres")


def test_ids_depend_on_what_they_name_and_on_nothing_else() -> None:
    first = SUM.finding("uno", page=1, row=2, field="target_annual")
    again = SUM.finding("otra vez", page=1, row=2, field="target_annual")
    other = SUM.finding("dos", page=1, row=3, field="target_annual")
    ids = [name for name, _ in with_ids("d", (first, again, other))]
    assert len(set(ids)) == 3
    assert ids == [name for name, _ in with_ids("d", (first, again, other))]
    assert ids[2] == next(with_ids("d", (other,)))[0]
    assert ids[0] != next(with_ids("e", (first,)))[0]


def test_parts_do_not_run_together() -> None:
    assert StableIds("d").name("a", "bc") != StableIds("d").name("ab", "c")


def test_a_source_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(b"abc")
    source = SourceFile.of(path, "2025/r.pdf")
    assert (source.name, source.size, source.document_id) == ("2025/r.pdf", 3, "ba7816bf8f01cfea")
    assert SourceFile.of(path).name == "r.pdf"


def test_a_box_runs_left_top_right_bottom() -> None:
    with pytest.raises(ValueError, match="a box runs"):
        Place(1, (5, 0, 1, 1))
