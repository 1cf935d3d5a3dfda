"""Rows of a transcription: what a cell looks like, which lines make a row, which column a cell stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_UNREACHABLE = float("-inf")
_SKIPPED_COLUMN = -1.5
_DROPPED_BLANK = -0.2
_SAME_VALUE = 1.0
_FOREIGN_KIND = -4.0
_TIE = 0.25
_RARE = 0.1

_FIGURE = re.compile(r"[-(]?\$?\s?[0-9OolI][0-9OolI.,\s]*\)?")
_CODE = re.compile(r"\d+(?:\.\d+)+\.?(?:[\s:].*)?", re.DOTALL)
_VOID = re.compile(r"[-\u2013\u2014_]+|#\S+|n\.?/?\s?[ad]\.?|s/[dn]", re.IGNORECASE)
_LABELLED = re.compile(r"[A-Z][A-Z0-9_]+\s*:\s*\S.*", re.DOTALL)
_LONG = 60
_PERCENT_LENGTH = 14


class Look(StrEnum):
    """What a cell looks like."""

    BLANK = "blank"
    FIGURE = "figure"
    PERCENT = "percent"
    VOID = "void"
    CODE = "code"
    LABELLED = "labelled"
    WORDS = "words"
    PROSE = "prose"

    @property
    def numeric(self) -> bool:
        """Stands where a figure stands."""
        return self in {Look.FIGURE, Look.PERCENT, Look.VOID}

    @property
    def textual(self) -> bool:
        """Stands where words stand."""
        return self in {Look.CODE, Look.LABELLED, Look.WORDS, Look.PROSE}


@lru_cache(maxsize=4096)
def look_of(text: str) -> Look:
    """Say what a cell looks like.

    >>> [str(look_of(text)) for text in ("", "2,515", "27.2 %", "4.1.1 Contribuir", "Fin", "#¡DIV/0!")]
    ['blank', 'figure', 'percent', 'code', 'words', 'void']
    """
    stripped = text.strip()
    if not stripped:
        return Look.BLANK
    if any(c.isdigit() for c in stripped) and _FIGURE.fullmatch(stripped.rstrip("% ")):
        if stripped.count(".") > 1 and "," not in stripped:
            return Look.CODE
        return Look.PERCENT if "%" in stripped and len(stripped) < _PERCENT_LENGTH else Look.FIGURE
    if _VOID.fullmatch(stripped):
        return Look.VOID
    if _CODE.fullmatch(stripped):
        return Look.CODE
    if _LABELLED.fullmatch(stripped):
        return Look.LABELLED
    return Look.PROSE if len(stripped) > _LONG else Look.WORDS


@dataclass(frozen=True, slots=True)
class Piece:
    r"""One cell as transcribed.

    Attributes:
        text: Its text; ``\n`` where it was broken over lines.
        lines: Numbers of the lines it stands on, from 1.
    """

    text: str
    lines: tuple[int, ...]

    @property
    def look(self) -> Look:
        """What it looks like."""
        return look_of(self.text)

    def joined(self, other: Piece) -> Piece:
        """Continue with another piece on a later line."""
        if not self.text:
            return other
        return Piece(f"{self.text}\n{other.text}" if other.text else self.text, self.lines + other.lines)


Pieces = tuple[Piece, ...]


def figures_in(row: Sequence[Piece]) -> int:
    """How many cells look like figures."""
    return sum(piece.look in {Look.FIGURE, Look.PERCENT} for piece in row)


def filled(row: Sequence[Piece]) -> int:
    """Cells up to the last one that is not blank."""
    return max((index + 1 for index, piece in enumerate(row) if piece.text), default=0)


def vote_width(rows: Sequence[Pieces]) -> int:
    """Vote the number of columns: the usual last cell, or more where many rows fill more cells."""
    lengths = Counter(filled(row) for row in rows)
    usual = max(lengths, key=lambda length: (lengths[length], length))
    contents = Counter(sum(bool(piece.text) for piece in row) for row in rows)
    often = [count for count, seen in contents.items() if seen > 1 and seen >= len(rows) * _RARE]
    return max([usual, *often])


def assemble(
    lines: Sequence[Pieces], samples: Sequence[Pieces], width: int, figures: int
) -> tuple[Pieces, ...]:
    """Join the lines of each row that was broken.

    Args:
        lines: Cells of each line in order, all of table rows or of their continuations.
        samples: Lines of the whole document that are rows.
        width: Columns of the table.
        figures: Figures of a usual row.

    Returns:
        Rows with all cells of their lines.
    """
    firsts = Counter(_first_word(line[0].text) for line in samples if filled(line) >= width)
    rows: list[Pieces] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ()
        opens = _opens_row(line, following, width, firsts)
        if rows and not opens and _continues(rows[-1], line, width, figures):
            rows[-1] = _join(rows[-1], line, width)
        else:
            rows.append(line)
    return tuple(_unquote(row) for row in rows)


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else ""


def _opens_row(line: Pieces, following: Pieces, width: int, firsts: Counter[str]) -> bool:
    """A short line that only makes a whole row together with the next one."""
    head, tail = filled(line), filled(following)
    if not head or not tail or figures_in(line):
        return False
    if head == 1:
        # Both are possible after a row that ends in words: the word that other rows start with decides.
        usual, next_usual = firsts[_first_word(line[0].text)], firsts[_first_word(following[0].text)]
        return tail == width and usual > max(1, 2 * next_usual)
    return head + tail - 1 == width and head < width - 1


def _continues(row: Pieces, line: Pieces, width: int, figures: int) -> bool:
    head, tail = filled(row), filled(line)
    touching = head > 0 and tail > 0 and row[head - 1].look.textual and line[0].look.textual
    if head + tail - 1 == width and (head < width - 1 or (head < width and touching)):
        return True
    if tail >= width - 1 or figures_in(line) >= max(2, figures) > width - head:
        return False
    if head >= width - 1 or len(row) >= width:
        return tail <= 2 and not any(piece.look.numeric for piece in line)  # noqa: PLR2004
    return head + tail - 1 <= width


def _join(row: Pieces, line: Pieces, width: int) -> Pieces:
    head, tail = row[: filled(row)], line[: filled(line)]
    if not head or not tail:
        return row
    last, first = head[-1], tail[0]
    if len(head) >= width and not last.look.textual:
        longest = max(range(len(head)), key=lambda index: len(head[index].text))
        whole = Piece("\n".join(p.text for p in tail if p.text), tuple(n for p in tail for n in p.lines))
        return (*head[:longest], head[longest].joined(whole), *head[longest + 1 :])
    even = len(head) + len(tail) == width and len(head) + len(line) - 1 != width
    apart = even or not (last.look.textual and first.look.textual)
    if apart and len(head) < width:
        return (*head, *tail)
    return (*head[:-1], last.joined(first), *tail[1:])


def _unquote(row: Pieces) -> Pieces:
    # Spreadsheets quote a cell that holds a line break when it is copied as text.
    return tuple(
        Piece(p.text[1:-1].replace('""', '"'), p.lines)
        if len(p.text) > 1 and p.text[0] == p.text[-1] == '"' and "\n" in p.text
        else p
        for p in row
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """What the cells of each column usually look like, voted over all rows.

    Attributes:
        looks: Per column, how often each look was seen.
        values: Per column, its texts.
    """

    looks: tuple[Counter[Look], ...]
    values: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, rows: Sequence[Pieces], width: int) -> Profile:
        """Vote over the rows that have exactly the voted width."""
        whole = [row for row in rows if filled(row) == width] or [row for row in rows if filled(row) <= width]
        columns = [[row[c] if c < len(row) else Piece("", ()) for row in whole] for c in range(width)]
        return cls(
            tuple(Counter(piece.look for piece in column) for column in columns),
            tuple(frozenset(piece.text for piece in column if piece.text) for column in columns),
        )

    def share(self, look: Look, column: int) -> float:
        """Share of a look in a column, 0 to 1."""
        seen = self.looks[column]
        return seen[look] / max(1, seen.total())

    def score(self, piece: Piece, column: int) -> float:
        """How well a cell fits a column; higher is better."""
        look = piece.look
        if look is Look.BLANK:
            return self.share(look, column) - 0.5
        known = _SAME_VALUE if look.textual and piece.text in self.values[column] else 0.0
        share = self.share(look, column)
        return known + (2 * share - 1 if share else _FOREIGN_KIND)

    def fits(self, row: Pieces) -> bool:
        """No figure stands among words and no words among figures."""
        if filled(row) > len(self.looks):
            return False
        counted = filled(row) == len(self.looks)
        return all(
            not piece.text or self._usual(piece.look, column, itself=int(counted))
            for column, piece in enumerate(row[: len(self.looks)])
        )

    def _usual(self, look: Look, column: int, *, itself: int) -> bool:
        """The other rows have figures here too, or words."""
        seen = self.looks[column]
        alike = sum(count for other, count in seen.items() if other.numeric == look.numeric) - itself
        alike -= seen[Look.BLANK] if not look.numeric else 0
        others = seen.total() - seen[Look.BLANK] - itself
        return others <= 0 or alike > others * _RARE


@dataclass(frozen=True, slots=True)
class Registered:
    """A row laid on the column profile.

    Attributes:
        cells: One per column.
        moved: It did not have the voted number of cells.
        unsure: Columns whose cell could as well stand in another one.
    """

    cells: Pieces
    moved: bool
    unsure: frozenset[int] = frozenset()


def register(row: Pieces, profile: Profile) -> Registered:
    """Lay a row on the voted columns; every cell with text keeps a place.

    A row as wide as the others stays as it is, unless words stand in it where all others have figures.
    """
    width = len(profile.looks)
    line = row[0].lines[:1] if row else ()
    if filled(row) > 0 and len(row) >= width and profile.fits(row):
        return Registered(_padded(row[:width], width, line), moved=False)
    present = sum(bool(piece.text) for piece in row)
    if present > width:
        kept = tuple(piece for piece in row if piece.text)
        rest = kept[width - 1]
        for piece in kept[width:]:
            rest = rest.joined(piece)
        return Registered((*kept[: width - 1], rest), moved=True, unsure=frozenset(range(width)))
    placed, unsure = _align(row, profile)
    cells = _padded(placed, width, line)
    if not profile.fits(cells):
        # Words among figures: a cell was torn, and no place in this row is sure.
        unsure = frozenset(range(width))
    return Registered(cells, moved=True, unsure=unsure)


def _padded(cells: Sequence[Piece | None], width: int, line: tuple[int, ...]) -> Pieces:
    full = (*cells, *[None] * (width - len(cells)))
    return tuple(piece if piece is not None and piece.lines else Piece("", line) for piece in full)


def _align(row: Pieces, profile: Profile) -> tuple[list[Piece | None], frozenset[int]]:
    """Needleman-Wunsch of cells against columns, with the cells that have a second place as good."""
    height, width = len(row), len(profile.looks)
    ahead = _totals(row, profile, range(height), range(width))
    behind = _totals(row, profile, range(height - 1, -1, -1), range(width - 1, -1, -1))
    best = ahead[height][width]
    placed: list[Piece | None] = [None] * width
    unsure: set[int] = set()
    first_free = 0
    for i, piece in enumerate(row):
        if not piece.text:
            continue
        through = [
            ahead[i][c] + profile.score(piece, c) + behind[height - 1 - i][width - 1 - c]
            for c in range(width)
        ]
        # The first of equals, to the right of the cell before.
        choice = next(c for c in range(first_free, width) if through[c] >= max(through[first_free:]) - 1e-9)
        placed[choice] = piece
        first_free = choice + 1
        if sum(total >= best - _TIE for total in through) > 1:
            unsure.add(choice)
    return placed, frozenset(unsure)


def _totals(row: Pieces, profile: Profile, order: range, columns: range) -> list[list[float]]:
    """Best totals of the first i cells on the first c columns, in the order given."""
    table = [[_UNREACHABLE] * (len(columns) + 1) for _ in range(len(order) + 1)]
    table[0] = [_SKIPPED_COLUMN * c for c in range(len(columns) + 1)]
    for i, index in enumerate(order, 1):
        piece = row[index]
        drop = _UNREACHABLE if piece.text else _DROPPED_BLANK
        table[i][0] = table[i - 1][0] + drop
        for c, column in enumerate(columns, 1):
            table[i][c] = max(
                table[i - 1][c - 1] + profile.score(piece, column),
                table[i][c - 1] + _SKIPPED_COLUMN,
                table[i - 1][c] + drop,
            )
    return table
