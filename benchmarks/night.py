"""What a night costs over a folder in which little changed: seconds of each run, and memory of the coordinator.

    python benchmarks/night.py [--documents 10000]

The documents are files that no reader takes, so that the first run costs little too; a second set has packages, made
by a scheduler that makes them up, since these are what the second run looks at. Each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
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
from cuadre.export.schema import DESCRIPTOR, FILE_NAMES


class MadeUp:
    """A scheduler that gives each document a package without looking at it."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Give them."""
        files = {**dict.fromkeys(sorted(set(FILE_NAMES) - {DESCRIPTOR}), b"a\n"), DESCRIPTOR: b"{}"}
        for task in tasks:
            yield Done(task.name, task.sha256, Outcome.CONVERTED, pages=1, files=files)

    def close(self) -> None:
        """Nothing is held."""


def make_inbox(folder: Path, count: int) -> None:
    """Write small files with bytes of their own, a hundred a folder."""
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"informe {number:05}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%%PDF-1.7 no more than that %d" % number)


def made_up_run(inbox: Path, outdir: Path) -> None:
    """One run with packages made up; print its seconds and the most memory that this process held."""
    begun = time.monotonic()
    with locked(outdir) as lock, closing(Journal(outdir)) as journal:
        night = Batch(inbox, outdir, journal, lock, MadeUp(), Settings(settle=0.0), Listeners(())).once()
    print(json.dumps({
        "seconds": round(time.monotonic() - begun, 2), "unchanged": night.unchanged,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }))  # fmt: skip


def main() -> int:
    """Parse, call, exit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--one", nargs=2, type=Path, metavar=("INBOX", "OUTDIR"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one:
        made_up_run(*wanted.one)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_inbox(folder / "in", wanted.documents)
        for run in ("first run", "second run, nothing changed"):
            begun = time.monotonic()
            one = [sys.executable, __file__, "--one", str(folder / "in"), str(folder / "out")]
            told = subprocess.run(one, check=True, capture_output=True, text=True).stdout.strip()
            print(f"{run}: {time.monotonic() - begun:.1f} s whole; {told}")
        begun = time.monotonic()
        command = [sys.executable, "-m", "cuadre", "batch", str(folder / "in"), str(folder / "out"), "--settle", "0"]
        subprocess.run(command, check=False, capture_output=True)
        print(f"the same by the command line: {time.monotonic() - begun:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
