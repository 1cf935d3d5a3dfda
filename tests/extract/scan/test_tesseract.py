from __future__ import annotations

from typing import Any

import pytest

from extract.scan import tesseract
from extract.scan.tesseract import tesseract_available, tesseract_lines

needs_tesseract = pytest.mark.skipif(not tesseract_available(), reason="Tesseract with its Spanish model is not here")


@needs_tesseract
def test_accents_and_spaces_are_kept(printed: Any) -> None:
    texts = ["Dirección de Planeación", "Los Ñandúes"]
    page = printed(texts, 300, 7)
    lines = tesseract_lines([page.crop(number, 2) for number in range(2)], 40)
    assert [" ".join(word.text for word in words) for words in lines] == texts
    assert all(word.confidence > 0.7 for words in lines for word in words)


@needs_tesseract
def test_boxes_are_those_of_the_crop(printed: Any) -> None:
    crop = printed(["Meta anual"], 300, 7).crop(0, 2)
    meta, anual = tesseract_lines([crop], 40)[0]
    assert -2 <= meta.box[0] < meta.box[2] < anual.box[0] < anual.box[2] <= crop.shape[1] + 2
    assert anual.box[2] > crop.shape[1] - 8


def test_without_the_spanish_model_nothing_is_read(
    printed: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(tesseract, "_PLACES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    tesseract._api.cache_clear()
    try:
        assert not tesseract_available()
        assert tesseract_lines([printed(["Meta"]).crop(0)], 40) == [()]
    finally:
        tesseract._api.cache_clear()
