"""Rows of a table to canonical rows: each cell to its place, nothing dropped without a word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field

from cuadre.evidence import Finding, NumberFormat, Place, Repair
from extract.model import Cell, Legibility
from normalize.cells import (
    split_indicator,
    split_misread_indicator,
    split_misread_objective,
    split_objective,
    split_units,
)
from normalize.figures import fractions, is_recognized, read_figure
from normalize.form import TABLE_MEASURES, Form
from normalize.grid import SURE_FROM, GridRow
from normalize.headers import likeness
from normalize.model import Condition, Figure, Measure, Period, Row, TextReading
from normalize.profiles import level_rank
from normalize.relations import FigureRole
from normalize.rules import CELL_OBSCURED, FIGURE_BLANK, ROW_WITHOUT_INDICATOR, TEXT_UNSURE
from normalize.sheets import Identified
from normalize.text import fold, join_lines
from normalize.units import plain

BROKEN_WORD = "line-break-hyphen"
"""Name of the step that takes out a hyphen at a line end."""

_NAMES = ("indicator", "objective", "indicator_code", "objective_code")
_ORDER = {(m, p): n for n, (m, p) in enumerate((m, p) for m in TABLE_MEASURES for p in Period)}
_USUAL = 0.8
_FEW = 2
_SAME_WORD = 0.9
_SHOWN = 80


@dataclass(slots=True)
class Body:
    """The rows of a document as they come to be.

    Attributes:
        form: Whose rows they are.
        number_format: How figures are printed.
        words: Words that there are, for hyphens at line ends.
        quarter: The quarter reported, where the document says it.
        thousands: The document prints a sign between thousands, and next to nothing to three decimals.
        rows: Canonical rows so far, as read: without parents, ranks and the figures of the narrative.
        findings, repairs: What was odd and what was changed.
    """

    form: Form
    number_format: NumberFormat
    words: Container[str]
    quarter: int | None
    thousands: bool = False
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def add(self, part: Identified) -> None:
        """Read the rows of one sheet."""
        first, unsure = len(self.rows), Counter[int]()
        for row in part.sheet.rows:
            place = row.place
            if place is None:
                continue
            cells = _Cells(row, part, self)
            if cells.is_indicator():
                self._add_row(cells, place)
                self.findings += _obscured(cells.claimed(), len(self.rows))
                unsure.update(cell.place.page for cell in cells.claimed() if _is_unsure_text(cell))
            else:
                text = " | ".join(" ".join(cell.text.split()) for cell in row.own)
                message = f"La fila «{text[:_SHOWN]}» no es de un indicador; no se publica como tal."
                self.findings.append(ROW_WITHOUT_INDICATOR.finding(message, page=place.page, as_read=text))
        added = self.rows[first:]
        by_column: dict[FigureRole, list[Figure]] = defaultdict(list)
        for done in added:
            for figure in done.figures:
                by_column[figure.measure, figure.period].append(figure)
        self.findings += [*_unsure_texts(unsure), *fractions(by_column), *_blanks(added, by_column)]

    def _add_row(self, cells: _Cells, place: Place) -> None:
        number = len(self.rows) + 1
        code, objective = cells.objective(number)
        indicator_code, name = cells.indicator(number)
        indicator_unit, variable_unit = cells.units(number)
        level = cells.text("level", number)
        justification = cells.text("justification", number)
        figures = cells.figures(number, place)
        self.rows.append(Row(
            number=number, place=place, responsible_unit=cells.text("responsible_unit", number),
            unit_canonical="", level=level, level_rank=None, objective_code=code, parent_code="",
            objective=objective, indicator_code=indicator_code, indicator_name=name,
            frequency=cells.text("frequency", number), indicator_unit=indicator_unit,
            variable_unit=variable_unit,
            justification=justification, figures=figures, readings=cells.readings(),
        ))  # fmt: skip


class _Cells:
    """One row of a sheet by role."""

    def __init__(self, row: GridRow, part: Identified, body: Body) -> None:
        self._row, self._part, self._body = row, part, body

    def is_indicator(self) -> bool:
        """Whether the row is an indicator's: it has a level or figures, and is not a row of totals."""
        if level_rank(self._raw("level"), self._body.form) is not None:
            return True
        firsts = [fold(cell.text).split()[:1] for cell in self._row.own]
        totals = [fold(word) for word in self._body.form.cells.totals]
        total = any(likeness(" ".join(first), word) >= _SAME_WORD for first in firsts[:1] for word in totals)
        figures = sum(bool(self._row.text(column)) for _, column in self._figure_columns())
        if not figures or total:
            return False
        return bool(self._raw("level")) or any(self._raw(role) for role in _NAMES)

    def claimed(self) -> list[Cell]:
        """The cells that begin in the columns of the form."""
        roles = enumerate(self._part.columns.roles)
        cells = (self._row.cells[c] for c, role in roles if role is not None and c < len(self._row.cells))
        return list({id(cell): cell for cell in cells if cell is not None}.values())

    def text(self, role: str, number: int) -> str:
        """The running text of a column, hyphens at line ends undone and noted."""
        raw = self._raw(role)
        text, broken = join_lines(raw, self._body.words)
        column = self._part.columns.find(role)
        cell = self._row.cells[column] if column is not None else None
        if cell is not None:
            self._body.repairs += [
                Repair(
                    page=cell.place.page, row=number, field=_PUBLISHED.get(role, role), before=cut.before,
                    after=cut.after, rule=BROKEN_WORD, witnesses=(cut.after,), confidence=1.0,
                )
                for cut in broken
            ]  # fmt: skip
        return text

    def readings(self) -> tuple[TextReading, ...]:
        """How the texts were read. A cell that holds two of them counts for both."""
        cells: dict[str, Cell] = {}
        for role, fields in _FIELDS.items():
            cell = self._cell(role)
            if cell is not None and cell.text.strip():
                cells |= dict.fromkeys(fields, cell)
        return tuple(
            TextReading(field, cell.place, cell.text, cell.confidence, cell.recognizer, cell.alternatives)
            for field, cell in cells.items()
        )

    def objective(self, number: int) -> tuple[str, str]:
        """Code and text of the objective."""
        text = self.text("objective", number)
        own = self.text("objective_code", number).rstrip(" .:")
        code, rest = split_objective(text)
        if not code and not own and self._has_pixels("objective"):
            code, rest = split_misread_objective(text)
        if own and code != own:
            return own, text
        return code, rest

    def indicator(self, number: int) -> tuple[str, str]:
        """Code and name of the indicator."""
        text = self.text("indicator", number)
        own = self.text("indicator_code", number).rstrip(" :")
        code, rest = split_indicator(text)
        if not code and not own and self._has_pixels("indicator"):
            begins = map(plain, self._body.form.column("indicator").begins)
            code, rest = split_misread_indicator(text, begins)
        if own and code != own:
            return own, text
        return code, rest

    def _cell(self, role: str) -> Cell | None:
        column = self._part.columns.find(role)
        return self._row.cells[column] if column is not None and column < len(self._row.cells) else None

    def _has_pixels(self, role: str) -> bool:
        cell = self._cell(role)
        return cell is not None and is_recognized(cell)

    def units(self, number: int) -> tuple[str, str]:
        """Unit of the indicator and of its variables."""
        words = self._body.form.cells
        labels = (words.indicator_unit_labels, words.variable_unit_labels)

        def parted(role: str) -> tuple[str, str]:
            cell = self._cell(role)
            return split_units(self.text(role, number), *labels, misread=cell is not None and cell.recognizer != "pdf")

        both, indicator, variable = parted("unit"), parted("indicator_unit"), parted("variable_unit")
        if any(indicator):
            both = (indicator[0], both[1] or indicator[1])
        if any(variable):
            both = (both[0], variable[1] or variable[0])
        return both

    def figures(self, number: int, place: Place) -> tuple[Figure, ...]:
        """All figures of the table's columns, in the form's order."""
        body, figures = self._body, []
        for role, column in self._figure_columns():
            doubtful = column in self._part.columns.doubtful
            cell = self._row.cells[column] if column < len(self._row.cells) else None
            read = read_figure(
                role, cell, row=number, place=place, form=body.form, number_format=body.number_format,
                doubtful=doubtful, thousands=body.thousands,
            )  # fmt: skip
            figures.append(read.figure)
            body.findings += read.findings
            body.repairs += read.repairs
        unknown = self._unplaced({(f.measure, f.period) for f in figures if f.condition is not Condition.BLANK}, place)
        replaced = {(figure.measure, figure.period) for figure in unknown}
        figures = [figure for figure in figures if (figure.measure, figure.period) not in replaced] + unknown
        return tuple(sorted(figures, key=lambda figure: _ORDER[figure.measure, figure.period]))

    def _unplaced(self, placed: Collection[FigureRole], place: Place) -> list[Figure]:
        """The figures of the form that have no cell, where the pixels show figures that no column claims.

        They may be those: what was printed is not known, and it must not pass for blank.
        """
        columns = self._part.columns
        loose = [
            cell for cell, role in zip(self._row.cells, columns.roles, strict=False)
            if cell is not None and role is None and is_recognized(cell) and any(map(str.isdigit, cell.text))
        ]  # fmt: skip
        strange = [cell for cell in loose if cell.column not in columns.known_other]
        if not strange:
            return []
        return [
            Figure(measure, period, "", None, Condition.ILLEGIBLE, place, 0.0, strange[0].recognizer)
            for measure, period in self._expected()
            if (measure, period) not in placed
        ]

    def _expected(self) -> Iterator[FigureRole]:
        """The figures that a report of this quarter prints."""
        quarters = [Period.quarter(number) for number in range(1, 5)]
        yield from ((Measure.TARGET, period) for period in (Period.ANNUAL, *quarters))
        for measure in (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE):
            yield from ((measure, period) for period in quarters[: self._body.quarter or 1])

    def _figure_columns(self) -> list[tuple[FigureRole, int]]:
        roles = [(role, c) for c, role in enumerate(self._part.columns.roles) if isinstance(role, tuple)]
        return sorted(roles, key=lambda pair: _ORDER[pair[0]])

    def _raw(self, role: str) -> str:
        column = self._part.columns.find(role)
        return self._row.text(column) if column is not None else ""


