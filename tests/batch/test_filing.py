from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from cuadre.batch import filing

if TYPE_CHECKING:
    # Test folders are no packages: the fixtures bring this at run time.
    Shop = Any


def names(folder: Any) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def filed(shop: Shop) -> Shop:
    shop.archive, shop.quarantine = shop.inbox.parent / "archive", shop.inbox.parent / "quarantine"
    shop.put("norte/good.pdf", b"good")
    shop.put("bad.pdf", b"refused")
    shop.put("cover.pdf", b"no-table")
    shop.put("later.pdf", b"unavailable")
    return shop


def test_by_default_nothing_is_touched(filed: Shop) -> None:
    before = [(path, path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in sorted(filed.inbox.rglob("*"))]
    assert filed.night().filed == 0
    after = [(path, path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in sorted(filed.inbox.rglob("*"))]
    assert after == before


def test_copies_go_where_their_outcome_sends_them_once(filed: Shop) -> None:
    asked = {"archive": filed.archive, "quarantine": filed.quarantine}
    assert filed.night(**asked).filed == 2
    assert names(filed.archive) == ["norte/good.pdf"]
    assert names(filed.quarantine) == ["bad.pdf"]
    assert len(names(filed.inbox)) == 4
    stamp = (filed.archive / "norte/good.pdf").stat()
    assert filed.night(**asked).filed == 0
    assert (filed.archive / "norte/good.pdf").stat().st_ctime_ns == stamp.st_ctime_ns
    filed.put("norte/good.pdf", b"good and new")
    night = filed.night(**asked)
    assert night.filed == 0
    assert "other bytes" in night.conflicts["norte/good.pdf"]
    assert (filed.archive / "norte/good.pdf").read_bytes() == b"good"


def test_originals_are_moved_when_that_is_asked(filed: Shop) -> None:
    filed.night()
    assert filed.night(archive=filed.archive, quarantine=filed.quarantine, move=True).filed == 2
    assert names(filed.inbox) == ["cover.pdf", "later.pdf"]
    assert (filed.archive / "norte/good.pdf").read_bytes() == b"good"
    tree = filed.tree()
    assert filed.night(archive=filed.archive, move=True).plan.gone == 2
    assert filed.tree() == tree


def test_two_that_would_meet_are_a_conflict_and_no_file_is_lost(filed: Shop) -> None:
    filed.put("NORTE/good.pdf", b"another")
    night = filed.night(archive=filed.archive, move=True)
    assert (night.filed, set(night.conflicts)) == (1, {"norte/good.pdf"})
    assert (filed.archive / "NORTE/good.pdf").read_bytes() == b"another"
    assert (filed.inbox / "norte/good.pdf").exists()


def test_what_is_there_with_the_same_bytes_is_filed_already(filed: Shop) -> None:
    (filed.archive / "norte").mkdir(parents=True)
    (filed.archive / "norte/good.pdf").write_bytes(b"good")
    night = filed.night(archive=filed.archive, move=True)
    assert (night.filed, night.conflicts) == (1, {})
    assert not (filed.inbox / "norte/good.pdf").exists()


def test_an_original_that_changed_meanwhile_stays(filed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = filing._planned

    def change(*arguments: Any) -> Any:
        moves = planned(*arguments)
        filed.put("norte/good.pdf", b"new!")
        return moves

    monkeypatch.setattr(filing, "_planned", change)
    night = filed.night(archive=filed.archive, move=True)
    assert "changed" in night.conflicts["norte/good.pdf"]
    assert (filed.inbox / "norte/good.pdf").read_bytes() == b"new!"
    assert not filed.archive.exists()


def test_a_drive_without_second_names_for_files_will_do(filed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    assert filed.night(archive=filed.archive).filed == 1
    assert names(filed.archive) == ["norte/good.pdf"]
