"""Places a report on pages: which rows, or which part of a row, stand where. Tops are from the upper edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grid import Column, Heading, Run, columns, headings, runs
from layout import PAPERS, Layout
from report import Report
from typeset import Face, Line, fit, wrap

MARGIN = 28.0
FOOT = 24.0
SIGNATURES = 88.0
SECOND_TABLE = 34.0
TITLE_ROOM = 58.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A row, or the part of it that fits on a page.

    Attributes:
        row: Index of the row in the report.
        cells: Lines per column.
        top, bottom: Where it stands.
        first: It is where the row starts.
    """

    row: int
    cells: tuple[tuple[Line, ...], ...]
    top: float
    bottom: float
    first: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Attributes:
        title: The title block is printed.
        table_top: Where the table starts.
        header: The header is printed.
        pieces: Rows in order.
        signatures: Where the signature block starts, or ``None``.
    """

    title: bool
    table_top: float
    header: bool
    pieces: tuple[Piece, ...]
    signatures: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that `draw` needs to know.

    Attributes:
        edges: Left edges of the columns and the right edge of the last.
        header_rows: Tops of the header rows and the bottom of the last, from the table's top.
        header: Heading and its lines.
    """

    width: float
    height: float
    face: Face
    shape: tuple[Column, ...]
    edges: tuple[float, ...]
    header: tuple[tuple[Heading, tuple[Line, ...]], ...]
    header_rows: tuple[float, ...]
    sheets: tuple[Sheet, ...]

    def page_of(self, row: int) -> int:
        """Return the page, from 1, on which a row starts."""
        return next(
            page
            for page, sheet in enumerate(self.sheets, 1)
            for piece in sheet.pieces
            if piece.row == row and piece.first
        )


def paginate(report: Report, layout: Layout) -> Plan:
    """Return the plan of all pages."""
    width, height = PAPERS[layout.paper]
    shape = columns(report, layout)
    numbered = enumerate(report.rows, 1)
    cells = [tuple(runs(row, column.key, at, layout) for column in shape) for at, row in numbered]
    face, widths = fit(shape, cells, layout, width - 2 * MARGIN)
    edges = [MARGIN]
    for room in widths:
        edges.append(edges[-1] + room)
    header = tuple((h, _heading_lines(h, shape, edges, face, layout)) for h in headings(shape))
    tops = _header_rows(header, layout, face)
    wrapped = [_wrapped(row, shape, widths, face, layout) for row in cells]
    sheets = _Filler(layout, face, height - MARGIN - FOOT, tops[-1]).fill(wrapped)
    return Plan(width, height, face, shape, tuple(edges), header, tops, sheets)


def _heading_lines(
    heading: Heading, shape: Sequence[Column], edges: Sequence[float], face: Face, layout: Layout
) -> tuple[Line, ...]:
    room = edges[heading.right] - edges[heading.left] - 2 * min(layout.padding, 1.0)
    narrow = shape[heading.left].figure or layout.narrow_figures
    return wrap(((heading.text, True),), face, room, break_words=narrow)


def _header_rows(
    header: Sequence[tuple[Heading, tuple[Line, ...]]], layout: Layout, face: Face
) -> tuple[float, ...]:
    heights = [face.leading + 2 * layout.padding] * layout.levels
    for heading, lines in sorted(header, key=lambda item: item[0].bottom - item[0].top):
        lacking = len(lines) * face.leading + 2 * layout.padding - sum(heights[heading.top : heading.bottom])
        heights[heading.bottom - 1] += max(0.0, lacking)
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tuple(tops)


def _wrapped(
    row: tuple[tuple[Run, ...], ...],
    shape: Sequence[Column],
    widths: Sequence[float],
    face: Face,
    layout: Layout,
) -> tuple[tuple[Line, ...], ...]:
    out: list[tuple[Line, ...]] = []
    for column, width, cell in zip(shape, widths, row, strict=True):
        if column.figure:
            text = cell[0][0]
            out.append((Line(((text, False),), face.width(text)),) if text else ())
        else:
            out.append(wrap(cell, face, width - 2 * layout.padding))
    return tuple(out)


class _Filler:
    """Fills pages one after the other.

    Args:
        layout: The look.
        face: Type of the body.
        bottom: Lowest point a row may reach.
        header: Height of the header.
    """

    def __init__(self, layout: Layout, face: Face, bottom: float, header: float) -> None:
        self._layout, self._face, self._bottom, self._header = layout, face, bottom, header
        self._sheets: list[Sheet] = []
        self._pieces: list[Piece] = []
        self._top = self._y = 0.0
        self._open()

    def fill(self, rows: Sequence[tuple[tuple[Line, ...], ...]]) -> tuple[Sheet, ...]:
        """Return the pages."""
        for at, cells in enumerate(rows):
            self._place(at, cells, first=True)
        block = self._y + 14.0
        if block + SIGNATURES > self._bottom + FOOT / 2:
            self._close()
            block = self._top
        self._close(signatures=block)
        return tuple(self._sheets)

    def _place(self, at: int, cells: tuple[tuple[Line, ...], ...], *, first: bool) -> None:
        room = self._bottom - self._y
        height = self._height(max(map(len, cells)))
        if height <= room:
            self._add(at, cells, height, first=first)
            return
        fits = int((room - 2 * self._layout.padding) / self._face.leading)
        if self._layout.break_rows and fits >= 2 and max(map(len, cells)) - fits >= 2 and self._pieces:
            self._add(at, tuple(cell[:fits] for cell in cells), self._height(fits), first=first)
            rest = tuple(cell[fits:] for cell in cells)
            first = False
        else:
            rest = cells
        self._close()
        self._place(at, rest, first=first)

    def _height(self, lines: int) -> float:
        return lines * self._face.leading + 2 * self._layout.padding + 0.25 * self._face.size

    def _add(self, at: int, cells: tuple[tuple[Line, ...], ...], height: float, *, first: bool) -> None:
        self._pieces.append(Piece(at, cells, self._y, self._y + height, first))
        self._y += height

    def _open(self) -> None:
        page = len(self._sheets)
        start = self._layout.starts[page % len(self._layout.starts)]
        if page and not self._layout.title_repeats:
            start -= TITLE_ROOM
        if not page and self._layout.second_table:
            start += SECOND_TABLE
        self._top = start
        self._y = start + (self._header if self._shows_header() else 0.0)

    def _shows_header(self) -> bool:
        return not self._sheets or self._layout.header_repeats

    def _close(self, signatures: float | None = None) -> None:
        title = not self._sheets or self._layout.title_repeats
        header = self._shows_header() and bool(self._pieces)
        self._sheets.append(Sheet(title, self._top, header, tuple(self._pieces), signatures))
        self._pieces = []
        self._open()
