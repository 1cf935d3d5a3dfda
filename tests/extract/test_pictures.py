"""Pictures of pages: what was asked for, within limits, the same from every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from cuadre.evidence import DamagedFile, DocumentError, OverLimit
from extract import pictures as pictures_module
from extract.pictures import Pictures

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "q1-report" / "source.pdf"


def pixels(png: bytes) -> NDArray[np.uint8]:
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return np.asarray(decoded, np.uint8)


def test_a_page_has_the_size_that_was_asked_for() -> None:
    with Pictures(SAMPLE) as pictures:
        width, height = pictures.size(1)
        drawn = pixels(pictures.page(1, 72))
        assert len(pictures) == 3
    assert abs(drawn.shape[1] - width) <= 1
    assert abs(drawn.shape[0] - height) <= 1
    assert drawn.min() < 128 < drawn.max()


def test_a_piece_is_that_piece_of_the_page() -> None:
    with Pictures(SAMPLE) as pictures:
        whole = pixels(pictures.page(1, 144))
        piece = pixels(pictures.crop(1, (100.0, 60.0, 300.0, 160.0), 144))
    assert piece.shape == (200, 400)
    there = whole[120:320, 200:600]
    assert np.mean(np.abs(there.astype(int) - piece.astype(int))) < 1.0


def test_a_margin_ends_at_the_edge_of_the_page() -> None:
    with Pictures(SAMPLE) as pictures:
        width, height = pictures.size(1)
        piece = pixels(pictures.crop(1, (0.0, 0.0, width, 10.0), 72, margin=1e6))
    assert abs(piece.shape[1] - width) <= 1
    assert abs(piece.shape[0] - height) <= 1


def test_a_turned_page_is_upright(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    with pikepdf.open(SAMPLE) as document:
        document.pages[0].rotate(90, relative=True)
        document.save(path)
    with Pictures(SAMPLE) as straight, Pictures(path) as turned:
        assert turned.size(1) == straight.size(1)[::-1]
        box = (20.0, 30.0, 120.0, 90.0)
        upright, lying = pixels(straight.page(1, 72)), pixels(turned.crop(1, box, 72))
        whole = pixels(turned.page(1, 72))
    assert whole.shape == upright.shape[::-1]
    assert np.mean(np.abs(whole[30:90, 20:120].astype(int) - lying.astype(int))) < 1.0


def test_the_same_bytes_from_many_threads() -> None:
    with Pictures(SAMPLE) as one, Pictures(SAMPLE) as other, ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda at: (one, other)[at % 2].crop(1, (50, 50, 150, 90), 100), range(16)))
    assert len(set(drawn)) == 1


@pytest.mark.parametrize(("module", "closing"), [("page", "FPDF_ClosePage"), ("bitmap", "FPDFBitmap_Destroy")])
def test_what_was_opened_is_closed_before_another_thread_may_draw(
    module: str, closing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed after the lock, it crashed the process once in two runs of many threads."""
    closed: list[bool] = []
    library = getattr(pypdfium2._helpers, module).pdfium_c
    close = getattr(library, closing)

    def noted(raw: object) -> None:
        closed.append(pictures_module._DRAWING.locked())
        close(raw)

    with Pictures(SAMPLE) as pictures:
        monkeypatch.setattr(library, closing, noted)
        pictures.crop(1, (50.0, 50.0, 150.0, 90.0), 100)
        pictures.page(2, 20)
    assert closed == [True] * 2


def test_what_is_not_there_is_refused() -> None:
    with Pictures(SAMPLE) as pictures:
        for page in (0, 4):
            with pytest.raises(DamagedFile, match=f"no page {page}"):
                pictures.size(page)
        with pytest.raises(DamagedFile, match="does not reach"):
            pictures.crop(1, (9000.0, 9000.0, 9010.0, 9010.0), 72)


def test_too_many_pixels_are_refused() -> None:
    with Pictures(SAMPLE) as pictures:
        with pytest.raises(OverLimit, match="pixels"):
            pictures.page(1, 50_000)
        # The piece alone counts, not the page it is on.
        assert pixels(pictures.crop(1, (50.0, 50.0, 51.0, 51.0), 5_000)).size < 10_000


def test_a_file_that_is_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"no")
    with pytest.raises(DocumentError):
        Pictures(path)
