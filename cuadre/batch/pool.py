"""Documents side by side on this machine, each in a process that may crash, hang or grow without harm to the others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing.connection import wait

from cuadre.batch.keeper import WORK, Keeper, sweep
from cuadre.batch.model import DEFAULT_BUDGET, Done, Task

_GLANCE = 0.2
"""Seconds between two looks at what the processes hold."""


class LocalPool:
    """A scheduler on the cores of this machine.

    Each worker is a process of its own that is kept from document to document, so that recognisers are loaded once.
    With more than one worker the main module must be one that can be imported.

    Args:
        workers: How many documents are done at once.
        memory: Bytes that a worker may hold; the budget of a task may ask for less.
        recycle_after: Documents after which a worker is replaced by a fresh one.
        work: Module and name of the function that does a task.
    """

    def __init__(
        self, workers: int, *, memory: int = DEFAULT_BUDGET.memory, recycle_after: int = 50, work: str = WORK
    ) -> None:
        sweep()
        self._idle = [Keeper(memory, recycle_after, work) for _ in range(workers)]
        self._busy: list[Keeper] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do each task once and give what became of it as soon as it is known; see ``Scheduler``."""
        waiting = iter(tasks)
        try:
            self._begin(waiting)
            while self._busy:
                self._wait()
                for keeper in tuple(self._busy):
                    done = keeper.look(time.monotonic())
                    if done is not None:
                        self._busy.remove(keeper)
                        self._idle.append(keeper)
                        yield done
                        self._begin(waiting)
        finally:
            for keeper in self._busy:
                keeper.end()
            self._idle += self._busy
            self._busy = []

    def close(self) -> None:
        """End all workers and remove their scratch folders."""
        for keeper in (*self._idle, *self._busy):
            keeper.end()

    def _begin(self, waiting: Iterator[Task]) -> None:
        """Give work to those who have none, as long as there is any."""
        for task in islice(waiting, len(self._idle)):
            keeper = self._idle.pop()
            keeper.begin(task)
            self._busy.append(keeper)

    def _wait(self) -> None:
        wait([thing for keeper in self._busy for thing in keeper.signals], timeout=_GLANCE)
