"""A reading to canonical rows: the door of the normalize stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cuadre.evidence import ES_MX, Finding, ReadAgain, no_pixels
from extract.model import Cell, Page, PageKind, Reading
from normalize.body import Body
from normalize.doubted_figures import prints_thousands
from normalize.facts import read_facts
from normalize.figures import infer_number_format
from normalize.form import Form, builtin_forms
from normalize.model import Report, Row
from normalize.repair.chain import repair_rows
from normalize.repair.headers import repair_headers, texts_after
from normalize.repair.model import OfficialUnit, Setting, UnitDecision
from normalize.repair.titles import repair_titles
from normalize.repair.units import canonical_names
from normalize.repair.words import KnownWords
from normalize.restated import with_restated
from normalize.rules import LEVEL_UNKNOWN
from normalize.sheets import recognize
from normalize.signatories import cell_lines, read_signatories
from normalize.text import known_words

_CELL_LENGTH = 24


def normalize(
    reading: Reading,
    forms: Sequence[Form] | None = None,
    *,
    catalogue: Sequence[OfficialUnit] = (),
    decisions: Sequence[UnitDecision] = (),
    read_again: ReadAgain = no_pixels,
) -> Report:
    """Map a document to canonical rows, with the texts that recognisers and transcribers broke repaired.

    What a digital page prints is left as it is but for line breaks; what looks wrong is a finding.

    Args:
        reading: All that was read from the document.
        forms: Forms to weigh; those of the package when ``None``.
        catalogue: Official names of responsible units.
        decisions: What persons decided on names of units.
        read_again: Looks at cells of a scan once more.

    Raises:
        UnknownForm: No table has the columns of any form.
    """
    candidates = tuple(builtin_forms() if forms is None else forms)
    default = candidates[0].number_format if candidates else ES_MX
    headers = _header_texts(reading)
    cells = _short_cells(reading)
    number_format, format_findings = infer_number_format([cell.text for cell in cells], default)
    pages = _with_boxed_titles(reading)
    told = {form.name: read_facts(pages, headers, form.facts) for form in candidates}
    quarter = next((facts.quarter for facts, _ in told.values() if facts.quarter), None)
    known = recognize(reading, candidates, number_format, quarter)
    facts, fact_findings = told[known.form.name]
    words = _words_of(reading)
    boxed = [cell for table in known.rest for cell in table.cells]
    signatories, signature_findings = read_signatories(reading.pages, known.form.signatures, boxed)
    setting = Setting(
        form=known.form, words=words, titles=(facts.dependency, *(person.post for person in signatories)),
        catalogue=tuple(catalogue), decisions=tuple(decisions), fiscal_year=facts.fiscal_year, read_again=read_again,
    )  # fmt: skip
    header = repair_headers(reading, known, facts, setting)
    if header.repairs:
        # A year misread in one header is told once: as what it was.
        facts, fact_findings = read_facts(pages, texts_after(headers, header.repairs), known.form.facts)
    facts, title = repair_titles(pages, facts, known.form.facts)
    body = Body(known.form, number_format, KnownWords(words), facts.quarter, prints_thousands(cells, number_format))
    for part in known.sheets:
        body.add(part)
    repaired = repair_rows(body.rows, setting)
    rows = with_restated(_with_units(repaired.rows, setting), number_format, facts.quarter)
    return Report(
        source=reading.source, kind=reading.kind, pages=len(reading.pages), form=known.form.name, facts=facts,
        rows=rows, number_format=number_format, signatories=signatories, arithmetic=known.form.arithmetic,
        given=known.form.regime, digital_signatures=reading.signatures,
        findings=(*reading.findings, *format_findings, *known.findings, *header.findings, *title.findings,
                  *fact_findings, *body.findings, *repaired.findings,
                  *_levels_unknown(rows, known.form), *signature_findings),
        repairs=(*header.repairs, *title.repairs, *body.repairs, *repaired.repairs),
    )  # fmt: skip


def _with_boxed_titles(reading: Reading) -> tuple[Page, ...]:
    """The pages; on scanned ones, with the lines of all tables but the largest: a title block may look like one."""
    pages = []
    for page in reading.pages:
        here = [table for table in reading.tables if page.number in table.pages]
        largest = max(here, key=lambda table: len(table.cells), default=None)
        small = [cell for table in here if table is not largest for cell in table.cells]
        cells = sorted(
            (cell for cell in small if cell.place.page == page.number and cell.place.box is not None),
            key=lambda cell: (cell.place.box or ())[1::-1],
        )
        boxed = tuple(line for cell in cells for line in cell_lines(cell))
        pages.append(replace(page, lines=(*page.lines, *boxed)) if page.kind is PageKind.SCANNED else page)
    return tuple(pages)


def _header_texts(reading: Reading) -> list[str]:
    """Texts of the headers, each cell as often as it is printed."""
    own = [cell.text for table in reading.tables for cell in table.cells if cell.row < table.header_rows]
    again = [cell.text for table in reading.tables for header in table.repeated_headers for cell in header]
    return [text for text in (*own, *again) if text.strip()]


def _short_cells(reading: Reading) -> list[Cell]:
    """Cells under the headers that are short enough for a figure and have a digit."""
    cells = (cell for table in reading.tables for cell in table.cells if cell.row >= table.header_rows)
    short = (cell for cell in cells if len(cell.text) <= _CELL_LENGTH)
    return [cell for cell in short if any(character.isdigit() for character in cell.text)]


def _words_of(reading: Reading) -> frozenset[str]:
    cells = (cell.text for table in reading.tables for cell in table.cells)
    lines = (line.text for page in reading.pages for line in page.lines)
    return known_words((*cells, *lines))


def _levels_unknown(rows: Sequence[Row], form: Form) -> Iterator[Finding]:
    for row in rows if form.levels else ():
        if row.level and row.level_rank is None:
            message = f"El nivel «{row.level}» no es ninguno de los del formato."
            yield LEVEL_UNKNOWN.finding(
                message, page=row.place.page, row=row.number, field="level", as_read=row.level
            )


def _with_units(rows: Sequence[Row], setting: Setting) -> tuple[Row, ...]:
    names = canonical_names(rows, setting)
    return tuple(replace(row, unit_canonical=name) for row, name in zip(rows, names, strict=True))
