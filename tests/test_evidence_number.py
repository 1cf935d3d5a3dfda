"""The one door for printed figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuadre.evidence import ES_ES, ES_MX, NotANumber, Printed, parse_printed


@pytest.mark.parametrize(
    ("text", "value", "decimals", "percent"),
    [
        ("0", "0", 0, False), ("100.00%", "100.00", 2, True), ("1,234", "1234", 0, False), ("10000", "10000", 0, False),
        (" 27.2 % ", "27.2", 1, True), ("-5", "-5", 0, False), ("(1,234.50)", "-1234.50", 2, False),
        ("$ 1,500.00", "1500.00", 2, False), ("\N{MINUS SIGN}3.5", "-3.5", 1, False), ("007", "7", 0, False),
    ],
)  # fmt: skip
def test_printed_figures(text: str, value: str, decimals: int, percent: bool) -> None:
    assert parse_printed(text) == Printed(Decimal(value), decimals, percent)


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_is_not_a_zero(blank: str) -> None:
    assert parse_printed(blank) is None


@pytest.mark.parametrize(
    "text",
    ["1 2O4", "12,34", "1,23,456", "1.234.567", "50 60", "1,234 567", "12.", "%", "-", "N/A", "#¡DIV/0!", "1,2345",
     "(5", "5)", "(-5)", "--5", "5%%", "１２", "1'234", "12e3", "1_000"],
)  # fmt: skip
def test_anything_else_is_not_a_number(text: str) -> None:
    with pytest.raises(NotANumber, match="not a number"):
        parse_printed(text)


def test_a_document_may_print_the_other_way_round() -> None:
    assert parse_printed("1.234,56 %", ES_ES) == Printed(Decimal("1234.56"), 2, percent=True)
    with pytest.raises(NotANumber):
        parse_printed("1,234.56", ES_ES)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_what_is_printed_is_read_back_with_its_precision(value: Decimal) -> None:
    printed = parse_printed(f"{value:,.2f}", ES_MX)
    assert printed is not None
    assert (printed.value, printed.decimals, printed.unit) == (value, 2, Decimal("0.01"))
    assert parse_printed(str(printed)) == printed


@given(st.text(max_size=8))
def test_any_text_is_a_figure_or_refused(text: str) -> None:
    try:
        printed = parse_printed(text)
    except NotANumber:
        return
    assert (printed is None) == (text.strip() == "")
