"""The pages of one PDF: from their text where that can be trusted, else from their pixels."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2

from cuadre.evidence import Box, DamagedFile, Finding
from extract.content import PageContent, read_page
from extract.layer import judge_layer
from extract.limits import expect_drawable, expect_page, named
from extract.model import DEFAULT_LIMITS, Limits, Mark, PageKind
from extract.rules import LAYER_DISTRUSTED, PAGE_TURNED, TEXT_SLANTED
from extract.scan.model import OnPaper, ScannedPage
from extract.scan.workers import Scanner

_COVERED = 0.5
_FEW_CHARACTERS = 100
_FEW_RULINGS = 4
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page with where it was read from.

    Attributes:
        content: Its words and rulings.
        kind: Digital or scanned.
        findings: What was odd about it.
        marks: Strokes and stamps on a scan; ``None`` where nobody looked.
        on_paper: On a scan, where a box of ``content`` stands on the page as it was scanned.
    """

    content: PageContent
    kind: PageKind
    findings: tuple[Finding, ...] = ()
    marks: tuple[Mark, ...] | None = None
    on_paper: OnPaper | None = None


class PageReader:
    """Reads the pages of an open PDF, scanned ones in several processes at once.

    Memory holds a few pages at a time, and of scanned pages the words.

    Args:
        document: Open, and left open.
        path: Its file.
        name: How errors name it.
        password: The user's password, if the file needs one.
        workers: How many processes read scanned pages.
        folder: Gets what a second look at scanned pages needs.
        limits: How large a page, and what is on it, may be.
    """

    def __init__(
        self, document: pypdfium2.PdfDocument, path: Path, name: str, password: str | None, workers: int, *,
        folder: Path, limits: Limits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._limits = limits
        self._document, self._name, self._workers = document, name, workers
        self._scanner = Scanner(path, name, password, workers if len(document) > 1 else 1, folder)
        self._scanned: dict[int, PageContent] = {}

    def __iter__(self) -> Iterator[ReadPage]:
        """Give all pages in order.

        Raises:
            DamagedFile: One of them is broken.
            OverLimit: One of them is larger, or holds more, than it may.
        """
        waiting: deque[Callable[[], ReadPage]] = deque()
        for index in range(len(self._document)):
            waiting.append(self._look(index))
            if len(waiting) > _AHEAD * self._workers:
                yield self._kept(waiting.popleft()())
        while waiting:
            yield self._kept(waiting.popleft()())

    def again(self, number: int) -> PageContent:
        """Give the words and rulings of a page, by its number from 1, once more."""
        return self._scanned.get(number) or self._digital(number - 1)

    def close(self) -> None:
        """Leave pages unread that nobody waited for; the document stays open."""
        self._scanner.close()

    def _kept(self, page: ReadPage) -> ReadPage:
        if page.kind is PageKind.SCANNED:
            self._scanned[page.content.number] = page.content
        return page

    def _look(self, index: int) -> Callable[[], ReadPage]:
        """Read a digital page, or start to read a scanned one."""
        content = self._digital(index)
        findings = tuple(_distrust(content))
        if findings or is_picture(content):
            with named(self._name):
                expect_drawable(index + 1, content.width, content.height, self._limits)
            return partial(_scanned, self._scanner.begin(index), findings)
        return partial(ReadPage, content, PageKind.DIGITAL, tuple(_remarks(content)))

    def _digital(self, index: int) -> PageContent:
        try:
            page = self._document[index]
            try:
                with named(self._name):
                    width, height = page.get_size()
                    expect_page(index + 1, width, height, self._limits)
                    return read_page(page, index + 1, self._limits)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(
                self._name, f"page {index + 1} is damaged", "Copy it again from the original.",
            ) from error  # fmt: skip


def _scanned(pending: Callable[[], ScannedPage], findings: tuple[Finding, ...]) -> ReadPage:
    page = pending()
    remarks = (*findings, *page.findings, *_remarks(page.content))
    return ReadPage(page.content, PageKind.SCANNED, remarks, page.marks, page.on_paper)


def is_picture(content: PageContent) -> bool:
    """Tell whether nothing but pixels says what is on a page: there is at most a stamp's worth of text.

    Text that was turned into outlines leaves rulings and no characters.
    """
    shown = [_shown(box, content.width, content.height) for box in content.images]
    if not content.characters:
        return bool(shown or content.rulings)
    covered = sum(shown) >= _COVERED * content.width * content.height
    return covered and content.characters < _FEW_CHARACTERS and len(content.rulings) < _FEW_RULINGS


def _shown(box: Box, width: float, height: float) -> float:
    left, top, right, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)
    return max(right - left, 0.0) * max(bottom - top, 0.0)


def _distrust(content: PageContent) -> Iterator[Finding]:
    verdict = judge_layer(content)
    if verdict.read_pixels:
        number = content.number
        message = f"El texto digital de la página {number} no es de fiar ({verdict.reason}); se leyó su imagen."
        yield LAYER_DISTRUSTED.finding(message, page=number, evidence=verdict.reason)


def _remarks(content: PageContent) -> Iterator[Finding]:
    number = content.number
    if content.turned:
        yield PAGE_TURNED.finding(
            f"El contenido de la página {number} corre de lado o de cabeza; se giró {content.turned}° para leerlo.",
            page=number, evidence=str(content.turned),
        )  # fmt: skip
    if content.oblique:
        text = " ".join(content.oblique)
        yield TEXT_SLANTED.finding(
            f"En la página {number} hay texto inclinado que no entra en ninguna celda: «{text}».",
            page=number, as_read=text,
        )  # fmt: skip
