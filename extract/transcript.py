"""Reads a tab-separated transcription of a report: pages, notes and one table stitched over the pages.

There is no paper behind it, so places are page and line number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from cuadre.evidence import EmptyFile, Finding, NoTableFound, NotAReport, Place, SourceFile
from extract.limits import expect_line, expect_text, named
from extract.model import DEFAULT_LIMITS, Cell, Limits, Page, PageKind, Reading, Table, TextLine
from extract.rules import TRANSCRIPT_ROW_REALIGNED, TRANSCRIPT_ROW_UNSURE
from extract.transcript_rows import (
    Look,
    Piece,
    Pieces,
    Profile,
    Registered,
    assemble,
    figures_in,
    filled,
    register,
    vote_width,
)

_UNSURE_CONFIDENCE = 0.5
_ROW_FIGURES = 2
_ROW_CELLS = 4
_SAME_TITLE = 85
_CONTROL_SHARE = 0.002
_SAMPLE = 65536
# A title block is not longer; without an end, a hostile file would compare each line with each other one.
_TITLES = 100

_OTHER_KINDS = (b"%pdf-", b"{\\rtf", b"<!doctype", b"<html", b"<?xml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOTE = re.compile(r"\[.*\]|.*\b(?:handwritten|signature|firmas?|r[uú]bricas?|sellos?)\b.*", re.IGNORECASE)
_NOTE_LENGTH = 80
_ROLE = re.compile(
    r"(?:elabor[oó]|formul[oó]|prepar[oó]|integr[oó]|revis[oó]|valid[oó]|vo\.?\s*bo|autoriz[oó]|aprob[oó]"
    r"|responsable de)\b.{0,40}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file.

    Attributes:
        number: From 1.
        cells: Its tab-separated parts, trimmed.
        feed: A form feed stands in it.
    """

    number: int
    cells: Pieces
    feed: bool

    @property
    def blank(self) -> bool:
        return not any(piece.text for piece in self.cells)

    @property
    def plain(self) -> bool:
        """One text alone, at the left."""
        return filled(self.cells) == 1

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.cells if piece.text)

    @property
    def aside(self) -> bool:
        """A note about a signature, or a word that opens the signature block."""
        noted = _NOTE.fullmatch(self.text) and len(self.text) < _NOTE_LENGTH
        return bool(noted or _ROLE.fullmatch(self.text))


@dataclass(slots=True)
class _Sheet:
    """Lines of one page, sorted by what they are."""

    lines: list[_Line] = field(default_factory=list)
    header: list[_Line] = field(default_factory=list)
    body: list[_Line] = field(default_factory=list)


def looks_like_transcript(data: bytes) -> bool:
    r"""Say whether bytes are plain text. Whether there is a table in it shows when it is read.

    >>> looks_like_transcript("Nivel\tMeta\n".encode()), looks_like_transcript(b"%PDF-1.7\n"), looks_like_transcript(b"\x00\x01")
    (True, False, False)
    """  # noqa: E501
    head = data[:_SAMPLE]
    if not head.strip() or head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_OTHER_KINDS):
        return False
    if head.startswith(_UTF16):
        return True
    control = sum(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in head)
    return b"\x00" not in head and control <= len(head) * _CONTROL_SHARE


