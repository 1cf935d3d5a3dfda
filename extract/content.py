"""What stands on one digital page: words, rulings, shaded areas, pictures, each with its place."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from cuadre.evidence import Box
from extract.calls import Handle, address, text_object
from extract.limits import expect_objects
from extract.model import DEFAULT_LIMITS, Limits, Ruling, Word
from extract.objects import Drawing, TextRun, walk_page
from extract.paths import Color, Matrix, Stroke, compose, corners
from extract.rulings import Piece, fill_edges, is_line, line_pieces, merged_rulings
from extract.words import (
    Characters,
    Flags,
    Floats,
    Indices,
    RunsAt,
    joined_fragments,
    read_characters,
    unmapped,
    without_doubles,
    words_of,
)

_QUARTERS = 4
_SIDEWAYS = 0.75
_NEARLY_WHITE = 248
_BACKGROUND = 0.9
_SLIVER = 1.0
_INSET = 0.5
_HIDDEN, _SLANTED = -1, -2


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, taken apart.

    Attributes:
        number: From 1.
        width, height: In points, after rotation.
        words: In the order in which they were drawn.
        rulings: Straight lines, drawn or the edge of a shaded area; collinear pieces joined.
        fills: Shaded areas, white left out.
        images: Pictures.
        characters: How many glyphs leave a mark, white space not counted.
        unmapped: How many of them have no readable character.
        turned: Degrees clockwise that the content was turned to read upright, beyond the page's own rotation.
        oblique: Text that runs slantwise over the page, such as a watermark; not among ``words``.
        runs: For each word, the number of the stretch of text that it was drawn with.
        leftovers: On a scan, dark spots that are neither text nor ruling nor a stroke.
        crossed: On a scan, boxes of text that a stroke or a stamp crosses.
        veiled: On a scan, small squares that strokes or stamps may hide.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    fills: tuple[Box, ...] = ()
    images: tuple[Box, ...] = ()
    characters: int = 0
    unmapped: int = 0
    turned: int = 0
    oblique: tuple[str, ...] = ()
    runs: tuple[int, ...] = ()
    leftovers: tuple[Box, ...] = ()
    crossed: tuple[Box, ...] = ()
    veiled: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """How user space becomes places on the page as it is read."""

    matrix: Matrix
    width: float
    height: float
    quarters: int

    def turned(self, quarters: int) -> _Frame:
        """Turn the page clockwise by quarters."""
        frame = self
        for _ in range(quarters):
            matrix = compose(frame.matrix, (0.0, 1.0, -1.0, 0.0, frame.height, 0.0))
            frame = _Frame(matrix, frame.height, frame.width, (frame.quarters + 1) % _QUARTERS)
        return frame

    def direction(self, run: TextRun) -> int:
        """Quarter turns clockwise that the base line of a run is off the horizontal on the page."""
        return (round(-run.angle / 90.0) + self.quarters) % _QUARTERS


def read_page(page: pypdfium2.PdfPage, number: int, limits: Limits = DEFAULT_LIMITS) -> PageContent:
    """Read all that is printed on a page.

    Args:
        page: An open page. Left open and unchanged.
        number: Its number, from 1.
        limits: How much it may draw.

    Raises:
        Excess: It draws more.
    """
    frame = _Frame(*_upright_frame(page))
    drawing = walk_page(page.raw, limits)
    textpage = page.get_textpage()
    try:
        expect_objects(pdfium.FPDFText_CountChars(textpage), limits)
        characters = read_characters(textpage.raw)
        return _content(number, frame, drawing, characters, _Runs(address(textpage.raw), drawing))
    finally:
        textpage.close()


def _upright_frame(page: pypdfium2.PdfPage) -> tuple[Matrix, float, float, int]:
    left, bottom, right, top = page.get_bbox()
    frame = _Frame((1.0, 0.0, 0.0, -1.0, -left, top), right - left, top - bottom, 0)
    frame = frame.turned(page.get_rotation() // 90 % _QUARTERS)
    return frame.matrix, frame.width, frame.height, frame.quarters


class _Runs:
    """The run of each character, asked of the library only when it matters."""

    def __init__(self, textpage: Handle, drawing: Drawing) -> None:
        self._textpage, self._runs = textpage, drawing.runs

    def at(self, indices: Indices) -> list[TextRun | None]:
        """Give the runs of some characters; ``None`` for white space that was not drawn."""
        return [self._runs.get(text_object(self._textpage, index)) for index in indices.tolist()]


def _content(
    number: int, frame: _Frame, drawing: Drawing, characters: Characters, runs: _Runs,
) -> PageContent:  # fmt: skip
    ways = _ways(frame, drawing, runs, len(characters.codes))
    printed = ~characters.spaces
    turned = _upright_turn(Counter(ways[printed].tolist()))
    frame = frame.turned(turned)
    ways = np.where(ways >= 0, (ways + turned) % _QUARTERS, ways)
    placed = Characters(characters.codes, _placed(characters.boxes, frame))
    kept = _on_page(placed, frame) & (~printed | without_doubles(placed))
    horizontals, verticals, fills = _lines_and_fills(drawing.strokes, frame)
    rulings = (*merged_rulings(horizontals, horizontal=True), *merged_rulings(verticals, horizontal=False))
    words, numbers = _unclipped(*_words(placed, kept, ways, runs, rulings), frame)
    visible = "".join(word.text for word in words)
    images = tuple(_rounded(corners(image, frame.matrix)) for image in drawing.images)
    slanted = tuple(placed.text(np.flatnonzero(ways == _SLANTED)).split())
    return PageContent(
        number=number, width=round(frame.width, 2), height=round(frame.height, 2), words=words,
        rulings=rulings, fills=tuple(fills), images=images, characters=len(visible), unmapped=unmapped(visible),
        turned=turned * 90, oblique=slanted, runs=numbers,
    )  # fmt: skip


def _ways(frame: _Frame, drawing: Drawing, runs: _Runs, count: int) -> Indices:
    """Give the direction of each character: quarter turns clockwise, or ``_HIDDEN``, or ``_SLANTED``."""
    directions = {_way(frame, run) for run in drawing.runs.values()}
    if len(directions) <= 1:
        return np.full(count, next(iter(directions), 0), dtype=np.intp)
    ways, last = np.zeros(count, dtype=np.intp), 0
    for index, run in enumerate(runs.at(np.arange(count))):
        last = last if run is None else _way(frame, run)
        ways[index] = last
    return ways


def _way(frame: _Frame, run: TextRun) -> int:
    if not run.visible:
        return _HIDDEN
    return _SLANTED if run.oblique else frame.direction(run)


def _upright_turn(counts: Counter[int]) -> int:
    """Quarter turns clockwise that make a page read upright whose text nearly all runs sideways."""
    total = sum(count for way, count in counts.items() if way >= 0)
    for way in range(1, _QUARTERS):
        if total and counts[way] >= _SIDEWAYS * total:
            return _QUARTERS - way
    return 0


def _placed(boxes: Floats, frame: _Frame) -> Floats:
    a, b, c, d, e, f = frame.matrix
    x0, y0, x1, y1 = boxes.T
    left, right = a * x0 + c * y0 + e, a * x1 + c * y1 + e
    top, bottom = b * x0 + d * y0 + f, b * x1 + d * y1 + f
    low = [np.minimum(left, right), np.minimum(top, bottom)]
    return np.stack([*low, np.maximum(left, right), np.maximum(top, bottom)], axis=1)


def _on_page(characters: Characters, frame: _Frame) -> Flags:
    left, top, right, bottom = characters.boxes.T
    x, y = (left + right) / 2, (top + bottom) / 2
    inside: Flags = (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    return inside


def _words(
    placed: Characters, kept: Flags, ways: Indices, runs: _Runs, rulings: tuple[Ruling, ...],
) -> tuple[list[Word], list[TextRun | None]]:  # fmt: skip
    """Give the words of all directions, upright ones first, and the run that each is from."""
    upright = [line.box for line in rulings if not line.horizontal]
    barriers = np.array([(box[0], box[1], box[3]) for box in upright], dtype=np.float64)
    words: list[Word] = []
    origins: list[TextRun | None] = []
    for way in range(_QUARTERS):
        chosen = np.flatnonzero(kept & (ways == way))
        if chosen.size == 0:
            continue
        found, starts = words_of(placed.take(chosen), _chosen_runs(runs, chosen), way, barriers)
        if way == 0:
            whole = joined_fragments(found, barriers)
            found, starts = list(whole.values()), [starts[at] for at in whole]
        words += found
        origins += starts
    return words, origins


def _chosen_runs(runs: _Runs, chosen: Indices) -> RunsAt:
    return lambda places: runs.at(chosen[places])


def _unclipped(
    words: list[Word], origins: list[TextRun | None], frame: _Frame,
) -> tuple[tuple[Word, ...], tuple[int, ...]]:  # fmt: skip
    """Number the runs; draw words back to the part of the page that shows them.

    What a cell's edge cuts off belongs to that cell. A run that starts outside of its own clip shows nothing.
    """
    kept: list[Word] = []
    numbers: list[int] = []
    shown: dict[int, Box | None] = {}
    for word, run in zip(words, origins, strict=True):
        number = id(run)
        if number not in shown:
            shown[number] = _rounded(corners(run.clip, frame.matrix)) if run and run.clip else None
        clip = shown[number]
        box = word.box if clip is None else _drawn_back(word.box, clip)
        if box is not None:
            kept.append(word if box == word.box else replace(word, box=box))
            numbers.append(number)
    order = {number: place for place, number in enumerate(dict.fromkeys(numbers))}
    return tuple(kept), tuple(order[number] for number in numbers)


def _drawn_back(box: Box, clip: Box) -> Box | None:
    """Move a box into a clip that shares its line or its column; ``None`` when it shares neither."""
    if clip[0] <= box[0] and clip[1] <= box[1] and box[2] <= clip[2] and box[3] <= clip[3]:
        return box
    if min(box[2], clip[2]) < max(box[0], clip[0]) and min(box[3], clip[3]) < max(box[1], clip[1]):
        return None
    # What is hidden whole must not come to lie on the very edge, where it could be the neighbour's.
    across, down = min(_INSET, (clip[2] - clip[0]) / 4), min(_INSET, (clip[3] - clip[1]) / 4)
    left, right = (min(max(side, clip[0] + across), clip[2] - across) for side in (box[0], box[2]))
    top, bottom = (min(max(side, clip[1] + down), clip[3] - down) for side in (box[1], box[3]))
    return _rounded((left, top, right, bottom))


def _lines_and_fills(strokes: list[Stroke], frame: _Frame) -> tuple[list[Piece], list[Piece], list[Box]]:
    """Sort strokes into pieces of horizontal and of vertical lines, and shaded areas."""
    horizontals: list[Piece] = []
    verticals: list[Piece] = []
    shaded: list[tuple[Box, Color]] = []
    for stroke in strokes:
        box = corners((stroke.x0, stroke.y0, stroke.x1, stroke.y1), frame.matrix)
        if not _meets_page(box, frame) or (_white(stroke.color) and not _on_dark(box, shaded)):
            continue
        if stroke.filled:
            lies, stands = is_line(box)
        else:
            lies, stands = box[3] - box[1] <= box[2] - box[0], box[2] - box[0] <= box[3] - box[1]
            box = _thickened(box, stroke.width, lies)
        if lies:
            horizontals.append(line_pieces(box, horizontal=True, drawn=True))
        if stands:
            verticals.append(line_pieces(box, horizontal=False, drawn=True))
        if not lies and not stands and not _is_background(box, frame) and not _white(stroke.color):
            shaded.append((_rounded(box), stroke.color))
    horizontals += fill_edges(shaded, horizontal=True)
    verticals += fill_edges(shaded, horizontal=False)
    return horizontals, verticals, [box for box, _ in shaded]


def _meets_page(box: Box, frame: _Frame) -> bool:
    return box[2] >= 0 and box[3] >= 0 and box[0] <= frame.width and box[1] <= frame.height


def _thickened(box: Box, width: float, lies: bool) -> Box:
    left, top, right, bottom = box
    half = width / 2
    if lies:
        middle = (top + bottom) / 2
        return (left, middle - half, right, middle + half)
    middle = (left + right) / 2
    return (middle - half, top, middle + half, bottom)


def _white(color: Color) -> bool:
    return min(color) >= _NEARLY_WHITE


def _on_dark(box: Box, shaded: list[tuple[Box, Color]]) -> bool:
    """Tell whether something white can be seen: it lies on a shaded area."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        left - _SLIVER <= x <= right + _SLIVER and top - _SLIVER <= y <= bottom + _SLIVER
        for (left, top, right, bottom), _ in shaded
    )


def _is_background(box: Box, frame: _Frame) -> bool:
    area = (box[2] - box[0]) * (box[3] - box[1])
    return area >= _BACKGROUND * frame.width * frame.height


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (0.0 if math.isnan(side) else round(side, 2) for side in box)
    return (left, top, right, bottom)
