"""Invented reports with every oddity that the export must carry, and a stand-in for reconcile."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from cuadre.converted import Converted
from cuadre.evidence import ES_ES, Finding, Kind, Place, Printed, Repair, Severity, SourceFile, parse_printed
from cuadre.export.schema import FIGURE_FIELDS
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row, Signatory
from reconcile.model import Reconciliation, Regime, Status, Verdict
from reconcile.rules import ANNUAL_NOT_SUM

TEXTS = (
    "Dirección de Obras", "", "=HYPERLINK(1)", "+52 999", "-", "@todos", "\tsangría", "\rretorno", "'=ya",
    'dice "así", y\notro renglón', "a\r\nb", "nb\u00a0sp", "'70s", " orilla ", "a | b",
)  # fmt: skip
PRINTS = (
    "100", "100.00", "1,204", "-5", "116.79%", "0", "(3.5)", "", "#¡DIV/0!", "#REF!", "-", "\u2014", "n/d",
)  # fmt: skip
UNREAD = {
    "": Condition.BLANK, "-": Condition.DASH, "\u2014": Condition.DASH, "n/d": Condition.NOT_A_NUMBER,
    "#¡DIV/0!": Condition.SPREADSHEET_ERROR, "#REF!": Condition.SPREADSHEET_ERROR,
}  # fmt: skip


def figure(draw: random.Random, measure: str, period: str, place: Place) -> Figure:
    as_read = draw.choice(PRINTS)
    stands = UNREAD.get(as_read, Condition.CLEAR)
    printed = parse_printed(as_read) if stands is Condition.CLEAR else None
    return Figure(Measure(measure), Period(period), as_read, printed, stands, place, draw.random(), "pdf")


def row(draw: random.Random, number: int, *, paper: bool) -> Row:
    left, top = draw.uniform(0, 900), draw.uniform(0, 500)
    page = 1 + number // 3
    place = Place(page, (left, top, left + draw.random(), top + 9)) if paper else Place(page, line=number)
    fields = [*FIGURE_FIELDS, "narrative_target_q1", "narrative_progress_q1"]
    texts = [draw.choice(TEXTS) for _ in range(11)]
    return Row(
        number, place, texts[0], texts[1], draw.choice(("Fin", "Actividad", "Otro")), None, *texts[2:],
        tuple(figure(draw, *name.rsplit("_", 1), place) for name in fields if draw.random() < 0.8),
    )  # fmt: skip


def invent_report(seed: int) -> Report:
    draw = random.Random(seed)  # noqa: S311  (nothing secret)
    paper = draw.random() < 0.5
    rows = tuple(row(draw, number, paper=paper) for number in range(1, draw.randint(1, 6)))
    findings = tuple(
        Finding(
            rule=draw.choice(("odd-column", "odd-name")), kind=draw.choice((Kind.LAYOUT, Kind.STRUCTURE)),
            severity=draw.choice(tuple(Severity)), message=draw.choice(TEXTS) or "Algo.",
            page=draw.choice((None, 1)), row=draw.choice((None, 1)), field=draw.choice(("", "objective")),
            as_read=draw.choice(TEXTS), alternatives=tuple(draw.sample(TEXTS, draw.randint(0, 2))),
            confidence=draw.choice((None, 0.25)),
        )
        for _ in range(draw.randint(0, 4))
    )  # fmt: skip
    repairs = tuple(
        Repair(page=1, row=draw.choice((None, 1)), field="objective", before=draw.choice(TEXTS), after="x",
               rule="join", witnesses=("uno", "dos"), confidence=draw.choice((None, 0.5)))
        for _ in range(draw.randint(0, 2))
    )  # fmt: skip
    return Report(
        SourceFile(f"informe-{seed}.pdf", f"{seed:064x}"[::-1], 1000 + seed),
        "digital" if paper else "transcript", 3, "mir",
        Facts("EJE 4", "=programa", "", 2026, draw.choice((None, 3))), rows,
        signatories=(Signatory(3, "prepared", "+Ana", "Directora", "yes"), Signatory(3, "", "", "")),
        arithmetic=("sum",), findings=findings, repairs=repairs,
    )  # fmt: skip


def judge_report(report: Report) -> Reconciliation:
    """Give verdicts that depend on nothing but what the package keeps."""
    verdicts = tuple(
        Verdict(
            row.number, figure.measure, figure.period,
            Status.OK if figure.printed else Status.INCONSISTENT,
            Decimal("3.50") if figure.printed else None, Decimal("-0.1"), Decimal("1E+2"),
        )
        for row in report.rows
        for figure in row.figures
        if figure.period != Period.Q4
    )  # fmt: skip
    finding = Finding(
        rule=ANNUAL_NOT_SUM.id, kind=Kind.READING, severity=Severity.WARNING, message="No cuadra.", page=1,
        row=1, field="objective",
    )  # fmt: skip
    return Reconciliation(Regime("nearest", "annual", "100"), verdicts, (finding,) if report.rows else ())


@pytest.fixture(scope="session")
def judge() -> Callable[[Report], Reconciliation]:
    """Stands in for reconcile."""
    return judge_report


@pytest.fixture(scope="session")
def invent() -> Callable[[int], Converted]:
    """Makes a converted document, the same one for the same seed."""

    def make(seed: int) -> Converted:
        report = invent_report(seed)
        return Converted(report, judge_report(report))

    return make


@pytest.fixture(scope="session")
def plain() -> Converted:
    """One row that can be read at a glance: 100 a year, 25 a quarter, 20 achieved; Spanish number format."""
    place = Place(1, (10, 20.126, 30.5, 40))
    figures = tuple(
        Figure(Measure(measure), Period(period), text, Printed(Decimal(value), places, "%" in text),
               Condition.CLEAR, place)
        for measure, period, text, value, places in (
            ("target", "annual", "100", "100", 0),
            ("target", "q1", "-5", "-5", 0),
            ("progress", "q1", "80,00%", "80.00", 2),
        )
    )  # fmt: skip
    figures += (Figure(Measure.ACHIEVED, Period.Q1, "#REF!", None, Condition.SPREADSHEET_ERROR, place),)
    texts = ("4.1", "", "Objetivo", "IX", "Índice", "Anual", "Por ciento", "Obras", "Sin avance.")
    one = Row(1, place, "Unidad", "Unidad", "Fin", 0, *texts, figures)
    report = Report(SourceFile("plain.pdf", "ab" * 32, 9), "digital", 1, "mir", Facts(), (one,), ES_ES)
    verdicts = tuple(Verdict(1, f.measure, f.period, Status.OK) for f in figures)
    return Converted(report, Reconciliation(Regime(), verdicts, ()))
