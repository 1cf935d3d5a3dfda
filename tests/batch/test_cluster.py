"""A real cluster of two worker processes on this machine."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cuadre.batch.cluster import Cluster, ClusterError
from cuadre.batch.model import Budget, Done, Outcome, Task
from cuadre.batch.pool import LocalPool

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
FILES = (SAMPLES / "q1-report" / "source.pdf", SAMPLES / "reordered-horizontal" / "source.pdf")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with cluster_at(20_000 + os.getpid() % 20_000) as (place, _):
        yield place


@contextmanager
def cluster_at(port: int, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    place = f"tcp://127.0.0.1:{port}"
    scheduler = _dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", env=environment)
    started = [_dask("worker", place, "--nthreads", "1", "--no-dashboard", env=environment) for _ in range(workers)]
    try:
        with distributed.Client(place, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield place, scheduler
    finally:
        for process in (*started, scheduler):
            process.terminate()
        for process in (*started, scheduler):
            process.wait(20)


def _dask(*arguments: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=quiet, stderr=quiet, env=env)


def reports() -> list[Task]:
    return [
        Task(f"{path.parent.name}.pdf", path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in FILES
    ]


def by_name(found: Iterator[Done]) -> dict[str, Done]:
    return {done.name: replace(done, seconds=0.0) for done in found}


def test_the_cluster_and_the_pool_give_the_same_bytes(address: str) -> None:
    cluster, pool = Cluster(address), LocalPool(1)
    try:
        assert by_name(cluster.run(reports())) == by_name(pool.run(reports()))
    finally:
        cluster.close()
        pool.close()


def test_what_a_document_does_to_its_process_the_worker_outlives(address: str) -> None:
    cluster = Cluster(address, work="misbehaving:do")
    budget = Budget(seconds=1.0)
    try:
        names = ("a", "crash", "hang", "b")
        found = by_name(cluster.run(Task(name, HERE / name, "0" * 64, budget) for name in names))
    finally:
        cluster.close()
    assert {name: done.outcome for name, done in found.items()} == {
        "a": Outcome.CONVERTED, "b": Outcome.CONVERTED, "crash": Outcome.CRASHED, "hang": Outcome.OVER_LIMIT,
    }  # fmt: skip


def test_a_worker_that_is_lost_in_the_middle_costs_nothing(address: str) -> None:
    cluster = Cluster(address, work="misbehaving:do")
    with distributed.Client(address, set_as_default=False) as client:
        pids = set(client.run(os.getpid).values())
        results = cluster.run(Task(f"slow {n}", HERE / "a", "0" * 64) for n in range(8))
        found = [next(results)]
        os.kill(min(pids), signal.SIGKILL)
        found += results
        cluster.close()
        deadline = time.monotonic() + 30
        while len(client.scheduler_info()["workers"]) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
    assert sorted(done.name for done in found) == [f"slow {n}" for n in range(8)]
    assert {done.outcome for done in found} == {Outcome.CONVERTED}


def test_a_scheduler_that_is_lost_ends_the_run_with_one_sentence(address: str) -> None:
    port = int(address.rpartition(":")[2]) + 1
    with cluster_at(port, workers=1) as (place, scheduler):
        cluster = Cluster(place, work="misbehaving:do")
        results = cluster.run(Task(f"slow {n}", HERE / "a", "0" * 64) for n in range(4))
        next(results)
        scheduler.kill()
        with pytest.raises(ClusterError, match="what was done is kept"):
            list(results)
        cluster.close()


def test_a_cluster_that_stays_without_workers_is_not_waited_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.batch.cluster._PATIENCE", 0.5)
    monkeypatch.setattr("cuadre.batch.cluster._LOOK", 0.2)
    cluster = Cluster(address, work="misbehaving:do")
    asked = cluster._client.scheduler_info
    results = cluster.run(Task(f"slow {n}", HERE / "a", "0" * 64) for n in range(40))
    next(results)
    monkeypatch.setattr(cluster._client, "scheduler_info", lambda **wanted: {**asked(**wanted), "workers": {}})
    with pytest.raises(ClusterError, match="no workers for"):
        list(results)
    cluster.close()


def test_nobody_at_the_address_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.batch.cluster._REACH_SECONDS", 1)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:9")


def test_another_version_on_a_worker_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.batch.cluster.version", lambda _: "0.0.9")
    with pytest.raises(ClusterError, match=r"has Cuadre .*, this is 0\.0\.9"):
        Cluster(address)
