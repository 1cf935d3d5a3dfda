"""What a doubted cell in a column of figures most likely prints: another of its readings, never another value.

On coarse scans a figure is read as letters, and a comma between thousands as a point. The column, and how the document
prints other figures, choose among readings; none of them becomes any surer by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cuadre.evidence import NumberFormat
from extract.model import Cell
from normalize.grid import SURE_FROM
from normalize.profiles import read_or_none

_GUESSED = 0.3
_WITNESSES, _CLEARLY = 2, 3
_PLACES = 3
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<sign>[.,])\d{3}")


def prints_thousands(cells: Iterable[Cell], number_format: NumberFormat) -> bool:
    """Whether figures are surely read with a sign between thousands, and next to none to three decimals.

    Args:
        cells: Of a document.
        number_format: How it prints figures.
    """
    grouped = thirds = 0
    for cell in cells:
        text = cell.text.strip()
        printed = read_or_none(text, number_format) if cell.confidence >= SURE_FROM else None
        if printed is not None:
            thirds += printed.decimals == _PLACES
            grouped += any(sign in text for sign in number_format.groups)
    return grouped >= max(_WITNESSES, _CLEARLY * thirds)


def as_figure(cell: Cell, number_format: NumberFormat, *, thousands: bool) -> Cell:
    """Give a cell of a column of figures with the reading that is the likeliest there.

    Nobody is ever sure of a point before three digits: all readers take a comma for it alike.

    Args:
        cell: Read from pixels. Any other sure reading comes back as it is.
        number_format: How the document prints figures.
        thousands: It prints a sign between thousands, and next to nothing to three decimals.
    """
    text = " ".join(cell.text.split())
    said = _with_thousands(text, number_format) if thousands else None
    if said is None and cell.confidence < SURE_FROM and not _holds_figure(text, number_format):
        said = next((other for other in cell.alternatives if _is_figure(other, number_format)), None)
    if said is None:
        return cell
    others = (text, *(other for other in cell.alternatives if other != said))
    return replace(cell, text=said, confidence=min(cell.confidence, _GUESSED), alternatives=others)


def _with_thousands(text: str, number_format: NumberFormat) -> str | None:
    """The same digits with the document's sign between thousands, where its sign before decimals was read."""
    match = _THOUSANDS.fullmatch(text)
    if match is None or match["sign"] != number_format.decimal:
        return None
    return text.replace(number_format.decimal, number_format.groups[0])


def _holds_figure(text: str, number_format: NumberFormat) -> bool:
    """Whether one piece of a text is a figure: what stands beside it may be dirt. Two are one that fell apart."""
    return sum(_is_figure(piece, number_format) for piece in text.split()) == 1


def _is_figure(text: str, number_format: NumberFormat) -> bool:
    return read_or_none("".join(text.split()), number_format) is not None
