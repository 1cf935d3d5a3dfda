from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from cuadre.batch import journal_file
from cuadre.batch.errors import NightStopped
from cuadre.batch.inbox import Stamp
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.model import Outcome
from cuadre.batch.places import JOURNAL

STAMP = Stamp(1, 2, 3)
FULL = Entry(
    "norte/a.pdf", "norte/a.pdf", pending=False, gone=True, stamp=STAMP, basis=Basis("ab", "1.0", "s", "d"),
    budget="much", outcome=Outcome.REFUSED, fact="no", next_step="go", cause="DamagedFile", attempts=2,
    next_attempt=4.5, seconds=0.25, pages=3, counts={"look": 1}, files=("x.csv",), filed="/q/a.pdf", run=7,
)  # fmt: skip


def test_what_is_written_is_read_after_it_was_closed(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.write(FULL)
        assert journal.entry("norte/b.pdf") is None
    with closing(Journal(tmp_path)) as journal:
        assert journal.entry("norte/a.pdf") == FULL


def test_names_of_any_bytes_are_kept_and_come_in_order(tmp_path: Path) -> None:
    odd = os.fsdecode(b"a\xff.pdf")
    with closing(Journal(tmp_path)) as journal:
        for name in (odd, "ñ.pdf", "a.pdf"):
            assert journal.add(name, STAMP).place == name
        assert [entry.name for entry in journal.pending()] == ["a.pdf", "ñ.pdf", odd]


def test_many_are_given_page_by_page(tmp_path: Path) -> None:
    names = [f"{number:04}.pdf" for number in range(450)]
    with closing(Journal(tmp_path)) as journal:
        journal.together(lambda: [journal.add(name, STAMP) for name in names] and None)
        assert [entry.name for entry in journal.entries()] == names
        assert journal.count_pending() == 450


def test_work_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def work() -> None:
        journal.add("a.pdf", STAMP)
        raise ValueError("ours")

    with closing(Journal(tmp_path)) as journal:
        with pytest.raises(ValueError, match="ours"):
            journal.together(work)
        assert journal.entry("a.pdf") is None


def test_a_document_that_is_gone_holds_no_folder(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.write(FULL)
        journal.saw("norte/A.pdf")
        assert journal.add("norte/A.pdf", STAMP).place == "norte/A.pdf"
        assert journal.entry("norte/a.pdf") is None


def test_what_the_walk_did_not_meet_is_gone_and_what_it_met_is_back(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        for name in ("a.pdf", "b.pdf", "closed/c.pdf"):
            journal.add(name, STAMP)
        journal.saw("a.pdf")
        unseen = "closed/".startswith
        assert journal.mark_gone(lambda name: unseen(name[:7])) == 1
        assert [entry.name for entry in journal.entries() if entry.gone] == ["b.pdf"]
        journal.saw("b.pdf")
        assert journal.mark_gone(lambda _: False) == 1
        assert [entry.name for entry in journal.entries() if entry.gone] == ["closed/c.pdf"]


def test_runs_are_remembered_and_one_that_died_shows(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        assert journal.begin_run(1.0, "here", "1.0") == 1
        journal.end_run(1, 2.5, ended="done", figures={"found": 3}, troubles=["x/"])
        assert journal.begin_run(2.0, "here", "1.0") == 2
        first, second = journal.runs()
        assert (first.ended, first.seconds, first.figures, first.troubles) == ("done", 2.5, {"found": 3}, ("x/",))
        assert (second.ended, second.seconds) == ("", None)
        assert [run.run for run in journal.runs(last=1)] == [2]


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)):
        pass
    with closing(sqlite3.connect(tmp_path / JOURNAL)) as base:
        base.execute(f"PRAGMA user_version = {journal_file.VERSION + 1}")
    with pytest.raises(NightStopped, match="newer Cuadre"):
        Journal(tmp_path)


@pytest.mark.parametrize("start", [b"no database at all, but long " * 9, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_broken_journal_is_set_aside_whole(tmp_path: Path, start: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(start)
    (tmp_path / f"{JOURNAL}.damaged-1").write_bytes(b"an earlier one")
    with closing(Journal(tmp_path)) as journal:
        assert journal.aside == tmp_path / f"{JOURNAL}.damaged-2"
        assert journal.aside.read_bytes() == start
        assert journal.count_pending() == 0


def test_a_journal_without_room_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal._base.execute("PRAGMA max_page_count = 12")
        with pytest.raises(NightStopped, match="full"):
            [journal.add(f"{number}.pdf", STAMP) for number in range(1000)]


@pytest.mark.parametrize(("fstype", "mode"), [("ext4", "wal"), ("cifs", "delete"), ("nfs4", "delete"), ("", "delete")])
def test_the_mode_is_what_the_drive_bears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fstype: str, mode: str
) -> None:
    mounts = [
        SimpleNamespace(mountpoint="/", fstype="ext4" if fstype != "ext4" else "nfs", opts="rw"),
        SimpleNamespace(mountpoint=str(tmp_path.parent), fstype=fstype, opts="rw"),
        SimpleNamespace(mountpoint=f"{tmp_path}-other", fstype="ext4" if fstype != "ext4" else "nfs", opts="rw"),
    ]
    monkeypatch.setattr(journal_file.psutil, "disk_partitions", lambda **_: mounts)
    with closing(Journal(tmp_path)) as journal:
        journal.write(FULL)
        assert journal._base.execute("PRAGMA journal_mode").fetchone() == (mode,)
        assert journal._base.execute("PRAGMA synchronous").fetchone() == (1 if mode == "wal" else 2,)
