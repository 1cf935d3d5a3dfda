"""What lies in the inbox: the documents below a folder, and which of them stand still.

A shared drive tells nobody when a copy is finished, so a file counts when nothing about it moved between two looks. A
file that nobody touched for longer than the two looks are apart counts at the first.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".pdf", ".txt", ".tsv")
"""Endings of what can be a document, in any case."""

_NOT_OURS = frozenset({
    "$recycle.bin", "@eadir", "#recycle", "#snapshot", "lost+found", "system volume information", "__macosx",
})  # fmt: skip
"""Folders that systems and network drives keep beside people's own, in lower case."""

Trouble = Callable[[str, str], None]
"""Takes the name under the inbox of what could not be looked at, and why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file stood when it was looked at; another stamp means that it may hold other bytes.

    Attributes:
        size: Bytes.
        mtime_ns: When its content changed, as it says; copying programs set it to what they like.
        ctime_ns: When anything about it changed, as the file system says (on Windows: when it was made).
    """

    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """Look at a file.

        Raises:
            OSError: It is not there, or may not be looked at.
        """
        return cls.from_stat(path.stat())

    @classmethod
    def from_stat(cls, result: os.stat_result) -> Stamp:
        """Take what matters out of what the system says."""
        return cls(result.st_size, result.st_mtime_ns, result.st_ctime_ns)

    def quiet_for(self, seconds: float, now: float) -> bool:
        """Whether nothing happened to the file in the last ``seconds`` before ``now``, a Unix time.

        A time in the future comes from another clock and says nothing.
        """
        return max(self.mtime_ns, self.ctime_ns) / 1e9 + seconds <= now


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the inbox that may be a document.

    Attributes:
        name: Path under the inbox, ``/`` between parts; bytes that are no UTF-8 are in it as lone surrogates.
        stamp: How it stood.
    """

    name: str
    stamp: Stamp


def walk(inbox: Path, trouble: Trouble) -> Iterator[Found]:
    """Give the documents below a folder, each folder's in order of name.

    Hidden files and folders and what office programs, systems and copying programs leave lying about are passed over.
    No link to a folder is followed; a link to a file only when the file lies in the inbox. Nothing is kept but the
    names in the folders above the present one.
    """
    root = os.path.realpath(inbox)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        below = []
        for entry in _entries(inbox, folder, trouble):
            name = f"{folder}{entry.name}"
            try:
                if _is_folder(entry):
                    if not _is_passed_over(entry.name):
                        below.append(f"{name}/")
                elif is_candidate(entry.name) and (result := _as_file(entry, root)) is not None:
                    yield Found(name, Stamp.from_stat(result))
            except OSError as error:
                trouble(name, error.strerror or str(error))
        waiting += reversed(below)


def is_candidate(file_name: str) -> bool:
    """Whether a file may be a document, by its name alone.

    >>> [is_candidate(name) for name in ("Informe.PDF", "~$informe.pdf", ".oculto.pdf", "informe.pdf.part")]
    [True, False, False, False]
    """
    return file_name.lower().endswith(SUFFIXES) and not _is_passed_over(file_name)


def settled(inbox: Path, found: list[Found], seconds: float, trouble: Trouble) -> Iterator[Found]:
    """Look a second time at files that were touched lately, and give those that stood still.

    Args:
        inbox: The folder that they are in.
        found: As the first look saw them.
        seconds: How long to wait before the second look.
        trouble: Told what cannot be looked at any more.
    """
    if found:
        time.sleep(seconds)
    for item in found:
        try:
            now = Stamp.of(inbox / item.name)
        except OSError as error:
            trouble(item.name, error.strerror or str(error))
            continue
        if now == item.stamp:
            yield item


def _entries(inbox: Path, folder: str, trouble: Trouble) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(inbox / folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        trouble(folder, error.strerror or str(error))
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # A junction is a link of Windows to a folder, which Python knows as such from 3.12 on.
    is_junction = getattr(entry, "is_junction", lambda: False)
    return entry.is_dir(follow_symlinks=False) and not is_junction()


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_OURS


def _as_file(entry: os.DirEntry[str], root: str) -> os.stat_result | None:
    """What the system says of a plain file; ``None`` for anything else and for links that lead out of the inbox."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if os.path.commonpath([root, target]) != root:
            return None
    # On Windows an entry's own figures have no ctime worth the name and may be old; asking again costs one call.
    result = Path(entry.path).stat() if entry.is_symlink() or os.name == "nt" else entry.stat(follow_symlinks=False)
    return result if stat.S_ISREG(result.st_mode) else None
