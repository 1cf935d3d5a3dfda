"""Reads the stretches of text on a page: figures with PP-OCR, text with Tesseract, each checked by the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from extract.scan.figures import (
    LIKELY,
    SURE,
    Verdict,
    Witness,
    final_verdict,
    first_verdict,
    is_figure_text,
)
from extract.scan.fusing import Glyph, fused, looks_like_code
from extract.scan.model import PixelBox, Pixels, ReadSegment, ReadWord, Segment
from extract.scan.ppocr import Heard, Line, recognizer
from extract.scan.shapes import Shapes, shapes_of
from extract.scan.strips import Strip, Strips
from extract.scan.tesseract import TessWord, tesseract_available, tesseract_lines

_MARGIN = 0.45
_CLOSE_MARGIN = 0.28
_STRETCH, _ENLARGE = 1.15, 2.0
_SNUG = 0.08
_LONGEST_FIGURE = 13.0
_LETTERS = 40
_CROSSED = 0.02
_FLAT, _OBLONG, _DASH_SURE = 0.45, 1.4, 0.95
_INSIDE = 0.3
_UNSURE_WORD = 0.8
_UNSURE_CODE = 0.95
_NEVER_SURE = 0.55
_NOTHING = (Heard("", 0.0),)


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """What is known about the segments of one page while they are read."""

    strips: Strips
    segments: Sequence[Segment]
    crops: tuple[Strip, ...]
    lines: dict[int, Line] = field(default_factory=dict)
    read: dict[int, ReadSegment] = field(default_factory=dict)


def read_segments(text: Pixels, segments: Sequence[Segment], dpi: float) -> tuple[ReadSegment, ...]:
    """Read each segment.

    Segments whose crops are the same to the pixel are read once.

    Args:
        text: The page, dark text on white, rulings gone.
        segments: Stretches of text lines.
        dpi: Pixels an inch.

    Returns:
        One reading for each segment, in their order.
    """
    strips = Strips.of(text, segments)
    crops = tuple(strips.around(segment.box, _MARGIN) for segment in segments)
    first = _firsts(crops, segments)
    unique = sorted(set(first))
    page = _Page(strips, segments, crops)
    with_tesseract = tesseract_available()
    narrow = [number for number in unique if not with_tesseract or _is_narrow(crops[number])]
    page.lines.update(zip(narrow, recognizer().lines([crops[number].pixels for number in narrow]), strict=True))
    _read_figures(page, narrow)
    rest = [number for number in unique if number not in page.read]
    if with_tesseract:
        _read_text(page, rest)
    else:
        page.read.update((number, _plain(page, number)) for number in rest)
    return tuple(_moved(page, number, source) for number, source in enumerate(first))


def _firsts(crops: Sequence[Strip], segments: Sequence[Segment]) -> list[int]:
    """Give for each crop the first one that is the same to the pixel and equally crossed by strokes."""
    seen: dict[tuple[object, ...], int] = {}
    return [
        seen.setdefault((crop.pixels.shape, crop.ink, crop.pixels.tobytes(), segment.crossed > _CROSSED), number)
        for number, (crop, segment) in enumerate(zip(crops, segments, strict=True))
    ]


def _moved(page: _Page, number: int, source: int) -> ReadSegment:
    """Give what was read of one segment to another one that looks the same."""
    read = page.read[source]
    if number == source:
        return read
    across = page.crops[number].left - page.crops[source].left
    down = page.crops[number].top - page.crops[source].top
    words = tuple(
        ReadWord(word.text, (word.box[0] + across, word.box[1] + down, word.box[2] + across, word.box[3] + down))
        for word in read.words
    )
    return ReadSegment(words, read.confidence, read.recognizer, read.alternatives)


def _is_narrow(crop: Strip) -> bool:
    """Whether it is short enough to be a figure."""
    height, width = crop.pixels.shape
    return width * (1 + 2 * _MARGIN) <= _LONGEST_FIGURE * height


def _read_figures(page: _Page, numbers: Iterable[int]) -> None:
    """Read those that are figures, and again where the first reading leaves doubt."""
    heard: dict[int, tuple[Heard, ...]] = {}
    shapes: dict[int, Shapes] = {}
    verdicts: dict[int, Verdict] = {}
    for number in numbers:
        if _is_dash(page, number):
            verdicts[number] = Verdict("-", _DASH_SURE, ())
            continue
        ways = recognizer().figures(page.lines[number]).heard()
        if ways and is_figure_text(ways[0].text) and ways[0].probability >= _INSIDE:
            heard[number] = ways
            shapes[number] = shapes_of(page.crops[number].pixels)
            verdicts[number] = first_verdict(ways, shapes[number], page.segments[number].crossed > _CROSSED)
    doubted = [number for number in heard if verdicts[number].confidence < SURE]
    again = recognizer().lines([_other_proportions(page, number) for number in doubted])
    others = tesseract_lines([_snug(page, number).pixels for number in doubted], _LETTERS)
    for number, line, words in zip(doubted, again, others, strict=True):
        ways = recognizer().figures(line).heard() or _NOTHING
        other = Witness("".join(word.text for word in words), min((word.confidence for word in words), default=0.0))
        crossed = page.segments[number].crossed > _CROSSED
        verdicts[number] = final_verdict(heard[number], ways, other, shapes[number], crossed)
    for number, verdict in verdicts.items():
        if verdict.confidence >= LIKELY or _all_figure(page, number):
            page.read[number] = _as_read(page, number, verdict)


def _all_figure(page: _Page, number: int) -> bool:
    """Whether the unrestricted reading is a figure too."""
    return is_figure_text(page.lines[number].text)


def _is_dash(page: _Page, number: int) -> bool:
    left, top, right, bottom = page.segments[number].box
    flat = bottom - top < _FLAT * page.strips.typical
    return flat and right - left > _OBLONG * (bottom - top) and len(page.segments[number].pieces) == 1


def _other_proportions(page: _Page, number: int) -> Pixels:
    pixels = page.strips.around(page.segments[number].box, _CLOSE_MARGIN).pixels
    return cv2.resize(
        pixels, None, fx=_STRETCH * _ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC
    ).astype(np.uint8, copy=False)  # fmt: skip


def _snug(page: _Page, number: int) -> Strip:
    return page.strips.around(page.segments[number].box, 0.0)


def _as_read(page: _Page, number: int, verdict: Verdict) -> ReadSegment:
    box = page.segments[number].box
    words = tuple(ReadWord(part, place) for part, place in _placed(verdict.text, box))
    recognizers = "pp-ocr+tesseract" if verdict.agreed else "pp-ocr"
    return ReadSegment(words, round(verdict.confidence, 4), recognizers, verdict.alternatives)


def _placed(text: str, box: PixelBox) -> list[tuple[str, PixelBox]]:
    """Share a box among the words of a text by their length."""
    left, top, right, bottom = box
    step = (right - left) / max(1, len(text))
    placed = []
    start = 0
    for part in text.split():
        start = text.index(part, start)
        placed.append((part, (round(left + step * start), top, round(left + step * (start + len(part))), bottom)))
        start += len(part)
    return placed


def _plain(page: _Page, number: int) -> ReadSegment:
    """Take the reading of PP-OCR as it is: there is no second one."""
    signs = page.lines[number].plain()
    lowest = min((probability for _, probability, _ in signs), default=0.0)
    words = tuple(ReadWord(part, place) for part, place in _placed(page.lines[number].text, page.segments[number].box))
    return ReadSegment(words, round(lowest, 4), "pp-ocr")


def _read_text(page: _Page, numbers: Sequence[int]) -> None:
    """Read text with Tesseract, then let PP-OCR look at the words that are unsure or look like codes."""
    snug = {number: page.strips.around(page.segments[number].box, _SNUG) for number in numbers}
    found = dict(zip(numbers, tesseract_lines([snug[n].pixels for n in numbers], _LETTERS), strict=True))
    asked = [
        (number, place, _word_box(page.segments[number].box, snug[number], words, place))
        for number, words in found.items() if number not in page.lines
        for place in _unsure(words)
    ]  # fmt: skip
    seen = recognizer().lines([page.strips.around(box, _MARGIN).pixels for _, _, box in asked])
    glimpses: dict[int, dict[int, tuple[Glyph, ...]]] = {}
    for (number, place, _), line in zip(asked, seen, strict=True):
        glimpses.setdefault(number, {})[place] = tuple((sign, value) for sign, value, _ in line.plain())
    for number, words in found.items():
        whole = page.lines.get(number)
        if not words and whole is not None:
            page.read[number] = _plain(page, number)
        elif whole is not None:
            glyphs = tuple((sign, value) for sign, value, _ in whole.plain())
            page.read[number] = _joined(snug[number], words, {tuple(range(len(words))): glyphs})
        else:
            single = {(place,): glyphs for place, glyphs in glimpses.get(number, {}).items()}
            page.read[number] = _joined(snug[number], words, single)


def _unsure(words: Sequence[TessWord]) -> list[int]:
    return [
        place for place, word in enumerate(words)
        if word.confidence < _UNSURE_WORD
        or (looks_like_code(word.text) and (place == 0 or word.confidence < _UNSURE_CODE))
    ]  # fmt: skip


def _word_box(line: PixelBox, strip: Strip, words: Sequence[TessWord], place: int) -> PixelBox:
    """Give the box of a word on the page, as high as its line; the first one starts where its line does."""
    left, _, right, _ = strip.on_page(words[place].box)
    if place == 0:
        left = line[0]
    if place == len(words) - 1:
        right = max(right, line[2])
    left = min(max(left, line[0]), line[2] - 1)
    return (left, line[1], max(left + 1, min(right, line[2])), line[3])


def _joined(
    strip: Strip, words: Sequence[TessWord], glimpses: Mapping[tuple[int, ...], Sequence[Glyph]]
) -> ReadSegment:
    """Put the words of a segment together, those seen twice as both readings say."""
    texts = {place: (word.text, word.confidence) for place, word in enumerate(words)}
    agreed = bool(glimpses)
    for places, glyphs in glimpses.items():
        for place, result in zip(places, fused([words[place] for place in places], glyphs), strict=True):
            texts[place] = (result.text, result.confidence)
            agreed = agreed and result.agreed
    kept = tuple(
        ReadWord(texts[place][0], strip.on_page(word.box)) for place, word in enumerate(words) if texts[place][0]
    )
    lowest = min((confidence for _, confidence in texts.values()), default=0.0)
    before = " ".join(word.text for word in words)
    others = (before,) if before != " ".join(word.text for word in kept) else ()
    return ReadSegment(kept, round(lowest, 4), "tesseract+pp-ocr" if agreed else "tesseract", others)
