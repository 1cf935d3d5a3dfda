"""The geometry of a table before anybody reads it: edges and cells, no text."""

from __future__ import annotations

from dataclasses import dataclass

from cuadre.evidence import Box


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid; a merged cell is one.

    Attributes:
        row, column: Where its top left corner is in the grid, from 0.
        row_span, column_span: How many rows and columns it covers, at least 1.
        box: Extent on the page, in points.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of one table on one page.

    Attributes:
        xs: Edges of the columns from left to right, one more than columns.
        ys: Edges of the rows from the top down, one more than rows.
        cells: They cover the grid, each place once, in order of row, then column.
        origin: What it was found from: ``ruled``, ``half-ruled`` or ``borderless``.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    origin: str

    @property
    def box(self) -> Box:
        """Its extent on the page."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.xs) - 1
