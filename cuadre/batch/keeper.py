"""One worker process and whoever watches over it: the clock, the memory, the end."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from cuadre.batch.model import Done, Outcome, Task
from cuadre.batch.wire import unpacked
from cuadre.batch.worker import READY, environment
from cuadre.evidence import CuadreError, FileMissing, OverLimit

WORK = "cuadre.batch.work:do"
"""What does a document. By name, as a worker sets itself up before it loads anything."""

_ENDED = "Nothing else was harmed. Convert it alone to see more; raise the limits if it is a real report."
_CAUSES = {Outcome.OVER_LIMIT: OverLimit, Outcome.UNAVAILABLE: FileMissing}
_ADDRESS_SPACE = 3
"""So many times the memory that a worker may hold may it map: libraries map more than they use."""
_GRACE = 5.0
_SCRATCH = "cuadre-worker-"
_START = 120.0
"""Seconds in which a worker must have started, on a machine however busy."""


class Keeper:
    """Starts a worker when there is work, and ends it when it crashes, hangs, grows or has worked enough.

    Args:
        memory: Bytes that the worker may hold.
        recycle_after: Documents after which it is replaced.
        work: Module and name of the function that does a task, as ``cuadre.batch.work.do``.
    """

    def __init__(self, memory: int, recycle_after: int, work: str = WORK) -> None:
        self._memory, self._recycle_after, self._work = memory, recycle_after, work
        self._worker: subprocess.Popen[bytes] | None = None
        self._pipe: Any = None
        self._scratch: Path | None = None
        self._task: Task | None = None
        self._since = 0.0
        self._unstarted: OSError | None = None
        self._ready = self._is_closed = False
        self._done = 0

    @property
    def signals(self) -> Sequence[Any]:
        """What becomes ready when there is news of the worker, or it is gone: for ``connection.wait``."""
        return [] if self._pipe is None else [self._pipe]

    def begin(self, task: Task) -> None:
        """Give the worker a task; a worker that is not there, died idle or has worked enough is started anew."""
        if self._worker is not None and (self._done >= self._recycle_after or self._worker.poll() is not None):
            self.end()
        self._unstarted = None
        try:
            if self._worker is None or not self._sends(task):
                self.end()
                self._start()
                self._sends(task)
        except OSError as error:
            self._unstarted = error
        self._task, self._since = task, time.monotonic()

    def _sends(self, task: Task) -> bool:
        """Hand a task to the worker; ``False`` when it is gone, which ``look`` tells more of."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._pipe.send(task)
            return True
        return False

    def look(self, now: float) -> Done | None:
        """Give what became of the task, if that is known by now; ``now`` is of the monotonic clock."""
        task = self._task
        worker = self._worker
        assert task is not None  # noqa: S101 - only busy ones are looked at
        if worker is None or self._unstarted is not None:
            return self._given_up(
                task, Outcome.UNAVAILABLE, f"no process could be started for it ({self._unstarted})", now - self._since
            )
        try:
            done = self._received(task)
        except ValueError as error:
            return self._given_up(task, Outcome.CRASHED, f"its process sent {error}", now - self._since)
        if done is not None:
            return done
        seconds = now - self._since
        if self._has_ended(worker):
            return self._given_up(task, Outcome.CRASHED, _crash(worker.returncode), seconds)
        if seconds > (task.budget.seconds if self._ready else _START):
            return self._given_up(
                task, Outcome.OVER_LIMIT, f"it takes more than {task.budget.seconds:g} seconds", seconds
            )
        most = min(self._memory, task.budget.memory)
        if _held(worker.pid) > most:
            return self._given_up(task, Outcome.OVER_LIMIT, f"it needs more than {most >> 20:,} MB of memory", seconds)
        return None

    def _received(self, task: Task) -> Done | None:
        try:
            while self._pipe.poll():
                message = self._pipe.recv_bytes()
                if message == READY:
                    # Its start is not the document's to pay for.
                    self._ready, self._since = True, time.monotonic()
                    continue
                done = unpacked(message)
                self._task = None
                self._done += 1
                # Which document it was, we know ourselves.
                return replace(done, name=task.name, sha256=task.sha256)
        except (EOFError, OSError):
            self._is_closed = True
        return None

    def _has_ended(self, worker: subprocess.Popen[bytes]) -> bool:
        """Whether the worker is gone; one whose pipe is closed is about to be, and its exit code worth a wait."""
        if self._is_closed:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(_GRACE)
        return self._is_closed or worker.poll() is not None

    def end(self) -> None:
        """End the worker with all that it started, and remove its scratch folder."""
        if self._worker is not None:
            _kill(self._worker.pid)
            with suppress(subprocess.TimeoutExpired):
                self._worker.wait(_GRACE)
        if self._pipe is not None:
            self._pipe.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
        self._worker = self._pipe = self._scratch = self._task = None
        self._done, self._ready, self._is_closed = 0, False, False

    def _start(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-"))
        self._pipe, theirs = multiprocessing.Pipe()
        handle = theirs.fileno()
        command = [
            # -P: a module that lies in the current folder, which may be a shared one, is not ours.
            sys.executable, "-P", "-m", "cuadre.batch.worker",
            str(handle), str(self._scratch), str(self._memory * _ADDRESS_SPACE), str(os.getpid()), self._work,
        ]  # fmt: skip
        around = environment(self._scratch)
        if sys.platform == "win32":
            os.set_handle_inheritable(handle, True)  # noqa: FBT003 (its only form)
            self._worker = subprocess.Popen(command, env=around, close_fds=False)  # noqa: S603 (our own module)
        else:
            self._worker = subprocess.Popen(  # noqa: S603 (our own module)
                command, env=around, pass_fds=[handle], process_group=0
            )
        theirs.close()

    def _given_up(self, task: Task, outcome: Outcome, fact: str, seconds: float) -> Done:
        self.end()
        cause = _CAUSES.get(outcome, CuadreError)
        next_step = _ENDED if outcome.is_final else "It is tried again on the next run."
        return Done(task.name, task.sha256, outcome, fact, next_step, cause.__name__, seconds)


def sweep() -> None:
    """Remove the scratch folders that runs of ours left behind which were killed outright."""
    for path in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*-*"):
        owner = path.name.removeprefix(_SCRATCH).partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)) and not path.is_symlink():
            # What is another user's stays: it cannot be removed.
            shutil.rmtree(path, ignore_errors=True)


def _crash(exit_code: int | None) -> str:
    if exit_code is None:
        return "its process closed its pipe"
    if exit_code < 0:
        with suppress(ValueError):
            return f"its process was ended by {signal.Signals(-exit_code).name}"
    return f"its process ended with exit code {exit_code}"


def _held(pid: int) -> int:
    """Bytes of memory that a process and all that it started hold."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        total = int(process.memory_info().rss)
        for child in process.children(recursive=True):
            with suppress(psutil.Error):
                total += int(child.memory_info().rss)
        return total
    return 0


def _kill(pid: int) -> None:
    """End a worker and all that it started, at once; its group outlives a worker that crashed."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (*process.children(recursive=True), process):
            with suppress(psutil.Error):
                one.kill()
