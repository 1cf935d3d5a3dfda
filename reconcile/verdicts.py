"""From judgements and charges to a verdict on every figure of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from normalize.model import Condition, Figure, Measure, Row
from reconcile.accuse import Charge, vouched
from reconcile.edits import Check, Edit, Judgement, Outcome, column_of, members, ratio
from reconcile.explain import Judged
from reconcile.intervals import Interval, exactly, half_up, outward
from reconcile.model import Regime, Status, Verdict
from reconcile.readings import ANNUAL_TARGET, Key, Readings

_PRECISION = 2
"""Decimals of a computed percentage where none is printed."""
_RATIOS = {Measure.PROGRESS: Check.PROGRESS, Measure.CUMULATIVE: Check.CUMULATIVE}


def verdicts_of(
    row: Row, readings: Readings, judged: Judged, charges: Sequence[Charge], regime: Regime, *, digital: bool
) -> tuple[Verdict, ...]:
    """A verdict for each figure of the row, in its order.

    Args:
        row: The row.
        readings: Its values.
        judged: Its checks.
        charges: What they accuse.
        regime: The conventions of its document.
        digital: The document's print is certain, so what does not fit is the issuer's.
    """
    sound = vouched(judged, readings)
    accused = _accused(readings, charges, sound)
    explained = _explained(readings, judged)
    return tuple(
        _verdict(row.number, figure, _status(figure, accused, explained, sound, digital=digital),
                 computed_of(figure, readings, judged, regime))
        for figure in row.figures
    )  # fmt: skip


def computed_of(
    figure: Figure, readings: Readings, judged: Judged, regime: Regime
) -> tuple[Decimal, Interval] | None:
    """What the row's other figures make of this one, and the interval in which the exact value lies."""
    found = _exact(figure, readings, judged, regime)
    if found is None:
        return None
    exact, lies_in = found
    if as_fraction(figure, regime):
        exact, lies_in = exact / 100, Interval(lies_in.low / 100, lies_in.high / 100, lies_in.open_high)
    percentage = figure.measure in (*_RATIOS, Measure.NARRATIVE_PROGRESS)
    missing = _PRECISION if percentage else 0
    return half_up(exact, figure.printed.decimals if figure.printed else missing), lies_in


def as_fraction(figure: Figure, regime: Regime) -> bool:
    """Whether a figure is printed as a fraction of one and not in points."""
    return figure.measure in regime.fractions and not (figure.printed and figure.printed.percent)


def _exact(
    figure: Figure, readings: Readings, judged: Judged, regime: Regime
) -> tuple[Fraction, Interval] | None:
    key: Key | None = (figure.measure, figure.period)
    if key == ANNUAL_TARGET:
        total = judged.get(Edit(Check.SUM, ANNUAL_TARGET), Judgement(Outcome.SILENT)).exact
        return None if total is None else (total, exactly(total))
    if figure.measure is Measure.NARRATIVE_PROGRESS:
        key = column_of((figure.measure, figure.period), readings)
    if key is None or key[0] not in _RATIOS:
        return None
    return _percentage(Edit(_RATIOS[key[0]], key), readings, judged, regime)


def _percentage(
    edit: Edit, readings: Readings, judged: Judged, regime: Regime
) -> tuple[Fraction, Interval] | None:
    judgement = judged.get(edit)
    known = ratio(edit, readings, regime)
    if known is None or not known[1] or (judgement and judgement.because == "prior"):
        return None
    part, whole = known
    exact = judgement.exact if judgement and judgement.exact is not None else 100 * part / whole
    if judgement is None or judgement.because != "hidden":
        return exact, exactly(exact)
    tied = (readings.printed.get(key) for key in members(edit, readings) if key[0] is Measure.ACHIEVED)
    slack = sum((Fraction(printed.unit) / 2 for printed in tied if printed), Fraction(0))
    return exact, Interval(100 * (part - slack) / whole, 100 * (part + slack) / whole)


def _accused(
    readings: Readings, charges: Sequence[Charge], sound: frozenset[Key]
) -> dict[Key, tuple[bool, bool]]:
    """Each accused figure: whether it is accused itself, and whether the narrative repeats its print.

    Beside the main figure stand the others of the violated checks that no other check vouches for.
    """
    accused: dict[Key, tuple[bool, bool]] = {}
    for charge in charges:
        for key in charge.accused:
            accused[key] = (True, charge.confirmed)
        for edit in charge.edits:
            for key in members(edit, readings):
                if key not in sound and len(charge.edits) == 1:
                    accused.setdefault(key, (False, False))
    return accused


def _explained(readings: Readings, judged: Judged) -> frozenset[Key]:
    keys: set[Key] = set()
    for edit, judgement in judged.items():
        if judgement.outcome is Outcome.EXPLAINED:
            keys.add(edit.subject)
            if judgement.because == "hidden":
                keys.update(key for key in members(edit, readings) if key[0] is Measure.ACHIEVED)
    return frozenset(keys)


def _status(
    figure: Figure,
    accused: Mapping[Key, tuple[bool, bool]],
    explained: frozenset[Key],
    sound: frozenset[Key],
    *,
    digital: bool,
) -> Status:
    key = (figure.measure, figure.period)
    if figure.condition is Condition.NOT_A_NUMBER:
        return Status.ILLEGIBLE
    if figure.condition is Condition.SPREADSHEET_ERROR:
        return Status.INCONSISTENT
    certain = digital and figure.confidence >= 1 and figure.condition is not Condition.UNSURE
    if key in accused:
        itself, confirmed = accused[key]
        if certain:
            return Status.INCONSISTENT if itself else Status.OK
        return Status.INCONSISTENT if confirmed else Status.UNDETERMINED
    # Arithmetic vouches for a reading in doubt, never for a place in doubt: swapped quarters tally as well.
    if figure.condition is Condition.UNSURE and (figure.confidence >= 1 or key not in sound):
        return Status.UNDETERMINED
    return Status.EXPLAINED if key in explained else Status.OK


def _verdict(row: int, figure: Figure, status: Status, computed: tuple[Decimal, Interval] | None) -> Verdict:
    if computed is None:
        return Verdict(row, figure.measure, figure.period, status)
    low, high = outward(computed[1])
    return Verdict(row, figure.measure, figure.period, status, computed[0], low, high)
