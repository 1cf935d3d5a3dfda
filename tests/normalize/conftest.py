"""Invented reports, as readings: any order of columns, any wording of headers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from cuadre.evidence import Place, SourceFile
from extract.model import Cell, Page, PageKind, Reading, Table, TextLine

SOURCE = SourceFile("invented.pdf", "0" * 64, 1)
TEXT_COLUMNS = ("responsible_unit", "level", "objective", "indicator", "frequency", "unit")

WORDINGS: Mapping[str, Sequence[str]] = {
    "responsible_unit": ("UNIDAD ADMINISTRATIVA RESPONSABLE", "ÁREA RESPONSABLE", "ÁREA"),
    "level": ("NIVEL", "NIVEL MIR", "Nivel de la MIR"),
    "objective": ("OBJETIVOS", "RESUMEN NARRATIVO", "Objetivo"),
    "indicator": ("INDICADOR", "NOMBRE DEL INDICADOR", "Indicador"),
    "frequency": ("FRECUENCIA DE MEDICIÓN", "PERIODICIDAD", "Frecuencia"),
    "unit": ("UNIDAD DE MEDIDA DEL INDICADOR Y DE SUS VARIABLES", "UNIDAD DE MEDIDA"),
    "justification": ("JUSTIFICACIÓN", "JUSTIFICACION DE AVANCE DE RESULTADOS", "Observaciones"),
    "target": ("META PROGRAMADA", "PROGRAMADO", "Meta programada"),
    "achieved": ("META ALCANZADA", "LOGRADO", "Realizado"),
    "progress": ("PORCENTAJE DE AVANCE TRIMESTRAL", "% AVANCE", "% de cumplimiento"),
    "cumulative": ("PORCENTAJE DE AVANCE TRIMESTRAL ACUMULADO", "AVANCE ACUMULADO", "% Acumulado"),
    "quarter": ("TRIMESTRE {n}", "{o} TRIM.", "T{n}", "{r} TRIM", "TRIM. {n}", "{o} Trimestre"),
}
_LEVELS = ("Fin", "Propósito", "Componente", "Actividad")
_ORDINALS = ("1er.", "2do.", "3er.", "4to.")
_ROMAN = ("I", "II", "III", "IV")
_NOUNS = ("talleres", "brigadas", "acuerdos", "reportes", "jornadas", "obras")
_UNITS = ("Dirección de Obras", "Secretaría de Cultura", "Coordinación de Comités", "Jefatura de Archivo")


@dataclass
class Invented:
    """A report to be: what it says, and how its table prints it."""

    rows: list[dict[str, str]]
    order: list[str]
    headers: dict[str, tuple[str, str]] = field(default_factory=dict)


def invent_rows(chance: random.Random, count: int, quarter: int) -> list[dict[str, str]]:
    """Rows whose arithmetic holds, cells as printed."""
    rows = []
    for number in range(count):
        targets = [chance.randint(3, 900) for _ in range(4)]
        done = [max(1, round(target * chance.choice((0.4, 0.8, 1, 1, 1.2)))) for target in targets]
        rank = number if number < len(_LEVELS) else 2 + number % 2
        level, code = _LEVELS[rank], ".".join(["4", "1", "1", *[str(1 + number)] * rank])
        noun = chance.choice(_NOUNS)
        row = {
            "responsible_unit": chance.choice(_UNITS), "level": level, "code": code,
            "objective": f"{code} Realización de {noun} en las colonias del municipio.",
            "indicator": f"P{noun[:3].upper()}{number}: Porcentaje de {noun} realizados",
            "frequency": "Trimestral",
            "unit": "UNIDAD DE MEDIDA DEL INDICADOR: Porcentaje\n"
            f"UNIDAD DE MEDIDA DE LAS VARIABLES: {noun.title()}",
            "justification": f"Justificación Trimestral: de los {targets[quarter - 1]} {noun} programados se "
            f"lograron realizar {done[quarter - 1]}, por lo que el avance fue el esperado por el área.",
            "target_annual": f"{sum(targets):,}",
        }  # fmt: skip
        for n in range(4):
            row[f"target_q{n + 1}"] = f"{targets[n]:,}"
            row[f"achieved_q{n + 1}"] = f"{done[n]:,}"
            row[f"progress_q{n + 1}"] = f"{100 * done[n] / targets[n]:.2f}%"
            row[f"cumulative_q{n + 1}"] = f"{100 * sum(done[: n + 1]) / sum(targets):.2f}%"
        rows.append(row)
    return rows


def figure_columns(quarter: int) -> list[str]:
    """The columns of figures of a report on this quarter."""
    some = [f"{m}_q{n}" for m in ("achieved", "progress", "cumulative") for n in range(1, quarter + 1)]
    return ["target_annual", *(f"target_q{n}" for n in range(1, 5)), *some]


def word_headers(columns: Sequence[str], chance: random.Random | None = None) -> dict[str, tuple[str, str]]:
    """Header of each column, group and own text, in the usual words or in words drawn by chance."""
    said = {role: chance.choice(words) if chance else words[0] for role, words in WORDINGS.items()}
    headers = {}
    for column in columns:
        if "_" not in column or column == "responsible_unit":
            headers[column] = ("", said.get(column, column))
            continue
        measure, period = column.rsplit("_", 1)
        n = int(period[1]) if period != "annual" else 0
        leaf = said["quarter"].format(n=n, o=_ORDINALS[n - 1], r=_ROMAN[n - 1]) if n else "ANUAL"
        headers[column] = (said[measure], leaf)
    return headers


def reading_of(tables: Sequence[Table], lines: Sequence[str] = ()) -> Reading:
    """One page with these tables and lines above them."""
    tops = range(20, 20 + 12 * len(lines), 12)
    texts = tuple(
        TextLine(text, Place(1, (50, top, 400, top + 10))) for text, top in zip(lines, tops, strict=True)
    )
    return Reading(SOURCE, (Page(1, 1000, 600, PageKind.DIGITAL, texts),), tuple(tables))


def _place(row: int, column: int) -> Place:
    return Place(1, (40.0 * column, 100 + 10.0 * row, 40.0 * column + 39, 109 + 10.0 * row))


def table_of(
    grid: Sequence[Sequence[str]],
    header_rows: int = 1,
    spans: Mapping[tuple[int, int], tuple[int, int]] | None = None,
) -> Table:
    """A table of these texts; ``spans`` gives rows and columns that a merged cell covers."""
    spans = spans or {}
    hidden = {
        (r + dr, c + dc)
        for (r, c), (rows, columns) in spans.items()
        for dr in range(rows)
        for dc in range(columns)
        if dr or dc
    }
    cells = [
        Cell(r, c, text, (_place(r, c),), *spans.get((r, c), (1, 1)))
        for r, line in enumerate(grid)
        for c, text in enumerate(line)
        if (r, c) not in hidden
    ]
    return Table(len(grid), len(grid[0]), header_rows, tuple(cells))


def print_table(report: Invented, *, grouped: bool) -> Table:
    """Print a report: group and column in two header rows, or both in one cell."""
    body = [[row.get(column, "") for column in report.order] for row in report.rows]
    heads = [report.headers[column] for column in report.order]
    if not grouped:
        return table_of([[" ".join(part for part in head if part) for head in heads], *body])
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    top, start = [""] * len(heads), 0
    for column, (group, leaf) in enumerate(heads):
        top[column] = group or leaf
        if not group:
            spans[0, column] = (2, 1)
        if column and group and heads[column - 1][0] == group:
            spans[0, start] = (1, column - start + 1)
        else:
            start = column
    return table_of([top, [leaf for _, leaf in heads], *body], 2, spans)


def chance(seed: int) -> random.Random:
    """Chance that repeats itself."""
    return random.Random(seed)  # noqa: S311


class Press:
    """All that tests need to invent a report and print it."""

    chance = staticmethod(chance)
    invent_rows = staticmethod(invent_rows)
    figure_columns = staticmethod(figure_columns)
    word_headers = staticmethod(word_headers)
    reading_of = staticmethod(reading_of)
    table_of = staticmethod(table_of)
    print_table = staticmethod(print_table)
    invented = Invented
    text_columns = TEXT_COLUMNS

    def report(self, count: int = 8, quarter: int = 1, seed: int = 1) -> Invented:
        """A report in the usual order, its headers in the usual words."""
        order = [*TEXT_COLUMNS, *figure_columns(quarter), "justification"]
        return Invented(invent_rows(chance(seed), count, quarter), order, word_headers(order))

    def reading(self, report: Invented, *, grouped: bool = True) -> Reading:
        """That report, printed, under a title that says its quarter."""
        return reading_of([print_table(report, grouped=grouped)], ["AVANCE DEL PRIMER TRIMESTRE 2026"])


@pytest.fixture(scope="session")
def press() -> Press:
    """The press."""
    return Press()
