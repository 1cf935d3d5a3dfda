"""``cuadre explain``, proposals accepted on the command line, packages with repairs checked without their original."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cuadre.cli import main
from cuadre.converted import Converted
from cuadre.evidence import ExitCode, Place, Printed, Rereading, SourceFile, parse_printed
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row
from reconcile.gate import Rereadings
from reconcile.model import Status
from reconcile.run import reconcile, undone

PRINTS = {
    "target_annual": "180", "target_q1": "50", "target_q2": "60", "target_q3": "26", "target_q4": "54",
    "achieved_q1": "50", "progress_q1": "100.00%", "cumulative_q1": "26.32%", "narrative_progress_q1": "100%",
}  # fmt: skip
KEY = (1, Measure.TARGET, Period.ANNUAL)


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def a_report(kind: str) -> Report:
    """One row whose annual target should be 190, and a blank second quarter."""
    recognizer = "transcript" if kind == "transcript" else "pp-ocr"

    def figure(at: int, field: str, text: str) -> Figure:
        measure, period = field.rsplit("_", 1)
        box = None if kind == "transcript" else (20.0 * at, 0.0, 20.0 * at + 9, 9.0)
        alternatives = ("190",) if field == "target_annual" else ()
        return Figure(Measure(measure), Period(period), text, parse_printed(text), Condition.CLEAR, Place(2, box),
                      0.91, recognizer, alternatives=alternatives)  # fmt: skip

    figures = [figure(at, *pair) for at, pair in enumerate(PRINTS.items())]
    figures.append(Figure(Measure.ACHIEVED, Period.Q2, "", None, Condition.BLANK, Place(2), 1.0, recognizer))
    row = Row(1, Place(2), "Unidad", "Unidad", "Fin", 0, "4.1", "", "Objetivo", "IX", "Índice", "Anual", "Por ciento",
              "Obras", "Se alcanzó 100%.", tuple(figures))  # fmt: skip
    return Report(SourceFile("uno.pdf", "ab" * 32, 9), kind, 2, "", Facts(quarter=1), (row,))


def saying(text: str) -> Rereadings:
    return {KEY: (Rereading(text, 0.98, "pp-ocr close"), Rereading(text, 0.97, "tesseract 52"))}


def package(folder: Path, kind: str = "scanned", looks: Rereadings | None = None) -> Path:
    report = a_report(kind)
    write_package(folder, [Converted(report, reconcile(report, looks))])
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lines(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def annual(folder: Path) -> dict[str, str]:
    return next(line for line in lines(folder, "measurements.csv") if line["period"] == "annual")


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("said", "reported", "status"),
    [("190", "190", "repaired"), ("180", "180", "inconsistent"), ("170", "180", "undetermined")],
)
def test_a_package_keeps_what_second_looks_said(tmp_path: Path, said: str, reported: str, status: str) -> None:
    folder = package(tmp_path / "out", looks=saying(said))
    found = annual(folder)
    assert (found["as_read"], found["reported"], found["status"]) == ("180", reported, status)
    assert lines(folder, "indicators.csv")[0]["target_annual"] == reported
    before = contents(folder)
    assert cuadre("check", folder).exit_code == ExitCode.DONE
    assert contents(folder) == before


def test_a_repair_points_to_the_finding_that_argues_it(tmp_path: Path) -> None:
    folder = package(tmp_path, looks=saying("190"))
    (repair,) = lines(folder, "repairs.csv")
    rules = {finding["finding_id"]: finding["rule"] for finding in lines(folder, "findings.csv")}
    assert (rules[repair["finding_id"]], repair["state"]) == ("figure-repaired", "applied")
    assert lines(folder, "documents.csv")[0]["repaired"] == "1"
    assert lines(folder, "indicators.csv")[0]["review"] == "0"


def test_undoing_the_ledger_gives_the_figures_as_read_byte_for_byte(tmp_path: Path) -> None:
    report, repaired = a_report("scanned"), package(tmp_path / "repaired", looks=saying("190"))
    reconciliation = reconcile(report, saying("190"))
    write_package(tmp_path / "undone", [Converted(report, undone(report, saying("190"), reconciliation))])
    write_package(tmp_path / "as-read", [Converted(report, reconcile(report))])
    for name in ("indicators.csv", "measurements.csv"):
        back, as_read, changed = (figures_of(tmp_path / folder, name) for folder in ("undone", "as-read", "repaired"))
        assert back == as_read != changed
    edit(repaired / "repairs.csv", ",applied,rule", ",reverted,rule")
    cuadre("check", repaired)
    assert contents(repaired) == contents(tmp_path / "undone")


def figures_of(folder: Path, name: str) -> list[dict[str, str]]:
    """A file without what is said of its figures."""
    return [{k: v for k, v in line.items() if k not in ("status", "review")} for line in lines(folder, name)]


def test_what_is_read_back_is_what_was_read(tmp_path: Path) -> None:
    (back,) = read_package(package(tmp_path, looks=saying("190")))
    report = a_report("scanned")
    figures = [replace(f, place=Place(2)) for f in back.rows[0].figures]
    expected = [replace(f, place=Place(2)) for f in report.rows[0].figures if f.as_read]
    assert figures[: len(expected)] == expected
    assert {f.condition for f in figures[len(expected) :]} == {Condition.BLANK}
    assert back.repairs == ()


def test_a_figure_set_back_by_hand_stays_as_it_was_set(tmp_path: Path) -> None:
    folder = package(tmp_path, looks=saying("190"))
    edit(folder / "measurements.csv", ",180,190,", ",180,180,")
    for _ in range(2):
        assert cuadre("check", folder).exit_code == ExitCode.DONE
        assert annual(folder)["reported"] == "180"
        (repair,) = lines(folder, "repairs.csv")
        assert (repair["state"], repair["decided_by"]) == ("rejected", "reported")


def test_a_repair_rejected_in_the_ledger_is_taken_back(tmp_path: Path) -> None:
    folder = package(tmp_path, looks=saying("190"))
    edit(folder / "repairs.csv", ",applied,rule", ",rejected,ana")
    assert cuadre("check", folder).exit_code == ExitCode.DONE
    assert annual(folder)["reported"] == "180"
    assert [(r["state"], r["decided_by"]) for r in lines(folder, "repairs.csv")] == [("rejected", "ana")]
    before = contents(folder)
    cuadre("check", folder)
    assert contents(folder) == before


def test_another_figure_set_by_hand_stands(tmp_path: Path) -> None:
    folder = package(tmp_path, looks=saying("190"))
    edit(folder / "measurements.csv", ",180,190,", ",180,185,")
    assert cuadre("check", folder).exit_code == ExitCode.DONE
    found = annual(folder)
    assert (found["as_read"], found["reported"]) == ("180", "185")
    assert found["status"] != str(Status.REPAIRED)


def test_a_repaired_figure_edited_in_the_wrong_file_stops_the_check(tmp_path: Path) -> None:
    folder = package(tmp_path, looks=saying("190"))
    edit(folder / "indicators.csv", ",190,50,", ",180,50,")
    result = cuadre("check", folder, "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "target_annual is 180" in result.stderr


def test_a_figure_that_does_not_parse_comes_back_from_the_descriptor(tmp_path: Path) -> None:
    report = a_report("scanned")
    (row,) = report.rows
    specked = replace(row.figures[0], as_read="180 .", printed=Printed(Decimal(180), 0))
    report = replace(report, rows=(replace(row, figures=(specked, *row.figures[1:])),))
    write_package(tmp_path, [Converted(report, reconcile(report, saying("190")))])
    assert annual(tmp_path)["reported"] == "190"
    (back,) = read_package(tmp_path)
    assert back.rows[0].figures[0] == specked


def test_proposals_are_accepted_on_check_and_stay_accepted(tmp_path: Path) -> None:
    folder = package(tmp_path, "transcript")
    assert (annual(folder)["reported"], annual(folder)["status"]) == ("180", "proposed")
    assert cuadre("check", folder, "--accept-proposals").exit_code == ExitCode.DONE
    assert (annual(folder)["reported"], annual(folder)["status"]) == ("190", "repaired")
    (repair,) = lines(folder, "repairs.csv")
    assert (repair["rule"], repair["state"]) == ("proposal-accepted", "applied")
    before = contents(folder)
    assert cuadre("check", folder).exit_code == ExitCode.DONE
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", ["Página 2, renglón 1", "mal leído: meta anual dice 190", "50+60+26+54 es 190", "reparada → 190",
                "(pp-ocr close, 0.98)", "Margen"]),
        ("en", ["Page 2, row 1", "misread: target annual says 190", "50+60+26+54 is 190", "repaired → 190",
                "(pp-ocr close, 0.98)", "Margin"]),
    ],
)  # fmt: skip
def test_a_row_is_argued(tmp_path: Path, lang: str, words: list[str]) -> None:
    folder = package(tmp_path, looks=saying("190"))
    before = contents(folder)
    result = cuadre("explain", folder, 2, 1, "--lang", lang)
    assert result.exit_code == ExitCode.DONE
    flat = " ".join(result.stdout.split())
    for word in words:
        assert word in flat
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert contents(folder) == before


@pytest.mark.parametrize(("said", "verdict"), [("180", "no cuadra, porque"), ("170", "sin determinar, porque")])
def test_a_row_that_was_not_repaired_is_argued_too(tmp_path: Path, said: str, verdict: str) -> None:
    result = cuadre("explain", package(tmp_path, looks=saying(said)), 2, 1, "--lang", "es")
    assert verdict in " ".join(result.stdout.split())


def test_an_accepted_proposal_is_told(tmp_path: Path) -> None:
    folder = package(tmp_path, "transcript")
    cuadre("check", folder, "--accept-proposals")
    result = cuadre("explain", folder, 2, 1, "--lang", "en")
    assert "180 → 190, decided by accept-proposals (applied)" in " ".join(result.stdout.split())


@pytest.mark.parametrize(("page", "row", "fact"), [(1, 1, "Row 1 is on page 2."), (2, 7, "from 1 to 1")])
def test_a_row_that_is_not_there_is_an_error(tmp_path: Path, page: int, row: int, fact: str) -> None:
    result = cuadre("explain", package(tmp_path), page, row, "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert fact in result.stderr
