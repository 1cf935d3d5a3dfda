"""A night without processes: an inbox, a scheduler that does the documents at once, and what it was asked to do."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cuadre.batch.basis import Settings
from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.lock import locked
from cuadre.batch.model import Done, Outcome, Task
from cuadre.batch.run import Batch
from cuadre.evidence import SourceFile

Tree = dict[str, bytes]


class AtOnce:
    """A scheduler that does each task when it is drawn; what a file says decides how it ends."""

    def __init__(self, before: Callable[[Task], object] = lambda _: None) -> None:
        self.tasks: list[Task] = []
        self._before = before

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            self.tasks.append(task)
            self._before(task)
            yield self._do(task)

    def close(self) -> None:
        pass

    def _do(self, task: Task) -> Done:
        if SourceFile.of(task.path).sha256 != task.sha256:
            return Done(task.name, task.sha256, Outcome.UNAVAILABLE, "its bytes are changing", "", "FileMissing")
        content = task.path.read_bytes()
        for outcome in Outcome:
            if content.startswith(outcome.encode()):
                return Done(task.name, task.sha256, outcome, "because", "do this", "DamagedFile")
        return Done(
            task.name, task.sha256, Outcome.CONVERTED, pages=2, files=package(task, content), counts={"look": 1}
        )


def package(task: Task, content: bytes) -> Tree:
    """A data package as small as it can be."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("document_id", "file_name", "sha256", "pages", "version"))
    writer.writerow((task.sha256[:16], task.name, task.sha256, 2, "0.1.0"))
    descriptor = json.dumps({"resources": [{"path": "documents.csv", "bytes": 0, "hash": ""}, {"path": "said.csv"}]})
    return {
        "documents.csv": table.getvalue().encode("utf-8", "backslashreplace"),
        "said.csv": content + task.decisions, "datapackage.json": descriptor.encode(),
    }  # fmt: skip


@dataclass
class Heard:
    """A listener that remembers."""

    plans: list[Plan] = field(default_factory=list)
    done_: list[tuple[str, Outcome, bool]] = field(default_factory=list)
    nights: list[Night] = field(default_factory=list)

    def started(self, plan: Plan) -> None:
        self.plans.append(plan)

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        assert entry.name == done.name
        assert not done.files
        self.done_.append((done.name, done.outcome, is_news))

    def finished(self, night: Night, journal: Journal) -> None:
        assert journal.runs(last=1)[0].run == night.plan.run
        self.nights.append(night)


class Shop:
    """An inbox and an OUTDIR, and nights over them."""

    def __init__(self, folder: Path) -> None:
        self.inbox, self.outdir = folder / "in", folder / "out"
        self.inbox.mkdir()
        self.heard = Heard()
        self.scheduler = AtOnce()

    def put(self, name: str, content: bytes = b"a report", age: float = 3600) -> Path:
        """Put a document into the inbox that stands still since ``age`` seconds, as far as its mtime says."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (time.time() - age,) * 2)
        return path

    def night(self, scheduler: AtOnce | None = None, **settings: object) -> Night:
        """Run once; ``done`` has the names done in it."""
        self.scheduler, self.heard = scheduler or AtOnce(), Heard()
        with locked(self.outdir) as lock, closing(Journal(self.outdir)) as journal:
            asked = replace(Settings(settle=0.0, pauses=()), **settings)  # type: ignore[arg-type]
            return Batch(self.inbox, self.outdir, journal, lock, self.scheduler, asked, self.heard).once()

    def asked(self) -> Sequence[str]:
        """Names that the scheduler was asked to do in the last night."""
        return [task.name for task in self.scheduler.tasks]

    def entry(self, name: str) -> Entry | None:
        with closing(Journal(self.outdir)) as journal:
            return journal.entry(name)

    def tree(self) -> Tree:
        """All that was written, but for the journal."""
        return {
            path.relative_to(self.outdir).as_posix(): path.read_bytes()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file() and not path.name.startswith("cuadre")
        }


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture
def at_once() -> type[AtOnce]:
    return AtOnce
