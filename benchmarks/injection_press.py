"""Figures of one's choice printed on bad scans, read right, and looked at again: what second looks say of a right cell.

The pages are those of `printed_cells`: the same faces, sizes and decay as those of the misreads beside them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import printed_cells
from misread_pool import PooledCell
from printed_cells import BILEVEL, COLUMNS, PRINTS, ROWS, ReadPage, printed_page, read_page, rendered_page, scanned_page

from cuadre.evidence import Alphabet, Rereading
from extract.scan.again_looks import looks_at

_PASSES = 4
_A_PAGE = ROWS * COLUMNS


class Press:
    """Prints figures until each was read right once; keeps what was read.

    Attributes:
        seed: Other seeds scan otherwise.
        cache: A file that keeps the cells; made, or made longer, as needed.
    """

    def __init__(self, seed: int, cache: Path) -> None:
        """Take what was kept."""
        self.seed, self.cache = seed, cache
        self._pages = 0
        self._cells: dict[str, PooledCell] = {}
        for line in cache.read_text(encoding="utf-8").splitlines() if cache.exists() else ():
            self._add([_cell(told) for told in json.loads(line)])

    def cells(self, texts: Sequence[str]) -> dict[str, PooledCell]:
        """Give a cell for each text that was read right on one of four pages at most; the others are left out."""
        for _ in range(_PASSES):
            wanted = [text for text in dict.fromkeys(texts) if text not in self._cells]
            for start in range(0, len(wanted), _A_PAGE):
                page = list(self._printed(wanted[start : start + _A_PAGE]))
                with self.cache.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([asdict(cell) for cell in page], ensure_ascii=False) + "\n")
                self._add(page)
        return {text: self._cells[text] for text in texts if text in self._cells}

    def _add(self, cells: Sequence[PooledCell]) -> None:
        self._pages += 1
        for cell in cells:
            self._cells.setdefault(cell.printed, cell)

    def _printed(self, texts: Sequence[str]) -> Iterator[PooledCell]:
        chance = random.Random(f"press {self.seed} {self._pages}")  # noqa: S311 - scans badly
        page = _page_of(texts, chance)
        for cell in page.cells:
            pooled = PooledCell(cell.printed, cell.as_read, cell.confidence, cell.alternatives, (), page.kind)
            if cell.box and cell.printed and not pooled.misread:
                looks = looks_at(page.strips, (cell.box,), Alphabet.FIGURE)
                yield PooledCell(cell.printed, cell.as_read, cell.confidence, cell.alternatives, looks, page.kind)


def _page_of(texts: Sequence[str], chance: random.Random) -> ReadPage:
    """Print, scan and read a page of texts, as `printed_cells.read_pages` does with texts of its own."""
    face, (size, dpi) = chance.choice(printed_cells.POOL_FACES), chance.choice(PRINTS)
    bilevel = chance.random() < BILEVEL
    padded = [*texts, *[""] * (ROWS * COLUMNS - len(texts))]
    lines = [padded[start : start + COLUMNS] for start in range(0, len(padded), COLUMNS)]
    pixels = scanned_page(rendered_page(printed_page(lines, face, size), 2 * dpi), dpi, bilevel, size, chance)
    kind = f"{face} {size} pt {dpi} dpi {'bilevel' if bilevel else 'gray'}"
    return read_page(pixels, dpi, bilevel, lines, kind)


def _cell(told: dict[str, object]) -> PooledCell:
    looks = tuple(Rereading(**look) for look in told.pop("looks"))  # type: ignore[attr-defined]
    return PooledCell(**told | {"looks": looks, "alternatives": tuple(told["alternatives"])})  # type: ignore[arg-type]
