"""The same bytes under another name: their package without doing the work again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cuadre.batch.basis import Judge
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.model import Done, Outcome
from cuadre.export.package import csv_line
from cuadre.export.schema import DESCRIPTOR, DOCUMENTS

_NAME = "file_name"
_GUARDED = tuple("=+-@\t\r")


def done_before(entry: Entry, basis: Basis, run: int, journal: Journal, judge: Judge) -> Done | None:
    """What became of the same bytes under another name, as if it were said of this document.

    Args:
        entry: The document.
        basis: Of the result that is wanted.
        run: Number of this run: failures of earlier ones are not taken over.
        journal: Where other names are looked up.
        judge: Says which packages are whole.

    Raises:
        OSError: The other package cannot be read.
    """
    for twin in journal.of_bytes(basis.sha256):
        if twin.name == entry.name or twin.pending or twin.basis != basis or twin.outcome is None:
            continue
        if judge.has_package(twin):
            folder = judge.outdir / twin.place
            files = renamed({name: (folder / name).read_bytes() for name in twin.files}, entry.name)
            return _as_done(replace(twin, name=entry.name), files)
        if twin.outcome is not Outcome.CONVERTED and twin.outcome.is_final and twin.run == run:
            return _as_done(replace(twin, name=entry.name), {})
    return None


def take_along(entry: Entry, sha256: str, journal: Journal, outdir: Path) -> None:
    """Move the package of an original that was renamed to its new place, with what persons decided on it.

    Raises:
        OSError: It cannot be moved.
    """
    new = outdir / entry.place
    for old in journal.of_bytes(sha256):
        if not old.gone or old.outcome is not Outcome.CONVERTED:
            continue
        if (outdir / old.place).is_dir() and not _is_there(new, outdir / old.place):
            new.parent.mkdir(parents=True, exist_ok=True)
            (outdir / old.place).rename(new)
            _drop_empty((outdir / old.place).parent, outdir)
            journal.forget(old.name)
            return


def _is_there(new: Path, old: Path) -> bool:
    # On a file system that takes two cases for the same, the new name of a folder is there before it has it.
    return new.exists() and not new.samefile(old)


def renamed(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    r"""The package of one document as it would be under another name.

    Args:
        files: Its files by name, the descriptor last.
        name: Of the document.
    """
    lines = list(csv.reader(io.StringIO(files[DOCUMENTS.file_name].decode("utf-8"), newline="")))
    column = lines[0].index(_NAME)
    for line in lines[1:]:
        line[column] = f"'{name}" if name.startswith(_GUARDED) else name
    table = "".join(map(csv_line, lines)).encode("utf-8", "backslashreplace")
    descriptor = json.loads(files[DESCRIPTOR])
    for resource in descriptor["resources"]:
        if resource["path"] == DOCUMENTS.file_name:
            resource |= {"bytes": len(table), "hash": f"sha256:{hashlib.sha256(table).hexdigest()}"}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {**files, DOCUMENTS.file_name: table, DESCRIPTOR: text.encode("utf-8", "backslashreplace")}


def _drop_empty(folder: Path, outdir: Path) -> None:
    with suppress(OSError):
        while folder != outdir:
            folder.rmdir()
            folder = folder.parent


def _as_done(twin: Entry, files: Mapping[str, bytes]) -> Done:
    return Done(
        twin.name, twin.basis.sha256, twin.outcome or Outcome.UNAVAILABLE, twin.fact, twin.next_step, twin.cause, 0.0,
        twin.pages, files, twin.counts or {},
    )  # fmt: skip
