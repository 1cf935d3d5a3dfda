"""Invented figures in ruled cells, printed, scanned badly, and read by the real reader: what misreads are made of.

Each page has its own face, type size, resolution and decay, as `samples/scan.py` makes them, only harder. The steps
from pixels to figures are those of ``extract/scan/page.py``; only the straightening is spared, the page being straight.
The same seed and faces give the same readings, with the same versions of the libraries.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from extract.scan.ink import print_of
from extract.scan.linework import linework
from extract.scan.model import PixelBox, Pixels, ReadSegment, Segment, StraightPage
from extract.scan.reading import read_segments
from extract.scan.segments import segments_of
from extract.scan.straighten_light import even_light
from extract.scan.strips import Strips

sys.path.append(str(Path(__file__).parent.parent / "samples"))
import scan_paper

TRAIN_FACES = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Vera", "Carlito-Regular", "LiberationSansNarrow-Regular")
"""Faces that the costs are measured on."""
POOL_FACES = ("Times-Bold", "VeraBd", "Carlito-Bold", "DejaVuSansCondensed", "LiberationSerif-Regular")
"""Faces of the pool, none of them among those."""

_FOLDERS = (Path(reportlab.__file__).parent / "fonts", *(
    Path("/usr/share/fonts/truetype") / name for name in ("crosextra", "dejavu", "liberation")
))  # fmt: skip
_WIDTH, _HEIGHT, _EDGE = 1008, 612, 30
COLUMNS, ROWS = 16, 34
PRINTS = (
    *((4.5, 150), (4.5, 150), (5.0, 150), (5.0, 150), (5.5, 150), (6.0, 150)),
    *((4.5, 200), (5.0, 200), (5.5, 200), (4.5, 300)),
)
"""Points and pixels an inch: digits 6 pixels high at least; the worst of the sample scans have 7."""
_SPECKS = (0, 120)
"""A page."""
BILEVEL = 0.35
"""Share of pages in black and white."""
_BLUR, _BLUR_BILEVEL = (0.03, 0.09), (0.02, 0.04)
"""In shares of the type size."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell: what it prints and what was read first.

    Attributes:
        printed: The figure.
        as_read: The reading, words parted by a space; ``""`` when there was none.
        confidence: Of the least sure word.
        alternatives: Other readings.
        box: In pixels, all that was found in it; ``None`` when nothing was.
    """

    printed: str
    as_read: str
    confidence: float
    alternatives: tuple[str, ...]
    box: PixelBox | None


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """A page of cells that was read.

    Attributes:
        cells: All of them.
        strips: Cuts lines out of it.
        kind: Face, size, resolution and kind of scan.
    """

    cells: tuple[ReadCell, ...]
    strips: Strips
    kind: str


def figure(chance: random.Random) -> str:
    """Invent a figure: a count, an amount or a percentage."""
    number = chance.randint(0, 10 ** chance.randint(1, 6))
    share = chance.choice((10000, chance.randint(0, 12000), chance.randint(0, 30000)))
    forms = (str(number), f"{number:,}", f"{number / 100:,.2f}", f"{share / 100:.2f}%", f"{share // 100}%",
             f"{share / 100:.1f}%")  # fmt: skip
    return chance.choices(forms, (5, 4, 1, 4, 2, 1))[0]


def read_pages(seed: int, faces: Sequence[str], first: int = 0) -> Iterator[ReadPage]:
    """Print, scan and read page after page, without an end; each depends on its number alone."""
    for number in count(first):
        chance = random.Random(f"cells {seed} {number}")  # noqa: S311 - invents figures
        face, (size, dpi) = chance.choice(faces), chance.choice(PRINTS)
        bilevel = chance.random() < BILEVEL
        texts = [[figure(chance) for _ in range(COLUMNS)] for _ in range(ROWS)]
        sheet = rendered_page(printed_page(texts, face, size), 2 * dpi)
        pixels = scanned_page(sheet, dpi, bilevel, size, chance)
        kind = f"{face} {size} pt {dpi} dpi {'bilevel' if bilevel else 'gray'}"
        yield read_page(pixels, dpi, bilevel, texts, kind)


def _face(name: str) -> str:
    """Make a face known, if it is none of those that every reader of PDF has."""
    if name not in pdfmetrics.standardFonts and name not in pdfmetrics.getRegisteredFontNames():
        found = next((path for folder in _FOLDERS if (path := folder / f"{name}.ttf").exists()), None)
        if found is None:
            raise FileNotFoundError(f"{name}.ttf is in none of {', '.join(map(str, _FOLDERS))}")
        pdfmetrics.registerFont(TTFont(name, found))
    return name


def printed_page(texts: Sequence[Sequence[str]], face: str, size: float) -> bytes:
    """Draw a ruled table; figures stand at the right of their cells or in the middle."""
    page = io.BytesIO()
    pen = canvas.Canvas(page, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    pen.setFont(_face(face), size)
    pen.setLineWidth(0.4)
    xs = np.linspace(_EDGE, _WIDTH - _EDGE, COLUMNS + 1).tolist()
    ys = np.linspace(_EDGE, _HEIGHT - _EDGE, ROWS + 1).tolist()
    pen.grid(xs, ys)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            base = ys[ROWS - row - 1] + (ys[1] - ys[0] - 0.7 * size) / 2
            if row % 2:
                pen.drawRightString(xs[column + 1] - 1.5, base, text)
            else:
                pen.drawCentredString((xs[column] + xs[column + 1]) / 2, base, text)
    pen.save()
    return page.getvalue()


def rendered_page(data: bytes, dpi: int) -> scan_paper.Sheet:
    """Draw such a page at so many pixels an inch."""
    with pypdfium2.PdfDocument(data) as document:
        pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
        return pixels.reshape(*pixels.shape[:2], 1).astype(np.float32) / 255


def scanned_page(sheet: scan_paper.Sheet, dpi: int, bilevel: bool, type_size: float, chance: random.Random) -> Pixels:
    """Lay the sheet on the glass, a little crooked, take it, and turn the picture straight again."""
    turn = chance.uniform(-1.5, 1.5)
    size = round(_WIDTH * dpi / 72), round(_HEIGHT * dpi / 72)
    sheet = _turned(cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), turn)[..., None]
    scan_paper.specked(sheet, chance.randint(*_SPECKS), dpi, chance)
    sheet = scan_paper.blurred(sheet, chance.uniform(*(_BLUR_BILEVEL if bilevel else _BLUR)) * type_size, dpi)
    sheet = scan_paper.lit(sheet, chance.uniform(0.0, 0.1 if bilevel else 0.2), chance)
    if not bilevel:
        sheet = scan_paper.washed(sheet, chance.uniform(0.05, 0.4), chance.uniform(0.8, 1.0))
    sheet = scan_paper.noisy(sheet, chance.uniform(0.01, 0.05), chance)
    if bilevel:
        sheet = (sheet > chance.uniform(0.52, 0.7)).astype(np.float32)
    pixels = (np.clip(sheet[..., 0], 0, 1) * 255 + 0.5).astype(np.uint8)
    if not bilevel:
        packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(40, 75)])[1]
        pixels = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return np.asarray(_turned(pixels, -turn), np.uint8)


def _turned(pixels: np.ndarray, degrees: float) -> np.ndarray:
    rows, columns = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), degrees, 1.0)
    paper = 255 if pixels.dtype == np.uint8 else 1.0
    return cv2.warpAffine(pixels, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=paper)


def read_page(pixels: Pixels, dpi: int, bilevel: bool, texts: Sequence[Sequence[str]], kind: str) -> ReadPage:
    """Have the real reader read a page, each figure where it was printed."""
    straight = StraightPage(even_light(pixels, dpi, bilevel=bilevel), dpi, bilevel, 0, 0.0, lambda box: box)
    printed = print_of(straight)
    lines = linework(printed, dpi, stepped=bilevel)
    found = segments_of(lines, printed, dpi).lines
    read = read_segments(lines.text, found, dpi, bilevel=bilevel)
    held: dict[tuple[int, int], list[tuple[Segment, ReadSegment]]] = {}
    for segment, result in zip(found, read, strict=True):
        held.setdefault(_home(segment.box, dpi), []).append((segment, result))
    cells = tuple(
        _cell(text, sorted(held.get((row, column), ()), key=lambda one: one[0].box[0]))
        for row, line in enumerate(texts) for column, text in enumerate(line)
    )  # fmt: skip
    return ReadPage(cells, Strips.of(lines.text, found, dpi), kind)


def _home(box: PixelBox, dpi: int) -> tuple[int, int]:
    """Give the row and column of the cell in which the middle of a box lies."""
    x, y = (box[0] + box[2]) * 36 / dpi - _EDGE, (box[1] + box[3]) * 36 / dpi - _EDGE
    return int(y * ROWS // (_HEIGHT - 2 * _EDGE)), int(x * COLUMNS // (_WIDTH - 2 * _EDGE))


def _cell(text: str, held: Sequence[tuple[Segment, ReadSegment]]) -> ReadCell:
    held = [(segment, result) for segment, result in held if result.words]
    if not held:
        return ReadCell(text, "", 0.0, (), None)
    as_read = " ".join(word.text for _, result in held for word in result.words)
    lefts, tops, rights, bottoms = zip(*(segment.box for segment, _ in held), strict=True)
    alternatives = held[0][1].alternatives if len(held) == 1 else ()
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return ReadCell(text, as_read, min(result.confidence for _, result in held), alternatives, box)
