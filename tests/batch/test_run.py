from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cuadre.batch import basis, run
from cuadre.batch.errors import NightStopped
from cuadre.batch.model import Outcome, Task
from cuadre.batch.places import JOURNAL
from cuadre.evidence import PackageError

if TYPE_CHECKING:
    # Test folders are no packages: the fixtures bring these at run time.
    Shop = Any
    AtOnce = Any


def test_each_document_gets_its_package_and_the_next_night_has_nothing_to_do(shop: Shop) -> None:
    shop.put("a.pdf")
    shop.put("norte/b.txt", b"another")
    night = shop.night()
    assert night.outcomes == {Outcome.CONVERTED: 2}
    assert (night.pages, night.needs_a_look, night.newly_failed) == (4, 2, 0)
    tree = shop.tree()
    assert tree["norte/b.txt/said.csv"] == b"another"
    files = ("documents.csv", "said.csv", "datapackage.json")
    assert set(tree) == {f"{place}/{file}" for place in ("a.pdf", "norte/b.txt") for file in files}
    again = shop.night()
    assert (again.unchanged, again.outcomes, shop.asked()) == (2, {}, [])
    assert not again.changed
    assert shop.tree() == tree


def test_only_what_has_other_bytes_is_done_again(shop: Shop) -> None:
    shop.put("a.pdf")
    shop.put("b.pdf", b"old")
    shop.night()
    shop.put("b.pdf", b"new")
    shop.put("a.pdf", age=60)
    night = shop.night()
    assert shop.asked() == ["b.pdf"]
    assert night.unchanged == 1
    assert shop.tree()["b.pdf/said.csv"] == b"new"


def test_bytes_that_change_under_the_same_size_and_time_are_noticed(shop: Shop) -> None:
    path = shop.put("a.pdf", b"old")
    times = path.stat()
    shop.night()
    path.write_bytes(b"new")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    shop.night()
    assert shop.tree()["a.pdf/said.csv"] == b"new"