_FIELDS = {
    "responsible_unit": ("responsible_unit",),
    "level": ("level",),
    "objective": ("objective_code", "objective"),
    "objective_code": ("objective_code",),
    "indicator": ("indicator_code", "indicator_name"),
    "indicator_code": ("indicator_code",),
    "frequency": ("frequency",),
    "unit": ("indicator_unit", "variable_unit"),
    "indicator_unit": ("indicator_unit",),
    "variable_unit": ("variable_unit",),
    "justification": ("justification",),
}
"""Columns of ``indicators.csv`` that a cell of a role may fill; a cell of its own comes after one that holds two."""

_PUBLISHED = {"indicator": "indicator_name", "unit": "indicator_unit"}
"""Roles whose column in ``indicators.csv`` is called otherwise."""


def _obscured(cells: Sequence[Cell], row: int) -> list[Finding]:
    crossed = [cell for cell in cells if cell.legibility is Legibility.OBSCURED]
    if not crossed:
        return []
    count = "una celda" if len(crossed) == 1 else f"{len(crossed)} celdas"
    message = f"Un trazo o un sello cruza {count} de la fila {row}."
    texts = tuple(" ".join(cell.text.split())[:_SHOWN] for cell in crossed)
    return [CELL_OBSCURED.finding(message, page=crossed[0].place.page, row=row, evidence=" | ".join(texts))]


