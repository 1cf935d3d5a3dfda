"""The files of a data package with their types, batch by batch: what Parquet, databases and data frames are made from.

How a column of ``cuadre.export.schema`` becomes an Arrow type:

* Text, and with it every code, is ``string``; the apostrophe that guards spreadsheets is taken off.
* A figure is ``decimal128(38, 18)``: exact, and the widest that Parquet readers and databases share. It holds 20 digits
  before the point, more than any budget has, and 18 after it, more than spreadsheets print. How many decimals were
  printed is no property of a type: ``measurements.decimals`` says it figure by figure, and ``as_read`` shows it.
* A measurement of ours (boxes, confidences) is ``double``, a count ``int64``, a flag ``bool``.
* An empty cell is null: not reported. Required columns are not nullable.

The schemas depend on nothing that is in the files, so tables of any packages may be put one after the other.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from cuadre.evidence import PackageError
from cuadre.export.column import Column, Resource

WHOLE_DIGITS, DECIMALS = 20, 18
"""Digits before and after the point that a figure may have."""

FIGURE = pa.decimal128(WHOLE_DIGITS + DECIMALS, DECIMALS)

_BLOCK = 16 << 20
_FITS = rf"^-?[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?$"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_GUARD = r"^'('*[=+\-@\t\r])"
_RIGHT = "Put the value right, or convert the documents again."
_AGAIN = "Convert the documents again, or take the file from a copy."

Lost = Literal["rows", "texts", "figures", "rounded", "controls", "comments", "empty"]
TooLong = Callable[[str, int], None]
"""Told the name of a column, and how many of its figures have more digits than fit."""


@dataclass(frozen=True, slots=True)
class Short:
    """What a format could not hold.

    Attributes:
        kind: ``rows`` left out, ``texts`` cut, ``figures`` written as text, ``rounded`` figures, texts with
            ``controls`` (characters that show nothing), ``comments`` left out, ``empty``: figures that
            no type holds, and whose place is empty.
        where: Title of the file or sheet.
        count: How many.
    """

    kind: Lost
    where: str
    count: int


class Empty(Counter[str]):
    """Counts figures that no type holds, by file."""

    def of(self, resource: Resource) -> TooLong:
        """What to give :func:`record_batches` as ``too_long``."""
        return lambda _, count: self.update({resource.title: count})

    def told(self) -> tuple[Short, ...]:
        """What was counted."""
        return tuple(Short("empty", title, count) for title, count in self.items())


def arrow_type(column: Column) -> Any:  # noqa: ANN401 (a pyarrow type)
    """The Arrow type of a column."""
    match column.type:
        case "integer":
            return pa.int64()
        case "number":
            return FIGURE if column.places is None else pa.float64()
        case "boolean":
            return pa.bool_()
        case _:
            return pa.string()


def arrow_schema(resource: Resource) -> Any:  # noqa: ANN401 (a pyarrow schema)
    """The Arrow schema of a file, with Spanish titles and descriptions as metadata of the table and its fields."""
    fields = [
        pa.field(
            column.name, arrow_type(column), nullable=not column.required,
            metadata={"title": column.title, "description": column.description},
        )
        for column in resource.columns
    ]  # fmt: skip
    about = {"title": resource.title, "description": resource.description}
    if resource.primary_key:
        about["primary_key"] = ",".join(resource.primary_key)
    return pa.schema(fields, metadata=about)


def record_batches(
    resource: Resource, source: Path | bytes, *, too_long: TooLong | None = None
) -> Iterator[Any]:
    """Read one file of a package as Arrow record batches of its schema; memory does not grow with the file.

    Args:
        resource: Which file it is.
        source: Its path, or its bytes.
        too_long: Called with figures of more digits than the type has; they are null then. Without it they are an
            error.

    Raises:
        PackageError: The file is missing, has other columns, or a cell breaks its column's definition.
    """
    name = str(source) if isinstance(source, Path) else resource.file_name
    schema = arrow_schema(resource)
    try:
        stream = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
        with stream, _opened(stream, resource) as reader:
            _check_header(name, resource, tuple(reader.schema.names))
            for batch in reader:
                yield _typed(resource, schema, batch, too_long)
    except FileNotFoundError:
        raise PackageError(name, "is missing: this is no complete data package", _AGAIN) from None
    except OSError as error:
        raise PackageError(name, f"cannot be read ({error.strerror or error})", "Check the permissions.") from error
    except pa.ArrowInvalid as error:
        raise PackageError(name, _fault(resource, source) or f"is not as it was written ({error})", _RIGHT) from None


def arrow_table(resource: Resource, source: Path | bytes, *, too_long: TooLong | None = None) -> Any:  # noqa: ANN401
    """Read one file of a package as an Arrow table; see :func:`record_batches`."""
    return pa.Table.from_batches(record_batches(resource, source, too_long=too_long), arrow_schema(resource))


def _opened(stream: Any, resource: Resource) -> Any:  # noqa: ANN401 (pyarrow has no types)
    # Figures are read as text first: what does not fit the type must not stop the file.
    types = {c.name: pa.string() if arrow_type(c) == FIGURE else arrow_type(c) for c in resource.columns}
    return arrow_csv.open_csv(
        stream,
        read_options=arrow_csv.ReadOptions(block_size=_BLOCK),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, true_values=["1"], false_values=["0"]
        ),
    )


def _check_header(name: str, resource: Resource, header: tuple[str, ...]) -> None:
    if header != resource.header:
        raise PackageError(name, "line 1: has other columns", f"They must be {','.join(resource.header)}.")


def _typed(resource: Resource, schema: Any, batch: Any, too_long: TooLong | None) -> Any:  # noqa: ANN401
    arrays = [_array(c, array, too_long) for c, array in zip(resource.columns, batch.columns, strict=True)]
    for column, array in zip(resource.columns, arrays, strict=True):
        if (column.required and array.null_count) or (column.enum and not _is_one_of(array, column.enum)):
            # The line is looked up where the error is caught.
            raise pa.ArrowInvalid(f"{column.name} breaks its definition")
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _is_one_of(array: Any, values: tuple[str, ...]) -> bool:  # noqa: ANN401
    known = pc.is_in(pc.drop_null(array), value_set=pa.array(values))
    return bool(pc.all(known, min_count=0).as_py())


def _array(column: Column, array: Any, too_long: TooLong | None) -> Any:  # noqa: ANN401
    if arrow_type(column) == FIGURE:
        return _figures(column, array, too_long)
    if column.type == "string":
        return pc.replace_substring_regex(array, _GUARD, r"\1")
    return array


def _figures(column: Column, array: Any, too_long: TooLong | None) -> Any:  # noqa: ANN401
    fits = pc.match_substring_regex(array, _FITS)
    if too_long is not None and (wide := _too_long(array, fits)):
        too_long(column.name, wide)
        array = pc.if_else(pc.or_(fits, pc.invert(pc.match_substring_regex(array, _NUMBER))), array, None)
    return pc.cast(array, FIGURE)


def _too_long(array: Any, fits: Any) -> int:  # noqa: ANN401
    wide = pc.and_(pc.invert(fits), pc.match_substring_regex(array, _NUMBER))
    return int(pc.sum(wide).as_py() or 0)


def _fault(resource: Resource, source: Path | bytes) -> str:
    """Find the line and the column that break their definition, ``""`` when none does."""
    content = source.read_bytes() if isinstance(source, Path) else source
    csv.field_size_limit(2**31 - 1)
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    next(lines, None)
    for cells in lines:
        if len(cells) != len(resource.columns):
            return f"line {lines.line_num}: has {len(cells)} cells and must have {len(resource.columns)}"
        for column, cell in zip(resource.columns, cells, strict=True):
            try:
                value = column.parse(cell)
            except ValueError as error:
                return f"line {lines.line_num}: {column.name} {error}"
            if arrow_type(column) == FIGURE and value is not None and not pc.match_substring_regex(cell, _FITS).as_py():
                return f"line {lines.line_num}: {column.name} is {cell} and has more digits than a table can hold"
    return ""