def read_transcript(path: Path, source: SourceFile, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read a transcription.

    Rows are laid on the column profile that most of them share. Nothing is corrected: a cell with text
    in it is always in the table, one whose column is in doubt has a confidence below 1.

    Args:
        path: The text file: UTF-8, UTF-16 with a mark, or Windows-1252.
        source: The same file, as findings and errors name it.
        limits: How large it may be.

    Raises:
        OverLimit: It has more bytes, cells, or longer lines than it may.
        EmptyFile: There are no bytes, or only white space.
        NotAReport: The bytes are no text.
        NoTableFound: No line of it is a table row with figures.
    """
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile(source.name, "the file is empty", "Copy it again from the original.")
    if not looks_like_transcript(data):
        next_step = "Name the PDF, or a text with tabs between the cells."
        raise NotAReport(source.name, "not a transcription in text", next_step)
    with named(source.name):
        expect_text(data, limits)
        lines = _split(_decode(data))
    samples = [line.cells for line in lines if _is_row(line)]
    if not samples:
        raise NoTableFound(
            source.name, "no line is a table row with figures",
            "Check that tabs stand between the columns of the transcription.",
        )  # fmt: skip
    width = vote_width(samples)
    sheets = _sheets(lines, width)
    figures = Counter(figures_in(row) for row in samples).most_common(1)[0][0]
    table, findings = _table(sheets, samples, width, figures)
    pages = tuple(_page(number, sheet) for number, sheet in enumerate(sheets, 1))
    return Reading(source, pages, (table,), findings)


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; Latin-1 has a character for each.
        return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in data)


def _split(text: str) -> list[_Line]:
    lines = []
    for number, line in enumerate(_LINE_END.split(unicodedata.normalize("NFC", text)), 1):
        expect_line(number, line)
        parts = line.replace("\f", "").split("\t")
        lines.append(_Line(number, tuple(Piece(part.strip(), (number,)) for part in parts), "\f" in line))
    return lines


def _is_row(line: _Line) -> bool:
    words = any(piece.look.textual for piece in line.cells)
    return words and filled(line.cells) >= _ROW_CELLS and figures_in(line.cells) >= _ROW_FIGURES


def _is_header(line: _Line, width: int) -> bool:
    looks = {piece.look for piece in line.cells}
    wide = len(line.cells) > max(2, width // 2)
    return wide and not line.plain and not looks & {Look.FIGURE, Look.PERCENT, Look.CODE}


def _sheets(lines: Sequence[_Line], width: int) -> list[_Sheet]:
    """Sort the lines onto pages. A page ends where the header is printed again, or at a form feed."""
    sheets = [_Sheet()]
    waiting: list[_Line] = []
    opens = _openings(lines, width)
    for index, line in enumerate(lines):
        sheet = sheets[-1]
        if line.feed and (sheet.body or waiting):
            _settle(sheet, waiting)
            sheet, waiting = _Sheet(), []
            sheets.append(sheet)
        if line.blank:
            waiting.append(line)
        elif _is_header(line, width) and opens[index]:
            if sheet.body:
                left = _page_break(waiting, sheets[0].lines)
                _settle(sheet, waiting[:left])
                waiting = waiting[left:]
                sheet = _Sheet()
                sheets.append(sheet)
            sheet.lines += [other for other in waiting if not other.blank]
            waiting = []
            sheet.header.append(line)
        elif _in_table(line, sheet, waiting, width):
            sheet.lines += [other for other in waiting if other.aside or not sheet.body]
            sheet.body += [other for other in waiting if sheet.body and not (other.blank or other.aside)]
            sheet.body.append(line)
            waiting = []
        else:
            waiting.append(line)
    _settle(sheets[-1], waiting)
    for sheet in sheets:
        sheet.lines[:] = [line for line in sheet.lines if not line.blank]
    return [sheet for sheet in sheets if sheet.lines or sheet.body or sheet.header]


def _openings(lines: Sequence[_Line], width: int) -> list[bool]:
    """Tell of each line whether rows follow it, with nothing between but header lines and the start of a broken row."""
    found = [False] * len(lines)
    # What a line finds ahead depends on whether an empty line stands right before it: from the last line up, once each.
    touching = apart = False
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.blank:
            touching = apart
        elif _is_row(line):
            touching = apart = True
        elif _is_header(line, width):
            apart = touching
        else:
            apart = len(line.cells) > 1 and not line.aside
            touching = False if line.aside else touching
        found[index] = touching
    return found


def _in_table(line: _Line, sheet: _Sheet, waiting: Sequence[_Line], width: int) -> bool:
    if _is_row(line):
        return True
    coded = any(piece.look is Look.CODE for piece in line.cells)
    if coded and filled(line.cells) >= max(2, width // 2):
        return True
    if waiting or line.aside:
        # After an empty line only the next row tells whether this one belonged to the table.
        return False
    if sheet.body:
        return True
    return bool(sheet.header) and (len(line.cells) > 1 or line.text != line.text.upper())


def _page_break(waiting: Sequence[_Line], titles: Sequence[_Line]) -> int:
    """Where among the lines between two tables the second page starts."""
    known = [title.text for title in titles[:_TITLES]]
    for index, line in enumerate(waiting):
        if not line.blank and any(fuzz.ratio(line.text, title) >= _SAME_TITLE for title in known):
            return index
    last_note = max((i + 1 for i, line in enumerate(waiting) if not line.blank and line.aside), default=0)
    if last_note:
        return last_note
    return next((i for i, line in enumerate(waiting) if line.blank), 0)


def _settle(sheet: _Sheet, waiting: Iterable[_Line]) -> None:
    """Close a page: what still waits stands below its table."""
    sheet.lines += [line for line in waiting if not line.blank]


def _table(
    sheets: Sequence[_Sheet], samples: Sequence[Pieces], width: int, figures: int
) -> tuple[Table, tuple[Finding, ...]]:
    rows = [
        (page, row)
        for page, sheet in enumerate(sheets, 1)
        for row in assemble([line.cells for line in sheet.body], samples, width, figures)
    ]
    profile = Profile.of([row for _, row in rows], width)
    headers = [(page, sheet.header) for page, sheet in enumerate(sheets, 1) if sheet.header]
    first = _header_cells(*headers[0]) if headers and sheets[0].header else ()
    repeated = tuple(_header_cells(page, header) for page, header in headers if page > 1 or not first)
    height = len(sheets[0].header) if first else 0
    cells, findings = list(first), []
    for number, (page, row) in enumerate(rows):
        registered = register(row, profile)
        findings += _row_findings(registered, page, number + 1, len([p for p in row if p.text]), width)
        cells += _body_cells(registered, page, height + number)
    columns = max([width, *(cell.column + 1 for cell in first)])
    return Table(height + len(rows), columns, height, tuple(cells), repeated), tuple(findings)


def _header_cells(page: int, header: Sequence[_Line]) -> tuple[Cell, ...]:
    return tuple(
        Cell(row, column, piece.text, (Place(page, line=line.number),), recognizer="transcript")
        for row, line in enumerate(header)
        for column, piece in enumerate(line.cells)
        if piece.text
    )


def _body_cells(row: Registered, page: int, index: int) -> list[Cell]:
    return [
        Cell(
            index, column, piece.text, tuple(Place(page, line=line) for line in dict.fromkeys(piece.lines)),
            confidence=_UNSURE_CONFIDENCE if column in row.unsure else 1.0, recognizer="transcript",
        )
        for column, piece in enumerate(row.cells)
    ]  # fmt: skip


def _row_findings(row: Registered, page: int, number: int, present: int, width: int) -> list[Finding]:
    if row.unsure:
        columns = ", ".join(str(column + 1) for column in sorted(row.unsure))
        message = (
            f"El renglón trae {present} celdas con texto para {width} columnas; "
            f"no es seguro el lugar de las que quedaron en las columnas {columns}."
        )
        return [TRANSCRIPT_ROW_UNSURE.finding(message, page=page, row=number, evidence=f"{present}/{width}")]
    blanks = sum(not piece.text for piece in row.cells)
    if row.moved and blanks:
        message = (
            f"El renglón trae {present} celdas con texto para {width} columnas; "
            "se acomodaron por lo que dice cada una."
        )
        found = f"{present}/{width}"
        return [TRANSCRIPT_ROW_REALIGNED.finding(message, page=page, row=number, evidence=found)]
    return []


def _page(number: int, sheet: _Sheet) -> Page:
    lines = tuple(
        TextLine(piece.text, Place(number, line=line.number))
        for line in sorted(sheet.lines, key=lambda line: line.number)
        for piece in line.cells
        if piece.text
    )
    return Page(number, 0.0, 0.0, PageKind.TRANSCRIPT, lines)
