"""On a page that reads badly, a figure that both recognisers are sure of still needs a check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_reports import report, row

from normalize.model import Figure, Measure, Period, Report, Row
from reconcile.model import Reconciliation, Status
from reconcile.run import reconcile

Q3 = (Measure.TARGET, Period.Q3)
ANNUAL = (Measure.TARGET, Period.ANNUAL)


def scanned(rows: list[Row], unsure: int, page: int = 1) -> Report:
    """Rows read from pixels, in the first so many of which the annual target is in doubt."""

    def read(figure: Figure, *, doubted: bool) -> Figure:
        place = replace(figure.place, page=page)
        return replace(figure, recognizer="pp-ocr+tesseract", confidence=0.5 if doubted else 0.99, place=place)

    changed = [
        replace(one, figures=tuple(
            read(figure, doubted=number < unsure and (figure.measure, figure.period) == ANNUAL)
            for figure in one.figures
        ))
        for number, one in enumerate(rows)
    ]  # fmt: skip
    return report(*changed, kind="scanned")


def tallying(count: int) -> list[Row]:
    return [row("40 10/10/10/10", "10 100.00% 25.00%", number=number) for number in range(1, count + 1)]


def broken() -> list[Row]:
    """Ten rows; the sums of the first two miss a quarter that nobody could read, and so test nothing."""
    illegible = [row("32 8/8/6/_", "8 100.00% 25.00%", number=number) for number in (1, 2)]
    return [*illegible, *(replace(one, number=one.number + 2) for one in tallying(8))]


def status(outcome: Reconciliation, number: int, key: tuple[Measure, Period]) -> Status:
    (found,) = [v.status for v in outcome.verdicts if v.row == number and (v.measure, v.period) == key]
    return found


def poor(outcome: Reconciliation) -> list[int | None]:
    return [finding.page for finding in outcome.findings if finding.rule == "page-poor"]


@pytest.mark.parametrize(("unsure", "expected"), [(10, Status.UNDETERMINED), (7, Status.OK)])
def test_what_nothing_confirms_is_left_open_on_a_poor_page(unsure: int, expected: Status) -> None:
    """Eighty figures with ink, two blanks: from eight in doubt on it is one in ten."""
    outcome = reconcile(scanned(broken(), unsure))
    assert status(outcome, 1, Q3) is expected
    assert poor(outcome) == ([1] if expected is Status.UNDETERMINED else [])


def test_what_a_check_confirms_stands_on_a_poor_page() -> None:
    outcome = reconcile(scanned(broken(), 10))
    assert status(outcome, 3, Q3) is Status.OK
    assert status(outcome, 1, (Measure.ACHIEVED, Period.Q1)) is Status.OK


def test_only_the_poor_page_is_in_doubt() -> None:
    first, second = scanned(broken(), 10), scanned(broken(), 0, page=2)
    both = replace(first, rows=(*first.rows, *(replace(one, number=one.number + 10) for one in second.rows)))
    outcome = reconcile(both)
    assert poor(outcome) == [1]
    assert (status(outcome, 1, Q3), status(outcome, 11, Q3)) == (Status.UNDETERMINED, Status.OK)


def test_print_and_transcriptions_are_never_poor() -> None:
    for kind, recognizer in (("digital", "pdf"), ("transcript", "transcript")):
        one = scanned(broken(), 10)
        rows = (replace(r, figures=tuple(replace(f, recognizer=recognizer) for f in r.figures)) for r in one.rows)
        assert poor(reconcile(replace(one, rows=tuple(rows), kind=kind))) == []
