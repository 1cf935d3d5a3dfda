from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from cuadre.batch.errors import LockHeld, NightStopped
from cuadre.batch.lock import DEAD_AFTER, Owner, locked
from cuadre.batch.places import LOCK

BEAT = 0.02


def leave(outdir: Path, owner: Owner, age: float = 0) -> None:
    outdir.mkdir(exist_ok=True)
    path = outdir / LOCK
    path.write_text(json.dumps(asdict(owner)))
    os.utime(path, (time.time() - age,) * 2)


def test_one_holds_it_and_the_other_is_told_who(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(LockHeld, match=f"process {os.getpid()} on "), locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ours"), locked(tmp_path):
        raise ValueError("ours")
    with locked(tmp_path):
        pass


def test_the_lock_of_a_process_that_died_is_taken_over(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from cuadre.batch.lock import locked; import os\n"
        f"with locked(Path({str(tmp_path)!r})): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path) as lock:
        assert lock.owner.pid == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_another_process_has_now_does_not_keep_it(tmp_path: Path) -> None:
    leave(tmp_path, replace(Owner.here(), started=1.0))
    with locked(tmp_path):
        pass


@pytest.mark.parametrize(("age", "is_free"), [(0.0, False), (3600.0, True)])
def test_of_another_machine_its_signs_of_life_tell(tmp_path: Path, age: float, is_free: bool) -> None:
    leave(tmp_path, replace(Owner.here(), host="elsewhere", pid=1), age)
    if is_free:
        with locked(tmp_path):
            pass
    else:
        with pytest.raises(LockHeld, match="elsewhere"), locked(tmp_path):
            pass


def test_an_empty_lock_is_taken_when_it_is_old(tmp_path: Path) -> None:
    (tmp_path / LOCK).touch()
    os.utime(tmp_path / LOCK, (1, 1))
    with locked(tmp_path):
        pass


def test_signs_of_life_are_given(tmp_path: Path) -> None:
    with locked(tmp_path, BEAT):
        os.utime(tmp_path / LOCK, (1, 1))
        time.sleep(10 * BEAT)
        assert (tmp_path / LOCK).stat().st_mtime > 1


def test_who_lost_it_is_told_and_leaves_the_new_owners_alone(tmp_path: Path) -> None:
    with locked(tmp_path, BEAT) as lock:
        lock.check()
        (tmp_path / LOCK).unlink()
        leave(tmp_path, replace(Owner.here(), host="elsewhere"))
        time.sleep(10 * BEAT)
        with pytest.raises(NightStopped, match="took over"):
            lock.check()
    assert json.loads((tmp_path / LOCK).read_text())["host"] == "elsewhere"


def test_of_many_who_find_a_dead_lock_one_gets_it(tmp_path: Path) -> None:
    for _ in range(5):
        leave(tmp_path, replace(Owner.here(), host="elsewhere"), age=2 * DEAD_AFTER * BEAT + 5)
        holding, most, got = 0, 0, []
        guard, start = threading.Lock(), threading.Barrier(6)

        def one() -> None:
            nonlocal holding, most
            start.wait()  # noqa: B023 (all are joined in this turn)
            try:
                with locked(tmp_path, 0.2):
                    with guard:  # noqa: B023
                        holding += 1
                        most = max(most, holding)
                    time.sleep(0.05)
                    with guard:  # noqa: B023
                        holding -= 1
                    got.append(1)  # noqa: B023
            except LockHeld:
                pass

        threads = [threading.Thread(target=one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert most == 1
        assert got
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NightStopped, match="cannot be written"), locked(tmp_path / "file/out"):
        pass
