"""Lays a report out as a grid: which columns there are, what stands in each cell, which headings merge.

Nothing here knows about points; `draw` gives it its place on paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from layout import Layout
from report import QUARTERS, Report, Row

Run = tuple[str, bool]
"""Text and whether it is bold."""


@dataclass(frozen=True, slots=True)
class Column:
    """One leaf column.

    Attributes:
        key: ``unit``, ``annual``, ``pct_q1`` ...
        weight: Share of the width.
        path: Headings from the top down, one per header row; ``None`` continues the one above.
        figure: Holds figures.
    """

    key: str
    weight: float
    path: tuple[str | None, ...]
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A header cell: its text and the rows and columns it covers, ends excluded."""

    text: str
    top: int
    bottom: int
    left: int
    right: int


WEIGHTS = {
    "extra": 3.2,
    "unit": 6.6,
    "level": 4.0,
    "code": 3.6,
    "objective": 12.0,
    "indicator": 9.5,
    "frequency": 5.0,
    "units": 8.0,
    "indicator_unit": 5.0,
    "variable_unit": 6.0,
    "justification": 19.0,
}
FIGURE_WEIGHT = 3.6


def columns(report: Report, layout: Layout) -> tuple[Column, ...]:
    """Return the columns from left to right."""
    out: list[Column] = []
    if layout.extra:
        out.append(_word_column("extra", layout.extra, layout))
    for key in layout.columns:
        if key == "figures" and layout.by_quarter:
            out += _quarter_columns(report, layout)
        elif key == "figures":
            for measure in layout.measures:
                out += _figure_columns(measure, report, layout)
        else:
            out.append(_word_column(key, layout.fill_in(layout.wording.columns[key], report), layout))
    return tuple(out)


def _word_column(key: str, heading: str, layout: Layout) -> Column:
    alone = (heading, *([None] * (layout.levels - 1)))
    grouped = layout.levels == 3 and key not in {"justification", "extra"}
    path = (layout.wording.indicator_group, None, heading) if grouped else alone
    return Column(key, WEIGHTS[key], path)


def _figure_columns(measure: str, report: Report, layout: Layout) -> list[Column]:
    words = layout.wording
    group = layout.fill_in(words.measures[measure], report)
    top = layout.fill_in(words.figures_group, report)
    last = 4 if measure == "target" else report.quarter
    leaves = [(_key(measure, q), words.periods[q - 1]) for q in QUARTERS[:last]]
    if measure == "target":
        leaves.insert(len(leaves) if layout.annual_last else 0, ("annual", words.annual))
    if layout.levels == 1:
        leaves = [(key, f"{group} {leaf}") for key, leaf in leaves]
    paths = [(key, (top, group, leaf)[-layout.levels :]) for key, leaf in leaves]
    return [Column(key, FIGURE_WEIGHT, path, figure=True) for key, path in paths]


def _quarter_columns(report: Report, layout: Layout) -> list[Column]:
    words = layout.wording
    top = layout.fill_in(words.figures_group, report)
    annual = (top, words.annual, None) if layout.levels == 3 else (words.annual, None)[: layout.levels]
    out = [Column("annual", FIGURE_WEIGHT, annual, figure=True)]
    for q in QUARTERS:
        for measure in layout.measures if q <= report.quarter else ("target",):
            name, period = layout.fill_in(words.measures[measure], report), words.periods[q - 1]
            path = (top, period, name)[-layout.levels :] if layout.levels > 1 else (f"{name} {period}",)
            out.append(Column(_key(measure, q), FIGURE_WEIGHT, path, figure=True))
    return out


def _key(measure: str, quarter: int) -> str:
    """Return the field name of a measure in a quarter.

    >>> _key("progress", 2)
    'pct_q2'
    """
    names = {"target": "q", "achieved": "achieved_q", "progress": "pct_q", "cumulative": "cum_pct_q"}
    return f"{names[measure]}{quarter}"


def headings(shape: tuple[Column, ...]) -> tuple[Heading, ...]:
    """Return the header cells, equal neighbours merged under one parent."""
    levels = len(shape[0].path)
    out = []
    for level in range(levels):
        at = 0
        while at < len(shape):
            text = shape[at].path[level]
            end = at + 1
            while end < len(shape) and _same(shape, at, end, level):
                end += 1
            if text is not None:
                below = next((k for k in range(level + 1, levels) if shape[at].path[k] is not None), levels)
                out.append(Heading(text, level, below, at, end))
            at = end
    return tuple(out)


def _same(shape: tuple[Column, ...], one: int, other: int, level: int) -> bool:
    """Whether two columns share their heading on a level; the lowest heading of a column is its own."""
    path, next_path = shape[one].path, shape[other].path
    parent = any(part is not None for part in path[level + 1 :])
    return parent and path[: level + 1] == next_path[: level + 1]


def runs(row: Row, key: str, number: int, layout: Layout) -> tuple[Run, ...]:
    """Return what stands in one body cell; ``number`` counts rows from 1."""
    if key in row.figures:
        return ((figure_text(row.figures[key], layout), False),)
    code = "" if "code" in layout.columns else f"{row.code}: " if row.level == "Fin" else f"{row.code} "
    texts: dict[str, tuple[Run, ...]] = {
        "extra": ((str(number) if layout.extra == "No." else _light(number), False),),
        "unit": ((row.unit, False),),
        "level": ((row.level, False),),
        "code": ((row.code, False),),
        "objective": ((code + row.objective, False),),
        "indicator": ((f"{row.indicator_code}: {row.indicator_name}", False),),
        "frequency": ((row.frequency, False),),
        "indicator_unit": ((row.indicator_unit, False),),
        "variable_unit": ((row.variable_unit, False),),
        "units": _units(row),
        "justification": _justified(narrative_text(row.justification, layout)),
    }
    return texts[key]


def figure_text(text: str, layout: Layout) -> str:
    """Print a figure in the layout's notation."""
    if not layout.spanish_numbers or not any(c.isdigit() for c in text) or "!" in text:
        return text
    return text.translate(str.maketrans(",.", ".,")).replace("%", " %")


def narrative_text(text: str, layout: Layout) -> str:
    """Print the figures within a narrative in the layout's notation."""
    return re.sub(r"\d+(?:,\d{3})*(?:\.\d+)?%?", lambda figure: figure_text(figure[0], layout), text)


def _light(number: int) -> str:
    return ("Verde", "Verde", "Amarillo", "Rojo")[number % 4]


def _units(row: Row) -> tuple[Run, ...]:
    first: tuple[Run, ...] = (("UNIDAD DE MEDIDA DEL INDICADOR:", True), (row.indicator_unit, False))
    if not row.variable_unit:
        return first
    return (*first, ("UNIDAD DE MEDIDA DE LAS VARIABLES:", True), (row.variable_unit, False))


def _justified(text: str) -> tuple[Run, ...]:
    """Labels of the narrative in bold; its words stay as they are."""
    out: list[Run] = []
    for label in ("Justificación Trimestral:", "Justificación Anual:"):
        before, found, text = text.partition(label)
        if not found:
            text = before
            continue
        out += [(before.strip(), False)] if before.strip() else []
        out.append((label, True))
    return (*out, (text.strip(), False)) if text.strip() else tuple(out)
