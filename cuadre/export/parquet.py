"""The data package as Parquet: the types of ``cuadre.export.typed``, with titles and descriptions as metadata."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cuadre.export.column import Resource
from cuadre.export.schema import INDICATORS, RESOURCES
from cuadre.export.table import read_remembered
from cuadre.export.typed import Empty, Short, arrow_schema, record_batches
from cuadre.export.whole import PARQUET, written_whole

SUFFIX = ".parquet"


def write_parquet(folder: Path, target: Path) -> tuple[Short, ...]:
    """Write a data package as Parquet.

    Args:
        folder: The package.
        target: A name that ends in ``.parquet`` gets the indicators, one row each; any other is a folder that gets
            one file for each file of the package. Files that are there are replaced whole, and none before all are
            written.

    Returns:
        What Parquet cannot hold.

    Raises:
        PackageError: The package cannot be read, or a file cannot be written.
    """
    read_remembered(folder)
    single = target.suffix.lower() == SUFFIX
    files = {target: INDICATORS} if single else {target / f"{r.name}{SUFFIX}": r for r in RESOURCES}
    empty = Empty()
    with ExitStack() as all_or_none:
        for path, resource in files.items():
            _write(folder, resource, all_or_none.enter_context(written_whole(path, PARQUET)), empty)
    return empty.told()


def _write(folder: Path, resource: Resource, path: Path, empty: Empty) -> None:
    writer: Any
    with pq.ParquetWriter(path, arrow_schema(resource), compression="zstd") as writer:
        for batch in record_batches(resource, folder / resource.file_name, too_long=empty.of(resource)):
            writer.write_batch(batch)
