"""What must hold for any row: clean rows are quiet, any single wrong digit is noticed."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconcile_evidence import all_repeat, scan, scanned
from reconcile_reports import report, row

from cuadre.evidence import Severity, parse_printed
from normalize.model import Figure, Measure, Row
from reconcile.again import doubts
from reconcile.intervals import half_up
from reconcile.run import reconcile

FEW = settings(max_examples=60, deadline=None)


def percent(part: Fraction, whole: Fraction, decimals: int) -> str:
    return f"{half_up(100 * part / whole, decimals)}%" if whole else "100%"


def plan(draw: st.DrawFn) -> list[int]:
    if draw(st.booleans()):
        return [draw(st.integers(1, 2_000))] * 4
    return draw(st.lists(st.integers(0, 2_400), min_size=4, max_size=4).filter(any))


@st.composite
def clean_rows(draw: st.DrawFn, quarter: int | None = None) -> Row:
    """A row as an issuer without mistakes prints it: any quarter, zeros, over 100 %, 0 to 2 decimals."""
    until = quarter or draw(st.integers(1, 4))
    targets = plan(draw)
    done = [draw(st.one_of(st.just(target), st.integers(0, 3 * target), st.just(0))) for target in targets]
    reported = []
    for k in range(until):
        decimals = draw(st.sampled_from((0, 1, 2, 2, 2)))
        progress = percent(Fraction(done[k]), Fraction(targets[k]), decimals)
        cumulative = percent(Fraction(sum(done[: k + 1])), Fraction(sum(targets)), 2)
        reported.append(f"{done[k]} {progress} {cumulative}")
    told = f"{targets[until - 1]} {done[until - 1]} {progress}" if draw(st.booleans()) else ""
    return row(f"{sum(targets)} {'/'.join(map(str, targets))}", *reported, told=told, quarter=until)


@st.composite
def additive_rows(draw: st.DrawFn) -> Row:
    """A first quarter in which something was achieved, denominators below 10,000, two decimals."""
    targets = draw(st.lists(st.integers(1, 2_400), min_size=4, max_size=4))
    done = draw(st.integers(1, 3 * targets[0]))
    wholes = (targets[0], sum(targets))
    progress, cumulative = (percent(Fraction(done), Fraction(whole), 2) for whole in wholes)
    return row(f"{sum(targets)} {'/'.join(map(str, targets))}", f"{done} {progress} {cumulative}",
               told=f"{targets[0]} {done} {progress}")  # fmt: skip


def with_text(one: Row, index: int, text: str) -> Row:
    figures = list(one.figures)
    figures[index] = replace(figures[index], as_read=text, printed=parse_printed(text))
    return replace(one, figures=tuple(figures))


def loud(one: Row) -> list[str]:
    findings = reconcile(report(one)).findings
    return [finding.message for finding in findings if finding.severity is not Severity.INFO]


@given(clean_rows())
@FEW
def test_a_clean_row_raises_no_alarm(one: Row) -> None:
    assert loud(one) == []


@given(st.integers(1, 200), st.integers(1, 500), st.integers(10, 49), st.sampled_from((-1, 1)))
@FEW
def test_hidden_decimals_that_show_in_both_percentages_raise_no_alarm(
    target: int, whole: int, hundredths: int, sign: int
) -> None:
    exact = whole + sign * Fraction(hundredths, 100)
    texts = [percent(exact, Fraction(part), 2) for part in (target, 4 * target)]
    one = row(f"{4 * target} {'/'.join([str(target)] * 4)}", f"{whole} {texts[0]} {texts[1]}")
    assert loud(one) == []


@given(additive_rows(), st.data())
@FEW
def test_any_single_wrong_digit_is_noticed(one: Row, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(one.figures) - 1))
    text = one.figures[index].as_read
    places = [i for i, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    assert reconcile(report(with_text(one, index, text[:at] + digit + text[at + 1 :]))).findings


@given(additive_rows())
@FEW
def test_a_moved_decimal_point_is_noticed(one: Row) -> None:
    index = next(i for i, figure in enumerate(one.figures) if figure.measure is Measure.PROGRESS)
    whole, fraction = one.figures[index].as_read.split(".")
    moved = with_text(one, index, f"{whole}{fraction[0]}.{fraction[1:]}")
    assert loud(moved)


@given(additive_rows().filter(lambda one: one.figures[1].as_read != one.figures[5].as_read))
@FEW
def test_exchanged_columns_are_noticed(one: Row) -> None:
    """What was programmed and what was achieved in a quarter change places."""
    target, achieved = one.figures[1], one.figures[5]
    assert loud(with_text(with_text(one, 1, achieved.as_read), 5, target.as_read))


@given(st.lists(clean_rows(quarter=2), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_verdict_is_a_function_of_the_report(rows: list[Row]) -> None:
    numbered = tuple(replace(one, number=n) for n, one in enumerate(rows, 1))
    once = reconcile(report(*numbered))
    assert once == reconcile(report(*numbered))
    figures = [(one.number, f.measure, f.period) for one in numbered for f in one.figures]
    assert [(v.row, v.measure, v.period) for v in once.verdicts] == figures


@given(additive_rows(), st.data())
@FEW
def test_the_order_of_the_narrative_figures_says_nothing(one: Row, data: st.DataObject) -> None:
    wrong = with_text(one, 8, "7")
    told: list[Figure] = data.draw(st.permutations(wrong.figures[8:]))
    shuffled = replace(wrong, figures=(*wrong.figures[:8], *told))
    first, second = reconcile(report(wrong)), reconcile(report(shuffled))
    assert first.findings == second.findings
    assert set(first.verdicts) == set(second.verdicts)


@given(additive_rows())
@FEW
def test_rescaling_a_whole_row_goes_unnoticed(one: Row) -> None:
    """Ratios do not see units: this is a blind spot, and docs/trust.md says so."""
    counts = (Measure.TARGET, Measure.ACHIEVED, Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED)
    for index, figure in enumerate(one.figures):
        if figure.measure in counts:
            one = with_text(one, index, figure.as_read + "000")
    assert loud(one) == []


TREE = ("4.1", "4.1.1", "4.1.1.1", "4.1.1.2", "4.1.1.3", "4.1.2", "4.1.2.1", "4.1.2.2", "4.1.3", "4.1.3.1")


@pytest.mark.parametrize("lost", [code for code in TREE[1:-1] if code not in ("4.1.1.3", "4.1.2.2")])
def test_a_lost_row_leaves_a_gap(lost: str) -> None:
    """The first row of all and the last child of a parent are the exceptions: nothing points at them."""
    numbered = [(number, code) for number, code in enumerate(TREE, 1) if code != lost]
    rows = [row("4 1/1/1/1", "1 100% 25%", number=number, code=code) for number, code in numbered]
    assert [f for f in reconcile(report(*rows)).findings if f.severity is not Severity.INFO]


@pytest.mark.parametrize("lost", ["4.1", "4.1.1.3", "4.1.2.2", "4.1.3.1"])
def test_nothing_points_at_the_first_row_or_at_a_last_child(lost: str) -> None:
    numbered = [(number, code) for number, code in enumerate(TREE, 1) if code != lost]
    rows = [row("4 1/1/1/1", "1 100% 25%", number=number, code=code) for number, code in numbered]
    assert reconcile(report(*rows)).findings == ()


def test_a_thousand_clean_rows_raise_no_alarm() -> None:
    chance = random.Random(2026)  # noqa: S311 - rows for a count, not secrets
    rows = []
    for number in range(1, 1_001):
        targets = [chance.randrange(500) for _ in range(4)] if number % 3 else [chance.randrange(1, 500)] * 4
        targets[1] += not any(targets)
        done = chance.choice((targets[0], 0, chance.randrange(2 * targets[0] + 1)))
        texts = [percent(Fraction(done), Fraction(whole), 2) for whole in (targets[0], sum(targets))]
        rows.append(row(f"{sum(targets)} {'/'.join(map(str, targets))}", f"{done} {texts[0]} {texts[1]}",
                        number=number))  # fmt: skip
    outcome = reconcile(report(*rows))
    assert [f for f in outcome.findings if f.severity is not Severity.INFO] == []
    assert outcome.regime.rounding_mode == "nearest"


@pytest.mark.parametrize(
    "one",
    [
        row("2 2/2/2/2", "0 0.00% 0.00%"),
        row("120.01 30.00/30.00/30.00/30.00", "30.00 100.00% 25.00%"),
        row("999 25/25/25/924", "0 0.00% 0.00%"),
    ],
    ids=["one quarter for the year", "last decimal", "nothing achieved"],
)
def test_blind_spots_named_in_the_documentation(one: Row) -> None:
    assert loud(one) == []


@FEW
@given(clean_rows())
def test_nothing_of_a_row_that_tallies_is_asked_again_or_repaired(one: Row) -> None:
    for whole in (scan(scanned(one)), report(one, kind="transcript")):
        outcome = reconcile(whole, all_repeat(whole), accept=True)
        assert outcome.repairs == ()
        assert doubts(whole, outcome) == ()


@FEW
@given(additive_rows(), st.integers(0, 7), st.integers(0, 9))
def test_what_the_paper_repeats_is_published_as_it_was_read(one: Row, index: int, digit: int) -> None:
    """The issuer's slip: whatever the arithmetic predicts, no second look says it."""
    text = one.figures[index].as_read
    wrong = with_text(one, index, text[:-1] + str(digit) if text[-1] != "%" else f"{text[:-2]}{digit}%")
    whole = scan(scanned(wrong))
    outcome = reconcile(whole, all_repeat(whole))
    assert not [verdict for verdict in outcome.verdicts if verdict.repaired]
    assert not [repair for repair in outcome.repairs if repair.state == "applied"]
