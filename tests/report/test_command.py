"""``cuadre report``: what it writes and says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cuadre.cli.report import report
from cuadre.evidence import ExitCode


def test_one_file(digital: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.html"
    result = CliRunner().invoke(report, [str(digital), "-o", str(path)])
    assert (result.exit_code, result.output) == (ExitCode.DONE, f"Escrito: {path}\n")
    assert path.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="es">')


def test_a_folder_in_english_for_machines(digital: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    originals = ["--originals", str(tmp_path)]
    result = CliRunner().invoke(report, [str(digital), "-o", str(folder), "--lang", "en", "--json", *originals])
    written = [Path(path) for path in json.loads(result.output)["written"]]
    assert written[-1] == folder / "index.html"
    assert [path.read_text("utf-8")[:32] for path in written] == ['<!DOCTYPE html>\n<html lang="en">'] * 2


def test_a_folder_that_is_no_package_is_explained(tmp_path: Path) -> None:
    result = CliRunner().invoke(report, [str(tmp_path), "-o", str(tmp_path / "r.html")])
    assert result.exit_code not in {ExitCode.DONE, 1}
    assert "datapackage.json" in result.output
