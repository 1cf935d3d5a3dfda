"""A night that is slow enough to be killed: ``python dying.py INBOX OUTDIR``, with packages that are made up."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from cuadre.batch.basis import Settings
from cuadre.batch.journal import Journal
from cuadre.batch.listener import Listeners
from cuadre.batch.lock import locked
from cuadre.batch.model import Done, Outcome, Task
from cuadre.batch.run import Batch


class Slow:
    """A scheduler that takes its time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Give each document a package that follows from its bytes."""
        for task in tasks:
            time.sleep(self._seconds)
            files = {name: f"{name} of {task.sha256}".encode() for name in ("a.csv", "b.csv", "datapackage.json")}
            yield Done(task.name, task.sha256, Outcome.CONVERTED, pages=1, files=files)

    def close(self) -> None:
        """Nothing is held."""


def night(inbox: Path, outdir: Path, seconds: float) -> None:
    """Run once."""
    with locked(outdir) as lock, closing(Journal(outdir)) as journal:
        Batch(inbox, outdir, journal, lock, Slow(seconds), Settings(settle=0.0), Listeners(())).once()


if __name__ == "__main__":
    night(Path(sys.argv[1]), Path(sys.argv[2]), 0.02)
