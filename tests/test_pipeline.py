"""Effort goes where the trouble is: what is in doubt is looked at again, each cell once, in at most two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuadre import pipeline
from cuadre.evidence import Ask, Place, Rereading, SourceFile, parse_printed
from normalize.model import Condition, Facts, Figure, Measure, Period, Report, Row
from reconcile.model import Status

PRINTS = {
    "target_annual": "190", "target_q1": "50", "target_q2": "60", "target_q3": "26", "target_q4": "54",
    "achieved_q1": "50", "progress_q1": "100.00%", "cumulative_q1": "26.32%",
}  # fmt: skip


def a_scan(**misread: str) -> Report:
    figures = []
    for at, (field, text) in enumerate((PRINTS | misread).items()):
        measure, period = field.rsplit("_", 1)
        place = Place(1, (10.0 * at, 0, 10.0 * at + 9, 9))
        figures.append(Figure(Measure(measure), Period(period), text, parse_printed(text), Condition.CLEAR, place, 0.97,
                              "pp-ocr"))  # fmt: skip
    row = Row(1, Place(1), "U", "U", "Fin", 0, "", "", "O", "I", "N", "Anual", "%", "Obras", "", tuple(figures))
    return Report(SourceFile("uno.pdf", "ab" * 32, 9), "scanned", 1, "", Facts(quarter=1), (row,))


class Paper:
    """Looks again at the paper of the row, which prints what it should."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        fields = [list(PRINTS)[int((ask.place.box or (0,))[0] // 10)] for ask in asks]
        self.asked.append(fields)
        return tuple(
            (Rereading(PRINTS[field], 0.96, "pp-ocr close"), Rereading(PRINTS[field], 0.96, "tesseract 52"))
            for field in fields
        )


def statuses(report: Report, paper: Paper) -> dict[str, Status]:
    verdicts = pipeline.reconciled(report, paper).verdicts
    return {f"{v.measure}_{v.period}": v.status for v in verdicts if v.status is not Status.OK}


def test_nothing_is_looked_at_where_all_tallies() -> None:
    paper = Paper()
    assert statuses(a_scan(), paper) == {}
    assert paper.asked == []


def test_the_cells_of_violated_checks_are_looked_at_once() -> None:
    paper = Paper()
    assert statuses(a_scan(target_annual="180"), paper) == {"target_annual": Status.REPAIRED}
    asked = [field for fields in paper.asked for field in fields]
    assert len(asked) == len(set(asked))
    assert {"target_annual", "target_q3", "cumulative_q1"} <= set(asked)
    assert "progress_q1" not in asked
    assert len(paper.asked) <= 2


def test_without_pixels_nobody_is_asked_twice() -> None:
    rounds = []

    def no_answer(asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        rounds.append(len(asks))
        return tuple(() for _ in asks)

    verdicts = pipeline.reconciled(a_scan(target_annual="180"), no_answer).verdicts
    assert next(v.status for v in verdicts) is Status.PROPOSED
    assert len(rounds) == 1


def test_check_comes_to_the_same_from_what_was_kept() -> None:
    report = a_scan(target_annual="180")
    first = pipeline.reconciled(report, Paper())
    kept = replace(report, findings=first.findings, repairs=first.repairs)
    bare, rereadings, decided = pipeline.set_apart(kept)
    assert decided == ()
    assert {key[0] for key in rereadings} == {1}
    assert "cell-read-again" not in {finding.rule for finding in bare.findings}
