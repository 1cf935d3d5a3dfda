"""Whose child a row is, by its code and by where it stands; where the two disagree, both are kept.

Levels and codes may be misread. A row's rank is what both say; where they differ, the code counts only when the
row below calls it its parent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from normalize.model import Row
from reconcile.codes import Code, segments

_IN_ORDER = 90
"""Percent of the rows whose code and place agree before a row out of place is worth asking about."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows of a document as parents and children, by their numbers.

    Attributes:
        ranks: Depth of each row; a row without one is no part of the tree.
        children: The rows below each parent, in reading order. Rows that share a code share their children.
        disputed: Rows whose place and code name different parents: the one by place, then the one by code. They
            are children of neither.
    """

    ranks: Mapping[int, int]
    children: Mapping[int, tuple[int, ...]]
    disputed: Mapping[int, tuple[int, int]]

    def claims(self, parent: int) -> tuple[int, ...]:
        """The disputed rows that may be children of a parent."""
        return tuple(child for child, parents in self.disputed.items() if parent in parents)


@dataclass(frozen=True, slots=True)
class _Node:
    number: int
    code: Code
    rank: int
    consistent: bool


def tree_of(rows: Sequence[Row]) -> Tree:
    """Build the tree of a document's rows."""
    nodes = _nodes(rows)
    found = list(_parents(nodes))
    both = [pair for pair in found if pair[1] is not None and pair[2] is not None]
    agreed = sum(place == coded for _, place, coded in both)
    by_code = 100 * agreed < _IN_ORDER * len(both)
    children: defaultdict[int, list[int]] = defaultdict(list)
    disputed: dict[int, tuple[int, int]] = {}
    for node, place, coded in found:
        if place is not None and coded is not None and place != coded and not by_code:
            disputed[node.number] = (place, coded)
        elif (parent := place if coded is None else coded) is not None:
            children[parent].append(node.number)
    shared = {number: tuple(children[first]) for number, first in _first_of_code(nodes).items() if children.get(first)}
    return Tree({node.number: node.rank for node in nodes}, shared, disputed)


def _nodes(rows: Sequence[Row]) -> list[_Node]:
    codes = [segments(row.objective_code) for row in rows]
    base = _base(rows, codes)
    deepest = max((row.level_rank for row in rows if row.level_rank is not None), default=None)
    nodes = []
    for at, (row, code) in enumerate(zip(rows, codes, strict=True)):
        below = (rows[at + 1], codes[at + 1]) if at + 1 < len(rows) else None
        depth = len(code) - base if code and base is not None else None
        rank = _rank(row, depth, deepest, called_parent=bool(code) and below is not None and _calls(below, code, base))
        if rank is not None:
            nodes.append(_Node(row.number, code, rank, rank == depth))
    return nodes


def _base(rows: Sequence[Row], codes: Sequence[Code]) -> int | None:
    """How many parts the code of rank 0 has, by the majority; 0 where no level is known."""
    pairs = [(row.level_rank, code) for row, code in zip(rows, codes, strict=True) if code]
    votes = Counter(len(code) - rank for rank, code in pairs if rank is not None)
    if not votes:
        return 0 if pairs else None
    base, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    return base if 2 * count > votes.total() else None


def _rank(row: Row, depth: int | None, deepest: int | None, *, called_parent: bool) -> int | None:
    if row.level_rank is None or depth is None or depth == row.level_rank:
        return depth if row.level_rank is None else row.level_rank
    known = deepest is not None and 0 <= depth < deepest
    return depth if known and called_parent else row.level_rank


def _calls(below: tuple[Row, Code], code: Code, base: int | None) -> bool:
    row, its = below
    sound = base is not None and row.level_rank is not None and len(its) == base + row.level_rank
    return sound and its[:-1] == code


def _first_of_code(nodes: Sequence[_Node]) -> dict[int, int]:
    """For each row the first that stands for its objective: itself, or one just above with the same code."""
    firsts: dict[int, int] = {}
    before: _Node | None = None
    for node in nodes:
        same = before is not None and node.code and (before.code, before.rank) == (node.code, node.rank)
        firsts[node.number] = firsts[before.number] if same and before is not None else node.number
        before = node
    return firsts


def _parents(nodes: Sequence[_Node]) -> Iterator[tuple[_Node, int | None, int | None]]:
    """Each row with its parent by place and its parent by code."""
    firsts = _first_of_code(nodes)
    by_code: defaultdict[tuple[Code, int], list[int]] = defaultdict(list)
    for node in nodes:
        if node.consistent and firsts[node.number] == node.number:
            by_code[node.code, node.rank].append(node.number)
    above: dict[int, _Node] = {}
    for node in nodes:
        standing = above.get(node.rank - 1)
        coded = by_code.get((node.code[:-1], node.rank - 1), []) if node.consistent else []
        orphan = not coded and node.consistent and standing is not None and standing.consistent
        place = None if standing is None or orphan else firsts[standing.number]
        yield node, place, coded[0] if len(coded) == 1 else None
        above = {rank: one for rank, one in above.items() if rank < node.rank} | {node.rank: node}