@pytest.mark.parametrize(
    "spoil", ["version", "settings", "decisions", "units", "missing", "incomplete", "half", "gone"]
)
def test_a_result_that_does_not_hold_any_more_is_stale(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    shop.put("a.pdf")
    shop.night()
    folder = shop.outdir / "a.pdf"
    if spoil == "version":
        monkeypatch.setattr(basis, "version", lambda _: "99")
    elif spoil == "settings":
        monkeypatch.setattr(basis.Settings, "digest", lambda _: "other names")
    elif spoil == "decisions":
        (folder / "decisions.csv").write_bytes(b"decided")
    elif spoil == "units":
        (folder / "unit-decisions.csv").write_text("raw,canonical,decision,decided_by\nA,B,merge,me\n", "utf-8")
    elif spoil == "missing":
        (folder / "said.csv").unlink()
    elif spoil == "incomplete":
        (folder / "datapackage.json").unlink()
    elif spoil == "half":
        (folder / ".cuadre-new").mkdir()
    else:
        folder.rename(shop.outdir / "away")
    shop.night()
    assert shop.asked() == ["a.pdf"]
    if spoil == "decisions":
        assert shop.tree()["a.pdf/said.csv"] == b"a reportdecided"
    if spoil == "units":
        assert [decision.name for decision in shop.scheduler.tasks[0].names.decisions] == ["A"]
    shop.night()
    assert shop.asked() == []


def test_a_known_bad_document_raises_no_alarm_again(shop: Shop) -> None:
    shop.put("bad.pdf", b"refused")
    shop.put("cover.pdf", b"no-table")
    assert shop.night().newly_failed == 1
    assert sorted(shop.heard.done_) == [("bad.pdf", Outcome.REFUSED, True), ("cover.pdf", Outcome.NO_TABLE, False)]
    assert shop.night().newly_failed == 0
    assert shop.asked() == []
    assert shop.night(retry_failed=True).newly_failed == 0
    assert sorted(shop.asked()) == ["bad.pdf", "cover.pdf"]
    shop.put("bad.pdf", b"refused for other bytes")
    assert shop.night().newly_failed == 1


def test_a_password_and_a_larger_budget_give_another_chance(shop: Shop) -> None:
    shop.put("closed.pdf", b"needs-password")
    shop.put("large.pdf", b"over-limit")
    shop.night()
    shop.night(password="open")  # noqa: S106
    assert shop.asked() == ["closed.pdf"]
    shop.night(budget=basis.Budget(seconds=1e6))
    assert shop.asked() == ["large.pdf"]


def test_what_is_not_available_is_tried_again_in_the_night_and_in_the_next(shop: Shop) -> None:
    shop.put("locked.pdf", b"unavailable")
    night = shop.night(pauses=(0.0, 0.0))
    assert shop.asked() == ["locked.pdf"] * 3
    assert night.outcomes == {Outcome.UNAVAILABLE: 1}
    assert night.newly_failed == 1
    assert shop.entry("locked.pdf").attempts == 3
    assert shop.night().newly_failed == 0
    assert shop.asked() == ["locked.pdf"]
    shop.night(is_patient=True)
    assert shop.asked() == []


def test_what_becomes_available_raises_no_alarm(shop: Shop, at_once: type[AtOnce]) -> None:
    path = shop.put("a.pdf", b"unavailable")
    stamp = path.stat()
    tries = []

    def heal(_: Task) -> None:
        tries.append(1)

    class Healing(at_once):  # type: ignore[misc, valid-type]
        def _do(self, task: Task) -> Any:
            done = super()._do(task)
            return done if len(tries) < 2 else run.replace(done, outcome=Outcome.NO_TABLE)

    night = shop.night(Healing(heal), pauses=(0.0,))
    assert (night.outcomes, night.newly_failed) == ({Outcome.NO_TABLE: 1}, 0)
    assert path.stat().st_mtime_ns == stamp.st_mtime_ns


def test_a_file_that_grows_while_it_is_done_is_taken_whole_by_the_next_night(shop: Shop, at_once: type[AtOnce]) -> None:
    path = shop.put("a.pdf", b"half")
    night = shop.night(at_once(lambda _: path.write_bytes(b"half and half")))
    assert (night.left, night.outcomes, shop.tree()) == (1, {}, {})
    shop.night(settle=0.01)
    assert shop.tree()["a.pdf/said.csv"] == b"half and half"


def test_a_file_that_still_moves_is_left_alone(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.put("a.pdf", age=0)
    monkeypatch.setattr("cuadre.batch.inbox.time.sleep", lambda _: path.write_bytes(b"more of it"))
    night = shop.night(settle=100.0)
    assert (night.plan.settling, shop.asked()) == (1, [])


def test_the_same_bytes_under_two_names_are_done_once(shop: Shop) -> None:
    for name in ("b.pdf", "a.pdf", "z/c.pdf"):
        shop.put(name)
    night = shop.night()
    assert shop.asked() == ["a.pdf"]
    assert night.outcomes == {Outcome.CONVERTED: 3}
    tree = shop.tree()
    assert b",z/c.pdf," in tree["z/c.pdf/documents.csv"]
    assert tree["z/c.pdf/said.csv"] == tree["a.pdf/said.csv"]
    shop.put("d.pdf")
    shop.night()
    assert shop.asked() == []


def test_a_scheduler_that_draws_ahead_does_the_same_bytes_once_too(shop: Shop, at_once: type[AtOnce]) -> None:
    class DrawsAll(at_once):  # type: ignore[misc, valid-type]
        def run(self, tasks: Any) -> Any:
            return super().run(list(tasks))

    for name in ("a.pdf", "b.pdf", "c.pdf"):
        shop.put(name)
    shop.night(DrawsAll())
    assert shop.asked() == ["a.pdf"]
    assert len(shop.tree()) == 9


def test_names_that_differ_by_case_only_do_not_meet(shop: Shop) -> None:
    shop.put("a.pdf", b"one")
    shop.put("A.pdf", b"two")
    shop.night()
    tree = shop.tree()
    assert (tree["A.pdf/said.csv"], tree["a~2.pdf/said.csv"]) == (b"two", b"one")


@pytest.mark.parametrize("new", ["A.pdf", "sur/b.pdf"])
def test_a_renamed_original_takes_its_package_and_its_decisions_along(shop: Shop, new: str) -> None:
    old = shop.put("norte/a.pdf")
    shop.night()
    (shop.outdir / "norte/a.pdf/decisions.csv").write_bytes(b"decided")
    shop.night()
    (shop.inbox / new).parent.mkdir(exist_ok=True)
    old.rename(shop.inbox / new)
    night = shop.night()
    assert night.plan.gone == 1
    tree = shop.tree()
    assert tree[f"{new}/decisions.csv"] == b"decided"
    assert f",{new},".encode() in tree[f"{new}/documents.csv"]
    assert not any(name.startswith("norte") for name in tree)
    assert shop.entry("norte/a.pdf") is None
    shop.night()
    assert shop.asked() == []


def test_what_was_made_of_an_original_that_went_stays(shop: Shop) -> None:
    path = shop.put("a.pdf")
    shop.night()
    tree = shop.tree()
    path.unlink()
    assert shop.night().plan.gone == 1
    assert shop.night().plan.gone == 0
    assert shop.tree() == tree
    shop.put("a.pdf")
    shop.night()
    assert shop.asked() == []
    assert not shop.entry("a.pdf").gone


def test_nobody_is_gone_from_a_folder_that_cannot_be_looked_at(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.put("closed/a.pdf")
    shop.night()
    scandir = os.scandir

    def refuse(path: Path) -> Any:
        if path == shop.inbox / "closed/":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("cuadre.batch.inbox.os.scandir", refuse)
    night = shop.night()
    assert (night.plan.gone, night.new_troubles, dict(night.plan.troubles)) == (0, 1, {"closed/": "Permission denied"})
    assert shop.night().new_troubles == 0


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_lost_journal_is_made_again_from_the_packages(shop: Shop, damage: str) -> None:
    shop.put("a.pdf", b"one")
    shop.put("A.pdf", b"two")
    shop.put("dataset/=b.pdf", b"three")
    shop.put("d.pdf", b"four")
    shop.night()
    (shop.outdir / "d.pdf/decisions.csv").write_bytes(b"decided")
    tree = shop.tree()
    if damage == "missing":
        (shop.outdir / JOURNAL).unlink()
    else:
        (shop.outdir / JOURNAL).write_bytes(b"nonsense" * 1000)
    night = shop.night()
    assert night.plan.rebuilt == 4
    assert (night.plan.journal_aside is not None) == (damage == "broken")
    assert shop.asked() == ["d.pdf"]
    assert night.unchanged == 3
    assert {name: content for name, content in shop.tree().items() if not name.startswith("d.pdf")} == {
        name: content for name, content in tree.items() if not name.startswith("d.pdf")
    }


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_outdir_stops_the_night_and_loses_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    shop.put("a.pdf", b"one")
    shop.put("b.pdf", b"two")
    replace_files = run.replace_files

    def fill(folder: Path, files: Any) -> None:
        if folder.name == "b.pdf":
            raise PackageError(str(folder), "cannot be written", "") from OSError(code, os.strerror(code))
        replace_files(folder, files)

    monkeypatch.setattr(run, "replace_files", fill)
    with pytest.raises(NightStopped, match=os.strerror(code)):
        shop.night()
    assert [night.ended for night in shop.heard.nights] == ["stopped"]
    monkeypatch.undo()
    shop.night()
    assert shop.asked() == ["b.pdf"]
    assert shop.tree()["a.pdf/said.csv"] == b"one"


def test_one_package_that_cannot_be_written_stops_nobody_else(shop: Shop) -> None:
    shop.put("a.pdf", b"one")
    shop.put("b.pdf", b"two")
    (shop.outdir / "a.pdf").parent.mkdir()
    (shop.outdir / "a.pdf").write_bytes(b"somebody's file")
    night = shop.night()
    assert night.outcomes == {Outcome.UNAVAILABLE: 1, Outcome.CONVERTED: 1}
    assert (shop.outdir / "a.pdf").read_bytes() == b"somebody's file"


def test_an_interrupt_keeps_what_was_done(shop: Shop, at_once: type[AtOnce]) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        shop.put(name, name.encode())

    def stop(task: Task) -> None:
        if task.name == "b.pdf":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.night(at_once(stop))
    assert [night.ended for night in shop.heard.nights] == ["interrupted"]
    shop.night()
    assert shop.asked() == ["b.pdf", "c.pdf"]


def test_a_read_only_inbox_is_enough(shop: Shop) -> None:
    shop.put("norte/a.pdf")
    before = sorted((path, path.stat()[:9]) for path in shop.inbox.rglob("*"))
    for folder in (shop.inbox / "norte", shop.inbox):
        folder.chmod(0o555)
    try:
        assert shop.night().outcomes == {Outcome.CONVERTED: 1}
    finally:
        for folder in (shop.inbox, shop.inbox / "norte"):
            folder.chmod(0o755)
    assert [path for path, _ in before] == sorted(shop.inbox.rglob("*"))


def test_a_name_that_is_no_text_is_done_like_any_other(shop: Shop) -> None:
    name = os.fsdecode(b"informe\xf1.pdf")
    shop.put(name)
    shop.put(f"{name[:-4]}2.pdf")
    assert shop.night().outcomes == {Outcome.CONVERTED: 2}
    assert (shop.outdir / name / "datapackage.json").exists()
    shop.night()
    assert shop.asked() == []
