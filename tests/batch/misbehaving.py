"""Work that crashes, hangs or grows, by the name of its task: a stand-in for documents that make a worker do so."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from cuadre.batch.model import Done, Outcome, Task


def do(task: Task, scratch: Path) -> Done:
    if task.name == "crash":
        os.abort()
    if task.name == "exit":
        os._exit(7)
    if task.name == "orphan":
        subprocess.Popen(["sleep", f"600.{os.getppid()}"])
        os.abort()
    if task.name == "deaf":
        os.closerange(3, 256)
        time.sleep(600)
    if task.name == "hang":
        time.sleep(600)
    if task.name == "grow":
        held = [bytearray(b"x" * (8 << 20))]
        while True:
            held.append(bytearray(b"x" * (8 << 20)))
            # Slowly enough that the watch sees it before the limit on addresses, a backstop, ends it.
            time.sleep(0.04)
    if task.name.startswith("slow"):
        time.sleep(0.7)
    (scratch / "left").write_text("behind")
    return Done(task.name, task.sha256, Outcome.CONVERTED, fact=str(os.getpid()), next_step=str(scratch))


def die_idle(task: Task, scratch: Path) -> Done:
    done = do(task, scratch)
    if os.fork() == 0:
        time.sleep(0.1)
        os.kill(os.getppid(), 9)
        os._exit(0)
    return done
