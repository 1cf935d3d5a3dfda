"""From judgements and charges to a verdict on every figure of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cuadre.evidence import PERSON
from normalize.model import Condition, Figure, Measure, Row
from reconcile.accuse import Charge, vouched
from reconcile.confirm import confirmed, is_in_doubt
from reconcile.edits import Check, Edit, Judgement, Outcome, column_of, members, ratio
from reconcile.explain import Judged
from reconcile.intervals import Interval, exactly, half_up, outward
from reconcile.model import Regime, Status, Verdict
from reconcile.readings import ANNUAL_TARGET, Key, Readings

_PRECISION = 2
"""Decimals of a computed percentage where none is printed."""
_BEYOND_DOUBT = 0.98
"""From this confidence on, a scanned figure that shares a violated check with the accused one stands."""
_NO_PIXELS = ("pdf", "transcript")
_UNREAD = (Condition.NOT_A_NUMBER, Condition.ILLEGIBLE)
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
        digital: What the document's digital pages print is certain, so what does not fit is the issuer's.
    """
    doubted = frozenset((figure.measure, figure.period) for figure in row.figures if is_in_doubt(figure))
    standing = _Standing(
        accused=_accused(readings, charges, vouched(judged, readings), doubted),
        explained=_explained(readings, judged),
        confirmed=confirmed(row, readings, judged, regime) if doubted else doubted,
        digital=digital,
    )
    return tuple(
        _verdict(row.number, figure, _status(figure, standing), computed_of(figure, readings, judged, regime))
        for figure in row.figures
    )


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


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the checks of a row say of its figures.

    Attributes:
        accused: Each accused figure: whether it is accused itself, and whether the narrative repeats its print.
        explained: The figures that an explanation speaks for.
        confirmed: The readings in doubt that the arithmetic confirms.
        digital: What digital pages print is certain.
    """

    accused: Mapping[Key, tuple[bool, bool]]
    explained: frozenset[Key]
    confirmed: frozenset[Key]
    digital: bool


def _accused(
    readings: Readings, charges: Sequence[Charge], sound: frozenset[Key], doubted: frozenset[Key]
) -> dict[Key, tuple[bool, bool]]:
    """Each accused figure: whether it is accused itself, and whether the narrative repeats its print.

    Beside the main figure stand the others of the violated checks that no other check vouches for. A charge
    that rests on a reading in doubt accuses nobody itself.
    """
    accused: dict[Key, tuple[bool, bool]] = {}
    for charge in charges:
        tied = dict.fromkeys(key for edit in charge.edits for key in members(edit, readings))
        if doubted.intersection(tied):
            accused |= {key: (False, False) for key in (*charge.accused, *tied) if key not in accused}
            continue
        for key in charge.accused:
            accused[key] = (True, charge.confirmed)
        for key in tied:
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


def _status(figure: Figure, standing: _Standing) -> Status:
    key = (figure.measure, figure.period)
    if figure.condition in _UNREAD:
        return Status.ILLEGIBLE
    if figure.condition is Condition.SPREADSHEET_ERROR:
        return Status.INCONSISTENT
    if is_in_doubt(figure):
        return Status.OK if key in standing.confirmed else Status.UNDETERMINED
    if key in standing.accused:
        return _status_of_accused(figure, standing)
    # Arithmetic vouches for a reading in doubt, never for a place in doubt: swapped quarters tally as well.
    if figure.condition is Condition.UNSURE:
        return Status.UNDETERMINED
    return Status.EXPLAINED if key in standing.explained else Status.OK


def _status_of_accused(figure: Figure, standing: _Standing) -> Status:
    """Where the print is certain, the main figure alone does not tally; elsewhere any of them may be misread."""
    itself, repeated = standing.accused[figure.measure, figure.period]
    certain = figure.recognizer == PERSON or (standing.digital and figure.confidence >= 1)
    scanned = figure.recognizer not in _NO_PIXELS
    if figure.condition is not Condition.UNSURE and (certain or scanned):
        if itself:
            return Status.INCONSISTENT
        return Status.OK if certain or figure.confidence >= _BEYOND_DOUBT else Status.UNDETERMINED
    return Status.INCONSISTENT if repeated else Status.UNDETERMINED


def _verdict(row: int, figure: Figure, status: Status, computed: tuple[Decimal, Interval] | None) -> Verdict:
    if computed is None:
        return Verdict(row, figure.measure, figure.period, status)
    low, high = outward(computed[1])
    return Verdict(row, figure.measure, figure.period, status, computed[0], low, high)
