"""Which number format a document prints, and what a cell of figures says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import ES_ES, ES_MX, Kind, Place, Severity
from extract.model import Cell, Legibility
from normalize.figures import ReadFigure, infer_number_format, read_figure
from normalize.form import builtin_forms
from normalize.model import Condition, Measure, Period

_FORM = builtin_forms()[0]


def _read(cell: Cell | None, place: Place) -> ReadFigure:
    role = (Measure.TARGET, Period.Q1)
    return read_figure(role, cell, row=1, place=place, form=_FORM, number_format=ES_MX)


@pytest.mark.parametrize(
    ("texts", "name", "rules"),
    [
        (["1,234", "37.40%", "25"], "es-MX", []),
        (["1.234,56", "37,40 %", "1.234"], "es-ES", ["number-format-other"]),
        (["1.234", "25"], "es-MX", ["number-format-unsure"]),
        (["1.234", "37.4%"], "es-MX", []),
        (["1,234", "25"], "es-MX", []),
        (["12,34", *["37.40%"] * 9], "es-MX", []),
        ([], "es-MX", []),
    ],
)
def test_the_format_is_the_one_that_reads_all(texts: list[str], name: str, rules: list[str]) -> None:
    found, findings = infer_number_format(texts, ES_MX)
    assert found.name == name
    assert [finding.rule for finding in findings] == rules


def test_the_default_of_the_form_holds_when_nothing_decides() -> None:
    assert infer_number_format(["25", "100"], ES_ES) == (ES_ES, ())


def test_a_figure_merged_over_columns_is_unsure_and_told() -> None:
    cell = Cell(2, 3, "25", (Place(1, (0, 0, 9, 9)),), column_span=2)
    read = _read(cell, cell.place)
    assert read.figure.condition == Condition.UNSURE
    assert [finding.rule for finding in read.findings] == ["figure-over-columns"]


@pytest.mark.parametrize(("confidence", "condition"), [(0.5, Condition.UNSURE), (0.9, Condition.CLEAR)])
def test_a_cell_read_with_doubt_is_unsure(confidence: float, condition: Condition) -> None:
    cell = Cell(2, 3, "25", (Place(1, None, 7),), confidence=confidence, recognizer="transcript")
    read = _read(cell, cell.place)
    assert (read.figure.condition, read.figure.confidence, read.figure.recognizer) == (
        condition, confidence, "transcript")  # fmt: skip


def test_a_place_without_a_cell_is_blank() -> None:
    where = Place(3, (0, 0, 9, 9))
    read = _read(None, where)
    assert (read.figure.condition, read.figure.place, read.findings) == (Condition.BLANK, where, ())


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("1,204", "1204", 0.9), ("37.40%", "37.40", 0.9), ("37.40 %", "37.40", 0.5), ("-12", "-12", 0.9),
        ("»\n9.99", "9.99", 0.5), ("25\n-", "25", 0.5), ("-\n25", "25", 0.5), ("+ 404", "404", 0.5),
        ("1.89%\n%", "1.89", 0.5), ("25\nAn", "25", 0.5), ("19,9\n76", "19976", 0.5),
        ("25\n7", None, 0.9), ("(\n25", None, 0.9), (". 25", None, 0.9), ("8 9 / 7", None, 0.9), ("l2", None, 0.9),
    ],
)  # fmt: skip
def test_dirt_beside_a_figure_read_from_pixels_leaves_it_in_doubt(
    text: str, value: str | None, confidence: float
) -> None:
    cell = Cell(2, 3, text, (Place(1, (0, 0, 9, 9)),), confidence=0.9, recognizer="pp-ocr")
    figure = _read(cell, cell.place).figure
    assert str(figure.printed) == str(value)
    assert (figure.as_read, figure.confidence) == (" ".join(text.split()), confidence)
    conditions = {0.5: Condition.UNSURE, 0.9: Condition.CLEAR if value else Condition.NOT_A_NUMBER}
    assert figure.condition == conditions[confidence]


def test_on_a_digital_page_nothing_beside_a_figure_is_dirt() -> None:
    cell = Cell(2, 3, "» 9.99", (Place(1, (0, 0, 9, 9)),))
    assert _read(cell, cell.place).figure.condition == Condition.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["#iDIV/0!", "#DIV/O!", "iDIV/0!", "#REF!", "#¡DlV/0!", "#VALOR", "#########", "#N/A"])
def test_a_spreadsheet_error_is_known_through_a_misread_sign(text: str) -> None:
    cell = Cell(2, 3, text, (Place(1, (0, 0, 9, 9)),), confidence=0.4, recognizer="tesseract")
    read = _read(cell, cell.place)
    assert (read.figure.condition, read.figure.as_read) == (Condition.SPREADSHEET_ERROR, text)
    assert [finding.rule for finding in read.findings] == ["spreadsheet-error"]


@pytest.mark.parametrize("text", ["", "1\nx/", "12"])
def test_ink_that_nobody_could_read_is_neither_blank_nor_a_figure(text: str) -> None:
    cell = Cell(2, 3, text, (Place(1, (0, 0, 9, 9)),), confidence=0.0, legibility=Legibility.ILLEGIBLE)
    read = _read(cell, cell.place)
    assert (read.figure.condition, read.figure.printed) == (Condition.ILLEGIBLE, None)
    assert [(f.rule, f.severity, f.kind, f.field) for f in read.findings] == [
        ("figure-illegible", Severity.ERROR, Kind.READING, "target_q1")
    ]


def test_a_blank_cell_of_a_scan_is_blank_and_a_crossed_one_keeps_its_reading() -> None:
    blank = Cell(2, 3, "", (Place(1, (0, 0, 9, 9)),), recognizer="pp-ocr")
    assert _read(blank, blank.place).figure.condition == Condition.BLANK
    crossed = replace(blank, text="12", confidence=0.9, legibility=Legibility.OBSCURED)
    assert _read(crossed, crossed.place).figure.condition == Condition.CLEAR


def test_a_dash_that_may_be_a_speck_is_illegible_and_no_blank() -> None:
    place = Place(1, (0.0, 0.0, 10.0, 10.0))

    def condition(confidence: float) -> Condition:
        cell = Cell(0, 0, "-", (place,), confidence=confidence, recognizer="pp-ocr")
        role = (Measure.TARGET, Period.Q1)
        read = read_figure(role, cell, row=1, place=place, form=_FORM, number_format=_FORM.number_format)
        return read.figure.condition

    assert condition(0.95) is Condition.DASH
    assert condition(0.55) is Condition.ILLEGIBLE
