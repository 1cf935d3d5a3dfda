"""The trial of odd PDFs tells what a defect is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from odd_pdfs import End, Trial, show

FINE = End("a.pdf", "NoTableFound", "no table on any of its 1 pages", 0.1, 60)


def test_a_document_error_is_no_defect(capsys: Any) -> None:
    assert show([[FINE], [FINE]])
    assert "1  NoTableFound" in capsys.readouterr().out


def test_a_crash_is_one_and_is_named(capsys: Any) -> None:
    crashed = replace(FINE, outcome="crash", detail="exit code -11")
    assert not show([[crashed], [crashed]])
    assert "a.pdf: crash, exit code -11" in capsys.readouterr().out


def test_another_end_the_second_time_is_one() -> None:
    assert not show([[FINE], [replace(FINE, detail="no table on any of its 2 pages")]])


def test_a_file_is_converted_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    assert Trial(60, 3072).run(path, "x/a.pdf").outcome == "EmptyFile"
