"""Cuadre beside pdfplumber and camelot on documents whose tables are known.

    python benchmarks/tables.py DIR...

Beside a PDF stands its truth: a spreadsheet of the same name (figures are compared), or the files
``<name>-str.xml`` of the ICDAR 2013 competition (structure is compared). Prints F1 for each document and
the mean, and the time of each tool as a ratio of pdfplumber's.
"""

from __future__ import annotations

import argparse
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pdfplumber
import pypdfium2
from adjacency import BenchCell, BenchTable, Score, figures_score, flat, structure_score
from camelot.io import read_pdf

from extract.content import read_page
from extract.fill import fill_grids
from extract.grids import find_grids
from extract.model import Cell

Tool = Callable[[Path], list[BenchTable]]


def cuadre_tables(path: Path) -> list[BenchTable]:
    """Find the tables with the finder of this project, page by page."""
    tables = []
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number, page in enumerate(document, 1):
            content = read_page(page, number)
            filled, _ = fill_grids(content, find_grids(content))
            tables += [tuple(map(_bench_cell, grid.cells)) for grid in filled]
    return tables


def _bench_cell(cell: Cell) -> BenchCell:
    row, column = cell.row, cell.column
    return BenchCell(row, column, row + cell.row_span - 1, column + cell.column_span - 1, cell.text)


def plumber_tables(path: Path) -> list[BenchTable]:
    """Find them with pdfplumber as it comes."""
    with pdfplumber.open(path) as document:
        return [flat(rows) for page in document.pages for rows in page.extract_tables()]


def camelot_tables(flavor: str) -> Tool:
    """Give a tool that finds them with camelot."""

    def found(path: Path) -> list[BenchTable]:
        try:
            tables = read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
        except (ValueError, IndexError, ZeroDivisionError):
            # Camelot stops on pages without the text or lines it looks for.
            return []
        return [flat(table.df.itertuples(index=False)) for table in tables]

    return found


TOOLS: dict[str, Tool] = {
    "cuadre": cuadre_tables,
    "pdfplumber": plumber_tables,
    "lattice": camelot_tables("lattice"),
    "hybrid": camelot_tables("hybrid"),
}


def workbook_texts(path: Path) -> Iterator[str]:
    """Give the texts of all sheets, figures as their number format prints them."""
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    yield printed(Decimal(str(cell.value)), cell.number_format)
                elif isinstance(cell.value, str):
                    yield cell.value


def printed(value: Decimal, number_format: str) -> str:
    """Print a value as a spreadsheet does.

    >>> printed(Decimal("0.125"), "0.0%"), printed(Decimal("1234.5"), "#,##0")
    ('12.5%', '1235')
    """
    sections = number_format.split(";")
    if value == 0 and len(sections) > 2 and not re.search(r"[0#]", sections[2]):
        # The third section says how a zero prints: as a dash or not at all.
        return "-"
    first = sections[0]
    if "%" in first:
        value *= 100
    digits = re.search(r"[0#](?:\.(0+))?[^0#]*$", first)
    if digits is None or first == "General":
        return format(value.normalize(), "f")
    places = Decimal(1).scaleb(-len(digits.group(1) or ""))
    return format(value.quantize(places, ROUND_HALF_UP), "f") + ("%" if "%" in first else "")


def icdar_tables(path: Path) -> list[BenchTable]:
    """Read the tables of a ``-str.xml`` file; a table over several regions is one."""
    tables = []
    # The files are the benchmark's own, given by whoever runs it.
    for table in ET.parse(path).getroot().iter("table"):  # noqa: S314
        cells = []
        for region in table.iter("region"):
            down, right = int(region.get("row-increment", 0)), int(region.get("col-increment", 0))
            cells += [_icdar_cell(cell, down, right) for cell in region.iter("cell")]
        tables.append(tuple(cells))
    return tables


def _icdar_cell(cell: ET.Element, down: int, right: int) -> BenchCell:
    row, column = int(cell.attrib["start-row"]), int(cell.attrib["start-col"])
    end_row, end_column = int(cell.get("end-row", row)), int(cell.get("end-col", column))
    text = " ".join(content.text or "" for content in cell.iter("content"))
    return BenchCell(row + down, column + right, end_row + down, end_column + right, text)


def score(path: Path, tables: Sequence[BenchTable]) -> Score | None:
    """Score what was found in one document against its truth; ``None`` when it has none."""
    structure, book = path.with_name(f"{path.stem}-str.xml"), path.with_suffix(".xlsx")
    if structure.exists():
        return structure_score(tables, icdar_tables(structure))
    if book.exists():
        return figures_score((cell.text for table in tables for cell in table), workbook_texts(book))
    return None


def run(paths: Iterable[Path], tools: Sequence[str]) -> None:
    """Print a line for each document, and the means."""
    scores: dict[str, list[float]] = {tool: [] for tool in tools}
    spent = dict.fromkeys(tools, 0.0)
    print("document".ljust(28), *(tool.rjust(11) for tool in tools))
    for path in paths:
        line = []
        for tool in tools:
            start = time.perf_counter()
            tables = TOOLS[tool](path)
            spent[tool] += time.perf_counter() - start
            result = score(path, tables)
            if result is not None:
                scores[tool].append(result.f1)
                line.append(f"{result.f1:11.4f}")
        if line:
            print(path.stem[:28].ljust(28), *line)
    means = (sum(got) / max(1, len(got)) for got in scores.values())
    print("mean F1".ljust(28), *(f"{mean:11.4f}" for mean in means))
    base = spent.get("pdfplumber", 0.0)
    if base:
        print("time, pdfplumber = 1".ljust(28), *(f"{spent[tool] / base:11.3f}" for tool in tools))


def main() -> None:
    """Read the command line and run."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--tools", nargs="+", choices=tuple(TOOLS), default=list(TOOLS))
    chosen = parser.parse_args()
    run((path for folder in chosen.folders for path in sorted(folder.rglob("*.pdf"))), chosen.tools)


if __name__ == "__main__":
    main()
