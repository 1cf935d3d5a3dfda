"""How well and how fast scans are read, beside what a user would do instead, in one run.

    python benchmarks/scans.py                       two documents of two pages at 300, 200 and 150 dpi
    python benchmarks/scans.py --set DIR [DIR ...]   your own: DIR/in/*.pdf with DIR/truth/*.json
    python benchmarks/scans.py --markdown            the table as docs/accuracy.md shows it

Cuadre is held to the field of each figure and text; its peers are given the benefit of every doubt
(`scan_score`). Peers that are not installed are left out and named. Seconds depend on the machine; ratios to
OCRmyPDF followed by camelot are what to quote.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2
from digital import table
from scan_peers import CAMELOT, READERS, Document, Missing, Run
from scan_score import Score, total

ROOT = Path(__file__).parent.parent
KINDS = {"clean300": "300 dpi, clean", "ink200": "200 dpi, ink and seals", "fax150": "150 dpi, fax"}
"""Kinds of scans of `samples/scan.py`, as the table names them."""
SEED, COUNT, PAGES = 2, 2, 2

Line = dict[str, object]


def make_set(out: Path, kind: str) -> Path:
    """Make up scans of a kind."""
    wanted = ("--kind", kind, "--seed", str(SEED), "--count", str(COUNT), "--pages", str(PAGES))
    subprocess.run([sys.executable, ROOT / "samples/generate.py", "--scan-stress", out, *wanted], check=True)
    return out


def documents_of(folder: Path) -> list[Document]:
    """Return the scans of a set that have rows in their truth."""
    found = []
    for path in sorted((folder / "in").glob("*.pdf")):
        truth_path = folder / "truth" / f"{path.stem}.json"
        truth = json.loads(truth_path.read_text(encoding="utf-8")) if truth_path.exists() else {}
        if truth.get("rows"):
            found.append(Document(path, truth))
    return found


def page_count(documents: Iterable[Document]) -> int:
    """Count the pages of all documents."""
    count = 0
    for document in documents:
        with pypdfium2.PdfDocument(document.path) as pdf:
            count += len(pdf)
    return count


def measure(name: str, documents: Sequence[Document], readers: Sequence[str], workers: int) -> list[Line]:
    """Read a set with each reader and return a line each."""
    pages = page_count(documents)
    scores: dict[str, Score] = {}
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        run = Run(tuple(documents), workers, Path(folder))
        for reader in readers:
            try:
                each, took = READERS[reader](run)
            except Missing as missing:
                print(f"{reader} is left out: {missing}", file=sys.stderr)
            else:
                scores[reader], spent[reader] = total(each), took / pages
    return [line_of(name, reader, scores[reader], spent[reader], spent.get(CAMELOT)) for reader in scores]


def line_of(name: str, reader: str, score: Score, seconds: float, base: float | None) -> Line:
    """Put a score into words.

    >>> line_of("fax", "x", Score(rows=2, rows_found=2, figures=8, right=6, silent=2, signs=10), 1.5, 3.0)["right"]
    '75.0 %'
    """
    return {
        "scans": name,
        "reader": reader,
        "rows": f"{score.rows_found}/{score.rows}",
        "figures": score.figures,
        "right": share(score.right, score.figures),
        "silent": score.silent,
        "right but flagged": share(score.flagged, score.figures),
        "text CER": share(score.wrong, score.signs),
        "without accents": share(score.wrong_bare, score.signs),
        "s/page": f"{seconds:.1f}",
        "ratio": f"{seconds / base:.2f}" if base else "-",
    }


def share(part: int, whole: int) -> str:
    """Say a share so that no error hides behind rounding.

    >>> share(999, 1000), share(9999, 10000), share(2, 2), share(0, 0)
    ('99.9 %', '99.99 %', '100.0 %', '-')
    """
    if not whole:
        return "-"
    percent = 100 * part / whole
    near = 0 < percent < 0.1 or 99.9 < percent < 100
    return f"{percent:.2f} %" if near else f"{percent:.1f} %"


def markdown(lines: Sequence[Line]) -> str:
    """Lay lines out as a Markdown table.

    >>> print(markdown([{"reader": "a", "pages": 2}]))
    | reader | pages |
    |---|---|
    | a | 2 |
    """
    rows = [list(lines[0]), *([str(value) for value in line.values()] for line in lines)]
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(lines[0]), *body])


def main() -> int:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", type=Path, nargs="+", metavar="DIR", dest="sets")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), help="of the sets to make (samples/scan.py)")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--markdown", action="store_true")
    wanted = parser.parse_args()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        sets = wanted.sets or [make_set(Path(folder) / kind, kind) for kind in wanted.kinds]
        for one in sets:
            name = KINDS.get(one.name, one.name)
            lines += measure(name, documents_of(one), wanted.readers, wanted.workers)
    if lines:
        print(markdown(lines) if wanted.markdown else table(lines))
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main())
