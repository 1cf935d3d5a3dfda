"""The folder under review: what it holds now, and one writer at a time."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cuadre.decisions import DECISIONS_FILE
from cuadre.export.schema import FILE_NAMES
from normalize.repair.catalogue import DECISIONS_FILE as UNIT_DECISIONS_FILE

try:
    import fcntl
except ImportError:  # pragma: no cover  (not POSIX)
    fcntl = None  # type: ignore[assignment]

WATCHED = (*FILE_NAMES, DECISIONS_FILE, UNIT_DECISIONS_FILE)
"""The files whose change makes a page that was shown before an old one."""
LOCK = ".cuadre-review.lock"
"""Empty; whoever saves a decision holds a lock of the system on it."""

_Sign = tuple[tuple[int, int, int] | None, ...]


@dataclass(slots=True)
class ReviewFolder:
    """A package and its decisions on disk.

    Attributes:
        path: The folder.
    """

    path: Path
    _seen: tuple[_Sign, str] | None = None
    _threads: threading.RLock = field(default_factory=threading.RLock)

    def stamp(self) -> str:
        """Digest of all files as they are now; they are read again only where the system says that they changed."""
        sign = tuple(_sign(self.path / name) for name in WATCHED)
        if self._seen is None or self._seen[0] != sign:
            self._seen = (sign, self._digest())
        return self._seen[1]

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name in WATCHED:
            content = b""
            with suppress(FileNotFoundError):
                content = (self.path / name).read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    @contextmanager
    def one_writer(self) -> Iterator[None]:
        """Hold the lock of the review, against threads and against other processes.

        The system drops it with the process, so one that died locks nobody out.

        Raises:
            OSError: The folder cannot be written to.
        """
        with self._threads:
            descriptor = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                if fcntl is not None:
                    # Network shares may know no locks.
                    with suppress(OSError):
                        fcntl.flock(descriptor, fcntl.LOCK_EX)
                # Another process may have saved within one tick of the clock that files are dated with.
                self._seen = None
                yield
            finally:
                os.close(descriptor)


def _sign(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
