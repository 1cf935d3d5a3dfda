from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cuadre.evidence import PackageError
from cuadre.export.folder import STAGING, replace_file, replace_files

OLD = {"a.csv": b"old a", "b.csv": b"old b", "last.json": b"old"}
NEW = {"a.csv": b"new a", "b.csv": b"new b", "last.json": b"new"}
MOVES = len(OLD) + len(NEW)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def fail_at(count: int, of: Callable[..., object], error: BaseException) -> Callable[..., object]:
    calls = 0

    def call(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise error
        return of(*args, **named)

    return call


def fail_from(count: int, of: Callable[..., object]) -> Callable[..., object]:
    calls = 0

    def call(*args: object) -> object:
        nonlocal calls
        calls += 1
        if calls >= count:
            raise OSError(errno.EIO, "Input/output error")
        return of(*args)

    return call


def test_files_are_written_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    replace_files(folder, OLD)
    (folder / "mine.txt").write_text("mine")
    replace_files(folder, NEW)
    assert content(folder) == NEW | {"mine.txt": b"mine"}
    assert not (folder / STAGING).exists()


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    replace_files(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert content(tmp_path / "real") == NEW


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("count", range(1, MOVES + 1))
def test_an_error_at_any_move_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, error: BaseException
) -> None:
    replace_files(tmp_path, OLD)
    monkeypatch.setattr(Path, "replace", fail_at(count, Path.replace, error))
    with pytest.raises(PackageError if isinstance(error, OSError) else KeyboardInterrupt):
        replace_files(tmp_path, NEW)
    assert content(tmp_path) == OLD
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("count", range(1, len(NEW) + 1))
def test_a_full_disk_leaves_the_old_files_or_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    replace_files(tmp_path / "old", OLD)
    for name, expected in ("old", OLD), ("fresh", None):
        full = fail_at(count, os.fsync, OSError(errno.ENOSPC, "No space left on device"))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(PackageError, match="No space left on device") as caught:
                replace_files(tmp_path / name, NEW)
        assert caught.value.file == str(tmp_path / name)
        assert (content(tmp_path / name) if (tmp_path / name).exists() else None) == expected


KILL = """
import os, sys, pathlib
from cuadre.export.folder import replace_files
left, plain = int(sys.argv[2]), pathlib.Path.replace
def replace(self, target):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    return plain(self, target)
pathlib.Path.replace = replace
replace_files(pathlib.Path(sys.argv[1]), {"a.csv": b"new a", "b.csv": b"new b", "last.json": b"new"})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("moves", range(MOVES + 1))
def test_a_killed_run_leaves_one_package_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    replace_files(tmp_path, OLD)
    killed = subprocess.run([sys.executable, "-c", KILL, str(tmp_path), str(moves)], check=False)
    assert killed.returncode == (0 if moves == MOVES else -signal.SIGKILL)
    left = content(tmp_path)
    assert left.items() <= OLD.items() or left.items() <= NEW.items()
    assert "last.json" not in left or left in (OLD, NEW)
    # The next run cannot write either: it must still bring the old files back.
    monkeypatch.setattr(os, "fsync", fail_at(1, os.fsync, OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(PackageError):
        replace_files(tmp_path, NEW)
    assert content(tmp_path) == (NEW if moves == MOVES else OLD)


def test_a_restoration_that_fails_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_files(tmp_path, OLD)
    for broken in range(1, MOVES):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", fail_from(broken, Path.replace))
            with pytest.raises(PackageError):
                replace_files(tmp_path, NEW)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail_at(1, os.fsync, OSError(errno.ENOSPC, "full")))
            with pytest.raises(PackageError):
                replace_files(tmp_path, NEW)
        assert content(tmp_path) == OLD


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PackageError, match="is a file, not a folder"):
        replace_files(tmp_path / "out", NEW)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_in_the_way_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(PackageError, match="is a folder where a file"):
        replace_files(tmp_path, NEW)
    assert (tmp_path / "b.csv").is_dir()


def test_a_folder_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PackageError, match="cannot be written"):
        replace_files(tmp_path / "file" / "out", NEW)


TWICE = """
import sys, pathlib
from cuadre.export.folder import replace_files
for _ in range(40):
    replace_files(pathlib.Path(sys.argv[1]), {name: sys.argv[2].encode() for name in "abc"})
"""


def test_two_runs_wait_for_each_other(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", TWICE, str(tmp_path), who]) for who in ("one", "two")]
    assert [run.wait() for run in runs] == [0, 0]
    assert len(set(content(tmp_path).values())) == 1


def test_no_locks_here_is_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.export.folder.fcntl", None)
    replace_files(tmp_path, NEW)
    assert content(tmp_path) == NEW


def test_one_file_is_whole_or_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "a.csv"
    replace_file(path, b"old")
    monkeypatch.setattr(Path, "replace", fail_at(1, Path.replace, OSError(errno.EACCES, "Permission denied")))
    with pytest.raises(PackageError, match="Permission denied"):
        replace_file(path, b"new")
    assert content(path.parent) == {"a.csv": b"old"}
    replace_file(path, b"new")
    assert content(path.parent) == {"a.csv": b"new"}
