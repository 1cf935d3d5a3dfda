"""A table that checks itself upwards: components from their activities, the purpose from its components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from reconcile_evidence import ACHIEVED, looks, scanned, status_of
from reconcile_reports import report, row

from cuadre.evidence import Finding
from extract.read import read_document
from normalize.model import Measure, Period, Report, Row
from normalize.rows import normalize
from reconcile import rules
from reconcile.convention import Convention
from reconcile.edits import Outcome
from reconcile.judged import judge_rows
from reconcile.model import Status
from reconcile.readings import readings_of
from reconcile.regime import infer_regime
from reconcile.rollup import RollUps, rollups_of
from reconcile.rollup_findings import from_below, with_rollups
from reconcile.run import reconcile
from reconcile.tree import tree_of

TRANSCRIPTION = Path(__file__).parents[3] / "shared" / "reports" / "bienestar-2026-q1.txt"
PURPOSE, COMPONENT, ACTIVITY = ("Propósito", 1), ("Componente", 2), ("Actividad", 3)

Families = Sequence[tuple[str, list[tuple[str, str]]]]
FAMILIES: Families = (
    # What a component prints, and what its activities do: plan, figures.
    ("25 100.00% 25.00%", [("24 6/6/6/6", "6 100.00% 25.00%")]),
    ("20 80.00% 20.00%", [("15 1/0/6/8", "1 100.00% 6.67%"), ("40 13/12/3/12", "8 61.54% 20.00%")]),
    ("7 28.00% 7.00%", [("232 44/63/57/68", "12 27.27% 5.17%")]),
    ("19 76.00% 19.00%", [("24 6/6/6/6", "7 116.67% 29.17%"), ("174 43/44/44/43", "25 58.14% 14.37%"),
                          ("12 3/3/3/3", "2 66.67% 16.67%")]),
    ("17 68.00% 17.00%", [("5 1/2/1/1", "1 100.00% 20.00%"), ("95 0/0/0/95", "0 100% 0.00%"),
                          ("33 8/13/9/3", "0 0.00% 0.00%")]),
    ("0 0.00% 0.00%", [("2 1/1/0/0", "0 0.00% 0.00%")]),
    ("14 56.00% 14.00%", [("97 23/26/26/22", "12 52.17% 12.37%"), ("84 24/24/16/20", "15 62.50% 17.86%")]),
    ("17 66.64% 16.66%", [("1 0/1/0/0", "0 100% 0.00%"), ("2 0/0/0/2", "0 100% 0.00%"),
                          ("2 1/1/0/0", "0 0.00% 0.00%")]),
    ("16 64.00% 16.00%", [("300 100/100/50/50", "64 64.00% 21.33%")]),
)  # fmt: skip
# (25 + 20 + 7 + 19 + 17 + 0 + 14 + 16.66 + 16) / 9 = 14.962
PURPOSE_FIGURES = "15 59.85% 14.96%"


def document(purpose: str = PURPOSE_FIGURES, families: Families = FAMILIES) -> Report:
    rows = [row("100 25/25/25/25", purpose, code="4.1", level=PURPOSE, number=1)]
    for at, (figures, activities) in enumerate(families, 1):
        rows.append(_row(rows, "100 25/25/25/25", figures, f"4.1.{at}", COMPONENT))
        for of, (plan, done) in enumerate(activities, 1):
            rows.append(_row(rows, plan, done, f"4.1.{at}.{of}", ACTIVITY))
    return report(*rows)


def _row(rows: list[Row], plan: str, figures: str, code: str, level: tuple[str, int]) -> Row:
    return row(plan, figures, code=code, level=level, number=len(rows) + 1)


def judge(about: Report) -> tuple[RollUps, list[Finding]]:
    regime = infer_regime(about)
    rows = judge_rows(about, regime)
    rollups = rollups_of(about, regime, rows)
    return rollups, with_rollups([], from_below(rows, rollups, regime), rollups, regime)


def changed(about: Report, number: int, **fields: object) -> Report:
    rows = (replace(r, **fields) if r.number == number else r for r in about.rows)  # type: ignore[arg-type]
    return replace(about, rows=tuple(rows))


def with_figures(about: Report, number: int, plan: str, figures: str) -> Report:
    return changed(about, number, figures=row(plan, figures).figures)


def test_components_and_purpose_are_inferred() -> None:
    rollups, findings = judge(document())
    component, purpose = rollups.inferred
    assert (component.convention, component.held, component.judged) == (Convention.CAPPED_MEAN, 9, 9)
    assert (purpose.convention, purpose.from_below) == (Convention.MEAN_OF_VALUES, True)
    assert [finding.rule for finding in findings] == ["rollup", "rollup"]
    assert "9 of 9" in findings[0].evidence


def test_the_purpose_is_not_what_whole_numbers_would_make_it() -> None:
    # 15/25 = 60 %, which is not printed: the unrounded 16.66 of one component shows.
    (purpose,) = (one for one in judge(document())[0].found if one.parent == 1)
    (expected,) = purpose.expected
    assert expected.low <= Fraction("14.9622") <= expected.high < 15
    hidden = rules.HIDDEN_DECIMALS.finding("…", page=1, row=1, evidence="x")
    about = document()
    rows = judge_rows(about, infer_regime(about))
    told, *_ = with_rollups([hidden], rows, rollups_of(about, infer_regime(about), rows), infer_regime(about))
    assert told.evidence == "x; mean-of-values 134.66/9 = 14.962222"


@pytest.mark.parametrize("purpose", ["15 60.80% 15.20%", "15 59.84% 14.96%", "15 60.00% 15.00%"])
def test_a_purpose_that_does_not_follow_explains_nothing(purpose: str) -> None:
    rollups, _ = judge(document(purpose))
    assert [one.rank for one in rollups.inferred] == [2]


def test_percentages_that_only_the_rows_below_explain() -> None:
    # One percentage alone proves no hidden decimals; the components do.
    about = document("15 59.85% ?")
    regime = infer_regime(about)
    rows = judge_rows(about, regime)
    assert len(rows[0].charges) == 1
    explained = from_below(rows, rollups_of(about, regime, rows), regime)[0]
    assert explained.charges == ()
    assert {judged.outcome for judged in explained.judged.values()} <= {Outcome.EXPLAINED, Outcome.HOLDS}


def test_a_component_that_differs_is_told_when_enough_others_hold() -> None:
    families = [*FAMILIES] * 3
    about = document("? ? ?", families)
    wrong = with_figures(about, 4, "100 25/25/25/25", "24 96.00% 24.00%")
    rollups, findings = judge(wrong)
    assert [(f.rule, f.row, f.computed) for f in findings][1:] == [("rollup-differs", 4, "20")]
    assert rollups.inferred[0].held == 26


def test_no_convention_from_fewer_than_eight_parents() -> None:
    assert judge(document(families=FAMILIES[:7]))[0].inferred == ()


def test_no_convention_from_parents_that_are_all_done() -> None:
    assert judge(document(families=[*FAMILIES[:1]] * 20))[0].inferred == ()


def test_no_convention_when_more_than_one_in_twenty_differs() -> None:
    about = with_figures(document(families=[*FAMILIES] * 2), 4, "100 25/25/25/25", "24 96.00% 24.00%")
    assert judge(about)[0].inferred == ()


@pytest.mark.parametrize(
    ("convention", "plan", "figures"),
    [(Convention.SUM, "400 100/100/100/100", "50 50.00% 12.50%"),
     (Convention.MEAN_OF_VALUES, "400 100/100/100/100", "25 25.00% 6.25%"),
     (Convention.MEAN, "400 100/100/100/100", "105 105.00% 26.25%")],
)  # fmt: skip
def test_other_conventions_are_found(convention: Convention, plan: str, figures: str) -> None:
    children = {
        Convention.MEAN: [("40 10/10/10/10", "16 160.00% 40.00%"), ("40 10/10/10/10", "5 50.00% 12.50%")],
    }.get(convention, [("80 20/20/20/20", "20 100.00% 25.00%"), ("80 20/20/20/20", "30 150.00% 37.50%")])
    about = document("? ? ?", [(figures, children)] * 9)
    rows = tuple(replace(r, figures=row(plan, figures).figures) if r.level_rank == 2 else r for r in about.rows)
    assert judge(replace(about, rows=rows))[0].inferred[0].convention is convention


def test_any_quarter() -> None:
    about = document()

    def moved(one: Row) -> Row:
        figures = (f for f in one.figures if f.measure is not Measure.CUMULATIVE)
        swap = {Period.Q1: Period.Q3, Period.Q3: Period.Q1}
        return replace(one, figures=tuple(replace(f, period=swap.get(f.period, f.period)) for f in figures))

    rollups = rollups_of(replace(about, rows=tuple(map(moved, about.rows))), infer_regime(about))
    assert (rollups.inferred[0].held, rollups.found[-1].period) == (9, Period.Q3)


def test_a_child_whose_percentage_contradicts_its_figures_may_be_either() -> None:
    about = with_figures(document(), 5, "15 1/0/6/8", "1 12.00% 6.67%")
    assert judge(about)[0].inferred[0].held == 9


def test_a_child_without_a_figure_silences_its_parent() -> None:
    about = with_figures(document(), 5, "15 1/0/6/8", "_ _ _")
    rollups, _ = judge(about)
    assert 4 not in {one.parent for one in rollups.found}


def test_a_reading_is_supported_refuted_or_neither() -> None:
    about = document("? ? ?", [*FAMILIES] * 3)
    misread = with_figures(about, 6, "40 13/12/3/12", "3 23.08% 7.50%")
    rollups, _ = judge(misread)
    right = readings_of(about.rows[5])
    other = readings_of(row("40 13/12/3/12", "4 30.77% 10.00%"))
    assert rollups.speaks(6, right) is True
    assert rollups.speaks(6, other) is None
    assert judge(about)[0].speaks(6, other) is False
    assert judge(about)[0].speaks(3, readings_of(about.rows[2])) is None


@pytest.mark.parametrize(("families", "status"), [(FAMILIES[:3], Status.REPAIRED), ([*FAMILIES] * 3, Status.PROPOSED)])
def test_what_would_break_a_roll_up_that_holds_is_left_to_a_person(families: Families, status: Status) -> None:
    """Both percentages and two looks ask for 3; where components roll up, theirs was made of 8."""
    about = with_figures(document("? ? ?", families), 6, "40 13/12/3/12", "8 23.08% 7.50%")
    scan = replace(about, kind="scanned", rows=tuple(map(scanned, about.rows)))
    outcome = reconcile(scan, {(6, *ACHIEVED): looks("3", "3")})
    assert status_of(outcome, ACHIEVED, row=6) is status


def test_a_duplicated_code_is_settled_by_the_parent_that_needs_it() -> None:
    about = document("? ? ?", [*FAMILIES] * 3)
    # The only activity of the ninth component carries the code of one under the seventh.
    number = next(r.number for r in about.rows if r.objective_code == "4.1.9.1")
    about = changed(about, number, objective_code="4.1.7.2")
    parents = {r.objective_code: r.number for r in about.rows}
    twins = [r.number for r in about.rows if r.objective_code == "4.1.7.2"]
    assert tree_of(about.rows).disputed == {twins[-1]: (parents["4.1.9"], parents["4.1.7"])}
    rollups, findings = judge(about)
    assert rollups.placed == {number: parents["4.1.9"]}
    assert [f.row for f in findings if f.rule == "rollup-places-row"] == [number]


def test_a_duplicated_code_that_nothing_settles_stays_in_dispute() -> None:
    families = [*FAMILIES, ("25 100.00% 25.00%", [("24 6/6/6/6", "6 100.00% 25.00%")] * 2)] * 2
    about = document("? ? ?", families)
    # One of two equal activities: its parent holds with it and without it.
    number = next(r.number for r in about.rows if r.objective_code == "4.1.10.2")
    silent = changed(about, number, objective_code="4.1.1.2")
    assert list(tree_of(silent.rows).disputed) == [number]
    assert judge(silent)[0].placed == {}
    few = document("? ? ?", FAMILIES[:7])
    number = next(r.number for r in few.rows if r.objective_code == "4.1.7.2")
    few = changed(few, number, objective_code="4.1.1.2")
    assert list(tree_of(few.rows).disputed) == [number]
    assert judge(few)[0].placed == {}


def test_codes_in_another_order_still_name_their_parents() -> None:
    about = document()
    rows = sorted(about.rows, key=lambda one: (one.level_rank or 0, one.number))
    assert tree_of(rows).children == tree_of(about.rows).children


def test_levels_alone_make_a_tree_and_codes_alone_too() -> None:
    about = document()
    by_level = tree_of([replace(r, objective_code="") for r in about.rows])
    by_code = tree_of([replace(r, level="", level_rank=None) for r in about.rows])
    assert by_level.children == by_code.children == tree_of(about.rows).children


def test_a_component_whose_level_is_misread_is_still_one() -> None:
    assert tree_of(changed(document(), 4, level="Actividad", level_rank=3).rows) == tree_of(document().rows)


def test_two_indicators_of_one_objective_share_what_is_below() -> None:
    rows = list(document().rows)
    twin = replace(rows[3], number=100, figures=row("100 25/25/25/25", "3 12.00% 3.00%").figures)
    about = report(*rows[:4], twin, *rows[4:])
    assert tree_of(about.rows).children[100] == tree_of(about.rows).children[4]
    regime = infer_regime(about)
    assert [f.rule for f in judge(about)[1] if f.rule == rules.ROLLUP_DIFFERS.id] == []
    assert regime.cumulative_denominator == "annual"


@pytest.mark.skipif(not TRANSCRIPTION.exists(), reason="the transcription is not at hand")
def test_the_transcription_checks_itself_upwards() -> None:
    about = normalize(read_document(TRANSCRIPTION))
    rollups, findings = judge(about)
    component, purpose = rollups.inferred
    assert (component.held, component.judged, purpose.from_below) == (35, 35, True)
    assert Counter(f.rule for f in findings) == {"rollup": 2}
    (of_purpose,) = (one for one in rollups.found if one.parent == 2)
    assert len(of_purpose.children) == 35
    assert of_purpose.expected[0].low < Fraction("706.66") / 35 < of_purpose.expected[0].high
