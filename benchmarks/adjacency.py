"""How much of a table's structure was found: adjacency relations, as in the ICDAR 2013 table competition.

A relation says that one cell is the nearest one with text to the right of, or below, another. Texts are
compared without white space. Found tables are matched with the true ones of the document, one to one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BenchCell:
    """A cell with its text.

    Attributes:
        row, column: Top left corner, from 0.
        row_end, column_end: Last row and column it covers.
        text: Its text.
    """

    row: int
    column: int
    row_end: int
    column_end: int
    text: str


BenchTable = tuple[BenchCell, ...]
Relation = tuple[str, str, str]
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts that make precision and recall.

    Attributes:
        right: Found and true.
        found: Found.
        true: True.
    """

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was found that is true; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found; 1 when there is nothing."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 when nothing was to find and nothing was found."""
        total = self.found + self.true
        return 2 * self.right / total if total else 1.0


def flat(rows: Iterable[Iterable[object]]) -> BenchTable:
    """Make a table of rows of texts without merged cells; ``None`` is blank."""
    return tuple(
        BenchCell(r, c, r, c, "" if text is None else str(text))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )


def bare(text: str) -> str:
    """Drop all white space."""
    return "".join(text.split())


def relations(table: BenchTable) -> Counter[Relation]:
    """Count the relations of a table: ``(direction, text, neighbour's text)``.

    >>> sorted(relations(flat([["a", ""], ["b", "c"]])))
    [('down', 'a', 'b'), ('right', 'b', 'c')]
    """
    owner: dict[tuple[int, int], BenchCell] = {}
    for cell in table:
        if bare(cell.text):
            for row in range(cell.row, cell.row_end + 1):
                for column in range(cell.column, cell.column_end + 1):
                    owner.setdefault((row, column), cell)
    height = max((row for row, _ in owner), default=-1) + 1
    width = max((column for _, column in owner), default=-1) + 1
    pairs = set()
    for (row, column), cell in owner.items():
        for way, down, right in (("right", 0, 1), ("down", 1, 0)):
            pair = _neighbour(owner, (row, column), (down, right), (height, width))
            if pair is not None:
                pairs.add((way, cell, pair))
    return Counter((way, bare(one.text), bare(other.text)) for way, one, other in pairs)


def _neighbour(
    owner: dict[Spot, BenchCell], start: Spot, step: Spot, size: Spot
) -> BenchCell | None:
    row, column = start
    while row < size[0] and column < size[1]:
        row, column = row + step[0], column + step[1]
        other = owner.get((row, column))
        if other is not None:
            return None if other == owner[start] else other
    return None


def structure_score(found: Sequence[BenchTable], true: Sequence[BenchTable]) -> Score:
    """Score all tables of one document; what is found and matches no true table counts as wrong."""
    have, want = [relations(table) for table in found], [relations(table) for table in true]
    pairs = sorted(
        ((-(one & other).total(), i, j) for i, one in enumerate(have) for j, other in enumerate(want)),
    )
    right, used, met = 0, set(), set()
    for shared, i, j in pairs:
        if shared and i not in used and j not in met:
            right -= shared
            used.add(i)
            met.add(j)
    return Score(right, sum(c.total() for c in have), sum(c.total() for c in want))


def figures_score(found: Iterable[str], true: Iterable[str]) -> Score:
    """Score the figures in cells as multisets: every cell's text that is one figure counts once.

    >>> figures_score(["1,200", "Total"], ["1200", "7"]).f1
    0.6666666666666666
    """
    have, want = _figures(found), _figures(true)
    return Score((have & want).total(), have.total(), want.total())


def _figures(texts: Iterable[str]) -> Counter[str]:
    found = (plain_figure(text) for text in texts)
    return Counter(figure for figure in found if figure is not None)


def plain_figure(text: str) -> str | None:
    """Give the one figure of a text without its currency, percent and grouping; ``None`` if it is not one.

    >>> [plain_figure(text) for text in ("$ 1,234.50", "12 %", "(3)", "5.0-", "4.1.1", "Q1")]
    ['1234.5', '12', '-3', '-5', None, None]
    """
    short = bare(text).strip("$%")
    minus = short.startswith(("-", "−", "(")) or short.endswith(("-", "−"))
    short = short.strip("-−()$%").replace(",", "")
    if not re.fullmatch(r"\d+(\.\d+)?", short):
        return None
    whole, _, part = short.partition(".")
    digits = whole.lstrip("0") or "0"
    part = part.rstrip("0")
    plain = f"{digits}.{part}" if part else digits
    return f"-{plain}" if minus and plain != "0" else plain
