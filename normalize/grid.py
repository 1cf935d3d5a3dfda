"""A table as a form sees it: the headers printed over each column, and the rows under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cuadre.evidence import Place
from extract.model import Cell, Table

SURE_FROM = 0.6
"""A reading with less confidence than this is not certain."""

_INHERITED = 0.6


@dataclass(frozen=True, slots=True)
class HeaderText:
    """One text in the header of a column.

    Attributes:
        text: As printed.
        weight: 1 over its own column, less where a group reaches over a blank cell.
        leaf: It is the lowest of its column.
        span: How many columns it covers.
    """

    text: str
    weight: float = 1.0
    leaf: bool = True
    span: int = 1


Header = tuple[tuple[HeaderText, ...], ...]
"""For each column the texts over it, top to bottom."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row under the header.

    Attributes:
        cells: By column; a merged cell stands in each place it covers, ``None`` where there is no cell.
        index: Its row in the table, from 0.
    """

    cells: tuple[Cell | None, ...]
    index: int

    def text(self, column: int) -> str:
        """The text of a column; ``""`` when blank or when its cell starts in another column."""
        cell = self.cells[column] if column < len(self.cells) else None
        return cell.text.strip() if cell is not None and cell.column == column else ""

    def is_doubted(self, column: int) -> bool:
        """Whether nobody is sure of the text of a column."""
        cell = self.cells[column] if column < len(self.cells) else None
        return cell is not None and cell.confidence < SURE_FROM

    @property
    def own(self) -> tuple[Cell, ...]:
        """Cells with text, each once."""
        seen = {id(cell): cell for cell in self.cells if cell is not None and cell.text.strip()}
        return tuple(seen.values())

    @property
    def place(self) -> Place | None:
        """Where it starts: the place of its first cell that begins in this row."""
        cells = [cell for cell in self.cells if cell is not None]
        first = next((cell for cell in cells if cell.row == self.index), cells[0] if cells else None)
        return first.place if first else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables that share their columns.

    Attributes:
        columns: How many there are.
        headers: Every header that is printed over them.
        rows: The rows under them, in reading order.
        tables: How many tables it is made of.
    """

    columns: int
    headers: tuple[Header, ...] = field(repr=False)
    rows: tuple[GridRow, ...] = field(repr=False)
    tables: int = 1

    def label(self, column: int) -> str:
        """The header of a column as a reader would call it."""
        for header in self.headers:
            texts = [" ".join(part.text.split()) for part in header[column] if part.weight == 1]
            if texts:
                return " > ".join(dict.fromkeys(texts))
        return ""

    def join(self, other: Sheet) -> Sheet:
        """This sheet with another one's rows after its own."""
        width = max(self.columns, other.columns)
        return Sheet(
            width,
            tuple(_wide(header, width) for header in (*self.headers, *other.headers)),
            (*self.rows, *other.rows),
            self.tables + other.tables,
        )


def sheet_of(table: Table, is_header: Callable[[GridRow], bool], is_data: Callable[[GridRow], bool]) -> Sheet:
    """Part a table into headers and rows.

    Args:
        table: As extracted; its count of header rows is a hint.
        is_header: Tells a row of header words.
        is_data: Tells a row that holds an indicator.
    """
    rows = grid_rows(table.cells, table.rows, table.columns)
    top = next((n for n, row in enumerate(rows[: table.header_rows]) if is_data(row)), table.header_rows)
    lead = next((n for n, row in enumerate(rows) if n >= top and is_data(row)), top)
    top = max([top, *(n + 1 for n in range(top, lead) if is_header(rows[n]))])
    body = tuple(row for row in rows[top:] if row.own and not is_header(row))
    headers = [header_of([cell for cell in table.cells if cell.row < top], table.columns)] if top else []
    headers += [header_of(cells, table.columns) for cells in table.repeated_headers]
    width = _width(body, headers)
    return Sheet(width, tuple(_wide(header, width) for header in headers), body)


def grid_rows(cells: Iterable[Cell], rows: int, columns: int) -> list[GridRow]:
    """Lay cells out by row and column."""
    places: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, min(cell.row + cell.row_span, rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, columns)):
                if places[row][column] is None:
                    places[row][column] = cell
    return [GridRow(tuple(line), number) for number, line in enumerate(places)]


def header_of(cells: Sequence[Cell], columns: int) -> Header:
    """Read the header of each column off the cells of the header rows."""
    height = max((cell.row + cell.row_span for cell in cells), default=0)
    paths: list[list[HeaderText]] = [[] for _ in range(columns)]
    for row in grid_rows(cells, height, columns):
        group: Cell | None = None
        for column, cell in enumerate(row.cells):
            if cell is not None and cell.text.strip():
                group = cell
                if cell.row == row.index:
                    paths[column].append(_header_text(cell, 1.0))
            elif group is not None and row.index + 1 < height:
                paths[column].append(_header_text(group, _INHERITED))
    return tuple(tuple(_with_leaf(path)) for path in paths)


def _header_text(cell: Cell, weight: float) -> HeaderText:
    return HeaderText(cell.text, weight, leaf=False, span=cell.column_span)


def _with_leaf(path: list[HeaderText]) -> list[HeaderText]:
    leaf = max((n for n, part in enumerate(path) if part.weight == 1), default=-1)
    return [HeaderText(part.text, part.weight, n == leaf, part.span) for n, part in enumerate(path)]


def _width(rows: Sequence[GridRow], headers: Sequence[Header]) -> int:
    used = {cell.column + cell.column_span for row in rows for cell in row.own}
    named = {
        column + 1
        for header in headers
        for column, path in enumerate(header)
        if any(part.weight == 1 for part in path)
    }
    return max(used | named, default=0)


def _wide(header: Header, width: int) -> Header:
    return (*header[:width], *((),) * (width - len(header)))
