"""Eight rows that between them hold every kind of verdict, on digital pages, in transcriptions and on scans."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reconcile_evidence import all_repeat, scan, scanned, seen
from reconcile_reports import report, row

from cuadre.evidence import Finding, Severity
from normalize.model import Measure, Period, Row
from reconcile.model import Reconciliation, Status
from reconcile.readings import Key
from reconcile.run import reconcile

ANNUAL = (Measure.TARGET, Period.ANNUAL)
PROGRESS = (Measure.PROGRESS, Period.Q1)
CUMULATIVE = (Measure.CUMULATIVE, Period.Q1)
ACHIEVED = (Measure.ACHIEVED, Period.Q1)

ANNUAL_TYPED_APART = row("180 50/60/26/54", "50 100.00% 26.32%", told="50 50 100%")
NARRATIVE_RIGHT = row("100 25/25/25/25", "13 32.00% 13.00%", told="25 13 52%")
ATTAINABLE_BY_NOTHING = row("468 81/130/129/128", "174 219.31% 37.18%", told="81 174 214.81%")
HIDDEN = row("100 25/25/25/25", "17 66.64% 16.66%", told="25 17 66.64%")
COPIED = row("224 56/56/56/56", "71 116.79% 31.70%", told="56 71 116.79%")
OTHER_NUMERATOR = row("225 60/60/50/55", "112 166.67% 49.78%", told="60 112 166.67%")
CUMULATIVE_OFF = row("43 12/12/12/7", "12 100.00% 51.16%", told="12 12 100%")
CONSTANT = row("2 2/2/2/2", "0 0.00% 0.00%", told="2 0 0%")


def judged(one: Row, kind: str = "digital") -> tuple[Reconciliation, list[Finding]]:
    outcome = reconcile(report(one, kind=kind))
    return outcome, [finding for finding in outcome.findings if finding.severity is not Severity.INFO]


def statuses(outcome: Reconciliation) -> dict[tuple[Measure, Period], Status]:
    return {(v.measure, v.period): v.status for v in outcome.verdicts if v.status is not Status.OK}


@pytest.mark.parametrize(
    ("one", "accused", "computed", "words"),
    [
        (ANNUAL_TYPED_APART, ANNUAL, "190", "50+60+26+54 = 190"),
        (NARRATIVE_RIGHT, PROGRESS, "52.00", "la justificación dice lo calculado"),
        (ATTAINABLE_BY_NOTHING, PROGRESS, "214.81", "que da 214.81 %"),
        (COPIED, PROGRESS, "126.79", "la justificación repite lo impreso"),
        (OTHER_NUMERATOR, PROGRESS, "186.67", "112 entre 60"),
        (CUMULATIVE_OFF, CUMULATIVE, "27.91", "12 entre 43"),
    ],
)
def test_one_figure_of_a_digital_page_is_accused_with_one_finding(
    one: Row, accused: tuple[Measure, Period], computed: str, words: str
) -> None:
    outcome, loud = judged(one)
    assert statuses(outcome) == {accused: Status.INCONSISTENT}
    assert [(f.field, f.computed) for f in loud] == [(f"{accused[0]}_{accused[1]}", computed)]
    assert words in loud[0].message
    assert not outcome.repairs


MISREAD = [(ANNUAL_TYPED_APART, ANNUAL, "190"), (NARRATIVE_RIGHT, PROGRESS, "52.00%"),
           (ATTAINABLE_BY_NOTHING, PROGRESS, "214.81%")]  # fmt: skip
PRINTED_SO = [(COPIED, PROGRESS, "126.79%"), (OTHER_NUMERATOR, PROGRESS, "186.67%"),
              (CUMULATIVE_OFF, CUMULATIVE, "27.91%")]  # fmt: skip


@pytest.mark.parametrize(("one", "accused", "right"), MISREAD)
def test_what_seems_misread_is_proposed_without_pixels(one: Row, accused: Key, right: str) -> None:
    outcome, loud = judged(one, "transcript")
    assert statuses(outcome) == {accused: Status.PROPOSED}
    assert [(f.field, f.proposed) for f in loud] == [(f"{accused[0]}_{accused[1]}", right)]
    assert [(r.state, r.before, r.after) for r in outcome.repairs] == [("proposed", loud[0].as_read, right)]
    unseen = reconcile(scan(scanned(one)))
    assert statuses(unseen) == {accused: Status.PROPOSED}


@pytest.mark.usefixtures("listed")
def test_only_two_pins_and_the_margin_are_accepted_in_bulk() -> None:
    accepted = [reconcile(report(one, kind="transcript"), accept=True) for one, _, _ in MISREAD]
    assert [set(statuses(outcome).values()) for outcome in accepted] == [
        {Status.REPAIRED}, {Status.REPAIRED}, {Status.PROPOSED},
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "accused", "right"), MISREAD)
def test_the_crop_decides_between_reader_and_issuer(one: Row, accused: Key, right: str) -> None:
    whole = scan(scanned(one))
    read = next(f.as_read for f in one.figures if (f.measure, f.period) == accused)
    repaired, kept, unclear = (seen(whole, accused, *texts) for texts in ((right,) * 2, (read,) * 2, ("7", "8")))
    assert statuses(repaired) == {accused: Status.REPAIRED}
    assert [v.repaired and v.repaired.value for v in repaired.verdicts if v.repaired] == [number(right)]
    assert statuses(kept) == {accused: Status.INCONSISTENT}
    assert statuses(unclear) == {accused: Status.UNDETERMINED}


@pytest.mark.parametrize(("one", "accused", "right"), PRINTED_SO)
@pytest.mark.parametrize("agree", [True, False])
def test_what_the_issuer_printed_is_kept_whatever_a_look_says(
    one: Row, accused: Key, right: str, *, agree: bool
) -> None:
    whole = scan(scanned(one))
    read = next(f.as_read for f in one.figures if (f.measure, f.period) == accused)
    outcome = seen(whole, accused, *[read if agree else right] * 2)
    assert not [verdict for verdict in outcome.verdicts if verdict.repaired]
    assert statuses(outcome)[accused] in (Status.INCONSISTENT, *([] if agree else [Status.UNDETERMINED]))
    transcribed = statuses(reconcile(report(one, kind="transcript")))
    assert transcribed == {accused: Status.INCONSISTENT}


@pytest.mark.parametrize("one", [HIDDEN, CONSTANT])
def test_what_explains_itself_is_never_touched(one: Row) -> None:
    whole = scan(scanned(one))
    outcome = reconcile(whole, all_repeat(whole))
    assert set(statuses(outcome).values()) == {Status.EXPLAINED}
    assert not outcome.repairs


def number(text: str) -> Decimal:
    return Decimal(text.removesuffix("%"))


def test_hidden_decimals_are_explained_and_nothing_is_rewritten() -> None:
    outcome, loud = judged(HIDDEN)
    assert not loud
    assert statuses(outcome) == dict.fromkeys((ACHIEVED, PROGRESS, CUMULATIVE), Status.EXPLAINED)
    verdict = next(v for v in outcome.verdicts if v.measure is Measure.PROGRESS)
    assert (verdict.computed, verdict.low, verdict.high) == (Decimal("68.00"), 66, 70)


def test_in_a_later_quarter_the_accumulated_percentage_implies_what_came_before() -> None:
    outcome = reconcile(report(row("43 12/12/12/7", "12 100.00% 51.16%", quarter=2), quarter=2))
    assert statuses(outcome) == {(Measure.CUMULATIVE, Period.Q2): Status.EXPLAINED}
    assert [f.rule for f in outcome.findings] == ["implied-prior"]
    assert "supone 10 de" in outcome.findings[0].message


def test_a_plan_that_repeats_itself_is_not_made_to_add_up() -> None:
    outcome, loud = judged(CONSTANT)
    assert not loud
    assert statuses(outcome) == {ANNUAL: Status.EXPLAINED}
    annual = next(v for v in outcome.verdicts if (v.measure, v.period) == ANNUAL)
    assert annual.computed == 2
