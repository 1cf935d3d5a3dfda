"""The one place that calls the stages: a file in, everything known about it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cuadre.converted import Converted
from extract.model import Reading
from extract.read import read_document
from normalize.form import builtin_forms
from normalize.model import Report
from normalize.profiles import level_rank
from normalize.rows import normalize
from reconcile.run import reconcile


def convert(path: Path, *, name: str = "", password: str | None = None, workers: int = 1) -> Converted:
    """Read one report and reconcile its figures.

    Args:
        path: A PDF or a transcription. It is opened for reading only.
        name: What the data package calls it; the file's own name by default.
        password: For a PDF that cannot be opened without one.
        workers: How many processes read scanned pages; more than one needs a main module that can be imported.

    Raises:
        DocumentError: The document cannot go on; the message says why and what to do.
    """
    report = normalize(read(path, name=name, password=password, workers=workers))
    return Converted(report, reconcile(report))


def read(path: Path, *, name: str = "", password: str | None = None, workers: int = 1) -> Reading:
    """Read the tables of any document, known form or not.

    Raises:
        DocumentError: The document cannot be read.
    """
    return read_document(path, name=name, password=password, workers=workers)


def check(report: Report) -> Converted:
    """Reconcile a report again whose rows come from a data package."""
    form = next((form for form in builtin_forms() if form.name == report.form), None)
    if form is not None:
        rows = tuple(replace(row, level_rank=level_rank(row.level, form)) for row in report.rows)
        report = replace(report, rows=rows)
    return Converted(report, reconcile(report))
