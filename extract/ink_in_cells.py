"""Ink in the cells of scanned pages that nobody read: no dark spot inside a table goes unaccounted for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from cuadre.evidence import Box, Finding
from extract.content import PageContent
from extract.fill import FilledGrid
from extract.model import Cell, Legibility
from extract.rules import INK_UNREAD

_UNSURE = 0.5
# So many veiled squares can hide a figure.
_HIDING = 3


def with_ink(
    chain: Sequence[FilledGrid], content_of: Callable[[int], PageContent],
) -> tuple[list[FilledGrid], list[Finding]]:  # fmt: skip
    """Mark the cells that a stroke crosses, and those with ink that is in no word.

    A blank cell with ink in it, or under a stamp that may hide some, is illegible. A figure or a dash beside which
    there is ink, or which a stroke crosses, is not sure: a sign of it may be missing.

    Args:
        chain: A table's pages.
        content_of: Gives the content of a page by its number; asked for scanned pages only.

    Returns:
        The pages, and a finding for each page with unread ink.
    """
    inked: list[FilledGrid] = []
    findings: list[Finding] = []
    for filled in chain:
        if not _is_scanned(filled):
            inked.append(filled)
            continue
        marked, unread = _marked(filled, content_of(filled.page))
        inked.append(marked)
        findings += _unread(filled.page, unread)
    return inked, findings


def _is_scanned(filled: FilledGrid) -> bool:
    return any(cell.recognizer != "pdf" for cell in filled.cells if cell.text)


def _marked(filled: FilledGrid, content: PageContent) -> tuple[FilledGrid, int]:
    """Mark the cells of a page, and count those with ink that nobody read and that matters."""
    spots, crossed = _cells_at(filled, content.leftovers), _cells_at(filled, content.crossed)
    veiled = _cells_at(filled, content.veiled)
    cells = tuple(
        _judged(cell, spotted=spots[at] > 0 or (veiled[at] >= _HIDING and not cell.text), crossed=crossed[at] > 0)
        for at, cell in enumerate(filled.cells)
    )
    unread = sum(
        cell.legibility is Legibility.ILLEGIBLE or (spots[at] > 0 and cell.confidence < filled.cells[at].confidence)
        for at, cell in enumerate(cells)
    )
    return replace(filled, cells=cells), unread


def _judged(cell: Cell, *, spotted: bool, crossed: bool) -> Cell:
    if spotted and not cell.text:
        return replace(cell, legibility=Legibility.ILLEGIBLE, confidence=0.0)
    if not (spotted or crossed):
        return cell
    sure = any(sign.isalpha() for sign in cell.text)
    return replace(
        cell, legibility=Legibility.OBSCURED, confidence=cell.confidence if sure else min(cell.confidence, _UNSURE)
    )


def _cells_at(filled: FilledGrid, boxes: Sequence[Box]) -> Counter[int]:
    """Count for each cell, by its number, the boxes whose middle lies in it."""
    grid = filled.grid
    left, top, right, bottom = grid.box
    owners = {
        (row, column): at
        for at, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    middles = (((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes)
    return Counter(
        owners[bisect_right(grid.ys[1:-1], y), bisect_right(grid.xs[1:-1], x)]
        for x, y in middles
        if left <= x <= right and top <= y <= bottom
    )


def _unread(page: int, cells: int) -> list[Finding]:
    if not cells:
        return []
    message = f"En la página {page} hay tinta sin leer en {cells} celdas; coteje con el papel."
    return [INK_UNREAD.finding(message, page=page, evidence=f"{cells} celdas")]
