from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

from cuadre.cli import main
from cuadre.cli.units import UnitFound, as_csv, as_text, units_found
from cuadre.evidence import Place, SourceFile
from normalize.model import Facts, Report, Row
from normalize.repair.catalogue import read_catalogue
from normalize.rules import UNIT_NAME_UNSURE

UNITS = (
    UnitFound("Archivo", (), 3, 2, ()),
    UnitFound("Dirección de Niñez", ("Direccion de Niñez",), 2, 1, ("Dirección de Vejez",)),
)


def test_the_list_is_a_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(as_csv(UNITS), encoding="utf-8")
    assert [(unit.name, unit.aliases) for unit in read_catalogue(path)] == [(one.name, one.aliases) for one in UNITS]
    lines = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [(line["rows"], line["documents"], line["suspect"]) for line in lines] == [
        ("3", "2", ""), ("2", "1", "Dirección de Vejez"),
    ]  # fmt: skip


def test_the_list_for_a_terminal() -> None:
    assert as_text(UNITS).splitlines() == [
        "     3    2  Archivo",
        "     2    1  Dirección de Niñez",
        "             = Direccion de Niñez",
        "             ? Dirección de Vejez",
    ]


def test_names_are_counted_and_suspects_told() -> None:
    def row(number: int, name: str) -> Row:
        return Row(
            number=number, place=Place(1), responsible_unit=name, unit_canonical=name.replace("cion", "ción"),
            level="", level_rank=None, objective_code="", parent_code="", objective="", indicator_code="",
            indicator_name="", frequency="", indicator_unit="", variable_unit="", justification="", figures=(),
        )  # fmt: skip

    finding = UNIT_NAME_UNSURE.finding("?", reported="Archivo", alternatives=("Acervo",))
    rows = (row(1, "Dirección"), row(2, "Direccion"), row(3, "Archivo"), row(4, ""))
    report = Report(SourceFile("a.pdf", "0" * 64, 1), "digital", 1, "", Facts(), rows, findings=(finding,))
    assert units_found([report, report]) == (
        UnitFound("Dirección", ("Direccion",), 4, 2, ()), UnitFound("Archivo", (), 2, 2, ("Acervo",)),
    )  # fmt: skip


def test_the_command_reads_a_package_and_says_what_is_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["units", str(tmp_path), "--lang", "en"])
    assert result.exit_code == 3
    assert str(tmp_path) in result.output
