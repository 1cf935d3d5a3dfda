"""Pictures for the review page: the place of a doubt on its page, and whole pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from cuadre import pipeline
from cuadre.evidence import Box, DocumentError
from cuadre.review.model import Doubt

_CROP_DPI, _WIDE_DPI, _PAGE_DPI = 220.0, 170.0, 110.0
_BESIDE, _ABOVE = 150.0, 16.0
_ABOVE_WIDE = 60.0
_TEXTS = 0.3
_KEPT = 48
_OPEN = 8
_Key = tuple[str, int, Box | None, float]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a page that is shown of a doubt, in points.

    Attributes:
        page: Of the document.
        box: What is shown.
        outline: The cell, or, when only its row is known, the row.
        whole_row: The outline is that of the row.
        dpi: How finely it is drawn.
    """

    page: int
    box: Box
    outline: Box
    whole_row: bool
    dpi: float


@dataclass(slots=True)
class Paper:
    """The originals of a package, opened when they are asked for. May be asked from any thread.

    Attributes:
        originals: Where each document is, by its id; a document without one has no pictures.
        password: For those that need one.
    """

    originals: Mapping[str, Path]
    password: str | None = None
    _opened: OrderedDict[str, pipeline.Pictures | None] = field(default_factory=OrderedDict)
    _drawn: OrderedDict[_Key, bytes] = field(default_factory=OrderedDict)
    _lock: RLock = field(default_factory=RLock)

    def has(self, document_id: str) -> bool:
        """Whether pages of a document can be shown."""
        with self._lock:
            return self._pictures(document_id) is not None

    def window(self, doubt: Doubt, *, wide: bool = False) -> Window | None:
        """The part of the page to show; ``None`` when there is no picture or no place in the row is known.

        Args:
            doubt: Whose cell is outlined.
            wide: Show the whole width of the page and the rows around.
        """
        cell = doubt.cell
        page = cell.page if cell.box else next((one.page for one in doubt.row if one.box), 0)
        band = _around([one.box for one in doubt.row if one.box is not None and one.page == page])
        width, height = self.size(doubt.where.document_id, page)
        if band is None or not width:
            return None
        above = _ABOVE_WIDE if wide else _ABOVE
        left, right = 0.0, width
        if cell.box is not None and not wide:
            left, right = max(0.0, cell.box[0] - _BESIDE), min(width, cell.box[2] + _BESIDE)
        elif not wide and band[0] > _TEXTS * width:
            # Texts stand before figures, and are small.
            right = band[0]
        box = (left, max(0.0, band[1] - above), right, min(height, band[3] + above))
        outline = cell.box or (max(left, 2.0), band[1], min(right, width - 2.0), band[3])
        dpi = _WIDE_DPI if right - left > width / 2 else _CROP_DPI
        return Window(page, box, outline, cell.box is None, dpi) if box[0] < box[2] and box[1] < box[3] else None

    def crop(self, document_id: str, window: Window) -> bytes | None:
        """That part as PNG; ``None`` when it cannot be drawn."""
        return self._picture((document_id, window.page, window.box, window.dpi))

    def page(self, document_id: str, page: int) -> bytes | None:
        """A whole page as PNG; ``None`` when it cannot be drawn."""
        return self._picture((document_id, page, None, _PAGE_DPI))

    def size(self, document_id: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points; 0 when there is no such page."""
        with self._lock:
            pictures = self._pictures(document_id)
            try:
                return (0.0, 0.0) if pictures is None else pictures.size(page)
            except DocumentError:
                return (0.0, 0.0)

    def close(self) -> None:
        """Close all files."""
        with self._lock:
            while self._opened:
                self._close_oldest()

    def _close_oldest(self) -> None:
        _, pictures = self._opened.popitem(last=False)
        if pictures is not None:
            pictures.close()

    def _picture(self, key: _Key) -> bytes | None:
        document_id, page, box, dpi = key
        with self._lock:
            if key not in self._drawn:
                pictures = self._pictures(document_id)
                if pictures is None:
                    return None
                try:
                    drawn = pictures.page(page, dpi) if box is None else pictures.crop(page, box, dpi)
                except DocumentError:
                    return None
                self._drawn[key] = drawn
                if len(self._drawn) > _KEPT:
                    self._drawn.popitem(last=False)
            return self._drawn[key]

    def _pictures(self, document_id: str) -> pipeline.Pictures | None:
        if document_id not in self._opened:
            if len(self._opened) >= _OPEN:
                self._close_oldest()
            self._opened[document_id] = self._open(document_id)
        self._opened.move_to_end(document_id)
        return self._opened[document_id]

    def _open(self, document_id: str) -> pipeline.Pictures | None:
        path = self.originals.get(document_id)
        try:
            return None if path is None else pipeline.open_pictures(path, self.password)
        except (DocumentError, OSError):
            return None


def _around(boxes: list[Box]) -> Box | None:
    """The smallest box around some boxes."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
