from __future__ import annotations

from pathlib import Path

import pytest

from cuadre.evidence import CatalogueError
from normalize.repair.catalogue import read_catalogue, read_decisions
from normalize.repair.model import OfficialUnit, UnitDecision

LINES = "name,id,aliases,valid_from,valid_to\nDirección de Niñez,7,DIF Niñez|Niñez,2024,2027-09-30\nArchivo,,,,\n"
UNITS = (OfficialUnit("Dirección de Niñez", "7", ("DIF Niñez", "Niñez"), 2024, 2027), OfficialUnit("Archivo"))


def written(folder: Path, content: bytes, name: str = "units.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(), LINES.encode("utf-8-sig"), LINES.encode("latin-1"), LINES.replace(",", ";").encode(),
        LINES.replace("\n", "\r\n").encode("cp1252"), LINES.replace(",", "\t").encode(),
    ],
    ids=["utf-8", "bom", "latin-1", "semicolons", "excel", "tabs"],
)  # fmt: skip
def test_what_spreadsheets_write_is_read(tmp_path: Path, content: bytes) -> None:
    assert read_catalogue(written(tmp_path, content)) == UNITS


def test_other_columns_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    content = b"rows,suspect,name\n3,,Archivo\n,,\n,,\n"
    assert read_catalogue(written(tmp_path, content)) == (OfficialUnit("Archivo"),)


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "no column 'name'"), (b"unit name\nArchivo\n", "no column 'name'"), (b"name\n\n", "names no unit"),
        (b"name,valid_from\nArchivo,ayer\n", "'ayer' is no year"), (b'name\n"Archivo\n', "it is no CSV"),
        (b"name\nArchivo\nARCHIVO\n", "two units go by"), (b"name,aliases\nArchivo,A\nAcervo,a\n", "two units go by"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said(tmp_path: Path, content: bytes, fact: str) -> None:
    with pytest.raises(CatalogueError, match=fact):
        read_catalogue(written(tmp_path, content))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.csv"):
        read_catalogue(tmp_path / "none.csv")


def test_a_name_may_pass_from_one_unit_to_the_next(tmp_path: Path) -> None:
    content = b"name,id,valid_from,valid_to\nArchivo,1,,2020\nArchivo,2,2021,\n"
    assert [unit.unit_id for unit in read_catalogue(written(tmp_path, content))] == ["1", "2"]


def test_decisions_are_read_and_the_last_one_on_a_name_counts(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()
    lines = "raw,canonical,decision,decided_by\nFortuna,Fomento,merge,ana\nNorte,,apart,ana\nFortuna,,apart,eva\n"
    written(tmp_path, lines.encode(), "unit-decisions.csv")
    assert read_decisions(tmp_path) == (
        UnitDecision("Fortuna", "Fortuna", "eva"), UnitDecision("Norte", "Norte", "ana"),
    )  # fmt: skip


@pytest.mark.parametrize("line", ["Fortuna,,merge,ana", "Fortuna,Fomento,maybe,ana", ",Fomento,merge,ana"])
def test_a_line_that_decides_nothing_is_said(tmp_path: Path, line: str) -> None:
    written(tmp_path, f"raw,canonical,decision,decided_by\n{line}\n".encode(), "unit-decisions.csv")
    with pytest.raises(CatalogueError, match="line 2: the line decides nothing"):
        read_decisions(tmp_path)
