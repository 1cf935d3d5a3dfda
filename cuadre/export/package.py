"""Writing a data package."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from cuadre.converted import Converted
from cuadre.export.column import Record, Resource
from cuadre.export.descriptor import Remembered, describe, remember
from cuadre.export.evolution import evolution_records
from cuadre.export.folder import replace_files
from cuadre.export.records import RECORDS
from cuadre.export.schema import DESCRIPTOR, EVOLUTION, RESOURCES
from reconcile.told import Told, told_of


def write_package(folder: Path, documents: Iterable[Converted]) -> None:
    """Write documents as one data package, all of it or nothing.

    Args:
        folder: Where its files go; made if it is not there. A package that is there is replaced, other
            files stay. See ``cuadre.export.folder`` for what a run that dies leaves behind.
        documents: In the order in which they are to stand; one that comes twice is written once. They are
            taken one at a time; only what a comparison over documents needs is kept of them.

    Raises:
        PackageError: The folder cannot be written.
    """
    replace_files(folder, package_files(documents))


def package_files(documents: Iterable[Converted]) -> dict[str, bytes]:
    """The files of a data package by name, as ``write_package`` writes them; the descriptor is last."""
    content: dict[str, list[str]] = {resource.file_name: [_header(resource)] for resource in RESOURCES}
    written: dict[str, Remembered] = {}
    told: list[Told] = []
    for converted in documents:
        report = converted.report
        if report.source.sha256 in written:
            continue
        written[report.source.sha256] = remember(converted)
        told.append(told_of(report, converted.reconciliation))
        for resource in RESOURCES:
            if resource is not EVOLUTION:
                content[resource.file_name] += _lines(resource, RECORDS[resource.name](converted))
    content[EVOLUTION.file_name] += _lines(EVOLUTION, evolution_records(told))
    # backslashreplace: half a surrogate pair from a broken font table must neither stop the night nor vanish.
    files = {name: "".join(lines).encode("utf-8", "backslashreplace") for name, lines in content.items()}
    return {**files, DESCRIPTOR: describe(files, list(written.values()))}


def _header(resource: Resource) -> str:
    return csv_line(resource.header)


def _lines(resource: Resource, records: Iterable[Record]) -> list[str]:
    return [csv_line(column.write(record[column.name]) for column in resource.columns) for record in records]


class _LastLine:
    """Catches what a ``csv.writer`` writes."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_line(cells: Iterable[str]) -> str:
    r"""Print one line of CSV with its ``\n``.

    The writer is asked for ``\r\n``, which makes every Python version quote both characters inside a cell.

    >>> csv_line(["a,b", "c\nd", ""])
    '"a,b","c\nd",\n'
    """
    line = _LastLine()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.text.removesuffix("\r\n") + "\n"
