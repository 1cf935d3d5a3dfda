"""The figures that the justification of a row restates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuadre.evidence import PERSON, NumberFormat, Place
from normalize.model import Condition, Figure, Measure, Period, Row
from normalize.narrative import narrative_figures

_MEASURES = {
    "target": Measure.NARRATIVE_TARGET,
    "achieved": Measure.NARRATIVE_ACHIEVED,
    "progress": Measure.NARRATIVE_PROGRESS,
}


def with_restated(rows: Sequence[Row], number_format: NumberFormat, quarter: int | None) -> tuple[Row, ...]:
    """The rows with the figures of their justifications, which come last.

    Args:
        rows: With the justifications that are published: the spans of the figures are places in them.
        number_format: How the document prints figures.
        quarter: The quarter reported, 1 to 4; ``None`` where the document does not say it.
    """
    return tuple(replace(row, figures=(*row.figures, *_restated(row, number_format, quarter))) for row in rows)


def restated_anew(row: Row, number_format: NumberFormat, quarter: int | None) -> Row:
    """The row with the figures that its justification restates now, after a person decided on its text.

    They stand where those of the text before stood; on the row's page where there were none.
    """
    own = tuple(figure for figure in row.figures if figure.measure not in _MEASURES.values())
    before = next((figure for figure in row.figures if figure.measure in _MEASURES.values()), None)
    place, recognizer = (before.place, before.recognizer) if before else (Place(row.place.page), PERSON)
    period = _reported(own, quarter)
    told = tuple(
        Figure(
            _MEASURES[mention.role], period, mention.text, mention.printed, Condition.CLEAR, place, mention.confidence,
            recognizer, mention.span,
        )
        for mention in narrative_figures(row.justification, fmt=number_format, quarter=quarter)
        if mention.role in _MEASURES
    )  # fmt: skip
    return replace(row, figures=(*own, *told))


def _restated(row: Row, number_format: NumberFormat, quarter: int | None) -> list[Figure]:
    reading = row.reading("justification")
    if reading is None:
        return []
    period = _reported(row.figures, quarter)
    return [
        Figure(
            _MEASURES[mention.role], period, mention.text, mention.printed, Condition.CLEAR, reading.place,
            min(mention.confidence, reading.confidence), reading.recognizer, mention.span,
        )
        for mention in narrative_figures(row.justification, fmt=number_format, quarter=quarter)
        if mention.role in _MEASURES
    ]  # fmt: skip


def _reported(figures: Sequence[Figure], quarter: int | None) -> Period:
    """The quarter reported: what the title says, else the last one with an achieved figure."""
    if quarter:
        return Period.quarter(quarter)
    done = (figure.period for figure in figures if figure.measure == Measure.ACHIEVED and figure.printed)
    return max(done, default=Period.Q1)
