"""Camelot as the second opinion, where the words of a page stand in columns and we see no table.

Camelot is optional (the extra ``camelot``); without it there is no second opinion.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import pypdfium2

from extract.alignments import lines_of
from extract.content import PageContent
from extract.grid import Grid, GridCell

# A page with so many lines of two figures or more shows figures in columns.
FIGURE_LINES = 4


def shows_columns(content: PageContent) -> bool:
    """Tell whether a page prints lines of several figures, as only a table does."""
    lines = lines_of([word for word in content.words if word.turn == 0], content.rulings)
    return sum(line.figures > 1 for line in lines) >= FIGURE_LINES


def fallback_grids(
    path: Path, content: PageContent, grids: Sequence[Grid], password: str = ""
) -> tuple[Grid, ...]:
    """Ask for a second opinion on a page on which no table was found though figures stand in columns.

    Args:
        path: The document.
        content: The page.
        grids: What :func:`extract.grids.find_grids` found there.
        password: What opens the document.

    Returns:
        ``grids`` when there are any, else what camelot finds; nothing when it is not installed, or the page
        is rotated or cropped.
    """
    if grids or content.turned or find_spec("camelot") is None or not shows_columns(content):
        return tuple(grids)
    if not _is_plain(path, content.number, password):
        return ()
    return second_opinion(path, (content.number,), password).get(content.number, ())


def _is_plain(path: Path, number: int, password: str) -> bool:
    """Tell whether a page is neither rotated nor cropped, so that its places and camelot's are the same."""
    with pypdfium2.PdfDocument(path, password=password or None) as document:
        page = document[number - 1]
        left, bottom, _, _ = page.get_bbox()
        return page.get_rotation() == 0 and (left, bottom) == (0, 0)


def second_opinion(path: Path, pages: Sequence[int], password: str = "") -> dict[int, tuple[Grid, ...]]:
    """Find the tables of some pages with camelot.

    Args:
        path: The document.
        pages: Page numbers, from 1.
        password: What opens the document.

    Returns:
        Borderless grids by page number; nothing when camelot is not installed or finds none.
    """
    if not pages or find_spec("camelot") is None:
        return {}
    found: dict[int, list[Grid]] = {}
    for table in _tables(path, pages, password):
        height = table.pdf_size[1]
        found.setdefault(int(table.page), []).append(_grid(table, height))
    return {page: tuple(grids) for page, grids in sorted(found.items())}


class _CamelotTable(Protocol):
    """What we use of a table of camelot's: heights and places from the bottom left."""

    page: int
    pdf_size: tuple[float, float]
    cols: list[tuple[float, float]]
    rows: list[tuple[float, float]]


def _tables(path: Path, pages: Sequence[int], password: str) -> list[_CamelotTable]:
    camelot = import_module("camelot.io")  # optional, and slow to import
    numbers = ",".join(map(str, pages))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tables = camelot.read_pdf(str(path), pages=numbers, flavor="hybrid", password=password or None)
        except Exception:  # noqa: BLE001 - an opinion that camelot cannot give is none; ours stands
            return []
    return list(tables)


def _grid(table: _CamelotTable, height: float) -> Grid:
    """Turn camelot's table, whose origin is at the bottom left, into a grid."""
    xs = (table.cols[0][0], *(right for _, right in table.cols))
    ys = (height - table.rows[0][0], *(height - bottom for _, bottom in table.rows))
    cells = tuple(
        GridCell(row, column, 1, 1, (left, top, right, bottom))
        for row, (top, bottom) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
    )
    return Grid(xs, ys, cells, "borderless")
