"""The Excel file: what is in it, and what LibreOffice makes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cuadre import pipeline
from cuadre.converted import Converted
from cuadre.evidence import PackageError
from cuadre.export import workbook
from cuadre.export.package import write_package
from cuadre.export.schema import FINDINGS, INDICATORS, MEASUREMENTS, RESOURCES
from cuadre.export.table import read_table
from cuadre.export.typed import Short
from cuadre.export.workbook import write_workbook
from cuadre.export.workbook_look import LOOKS
from reconcile.model import Status

LINE_BREAK = re.compile(r"\r\n?")
REPORT = Path(__file__).parent.parent.parent / "samples" / "q1-report" / "source.pdf"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_package(folder, [pipeline.convert(REPORT)])
    return folder


@pytest.fixture(scope="module")
def written(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("excel") / "informe.xlsx"
    assert write_workbook(package, path) == ()
    return path


@pytest.fixture(scope="module")
def reopened(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The file as LibreOffice opens it and saves it again."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, written],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "informe.xlsx")


def column(sheet: Any, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def title_of(name: str) -> str:
    return next(c.title for c in INDICATORS.columns if c.name == name)


def cells(book: Any, package: Path) -> Iterator[tuple[Any, str, Any]]:
    """Cells of the sheet of indicators, with their column's name and what the CSV holds."""
    sheet = book["Indicadores"]
    places = {c.name: column(sheet, c.title) for c in INDICATORS.columns}
    for number, line in enumerate(read_table(package, INDICATORS), 2):
        for name, place in places.items():
            yield sheet.cell(number, place), name, line.values[name]


def check_values(book: Any, package: Path) -> None:
    kinds = {c.name: c.type for c in INDICATORS.columns}
    for cell, name, value in cells(book, package):
        if value in {"", None}:
            assert cell.value is None
        elif kinds[name] == "string":
            assert (cell.data_type, cell.value) == ("s", LINE_BREAK.sub("\n", str(value)))
        elif kinds[name] == "boolean":
            assert (cell.data_type, cell.value) == ("s", "sí" if value else "no")
        else:
            assert cell.data_type == "n"
            assert cell.value == float(value)


def check_marks(book: Any, package: Path) -> None:
    """Cells of troubled figures are coloured, and speak of their findings."""
    sheet = book["Indicadores"]
    seen = set()
    for line in read_table(package, MEASUREMENTS):
        name, status = f"{line.text('measure')}_{line.text('period')}", Status(line.text("status"))
        if name not in INDICATORS.header:
            continue
        cell = sheet.cell(line.integer("row") + 1, column(sheet, title_of(name)))
        fill = LOOKS[status].fill
        assert cell.fill.fgColor.rgb[-6:] == fill[1:] if fill else cell.fill.fill_type is None
        assert (cell.comment is not None) >= bool(fill)
        seen.add(status)
    assert {Status.OK, Status.EXPLAINED, Status.INCONSISTENT} <= seen
    for line in read_table(package, FINDINGS):
        if line.text("field") in INDICATORS.header and line.optional_integer("row"):
            cell = sheet.cell(line.integer("row") + 1, column(sheet, title_of(line.text("field"))))
            assert line.text("message")[:60] in cell.comment.text.replace("\n", " ")


def test_types_colours_and_comments(written: Path, package: Path) -> None:
    book = openpyxl.load_workbook(written)
    check_values(book, package)
    check_marks(book, package)
    assert {c.comment.author for row in book["Indicadores"] for c in row if c.comment} == {"Cuadre"}


def test_libreoffice_opens_the_same(reopened: Any, package: Path) -> None:
    check_values(reopened, package)
    check_marks(reopened, package)
    assert reopened["Indicadores"].auto_filter.ref


def test_codes_are_told_to_be_text_and_long_texts_are_not(written: Path, package: Path) -> None:
    told = {(name, len(str(value)) > 200): cell.number_format
            for cell, name, value in cells(openpyxl.load_workbook(written), package)}  # fmt: skip
    assert told["objective_code", False] == "@"
    assert told["justification", True] == "General"


