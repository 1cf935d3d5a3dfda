"""Reports of one year side by side: what they say of the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from reconcile_reports import report, row

from cuadre.evidence import Finding, Printed, SourceFile
from normalize.model import Facts, Measure, Period, Report, Row
from reconcile.evolution import Evolution, evolution
from reconcile.model import Status, Verdict
from reconcile.plans import plans_of
from reconcile.run import reconcile
from reconcile.series import series_findings
from reconcile.told import Told, told_of

PLAN = "43 12/12/12/7"
FACTS = Facts(dependency="SECRETARÍA DE BIENESTAR", programme="E-PP 4.1 IMPULSO AL BIENESTAR", fiscal_year=2026)


def made(quarter: int, *rows: Row, name: str = "", **facts: object) -> Report:
    base = report(*(replace(r, number=at) for at, r in enumerate(rows, 1)), quarter=quarter)
    name = name or f"q{quarter}.pdf"
    sha256 = name.encode().hex().ljust(64, "0")
    told = replace(FACTS, quarter=quarter, **facts)  # type: ignore[arg-type]
    return replace(base, source=SourceFile(name, sha256, 1), facts=told)


def item(plan: str, *reported: str, quarter: int, at: int = 1, name: str = "Porcentaje de acciones") -> Row:
    one = row(plan, *reported, quarter=quarter, number=at, code=f"4.1.{at}", objective=f"Realizar obras {at}")
    return replace(one, indicator_code=f"PA{at}", indicator_name=f"{name} {at}")


def others(quarter: int, count: int = 4) -> list[Row]:
    """Rows that every report has alike, so that reports know each other."""
    done = ("3 100.00% 25.00%", "3 100.00% 50.00%", "3 100.00% 75.00%", "3 100.00% 100.00%")
    return [item("12 3/3/3/3", *done[:quarter], quarter=quarter, at=at) for at in range(2, 2 + count)]


def told(*reports: Report) -> list[Told]:
    return [told_of(one, reconcile(one)) for one in reports]


def found(*reports: Report) -> list[tuple[str, str, int | None, str]]:
    """Document, rule, row and field of each finding."""
    findings = series_findings(plans_of(told(*reports)))
    names = {one.source.document_id: one.source.name for one in reports}
    return [(names[d], f.rule, f.row, f.field) for d in sorted(findings) for f in findings[d]]


def only(*reports: Report) -> Finding:
    ((finding,),) = series_findings(plans_of(told(*reports))).values()
    return finding


Q1 = made(1, item(PLAN, "10 83.33% 23.26%", quarter=1), *others(1))
Q2 = made(2, item(PLAN, "12 100.00% 51.16%", quarter=2), *others(2))


def test_reports_that_agree_say_nothing() -> None:
    assert found(Q1, Q2) == []


def test_a_target_that_changed_names_both_places() -> None:
    later = made(2, item("45 12/14/12/7", "12 85.71% 48.89%", quarter=2), *others(2))
    assert found(Q1, later) == [
        ("q2.pdf", "target-changed", 1, "target_annual"), ("q2.pdf", "target-changed", 1, "target_q2"),
    ]  # fmt: skip
    finding = series_findings(plans_of(told(Q1, later)))[later.source.document_id][0]
    assert finding.message == (
        "Aquí meta anual dice 45, y el informe del primer trimestre (q1.pdf, página 1, renglón 1) dice 43."
    )
    assert finding.evidence == f"{Q1.source.document_id} page 1 row 1: 43"


def test_an_accumulated_percentage_follows_from_the_report_before() -> None:
    broken = made(1, item(PLAN, "9 75.00% 20.93%", quarter=1), *others(1))
    finding = only(broken, Q2)
    assert (finding.rule, finding.field) == ("chain-broken", "cumulative_q2")
    assert "9 (el informe del primer trimestre (q1.pdf, página 1, renglón 1))" in finding.message
    assert "48.837209 %" in finding.message


def test_an_accumulated_percentage_that_forgets_the_quarter_before() -> None:
    alone = made(2, item(PLAN, "12 100.00% 27.91%", quarter=2), *others(2))
    assert only(Q1, alone).rule == "chain-broken"


def test_no_chain_without_the_report_of_each_quarter_before() -> None:
    third = made(3, item(PLAN, "12 100.00% 60.00%", quarter=3), *others(3))
    assert found(Q1, third) == []


def test_no_chain_for_what_does_not_add_up() -> None:
    stock = [made(q, item("8 8/8/8/8", "4 50.00% 50.00%", quarter=q), *others(q)) for q in (1, 2)]
    assert found(*stock) == []


def test_a_restated_figure() -> None:
    later = made(2, item(PLAN, "11 91.67% 25.58%", "12 100.00% 53.49%", quarter=2), *others(2))
    assert [(rule, field) for _, rule, _, field in found(Q1, later)] == [
        ("figure-restated", "achieved_q1"), ("figure-restated", "cumulative_q1"), ("figure-restated", "progress_q1"),
    ]  # fmt: skip


def test_another_precision_is_no_other_figure() -> None:
    later = made(2, item(PLAN, "10 83.3% 23%", "12 100.0% 51.2%", quarter=2), *others(2))
    assert found(Q1, later) == []


def test_a_later_quarter_is_not_restated_by_the_zeros_of_an_earlier_report() -> None:
    early = made(1, item(PLAN, "10 83.33% 23.26%", "0 0% 0%", quarter=2), *others(1))
    assert found(replace(early, facts=replace(early.facts, quarter=1)), Q2) == []


def test_indicators_that_appear_and_vanish() -> None:
    late = item("12 3/3/3/3", "3 100.00% 25.00%", quarter=2, at=9, name="Otro muy distinto")
    assert found(Q1, made(2, *others(2), late)) == [
        ("q2.pdf", "indicator-vanished", None, ""), ("q2.pdf", "indicator-appeared", 5, ""),
    ]  # fmt: skip


def test_one_that_comes_back_is_told_once() -> None:
    gap = made(2, *others(2))
    back = made(3, item(PLAN, "12 100.00% 79.07%", quarter=3), *others(3))
    assert found(Q1, gap, back) == [("q2.pdf", "indicator-vanished", None, "")]


@pytest.mark.parametrize(
    "change",
    [
        {"indicator_name": "Porcentaje de acciones I"}, {"indicator_name": "Porcentaje de accicnes 1"},
        {"objective_code": "4.1.11"}, {"indicator_code": "PAI"}, {"objective": "Realizar 0bras 1"},
        {"indicator_code": "PÁ1", "indicator_name": "PORCENTAJE  DE ACCIONES 1."},
    ],
)  # fmt: skip
def test_slips_of_reading_make_no_other_indicator(change: dict[str, str]) -> None:
    noisy = made(2, replace(Q2.rows[0], **change), *others(2))  # type: ignore[arg-type]
    assert found(Q1, noisy) == []


@pytest.mark.parametrize(
    ("facts", "plans"),
    [({}, 1), ({"programme": "E-PP 4.1 IMPULSC AL BIENESTAR"}, 1), ({"dependency": ""}, 1), ({"fiscal_year": 2025}, 2),
     ({"programme": "E-PP 4.2 IMPULSO AL BIENESTAR"}, 2), ({"dependency": "TESORERÍA"}, 2), ({"fiscal_year": None}, 2)],
)  # fmt: skip
def test_which_reports_belong_together(facts: dict[str, object], plans: int) -> None:
    assert len(plans_of(told(Q1, replace(Q2, facts=replace(Q2.facts, **facts))))) == plans  # type: ignore[arg-type]


def test_reports_that_share_few_indicators_are_of_different_plans() -> None:
    other = made(2, *(item("12 3/3/3/3", "3 100.00% ?", quarter=2, at=at) for at in (5, 21, 22, 23, 24)))
    assert len(plans_of(told(Q1, other))) == 2


def test_the_order_of_documents_does_not_matter() -> None:
    copy = made(1, item(PLAN, "10 83.33% 23.26%", quarter=1), *others(1, 3), name="q1-copy.txt")
    series = told(Q1, replace(copy, kind="transcript"), Q2, made(3, *others(3)))
    results = set()
    for order in permutations(series):
        plans = plans_of(order)
        results.add((repr(plans), repr(sorted(series_findings(plans).items())), repr(list(evolution(plans)))))
    assert len(results) == 1


def test_a_document_that_comes_twice_counts_once() -> None:
    assert len(plans_of(told(Q1, Q1))[0].reports) == 1


def test_rows_that_stand_twice_pair_in_reading_order() -> None:
    twice = [made(q, item(PLAN, f"{a} {p}", quarter=q), item(PLAN, f"{b} {r}", quarter=q), *others(q))
             for q, a, p, b, r in ((1, 10, "83.33% 23.26%", 12, "100.00% 27.91%"),
                                   (2, 12, "100.00% 51.16%", 12, "100.00% 55.81%"))]  # fmt: skip
    assert found(*twice) == []


def test_most_targets_changed_is_one_finding() -> None:
    def year(quarter: int, changed: int) -> Report:
        plans = ["43 12/12/12/7"] * (9 - changed) + ["45 12/14/12/7"] * changed
        texts = "12 100.00% ?" if quarter == 1 else "12 ? ?"
        rows = [item(plan, texts, quarter=quarter, at=at, name=f"Porcentaje {at}") for at, plan in enumerate(plans, 1)]
        return made(quarter, *rows)

    assert {rule for _, rule, *_ in found(year(1, 0), year(2, 4))} == {"target-changed"}
    ((name, rule, row, _),) = found(year(1, 0), year(2, 5))
    assert (name, rule, row) == ("q2.pdf", "plan-otherwise", None)


def test_what_is_published_counts_not_what_was_misread() -> None:
    judged = reconcile(Q1)
    put_right = tuple(
        replace(v, repaired=Printed(Decimal(45), 0)) if (v.row, v.measure, v.period) == (1, "target", "annual") else v
        for v in judged.verdicts
    )
    first = told_of(Q1, replace(judged, verdicts=put_right))
    ((finding,),) = series_findings(plans_of([first, *told(Q2)])).values()
    assert finding.message.endswith("dice 45.")


def test_a_doubtful_reading_is_said_to_be_one() -> None:
    judged = reconcile(Q2)
    verdicts: Sequence[Verdict] = [replace(v, status=Status.UNDETERMINED) for v in judged.verdicts]
    later = made(2, item("45 12/14/12/7", "12 85.71% 48.89%", quarter=2), *others(2))
    doubtful = told_of(later, replace(judged, verdicts=tuple(verdicts)))
    findings = series_findings(plans_of([*told(Q1), doubtful]))[later.source.document_id]
    assert all(finding.message.endswith("La lectura de una de las dos está en duda.") for finding in findings)


def of(*reports: Report) -> Evolution:
    return next(iter(evolution(plans_of(told(*reports)))))


def test_an_indicator_over_the_year() -> None:
    one = of(Q1, Q2)
    first, second = one.quarters
    assert (first.document_id, second.document_id) == (Q1.source.document_id, Q2.source.document_id)
    assert [str(second.figures[m]) for m in (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)] == [
        "12", "100.00", "51.16",
    ]  # fmt: skip
    assert (one.reports, one.changed, str(one.targets[Period.ANNUAL])) == (2, (), "43")


def test_a_quarter_without_its_report_is_told_by_the_next() -> None:
    third = made(3, item(PLAN, "10 83.33% 23.26%", "12 100.00% 51.16%", "12 100.00% 79.07%", quarter=3), *others(3))
    fourth = made(4, *others(4))
    one = of(third, fourth)
    assert [(q.period, q.document_id) for q in one.quarters] == [
        (period, third.source.document_id) for period in (Period.Q1, Period.Q2, Period.Q3)
    ]


def test_the_plan_is_the_one_of_the_last_report_and_changes_are_listed() -> None:
    later = made(2, item("45 12/14/12/7", "12 85.71% 48.89%", quarter=2), *others(2))
    one = of(Q1, later)
    assert (str(one.targets[Period.ANNUAL]), one.changed) == ("45", ("target_annual", "target_q2"))


def test_the_status_is_the_worst_of_what_is_shown() -> None:
    wrong = made(1, item(PLAN, "10 84.33% 23.26%", quarter=1), *others(1))
    assert of(wrong, Q2).status is reconcile(wrong).verdicts[6].status
    assert of(wrong, Q2).status.rank > Status.EXPLAINED.rank


def test_reports_without_a_quarter_take_the_last_with_figures() -> None:
    silent = replace(Q2, facts=replace(Q2.facts, quarter=None))
    assert told(silent)[0].quarter is Period.Q2
    assert found(Q1, silent) == []


def test_reports_of_a_template_that_many_fill_in_find_their_own() -> None:
    series = [
        replace(one, document_id=f"{town:02d}{one.document_id[2:]}", dependency=f"Municipio {town}")
        for one in told(Q1, Q2) for town in range(40)
    ]
    assert [len(plan.reports) for plan in plans_of(series)] == [2] * 40
