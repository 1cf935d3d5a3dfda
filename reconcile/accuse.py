"""Which figure a set of violated checks accuses, as a person would see it from the pattern.

The order matters: a cause that explains two violated checks is tried before those that explain one.
Arithmetic says what does not fit; it never says what is on the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from cuadre.evidence import Printed, Rule
from normalize.model import Measure, Period
from reconcile import rules
from reconcile.edits import (
    NARRATIVE,
    Check,
    Edit,
    Outcome,
    column_of,
    judge,
    members,
    ratio,
    total,
    up_to,
)
from reconcile.explain import Judged, corrected_annual, mends_cumulative
from reconcile.intervals import Interval, agree, display_interval, exactly, half_up, part_interval
from reconcile.model import Regime
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key, Readings
from reconcile.words import listed, named, plain, said

Elsewhere = Mapping[tuple[Fraction, Fraction], int]
"""Programmed and achieved of a quarter in some row, to that row's number."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One cause for one or more violated checks.

    Attributes:
        rule: What is said of it.
        accused: The figures accused, the main one first.
        edits: The violated checks it accounts for.
        message: The sentence for a person.
        computed: What the main figure would be, in its printed precision; ``None`` when undefined.
        confirmed: The narrative repeats the print that the arithmetic contradicts.
    """

    rule: Rule
    accused: tuple[Key, ...]
    edits: tuple[Edit, ...]
    message: str
    computed: Decimal | None = None
    confirmed: bool = False


@dataclass(slots=True)
class _Case:
    readings: Readings
    judged: Judged
    regime: Regime
    elsewhere: Elsewhere
    open: list[Edit] = field(default_factory=list)

    def first(self, *checks: Check) -> Edit | None:
        return next((edit for edit in self.open if edit.check in checks), None)

    def find(self, check: Check, subject: Key) -> Edit | None:
        return next((edit for edit in self.open if edit == Edit(check, subject)), None)

    def all(self, check: Check, since: Period = Period.Q1) -> list[Edit]:
        of_check = (edit for edit in self.open if edit.check is check)
        return [e for e in of_check if e.period is Period.ANNUAL or since in up_to(e.period)]

    def rounded(self, key: Key, exact: Fraction) -> Decimal:
        return half_up(exact, self.readings.printed[key].decimals)


def charges(readings: Readings, judged: Judged, regime: Regime, elsewhere: Elsewhere) -> Iterator[Charge]:
    """Find a cause for every violated check of a row."""
    case = _Case(readings, judged, regime, elsewhere, [e for e, j in judged.items() if j.fails])
    for accuse in _CAUSES:
        while (charge := accuse(case)) is not None:
            yield charge
            case.open = [edit for edit in case.open if edit not in charge.edits]


def vouched(judged: Judged, readings: Readings) -> frozenset[Key]:
    """The figures that a check which could have failed finds in order.

    Where nothing was achieved, a percentage of 0 says nothing about the target it is a share of. Percentages that
    agree on decimals which are not printed vouch for each other, not for the targets.
    """
    keys: set[Key] = set()
    for edit, judgement in judged.items():
        if judgement.because == "hidden":
            keys.update(key for key in members(edit, readings) if key[0] is not Measure.TARGET)
        if judgement.outcome is not Outcome.HOLDS:
            continue
        ratio = edit.check in (Check.PROGRESS, Check.CUMULATIVE)
        targets = not ratio or bool(judgement.exact)
        tied = members(edit, readings)
        keys.update(key for key in tied if targets or key[0] is not Measure.TARGET)
    return frozenset(keys)


def _annual_typed_apart(case: _Case) -> Charge | None:
    edit, summed = case.first(Check.SUM), corrected_annual(case.judged)
    if edit is None or summed is None:
        return None
    if not mends_cumulative(case.judged, case.readings, summed, case.regime):
        return None
    years = tuple(case.all(Check.CUMULATIVE))
    percentages = listed([said(case.readings, year.subject) for year in years])
    message = (
        f"{_sum_sentence(case, summed)}; el avance acumulado de {percentages} tampoco sale de"
        f" {said(case.readings, ANNUAL_TARGET)} y sí de {plain(summed)}."
    )
    return Charge(rules.ANNUAL_NOT_SUM, (ANNUAL_TARGET,), (edit, *years), message,
                  case.rounded(ANNUAL_TARGET, summed))  # fmt: skip


def _quarter_typed_apart(case: _Case) -> Charge | None:
    edit = case.first(Check.SUM)
    summed = total(case.readings)
    if edit is None or summed is None:
        return None
    gap = Fraction(case.readings.printed[ANNUAL_TARGET].value) - summed
    for quarter in QUARTERS:
        key = (Measure.TARGET, quarter)
        progress = case.find(Check.PROGRESS, (Measure.PROGRESS, quarter))
        if progress is None or key not in case.readings.printed:
            continue
        should = (case.readings.amount(key) or Fraction(0)) + gap
        value = case.rounded(key, should)
        changed = case.readings.with_value(key, Printed(value, case.readings.printed[key].decimals))
        if should > 0 and judge(progress, changed, case.regime).outcome is Outcome.HOLDS:
            told = _narrative_that_says(case, key, changed.printed[key])
            message = (
                f"La {named(key)} de {said(case.readings, key)} no concuerda ni con la meta anual de"
                f" {said(case.readings, ANNUAL_TARGET)} ni con el avance de"
                f" {said(case.readings, progress.subject)}: ambos piden {plain(should)}."
            )
            return Charge(rules.TARGET_NOT_DIFFERENCE, (key,), (edit, progress, *told), message, value,
                          confirmed=_repeated(case, key))  # fmt: skip
    return None


def _achieved_typed_apart(case: _Case) -> Charge | None:
    for quarter in QUARTERS:
        key = (Measure.ACHIEVED, quarter)
        progress = case.find(Check.PROGRESS, (Measure.PROGRESS, quarter))
        if progress is None or key not in case.readings.printed:
            continue
        years = tuple(case.all(Check.CUMULATIVE, since=quarter))
        for value in _achieved_candidates(case, progress, key):
            changed = case.readings.with_value(key, value)
            told = _narrative_that_says(case, key, value)
            witnesses = (progress, *years)
            mends = all(judge(edit, changed, case.regime).outcome is Outcome.HOLDS for edit in witnesses)
            if mends and (years or told) and not _breaks(case, changed, witnesses):
                others = listed([said(case.readings, edit.subject) for edit in (*witnesses, *told)])
                shown = said(case.readings, key)
                message = f"Lo {named(key)} ({shown}) no concuerda con {others}, que piden {value}."
                return Charge(rules.ACHIEVED_DOES_NOT_FIT, (key,), (*witnesses, *told), message, value.value,
                              confirmed=_repeated(case, key))  # fmt: skip
    return None


def _achieved_candidates(case: _Case, progress: Edit, key: Key) -> tuple[Printed, ...]:
    """The achieved figures in the printed precision that the quarterly percentage admits."""
    decimals = case.readings.printed[key].decimals
    whole = case.readings.amount((Measure.TARGET, progress.period))
    if not whole:
        return ()
    share = case.readings.printed[progress.subject]
    admitted = part_interval(share, exactly(whole), case.regime.rounding_mode)
    points = admitted.grid(decimals)
    return tuple(Printed(half_up(point, decimals), decimals) for point in points if point >= 0)


def _breaks(case: _Case, changed: Readings, mended: tuple[Edit, ...]) -> bool:
    """A check that held before, and could have failed, fails with the changed value."""
    return any(
        judge(edit, changed, case.regime).fails
        for edit, judgement in case.judged.items()
        if judgement.outcome is Outcome.HOLDS and edit.check is Check.CUMULATIVE and edit not in mended
    )


def _progress_wrong(case: _Case) -> Charge | None:
    edit = case.first(Check.PROGRESS)
    if edit is None:
        return None
    exact = case.judged[edit].exact
    if exact is None:
        return _undefined(case, edit)
    computed = case.rounded(edit.subject, exact)
    decimals = case.readings.printed[edit.subject].decimals
    told = _narrative_that_says(case, edit.subject, Printed(computed, decimals))
    part, whole = (Measure.ACHIEVED, edit.period), (Measure.TARGET, edit.period)
    message = (
        f"El {named(edit.subject)} de {said(case.readings, edit.subject)} no es {said(case.readings, part)}"
        f" entre {said(case.readings, whole)}, que da {computed} %"
    )
    repeated = _repeated(case, edit.subject)
    more = "; la justificación repite lo impreso" if repeated else ""
    more = "; la justificación dice lo calculado" if told else more
    more += "; concordaría si la meta tuviera decimales que no se imprimen" * _hidden_target(case, edit, told)
    return Charge(rules.PROGRESS_NOT_RATIO, (edit.subject,), (edit, *told), f"{message}{more}.", computed,
                  confirmed=repeated)  # fmt: skip


def _hidden_target(case: _Case, edit: Edit, told: tuple[Edit, ...]) -> bool:
    """A target with hidden decimals would do. One percentage alone is no proof: it stays a finding."""
    whole = case.readings.printed.get((Measure.TARGET, edit.period))
    part = case.readings.amount((Measure.ACHIEVED, edit.period))
    share = display_interval(case.readings.printed[edit.subject], case.regime.rounding_mode)
    if told or whole is None or not part or share.low <= 0:
        return False
    needed = Interval(100 * part / share.high, 100 * part / share.low)
    return display_interval(whole).meet(needed) is not None


def _cumulative_wrong(case: _Case) -> Charge | None:
    edit = case.first(Check.CUMULATIVE)
    if edit is None:
        return None
    exact, known = case.judged[edit].exact, ratio(edit, case.readings, case.regime)
    if exact is None or known is None:
        return _undefined(case, edit)
    computed = case.rounded(edit.subject, exact)
    message = (
        f"El {named(edit.subject)} de {said(case.readings, edit.subject)} no es {plain(known[0])}"
        f" entre {plain(known[1])}, que da {computed} %."
    )
    return Charge(rules.CUMULATIVE_NOT_RATIO, (edit.subject,), (edit,), message, computed,
                  confirmed=_repeated(case, edit.subject))  # fmt: skip


def _undefined(case: _Case, edit: Edit) -> Charge:
    message = (
        f"El {named(edit.subject)} dice {said(case.readings, edit.subject)}, pero la meta es cero o está en"
        " blanco y no hay entre qué dividir."
    )
    return Charge(rules.PROGRESS_UNDEFINED, (edit.subject,), (edit,), message,
                  confirmed=_repeated(case, edit.subject))  # fmt: skip


def _sum_wrong(case: _Case) -> Charge | None:
    edit, summed = case.first(Check.SUM), corrected_annual(case.judged)
    if edit is None or summed is None:
        return None
    return Charge(rules.ANNUAL_NOT_SUM, (ANNUAL_TARGET,), (edit,), f"{_sum_sentence(case, summed)}.",
                  case.rounded(ANNUAL_TARGET, summed))  # fmt: skip


def _sum_sentence(case: _Case, summed: Fraction) -> str:
    quarters = "+".join(plain(quarter or Fraction(0)) for quarter in case.readings.quarters(Measure.TARGET))
    annual = said(case.readings, ANNUAL_TARGET)
    return f"La meta anual {annual} no es la suma de los trimestres ({quarters} = {plain(summed)})"


def _narrative_wrong(case: _Case) -> Charge | None:
    edits = tuple(case.all(Check.NARRATIVE))
    if not edits:
        return None
    if len(edits) > 1:
        return _narrative_of_another_row(case, edits)
    edit = edits[0]
    printed = case.readings.printed[column := _column(case, edit)]
    message = (
        f"La justificación dice {said(case.readings, edit.subject)} y la tabla, en {named(column)},"
        f" {said(case.readings, column)}."
    )
    return Charge(rules.NARRATIVE_DIFFERS, (edit.subject,), (edit,), message, printed.value)


def _narrative_of_another_row(case: _Case, edits: tuple[Edit, ...]) -> Charge:
    told = listed([said(case.readings, edit.subject) for edit in edits])
    shown = listed([said(case.readings, _column(case, edit)) for edit in edits])
    period = edits[0].period
    target = case.readings.amount((Measure.NARRATIVE_TARGET, period))
    achieved = case.readings.amount((Measure.NARRATIVE_ACHIEVED, period))
    row = case.elsewhere.get((target, achieved)) if target is not None and achieved is not None else None
    source = f"; son las cifras del renglón {row}" if row else ""
    message = f"La justificación dice {told} y la tabla {shown}{source}."
    return Charge(rules.NARRATIVE_OF_ANOTHER_ROW, tuple(edit.subject for edit in edits), edits, message)


def _column(case: _Case, edit: Edit) -> Key:
    column = column_of(edit.subject, case.readings)
    assert column is not None  # noqa: S101 - a narrative edit that fails was compared with a column
    return column


def _narratives_of(readings: Readings, key: Key) -> list[Key]:
    told = [(measure, period) for measure in NARRATIVE for period in Period]
    return [one for one in told if one in readings.printed and column_of(one, readings) == key]


def _narrative_that_says(case: _Case, key: Key, value: Printed) -> tuple[Edit, ...]:
    """The violated narrative checks of a column that the value would mend."""
    edits = (case.find(Check.NARRATIVE, told) for told in _narratives_of(case.readings, key))
    return tuple(edit for edit in edits if edit and agree(case.readings.printed[edit.subject], value))


def repeated_by_narrative(readings: Readings, key: Key) -> bool:
    """Whether the narrative repeats a figure as it was read: then two places of the paper say so."""
    shown = readings.printed[key]
    return any(agree(readings.printed[told], shown) for told in _narratives_of(readings, key))


def _repeated(case: _Case, key: Key) -> bool:
    return repeated_by_narrative(case.readings, key)


_CAUSES: tuple[Callable[[_Case], Charge | None], ...] = (
    _annual_typed_apart, _quarter_typed_apart, _achieved_typed_apart, _progress_wrong, _cumulative_wrong,
    _sum_wrong, _narrative_wrong,
)  # fmt: skip
