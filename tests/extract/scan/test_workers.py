"""Scanned pages in several processes: the same answers, and a clear word when one is ended."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from cuadre.evidence import RecognitionFailed
from extract.read import read_document
from extract.scan import workers
from extract.scan.workers import Scanner

XS, YS = (30.0, 110.0, 190.0, 270.0), (40.0, 60.0, 80.0, 100.0)
ROWS = [["Unidad", "Meta", "Logro"], ["Obras", "1,250", "98.5%"], ["Agua", "37", "100%"]]


def scanned(path: Path, draw: Any, pages: int) -> Path:
    """Draw a table and keep only its picture, at 200 dpi, as often as asked."""
    import pypdfium2  # noqa: PLC0415

    def table(s: Any) -> None:
        s.grid(XS, YS)
        s.rows(XS, YS, ROWS)

    document = pypdfium2.PdfDocument(draw(table))
    picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    picture.save(path, "PDF", resolution=200, save_all=True, append_images=[picture] * (pages - 1))
    return path


def test_two_processes_read_what_one_reads(draw: Any, tmp_path: Path) -> None:
    path = scanned(tmp_path / "scan.pdf", draw, 2)
    alone, shared = read_document(path), read_document(path, workers=2)
    assert alone == shared
    texts = [cell.text for cell in alone.tables[0].cells]
    assert {"1,250", "98.5%", "37"} <= set(texts)
    assert alone.kind == "scanned"


def test_a_process_that_is_ended_is_a_clear_error(tmp_path: Path) -> None:
    pending = Scanner(tmp_path / "a.pdf", "a.pdf", None, 2)._wait

    def ended() -> Any:
        raise BrokenProcessPool

    with pytest.raises(RecognitionFailed, match="page 3"):
        pending(ended, 2)


def test_each_process_keeps_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "8")
    workers._one_thread()
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
