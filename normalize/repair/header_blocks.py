"""The headers that a document prints over its columns, page by page, and which texts of them are one label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extract.model import Cell, Reading, Table
from normalize.sheets import Identified
from normalize.text import fold, join_lines

_LIKE = 0.6
_OTHER_NUMBER = 0.25
_COLUMN_OFF, _ROW_OFF, _FAR = 0.01, 0.004, 6
_FILLED = 2
_FEW = 3
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """One printed header.

    Attributes:
        page: Where it stands, from 1.
        cells: Its cells with text, the lines of each joined; rows count from 0 at its top.
    """

    page: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One text of the header, as printed again and again.

    Attributes:
        cells: By number of block; a block that lacks it is missing.
    """

    cells: tuple[tuple[int, Cell], ...]

    @property
    def column(self) -> int:
        """Where most blocks print it; the first of equals."""
        columns = [cell.column for _, cell in self.cells]
        return max(sorted(set(columns)), key=columns.count)

    @property
    def row(self) -> float:
        """How far down it stands, on average."""
        return sum(cell.row for _, cell in self.cells) / len(self.cells)

    @property
    def span(self) -> int:
        """How many columns it covers where it is widest."""
        return max(cell.column_span for _, cell in self.cells)


def blocks_of(
    reading: Reading, part: Identified, words: frozenset[str], lexicon: Collection[str]
) -> tuple[Block, ...]:
    """Every header printed over the rows of a sheet, in reading order.

    Args:
        reading: The document.
        part: Tables of the form that share their columns.
        words: Words of the document, to join lines by.
        lexicon: Words of the form, as ``fold`` leaves them: a narrow column breaks them without a hyphen.
    """
    body = {id(cell): row.index for row in part.sheet.rows for cell in row.cells if cell is not None}
    found: list[Block] = []
    for table in reading.tables:
        indices = {body[id(cell)] for cell in table.cells if id(cell) in body}
        if indices:
            printed = _whole([*_within(table, indices), *table.repeated_headers])
            found += [block for cells in printed if (block := _block(cells, words, lexicon)) is not None]
    return tuple(sorted(found, key=lambda block: block.page))


def _whole(printed: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Headers of a table, each whole: one line of it may have been taken for a row of the table."""
    whole: list[list[Cell]] = []
    for cells in sorted(filter(None, printed), key=_height_on_page):
        last = whole[-1] if whole else []
        if last and last[0].place.page == cells[0].place.page and not _again(last, cells):
            down = max(cell.row for cell in last) - min(cell.row for cell in cells) + 1
            last += [replace(cell, row=cell.row + down) for cell in cells]
        else:
            whole.append(list(cells))
    return whole


def _height_on_page(cells: Sequence[Cell]) -> tuple[int, float]:
    tops = [cell.place.box[1] if cell.place.box else float(cell.place.line or 0) for cell in cells]
    return cells[0].place.page, min(tops)


def _again(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two headers on one page say the same, so that they are two."""
    texts = [{fold(cell.text) for cell in cells} for cells in (one, other)]
    return len(texts[0] & texts[1]) * _FEW >= min(map(len, texts))


def _within(table: Table, body: set[int]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table before and between those of its body."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    own: list[Cell] = []
    for row in range(max(body) + 1):
        here = rows.get(row, [])
        if row in body:
            yield tuple(own)
            own = []
        elif not own or row < min(body) or len(here) >= _FILLED:
            own += here
    yield tuple(own)


def _block(cells: Iterable[Cell], words: frozenset[str], lexicon: Collection[str]) -> Block | None:
    said = [cell for cell in cells if fold(cell.text)]
    if len(said) < _FILLED:
        return None
    top = min(cell.row for cell in said)
    return Block(
        said[0].place.page,
        tuple(replace(cell, row=cell.row - top, text=_joined(cell.text, words, lexicon)) for cell in said),
    )


def _joined(text: str, words: frozenset[str], lexicon: Collection[str]) -> str:
    r"""The lines of a cell as one; a word of the form that a line end cut is whole again.

    >>> _joined("RECOMENDACION\nES DEL\nNIVEL", frozenset(), {"RECOMENDACIONES", "DEL", "NIVEL"})
    'RECOMENDACIONES DEL NIVEL'
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole = lines[:1]
    for line in lines[1:]:
        left, right = fold(whole[-1]).rpartition(" ")[2], fold(line).partition(" ")[0]
        if left + right in lexicon and not {left, right} <= set(lexicon):
            whole[-1] += line
        else:
            whole.append(line)
    return join_lines("\n".join(whole), words)[0]


def labels_of(blocks: Sequence[Block]) -> tuple[Label, ...]:
    """Match the headers as blocks: each text with the one it is on the other pages, wherever it stands there.

    Every block is laid on the one that resembles all others most; what that one lacks is a label of its own.
    """
    if not blocks:
        return ()
    said = [frozenset(fold(cell.text) for cell in block.cells) for block in blocks]
    kinds = Counter(said)
    total = {one: sum(n * _alike(one, other) for other, n in kinds.items()) for one in kinds}
    start = max(range(len(blocks)), key=lambda n: (total[said[n]], -n))
    labels = [[(start, cell)] for cell in blocks[start].cells]
    order = sorted(set(range(len(blocks))) - {start}, key=lambda n: (-_alike(said[start], said[n]), n))
    for number in order:
        taken = _matched(blocks[number].cells, [label[0][1] for label in labels])
        for at, cell in enumerate(blocks[number].cells):
            if at in taken:
                labels[taken[at]].append((number, cell))
            else:
                labels.append([(number, cell)])
    return tuple(Label(tuple(sorted(label, key=lambda one: one[0]))) for label in labels)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two headers say the same, whatever stands where."""
    return len(one & other) / max(len(one | other), 1)


def _matched(cells: Sequence[Cell], sought: Sequence[Cell]) -> dict[int, int]:
    """Pair texts with labels, the most alike first; of equals those that stand nearest."""
    offers = sorted(
        (-likely, at, to)
        for at, cell in enumerate(cells)
        for to, label in enumerate(sought)
        if (likely := _cell_likeness(cell, label)) >= _LIKE
    )
    pairs: dict[int, int] = {}
    for _, at, to in offers:
        if at not in pairs and to not in pairs.values():
            pairs[at] = to
    return pairs


def _cell_likeness(cell: Cell, label: Cell) -> float:
    one, other = fold(cell.text), fold(label.text)
    likely = fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")) / 100
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        if cell.column != label.column:
            return 0.0
        likely -= _OTHER_NUMBER
    far = min(abs(cell.column - label.column), _FAR)
    return likely - _COLUMN_OFF * far - _ROW_OFF * abs(cell.row - label.row)
