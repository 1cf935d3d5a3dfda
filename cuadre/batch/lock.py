"""One run at a time in an OUTDIR, over all machines that see it; a lock whose owner is dead is taken over.

The lock is a file that only one can make. Its owner writes to it every few seconds. Who finds one there asks: on the
same machine, whether that process still lives; on another, how long ago it wrote, by the clock of the file system,
since clocks of two machines differ. Locks of the operating system are not used: on network drives they are often
missing, and some say yes to everybody.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from cuadre.batch.errors import LockHeld, NightStopped
from cuadre.batch.places import LOCK

BEAT = 10.0
"""Seconds between two signs of life."""
DEAD_AFTER = 12
"""Beats without a sign of life that make an owner on another machine dead; drives may show a change a minute late."""

_SAME_START = 2.0
_TRIES = 20
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds the lock.

    Attributes:
        host: Name of the machine.
        space: Which numbering of processes ``pid`` is in; containers have their own.
        pid: The process.
        started: When it started, as a Unix time: a number is given to another process some day.
        token: Of this one lock.
    """

    host: str
    space: str
    pid: int
    started: float
    token: str

    @classmethod
    def here(cls) -> Owner:
        """This process, with a new token."""
        try:
            space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 (it leads to no path)
        except OSError:
            space = ""
        return cls(socket.gethostname(), space, os.getpid(), psutil.Process().create_time(), secrets.token_hex(8))

    def is_dead(self, seen_from: Owner, silent_for: float, beat: float) -> bool:
        """Whether nobody holds this lock any more.

        Args:
            seen_from: Who asks.
            silent_for: Seconds since it was written to.
            beat: Seconds between two signs of life.
        """
        if (self.host, self.space) != (seen_from.host, seen_from.space):
            return silent_for > DEAD_AFTER * beat
        try:
            return bool(abs(psutil.Process(self.pid).create_time() - self.started) > _SAME_START)
        except psutil.NoSuchProcess:
            return True
        except psutil.Error:
            return False


class Lock:
    """A lock that is held, until :meth:`release`.

    Attributes:
        owner: This process.
    """

    def __init__(self, path: Path, owner: Owner, stream: int, beat: float) -> None:
        self.owner = owner
        self._path, self._stream, self._beat = path, stream, beat
        self._ended, self._lost = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._live, name="cuadre-lock", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """See that it is still ours.

        Raises:
            NightStopped: This process was silent so long that another run took it for dead.
        """
        if self._lost.is_set():
            raise NightStopped(
                str(self._path), "another run took over, as nothing was heard of this one for too long",
                "Nothing is lost; the other run goes on.",
            )  # fmt: skip

    def release(self) -> None:
        """Let others in."""
        self._ended.set()
        self._thread.join()
        os.close(self._stream)
        if _token(self._path) == self.owner.token:
            with suppress(OSError):
                self._path.unlink()

    def _live(self) -> None:
        while not self._ended.wait(self._beat):
            # Through the open file: were it ours no more, the new owner's would not be written to.
            with suppress(OSError):
                os.lseek(self._stream, 0, os.SEEK_SET)
                os.write(self._stream, _written(self.owner))
            token = _token(self._path)
            if token is not None and token != self.owner.token:
                self._lost.set()
                return


@contextmanager
def locked(outdir: Path, beat: float = BEAT) -> Iterator[Lock]:
    """Hold the lock of a folder.

    Args:
        outdir: Made if it is not there.
        beat: Seconds between two signs of life; all runs in one folder must use the same.

    Raises:
        LockHeld: Another run works there; the error says which.
        NightStopped: The folder cannot be written to.
    """
    try:
        outdir.mkdir(parents=True, exist_ok=True)
        lock = _take(outdir / LOCK, Owner.here(), beat)
    except OSError as error:
        raise NightStopped(
            str(outdir), f"cannot be written ({error.strerror or error})",
            "Check the free space and the permissions, or name another folder.",
        ) from error  # fmt: skip
    try:
        yield lock
    finally:
        lock.release()


def _take(path: Path, owner: Owner, beat: float) -> Lock:
    for _ in range(_TRIES):
        try:
            return Lock(path, owner, _make(path, owner), beat)
        except FileExistsError:
            holder = _holder(path)
        if holder is None:
            # Gone again, or not written yet. One that stays empty was left by a machine that lost its power.
            if _silent_for(path) > DEAD_AFTER * beat:
                _supplant(path, "", owner, beat)
            time.sleep(_PAUSE)
        elif not holder.is_dead(owner, _silent_for(path), beat):
            raise _held(path, holder)
        else:
            _supplant(path, holder.token, owner, beat)
    raise LockHeld(str(path), "cannot be taken: others take it all the time", "Try again in a minute.")


def _make(path: Path, owner: Owner) -> int:
    stream = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.write(stream, _written(owner))
        os.fsync(stream)
    except OSError:
        os.close(stream)
        path.unlink(missing_ok=True)
        raise
    return stream


def _supplant(path: Path, token: str, owner: Owner, beat: float) -> None:
    """Take a dead lock away, if nobody else did in the meantime.

    Only one can make the claim to a token, and the lock with that token is removed by who has the claim only. So a
    slow one cannot remove the lock that a quick one just made.
    """
    claim = path.with_name(f"{path.name}.{token or 'empty'}")
    try:
        os.close(_make(claim, owner))
    except FileExistsError:
        if _silent_for(claim) > DEAD_AFTER * beat:
            claim.unlink(missing_ok=True)
        time.sleep(_PAUSE)
        return
    try:
        if (_token(path) or "") == token:
            path.unlink(missing_ok=True)
    finally:
        claim.unlink(missing_ok=True)


def _silent_for(path: Path) -> float:
    """Seconds since a file was written to, by the clock of its file system; 0 when it is not there."""
    probe = path.with_name(f"{path.name}.clock-{secrets.token_hex(4)}")
    try:
        written = path.stat().st_mtime
        probe.write_bytes(b"?")
        return probe.stat().st_mtime - written
    except FileNotFoundError:
        return 0.0
    finally:
        probe.unlink(missing_ok=True)


def _holder(path: Path) -> Owner | None:
    try:
        told = json.loads(path.read_bytes())
        return Owner(str(told["host"]), str(told["space"]), int(told["pid"]), float(told["started"]), told["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _token(path: Path) -> str | None:
    holder = _holder(path)
    return holder.token if holder else None


def _written(owner: Owner) -> bytes:
    return json.dumps(asdict(owner)).encode("ascii") + b"\n"


def _held(path: Path, holder: Owner) -> LockHeld:
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(holder.started))
    return LockHeld(
        str(path.parent), f"another run works there: process {holder.pid} on {holder.host}, since {since}",
        "Wait for its end, or name another OUTDIR. The lock of a run that died is taken over by itself.",
    )  # fmt: skip
