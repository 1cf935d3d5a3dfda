"""The costs of confusions come from counts, and the pool of misreads from a page that was really read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import measure_confusions as confusions
import misread_pool
import numpy as np
import printed_cells
import pytest
from printed_cells import ReadCell, ReadPage

from extract.scan.strips import Strips


def page(*cells: tuple[str, str]) -> ReadPage:
    read = tuple(ReadCell(printed, as_read, 0.5, (), None) for printed, as_read in cells)
    return ReadPage(read, Strips.of(np.full((9, 9), 255, np.uint8), (), 150), "")


@pytest.mark.parametrize(("printed", "read", "kinds"), [
    ("38", "38", []),
    ("38", "88", ["substitution"]),
    ("138", "38", ["digit_lost"]),
    ("38", "138", ["digit_inserted"]),
    ("1,204", "1.204", ["separator"]),
    ("1,204", "1204", ["separator"]),
    ("45%", "4596", ["percent"]),
    ("45%", "45", ["percent"]),
    ("38", "-38", ["other"]),
])  # fmt: skip
def test_a_misread_is_explained(printed: str, read: str, kinds: list[str]) -> None:
    explained = confusions.changes(printed, read)
    assert explained is not None
    assert [change.kind for change in explained] == kinds


def test_without_counts_costs_are_as_expected() -> None:
    pairs, other = confusions.costs(confusions.Counts())
    assert (pairs["38"], pairs["83"], pairs["59"], other["digit_pair"]) == (620, 620, 780, 940)
    assert (other["digit_lost"], other["separator"], other["percent"]) == (820, 650, 650)


def test_what_is_misread_often_becomes_cheap_in_its_direction() -> None:
    right = [("3333", "3333")] * 9000
    counts = confusions.counted([page(*right, *[("3", "8")] * 130, *[("1,204", "1.204")] * 250)])
    pairs, other = confusions.costs(counts)
    assert pairs["38"] < pairs["83"] - 30
    assert other["separator"] < 400 < other["percent"]


def test_hopeless_pages_say_nothing_and_bad_ones_only_what_is_alike() -> None:
    bad = page(*[("7", "1")] * 3, *[("7", "7")] * 7)
    counts = confusions.counted([bad, page(*[("3", "8")] * 10)])
    assert counts.printed == 0
    assert counts.worse is not None
    assert counts.worse.pairs == {"71": 3}
    assert confusions.costs(counts)[0]["71"] < 640


def test_the_file_in_the_tree_has_what_reconcile_asks_for() -> None:
    told = tomllib.loads(confusions.TARGET.read_text(encoding="utf-8"))
    written = tomllib.loads("\n".join(confusions.lines(confusions.Counts())))
    assert set(told["other"]) == set(written["other"])
    assert set(told["substitution"]) >= set(written["substitution"])
    costs = (*told["substitution"].values(), *told["other"].values())
    assert all(isinstance(cost, int) and cost >= 0 for cost in costs)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pages of six cells in a face that is always there."""
    monkeypatch.setattr(printed_cells, "_WIDTH", 220)
    monkeypatch.setattr(printed_cells, "_HEIGHT", 110)
    monkeypatch.setattr(printed_cells, "_SPECKS", (0, 2))
    monkeypatch.setattr(printed_cells, "COLUMNS", 3)
    monkeypatch.setattr(printed_cells, "ROWS", 2)
    monkeypatch.setattr(printed_cells, "PRINTS", ((7.0, 150),))
    monkeypatch.setattr(misread_pool, "POOL_FACES", ("Helvetica",))
    monkeypatch.setattr(misread_pool, "_RIGHT_KEPT", 1)


@pytest.mark.usefixtures("small")
def test_a_pool_is_the_same_from_its_file_and_grows(tmp_path: Path) -> None:
    cache = tmp_path / "pool"
    fresh = misread_pool.pool(3, 5, cache)
    assert len(fresh) == 6
    assert misread_pool.pool(3, 6, cache) == fresh
    longer = misread_pool.pool(3, 7, cache)
    assert longer[:6] == fresh
    assert len(longer) == 12
    assert any(not cell.misread and any(look.text == cell.printed for look in cell.looks) for cell in longer)
    with pytest.raises(ValueError, match="seed 3"):
        misread_pool.pool(4, 5, cache)


@pytest.mark.usefixtures("small")
def test_a_page_depends_on_its_seed_and_number_alone() -> None:
    def printed(pages: Iterator[ReadPage], count: int) -> list[tuple[ReadCell, ...]]:
        return [page.cells for page in islice(pages, count)]

    both = printed(printed_cells.read_pages(5, ("Helvetica",)), 2)
    assert printed(printed_cells.read_pages(5, ("Helvetica",), 1), 1) == both[1:]
    assert both[0] != both[1]
