"""The pool: what one document does to its process harms no other, and nothing is left behind."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path

import psutil
import pytest

from cuadre.batch.keeper import Keeper
from cuadre.batch.model import Budget, Done, Outcome, Task
from cuadre.batch.pool import LocalPool

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def task(name: str, seconds: float = 30.0) -> Task:
    return Task(name, HERE / name, "0" * 64, Budget(seconds=seconds))


def run(names: list[str], *, workers: int = 1, work: str = "misbehaving:do", **settings: int) -> dict[str, Done]:
    pool = LocalPool(workers, work=work, **settings)
    try:
        return {done.name: done for done in pool.run(task(name, 1.0 if name == "hang" else 30.0) for name in names)}
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals have other names there")
def test_a_document_that_crashes_hangs_or_grows_ends_alone() -> None:
    found = run(["a", "crash", "exit", "hang", "grow", "b"], workers=2, memory=400 << 20)
    assert {name: done.outcome for name, done in found.items()} == {
        "a": Outcome.CONVERTED, "b": Outcome.CONVERTED, "crash": Outcome.CRASHED, "exit": Outcome.CRASHED,
        "hang": Outcome.OVER_LIMIT, "grow": Outcome.OVER_LIMIT,
    }  # fmt: skip
    assert found["crash"].fact == "its process was ended by SIGABRT"
    assert found["exit"].fact == "its process ended with exit code 7"
    assert found["hang"].fact == "it takes more than 1 seconds"
    assert found["grow"].fact == "it needs more than 400 MB of memory"


def test_a_worker_is_kept_and_replaced_after_so_many_documents() -> None:
    found = run(list("abcd"), recycle_after=2)
    pids = [found[name].fact for name in "abcd"]
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the stand-in forks")
def test_a_worker_that_dies_between_two_documents_fails_neither() -> None:
    def slowly() -> Iterator[Task]:
        yield task("a")
        time.sleep(0.5)
        yield task("b")

    pool = LocalPool(1, work="misbehaving:die_idle")
    try:
        assert [done.outcome for done in pool.run(slowly())] == [Outcome.CONVERTED] * 2
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups of processes there")
def test_what_a_crashed_worker_had_started_ends_with_it() -> None:
    assert run(["orphan"])["orphan"].outcome is Outcome.CRASHED
    mine = ["sleep", f"600.{os.getpid()}"]
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and (left := [one for one in psutil.process_iter() if _command(one) == mine]):
        time.sleep(0.1)
    assert left == []


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_worker_that_dies_while_it_is_given_a_document_fails_that_one_only() -> None:
    pool = LocalPool(1, work="no_such_module:do")
    try:
        found = [done.outcome for done in pool.run(replace(task(name), content=b"x" * (1 << 22)) for name in "ab")]
    finally:
        pool.close()
    assert found == [Outcome.CRASHED] * 2


def test_an_answer_that_comes_with_the_first_word_is_no_end() -> None:
    """Both are in the pipe when the keeper looks: it neither waits for an end nor loses the answer."""
    keeper = Keeper(400 << 20, 50, "misbehaving:do")
    keeper.begin(task("a"))
    try:
        _until_it_has_done_one(keeper)
        begun = time.monotonic()
        while (done := keeper.look(time.monotonic())) is None:
            time.sleep(0.05)
        assert done.outcome is Outcome.CONVERTED
        assert time.monotonic() - begun < 4
    finally:
        keeper.end()


def _until_it_has_done_one(keeper: Keeper) -> None:
    assert keeper._worker is not None
    wait(keeper.signals)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and psutil.Process(keeper._worker.pid).status() != psutil.STATUS_SLEEPING:
        time.sleep(0.1)


def test_a_worker_that_stops_listening_and_stays_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.batch.keeper._GRACE", 0.3)
    assert run(["deaf", "a"])["deaf"].fact == "its process closed its pipe"


def test_a_machine_with_no_room_for_a_worker_may_have_some_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(28, "No space left on device")

    pool = LocalPool(2, work="misbehaving:do")
    try:
        with monkeypatch.context() as patch:
            patch.setattr("tempfile.mkdtemp", full)
            found = list(pool.run([task("a"), task("b"), task("c")]))
        assert [done.outcome for done in found] == [Outcome.UNAVAILABLE] * 3
        assert "No space left" in found[0].fact
        assert [done.outcome for done in pool.run([task("a")])] == [Outcome.CONVERTED]
    finally:
        pool.close()


def test_nothing_is_left_behind() -> None:
    pool = LocalPool(1, work="misbehaving:do")
    done = next(iter(pool.run([task("a")])))
    scratch = Path(done.next_step)
    assert scratch.is_dir()
    assert list(scratch.iterdir()) == []
    pool.close()
    assert not scratch.exists()
    assert not psutil.pid_exists(int(done.fact))


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    free = next(pid for pid in range(4_000_000, 2, -1) if not psutil.pid_exists(pid))
    folders = [tmp_path / name for name in (f"cuadre-worker-{free}-a", f"cuadre-worker-{os.getpid()}-b", "other")]
    for folder in folders:
        (folder / "sub").mkdir(parents=True)
    LocalPool(1).close()
    assert [folder.exists() for folder in folders] == [False, True, True]


def test_tasks_are_drawn_as_room_becomes_free_and_closing_ends_what_runs() -> None:
    drawn: list[str] = []

    def endless() -> Iterator[Task]:
        for number in range(100):
            drawn.append(str(number))
            yield replace(task("a"), name=f"a{number}")

    pool = LocalPool(2, work="misbehaving:do")
    results = pool.run(endless())
    next(results)
    assert len(drawn) <= 3
    results.close()
    pool.close()
    children = (child.cmdline() for child in psutil.Process().children(recursive=True))
    assert not [line for line in children if "cuadre.batch.worker" in " ".join(line)]
