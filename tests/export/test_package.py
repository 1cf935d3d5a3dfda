from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from cuadre.converted import Converted
from cuadre.evidence import Finding, Kind, Repair, Severity
from cuadre.export.package import write_package
from cuadre.export.records import RECORDS
from cuadre.export.schema import EVOLUTION, FILE_NAMES, RESOURCES
from reconcile.model import Status

Invent = Callable[[int], Converted]

COLUMNS = {
    "indicators": "document_id, page, row, responsible_unit, unit_canonical, level, objective_code, "
    "parent_code, objective, indicator_code, indicator_name, frequency, indicator_unit, "
    "variable_unit, target_annual, target_q1, target_q2, target_q3, target_q4, "
    "achieved_q1, achieved_q2, achieved_q3, achieved_q4, progress_q1, progress_q2, "
    "progress_q3, progress_q4, cumulative_q1, cumulative_q2, cumulative_q3, "
    "cumulative_q4, justification, status, review",
    "measurements": "document_id, page, row, objective_code, indicator_code, measure, period, as_read, "
    "reported, computed, computed_low, computed_high, decimals, status, confidence, "
    "recognizer, x0, top, x1, bottom",
    "findings": "finding_id, document_id, page, row, field, rule, class, severity, as_read, "
    "reported, computed, proposed, alternatives, confidence, evidence, message",
    "repairs": "repair_id, finding_id, document_id, page, row, field, before, after, rule, "
    "witnesses, confidence, state, decided_by",
    "documents": "document_id, file_name, sha256, kind, pages, axis, programme, dependency, "
    "fiscal_year, quarter, rows, figures, repaired, proposed, inconsistent, "
    "undetermined, locale, rounding_mode, cumulative_denominator, zero_over_zero, "
    "version",
    "signatures": "document_id, page, role, name, post, ink, digital_status, signer, signed_at",
    "evolution": "fiscal_year, dependency, programme, responsible_unit, level, objective_code, indicator_code, "
    "indicator_name, target_annual, target_q1, target_q2, target_q3, target_q4, "
    "document_q1, row_q1, achieved_q1, progress_q1, cumulative_q1, "
    "document_q2, row_q2, achieved_q2, progress_q2, cumulative_q2, "
    "document_q3, row_q3, achieved_q3, progress_q3, cumulative_q3, "
    "document_q4, row_q4, achieved_q4, progress_q4, cumulative_q4, reports, changed, status",
}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def valid(folder: Path) -> bool:
    return bool(frictionless.validate(str(folder / "datapackage.json")).valid)


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_package_has_the_columns_of_the_contract(tmp_path: Path, name: str) -> None:
    write_package(tmp_path / "out", [])
    assert (tmp_path / "out" / f"{name}.csv").read_bytes() == (COLUMNS[name].replace(" ", "") + "\n").encode()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"{resource}.csv" for resource in COLUMNS} | {"datapackage.json"}


def test_a_row_is_written_as_printed(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path, [plain])
    (row,) = read(tmp_path, "indicators")
    assert (row["target_annual"], row["target_q1"], row["progress_q1"]) == ("100", "-5", "80.00")
    assert (row["achieved_q1"], row["achieved_q2"], row["status"], row["review"]) == ("", "", "ok", "0")


def test_a_measurement_keeps_text_value_and_place(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path, [plain])
    _, target, share, broken = read(tmp_path, "measurements")
    assert (target["as_read"], target["reported"], target["decimals"]) == ("'-5", "-5", "0")
    assert (share["as_read"], share["reported"], share["decimals"]) == ("80,00%", "80.00", "2")
    assert (broken["as_read"], broken["reported"], broken["decimals"]) == ("#REF!", "", "")
    assert [share[n] for n in ("x0", "top", "x1", "bottom")] == ["10.00", "20.13", "30.50", "40.00"]
    assert share["confidence"] == "1.0000"


@pytest.mark.parametrize("status", list(Status)[3:])
def test_a_doubtful_figure_asks_for_review(tmp_path: Path, plain: Converted, status: Status) -> None:
    first, *rest = plain.reconciliation.verdicts
    verdicts = (replace(first, status=status), *rest)
    write_package(tmp_path, [replace(plain, reconciliation=replace(plain.reconciliation, verdicts=verdicts))])
    (row,) = read(tmp_path, "indicators")
    (document,) = read(tmp_path, "documents")
    assert (row["status"], row["review"]) == (str(status), "1")
    assert document["figures"] == "4"
    for name in ("repaired", "proposed", "inconsistent", "undetermined"):
        assert document[name] == ("1" if str(status) == name else "0")


def test_a_figure_nobody_judged_is_undetermined(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path, [replace(plain, reconciliation=replace(plain.reconciliation, verdicts=()))])
    assert {line["status"] for line in read(tmp_path, "measurements")} == {"undetermined"}


def test_a_row_without_figures_is_undetermined(tmp_path: Path, plain: Converted) -> None:
    (row,) = plain.report.rows
    write_package(tmp_path, [replace(plain, report=replace(plain.report, rows=(replace(row, figures=()),)))])
    assert [(r["status"], r["review"]) for r in read(tmp_path, "indicators")] == [("undetermined", "1")]


@pytest.mark.parametrize("severity", list(Severity))
def test_a_loud_finding_asks_for_review(tmp_path: Path, plain: Converted, severity: Severity) -> None:
    finding = Finding(rule="r", kind=Kind.MAPPING, severity=severity, message="Mire.", page=1, row=1)
    write_package(tmp_path, [replace(plain, report=replace(plain.report, findings=(finding,)))])
    (row,) = read(tmp_path, "indicators")
    assert row["review"] == ("0" if severity is Severity.INFO else "1")


