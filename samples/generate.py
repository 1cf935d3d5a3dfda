"""Makes the samples of this repository, stress sets and one very long report.

    python samples/generate.py                                   rewrite samples/*/source.* and truth.json
    python samples/generate.py --stress OUT --count N --seed S   a set of N reports in varied layouts
    python samples/generate.py --pages 300 OUT.pdf               one report of so many pages

A stress set has one transcription in every eight documents.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

from draw import draw
from invent import Wish, invent
from layout import WORDINGS, Layout, vary
from paginate import paginate
from prose import draw_prose
from transcribe import transcribe
from truth import truth_of, write_json

HERE = Path(__file__).parent

REPORTS: dict[str, tuple[Wish, Layout]] = {
    "q1-report": (Wish(seed=101, quarter=1, rows=20, mistakes=7), Layout()),
    "q3-report": (
        Wish(seed=102, quarter=3, rows=22, mistakes=6),
        Layout(paper="tabloid", header_fill=(0.13, 0.25, 0.4), header_ink=(1.0, 1.0, 1.0), ruling_as="fill"),
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

TRANSCRIPT = Wish(seed=126, quarter=1, rows=24, mistakes=5)


def repository(out: Path) -> None:
    """Write ``source.pdf`` or ``source.txt``, and ``truth.json``, of every sample."""
    for name, (wish, layout) in REPORTS.items():
        source = _source(out, name, "source.pdf")
        report = invent(wish)
        truth = truth_of(name, source.name, report, layout, draw(report, layout, source))
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
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int)
    parser.add_argument("out", type=Path, nargs="?")
    wanted = parser.parse_args()
    if wanted.stress:
        stress(wanted.stress, wanted.count, wanted.seed)
    elif wanted.pages:
        if wanted.out is None:
            parser.error("--pages needs the PDF to write")
        long_report(wanted.out, wanted.pages)
    else:
        repository(HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
