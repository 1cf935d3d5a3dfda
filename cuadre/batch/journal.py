"""The night's memory: what is known of each document, in ``OUTDIR/cuadre.sqlite``.

A package is written first and its row after it, each row in a transaction of its own. A run that is killed loses what
it was doing, and what it did then is done again with the same bytes for a result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuadre.batch.inbox import Stamp
from cuadre.batch.journal_file import open_journal, told
from cuadre.batch.model import Outcome
from cuadre.batch.places import JOURNAL, folded, place_of

_Cell = str | bytes
_PAGE = 200
_NO_STAMP = Stamp(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a result follows from besides the program that works: with another basis it is stale.

    Attributes:
        sha256: Of the bytes; ``""`` when nothing was done yet.
        version: Of the program.
        settings: Digest of the official names.
        decided: Digest of what persons decided on this package; ``""`` when they did not.
    """

    sha256: str = ""
    version: str = ""
    settings: str = ""
    decided: str = ""


_NO_BASIS = Basis()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of one document.

    Attributes:
        name: Path under the inbox.
        place: Folder of its package under OUTDIR, ``/`` between parts.
        pending: It is to be done.
        gone: Its original is not in the inbox any more; its package stays.
        stamp: How the file stood when it was hashed, or when it was found if it never was.
        basis: What the result follows from.
        budget: What it was allowed to use, as text.
        outcome: How it ended; ``None`` when it was never done.
        fact, next_step, cause: Of ``Done``.
        attempts: How often in a row it was not available.
        next_attempt: Unix time before which ``--watch`` does not try again.
        seconds, pages, counts: Of ``Done``.
        files: Names of its package's files.
        filed: Where its original was copied or moved to; ``""`` for nowhere.
        run: Number of the run that did it.
    """

    name: str
    place: str
    pending: bool = True
    gone: bool = False
    stamp: Stamp = _NO_STAMP
    basis: Basis = _NO_BASIS
    budget: str = ""
    outcome: Outcome | None = None
    fact: str = ""
    next_step: str = ""
    cause: str = ""
    attempts: int = 0
    next_attempt: float = 0.0
    seconds: float = 0.0
    pages: int = 0
    counts: Mapping[str, int] | None = None
    files: tuple[str, ...] = ()
    filed: str = ""
    run: int = 0

    def is_kept(self, outdir: Path) -> bool:
        """Whether its package stands; who removes one after its original wants it out of dataset and page too."""
        return self.outcome is Outcome.CONVERTED and (not self.gone or (outdir / self.place).is_dir())


_COLUMNS = (
    "name", "place", "place_key", "pending", "gone", "size", "mtime_ns", "ctime_ns", "sha256", "version", "settings",
    "decided", "budget", "outcome", "fact", "next_step", "cause", "attempts", "next_attempt", "seconds", "pages",
    "counts", "files", "filed", "run",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM documents"  # noqa: S608 (names of ours)
_REPLACE = (
    f"INSERT OR REPLACE INTO documents ({', '.join(_COLUMNS)}) "  # noqa: S608 (names of ours)
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the history of nights.

    Attributes:
        run: Its number, from 1.
        started: Unix time.
        seconds: How long it took; ``None`` when it died.
        host, version: Where, and with which program.
        ended: ``done``, ``interrupted``, ``stopped``, or ``""`` when it died.
        figures: What it came to (``cuadre.batch.listener.Night``).
        troubles: Names of what it could not look at.
    """

    run: int
    started: float
    seconds: float | None
    host: str
    version: str
    ended: str
    figures: Mapping[str, Any]
    troubles: tuple[str, ...]


