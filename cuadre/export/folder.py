"""Putting files into a folder so that nobody ever meets half of them.

What is promised, for a package (:func:`replace_files`):

* The new files are written whole and flushed to disk in a staging folder *inside* the target before
  anything that is there is touched. The target folder itself stays, with its permissions and whatever
  else is in it, and so it may be a mount point, a link or somebody's current directory.
* Then the old files are moved out, the last named (the descriptor) first, and the new ones are moved in,
  the last named last. The folder never holds files of two packages at once, and never holds the
  descriptor without all the files that it describes.
* An error or an interrupt on the way moves the old files back. A run that is killed outright between the
  first and the last move (a few milliseconds) leaves a folder without a descriptor, which is no package;
  the next run first moves the old files back and then goes on as usual.
* Two runs into one folder wait for each other where the system can lock a folder (POSIX).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cuadre.evidence import PackageError

try:
    import fcntl
except ImportError:  # pragma: no cover  (not POSIX)
    fcntl = None  # type: ignore[assignment]

STAGING = ".cuadre-new"
"""Folder inside the target in which the new files wait, and the old ones in its ``old``."""


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all or none; other files there stay.

    Args:
        folder: Made if it is not there, with its parents.
        files: Content by file name; the last one is the descriptor.

    Raises:
        PackageError: The folder cannot be written; what was there is there again.
    """
    made = _make(folder, files)
    staging, names = folder / STAGING, tuple(files)
    try:
        with _locked(folder):
            _restore(folder, staging, names)
            _clear(staging)
            try:
                _stage(staging, files)
                _swap(folder, staging, names)
            finally:
                _restore(folder, staging, names)
                _clear(staging)
    except OSError as error:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise _refusal(folder, error) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all.

    Raises:
        PackageError: It cannot be written; what was there is still there.
    """
    waiting = path.with_name(f".{path.name}.cuadre-new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(waiting, content)
        waiting.replace(path)
    except OSError as error:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise _refusal(path, error) from error


def _make(folder: Path, names: Mapping[str, bytes]) -> bool:
    """Make the folder if need be, and say whether it was."""
    if folder.exists() and not folder.is_dir():
        raise PackageError(str(folder), "is a file, not a folder", "Name a folder for the data package.")
    for name in names:
        if (folder / name).is_dir():
            raise PackageError(
                str(folder / name), "is a folder where a file of the data package goes",
                "Move it away, or name another folder for the data package.",
            )  # fmt: skip
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(folder, error) from error
    return made


def _stage(staging: Path, files: Mapping[str, bytes]) -> None:
    staging.mkdir()
    for name, content in files.items():
        _write(staging / name, content)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(folder: Path, staging: Path, names: tuple[str, ...]) -> None:
    # From here on the staging folder is complete; that ``old`` is there says so to whoever comes after us.
    (staging / "old").mkdir()
    for name in reversed(names):
        if (folder / name).exists():
            (folder / name).replace(staging / "old" / name)
    for name in names:
        (staging / name).replace(folder / name)
    _flush_folder(folder)


def _restore(folder: Path, staging: Path, names: tuple[str, ...]) -> None:
    """Undo a swap that stopped half way, ours or that of a run that died; it can itself be run again.

    The descriptor leaves first and arrives last: where it is, nothing was moved or all of it.
    """
    old = staging / "old"
    if not old.is_dir() or (folder / names[-1]).exists():
        return
    for name in names:
        if not (staging / name).exists():
            (folder / name).replace(staging / name)
    for name in names:
        if (old / name).exists():
            (old / name).replace(folder / name)


def _clear(staging: Path) -> None:
    # What cannot be removed now is removed by the next run.
    shutil.rmtree(staging, ignore_errors=True)


def _flush_folder(folder: Path) -> None:
    # Some systems cannot open a folder, or not flush one; the files themselves are flushed.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system drops it with the process, so a dead run locks nobody out."""
    if fcntl is None:
        yield  # type: ignore[unreachable]
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Network shares may know no locks.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _refusal(path: Path, error: OSError) -> PackageError:
    return PackageError(
        str(path), f"cannot be written ({error.strerror or error})",
        "Check the free space and the permissions, or name another folder. What was there before is kept.",
    )  # fmt: skip
