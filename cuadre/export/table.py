"""The files of a data package as lines of typed values, with an address for each complaint."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from cuadre.evidence import Box, PackageError, Place
from cuadre.export.column import Record, Resource, Value
from cuadre.export.descriptor import ABOUT
from cuadre.export.schema import DESCRIPTOR
from normalize.model import Condition, Report

_AGAIN = "Convert the documents again, or take the file from a copy."
_PUT_RIGHT = "Put the value right, or convert the documents again."
_LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Its columns have been checked against their definitions; the accessors only say which type is meant.

    Attributes:
        file: The file, as the user named it.
        number: Line on which it starts, from 1; the header is line 1.
        values: By column name.
    """

    file: str
    number: int
    values: Record

    def error(self, fact: str, next_step: str = _PUT_RIGHT) -> PackageError:
        """Make the exception for something wrong on this line."""
        return PackageError(self.file, f"line {self.number}: {fact}", next_step)

    def text(self, name: str) -> str:
        """Text, ``""`` when empty."""
        return str(self.values[name])

    def integer(self, name: str) -> int:
        """A count that is required."""
        return int(str(self.values[name]))

    def optional_integer(self, name: str) -> int | None:
        """A count, or ``None``."""
        return None if self.values[name] is None else self.integer(name)

    def measured(self, name: str) -> float:
        """A measurement that is required."""
        return float(str(self.values[name]))

    def optional_measured(self, name: str) -> float | None:
        """A measurement, or ``None``."""
        return None if self.values[name] is None else self.measured(name)

    def figure(self, name: str) -> Decimal | None:
        """A printed figure, or ``None``."""
        value = self.values[name]
        return value if isinstance(value, Decimal) else None

    def place(self) -> Place:
        """Page and box; without paper no box.

        Raises:
            PackageError: A side of the box is missing, or the box is inside out.
        """
        sides = [self.optional_measured(name) for name in ("x0", "top", "x1", "bottom")]
        match [side for side in sides if side is not None]:
            case []:
                return Place(self.integer("page"))
            case [left, top, right, bottom]:
                return self._on_paper((left, top, right, bottom))
            case _:
                raise self.error("one side of the box is missing, but not all four")

    def _on_paper(self, box: Box) -> Place:
        try:
            return Place(self.integer("page"), box)
        except ValueError as error:
            raise self.error(str(error)) from None


@dataclass(frozen=True, slots=True)
class FigureNotes:
    """What the descriptor remembers of one figure.

    Attributes:
        unsure: Its reading or its place is in doubt.
        alternatives: Other readings of its cell, best first.
        read: The figure that was read where another was published, ``""`` where none was; ``None`` where what was
            read was published.
        condition: Of the reading, where a person decided on it; else ``""``.
    """

    unsure: bool = False
    alternatives: tuple[str, ...] = ()
    read: str | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What the descriptor remembers of one document.

    Attributes:
        size: Length of the original in bytes.
        form: Name of the form that knew it.
        arithmetic: The form's checks that hold on it.
        columns: Fields that the document has a column of figures for.
        figures: What is remembered of figures, by row and field.
    """

    size: int
    form: str
    arithmetic: tuple[str, ...]
    columns: tuple[str, ...] = ()
    figures: Mapping[tuple[int, str], FigureNotes] = field(default_factory=dict)

    def put_on(self, report: Report) -> Report:
        """The report with what is remembered of it."""
        source = replace(report.source, size=self.size)
        return replace(report, source=source, form=self.form, arithmetic=self.arithmetic)


def read_remembered(folder: Path) -> dict[str, Notes]:
    """Read what the descriptor remembers, by document id.

    Raises:
        PackageError: There is no descriptor, or it is not one of ours.
    """
    path = folder / DESCRIPTOR
    try:
        about: Any = json.loads(_content(path))[ABOUT]["documents"]
        return {
            str(one["document_id"]): Notes(
                int(one["size"]),
                str(one["form"]),
                tuple(str(name) for name in one["arithmetic"]),
                tuple(str(name) for name in one.get("columns", ())),
                {(int(note["row"]), str(note["field"])): _of_figure(note) for note in one.get("figures", ())},
            )
            for one in about
        }
    except (ValueError, KeyError, TypeError):
        raise PackageError(
            str(path), "is not the descriptor of a package that Cuadre wrote",
            "Name the folder that cuadre convert wrote to.",
        ) from None  # fmt: skip


def _of_figure(note: Any) -> FigureNotes:  # noqa: ANN401 (JSON)
    read = note["read"]
    return FigureNotes(
        bool(note["unsure"]), tuple(str(text) for text in note["alternatives"]), None if read is None else str(read),
        str(Condition(note["condition"])) if "condition" in note else "",
    )  # fmt: skip


def read_table(folder: Path, resource: Resource) -> list[Line]:
    """Read one file of a package and check every cell against its column.

    Raises:
        PackageError: The file is missing, has other columns, or a cell breaks its column's definition.
    """
    path = folder / resource.file_name
    csv.field_size_limit(_LONGEST_CELL)
    lines = _numbered(path, _content(path))
    _, header = next(lines, (1, []))
    _check_header(path, resource, tuple(header))
    read = [_line(path, number, resource, cells) for number, cells in lines]
    _check_unique(resource, read)
    return read


def _content(path: Path) -> str:
    try:
        # A spreadsheet may have put a byte order mark in front.
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise PackageError(str(path), "is missing: this is no complete data package", _AGAIN) from None
    except OSError as error:
        fact = f"cannot be read ({error.strerror})"
        raise PackageError(str(path), fact, "Check the permissions.") from error
    except UnicodeDecodeError:
        raise PackageError(str(path), "is not UTF-8", "Save it as UTF-8, or take it from a copy.") from None


def _numbered(path: Path, content: str) -> Iterator[tuple[int, list[str]]]:
    """Pair each record with the number of the line on which it starts."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise PackageError(str(path), f"line {start}: is no CSV ({error})", _AGAIN) from None


def _check_header(path: Path, resource: Resource, header: tuple[str, ...]) -> None:
    if header == resource.header:
        return
    missing = [name for name in resource.header if name not in header]
    strange = [name for name in header if name not in resource.header]
    facts = (
        f"column {', '.join(missing)} is missing" if missing else "",
        f"column {', '.join(map(repr, strange))} is not ours" if strange else "",
    )
    fact = "; ".join(filter(None, facts)) or "the columns are not in their order, or one stands twice"
    raise PackageError(str(path), f"line 1: {fact}", f"Its columns must be {','.join(resource.header)}.")


def _line(path: Path, number: int, resource: Resource, cells: list[str]) -> Line:
    line = Line(str(path), number, {})
    if len(cells) != len(resource.columns):
        raise line.error(f"has {len(cells)} cells and must have {len(resource.columns)}")
    for column, cell in zip(resource.columns, cells, strict=True):
        try:
            line.values[column.name] = column.parse(cell)
        except ValueError as error:
            raise line.error(f"{column.name} {error}") from None
    return line


def _check_unique(resource: Resource, lines: list[Line]) -> None:
    seen: dict[tuple[Value, ...], int] = {}
    for line in lines:
        key = tuple(line.values[name] for name in resource.primary_key)
        first = seen.setdefault(key, line.number)
        if resource.primary_key and first != line.number:
            named = ", ".join(f"{name} {line.values[name]}" for name in resource.primary_key)
            raise line.error(f"{named} stands already on line {first}")
