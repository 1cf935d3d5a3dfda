"""Tables that run on over pages: one table, its header once, broken rows joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cuadre.evidence import Finding
from extract.fill import FilledGrid
from extract.headers import common_header, header_rows, is_figure
from extract.model import Cell, Page, Table, TextLine
from extract.profile import agree, places_in, voted
from extract.rules import COLUMNS_DIFFER, ROW_JOINED

_LINES_BELOW = 3
_LINES_ABOVE = 6
_MOSTLY_BLANK = 0.5
_FIGURES = 3
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_NAMED = 0.6
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with what was found on it.

    Attributes:
        page: The page and its lines outside of tables.
        grids: Its tables in reading order.
    """

    page: Page
    grids: tuple[FilledGrid, ...]


def chains(sheets: Sequence[Sheet]) -> list[list[FilledGrid]]:
    """Group the tables of all pages: those that continue each other, in page order.

    A title block that is itself drawn as a table does not stand in the way.
    """
    found: list[list[FilledGrid]] = []
    live: list[list[FilledGrid]] = []
    before: Sheet | None = None
    for sheet in sheets:
        now: list[list[FilledGrid]] = []
        first = True
        for filled in sheet.grids:
            spare = [chain for chain in live if not any(chain is held for held in now)]
            chain = _continued(spare, before, filled, sheet, first=first)
            first = first and chain is not None
            if chain is None:
                chain = []
                found.append(chain)
            chain.append(filled)
            now.append(chain)
        before, live = sheet, now
    return found


def _continued(
    spare: Sequence[list[FilledGrid]], before: Sheet | None, filled: FilledGrid, sheet: Sheet, *, first: bool,
) -> list[FilledGrid] | None:  # fmt: skip
    """Give the table of the page before that another one goes on with."""
    if before is None:
        return None
    return next((chain for chain in spare if _continues(chain, before, filled, sheet, first=first)), None)


def _continues(
    chain: Sequence[FilledGrid], before: Sheet, filled: FilledGrid, sheet: Sheet, *, first: bool,
) -> bool:  # fmt: skip
    """Tell whether a table goes on with another; ``first``: every table above that one goes on too."""
    if sheet.page.number != before.page.number + 1 or not agree(chain[-1].grid.xs, filled.grid.xs):
        return False
    below = [line for line in before.page.lines if _top(line) >= chain[-1].grid.ys[-1]]
    above = [line for line in sheet.page.lines if _top(line) < filled.grid.ys[0]]
    if common_header(chain[0].cells, filled.cells)[1]:
        return len(below) <= _LINES_BELOW or _same_titles(before, above)
    titles = len(above) <= _LINES_ABOVE or _same_titles(before, above)
    few = len(below) <= _LINES_BELOW and titles
    return few and first and chain[-1] is before.grids[-1] and not _has_own_header(filled)


def differing(found: Sequence[Sequence[FilledGrid]]) -> list[Finding]:
    """Name the pages that start a table with the header of the page before over other columns."""
    return [
        _differs(second[0], first[-1].grid.columns)
        for first, second in pairwise(found)
        if second[0].page == first[-1].page + 1
        and not agree(first[-1].grid.xs, second[0].grid.xs)
        and _same_names(first[0], second[0])
    ]


def _same_names(one: FilledGrid, other: FilledGrid) -> bool:
    names = {cell.text for cell in one.cells if cell.row < header_rows(one)} - {""}
    again = {cell.text for cell in other.cells if cell.row < header_rows(other)} - {""}
    return len(names & again) >= max(_NAMES, _NAMED * len(names))


def _top(line: TextLine) -> float:
    return line.place.box[1] if line.place.box else 0.0


def _same_titles(before: Sheet, above: Sequence[TextLine]) -> bool:
    titles = {line.text for line in above}
    earlier = {line.text for line in before.page.lines if _top(line) < before.grids[0].grid.ys[0]}
    return not titles or not earlier or bool(titles & earlier)


def _has_own_header(filled: FilledGrid) -> bool:
    """Tell whether the first row names columns: set off, nearly all cells named, no figures."""
    first = [at for at, cell in enumerate(filled.cells) if cell.row == 0]
    named = [at for at in first if filled.cells[at].text]
    wide = sum(filled.cells[at].column_span for at in named) >= _NAMED * filled.grid.columns
    set_off = all(filled.bold[at] or filled.shaded[at] for at in named)
    figures = any(is_figure(filled.cells[at].text) for at in named)
    return len(named) > 1 and wide and set_off and not figures and header_rows(filled) > 0


def stitched(chain: Sequence[FilledGrid]) -> tuple[list[Table], list[Finding]]:
    """Make one table of the pages of a chain; one whose columns do not fit makes its own."""
    profile = voted([filled.grid.xs for filled in chain])
    tables: list[Table] = []
    findings: list[Finding] = []
    run: list[tuple[FilledGrid, tuple[int, ...]]] = []
    for filled in chain:
        places = places_in(profile, filled.grid.xs)
        if places is None:
            findings.append(_differs(filled, len(profile) - 1))
            tables += _closed(run, len(profile) - 1, findings)
            own = tuple(range(filled.grid.columns + 1))
            tables += _closed([(filled, own)], filled.grid.columns, findings)
            run = []
        else:
            run.append((filled, places))
    return tables + _closed(run, len(profile) - 1, findings), findings


