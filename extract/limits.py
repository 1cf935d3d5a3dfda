"""What a document may not exceed, checked before harm is done.

The checks raise ``Excess``, which knows no file name; ``named`` turns it into the error that a person reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cuadre.evidence import OverLimit
from extract.model import Limits

_POINTS = 72.0
_COARSEST = 100.0
_LINE_CHARACTERS = 1 << 16
_LINE_CELLS = 256


class Excess(Exception):
    """Something in a document is larger than it may be; its text is the fact."""


@contextmanager
def named(name: str) -> Iterator[None]:
    """Give what exceeds a limit the name of its file.

    Raises:
        OverLimit: In place of ``Excess``.
    """
    try:
        yield
    except Excess as excess:
        next_step = "If it is a real report, raise the limits; if not, do not open it."
        raise OverLimit(name, str(excess), next_step) from None


def expect_file(size: int, limits: Limits) -> None:
    """Check the length of a file, in bytes.

    Raises:
        Excess: It is too long.
    """
    _expect(size, limits.file_bytes, "the file has {} bytes")


def expect_pages(count: int, limits: Limits) -> None:
    """Check how many pages a document says it has.

    Raises:
        Excess: Too many.
    """
    _expect(count, limits.pages, "it has {} pages")


def expect_page(number: int, width: float, height: float, limits: Limits) -> None:
    """Check the size of a page, in points; ``number`` is from 1.

    Raises:
        Excess: Its longer side is too long.

    >>> expect_page(2, 612.0, 20_000.0, Limits())
    Traceback (most recent call last):
    extract.limits.Excess: page 2 is 20,000 points long, more than 14,400
    """
    # A side that is no number is no side that could be kept.
    if not max(width, height) <= limits.page_points:
        raise Excess(f"page {number} is {max(width, height):,.0f} points long, more than {limits.page_points:,.0f}")


def expect_drawable(number: int, width: float, height: float, limits: Limits) -> None:
    """Check how many pixels a page has when it is drawn as coarse as print can still be read.

    Raises:
        Excess: Too many.
    """
    pixels = round(width * _COARSEST / _POINTS) * round(height * _COARSEST / _POINTS)
    _expect(pixels, limits.pixels, f"page {number} has {{}} pixels when it is drawn")


def expect_picture(columns: int, rows: int, limits: Limits) -> None:
    """Check the size of one picture, in pixels.

    Raises:
        Excess: It is too large.

    >>> expect_picture(30_000, 30_000, Limits())
    Traceback (most recent call last):
    extract.limits.Excess: a picture of 30000 x 30000 has 900,000,000 pixels, more than 200,000,000
    """
    _expect(columns * rows, limits.pixels, f"a picture of {columns} x {rows} has {{}} pixels")


def expect_objects(count: int, limits: Limits) -> None:
    """Check how many things one page draws.

    Raises:
        Excess: Too many.
    """
    _expect(count, limits.objects, "a page draws {} things")


def expect_text(data: bytes, limits: Limits) -> None:
    """Check a transcription before it is cut into cells: bytes of the file, and cells in it.

    Raises:
        Excess: There are too many.
    """
    _expect(len(data), limits.stream_bytes, "the transcription has {} bytes")
    cells = data.count(b"\t") + data.count(b"\n") + data.count(b"\r") + 1
    _expect(cells, limits.objects, "the transcription has {} cells")


def expect_line(number: int, line: str) -> None:
    """Check one line of a transcription, ``number`` from 1: no form has hundreds of columns.

    Raises:
        Excess: It has too many characters or cells.
    """
    _expect(len(line), _LINE_CHARACTERS, f"line {number} of the transcription has {{}} characters")
    _expect(line.count("\t") + 1, _LINE_CELLS, f"line {number} of the transcription has {{}} cells")


def _expect(count: int, most: int, fact: str) -> None:
    if count > most:
        raise Excess(f"{fact.format(f'{count:,}')}, more than {most:,}")
