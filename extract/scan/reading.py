"""Reads the stretches of text on a page: figures with PP-OCR, text with Tesseract, each checked by the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    may_be_figure,
    well_formed,
)
from extract.scan.fusing import fused, looks_like_code, outline, outline_length
from extract.scan.mending import is_coarse, mended, softened
from extract.scan.model import PixelBox, Pixels, ReadSegment, ReadWord, Segment
from extract.scan.ppocr import Heard, Line, recognizer
from extract.scan.shapes import Shapes, shapes_of
from extract.scan.strips import Strip, Strips
from extract.scan.tesseract import TessWord, tesseract_available, tesseract_lines

_MARGIN = 0.45
_CLOSE_MARGIN = 0.28
_STRETCH, _ENLARGE = 1.15, 2.0
_SNUG = 0.08
_SHORT_FIGURE, _LONGEST_FIGURE = 6.5, 13.0
_LETTERS = 40
_CROSSED = 0.02
_FLAT, _OBLONG, _DASH_SURE = 0.45, 1.4, 0.95
_DASH_LONG, _DASH_FLAT = 0.25, 2.0
_INSIDE = 0.3
_SURE_WORD, _GUESSING, _SHORT = 0.8, 0.6, 3
_LAST_LATIN, _SIGNS = "\u024f", frozenset("–—‘’“”„†•…‰€≤≥−√ΣΔΩπ")
_UNSURE_WORD = 0.8
_UNSURE_CODE = 0.95
_UNJUDGED = 0.55
_CODE_SURE = 0.9
_NOUGHT, _NOUGHT_SURE = 0.1, 0.75
_NOTHING = (Heard("", 0.0),)
_WORDS = re.compile(r"[^\W\d_]{3}|^[^\W\d_]+$")
"""Letters enough for words; what is left are pieces of one thing that nobody could read."""


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """What is known about the segments of one page while they are read.

    Attributes:
        strips: Cuts crops.
        segments: All of them.
        crops: One for each, with room around it.
        coarse: The page is black and white, and coarse: its thin strokes are torn.
        words: What Tesseract read, by segment; boxes in pixels of the page.
        lines: What PP-OCR read, by segment.
        read: What is settled.
    """

    strips: Strips
    segments: Sequence[Segment]
    crops: tuple[Strip, ...]
    coarse: bool
    words: dict[int, tuple[TessWord, ...]] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    read: dict[int, ReadSegment] = field(default_factory=dict)

    def crossed(self, number: int) -> bool:
        """Whether a stroke or a stamp runs over a segment."""
        return self.segments[number].crossed > _CROSSED


def read_segments(
    text: Pixels, segments: Sequence[Segment], dpi: float, *, bilevel: bool = False
) -> tuple[ReadSegment, ...]:
    """Read each segment.

    Tesseract reads all of them; PP-OCR reads what may be a figure, a code, or was not read surely.
    Segments whose crops are the same to the pixel are read once.

    Args:
        text: The page, dark text on white, rulings gone.
        segments: Stretches of text lines.
        dpi: Pixels an inch.
        bilevel: It was scanned black and white only.

    Returns:
        One reading for each segment, in their order.
    """
    strips = Strips.of(text, segments, dpi)
    crops = tuple(strips.around(segment.box, _MARGIN) for segment in segments)
    page = _Page(strips, segments, crops, coarse=is_coarse(dpi, bilevel=bilevel))
    first = _firsts(page)
    unique = sorted(set(first))
    with_tesseract = tesseract_available()
    short = [number for number in unique if not with_tesseract or _width(page, number) <= _SHORT_FIGURE]
    _ask_pp_ocr(page, short)
    _read_figures(page, short)
    rest = [number for number in unique if number not in page.read]
    if with_tesseract:
        _ask_tesseract(page, rest)
        longer = [number for number in rest if number not in page.lines and _may_be_figure(page, number)]
        _ask_pp_ocr(page, longer)
        _read_figures(page, longer)
    _read_text(page, [number for number in rest if number not in page.read])
    _guess_figures(page, [number for number in short if page.read[number].confidence < LIKELY])
    return tuple(_moved(page, number, source) for number, source in enumerate(first))


def _width(page: _Page, number: int) -> float:
    """Give the width of a segment in heights of a line."""
    left, top, right, bottom = page.segments[number].box
    return (right - left) / max(bottom - top, page.strips.lowest)


def _ask_pp_ocr(page: _Page, numbers: Sequence[int]) -> None:
    crops = [page.crops[number].pixels for number in numbers]
    lines = recognizer().lines([mended(crop) for crop in crops] if page.coarse else crops)
    page.lines.update(zip(numbers, lines, strict=True))


def _ask_tesseract(page: _Page, wanted: Sequence[int]) -> None:
    """Have those read that it has not read yet."""
    numbers = [number for number in wanted if number not in page.words]
    snug = [page.strips.around(page.segments[number].box, _SNUG) for number in numbers]
    read = dict(zip(numbers, tesseract_lines([strip.pixels for strip in snug], _LETTERS), strict=True))
    doubted = [number for number in numbers if page.coarse and _surety(read[number]) < _SURE_WORD]
    softer = [softened(strip.pixels) for number, strip in zip(numbers, snug, strict=True) if number in set(doubted)]
    for number, words in zip(doubted, tesseract_lines(softer, _LETTERS), strict=True):
        read[number] = max(read[number], words, key=_surety)
    for number, strip in zip(numbers, snug, strict=True):
        page.words[number] = tuple(
            TessWord(word.text, strip.on_page(word.box), word.confidence) for word in read[number]
        )  # fmt: skip


def _surety(words: Sequence[TessWord]) -> float:
    """How sure Tesseract is of a line: the mean over its letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _may_be_figure(page: _Page, number: int) -> bool:
    """Whether a segment is not too long, and Tesseract saw a digit or cannot tell."""
    if _width(page, number) > _LONGEST_FIGURE:
        return False
    words = page.words[number]
    text = "".join(word.text for word in words)
    unsure = any(word.confidence < _SURE_WORD for word in words)
    return len(text) <= _SHORT or unsure or any(sign.isdigit() for sign in text)


