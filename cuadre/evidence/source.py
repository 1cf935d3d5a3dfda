"""The file a value comes from, and the place on its paper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

Box = tuple[float, float, float, float]
"""``(left, top, right, bottom)`` in PDF points, origin at the top left, after page rotation."""

_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A signed original, known by its bytes.

    Attributes:
        name: File name, or the path under the folder that was asked for; ``/`` between parts.
        sha256: Hex digest of the bytes.
        size: Length in bytes.
    """

    name: str
    sha256: str
    size: int

    @property
    def document_id(self) -> str:
        """The name the data package uses: the first 16 hex digits of the hash."""
        return self.sha256[:_ID_DIGITS]

    @classmethod
    def of(cls, path: Path, name: str = "") -> SourceFile:
        """Hash a file. It is opened for reading only.

        Raises:
            OSError: The file cannot be read.
        """
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return cls(name or path.name, digest, stream.tell())


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in one source file.

    Attributes:
        page: Page number as a reader counts, from 1.
        box: Rectangle on that page; ``None`` for a transcription, which has no paper.
        line: Line number in a transcription, from 1; ``None`` on paper.

    Raises:
        ValueError: The page is below 1, or the box is inside out.

    >>> Place(0, (0, 0, 1, 1))
    Traceback (most recent call last):
    ValueError: pages count from 1, not 0
    """

    page: int
    box: Box | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if self.page < 1:
            raise ValueError(f"pages count from 1, not {self.page}")
        if self.box and (self.box[0] > self.box[2] or self.box[1] > self.box[3]):
            raise ValueError(f"a box runs left, top, right, bottom: {self.box}")
