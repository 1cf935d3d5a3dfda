"""Each check of a row fires on the row that breaks it and says what it should."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from reconcile_reports import figure, report, row

from cuadre.evidence import Kind, Severity
from normalize.model import Condition, Figure, Measure, Period, Report, Row
from reconcile.model import Reconciliation, Regime, Status, Verdict
from reconcile.rules import RULES
from reconcile.run import reconcile

INFO = {rule.id for rule in RULES if rule.severity is Severity.INFO}


def found(one: Row | Report) -> list[tuple[str, str]]:
    outcome = reconcile(one if isinstance(one, Report) else report(one))
    return [(finding.rule, finding.field) for finding in outcome.findings]


def verdict(outcome: Reconciliation, measure: Measure, period: Period) -> Verdict:
    return next(v for v in outcome.verdicts if (v.measure, v.period) == (measure, period))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (row("34 10/7/3/13", "10 100.00% 29.41%"), [("annual-not-sum", "target_annual")]),
        (row("100 25/_/25/25", "5 20.00% 5.00%"), [("annual-not-sum", "target_annual")]),
        (row("100 28/25/25/25", "20 80.00% 20.00%"), [("target-does-not-fit", "target_q1")]),
        (row("100 28/25/25/25", "20 80.00% 20.00%", told="25 20 80%"),
         [("target-does-not-fit", "target_q1")]),
        (row("100 25/25/25/25", "28 80.00% 20.00%"), [("achieved-does-not-fit", "achieved_q1")]),
        (row("100 25/25/25/25", "28 80.00% 20.00%", told="25 20 80%"),
         [("achieved-does-not-fit", "achieved_q1")]),
        (row("100 25/25/25/25", "28 80.00% ?", told="25 20 80%"), [("achieved-does-not-fit", "achieved_q1")]),
        (row("100 25/25/25/25", "20 82.00% 20.00%"), [("progress-not-ratio", "progress_q1")]),
        (row("100 0/25/25/50", "3 100% 3.00%"), [("progress-undefined", "progress_q1")]),
        (row("100 0/25/25/50", "0 50% 0.00%"), [("progress-undefined", "progress_q1")]),
        (row("0 0/0/0/0", "3 _ 3.00%"), [("progress-undefined", "cumulative_q1")]),
        (row("100 25/25/25/25", "20 80.00% 95.00%"), [("cumulative-not-ratio", "cumulative_q1")]),
        (row("100 25/25/25/25", "20 80.00% 20.00%", told="27 20 80%"),
         [("narrative-differs", "justification")]),
        (row("100 25/25/25/25", "20 80.00% 20.00%", told="25 7 28%"),
         [("narrative-of-another-row", "justification")]),
        (row("100 25/25/25/25", "-5 -20.00% -5.00%"),
         [("negative-figure", f) for f in ("achieved_q1", "progress_q1", "cumulative_q1")]),
        (row("100 25/25/25/25", "20 85.00% 25.00%"),
         [("progress-not-ratio", "progress_q1"), ("cumulative-not-ratio", "cumulative_q1")]),
        (row("0 0/0/0/0", "3 _ 3.00%", quarter=2), [("progress-undefined", "cumulative_q2")]),
        (row("12 3/3/3/3", "3 100% 25%", "2 66.67% 31.67%", quarter=2),
         [("cumulative-not-ratio", "cumulative_q2")]),
        (row("100 25/25/25/25", "_ 40.00% 0.00%"), [("progress-not-ratio", "progress_q1"),
         ("blank-as-zero", "cumulative_q1")]),
    ],
)  # fmt: skip
def test_a_check_fires_once_on_the_right_figure(one: Row, expected: list[tuple[str, str]]) -> None:
    assert found(one) == expected


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (row("100 0/25/25/50", "0 100% 0.00%"), "zero-over-zero"),
        (row("100 0/25/25/50", "0 0.00% 0.00%"), "zero-over-zero"),
        (row("100 25/25/25/25", "- 0.00% 0.00%"), "blank-as-zero"),
        (row("100 33.33/33.33/33.33/-", "33.33 100.00% 33.33%"), "display-rounding"),
        (row("100 25/50/75/100", "25 100% 25%", "50 100% 50%", quarter=2), "non-additive"),
        (row("30 20/40/20/40", "20 100% 66.67%", "20 50% 66.67%", quarter=2, unit="Tasa"), "non-additive"),
        (row("40 20/40/20/40", "20 100% 50%", "10 25% 50%", quarter=2, unit="Tasa"), "non-additive"),
        (row("100 25/25/25/25", "17 66.64% ?", told="25 16.66 66.64%"), "hidden-decimals"),
        (row("100 25/25/25/25", "17 66.64% 16.66%", "25 100% 41.66%", quarter=2), "hidden-decimals"),
        (row("98.17 24.54/24.54/24.54/24.55", "24.5 99.63% 24.91%"), "hidden-decimals"),
    ],
)
def test_what_explains_itself_asks_nobody_to_look(one: Row, rule: str) -> None:
    assert {rule} == {name for name, _ in found(one)} <= INFO


@pytest.mark.parametrize(
    "one",
    [
        row("100 25/25/25/25", "_ _ _"),
        row("_ _/_/_/_", "_ _ _"),
        row("100 25/25/25/25", "#¡DIV/0! 80% 20%"),
        row("100 #REF!/25/25/25", "20 80% 20%"),
        row("100 25/25/25/25", "2O 80% 20%", told="25 20 80%"),
        row("_ 25/25/25/25", "20 80% _"),
        row("100 25/25/25/25", "? ? 20%", told="25 20 80%"),
        row("100 25/25/25/25", "20 80.0% 20%", told="25 20 80%"),
        row("40 20/40/20/40", "#REF! 100% 50%", unit="Tasa"),
    ],
)
def test_what_is_missing_or_unreadable_is_not_judged(one: Row) -> None:
    assert [pair for pair in found(one) if pair[0] != "non-additive"] == []


def test_a_row_that_adds_up_to_a_lost_annual_is_not_called_non_additive() -> None:
    assert found(row("1 1/1/1/1", "1 100.00% 25.00%")) == [("annual-not-sum", "target_annual")]


def test_a_mode_that_does_not_explain_the_accumulated_figure_leaves_it_accused() -> None:
    pairs = found(row("100 25/50/75/100", "25 100% 25%", "50 100% 60%", quarter=2))
    assert pairs == [("cumulative-not-ratio", "cumulative_q2"), ("non-additive", "target_annual")]


def test_slack_needs_two_percentages_that_agree() -> None:
    one = row("100 25/25/25/25", "17 66.64% 16.40%")
    assert [rule for rule, _ in found(one)] == ["progress-not-ratio", "cumulative-not-ratio"]
    far = row("100 25/25/25/25", "17 90.00% 22.50%", told="25 16.66 90%")
    assert "hidden-decimals" not in [rule for rule, _ in found(far)]


def test_a_narrative_taken_from_another_row_names_it() -> None:
    own = row("100 25/25/25/25", "20 80.00% 20.00%", told="6 3 50%", number=1)
    other = row("24 6/6/6/6", "3 50.00% 12.50%", told="6 3 50%", number=2)
    outcome = reconcile(report(own, other))
    assert [finding.row for finding in outcome.findings] == [1]
    assert "son las cifras del renglón 2" in outcome.findings[0].message
    accused = [v.measure for v in outcome.verdicts if v.status is Status.INCONSISTENT]
    assert accused == [Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS]


def test_the_narrative_of_the_year_is_held_against_the_accumulated_column() -> None:
    one = row("100 25/25/25/25", "20 80.00% 20.00%")
    annual = figure(Measure.NARRATIVE_PROGRESS, Period.ANNUAL, "21%")
    told = replace(one, figures=(*one.figures, annual))
    assert found(told) == [("narrative-differs", "justification")]
    assert verdict(reconcile(report(told)), Measure.NARRATIVE_PROGRESS, Period.ANNUAL).computed == 20
    without = replace(told, figures=tuple(f for f in told.figures if f.measure is not Measure.CUMULATIVE))
    assert found(without) == []


def with_figure(one: Row, index: int, **changes: object) -> Row:
    figures: list[Figure] = list(one.figures)
    figures[index] = replace(figures[index], **changes)  # type: ignore[arg-type]
    return replace(one, figures=tuple(figures))


def test_statuses_follow_what_the_print_allows() -> None:
    wrong = row("100 25/25/25/25", "20 82.00% 20.00%")
    doubtful = with_figure(wrong, 6, confidence=0.8)
    unsure = with_figure(row("100 25/25/25/25", "20 _ _"), 5, condition=Condition.UNSURE)
    sure = with_figure(row("100 25/25/25/25", "20 80% _"), 5, condition=Condition.UNSURE, confidence=0.5)
    misplaced = with_figure(sure, 5, confidence=1.0)
    cases = [
        (report(wrong), Measure.PROGRESS, Status.INCONSISTENT),
        (report(wrong, kind="transcript"), Measure.PROGRESS, Status.UNDETERMINED),
        (report(doubtful), Measure.PROGRESS, Status.UNDETERMINED),
        (report(unsure), Measure.ACHIEVED, Status.UNDETERMINED),
        (report(sure), Measure.ACHIEVED, Status.OK),
        (report(misplaced), Measure.ACHIEVED, Status.UNDETERMINED),
        (report(row("100 25/25/25/25", "2O 80% 20%")), Measure.ACHIEVED, Status.ILLEGIBLE),
        (report(row("100 25/25/25/25", "20 #¡DIV/0! 20%")), Measure.PROGRESS, Status.INCONSISTENT),
        (report(row("100 25/25/25/25", "20 _ 20%")), Measure.PROGRESS, Status.OK),
    ]
    for one, measure, status in cases:
        assert verdict(reconcile(one), measure, Period.Q1).status is status


def test_without_pixels_whoever_nobody_vouches_for_is_undetermined_too() -> None:
    outcome = reconcile(report(row("34 10/7/3/13", "10 100.00% ?"), kind="transcript"))
    doubted = [v.period for v in outcome.verdicts if v.status is Status.UNDETERMINED]
    assert doubted == [Period.ANNUAL, Period.Q2, Period.Q3, Period.Q4]


def test_computed_stands_beside_every_percentage_and_annual_target() -> None:
    outcome = reconcile(report(row("30 10/7/3/10", "1 10.0% #¡DIV/0!", told="10 1 10%")))
    known = [v for v in outcome.verdicts if v.computed is not None]
    computed = {(v.measure, v.period): (v.computed, v.low, v.high) for v in known}
    third = (Decimal("3.33"), Decimal("3.333333"), Decimal("3.333334"))
    assert computed == {
        (Measure.TARGET, Period.ANNUAL): (30, 30, 30),
        (Measure.PROGRESS, Period.Q1): (10, 10, 10),
        (Measure.CUMULATIVE, Period.Q1): third,
        (Measure.NARRATIVE_PROGRESS, Period.Q1): (10, 10, 10),
    }


def test_only_the_checks_of_the_form_are_made() -> None:
    one = report(row("1 2/3/4/5", "1 2% 3%", told="4 5 6%", code="1.1"))
    assert reconcile(replace(one, arithmetic=())).findings == ()


def test_a_percentage_without_its_sign_is_told_softly() -> None:
    rows = [row("100 25/25/25/25", "20 80.00% 20.00%", number=n) for n in range(1, 11)]
    bare = row("100 25/25/25/25", "20 80.00 20.00%", number=11)
    assert found(report(*rows, bare)) == [("percent-sign-missing", "progress_q1")]


def test_two_figures_for_one_place_count_once() -> None:
    one = row("100 25/25/25/25", "20 80.00% 20.00%", told="25 20 80%")
    twice = replace(one, figures=(*one.figures, figure(Measure.NARRATIVE_PROGRESS, Period.Q1, "90%")))
    assert found(twice) == []


def test_statuses_are_ranked_best_first() -> None:
    assert sorted(Status, key=lambda status: status.rank) == list(Status)


def test_rules_are_named_once() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.kind for rule in RULES} == {Kind.ARITHMETIC, Kind.NARRATIVE, Kind.STRUCTURE, Kind.READING}


def share(part: int, whole: int, *, cut: bool) -> str:
    points = (10_000 * part) // whole if cut else (20_000 * part + whole) // (2 * whole)
    return f"{points // 100}.{points % 100:02}%"


def document(*, cut: bool = False, to_date: bool = False, rows: int = 12) -> Report:
    made = []
    for number in range(1, rows + 1):
        first, second, done = 6 + number, 7, number
        whole = first + second if to_date else 4 * first + second
        plan = f"{4 * first + second} {first}/{second}/{first}/{2 * first}"
        year = share(done, first if to_date else whole, cut=cut)
        quarters = (f"{done} {share(done, first, cut=cut)} {year}",
                    f"{second} 100.00% {share(done + second, whole, cut=cut)}")  # fmt: skip
        made.append(row(plan, *quarters, quarter=2, number=number))
    return report(*made, quarter=2)


@pytest.mark.parametrize(
    ("one", "regime", "rules"),
    [
        (document(), Regime("nearest", "annual"), []),
        (document(cut=True), Regime("truncate", "annual"), ["percentages-truncated"]),
        (document(to_date=True), Regime("nearest", "programmed_to_date"), ["cumulative-to-date"]),
        (document(cut=True, to_date=True), Regime("truncate", "programmed_to_date"),
         ["percentages-truncated", "cumulative-to-date"]),
        (report(row("4 1/1/1/1", "1 100% ?")), Regime(), []),
    ],
    ids=["usual", "cut", "to date", "both", "nothing to tell"],
)  # fmt: skip
def test_conventions_are_those_of_the_document(one: Report, regime: Regime, rules: list[str]) -> None:
    outcome = reconcile(one)
    assert outcome.regime == regime
    assert [finding.rule for finding in outcome.findings] == rules


def test_a_few_rows_cannot_make_a_convention() -> None:
    outcome = reconcile(document(cut=True, rows=3))
    assert outcome.regime.rounding_mode == "unknown"
    assert "percentages-truncated" not in {finding.rule for finding in outcome.findings}
    assert [finding for finding in outcome.findings if finding.rule not in INFO]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(["100%", "100.00%", "0%"], "100"), (["0%", "0.00%"], "0"), (["_", "-"], "blank"),
     (["0%", "100%"], "unknown"), (["50%"], "unknown"), (["#¡DIV/0!"], "unknown")],
)  # fmt: skip
def test_what_stands_for_nothing_of_nothing_is_voted(texts: list[str], expected: str) -> None:
    rows = [row("10 0/5/5/0", f"0 {text} 0.00%", number=n) for n, text in enumerate(texts, 1)]
    assert reconcile(report(*rows)).regime.zero_over_zero == expected


def in_fractions(one: Report) -> Report:
    rows = []
    for each in one.rows:
        figures = [
            figure(f.measure, f.period, f"{f.printed.value / 100:.2f}") if f.printed and f.printed.percent else f
            for f in each.figures
        ]  # fmt: skip
        rows.append(replace(each, figures=tuple(figures)))
    return replace(one, rows=tuple(rows))


def test_percentages_printed_as_fractions_are_computed_as_fractions() -> None:
    whole = report(*(row(f"{40 + n} 10/10/10/{10 + n}", f"{n} {10 * n}.00% ?", number=n) for n in range(1, 9)))
    outcome = reconcile(in_fractions(whole))
    assert outcome.regime.fractions == (Measure.PROGRESS,)
    assert outcome.findings == ()
    seventh = [v for v in outcome.verdicts if v.measure is Measure.PROGRESS][6]
    assert (seventh.computed, seventh.status) == (Decimal("0.70"), Status.OK)


def test_a_wrong_fraction_is_found_in_its_own_unit() -> None:
    rows = [row("40 10/10/10/10", f"{n} {10 * n}.00% ?", number=n) for n in range(1, 9)]
    whole = in_fractions(report(*rows, row("40 10/10/10/10", "5 77.00% ?", number=9)))
    wrong = reconcile(whole).findings[0]
    assert (wrong.row, wrong.rule, Decimal(wrong.reported), Decimal(wrong.computed)) == (
        9, "progress-not-ratio", Decimal("0.77"), Decimal("0.50"),
    )  # fmt: skip


def test_few_or_signed_percentages_are_no_fractions() -> None:
    rows = [row("400 100/100/100/100", "1 1.00% ?", number=n) for n in range(1, 9)]
    assert reconcile(report(*rows)).regime.fractions == ()
    assert reconcile(in_fractions(report(row("40 10/10/10/10", "5 50.00% ?")))).regime.fractions == ()


def test_zeros_of_a_quarter_to_come_are_explained() -> None:
    one = row("40 10/10/10/10", "5 50.00% 12.50%", "0 0.00% 0.00%", quarter=2)
    outcome = reconcile(report(one, quarter=1))
    assert [(f.rule, f.severity) for f in outcome.findings] == [("quarter-to-come", Severity.INFO)]
    assert verdict(outcome, Measure.CUMULATIVE, Period.Q2).status is Status.EXPLAINED
    assert [f.rule for f in reconcile(report(one, quarter=2)).findings] == ["cumulative-not-ratio"]
    later = row("40 10/10/10/10", "5 50.00% 12.50%", "3 30.00% 0.00%", quarter=2)
    assert [f.rule for f in reconcile(report(later, quarter=1)).findings] == ["cumulative-not-ratio"]
