"""Parquet files of a package."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cuadre.converted import Converted
from cuadre.evidence import PackageError
from cuadre.export.package import write_package
from cuadre.export.parquet import write_parquet
from cuadre.export.schema import INDICATORS, RESOURCES
from cuadre.export.typed import Short, arrow_schema, arrow_table


@pytest.fixture
def package(tmp_path: Path, plain: Converted) -> Path:
    write_package(tmp_path / "package", [plain])
    return tmp_path / "package"


def test_a_folder_gets_each_file_with_its_types_and_titles(package: Path, tmp_path: Path) -> None:
    assert write_parquet(package, tmp_path / "out") == ()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{r.name}.parquet" for r in RESOURCES}
    for resource in RESOURCES:
        table = pq.read_table(tmp_path / "out" / f"{resource.name}.parquet")
        assert table.equals(arrow_table(resource, package / resource.file_name))
        assert table.schema.equals(arrow_schema(resource), check_metadata=True)


def test_a_file_gets_the_indicators(package: Path, tmp_path: Path) -> None:
    write_parquet(package, tmp_path / "one.parquet")
    assert pq.read_table(tmp_path / "one.parquet").schema.names == list(INDICATORS.header)


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    write_parquet(package, tmp_path / "a.parquet")
    write_parquet(package, tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_none_is_replaced_before_all_are_written(package: Path, tmp_path: Path) -> None:
    write_parquet(package, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    path = package / "evolution.csv"
    path.write_bytes(path.read_bytes().replace(b",ok", b",ok,"))
    (package / "indicators.csv").write_bytes((package / "indicators.csv").read_bytes().replace(b"Objetivo", b"Meta"))
    with pytest.raises(PackageError, match=r"evolution\.csv"):
        write_parquet(package, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_figure_that_does_not_fit_is_told(package: Path, tmp_path: Path) -> None:
    path = package / "indicators.csv"
    path.write_bytes(path.read_bytes().replace(b",100,-5,", b"," + b"9" * 30 + b",-5,"))
    assert write_parquet(package, tmp_path / "a.parquet") == (Short("empty", "Indicadores", 1),)


def test_a_folder_that_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"datapackage\.json"):
        write_parquet(tmp_path, tmp_path / "a.parquet")
    assert not (tmp_path / "a.parquet").exists()
