"""The desk behind the review page: a data package, what is in doubt in it, and what a person decides."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from cuadre import pipeline
from cuadre.decided import figure_in, is_figure, reading_of
from cuadre.decisions import DECISIONS_FILE, Choice, Decision, with_decision
from cuadre.evidence import DecisionsError, PackageError
from cuadre.export.decisions_file import read_decisions, write_decisions
from cuadre.export.folder import replace_file
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from cuadre.review.arguments import Argued
from cuadre.review.doubts import CellKey, DoubtMaker, Judged, cells_of_page, open_cells
from cuadre.review.folder import ReviewFolder
from cuadre.review.model import Doubt, NameGroup, PageCells, Progress, Where
from cuadre.review.names import name_groups, with_canonical
from cuadre.review.shown import Showing, as_printed
from cuadre.review.words import REVIEW_WORDS
from cuadre.together import together
from normalize.model import Report, Row
from normalize.repair import catalogue
from normalize.repair.model import UnitDecision
from reconcile.gate import figure_of
from reconcile.second_reading import DASHES
from reconcile.series import SERIES_RULES

_NO_TITLES: Mapping[str, str] = MappingProxyType({})
_Back = tuple[Where, Decision, Decision | None]
"""A decision that was saved: where, what, and what stood there before."""


class PackageDesk:
    """A data package under review, on disk; see ``cuadre.review.model.Desk``.

    What is on disk counts: where another process changed it, it is read again before anything is shown.

    Args:
        folder: The package. Its originals are not needed.
        language: ``es`` or ``en``.
        titles: What the rules of findings say in that language; Spanish needs none, its messages say more.

    Raises:
        PackageError: It is no package, or cannot be read.
        DecisionsError: Its decisions cannot be read.
    """

    def __init__(self, folder: Path, language: str = "es", titles: Mapping[str, str] = _NO_TITLES) -> None:
        self._path, self._disk = folder, ReviewFolder(folder)
        self._words = REVIEW_WORDS[language]
        self._argued = Argued(self._words, titles if language != "es" else _NO_TITLES)
        self._lock = threading.RLock()
        self._back: list[_Back] = []
        self._order: list[tuple[str, CellKey]] = []
        self._first: dict[tuple[str, CellKey], Doubt] = {}
        self._makers: dict[str, DoubtMaker] = {}
        self._loaded = ""
        self._reports: dict[str, Report] = {}
        self._decisions: tuple[Decision, ...] = ()
        self._unit_decisions: tuple[UnitDecision, ...] = ()
        self._fresh()

    @property
    def stamp(self) -> str:
        """Digest of the package and its decisions as they are now."""
        with self._lock:
            self._fresh()
            return self._loaded

    def documents(self) -> Sequence[tuple[str, str, int]]:
        """Id, file name and number of pages of each document."""
        with self._lock:
            self._fresh()
            return tuple((one.source.document_id, one.source.name, one.pages) for one in self._reports.values())

    def doubts(self) -> Sequence[Doubt]:
        """All that is or was in doubt, the weightiest first; what comes up while deciding stands at the end."""
        with self._lock:
            self._fresh()
            return tuple(self._shown(*place) for place in self._order)

    def progress(self) -> Progress:
        """How far it has come."""
        with self._lock:
            self._fresh()
            left = sum(key in self._makers[document_id].findings for document_id, key in self._order)
            return Progress(len(self._order) - left, len(self._order))

    def pages(self, document_id: str) -> Sequence[PageCells]:
        """The pages of one document with their cells; none for a document that is not there."""
        with self._lock:
            self._fresh()
            report = self._reports.get(document_id)
            if report is None:
                return ()
            showing = self._makers[document_id].showing
            return tuple(
                PageCells(document_id, report.source.name, page, tuple(cells_of_page(showing, page)))
                for page in range(1, report.pages + 1)
            )

    def doubt(self, where: Where) -> Doubt | None:
        """Any cell as a doubt, also one that nobody doubts; ``None`` where there is no such cell."""
        with self._lock:
            self._fresh()
            place = (where.document_id, (where.row, where.field))
            if place in self._first:
                return self._shown(*place)
            maker = self._makers.get(where.document_id)
            return None if maker is None else maker.doubt(place[1])

    def decide(self, where: Where, choice: Choice, value: str, *, by: str, stamp: str) -> None:
        """Save a decision, at once and whole.

        Raises:
            DecisionsError: As the protocol has it.
        """
        with self._lock, self._saving(stamp):
            report, row = self._row(where)
            as_read = reading_of(report, row, where.field) or ""
            if choice is Choice.VALUE and " ".join(value.split()) == " ".join(as_read.split()) != "":
                choice = Choice.AS_READ
            said = self._said(report, row, where, choice, value)
            decision = Decision(report.source.sha256, where.page, where.row, where.field, as_read, choice, said, by)
            before = next((one for one in self._decisions if one.key == decision.key), None)
            self._save(with_decision(self._decisions, decision))
            self._back.append((where, decision, before))
            self._judge_again(where.document_id)

    def undo(self, *, by: str, stamp: str) -> Where | None:  # noqa: ARG002 (the protocol names who)
        """Take back the last decision of this session; where it was, or ``None`` when there is none.

        Raises:
            DecisionsError: As ``decide``.
        """
        with self._lock, self._saving(stamp):
            # What another process decided anew since, or took back, is not ours to undo.
            while self._back and self._back[-1][1] not in self._decisions:
                self._back.pop()
            if not self._back:
                return None
            where, decision, before = self._back[-1]
            rest = tuple(one for one in self._decisions if one.key != decision.key)
            self._save(rest if before is None else (*rest, before))
            self._back.pop()
            self._judge_again(where.document_id)
            return where

    def names(self) -> Sequence[NameGroup]:
        """Names of units that look alike or were merged, and those decided on."""
        with self._lock:
            self._fresh()
            reports = [maker.judged.converted.report for maker in self._makers.values()]
            return name_groups(reports, self._unit_decisions)

    def decide_name(self, raw: str, canonical: str, *, by: str, stamp: str) -> None:
        """Let a name stand for another one, or, when both are the same, for itself.

        Raises:
            DecisionsError: As ``decide``.
        """
        with self._lock, self._saving(stamp):
            names = [" ".join(name.split()) for name in (raw, canonical)]
            if not all(names):
                raise self._refusal("no_name")
            new = UnitDecision(names[0], names[1], " ".join(by.split()))
            rest = tuple(one for one in self._unit_decisions if one.name != new.name)
            content = catalogue.rendered_decisions((*rest, new))
            self._written(lambda: replace_file(self._path / catalogue.DECISIONS_FILE, content))
            self._unit_decisions = (*rest, new)
            for maker in tuple(self._makers.values()):
                self._put(maker.judged)
            self._add_doubts()

    def finish(self, *, stamp: str) -> int:
        """Write the package anew with all decisions in it, and give how many doubts are left.

        Raises:
            DecisionsError: As ``decide``.
            PackageError: The package cannot be written.
        """
        with self._lock, self._saving(stamp):
            done = [maker.judged.converted for maker in self._makers.values()]
            decided = self._unit_decisions
            grouped = [replace(one, report=with_canonical(one.report, decided)) for one in done]
            write_package(self._path, together(grouped))
        progress = self.progress()
        return progress.doubts - progress.settled

    def _fresh(self) -> None:
        """Read the package again where it is another one than it was."""
        now = self._disk.stamp()
        if now == self._loaded:
            return
        self._reports = {one.source.document_id: one for one in read_package(self._path)}
        self._decisions = read_decisions(self._path)
        self._unit_decisions = catalogue.read_decisions(self._path)
        heard = [pipeline.examined(report, self._decisions) for report in self._reports.values()]
        told = together([converted for converted, _ in heard])
        self._makers = {}
        for converted, (_, examined) in zip(told, heard, strict=True):
            self._put(Judged(converted, examined))
        self._order = [place for place in self._order if place[0] in self._makers]
        self._first = {place: self._first[place] for place in self._order}
        self._add_doubts()
        self._loaded = now

    def _judge_again(self, document_id: str) -> None:
        """Judge one document with the decisions as they are; what other documents say of it stays as it was."""
        before = self._makers[document_id].judged.converted.reconciliation.findings
        converted, examined = pipeline.examined(self._reports[document_id], self._decisions)
        others = [finding for finding in before if finding.rule in SERIES_RULES]
        findings = sorted((*converted.reconciliation.findings, *others), key=lambda finding: finding.row or 0)
        reconciliation = replace(converted.reconciliation, findings=tuple(findings))
        self._put(Judged(replace(converted, reconciliation=reconciliation), examined))
        self._add_doubts()

    def _put(self, judged: Judged) -> None:
        findings = open_cells(judged, frozenset(one.name for one in self._unit_decisions))
        sha256, settled = judged.converted.report.source.sha256, judged.converted.settled
        mine = {(one.row, one.field): one for one in self._decisions if one.sha256 == sha256}
        standing = {place: one for place, one in mine.items() if place in settled}
        showing = Showing.of(judged.converted, standing, frozenset(findings), self._words)
        self._makers[judged.document_id] = DoubtMaker.of(judged, showing, findings, self._argued)

    def _add_doubts(self) -> None:
        new = []
        for document_id, maker in self._makers.items():
            for key in self._doubted(maker):
                place = (document_id, key)
                found = None if place in self._first else maker.doubt(key)
                if found is not None:
                    self._first[place] = found
                    new.append((place, found.weight))
        # Equal weights stand in reading order.
        self._order += [place for place, _ in sorted(new, key=lambda one: -one[1])]

    @staticmethod
    def _doubted(maker: DoubtMaker) -> Iterable[CellKey]:
        """What is in doubt, and what was: a decision on it stands."""
        return dict.fromkeys((*maker.findings, *sorted(maker.showing.decisions)))

    def _shown(self, document_id: str, key: CellKey) -> Doubt:
        """A doubt as it is now, with the order of its candidates as it was first shown."""
        first, maker = self._first[document_id, key], self._makers[document_id]
        now = maker.doubt(key)
        if now is None:
            return first
        argument = now.argument if key in maker.findings else first.argument
        return replace(now, argument=argument, candidates=first.candidates, weight=first.weight)

    def _row(self, where: Where) -> tuple[Report, Row]:
        maker = self._makers.get(where.document_id)
        report = None if maker is None else maker.judged.converted.report
        row = next((row for row in report.rows if row.number == where.row), None) if report else None
        if maker is None or report is None or row is None:
            raise self._refusal("no_cell", field=where.field, row=where.row)
        cell = next((cell for cell in maker.showing.cells(row) if cell.field == where.field), None)
        if cell is None or cell.page != where.page:
            raise self._refusal("no_cell", field=where.field, row=where.row)
        return report, row

    def _said(self, report: Report, row: Row, where: Where, choice: Choice, value: str) -> str:
        """What the paper says, as it is kept."""
        if choice is not Choice.VALUE:
            return ""
        text = unicodedata.normalize("NFC", value).strip()
        if not text:
            raise self._refusal("no_text")
        if is_figure(where.field) and figure_of(text, report.number_format) is None and not set(text) <= DASHES:
            figure = figure_in(row, where.field)
            signed = figure is not None and "%" in figure.as_read
            example = figure_of("1234", report.number_format)
            shown = "" if example is None else as_printed(example, report.number_format, percent=signed)
            raise self._refusal("no_figure", text=text, example=shown)
        return text

    def _save(self, decisions: tuple[Decision, ...]) -> None:
        self._written(lambda: write_decisions(self._path, decisions))
        self._decisions = decisions

    def _written(self, write: Callable[[], None]) -> None:
        try:
            write()
        except (PackageError, DecisionsError) as error:
            fact, next_step = self._words.say("unwritable", error=error.fact), self._words.say("unwritable_next")
            raise DecisionsError(error.file, fact, next_step) from error

    @contextmanager
    def _saving(self, stamp: str) -> Iterator[None]:
        """Be the only one who saves, on the package that the person saw."""
        try:
            with self._disk.one_writer():
                self._fresh()
                if stamp != self._loaded:
                    raise self._refusal("stale")
                # What stops half way leaves the disk to be read again.
                self._loaded = ""
                try:
                    yield
                except DecisionsError:
                    self._loaded = stamp
                    raise
                self._loaded = self._disk.stamp()
        except OSError as error:
            reason = self._words.say("unwritable", error=error.strerror or str(error))
            raise DecisionsError(str(self._path), reason, self._words.say("unwritable_next")) from error

    def _refusal(self, phrase: str, **values: object) -> DecisionsError:
        file = str(self._path / DECISIONS_FILE)
        next_step = self._words.say(f"{phrase}_next", **{name: values[name] for name in values if name == "example"})
        return DecisionsError(file, self._words.say(phrase, **values), next_step)
