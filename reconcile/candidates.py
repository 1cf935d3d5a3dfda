"""What else a figure may say on paper: every other reading of it, with what it costs to be read as it was.

First come the recogniser's own alternatives, at the price that its confidence sets. Then the text as it was read is
changed back, one slip at a time: a digit for another, one lost, one too many, the separator, the percent sign; and two
slips in one figure where both are likely ones. A candidate is always something that can be printed in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cuadre.evidence import NotANumber, NumberFormat, Printed, parse_printed
from normalize.model import Figure, Measure, Row
from reconcile.edits import NARRATIVE
from reconcile.explanations import Misread
from reconcile.pricing import Prices, printed_for
from reconcile.readings import Key, Readings, taken
from reconcile.words import PERCENTAGES

TWO_SLIPS_UNDER = 1250
"""Two slips in one figure are considered up to this cost; beyond it any mistake of the issuer is likelier."""

_GROUP = 3
_MISREADS_IN_A_HUNDRED = Decimal(3)
"""About so many of a hundred figures have some slip by the price list; a reader in more doubt makes them cheaper."""
_MOST_SURE = Decimal("0.9995")
_PERCENT_AS_DIGITS = ("96", "9")


class Candidate(NamedTuple):
    """Another reading of one figure: a tuple, because a row has thousands.

    Attributes:
        figure: Which one.
        printed: What the paper would say.
        value: The same as the arithmetic takes it.
        core: Its digits with a point for the separator.
        cost: In hundredths of a nat.
        how: Its slips, printed sign first: ``9>8``, ``1 lost``.
        slips: How many.
        pairs: The digits taken for one another.
    """

    figure: Key
    printed: Printed
    value: Printed
    core: str
    cost: int
    how: str
    slips: int
    pairs: frozenset[str]


class Slip(NamedTuple):
    """One change back from a text as read; ``rank`` and ``at`` order slips so that none is made twice."""

    core: str
    cost: int
    how: str
    rank: int
    at: int
    percent: bool = False


class Variant(NamedTuple):
    """Another text that one or two slips lead back to."""

    core: str
    percent: bool
    cost: int
    how: str
    slips: int

    @property
    def decimals(self) -> int:
        """How many it is printed with."""
        return _decimals(self.core)

    def printed(self) -> Printed:
        """The figure that it is."""
        return Printed(Decimal(self.core), self.decimals, self.percent)


def candidates_of(
    row: Row, readings: Readings, prices: Prices, number_format: NumberFormat, fractions: tuple[Measure, ...] = (),
    *, only: Key | None = None,
) -> dict[Key, tuple[Candidate, ...]]:  # fmt: skip
    """The candidates for every figure of a row that has a value, cheapest first.

    Args:
        row: The row.
        readings: Its values.
        prices: What slips cost.
        number_format: How the document prints figures.
        fractions: Measures that it prints as fractions of one.
        only: The one figure that is asked for; all by default.
    """
    places = _places(row)
    found: dict[Key, tuple[Candidate, ...]] = {}
    for figure in row.figures:
        key = (figure.measure, figure.period)
        wanted = only is None or key == only
        if wanted and key in readings.printed and key not in found and figure.printed is not None:
            found[key] = _of_figure(
                figure, figure.printed, prices, number_format,
                places[_kind(figure.measure)] | {figure.printed.decimals}, as_fraction=figure.measure in fractions,
            )  # fmt: skip
    return found


def misread_of(candidate: Candidate, as_read: str, number_format: NumberFormat) -> Misread:
    """Write a candidate as the paper would show it, with the signs around the figure as they were read."""
    return Misread(candidate.figure, candidate.printed, spelled(candidate, as_read, number_format), candidate.cost,
                   candidate.how)  # fmt: skip


def spelled(candidate: Candidate, as_read: str, number_format: NumberFormat) -> str:
    """The text of a candidate: grouped where the reading was, its percent sign set as it was."""
    text = as_read.strip()
    group = next((sign for sign in number_format.groups if sign in text), "")
    whole, _, fraction = candidate.core.partition(".")
    while group and (head := whole.partition(group)[0]) and len(head) > _GROUP:
        whole = f"{head[:-_GROUP]}{group}{whole[len(head) - _GROUP:]}"
    sign = "" if not candidate.printed.percent else " %" if text.endswith(" %") else "%"
    return whole + (number_format.decimal + fraction if fraction else "") + sign


def _kind(measure: Measure) -> bool:
    return measure in PERCENTAGES


def _places(row: Row) -> dict[bool, frozenset[int]]:
    """The decimals that the counts in the table, and the percentages, are printed with."""
    shown = [f for f in row.figures if f.printed and f.measure not in NARRATIVE]
    return {
        kind: frozenset(f.printed.decimals for f in shown if f.printed and _kind(f.measure) is kind)
        for kind in (False, True)
    }


def _of_figure(
    figure: Figure, printed: Printed, prices: Prices, number_format: NumberFormat, places: frozenset[int],
    *, as_fraction: bool,
) -> tuple[Candidate, ...]:  # fmt: skip
    if printed.value < 0:
        return ()
    key = (figure.measure, figure.period)
    slipped = _slipped(key, printed, prices, places, discount=_doubt(figure.confidence), as_fraction=as_fraction)
    if not figure.alternatives:
        return slipped
    best = {candidate.core: candidate for candidate in slipped}
    for said, other in _alternatives(figure, number_format):
        same = best.get(other.core)
        able = said.decimals in places and said.value != printed.value
        if able and (same is None or other.cost < same.cost):
            best[other.core] = _candidate(key, said, other, other.cost, as_fraction=as_fraction)
    return tuple(sorted(best.values(), key=_by_cost))


@lru_cache(maxsize=4096)
def _slipped(
    key: Key, printed: Printed, prices: Prices, places: frozenset[int], *, discount: int, as_fraction: bool
) -> tuple[Candidate, ...]:
    """The candidates that slips lead back to, cheaper where the reader doubts."""
    every = _printable(_core(printed), printed.percent, _kind(key[0]), prices, places)
    found = [
        _candidate(key, said, other, max(1, other.cost - discount), as_fraction=as_fraction)
        for said, other in every
        if said.value != printed.value
    ]
    # Their order changes only where a discount makes costs equal.
    return tuple(sorted(found, key=_by_cost)) if discount else tuple(found)


@lru_cache(maxsize=4096)
def _printable(
    core: str, percent: bool, is_percentage: bool, prices: Prices, places: frozenset[int]
) -> tuple[tuple[Printed, Variant], ...]:
    """What slips lead back to, with the figures that they are."""
    return tuple((other.printed(), other) for other in variants(core, percent, is_percentage, prices, places))


def _candidate(key: Key, printed: Printed, other: Variant, cost: int, *, as_fraction: bool) -> Candidate:
    value = taken(printed, key[0], (key[0],)) if as_fraction else printed
    return Candidate(key, printed, value, other.core, cost, other.how, other.slips, _pairs(other.how))


@lru_cache(maxsize=16384)
def _pairs(how: str) -> frozenset[str]:
    """The digits taken for one another, of all slips."""
    return frozenset(one for one in how.split(", ") if ">" in one)


def _by_cost(candidate: Candidate) -> tuple[int, str]:
    return candidate.cost, candidate.core


def _decimals(core: str) -> int:
    point = core.find(".")
    return len(core) - point - 1 if point >= 0 else 0


def _core(printed: Printed) -> str:
    return f"{abs(printed.value):.{printed.decimals}f}"


def _alternatives(figure: Figure, number_format: NumberFormat) -> Iterator[tuple[Printed, Variant]]:
    """The recogniser's other readings: the chance that it is wrong, halved from one to the next."""
    sure = _sure(figure.confidence)
    for rank, text in enumerate(figure.alternatives):
        try:
            printed = parse_printed(text, number_format)
        except NotANumber:
            continue
        if printed is None or printed.value < 0:
            continue
        odds = sure / ((1 - sure) / 2 ** (rank + 1))
        yield printed, Variant(_core(printed), printed.percent, max(1, _nats(odds)), "alternative", 1)


