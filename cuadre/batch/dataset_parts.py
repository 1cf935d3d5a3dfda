"""A dataset of many documents: one CSV and one Parquet file for each year and quarter, as Hive lays them out.

``indicators.parquet/fiscal_year=2026/quarter=1/part.parquet``, ``indicators.csv/fiscal_year=2026/quarter=1/part.csv``
and so on, so that who reads ``dataset/indicators.parquet`` need not know whether it is a file or a folder. Documents
that do not say their year or quarter are under ``__HIVE_DEFAULT_PARTITION__``. The lines are those of the packages, in
order of the documents' names; reports of one year are compared for ``evolution`` only. ``datapackage.json`` lists the
CSV parts of each table. Memory holds one year's figures.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cuadre import pipeline
from cuadre.batch.journal import Entry
from cuadre.evidence import PackageError
from cuadre.export.column import Resource
from cuadre.export.descriptor import describe_parts
from cuadre.export.evolution import evolution_records
from cuadre.export.package import csv_line
from cuadre.export.reading import read_package
from cuadre.export.schema import DESCRIPTOR, DOCUMENTS, EVOLUTION, MEASUREMENTS, RESOURCES
from cuadre.export.table import Line, read_table
from cuadre.export.typed import Empty, arrow_schema, record_batches
from normalize.model import Measure, Period
from reconcile.model import Status
from reconcile.told import Told

_Key = tuple[int, Measure, Period]
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True, order=True)
class _Part:
    """A year and a quarter, as folders name them."""

    year: str
    quarter: str

    @property
    def folder(self) -> str:
        """Its folder below that of a resource."""
        return f"fiscal_year={self.year}/quarter={self.quarter}"


def write_parts(outdir: Path, entries: Callable[[], Iterable[Entry]], target: Path) -> None:
    """Lay all packages out in parts.

    Args:
        outdir: Where the packages are.
        entries: Gives the documents, each time from the start.
        target: An empty folder.

    Raises:
        PackageError: A package cannot be read.
        OSError: The target cannot be written.
    """
    parts: dict[_Part, list[str]] = {}
    for entry in entries():
        parts.setdefault(_part(outdir / entry.place), []).append(entry.place)
    for part, places in sorted(parts.items()):
        for resource in RESOURCES:
            if resource is not EVOLUTION:
                _write_part(resource, target, part.folder, [outdir / place for place in places])
    for year in sorted({part.year for part in parts}):
        folders = (outdir / place for part in sorted(parts) if part.year == year for place in parts[part])
        _write_evolution(target, f"fiscal_year={year}", folders)
    paths = {resource.name: _csv_parts(target, resource) for resource in RESOURCES}
    (target / DESCRIPTOR).write_bytes(describe_parts(paths))


def _csv_parts(target: Path, resource: Resource) -> list[str]:
    return sorted(path.relative_to(target).as_posix() for path in (target / resource.file_name).rglob("part.csv"))


def _part(folder: Path) -> _Part:
    """The year and quarter of a package's first document."""
    try:
        with (folder / DOCUMENTS.file_name).open(encoding="utf-8", newline="") as stream:
            line = next(csv.DictReader(stream))
    except (OSError, StopIteration) as error:
        raise PackageError(str(folder), "is no complete data package", "Run the batch again.") from error
    return _Part(line["fiscal_year"] or _UNKNOWN, line["quarter"] or _UNKNOWN)


def _write_part(resource: Resource, target: Path, part: str, packages: Iterable[Path]) -> None:
    whole = _place(target, resource, part, "csv")
    with whole.open("wb") as out:
        out.write(csv_line(resource.header).encode())
        for package in packages:
            with (package / resource.file_name).open("rb") as lines:
                lines.readline()
                shutil.copyfileobj(lines, out)
    _write_parquet(resource, whole, target, part)


def _place(target: Path, resource: Resource, part: str, kind: str) -> Path:
    """Where a part goes; its folder is made."""
    folder = target / f"{resource.name}.{kind}" / part
    folder.mkdir(parents=True)
    return folder / f"part.{kind}"


def _write_parquet(resource: Resource, lines: Path, target: Path, part: str) -> None:
    empty = Empty()
    writer: Any
    schema = arrow_schema(resource)
    # Who reads all parts takes these columns from the folders' names and will not have them twice.
    stated = {folder.partition("=")[0] for folder in part.split("/")}
    kept = [name for name in schema.names if name not in stated]
    schema = pa.schema([schema.field(name) for name in kept], metadata=schema.metadata)
    with pq.ParquetWriter(_place(target, resource, part, "parquet"), schema, compression="zstd") as writer:
        for batch in record_batches(resource, lines, too_long=empty.of(resource)):
            writer.write_batch(batch.select(kept))


def _write_evolution(target: Path, part: str, packages: Iterable[Path]) -> None:
    whole = _place(target, EVOLUTION, part, "csv")
    with whole.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        out.write(csv_line(EVOLUTION.header))
        for record in evolution_records(told for package in packages for told in _told(package)):
            out.write(csv_line(column.write(record[column.name]) for column in EVOLUTION.columns))
    _write_parquet(EVOLUTION, whole, target, part)


def _told(package: Path) -> Iterator[Told]:
    """What a comparison needs of the documents of a package, as it was published."""
    published = {document: dict(found) for document, found in _published(read_table(package, MEASUREMENTS))}
    for report in read_package(package):
        yield pipeline.told(report, published.get(report.source.document_id, {}))


def _published(lines: Iterable[Line]) -> Iterator[tuple[str, dict[_Key, pipeline.Published]]]:
    found: dict[str, dict[_Key, pipeline.Published]] = {}
    for line in lines:
        key = (line.integer("row"), Measure(line.text("measure")), Period(line.text("period")))
        of_document = found.setdefault(line.text("document_id"), {})
        of_document[key] = pipeline.Published(line.figure("reported"), Status(line.text("status")))
    yield from found.items()
