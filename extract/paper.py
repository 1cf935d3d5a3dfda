"""A PDF to pages and tables, whatever its pages were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cuadre.evidence import Finding, NoTableFound, Place, SourceFile
from extract.closed_walls import with_hidden_floors, with_usual_walls
from extract.content import PageContent
from extract.fill import FilledGrid, fill_grids
from extract.grid import Grid
from extract.grids import find_grids
from extract.headers import header_rows
from extract.ink_in_cells import with_ink
from extract.lines import text_lines
from extract.model import DEFAULT_LIMITS, Cell, Limits, Page, PageKind, Reading, Table, TextLine
from extract.odd_cells import with_doubts
from extract.pages import PageReader, ReadPage
from extract.pdf import expect_opened_within, expect_within, open_pdf
from extract.profile import open_below, places_in, voted, with_edges
from extract.remnants import cell_floors, without_remnants, without_strokes
from extract.scan.model import OnPaper
from extract.second_opinion import fallback_grids
from extract.signatures import read_signatures
from extract.stacked_headers import with_header_rows
from extract.stitch import Sheet, chains, differing, stitched
from extract.torn_walls import with_torn_floors

_READ = 0.6
_LEAST_READ = 2


def read_pdf(
    path: Path, source: SourceFile, folder: Path, password: str | None = None, workers: int = 1,
    *, trust_roots: tuple[bytes, ...] | None = None, limits: Limits = DEFAULT_LIMITS,
) -> tuple[Reading, Mapping[int, OnPaper]]:  # fmt: skip
    """Read a PDF.

    Each page is closed before the next one is opened, so memory holds cells, not pages.

    Args:
        path: The file. It is opened for reading only.
        source: The same file, as errors name it.
        folder: Gets what a second look at scanned pages needs; empty at first.
        password: The user's password, if the file needs one.
        workers: How many processes read scanned pages; the result is the same for any number.
        trust_roots: Certificates to hold digital signatures against, as DER; ``None`` asks nothing about trust.
        limits: How large it may be.

    Returns:
        The reading; and for each scanned page where a box on the straightened page stands on the page as scanned.

    Raises:
        EncryptedFile: It needs a password, or the one given is wrong.
        DamagedFile: It, or a page of it, is broken.
        OverLimit: It is larger, or unpacks to more, than it may.
        RecognitionFailed: A process that read a scanned page was ended from outside.
        NoTableFound: No page holds a table.
    """
    expect_within(path, source.name, limits)
    with (
        open_pdf(path, source.name, password) as document,
        closing(PageReader(document, path, source.name, password, workers, folder=folder, limits=limits)) as pages,
    ):
        expect_opened_within(document, source.name, limits, folder)
        findings: list[Finding] = []
        sheets: list[Sheet] = []
        on_paper: dict[int, OnPaper] = {}
        for page in pages:
            before = sheets[-1].grids if sheets else ()
            sheets.append(_sheet(page, [filled.grid for filled in before], path, password or ""))
            findings += page.findings
            if page.on_paper is not None:
                on_paper[page.content.number] = page.on_paper
        _expect_tables(sheets, source.name)
        registered = [_registered(chain, pages) for chain in chains(sheets)]
        signatures, signature_findings = read_signatures(path, document, password, trust_roots)
    findings += differing(registered)
    tables: list[Table] = []
    for chain in registered:
        inked, remarks = with_ink(chain, pages.again)
        some, notes = stitched(inked)
        tables += map(with_doubts, some)
        findings += [*remarks, *notes]
    reading = Reading(
        source,
        tuple(_page_on_paper(sheet.page, on_paper) for sheet in sheets),
        tuple(_table_on_paper(table, on_paper) for table in tables) if on_paper else tuple(tables),
        (*findings, *signature_findings),
        signatures,
    )
    return reading, on_paper


def _sheet(page: ReadPage, before: Sequence[Grid], path: Path, password: str) -> Sheet:
    """Find and fill the tables of one page."""
    content = page.content
    grids = find_grids(content, before)
    if page.kind is PageKind.DIGITAL:
        grids = fallback_grids(path, content, grids, password)
    else:
        content = without_strokes(content, grids)
        grids = tuple(with_torn_floors(with_usual_walls(grid, content), content) for grid in grids)
        grids = tuple(with_hidden_floors(grid, content) for grid in grids)
        content = without_remnants(content, cell_floors(grids))
        grids = tuple(with_header_rows(grid, content) for grid in grids)
    filled, outside = fill_grids(content, grids)
    if page.kind is PageKind.SCANNED and not all(map(_can_be_read, filled)):
        grids = tuple(one.grid for one in filled if _can_be_read(one))
        filled, outside = fill_grids(content, grids)
    lines = text_lines(outside, content.number)
    return Sheet(Page(content.number, content.width, content.height, page.kind, lines, page.marks), filled)


def _can_be_read(filled: FilledGrid) -> bool:
    """Tell whether a grid holds text that somebody could read in at least two cells: a logo is no table."""
    return sum(bool(cell.text) and cell.confidence >= _READ for cell in filled.cells) >= _LEAST_READ


def _page_on_paper(page: Page, on_paper: dict[int, OnPaper]) -> Page:
    if page.number not in on_paper:
        return page
    move = on_paper[page.number]
    lines = tuple(_line_on_paper(line, move) for line in page.lines)
    marks = tuple(replace(mark, box=move(mark.box)) for mark in page.marks or ())
    return replace(page, lines=lines, marks=marks)


def _line_on_paper(line: TextLine, move: OnPaper) -> TextLine:
    box = line.place.box
    return replace(line, place=Place(line.place.page, move(box))) if box else line


def _table_on_paper(table: Table, on_paper: dict[int, OnPaper]) -> Table:
    """Move the places of a table from the straightened page to the page as it was scanned."""

    def moved(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(replace(cell, places=tuple(map(place_on_paper, cell.places))) for cell in cells)

    def place_on_paper(place: Place) -> Place:
        if place.box is None or place.page not in on_paper:
            return place
        return Place(place.page, on_paper[place.page](place.box))

    headers = tuple(moved(header) for header in table.repeated_headers)
    return replace(table, cells=moved(table.cells), repeated_headers=headers)


def _expect_tables(sheets: Sequence[Sheet], name: str) -> None:
    """Stop when there is nothing to go on with."""
    if not any(sheet.grids for sheet in sheets):
        raise NoTableFound(
            name, f"no table on any of its {len(sheets)} pages",
            "Check that it is the report, and not the letter that came with it.",
        )  # fmt: skip


def _registered(chain: list[FilledGrid], pages: PageReader) -> list[FilledGrid]:
    """Read pages again that lack a column edge which the other pages of the table have."""
    if len(chain) == 1:
        return chain
    profile = voted([filled.grid.xs for filled in chain])
    header = header_rows(chain[0])
    opened = [_open_places(filled.grid, profile, header) for filled in chain]
    # Where most pages merge two columns, that is how the table is.
    usual = {at for at in range(len(profile)) if 2 * sum(at in places for places in opened) >= len(chain)}
    return [
        _parted(filled, profile, places - usual, header, pages)
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
    pages: PageReader,
) -> FilledGrid:  # fmt: skip
    places = places_in(profile, filled.grid.xs)
    if places is None or (len(places) == len(profile) and not opened):
        return filled
    content = pages.again(filled.page)
    open_edges = [edge for edge, place in enumerate(places) if place in opened]
    grid = with_edges(filled.grid, profile, open_edges, header)
    return filled if _cuts_words(grid, content) else fill_grids(content, (grid,))[0][0]


def _cuts_words(grid: Grid, content: PageContent) -> bool:
    """Tell whether the edges of a grid run through words in its cells."""
    edges = grid.xs[1:-1]
    inside = [word.box for word in content.words if grid.ys[0] < word.box[1] and word.box[3] < grid.ys[-1]]
    return any(box[0] + 1 < x < box[2] - 1 for box in inside for x in edges)
