from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuadre.converted import Converted
from cuadre.evidence import Finding, Kind, PackageError, Printed, Severity
from cuadre.export.column import Column, guard, unguard
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from cuadre.export.schema import FILE_NAMES
from normalize.model import Condition, Report
from reconcile.model import Reconciliation, Status, Verdict
from reconcile.rules import ANNUAL_NOT_SUM

Invent = Callable[[int], Converted]
Judge = Callable[[Report], Reconciliation]


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_bytes().decode()
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode())


@pytest.fixture
def package(tmp_path: Path, plain: Converted) -> Path:
    write_package(tmp_path, [plain])
    return tmp_path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.lists(st.integers(0, 9999), max_size=3))
def test_what_is_read_back_is_written_the_same(
    tmp_path: Path, invent: Invent, judge: Judge, seeds: list[int]
) -> None:
    write_package(tmp_path / "a", [invent(seed) for seed in seeds])
    again = read_package(tmp_path / "a")
    write_package(tmp_path / "b", [Converted(report, judge(report)) for report in again])
    for name in FILE_NAMES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


@given(st.text("=+-@\t\r'a", max_size=4))
def test_guarding_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in set("=+-@\t\r") or not text


def test_a_report_is_read_back_whole(package: Path, plain: Converted) -> None:
    (report,) = read_package(package)
    expected = plain.report
    (row,), (expected_row,) = report.rows, expected.rows
    assert replace(report, rows=()) == replace(expected, rows=())
    assert row.level_rank is None
    assert [replace(f, place=row.place) for f in row.figures] == [
        replace(f, place=row.place) for f in expected_row.figures
    ]
    assert [f.place.box for f in row.figures] == [(10, 20.13, 30.5, 40)] * 4


def test_findings_of_the_rules_asked_again_are_left_out(tmp_path: Path, plain: Converted) -> None:
    kept, dropped = (
        Finding(rule=rule, kind=Kind.STRUCTURE, severity=Severity.INFO, message="m", alternatives=("a", "b"))
        for rule in ("year-varies", ANNUAL_NOT_SUM.id)
    )
    write_package(tmp_path, [replace(plain, report=replace(plain.report, findings=(kept, dropped)))])
    assert [report.findings for report in read_package(tmp_path)] == [(kept,)]


def test_conditions_are_told_from_the_text(tmp_path: Path, plain: Converted) -> None:
    (row,) = plain.report.rows
    first = row.figures[0]
    prints = ("#¡DIV/0!", "\u2014", "n/d")
    unread = [replace(f, as_read=text, printed=None) for f, text in zip(row.figures[1:], prints, strict=True)]
    verdict = replace(plain.reconciliation.verdicts[0], status=Status.ILLEGIBLE)
    report = replace(plain.report, rows=(replace(row, figures=(first, *unread)),))
    write_package(tmp_path, [Converted(report, replace(plain.reconciliation, verdicts=(verdict,)))])
    (again,) = read_package(tmp_path)
    assert [figure.condition for figure in again.rows[0].figures] == [
        Condition.UNSURE, Condition.SPREADSHEET_ERROR, Condition.DASH, Condition.NOT_A_NUMBER,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("81.5", Printed(Decimal("81.50"), 2, percent=True)),
        ("80.125", Printed(Decimal("80.125"), 3, percent=True)),
        ("80", Printed(Decimal("80.00"), 2, percent=True)),
    ],
)
def test_a_person_may_set_reported(package: Path, written: str, printed: Printed) -> None:
    edit(package / "measurements.csv", ",80.00,", f",{written},")
    (report,) = read_package(package)
    figure = report.rows[0].figures[2]
    assert (figure.as_read, figure.printed) == ("80,00%", printed)


def test_a_person_may_set_what_could_not_be_read_package(package: Path) -> None:
    edit(package / "measurements.csv", "#REF!,,", "#REF!,7,")
    (report,) = read_package(package)
    assert report.rows[0].figures[3].printed == Printed(Decimal(7), 0)


def test_a_byte_order_mark_is_forgiven(package: Path, plain: Converted) -> None:
    path = package / "documents.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_package(package)[0].source == plain.report.source


def test_a_document_the_descriptor_forgot_has_no_form(package: Path) -> None:
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["cuadre"]["documents"] = []
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert [(report.form, report.source.size) for report in read_package(package)] == [("", 0)]


DOC = "abababababababab"


