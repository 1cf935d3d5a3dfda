"""Digital PDFs: text and rulings to pages and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2

from cuadre.evidence import DamagedFile, Finding, NoTableFound, NoTextLayer, SourceFile
from extract.content import PageContent, read_page
from extract.fill import FilledGrid, fill_grids
from extract.grid import Grid
from extract.grids import find_grids
from extract.headers import header_rows
from extract.lines import text_lines
from extract.model import Page, PageKind, Reading, Table
from extract.pdf import open_pdf
from extract.profile import open_below, places_in, voted, with_edges
from extract.rules import PAGE_GARBLED, PAGE_TURNED, PAGE_UNREAD, TEXT_SLANTED
from extract.second_opinion import fallback_grids
from extract.stitch import Sheet, chains, differing, stitched

_COVERED = 0.5
_FEW_CHARACTERS = 100
_GARBLED = 0.15
_FEW_GARBLED = 10
_BROKEN_LAYER = 0.3


def read_digital(path: Path, source: SourceFile, password: str | None = None) -> Reading:
    """Read a PDF that carries its text.

    Each page is closed before the next one is opened, so memory holds cells, not pages.

    Args:
        path: The file. It is opened for reading only.
        source: The same file, as errors name it.
        password: The user's password, if the file needs one.

    Raises:
        EncryptedFile: It needs a password, or the one given is wrong.
        DamagedFile: It, or a page of it, is broken.
        NoTextLayer: All its pages are pictures.
        NoTableFound: No page holds a table.
    """
    with open_pdf(path, source.name, password) as document:
        findings: list[Finding] = []
        sheets: list[Sheet] = []
        for content in _pages(document, source.name):
            before = sheets[-1].grids if sheets else ()
            found = find_grids(content, [filled.grid for filled in before])
            grids = fallback_grids(path, content, found, password or "")
            sheets.append(_sheet(content, grids, findings))
        _expect_tables(sheets, source.name)
        registered = [_registered(chain, document) for chain in chains(sheets)]
    findings += differing(registered)
    tables: list[Table] = []
    for chain in registered:
        some, notes = stitched(chain)
        tables += some
        findings += notes
    garbled = frozenset(finding.page for finding in findings if finding.rule == PAGE_GARBLED.id)
    trusted = tuple(_doubted(table, garbled) for table in tables) if garbled else tuple(tables)
    return Reading(source, tuple(sheet.page for sheet in sheets), trusted, tuple(findings))


def _doubted(table: Table, garbled: frozenset[int | None]) -> Table:
    """Take the certainty from cells on pages whose text layer is broken: what it says need not be printed."""
    cells = tuple(
        replace(cell, confidence=_BROKEN_LAYER)
        if any(place.page in garbled for place in cell.places) else cell
        for cell in table.cells
    )  # fmt: skip
    return replace(table, cells=cells)


def _pages(document: pypdfium2.PdfDocument, name: str) -> Iterator[PageContent]:
    for index in range(len(document)):
        try:
            yield _page(document, index)
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(
                name, f"page {index + 1} is damaged", "Copy it again from the original.",
            ) from error  # fmt: skip


def _page(document: pypdfium2.PdfDocument, index: int) -> PageContent:
    page = document[index]
    try:
        return read_page(page, index + 1)
    finally:
        page.close()


def _sheet(content: PageContent, grids: Sequence[Grid], findings: list[Finding]) -> Sheet:
    """Fill the tables of one page."""
    filled, outside = fill_grids(content, grids)
    kind = PageKind.SCANNED if _is_picture(content, filled) else PageKind.DIGITAL
    findings += _remarks(content, kind)
    lines = text_lines(outside, content.number)
    return Sheet(Page(content.number, content.width, content.height, kind, lines), filled)


def _is_picture(content: PageContent, filled: Sequence[FilledGrid]) -> bool:
    """Tell whether a page is a scan: a picture covers it, and there is at most a stamp's worth of text."""
    area = content.width * content.height
    shown = [_shown(box, content.width, content.height) for box in content.images]
    covered = sum(shown) >= _COVERED * area
    if not content.characters:
        return bool(shown)
    return covered and not filled and content.characters < _FEW_CHARACTERS