class Journal:
    """The journal of one OUTDIR, open. Only the holder of the lock may have one.

    All methods raise ``NightStopped`` when the file cannot be read or written any more.

    Attributes:
        aside: Where a broken journal was set aside when this one was made; else ``None``.
    """

    def __init__(self, outdir: Path) -> None:
        self._path = outdir / JOURNAL
        self._base, self.aside = open_journal(self._path)
        with told(self._path):
            self._base.execute("CREATE TEMP TABLE seen (name PRIMARY KEY NOT NULL) WITHOUT ROWID")

    def close(self) -> None:
        """Write out what is left and let go of the file."""
        with told(self._path):
            self._base.close()

    def together(self, work: Callable[[], None]) -> None:
        """Do work in one transaction: all of it or nothing."""
        with told(self._path):
            self._base.execute("BEGIN IMMEDIATE")
        try:
            work()
        except BaseException:
            with told(self._path):
                self._base.execute("ROLLBACK")
            raise
        with told(self._path):
            self._base.execute("COMMIT")

    def entry(self, name: str) -> Entry | None:
        """What is known of a document; ``None`` when it is new."""
        found = self._all(f"{_SELECT} WHERE name = ?", (_cell(name),))
        return _entry(found[0]) if found else None

    def saw(self, name: str) -> None:
        """Note that this walk met a document."""
        self._run("INSERT OR IGNORE INTO seen VALUES (?)", (_cell(name),))

    def saw_nothing(self) -> None:
        """Begin a walk."""
        self._run("DELETE FROM seen")

    def add(self, name: str, stamp: Stamp) -> Entry:
        """Make an entry for a document that is new, with a folder of its own.

        Documents that are gone hold no folder; one whose folder this needs is forgotten. Call it when the walk is over.
        """
        key = self._place_key_of_gone(place_of(name, lambda _: False))
        if key is not None:
            self._run("DELETE FROM documents WHERE place_key = ?", (key,))
        entry = Entry(name, place_of(name, self._is_taken), stamp=stamp)
        self.write(entry)
        return entry

    def write(self, entry: Entry) -> None:
        """Write what is known of a document, over what was known."""
        self._run(_REPLACE, _row(entry))

    def forget(self, name: str) -> None:
        """Drop a document."""
        self._run("DELETE FROM documents WHERE name = ?", (_cell(name),))

    def pending(self) -> Iterator[Entry]:
        """Give what is to be done, in order of name. Entries may be written meanwhile."""
        yield from self._paged(f"{_SELECT} WHERE pending AND NOT gone AND name > ? ORDER BY name LIMIT {_PAGE}")

    def entries(self) -> Iterator[Entry]:
        """Give all that is known, in order of name; names that are no UTF-8 come last."""
        yield from self._paged(f"{_SELECT} WHERE name > ? ORDER BY name LIMIT {_PAGE}")

    def of_bytes(self, sha256: str) -> Iterator[Entry]:
        """Give the documents with these bytes, in order of name."""
        for row in self._all(f"{_SELECT} WHERE sha256 = ? ORDER BY name", (sha256,)):
            yield _entry(row)

    def mark_gone(self, unseen: Callable[[str], bool]) -> int:
        """Mark documents as gone that this walk did not meet, and others as there again.

        Args:
            unseen: Whether the walk could not look at the place of a document; that says nothing about it.

        Returns:
            How many are gone since the walk before.
        """
        self._run("UPDATE documents SET gone = 0 WHERE gone AND name IN (SELECT name FROM seen)")
        missing = self._all("SELECT name FROM documents WHERE NOT gone AND name NOT IN (SELECT name FROM seen)")
        gone = [cell for (cell,) in missing if not unseen(_text(cell))]
        for cell in gone:
            self._run("UPDATE documents SET gone = 1 WHERE name = ?", (cell,))
        return len(gone)

    def count_pending(self) -> int:
        """How many are to be done."""
        return int(self._all("SELECT count(*) FROM documents WHERE pending AND NOT gone")[0][0])

    def outcomes(self) -> dict[str, int]:
        """How many documents in the inbox ended how, over all runs; ``gone`` counts those that are not there."""
        sql = "SELECT outcome, count(*) FROM documents WHERE NOT gone AND outcome <> '' GROUP BY 1 ORDER BY 1"
        of = dict(self._all(sql))
        gone = self._all("SELECT count(*) FROM documents WHERE gone")[0][0]
        return of | ({"gone": gone} if gone else {})

    def begin_run(self, started: float, host: str, version: str) -> int:
        """Write that a run begins, and give its number."""
        sql = "INSERT INTO runs (started, host, version) VALUES (?, ?, ?) RETURNING run"
        return int(self._all(sql, (started, host, version))[0][0])

    def end_run(
        self, run: int, seconds: float, *, ended: str, figures: Mapping[str, Any], troubles: Iterable[str]
    ) -> None:
        """Write what a run came to."""
        sql = "UPDATE runs SET seconds = ?, ended = ?, figures = ?, troubles = ? WHERE run = ?"
        self._run(sql, (seconds, ended, json.dumps(figures), json.dumps(list(troubles)), run))

    def runs(self, last: int = 400) -> list[Run]:
        """The latest runs, the oldest of them first."""
        columns = "run, started, seconds, host, version, ended, figures, troubles"
        rows = self._all(f"SELECT {columns} FROM runs ORDER BY run DESC LIMIT ?", (last,))  # noqa: S608 (names of ours)
        return [
            Run(number, started, seconds, host, version, ended, json.loads(figures), tuple(json.loads(troubles)))
            for number, started, seconds, host, version, ended, figures, troubles in reversed(rows)
        ]

    def _place_key_of_gone(self, place: str) -> _Cell | None:
        found = self._all("SELECT place_key FROM documents WHERE place_key = ? AND gone", (_cell(folded(place)),))
        return found[0][0] if found else None

    def _is_taken(self, key: str) -> bool:
        return bool(self._all("SELECT 1 FROM documents WHERE place_key = ?", (_cell(key),)))

    def _paged(self, sql: str) -> Iterator[Entry]:
        last: _Cell = ""
        while rows := self._all(sql, (last,)):
            for row in rows:
                yield _entry(row)
            last = rows[-1][0]

    def _all(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with told(self._path):
            return self._base.execute(sql, values).fetchall()

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        with told(self._path):
            self._base.execute(sql, values)


def _cell(name: str) -> _Cell:
    """A name as the database takes it: text where it is text."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name)
    return name


def _text(cell: _Cell) -> str:
    return os.fsdecode(cell) if isinstance(cell, bytes) else cell


def _row(entry: Entry) -> tuple[Any, ...]:
    stamp, basis = entry.stamp, entry.basis
    return (
        _cell(entry.name), _cell(entry.place), _cell(folded(entry.place)), int(entry.pending), int(entry.gone),
        stamp.size, stamp.mtime_ns, stamp.ctime_ns, basis.sha256, basis.version, basis.settings, basis.decided,
        entry.budget, str(entry.outcome or ""), _said(entry.fact), _said(entry.next_step), entry.cause,
        entry.attempts, entry.next_attempt, entry.seconds, entry.pages, json.dumps(dict(entry.counts or {})),
        json.dumps(entry.files), _cell(entry.filed), entry.run,
    )  # fmt: skip


def _said(text: str) -> str:
    """A text that may hold a name that is no UTF-8, without losing it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _entry(row: tuple[Any, ...]) -> Entry:
    at = dict(zip(_COLUMNS, row, strict=True))
    return Entry(
        _text(at["name"]), _text(at["place"]), bool(at["pending"]), bool(at["gone"]),
        Stamp(at["size"], at["mtime_ns"], at["ctime_ns"]),
        Basis(at["sha256"], at["version"], at["settings"], at["decided"]), at["budget"],
        Outcome(at["outcome"]) if at["outcome"] else None, at["fact"], at["next_step"], at["cause"], at["attempts"],
        at["next_attempt"], at["seconds"], at["pages"], json.loads(at["counts"]), tuple(json.loads(at["files"])),
        _text(at["filed"]), at["run"],
    )  # fmt: skip
