"""Which of its readings a doubted cell in a column of figures has."""

from __future__ import annotations

import pytest

from cuadre.evidence import ES_ES, ES_MX, NumberFormat, Place
from extract.model import Cell
from normalize.doubted_figures import as_figure, prints_thousands
from normalize.figures import read_figure
from normalize.form import builtin_forms
from normalize.model import Condition, Measure, Period


def cell(text: str, confidence: float = 0.5, *others: str) -> Cell:
    return Cell(2, 3, text, (Place(1, (0, 0, 9, 9)),), confidence=confidence, recognizer="pp-ocr", alternatives=others)


@pytest.mark.parametrize(
    ("texts", "fmt", "told"),
    [
        (["1,089", "24,660", "25"], ES_MX, True),
        (["1,089", "25"], ES_MX, False),
        (["1,089", "24,660", "0.125"], ES_MX, False),
        (["1,089", "24,660", "2,012", "8.048"], ES_MX, True),
        (["1.089", "24.660"], ES_MX, False),
        (["1.089", "24.660", "19,01"], ES_ES, True),
    ],
)
def test_two_sure_figures_tell_the_sign_between_thousands_unless_many_have_three_decimals(
    texts: list[str], fmt: NumberFormat, told: bool
) -> None:
    assert prints_thousands([cell(text, 0.99) for text in texts], fmt) is told
    assert not prints_thousands([cell(text, 0.4) for text in texts], fmt)


@pytest.mark.parametrize(
    ("read", "published"),
    [
        (cell("24.660"), "24,660"),
        (cell("24.66"), "24.66"),
        (cell("0.660"), "0.660"),
        (cell("24.660", 0.99), "24,660"),
        (cell("24.66", 0.99), "24.66"),
        (cell("HIS,", 0.2, "108%"), "108%"),
        (cell("HIS,", 0.2, "HI5"), "HIS,"),
        (cell("HIS,", 0.9, "108%"), "HIS,"),
        (cell("19 01", 0.2, "19.01"), "19.01"),
        (cell("25 J", 0.2, "251"), "25 J"),
    ],
)
def test_a_doubted_cell_has_the_reading_that_fits_a_column_of_figures(read: Cell, published: str) -> None:
    found = as_figure(read, ES_MX, thousands=True)
    assert found.text == published
    if published != read.text:
        assert found.confidence <= min(read.confidence, 0.3)
        assert found.alternatives[0] == read.text


def test_without_witnesses_a_point_stays_a_point() -> None:
    assert as_figure(cell("24.660"), ES_MX, thousands=False).text == "24.660"


def test_a_guess_is_published_in_doubt_and_a_failed_formula_is_none() -> None:
    def figure(read: Cell) -> tuple[str, Condition]:
        form = builtin_forms()[0]
        role = (Measure.PROGRESS, Period.Q1)
        one = read_figure(role, read, row=1, place=read.place, form=form, number_format=ES_MX).figure
        return one.as_read, one.condition

    assert figure(cell("HIS,", 0.2, "108%")) == ("108%", Condition.UNSURE)
    assert figure(cell("#iDIV/O!", 0.2, "101")) == ("#iDIV/O!", Condition.SPREADSHEET_ERROR)


@pytest.mark.parametrize(("measure", "as_read"), [(Measure.TARGET, "24,660"), (Measure.PROGRESS, "24.660")])
def test_a_percentage_is_not_counted_in_thousands(measure: Measure, as_read: str) -> None:
    read, form = cell("24.660"), builtin_forms()[0]
    role = (measure, Period.Q1)
    found = read_figure(role, read, row=1, place=read.place, form=form, number_format=ES_MX, thousands=True)
    assert found.figure.as_read == as_read
