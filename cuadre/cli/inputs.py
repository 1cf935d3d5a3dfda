"""What the user named on the command line, as files."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".pdf", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.

    Attributes:
        path: Where it is.
        name: What the data package calls it: its path under the folder that was named, else its own name.
    """

    path: Path
    name: str


def find_inputs(arguments: Iterable[str]) -> tuple[Input, ...]:
    """Turn files, folders and patterns into files, each once, in the order they were named.

    A folder stands for the PDFs and transcriptions anywhere below it, in order of name; hidden files
    are passed over. A name that matches nothing is kept: reading it will say that it is missing.
    """
    found: dict[Path, Input] = {}
    for argument in arguments:
        for item in _expand(argument):
            found.setdefault(item.path.absolute(), item)
    return tuple(found.values())


def _expand(argument: str) -> Iterator[Input]:
    path = Path(argument)
    if path.is_dir():
        yield from _below(path)
    elif path.exists() or not glob.has_magic(argument):
        yield Input(path, path.name)
    else:
        matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 (Path.glob wants a relative one)
        for match in map(Path, matches):
            yield from _below(match) if match.is_dir() else (Input(match, match.name),)
        if not matches:
            yield Input(path, path.name)


def _below(folder: Path) -> Iterator[Input]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden:
            yield Input(path, relative.as_posix())
