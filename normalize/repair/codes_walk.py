"""The most likely numbering of a document: codes as read against a walk through their tree, row after row.

A document prints its objectives in pre-order: after a code comes its first child, its next sibling or the next sibling
of one above. Costs are in steps of about one dot lost; they are whole numbers, so that sums compare exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

Code = tuple[int, ...]

DOT, LOOK_ALIKE, DIGIT = 10, 12, 30
"""What a dot more or less costs, a digit taken for a similar one, and a digit more, less or wholly other."""
_SIGN = 3
_LEVEL, _GAP, _AGAIN, _BREAK = 30, 25, 25, 40
_MISSING = 40
_FAR = 75
_MOST = 10
_END = re.compile(r"([0-9]{1,3})\W*$", re.ASCII)
_SKIPPED = 3
_NEVER = 1_000_000
_SEPARATORS = str.maketrans(",;:·-–_ ", "........")
_LETTERS = str.maketrans("OoQDIl|!iSsBZzgq", "0000111115582299")
_ALIKE = frozenset({"17", "38", "56", "69", "08", "49", "35", "68", "14", "27"})


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one row in the numbering.

    Attributes:
        text: Its code as read; ``""`` when none was.
        depth: How many parts its level has; ``None`` when the level says nothing.
        scanned: It was read from pixels: signs are wrong more often.
        same: It is the same objective as the row before.
    """

    text: str
    depth: int | None
    scanned: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """The code of one row in the best numbering.

    Attributes:
        code: Its numbers; ``()`` where nothing can be said.
        margin: What the best numbering with another code here costs more.
        enters, leaves: Whether the step from the row before and to the row after is one of the walk.
        rivals: The other codes it may be, best first.
    """

    code: Code
    margin: int
    enters: bool
    leaves: bool
    rivals: tuple[Code, ...]


def parsed(text: str) -> Code:
    """The numbers of a code as read; empty when it is not made of numbers and dots.

    >>> parsed("4.1.12."), parsed("4.1,2")
    ((4, 1, 12), ())
    """
    bare = text.strip().rstrip(".")
    return tuple(map(int, bare.split("."))) if re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4})*", bare, re.ASCII) else ()


def written(code: Code) -> str:
    """A code as it is printed.

    >>> written((4, 1, 12))
    '4.1.12'
    """
    return ".".join(map(str, code))


def follower(code: Code, depth: int) -> Code:
    """The code of a depth that comes next in the walk; empty when a level would be skipped.

    >>> follower((4, 1, 2), 2), follower((4, 1, 2), 4), follower((4, 1, 2), 5)
    ((4, 2), (4, 1, 2, 1), ())
    """
    if depth == len(code) + 1:
        return (*code, 1)
    if not 0 < depth <= len(code):
        return ()
    return (*code[: depth - 1], code[depth - 1] + 1)


@lru_cache(maxsize=65536)
def misreading_cost(text: str, code: Code) -> int:
    """What it costs that a code was read as this text: an edit distance whose signs have prices.

    >>> misreading_cost("4.1.1.2", (4, 1, 12)), misreading_cost("4.l.12", (4, 1, 12))
    (10, 3)
    """
    read, meant = text.strip().rstrip(".:"), written(code)
    costs = [0]
    for sign in meant:
        costs.append(costs[-1] + _lost(sign))
    for other in read:
        row = [costs[0] + _lost(other)]
        for at, sign in enumerate(meant):
            row.append(min(row[at] + _lost(sign), costs[at + 1] + _lost(other), costs[at] + _taken(sign, other)))
        costs = row
    return costs[-1]


def _lost(sign: str) -> int:
    return DIGIT if sign.isalnum() else DOT


def _taken(sign: str, read: str) -> int:
    if sign == read:
        return 0
    if sign in (read.translate(_SEPARATORS), read.translate(_LETTERS)):
        return _SIGN
    if "".join(sorted(sign + read)) in _ALIKE:
        return LOOK_ALIKE
    return DIGIT + DOT if "." in (sign, read) else DIGIT


