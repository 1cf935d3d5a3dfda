"""Which readings in doubt the arithmetic confirms: it may vouch for a reading, it never supplies one.

A reading is confirmed when every check it takes part in holds exactly, and one of them, resting on sure readings
alone, would not have held with any one sign of it misread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuadre.evidence import Printed
from normalize.model import Condition, Figure, Measure, Row
from reconcile.edits import Check, Edit, Outcome, judge, members, up_to
from reconcile.explain import Judged
from reconcile.model import Regime
from reconcile.readings import Key, Readings

SURE_FROM = 0.6
"""A reading with less confidence than this is in doubt."""

_SURE = (Condition.CLEAR, Condition.BLANK, Condition.DASH)
_DIGITS = "0123456789"
_PERCENTAGES = (Measure.PROGRESS, Measure.CUMULATIVE)
_DECIDED = (Outcome.FAILS, Outcome.EXPLAINED)


def is_in_doubt(figure: Figure) -> bool:
    """Whether nobody is sure what the cell prints."""
    return figure.confidence < SURE_FROM


def confirmed(row: Row, readings: Readings, judged: Judged, regime: Regime) -> frozenset[Key]:
    """The figures in doubt that the arithmetic confirms; what is confirmed may bear witness for others."""
    figures = {(figure.measure, figure.period): figure for figure in reversed(row.figures)}
    sure = {key for key, figure in figures.items() if not is_in_doubt(figure) and figure.condition in _SURE}
    doubted = [key for key, figure in figures.items() if is_in_doubt(figure) and key in readings.printed]
    court = _Court(readings, judged, regime, frozenset(figures))
    found: set[Key] = set()
    while more := {key for key in doubted if key not in found and court.confirms(key, sure | found)}:
        found |= more
    return frozenset(found)


def one_sign_apart(printed: Printed) -> Iterator[Printed]:
    """What may have been printed if one digit of a reading is wrong, missing, or one too many.

    A digit too many at the end of the decimals is left out: it would have to be the right one by chance.

    >>> sorted(int(other.value) for other in one_sign_apart(Printed(Decimal(7), 0)))[:12]
    [0, 1, 2, 3, 4, 5, 6, 8, 9, 17, 27, 37]
    """
    text, seen = format(abs(printed.value), "f"), {abs(printed.value)}
    for spelled in (*_substituted(text), *_longer(text), *_shorter(text)):
        value = Decimal(spelled)
        if value not in seen:
            seen.add(value)
            decimals = len(spelled.partition(".")[2])
            yield Printed(-value if printed.value < 0 else value, decimals, printed.percent)


def _substituted(text: str) -> Iterator[str]:
    for at, sign in enumerate(text):
        if sign != ".":
            yield from (text[:at] + digit + text[at + 1 :] for digit in _DIGITS if digit != sign)


def _longer(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        yield from (text[:at] + digit + text[at:] for digit in _DIGITS)


def _shorter(text: str) -> Iterator[str]:
    whole, point, fraction = text.partition(".")
    if len(whole) > 1:
        yield from (whole[:at] + whole[at + 1 :] + point + fraction for at in range(len(whole)))


@dataclass(frozen=True, slots=True)
class _Court:
    """The checks of one row, to be asked about one figure after the other.

    Attributes:
        readings: Its values.
        judged: Its checks.
        regime: The conventions of its document.
        printed: The places that the form has a figure for.
    """

    readings: Readings
    judged: Judged
    regime: Regime
    printed: frozenset[Key]

    def confirms(self, key: Key, sure: Collection[Key]) -> bool:
        """Whether all checks of a figure hold exactly, and one on sure readings would hold with no other."""
        touching = [edit for edit in self.judged if key in members(edit, self.readings)]
        if self._may_lack_decimals(key, sure):
            return False
        if any(self.judged[edit].outcome in _DECIDED for edit in touching):
            return False
        holding = [edit for edit in touching if self.judged[edit].outcome is Outcome.HOLDS]
        sound = [edit for edit in holding if self._others(edit, key).issubset(sure)]
        others = tuple(self._could_be(key, sure)) if sound else ()
        return any(self._pins(edit, key, others) for edit in sound)

    def _others(self, edit: Edit, key: Key) -> frozenset[Key]:
        """The figures beside one that a check rests on."""
        tied = set(members(edit, self.readings))
        if edit.check is Check.CUMULATIVE:
            # A quarter that nobody could read is no member, and yet it counts.
            tied.update((Measure.ACHIEVED, quarter) for quarter in up_to(edit.period))
        return self.printed.intersection(tied - {key})

    def _could_be(self, key: Key, sure: Collection[Key]) -> Iterator[Printed]:
        """What may have been printed instead; a row prints its percentages, and its counts, to as many places."""
        printed = self.readings.printed[key]
        places = self._places(key, sure)
        for other in one_sign_apart(printed):
            if other.decimals <= printed.decimals or printed.decimals not in places:
                yield other

    def _may_lack_decimals(self, key: Key, sure: Collection[Key]) -> bool:
        """Whether all sure percentages of the table's row have more decimals: a check would hold without those lost."""
        alike = [other for other in sure if other in self.readings.printed and other[0] in _PERCENTAGES]
        places = [self.readings.printed[other].decimals for other in alike if key[0] in _PERCENTAGES]
        return bool(places) and self.readings.printed[key].decimals < min(places)

    def _places(self, key: Key, sure: Collection[Key]) -> frozenset[int]:
        """The decimals of the sure figures of a row that are percentages, or counts, as one is."""
        return frozenset(
            self.readings.printed[other].decimals
            for other in sure
            if other in self.readings.printed and _is_percentage(other) == _is_percentage(key)
        )

    def _pins(self, edit: Edit, key: Key, others: Sequence[Printed]) -> bool:
        """Whether the check holds with none of the other readings of a figure."""
        changed = (self.readings.with_value(key, other) for other in others)
        return all(judge(edit, readings, self.regime).outcome is not Outcome.HOLDS for readings in changed)


def _is_percentage(key: Key) -> bool:
    return key[0] in (*_PERCENTAGES, Measure.NARRATIVE_PROGRESS)