def test_figures_show_their_printed_decimals(written: Path, package: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Indicadores"]
    shown = set()
    for line in read_table(package, MEASUREMENTS):
        name = f"{line.text('measure')}_{line.text('period')}"
        decimals = line.optional_integer("decimals")
        if name in INDICATORS.header and decimals is not None:
            cell = sheet.cell(line.integer("row") + 1, column(sheet, title_of(name)))
            assert cell.number_format == "#,##0" + ("." + "0" * decimals if decimals else "")
            shown.add(decimals)
    assert len(shown) > 1


def test_the_worst_status_stands_in_words_too(written: Path, package: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Indicadores"]
    words = [row[column(sheet, "Estado, en palabras") - 1].value for row in sheet.iter_rows(min_row=2)]
    statuses = [Status(line.text("status")) for line in read_table(package, INDICATORS)]
    assert words == [LOOKS[status].word for status in statuses]


def test_sheets_are_ready_to_read_and_print(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Léame", *(r.title for r in workbook.SHEETS), "Diccionario"]
    assert {r.title for r in RESOURCES} == {r.title for r in workbook.SHEETS}
    for resource in workbook.SHEETS:
        sheet = book[resource.title]
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"


def test_the_first_sheet_explains(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    texts = {cell.value for row in book["Léame"] for cell in row if cell.value is not None}
    assert {"source.pdf", "no cuadra", "inconsistent", "progress-not-ratio", "docs"} - texts == {"docs"}
    assert 21 in texts
    described = {row[2].value for row in book["Diccionario"].iter_rows(min_row=2)}
    assert described == {c.name for r in RESOURCES for c in r.columns}


def test_same_package_same_bytes(written: Path, package: Path, tmp_path: Path) -> None:
    write_workbook(package, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == written.read_bytes()
    with zipfile.ZipFile(written) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("seed", range(0, 6, 2))
def test_nothing_becomes_a_formula_a_date_or_a_link(
    tmp_path: Path, invent: Callable[[int], Converted], seed: int
) -> None:
    write_package(tmp_path, [invent(seed)])
    write_workbook(tmp_path, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    check_values(openpyxl.load_workbook(tmp_path / "a.xlsx"), tmp_path)


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    content = path.read_text("utf-8")
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode())


def test_what_excel_cannot_hold_is_told(tmp_path: Path, plain: Converted, monkeypatch: pytest.MonkeyPatch) -> None:
    write_package(tmp_path, [plain])
    rewrite(tmp_path, "indicators.csv", ",100,-5,", ",12345678901234567,-5,")
    rewrite(tmp_path, "indicators.csv", "Sin avance.", "y" * 40_000)
    rewrite(tmp_path, "indicators.csv", "Objetivo", "Obje\x0btivo")
    monkeypatch.setattr(workbook, "ROWS", 4)
    monkeypatch.setattr(workbook, "COMMENTS", 0)
    rewrite(tmp_path, "measurements.csv", ",ok,", ",undetermined,")
    told = write_workbook(tmp_path, tmp_path / "a.xlsx")
    assert told == (
        Short("rows", "Cifras", 1), Short("texts", "Indicadores", 1), Short("figures", "Indicadores", 1),
        Short("controls", "Indicadores", 1), Short("comments", "Indicadores", 1), Short("comments", "Cifras", 1),
    )  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    values = [cell.value for cell in book["Indicadores"][2]]
    assert {"12345678901234567", "Obje␋tivo"} <= set(values)
    assert any(isinstance(v, str) and len(v) == 32_767 and v.endswith("en el CSV]") for v in values)
    first = " ".join(str(cell.value) for row in book["Léame"] for cell in row)
    assert "1 renglones no caben" in first


def test_an_older_file_stays_when_the_package_is_broken(tmp_path: Path, plain: Converted) -> None:
    package, path = tmp_path / "package", tmp_path / "a.xlsx"
    write_package(package, [plain])
    write_workbook(package, path)
    before = path.read_bytes()
    rewrite(package, "indicators.csv", ",100,-5,", ",1x,-5,")
    with pytest.raises(PackageError, match="1x"):
        write_workbook(package, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.xlsx"]


def test_a_signed_report_is_not_replaced(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path / "package", [plain])
    report = tmp_path / "report.pdf"
    report.write_bytes(REPORT.read_bytes())
    with pytest.raises(PackageError, match="is not an Excel file"):
        write_workbook(tmp_path / "package", report)
    with pytest.raises(PackageError, match="is a folder"):
        write_workbook(tmp_path / "package", tmp_path / "package")
    assert report.read_bytes() == REPORT.read_bytes()
