"""All repair on a transcription of a published report, where it is at hand, against a key made by reading it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cuadre.evidence import ES_MX, Finding, Repair
from extract.read import read_document
from normalize.facts import read_facts
from normalize.form import builtin_forms
from normalize.model import Facts, Row
from normalize.repair.chain import repair_rows
from normalize.repair.headers import repair_headers, texts_after
from normalize.repair.model import APPLIED, Setting, reverted
from normalize.repair.titles import repair_titles
from normalize.rows import _header_texts, _words_of, normalize
from normalize.sheets import recognize

KEY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "bienestar_key.toml").read_text(encoding="utf-8"))
REPORT = Path(__file__).parents[4] / "shared" / "reports" / KEY["document"]["file"]
KINDS = sorted({entry["kind"] for entry in KEY["cell"] if entry["status"] == "repairable"})
ENOUGH = 0.95

pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the transcription is not here")


@dataclass(frozen=True)
class Repaired:
    """The report before and after repair."""

    raw: dict[int, Row]
    rows: dict[int, Row]
    facts: Facts
    year_findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    findings: tuple[Finding, ...]


@pytest.fixture(scope="module")
def report() -> Repaired:
    reading, form = read_document(REPORT), builtin_forms()[0]
    headers = _header_texts(reading)
    facts, _ = read_facts(reading.pages, headers, form.facts)
    setting = Setting(
        form=form, words=_words_of(reading), fiscal_year=facts.fiscal_year,
        titles=tuple(line.text for page in reading.pages for line in page.lines),
    )  # fmt: skip
    header = repair_headers(reading, recognize(reading, [form], ES_MX, facts.quarter), facts, setting)
    facts, titles = repair_titles(reading.pages, facts, form.facts)
    _, told = read_facts(reading.pages, texts_after(headers, header.repairs), form.facts)
    published = normalize(reading)
    raw = reverted(published.rows, published.repairs)
    done = repair_rows(raw, setting)
    return Repaired(
        {row.number: row for row in raw}, {row.number: row for row in done.rows}, facts, told,
        (*header.repairs, *titles.repairs, *done.repairs), (*header.findings, *titles.findings, *done.findings),
    )  # fmt: skip


def cells(*statuses: str) -> Iterator[tuple[dict[str, Any], int]]:
    """Each entry of the key with these statuses, with each row it is about."""
    for entry in KEY["cell"]:
        if entry["status"] in statuses:
            for row in entry["rows"]:
                yield entry, row


def expected(entry: dict[str, Any], raw: str) -> str:
    return raw.replace(entry["as_read"], entry["right"]) if entry.get("part") else entry["right"]


def test_the_key_is_about_this_report(report: Repaired) -> None:
    assert len(report.raw) == KEY["document"]["rows"]
    for entry, number in cells("repairable", "catalogue", "unsettled", "either"):
        raw = getattr(report.raw[number], entry["field"])
        assert raw == entry["as_read"] or (entry.get("part") and entry["as_read"] in raw), (number, raw)


def test_every_word_of_a_header_is_repaired(report: Repaired) -> None:
    repairs = [repair for repair in report.repairs if repair.row is None]
    missed = [
        entry
        for entry in KEY["header"]
        if not any(
            repair.page == entry["page"] and entry["as_read"] in repair.before and entry["right"] in repair.after
            for repair in repairs
        )
    ]
    assert missed == []


def test_no_header_is_repaired_wrongly(report: Repaired) -> None:
    labels = {label for path in KEY["document"]["columns"] for label in path.split(" > ")}
    words = [repair for repair in report.repairs if repair.rule.startswith("header-") and repair.rule != "header-shift"]
    known = {(entry["page"], entry["as_read"]) for entry in KEY["header"]}
    for repair in words:
        assert repair.after in labels
        assert any(page == repair.page and said in repair.before for page, said in known), repair


def test_headers_that_slipped(report: Repaired) -> None:
    shifted = [repair.page for repair in report.repairs if repair.rule == "header-shift"]
    assert shifted == KEY["document"]["shifted_pages"]
    moved = [finding for finding in report.findings if finding.rule == "header-shifted" and "->" in finding.evidence]
    assert [finding.page for finding in moved] == KEY["document"]["shifted_pages"]


def test_each_column_has_its_path(report: Repaired) -> None:
    (finding,) = (finding for finding in report.findings if finding.rule == "header-paths")
    assert finding.reported.split(" | ") == KEY["document"]["columns"]


def test_titles_and_year(report: Repaired) -> None:
    titles = [repair for repair in report.repairs if repair.rule.startswith("title-")]
    assert [(repair.page, repair.field, repair.before, repair.after) for repair in titles] == [
        (entry["page"], entry["field"], entry["as_read"], entry["right"]) for entry in KEY["title"]
    ]
    assert (report.facts.fiscal_year, report.facts.quarter) == (2026, 1)
    assert report.year_findings == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_document_settles_is_repaired(report: Repaired, kind: str) -> None:
    judged = [(entry, number) for entry, number in cells("repairable") if entry["kind"] == kind]
    right = [
        getattr(report.rows[number], entry["field"]) == expected(entry, getattr(report.raw[number], entry["field"]))
        for entry, number in judged
    ]
    assert sum(right) >= ENOUGH * len(right), f"{kind}: {sum(right)} of {len(right)}"


def test_nothing_else_is_changed(report: Repaired) -> None:
    allowed = {
        (number, entry["field"]): expected(entry, getattr(report.raw[number], entry["field"]))
        for entry, number in cells("repairable", "either")
    }
    wrong = []
    for repair in report.repairs:
        if repair.row is None or repair.state != APPLIED:
            continue
        after = getattr(report.rows[repair.row], repair.field)
        if after != allowed.get((repair.row, repair.field)):
            wrong.append((repair.row, repair.field, repair.rule, repair.before, after))
    assert wrong == []


def test_what_only_a_catalogue_settles_is_told_with_candidates(report: Repaired) -> None:
    for entry, number in cells("catalogue"):
        assert getattr(report.rows[number], entry["field"]) == entry["as_read"]
        told = [
            finding
            for finding in report.findings
            if re.search("unit", finding.rule) and entry["as_read"] in (finding.as_read, *finding.alternatives)
        ]
        names = {name for finding in told for name in (finding.as_read, *finding.alternatives)}
        assert set(entry["candidates"]) <= names, (number, entry["as_read"])


def test_one_unit_in_two_cases_is_grouped_as_one(report: Repaired) -> None:
    names = {report.rows[number].unit_canonical for number in (55, 56, 57)}
    assert len(names) == 1
