"""Which rows roll up the rows below them, as components do: a witness for the level of a row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cuadre.evidence.rollup import DONE, is_rolled_up, percentage
from normalize.model import Measure, Period, Row

_LEAST, _SHARE = 8, 0.95
_QUARTERS = (Period.Q1, Period.Q2, Period.Q3, Period.Q4)


def rolled_up(rows: Sequence[Row], codes: Sequence[tuple[int, ...]]) -> frozenset[int]:
    """The places of rows whose achieved figure is made of the percentages right below them, and of nothing else.

    Empty unless the document does so throughout: nearly all rows with others below them, and at least eight.

    Args:
        rows: Of the document.
        codes: The code of each, in parts.
    """
    judged: dict[int, bool] = {}
    telling: set[int] = set()
    for at, code in enumerate(codes):
        below = [row for row, other in zip(rows, codes, strict=True) if other[:-1] == code]
        deeper = any(len(other) > len(code) + 1 and other[: len(code)] == code for other in codes)
        if not code or not below or deeper:
            continue
        for period in _QUARTERS:
            shares = [_share(row, period) for row in below]
            known = [share for share in shares if share is not None]
            holds = _holds(rows[at], period, known) if len(known) == len(shares) else None
            if holds is not None:
                judged[at] = judged.get(at, True) and holds
                if any(0 < share < DONE for share in known):
                    telling.add(at)
    throughout = len(judged) >= _LEAST and sum(judged.values()) >= _SHARE * len(judged)
    return frozenset(at for at in telling if judged[at]) if throughout else frozenset()


def _holds(row: Row, period: Period, shares: Sequence[Fraction]) -> bool | None:
    target, achieved = row.figure(Measure.TARGET, period), row.figure(Measure.ACHIEVED, period)
    if target is None or achieved is None or target.printed is None or achieved.printed is None:
        return None
    return is_rolled_up(achieved.printed, Fraction(target.printed.value), shares)


def _share(row: Row, period: Period) -> Fraction | None:
    target, achieved = row.figure(Measure.TARGET, period), row.figure(Measure.ACHIEVED, period)
    if target is None or achieved is None or target.printed is None or achieved.printed is None:
        return None
    return percentage(Fraction(target.printed.value), Fraction(achieved.printed.value))
