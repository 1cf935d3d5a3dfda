"""Each sample through all stages: expected output per stage, and the truth on paper."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import platform
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from cuadre import pipeline
from cuadre.converted import Converted
from cuadre.export.package import csv_line, write_package
from cuadre.export.tables import write_tables
from extract.model import Reading
from extract.read import open_document
from extract.scan.tesseract import tesseract_available
from normalize.model import Facts, Report
from normalize.rows import normalize
from reconcile.model import Status
from reconcile.run import reconcile

SAMPLES = Path(__file__).parent.parent / "samples"
REPORTS = sorted(p.parent for p in SAMPLES.glob("*/truth.json") if "rows" in json.loads(p.read_text("utf-8")))
FIGURES = {"annual": "target_annual"} | {
    f"{short}{q}": f"{measure}_q{q}" for q in (1, 2, 3, 4)
    for short, measure in (("q", "target"), ("achieved_q", "achieved"), ("pct_q", "progress"),
                           ("cum_pct_q", "cumulative"))
}  # fmt: skip
TEXTS = {
    "responsible_unit": "responsible_unit", "level": "level", "code": "objective_code",
    "objective": "objective", "indicator_code": "indicator_code", "indicator_name": "indicator_name",
    "frequency": "frequency", "indicator_unit": "indicator_unit", "variable_unit": "variable_unit",
    "justification": "justification",
}  # fmt: skip

SCANS = [p for p in REPORTS if "scan" in json.loads((p / "truth.json").read_text("utf-8"))]
PRINTS = [p for p in REPORTS if p not in SCANS]
LEAST_RIGHT = {"scan-clean": 0.995, "scan-signed": 0.98, "scan-fax": 0.9}
MOST_WRONG_SIGNS = {"scan-clean": 0.005, "scan-signed": 0.015, "scan-fax": 0.07}
SETTLED = {"ok", "explained", "repaired"}
ENGINES = ("tesserocr", "rapidocr", "onnxruntime", "opencv-python-headless", "numpy", "pypdfium2")

every_report = pytest.mark.parametrize("sample", REPORTS, ids=lambda p: p.name)
every_print = pytest.mark.parametrize("sample", PRINTS, ids=lambda p: p.name)
every_scan = pytest.mark.parametrize("sample", SCANS, ids=lambda p: p.name)


def source(sample: Path) -> Path:
    return next(sample.glob("source.*"))


@cache
def read_once(sample: Path) -> tuple[Reading, Converted]:
    with open_document(source(sample), name=f"{sample.name}/{source(sample).name}") as (reading, read_again):
        report = normalize(reading, read_again=read_again)
        return reading, Converted(report, pipeline.reconciled(report, read_again))


def reading_of(sample: Path) -> Reading:
    return read_once(sample)[0]


def converted(sample: Path) -> Converted:
    return read_once(sample)[1]


@cache
def truth(sample: Path) -> Any:
    return json.loads((sample / "truth.json").read_text("utf-8"))


def cells_csv(reading: Reading) -> str:
    lines = [csv_line(["table", "row", "column", "row_span", "column_span", "pages", "text"])]
    for number, table in enumerate(reading.tables, 1):
        for cell in table.cells:
            pages = " ".join(str(place.page) for place in cell.places)
            lines.append(csv_line([str(number), str(cell.row), str(cell.column), str(cell.row_span),
                                   str(cell.column_span), pages, cell.text]))  # fmt: skip
    return "".join(lines)


def rows_csv(report: Report) -> str:
    lines = [csv_line(["row", "page", "field", "text"])]
    for row in report.rows:
        texts = [(name, getattr(row, name)) for name in (*TEXTS.values(), "parent_code", "unit_canonical")]
        texts += [(figure.field, figure.as_read) for figure in row.figures]
        at = [str(row.number), str(row.place.page)]
        lines += [csv_line([*at, name, text]) for name, text in texts if text]
    return "".join(lines)


def engines() -> str:
    """What decides the last sign that is read on a scan, as recorded beside the expected output."""
    lines = [f"{name} {importlib.metadata.version(name)}" for name in ENGINES]
    return "\n".join([*lines, f"spa {tesseract_available()}", platform.machine(), ""])


def skip_if_recorded_elsewhere(sample: Path, request: pytest.FixtureRequest) -> None:
    recorded = sample / "expected" / "engines.txt"
    if request.config.getoption("--write-golden"):
        recorded.parent.mkdir(parents=True, exist_ok=True)
        recorded.write_text(engines(), encoding="utf-8")
    elif recorded.exists() and recorded.read_text(encoding="utf-8") != engines():
        pytest.skip("the expected output was recorded with other engines")


@every_report
def test_stage_outputs(
    sample: Path, golden: Callable[[Path, str], None], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if sample in SCANS:
        skip_if_recorded_elsewhere(sample, request)
    golden(sample / "expected" / "1-cells.csv", cells_csv(reading_of(sample)))
    golden(sample / "expected" / "2-rows.csv", rows_csv(converted(sample).report))
    write_package(tmp_path, [converted(sample)])
    for name in ("indicators", "measurements", "findings", "repairs", "documents", "signatures"):
        text = (tmp_path / f"{name}.csv").read_bytes().decode()
        golden(sample / "expected" / "3-package" / f"{name}.csv", text)


def test_raw_tables(golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    sample = SAMPLES / "general-tables"
    for path in write_tables(tmp_path, "source", pipeline.read(sample / "source.pdf")):
        golden(sample / "expected" / path.name, path.read_bytes().decode())


@every_print
def test_what_is_published_is_what_is_printed(sample: Path, tmp_path: Path) -> None:
    write_package(tmp_path, [converted(sample)])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "indicators.csv").read_bytes().decode(), newline="")))
    printed = truth(sample)["rows"]
    assert len(rows) == len(printed)
    for row, true in zip(rows, printed, strict=True):
        misread = {noise["field"] for noise in true.get("injected_ocr", ())}
        for field, column in FIGURES.items():
            if field not in misread and true.get(field) is not None:
                assert number(row[column]) == number(true[field]), (true["n"], field)
        for field, column in TEXTS.items():
            if not misread and true.get(field) is not None:
                assert flat(row[column]) == flat(true[field]), (true["n"], field)


@every_scan
def test_what_is_published_of_a_scan_is_right_or_marked(sample: Path, tmp_path: Path) -> None:
    write_package(tmp_path, [converted(sample)])
    rows, measured = (list(csv.DictReader(io.StringIO((tmp_path / name).read_bytes().decode(), newline="")))
                      for name in ("indicators.csv", "measurements.csv"))  # fmt: skip
    status = {(m["page"], m["row"], f"{m['measure']}_{m['period']}"): m["status"] for m in measured}
    printed = truth(sample)["rows"]
    assert len(rows) == len(printed)
    right = figures = signs = wrong_signs = 0
    for row, true in zip(rows, printed, strict=True):
        for field, column in FIGURES.items():
            wanted = number(true.get(field) or "")
            as_printed = number(row[column]) == wanted
            settled = status.get((row["page"], row["row"], column), "ok") in SETTLED
            assert as_printed or not settled, (true["n"], field, true.get(field), row[column])
            figures += wanted is not None
            right += wanted is not None and as_printed
        for field, column in TEXTS.items():
            signs += len(flat(true[field] or ""))
            wrong_signs += Levenshtein.distance(flat(true[field] or ""), flat(row[column]))
    assert right >= LEAST_RIGHT[sample.name] * figures
    assert wrong_signs <= MOST_WRONG_SIGNS[sample.name] * signs


@every_scan
def test_facts_and_signatories_of_a_scan(sample: Path) -> None:
    true, report = truth(sample), converted(sample).report
    assert (report.facts.fiscal_year, report.facts.quarter) == (true["year"], true["quarter"])
    facts = [report.facts.axis, report.facts.programme, report.facts.dependency]
    people = [f"{person.name}, {person.post}" for person in report.signatories]
    wanted = [true["eje"], true["programa"], true["dependencia"]]
    wanted += [f"{person['name']}, {person['post']}" for person in true["signatories"]]
    for found, said in zip([*facts, *people], wanted, strict=True):
        assert Levenshtein.normalized_similarity(found or "", said) > 0.9


@every_print
def test_document_facts_and_signatories(sample: Path) -> None:
    true, report = truth(sample), converted(sample).report
    assert report.facts == Facts(
        true["eje"], true["programa"], true["dependencia"], true["year"], true["quarter"]
    )
    people = [(person.name, person.post) for person in report.signatories]
    assert people == [(person["name"], person["post"]) for person in true["signatories"]]


@every_report
def test_every_mistake_of_the_issuer_is_found(sample: Path) -> None:
    found = {finding.row for finding in converted(sample).findings if finding.severity != "info"}
    # These are oddities that arithmetic explains, or none of arithmetic's business.
    silent = {"UNIT_NAME_VARIANT", "ZERO_OVER_ZERO", "HIDDEN_DECIMALS"}
    for number, true in enumerate(truth(sample)["rows"], 1):
        if {error["type"] for error in true["planted_errors"]} - silent:
            assert number in found, true["planted_errors"]


@every_report
def test_two_runs_give_the_same_bytes_and_leave_the_original_alone(sample: Path, tmp_path: Path) -> None:
    before = source(sample).read_bytes()
    if sample in SCANS and truth(sample)["n_pages"] == 1:
        pytest.skip("one scan, that of two pages, is enough to read twice")
    write_package(tmp_path / "one", [converted(sample)])
    again = pipeline.convert(source(sample), name=f"{sample.name}/{source(sample).name}", workers=2)
    write_package(tmp_path / "two", [again])
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    assert source(sample).read_bytes() == before


@every_report
def test_a_changed_figure_does_not_pass_unnoticed(sample: Path) -> None:
    """The checks can fail: 1 added to the target of the first quarter of each row that has one is noticed."""
    report = converted(sample).report
    for number, row in enumerate(report.rows):
        changed = _with_another_target(report, number)
        if changed is not None:
            verdicts = [v for v in reconcile(changed).verdicts if v.row == row.number]
            assert any(v.status != Status.OK for v in verdicts), row.number


def _with_another_target(report: Report, number: int) -> Report | None:


    row = report.rows[number]
    index = next((i for i, f in enumerate(row.figures) if f.field == "target_q1" and f.printed), None)
    if index is None:
        return None
    figure = row.figures[index]
    assert figure.printed is not None
    other = replace(figure, printed=replace(figure.printed, value=figure.printed.value + 1))
    figures = (*row.figures[:index], other, *row.figures[index + 1 :])
    rows = (*report.rows[:number], replace(row, figures=figures), *report.rows[number + 1 :])
    return replace(report, rows=rows)


def number(text: str) -> Decimal | None:
    """The figure in a text of the package or of the truth; ``None`` when it is none."""
    bare = text.replace(",", "").removesuffix("%").strip()
    return Decimal(bare) if bare.lstrip("-").replace(".", "", 1).isdigit() else None


def flat(text: str) -> str:
    """Text with line breaks undone and the guard against formulas taken off."""
    joined = " ".join(text.split())
    return joined[1:] if joined[:1] == "'" and joined[1:2] in "=+-@" else joined
