"""``OUTDIR/dataset``: all packages of a night as one, built anew only when one of them changed.

Up to ``WHOLE`` documents it is what ``cuadre convert`` writes for all of them together, names of units and reports of
one year compared, with a Parquet file beside each CSV. Beyond that it is laid out in parts (``dataset_parts``).
The new one is built beside the old one and takes its place when it is whole.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from cuadre import pipeline
from cuadre.batch.dataset_parts import write_parts
from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.model import Done
from cuadre.batch.places import DATASET
from cuadre.converted import Converted
from cuadre.evidence import PackageError
from cuadre.export import decisions_file
from cuadre.export.package import write_package
from cuadre.export.parquet import write_parquet
from cuadre.export.reading import read_package
from cuadre.together import together, with_names
from normalize.repair.catalogue import read_decisions
from normalize.repair.model import UnitDecision

WHOLE = 100
"""So many documents are compared with each other in memory; an hour's work of one core for a hundred times as many."""

_NEW, _OLD = "cuadre-dataset-new", "cuadre-dataset-old"
_STAMP = ".built-from"


def build(outdir: Path, journal: Journal, *, whole: int = WHOLE) -> bool:
    """Bring the dataset up to the packages that the journal knows; packages of originals that are gone count.

    Args:
        outdir: Where packages and dataset are. The caller holds its lock.
        journal: Its journal.
        whole: Documents up to which they are compared with each other.

    Returns:
        Whether it was built anew; ``False`` when nothing changed.

    Raises:
        PackageError: A package cannot be read, or the dataset cannot be written. The old one stays.
    """
    target, new, old = outdir / DATASET, outdir / _NEW, outdir / _OLD
    try:
        if old.exists() and not target.exists():
            old.rename(target)
        stamp = _stamp(_entries(outdir, journal), whole)
        if _built_from(target) == stamp:
            return False
        _remove(new, old)
        count = sum(1 for _ in _entries(outdir, journal))
        if count == 0:
            _remove(target)
            return False
        new.mkdir()
        if count <= whole:
            _write_whole(outdir, _entries(outdir, journal), new)
        else:
            write_parts(outdir, lambda: _entries(outdir, journal), new)
        (new / _STAMP).write_text(stamp)
        if target.exists():
            target.rename(old)
        new.rename(target)
        _remove(old)
    except OSError as error:
        next_step = "Check the free space and the permissions, and run it again. What was there is kept."
        raise PackageError(str(target), f"cannot be written ({error.strerror or error})", next_step) from error
    return True


class Keeping:
    """A listener that brings the dataset up to date when a night is over."""

    def started(self, plan: Plan) -> None:
        """Nothing is to be done yet."""

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """Nothing is to be done for one document."""

    def finished(self, night: Night, journal: Journal) -> None:
        """Build it, if anything changed.

        Raises:
            PackageError: As ``build``.
        """
        build(night.plan.outdir, journal)


def _entries(outdir: Path, journal: Journal) -> Iterator[Entry]:
    """The documents with a package, in order of name; the same bytes count once, under their first name."""
    seen: set[bytes] = set()
    for entry in journal.entries():
        if entry.is_kept(outdir):
            known = bytes.fromhex(entry.basis.sha256)
            if known not in seen:
                seen.add(known)
                yield entry


def _stamp(entries: Iterable[Entry], whole: int) -> str:
    """Digest of all that the dataset follows from."""
    digest = hashlib.sha256(f"{whole}\n".encode())
    for entry in entries:
        basis = entry.basis
        parts = (entry.place, basis.sha256, basis.version, basis.settings, basis.decided)
        digest.update("\0".join(parts).encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()


def _built_from(target: Path) -> str:
    with suppress(OSError):
        return (target / _STAMP).read_text()
    return ""


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)


def _write_whole(outdir: Path, entries: Iterable[Entry], target: Path) -> None:
    documents: list[Converted] = []
    names: dict[str, UnitDecision] = {}
    for entry in entries:
        folder = outdir / entry.place
        decisions = decisions_file.read_decisions(folder)
        names |= {decision.name: decision for decision in read_decisions(folder)}
        documents += [pipeline.check(report, decisions=decisions) for report in read_package(folder)]
    write_package(target, together(with_names(documents, tuple(names.values()))))
    write_parquet(target, target)
