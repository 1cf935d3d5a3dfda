"""Pictures of the places that a report speaks of, cut from the originals where they are at hand."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cuadre import pipeline
from cuadre.evidence import Box, DocumentError
from cuadre.originals import find_originals
from cuadre.pipeline import Pictures
from cuadre.report.source import Package

_DPI = 130
_BESIDE, _ABOVE = 64.0, 9.0
_TALLEST = 150.0
MOST_PICTURES = 40
"""In the report of one document."""

MOST_BYTES = 3_000_000
"""Of the pictures in the report of one document, before they are put into text."""

Place = tuple[int, Box]
"""A page, from 1, and a box on it."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page with a cell to be outlined in it.

    Attributes:
        uri: The picture, as a ``data:`` address.
        width, height: Of the piece, in points.
        cell: The cell in the piece: left, top, width, height, in points.
    """

    uri: str
    width: float
    height: float
    cell: tuple[float, float, float, float]


class Originals:
    """The originals of a package that were found, by SHA-256.

    Args:
        package: Its transcriptions have no pages to be pictured and are not looked for.
        places: Folders and files to look in.
        password: For originals that cannot be opened without one.
    """

    def __init__(self, package: Package, places: Sequence[Path], password: str | None = None) -> None:
        pictured = [line for line in package.documents if line["kind"] != "transcript"]
        sources = [package.source(line) for line in pictured]
        self._found: Mapping[str, Path] = find_originals(sources, places) if sources else {}
        self._password = password

    def crops(self, sha256: str, places: Iterable[Place]) -> dict[Place, Crop]:
        """Cut so many places out of one original, the first ones first; none where it is not at hand."""
        path = self._found.get(sha256)
        cut: dict[Place, Crop] = {}
        if path is None:
            return cut
        left = MOST_BYTES
        with _opened(path, self._password) as pictures:
            for place in dict.fromkeys(places) if pictures is not None else ():
                crop = _crop(pictures, place) if pictures is not None else None
                if crop is None:
                    continue
                left -= len(crop.uri) * 3 // 4
                if left < 0 or len(cut) == MOST_PICTURES:
                    break
                cut[place] = crop
        return cut


@contextmanager
def _opened(path: Path, password: str | None) -> Iterator[Pictures | None]:
    try:
        pictures = pipeline.open_pictures(path, password)
    except DocumentError:
        # The report is about the package; a lost password must not cost it.
        yield None
        return
    with pictures:
        yield pictures


def _crop(pictures: Pictures, place: Place) -> Crop | None:
    page, box = place
    try:
        width, height = pictures.size(page)
        left, top = max(0.0, box[0] - _BESIDE), max(0.0, box[1] - _ABOVE)
        right, bottom = min(width, box[2] + _BESIDE), min(height, box[3] + _ABOVE, box[1] + _TALLEST)
        png = pictures.crop(page, (left, top, right, bottom), _DPI)
    except DocumentError:
        return None
    cell = (box[0] - left, box[1] - top, min(box[2], right) - box[0], min(box[3], bottom) - box[1])
    uri = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    return Crop(uri, right - left, bottom - top, cell)
