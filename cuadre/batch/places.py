"""Where a document's package goes: one folder a document, none twice, none over what is ours."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from cuadre.batch.errors import NightRefused

JOURNAL = "cuadre.sqlite"
LOCK = "cuadre.lock"
LOG = "cuadre-log.jsonl"
DATASET = "dataset"
INDEX = "index.html"

_OURS = re.compile(rf"({DATASET}|{re.escape(INDEX)}|cuadre[.-].*)", re.IGNORECASE)
_LONGEST = 255
"""Bytes that a file system takes for one name."""


def folded(name: str) -> str:
    """What two names have in common that some file system takes for the same.

    >>> folded("INFORME.pdf") == folded("informe.PDF")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def place_of(name: str, is_taken: Callable[[str], bool]) -> str:
    """Choose the folder under OUTDIR for a document: its own path there, unless that is taken.

    A folder at the top of the inbox that is called like something of ours in OUTDIR (``dataset``, ``index.html``,
    ``cuadre.sqlite`` ...) gets a ``~``; so does one that is called like that and a ``~`` already. Of two names that
    some file system takes for the same, the second gets ``~2`` before its suffix.

    Args:
        name: Path under the inbox.
        is_taken: Whether another document has a folder, by what :func:`folded` gives for it.

    >>> place_of("dataset/2026/q1.pdf", lambda folder: False)
    'dataset~/2026/q1.pdf'
    >>> place_of("norte/Q1.pdf", {"norte/q1.pdf"}.__contains__)
    'norte/Q1~2.pdf'
    """
    top, slash, rest = name.partition("/")
    if slash and _OURS.fullmatch(top.rstrip("~")):
        top += "~"
    plain = place = top + slash + rest
    again = 2
    while is_taken(folded(place)):
        place = _numbered(plain, again)
        again += 1
    return place


def _numbered(place: str, number: int) -> str:
    folder, slash, last = place.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    ending = f"~{number}{dot}{suffix}"
    while len(os.fsencode(stem + ending)) > _LONGEST:
        stem = stem[:-1]
    return f"{folder}{slash}{stem}{ending}"


def refuse_nesting(inbox: Path, outdir: Path, others: tuple[Path, ...] = ()) -> None:
    """See that no folder that is written to lies in one that is read or written by somebody else.

    Args:
        inbox: Must be a folder.
        outdir: May be missing.
        others: Folders that documents are filed in; may be missing.

    Raises:
        NightRefused: The inbox is no folder, or one of them lies in another.
    """
    if not inbox.is_dir():
        raise NightRefused(str(inbox), "is not a folder", "Name the folder with the documents.")
    folders = [inbox, outdir, *others]
    for place, one in enumerate(folders):
        for other in folders[place + 1 :]:
            _refuse_nested(one, other)


def _refuse_nested(one: Path, other: Path) -> None:
    # A drive may be mounted twice: then only the system can tell that two paths are one folder.
    real, real_other = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    inside = _lies_in(real_other, real)
    if inside or _lies_in(real, real_other):
        inner, outer = (other, one) if inside else (one, other)
        raise NightRefused(
            str(inner), f"lies in {outer}, and what is written there would be taken for what was brought",
            "Name folders that lie beside each other.",
        )  # fmt: skip


def _lies_in(inner: Path, outer: Path) -> bool:
    return any(_is_same(folder, outer) for folder in (inner, *inner.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False
