"""Arithmetic confirms a reading in doubt only when it could not have held otherwise, and never supplies one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from reconcile_reports import report, row

from cuadre.evidence import Printed, Rereading
from normalize.model import Condition, Figure, Measure, Period, Row
from reconcile.confirm import one_sign_apart
from reconcile.model import Status
from reconcile.run import reconcile

Key = tuple[Measure, Period]
ANNUAL, Q1, Q2 = ((Measure.TARGET, period) for period in (Period.ANNUAL, Period.Q1, Period.Q2))
ACHIEVED, PROGRESS, CUMULATIVE = (
    (measure, Period.Q1) for measure in (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
)


def scanned(one: Row, confidences: dict[Key, float], usual: float = 0.99) -> Row:
    """The row as a recogniser read it, some figures with less confidence."""

    def read(figure: Figure) -> Figure:
        sure = confidences.get((figure.measure, figure.period), usual)
        doubted = sure < 0.6 and figure.condition is Condition.CLEAR
        condition = Condition.UNSURE if doubted else figure.condition
        return replace(figure, confidence=sure, recognizer="pp-ocr", condition=condition)

    return replace(one, figures=tuple(map(read, one.figures)))


def unread(one: Row, key: Key) -> Row:
    """The row with ink in one place that nobody could read."""
    changes = {"printed": None, "as_read": "", "condition": Condition.ILLEGIBLE, "confidence": 0.0}
    figures = [
        replace(figure, **changes) if (figure.measure, figure.period) == key else figure  # type: ignore[arg-type]
        for figure in one.figures
    ]
    return replace(one, figures=tuple(figures))


def statuses(one: Row, kind: str = "scanned", repeat: tuple[Key, ...] = ()) -> dict[Key, Status]:
    """The verdicts; second looks repeat some figures as they were read."""
    looks = {
        (1, *key): tuple(Rereading(one.figure(*key).as_read, 0.95, name) for name in ("tesseract", "pp-ocr"))  # type: ignore[union-attr]
        for key in repeat
    }
    return {(v.measure, v.period): v.status for v in reconcile(report(one, kind=kind), looks).verdicts}


@pytest.mark.parametrize("doubted", [ANNUAL, Q1, Q2, ACHIEVED, PROGRESS, CUMULATIVE])
def test_a_reading_that_nothing_else_would_fit_is_confirmed(doubted: Key) -> None:
    one = scanned(row("190 50/60/26/54", "50 100.00% 26.32%"), {doubted: 0.3})
    assert set(statuses(one).values()) == {Status.OK}


def test_a_percentage_that_may_have_lost_its_decimals_is_not_confirmed() -> None:
    one = scanned(row("41716 10429/10429/10429/10429", "10429 100.00% 25%"), {CUMULATIVE: 0.3})
    assert statuses(one)[CUMULATIVE] is Status.UNDETERMINED
    assert statuses(scanned(row("41716 10429/10429/10429/10429", "10429 100% 25%"), {CUMULATIVE: 0.3}))[
        CUMULATIVE
    ] is Status.OK  # fmt: skip


@pytest.mark.parametrize(
    ("one", "doubted"),
    [
        (row("_ 25/25/25/25", "0 0.00% ?"), [Q1]),
        (row("100 25/25/25/25", "? ? ?"), [Q1, Q2]),
        (row("90000 20000/20000/20000/30000", "1 0% ?"), [ACHIEVED]),
        (row("100 0/25/25/50", "0 100% 0.00%"), [PROGRESS]),
        (row("100 25/25/25/25", "20 80.00% 21.00%"), [ACHIEVED]),
        (row("30 10/7/3/10", "1 10% 3.3%"), [CUMULATIVE]),
        (row("100 25/25/_/25", "20 ? ?"), [ANNUAL]),
    ],
)  # fmt: skip
def test_a_reading_that_another_one_would_fit_as_well_is_not(one: Row, doubted: list[Key]) -> None:
    found = statuses(scanned(one, dict.fromkeys(doubted, 0.3)))
    assert found[doubted[0]] is Status.UNDETERMINED


def test_the_places_that_a_row_prints_tell_that_no_digit_is_missing() -> None:
    alone = scanned(row("30 10/7/3/10", "1 ? 3.33%"), {CUMULATIVE: 0.3})
    assert statuses(alone)[CUMULATIVE] is Status.UNDETERMINED
    beside = scanned(row("30 10/7/3/10", "1 10.00% 3.33%"), {CUMULATIVE: 0.3})
    assert statuses(beside)[CUMULATIVE] is Status.OK


def test_what_is_confirmed_may_bear_witness() -> None:
    one = row("190 50/60/26/54", "50 100.00% 26.32%")
    assert set(statuses(scanned(one, {ACHIEVED: 0.3, Q1: 0.3, Q2: 0.9})).values()) == {Status.OK}
    both = statuses(scanned(row("190 50/60/26/54", "50 ? ?"), {Q1: 0.3, Q2: 0.3}))
    assert both[Q1] is both[Q2] is Status.UNDETERMINED


@pytest.mark.parametrize("other", [{"confidence": 0.5}, {"condition": Condition.UNSURE}])
def test_a_witness_in_doubt_confirms_nothing(other: dict[str, object]) -> None:
    one = scanned(row("190 50/60/26/54", "50 100.00% ?"), {PROGRESS: 0.3})
    figures = tuple(replace(f, **other) if f.measure is Measure.ACHIEVED else f for f in one.figures)  # type: ignore[arg-type]
    assert statuses(replace(one, figures=figures))[PROGRESS] is Status.UNDETERMINED


def test_a_quarter_that_nobody_could_read_is_neither_blank_nor_zero() -> None:
    one = row("100 25/25/25/25", "0 0.00% 0.00%", "20 80.00% 20.00%", quarter=2)
    cumulative = (Measure.CUMULATIVE, Period.Q2)
    assert statuses(scanned(one, {cumulative: 0.3}))[cumulative] is Status.OK
    found = statuses(unread(scanned(one, {cumulative: 0.3}), ACHIEVED))
    assert (found[ACHIEVED], found[cumulative]) == (Status.ILLEGIBLE, Status.UNDETERMINED)


def test_an_unread_target_leaves_the_sum_unjudged() -> None:
    one = unread(scanned(row("100 25/25/25/25", "20 80.00% 20.00%"), {}), Q2)
    outcome = reconcile(report(one, kind="scanned"))
    assert outcome.findings == ()
    annual = next(v for v in outcome.verdicts if (v.measure, v.period) == ANNUAL)
    assert (annual.status, annual.computed) == (Status.OK, None)


def test_arithmetic_accuses_a_sure_reading_and_nobody_when_one_in_doubt_may_be_wrong() -> None:
    wrong = row("100 25/25/25/25", "20 82.00% 20.00%")
    assert statuses(scanned(wrong, {}))[PROGRESS] is Status.UNDETERMINED
    assert statuses(scanned(wrong, {}), repeat=(PROGRESS,))[PROGRESS] is Status.INCONSISTENT
    assert statuses(scanned(wrong, {PROGRESS: 0.3}))[PROGRESS] is Status.UNDETERMINED
    doubted = statuses(scanned(wrong, {ACHIEVED: 0.3}))
    assert (doubted[ACHIEVED], doubted[PROGRESS], doubted[CUMULATIVE]) == (
        Status.UNDETERMINED, Status.UNDETERMINED, Status.OK,
    )  # fmt: skip


@pytest.mark.parametrize(("usual", "status"), [(0.99, Status.OK), (0.9, Status.UNDETERMINED)])
def test_who_shares_a_violated_check_stands_when_beyond_doubt(usual: float, status: Status) -> None:
    quarters = [(Measure.TARGET, period) for period in (Period.Q2, Period.Q3, Period.Q4)]
    one = scanned(row("34 10/7/3/13", "10 100.00% ?"), {}, usual)
    found = statuses(one, repeat=(ANNUAL,))
    assert found[ANNUAL] is Status.INCONSISTENT
    # Of the quarters, the one that is likeliest misread is open until somebody looks.
    assert sorted(found[key] for key in quarters) == sorted([status, status, Status.UNDETERMINED])
    assert found[Q1] is Status.OK
    looked_at = statuses(one, repeat=(ANNUAL, *quarters))
    assert {looked_at[key] for key in quarters} == {Status.OK}


def test_the_digital_pages_of_a_mixed_document_are_certain() -> None:
    found = statuses(row("34 10/7/3/13", "10 100.00% ?"), kind="mixed")
    assert found[ANNUAL] is Status.INCONSISTENT
    assert Status.UNDETERMINED not in found.values()


def test_one_sign_apart_is_what_a_recogniser_may_have_taken_for_the_reading() -> None:
    near = {other.value for other in one_sign_apart(Printed(Decimal("2.5"), 1, percent=True))}
    assert {Decimal(value) for value in ("2.4", "3.5", "12.5", "22.5", "2.55", "2.51", "2.05")} <= near
    assert not {Decimal(value) for value in ("2.5", "25", "0.25")} & near
    below = {other.value for other in one_sign_apart(Printed(Decimal(-12), 0))}
    assert {Decimal(-1), Decimal(-2), Decimal(-13)} <= below
