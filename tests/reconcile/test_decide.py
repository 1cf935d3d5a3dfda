"""Each rule of evidence alone, on explanations made by hand: E1 to E7, for scans, transcriptions and prints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_evidence import (
    ACHIEVED,
    ANNUAL,
    CUMULATIVE,
    PROGRESS,
    Q1,
    Q3,
    SAID,
    SHARE,
    SUM,
    YEAR,
    by_issuer,
    by_misreading,
    looks,
    misread,
    scanned,
)
from reconcile_reports import report, row

from cuadre.evidence import Rereading
from normalize.model import Row
from reconcile.decide import Case, Decision, Reason, decide, demoted, margin_of
from reconcile.explanations import Explanation, Misread
from reconcile.judged import judge_rows
from reconcile.model import Regime, Status
from reconcile.never import Bar
from reconcile.readings import Key

APART = row("180 50/60/26/54", "50 100.00% 26.32%", told="50 50 100%")
RIGHT = misread(ANNUAL, "190", 720)
ISSUER = by_issuer(1200, ANNUAL, SUM, YEAR)
PINS = {RIGHT: (SUM, YEAR)}


def case(
    one: Row = APART,
    stories: tuple[Explanation, ...] = (by_misreading(RIGHT), ISSUER),
    said: dict[Key, tuple[Rereading, ...]] | None = None,
    *,
    kind: str = "scanned",
    pins: dict[Misread, tuple] | None = None,  # type: ignore[type-arg]
    **more: object,
) -> Case:
    read = one if kind == "transcript" or one.figures[0].recognizer != "pdf" else scanned(one)
    (judged,) = judge_rows(report(read, kind=kind), Regime("nearest", "annual"))
    return Case(
        row=read, readings=judged.readings, judged=judged.judged, charges=judged.charges, explanations=stories,
        pins=PINS if pins is None else pins, looks=said or {}, kind=kind, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def on(key: Key, one: Case) -> Decision:
    return next(decision for decision in decide(one) if decision.figure == key)


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ((), Status.PROPOSED, Reason.NOT_SEEN),
        (("190",), Status.REPAIRED, Reason.SEEN),
        (("190", "190"), Status.REPAIRED, Reason.SEEN),
        (("190", "180"), Status.UNDETERMINED, Reason.DISSENT),
        (("150", "150"), Status.UNDETERMINED, Reason.DISSENT),
        (("", ""), Status.PROPOSED, Reason.NOT_SEEN),
        (("180", "180"), Status.INCONSISTENT, Reason.PRINT_STANDS),
    ],
)
def test_pixels_convict(said: tuple[str, ...], status: Status, reason: Reason) -> None:
    decision = on(ANNUAL, case(said={ANNUAL: looks(*said)}))
    assert (decision.status, decision.reasons[0]) == (status, reason)


def test_a_transcription_is_proposed_at_best_and_accepted_with_two_pins_and_the_margin() -> None:
    decision = on(ANNUAL, case(kind="transcript"))
    assert (decision.status, decision.margin, decision.may_be_accepted) == (Status.PROPOSED, 480, True)
    assert not on(ANNUAL, case(kind="transcript", pins={RIGHT: (SUM,)})).may_be_accepted
    near = by_issuer(1100, ANNUAL, SUM, YEAR)
    assert not on(ANNUAL, case(kind="transcript", stories=(by_misreading(RIGHT), near))).may_be_accepted
    assert not on(ANNUAL, case()).may_be_accepted


def test_two_pins_convince_without_the_margin_and_the_margin_without_two_pins() -> None:
    near = (by_misreading(RIGHT), by_issuer(800, ANNUAL, SUM, YEAR))
    assert on(ANNUAL, case(stories=near)).status is Status.PROPOSED
    assert on(ANNUAL, case(pins={})).status is Status.PROPOSED
    tie = on(ANNUAL, case(stories=near, pins={RIGHT: (SUM,)}))
    assert (tie.status, tie.reasons) == (Status.UNDETERMINED, (Reason.NOT_SEEN, Reason.TIE))


def test_two_figures_with_two_pins_each_are_a_tie() -> None:
    other = misread(Q3, "16", 730)
    stories = (by_misreading(RIGHT), by_misreading(other), ISSUER)
    assert on(ANNUAL, case(stories=stories, pins={**PINS, other: (SUM, SHARE)})).status is Status.UNDETERMINED
    assert on(ANNUAL, case(stories=stories)).status is Status.PROPOSED


def test_second_looks_choose_among_several() -> None:
    other = misread(Q1, "40", 700)
    stories = (by_misreading(other), by_misreading(RIGHT), ISSUER)
    decisions = decide(case(stories=stories, said={ANNUAL: looks("190", "190"), Q1: looks("50", "50")}))
    assert [(one.figure, one.status) for one in decisions] == [(ANNUAL, Status.REPAIRED)]


def test_what_second_looks_repeat_is_not_misread_and_what_was_left_out_counts_as_next() -> None:
    other = misread(Q1, "40", 700)
    stories = (by_misreading(other), by_misreading(RIGHT), by_issuer(1100, ANNUAL, SUM, YEAR))
    decision = on(ANNUAL, case(stories=stories, said={Q1: looks("50", "50")}, pins={}))
    assert decision.margin == 380
    assert margin_of(by_misreading(RIGHT), [by_misreading(RIGHT)], 900) == 180
    assert margin_of(by_misreading(RIGHT), [by_misreading(RIGHT)]) is None


def test_only_one_cell_that_mends_all_is_considered() -> None:
    two = by_misreading(RIGHT, misread(PROGRESS, "90.00%", 700))
    left = replace(by_misreading(RIGHT), events=ISSUER.events)
    for story in (two, left):
        decisions = decide(case(stories=(story,), said={ANNUAL: looks("190", "190")}))
        assert [(one.figure, one.status, one.misread) for one in decisions] == [(ANNUAL, Status.UNDETERMINED, None)]


def test_the_issuer_is_blamed_where_that_is_clearly_likelier() -> None:
    likely = by_issuer(480, ANNUAL, SUM, YEAR)
    blamed = on(ANNUAL, case(stories=(likely, by_misreading(RIGHT))))
    assert (blamed.status, blamed.reasons) == (Status.INCONSISTENT, (Reason.ISSUER,))
    near = by_issuer(600, ANNUAL, SUM, YEAR)
    assert on(ANNUAL, case(stories=(near, by_misreading(RIGHT)))).status is Status.PROPOSED
    alone = on(ANNUAL, case(stories=(likely,)))
    assert alone.status is Status.INCONSISTENT


def test_looks_that_contradict_the_likelier_story_leave_it_to_a_person() -> None:
    likely = by_issuer(480, ANNUAL, SUM, YEAR)
    one = case(stories=(likely, by_misreading(RIGHT)), said={ANNUAL: looks("190", "190")})
    assert on(ANNUAL, one).status is Status.PROPOSED


def test_what_the_narrative_repeats_is_printed_so() -> None:
    copied = row("224 56/56/56/56", "71 116.79% 31.70%", told="56 71 116.79%")
    right = misread(PROGRESS, "126.79%", 700)
    one = case(copied, (by_misreading(right),), {PROGRESS: looks("126.79%", "126.79%")}, pins={right: (SHARE, SAID)})
    decision = on(PROGRESS, one)
    assert (decision.status, decision.reasons) == (Status.INCONSISTENT, (Reason.NARRATIVE,))


def test_what_a_digital_page_prints_is_certain() -> None:
    (judged,) = judge_rows(report(APART, kind="mixed"), Regime("nearest", "annual"))
    one = Case(row=APART, readings=judged.readings, judged=judged.judged, charges=judged.charges,
               explanations=(by_misreading(RIGHT), ISSUER), pins=PINS, kind="mixed")  # fmt: skip
    assert [(d.status, d.misread) for d in decide(one)] == [(Status.INCONSISTENT, None)]


def test_nothing_is_decided_where_nothing_was_explained() -> None:
    assert decide(case(stories=())) == ()


def test_a_proposal_elsewhere_clears_a_figure_whose_print_stands() -> None:
    one = row("34 10/7/3/13", "10 100.00% ?")
    wrong = misread((ANNUAL[0], CUMULATIVE[1].Q3), "4", 900)
    stories = (by_misreading(wrong), by_issuer(1100, ANNUAL, SUM))
    found = decide(case(one, stories, {ANNUAL: looks("34", "34"), wrong.figure: looks("4", "4")}, pins={}))
    assert [(d.figure, d.status) for d in found] == [(wrong.figure, Status.PROPOSED), (ANNUAL, Status.OK)]
    assert found[0].bars == (Bar.ONE_CHECK,)


def test_looks_that_agree_with_a_story_make_it_surer() -> None:
    before = on(ANNUAL, case()).confidence
    after = on(ANNUAL, case(said={ANNUAL: looks("190")})).confidence
    assert before is not None
    assert after is not None
    assert 0.99 < before < after <= 1


def test_a_demoted_repair_is_a_proposal_that_nobody_accepts_in_bulk() -> None:
    repaired = on(ANNUAL, case(said={ANNUAL: looks("190")}))
    assert demoted(repaired, Bar.BREAKER).status is Status.PROPOSED
    proposed = on(ANNUAL, case(kind="transcript"))
    assert not demoted(proposed, Bar.BREAKER).may_be_accepted


def test_one_look_that_repeats_the_reading_convicts_nobody() -> None:
    one = row("100 25/25/25/25", "20 85.00% 25.00%")
    stories = (by_issuer(600, PROGRESS, SHARE), by_misreading(misread(ACHIEVED, "21", 700)))
    found = {d.figure: d.status for d in decide(case(one, stories, {CUMULATIVE: looks("25.00%")}, pins={}))}
    assert found[CUMULATIVE] is Status.UNDETERMINED


def test_a_second_figure_accused_stays_with_the_issuer_or_open() -> None:
    both = row("100 25/25/25/25", "20 85.00% 25.00%")
    stories = (by_issuer(600, PROGRESS, SHARE), by_misreading(misread(ACHIEVED, "21", 700)))
    found = {d.figure: d.status for d in decide(case(both, stories, {CUMULATIVE: looks("25.00%", "25.00%")}, pins={}))}
    assert found[CUMULATIVE] is Status.INCONSISTENT
    assert found[PROGRESS] is Status.UNDETERMINED
