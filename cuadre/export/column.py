"""What a column and a file of the data package are: one definition to write, describe and read back by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | bool | None
"""What a cell holds: text, a count, a measurement, a figure, a flag, or nothing."""

Record = dict[str, Value]
"""One line of a file, by column name."""

_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def guard(text: str) -> str:
    """Keep a spreadsheet from running the text as a formula.

    An apostrophe that already stands before such a character is doubled, so that ``unguard`` can undo it.

    >>> guard("=1+1"), guard("'=1+1"), guard("5 > 3")
    ("'=1+1", "''=1+1", '5 > 3')
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """Undo ``guard``.

    >>> unguard("'=1+1"), unguard("'70s")
    ('=1+1', "'70s")
    """
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Attributes:
        name: Its header.
        title, description: In Spanish, for the descriptor and the documentation.
        type: Data Package field type.
        places: Digits after the point for a measurement of ours (boxes, confidences); ``None`` for a
            figure, which keeps the precision it was printed with.
        required: Never empty.
        enum: The only values it takes, if limited.
        minimum, maximum: Bounds of a number, if any.
        pattern: Regular expression that all of its text matches, if any.
    """

    name: str
    title: str
    description: str
    type: Literal["string", "integer", "number", "boolean"] = "string"
    places: int | None = None
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""

    def write(self, value: Value) -> str:
        """Print a value as its cell.

        >>> Column("target_q1", "", "", "number").write(Decimal("-5.50"))
        '-5.50'
        """
        match value:
            case None:
                return ""
            case bool():
                return "1" if value else "0"
            case float():
                return f"{value:.{self.places or 0}f}"
            case Decimal():
                return format(value, "f")
            case int():
                return str(value)
            case _:
                return guard(value)

    def parse(self, cell: str) -> Value:
        """Read a cell back.

        Raises:
            ValueError: The cell breaks the column's definition; the message says how, without the place.
        """
        if cell == "" or (self.type != "string" and not cell.strip()):
            if self.required:
                raise ValueError("is empty and must not be")
            return "" if self.type == "string" else None
        if self.enum and cell not in self.enum:
            raise ValueError(f"is {cell!r} and must be one of {', '.join(self.enum)}")
        if self.type == "string":
            return self._text(unguard(cell))
        return self._typed(cell.strip())

    def _text(self, text: str) -> str:
        if self.pattern and not re.search(self.pattern, text):
            raise ValueError(f"is {text!r} and must match {self.pattern}")
        return text

    def _typed(self, cell: str) -> Value:
        if self.type == "boolean":
            if cell not in {"0", "1"}:
                raise ValueError(f"is {cell!r} and must be 0 or 1")
            return cell == "1"
        grammar = _INTEGER if self.type == "integer" else _DECIMAL
        if not grammar.fullmatch(cell):
            raise ValueError(f"is {cell!r} and must be a plain {self.type}, like {self._example}")
        number = int(cell) if self.type == "integer" else Decimal(cell)
        if self.minimum is not None and number < self.minimum:
            raise ValueError(f"is {cell} and must be at least {self.minimum}")
        if self.maximum is not None and number > self.maximum:
            raise ValueError(f"is {cell} and must be at most {self.maximum}")
        return number if self.places is None else float(number)

    @property
    def _example(self) -> str:
        return "1234" if self.type == "integer" else "1234.50"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values stand in another file.

    Attributes:
        columns: Here.
        resource: The other file, without ``.csv``.
        reference: The columns there, one for each of ``columns``.
    """

    columns: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV file of the data package.

    Attributes:
        name: File name without ``.csv``.
        title, description: In Spanish.
        columns: In the order of the file.
        primary_key: Columns that tell its lines apart; none where nothing does.
        foreign_keys: What its lines point to.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def file_name(self) -> str:
        """Name of the file in the package's folder."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)
