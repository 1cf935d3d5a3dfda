"""``cuadre demo``: the sample that comes with the program."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cuadre.cli import main
from cuadre.cli.demo import SAMPLE
from cuadre.evidence import ExitCode

ORIGINAL = Path(__file__).parent.parent.parent / "samples" / "q1-report" / "source.pdf"


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_sample_is_in_the_package_and_the_one_that_is_tested() -> None:
    assert resources.files("cuadre.cli").joinpath(SAMPLE).read_bytes() == ORIGINAL.read_bytes()


def test_it_converts_shows_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = cuadre("demo", "--lang", "es")
    assert result.exit_code == ExitCode.DONE
    assert "21 renglones" in result.stdout
    assert "Y ahora:" in result.stdout
    assert "cuadre export cuadre-demo --xlsx cuadre-demo.xlsx" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    with Path("cuadre-demo/documents.csv").open(encoding="utf-8", newline="") as stream:
        assert [line["file_name"] for line in csv.DictReader(stream)] == [SAMPLE]
    assert (tmp_path / "cuadre-demo" / SAMPLE).is_file()


def test_it_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    result = cuadre("demo", "-o", tmp_path / "taken" / "inside", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "cannot be written" in result.stderr