def test_findings_stand_by_place_and_keep_their_ids_in_any_order(tmp_path: Path, plain: Converted) -> None:
    places = ((None, None, ""), (1, None, ""), (1, 1, "a"), (1, 1, "b"), (2, 1, ""), (2, 1, ""))
    found = tuple(
        Finding(
            rule="r", kind=Kind.MAPPING, severity=Severity.INFO, message=str(n), page=page, row=row,
            field=field,
        )
        for n, (page, row, field) in enumerate(places)
    )
    for folder, order in ("a", found), ("b", found[::-1]):
        write_package(tmp_path / folder, [replace(plain, report=replace(plain.report, findings=order))])
    assert [line["message"] for line in read(tmp_path / "a", "findings")] == ["0", "1", "2", "3", "4", "5"]
    assert read(tmp_path / "a", "findings") == read(tmp_path / "b", "findings")
    assert len({line["finding_id"] for line in read(tmp_path / "a", "findings")}) == 6


def test_a_repair_names_the_finding_of_its_place(tmp_path: Path, plain: Converted) -> None:
    finding = Finding(
        rule="r", kind=Kind.READING, severity=Severity.INFO, message="m", page=1, row=1, field="level"
    )
    repairs = tuple(
        Repair(page=1, row=1, field=field, before="a", after="b", rule="vote")
        for field in ("level", "objective")
    )
    report = replace(plain.report, findings=(finding,), repairs=repairs)
    write_package(tmp_path, [replace(plain, report=report)])
    (written,) = read(tmp_path, "findings")
    assert [line["finding_id"] for line in read(tmp_path, "repairs")] == [written["finding_id"], ""]
    assert valid(tmp_path)


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_text_is_no_formula(tmp_path: Path, plain: Converted, start: str) -> None:
    (row,) = plain.report.rows
    rows = (replace(row, objective=f"{start}cmd()"),)
    write_package(tmp_path, [replace(plain, report=replace(plain.report, rows=rows))])
    assert read(tmp_path, "indicators")[0]["objective"] == f"'{start}cmd()"


def test_the_same_document_is_written_once(tmp_path: Path, plain: Converted, invent: Invent) -> None:
    write_package(tmp_path, [plain, invent(1), plain])
    names = [line["file_name"] for line in read(tmp_path, "documents")]
    assert names == ["plain.pdf", "informe-1.pdf"]


def test_half_a_surrogate_pair_stays_visible(tmp_path: Path, plain: Converted) -> None:
    (row,) = plain.report.rows
    report = replace(plain.report, rows=(replace(row, objective="a\ud800"),), form="\ud800")
    write_package(tmp_path, [replace(plain, report=report)])
    assert read(tmp_path, "indicators")[0]["objective"] == "a\\ud800"


def test_the_same_reports_give_the_same_bytes(tmp_path: Path, invent: Invent) -> None:
    for folder in "ab":
        write_package(tmp_path / folder, (invent(seed) for seed in range(5)))
    for name in FILE_NAMES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("seed", range(3))
def test_records_have_exactly_the_columns(invent: Invent, seed: int) -> None:
    for resource in (one for one in RESOURCES if one is not EVOLUTION):
        for record in RECORDS[resource.name](invent(seed)):
            assert tuple(record) == resource.header


def test_frictionless_finds_the_package_valid(tmp_path: Path, invent: Invent) -> None:
    write_package(tmp_path, (invent(seed) for seed in range(6)))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "note"])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("measurements.csv", b",80.00,", b",8O.00,"),
        ("measurements.csv", b",progress,", b",progres,"),
        ("measurements.csv", b",1,1,4.1,IX,target,q1", b",1,2,4.1,IX,target,q1"),
        ("signatures.csv", b"signed_at\n", b"signed_at\nffffffffffffffff,1,prepared,,,,,,\n"),
        ("documents.csv", b"abababababababab,", b"abababababababac,"),
        ("indicators.csv", b",ok,0\n", b",ok,2\n"),
        ("indicators.csv", b",ok,0\n", b",,0\n"),
    ],
)  # fmt: skip
def test_frictionless_finds_what_was_broken(
    tmp_path: Path, plain: Converted, file: str, old: bytes, new: bytes
) -> None:
    write_package(tmp_path, [plain])
    assert valid(tmp_path)
    content = (tmp_path / file).read_bytes()
    assert content.count(old) >= 1
    changed = content.replace(old, new, 1)
    (tmp_path / file).write_bytes(changed)
    # The descriptor's hash alone would tell; what is asked here is the columns' definitions.
    path = tmp_path / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"] == file:
            resource |= {"bytes": len(changed), "hash": f"sha256:{hashlib.sha256(changed).hexdigest()}"}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert not valid(tmp_path)


def test_frictionless_finds_a_file_of_another_run(tmp_path: Path, plain: Converted) -> None:
    write_package(tmp_path, [plain])
    (tmp_path / "repairs.csv").open("ab").write(b"\n")
    assert not valid(tmp_path)


def test_the_descriptor_speaks_spanish_and_has_no_clock(tmp_path: Path) -> None:
    write_package(tmp_path, [])
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "created" not in descriptor
    for resource in descriptor["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field["title"]
            assert field["description"].endswith(".")
