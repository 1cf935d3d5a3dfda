"""The public Python door."""

from decimal import Decimal
from pathlib import Path

import pytest

import cuadre
from cuadre import read_report
from cuadre.evidence import FileMissing

SAMPLE = Path(__file__).parent.parent / "samples" / "transcript" / "source.txt"


def test_a_report_as_data_frames() -> None:
    report = read_report(SAMPLE)
    assert list(report.indicators["row"]) == list(range(1, len(report.indicators) + 1))
    assert set(report.measurements["row"]) <= set(report.indicators["row"])
    assert isinstance(report.indicators["target_annual"].iloc[0], Decimal)
    assert {"rule", "message", "severity"} <= set(report.findings.columns)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"none\.pdf"):
        read_report(str(tmp_path / "none.pdf"))


def test_nothing_else_is_public() -> None:
    with pytest.raises(AttributeError, match="no attribute 'convert'"):
        cuadre.convert  # noqa: B018
