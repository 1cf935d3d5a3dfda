"""What a worker gives up is tried in a process that gave it up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cuadre.batch import sandbox

TRIES = """
import ctypes, json, os, socket, sys
from pathlib import Path
from cuadre.batch import sandbox
scratch, outside = Path(sys.argv[1]), Path(sys.argv[2])
held = sandbox.enter(scratch, 1 << 30)
def fails(step):
    try:
        step()
    except (OSError, MemoryError):
        return True
    return False
print(json.dumps({
    "held": held,
    "write inside": fails(lambda: (scratch / "a").write_text("x")),
    "read outside": fails(lambda: (outside / "original").read_text()),
    "write outside": fails(lambda: (outside / "b").write_text("x")),
    "change outside": fails(lambda: (outside / "original").write_text("x")),
    "remove outside": fails(lambda: (outside / "original").unlink()),
    "folder outside": fails(lambda: (outside / "c").mkdir()),
    "internet": fails(socket.socket),
    "sockets by name": fails(lambda: socket.socket(socket.AF_UNIX)),
    "ring": ctypes.CDLL(None, use_errno=True).syscall(425, 1, None) < 0 and ctypes.get_errno() == 1,
    "signal": fails(lambda: os.kill(os.getppid(), 0)),
    "memory": fails(lambda: bytearray(2 << 30)),
}))
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    scratch, outside = tmp_path_factory.mktemp("scratch"), tmp_path_factory.mktemp("outside")
    (outside / "original").write_text("signed")
    asked = [sys.executable, "-c", TRIES, str(scratch), str(outside)]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=Path(sandbox.__file__).parents[2])
    assert (outside / "original").read_text() == "signed" or "scratch-only" not in sandbox.enforced()
    return dict(json.loads(shown.stdout))


def test_what_is_said_to_be_enforced_is_entered(tried: dict[str, list[str]]) -> None:
    assert tuple(tried["held"]) == sandbox.enforced()


def test_work_goes_on(tried: dict[str, bool]) -> None:
    assert not tried["write inside"]
    assert not tried["read outside"]


@pytest.mark.parametrize(
    ("right", "what"),
    [
        ("scratch-only", "write outside"), ("scratch-only", "change outside"), ("scratch-only", "remove outside"),
        ("scratch-only", "folder outside"), ("no-network", "internet"), ("no-network", "sockets by name"),
        ("no-network", "ring"), ("memory", "memory"),
    ],
)  # fmt: skip
def test_what_was_given_up_fails(tried: dict[str, bool], right: str, what: str) -> None:
    if right not in sandbox.enforced():
        pytest.skip(f"this system does not enforce {right}")
    assert tried[what]


@pytest.mark.skipif(
    sys.platform != "linux" or sandbox._landlock_version() < 6, reason="this kernel fences no signals"
)
def test_other_processes_are_out_of_reach(tried: dict[str, bool]) -> None:
    assert tried["signal"]


def test_a_system_that_knows_none_of_it_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_steps", lambda *_: iter([("scratch-only", Path("/nowhere/x").read_text)]))
    assert sandbox.enter(Path(), 1) == ()
