"""Makes the samples of this repository, stress sets and one very long report.

    python samples/generate.py                                   rewrite samples/*/source.* and truth.json
    python samples/generate.py --stress OUT --count N --seed S   a set of N reports in varied layouts
    python samples/generate.py --scan-stress OUT --kind ink200   the same, as scans; other kinds: --help
    python samples/generate.py --pages 300 OUT.pdf               one report of so many pages

A stress set has one transcription in every eight documents.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from draw import draw
from invent import Wish, invent
from layout import INKS, WORDINGS, Layout, vary
from paginate import paginate
from prose import draw_prose
from scan import KINDS, Scanner, scan
from transcribe import transcribe
from truth import truth_of, write_json

HERE = Path(__file__).parent

WHITE = (1.0, 1.0, 1.0)

REPORTS: dict[str, tuple[Wish, Layout]] = {
    "q1-report": (Wish(seed=101, quarter=1, rows=20, mistakes=7), Layout()),
    "q3-report": (
        Wish(seed=102, quarter=3, rows=22, mistakes=6),
        Layout(paper="tabloid", header_fill=(0.13, 0.25, 0.4), header_ink=WHITE, ruling_as="fill"),
    ),
    "reordered-horizontal": (
        Wish(seed=103, quarter=2, rows=18, mistakes=5),
        Layout(
            paper="tabloid",
            wording=WORDINGS[1],
            columns=(
                *("level", "unit", "code", "objective", "indicator"),
                *("indicator_unit", "variable_unit", "frequency", "justification", "figures"),
            ),
            measures=("achieved", "target", "progress", "cumulative"),
            annual_last=True,
            levels=2,
            rulings="horizontal",
            merge_units=True,
            centred=False,
            font="Times-Roman",
            bold="Times-Bold",
            size=6.0,
            period_line=True,
        ),
    ),
    "rotated-broken-rows": (
        Wish(seed=104, quarter=1, rows=22, mistakes=5),
        Layout(
            paper="letter",
            rotation=90,
            wording=WORDINGS[2],
            levels=2,
            middle=False,
            centred=False,
            break_rows=True,
            starts=(122.0, 96.0),
            title_repeats=False,
            narrow_figures=True,
            period_line=True,
            second_table="legend",
            header_fill=None,
        ),
    ),
}
"""Digital reports of the repository, by folder."""

SCANS: dict[str, tuple[Wish, Layout, Scanner]] = {
    "scan-clean": (
        Wish(seed=131, quarter=1, rows=6, mistakes=3),
        Layout(font="Vera", bold="VeraBd", size=5.0),
        replace(KINDS["clean300"], colours=("gray",), quality=(58, 58), noise=(0.004, 0.004), paraphs=(1, 1)),
    ),
    "scan-signed": (
        Wish(seed=132, quarter=2, rows=8, mistakes=3),
        Layout(font="Vera", bold="VeraBd", size=4.75, levels=2, header_fill=INKS[1][0], header_ink=WHITE),
        replace(KINDS["ink200"], quality=(55, 55), noise=(0.012, 0.012), signatures=(1, 1), seals=(1, 1)),
    ),
    "scan-fax": (
        Wish(seed=136, quarter=1, rows=12, mistakes=3),
        Layout(wording=WORDINGS[1], font="Vera", bold="VeraBd", size=5.5, levels=2, header_fill=None),
        replace(KINDS["fax150"], turned=0.5),
    ),
}
"""Scans of the repository, by folder. Their type is reportlab's own: no machine's fonts show in them."""

TRANSCRIPT = Wish(seed=126, quarter=1, rows=24, mistakes=5)


def repository(out: Path) -> None:
    """Write ``source.pdf`` or ``source.txt``, and ``truth.json``, of every sample."""
    for name, (wish, layout) in REPORTS.items():
        source = _source(out, name, "source.pdf")
        report = invent(wish)
        truth = truth_of(name, source.name, report, layout, draw(report, layout, source))
        write_json(source.with_name("truth.json"), truth)
    for name, (wish, layout, scanner) in SCANS.items():
        source = _source(out, name, "source.pdf")
        truth = write_scan(source, name, wish, layout, scanner)
        write_json(source.with_name("truth.json"), truth)
    source = _source(out, "transcript", "source.txt")
    write_json(source.with_name("truth.json"), write_transcript(source, "transcript", TRANSCRIPT))
    source = _source(out, "general-tables", "source.pdf")
    write_json(source.with_name("truth.json"), draw_prose(source))


def _source(out: Path, name: str, file: str) -> Path:
    (out / name).mkdir(parents=True, exist_ok=True)
    return out / name / file


def write_transcript(path: Path, name: str, wish: Wish) -> dict[str, Any]:
    """Write a report as a transcription and return its truth, with what the transcriber changed."""
    report = invent(wish)
    transcript = transcribe(report, wish.seed)
    path.write_text(transcript.text, encoding="utf-8")
    truth = truth_of(name, path.name, report, None, None)
    for row, page in zip(truth["rows"], transcript.pages, strict=True):
        slips = [slip for slip in transcript.slips if slip.row == row["n"]]
        row["page"] = page
        row["injected_ocr"] = [
            {"kind": s.kind, "field": s.field, "clean": s.clean, "transcribed": s.transcribed} for s in slips
        ]
    return truth | {"n_pages": transcript.pages[-1]}


def stress(out: Path, count: int, seed: int) -> None:
    """Write a set as the scoring script wants it: ``in``, ``truth`` and ``manifest.json``."""
    for folder in ("in", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    documents = {}
    for at in range(count):
        name = f"G{seed}-{at:03}"
        wish = Wish(
            seed * 1000 + at,
            quarter=(1, 1, 2, 3, 4)[at % 5],
            rows=8 + (seed * 31 + at * 7) % 30,
            mistakes=6,
            places=(2, 2, 2, 1, 0)[(seed + at // 5) % 5],
        )
        documents[name] = _transcript(out, name, wish) if at % 8 == 7 else _digital(out, name, wish)
    write_json(out / "manifest.json", {"seed": seed, "docs": documents})


def _digital(out: Path, name: str, wish: Wish) -> dict[str, Any]:
    path, layout = out / "in" / f"{name}.pdf", vary(wish.seed, wish.quarter)
    report = invent(wish)
    truth = truth_of(name, path.name, report, layout, draw(report, layout, path))
    return _entry(out, path, truth) | {"layout": described(layout)}


def scan_stress(out: Path, count: int, seed: int, kind: str, most: int = 4) -> None:
    """Write a set of scans of reports of two pages to ``most``."""
    for folder in ("in", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    documents = {}
    for at in range(count):
        wish, layout = scannable(seed * 1000 + at, kind, most)
        documents[f"{kind}-{seed}-{at:03}"] = _scanned(out, f"{kind}-{seed}-{at:03}", wish, layout, kind)
    write_json(out / "manifest.json", {"seed": seed, "kind": kind, "docs": documents})


def scannable(seed: int, kind: str, most: int = 4) -> tuple[Wish, Layout]:
    """Make up a report of two pages to ``most`` whose type is no smaller than such a scan can show."""
    least = 5.5 if kind in {"fax150", "poor"} else 4.5
    chance = random.Random(f"scannable {kind} {seed}")
    for again in (chance.randrange(10**6) for _ in range(100)):
        wish = Wish(again, chance.choice((1, 1, 1, 2, 3)), rows=26, places=chance.choice((2, 2, 1, 0)))
        layout = replace(
            vary(again, wish.quarter),
            rulings=chance.choices(("full", "horizontal", "dotted"), (80, 12, 8))[0],
            size=chance.choice((least, least + 0.5, least + 1.0)),
            narrow_figures=False,
        )
        while wish.rows > 6:
            plan = paginate(invent(wish), layout)
            if plan.face.size >= least and 2 <= len(plan.sheets) <= most:
                return wish, layout
            wish = replace(wish, rows=wish.rows - 4)
    raise ValueError(f"no layout found for seed {seed}")


def _scanned(out: Path, name: str, wish: Wish, layout: Layout, kind: str) -> dict[str, Any]:
    path = out / "in" / f"{name}.pdf"
    truth = write_scan(path, name, wish, layout, KINDS[kind])
    return _entry(out, path, truth) | {"layout": described(layout)}


def write_scan(path: Path, name: str, wish: Wish, layout: Layout, scanner: Scanner) -> dict[str, Any]:
    """Print a report, scan it, and return its truth with what was done to the paper."""
    report = invent(wish)
    with tempfile.TemporaryDirectory() as folder:
        digital = Path(folder) / "printed.pdf"
        truth = truth_of(name, path.name, report, layout, draw(report, layout, digital))
        return truth | {"scan": scan(digital, path, scanner, wish.seed)}


def _transcript(out: Path, name: str, wish: Wish) -> dict[str, Any]:
    path = out / "in" / f"{name}.txt"
    return _entry(out, path, write_transcript(path, name, wish))


def _entry(out: Path, path: Path, truth: dict[str, Any]) -> dict[str, Any]:
    """Write the truth of a document and return its line in the manifest."""
    write_json(out / "truth" / f"{path.stem}.json", truth)
    content = path.read_bytes()
    return {
        "file": f"in/{path.name}",
        "truth": f"truth/{path.stem}.json",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "pages": truth["n_pages"],
        "rows": len(truth["rows"]),
        "planted": sum(len(row["planted_errors"]) for row in truth["rows"]),
        "expect": "extract",
    }


def described(layout: Layout) -> dict[str, Any]:
    """Tell in one flat record what is particular about a layout."""
    keys = (
        *("paper", "rotation", "levels", "rulings", "ruling_as", "zebra", "font", "size", "middle"),
        *("padding", "merge_units", "break_rows", "header_repeats", "title_repeats", "narrow_figures"),
        *("second_table", "extra", "spanish_numbers", "annual_last", "by_quarter", "columns", "measures"),
    )
    told = {key: getattr(layout, key) for key in keys}
    return told | {"unit_heading": layout.wording.columns["unit"]}


def long_report(path: Path, pages: int) -> None:
    """Write one report of at least so many pages."""
    rows = pages * 11
    while len(paginate(invent(Wish(seed=77, rows=rows)), Layout()).sheets) < pages:
        rows += pages // 2 + 1
    draw(invent(Wish(seed=77, rows=rows)), Layout(), path)


def main() -> int:
    """Parse, call, exit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stress", type=Path, metavar="OUT")
    parser.add_argument("--scan-stress", type=Path, metavar="OUT")
    parser.add_argument("--kind", choices=KINDS, default="ink200")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, help="of the long report; of each scan at most so many")
    parser.add_argument("out", type=Path, nargs="?")
    wanted = parser.parse_args()
    if wanted.stress:
        stress(wanted.stress, wanted.count, wanted.seed)
    elif wanted.scan_stress:
        scan_stress(wanted.scan_stress, wanted.count, wanted.seed, wanted.kind, wanted.pages or 4)
    elif wanted.pages:
        if wanted.out is None:
            parser.error("--pages needs the PDF to write")
        long_report(wanted.out, wanted.pages)
    else:
        repository(HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
