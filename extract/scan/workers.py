"""Scanned pages in processes of their own: one a core, each with one thread.

A page depends on its own pixels alone, so the answers are the same whatever the number of processes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import pypdfium2

from cuadre.evidence import DamagedFile, RecognitionFailed
from extract.pdf import open_pdf
from extract.scan.model import ScannedPage

Pending = Callable[[], ScannedPage]
"""Waits for a page and gives it."""


class Scanner:
    """Reads pages of one PDF from their pixels.

    Args:
        path: The file.
        name: How errors name it.
        password: The user's password, if the file needs one.
        workers: How many processes share the work; with 1, this one does it.
        folder: Gets what a second look at the pages needs.
    """

    def __init__(
        self, path: Path, name: str, password: str | None, workers: int, folder: Path | None = None
    ) -> None:
        self._path, self._name, self._password, self._workers, self._folder = path, name, password, workers, folder
        self._begun: dict[int, Future[ScannedPage]] = {}

    def begin(self, index: int) -> Pending:
        """Start to read a page, given by its index from 0; with one process it is read when asked for."""
        work = partial(_read_page, self._path, self._name, self._password, index, self._folder)
        if self._workers == 1:
            return work
        self._begun[index] = _pool(self._workers).submit(work)
        return partial(self._finish, index)

    def close(self) -> None:
        """Leave pages unread that nobody waited for; when this returns, no process writes to the folder any more."""
        running = [future for future in self._begun.values() if not future.cancel()]
        self._begun.clear()
        wait(running)

    def _finish(self, index: int) -> ScannedPage:
        return self._wait(self._begun.pop(index).result, index)

    def _wait(self, result: Pending, index: int) -> ScannedPage:
        try:
            return result()
        except BrokenProcessPool as error:
            _pool.cache_clear()
            raise RecognitionFailed(
                self._name, f"the process that read page {index + 1} was ended from outside",
                "There may be too little memory: run it again with --workers 1.",
            ) from error  # fmt: skip


def _read_page(path: Path, name: str, password: str | None, index: int, folder: Path | None) -> ScannedPage:
    from extract.scan.page import read_scan  # noqa: PLC0415 (recognisers take a second to load; most documents need none)

    with open_pdf(path, name, password) as document:
        try:
            page = document[index]
            try:
                return read_scan(page, index + 1, folder)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(name, f"page {index + 1} is damaged", "Copy it again from the original.") from error


@lru_cache(maxsize=1)
def _pool(workers: int) -> ProcessPoolExecutor:
    # Fresh processes: a fork would copy the state of the PDF library, which is not made for it.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_one_thread)


def _one_thread() -> None:
    import cv2  # noqa: PLC0415 (only the processes that read pixels need it)

    cv2.setNumThreads(1)
    os.environ["OMP_THREAD_LIMIT"] = "1"