@lru_cache(maxsize=4096)
def _doubt(confidence: float) -> int:
    """How much cheaper slips are where the reader itself doubts more than usual."""
    return max(0, _nats((1 - _sure(confidence)) * 100 / _MISREADS_IN_A_HUNDRED))


def _sure(confidence: float) -> Decimal:
    # Written out, so that the logarithm is the same on every machine.
    return min(max(Decimal(f"{confidence:.4f}"), Decimal("0.0001")), _MOST_SURE)


def _nats(odds: Decimal) -> int:
    return int((100 * odds.ln()).to_integral_value())


def variants(
    core: str, percent: bool, is_percentage: bool, prices: Prices, places: frozenset[int]
) -> tuple[Variant, ...]:
    """All texts that one or two slips lead back to, each figure once at its lowest cost.

    Args:
        core: The figure as read, digits with a point for the separator.
        percent: A percent sign was read.
        is_percentage: It stands where a percentage belongs.
        prices: What slips cost.
        places: Only texts with so many decimals can be printed there.
    """
    found: dict[str, Variant] = {}
    for first in _slips(core, prices, sign=is_percentage and not percent):
        # Behind all but a percent sign only digits change: the separator stays where it is.
        moves = first.rank == _PERCENT
        fits = _decimals(first.core) in places
        if not fits and not moves:
            continue
        percent_too = percent or first.percent
        if fits and _is_better(first.core, first.cost, found):
            found[first.core] = Variant(first.core, percent_too, first.cost, first.how, 1)
        spare = TWO_SLIPS_UNDER + prices.second_in_token - first.cost
        for second in _likely_slips(first, prices, spare):
            cost = prices.twice(first.cost, second.cost, prices.second_in_token)
            if _is_better(second.core, cost, found) and (not moves or _decimals(second.core) in places):
                found[second.core] = Variant(second.core, percent_too, cost, f"{first.how}, {second.how}", 2)
    return tuple(sorted(found.values(), key=lambda variant: (variant.cost, variant.core)))


