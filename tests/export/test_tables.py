from __future__ import annotations

import csv
import json
from pathlib import Path

from cuadre.evidence import Place, SourceFile
from cuadre.export.tables import write_tables
from extract.model import Cell, Page, PageKind, Reading, Table

SOURCE = SourceFile("north/ward.pdf", "cd" * 32, 5)
PAPER = Place(1, (1, 2.345678, 3, 4))


def reading(*tables: Table) -> Reading:
    return Reading(SOURCE, (Page(1, 600, 800, PageKind.DIGITAL, ()),), tables)


def table(*texts: str) -> Table:
    return Table(len(texts), 1, 1, tuple(Cell(n, 0, text, (PAPER,)) for n, text in enumerate(texts)))


def grid(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_merged_cell_stands_at_its_corner(tmp_path: Path) -> None:
    cells = (
        Cell(0, 0, "Meta\nanual", (PAPER, Place(2, (0, 0, 1, 1))), row_span=1, column_span=2),
        Cell(1, 0, "a", (PAPER,)),
        Cell(1, 1, "b", (Place(2, line=7),), confidence=0.123456, recognizer="transcript"),
    )
    paths = write_tables(tmp_path, "ward", reading(Table(2, 2, 1, cells)))
    assert [path.name for path in paths] == ["ward-t1.csv", "ward.tables.json"]
    assert grid(paths[0]) == [["Meta\nanual", ""], ["a", "b"]]
    described = json.loads(paths[1].read_text(encoding="utf-8"))
    assert (described["file"], described["sha256"]) == ("north/ward.pdf", "cd" * 32)
    (one,) = described["tables"]
    assert {key: one[key] for key in one if key != "cells"} == {
        "pages": [1, 2], "rows": 2, "columns": 2, "header_rows": 1,
    }  # fmt: skip
    assert one["cells"][0] == {
        "row": 0, "column": 0, "row_span": 1, "column_span": 2, "text": "Meta\nanual", "page": 1,
        "box": [1.0, 2.35, 3.0, 4.0], "confidence": 1.0, "recognizer": "pdf",
    }  # fmt: skip
    assert one["cells"][2] == {
        "row": 1, "column": 1, "row_span": 1, "column_span": 1, "text": "b", "page": 2, "box": None,
        "confidence": 0.1235, "recognizer": "transcript",
    }  # fmt: skip


def test_formulas_are_guarded_and_numbers_are_not(tmp_path: Path) -> None:
    texts = ("=1+1", "-5", "-1,234.50 %", "-1.234,5", "+7", "+52 (999) 1", "- nota", "@x", "")
    path, _ = write_tables(tmp_path, "t", reading(table(*texts)))
    assert [cells[0] for cells in grid(path) if cells] == [
        "'=1+1", "-5", "-1,234.50 %", "-1.234,5", "+7", "'+52 (999) 1", "'- nota", "'@x", "",
    ]  # fmt: skip


def test_the_same_reading_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in "ab":
        write_tables(tmp_path / folder, "t", reading(table("ñ", "1"), table("2")))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert "ñ".encode() in (tmp_path / "a" / "t.tables.json").read_bytes()


def test_tables_that_are_gone_do_not_stay_behind(tmp_path: Path) -> None:
    (tmp_path / "t-t2.csv").write_text("mine")
    write_tables(tmp_path, "t", reading(table("1")))
    assert (tmp_path / "t-t2.csv").read_text() == "mine"
    write_tables(tmp_path, "t", reading(table("1"), table("2"), table("3")))
    write_tables(tmp_path, "t", reading(table("1")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t-t1.csv", "t.tables.json"]


def test_a_document_without_tables_gets_the_json_alone(tmp_path: Path) -> None:
    (path,) = write_tables(tmp_path, "t", reading())
    assert json.loads(path.read_text(encoding="utf-8"))["tables"] == []
