"""How long reconcile takes for a row, and how that compares with reading the row off its page.

    python benchmarks/reconcile_speed.py [--count 8] [--seed 1] [--json OUT.json]

There is no peer to compare with, so the time is given as it is and beside that of extraction, on the same reports in
the same run. The reports are invented, with the mistakes that issuers make; each is reconciled as what it is, a digital
page, and once more as a transcription, where every figure that does not tally may have been misread and is searched.
Processor time of one process, the best of three; caches are emptied before each report, so the first look at a figure
counts. A row is dirty where reconcile looks for explanations.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest import mock

from digital import table

from extract.read import open_document
from normalize.model import Report
from normalize.rows import normalize
from reconcile import candidates, examine, intervals, readings
from reconcile.run import reconcile

ROOT = Path(__file__).parent.parent
_BEST_OF = 3
_CACHES = (
    candidates._printable, candidates._slipped, examine._stories, intervals.display_interval,  # noqa: SLF001
    readings._exact,  # noqa: SLF001
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor time that one report took.

    Attributes:
        rows: How many it has.
        extracted: Seconds from its file to cells.
        reconciled: Seconds from rows to verdicts.
        dirty: Seconds for each row that was searched.
    """

    rows: int
    extracted: float
    reconciled: float
    dirty: tuple[float, ...]


def generated(folder: Path, count: int, seed: int) -> list[Path]:
    """Invent digital reports in varied layouts."""
    generator, wanted = ROOT / "samples/generate.py", ("--count", str(count), "--seed", str(seed))
    subprocess.run([sys.executable, generator, "--stress", folder, *wanted], check=True, stdout=subprocess.DEVNULL)
    return sorted((folder / "in").glob("*.pdf"))


def best(run: Callable[[], object]) -> float:
    """Run something thrice with empty caches and give the seconds of the quickest."""
    spent = []
    for _ in range(_BEST_OF):
        for cache in _CACHES:
            cache.cache_clear()
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return min(spent)


@contextmanager
def hearings(spent: list[float]) -> Iterator[None]:
    """Note how long each search for explanations takes, the decision included."""
    hear = examine._Court.hear  # noqa: SLF001

    def timed(*given: object) -> object:
        began = time.process_time()
        heard = hear(*given)  # type: ignore[arg-type]
        if heard.explanations:
            spent.append(time.process_time() - began)
        return heard

    with mock.patch.object(examine._Court, "hear", timed):  # noqa: SLF001
        yield


def as_transcript(report: Report) -> Report:
    """The same report as if somebody had typed it: any of its figures may be misread."""
    rows = tuple(
        replace(row, figures=tuple(replace(figure, recognizer="transcript") for figure in row.figures))
        for row in report.rows
    )
    return replace(report, kind="transcript", rows=rows)


def measured(paths: list[Path], *, transcript: bool) -> Iterator[Measured]:
    """Measure each report that can be read."""
    for path in paths:
        with open_document(path) as (reading, read_again):
            report = normalize(reading, catalogue=(), decisions=(), read_again=read_again)
        report = as_transcript(report) if transcript else report
        extracted = best(partial(_extract, path))
        dirty: list[float] = []
        with hearings(dirty):
            reconcile(report)
        yield Measured(len(report.rows), extracted, best(partial(reconcile, report)), tuple(dirty))


def _extract(path: Path) -> None:
    with open_document(path):
        pass


def summary(name: str, found: list[Measured]) -> dict[str, object]:
    """One line of the table: milliseconds a row, and the share of extraction."""
    rows = sum(one.rows for one in found)
    dirty = [1000 * seconds for one in found for seconds in one.dirty]
    reconciled = 1000 * sum(one.reconciled for one in found)
    extracted = 1000 * sum(one.extracted for one in found)
    worst = max(1000 * one.reconciled / one.rows for one in found if one.rows)
    return {
        "as": name, "rows": rows, "ms_a_row": round(reconciled / rows, 2), "worst_report": round(worst, 2),
        "dirty_rows": len(dirty), "ms_a_dirty_row": round(statistics.fmean(dirty), 1) if dirty else "",
        "worst_row": round(max(dirty), 1) if dirty else "", "of_extraction": f"{100 * reconciled / extracted:.0f} %",
    }  # fmt: skip


def main() -> int:
    """Invent, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=8, help="how many reports are invented")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = generated(Path(folder), wanted.count, wanted.seed)
        lines = [
            summary(name, list(measured(paths, transcript=transcript)))
            for name, transcript in (("digital", False), ("transcript", True))
        ]
    print(table(lines))
    if wanted.json:
        wanted.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
