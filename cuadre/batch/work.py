"""One document of a night, from its bytes to the files of its data package: the same for every scheduler."""

from __future__ import annotations

import errno
import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cuadre import pipeline
from cuadre.batch.model import Done, Outcome, Task
from cuadre.converted import Converted
from cuadre.decisions import DECISIONS_FILE
from cuadre.evidence import (
    CuadreError,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileMissing,
    NoTableFound,
    NotAReport,
    OverLimit,
    Severity,
    SourceFile,
    UnknownForm,
)
from cuadre.export.decisions_file import parse_decisions
from cuadre.export.package import package_files
from cuadre.export.records import RECORDS
from cuadre.together import together, with_names

_OUTCOMES: Mapping[type[CuadreError], Outcome] = {
    NoTableFound: Outcome.NO_TABLE,
    UnknownForm: Outcome.NO_TABLE,
    EncryptedFile: Outcome.NEEDS_PASSWORD,
    DamagedFile: Outcome.REFUSED,
    EmptyFile: Outcome.REFUSED,
    NotAReport: Outcome.REFUSED,
    OverLimit: Outcome.OVER_LIMIT,
    FileMissing: Outcome.UNAVAILABLE,
}
"""How a document ends that an error stopped; any other one is as good as a crash."""

_AGAIN = "It is tried again on the next run."
_log = logging.getLogger("cuadre.batch")


def do(task: Task, scratch: Path) -> Done:
    """Convert one document.

    Args:
        task: What to do. Bytes that are not those of its ``sha256`` are ``UNAVAILABLE``: the file is being changed.
        scratch: An empty folder that may be written to, for the bytes of a task that brings them.

    Returns:
        What became of it; never raises, whatever the document holds.
    """
    started = time.monotonic()
    try:
        done = _converted(task, _bytes_of(task, scratch))
    except CuadreError as error:
        done = failed(task, _OUTCOMES.get(type(error), Outcome.CRASHED), error)
    except MemoryError:
        done = failed(task, Outcome.OVER_LIMIT, _over_memory(task))
    except OSError as error:
        done = failed(task, *_of_the_machine(task, error))
    except Exception as error:  # noqa: BLE001 (a bug of ours stops one document only)
        _log.exception("%s", task.name)
        fact, next_step = f"stopped by a bug in Cuadre ({error!r})", "Please report it with the text in the log."
        done = failed(task, Outcome.CRASHED, CuadreError(task.name, fact, next_step))
    return replace(done, seconds=time.monotonic() - started)


def failed(task: Task, outcome: Outcome, error: CuadreError) -> Done:
    """What became of a task that an error stopped."""
    return Done(
        task.name, task.sha256, outcome, fact=error.fact, next_step=error.next_step, cause=type(error).__name__
    )


def _bytes_of(task: Task, scratch: Path) -> Path:
    """Where the bytes are; those that the task brings are written to the scratch folder under the name of the file."""
    if task.content is None:
        return task.path
    path = scratch / f"document{Path(task.name).suffix.lower()[:8]}"
    path.write_bytes(task.content)
    return path


def _converted(task: Task, path: Path) -> Done:
    try:
        source = SourceFile.of(path)
    except OSError as error:
        raise FileMissing(task.name, f"cannot be read ({error.strerror or 'read error'})", _AGAIN) from error
    if source.sha256 != task.sha256:
        return failed(task, Outcome.UNAVAILABLE, FileMissing(task.name, "its bytes are changing", _AGAIN))
    decisions = parse_decisions(task.decisions, DECISIONS_FILE) if task.decisions else ()
    one = pipeline.convert(
        path, name=task.name, password=task.password, names=task.names, limits=task.budget.document,
        decisions=decisions, trust_roots=task.trust_roots,
    )  # fmt: skip
    documents = together(with_names([one], task.names.decisions))
    return Done(
        task.name, task.sha256, Outcome.CONVERTED, pages=one.report.pages, files=package_files(documents),
        counts=counts_of(documents[0]),
    )  # fmt: skip


COUNTED = ("rows", "figures", "repaired", "proposed", "inconsistent", "undetermined")
"""Columns of ``documents.csv`` that are among the counts."""


def counts_of(converted: Converted) -> dict[str, int]:
    """What the journal shows of a document: rows and figures, figures by status, findings by severity, what to look at.

    Keys: ``rows, figures, repaired, proposed, inconsistent, undetermined, error, warning, info, look``. What to look at
    are rows with ``review``, and findings about no row that are more than information.
    """
    document = next(iter(RECORDS["documents"](converted)))
    severities = Counter(str(finding.severity) for finding in converted.findings)
    loud = sum(finding.row is None and finding.severity != Severity.INFO for finding in converted.findings)
    return {
        **{name: int(str(document[name])) for name in COUNTED},
        **{name: severities[name] for name in ("error", "warning", "info")},
        "look": loud + sum(bool(record["review"]) for record in RECORDS["indicators"](converted)),
    }


def _over_memory(task: Task) -> OverLimit:
    fact = f"it needs more than {task.budget.memory >> 20:,} MB of memory"
    return OverLimit(task.name, fact, "Give it more with --memory, or convert it alone.")


def _of_the_machine(task: Task, error: OSError) -> tuple[Outcome, CuadreError]:
    """An error of the machine that no document is to blame for may pass; no room in the scratch folder is one."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return Outcome.CRASHED, CuadreError(task.name, f"it tried what it may not ({error})", "Please report it.")
    return Outcome.UNAVAILABLE, FileMissing(task.name, error.strerror or str(error), _AGAIN)
