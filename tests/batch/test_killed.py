"""``kill -9`` in the middle of a night; the long version with real documents is ``benchmarks/kills.py``."""

from __future__ import annotations

import runpy
import subprocess
import sys
import time
from pathlib import Path

DYING = Path(__file__).with_name("dying.py")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*") if path.is_file() and not path.name.startswith("cuadre")
    }  # fmt: skip


def packages(outdir: Path) -> int:
    return len(list(outdir.glob("*/datapackage.json")))


def test_a_night_that_is_killed_twice_comes_to_the_same_end(tmp_path: Path) -> None:
    inbox, outdir, undisturbed = (tmp_path / name for name in ("in", "out", "undisturbed"))
    inbox.mkdir()
    for number in range(120):
        (inbox / f"{number:03}.pdf").write_bytes(b"%d" % number)
    for kill in (1, 2):
        process = subprocess.Popen([sys.executable, str(DYING), str(inbox), str(outdir)])
        deadline = time.monotonic() + 60
        while packages(outdir) < 10 * kill and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.kill()
        assert process.wait() < 0, "it had come to its end before it was killed"
    assert 20 <= packages(outdir) < 120
    night = runpy.run_path(str(DYING))["night"]
    night(inbox, outdir, 0)
    night(inbox, undisturbed, 0)
    assert tree(outdir) == tree(undisturbed)
    assert len(tree(outdir)) == 360
    assert not list(outdir.glob("cuadre.lock*"))
