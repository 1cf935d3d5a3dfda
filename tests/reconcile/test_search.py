"""The likeliest explanations of a row, against an oracle that tries everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listed_prices import LISTED
from reconcile_reports import report, row
from test_properties import clean_rows, with_text
from test_worked_examples import (
    ANNUAL,
    ANNUAL_TYPED_APART,
    ATTAINABLE_BY_NOTHING,
    CONSTANT,
    COPIED,
    CUMULATIVE_OFF,
    HIDDEN,
    NARRATIVE_RIGHT,
    OTHER_NUMERATOR,
    PROGRESS,
)

from normalize.model import Measure, Period, Row
from reconcile.candidates import Candidate, candidates_of
from reconcile.edits import Check, judge
from reconcile.explain import judge_row
from reconcile.explanations import Explanation
from reconcile.judged import JudgedRow, judge_rows
from reconcile.readings import Key, Readings
from reconcile.regime import NEAREST
from reconcile.search import WITHIN, Search, Terms, explain, pins

TERMS = Terms(NEAREST, Period.Q1, kind="transcript", prices=LISTED)
CHECKS = ("sum", "progress", "cumulative", "narrative")


def judged(one: Row, terms: Terms = TERMS) -> JudgedRow:
    quarter = int(terms.reported[1]) if terms.reported else None
    return judge_rows(report(one, kind="transcript", quarter=quarter), NEAREST)[0]


def explained(one: Row, terms: Terms = TERMS, k: int = 5, within: int = 900) -> tuple[Explanation, ...]:
    case = judged(one, terms)
    return explain(case.row, case.readings, case.judged, terms, k=k, within=within)


def values(story: Explanation) -> dict[Key, str]:
    return {misread.figure: misread.text for misread in story.misreads}


def pinned(one: Row, story: Explanation) -> list[Check]:
    case = judged(one)
    (misread,) = story.misreads
    return [edit.check for edit in pins(misread, case.row, case.readings, case.judged, TERMS)]


@pytest.mark.parametrize(
    ("one", "cost", "margin", "misread", "asked"),
    [
        (ANNUAL_TYPED_APART, 720, 480, {ANNUAL: "190"}, [Check.SUM, Check.CUMULATIVE]),
        (NARRATIVE_RIGHT, 690, 610, {PROGRESS: "52.00%"}, [Check.PROGRESS, Check.NARRATIVE]),
        (ATTAINABLE_BY_NOTHING, 1060, 240, {PROGRESS: "214.81%"}, [Check.PROGRESS, Check.NARRATIVE]),
    ],
)
def test_rows_that_were_misread(
    one: Row, cost: int, margin: int, misread: dict[Key, str], asked: list[Check]
) -> None:
    best, second = explained(one)[:2]
    assert (best.cost, best.events, values(best)) == (cost, (), misread)
    assert (second.cost - cost, second.misreads) == (margin, ())
    assert pinned(one, best) == asked


@pytest.mark.parametrize(
    ("one", "kind", "cost", "margin"),
    [
        (COPIED, "progress-copied", 1100, 480),
        (OTHER_NUMERATOR, "progress-copied", 900, 80),
        (CUMULATIVE_OFF, "cumulative-copied", 900, None),
    ],
)
def test_rows_that_their_issuer_got_wrong(one: Row, kind: str, cost: int, margin: int | None) -> None:
    best, *others = explained(one)
    assert (best.cost, best.misreads, [event.kind for event in best.events]) == (cost, (), [kind])
    assert [other.cost - cost for other in others[:1]] == ([margin] if margin else [])
    assert all(other.misreads for other in others)


@pytest.mark.parametrize(
    ("one", "quarter"), [(HIDDEN, 1), (CONSTANT, 1), (replace(CUMULATIVE_OFF), 2), (row("4 1/1/1/1", "1 100% 25%"), 1)]
)
def test_rows_that_tally_or_are_explained_are_nobodys_mistake(one: Row, quarter: int) -> None:
    if quarter > 1:
        one = row("43 12/12/12/7", "12 100.00% 51.16%", quarter=quarter)
    assert explained(one, replace(TERMS, reported=Period.quarter(quarter))) == (Explanation((), (), 0),)


def test_a_plan_that_repeats_itself_may_be_hidden_by_a_misreading() -> None:
    best = explained(row("2 2/2/2/3", "0 0.00% 0.00%", told="2 0 0%"))[0]
    assert (values(best), best.events) == ({(Measure.TARGET, Period.Q4): "2"}, ())


def test_nothing_pins_the_annual_target_where_nothing_was_achieved() -> None:
    one = row("28 5/6/6/3", "0 0.00% 0.00%")
    story = next(story for story in explained(one) if values(story) == {ANNUAL: "20"})
    assert pinned(one, story) == [Check.SUM]


def test_a_digital_page_cannot_be_misread() -> None:
    certain = replace(TERMS, kind="digital")
    (story,) = explained(ANNUAL_TYPED_APART, certain)
    assert (story.misreads, story.cost) == ((), 1200)
    case = judged(ANNUAL_TYPED_APART)
    misread = explained(ANNUAL_TYPED_APART)[0].misreads[0]
    assert pins(misread, case.row, case.readings, case.judged, certain) == ()


def test_ties_are_kept_beyond_the_number_wanted() -> None:
    one = row("13 2/2/2/2", "2 100.00% 15.38%")
    costs = [story.cost for story in explained(one, k=2)]
    everything = [story.cost for story in explained(one, k=100)]
    assert costs == [cost for cost in everything if cost <= everything[1]]
    assert costs == sorted(costs)


def test_the_same_row_is_always_explained_alike() -> None:
    assert explained(COPIED) == explained(COPIED)


def test_a_budget_ends_the_search_with_what_was_found() -> None:
    case = judged(ANNUAL_TYPED_APART)
    (story,) = explain(case.row, case.readings, case.judged, TERMS, budget=1)
    assert [event.kind for event in story.events] == ["annual-apart"]


@st.composite
def damaged_rows(draw: st.DrawFn) -> Row:
    """A clean row of small figures in which up to two figures are replaced."""
    one = draw(clean_rows(draw(st.integers(1, 2))))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(one.figures) - 1))
        figure = one.figures[at]
        if figure.printed is None:
            continue
        decimals = figure.printed.decimals
        value = draw(st.integers(0, int(figure.printed.value.scaleb(decimals)) * 2 + 9))
        sign = "%" if figure.printed.percent else ""
        one = with_text(one, at, f"{Decimal(value).scaleb(-decimals):f}{sign}")
    return one


@st.composite
def small_searches(draw: st.DrawFn) -> Search:
    """A damaged row with a few candidates for each figure: some likely ones, some that checks ask for."""
    one = draw(damaged_rows())
    reported = draw(st.sampled_from((None, Period.Q1, Period.Q2)))
    terms = replace(TERMS, reported=reported)
    case = judged(one, terms)
    everything = candidates_of(case.row, case.readings, LISTED, terms.number_format)
    few: dict[Key, tuple[Candidate, ...]] = {}
    for key, candidates in everything.items():
        some = st.lists(st.sampled_from(candidates), max_size=2, unique_by=lambda c: c.core)
        chosen = draw(some) if candidates else []
        told = [c for c in candidates if any(c.value.value == p.value for p in case.readings.printed.values())]
        few[key] = tuple(sorted({c.core: c for c in (*chosen, *told[:1])}.values(), key=lambda c: (c.cost, c.core)))
    return Search(case.row, case.readings, tuple(case.judged), terms, few)


def tried(search: Search, k: int) -> list[tuple[int, frozenset[tuple[Key, str]]]]:
    """Every set of at most two misreadings, each judged from scratch."""
    candidates = list(chain.from_iterable(search.candidates.values()))
    sets = [nothing := (), *((one,) for one in candidates)]
    sets += [pair for pair in combinations(candidates, 2) if pair[0].figure != pair[1].figure]
    judgements = {frozenset(chosen): fails(search, chosen) for chosen in sets}
    before = judgements[frozenset(nothing)]
    suspects = {key for edit in before[0] for key in search.space.ties(edit)}
    found = []
    for chosen in sets:
        if len(chosen) == 1 and chosen[0].figure not in suspects:
            continue
        fewer = [frozenset(rest) for size in range(len(chosen)) for rest in combinations(chosen, size)]
        now = judgements[frozenset(chosen)]
        idle = any(judgements[rest][1] <= now[1] for rest in fewer)
        idle = idle or (len(chosen) > 1 and any(judgements[rest][0] <= now[0] for rest in fewer))
        if not idle and not (len(chosen) > 1 and now[1]):
            cost = price(chosen) + search.issuer.cover(now[1])[0]
            found.append((cost, frozenset((c.figure, c.core) for c in chosen)))
    found.sort(key=lambda story: story[0])
    issuer_alone = next(cost for cost, chosen in found if not chosen)
    limit = max(found[0][0] + WITHIN, issuer_alone)
    limit = min(limit, found[min(k, len(found)) - 1][0])
    return [story for story in found if story[0] <= limit]


def price(chosen: tuple[Candidate, ...]) -> int:
    costs = [candidate.cost for candidate in chosen]
    again = len(chosen) > 1 and chosen[0].pairs & chosen[1].pairs
    return max(*costs, sum(costs) - LISTED.same_pair_again) if again else sum(costs)


def fails(search: Search, chosen: tuple[Candidate, ...]) -> tuple[frozenset[object], frozenset[object]]:
    readings: Readings = search.readings
    for candidate in chosen:
        readings = readings.with_value(candidate.figure, candidate.value)
    displayed = frozenset(edit for edit in search.edits if judge(edit, readings, NEAREST).fails)
    after: Mapping[object, object] = judge_row(readings, CHECKS, NEAREST, search.terms.reported)
    return displayed, frozenset(edit for edit, judgement in after.items() if judgement.fails)  # type: ignore[attr-defined]


@given(small_searches(), st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_the_search_agrees_with_trying_everything(search: Search, k: int) -> None:
    found = [
        (story.cost, frozenset((misread.figure, str(misread.printed)) for misread in story.misreads))
        for story in search.best(k)
    ]
    expected = tried(search, k)
    assert [cost for cost, _ in found] == [cost for cost, _ in expected]
    assert set(found) == set(expected)


@given(damaged_rows())
@settings(max_examples=15, deadline=None)
def test_explanations_say_only_what_can_be_and_mend_what_they_say(one: Row) -> None:
    case = judged(one)
    candidates = candidates_of(case.row, case.readings, LISTED, TERMS.number_format)
    for story in explain(case.row, case.readings, case.judged, TERMS):
        readings = case.readings
        for misread in story.misreads:
            chosen = next(c for c in candidates[misread.figure] if c.printed == misread.printed)
            readings = readings.with_value(misread.figure, chosen.value)
        after = judge_row(readings, CHECKS, NEAREST, TERMS.reported)
        left = {edit for edit, judgement in after.items() if judgement.fails}
        assert left == {edit for event in story.events for edit in event.edits}


def test_rescaling_a_whole_row_is_beyond_all_arithmetic() -> None:
    assert explained(row("1.900 0.500/0.600/0.260/0.540", "0.500 100.00% 26.32%")) == (Explanation((), (), 0),)


def test_a_row_is_searched_with_little_effort(effort: Any) -> None:
    explained(COPIED)
    assert effort(lambda: explained(COPIED)) < 100_000
