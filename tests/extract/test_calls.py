"""Calls by address: they read what the library's own bindings read."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from extract import calls


def sketch(s: Any) -> None:
    s.text(40, 50, "Meta 25")
    s.box(100, 100, 160, 140, fill=0.5)


@pytest.fixture
def page(draw: Any) -> Any:
    document = pypdfium2.PdfDocument(draw(sketch))
    yield document[0]
    document.close()


def test_boxes_of_characters(page: Any) -> None:
    text = page.get_textpage()
    boxes = []
    for index in range(text.count_chars()):
        box = pdfium.FS_RECTF()
        assert calls.loose_char_box(calls.address(text.raw), index, ctypes.addressof(box))
        boxes.append((box.left, box.bottom, box.right, box.top))
    assert boxes == [text.get_charbox(index, loose=True) for index in range(text.count_chars())]
    text.close()


def test_objects(page: Any) -> None:
    count = pdfium.FPDFPage_CountObjects(page.raw)
    found = [calls.page_object(calls.address(page.raw), index) for index in range(count)]
    assert found == [calls.address(pdfium.FPDFPage_GetObject(page.raw, index)) for index in range(count)]
    assert {calls.object_type(item) for item in found} == {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH}


def test_no_object_behind_an_index_out_of_range(page: Any) -> None:
    assert calls.page_object(calls.address(page.raw), 999) is None
