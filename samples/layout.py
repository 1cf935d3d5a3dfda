"""How a report looks: one frozen `Layout`, and `vary`, which makes up another one from a seed.

Lengths are in points. Colours are red, green, blue from 0 to 1.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from report import Report

Colour = tuple[float, float, float]

DESCRIPTIVE = ("unit", "level", "objective", "indicator", "frequency", "units")
MEASURES = ("target", "achieved", "progress", "cumulative")
PAPERS = {
    "letter": (792.0, 612.0),
    "legal": (1008.0, 612.0),
    "tabloid": (1224.0, 792.0),
    "a3": (1190.55, 841.89),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the header calls things; ``{year}``, ``{quarter}`` and ``{ordinal}`` are filled in.

    Attributes:
        columns: Column key to heading.
        measures: Heading of each group of figures.
        periods: Headings of the four quarters.
        annual: Heading of the year's target.
        indicator_group, figures_group: Top headings over the words and over the figures.
    """

    columns: dict[str, str]
    measures: dict[str, str]
    periods: tuple[str, str, str, str]
    annual: str
    indicator_group: str
    figures_group: str


def _columns(*headings: str) -> dict[str, str]:
    keys = (
        *("unit", "level", "code", "objective", "indicator", "frequency", "units"),
        *("indicator_unit", "variable_unit", "justification"),
    )
    return dict(zip(keys, headings, strict=True))


