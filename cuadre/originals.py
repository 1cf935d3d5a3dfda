"""Finding the originals of a data package again: by their bytes, never by their name alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cuadre.evidence import SourceFile

_MOST_FILES = 200_000


def find_originals(sources: Iterable[SourceFile], places: Sequence[Path]) -> dict[str, Path]:
    """Find files with the bytes that the documents of a package were read from.

    A file is hashed only if it is as long as one of them, those of the same name first. Symbolic links below a place
    are not followed; folders that may not be read are passed over.

    Args:
        sources: The documents.
        places: Folders to look in with all below them, or files.

    Returns:
        For each SHA-256 that was found, where.
    """
    wanted = {source.sha256: source for source in sources}
    sizes = {source.size for source in wanted.values()}
    names = {Path(source.name).name for source in wanted.values()}
    like = [path for path, size in _files(places) if size in sizes]
    found: dict[str, Path] = {}
    for path in sorted(like, key=lambda path: (path.name not in names, str(path))):
        if len(found) == len(wanted):
            break
        try:
            sha256 = SourceFile.of(path).sha256
        except OSError:
            continue
        if sha256 in wanted:
            found.setdefault(sha256, path)
    return found


def _files(places: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    """Give the files in some places with their length, so many at most."""
    seen = 0
    for place in places:
        if place.is_file():
            yield place, place.stat().st_size
            continue
        for folder, _, names in os.walk(place):
            for name in names:
                path = Path(folder, name)
                seen += 1
                if seen > _MOST_FILES:
                    return
                try:
                    status = path.lstat()
                except OSError:
                    continue
                if not path.is_symlink():
                    yield path, status.st_size
