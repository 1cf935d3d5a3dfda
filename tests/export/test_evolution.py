from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest

from cuadre.converted import Converted
from cuadre.evidence import Place, Printed, SourceFile
from cuadre.export.evolution import evolution_records
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from cuadre.export.schema import EVOLUTION, FILE_NAMES
from cuadre.together import together
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row
from reconcile.run import reconcile
from reconcile.told import told_of

Invent = Callable[[int], Converted]


def made(quarter: int, *achieved: str, annual: str = "100", at: int = 1) -> Converted:
    """A report of three indicators that had 25 a quarter to do; the first did so many of them, the others all."""
    rows = tuple(_row(number, achieved if number == 1 else ("25",) * len(achieved), annual) for number in (1, 2, 3))
    facts = Facts("", "=programa 4.1", "Dependencia", 2026, quarter)
    source = SourceFile(f"q{quarter}-{at}.pdf", f"{quarter}{at}".ljust(64, "a"), 9)
    report = Report(source, "digital", 1, "mir", facts, rows)
    return Converted(report, reconcile(report))


def _row(number: int, achieved: tuple[str, ...], annual: str) -> Row:
    texts = {(Measure.TARGET, Period.ANNUAL): annual} | {
        (Measure.TARGET, Period.quarter(q)): "25" for q in (1, 2, 3, 4)
    }
    until = 0
    for q, text in enumerate(achieved, 1):
        until += int(text)
        texts[Measure.ACHIEVED, Period.quarter(q)] = text
        texts[Measure.PROGRESS, Period.quarter(q)] = f"{4 * int(text)}.00"
        texts[Measure.CUMULATIVE, Period.quarter(q)] = f"{until}.00"
    figures = tuple(
        Figure(
            measure, period, text, Printed(Decimal(text), len(text.partition(".")[2])), Condition.CLEAR, Place(1)
        )
        for (measure, period), text in texts.items()
    )
    texts_of = (f"4.1.{number}", "4.1", f"Objetivo {number}", f"IX{number}", f"Índice {number}", "", "", "", "")
    return Row(number, Place(1), "Área", "Área", "Actividad", 3, *texts_of, figures)


def read(folder: Path, name: str = "evolution") -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_indicator_stands_on_one_line_over_the_year(tmp_path: Path) -> None:
    first, second = made(1, "20"), made(2, "20", "30")
    write_package(tmp_path, [second, first])
    line, *others = read(tmp_path)
    assert len(others) == 2
    ids = [one.report.source.document_id for one in (first, second)]
    assert [line[f"document_q{q}"] for q in (1, 2, 3, 4)] == [*ids, "", ""]
    assert [line[f"row_q{q}"] for q in (1, 2, 3, 4)] == ["1", "1", "", ""]
    assert [line[f"achieved_q{q}"] for q in (1, 2, 3, 4)] == ["20", "30", "", ""]
    assert [line[name] for name in ("progress_q2", "cumulative_q2", "target_annual")] == ["120.00", "50.00", "100"]
    assert [line[name] for name in ("reports", "changed", "status")] == ["2", "", "ok"]
    assert (line["fiscal_year"], line["programme"], line["objective_code"]) == ("2026", "'=programa 4.1", "4.1.1")


def test_what_reports_disagree_on_is_named(tmp_path: Path) -> None:
    write_package(tmp_path, [made(1, "20"), made(2, "21", "30", annual="120")])
    line = read(tmp_path)[0]
    assert line["changed"] == "target_annual | achieved_q1 | progress_q1 | cumulative_q1"
    assert (line["target_annual"], line["achieved_q1"], line["status"]) == ("120", "20", "inconsistent")


def test_a_line_carries_the_worst_of_its_figures(tmp_path: Path) -> None:
    first = made(1, "20")
    verdicts = tuple(replace(v, status=v.status.ILLEGIBLE) if v.row == 1 else v for v in first.reconciliation.verdicts)
    doubtful = replace(first, reconciliation=replace(first.reconciliation, verdicts=verdicts))
    write_package(tmp_path, [doubtful, made(2, "20", "30")])
    assert [line["status"] for line in read(tmp_path)] == ["illegible", "ok", "ok"]


def test_one_document_has_its_lines_too(tmp_path: Path) -> None:
    write_package(tmp_path, [made(3, "20", "30", "25")])
    assert [line["achieved_q2"] for line in read(tmp_path)] == ["30", "25", "25"]


def test_any_order_of_documents_gives_the_same_bytes(tmp_path: Path) -> None:
    documents = [made(q, *["25"] * q, at=at) for q in (1, 2, 3) for at in (1, 2)]
    for folder, order in (("a", documents), ("b", documents[::-1])):
        write_package(tmp_path / folder, together(order))
    assert (tmp_path / "a" / "evolution.csv").read_bytes() == (tmp_path / "b" / "evolution.csv").read_bytes()


def test_frictionless_follows_each_line_to_its_documents(tmp_path: Path, invent: Invent) -> None:
    series = [made(1, "20"), made(2, "21", "30")]
    write_package(tmp_path, [*together(series), *(invent(seed) for seed in range(3))])
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "note"])


def test_together_tells_each_document_what_the_others_say() -> None:
    first, second = made(1, "20"), made(2, "21", "30")
    told = together([second, first])
    assert [finding.rule for finding in told[0].findings] == ["figure-restated"] * 3
    assert told[1] == first
    assert together(told) == told


def test_a_package_that_is_checked_again_says_the_same(tmp_path: Path) -> None:
    write_package(tmp_path / "a", together([made(1, "20"), made(2, "21", "30")]))
    again = [Converted(report, reconcile(report)) for report in read_package(tmp_path / "a")]
    write_package(tmp_path / "b", together(again))
    for name in FILE_NAMES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


@pytest.mark.parametrize("seed", range(3))
def test_records_have_exactly_the_columns(invent: Invent, seed: int) -> None:
    converted = invent(seed)
    for record in evolution_records([told_of(converted.report, converted.reconciliation)]):
        assert tuple(record) == EVOLUTION.header
