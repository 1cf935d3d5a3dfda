"""``decisions.csv``: what persons decided on readings, read and written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cuadre.decisions import DECISIONS_FILE, DECISIONS_HEADER, Choice, Decision
from cuadre.evidence import DecisionsError, PackageError
from cuadre.export.column import guard, unguard
from cuadre.export.folder import replace_file
from cuadre.export.package import csv_line
from cuadre.export.schema import FIGURE_FIELDS, TEXT_FIELDS

DECIDABLE = frozenset((*FIGURE_FIELDS, *TEXT_FIELDS))
"""The columns of ``indicators.csv`` that a person may decide on."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_LONGEST_CELL = 2**31 - 1
_Key = tuple[str, int, int, str, str]


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Read what persons decided on readings of a data package; nothing where the file is not there.

    Raises:
        DecisionsError: The file cannot be read, or a line of it is no decision; the message names the line.
    """
    path = folder / DECISIONS_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        fact = f"cannot be read ({error.strerror or error})"
        raise DecisionsError(str(path), fact, "Check the permissions.") from error
    return parse_decisions(content, str(path))


def parse_decisions(content: bytes, file: str) -> tuple[Decision, ...]:
    """Read decisions from the bytes of a file.

    Args:
        content: UTF-8, with or without a byte order mark.
        file: What to call it in an error.

    Raises:
        DecisionsError: It is no CSV of ours, a line is no decision, or two lines decide on one reading.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DecisionsError(file, "is not UTF-8", "Save it as UTF-8, or take it from a copy.") from None
    found: dict[_Key, int] = {}
    decisions = []
    for number, cells in _numbered(text, file):
        if number == 1:
            _check_header(cells, file)
            continue
        decision = _decision(cells, f"line {number}", file)
        first = found.setdefault(decision.key, number)
        if first != number:
            fact = f"line {number}: decides on the reading that line {first} decides on"
            raise DecisionsError(file, fact, "Keep the one that holds.")
        decisions.append(decision)
    return tuple(decisions)


def write_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Write what persons decided, whole or not at all, in an order of its own.

    Raises:
        DecisionsError: The file cannot be written; what was there is still there.
    """
    _replace(folder / DECISIONS_FILE, rendered(decisions))


def rendered(decisions: Iterable[Decision]) -> bytes:
    r"""Give the bytes of the file: sorted by document and place, ``\n``, guarded against formulas."""
    lines = [csv_line(DECISIONS_HEADER)]
    for one in sorted(decisions, key=lambda decision: decision.key):
        texts = map(guard, (one.field, one.as_read, one.choice, one.value, one.decided_by))
        lines.append(csv_line((one.sha256, str(one.page), str(one.row), *texts)))
    return "".join(lines).encode("utf-8", "backslashreplace")


def _numbered(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank with the number of the line on which it starts."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start, read = 1, False
    try:
        for cells in reader:
            if cells:
                yield start, cells
                read = True
            start = reader.line_num + 1
    except csv.Error as error:
        raise DecisionsError(file, f"line {start}: is no CSV ({error})", "Put the line right.") from None
    if not read:
        raise DecisionsError(file, "has no header", f"Its first line must be {','.join(DECISIONS_HEADER)}.")


def _check_header(cells: list[str], file: str) -> None:
    if tuple(cells) != DECISIONS_HEADER:
        fact = "line 1: the columns are not those of decisions"
        raise DecisionsError(file, fact, f"They must be {','.join(DECISIONS_HEADER)}.")


def _decision(cells: list[str], line: str, file: str) -> Decision:
    fact = _amiss(cells)
    if fact:
        raise DecisionsError(file, f"{line}: {fact}", "Put the line right, or take it out.")
    sha256, page, row, field, as_read, choice, value, who = cells
    return Decision(
        sha256, int(page), int(row), unguard(field), unguard(as_read), Choice(choice), unguard(value), unguard(who)
    )


def _amiss(cells: list[str]) -> str:
    """What keeps a line from being a decision; ``""`` where nothing does."""
    if len(cells) != len(DECISIONS_HEADER):
        return f"has {len(cells)} cells and must have {len(DECISIONS_HEADER)}"
    sha256, page, row, field, _, choice, value, _ = cells
    if not _SHA256.fullmatch(sha256):
        return f"sha256 is {sha256!r} and must be 64 hex digits"
    for name, cell in (("page", page), ("row", row)):
        if not _COUNT.fullmatch(cell):
            return f"{name} is {cell!r} and must be a number from 1"
    if unguard(field) not in DECIDABLE:
        return f"field is {field!r} and must be a figure or a text of indicators.csv"
    if choice not in set(Choice):
        return f"decision is {choice!r} and must be one of {', '.join(Choice)}"
    if bool(value.strip()) != (choice == Choice.VALUE):
        return "value must be given with the decision value, and with no other"
    return ""


def _replace(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except PackageError as error:
        raise DecisionsError(error.file, error.fact, error.next_step) from error
