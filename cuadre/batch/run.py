"""One run over the inbox: look, draw tasks, take results, write packages and journal, tell who listens.

The order lets it be killed at any instant: a package is written whole or not at all, and its line in the journal after
it. What is known only to this process is lost and done again.
"""

from __future__ import annotations

import errno
import platform
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cuadre.batch.basis import Judge, Settings, decisions_at
from cuadre.batch.errors import NightStopped
from cuadre.batch.filing import Filed, file_originals
from cuadre.batch.inbox import Stamp
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.listener import FAILED, Listener, Night, Plan
from cuadre.batch.lock import Lock
from cuadre.batch.model import Done, Outcome, Scheduler, Task
from cuadre.batch.rebuilding import rebuild
from cuadre.batch.survey import survey
from cuadre.batch.twins import done_before, take_along
from cuadre.evidence import CuadreError, FileMissing, PackageError, SourceFile
from cuadre.export.folder import replace_files
from normalize.repair.catalogue import read_decisions

_FULL = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT})
_FATAL = _FULL | {errno.ENODEV, errno.ESTALE, errno.ENOTCONN}
"""What is wrong with OUTDIR as a whole when one package cannot be written."""

_FIRST_WAIT, _LONGEST_WAIT = 30.0, 3600.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Runs over one inbox, as long as the lock is held.

    Attributes:
        inbox: Nothing is written there, unless originals are to be moved.
        outdir: Where packages and journal are.
        journal: Open.
        lock: Held.
        scheduler: Does the documents.
        settings: How.
        listener: Is told.
    """

    inbox: Path
    outdir: Path
    journal: Journal
    lock: Lock
    scheduler: Scheduler
    settings: Settings
    listener: Listener

    def once(self) -> Night:
        """Do what is new or stale, and no more.

        Raises:
            NightStopped: OUTDIR or the journal cannot be written any more, or the lock was lost. What was done stays.
        """
        begun, started = time.monotonic(), time.time()
        judge = Judge.of(self.outdir, self.settings)
        rebuilt = rebuild(self.journal, judge)
        before = self.journal.runs(last=1)
        known = before[0].troubles if before else ()
        looked = survey(self.inbox, self.journal, judge)
        to_do = self.journal.count_pending()
        has_news = to_do or looked.gone or set(looked.troubles) - set(known)
        # Who looks every minute does not want a line in the history for each.
        is_told = has_news or not self.settings.is_patient
        run = self.journal.begin_run(started, platform.node(), judge.version) if is_told else 0
        plan = Plan(
            run, self.inbox, self.outdir, looked.found, looked.unchanged, to_do, looked.settling, looked.gone,
            looked.troubles, self.journal.aside, rebuilt,
        )  # fmt: skip
        if not run:
            return Night(plan, time.monotonic() - begun, unchanged=looked.unchanged)
        self.listener.started(plan)
        work = _Work(self, judge, run)
        try:
            work.go_on()
            filed = file_originals(self.inbox, self.journal, self.settings)
        except BaseException as error:
            ended = "stopped" if isinstance(error, Exception) else "interrupted"
            with suppress(NightStopped):
                self._end(work.night(plan, known, Filed(), begun, ended), run)
            raise
        night = work.night(plan, known, filed, begun, "done")
        self._end(night, run)
        return night

    def _end(self, night: Night, run: int) -> None:
        self.journal.end_run(
            run, night.seconds, ended=night.ended, figures=night.figures(), troubles=night.plan.troubles
        )
        self.listener.finished(night, self.journal)


class _Work:
    """The documents of one run: what is with the scheduler, and what came back."""

    def __init__(self, batch: Batch, judge: Judge, run: int) -> None:
        self._batch, self._judge, self._run = batch, judge, run
        self._journal = batch.journal
        self._under_way: dict[str, tuple[Entry, Basis]] = {}
        self._unavailable: set[str] = set()
        self._newly_failed: set[str] = set()
        self._outcomes: Counter[Outcome] = Counter()
        self._unchanged = self._left = self._pages = self._needs_a_look = 0
        self._deferred = False

    def go_on(self) -> None:
        """Do what is pending; what waits for the same bytes under another name, and what was not available, again."""
        pauses = iter(self._batch.settings.pauses)
        while True:
            self._deferred = False
            self._round()
            if self._deferred:
                continue
            pause = next(pauses, None) if self._unavailable else None
            if pause is None:
                return
            time.sleep(pause)
            self._try_again()

    def night(self, plan: Plan, known: tuple[str, ...], filed: Filed, begun: float, ended: str) -> Night:
        """What it came to."""
        return Night(
            plan, time.monotonic() - begun, ended, dict(self._outcomes), plan.unchanged + self._unchanged, self._left,
            self._pages, len(self._newly_failed), len(set(plan.troubles) - set(known)), self._needs_a_look,
            filed.count, filed.conflicts,
        )  # fmt: skip

    def _round(self) -> None:
        results = self._batch.scheduler.run(self._tasks())
        try:
            for done in results:
                self._receive(done)
        finally:
            getattr(results, "close", lambda: None)()

    def _tasks(self) -> Iterator[Task]:
        for entry in self._journal.pending():
            self._batch.lock.check()
            if entry.name in self._under_way:
                continue
            task = self._task(entry)
            if task is not None:
                yield task

    def _task(self, entry: Entry) -> Task | None:
        """What the scheduler is to do about a document; ``None`` when there is nothing left for it."""
        path = self._batch.inbox / entry.name
        try:
            source = SourceFile.of(path)
            if Stamp.of(path) != entry.stamp:
                self._leave(entry)
                return None
            take_along(entry, source.sha256, self._journal, self._batch.outdir)
            basis = self._judge.basis(source.sha256, entry.place)
            if entry.basis == basis and not self._judge.is_stale(entry):
                self._unchanged += 1
                self._journal.write(replace(entry, pending=False))
                return None
            if any(basis == other for _, other in self._under_way.values()):
                self._deferred = True
                return None
            self._under_way[entry.name] = entry, basis
            twin = done_before(entry, basis, self._run, self._journal, self._judge)
            if twin is not None:
                self._receive(twin)
                return None
            return self._to_schedule(entry, path, source.sha256)
        except OSError as error:
            if error.errno in _FULL:
                raise _stopped(self._batch.outdir, error) from error
            why = FileMissing(entry.name, error.strerror or str(error), "Check that it may be read; it is tried again.")
            self._fail(entry, why)
        except CuadreError as error:
            if isinstance(error, NightStopped):
                raise
            self._fail(entry, error)
        return None

    def _to_schedule(self, entry: Entry, path: Path, sha256: str) -> Task:
        settings, folder = self._batch.settings, self._batch.outdir / entry.place
        names = replace(settings.names, decisions=(*settings.names.decisions, *read_decisions(folder)))
        return Task(
            entry.name, path, sha256, settings.budget, names, decisions_at(folder), settings.password,
            settings.trust_roots,
        )  # fmt: skip

    def _fail(self, entry: Entry, error: CuadreError) -> None:
        self._under_way.setdefault(entry.name, (entry, entry.basis))
        self._receive(_unavailable(entry.name, error))

    def _leave(self, entry: Entry) -> None:
        """Leave a document that moves for the next run, which will find that it looks another way."""
        self._left += 1
        self._journal.write(replace(entry, pending=False, stamp=Stamp(0, 0, 0)))

    def _receive(self, done: Done) -> None:
        self._batch.lock.check()
        entry, basis = self._under_way.pop(done.name)
        if self._has_moved(entry):
            self._leave(entry)
            return
        if done.outcome is Outcome.CONVERTED:
            try:
                replace_files(self._batch.outdir / entry.place, done.files)
            except PackageError as error:
                if isinstance(error.__cause__, OSError) and error.__cause__.errno in _FATAL:
                    raise _stopped(self._batch.outdir, error.__cause__) from error
                done = _unavailable(entry.name, error)
        known = _known(entry, basis, done, self._batch.settings, self._run)
        self._journal.write(known)
        self._count(done)
        is_news = done.outcome in FAILED and not _failed_so_before(entry, done, basis)
        if is_news:
            self._newly_failed.add(done.name)
        elif done.outcome not in FAILED:
            self._newly_failed.discard(done.name)
        self._batch.listener.done(replace(done, files={}), known, is_news=is_news)

    def _has_moved(self, entry: Entry) -> bool:
        try:
            return Stamp.of(self._batch.inbox / entry.name) != entry.stamp
        except OSError:
            # It is gone or its drive is. What was read of it was read whole.
            return False

    def _count(self, done: Done) -> None:
        if done.name in self._unavailable:
            self._unavailable.discard(done.name)
            self._outcomes -= Counter({Outcome.UNAVAILABLE: 1})
        self._outcomes[done.outcome] += 1
        self._pages += done.pages
        self._needs_a_look += bool(done.outcome is Outcome.CONVERTED and done.counts.get("look"))
        if done.outcome is Outcome.UNAVAILABLE:
            self._unavailable.add(done.name)

    def _try_again(self) -> None:
        for name in sorted(self._unavailable):
            entry = self._journal.entry(name)
            if entry is not None:
                self._journal.write(replace(entry, pending=True))


def _known(entry: Entry, basis: Basis, done: Done, settings: Settings, run: int) -> Entry:
    """What the journal is to know of a document that was done."""
    passes = done.outcome is Outcome.UNAVAILABLE
    attempts = entry.attempts + 1 if passes else 0
    wait = min(_FIRST_WAIT * 4 ** (attempts - 1), _LONGEST_WAIT) if passes else 0.0
    return replace(
        entry, pending=False, basis=basis, budget=repr(settings.budget), outcome=done.outcome, fact=done.fact,
        next_step=done.next_step, cause=done.cause, attempts=attempts,
        next_attempt=time.time() + wait if passes else 0.0, seconds=round(done.seconds, 3), pages=done.pages,
        counts=dict(done.counts), files=tuple(done.files) if done.outcome is Outcome.CONVERTED else (),
        filed=entry.filed if entry.basis.sha256 == basis.sha256 and entry.outcome is done.outcome else "", run=run,
    )  # fmt: skip


def _failed_so_before(entry: Entry, done: Done, basis: Basis) -> bool:
    return entry.outcome is done.outcome and entry.basis.sha256 == basis.sha256


def _unavailable(name: str, error: CuadreError) -> Done:
    return Done(name, "", Outcome.UNAVAILABLE, error.fact, error.next_step, type(error).__name__)


def _stopped(outdir: Path, error: OSError) -> NightStopped:
    return NightStopped(
        str(outdir), f"cannot be written ({error.strerror or error})",
        "Make room or mount it for writing, and run again: what was done is kept, the rest is done then.",
    )  # fmt: skip