def numbering(slots: Sequence[Slot]) -> tuple[Numbered, ...]:
    """Find the cheapest numbering, and how much each of its codes is worth."""
    if not slots:
        return ()
    choices = _choices(slots)
    forward = [[_own(slots[0], code) for code in choices[0]]]
    for slot, before, here in zip(slots[1:], choices, choices[1:], strict=False):
        costs = forward[-1]
        steps = [min(cost + _step(one, code, slot) for cost, one in zip(costs, before, strict=True)) for code in here]
        forward.append([step + _own(slot, code) for step, code in zip(steps, here, strict=True)])
    backward = [[0] * len(choices[-1])]
    for at in range(len(slots) - 2, -1, -1):
        after = list(zip(backward[0], choices[at + 1], strict=True))
        slot = slots[at + 1]
        backward.insert(0, [
            min(cost + _step(code, next_, slot) + _own(slot, next_) for cost, next_ in after) for code in choices[at]
        ])  # fmt: skip
    totals = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(forward, backward, strict=True)]
    return _told(slots, choices, totals)


def _told(
    slots: Sequence[Slot], choices: Sequence[Sequence[Code]], totals: Sequence[Sequence[int]]
) -> tuple[Numbered, ...]:
    ranked = [sorted(zip(costs, codes, strict=True)) for costs, codes in zip(totals, choices, strict=True)]
    best = [some[0][1] for some in ranked]
    enters = [at == 0 or _step(best[at - 1], best[at], slot) == 0 for at, slot in enumerate(slots)]
    return tuple(
        Numbered(
            best[at], some[1][0] - some[0][0] if len(some) > 1 else _NEVER, enters[at],
            at + 1 == len(slots) or enters[at + 1], tuple(code for _, code in some[1:4] if code),
        )
        for at, some in enumerate(ranked)
    )  # fmt: skip


def _own(slot: Slot, code: Code) -> int:
    """What it costs that a row has a code, its own text and level considered."""
    if not code:
        return _MISSING
    cost = misreading_cost(slot.text, code) if slot.text else _MISSING
    return (cost // 2 if slot.scanned else cost) + (_LEVEL if slot.depth not in (None, len(code)) else 0)


def _step(before: Code, code: Code, slot: Slot) -> int:
    """What it costs that a code comes after another."""
    if not before or not code:
        return _BREAK // 2
    if code == follower(before, len(code)):
        return 0
    if code == before:
        return 0 if slot.same else _AGAIN
    return _GAP if code[:-1] == before[: len(code) - 1] and code > before else _BREAK


def _choices(slots: Sequence[Slot]) -> list[list[Code]]:
    """The codes each row may have: as read, and what comes after those of the row before or before the row after."""
    choices: list[list[Code]] = []
    for at, slot in enumerate(slots):
        own = parsed(slot.text)
        depths = {slot.depth or len(own)} - {0}
        end = _END.search(slot.text)
        last = int(end[1]) if end else None
        before = choices[-1] if choices else []
        near = {follower(one, depth) for one in before for depth in depths}
        if last is not None:
            slips = {code for one in before for depth in depths for code in _slips(one, depth, last)}
            near |= {code for code in slips if keeps_digits(slot.text, code)}
        near |= set(_before(parsed(slots[at + 1].text), slot.depth)) if at + 1 < len(slots) else set()
        near |= {choices[-1][0]} if slot.same and choices else set()
        near = {code for code in near if code and (not slot.text or misreading_cost(slot.text, code) <= _FAR)}
        ranked = sorted(near - {own}, key=lambda code, slot=slot: (_own(slot, code), code))  # type: ignore[misc]
        choices.append([own or (), *ranked[:_MOST]])
    return choices


def keeps_digits(text: str, code: Code) -> bool:
    """Whether a text has the digits of a code in their order, some lost.

    >>> keeps_digits("4.1.12", (4, 1, 1, 12)), keeps_digits("4.1.12", (4, 1, 13))
    (True, False)
    """
    digits = iter(sign for sign in written(code) if sign.isdigit())
    return all(sign in digits for sign in text.translate(_LETTERS) if sign.isdigit())


def _slips(code: Code, depth: int, last: int) -> Iterator[Code]:
    """What an issuer may have put after a code instead of what follows: numbers left out, or one given twice.

    Args:
        code: The code before.
        depth: How many parts are wanted.
        last: The number that the text ends in.
    """
    next_ = follower(code, depth)
    if next_ and next_[-1] < last <= next_[-1] + _SKIPPED:
        yield (*next_[:-1], last)
    if depth <= len(code) and last == code[depth - 1]:
        yield code[:depth]


def _before(next_: Code, depth: int | None) -> Iterator[Code]:
    """What may stand before a code: its parent, or the sibling before it."""
    if depth and depth == len(next_) - 1 and next_[-1] == 1:
        yield next_[:-1]
    if depth and depth == len(next_) and next_[-1] > 1:
        yield (*next_[:-1], next_[-1] - 1)
