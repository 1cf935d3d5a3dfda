"""How fast digital reports are read, beside pdfplumber and camelot lattice on the same files in the same run.

    python benchmarks/digital.py [FILE.pdf ...] [--repeats 3] [--long 300] [--json OUT.json]

The files default to the repository's digital samples. Each reader reads each file once to warm up; then the readers
take turns, and the median of the repeats counts. Seconds depend on the machine; the ratios are what to quote.
``--long`` also makes one report of so many pages and reads it in a fresh process for the peak of its memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parent.parent
SUBJECT = "cuadre"


def read_with_cuadre(path: Path) -> None:
    """Read tables and lines of all pages."""
    from extract.read import read_document  # noqa: PLC0415 (the others must not pay for its import)

    read_document(path)


def read_with_pdfplumber(path: Path) -> None:
    """Extract the tables of all pages, closing each page so that memory stays flat."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def read_with_camelot(path: Path) -> None:
    """Extract the ruled tables of all pages."""
    from camelot.io import read_pdf  # noqa: PLC0415

    read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)


READERS: dict[str, Callable[[Path], None]] = {
    SUBJECT: read_with_cuadre,
    "pdfplumber": read_with_pdfplumber,
    "camelot lattice": read_with_camelot,
}


def page_count(path: Path) -> int:
    """Count the pages of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def seconds(read: Callable[[Path], None], path: Path) -> float:
    """Measure one reading on the wall clock."""
    start = time.perf_counter()
    read(path)
    return time.perf_counter() - start


def medians(paths: Sequence[Path], readers: Sequence[str], repeats: int) -> dict[str, float]:
    """Return for each reader its median seconds, summed over files; readers take turns within each repeat."""
    total = dict.fromkeys(readers, 0.0)
    for path in paths:
        for reader in readers:
            READERS[reader](path)
        runs = [{reader: seconds(READERS[reader], path) for reader in readers} for _ in range(repeats)]
        for reader in readers:
            total[reader] += statistics.median(run[reader] for run in runs)
    return total


def speed(paths: Sequence[Path], readers: Sequence[str], repeats: int) -> list[dict[str, object]]:
    """Return a row per reader: pages a second, and how many times slower than the subject it is."""
    pages = sum(page_count(path) for path in paths)
    took = medians(paths, readers, repeats)
    return [
        {
            "reader": reader,
            "pages": pages,
            "pages_per_second": round(pages / took[reader], 2),
            "times_slower": round(took[reader] / took[SUBJECT], 2) if SUBJECT in took else None,
        }
        for reader in readers
    ]


PEAK = """
import resource, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from digital import READERS
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
READERS[sys.argv[2]](Path(sys.argv[3]))
print(start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Prints peak resident memory before and after reading, in KiB (Linux)."""


def peak_memory(path: Path, reader: str) -> dict[str, object]:
    """Read a file in a fresh process and return the peak of its resident memory, in MiB."""
    command = [sys.executable, "-c", PEAK, str(Path(__file__).parent), reader, str(path)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    before, after = (int(figure) / 1024 for figure in done.stdout.split())
    return {
        "reader": reader,
        "pages": page_count(path),
        "seconds": round(time.perf_counter() - start, 1),
        "start_mib": round(before),
        "peak_mib": round(after),
    }


def long_report(pages: int, folder: Path) -> Path:
    """Make an invented report of about so many pages."""
    path = folder / f"{pages}.pdf"
    subprocess.run([sys.executable, ROOT / "samples/generate.py", "--pages", str(pages), path], check=True)
    return path


def table(rows: Sequence[dict[str, object]]) -> str:
    """Lay rows out as text, columns as wide as they need.

    >>> print(table([{"reader": "a", "pages": 12}]))
    reader  pages
    a       12
    """
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    padded = ((text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in padded)


def main() -> int:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILE.pdf")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--long", type=int, metavar="PAGES", help="peak memory on a report of so many pages")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    paths = wanted.paths or [p for p in sorted(ROOT.glob("samples/*/source.pdf")) if "scan-" not in p.parent.name]
    result = {"speed": speed(paths, wanted.readers, wanted.repeats)}
    print(table(result["speed"]))
    if wanted.long:
        with tempfile.TemporaryDirectory() as folder:
            report = long_report(wanted.long, Path(folder))
            # Camelot keeps every page image: a long report is not its case, and it would take minutes.
            result["memory"] = [peak_memory(report, r) for r in wanted.readers if r != "camelot lattice"]
        print(f"\n{table(result['memory'])}")
    if wanted.json:
        wanted.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
