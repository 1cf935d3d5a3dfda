"""Make reports of a few words: ``row("180 50/60/26/54", "50 100.00% 26.32%")``."""

from __future__ import annotations

from cuadre.evidence import NotANumber, Place, SourceFile, parse_printed
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row

_QUARTERS = (Period.Q1, Period.Q2, Period.Q3, Period.Q4)
_COLUMNS = (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
_NARRATIVE = (Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS)
PLACE = Place(1)


def figure(measure: Measure, period: Period, text: str, **more: object) -> Figure:
    """A figure of its text: ``_`` is blank, ``-`` a dash, ``#...`` a spreadsheet error."""
    condition, printed = Condition.CLEAR, None
    if text in ("_", "-"):
        condition = Condition.BLANK if text == "_" else Condition.DASH
    elif text.startswith("#"):
        condition = Condition.SPREADSHEET_ERROR
    else:
        try:
            printed = parse_printed(text)
        except NotANumber:
            condition = Condition.NOT_A_NUMBER
    fields = {"condition": condition, "printed": printed, **more}
    return Figure(measure, period, "" if text == "_" else text, place=PLACE, **fields)  # type: ignore[arg-type]


def row(
    plan: str,
    *reported: str,
    told: str = "",
    number: int = 1,
    quarter: int = 1,
    code: str = "",
    level: tuple[str, int | None] = ("Actividad", None),
    objective: str = "",
    unit: str = "Acciones",
) -> Row:
    """A row.

    Args:
        plan: ``annual q1/q2/q3/q4``.
        reported: ``achieved progress cumulative`` for each quarter, the last one being ``quarter``.
        told: ``target achieved progress`` of the narrative, ``?`` for what it does not say.
        number: Data row.
        quarter: Quarter of the report.
        code: Objective code.
        level: Level and its rank.
        objective: Objective, told apart by the number when not given.
        unit: Unit of the variables.
    """
    annual, quarters = plan.split()
    figures = [figure(Measure.TARGET, Period.ANNUAL, annual)]
    plan_texts = zip(_QUARTERS, quarters.split("/"), strict=True)
    figures += [figure(Measure.TARGET, period, text) for period, text in plan_texts]
    first = quarter - len(reported)
    for period, texts in zip(_QUARTERS[first:quarter], reported, strict=True):
        columns = zip(_COLUMNS, texts.split(), strict=True)
        figures += [figure(measure, period, text) for measure, text in columns if text != "?"]
    words = told.split() or ["?"] * 3
    period = _QUARTERS[quarter - 1]
    figures += [figure(m, period, text) for m, text in zip(_NARRATIVE, words, strict=True) if text != "?"]
    return Row(
        number=number, place=PLACE, responsible_unit="Área", unit_canonical="Área", level=level[0],
        level_rank=level[1], objective_code=code, parent_code=code.rpartition(".")[0],
        objective=objective or f"Objetivo {number}" * 2, indicator_code=f"I{number}", indicator_name="",
        frequency="Trimestral", indicator_unit="Porcentaje", variable_unit=unit, justification=told,
        figures=tuple(figures),
    )  # fmt: skip


def report(*rows: Row, kind: str = "digital", quarter: int | None = 1) -> Report:
    """A report of rows."""
    source = SourceFile("informe.pdf", "0" * 64, 1)
    return Report(source=source, kind=kind, pages=1, form="mir", facts=Facts(quarter=quarter), rows=rows)