@pytest.mark.parametrize(
    ("file", "old", "new", "fact"),
    [
        ("indicators.csv", "row,resp", "rows,resp", "line 1: column row is missing; column 'rows' is not"),
        ("indicators.csv", "page,row", "row,page", "line 1: the columns are not in their order"),
        ("repairs.csv", "decided_by", "decided_by,extra", "line 1: column 'extra' is not ours"),
        ("signatures.csv", "document_id,page,role,name,post,ink,digital_status,signer,signed_at\n", "",
         "line 1: column document_id, page"),
        ("measurements.csv", ",-5,", ",O,", "line 3: reported is 'O' and must be a plain number, like"),
        ("measurements.csv", f"{DOC},1,1", f"{DOC},x,1", "line 2: page is 'x' and must be a plain integer"),
        ("measurements.csv", f"{DOC},1,1", f"{DOC},0,1", "line 2: page is 0 and must be at least 1"),
        ("measurements.csv", "1.0000", "1.1", "line 2: confidence is 1.1 and must be at most 1"),
        ("measurements.csv", "annual", "anual", "line 2: period is 'anual' and must be one of annual, q1"),
        ("measurements.csv", "annual", "", "line 2: period is empty and must not be"),
        ("measurements.csv", "10.00", "", "line 2: one side of the box is missing"),
        ("measurements.csv", "10.00", "99", "line 2: a box runs left, top, right, bottom"),
        ("measurements.csv", ",-5,", f",{'9' * 28}.55,", "line 3: reported has too many digits"),
        ("measurements.csv", f"{DOC},1,1", f"{DOC},1,2", "line 2: row 2 is not in indicators.csv"),
        ("measurements.csv", DOC, "c" * 16, "line 2: document_id cccccccccccccccc is not in documents"),
        ("measurements.csv", DOC, "cc", "line 2: document_id is 'cc' and must match"),
        ("measurements.csv", "target,q1", "target,annual", "line 3: document_id abababababababab, row 1"),
        ("indicators.csv", ",ok,0", ",ok,2", "line 2: review is '2' and must be 0 or 1"),
        ("indicators.csv", ",ok,0", ",ok", "line 2: has 33 cells and must have 34"),
        ("indicators.csv", "Obras,100,", "Obras,101,", "line 2: target_annual is 101 and measurements"),
        ("indicators.csv", ",80.00,,", ",80.00,9,", "line 2: progress_q2 is 9 and measurements.csv has no"),
        ("indicators.csv", "Obras,100,", "Obras,,", "line 2: target_annual is nothing and measure"),
        ("indicators.csv", ",-5,,,,,", ",-5,,,,9,", "line 2: achieved_q1 is 9 and measurements.csv has"),
        ("indicators.csv", "Unidad", '"Unidad', "is no CSV"),
        ("documents.csv", DOC, "c" * 16, "line 2: document_id abab"),
        ("datapackage.json", '"cuadre": {', '"other": {', "is not the descriptor of a package"),
        ("datapackage.json", "{", "[", "is not the descriptor"),
        ("datapackage.json", '"size": 9', '"size": []', "is not the descriptor"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_its_line(
    package: Path, file: str, old: str, new: str, fact: str
) -> None:
    edit(package / file, old, new)
    with pytest.raises(PackageError) as caught:
        read_package(package)
    if old != DOC:
        assert caught.value.file == str(package / file)
    assert fact in caught.value.fact
    assert caught.value.next_step.endswith(".")


def test_an_id_that_is_not_of_its_hash_is_refused(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path, [replace(plain, report=replace(plain.report, rows=()))])
    edit(tmp_path / "documents.csv", DOC, "c" * 16)
    with pytest.raises(PackageError, match="line 2: document_id is not the start of sha256"):
        read_package(tmp_path)


@pytest.mark.parametrize("name", [name for name in FILE_NAMES if name != "evolution.csv"])
def test_a_missing_file_is_named(package: Path, name: str) -> None:
    (package / name).unlink()
    with pytest.raises(PackageError, match="is missing") as caught:
        read_package(package)
    assert caught.value.file == str(package / name)


def test_a_file_that_cannot_be_opened_is_named(package: Path) -> None:
    (package / "repairs.csv").unlink()
    (package / "repairs.csv").mkdir()
    with pytest.raises(PackageError, match="cannot be read"):
        read_package(package)


def test_another_encoding_is_refused(package: Path) -> None:
    (package / "repairs.csv").write_bytes("ñ".encode("latin-1"))
    with pytest.raises(PackageError, match="is not UTF-8"):
        read_package(package)


def test_a_cell_of_blanks_in_a_column_of_numbers_is_empty() -> None:
    assert Column("n", "", "", "number").parse("  ") is None
    assert Column("n", "", "").parse("  ") == "  "


def test_ink_that_nobody_could_read_is_written_and_read_back(tmp_path: Path, plain: Converted) -> None:
    (row,) = plain.report.rows
    first, second, *rest = row.figures
    unread = replace(first, as_read="", printed=None, condition=Condition.ILLEGIBLE, confidence=0.0)
    misread = replace(second, as_read="iDIV/0!", printed=None, condition=Condition.SPREADSHEET_ERROR)
    report = replace(plain.report, rows=(replace(row, figures=(unread, misread, *rest)),))
    verdicts = tuple(
        Verdict(1, figure.measure, figure.period, status)
        for figure, status in ((unread, Status.ILLEGIBLE), (misread, Status.INCONSISTENT))
    )
    write_package(tmp_path, [Converted(report, replace(plain.reconciliation, verdicts=verdicts))])
    (again,) = read_package(tmp_path)
    conditions = [figure.condition for figure in again.rows[0].figures]
    assert conditions[:2] == [Condition.ILLEGIBLE, Condition.SPREADSHEET_ERROR]
    assert len(conditions) == len(row.figures)
