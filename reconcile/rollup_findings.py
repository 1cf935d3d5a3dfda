"""What the roll-ups say, in sentences; and the percentages of a parent that only the rows below explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from cuadre.evidence import Finding
from normalize.model import Measure, Report
from reconcile import rules
from reconcile.convention import Convention
from reconcile.edits import Check, Edit, Outcome
from reconcile.explain import Judged
from reconcile.intervals import half_up
from reconcile.judged import JudgedRow, judge_rows
from reconcile.model import Regime
from reconcile.rollup import Inferred, RollUp, RollUps, is_pinned, rollups_of
from reconcile.words import named, plain, said

_WORDS = {
    Convention.CAPPED_MEAN: "la meta por el promedio de los porcentajes de los renglones que dependen de él,"
    " ninguno contado por encima de 100",
    Convention.MEAN_OF_VALUES: "el promedio de lo alcanzado en los renglones que dependen de él",
    Convention.SUM: "la suma de lo alcanzado en los renglones que dependen de él",
    Convention.MEAN: "la meta por el promedio de los porcentajes de los renglones que dependen de él",
}
_RATIOS = {Check.PROGRESS: Measure.PROGRESS, Check.CUMULATIVE: Measure.CUMULATIVE}


def judged_with_rollups(report: Report, regime: Regime) -> tuple[JudgedRow, ...]:
    """Judge the rows of a document, and explain the percentages that only the rows below explain."""
    rows = judge_rows(report, regime)
    return from_below(rows, rollups_of(report, regime, rows), regime)


def from_below(rows: Sequence[JudgedRow], rollups: RollUps, regime: Regime) -> tuple[JudgedRow, ...]:
    """Explain percentages that contradict a parent's figure where the rows below make just those percentages.

    What is explained is no longer charged to anybody. A row is explained whole or not at all.
    """
    explained: dict[int, Judged] = {}
    by_number = {one.row.number: one for one in rows}
    for rollup in rollups.found:
        judged = by_number[rollup.parent]
        if rollup.outcome is Outcome.HOLDS and is_pinned(judged, rollup, regime):
            edits = [Edit(check, (measure, rollup.period)) for check, measure in _RATIOS.items()]
            failing = [edit for edit in edits if edit in judged.judged and judged.judged[edit].fails]
            explained.setdefault(rollup.parent, {}).update(
                {edit: replace(judged.judged[edit], outcome=Outcome.EXPLAINED, because="hidden") for edit in failing}
            )
    return tuple(_cleared(one, explained.get(one.row.number, {})) for one in rows)


def _cleared(one: JudgedRow, explained: Judged) -> JudgedRow:
    charges = tuple(charge for charge in one.charges if not explained.keys() & set(charge.edits))
    return replace(one, judged=one.judged | explained, charges=charges) if explained else one


def with_rollups(
    findings: Sequence[Finding], rows: Sequence[JudgedRow], rollups: RollUps, regime: Regime
) -> list[Finding]:
    """Add what the roll-ups say to the findings of a document, and their evidence to hidden decimals."""
    by_number = {one.row.number: one for one in rows}
    below = {one.parent: one for one in rollups.found
             if one.outcome is Outcome.HOLDS and is_pinned(by_number[one.parent], one, regime)}  # fmt: skip
    told = [
        _told_from_below(finding, by_number[finding.row], below[finding.row])
        if finding.rule == rules.HIDDEN_DECIMALS.id and finding.row in below else finding
        for finding in findings
    ]  # fmt: skip
    told += (_level_finding(one, by_number, rollups) for one in rollups.inferred)
    told += (_differs(one, by_number[one.parent]) for one in _failing(by_number, rollups))
    return told + list(_placements(by_number, rollups))


def _failing(rows: dict[int, JudgedRow], rollups: RollUps) -> Iterator[RollUp]:
    """What does not follow from below; an objective with several indicators need follow in one of them only."""
    held = {(rows[one.parent].row.objective_code, one.period) for one in rollups.found if one.outcome is Outcome.HOLDS}
    for one in rollups.found:
        twin = (rows[one.parent].row.objective_code, one.period) in held
        if one.outcome is Outcome.FAILS and not one.disputed and not twin:
            yield one


def _told_from_below(finding: Finding, judged: JudgedRow, one: RollUp) -> Finding:
    shown = said(judged.readings, (Measure.ACHIEVED, one.period))
    value = _middle(one)
    message = (
        f"Lo alcanzado se imprime como {shown} y es {plain(value)}: {_WORDS[one.convention]} ({len(one.children)});"
        " los porcentajes impresos concuerdan."
    )
    summed = f"{plain(value * len(one.children))}/{len(one.children)} = {plain(value)}"
    return replace(finding, message=message, evidence=f"{finding.evidence}; {one.convention} {summed}")


def _middle(one: RollUp) -> Fraction:
    return (one.expected[0].low + one.expected[0].high) / 2


def _level_finding(inferred: Inferred, rows: dict[int, JudgedRow], rollups: RollUps) -> Finding:
    parents = [one.parent for one in rollups.found if rollups.rank(one.parent) == inferred.rank]
    ((level, _),) = Counter(rows[parent].row.level for parent in parents).most_common(1)
    message = (
        f"En el nivel {level or inferred.rank}, lo alcanzado es {_WORDS[inferred.convention]}: así es en"
        f" {inferred.held} de {inferred.judged}."
    )
    how = "; its percentages follow from the rows below" if inferred.from_below else f"; {inferred.telling} telling"
    return rules.ROLLUP.finding(message, evidence=f"{inferred.convention}: {inferred.held} of {inferred.judged}{how}")


def _differs(one: RollUp, judged: JudgedRow) -> Finding:
    key = (Measure.ACHIEVED, one.period)
    figure = judged.row.figure(*key)
    printed = judged.readings.printed[key]
    values = list(dict.fromkeys(half_up((value.low + value.high) / 2, printed.decimals) for value in one.expected))
    shown = " o ".join(map(str, values))
    message = (
        f"Lo {named(key)} de {printed} no es, como en los demás, {_WORDS[one.convention]}"
        f" (renglones {', '.join(map(str, one.children))}), que da {shown}."
    )
    exact = " ".join(plain((value.low + value.high) / 2) for value in one.expected)
    return rules.ROLLUP_DIFFERS.finding(
        message, page=figure.place.page if figure else judged.row.place.page, row=judged.row.number,
        field=f"{key[0]}_{key[1]}", as_read=figure.as_read if figure else "", reported=str(printed),
        computed=str(values[0]) if len(values) == 1 else "",
        evidence=f"{one.convention} of rows {' '.join(map(str, one.children))}: {exact}",
    )  # fmt: skip


def _placements(rows: dict[int, JudgedRow], rollups: RollUps) -> Iterator[Finding]:
    for child, parent in rollups.placed.items():
        row, above = rows[child].row, rows[parent].row
        message = (
            f"Por las cuentas, el renglón {row.objective_code} depende de {above.objective_code} (renglón {parent}):"
            " lo alcanzado ahí solo resulta con él."
        )
        yield rules.ROLLUP_PLACES_ROW.finding(
            message, page=row.place.page, row=child, field="objective_code", as_read=row.objective_code,
            reported=row.objective_code, evidence=f"parent row {parent}",
        )  # fmt: skip
