"""Readers of scans: each takes the documents of a set and returns its score of each, and the seconds it took.

Peers are optional. A reader that is not installed raises `Missing`, with what to install.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from scan_score import Score, score_grids, score_package, score_words

CONVERTED = (0, 1)
"""Exit codes of ``cuadre convert`` when it wrote all documents; of any other, the rest scores as not found."""


class Missing(Exception):
    """A reader is not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Document:
    """A scan and its truth as `samples/generate.py` writes it."""

    path: Path
    truth: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmark over one set.

    Attributes:
        documents: The scans.
        workers: How many processes a reader may use.
        folder: Where readers may leave files for each other; of this run alone.
    """

    documents: tuple[Document, ...]
    workers: int
    folder: Path


def read_with_cuadre(run: Run) -> tuple[list[Score], float]:
    """Convert all documents with the command line."""
    package = run.folder / "package"
    paths = [str(document.path) for document in run.documents]
    options = ("-o", str(package), "--workers", str(run.workers))
    command = [sys.executable, "-m", "cuadre", "convert", *paths, *options]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    spent = time.perf_counter() - start
    if done.returncode not in CONVERTED:
        print(done.stderr, file=sys.stderr)
    return [score_package(d.truth["rows"], package, d.path.name) for d in run.documents], spent


def read_with_camelot(run: Run) -> tuple[list[Score], float]:
    """Read the ruled tables of what OCRmyPDF made, with camelot lattice; both count for the time."""
    if importlib.util.find_spec("camelot") is None:
        raise Missing("camelot is not installed (pip install 'cuadre[camelot]')")
    from camelot.io import read_pdf  # noqa: PLC0415 (optional)

    scores, spent = [], 0.0
    for document in run.documents:
        layered, took = with_text_layer(document, run)
        start = time.perf_counter()
        tables = read_pdf(str(layered), pages="all", flavor="lattice", suppress_stdout=True)
        spent += took + time.perf_counter() - start
        grids = [table.df.to_numpy().tolist() for table in tables]
        scores.append(score_grids(document.truth["rows"], document.truth["column_order"], grids))
    return scores, spent


def read_with_tesseract(run: Run) -> tuple[list[Score], float]:
    """Take the words that Tesseract found on whole pages, as OCRmyPDF had it read them."""
    scores, spent = [], 0.0
    for document in run.documents:
        layered, took = with_text_layer(document, run)
        spent += took
        with pypdfium2.PdfDocument(layered) as pdf:
            words = [page.get_textpage().get_text_bounded().split() for page in pdf]
        scores.append(score_words(document.truth["rows"], words))
    return scores, spent


def with_text_layer(document: Document, run: Run) -> tuple[Path, float]:
    """Turn, straighten and read pages with OCRmyPDF, once a run; return the PDF and the seconds it took."""
    if shutil.which("ocrmypdf") is None:
        raise Missing("ocrmypdf is not installed (apt install ocrmypdf tesseract-ocr-spa)")
    layered = run.folder / document.path.name
    clock = layered.with_suffix(".seconds")
    if not clock.exists():
        options = ("-l", "spa", "--rotate-pages", "--deskew", "--skip-text", "--output-type", "pdf")
        rest = ("--quiet", "--jobs", str(run.workers), str(document.path), str(layered))
        command = ["ocrmypdf", *options, *rest]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        clock.write_text(str(time.perf_counter() - start), encoding="ascii")
    return layered, float(clock.read_text(encoding="ascii"))


CUADRE, CAMELOT, TESSERACT = "cuadre", "OCRmyPDF + camelot", "OCRmyPDF (Tesseract)"
READERS: dict[str, Callable[[Run], tuple[list[Score], float]]] = {
    CUADRE: read_with_cuadre,
    CAMELOT: read_with_camelot,
    TESSERACT: read_with_tesseract,
}