def _differs(filled: FilledGrid, columns: int) -> Finding:
    message = (
        f"Las columnas de la tabla en la página {filled.page} no coinciden con las de las demás páginas "
        f"({filled.grid.columns} contra {columns}); se dejó como tabla aparte."
    )
    return COLUMNS_DIFFER.finding(message, page=filled.page, evidence=f"{filled.grid.columns}/{columns}")


def _closed(
    run: Sequence[tuple[FilledGrid, tuple[int, ...]]], columns: int, findings: list[Finding],
) -> list[Table]:  # fmt: skip
    """Make the table of some pages, if there are any."""
    if not run:
        return []
    first = run[0][0]
    common = [common_header(first.cells, filled.cells) for filled, _ in run[1:]]
    seen = [start + count for start, count in common if count]
    header = min(seen) if seen else header_rows(first)
    repeats = [min(count, max(header - start, 0)) for start, count in common]
    cells: list[Cell] = []
    headers: list[tuple[Cell, ...]] = []
    rows = page_start = 0
    for (filled, places), drop in zip(run, [0, *repeats], strict=True):
        registered = [_registered(cell, places) for cell in filled.cells]
        if drop:
            headers.append(tuple(cell for cell in registered if cell.row < drop))
        body = [cell for cell in registered if cell.row >= drop]
        height = filled.grid.rows - drop
        if rows and height and _is_rest_of_row(cells[page_start:], body, rows - 1, drop, columns):
            rest = [cell for cell in body if cell.row == drop]
            cells[page_start:] = _joined(cells[page_start:], rest, rows - 1)
            findings.append(_row_joined(filled.page))
            body = [cell for cell in body if cell.row > drop]
            height -= 1
        if body:
            page_start = len(cells)
        down = rows + height - filled.grid.rows
        cells += [replace(cell, row=cell.row + down) for cell in body] if down else body
        rows += height
    return [Table(rows, columns, header, tuple(cells), tuple(headers))]


def _registered(cell: Cell, places: Sequence[int]) -> Cell:
    left, right = places[cell.column], places[cell.column + cell.column_span]
    return cell if (left, right - left) == (cell.column, cell.column_span) else replace(
        cell, column=left, column_span=right - left
    )  # fmt: skip


def _is_rest_of_row(
    cells: Sequence[Cell], body: Sequence[Cell], last: int, first: int, columns: int,
) -> bool:  # fmt: skip
    """Tell whether the first row of a page is but the rest of the last row of the page before.

    Most of it is blank, no cell of it is a figure, and each text goes on one that broke off, or, where every
    other row has figures, one that filled its row to the foot.
    """
    row = [cell for cell in body if cell.row == first]
    texts = [cell for cell in row if cell.text]
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in row) or not texts:
        return False
    if len(texts) > _MOSTLY_BLANK * columns or any(is_figure(cell.text) for cell in texts):
        return False
    above = {cell.column: cell for cell in cells if cell.row + cell.row_span - 1 == last}
    if not all(cell.column in above for cell in texts):
        return False
    if all(_goes_on(above[cell.column], cell) for cell in texts):
        return True
    deepest = max(_lines(cell) for cell in above.values())
    full = all(1 < _lines(above[cell.column]) == deepest for cell in texts)
    return full and _has_figures(above.values()) and _all_have_figures(body, first + 1)


def _lines(cell: Cell) -> int:
    return cell.text.count("\n") + 1


def _has_figures(row: Iterable[Cell]) -> bool:
    return sum(is_figure(cell.text) for cell in row) >= _FIGURES


def _all_have_figures(cells: Sequence[Cell], first: int) -> bool:
    """Tell whether every row from one on has figures."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.row >= first:
            rows.setdefault(cell.row, []).append(cell)
    return all(map(_has_figures, rows.values()))


def _goes_on(before: Cell, rest: Cell) -> bool:
    text = before.text.rstrip()
    if not text or is_figure(text) or before.column_span > 1:
        return False
    return not text.endswith(_SENTENCE_ENDS) or rest.text.lstrip()[:1].islower()


def _joined(cells: Sequence[Cell], rest: Sequence[Cell], last: int) -> list[Cell]:
    by_column = {cell.column: cell for cell in rest}
    joined = []
    for cell in cells:
        more = by_column.get(cell.column) if cell.row + cell.row_span - 1 == last else None
        if more is None:
            joined.append(cell)
        else:
            text = f"{cell.text}\n{more.text}" if more.text else cell.text
            joined.append(replace(cell, text=text, places=(*cell.places, *more.places)))
    return joined


def _row_joined(page: int) -> Finding:
    message = f"El primer renglón de la página {page} continúa el último de la anterior; se unieron."
    return ROW_JOINED.finding(message, page=page)


