"""Whether a night that is killed again and again comes to the same end as one that nobody disturbed.

    python benchmarks/kills.py [--documents 12] [--kills 30] [--seed 1] [--workers 2]

Small copies of the samples, each with bytes of its own, are converted once without disturbance. Then ``cuadre batch``
is killed (``kill -9`` of the process itself; its workers have to notice) at random instants and started again; whenever
it comes to its end all files in OUTDIR, but for journal and log, are compared, and it starts with an empty OUTDIR
again. Exits 1 when a byte differs or something is left over.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = "cuadre"
_LINES = 30


def make_inbox(folder: Path, count: int) -> None:
    """Write documents: transcriptions, PDFs, one that is broken and two with the same bytes."""
    transcript = (ROOT / "samples/transcript/source.txt").read_bytes()
    short = b"".join(transcript.splitlines(keepends=True)[:_LINES])
    paper = (ROOT / "samples/q1-report/source.pdf").read_bytes()
    for number in range(count):
        path = folder / f"{number % 3}" / f"ñ {number:02}.{'pdf' if number % 6 == 4 else 'txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = min(number, count - 2)
        path.write_bytes(paper + b"%%%d\n" % mark if path.suffix == ".pdf" else short + b"\n" * (mark + 1))
    (folder / "broken.pdf").write_bytes(paper[:3000])


def command(inbox: Path, outdir: Path, workers: int) -> list[str]:
    """The command line of one run."""
    return [
        sys.executable, "-m", "cuadre", "batch", str(inbox), str(outdir), "--settle", "0", "--workers", str(workers),
        "--lang", "en",
    ]  # fmt: skip


def tree(outdir: Path) -> dict[str, bytes]:
    """All that a run wrote, but for journal, log and lock."""
    return {
        str(path.relative_to(outdir)): path.read_bytes()
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and not path.relative_to(outdir).parts[0].startswith(OURS)
    }  # fmt: skip


def undisturbed(inbox: Path, outdir: Path, workers: int) -> float:
    """Run to the end; give the seconds."""
    begun = time.monotonic()
    subprocess.run(command(inbox, outdir, workers), check=False, capture_output=True)
    return time.monotonic() - begun


def killed(inbox: Path, outdir: Path, workers: int, after: float) -> bool:
    """Run and kill; give whether it had come to its end before."""
    process = subprocess.Popen(command(inbox, outdir, workers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def disturbed(folder: Path, kills: int, seed: int, count: int, workers: int) -> list[str]:
    """Kill so many times; give what differed from an undisturbed run, and say how it went."""
    inbox = folder / "in"
    make_inbox(inbox, count)
    seconds = undisturbed(inbox, folder / "undisturbed", workers)
    expected, chance, wrong = tree(folder / "undisturbed"), random.Random(seed), list[str]()  # noqa: S311
    left, cycle, died = kills, 0, 0
    while left:
        outdir = folder / f"out-{cycle}"
        ended = False
        while left and not ended:
            ended = killed(inbox, outdir, workers, chance.uniform(0.3, seconds))
            left -= not ended
            died += not ended
        undisturbed(inbox, outdir, workers)
        wrong += _differences(expected, tree(outdir), cycle)
        wrong += [f"{outdir.name}: {path.name} is left over" for path in outdir.glob("cuadre.lock*")]
        cycle += 1
    batches = f"{cycle} batches of {count + 1} documents, undisturbed {seconds:.1f} s"
    print(f"{died} kills in {batches}: {len(wrong)} differences")
    return wrong


def _differences(expected: dict[str, bytes], got: dict[str, bytes], cycle: int) -> list[str]:
    names = sorted(expected.keys() | got.keys())
    return [f"batch {cycle}: {name} differs" for name in names if expected.get(name) != got.get(name)]


def main() -> int:
    """Parse, call, exit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = disturbed(Path(folder), wanted.kills, wanted.seed, wanted.documents, wanted.workers)
    print(*wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
