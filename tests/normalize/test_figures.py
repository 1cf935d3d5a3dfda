"""Which number format a document prints, and what a cell of figures says."""

from __future__ import annotations

import pytest

from cuadre.evidence import ES_ES, ES_MX, Place
from extract.model import Cell
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
