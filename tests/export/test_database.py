"""SQLite and DuckDB files of a package."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cuadre import pipeline
from cuadre.converted import Converted
from cuadre.evidence import PackageError
from cuadre.export.database import TABLES, VIEWS, write_duckdb, write_sqlite
from cuadre.export.package import write_package
from cuadre.export.schema import RESOURCES
from cuadre.export.typed import Short, arrow_table

REPORT = Path(__file__).parent.parent.parent / "samples" / "q1-report" / "source.pdf"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_package(folder, [pipeline.convert(REPORT)])
    return folder


def asked(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_sqlite_holds_every_line_with_its_types(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    assert write_sqlite(package, path) == ()
    for resource in RESOURCES:
        expected = [tuple(line.values()) for line in arrow_table(resource, package / resource.file_name).to_pylist()]
        plain = [tuple(float(v) if isinstance(v, Decimal) else v for v in line) for line in expected]
        assert asked(path, f"SELECT * FROM {resource.name}") == plain  # noqa: S608
    assert asked(path, "SELECT DISTINCT typeof(objective_code) FROM indicators") == [("text",)]
    kinds = {kind for (kind,) in asked(path, "SELECT DISTINCT typeof(reported) FROM measurements")}
    assert kinds <= {"integer", "real", "null"}


def test_sqlite_knows_keys(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write_sqlite(package, path)
    assert asked(path, "PRAGMA foreign_key_check") == []
    keys = {row[2] for row in asked(path, "PRAGMA foreign_key_list(measurements)")}
    assert keys == {"documents", "indicators"}
    names = [row[1] for row in asked(path, "PRAGMA table_info(indicators)") if row[5]]
    assert names == ["document_id", "row"]


def test_views_are_for_people(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write_sqlite(package, path)
    loud = asked(path, "SELECT count(*) FROM findings WHERE severity <> 'info'")
    assert asked(path, "SELECT count(*) FROM por_revisar") == loud != [(0,)]
    assert asked(path, "SELECT sum(cifras) FROM estados") == asked(path, "SELECT count(*) FROM measurements")
    assert asked(path, "SELECT count(*) FROM cifras") == asked(path, "SELECT count(*) FROM measurements")
    assert asked(path, "SELECT sum(indicadores) FROM avance_por_unidad") == [(21,)]


def test_the_same_package_gives_the_same_sqlite_bytes(package: Path, tmp_path: Path) -> None:
    write_sqlite(package, tmp_path / "a.sqlite")
    write_sqlite(package, tmp_path / "b.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_long_figures_are_told(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path / "package", [plain])
    path = tmp_path / "package" / "indicators.csv"
    path.write_bytes(path.read_bytes().replace(b",100,-5,", b",1234567890.12345678," + b"9" * 30 + b","))
    told = write_sqlite(tmp_path / "package", tmp_path / "a.sqlite")
    assert set(told) == {Short("empty", "Indicadores", 1), Short("rounded", "Indicadores", 1)}


def test_a_line_that_points_nowhere_is_refused(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path / "package", [plain])
    path = tmp_path / "package" / "measurements.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b",1,1,", b",1,7,")]))
    with pytest.raises(PackageError, match=r"measurements\.csv: row 4 points to a row of indicators\.csv"):
        write_sqlite(tmp_path / "package", tmp_path / "a.sqlite")
    assert not (tmp_path / "a.sqlite").exists()


@pytest.mark.parametrize("seed", range(4))
def test_odd_texts_survive(tmp_path: Path, invent: Callable[[int], Converted], seed: int) -> None:
    write_package(tmp_path, [invent(seed)])
    write_sqlite(tmp_path, tmp_path / "a.sqlite")
    texts = arrow_table(TABLES[1], tmp_path / TABLES[1].file_name)["justification"].to_pylist()
    assert [text for (text,) in asked(tmp_path / "a.sqlite", "SELECT justification FROM indicators")] == texts


def test_duckdb_holds_every_line_exactly(package: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "a.duckdb"
    assert write_duckdb(package, path) == ()
    with closing(duckdb.connect(str(path), read_only=True)) as base:
        for resource in RESOURCES:
            lines = [tuple(one.values()) for one in arrow_table(resource, package / resource.file_name).to_pylist()]
            assert base.execute(f"SELECT * FROM {resource.name}").fetchall() == lines  # noqa: S608
        for view in VIEWS:
            assert base.execute(f"SELECT * FROM {view}").fetchall()  # noqa: S608
        about = base.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'indicators'").fetchone()
    assert about[0].startswith("Indicadores. ")


def test_without_duckdb_the_way_to_it_is_said(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(PackageError, match="pip install 'cuadre\\[duckdb\\]'"):
        write_duckdb(package, tmp_path / "a.duckdb")


def test_a_database_of_somebody_else_is_replaced_only_by_its_kind(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write_sqlite(package, path)
    with pytest.raises(PackageError, match="is not a DuckDB database"):
        write_duckdb(package, path)
    write_sqlite(package, path)
