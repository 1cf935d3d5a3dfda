"""Originals are found by their bytes, wherever they are and whatever they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cuadre import originals
from cuadre.evidence import SourceFile
from cuadre.originals import find_originals


def put(path: Path, content: bytes) -> SourceFile:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return SourceFile.of(path)


def test_found_below_a_place_under_another_name(tmp_path: Path) -> None:
    source = put(tmp_path / "a" / "b" / "other.pdf", b"signed")
    wanted = SourceFile("report.pdf", source.sha256, source.size)
    assert find_originals([wanted], [tmp_path]) == {source.sha256: tmp_path / "a" / "b" / "other.pdf"}


def test_the_name_alone_is_not_enough(tmp_path: Path) -> None:
    wanted = put(tmp_path / "gone" / "report.pdf", b"signed")
    (tmp_path / "gone" / "report.pdf").unlink()
    put(tmp_path / "report.pdf", b"forged")
    assert find_originals([wanted], [tmp_path]) == {}


def test_of_copies_that_of_its_name(tmp_path: Path) -> None:
    source = put(tmp_path / "z" / "report.pdf", b"signed")
    put(tmp_path / "a" / "copy.pdf", b"signed")
    assert find_originals([source], [tmp_path])[source.sha256] == tmp_path / "z" / "report.pdf"


def test_a_file_may_be_named_itself(tmp_path: Path) -> None:
    source = put(tmp_path / "report.pdf", b"signed")
    assert find_originals([source], [tmp_path / "report.pdf"]) == {source.sha256: tmp_path / "report.pdf"}
    assert find_originals([source], [tmp_path / "nowhere"]) == {}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
def test_links_below_a_place_are_not_followed(tmp_path: Path) -> None:
    source = put(tmp_path / "outside" / "report.pdf", b"signed")
    place = tmp_path / "place"
    place.mkdir()
    (place / "report.pdf").symlink_to(tmp_path / "outside" / "report.pdf")
    (place / "folder").symlink_to(tmp_path / "outside")
    assert find_originals([source], [place]) == {}


def test_only_files_of_the_right_length_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = put(tmp_path / "report.pdf", b"signed")
    put(tmp_path / "long.pdf", b"signed and more")
    read: list[str] = []
    of = SourceFile.of
    monkeypatch.setattr(originals.SourceFile, "of", lambda path: read.append(path.name) or of(path))
    assert find_originals([source], [tmp_path]) == {source.sha256: tmp_path / "report.pdf"}
    assert read == ["report.pdf"]


def test_the_search_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [put(tmp_path / f"{number}.pdf", bytes([number])) for number in range(5)]
    monkeypatch.setattr(originals, "_MOST_FILES", 2)
    assert len(find_originals(sources, [tmp_path])) == 2
