"""Errors injected into rows that tally: what reconcile notices, what it puts right, and whether it is ever wrong.

    python benchmarks/injection.py                a small run
    python benchmarks/injection.py --markdown     the tables as docs/accuracy.md shows them
    python benchmarks/injection.py --rows 1500 --agreeing 12000 --cells 16000 --pool FILE
                                                  more rows; what was read is kept in FILE and FILE.right

Misreads are real (`misread_pool`): cells printed, scanned badly, and read by the real recognisers; each is put into
rows invented around what it prints. The other cells of such rows are printed, read and looked at again as well. The
issuer's mistakes are made before printing. Reconcile then does what `cuadre convert` has it do: verdicts, second looks
at what is in doubt, verdicts.

The line "looks agree" has more rows, each around a cell of which all second looks that are sure say one figure that was
not read first, right or wrong. No other cell can be put right, so this tells the precision of repairs sooner; in those
rows nobody looks at other cells. The same rows as a transcription, where nobody can look again, and without the gate,
as if every second look said what the arithmetic predicts, show what each is worth.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from digital import table
from injection_cases import (
    Case,
    both_cases,
    clean_cases,
    has_two_checks,
    is_another_figure,
    issuer_cases,
    looks_agree,
    misread_cases,
    texts_of,
)
from injection_press import Press
from injection_reports import Sheet, sheets
from injection_score import Line, Tally, add, outcomes, summary, tables
from misread_pool import PooledCell, pool

from cuadre.evidence import NumberFormat, Printed, Rereading
from cuadre.pipeline import reconciled
from reconcile import examine
from reconcile.gate import Look
from reconcile.model import Reconciliation
from reconcile.run import reconcile

SEED = 1
_ISSUER, _BOTH, _CLEAN = 50, 10, 200
"""Rows for each hundred that are misread."""

Judge = Callable[[Sheet], Reconciliation]


@dataclass(frozen=True, slots=True)
class Trial:
    """Rows with all that was seen of them.

    Attributes:
        cases: The rows.
        agreeing: Rows around misread cells of which second looks all say one figure.
        pressed: Texts of dirty rows, read right.
    """

    cases: tuple[Case, ...]
    agreeing: tuple[Case, ...]
    pressed: dict[str, PooledCell]


def trial(cells: Sequence[PooledCell], press: Press, rows: int, agreeing: int, seed: int = SEED) -> Trial:
    """Invent so many misread rows and others in proportion, and see what second looks say of their cells.

    Args:
        cells: Misread cells.
        press: Prints the others.
        rows: How many misread rows.
        agreeing: How many rows around cells on which looks agree.
        seed: Other seeds invent other rows.
    """
    chance = random.Random(f"injection {seed}")  # noqa: S311 - invents rows
    dirty = [
        *misread_cases(cells, chance, rows),
        *issuer_cases(chance, rows * _ISSUER // 100),
        *both_cases(cells, chance, rows * _BOTH // 100),
    ]
    pressed = press.cells(texts_of(dirty))
    texts = [(case, texts_of([case])) for case in dirty]
    seen = [case for case, needed in texts if all(text in pressed for text in needed)]
    clear = [cell for cell in cells if looks_agree(cell)]
    return Trial(
        (*seen, *clean_cases(chance, rows * _CLEAN // 100)),
        (*filter(has_two_checks, misread_cases(clear, chance, agreeing, slips=1)), *clean_cases(chance, agreeing)),
        pressed,
    )


def looking_again(sheet: Sheet) -> Reconciliation:
    """Reconcile as ``cuadre convert`` does."""
    return reconciled(sheet.report, sheet.read_again)


def agreeing(sheet: Sheet) -> Reconciliation:
    """The same, for the rows around cells on which second looks agree."""
    return looking_again(sheet)


def accepting(sheet: Sheet) -> Reconciliation:
    """Reconcile as ``cuadre convert --accept-proposals`` does."""
    return reconciled(sheet.report, sheet.read_again, accept_proposals=True)


def without_gate(sheet: Sheet) -> Reconciliation:
    """Reconcile as if each second look said what the arithmetic predicts."""
    with gate_off():
        return reconciled(sheet.report, sheet.read_again)


@contextmanager
def gate_off() -> Iterator[None]:
    """Have every second look agree with every prediction."""

    def agreeing(
        _looks: Sequence[Rereading], _read: Printed | None, predicted: Printed | None, _format: NumberFormat
    ) -> Look:
        return Look.NONE if predicted is None else Look.PREDICTED

    with mock.patch("reconcile.decide.weighed", agreeing):
        yield


def run(wanted: Trial, judge: Judge, kind: str = "scanned") -> tuple[Tally, float]:
    """Judge all rows; give the counts and the milliseconds a row takes without looking again."""
    tally, spent, rows = Tally(), 0.0, 0
    examine._stories.cache_clear()  # noqa: SLF001 (runs on the same rows would search them once)
    cases = wanted.agreeing if judge is agreeing else wanted.cases
    for sheet in sheets(cases, {} if judge is agreeing else wanted.pressed, kind):
        began = time.process_time()
        reconcile(sheet.report)
        spent += time.process_time() - began
        rows += len(sheet.cases)
        for one in outcomes(sheet, judge(sheet)):
            add(tally, one)
    return tally, 1000 * spent / max(1, rows)


RUNS: dict[str, tuple[Judge, str]] = {
    "scan": (looking_again, "scanned"),
    "scan, looks agree": (agreeing, "scanned"),
    "scan, gate off": (without_gate, "scanned"),
    "transcription": (looking_again, "transcript"),
    "transcription, proposals accepted": (accepting, "transcript"),
}
"""Name of a run to how rows are judged and of what kind their documents are."""


def main() -> int:
    """Invent, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=150, help="how many rows are misread; others in proportion")
    parser.add_argument("--agreeing", type=int, default=300, help="rows around cells on which second looks agree")
    parser.add_argument("--cells", type=int, default=3 * 544, help="how many cells the pool of misreads prints")
    parser.add_argument("--pool", type=Path, metavar="FILE", help="keeps what was read; made when missing")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--runs", nargs="+", choices=RUNS, default=list(RUNS))
    parser.add_argument("--markdown", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = wanted.pool or Path(folder) / "pool"
        cells = [cell for cell in pool(wanted.seed, wanted.cells, kept) if is_another_figure(cell)]
        press = Press(wanted.seed, kept.with_name(f"{kept.name}.right"))
        one = trial(cells, press, wanted.rows, wanted.agreeing, wanted.seed)
    return report(one, wanted.runs, as_markdown=wanted.markdown)


def report(one: Trial, runs: Sequence[str], *, as_markdown: bool) -> int:
    """Judge the rows in several ways and print the tables; fail where one is wrong that must not be."""
    lines: list[Line] = []
    main_tally: Tally | None = None
    failed = False
    for name in runs:
        judge, kind = RUNS[name]
        tally, milliseconds = run(one, judge, kind)
        lines.append(summary(name, tally, milliseconds))
        main_tally = main_tally or tally
        failed |= bool(tally.wrong) and judge in (looking_again, agreeing)
        for wrong in tally.wrong if judge is not without_gate else ():
            print(f"{name}: {wrong}", file=sys.stderr)
    if main_tally is None:
        return 1
    print(tables(lines, main_tally) if as_markdown else table(lines))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
