"""A journal that was lost, made again from the packages that are there.

A package says which bytes it was made of and with which program. What it does not say, the settings, is taken to be
what it is now; what persons decided is heard again. So nothing is done twice that holds still.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from cuadre.batch.basis import Judge
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.model import Outcome
from cuadre.batch.places import DATASET, place_of
from cuadre.batch.work import COUNTED
from cuadre.evidence import Severity
from cuadre.export.column import Resource
from cuadre.export.folder import STAGING
from cuadre.export.schema import DESCRIPTOR, DOCUMENTS, FINDINGS, INDICATORS

_NUMBER = re.compile(r"~\d+(?=\.\w+$)")


def rebuild(journal: Journal, judge: Judge) -> int:
    """Fill a journal that knows no run yet from the packages of OUTDIR.

    Returns:
        How many documents it took from there; 0 for a journal that knows its runs.

    Raises:
        NightStopped: The journal cannot be written.
    """
    if journal.runs(last=1):
        return 0
    count = 0

    def take() -> None:
        nonlocal count
        for entry in _packages(judge):
            if journal.entry(entry.name) is None:
                journal.write(entry)
                count += 1

    journal.together(take)
    return count


def _packages(judge: Judge) -> Iterator[Entry]:
    for folder, below, files in os.walk(judge.outdir):
        below[:] = sorted(name for name in below if not name.startswith("."))
        place = Path(folder).relative_to(judge.outdir).as_posix()
        if place == ".":
            below[:] = [name for name in below if name != DATASET]
        elif DESCRIPTOR in files and not (Path(folder) / STAGING).exists():
            entry = _entry(Path(folder), place, judge)
            if entry is not None:
                yield entry


def _entry(folder: Path, place: str, judge: Judge) -> Entry | None:
    """What a package says of its document; ``None`` when it is none of the night's."""
    try:
        described = json.loads((folder / DESCRIPTOR).read_bytes())
        names = (*(str(resource["path"]) for resource in described["resources"]), DESCRIPTOR)
        (line,) = _lines(folder, DOCUMENTS)
        name = line["file_name"].removeprefix("'")
        sha256, program, pages = line["sha256"], line["version"], int(line["pages"])
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None
    if _NUMBER.sub("", place) != _NUMBER.sub("", place_of(name, lambda _: False)):
        return None
    known = Entry(name, place, pending=False, outcome=Outcome.CONVERTED, files=names, pages=pages)
    # Without a stamp the file is hashed again; with decisions, the document is done again.
    return replace(known, basis=Basis(sha256, program, judge.digest, ""), counts=_counts(folder, line))


def _lines(folder: Path, resource: Resource) -> Iterator[dict[str, str]]:
    with (folder / resource.file_name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _counts(folder: Path, document: Mapping[str, str]) -> dict[str, int]:
    """What ``Done.counts`` said when the package was written; nothing where the package cannot be read any more."""
    try:
        findings = [(line["severity"], line["row"]) for line in _lines(folder, FINDINGS)]
        reviewed = sum(line["review"] == "1" for line in _lines(folder, INDICATORS))
        counted = {name: int(document[name]) for name in COUNTED}
    except (OSError, ValueError, KeyError, csv.Error):
        return {}
    severities = Counter(severity for severity, _ in findings)
    loud = sum(not row and severity != Severity.INFO for severity, row in findings)
    return {**counted, **{name: severities[name] for name in ("error", "warning", "info")}, "look": loud + reviewed}
