"""One document of a night: the files of its package, or why there are none."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cuadre import pipeline
from cuadre.batch.model import Budget, Done, Outcome, Task
from cuadre.batch.work import do
from cuadre.cli import main
from extract.model import Limits

SAMPLES = Path(__file__).parents[2] / "samples"
REPORT = SAMPLES / "q1-report" / "source.pdf"


def task(path: Path) -> Task:
    return Task(f"2026/{path.name}", path, hashlib.sha256(path.read_bytes()).hexdigest())


def of_bytes(tmp_path: Path, content: bytes, name: str = "a.pdf") -> Done:
    path = tmp_path / name
    path.write_bytes(content)
    return do(task(path), tmp_path)


def test_the_files_are_those_that_convert_writes(tmp_path: Path) -> None:
    done = do(replace(task(REPORT), name=REPORT.name), tmp_path)
    CliRunner().invoke(main, ["convert", str(REPORT), "-o", str(tmp_path / "out")])
    assert done.outcome is Outcome.CONVERTED
    assert dict(done.files) == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert done.counts["rows"] == (tmp_path / "out" / "indicators.csv").read_text().count("\n") - 1
    assert done.counts["look"] > 0


def test_bytes_that_come_with_the_task_give_the_same(tmp_path: Path) -> None:
    local = do(task(REPORT), tmp_path)
    sent = replace(task(REPORT), path=Path("/not/here.pdf"), content=REPORT.read_bytes())
    assert replace(do(sent, tmp_path), seconds=0.0) == replace(local, seconds=0.0)


@pytest.mark.parametrize(
    ("content", "outcome", "cause"),
    [
        (b"", Outcome.REFUSED, "EmptyFile"),
        (b"<html>", Outcome.REFUSED, "NotAReport"),
        (REPORT.read_bytes()[:5000], Outcome.REFUSED, "DamagedFile"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes, outcome: Outcome, cause: str) -> None:
    done = of_bytes(tmp_path, content)
    assert (done.outcome, done.cause, dict(done.files)) == (outcome, cause, {})
    assert done.fact
    assert done.next_step


def test_a_document_over_a_limit(tmp_path: Path) -> None:
    done = do(replace(task(REPORT), budget=Budget(document=Limits(pages=1))), tmp_path)
    assert (done.outcome, done.cause) == (Outcome.OVER_LIMIT, "OverLimit")


def test_other_bytes_than_meant_are_for_the_next_run(tmp_path: Path) -> None:
    done = do(replace(task(REPORT), sha256="0" * 64), tmp_path)
    assert done.outcome is Outcome.UNAVAILABLE
    assert not done.outcome.is_final


def test_a_file_that_went_away_may_come_back(tmp_path: Path) -> None:
    assert do(replace(task(REPORT), path=tmp_path / "gone.pdf"), tmp_path).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (KeyError("column"), Outcome.CRASHED), (MemoryError(), Outcome.OVER_LIMIT),
        (OSError(28, "No space left on device"), Outcome.UNAVAILABLE),
        (PermissionError(13, "Permission denied"), Outcome.CRASHED),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_has_an_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: Outcome
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "convert", broken)
    done = do(task(REPORT), tmp_path)
    assert done.outcome is outcome
    assert done.fact
