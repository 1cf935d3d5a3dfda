"""The command as cron runs it: in a process of its own, with real workers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from cuadre.batch.journal import Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.lock import locked
from cuadre.batch.model import Outcome
from cuadre.cli import main
from cuadre.cli.batch import _exit_code

TRANSCRIPT = (Path(__file__).parents[2] / "samples/transcript/source.txt").read_bytes()
SHORT = b"".join(TRANSCRIPT.splitlines(keepends=True)[:30])


def command(inbox: Path, outdir: Path, *options: str) -> list[str]:
    start = [sys.executable, "-m", "cuadre", "batch", str(inbox), str(outdir)]
    return [*start, "--settle", "0", "--workers", "1", *options]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "norte").mkdir(parents=True)
    (folder / "norte/a ñ.txt").write_bytes(SHORT)
    (folder / "b.txt").write_bytes(SHORT)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 2000)
    return folder


def test_a_night_and_the_next_one(inbox: Path, tmp_path: Path) -> None:
    outdir = tmp_path / "out"
    first = subprocess.run(command(inbox, outdir, "--json"), check=False, capture_output=True)
    assert first.returncode == 3, first.stderr
    told = [json.loads(line) for line in first.stdout.splitlines()]
    assert [line["event"] for line in told] == ["started", *["document"] * 3, "finished"]
    assert told[-1]["all"] == {"converted": 2, "refused": 1}
    assert [json.loads(line) for line in (outdir / "cuadre-log.jsonl").read_text("utf-8").splitlines()] == told
    for place in ("norte/a ñ.txt", "b.txt"):
        assert place in (outdir / place / "documents.csv").read_text("utf-8")
    second = subprocess.run(command(inbox, outdir, "--lang", "en"), check=False, capture_output=True, text=True)
    assert second.returncode == 0, second.stderr
    assert "Nothing new: 3 documents unchanged." in second.stdout


def test_a_request_to_end_is_obeyed_and_nothing_stays_behind(inbox: Path, tmp_path: Path) -> None:
    outdir = tmp_path / "out"
    process = subprocess.Popen(command(inbox, outdir, "--watch", "--interval", "0.1"), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (outdir / "cuadre-log.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 128 + signal.SIGTERM
    assert not list(outdir.glob("cuadre.lock*"))
    with closing(Journal(outdir)) as journal:
        assert journal.runs()[-1].ended in {"interrupted", "done"}


def test_the_second_of_two_runs_is_told_who_works(inbox: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "out"):
        answer = CliRunner().invoke(main, ["batch", str(inbox), str(tmp_path / "out"), "--lang", "en"])
    assert answer.exit_code == 2
    assert "another run works there: process" in answer.output


def test_an_outdir_inside_the_inbox_is_refused_before_anything_is_written(inbox: Path) -> None:
    answer = CliRunner().invoke(main, ["batch", str(inbox), str(inbox / "out"), "--lang", "es"])
    assert answer.exit_code == 2
    assert "las carpetas no pueden usarse juntas" in answer.output
    assert not (inbox / "out").exists()


def test_moving_needs_a_place_to_move_to(inbox: Path, tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["batch", str(inbox), str(tmp_path / "out"), "--move"])
    assert answer.exit_code == 2
    assert "--archive" in answer.output


PLAN = Plan(1, Path("in"), Path("out"), 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("night", "strict", "code"),
    [
        (Night(PLAN), True, 0),
        (Night(PLAN, needs_a_look=1), False, 0),
        (Night(PLAN, needs_a_look=1), True, 1),
        (Night(PLAN, outcomes={Outcome.NO_TABLE: 1}), True, 1),
        (Night(PLAN, outcomes={Outcome.REFUSED: 1}), False, 0),
        (Night(PLAN, newly_failed=1), False, 3),
        (Night(PLAN, new_troubles=1), False, 3),
    ],
)
def test_exit_codes_raise_the_alarm_for_news_only(night: Night, strict: bool, code: int) -> None:
    assert _exit_code(night, strict=strict) == code