def _is_better(core: str, cost: int, found: dict[str, Variant]) -> bool:
    """Whether what slips lead back to can be printed, and nothing as cheap leads there yet."""
    if core[:1] in ("", ".") or (core[0] == "0" and core[1:2] not in ("", ".")):
        return False
    return core not in found or cost < found[core].cost


def _slips(core: str, prices: Prices, *, sign: bool) -> Iterator[Slip]:
    if sign:
        yield from _percent_signs(core, prices)
    yield from _separators(core, prices)
    for at, digit in enumerate(core):
        if digit != ".":
            yield from _substitutions(core, at, prices)
            if len(core) > 1:
                yield Slip(core[:at] + core[at + 1 :], prices.digit_inserted, f"{digit} inserted", _LAST, at)
    for at in range(len(core) + 1):
        for digit in "0123456789":
            yield Slip(core[:at] + digit + core[at:], prices.digit_lost, f"{digit} lost", _LAST, at)


_PERCENT, _SEPARATOR, _DIGIT, _LAST = range(4)


def _likely_slips(first: Slip, prices: Prices, spare: int) -> Iterator[Slip]:
    """What may have happened beside a first slip: the separator, then digits from left to right."""
    if first.rank < _SEPARATOR and prices.separator <= spare:
        yield from _separators(first.core, prices)
    start = {_PERCENT: 0, _SEPARATOR: 0, _DIGIT: first.at + 1}.get(first.rank, len(first.core))
    for at in range(start, len(first.core)):
        if first.core[at] != ".":
            for slip in _substitutions(first.core, at, prices):
                if slip.cost > spare:
                    break
                yield slip


def _substitutions(core: str, at: int, prices: Prices) -> Iterator[Slip]:
    """The digits that may be printed in one place, cheapest first."""
    for printed, cost in printed_for(core[at], prices):
        yield Slip(core[:at] + printed + core[at + 1 :], cost, f"{printed}>{core[at]}", _DIGIT, at)


def _separators(core: str, prices: Prices) -> Iterator[Slip]:
    """The separator elsewhere, or gone, or there where none was read."""
    digits, was = core.replace(".", ""), core.find(".")
    if was >= 0:
        yield Slip(digits, prices.separator, "separator inserted", _SEPARATOR, 0)
    for at in range(1, len(digits)):
        if at != was:
            how = "separator moved" if was >= 0 else "separator lost"
            yield Slip(f"{digits[:at]}.{digits[at:]}", prices.separator, how, _SEPARATOR, 0)


def _percent_signs(core: str, prices: Prices) -> Iterator[Slip]:
    """The last digits may be a percent sign."""
    for digits in _PERCENT_AS_DIGITS:
        if core.endswith(digits) and len(core) > len(digits):
            rest = core.removesuffix(digits).removesuffix(".")
            yield Slip(rest, prices.percent, f"% read {digits}", _PERCENT, 0, percent=True)