def _is_unsure_text(cell: Cell) -> bool:
    words = is_recognized(cell) and any(character.isalpha() for character in cell.text)
    return words and cell.confidence < SURE_FROM


def _unsure_texts(pages: Counter[int]) -> list[Finding]:
    """One finding a page: a person reads the page, not the finding."""
    return [
        TEXT_UNSURE.finding(
            f"En la página {page} la lectura de {pages[page]} celdas de texto no es segura; coteje con el papel.",
            page=page, evidence=f"{pages[page]} celdas",
        )
        for page in sorted(pages)
    ]  # fmt: skip


def _blanks(rows: Sequence[Row], columns: dict[FigureRole, list[Figure]]) -> list[Finding]:
    """Blank cells of rows that have figures in the other columns that are usually filled."""
    usual = {
        role for role, some in columns.items() if sum(bool(f.as_read) for f in some) >= _USUAL * len(some)
    }
    found = []
    for row in rows:
        missing = [f for f in row.figures if (f.measure, f.period) in usual and not f.as_read]
        if 0 < len(missing) <= min(_FEW, len(usual) - 1):
            found += [
                FIGURE_BLANK.finding(
                    f"La fila {row.number} trae sus demás cifras y no {figure.field}.",
                    page=figure.place.page, row=row.number, field=figure.field,
                )
                for figure in missing
            ]  # fmt: skip
    return found
