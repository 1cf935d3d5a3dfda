"""Cells that hold more than a figure."""

from __future__ import annotations

from dataclasses import replace

from reconcile_evidence import ACHIEVED, looks, scan, scanned, seen, status_of
from reconcile_reports import row

from normalize.model import Condition, Figure, Report
from reconcile.again import doubts
from reconcile.model import Status
from reconcile.run import reconcile


def _with_rests(read: str) -> Report:
    """A row whose achieved figure, 13, has rests of a ruling beside it."""
    one = scanned(row("100 25/25/25/25", "13 52.00 13.00"))

    def torn(figure: Figure) -> Figure:
        if (figure.measure, figure.period) != ACHIEVED:
            return figure
        return replace(figure, as_read=read, printed=None, condition=Condition.NOT_A_NUMBER, confidence=0.5)

    return scan(replace(one, figures=tuple(map(torn, one.figures))))


def _asked(report: Report) -> str:
    return next(ask.as_read for key, ask in doubts(report, reconcile(report)) if key[1:] == ACHIEVED)


def test_the_piece_that_tallies_is_looked_at_alone() -> None:
    assert _asked(_with_rests("13 ( 1")) == "13"


def test_where_no_piece_tallies_all_of_the_cell_is_looked_at() -> None:
    assert _asked(_with_rests("12 ( 1")) == "12 ( 1"


def test_what_the_look_says_is_published_where_the_arithmetic_confirms_it() -> None:
    report = _with_rests("13 ( 1")
    outcome = seen(report, ACHIEVED, "13", "13")
    assert status_of(outcome, ACHIEVED) is Status.REPAIRED
    (repair,) = [repair for repair in outcome.repairs if repair.field == "achieved_q1"]
    assert (repair.before, repair.after) == ("13 ( 1", "13")


def test_without_a_look_nothing_is_published() -> None:
    report = _with_rests("13 ( 1")
    assert status_of(reconcile(report), ACHIEVED) is Status.ILLEGIBLE
    assert status_of(seen(report, ACHIEVED, "13", "12"), ACHIEVED) is not Status.REPAIRED
    assert looks("13")[0].confidence > 0.6
