"""The look before the work: what is in the inbox, and what of it is to be done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cuadre.batch.basis import Judge
from cuadre.batch.inbox import Found, settled, walk
from cuadre.batch.journal import Journal
from cuadre.batch.listener import TROUBLES_KEPT


@dataclass(slots=True)
class Survey:
    """What a look through the inbox came to.

    Attributes:
        found: Documents in it.
        unchanged: Those with nothing to do.
        settling: Those that still move.
        gone: Documents that went since the last look.
        troubles: What could not be looked at and why, by name; ``""`` is the inbox itself.
    """

    found: int = 0
    unchanged: int = 0
    settling: int = 0
    gone: int = 0
    troubles: dict[str, str] = field(default_factory=dict)

    def trouble(self, name: str, why: str) -> None:
        """Note what could not be looked at."""
        self.troubles[name] = why


def survey(inbox: Path, journal: Journal, judge: Judge) -> Survey:
    """Look through the inbox and mark in the journal what is to be done.

    Files that were touched lately are looked at twice. What is under a folder that cannot be looked at is neither
    done nor gone.

    Raises:
        NightStopped: The journal cannot be written.
    """
    looked, to_do, moving = Survey(), list[Found](), list[Found]()
    journal.saw_nothing()
    now = time.time()

    def look() -> None:
        for found in walk(inbox, looked.trouble):
            looked.found += 1
            journal.saw(found.name)
            where = _where_to(found, journal, judge, now)
            if where == "unchanged":
                looked.unchanged += 1
            else:
                (moving if where == "moving" else to_do).append(found)

    journal.together(look)
    quiet = list(settled(inbox, moving, judge.settings.settle, looked.trouble))
    looked.settling = len(moving) - len(quiet)
    to_do += quiet
    journal.together(lambda: _mark(journal, sorted(to_do, key=lambda found: found.name), looked))
    looked.troubles = dict(list(looked.troubles.items())[:TROUBLES_KEPT])
    return looked


def _where_to(found: Found, journal: Journal, judge: Judge, now: float) -> str:
    entry = journal.entry(found.name)
    if entry is None or entry.stamp != found.stamp:
        return "to do" if found.stamp.quiet_for(judge.settings.settle, now) else "moving"
    if entry.pending:
        return "to do"
    try:
        return "to do" if judge.is_stale(entry) else "unchanged"
    except OSError:
        # Of what persons decided nothing can be read: doing the document will say so.
        return "to do"


def _mark(journal: Journal, to_do: list[Found], looked: Survey) -> None:
    looked.gone = journal.mark_gone(_unseen(looked.troubles))
    for found in to_do:
        entry = journal.entry(found.name)
        if entry is None:
            journal.add(found.name, found.stamp)
        else:
            journal.write(replace(entry, pending=True, gone=False, stamp=found.stamp))


def _unseen(troubles: dict[str, str]) -> Callable[[str], bool]:
    """Whether a name is, or lies in, what the walk could not look at; folders end in ``/``, and ``""`` is the inbox."""
    folders = tuple(name for name in troubles if name.endswith("/") or not name)
    return lambda name: name in troubles or (bool(folders) and name.startswith(folders))
