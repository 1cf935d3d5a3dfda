"""Pictures of pages and of places on them, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import cv2
import numpy as np
import pypdfium2

from cuadre.evidence import Box, DamagedFile, OverLimit
from extract.model import DEFAULT_LIMITS
from extract.pdf import open_pdf

_POINTS = 72.0
_COPY_AGAIN = "Copy it again from the original."

_DRAWING = Lock()
"""pdfium is not safe to be called from two threads, not even with two documents, nor to close what was drawn."""


class Pictures:
    """Draws the pages of one PDF as PNG; may be asked from any thread.

    The same arguments give the same bytes. Places are in points, origin at the top left, after the page's rotation.

    Args:
        path: The file. It is opened for reading only.
        password: The user's password, if the file needs one.

    Raises:
        DocumentError: As ``open_pdf``.
    """

    def __init__(self, path: Path, password: str | None = None) -> None:
        self._name = path.name
        self._opened = open_pdf(path, path.name, password)
        with _DRAWING:
            self._document = self._opened.__enter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with _DRAWING:
            self._opened.__exit__(None, None, None)

    def __len__(self) -> int:
        with _DRAWING:
            return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Give width and height of a page, from 1, in points.

        Raises:
            DamagedFile: The page is not there or cannot be opened.
        """
        with self._page(page) as opened:
            width, height = opened.get_size()
            return (float(width), float(height))

    def page(self, page: int, dpi: float) -> bytes:
        """Draw a whole page.

        Raises:
            DamagedFile: It cannot be drawn.
            OverLimit: It would have too many pixels.
        """
        with self._page(page) as opened:
            return self._drawn(opened, (0.0, 0.0, *opened.get_size()), dpi)

    def crop(self, page: int, box: Box, dpi: float, margin: float = 0.0) -> bytes:
        """Draw a place of a page with so many points around it; what is beyond the page's edge is left out.

        Raises:
            DamagedFile: It cannot be drawn, or the place is not on the page.
            OverLimit: It would have too many pixels.
        """
        with self._page(page) as opened:
            width, height = opened.get_size()
            left, top = max(0.0, box[0] - margin), max(0.0, box[1] - margin)
            right, bottom = min(width, box[2] + margin), min(height, box[3] + margin)
            if right <= left or bottom <= top:
                raise DamagedFile(self._name, f"page {page} does not reach to {box}", "Convert it again.")
            return self._drawn(opened, (left, top, right, bottom), dpi)

    @contextmanager
    def _page(self, page: int) -> Iterator[pypdfium2.PdfPage]:
        """Open a page for one thread; left to itself, it would close after the lock, while another thread draws."""
        with _DRAWING:
            if not 1 <= page <= len(self._document):
                raise DamagedFile(self._name, f"it has no page {page}", "Convert it again.")
            try:
                opened = self._document[page - 1]
            except pypdfium2.PdfiumError as error:
                raise DamagedFile(self._name, f"page {page} cannot be opened", _COPY_AGAIN) from error
            with closing(opened):
                yield opened

    def _drawn(self, page: pypdfium2.PdfPage, box: Box, dpi: float) -> bytes:
        scale = dpi / _POINTS
        width, height = page.get_size()
        pixels = (box[2] - box[0]) * (box[3] - box[1]) * scale * scale
        if pixels > DEFAULT_LIMITS.pixels:
            raise OverLimit(self._name, f"a picture of {pixels:,.0f} pixels was asked for", "Ask for fewer dpi.")
        around = (box[0], height - box[3], width - box[2], box[1])
        try:
            with closing(page.render(scale=scale, crop=around, draw_annots=True)) as drawn:
                fine, png = cv2.imencode(".png", np.ascontiguousarray(drawn.to_numpy()))
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(self._name, "a page cannot be drawn", _COPY_AGAIN) from error
        if not fine:
            raise DamagedFile(self._name, "a page cannot be drawn", _COPY_AGAIN)
        return png.tobytes()
