"""What arithmetic could know of a row, worked out by trying everything: no code of reconcile takes part.

A row is valid when each check holds on the figures as displayed. An injected misread is *detectable* when the row as
read is not valid, and *identifiable* when exactly one change of one sign makes it so again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

Values = Mapping[tuple[str, str], tuple[int, int]]
"""Measure and period of a figure to its digits as a whole number and its decimals."""

_QUARTERS = ("q1", "q2", "q3", "q4")
_TOLD = {"narrative_target": "target", "narrative_achieved": "achieved", "narrative_progress": "progress"}


def values_of(texts: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Take the figures off their texts.

    >>> values_of({("progress", "q1"): "52.10%"})
    {('progress', 'q1'): (5210, 2)}
    """
    return {key: _value(text) for key, text in texts.items()}


def _value(text: str) -> tuple[int, int]:
    number = Decimal(text.replace(",", "").rstrip("%").strip())
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return int(number.scaleb(places)), places


def is_valid(row: Values) -> bool:
    """Whether all checks of a row hold.

    >>> row = {("target", "annual"): (4, 0), **{("target", q): (1, 0) for q in _QUARTERS}}
    >>> is_valid(row), is_valid({**row, ("target", "q2"): (7, 0)})
    (True, False)
    """
    return _adds_up(row) and all(_holds(row, key) for key in row)


def _adds_up(row: Values) -> bool:
    annual, quarters = _amount(row, "target", "annual"), [_amount(row, "target", q) for q in _QUARTERS]
    return annual == sum(quarters) or set(quarters) == {annual} or _is_cumulative(annual, quarters)


def _is_cumulative(annual: Decimal, quarters: list[Decimal]) -> bool:
    return quarters == sorted(quarters) and quarters[-1] == annual and len(set(quarters)) > 2


def _amount(row: Values, measure: str, period: str) -> Decimal:
    digits, places = row[measure, period]
    return Decimal(digits).scaleb(-places)


def _holds(row: Values, key: tuple[str, str]) -> bool:
    measure, period = key
    if measure in _TOLD:
        return _agree(row[key], row[_TOLD[measure], period])
    if measure == "progress":
        return _is_share(row[key], _amount(row, "achieved", period), _amount(row, "target", period))
    if measure == "cumulative":
        annual = _amount(row, "target", "annual")
        added = annual == sum(_amount(row, "target", q) for q in _QUARTERS)
        done = [_amount(row, "achieved", q) for q in _QUARTERS[: _QUARTERS.index(period) + 1]]
        return _is_share(row[key], sum(done, Decimal(0)) if added else done[-1], annual)
    return True


def _agree(one: tuple[int, int], other: tuple[int, int]) -> bool:
    places = min(one[1], other[1])
    first, second = (Decimal(digits).scaleb(-at) for digits, at in (one, other))
    return abs(first - second) * 2 <= Decimal(1).scaleb(-places)


def _is_share(share: tuple[int, int], part: Decimal, whole: Decimal) -> bool:
    if not whole:
        return not part and share[0] in (0, 100 * 10 ** share[1])
    exact = 2 * (100 * 10 ** share[1] * part - share[0] * whole)
    return bool(-whole <= exact <= whole)


def solutions(row: Values, limit: int = 2) -> int:
    """Count the changes of one sign of one figure that make a row valid, up to a limit."""
    found = 0
    for key, (digits, places) in row.items():
        for other in sorted(set(one_sign_apart(digits, places)) - {(digits, places)}):
            found += is_valid({**row, key: other})
            if found >= limit:
                return found
    return found


def one_sign_apart(digits: int, places: int) -> Iterator[tuple[int, int]]:
    """What one digit for another, one more or one less makes of a figure; its decimals stay as many.

    >>> sorted(one_sign_apart(7, 0))[:3]
    [(0, 0), (1, 0), (2, 0)]
    """
    text = str(abs(digits)).zfill(places + 1)
    for at in range(len(text)):
        yield from ((int(text[:at] + sign + text[at + 1 :]), places) for sign in "0123456789")
        if len(text) > places + 1:
            yield int(text[:at] + text[at + 1 :]), places
    for at in range(len(text) + 1):
        yield from ((int(text[:at] + sign + text[at:]), places) for sign in "0123456789")
