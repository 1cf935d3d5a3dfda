"""What the extract stage hands on: pages, lines, tables of cells, each with its place.

Text is as it stands on the paper: nothing is spelled, trimmed of words or joined over line breaks, so
that a reviewer can see what the reader saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cuadre.evidence import Box, Finding, Place, SourceFile


class PageKind(StrEnum):
    """What a page was read from."""

    DIGITAL = "digital"
    SCANNED = "scanned"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document may be before it is refused unread; the defaults let real reports pass tenfold.

    Attributes:
        file_bytes: Size of the file.
        pages: How many pages.
        page_points: Longest side of a page, in points.
        pixels: Of one picture in it, width times height, and of one page as it is drawn.
        stream_bytes: Decompressed length of one stream, and of all together eight times that.
        objects: Drawn objects (characters, paths, pictures) on one page.
    """

    file_bytes: int = 1 << 30
    pages: int = 3000
    page_points: float = 14_400.0
    pixels: int = 200_000_000
    stream_bytes: int = 256 << 20
    objects: int = 2_000_000


DEFAULT_LIMITS = Limits()
"""For documents of unknown origin."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that touch, on one base line.

    Attributes:
        text: Characters in reading order, NFC.
        box: Extent on the page.
        size: Font size in points.
        bold: Printed in a bold face.
        turn: Degrees clockwise that its base line is off the horizontal: 0, 90, 180 or 270.
        confidence: 0 to 1; 1 for what a digital page prints.
        recognizer: Who read it.
        alternatives: Other readings, best first.
    """

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    turn: int = 0
    confidence: float = 1.0
    recognizer: str = "pdf"
    alternatives: tuple[str, ...] = ()


class Legibility(StrEnum):
    """How well a cell can be seen."""

    CLEAR = "clear"
    OBSCURED = "obscured"
    """A stroke or a stamp crosses its text."""
    ILLEGIBLE = "illegible"
    """There is ink in it that nobody could read."""


class MarkKind(StrEnum):
    """What a hand left on a page."""

    STROKE = "stroke"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature, another stroke of a pen, or a stamp.

    Attributes:
        kind: Stroke or seal.
        box: Extent on the page, in points.
    """

    kind: MarkKind
    box: Box


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line of a table, drawn or implied by the edge of a filled rectangle.

    Attributes:
        box: Extent; wider than high when horizontal.
        horizontal: Runs left to right.
        drawn: A stroke or hairline; ``False`` for the edge of a shaded area.
    """

    box: Box
    horizontal: bool
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words outside the tables that stand together on one line: a wide gap starts another one.

    Attributes:
        text: The words, one space between them.
        place: Where it stands.
        size: Largest font size in it, in points; 0 in a transcription.
        bold: All of it is bold.
    """

    text: str
    place: Place
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell of a table.

    Attributes:
        row, column: Where its top left corner is in the table, from 0.
        row_span, column_span: How many rows and columns it covers, at least 1.
        text: Its lines as printed, joined by ``\n``; ``""`` when blank.
        places: Where it stands; a second one where the row continues on the next page.
        confidence: 0 to 1; 1 for what a digital page prints.
        recognizer: Who read it: ``pdf``, ``transcript`` or the name of a recogniser.
        alternatives: Other readings, best first.
        legibility: Whether its ink can be seen and read.
    """

    row: int
    column: int
    text: str
    places: tuple[Place, ...]
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    recognizer: str = "pdf"
    alternatives: tuple[str, ...] = ()
    legibility: Legibility = Legibility.CLEAR

    @property
    def place(self) -> Place:
        """Where it starts."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, stitched over the pages it runs on.

    Attributes:
        rows, columns: Size of its grid.
        header_rows: Rows at the top that name the columns.
        cells: All cells in order of row, then column; a merged cell stands once.
        repeated_headers: The header as printed again on each continuation page, with rows counted
            from 0 on that page; those rows are not among ``cells``.
    """

    rows: int
    columns: int
    header_rows: int
    cells: tuple[Cell, ...]
    repeated_headers: tuple[tuple[Cell, ...], ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, in order."""
        headers = (cell for header in self.repeated_headers for cell in header)
        return tuple(sorted({place.page for cell in (*self.cells, *headers) for place in cell.places}))


@dataclass(frozen=True, slots=True)
class Page:
    """One page without its tables.

    Attributes:
        number: From 1.
        width, height: In points, after rotation; 0 in a transcription.
        kind: What it was read from.
        lines: Text outside the tables, in reading order.
        marks: Strokes and stamps on a scanned page; ``None`` where nobody looked.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    lines: tuple[TextLine, ...]
    marks: tuple[Mark, ...] | None = None


class SignatureStatus(StrEnum):
    """The verdict on a digital signature, one word of ``docs/signatures.md``."""

    INTACT = "intact"
    """It belongs to the bytes, and nothing happened since that it does not allow; who signed was not asked."""
    TRUSTED = "trusted"
    """Intact, and its certificate leads to a root given."""
    UNTRUSTED = "untrusted"
    """Intact, and its certificate leads to none of the roots given."""
    ALTERED = "altered"
    """It does not belong to the bytes that it covers."""
    PARTIAL = "partial"
    """It leaves out bytes that it has to cover."""
    CHANGED = "changed"
    """It is intact, and something was added since that it does not allow."""
    MALFORMED = "malformed"
    """It cannot prove anything."""
    REMOVED = "removed"
    """It lies in the file, and the document shows it no more."""
    UNEXAMINED = "unexamined"
    """Nobody here can judge it."""


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """One digital signature of a PDF, as its bytes tell; nothing is fetched to judge it.

    Attributes:
        field: Name of its form field.
        page: Page that shows it, from 1; 1 where none does.
        status: The verdict.
        covers_all: It covers the whole file but for itself.
        changed_after: Something was added to the file after it was signed that signing does not allow.
        signer: Common name of the certificate; ``""`` when it cannot be read.
        signed_at: ISO 8601, as the signature says itself; ``""`` when it does not.
        trusted: Its certificate leads to one of the roots given; ``None`` when none were given.
        problem: What is off, in Spanish; ``""`` when nothing is.
    """

    field: str
    page: int
    status: SignatureStatus
    covers_all: bool
    changed_after: bool
    signer: str = ""
    signed_at: str = ""
    trusted: bool | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document.

    Attributes:
        source: The file.
        pages: Every page of it.
        tables: In reading order.
        findings: What was odd about the layout.
        signatures: Digital ones; ``None`` where nobody looked.
    """

    source: SourceFile
    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()
    signatures: tuple[DigitalSignature, ...] | None = None

    @property
    def kind(self) -> str:
        """``digital``, ``scanned``, ``transcript``, or ``mixed`` when the pages differ."""
        kinds = {page.kind for page in self.pages}
        return str(kinds.pop()) if len(kinds) == 1 else "mixed"