def _firsts(page: _Page) -> list[int]:
    """Give for each segment the first one that is the same to the pixel and equally crossed by strokes."""
    seen: dict[tuple[object, ...], int] = {}
    return [
        seen.setdefault((crop.pixels.shape, crop.ink, crop.pixels.tobytes(), page.crossed(number)), number)
        for number, crop in enumerate(page.crops)
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


def _read_figures(page: _Page, numbers: Iterable[int]) -> None:
    """Settle those that are figures, with another reading where the first one leaves doubt."""
    heard: dict[int, tuple[Heard, ...]] = {}
    shapes: dict[int, Shapes] = {}
    verdicts: dict[int, Verdict] = {}
    for number in numbers:
        if _is_dash(page, number):
            verdicts[number] = Verdict("-", _DASH_SURE if _is_whole_dash(page, number) else _UNJUDGED, ())
            continue
        ways = page.lines[number].heard()
        seen = page.lines[number].text
        likely = ways[0].probability >= _INSIDE or may_be_figure(seen) if ways else False
        if likely and is_figure_text(ways[0].text):
            heard[number] = ways
            shapes[number] = shapes_of(page.crops[number].pixels)
            other = _witness(page, number)
            verdicts[number] = first_verdict(ways, other, shapes[number], crossed=page.crossed(number))
    doubted = [number for number in heard if verdicts[number].confidence < SURE]
    if doubted and tesseract_available():
        _ask_tesseract(page, doubted)
        for number in doubted:
            other = _witness(page, number)
            verdicts[number] = first_verdict(heard[number], other, shapes[number], crossed=page.crossed(number))
        doubted = [number for number in doubted if verdicts[number].confidence < SURE]
    again = recognizer().lines([_other_proportions(page, number) for number in doubted])
    for number, line in zip(doubted, again, strict=True):
        ways = line.heard() or _NOTHING
        verdicts[number] = final_verdict(
            heard[number], ways, _witness(page, number), shapes[number], crossed=page.crossed(number)
        )  # fmt: skip
    for number, verdict in verdicts.items():
        seen = page.lines[number].text
        if verdict.confidence >= LIKELY or is_figure_text(seen) or may_be_figure(seen):
            page.read[number] = _as_read(page, number, verdict)


def _guess_figures(page: _Page, numbers: Sequence[int]) -> None:
    """Say of what nobody could read which figure it may be: where a column has nothing but figures, it is one."""
    again = recognizer().lines([_other_proportions(page, number) for number in numbers])
    for number, line in zip(numbers, again, strict=True):
        first, second = page.lines[number].heard() or _NOTHING, line.heard() or _NOTHING
        shapes = shapes_of(page.crops[number].pixels)
        text = final_verdict(first, second, _witness(page, number), shapes, crossed=page.crossed(number)).text
        read = page.read[number]
        said = "".join(word.text for word in read.words)
        if not any(map(str.isdigit, text)) or text == said or not well_formed(text) or shapes.signs_against(text):
            continue
        words = read.words if _WORDS.search(said) else (ReadWord(said, page.segments[number].box),) * bool(said)
        page.read[number] = replace(read, words=words, alternatives=(text, *read.alternatives))


def _witness(page: _Page, number: int) -> Witness:
    words = page.words.get(number, ())
    return Witness("".join(word.text for word in words), min((word.confidence for word in words), default=0.0))


def _is_dash(page: _Page, number: int) -> bool:
    left, top, right, bottom = page.segments[number].box
    flat = bottom - top < _FLAT * page.strips.typical
    return flat and right - left > _OBLONG * (bottom - top) and len(page.segments[number].pieces) == 1


def _is_whole_dash(page: _Page, number: int) -> bool:
    """Tell a dash from a speck, and from what a stroke left of a digit."""
    left, top, right, bottom = page.segments[number].box
    long = right - left >= max(_DASH_LONG * page.strips.typical, _DASH_FLAT * (bottom - top))
    return long and not page.crossed(number)


def _other_proportions(page: _Page, number: int) -> Pixels:
    pixels = page.strips.around(page.segments[number].box, _CLOSE_MARGIN).pixels
    return cv2.resize(
        pixels, None, fx=_STRETCH * _ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC
    ).astype(np.uint8, copy=False)  # fmt: skip


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


def _read_text(page: _Page, numbers: Sequence[int]) -> None:
    """Settle text; PP-OCR looks at the words that are unsure or look like codes, if it has not read all of it."""
    asked = [
        (number, places) for number in numbers if number not in page.lines for places in _unsure(page.words[number])
    ]  # fmt: skip
    boxes = [_stretch(page.segments[number].box, page.words[number], places) for number, places in asked]
    seen = recognizer().lines([page.strips.around(box, _MARGIN).pixels for box in boxes])
    lost = {number for number in numbers if not page.words.get(number) or _is_lost(page, number)}
    _ask_pp_ocr(page, [number for number in numbers if number in lost and number not in page.lines])
    glimpses: dict[int, dict[tuple[int, ...], Line]] = {number: {} for number in numbers}
    for (number, places), line in zip(asked, seen, strict=True):
        glimpses[number][places] = line
    for number in numbers:
        words = page.words.get(number, ())
        if not words or (number in lost and _mean(page.lines[number]) > _surety(words)):
            page.read[number] = _alone(page, number)
            continue
        if number in page.lines:
            glimpses[number][tuple(range(len(words)))] = page.lines[number]
        page.read[number] = _joined(words, glimpses[number], crossed=page.crossed(number))


def _is_lost(page: _Page, number: int) -> bool:
    """Whether Tesseract guesses at a line of thin print: PP-OCR, which knows no words, sees more of it."""
    return page.coarse and _surety(page.words[number]) < _GUESSING


def _mean(line: Line) -> float:
    return sum(glyph.probability for glyph in line.glyphs) / len(line.glyphs) if line.glyphs else 0.0


def _alone(page: _Page, number: int) -> ReadSegment:
    """Take the reading of PP-OCR as it is, where Tesseract has none."""
    line = page.lines[number]
    if not line.text or any(sign > _LAST_LATIN and sign not in _SIGNS for sign in line.text):
        return ReadSegment((), 0.0, "pp-ocr")
    lowest = min(glyph.probability for glyph in line.glyphs)
    text = unicodedata.normalize("NFC", line.text)
    words = tuple(ReadWord(part, place) for part, place in _placed(text, page.segments[number].box))
    return ReadSegment(words, round(lowest, 4), "pp-ocr")


def _unsure(words: Sequence[TessWord]) -> list[tuple[int, ...]]:
    """Give the places of the words to look at again; a code that fell apart at an underscore is one."""
    stretches: list[tuple[int, ...]] = []
    code = tuple(range(outline_length([word.text for word in words])))
    if code:
        stretches.append(code)
    for place, word in enumerate(words[len(code) :], len(code)):
        fell_apart = place > len(code) and (word.text[0] == "_" or words[place - 1].text[-1] == "_")
        if fell_apart and stretches and stretches[-1][-1] == place - 1:
            stretches[-1] += (place,)
        elif (
            word.confidence < _UNSURE_WORD
            or (looks_like_code(word.text) and (place == 0 or word.confidence < _UNSURE_CODE))
            or _nought(word.text)
        ):
            stretches.append((place,))
    return stretches


def _nought(text: str) -> bool:
    """Whether a word is a lone ``O``, which Spanish has at the start of a sentence at most."""
    return text.strip(".,;:") == "O"


def _shows_nought(line: Line) -> bool:
    """Whether PP-OCR holds it possible that the word is a ``0``."""
    ways = line.heard()
    return bool(ways) and ways[0].text.startswith("0") and ways[0].probability >= _NOUGHT


def _stretch(line: PixelBox, words: Sequence[TessWord], places: Sequence[int]) -> PixelBox:
    """Give the box of some words on the page, as high as their line; the first word starts where the line does."""
    first, last = places[0], places[-1]
    left = line[0] if first == 0 else min(max(words[first].box[0], line[0]), line[2] - 1)
    right = line[2] if last == len(words) - 1 else min(words[last].box[2], line[2])
    return (left, line[1], max(left + 1, right), line[3])


def _is_outline(words: Sequence[TessWord], places: tuple[int, ...]) -> bool:
    return places == tuple(range(outline_length([word.text for word in words])))


def _joined(
    words: Sequence[TessWord], glimpses: Mapping[tuple[int, ...], Line], *, crossed: bool
) -> ReadSegment:
    """Put the words of a segment together, those seen twice as both readings say."""
    texts = {place: (word.text, word.confidence) for place, word in enumerate(words)}
    agreed = bool(glimpses)
    for places, line in glimpses.items():
        if len(places) == 1 and _nought(words[places[0]].text) and _shows_nought(line):
            texts[places[0]] = (words[places[0]].text.replace("O", "0"), _NOUGHT_SURE)
            continue
        colon = words[places[-1]].text.endswith(":")
        code = outline(line.heard(), colon=colon, crossed=crossed) if _is_outline(words, places) else ""
        if code:
            texts |= dict.fromkeys(places, ("", _CODE_SURE))
            texts[places[0]] = (code, _CODE_SURE)
            continue
        for place, result in zip(places, fused([words[place] for place in places], line.glyphs), strict=True):
            texts[place] = (result.text, result.confidence)
            agreed = agreed and result.agreed
    kept = tuple(ReadWord(texts[place][0], word.box) for place, word in enumerate(words) if texts[place][0])
    lowest = min((confidence for _, confidence in texts.values()), default=0.0)
    if len(kept) == 1 and (is_figure_text(kept[0].text) or may_be_figure(kept[0].text)):
        # It was not fit to be judged as a figure, or failed.
        lowest = min(lowest, _UNJUDGED)
    before = " ".join(word.text for word in words)
    others = (before,) if before != " ".join(word.text for word in kept) else ()
    return ReadSegment(kept, round(lowest, 4), "tesseract+pp-ocr" if agreed else "tesseract", others)
