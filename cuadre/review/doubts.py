"""What of a document is for a person to settle, with what is known of each cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cuadre.converted import Converted
from cuadre.evidence import Finding, ruling_of
from cuadre.export.records import column_of
from cuadre.export.schema import FIGURE_FIELDS, TEXT_FIELDS
from cuadre.review.arguments import Argued
from cuadre.review.candidates import figure_candidates, text_candidates
from cuadre.review.model import Cell, Doubt, Where
from cuadre.review.shown import Showing
from cuadre.review.weights import below, figure_weight, text_weight
from normalize.model import Condition, Figure, Measure, Period, Row
from reconcile.confirm import is_in_doubt
from reconcile.edits import NARRATIVE, members
from reconcile.examined import Examined
from reconcile.model import Status, Verdict

CellKey = tuple[int, str]
"""Row and column."""

_COLUMNS = frozenset((*FIGURE_FIELDS, *TEXT_FIELDS))
_HEADING = 140


@dataclass(frozen=True, slots=True)
class Judged:
    """One document with all that was heard on it.

    Attributes:
        converted: Its rows and verdicts.
        examined: Its rows with what was heard, in their order.
    """

    converted: Converted
    examined: tuple[Examined, ...]

    @property
    def document_id(self) -> str:
        """Of the document."""
        return self.converted.report.source.document_id

    def examined_row(self, number: int) -> Examined:
        """What was heard on a row."""
        return next(one for one in self.examined if one.as_read.row.number == number)


def open_cells(judged: Judged, names: frozenset[str] = frozenset()) -> dict[CellKey, tuple[Finding, ...]]:
    """The cells for a person to look at, in reading order, with the findings on each.

    Where a check fails and no figure of it stands out, the row has one such cell: its most suspect figure.

    Args:
        judged: The document.
        names: Names of units that a person decided on: where they stand, nobody is asked again.
    """
    converted, settled = judged.converted, judged.converted.settled
    noted, loose = _noted(converted)
    verdicts = {(one.row, one.measure, one.period): one for one in converted.reconciliation.verdicts}
    proposed = {
        (one.row, one.field) for one in converted.report.repairs if one.state == "proposed" and ruling_of(one) is None
    }
    found: dict[CellKey, tuple[Finding, ...]] = {}
    for row, examined in zip(converted.report.rows, judged.examined, strict=True):
        fields = _asking(row, examined, verdicts, noted, settled)
        fields += [f for f in TEXT_FIELDS if (row.number, f) in proposed and (row.number, f) not in settled]
        if not fields and row.number in loose:
            fields = [_most_suspect(row.figures, examined)]
        known = row.responsible_unit in names
        for field in dict.fromkeys(field for field in fields if not (known and field == "responsible_unit")):
            key = (row.number, field)
            found[key] = (*noted.get(key, ()), *loose.get(row.number, ()))
    return found


def _noted(converted: Converted) -> tuple[dict[CellKey, tuple[Finding, ...]], dict[int, tuple[Finding, ...]]]:
    """The findings that ask for a look: by cell, and by row where they name no cell."""
    by_cell: defaultdict[CellKey, tuple[Finding, ...]] = defaultdict(tuple)
    by_row: defaultdict[int, tuple[Finding, ...]] = defaultdict(tuple)
    for finding in converted.open_findings:
        if finding.row is not None and finding.field in _COLUMNS:
            by_cell[finding.row, finding.field] += (finding,)
        elif finding.row is not None:
            by_row[finding.row] += (finding,)
    return dict(by_cell), dict(by_row)


def _asking(
    row: Row, examined: Examined, verdicts: Mapping[tuple[int, Measure, Period], Verdict],
    noted: Mapping[CellKey, tuple[Finding, ...]], settled: frozenset[CellKey],
) -> list[str]:  # fmt: skip
    named = [field for field in (*TEXT_FIELDS, *FIGURE_FIELDS) if (row.number, field) in noted]
    tied = []
    for figure in row.figures:
        verdict = verdicts.get((row.number, figure.measure, figure.period))
        column = column_of(figure.measure, figure.period)
        there = figure.as_read.strip() or figure.condition is Condition.ILLEGIBLE
        if not there or (row.number, column) in settled or column in named:
            continue
        if verdict is None or verdict.status.rank < Status.PROPOSED.rank:
            continue
        if _stands_out(figure, verdict):
            named.append(column)
        else:
            tied.append(figure)
    if tied and not any(field in FIGURE_FIELDS or field == "justification" for field in named):
        named.append(_most_suspect(tied, examined))
    return named


def _stands_out(figure: Figure, verdict: Verdict) -> bool:
    """Whether the figure is in doubt itself, and not only because a check that it takes part in fails."""
    return (
        verdict.status is not Status.UNDETERMINED or is_in_doubt(figure) or figure.condition is Condition.UNSURE
    )


def _most_suspect(figures: Sequence[Figure], examined: Examined) -> str:
    """The column of the figure that most failing checks are about; of those, of the one read with least confidence."""
    judged = examined.published
    failing = Counter(
        key for edit, judgement in judged.judged.items() if judgement.fails for key in members(edit, judged.readings)
    )
    there = [figure for figure in figures if figure.as_read.strip()]
    if not there:
        return "objective"

    def suspicion(one: Figure) -> tuple[int, float, bool]:
        return failing[one.measure, one.period], -one.confidence, one.measure not in NARRATIVE

    figure = max(there, key=suspicion)
    return column_of(figure.measure, figure.period)


@dataclass(frozen=True, slots=True)
class DoubtMaker:
    """Makes the doubts of one document.

    Attributes:
        judged: The document.
        showing: The same, ready to be shown.
        findings: On each cell in doubt.
        argued: Puts what is known of a cell into words.
        hanging: How many rows hang on each code.
    """

    judged: Judged
    showing: Showing
    findings: Mapping[CellKey, tuple[Finding, ...]]
    argued: Argued
    hanging: Counter[str]

    @classmethod
    def of(
        cls, judged: Judged, showing: Showing, findings: Mapping[CellKey, tuple[Finding, ...]], argued: Argued
    ) -> DoubtMaker:
        """Get ready."""
        return cls(judged, showing, findings, argued, below(judged.converted.report.rows))

    def doubt(self, key: CellKey) -> Doubt | None:
        """The doubt about one cell; ``None`` where the document has no such cell."""
        number, field = key
        report = self.judged.converted.report
        row = next((row for row in report.rows if row.number == number), None)
        cells = () if row is None else self.showing.cells(row)
        cell = next((cell for cell in cells if cell.field == field), None)
        if row is None or cell is None:
            return None
        findings = self.findings.get(key, ())
        examined = self.judged.examined_row(number)
        figure = next((figure for figure in row.figures if figure.field == field), None)
        hanging = self.hanging[row.objective_code] if row.objective_code else 0
        if figure is None:
            candidates = text_candidates(report, row, cell, findings, self.showing.words)
            weight = text_weight(field, findings, hanging)
        else:
            verdict = self.showing.verdicts[number, figure.measure, figure.period]
            candidates = figure_candidates(
                figure, cell, verdict, examined, findings=findings, number_format=report.number_format,
                words=self.showing.words,
            )  # fmt: skip
            weight = figure_weight(figure, verdict, examined, hanging)
        return Doubt(
            Where(self.judged.document_id, cell.page, number, field), cell, cells, self._heading(row),
            self.argued.sentences(self.judged, row, cell, figure, findings), candidates, weight,
            self.showing.decisions.get(key), report.source.name,
        )  # fmt: skip

    def _heading(self, row: Row) -> str:
        name = row.indicator_name or row.objective
        parts = (row.objective_code, row.level, name if len(name) <= _HEADING else name[:_HEADING] + "…")
        return " · ".join(part for part in parts if part) or self.showing.words.say("row", row=row.number)


def cells_of_page(showing: Showing, page: int) -> Iterator[tuple[int, Cell]]:
    """The cells of one page, with the row of each."""
    for row in showing.converted.report.rows:
        for cell in showing.cells(row):
            if cell.page == page:
                yield row.number, cell
