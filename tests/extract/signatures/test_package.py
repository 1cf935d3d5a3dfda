"""A signed report, from the file to the data package and back."""

from __future__ import annotations

import csv
import filecmp
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding

from cuadre.cli import main

SAMPLES = Path(__file__).parents[3] / "samples"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--lang", "en"])


def lines(folder: Path, name: str = "signatures.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def report(desk: Any, tmp_path: Path) -> Path:
    """The sample, signed by who authorized it and by somebody who is not in its signature block."""
    data = desk.sign((SAMPLES / "q1-report" / "source.pdf").read_bytes(), "casilda", "F1", page=-1)
    path = tmp_path / "report.pdf"
    path.write_bytes(desk.sign(data, "ana", "F2", page=0))
    return path


def test_a_signature_is_in_the_line_of_who_signed(desk: Any, report: Path, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(desk.people["root"].certificate.public_bytes(Encoding.PEM))
    result = run("convert", report, "-o", tmp_path / "out", "--trust-roots", tmp_path / "root.pem")
    assert result.exit_code == 0, result.output
    *block, other = lines(tmp_path / "out")
    assert [one["digital_status"] for one in block] == ["none", "none", "trusted"]
    assert (block[-1]["role"], block[-1]["signer"]) == ("authorized", "CASILDA AVENDANO CISNEROS")
    assert (other["role"], other["name"], other["page"], other["signer"]) == ("", "", "1", "Ana Ruiz Soto")
    assert not any("signature" in one["rule"] for one in lines(tmp_path / "out", "findings.csv"))


def test_a_package_checked_again_keeps_them(report: Path, tmp_path: Path) -> None:
    assert run("convert", report, "-o", tmp_path / "out").exit_code == 0
    shutil.copytree(tmp_path / "out", tmp_path / "again")
    assert run("check", tmp_path / "again").exit_code == 0
    files = [path.name for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert filecmp.cmpfiles(tmp_path / "out", tmp_path / "again", files, shallow=False) == (files, [], [])
    assert [one["digital_status"] for one in lines(tmp_path / "again")] == ["none", "none", "intact", "intact"]


def test_a_tampered_report_is_converted_and_says_so(report: Path, tmp_path: Path) -> None:
    report.write_bytes(report.read_bytes() + b"9 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n")
    assert run("convert", report, "-o", tmp_path / "out", "--strict").exit_code == 1
    found = [one for one in lines(tmp_path / "out", "findings.csv") if one["rule"].startswith("signature")]
    assert [(one["rule"], one["severity"]) for one in found] == [("signature-changed", "error")] * 2
    assert len(lines(tmp_path / "out", "indicators.csv")) > 10


def test_a_transcription_is_not_examined(tmp_path: Path) -> None:
    assert run("convert", SAMPLES / "transcript" / "source.txt", "-o", tmp_path / "out").exit_code == 0
    assert {one["digital_status"] for one in lines(tmp_path / "out")} == {""}


def test_roots_that_are_none_end_the_command(report: Path, tmp_path: Path) -> None:
    result = run("convert", report, "-o", tmp_path / "out", "--trust-roots", tmp_path / "no.pem")
    assert result.exit_code == 3
    assert "no.pem" in result.output
