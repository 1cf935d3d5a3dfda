"""The tree of objective codes: depth against level, parents, duplicates, gaps, reading order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from cuadre.evidence import Finding, Rule
from normalize.model import Row
from reconcile import rules
from reconcile.words import listed

Code = tuple[int, ...]

_SAME_TEXT = 0.9
"""Two wordings of one objective differ by no more than slips of the pen."""
_FIELD = "objective_code"
_MANY = 20
"""So many missing codes are named; a longer gap is a misprint, not a list."""


def check_codes(rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Check the codes of one document against each other; rows without a code are left out.

    A code may stand twice when it is one objective with two indicators. A row whose code is odd in
    itself is not also told to be out of order.
    """
    coded = [(code, row) for row in rows if (code := segments(row.objective_code))]
    duplicated = {row.number: finding for row, finding in _duplicates(coded)}
    misplaced = {row.number: finding for row, finding in _levels(coded)}
    odd = misplaced | duplicated
    tree = (*_parents(coded), *_gaps(coded, frozenset(duplicated), frozenset(misplaced)))
    order = [finding for row, finding in _order(coded) if row.number not in odd]
    return tuple(sorted((*odd.values(), *tree, *order), key=lambda finding: finding.row or 0))


def segments(code: str) -> Code:
    """The numbers of a code; empty when it is not made of numbers.

    >>> segments("4.1.1.10")
    (4, 1, 1, 10)
    """
    parts = code.strip().rstrip(".").split(".")
    numbered = all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts)
    return tuple(int(part) for part in parts) if numbered else ()


def _written(code: Code) -> str:
    return ".".join(map(str, code))


def _finding(rule: Rule, row: Row, message: str, *, field: str = _FIELD) -> Finding:
    text = row.level if field == "level" else row.objective_code
    place = row.place.page
    return rule.finding(message, page=place, row=row.number, field=field, as_read=text, reported=text)


def _duplicates(coded: Sequence[tuple[Code, Row]]) -> Iterator[tuple[Row, Finding]]:
    by_code: defaultdict[Code, list[Row]] = defaultdict(list)
    for code, row in coded:
        by_code[code].append(row)
    for rows in by_code.values():
        for first, second in combinations(rows, 2):
            name, where = second.objective_code, f"en el renglón {first.number}"
            if not _alike(first.objective, second.objective):
                message = f"La clave {name} ya la lleva otro objetivo, {where}."
                yield second, _finding(rules.CODE_DUPLICATED, second, message)
            elif _alike(_indicator(first), _indicator(second)):
                message = f"El objetivo {name} con su indicador ya está {where}."
                yield second, _finding(rules.ROW_DUPLICATED, second, message)


def _indicator(row: Row) -> str:
    return f"{row.indicator_code} {row.indicator_name}"


def _alike(one: str, other: str) -> bool:
    left, right = (re.sub(r"\W+", "", text.casefold()) for text in (one, other))
    return left == right or SequenceMatcher(None, left, right, autojunk=False).ratio() > _SAME_TEXT


def _levels(coded: Sequence[tuple[Code, Row]]) -> Iterator[tuple[Row, Finding]]:
    """The rows whose code is deeper or shallower than their level, by the depth most rows agree on."""
    votes = Counter(len(code) - row.level_rank for code, row in coded if row.level_rank is not None)
    if not votes:
        return
    base, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    if 2 * count <= votes.total():
        return
    for code, row in coded:
        if row.level_rank is not None and len(code) != base + row.level_rank:
            message = (
                f"La clave {row.objective_code} tiene {len(code)} partes y el nivel {row.level} lleva"
                f" {base + row.level_rank} en este documento."
            )
            yield row, _finding(rules.LEVEL_DEPTH, row, message, field="level")


def _parents(coded: Sequence[tuple[Code, Row]]) -> Iterator[Finding]:
    known = {code for code, _ in coded}
    top = min(map(len, known), default=0)
    first_child: dict[Code, Row] = {}
    for code, row in coded:
        if len(code) > top:
            first_child.setdefault(code[:-1], row)
    missing = {parent: row for parent, row in first_child.items() if parent not in known}
    if 2 * len(missing) > len(first_child):
        return  # the form does not list parents
    for parent, row in missing.items():
        name = _written(parent)
        message = f"El objetivo {name}, del que depende {row.objective_code}, no está en el documento."
        yield _finding(rules.PARENT_MISSING, row, message)


def _gaps(
    coded: Sequence[tuple[Code, Row]], duplicated: frozenset[int], misplaced: frozenset[int]
) -> Iterator[Finding]:
    """Ordinals that are skipped among the children of a parent that is in the document.

    One that a duplicated sibling leaves free is not told twice, and none before a code that its own level
    contradicts: ``1.52`` for ``1.5.2`` does not say that fifty are missing.
    """
    by_code = dict(reversed(coded))
    children: defaultdict[Code, set[int]] = defaultdict(set)
    twice: Counter[Code] = Counter()
    for code, row in coded:
        if code[:-1] in by_code:
            children[code[:-1]].add(code[-1])
            twice[code[:-1]] += row.number in duplicated
    for parent, ordinals in children.items():
        free = twice[parent]
        for before, after in pairwise(sorted({0, *ordinals})):
            missing = [_written((*parent, ordinal)) for ordinal in range(before + 1, after)][:_MANY]
            if len(missing) <= free:
                free -= len(missing)
                continue
            row = by_code[*parent, after]
            if row.number not in misplaced:
                verb = "faltan" if len(missing) > 1 else "falta"
                message = f"Antes de {row.objective_code} {verb} {listed(missing)} en la numeración."
                yield _finding(rules.CODE_GAP, row, message)


def _order(coded: Sequence[tuple[Code, Row]]) -> Iterator[tuple[Row, Finding]]:
    """The rows that stand outside the longest run in which every code follows the one before."""
    tails: list[Code] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (code, _) in enumerate(coded):
        place = bisect_right(tails, code)
        before.append(ends[place - 1] if place else None)
        tails[place : place + 1], ends[place : place + 1] = [code], [index]
    inside: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        inside.add(at)
        at = before[at]
    for index, (_, row) in enumerate(coded):
        if index not in inside:
            message = f"La clave {row.objective_code} no sigue el orden de las que la rodean."
            yield row, _finding(rules.CODE_ORDER, row, message)
