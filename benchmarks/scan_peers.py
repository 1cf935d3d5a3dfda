"""Readers of scans: each takes the documents of a set and returns its score of each.

Peers are optional. A reader that is not installed raises `Missing`, with what to install.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from scan_score import Score, score_grids, score_package, score_words


class Missing(Exception):
    """A reader is not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Document:
    """A scan and its truth as `samples/generate.py` writes it."""

    path: Path
    truth: dict[str, Any]


def read_with_cuadre(documents: Sequence[Document], workers: int) -> list[Score]:
    """Convert all documents with the command line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(document.path) for document in documents]
        command = [sys.executable, "-m", "cuadre", "convert", *paths, "-o", folder, "--workers", str(workers)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not (Path(folder) / "documents.csv").exists():
            raise RuntimeError(done.stderr[-2000:])
        return [score_package(d.truth["rows"], Path(folder), d.path.name) for d in documents]


def read_with_camelot(documents: Sequence[Document], workers: int) -> list[Score]:
    """Give each document a text layer with OCRmyPDF, turned and straightened, then read it with camelot lattice."""
    if shutil.which("ocrmypdf") is None:
        raise Missing("ocrmypdf is not installed (apt install ocrmypdf tesseract-ocr-spa)")
    if importlib.util.find_spec("camelot") is None:
        raise Missing("camelot is not installed (pip install 'cuadre[camelot]')")
    from camelot.io import read_pdf  # noqa: PLC0415 (optional)

    scores = []
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            layered = Path(folder) / document.path.name
            options = ("-l", "spa", "--rotate-pages", "--deskew", "--skip-text", "--output-type", "pdf", "--quiet")
            command = ["ocrmypdf", *options, "--jobs", str(workers), str(document.path), str(layered)]
            subprocess.run(command, check=True, capture_output=True)
            tables = read_pdf(str(layered), pages="all", flavor="lattice", suppress_stdout=True)
            grids = [table.df.to_numpy().tolist() for table in tables]
            scores.append(score_grids(document.truth["rows"], document.truth["column_order"], grids))
    return scores


def read_with_tesseract(documents: Sequence[Document], workers: int) -> list[Score]:
    """Read each page as a whole, at its own resolution."""
    if shutil.which("tesseract") is None:
        raise Missing("tesseract is not installed (apt install tesseract-ocr tesseract-ocr-spa)")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        return [score_words(d.truth["rows"], _words_of_pages(d, picture, workers)) for d in documents]


def _words_of_pages(document: Document, picture: Path, workers: int) -> list[list[str]]:
    dpi = document.truth.get("scan", {}).get("dpi", 300)
    pages = []
    with pypdfium2.PdfDocument(document.path) as pdf:
        for page in pdf:
            page.render(scale=dpi / 72).to_pil().save(picture)
            command = ["tesseract", str(picture), "-", "-l", "spa", "--dpi", str(dpi), "tsv"]
            limit = {"OMP_THREAD_LIMIT": str(workers), "PATH": "/usr/local/bin:/usr/bin:/bin"}
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=limit)
            lines = csv.DictReader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE)
            pages.append([line["text"].strip() for line in lines if (line["text"] or "").strip()])
    return pages


CUADRE, CAMELOT, TESSERACT = "cuadre", "OCRmyPDF + camelot", "Tesseract, whole page"
READERS: dict[str, Callable[[Sequence[Document], int], list[Score]]] = {
    CUADRE: read_with_cuadre,
    CAMELOT: read_with_camelot,
    TESSERACT: read_with_tesseract,
}
