"""What is never repaired, one test each, with second looks that would all agree to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from reconcile_evidence import (
    ACHIEVED,
    ANNUAL,
    CUMULATIVE,
    PROGRESS,
    Q1,
    Q3,
    all_repeat,
    looks,
    misread,
    scan,
    scanned,
    seen,
    status_of,
    statuses,
)
from reconcile_reports import figure, report, row

from cuadre.evidence import ES_MX, Finding, Kind, Printed, Repair, Severity
from normalize.model import Condition, Figure, Measure, Period, Report, Row
from reconcile.judged import judge_rows
from reconcile.ledger import MISREAD
from reconcile.model import Reconciliation, Regime, Status
from reconcile.never import Bar, barred, checks_on, excluded
from reconcile.readings import Key
from reconcile.run import reconcile

APART = row("180 50/60/26/54", "50 100.00% 26.32%", told="50 50 100%")


def published(outcome: Reconciliation) -> list[Printed]:
    return [verdict.repaired for verdict in outcome.verdicts if verdict.repaired is not None]


def bars(one: Row, key: Key, text: str) -> tuple[Bar, ...]:
    (judged,) = judge_rows(report(one), Regime())
    found = one.figure(*key)
    assert found is not None
    return barred(found, misread(key, text, 700), judged.readings, judged.judged, ())


def reason(one: Row, key: Key, text: str, decided: frozenset[Key] = frozenset()) -> Bar | None:
    (judged,) = judge_rows(report(one), Regime())
    found = one.figure(*key)
    assert found is not None
    return excluded(found, misread(key, text, 700), judged.readings, decided, ES_MX)


def test_the_same_row_is_repaired_where_nothing_forbids_it() -> None:
    outcome = seen(scan(scanned(APART)), ANNUAL, "190", "190")
    assert published(outcome) == [Printed(Decimal(190), 0)]
    assert statuses(outcome) == {ANNUAL: Status.REPAIRED}


def test_1_the_narrative() -> None:
    one = scanned(row("100 25/25/25/25", "20 80.00% 20.00%", told="25 28 80%"))
    told = (Measure.NARRATIVE_ACHIEVED, Period.Q1)
    outcome = seen(scan(one), told, "20", "20")
    assert not published(outcome)
    assert status_of(outcome, told).rank > Status.PROPOSED.rank
    assert reason(one, told, "20") is Bar.NARRATIVE


@pytest.mark.parametrize("text", ["_", "-", "#REF!"])
def test_2_what_is_missing(text: str) -> None:
    one = scanned(row(f"100 25/25/{text}/25", "20 80.00% 20.00%"))
    outcome = seen(scan(one), Q3, "25", "25")
    assert not published(outcome)
    assert not outcome.repairs


@pytest.mark.parametrize(
    ("one", "key", "text"),
    [
        (row("190 50/60/28/54", "50 100.00% 26.32%"), Q3, "26"),
        (row("100 25/25/25/25", "20 80.00% 29.00%"), CUMULATIVE, "20.00%"),
    ],
)
def test_3_a_figure_with_one_check(one: Row, key: Key, text: str) -> None:
    outcome = seen(scan(scanned(one)), key, text, text)
    assert not published(outcome)
    assert status_of(outcome, key) is Status.PROPOSED
    assert Bar.ONE_CHECK in bars(one, key, text)


def test_4_a_plan_that_is_not_added_up() -> None:
    constant = row("2 2/2/2/2", "0 0.00% 0.00%")
    outcome = seen(scan(scanned(constant)), ANNUAL, "8", "8")
    assert not published(outcome)
    # The sum and the accumulated percentage both ask for 4: two pins, and yet the plan may be constant.
    lost = row("1 1/1/1/1", "1 100.00% 25.00%")
    outcome = seen(scan(scanned(lost)), ANNUAL, "4", "4")
    assert not published(outcome)
    assert Bar.NON_ADDITIVE in bars(lost, ANNUAL, "4")


def test_5_a_count_gets_no_decimals() -> None:
    one = row("100 25/25/25/25", "17 66.64% 16.66%")
    outcome = seen(scan(scanned(one)), ACHIEVED, "16.66", "16.66")
    assert not published(outcome)
    assert reason(one, ACHIEVED, "16.66") is Bar.FRACTION


def test_6_a_percentage_that_table_and_narrative_share() -> None:
    one = row("224 56/56/56/56", "71 116.79% 31.70%", told="56 71 116.79%")
    outcome = seen(scan(scanned(one)), PROGRESS, "126.79%", "126.79%")
    assert not published(outcome)
    assert reason(one, PROGRESS, "126.79%") is Bar.REPEATED


def test_7_more_than_one_cell() -> None:
    one = scan(scanned(row("180 50/60/26/54", "50 108.00% 26.32%", told="50 50 100%")))
    said = {**all_repeat(one), (1, *ANNUAL): looks("190", "190"), (1, *PROGRESS): looks("100.00%", "100.00%")}
    outcome = reconcile(one, said)
    assert not published(outcome)
    assert {status_of(outcome, ANNUAL), status_of(outcome, PROGRESS)} <= {Status.UNDETERMINED, Status.PROPOSED}


def test_7_a_cell_that_leaves_something_unexplained() -> None:
    one = scan(scanned(row("180 50/60/26/54", "50 100.00% 99.99%", told="50 50 100%")))
    assert not published(seen(one, ANNUAL, "190", "190"))


def test_8_ties() -> None:
    one = row("190 50/60/28/54", "50 ? ?")
    for text in ("?", "26"):
        outcome = seen(scan(scanned(one)), Q3, *([text, text] if text != "?" else []))
        assert not published(outcome)


def test_9_totals_of_other_rows() -> None:
    parent = scanned(row("50 25/25/0/0", "20 80.00% 40.00%", code="1.1", number=1))
    child = scanned(row("40 10/10/10/10", "5 50.00% 12.50%", code="1.1.1", number=2))
    one = scan(parent, child)
    outcome = reconcile(one, all_repeat(one))
    assert not outcome.repairs
    assert not published(outcome)


def test_10_other_documents_are_no_source() -> None:
    """A look that says what another report would is nothing where this row tallies."""
    one = scan(scanned(row("100 25/25/25/25", "20 80.00% 20.00%")))
    outcome = seen(one, ACHIEVED, "21", "21")
    assert not published(outcome)
    assert status_of(outcome, ACHIEVED) is Status.UNDETERMINED


@pytest.mark.parametrize(
    ("one", "key", "text"),
    [
        (row("100 25/25/25/25", "50 200.00% 50.00%"), PROGRESS, "100.00%"),
        (row("100 25/25/25/25", "-20 -80.00% -20.00%"), ACHIEVED, "20"),
        (row("100 25/25/0/50", "20 80.00% 20.00%"), Q3, "_"),
    ],
)
def test_11_no_capping_no_other_sign_no_blank_for_zero(one: Row, key: Key, text: str) -> None:
    assert not published(seen(scan(scanned(one)), key, text, text))


def test_11_a_sign_is_never_changed() -> None:
    assert reason(row("100 25/25/25/25", "-20 80.00% 20.00%"), ACHIEVED, "20") is Bar.SIGN


def test_12_separators_of_thousands() -> None:
    one = row("100.000 25000/25000/25000/25000", "20000 80.00% 20.00%")
    assert not published(seen(scan(scanned(one)), ANNUAL, "100,000", "100,000"))
    assert Bar.RESCALED in bars(one, ANNUAL, "100,000")


def test_12_a_row_in_other_units_is_not_noticed() -> None:
    """What no check can see: all counts of a row times a thousand."""
    one = scan(scanned(row("100000 25000/25000/25000/25000", "20000 80.00% 20.00%")))
    assert not statuses(reconcile(one))


def test_13_codes() -> None:
    rows = [scanned(row("4 1/1/1/1", "1 100% ?", code=code, number=n)) for n, code in enumerate(("1", "1.1", "1.3"))]
    outcome = reconcile(scan(*rows))
    assert [finding.rule for finding in outcome.findings] == ["code-gap"]
    assert not outcome.repairs


def test_14_degenerate_evidence() -> None:
    """0 % of any target is 0 %: the sum alone asks for another annual target."""
    one = row("108 25/25/25/25", "0 0.00% 0.00%")
    outcome = seen(scan(scanned(one)), ANNUAL, "100", "100")
    assert not [repair for repair in outcome.repairs if "acumulado q1" in repair.witnesses]
    assert not published(outcome)


def test_15_a_page_that_asks_for_too_many() -> None:
    rows = [scanned(replace(APART, number=n)) for n in range(1, 4)]
    one = scan(*rows)
    said = all_repeat(one) | {(n, *ANNUAL): looks("190", "190") for n in range(1, 4)}
    outcome = reconcile(one, said)
    assert not published(outcome)
    assert [status_of(outcome, ANNUAL, n) for n in (1, 2, 3)] == [Status.PROPOSED] * 3
    (tripped,) = [finding for finding in outcome.findings if finding.rule == "repairs-too-many"]
    assert (tripped.page, tripped.row) == (1, None)
    assert len(published(reconcile(scan(*rows[:2]), said))) == 2


def test_15_a_long_page_may_have_a_few() -> None:
    clean = [scanned(row("100 25/25/25/25", "20 80.00% 20.00%", number=n)) for n in range(4, 64)]
    one = scan(*(scanned(replace(APART, number=n)) for n in range(1, 4)), *clean)
    said = all_repeat(one) | {(n, *ANNUAL): looks("190", "190") for n in range(1, 4)}
    assert len(published(reconcile(one, said))) == 3


@pytest.mark.parametrize("state", ["rejected", "reverted"])
def test_16_what_a_person_decided(state: str) -> None:
    one = scan(scanned(APART))
    decided = Repair(page=1, row=1, field="target_annual", before="180", after="190", rule=MISREAD, state=state,
                     decided_by="ana")  # fmt: skip
    outcome = reconcile(one, {**all_repeat(one), (1, *ANNUAL): looks("190", "190")}, [decided])
    assert not published(outcome)
    assert outcome.repairs == (decided,)
    assert reason(APART, ANNUAL, "190", frozenset({ANNUAL})) is Bar.DECIDED


def test_16_what_a_person_set() -> None:
    figures = [replace(f, printed=Printed(Decimal(185), 0)) if f.field == "target_annual" else f for f in APART.figures]
    assert not published(seen(scan(scanned(replace(APART, figures=tuple(figures)))), ANNUAL, "190", "190"))


def test_a_figure_whose_column_is_in_doubt() -> None:
    one = scanned(APART)
    unsure = replace(one, figures=tuple(replace(f, condition=Condition.UNSURE) for f in one.figures))
    assert not published(seen(scan(unsure), ANNUAL, "190", "190"))


def test_a_figure_of_a_merged_cell() -> None:
    merged = Finding(rule="figure-over-columns", kind=Kind.READING, severity=Severity.WARNING, message="Combinada.",
                     page=1, row=1, field="target_annual")  # fmt: skip
    one: Report = replace(scan(scanned(APART)), findings=(merged,))
    assert not published(seen(one, ANNUAL, "190", "190"))


def test_checks_are_counted_on_what_they_tie_together() -> None:
    (judged,) = judge_rows(report(APART), Regime())
    keys = (ANNUAL, Q1, Q3, ACHIEVED, PROGRESS, CUMULATIVE)
    counts = [checks_on(key, judged.readings, judged.judged) for key in keys]
    assert counts == [2, 3, 1, 3, 2, 1]


def test_a_second_figure_in_one_place_is_no_other_figure() -> None:
    twice: tuple[Figure, ...] = (*APART.figures, figure(Measure.TARGET, Period.ANNUAL, "170"))
    outcome = seen(scan(scanned(replace(APART, figures=twice))), ANNUAL, "190", "190")
    assert published(outcome)[0].value == 190
