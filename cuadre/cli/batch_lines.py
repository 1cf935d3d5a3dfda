"""The night for machines: one JSON object a line, in ``OUTDIR/cuadre-log.jsonl`` and on standard output."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cuadre.batch.errors import NightStopped
from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.model import Done
from cuadre.batch.places import LOG

Write = Callable[[str], None]


class JsonLines:
    """A listener that writes a line when the run starts, one a document, and one when it is over.

    Args:
        write: Takes each line, without its line break; ``None`` for the log in OUTDIR.
    """

    def __init__(self, write: Write | None = None) -> None:
        self._given, self._write = write, write or (lambda _: None)

    def started(self, plan: Plan) -> None:
        """Say what is going to be done."""
        if self._given is None:
            self._write = _appending(plan)
        self._say("started", {
            "run": plan.run, "inbox": str(plan.inbox), "outdir": str(plan.outdir), "found": plan.found,
            "unchanged": plan.unchanged, "to_do": plan.to_do, "settling": plan.settling, "gone": plan.gone,
            "troubles": dict(plan.troubles), "rebuilt": plan.rebuilt,
            "journal_aside": str(plan.journal_aside) if plan.journal_aside else None,
        })  # fmt: skip

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """Say what became of a document."""
        self._say("document", {
            "run": entry.run, "file": done.name, "sha256": done.sha256, "outcome": str(done.outcome),
            "package": entry.place if entry.files else None, "seconds": round(done.seconds, 3), "pages": done.pages,
            "counts": dict(done.counts), "cause": done.cause, "fact": done.fact, "next_step": done.next_step,
            "newly_failed": is_news,
        })  # fmt: skip

    def finished(self, night: Night, journal: Journal) -> None:
        """Say what it came to, and how all documents stand."""
        self._say("finished", {
            "run": night.plan.run, "ended": night.ended, "seconds": round(night.seconds, 3), **night.figures(),
            "conflicts": dict(night.conflicts), "all": journal.outcomes(),
        })  # fmt: skip

    def _say(self, event: str, facts: Mapping[str, Any]) -> None:
        now = datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds")
        # A name that is no UTF-8 has lone surrogates in it; with a backslash they are JSON's own way to say them.
        line = json.dumps({"time": now, "event": event, **facts}, ensure_ascii=False)
        self._write(line.encode("utf-8", "backslashreplace").decode("utf-8"))


def _appending(plan: Plan) -> Write:
    path = plan.outdir / LOG

    def write(line: str) -> None:
        try:
            with path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(f"{line}\n")
        except OSError as error:
            raise NightStopped(
                str(path), f"cannot be written ({error.strerror or error})",
                "Check the free space and the permissions. What was done is kept.",
            ) from error  # fmt: skip

    return write
