"""What a person reads after a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cuadre import pipeline
from cuadre.cli import doctor, summary
from cuadre.cli.language import LANGUAGES
from cuadre.converted import Converted
from cuadre.evidence import EmptyFile, Finding, Kind, Severity
from reconcile.model import Reconciliation, Regime

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "transcript" / "source.txt"
ENGLISH, SPANISH = LANGUAGES["en"], LANGUAGES["es"]

Make = Callable[..., Converted]


def finding(row: int | None, *, severity: Severity = Severity.WARNING, page: int | None = 1) -> Finding:
    return Finding(
        rule="annual-not-sum", kind=Kind.ARITHMETIC, severity=severity, message="La meta no es la suma.",
        page=page, row=row, field="target_annual", reported="180", computed="190",
    )  # fmt: skip


@pytest.fixture
def with_findings() -> Make:
    report = pipeline.convert(SAMPLE).report

    def make(*findings: Finding) -> Converted:


        return Converted(replace(report, findings=findings), Reconciliation(Regime(), (), ()))

    return make


def test_a_document_that_tallies_says_so(with_findings: Make) -> None:
    clean = with_findings(finding(1, severity=Severity.INFO))
    said = summary.of_conversion([summary.Outcome("a.txt", clean)], Path("out"), ENGLISH)
    assert "nothing to look at" in said.text
    assert "To look at" not in said.text
    assert not summary.needs_a_look(clean)


def test_many_findings_are_cut_short_with_the_place_of_the_rest(with_findings: Make) -> None:
    many = with_findings(*(finding(row) for row in range(1, 21)))
    said = summary.of_conversion([summary.Outcome("a.txt", many)], Path("out"), ENGLISH)
    assert "and 12 more in out/findings.csv" in said.text
    assert summary.needs_a_look(many)


def test_where_and_why_in_both_languages(with_findings: Make) -> None:
    converted = with_findings(finding(3), finding(None), finding(None, page=None))
    english = summary.of_conversion([summary.Outcome("a.txt", converted)], Path("out"), ENGLISH).text
    spanish = summary.of_conversion([summary.Outcome("a.txt", converted)], Path("out"), SPANISH).text
    assert "p. 1, row 3: the annual target is not the sum of the quarters" in english
    assert "  p. 1: " in english
    assert "  document: " in english
    assert "p. 1, renglón 3: La meta no es la suma." in spanish


def test_several_documents_are_named_above_their_findings(with_findings: Make) -> None:
    converted = with_findings(finding(3))
    outcomes = [summary.Outcome(name, converted) for name in ("a.txt", "b.txt")]
    outcomes.append(summary.Outcome("c.pdf", None, EmptyFile("c.pdf", "the file is empty", "Copy it again.")))
    outcomes.append(summary.Outcome("d.txt", None, same_as="a.txt"))
    said = summary.of_conversion(outcomes, Path("out"), ENGLISH)
    assert "\n  source.txt\n" in said.text
    assert "c.pdf: could not be read" in said.text
    assert "d.txt: same bytes as a.txt: done once" in said.text
    assert said.errors == "Error: c.pdf: the file is empty.\nCopy it again."
    assert json.loads(said.as_json())["documents"][2]["error"]["class"] == "EmptyFile"


def test_tables_with_a_finding() -> None:
    written = summary.TablesWritten(1, (finding(None),), (Path("out/a-t1.csv"),))
    outcomes = [summary.Outcome("a.pdf", written), summary.Outcome("b.pdf", None, same_as="a.pdf")]
    said = summary.of_tables(outcomes, ENGLISH)
    assert said.text.splitlines()[:2] == ["a.pdf: 1 table", "  out/a-t1.csv"]
    assert "  p. 1: the annual target" in said.text
    assert "b.pdf: same bytes as a.pdf" in said.text


def test_doctor_in_words() -> None:
    examined = [
        doctor.Examined("Python", present=True, fine=True, detail="3.12"),
        doctor.Examined("camelot-py", present=False, fine=True, detail="no opinion", install=(("", "pip install x"),)),
        doctor.Examined("import extract", present=True, fine=False, detail="also brought by pyextract"),
    ]
    text = summary.of_doctor(examined, ENGLISH).text
    lines = text.splitlines()
    assert [line.split()[1] for line in lines[:4]] == ["fine", "missing", "install", "extract"]
    assert "amiss" in lines[3]
    assert lines[-1].startswith("Something is amiss (1)")
    assert summary.of_doctor(examined[:2], ENGLISH).text.splitlines()[-1].startswith("Something optional")
    assert summary.of_doctor(examined[:1], ENGLISH).text.splitlines()[-1] == "Nothing is missing."


@pytest.mark.parametrize(("program", "languages", "said"), [
    (None, "", "may lose accents"), ("/usr/bin/tesseract", "eng\nspa\n", "/usr/bin/tesseract"),
    ("/usr/bin/tesseract", "eng\n", "no Spanish"),
])  # fmt: skip
def test_doctor_on_tesseract(
    monkeypatch: pytest.MonkeyPatch, program: str | None, languages: str, said: str
) -> None:
    class Listed:
        stdout = languages

    monkeypatch.setattr(doctor.shutil, "which", lambda _: program)
    monkeypatch.setattr(doctor.subprocess, "run", lambda *_, **__: Listed)
    (tesseract,) = [e for e in doctor.examine() if e.what == "Tesseract"]
    assert said in tesseract.detail
    assert tesseract.fine
