"""The raw tables of a document, form or no form: one CSV a table, and one JSON with every cell's place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cuadre.evidence import FORMATS, NotANumber, parse_printed
from cuadre.export.column import guard
from cuadre.export.folder import replace_file
from cuadre.export.package import csv_line
from extract.model import Cell, Reading, Table


def write_tables(folder: Path, stem: str, reading: Reading) -> tuple[Path, ...]:
    """Write ``<stem>-t<n>.csv`` for each table, ``n`` from 1, and then ``<stem>.tables.json``.

    A merged cell stands in the CSV at its top left corner, the other places it covers are empty. Each file
    is written whole or not at all; tables of the same stem that an earlier run found and this one does not
    are removed.

    Args:
        folder: Where the files go; made if it is not there.
        stem: Start of their names.
        reading: What was read from the document.

    Returns:
        The files written, the JSON last.

    Raises:
        PackageError: A file cannot be written.
    """
    described = folder / f"{stem}.tables.json"
    was_there = described.exists()
    written = [folder / f"{stem}-t{number}.csv" for number in range(1, len(reading.tables) + 1)]
    for path, table in zip(written, reading.tables, strict=True):
        replace_file(path, _encoded(csv_line(cells) for cells in _grid(table)))
    replace_file(described, _encoded([tables_json(reading)]))
    if was_there:
        _remove_after(folder, stem, len(written))
    return (*written, described)


def tables_json(reading: Reading) -> str:
    """The tables of a document as JSON: rows and columns from 0, boxes in points, ``null`` without paper."""
    content = {
        "file": reading.source.name,
        "sha256": reading.source.sha256,
        "tables": [_described(table) for table in reading.tables],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode("utf-8", errors="backslashreplace")


def _remove_after(folder: Path, stem: str, count: int) -> None:
    number = count + 1
    while (stale := folder / f"{stem}-t{number}.csv").is_file():
        stale.unlink()
        number += 1


def _grid(table: Table) -> list[list[str]]:
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = _neutral(cell.text)
    return grid


def _neutral(text: str) -> str:
    """Guard text against spreadsheets, but leave a signed number a number."""
    return text if any(_is_number(text, name) for name in FORMATS) else guard(text)


def _is_number(text: str, locale: str) -> bool:
    try:
        return parse_printed(text.removeprefix("+"), FORMATS[locale]) is not None
    except NotANumber:
        return False


def _described(table: Table) -> dict[str, Any]:
    return {
        "pages": list(table.pages),
        "rows": table.rows,
        "columns": table.columns,
        "header_rows": table.header_rows,
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    box = cell.place.box
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "page": cell.place.page,
        "box": None if box is None else [round(float(side), 2) for side in box],
        "confidence": round(float(cell.confidence), 4),
        "recognizer": cell.recognizer,
    }
