"""The data package as one Excel file for people: a sheet that explains, then one for each file of the package.

Codes and text are text, figures are numbers shown with their printed decimals, and percentages stay points. Cells of
figures are coloured by status, and what was found about them is their comment. Nothing in the file is a formula. The
same package gives the same bytes.

Excel holds numbers of 15 digits, texts of 32,767 characters and 1,048,576 rows. What goes beyond is written as text,
cut, or left out, and both the first sheet and the caller are told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from cuadre.evidence import PackageError
from cuadre.export.column import Column, Resource
from cuadre.export.schema import (
    DOCUMENTS,
    EVOLUTION,
    FINDINGS,
    INDICATORS,
    MEASUREMENTS,
    REPAIRS,
    SIGNATURES,
)
from cuadre.export.table import read_remembered
from cuadre.export.typed import Empty, Short, record_batches
from cuadre.export.whole import EXCEL, written_whole
from cuadre.export.workbook_cover import Cover, write_cover, write_dictionary
from cuadre.export.workbook_look import LOOKS, Formats, height_of, width_of
from cuadre.export.workbook_marks import Key, Marks, field_of, marks_of, places_of, plain, shortened, unused
from normalize.model import Period
from reconcile.model import Status

SHEETS = (INDICATORS, FINDINGS, REPAIRS, DOCUMENTS, MEASUREMENTS, EVOLUTION, SIGNATURES)
"""In the order of the workbook."""

ROWS = 1_048_576
TEXT = 32_767
DIGITS = 15
COMMENTS = 20_000
"""What Excel holds; comments are fewer, for each is a drawing that the program opening the file must lay out."""

_IN_WORDS = "status_in_words"
_FILE = "file_name"
_BESIDE = {
    "document_id": Column(_FILE, "Archivo", ""), "status": Column(_IN_WORDS, "Estado, en palabras", ""),
}  # fmt: skip
"""Columns for people that stand beside one for programs, which is folded."""
_CUT = "… [cortado; completo en el CSV]"
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LINE_BREAK, _CONTROL, _PICTURES = re.compile(r"\r\n?"), re.compile(r"[\x00-\x08\x0b-\x1f]"), 0x2400
"""Excel keeps line feeds and tabs; other control characters are shown by their pictures (``␀``)."""
_LEGAL, _TABLOID = 5, 3


@dataclass(slots=True)
class Limits:
    """What does not fit into the workbook, by title of the sheet."""

    rows: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    controls: Counter[str] = field(default_factory=Counter)
    comments: Counter[str] = field(default_factory=Counter)
    empty: Empty = field(default_factory=Empty)

    def told(self) -> tuple[Short, ...]:
        """All of it."""
        return (
            *(Short("rows", sheet, count) for sheet, count in self.rows.items()),
            *(Short("texts", sheet, count) for sheet, count in self.texts.items()),
            *(Short("figures", sheet, count) for sheet, count in self.figures.items()),
            *(Short("controls", sheet, count) for sheet, count in self.controls.items()),
            *(Short("comments", sheet, count) for sheet, count in self.comments.items()),
            *self.empty.told(),
        )


def write_workbook(folder: Path, path: Path) -> tuple[Short, ...]:
    """Write a data package as an Excel file.

    Args:
        folder: The package.
        path: The file; one that is there is replaced whole, if it is an Excel file.

    Returns:
        What Excel cannot hold.

    Raises:
        PackageError: The package cannot be read, or the file cannot be written.
    """
    read_remembered(folder)
    limits, unheard = Limits(), Empty()
    marks = marks_of(_records(folder, MEASUREMENTS, unheard), _records(folder, FINDINGS, unheard))
    with written_whole(path, EXCEL) as waiting:
        try:
            _write(folder, waiting, marks, limits)
        except XlsxWriterException as error:
            raise PackageError(str(path), f"cannot be written ({error})", "Check the free space.") from error
    return limits.told()


def _write(folder: Path, waiting: Path, marks: Marks, limits: Limits) -> None:
    book = xlsxwriter.Workbook(str(waiting), {"constant_memory": True})
    book.set_properties({"title": "Avance trimestral de indicadores", "author": "Cuadre", "created": _MADE})
    formats, documents = Formats(book), list(_records(folder, DOCUMENTS, Empty()))
    names = {str(record["document_id"]): str(record["file_name"]) for record in documents}
    cover, sheets = book.add_worksheet("Léame"), [(r, book.add_worksheet(r.title)) for r in SHEETS]
    for resource, sheet in sheets:
        context = _Context(names, marks, formats, limits)
        _Sheet(sheet, resource, context).write(_records(folder, resource, limits.empty))
    said = Cover(documents, marks, limits.told())
    write_cover(cover, formats, said)
    write_dictionary(book.add_worksheet("Diccionario"), formats, SHEETS)
    cover.activate()
    book.close()


def _records(folder: Path, resource: Resource, empty: Empty) -> Iterator[Mapping[str, Any]]:
    for batch in record_batches(resource, folder / resource.file_name, too_long=empty.of(resource)):
        yield from batch.to_pylist()


@dataclass(frozen=True, slots=True)
class _Context:
    """What all sheets share: names of files by document, what is known of cells, formats, and what did not fit."""

    names: Mapping[str, str]
    marks: Marks
    formats: Formats
    limits: Limits


class _Sheet:
    """One file of the package as a sheet."""

    def __init__(self, sheet: Any, resource: Resource, context: _Context) -> None:  # noqa: ANN401 (untyped library)
        self._sheet, self._resource, self._names = sheet, resource, context.names
        self._marks, self._formats, self._limits = context.marks, context.formats, context.limits
        self._columns = tuple(_with_words(resource))
        self._folded = _folded(resource, self._marks, len(self._names))
        self._commented = 0

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Write all lines, and then what belongs to the sheet as a whole."""
        for index, column in enumerate(self._columns):
            # A folded column is shown again with the plus sign above it.
            options = {"level": 1, "hidden": True} if column.name in self._folded else {}
            self._sheet.set_column(index, index, width_of(column), None, options)
        self._sheet.set_row(0, 66)
        for index, column in enumerate(self._columns):
            self._sheet.write_string(0, index, column.title, self._formats.header)
        last = 0
        for number, record in enumerate(records, 1):
            if number >= ROWS:
                self._limits.rows[self._resource.title] += 1
                continue
            self._line(number, self._with_name(record))
            last = number
        self._finish(last)

    def _with_name(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._resource is DOCUMENTS or "document_id" not in record:
            return record
        return {**record, _FILE: self._names.get(record["document_id"])}

    def _height(self, record: Mapping[str, Any]) -> float:
        shown = ((record.get(c.name), c) for c in self._columns if c.name not in self._folded)
        return height_of((value, width_of(c)) for value, c in shown if isinstance(value, str))

    def _line(self, number: int, record: Mapping[str, Any]) -> None:
        self._sheet.set_row(number, self._height(record))
        for index, column in enumerate(self._columns):
            status = self._status(record, column)
            self._cell(number, index, column, record, status)
            text = self._comment(record, column)
            if text:
                self._attach(number, index, text)

    def _cell(
        self, line: int, index: int, column: Column, record: Mapping[str, Any], status: Status
    ) -> None:
        value = record.get(column.name)
        formats, sheet = self._formats, self._sheet
        if column.name == _IN_WORDS:
            sheet.write_string(line, index, LOOKS[Status(record["status"])].word, formats.text(status))
        elif value is None:
            sheet.write_blank(line, index, None, formats.text(status))
        elif isinstance(value, bool):
            # LibreOffice would save TRUE as a formula.
            sheet.write_string(line, index, "sí" if value else "no", formats.text(status))
        elif isinstance(value, Decimal):
            self._figure(line, index, value, self._decimals(record, column, value), status)
        elif isinstance(value, int):
            sheet.write_number(line, index, value, formats.count())
        elif isinstance(value, float):
            sheet.write_number(line, index, value, formats.figure(column.places or 0))
        else:
            sheet.write_string(line, index, self._fitting(value), formats.text(status, length=len(value)))

    def _figure(self, line: int, index: int, value: Decimal, decimals: int, status: Status) -> None:
        if len(value.normalize().as_tuple().digits) > DIGITS:
            self._limits.figures[self._resource.title] += 1
            self._sheet.write_string(line, index, plain(value, decimals), self._formats.text(status))
        else:
            self._sheet.write_number(line, index, float(value), self._formats.figure(min(decimals, DIGITS), status))

    def _fitting(self, text: str) -> str:
        text = _LINE_BREAK.sub("\n", text)
        if _CONTROL.search(text):
            self._limits.controls[self._resource.title] += 1
            text = _CONTROL.sub(lambda found: chr(_PICTURES + ord(found[0])), text)
        # Excel counts UTF-16 units.
        encoded = text.encode("utf-16-le")
        if len(encoded) <= 2 * TEXT:
            return text
        self._limits.texts[self._resource.title] += 1
        return encoded[: 2 * (TEXT - len(_CUT))].decode("utf-16-le", "ignore") + _CUT

    def _decimals(self, record: Mapping[str, Any], column: Column, value: Decimal) -> int:
        known: int | None = None
        if self._resource is MEASUREMENTS and column.name in {"reported", "computed"}:
            known = record["decimals"]
        elif self._resource is INDICATORS:
            known = self._printed(_key(record), column.name)
        elif self._resource is EVOLUTION:
            told = (self._printed(key, column.name) for key in _told_by(record, column.name))
            known = next((decimals for decimals in told if decimals is not None), None)
        needed = places_of(value)
        return needed if known is None else max(known, needed)

    def _printed(self, key: Key, column: str) -> int | None:
        mark = self._marks.at(key, column)
        return mark.decimals if mark else None

    def _status(self, record: Mapping[str, Any], column: Column) -> Status:
        if self._resource is INDICATORS and column.name not in {"status", _IN_WORDS}:
            mark = self._marks.at(_key(record), column.name)
            return mark.status if mark else Status.OK
        coloured = {"status", _IN_WORDS, *({"reported", "as_read"} if self._resource is MEASUREMENTS else ())}
        return Status(record["status"]) if "status" in record and column.name in coloured else Status.OK

    def _comment(self, record: Mapping[str, Any], column: Column) -> str:
        if self._resource is INDICATORS:
            return self._marks.comment(_key(record), column.name)
        if self._resource is MEASUREMENTS and column.name == "reported":
            return self._marks.comment(_key(record), field_of(record)) if record["status"] != Status.OK else ""
        if self._resource is DOCUMENTS and column.name == _FILE:
            return shortened(self._marks.of_documents.get(record["document_id"], ()))
        return ""

    def _attach(self, line: int, index: int, text: str) -> None:
        if self._commented >= COMMENTS:
            self._limits.comments[self._resource.title] += 1
            return
        self._commented += 1
        lines = sum(1 + len(part) // 50 for part in text.splitlines())
        size = {"author": "Cuadre", "width": 340, "height": 18 * lines + 14, "font_size": 9}
        self._sheet.write_comment(line, index, text, size)

    def _finish(self, last: int) -> None:
        sheet, names = self._sheet, [column.name for column in self._columns]
        fixed = names.index("row") + 1 if self._resource in {INDICATORS, MEASUREMENTS} else 0
        sheet.freeze_panes(1, fixed)
        sheet.autofilter(0, 0, last, len(names) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
        sheet.set_landscape()
        sheet.set_paper(_TABLOID if self._resource in {INDICATORS, EVOLUTION} else _LEGAL)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.set_footer("&L&A&RPágina &P de &N")


def _with_words(resource: Resource) -> Iterator[Column]:
    for column in resource.columns:
        yield column
        if column.name in _BESIDE and resource is not DOCUMENTS:
            yield _BESIDE[column.name]


def _folded(resource: Resource, marks: Marks, documents: int) -> frozenset[str]:
    """Columns that people look for last."""
    folded = {"document_id", "status", "finding_id", "repair_id"} if resource is not DOCUMENTS else set()
    if documents == 1 and resource is not DOCUMENTS:
        folded.add(_FILE)
    if resource is INDICATORS:
        folded |= {"parent_code", "unit_canonical", *unused(marks)}
    if resource is EVOLUTION:
        quarters = [str(Period.quarter(number)) for number in (1, 2, 3, 4)]
        folded |= {f"{name}_{quarter}" for quarter in quarters for name in ("document", "row")}
        folded |= {name for name in unused(marks) if name in resource.header}
    return frozenset(folded)


def _key(record: Mapping[str, Any]) -> Key:
    return record["document_id"], record["row"]


def _told_by(record: Mapping[str, Any], column: str) -> Iterator[Key]:
    """The rows that a figure of ``evolution.csv`` may come from: that of its quarter, else those of all, last first."""
    quarters = [str(Period.quarter(number)) for number in (4, 3, 2, 1)]
    own = [quarter for quarter in quarters if column.endswith(f"_{quarter}") and not column.startswith("target_")]
    for quarter in own or quarters:
        if record[f"document_{quarter}"] is not None:
            yield record[f"document_{quarter}"], record[f"row_{quarter}"]
