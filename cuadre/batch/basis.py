"""What a document's result follows from, and whether the one that is there still holds."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from cuadre.batch.journal import Basis, Entry
from cuadre.batch.model import DEFAULT_BUDGET, Budget, Outcome
from cuadre.decisions import DECISIONS_FILE
from cuadre.export.folder import STAGING
from cuadre.pipeline import NO_NAMES, Names
from normalize.repair.catalogue import DECISIONS_FILE as UNIT_DECISIONS_FILE

_DECIDED = (DECISIONS_FILE, UNIT_DECISIONS_FILE)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a night is run.

    Attributes:
        budget: What each document may use.
        names: What is known of names of units, for all documents.
        password: For PDFs that need one.
        settle: Seconds for which a file must stand still.
        retry_failed: Do documents again that could not be converted.
        pauses: Seconds to wait before each new try, in the same run, of what was not available.
        is_patient: Leave what was not available alone until its time has come, as ``--watch`` does.
        archive: Folder that originals of converted documents are filed in.
        quarantine: Folder that originals of others are filed in.
        move: File originals themselves, not copies.
        trust_roots: Certificates to hold digital signatures against, as DER; ``None`` asks nothing about trust.
    """

    budget: Budget = DEFAULT_BUDGET
    names: Names = NO_NAMES
    password: str | None = None
    settle: float = 5.0
    retry_failed: bool = False
    pauses: tuple[float, ...] = (2.0, 10.0)
    is_patient: bool = False
    archive: Path | None = None
    quarantine: Path | None = None
    move: bool = False
    trust_roots: tuple[bytes, ...] | None = None

    def digest(self) -> str:
        """Of what decides on results besides bytes, program and decisions; budgets and passwords do not."""
        told = repr((self.names, self.trust_roots))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Judge:
    """Says whether a result still holds.

    Attributes:
        outdir: Where the packages are.
        settings: Of this run.
        version: Of this program.
        digest: Of the settings.
    """

    outdir: Path
    settings: Settings
    version: str
    digest: str

    @classmethod
    def of(cls, outdir: Path, settings: Settings) -> Judge:
        """The judge for a run of this program."""
        return cls(outdir, settings, version("cuadre"), settings.digest())

    def basis(self, sha256: str, place: str) -> Basis:
        """What a result would follow from now.

        Raises:
            OSError: What persons decided cannot be read.
        """
        folder = self.outdir / place
        return Basis(sha256, self.version, self.digest, _digest_of(folder, _names_in(folder)))

    def is_stale(self, entry: Entry) -> bool:
        """Whether a document is to be done again though its bytes are the same.

        Raises:
            OSError: What persons decided cannot be read.
        """
        if entry.outcome is None or (entry.basis.version, entry.basis.settings) != (self.version, self.digest):
            return True
        if entry.outcome is not Outcome.CONVERTED:
            return self._is_tried_again(entry)
        folder = self.outdir / entry.place
        there = _names_in(folder)
        return not is_whole(entry, there) or _digest_of(folder, there) != entry.basis.decided

    def has_package(self, entry: Entry) -> bool:
        """Whether the document was converted and all of its package is there."""
        return entry.outcome is Outcome.CONVERTED and is_whole(entry, _names_in(self.outdir / entry.place))

    def _is_tried_again(self, entry: Entry) -> bool:
        settings = self.settings
        if settings.retry_failed:
            return True
        if entry.outcome is Outcome.UNAVAILABLE:
            return not settings.is_patient or time.time() >= entry.next_attempt
        if entry.outcome is Outcome.NEEDS_PASSWORD:
            return settings.password is not None
        return entry.outcome is Outcome.OVER_LIMIT and entry.budget != repr(settings.budget)


def is_whole(entry: Entry, there: frozenset[str]) -> bool:
    """Whether a package is complete and nobody died while he changed it, by the names in its folder."""
    return bool(entry.files) and there.issuperset(entry.files) and STAGING not in there


def decisions_at(folder: Path) -> bytes:
    """What persons decided on the readings of a package: the bytes of its ``decisions.csv``; empty for nothing.

    Raises:
        OSError: It is there and cannot be read.
    """
    try:
        return (folder / DECISIONS_FILE).read_bytes()
    except FileNotFoundError:
        return b""


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 (ten thousand folders: paths cost more than names)
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()


def _digest_of(folder: Path, there: frozenset[str]) -> str:
    """Digest of the files of decisions in a package; ``""`` when there are none."""
    digest = hashlib.sha256()
    found = [name for name in _DECIDED if name in there]
    for name in found:
        content = (folder / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest() if found else ""
