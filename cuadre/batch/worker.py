"""A worker: a process that does documents one after the other, as its keeper sends them.

``python -m cuadre.batch.worker PIPE SCRATCH MEMORY PARENT WORK``: started by ``cuadre.batch.keeper`` only.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import Any

from cuadre.batch.model import Done, Task
from cuadre.batch.wire import packed

READY = b"ready"
"""What a worker says first."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def environment(scratch: Path) -> dict[str, str]:
    """What a worker is started with: the environment of this process, one thread, temporary files in its scratch."""
    changed = dict.fromkeys(_ONE_THREAD, "1") | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    return {**os.environ, **changed}


def serve(pipe: Any, scratch: Path, do: Callable[[Task, Path], Done]) -> None:  # noqa: ANN401 (two classes, by system)
    """Say that one is ready, and do tasks as they come through a pipe, until there is nobody to send any."""
    with suppress(OSError):
        pipe.send_bytes(READY)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        done = do(task, scratch)
        _empty(scratch)
        try:
            pipe.send_bytes(packed(done))
        except OSError:
            return


def _empty(scratch: Path) -> None:
    for path in scratch.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _opened(handle: int) -> Any:  # noqa: ANN401 (two classes, by system)
    if sys.platform == "win32":
        return connection.PipeConnection(handle)
    return connection.Connection(handle)


def main(handle: str, scratch: str, memory: str, parent: str, work: str) -> None:
    """Give up what is not needed, then serve."""
    # An interrupt at the terminal is meant for the parent, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    from cuadre.batch import sandbox  # noqa: PLC0415 (the function that works may be another one's)

    module, _, name = work.partition(":")
    do = getattr(importlib.import_module(module), name)
    _one_thread_for_pictures()
    sandbox.enter(Path(scratch), int(memory))
    if sys.platform == "win32" or os.getppid() == int(parent):
        serve(_opened(int(handle)), Path(scratch), do)


def _one_thread_for_pictures() -> None:
    import cv2  # noqa: PLC0415 (heed the environment first)

    cv2.setNumThreads(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
