"""One scanned page, from the PDF to the words and rulings that the grid finder takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2

from cuadre.evidence import Box, Finding
from extract.content import PageContent
from extract.model import Word
from extract.remnants import drawn_floors, without_remnants
from extract.rules import NO_TESSERACT
from extract.scan.again_keep import KeptPage, keep
from extract.scan.figures import LIKELY
from extract.scan.ink import print_of
from extract.scan.linework import linework
from extract.scan.marks import mark_findings
from extract.scan.model import Flags, PixelBox, ReadSegment, ReadWord, ScannedPage, Segment
from extract.scan.picture import picture_of
from extract.scan.reading import read_segments
from extract.scan.segments import segments_of
from extract.scan.straighten import straighten
from extract.scan.tesseract import tesseract_available

_POINTS_PER_INCH = 72.0
_CROSSED = 0.02
_WIDER_THAN_A_SPACE = 0.6
_TOUCHING = 0.1
# A figure of one digit covers about two squares of so many points.
_TILE = 4.0
# A side of fewer pixels holds no line of print.
_LEAST_PIXELS = 16
_VEILED = 0.15


def read_scan(page: pypdfium2.PdfPage, number: int, folder: Path | None = None) -> ScannedPage:
    """Read a page from its pixels, whatever text layer it has.

    Args:
        page: An open page. Left open and unchanged.
        number: Its number, from 1.
        folder: Gets what a second look needs, by the number of the page.

    Raises:
        pypdfium2.PdfiumError: The page cannot be drawn.
    """
    picture = picture_of(page)
    if min(picture.pixels.shape[:2]) < _LEAST_PIXELS:
        return _too_small(page, number)
    straight = straighten(picture)
    scale = _POINTS_PER_INCH / straight.dpi
    printed = print_of(straight)
    lines = linework(printed, straight.dpi, stepped=straight.bilevel)
    found = segments_of(lines, printed, straight.dpi)
    read = read_segments(lines.text, found.lines, straight.dpi, bilevel=straight.bilevel)
    if folder is not None:
        keep(folder, number, KeptPage.of(lines.text, straight.dpi, found.lines, read))
    unread = [segment.box for segment, result in zip(found.lines, read, strict=True) if not result.words]
    words, runs = _words(found.lines, read, scale)
    height, width = straight.pixels.shape[:2]
    content = PageContent(
        number=number, width=round(width * scale, 2), height=round(height * scale, 2), words=words,
        rulings=lines.rulings, fills=lines.fills, characters=sum(len(word.text) for word in words),
        turned=straight.turned, runs=runs,
        leftovers=tuple(_points(box, scale) for box in (*found.leftovers, *unread)),
        crossed=tuple(_points(segment.box, scale) for segment in found.lines if segment.crossed > _CROSSED),
        veiled=tuple(_points(box, scale) for box in _veiled(printed.strokes, round(_TILE / scale))),
    )  # fmt: skip
    findings = (*mark_findings(printed.marks, number), *_remarks(number))
    content = without_remnants(content, drawn_floors(lines.rulings))
    return ScannedPage(content, printed.marks, straight.as_scanned, findings)


def _too_small(page: pypdfium2.PdfPage, number: int) -> ScannedPage:
    """Give a page on which no line of print could stand: nothing is on it."""
    width, height = page.get_size()
    content = PageContent(number=number, width=round(width, 2), height=round(height, 2), words=(), rulings=())
    return ScannedPage(content, (), _as_it_is)


def _as_it_is(box: Box) -> Box:
    return box


def _veiled(strokes: Flags, side: int) -> Iterator[PixelBox]:
    """Give the squares of a page that strokes cover in part.

    Args:
        strokes: ``(height, width)``.
        side: Of a square, in pixels.
    """
    rows, columns = strokes.shape[0] // side, strokes.shape[1] // side
    tiles = strokes[: rows * side, : columns * side].reshape(rows, side, columns, side).mean(axis=(1, 3))
    for row, column in np.argwhere(tiles >= _VEILED).tolist():
        yield (column * side, row * side, (column + 1) * side, (row + 1) * side)


def _remarks(number: int) -> Iterator[Finding]:
    if not tesseract_available():
        message = f"La página {number} se leyó sin Tesseract: sus textos pueden haber perdido acentos."
        yield NO_TESSERACT.finding(message, page=number)


def _words(
    segments: Sequence[Segment], read: Sequence[ReadSegment], scale: float,
) -> tuple[tuple[Word, ...], tuple[int, ...]]:  # fmt: skip
    """Give the words of all segments, and for each the number of the phrase that it is in.

    A phrase ends with its segment, unless the next one touches it, at a gap that is wider than a space, and at dirt:
    another column may begin there.
    """
    words: list[Word] = []
    runs: list[int] = []
    for segment, result in zip(segments, read, strict=True):
        apart = _TOUCHING
        for word in _as_words(segment, result, scale):
            new = not words or not _follows(word, words[-1], apart)
            runs.append((runs[-1] if runs else 0) + new)
            words.append(word)
            apart = _WIDER_THAN_A_SPACE
    return tuple(words), tuple(runs)


def _follows(word: Word, before: Word, apart: float) -> bool:
    """Whether a word stands on the line of the one before it and at most so many heights of the line behind it."""
    left, top, _, bottom = word.box
    level = top < (before.box[1] + before.box[3]) / 2 < bottom
    near = before.box[0] < left <= before.box[2] + apart * word.size
    return level and near and not _is_dirt(word) and not _is_dirt(before)


def _is_dirt(word: Word) -> bool:
    """Whether a word has no letter and no digit, and nobody is sure of it: it joins nothing."""
    return word.confidence < LIKELY and not any(sign.isalnum() for sign in word.text)


def _as_words(segment: Segment, result: ReadSegment, scale: float) -> Iterator[Word]:
    """Give the words of one segment, all as high as it is: a dash must not fall off its line."""
    size = round((segment.box[3] - segment.box[1]) * scale, 2)
    alternatives = result.alternatives if len(result.words) == 1 else ()
    for word, end in zip(result.words, _ends(result.words), strict=True):
        box = _points((word.box[0], segment.box[1], end, segment.box[3]), scale)
        yield Word(
            word.text, box, size, confidence=result.confidence, recognizer=result.recognizer,
            alternatives=alternatives,
        )  # fmt: skip


def _ends(words: Sequence[ReadWord]) -> list[int]:
    """Give where the words end: never past the start of the next one."""
    ends = [max(word.box[0] + 1, min(word.box[2], after.box[0])) for word, after in pairwise(words)]
    return [*ends, words[-1].box[2]] if words else []


def _points(box: PixelBox, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale, 2) for side in box)
    return (left, top, right, bottom)
