"""Filing originals, only when asked: those of converted documents in an archive, the others in quarantine.

All names are planned before the first file is touched. Nothing is ever written over; a copy is compared with the bytes
that were read before an original that is to be moved is removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cuadre.batch.basis import Settings
from cuadre.batch.inbox import Stamp
from cuadre.batch.journal import Entry, Journal
from cuadre.batch.model import Outcome
from cuadre.batch.places import folded


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing came to.

    Attributes:
        count: Originals copied or moved.
        conflicts: Originals that stay where they are, and why, by name.
    """

    count: int = 0
    conflicts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """One original and where it is to go."""

    entry: Entry
    source: Path
    target: Path


def file_originals(inbox: Path, journal: Journal, settings: Settings) -> Filed:
    """File the originals that are done and not filed yet.

    Raises:
        NightStopped: The journal cannot be written.
    """
    if settings.archive is None and settings.quarantine is None:
        return Filed()
    conflicts: dict[str, str] = {}
    moves = _planned(inbox, journal, settings, conflicts)
    count = 0
    for move in moves:
        try:
            why = _file(move, move_it=settings.move)
        except OSError as error:
            why = f"{move.target}: {error.strerror or error}"
        if why:
            conflicts[move.entry.name] = why
            continue
        count += 1
        journal.write(replace(move.entry, filed=str(move.target)))
    return Filed(count, conflicts)


def _planned(inbox: Path, journal: Journal, settings: Settings, conflicts: dict[str, str]) -> list[Move]:
    """Where everything goes; what two want, or what is taken by other bytes, is a conflict."""
    taken: dict[str, str] = {}
    moves = []
    for move in _wanted(inbox, journal, settings):
        first = taken.setdefault(folded(str(move.target)), move.entry.name)
        if first != move.entry.name:
            conflicts[move.entry.name] = f"{move.target}: goes where {first} goes"
        elif os.path.lexists(move.target) and _digest(move.target) != move.entry.basis.sha256:
            conflicts[move.entry.name] = f"{move.target}: is there already, with other bytes"
        else:
            moves.append(move)
    return moves


def _wanted(inbox: Path, journal: Journal, settings: Settings) -> Iterator[Move]:
    for entry in journal.entries():
        if entry.gone or entry.pending or entry.outcome in {None, Outcome.UNAVAILABLE, Outcome.NO_TABLE}:
            continue
        folder = settings.archive if entry.outcome is Outcome.CONVERTED else settings.quarantine
        if folder is not None and entry.filed != str(folder / entry.name):
            yield Move(entry, inbox / entry.name, folder / entry.name)


def _file(move: Move, *, move_it: bool) -> str:
    """Copy or move one original; say why not, or ``""``."""
    if Stamp.of(move.source) != move.entry.stamp:
        return f"{move.source}: it changed since it was read"
    if not move.target.exists():
        move.target.parent.mkdir(parents=True, exist_ok=True)
        waiting = move.target.with_name(f".{hashlib.sha256(os.fsencode(move.entry.name)).hexdigest()[:16]}.cuadre-new")
        try:
            shutil.copy2(move.source, waiting)
            if _digest(waiting) != move.entry.basis.sha256:
                return f"{move.source}: it changed since it was read"
            _put(waiting, move.target)
        finally:
            waiting.unlink(missing_ok=True)
    if move_it and _digest(move.target) == move.entry.basis.sha256 and Stamp.of(move.source) == move.entry.stamp:
        move.source.unlink()
    return ""


def _put(waiting: Path, target: Path) -> None:
    """Give a file its name, never over another one.

    Raises:
        FileExistsError: Another file has it.
    """
    try:
        os.link(waiting, target)
    except FileExistsError:
        raise
    except OSError:
        # A drive without second names for files: between this look and the renaming nobody else is expected.
        if target.exists():
            raise FileExistsError(target) from None
        waiting.rename(target)


def _digest(path: Path) -> str:
    """Of a file's bytes; ``""`` when they cannot be read."""
    with suppress(OSError), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""
