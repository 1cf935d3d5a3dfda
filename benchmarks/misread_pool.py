"""A pool of real misreads for the benchmark of repairs: what was printed, what was read, what second looks say.

    python benchmarks/misread_pool.py FILE --count 20000 [--seed 1]

Figures in faces that the costs of ``reconcile/confusions.toml`` were not measured on are printed, scanned badly, and
read by the real reader (`printed_cells`). Nobody makes a mistake up: each one was made by the recognisers, and each
second look saw the same pixels. About one cell in six is misread, far more than on a usual scan, for the pages are
bad; the share says nothing about accuracy. Reading takes about 25 ms a cell; pages that are read are kept in FILE.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from printed_cells import POOL_FACES, ReadPage, read_pages

from cuadre.evidence import Alphabet, Rereading
from extract.scan.again_looks import looks_at

_RIGHT_KEPT = 10


@dataclass(frozen=True, slots=True)
class PooledCell:
    """One cell of a bad scan.

    Attributes:
        printed: The figure on the paper.
        as_read: The first reading, words parted by a space; ``""`` when there was none.
        confidence: Of the first reading; under 0.6 it is published as not certain.
        alternatives: Other readings of the first reader, best first.
        looks: What the second looks say; none where nothing was read.
        kind: Face, size, resolution and kind of the scan.
    """

    printed: str
    as_read: str
    confidence: float
    alternatives: tuple[str, ...]
    looks: tuple[Rereading, ...]
    kind: str

    @property
    def misread(self) -> bool:
        """Whether the first reading is not what is printed, spaces left out.

        >>> PooledCell("1,204", "1 ,204", 0.9, (), (), "").misread
        False
        """
        return "".join(self.as_read.split()) != self.printed


def pool(seed: int, count: int, cache: Path) -> tuple[PooledCell, ...]:
    """Give all misread cells, and every tenth one of the others, of so many printed ones.

    Args:
        seed: Other seeds print other figures on other scans.
        count: How many cells are printed, rounded up to whole pages of 544.
        cache: A file that keeps what was read with this seed; it is made, or made longer, as needed. Remove it when the
            reader has changed.
    """
    cells: list[PooledCell] = []
    printed = 0
    for size, page in _pages(seed, cache):
        if printed >= count:
            break
        cells += page
        printed += size
    return tuple(cells)


def _pages(seed: int, cache: Path) -> Iterator[tuple[int, list[PooledCell]]]:
    """Give the pages that were kept, then read more."""
    kept = cache.read_text(encoding="utf-8").splitlines() if cache.exists() else []
    for line in kept:
        told = json.loads(line)
        if told["seed"] != seed:
            raise ValueError(f"{cache} holds seed {told['seed']}, not {seed}")
        yield told["printed"], [_cell(cell) for cell in told["cells"]]
    for page in read_pages(seed, POOL_FACES, len(kept)):
        cells = list(_pooled(page))
        told = {"seed": seed, "printed": len(page.cells), "cells": [asdict(cell) for cell in cells]}
        with cache.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        yield len(page.cells), cells


def _cell(told: dict[str, Any]) -> PooledCell:
    looks = tuple(Rereading(**look) for look in told.pop("looks"))
    return PooledCell(**told | {"looks": looks, "alternatives": tuple(told["alternatives"])})


def _pooled(page: ReadPage) -> Iterator[PooledCell]:
    for number, cell in enumerate(page.cells):
        pooled = PooledCell(cell.printed, cell.as_read, cell.confidence, cell.alternatives, (), page.kind)
        if pooled.misread or number % _RIGHT_KEPT == 0:
            looks = looks_at(page.strips, (cell.box,), Alphabet.FIGURE) if cell.box else ()
            yield PooledCell(cell.printed, cell.as_read, cell.confidence, cell.alternatives, looks, page.kind)


def main() -> None:
    """Make the pool and print for each look how often it is right and how often it repeats the first reading."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20_000)
    wanted = parser.parse_args()
    cells = pool(wanted.seed, wanted.count, wanted.cache)
    for misread in (True, False):
        some = [cell for cell in cells if cell.misread is misread and cell.looks]
        print(f"{'misread' if misread else 'right'}: {len(some)}")
        for at, name in enumerate(look.recognizer for look in (some[0].looks if some else ())):
            right = sum(_plain(cell.looks[at].text) == cell.printed for cell in some)
            same = sum(_plain(cell.looks[at].text) == _plain(cell.as_read) for cell in some)
            print(f"  {name}: right {right / len(some):.3f}, as the first {same / len(some):.3f}")


def _plain(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    main()
