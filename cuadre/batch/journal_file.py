"""Opening the journal's file: the mode that its drive bears, its version, and what to do with a broken one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from cuadre.batch.errors import NightStopped

VERSION = 1
"""Of the tables; a program reads journals of its own and of older versions."""

_LOCAL = frozenset({
    "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "tmpfs", "ramfs", "overlay",
    "apfs", "hfs", "ufs", "ntfs", "refs",
})  # fmt: skip
"""File systems of disks in this machine, on which processes can share memory; all others get the safe mode."""

_SCHEMA = """
CREATE TABLE documents (
    name PRIMARY KEY NOT NULL,         -- path under the inbox; a BLOB where it is no UTF-8
    place NOT NULL,                    -- folder of its package under OUTDIR
    place_key NOT NULL UNIQUE,         -- the same for file systems that do not tell cases apart
    pending INTEGER NOT NULL,          -- 1: to be done; 0: done
    gone INTEGER NOT NULL DEFAULT 0,   -- 1: it is not in the inbox any more
    size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
    sha256 TEXT NOT NULL DEFAULT '',   -- of the bytes that the rest is about
    version TEXT NOT NULL DEFAULT '',  -- of the program
    settings TEXT NOT NULL DEFAULT '', -- digest of what else decides on the result
    decided TEXT NOT NULL DEFAULT '',  -- digest of what persons decided
    budget TEXT NOT NULL DEFAULT '',   -- what it was allowed to use
    outcome TEXT NOT NULL DEFAULT '',
    fact TEXT NOT NULL DEFAULT '', next_step TEXT NOT NULL DEFAULT '', cause TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,    -- in a row that failed for a cause that may pass
    next_attempt REAL NOT NULL DEFAULT 0,   -- not before this Unix time
    seconds REAL NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,
    counts TEXT NOT NULL DEFAULT '{}',      -- JSON
    files TEXT NOT NULL DEFAULT '[]',       -- names of the package's files, JSON
    filed TEXT NOT NULL DEFAULT '',         -- where a copy of the original was filed
    run INTEGER NOT NULL DEFAULT 0          -- that did it
) WITHOUT ROWID;
CREATE INDEX documents_pending ON documents (name) WHERE pending;
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    started REAL NOT NULL, seconds REAL, host TEXT NOT NULL, version TEXT NOT NULL,
    ended TEXT NOT NULL DEFAULT '',         -- '' while it runs or when it died; done, interrupted, stopped
    figures TEXT NOT NULL DEFAULT '{}',     -- the night's figures, JSON
    troubles TEXT NOT NULL DEFAULT '[]'     -- what could not be looked at in the inbox, JSON
);
"""


def open_journal(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """Open the journal, or make a new one.

    Returns:
        The connection, and where a journal that was broken was set aside, else ``None``.

    Raises:
        NightStopped: It comes from a newer program, or cannot be opened here.
    """
    aside = None
    with told(path):
        try:
            return _opened(path), None
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            aside = _set_aside(path)
        return _opened(path), aside


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what the database or the file system says as an error with a next step."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        fact = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise NightStopped(
            str(path), f"the journal cannot be written ({fact})",
            "Check the free space and the permissions of OUTDIR. What was done is kept; the next run goes on from it.",
        ) from error  # fmt: skip


def is_local(path: Path) -> bool:
    """Whether a path is known to be on a disk of this machine."""
    real = os.path.realpath(path)
    best = ("", "", "")
    for mount in psutil.disk_partitions(all=True):
        point = os.path.normcase(mount.mountpoint)
        inside = os.path.normcase(real) == point or os.path.normcase(real).startswith(point.rstrip("/\\") + os.sep)
        if inside and len(point) >= len(best[0]):
            best = (point, mount.fstype.lower(), mount.opts)
    return best[1] in _LOCAL and "remote" not in best[2].split(",")


def _opened(path: Path) -> sqlite3.Connection:
    local = is_local(path.parent)
    # Locks of the system are often missing on network drives, and then SQLite refuses to work there. Our own lock
    # keeps runs apart, so it can do without.
    uri = path.absolute().as_uri() + ("" if local else "?nolock=1")
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path, local=local)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, local: bool) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise NightStopped(
            str(path), f"comes from a newer Cuadre (journal version {version}, this one knows {VERSION})",
            "Update Cuadre on this machine, or name another OUTDIR.",
        )  # fmt: skip
    wal = False
    if local:
        with closing(connection.execute("PRAGMA journal_mode = WAL")) as answer:
            wal = answer.fetchone()[0] == "wal"
    if not wal:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if wal else 'FULL'}")
    connection.execute("PRAGMA temp_store = MEMORY")
    if version == 0:
        connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT;")
    (fine,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if fine != "ok":
        raise sqlite3.DatabaseError(fine)


def _set_aside(path: Path) -> Path:
    """Rename a broken journal with what belongs to it, never over another one."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    path.rename(aside)
    return aside
