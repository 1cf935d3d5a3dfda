"""Files, folders and patterns."""

from pathlib import Path

import pytest

from cuadre.cli.inputs import find_inputs


@pytest.fixture
def share(tmp_path: Path) -> Path:
    for name in ("2025/b.pdf", "2025/a.PDF", "c.txt", "notes.docx", ".hidden/d.pdf", "e.tsv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_a_folder_stands_for_the_reports_below_it_by_name(share: Path) -> None:
    assert [item.name for item in find_inputs([str(share)])] == ["2025/a.PDF", "2025/b.pdf", "c.txt", "e.tsv"]


def test_a_pattern_is_expanded_when_the_shell_did_not(share: Path) -> None:
    assert [item.name for item in find_inputs([str(share / "**" / "*.pdf")])] == ["b.pdf"]


def test_a_file_named_twice_is_read_once(share: Path) -> None:
    file = str(share / "c.txt")
    assert len(find_inputs([file, str(share), file])) == 4


@pytest.mark.parametrize("missing", ["missing.pdf", "missing-*.pdf"])
def test_a_name_that_matches_nothing_is_kept_so_that_it_is_reported(share: Path, missing: str) -> None:
    (item,) = find_inputs([str(share / missing)])
    assert item.path.name == missing


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(share: Path) -> None:
    odd = share / "informe [final].pdf"
    odd.write_bytes(b"x")
    assert [item.path for item in find_inputs([str(odd)])] == [odd]
