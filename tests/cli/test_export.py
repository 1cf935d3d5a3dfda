"""``cuadre export`` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cuadre.cli import main
from cuadre.cli.export import _WORDS
from cuadre.converted import Converted
from cuadre.evidence import ExitCode, Place, Printed, SourceFile
from cuadre.export.package import write_package
from cuadre.export.typed import Lost
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row
from reconcile.model import Reconciliation, Regime, Status, Verdict


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    place = Place(1, (1, 2, 3, 4))
    figures = (Figure(Measure.TARGET, Period.Q1, "5", Printed(5, 0), Condition.CLEAR, place),)  # type: ignore[arg-type]
    row = Row(1, place, "U", "U", "Fin", 0, "4.1.10", "", "O", "I", "N", "Anual", "%", "", "J", figures)
    report = Report(SourceFile("a.pdf", "ab" * 32, 9), "digital", 1, "mir", Facts(), (row,))
    verdict = Verdict(1, Measure.TARGET, Period.Q1, Status.OK)
    write_package(tmp_path / "package", [Converted(report, Reconciliation(Regime(), (verdict,), ()))])
    return tmp_path / "package"


def test_all_formats_at_once(package: Path, tmp_path: Path) -> None:
    result = cuadre(
        "export", package, "--xlsx", tmp_path / "a.xlsx", "--parquet", tmp_path / "parquet", "--sqlite",
        tmp_path / "a.sqlite", "--duckdb", tmp_path / "a.duckdb", "--lang", "es",
    )  # fmt: skip
    assert result.exit_code == ExitCode.DONE
    assert result.stdout.count("Escrito: ") == 4
    assert pq.read_table(tmp_path / "parquet" / "indicators.parquet")["objective_code"].to_pylist() == ["4.1.10"]
    assert all((tmp_path / name).stat().st_size for name in ("a.xlsx", "a.sqlite", "a.duckdb"))


def test_a_format_must_be_named(package: Path) -> None:
    result = cuadre("export", package, "--lang", "es")
    assert result.exit_code == ExitCode.USAGE
    assert "--xlsx, --parquet, --sqlite o --duckdb" in result.stderr


def test_files_of_the_package_are_not_replaced(package: Path) -> None:
    before = (package / "indicators.csv").read_bytes()
    result = cuadre("export", package, "--sqlite", package / "indicators.csv", "--lang", "en")
    assert result.exit_code == ExitCode.USAGE
    assert "is a file of the data package" in result.stderr
    assert (package / "indicators.csv").read_bytes() == before


def test_a_folder_that_is_no_package_is_one_clear_message(tmp_path: Path) -> None:
    result = cuadre("export", tmp_path, "--xlsx", tmp_path / "a.xlsx", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "datapackage.json: is missing" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_format_cannot_hold_is_told(package: Path, tmp_path: Path) -> None:
    path = package / "indicators.csv"
    path.write_bytes(path.read_bytes().replace(b",,5,,", b",,1234567890123456,,"))
    result = cuadre("export", package, "--xlsx", tmp_path / "a.xlsx", "--lang", "en")
    assert "  sheet Indicadores: 1 figures have more than 15 digits and are text" in result.stdout
    result = cuadre("export", package, "--sqlite", tmp_path / "a.sqlite", "--json")
    (written,) = json.loads(result.stdout)["written"]
    assert written["lost"] == [{"kind": "rounded", "where": "Indicadores", "count": 1}]


def test_both_languages_say_everything_that_can_be_lost() -> None:
    kinds = set(Lost.__args__)  # type: ignore[attr-defined]
    for words in _WORDS.values():
        assert kinds | {"wrote", "nothing", "inside"} == set(words.phrases)


