"""Documents on the machines of a Dask cluster: the same function, in the same kind of process, the same bytes.

The bytes of a document travel with its task, so a worker needs no shared drive. Whatever a document does to the
process that reads it, the Dask worker that looks after that process goes on; when the Dask worker itself is lost, Dask
gives the document to another one.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from time import monotonic
from typing import Any

from cuadre.batch.keeper import WORK, Keeper, sweep
from cuadre.batch.model import Done, Outcome, Task
from cuadre.evidence import CuadreError, FileMissing

_REACH_SECONDS = 10
_AHEAD = 2
"""Documents with the cluster for each place that it has: one is read, one is on its way."""
_GLANCE = 0.2
_LOOK = 5.0
_PATIENCE = 120.0
"""Seconds for which a cluster may be without workers: those of a machine that starts again come back by then."""
_RECYCLE_AFTER = 50

_here = threading.local()


class ClusterError(CuadreError):
    """The cluster cannot be used."""


class Cluster:
    """A scheduler on a Dask cluster.

    Args:
        address: Of its scheduler, such as ``tcp://host:8786``.
        work: Module and name of the function that does a task.

    Raises:
        ClusterError: Dask is not installed, nobody answers there, or a worker runs another version of Cuadre.
    """

    def __init__(self, address: str, *, work: str = WORK) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise ClusterError(address, "Dask is not installed", "Run pip install 'cuadre[dask]'.") from error
        try:
            self._client: Any = Client(address, timeout=_REACH_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            next_step = "Start `dask scheduler` there and `dask worker` on the machines that are to work."
            raise ClusterError(address, "no Dask scheduler answers", next_step) from error
        self._address, self._work, self._peopled = address, work, monotonic()
        try:
            self._expect_like_ourselves()
        except ClusterError:
            self.close()
            raise

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do each task once and give what became of it as soon as it is known; see ``Scheduler``."""
        waiting = iter(tasks)
        under_way: dict[Any, Task] = {}
        self._peopled = monotonic()
        try:
            while True:
                self._send(waiting, under_way)
                if not under_way:
                    return
                for future in self._ready(under_way):
                    yield self._result(future, under_way.pop(future))
        finally:
            # What a cluster that is gone had under way, it does not go on with.
            with suppress(Exception):
                self._client.cancel(list(under_way))

    def close(self) -> None:
        """Leave the cluster; its workers stay and wait for others."""
        self._client.close()

    def _expect_like_ourselves(self) -> None:
        ours = version("cuadre")
        try:
            theirs = self._client.run(_version)
        except Exception as error:  # what a worker raises may be anything
            raise ClusterError(self._address, f"its workers cannot run Cuadre ({error})", _INSTALL) from error
        if not theirs:
            raise ClusterError(self._address, "it has no workers", "Start `dask worker` on other machines.")
        for worker, found in sorted(theirs.items()):
            if found != ours:
                raise ClusterError(self._address, f"worker {worker} has Cuadre {found}, this is {ours}", _INSTALL)

    def _send(self, waiting: Iterator[Task], under_way: dict[Any, Task]) -> None:
        """Keep so many documents with the cluster as it has room for."""
        room = max(1, _AHEAD * self._places())
        while len(under_way) < room:
            task = next(waiting, None)
            if task is None:
                return
            try:
                sent = replace(task, content=task.path.read_bytes())
            except OSError:
                # The worker says so too: there is nothing to read there either.
                sent = task
            under_way[self._submitted(sent)] = task

    def _submitted(self, task: Task) -> Any:  # noqa: ANN401 (of Dask)
        try:
            return self._client.submit(_on_worker, task, self._work, pure=False)
        except Exception as error:  # which ones Dask raises when it is gone, it does not say
            raise self._gone("it is gone") from error

    def _places(self) -> int:
        """How many documents its workers read at a time.

        Raises:
            ClusterError: There has been none for longer than it takes a machine to come back.
        """
        workers: dict[str, Any] = {}
        with suppress(OSError, TimeoutError):
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
        if workers:
            self._peopled = monotonic()
        elif monotonic() - self._peopled > _PATIENCE:
            raise self._gone(f"it has had no workers for {_PATIENCE:g} seconds")
        return sum(int(info["nthreads"]) for info in workers.values())

    def _ready(self, under_way: Collection[Any]) -> Collection[Any]:
        """Those that came to their end; none when nothing happens for a while.

        Raises:
            ClusterError: The cluster dropped what it had.
        """
        from distributed import CancelledError  # noqa: PLC0415 (an extra)
        from distributed import wait as wait_for  # noqa: PLC0415

        try:
            with self._client.as_current():
                done: set[Any] = wait_for(list(under_way), timeout=_LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return ()
        except CancelledError as error:
            raise self._gone("its scheduler dropped the documents it had") from error
        return done

    def _gone(self, fact: str) -> ClusterError:
        return ClusterError(self._address, fact, "Start it again and repeat: what was done is kept.")

    @staticmethod
    def _result(future: Any, task: Task) -> Done:  # noqa: ANN401 (of Dask)
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 (an extra)

        try:
            done: Done = future.result()
        except KilledWorker as error:
            fact = f"more than {error.allowed_failures} workers of the cluster were lost while they read it"
            return _failed(task, Outcome.CRASHED, CuadreError(task.name, fact, "Convert it alone to see more."))
        except (CancelledError, OSError) as error:
            why = FileMissing(task.name, f"the cluster lost it ({error})", "It is tried again on the next run.")
            return _failed(task, Outcome.UNAVAILABLE, why)
        except Exception as error:  # noqa: BLE001 (one document's, whatever it is)
            bug = CuadreError(task.name, f"its worker of the cluster failed ({error!r})", "Look into the worker's log.")
            return _failed(task, Outcome.CRASHED, bug)
        return replace(done, name=task.name, sha256=task.sha256)


_INSTALL = "Install the same version of Cuadre on all machines."


def _failed(task: Task, outcome: Outcome, error: CuadreError) -> Done:
    return Done(
        task.name, task.sha256, outcome, fact=error.fact, next_step=error.next_step, cause=type(error).__name__
    )


def _version() -> str:
    return version("cuadre")


def _on_worker(task: Task, work: str) -> Done:
    """Do a task on a machine of the cluster, in a process of its own that each thread of the Dask worker keeps."""
    keeper = getattr(_here, "keeper", None)
    if keeper is None or _here.memory < task.budget.memory or _here.work != work:
        if keeper is not None:
            keeper.end()
        sweep()
        keeper = _here.keeper = Keeper(task.budget.memory, _RECYCLE_AFTER, work)
        # Dask runs its workers as children of multiprocessing, which leave atexit out.
        Finalize(None, keeper.end, exitpriority=1)
        _here.memory, _here.work = task.budget.memory, work
    keeper.begin(task)
    while True:
        wait(keeper.signals, timeout=_GLANCE)
        done = keeper.look(monotonic())
        if done is not None:
            return done
