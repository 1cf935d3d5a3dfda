"""What else a figure may say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from listed_prices import LISTED
from reconcile_reports import figure, row

from cuadre.evidence import ES_ES, ES_MX, NumberFormat, parse_printed
from normalize.model import Measure, Period, Row
from reconcile.candidates import Candidate, candidates_of, misread_of
from reconcile.readings import Key, readings_of

ANNUAL = (Measure.TARGET, Period.ANNUAL)
ACHIEVED = (Measure.ACHIEVED, Period.Q1)
PROGRESS = (Measure.PROGRESS, Period.Q1)
CUMULATIVE = (Measure.CUMULATIVE, Period.Q1)


def found(one: Row, key: Key, fractions: tuple[Measure, ...] = ()) -> dict[str, Candidate]:
    candidates = candidates_of(one, readings_of(one, fractions), LISTED, ES_MX, fractions)[key]
    assert list(candidates) == sorted(candidates, key=lambda c: (c.cost, c.core))
    return {candidate.core: candidate for candidate in candidates}


@pytest.mark.parametrize(
    ("read", "printed", "cost", "how"),
    [
        ("180", "190", 720, "9>8"),
        ("180", "780", 640, "7>1"),
        ("180", "150", 740, "5>8"),
        ("180", "181", 940, "1>0"),
        ("180", "1840", 820, "4 lost"),
        ("180", "18", 860, "0 inserted"),
        ("180", "790", 1060, "7>1, 9>8"),
    ],
)
def test_a_count_is_changed_back_slip_by_slip(read: str, printed: str, cost: int, how: str) -> None:
    candidate = found(row(f"{read} 1/1/1/1"), ANNUAL)[printed]
    assert (candidate.cost, candidate.how, candidate.slips) == (cost, how, 1 + how.count(","))
    assert candidate.value.value == Decimal(printed)


@pytest.mark.parametrize(
    ("read", "printed", "cost", "how"),
    [
        ("32.00%", "52.00", 690, "5>3"),
        ("219.31%", "214.81", 1060, "4>9, 8>3"),
        ("6664%", "66.64", 650, "separator lost"),
        ("6.664%", "66.64", 650, "separator moved"),
        ("66.6496", "66.64", 650, "% read 96"),
        ("66.649", "66.64", 650, "% read 9"),
        ("666496", "66.64", 1000, "% read 96, separator lost"),
    ],
)
def test_a_percentage_may_have_lost_its_signs(read: str, printed: str, cost: int, how: str) -> None:
    candidate = found(row("4 1/1/1/1", f"1 {read} 25.00%"), PROGRESS)[printed]
    assert (candidate.cost, candidate.how) == (cost, how)


def test_a_percent_sign_is_never_sought_in_a_count() -> None:
    assert not any("%" in c.how for c in found(row("1796 1/1/1/1"), ANNUAL).values())


def test_two_slips_are_considered_only_where_they_are_likely() -> None:
    two = [c for c in found(row("180 1/1/1/1"), ANNUAL).values() if c.slips > 1]
    assert two
    assert all(c.cost <= 1250 for c in two)


def test_a_candidate_can_be_printed_in_its_place() -> None:
    one = row("180 1/1/1/1", "1 100.00% 26.32%")
    for key in (ANNUAL, PROGRESS, CUMULATIVE):
        for core, candidate in found(one, key).items():
            assert candidate.value.value >= 0
            assert candidate.printed.decimals == (0 if key == ANNUAL else 2)
            assert core == "0" or not core.startswith("0") or core.startswith("0.")
            assert candidate.value.value != readings_of(one).printed[key].value


def test_a_count_may_have_decimals_where_counts_of_its_row_have_some() -> None:
    assert "18.0" not in found(row("180 1/1/1/1"), ANNUAL)
    assert "18.0" in found(row("180 1.5/1/1/1"), ANNUAL)


def test_what_is_negative_or_blank_has_no_candidates() -> None:
    one = row("-180 _/1/1/1")
    assert found(one, (Measure.TARGET, Period.Q2))
    candidates = candidates_of(one, readings_of(one), LISTED, ES_MX)
    assert candidates[ANNUAL] == ()
    assert (Measure.TARGET, Period.Q1) not in candidates


def test_the_recognisers_alternatives_cost_what_its_doubt_says() -> None:
    doubtful = figure(*ANNUAL, "180", recognizer="ppocr", confidence=0.8, alternatives=("190", "l80", "-180", "780"))
    one = row("180 1/1/1/1")
    one = replace(one, figures=(doubtful, *one.figures[1:]))
    candidates = found(one, ANNUAL)
    assert (candidates["190"].cost, candidates["190"].how) == (208, "alternative")
    assert (candidates["780"].cost, candidates["780"].how) == (416, "alternative")


def test_doubt_makes_slips_cheaper_but_never_free() -> None:
    one = row("180 1/1/1/1")
    costs = []
    for confidence in (1.0, 0.97, 0.7, 0.0):
        doubtful = figure(*ANNUAL, "180", recognizer="ppocr", confidence=confidence)
        costs.append(found(replace(one, figures=(doubtful, *one.figures[1:])), ANNUAL)["190"].cost)
    assert costs == [720, 720, 490, 369]


def test_fractions_of_one_are_taken_in_points_and_kept_as_printed() -> None:
    one = row("4 1/1/1/1", "1 0.32 0.25")
    candidate = found(one, PROGRESS, (Measure.PROGRESS,))["0.52"]
    assert (candidate.printed, candidate.value.value) == (parse_printed("0.52"), Decimal(52))


@pytest.mark.parametrize(
    ("read", "printed", "text", "number_format"),
    [
        ("1,180", "1190", "1,190", ES_MX),
        ("11180", "11190", "11190", ES_MX),
        ("1,180.5 %", "1190.5", "1,190.5 %", ES_MX),
        ("1.180,5%", "1190.5", "1.190,5%", ES_ES),
        ("999,180", "1999180", "1,999,180", ES_MX),
    ],
)
def test_a_misreading_is_written_as_its_paper_would_show_it(
    read: str, printed: str, text: str, number_format: NumberFormat
) -> None:
    one = row("1 1/1/1/1", "1 1% 1%")
    key = PROGRESS if "%" in read else ANNUAL
    shown = replace(figure(*key, "1"), as_read=read, printed=parse_printed(read, number_format))
    one = replace(one, figures=tuple(shown if (f.measure, f.period) == key else f for f in one.figures))
    candidates = candidates_of(one, readings_of(one), LISTED, number_format)[key]
    chosen = next(candidate for candidate in candidates if candidate.core == printed)
    misread = misread_of(chosen, read, number_format)
    assert misread.text == text
    assert parse_printed(misread.text, number_format) == misread.printed
