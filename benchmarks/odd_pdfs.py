"""What becomes of odd PDFs: damaged, hostile, or strange ones from the test suites of PDF readers.

    python benchmarks/odd_pdfs.py DIR [--seconds 60] [--memory 3072] [--rounds 2] [--json OUT.json]

Each ``*.pdf`` under DIR is converted in a process of its own, so many times. Prints how many ended how, every file that
crashed, hung, grew too large or was stopped by something that is no document error, every file that ended otherwise
the second time, and the slowest and the largest. Exits 1 when there is anything of that kind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

ENDS = (
    "converted", "DamagedFile", "EmptyFile", "EncryptedFile", "NoTableFound", "NotAReport", "OverLimit", "UnknownForm",
)  # fmt: skip
"""How a document may end; all else is a defect."""
_LOOK = 0.2
_MEBIBYTE = 1 << 20
_WORST = 8


@dataclass(frozen=True, slots=True)
class End:
    """How one file ended.

    Attributes:
        file: Its path under the folder.
        outcome: One of ``ENDS``; or ``crash``, ``hang``, ``memory``, ``bug``.
        detail: The message, or the digest of what was converted.
        seconds: From start to end.
        mebibytes: Most that its process held.
    """

    file: str
    outcome: str
    detail: str
    seconds: float
    mebibytes: int


def _try(path: Path, connection: Connection, only_read: bool) -> None:
    from cuadre.evidence import DocumentError  # noqa: PLC0415 (loaded once, by the server that forks)
    from cuadre.pipeline import convert, read  # noqa: PLC0415

    try:
        found = read(path) if only_read else convert(path)
        told = ("converted", hashlib.sha256(repr(found).encode()).hexdigest()[:16])
    except DocumentError as error:
        told = (type(error).__name__, error.fact)
    except Exception as error:  # noqa: BLE001 (this is what is looked for)
        at = traceback.extract_tb(error.__traceback__)[-1]
        told = ("bug", f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})"[:300])
    connection.send((*told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


class Trial:
    """Converts files, each in a fresh process.

    Args:
        seconds: After which a process is ended.
        memory: Mebibytes that it may hold.
        only_read: Stop when its tables are read.
    """

    def __init__(self, seconds: float, memory: int, *, only_read: bool = False) -> None:
        self._seconds, self._memory, self._only_read = seconds, memory, only_read
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["cuadre.pipeline"])

    def run(self, path: Path, name: str) -> End:
        """Convert one file."""
        here, there = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_try, args=(path, there, self._only_read))
        begun = time.monotonic()
        process.start()
        there.close()
        outcome, detail, most = self._watch(process.pid or 0, here, begun)
        seconds = time.monotonic() - begun
        if outcome in {"hang", "memory"}:
            process.kill()
        process.join()
        if outcome == "crash":
            detail = f"exit code {process.exitcode}"
        return End(name, outcome, detail, round(seconds, 2), most)

    def _watch(self, pid: int, connection: Connection, begun: float) -> tuple[str, str, int]:
        most = 0
        while not connection.poll(_LOOK):
            most = max(most, _held(pid))
            if most > self._memory:
                return "memory", f"over {self._memory} MiB", most
            if time.monotonic() - begun > self._seconds:
                return "hang", f"over {self._seconds:g} s", most
        try:
            outcome, detail, most = connection.recv()
        except EOFError:
            return "crash", "", most
        return outcome, detail, most


def _held(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss // _MEBIBYTE)
    except psutil.Error:
        return 0


def show(rounds: Sequence[Sequence[End]]) -> bool:
    """Print what happened; tell whether all is well."""
    first = rounds[0]
    for outcome, count in Counter(end.outcome for end in first).most_common():
        print(f"{count:6}  {outcome}")
    odd = [end for ends in rounds for end in ends if end.outcome not in ENDS]
    _list("Defects", odd)
    pairs = [pair for ends in rounds[1:] for pair in zip(first, ends, strict=True)]
    changed = [after for before, after in pairs if _told(before) != _told(after)]
    _list("Ended otherwise the second time", changed)
    _list("Slowest", sorted(first, key=lambda end: -end.seconds)[:_WORST])
    _list("Largest", sorted(first, key=lambda end: -end.mebibytes)[:_WORST])
    return not odd and not changed


def _told(end: End) -> tuple[str, str]:
    return end.outcome, end.detail


def _list(title: str, ends: Iterable[End]) -> None:
    print(f"\n{title}:")
    for end in ends:
        print(f"  {end.file}: {end.outcome}, {end.detail} ({end.seconds:.1f} s, {end.mebibytes} MiB)")


def main() -> int:
    """Convert all files of a folder and say what became of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--memory", type=int, default=3072, help="MiB")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    trial = Trial(options.seconds, options.memory)
    paths = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
    rounds: list[list[End]] = [[] for _ in range(options.rounds)]
    with tempfile.TemporaryDirectory(prefix="cuadre-odd-") as scratch:
        # What a killed process leaves goes with the folder.
        os.environ["TMPDIR"] = scratch
        for path in paths:
            for ends in rounds:
                ends.append(trial.run(path, path.relative_to(options.folder).as_posix()))
                print(f"{len(ends)}/{len(paths)} {ends[-1].file} {ends[-1].outcome}", file=sys.stderr)
    well = show(rounds)
    if options.json:
        told = [[asdict(end) for end in ends] for ends in rounds]
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