def _shown(box: tuple[float, float, float, float], width: float, height: float) -> float:
    left, top, right, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)
    return max(right - left, 0.0) * max(bottom - top, 0.0)


def _remarks(content: PageContent, kind: PageKind) -> Iterator[Finding]:
    number = content.number
    if kind is PageKind.SCANNED:
        yield PAGE_UNREAD.finding(f"La página {number} es una imagen sin texto y no se leyó.", page=number)
    if content.unmapped >= max(_FEW_GARBLED, _GARBLED * content.characters):
        yield PAGE_GARBLED.finding(
            f"En la página {number}, {content.unmapped} de {content.characters} signos no son letras "
            "ni cifras; coteje con el papel.",
            page=number, evidence=f"{content.unmapped}/{content.characters}",
        )  # fmt: skip
    if content.turned:
        yield PAGE_TURNED.finding(
            f"El contenido de la página {number} corre de lado; se giró {content.turned}° para leerlo.",
            page=number, evidence=str(content.turned),
        )  # fmt: skip
    if content.oblique:
        text = " ".join(content.oblique)
        yield TEXT_SLANTED.finding(
            f"En la página {number} hay texto inclinado que no entra en ninguna celda: «{text}».",
            page=number, as_read=text,
        )  # fmt: skip


def _expect_tables(sheets: Sequence[Sheet], name: str) -> None:
    """Stop when there is nothing to go on with."""
    if any(sheet.grids for sheet in sheets):
        return
    if all(sheet.page.kind is PageKind.SCANNED for sheet in sheets):
        raise NoTextLayer(
            name, f"its {len(sheets)} pages are pictures without text",
            "This version does not read scans yet: get the digital PDF or a transcription.",
        )  # fmt: skip
    raise NoTableFound(
        name, f"no table on any of its {len(sheets)} pages",
        "Check that it is the report, and not the letter that came with it.",
    )  # fmt: skip


def _registered(chain: list[FilledGrid], document: pypdfium2.PdfDocument) -> list[FilledGrid]:
    """Read pages again that lack a column edge which the other pages of the table have."""
    if len(chain) == 1:
        return chain
    profile = voted([filled.grid.xs for filled in chain])
    header = header_rows(chain[0])
    opened = [_open_places(filled.grid, profile, header) for filled in chain]
    # Where most pages merge two columns, that is how the table is.
    usual = {at for at in range(len(profile)) if 2 * sum(at in places for places in opened) >= len(chain)}
    return [
        _parted(filled, profile, places - usual, header, document)
        for filled, places in zip(chain, opened, strict=True)
    ]


def _open_places(grid: Grid, profile: Sequence[float], header: int) -> set[int]:
    """Give the edges of the profile at which no wall stands below the header of one page."""
    places = places_in(profile, grid.xs)
    if places is None:
        return set()
    return {places[edge] for edge in open_below(grid, header)}


def _parted(
    filled: FilledGrid, profile: Sequence[float], opened: set[int], header: int,
    document: pypdfium2.PdfDocument,
) -> FilledGrid:  # fmt: skip
    places = places_in(profile, filled.grid.xs)
    if places is None or (len(places) == len(profile) and not opened):
        return filled
    content = _page(document, filled.page - 1)
    open_edges = [edge for edge, place in enumerate(places) if place in opened]
    grid = with_edges(filled.grid, profile, open_edges, header)
    return filled if _cuts_words(grid, content) else fill_grids(content, (grid,))[0][0]


def _cuts_words(grid: Grid, content: PageContent) -> bool:
    """Tell whether the edges of a grid run through words in its cells."""
    edges = grid.xs[1:-1]
    inside = [word.box for word in content.words if grid.ys[0] < word.box[1] and word.box[3] < grid.ys[-1]]
    return any(box[0] + 1 < x < box[2] - 1 for box in inside for x in edges)
