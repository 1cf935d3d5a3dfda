"""The files of a package with their types."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from cuadre.converted import Converted
from cuadre.evidence import PackageError
from cuadre.export import typed
from cuadre.export.package import csv_line, write_package
from cuadre.export.schema import DOCUMENTS, INDICATORS, MEASUREMENTS, RESOURCES
from cuadre.export.table import read_table
from cuadre.export.typed import Empty, Short, arrow_schema, arrow_table, record_batches


@pytest.fixture
def package(tmp_path: Path, plain: Converted) -> Path:
    write_package(tmp_path, [plain])
    return tmp_path


def changed(package: Path, old: str, new: str) -> bytes:
    content = (package / INDICATORS.file_name).read_bytes()
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def test_types_follow_the_columns() -> None:
    schema = arrow_schema(MEASUREMENTS)
    assert schema.field("objective_code").type == schema.field("as_read").type == pa.string()
    assert schema.field("reported").type == schema.field("computed_low").type == pa.decimal128(38, 18)
    assert schema.field("row").type == pa.int64()
    assert schema.field("confidence").type == schema.field("x0").type == pa.float64()
    assert arrow_schema(INDICATORS).field("review").type == pa.bool_()
    assert not schema.field("row").nullable
    assert schema.field("reported").nullable
    assert schema.metadata[b"title"] == b"Cifras"
    assert schema.field("row").metadata[b"title"] == "Renglón".encode()


@pytest.mark.parametrize("seed", range(12))
def test_a_table_holds_what_the_columns_read(
    tmp_path: Path, invent: Callable[[int], Converted], seed: int
) -> None:
    write_package(tmp_path, [invent(seed), invent(seed + 100)])
    for resource in RESOURCES:
        lines = [line.values for line in read_table(tmp_path, resource)]
        expected = [{name: None if value == "" else value for name, value in line.items()} for line in lines]
        path = tmp_path / resource.file_name
        assert arrow_table(resource, path).to_pylist() == expected
        assert arrow_table(resource, path.read_bytes()).to_pylist() == expected


def test_printed_figures_survive(package: Path) -> None:
    table = arrow_table(INDICATORS, changed(package, ",100,-5,", ",12345678901234567890.123456789012345678,-5,"))
    assert table["target_annual"].to_pylist() == [Decimal("12345678901234567890.123456789012345678")]
    assert table["target_q1"].to_pylist() == [Decimal(-5)]


def test_a_long_file_comes_in_pieces(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header, line = (package / DOCUMENTS.file_name).read_text("utf-8").splitlines()
    content = "\n".join([header, *[line] * 50, ""]).encode()
    monkeypatch.setattr(typed, "_BLOCK", 2048)
    batches = list(record_batches(DOCUMENTS, content))
    assert len(batches) > 1
    assert sum(batch.num_rows for batch in batches) == 50


def test_no_line_is_an_empty_table() -> None:
    assert arrow_table(DOCUMENTS, csv_line(DOCUMENTS.header).encode()).num_rows == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",100,-5,", ",1x,-5,", "line 2: target_annual is '1x' and must be a plain number"),
        (",100,-5,", f",{'9' * 21},-5,", "line 2: target_annual is 999999999999999999999 and has more digits"),
        (",100,-5,", ",100,", "line 2: has 33 cells and must have 34"),
        (",ok,0", ",ok,2", "line 2: review is '2' and must be 0 or 1"),
        (",ok,0", ",ok,", "line 2: review is empty and must not be"),
        (",ok,0", ",fine,0", "line 2: status is 'fine' and must be one of ok, explained"),
        ("target_annual", "target", "line 1: has other columns"),
    ],
)
def test_a_cell_that_breaks_its_column_is_named(package: Path, old: str, new: str, said: str) -> None:
    content = changed(package, old, new)
    with pytest.raises(PackageError, match=r"indicators\.csv") as caught:
        arrow_table(INDICATORS, content)
    assert said in caught.value.fact


def test_a_figure_that_no_type_holds_is_left_out_only_where_somebody_counts_it(package: Path) -> None:
    empty = Empty()
    table = arrow_table(INDICATORS, changed(package, ",100,-5,", f",{'9' * 21},-5,"), too_long=empty.of(INDICATORS))
    assert table["target_annual"].to_pylist() == [None]
    assert empty.told() == (Short("empty", "Indicadores", 1),)


def test_counting_long_figures_does_not_swallow_others(package: Path) -> None:
    with pytest.raises(PackageError, match="1x"):
        arrow_table(INDICATORS, changed(package, ",100,-5,", ",1x,-5,"), too_long=Empty().of(INDICATORS))


def test_what_is_not_there_or_no_text_is_said(package: Path) -> None:
    with pytest.raises(PackageError, match="is missing"):
        arrow_table(INDICATORS, package / "nothing.csv")
    with pytest.raises(PackageError, match="UTF8"):
        arrow_table(INDICATORS, changed(package, "Unidad,Unidad", "Unidad,X").replace(b"Unidad,X", b"Unidad,\xff"))