WORDINGS = (
    Wording(
        _columns(
            "UNIDAD ADMINISTRATIVA RESPONSABLE", "NIVEL", "CLAVE", "OBJETIVOS", "INDICADOR",
            "FRECUENCIA DE MEDICIÓN DEL INDICADOR, CON BASE A LAS RECOMENDACIONES DEL NIVEL DE OBJETIVOS",
            "UNIDAD DE MEDIDA DEL INDICADOR Y UNIDAD DE MEDIDA DE SUS VARIABLES",
            "UNIDAD DE MEDIDA DEL INDICADOR",
            "UNIDAD DE MEDIDA DE LAS VARIABLES",
            "JUSTIFICACION {ordinal} TRIMESTRE DE AVANCE DE RESULTADOS {year}",
        ),
        {
            "target": "META PROGRAMADA {year}", "achieved": "META ALCANZADA {year}",
            "progress": "PORCENTAJE DE AVANCE TRIMESTRAL {year}",
            "cumulative": "PORCENTAJE DE AVANCE TRIMESTRAL ACUMULADO {year}",
        },
        ("TRIMESTRE 1", "TRIMESTRE 2", "TRIMESTRE 3", "TRIMESTRE 4"), "ANUAL",
        "INDICADOR", "AVANCE EN CUMPLIMIENTO DE METAS TRIMESTRAL Y ANUAL ACUMULADO {year}",
    ),
    Wording(
        _columns(
            "ÁREA RESPONSABLE", "NIVEL MIR", "CLAVE MIR", "RESUMEN NARRATIVO", "NOMBRE DEL INDICADOR",
            "FRECUENCIA DE MEDICIÓN", "UNIDADES DE MEDIDA", "UNIDAD DE MEDIDA",
            "UNIDAD DE MEDIDA DE VARIABLES",
            "JUSTIFICACIÓN DEL AVANCE",
        ),
        {
            "target": "PROGRAMADO {year}", "achieved": "LOGRADO {year}", "progress": "% DE AVANCE",
            "cumulative": "% DE AVANCE ACUMULADO",
        },
        ("1er. TRIM.", "2do. TRIM.", "3er. TRIM.", "4to. TRIM."), "META ANUAL",
        "DATOS DEL INDICADOR", "SEGUIMIENTO DE METAS {year}",
    ),
    Wording(
        _columns(
            "Unidad responsable", "Nivel", "Clave", "Objetivo", "Indicador", "Periodicidad",
            "Unidad de medida",
            "Unidad de medida del indicador", "Unidad de medida de la variable", "Justificación trimestral",
        ),
        {
            "target": "Meta programada", "achieved": "Meta realizada",
            "progress": "Porcentaje de cumplimiento",
            "cumulative": "Porcentaje de cumplimiento acumulado",
        },
        ("I TRIM", "II TRIM", "III TRIM", "IV TRIM"), "TOTAL ANUAL",
        "Indicador", "Avance de metas {year}",
    ),
    Wording(
        _columns(
            "DEPENDENCIA O ÁREA EJECUTORA", "NIVEL DE OBJETIVO", "CÓDIGO", "OBJETIVO",
            "INDICADOR DE DESEMPEÑO",
            "FRECUENCIA", "UNIDAD DE MEDIDA DEL INDICADOR / VARIABLES", "U. DE M. DEL INDICADOR",
            "U. DE M. DE LAS VARIABLES", "OBSERVACIONES Y JUSTIFICACIÓN",
        ),
        {
            "target": "METAS PROGRAMADAS", "achieved": "AVANCE LOGRADO", "progress": "% AVANCE TRIMESTRAL",
            "cumulative": "% ACUMULADO ANUAL",
        },
        ("TRIM. 1", "TRIM. 2", "TRIM. 3", "TRIM. 4"), "ANUAL",
        "IDENTIFICACIÓN", "CUMPLIMIENTO DE METAS EJERCICIO {year}",
    ),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One look.

    Attributes:
        paper: A key of `PAPERS`.
        rotation: /Rotate of every page, 0, 90, 180 or 270; it reads upright all the same.
        wording: What the header says.
        columns: Keys of descriptive columns in order, then ``figures`` and ``justification`` among them;
            ``code``, ``indicator_unit`` and ``variable_unit`` stand apart where they are named.
        measures: Order of the groups of figures.
        annual_last: The year's target stands after its quarters.
        by_quarter: Figures stand grouped by quarter, each with its measures, instead of by measure.
        levels: Header rows, 1 to 3.
        extra: Heading of a column that no one asked for, or ``""``; it stands first.
        rulings: ``full``, ``horizontal``, ``none``, ``dotted`` or ``frame`` (header and outer frame).
        ruling_as: Drawn as ``line``, thin filled ``fill`` or one stroked ``rect`` per cell.
        zebra: Every other row is shaded.
        header_fill, header_ink: Colours of the header; fill ``None`` for white.
        font, bold: Names of faces; size in points.
        middle: Text stands in the middle of its cell, else at the top.
        centred: Words are centred, else left; figures always are centred.
        merge_units: Equal units of consecutive rows become one cell.
        break_rows: A row may go on on the next page.
        starts: Where the table starts on each page, from the top, in turn.
        header_repeats, title_repeats: On every page, else on the first.
        narrow_figures: Headings of figure columns break inside words.
        padding: Between text and ruling.
        second_table: ``""``, ``legend`` or ``budget``, above the table on the first page.
        spanish_numbers: ``1.234,5`` and ``61,54 %``.
        period_line: A title line tells quarter and year.
        page_label: With ``{page}`` and ``{pages}``.
    """

    paper: str = "legal"
    rotation: int = 0
    wording: Wording = WORDINGS[0]
    columns: tuple[str, ...] = (*DESCRIPTIVE, "figures", "justification")
    measures: tuple[str, ...] = MEASURES
    annual_last: bool = False
    by_quarter: bool = False
    levels: int = 3
    extra: str = ""
    rulings: str = "full"
    ruling_as: str = "line"
    zebra: bool = False
    header_fill: Colour | None = (0.85, 0.85, 0.85)
    header_ink: Colour = (0.0, 0.0, 0.0)
    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 5.0
    middle: bool = True
    centred: bool = True
    merge_units: bool = False
    break_rows: bool = False
    starts: tuple[float, ...] = field(default=(92.0,))
    header_repeats: bool = True
    title_repeats: bool = True
    narrow_figures: bool = False
    padding: float = 2.5
    second_table: str = ""
    spanish_numbers: bool = False
    period_line: bool = False
    page_label: str = "Página {page} de {pages}"

    def fill_in(self, heading: str, report: Report) -> str:
        """Return a heading with year and quarter."""
        return heading.format(year=report.year, ordinal=ORDINALS[report.quarter])


ORDINALS = ("", "PRIMER", "SEGUNDO", "TERCER", "CUARTO")
FACES = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Vera", "VeraBd"))
INKS: tuple[tuple[Colour | None, Colour], ...] = (
    ((0.13, 0.25, 0.4), (1.0, 1.0, 1.0)),
    ((0.36, 0.09, 0.16), (1.0, 1.0, 1.0)),
    ((0.85, 0.85, 0.85), (0.0, 0.0, 0.0)),
    ((0.9, 0.94, 0.87), (0.0, 0.0, 0.0)),
    (None, (0.0, 0.0, 0.0)),
)
LABELS = ("Página {page} de {pages}", "{page}/{pages}", "Hoja {page}", "- {page} -")


def vary(seed: int, quarter: int) -> Layout:
    """Make up a look; later quarters need wider paper."""
    chance = random.Random(f"layout {seed}")
    wording = chance.choice(WORDINGS)
    face = chance.choice(FACES)
    fill, ink = chance.choice(INKS)
    rulings = chance.choices(("full", "horizontal", "none", "dotted", "frame"), (50, 16, 8, 14, 12))[0]
    bare = rulings in {"none", "frame"}
    papers = ("letter", "legal", "tabloid", "a3") if quarter == 1 else ("tabloid", "a3")
    return Layout(
        paper=chance.choice(papers),
        rotation=chance.choice((0, 0, 0, 90, 180, 270)),
        wording=wording,
        columns=_order(chance),
        measures=_shuffled(chance, MEASURES, 0.3),
        annual_last=chance.random() < 0.3,
        levels=chance.choice((3, 3, 2, 2, 1)),
        extra=chance.choice(("", "", "", "No.", "SEMÁFORO")),
        rulings=rulings,
        ruling_as=chance.choice(("line", "fill", "rect")),
        zebra=chance.random() < (0.5 if bare else 0.2),
        header_fill=fill,
        header_ink=ink,
        font=face[0],
        bold=face[1],
        size=chance.choice((4.5, 5.0, 5.5, 6.0, 6.5)),
        middle=not bare and chance.random() < 0.6,
        centred=chance.random() < 0.4,
        merge_units=rulings in {"full", "horizontal"} and chance.random() < 0.35,
        break_rows=chance.random() < 0.3,
        starts=tuple(float(chance.choice((88, 96, 110, 130))) for _ in range(3)),
        header_repeats=chance.random() < 0.8,
        title_repeats=chance.random() < 0.7,
        narrow_figures=chance.random() < 0.25,
        padding=chance.choice((0.6, 1.5, 2.5, 3.5)) + (2.0 if bare else 0.0),
        second_table=chance.choice(("", "", "", "legend", "budget")),
        spanish_numbers=chance.random() < 0.06,
        period_line=wording is not WORDINGS[0] or chance.random() < 0.2,
        page_label=chance.choice(LABELS),
        by_quarter=chance.random() < 0.12,
    )


def _order(chance: random.Random) -> tuple[str, ...]:
    columns = list(_shuffled(chance, DESCRIPTIVE, 0.4))
    if chance.random() < 0.35:
        columns.insert(columns.index("objective"), "code")
    if chance.random() < 0.35:
        at = columns.index("units")
        columns[at : at + 1] = ["indicator_unit", "variable_unit"]
    tail = ["figures", "justification"] if chance.random() < 0.8 else ["justification", "figures"]
    return (*columns, *tail)


def _shuffled(chance: random.Random, items: tuple[str, ...], odds: float) -> tuple[str, ...]:
    """Return the items, in an order of chance with the odds given."""
    return tuple(chance.sample(items, len(items))) if chance.random() < odds else items
