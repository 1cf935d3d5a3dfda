"""What a process gives up before it opens a document of unknown origin, as far as the system lets it.

On Linux: no new files outside its scratch folder (Landlock, kernel 5.13 or newer), no network (seccomp, x86-64 and
aarch64), no core dumps, files and memory bounded. Elsewhere: what ``resource`` offers. ``enforced`` says what holds.
A process cannot take any of it back.

Sources: the kernel's ``Documentation/userspace-api/landlock.rst`` and ``seccomp_filter.rst``.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_IS_LINUX = sys.platform == "linux"
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Of each machine that is known: its number for seccomp, and that of the system call ``socket``."""
_URING_CALL = 425
"""``io_uring_setup`` on all of them: a ring opens sockets without the call of that name."""
_FIRST_X32_CALL = 0x40000000
"""From here on the calls of x86-64 stand once more, for programs with short pointers."""

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _PARENT_DEATH = 38, 22, 1
_FILTER = 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WANTS_VERSION, _PATH_BENEATH = 1, 1
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_WRITING = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
"""Writing to files, removing, and making files, folders, links, devices and sockets."""
_BIND_AND_CONNECT = 0b11
_OUTSIDE = 0b11
"""Sockets by name and signals, to processes that are not fenced in with this one."""
_ALWAYS_WRITABLE = ("/dev/null",)

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NOT_PERMITTED = 1
_KILL_SIGNAL = 9

_OPEN_FILES = 512
_BIGGEST_FILE = 4 << 30


def enter(scratch: Path, memory: int) -> tuple[str, ...]:
    """Give up what a document's process does not need.

    Args:
        scratch: The one folder it may write to.
        memory: Bytes of address space, as a backstop to the watch over what it really holds.

    Returns:
        What is enforced now: of ``memory, files, core, scratch-only, no-network, dies-with-parent``.
    """
    return tuple(name for name, step in _steps(scratch, memory) if _is_done(step))


def enforced() -> tuple[str, ...]:
    """What ``enter`` would enforce on this machine, found out without giving up anything."""
    names = ["memory", "files", "core"] if sys.platform != "win32" else []
    if _IS_LINUX:
        names.append("dies-with-parent")
        if _landlock_version() > 0:
            names.append("scratch-only")
        if platform.machine() in _MACHINES:
            names.append("no-network")
    return tuple(names)


def _steps(scratch: Path, memory: int) -> Iterator[tuple[str, Callable[[], None]]]:
    if sys.platform != "win32":
        yield "memory", lambda: _limit("RLIMIT_AS", memory)
        yield "files", _limit_files
        yield "core", lambda: _limit("RLIMIT_CORE", 0)
    if _IS_LINUX:
        yield "dies-with-parent", lambda: _control(_PARENT_DEATH, _KILL_SIGNAL)
        yield "scratch-only", lambda: _write_only_below(scratch)
        yield "no-network", _without_network


def _is_done(step: Callable[[], None]) -> bool:
    """Take a step; a system that does not know it, or does not let us, is no reason to stop."""
    with suppress(OSError, ValueError, AttributeError, KeyError):
        step()
        return True
    return False


def _limit(name: str, most: int) -> None:
    import resource  # noqa: PLC0415 (not on every system)

    which = getattr(resource, name)
    hard = resource.getrlimit(which)[1]
    kept = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (kept, kept))


def _limit_files() -> None:
    _limit("RLIMIT_NOFILE", _OPEN_FILES)
    _limit("RLIMIT_FSIZE", _BIGGEST_FILE)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _control(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc().prctl(option, *padded))


def _landlock_version() -> int:
    return int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_WANTS_VERSION)))


def _write_only_below(scratch: Path) -> None:
    """Let this process and its children write below one folder only.

    Raises:
        OSError: The kernel has no Landlock, or does not let us.
    """
    version = _checked(_landlock_version())
    handled = _WRITING | (_TRUNCATE if version >= 3 else 0)  # noqa: PLR2004 (the version that knows truncation)
    # Versions 4 and 6 added TCP, and what reaches other processes.
    known = 8 if version < 4 else 16 if version < 6 else 24  # noqa: PLR2004 (these two)
    attributes = struct.pack("QQQ", handled, _BIND_AND_CONNECT, _OUTSIDE)[:known]
    ruleset = _checked(_libc().syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)))
    try:
        _allow(ruleset, str(scratch), handled)
        for path in _ALWAYS_WRITABLE:
            _allow(ruleset, path, handled & (_WRITE_FILE | _TRUNCATE))
        _control(_NO_NEW_PRIVILEGES, 1)
        _checked(_libc().syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0)))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, descriptor)
        _checked(_libc().syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0)))
    finally:
        os.close(descriptor)


def _without_network() -> None:
    """Refuse new sockets; the pipe to the parent is open already.

    Raises:
        KeyError: The machine's system calls are not known here.
        OSError: The kernel does not let us.
    """
    machine, socket_call = _MACHINES[platform.machine()]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    refused = _REFUSE | _NOT_PERMITTED
    steps = (
        (load, 0, 0, 4), (equal, 0, 4, machine),
        (load, 0, 0, 0), (equal, 2, 0, socket_call), (equal, 1, 0, _URING_CALL), (at_least, 0, 1, _FIRST_X32_CALL),
        (answer, 0, 0, refused), (answer, 0, 0, _ALLOW),
    )  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    _control(_NO_NEW_PRIVILEGES, 1)
    _checked(_libc().prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), program, 0, 0))
