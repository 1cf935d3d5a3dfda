from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from cuadre.converted import Converted
from cuadre.evidence import Finding, Kind, Place, Printed, Severity, SourceFile
from cuadre.export.package import write_package
from cuadre.frames import findings_frame, indicators_frame, measurements_frame
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row
from reconcile.model import Reconciliation, Regime, Status, Verdict


@pytest.fixture
def converted() -> Converted:
    place = Place(2, (1, 2, 3, 4))
    figure = Figure(
        Measure.TARGET, Period.ANNUAL, "-1,204.50", Printed(Decimal("-1204.50"), 2), Condition.CLEAR, place
    )
    texts = ("4.1", "", "Objetivo", "IX", "Índice", "", "", "", "")
    row = Row(1, place, "=Unidad", "Unidad", "Fin", 0, *texts, (figure,))
    finding = Finding(rule="r", kind=Kind.LAYOUT, severity=Severity.INFO, message="Algo.")
    source = SourceFile("a.pdf", "ab" * 32, 9)
    report = Report(source, "digital", 2, "mir", Facts(), (row,), findings=(finding,))
    verdict = Verdict(1, Measure.TARGET, Period.ANNUAL, Status.OK)
    return Converted(report, Reconciliation(Regime(), (verdict,), ()))


def test_frames_have_the_columns_of_the_files(tmp_path: Path, converted: Converted) -> None:
    write_package(tmp_path, [converted])
    frames = {"indicators": indicators_frame, "measurements": measurements_frame, "findings": findings_frame}
    for name, frame in frames.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert list(frame(converted).columns) == next(csv.reader(stream))


def test_figures_are_decimals_and_the_rest_has_its_type(converted: Converted) -> None:
    frame = indicators_frame(converted)
    assert str(frame.loc[0, "target_annual"]) == "-1204.50"
    assert isinstance(frame.loc[0, "target_annual"], Decimal)
    assert frame.loc[0, "target_q1"] is None
    assert frame.loc[0, "responsible_unit"] == "=Unidad"
    assert pd.isna(frame.loc[0, "frequency"])
    types = {name: str(frame.dtypes[name]) for name in ("level", "page", "review", "target_q1")}
    assert types == {"level": "string", "page": "Int64", "review": "boolean", "target_q1": "object"}


def test_places_are_numbers_and_a_missing_page_is_missing(converted: Converted) -> None:
    assert measurements_frame(converted)["x1"].tolist() == [3.0]
    frame = findings_frame(converted)
    assert str(frame.dtypes["confidence"]) == "Float64"
    assert frame["page"].isna().tolist() == [True]


def test_a_report_without_rows_has_the_columns_all_the_same(converted: Converted) -> None:
    empty = Converted(
        Report(converted.report.source, "digital", 1, "mir", Facts(), ()), Reconciliation(Regime(), (), ())
    )
    assert indicators_frame(empty).shape == (0, 34)
