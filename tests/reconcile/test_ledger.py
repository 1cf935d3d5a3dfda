"""Every figure published otherwise than it was read stands in the ledger, and undoing it gives what was read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconcile_evidence import (
    ACHIEVED,
    ANNUAL,
    CUMULATIVE,
    PROGRESS,
    Q1,
    Q2,
    all_repeat,
    looks,
    scan,
    scanned,
    seen,
    status_of,
    statuses,
)
from reconcile_reports import report, row

from cuadre.evidence import Printed, Repair
from normalize.model import Condition, Report, Row
from reconcile.again import as_kept, doubts, recalled
from reconcile.ledger import ACCEPTED, FIGURE_RULES, MISREAD, READ_AGAIN, is_decided, taken_back
from reconcile.model import Reconciliation, Status
from reconcile.run import reconcile, undone

FEW = settings(max_examples=25, deadline=None)
APART = row("180 50/60/26/54", "50 100.00% 26.32%", told="50 50 100%")
SHARE = row("100 25/25/25/25", "13 32.00% 13.00%", told="25 13 52%")


@pytest.mark.usefixtures("listed")
def test_a_repair_names_its_witnesses() -> None:
    (repair,) = seen(scan(scanned(APART)), ANNUAL, "190", "190").repairs
    assert (repair.field, repair.before, repair.after, repair.rule) == ("target_annual", "180", "190", MISREAD)
    assert (repair.state, repair.decided_by, repair.page, repair.row) == ("applied", "rule", 1, 1)
    assert repair.witnesses == (
        "suma", "acumulado q1", "margen 4.80", "pp-ocr close=190@0.9500", "tesseract 52=190@0.9500",
    )  # fmt: skip
    assert repair.confidence is not None
    assert repair.confidence > 0.999


def test_a_repair_is_argued_in_words() -> None:
    outcome = seen(scan(scanned(SHARE)), PROGRESS, "52.00%", "52.00%")
    (finding,) = [finding for finding in outcome.findings if finding.rule == "figure-repaired"]
    assert finding.message == (
        "El avance trimestral del trimestre 1 dice 32.00 %; 13 de 25 es 52.00 % y la justificación también dice 52 %."
        " Leída de nuevo, la celda dice 52.00%: así se publica."
    )
    assert (finding.as_read, finding.reported, finding.severity) == ("32.00%", "52.00", "info")
    assert "testigos avance q1, justificación q1" in finding.evidence


def test_a_proposal_stands_in_the_finding_that_accuses() -> None:
    outcome = reconcile(report(SHARE, kind="transcript"))
    (finding,) = [finding for finding in outcome.findings if finding.severity != "info"]
    assert (finding.rule, finding.proposed, finding.computed) == ("progress-not-ratio", "52.00%", "52.00")
    assert finding.message.endswith("Se propone 52.00%; no hay papel con qué confirmarlo.")
    assert finding.confidence is not None
    assert [(r.state, r.after) for r in outcome.repairs] == [("proposed", "52.00%")]
    assert status_of(outcome, PROGRESS) is Status.PROPOSED


def test_what_second_looks_repeat_is_the_issuers() -> None:
    one = scan(scanned(SHARE))
    outcome = reconcile(one, all_repeat(one))
    assert statuses(outcome) == {PROGRESS: Status.INCONSISTENT}
    assert not outcome.repairs
    (finding,) = [finding for finding in outcome.findings if finding.severity != "info"]
    assert finding.message.endswith("Leída de nuevo, la celda dice lo mismo: así está impreso.")


@pytest.mark.usefixtures("listed")
def test_proposals_are_accepted_in_bulk_and_stay_so() -> None:
    one = report(APART, kind="transcript")
    accepted = reconcile(one, accept=True)
    (repair,) = accepted.repairs
    assert (repair.rule, repair.state, repair.decided_by) == (ACCEPTED, "applied", "accept-proposals")
    assert statuses(accepted) == {ANNUAL: Status.REPAIRED}
    assert is_decided(repair)
    assert reconcile(one, decided=accepted.repairs) == accepted


def test_a_proposal_with_one_pin_is_not_accepted() -> None:
    one = report(row("100 25/25/25/25", "20 30.00% ?"), kind="transcript")
    assert reconcile(one, accept=True) == reconcile(one)


def test_a_person_may_apply_what_was_proposed() -> None:
    one = report(SHARE, kind="transcript")
    (proposed,) = reconcile(one).repairs
    decided = replace(proposed, state="applied", decided_by="ana")
    outcome = reconcile(one, decided=[decided])
    assert statuses(outcome) == {PROGRESS: Status.REPAIRED}
    assert outcome.repairs == (decided,)


def unsure(one: Row, *keys: tuple) -> Report:  # type: ignore[type-arg]
    return scan(scanned(one, dict.fromkeys(keys, 0.3)))


def test_a_reading_in_doubt_that_second_looks_repeat_is_sure() -> None:
    one = unsure(row("90000 20000/20000/20000/30000", "1 0% ?"), ACHIEVED)
    assert status_of(reconcile(one), ACHIEVED) is Status.UNDETERMINED
    assert status_of(seen(one, ACHIEVED, "1", "1"), ACHIEVED) is Status.OK
    assert status_of(seen(one, ACHIEVED, "1", "7"), ACHIEVED) is Status.UNDETERMINED
    assert status_of(reconcile(one, {(1, *ACHIEVED): looks("1", "1", sure=0.5)}), ACHIEVED) is Status.UNDETERMINED


def test_a_reading_in_doubt_is_replaced_where_two_looks_agree_and_arithmetic_confirms() -> None:
    one = unsure(row("190 50/66/26/54", "50 100.00% 26.32%"), Q2)
    outcome = seen(one, Q2, "60", "60")
    assert statuses(outcome) == {Q2: Status.REPAIRED}
    (repair,) = outcome.repairs
    assert (repair.rule, repair.before, repair.after, repair.state) == (READ_AGAIN, "66", "60", "applied")
    for said in (("60",), ("61", "61"), ("60", "66")):
        assert Q2 in statuses(seen(one, Q2, *said))
        assert not [repair for repair in seen(one, Q2, *said).repairs if repair.state == "applied"]


def test_two_readings_in_doubt_are_not_replaced_at_once() -> None:
    one = unsure(row("190 50/66/26/54", "58 100.00% 26.32%"), Q2, ACHIEVED)
    said = {**all_repeat(one), (1, *Q2): looks("60", "60"), (1, *ACHIEVED): looks("50", "50")}
    outcome = reconcile(one, said)
    assert not [verdict for verdict in outcome.verdicts if verdict.repaired]
    assert {status_of(outcome, Q2), status_of(outcome, ACHIEVED)} == {Status.UNDETERMINED}


def test_ink_that_nobody_could_read_is_read_where_arithmetic_confirms_it() -> None:
    one = scanned(row("190 50/60/26/54", "50 100.00% 26.32%"))
    changes = {"printed": None, "as_read": "", "condition": Condition.ILLEGIBLE, "confidence": 0.0}
    figures = [replace(f, **changes) if f.field == "target_q2" else f for f in one.figures]  # type: ignore[arg-type]
    unread = scan(replace(one, figures=tuple(figures)))
    assert status_of(reconcile(unread), Q2) is Status.ILLEGIBLE
    outcome = reconcile(unread, {(1, *Q2): looks("60", "60")})
    assert statuses(outcome) == {Q2: Status.REPAIRED}
    assert status_of(reconcile(unread, {(1, *Q2): looks("61", "61")}), Q2) is Status.ILLEGIBLE


def test_a_sure_reading_that_second_looks_contradict_is_marked() -> None:
    one = scan(scanned(row("100 25/25/25/25", "20 80.00% 20.00%")))
    outcome = seen(one, CUMULATIVE, "26.00%", "26.00%")
    assert statuses(outcome) == {CUMULATIVE: Status.UNDETERMINED}
    (finding,) = [finding for finding in outcome.findings if finding.severity != "info"]
    assert (finding.rule, finding.alternatives) == ("reading-contested", ("26.00%",))


def test_what_is_asked_again_is_accused_in_doubt_or_beside_the_accused() -> None:
    def asked(one: Report) -> set[tuple]:  # type: ignore[type-arg]
        return {key[1:] for key, _ in doubts(one, reconcile(one))}

    assert asked(scan(scanned(row("100 25/25/25/25", "20 80.00% 20.00%")))) == set()
    assert asked(unsure(row("100 25/25/25/25", "20 80.00% 20.00%"), Q2)) == {Q2}
    accused = asked(scan(scanned(row("100 25/25/25/25", "20 82.00% 20.00%", told="25 20 82%"))))
    assert accused == {PROGRESS, ACHIEVED, Q1}
    assert asked(report(APART, kind="transcript")) == set()
    assert asked(report(APART)) == set()


def test_looks_are_kept_in_findings_and_recalled() -> None:
    one = scan(scanned(APART))
    said = {**all_repeat(one), (1, *ANNUAL): looks("190", "1 9\n0")}
    outcome = reconcile(one, said)
    assert recalled(outcome.findings) == as_kept(said)
    assert reconcile(one, recalled(outcome.findings)) == outcome


def test_undoing_the_ledger_publishes_what_was_read() -> None:
    one = scan(scanned(APART))
    said = {**all_repeat(one), (1, *ANNUAL): looks("190", "190")}
    repaired = reconcile(one, said)
    back = undone(one, said, repaired)
    assert not [verdict for verdict in back.verdicts if verdict.repaired]
    assert back.repairs == (replace(repaired.repairs[0], state="reverted"),)
    assert status_of(back, ANNUAL) is Status.UNDETERMINED
    other = Repair(page=1, row=1, field="objective", before="a", after="b", rule="text")
    assert taken_back([other, replace(repaired.repairs[0], state="proposed")]) == ()


@st.composite
def rows_with_a_slip(draw: st.DrawFn) -> tuple[Report, str, str]:
    """A scanned row whose annual target lost to a slip what it printed; its print and what was read."""
    quarters = [draw(st.integers(100, 900)) for _ in range(4)]
    total, done = sum(quarters), draw(st.integers(1, 900))
    shares = [f"{Decimal(100 * done) / whole:.2f}%" for whole in (quarters[0], total)]
    text = str(total)
    at = draw(st.integers(0, len(text) - 1))
    digit = draw(st.sampled_from([d for d in "123456789" if d != text[at]]))
    read = text[:at] + digit + text[at + 1 :]
    one = row(f"{read} {'/'.join(map(str, quarters))}", f"{done} {shares[0]} {shares[1]}")
    return scan(scanned(one)), text, read


def repaired_values(outcome: Reconciliation) -> list[Printed]:
    return [verdict.repaired for verdict in outcome.verdicts if verdict.repaired]


@FEW
@given(rows_with_a_slip())
def test_what_is_published_is_what_the_paper_says(one: tuple[Report, str, str]) -> None:
    whole, printed, read = one
    honest, stubborn, silent = (printed, printed), (read, read), ()
    outcomes = [seen(whole, ANNUAL, *texts) for texts in (honest, stubborn, silent)]
    assert all(value.value == Decimal(printed) for value in repaired_values(outcomes[0]))
    assert not repaired_values(outcomes[1])
    assert not repaired_values(outcomes[2])
    assert all(status_of(outcome, ANNUAL) is not Status.OK for outcome in outcomes)
    # One more look that agrees changes no value.
    more = seen(whole, ANNUAL, printed, printed, printed)
    assert repaired_values(more) == repaired_values(outcomes[0])
    assert seen(whole, ANNUAL, *honest) == outcomes[0]
    assert {repair.rule for repair in outcomes[0].repairs} <= FIGURE_RULES


@FEW
@given(rows_with_a_slip())
def test_a_repaired_row_needs_no_repair(one: tuple[Report, str, str]) -> None:
    whole, printed, _ = one
    outcome = seen(whole, ANNUAL, printed, printed)
    if repaired_values(outcome):
        (only,) = whole.rows
        figures = [
            replace(f, as_read=printed, printed=Printed(Decimal(printed), 0)) if f.field == "target_annual" else f
            for f in only.figures
        ]
        again = replace(whole, rows=(replace(only, figures=tuple(figures)),))
        assert not reconcile(again, all_repeat(again)).repairs


@pytest.mark.parametrize("texts", [("190", "190"), ("180", "180"), ()])
def test_the_figures_read_are_not_touched(texts: tuple[str, ...]) -> None:
    one = scan(scanned(APART))
    before = repr(one)
    seen(one, ANNUAL, *texts)
    assert repr(one) == before
