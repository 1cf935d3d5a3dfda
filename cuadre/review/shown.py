"""A row of a document as the review page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cuadre.converted import Converted
from cuadre.decided import as_written, reading_of
from cuadre.decisions import Decision
from cuadre.evidence import Box, NumberFormat, Printed
from cuadre.export.records import printed_figures
from cuadre.export.schema import FIGURE_FIELDS, TEXT_FIELDS
from cuadre.review.model import Cell
from cuadre.review.words import ReviewWords
from normalize.model import Figure, Measure, Period, Row
from reconcile.edits import NARRATIVE
from reconcile.model import Verdict

_BEFORE_FIGURES = tuple(field for field in TEXT_FIELDS if field != "justification")


@dataclass(frozen=True, slots=True)
class Showing:
    """One document, ready to be shown.

    Attributes:
        converted: The document as it is judged now.
        decisions: What stands decided, by row and column.
        doubted: The cells in doubt, by row and column.
        verdicts: By figure.
        words: In which it is shown.
    """

    converted: Converted
    decisions: Mapping[tuple[int, str], Decision]
    doubted: frozenset[tuple[int, str]]
    verdicts: Mapping[tuple[int, Measure, Period], Verdict]
    words: ReviewWords

    @classmethod
    def of(
        cls, converted: Converted, decisions: Mapping[tuple[int, str], Decision],
        doubted: frozenset[tuple[int, str]], words: ReviewWords,
    ) -> Showing:  # fmt: skip
        """Index what is shown."""
        verdicts = {(one.row, one.measure, one.period): one for one in converted.reconciliation.verdicts}
        return cls(converted, decisions, doubted, verdicts, words)

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """All cells of a row in the order of the form: texts, figures, justification."""
        figures = {figure.field: figure for figure in reversed(row.figures) if figure.field in FIGURE_FIELDS}
        ordered = [self._figure(row, figures[field]) for field in FIGURE_FIELDS if field in figures]
        texts = [self._text(row, field) for field in _BEFORE_FIGURES]
        return (*texts, *ordered, self._text(row, "justification"))

    def _figure(self, row: Row, figure: Figure) -> Cell:
        verdict = self.verdicts.get((row.number, figure.measure, figure.period))
        number_format, signed = self.converted.report.number_format, "%" in figure.as_read
        published = verdict.published(figure.printed) if verdict else figure.printed
        place = (row.number, figure.field)
        there = figure in printed_figures(row) or published is not None
        return Cell(
            figure.field, self.words.columns[figure.field], as_written(figure.as_read),
            "" if published is None else as_printed(published, number_format, percent=signed),
            _computed(verdict, number_format, percent=signed), verdict.status if verdict and there else None,
            figure.place.box, figure.place.page, place in self.doubted, place in self.decisions,
        )  # fmt: skip

    def _text(self, row: Row, field: str) -> Cell:
        place = (row.number, field)
        return Cell(
            field, self.words.columns[field], reading_of(self.converted.report, row, field) or "",
            str(getattr(row, field)), "", None, _text_box(row, field), row.place.page, place in self.doubted,
            place in self.decisions,
        )  # fmt: skip


def _text_box(row: Row, field: str) -> Box | None:
    """Where a text stands: of a package, only the figures that a justification restates know their cell."""
    if field != "justification":
        return None
    told = (one.place for one in row.figures if one.measure in NARRATIVE and one.place.page == row.place.page)
    return next((place.box for place in told), None)


def as_printed(printed: Printed, number_format: NumberFormat, *, percent: bool) -> str:
    """A figure as the document would print it, without thousands separators.

    >>> from decimal import Decimal
    >>> from cuadre.evidence import ES_ES
    >>> as_printed(Printed(Decimal("37.40"), 2), ES_ES, percent=True)
    '37,40%'
    """
    text = str(printed).replace(".", number_format.decimal)
    return f"{text}%" if percent else text


def _computed(verdict: Verdict | None, number_format: NumberFormat, *, percent: bool) -> str:
    if verdict is None or verdict.computed is None:
        return ""
    decimals = max(0, -int(verdict.computed.as_tuple().exponent))
    return as_printed(Printed(verdict.computed, decimals), number_format, percent=percent)
