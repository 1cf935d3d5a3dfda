"""Tesseract with its Spanish model, kept loaded."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extract.scan.model import PixelBox, Pixels

_LANGUAGE = "spa"
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_BORDER = 10
_DPI = 300
_WORD, _FIELDS = "5", 12
_ALLOWED = "tessedit_char_whitelist"


@dataclass(frozen=True, slots=True)
class TessWord:
    """A word as Tesseract saw it.

    Attributes:
        text: NFC.
        box: In pixels of the crop that it was read from.
        confidence: 0 to 1, as Tesseract gives it.
    """

    text: str
    box: PixelBox
    confidence: float


def _language_folder() -> str | None:
    """The folder that holds the Spanish model."""
    named = os.environ.get("TESSDATA_PREFIX")
    for folder in ([named, f"{named}/tessdata"] if named else []) + list(_PLACES):
        if (Path(folder) / f"{_LANGUAGE}.traineddata").is_file():
            return folder
    return None


@cache
def _api() -> Any | None:  # noqa: ANN401 - tesserocr has no types
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    folder = _language_folder()
    if folder is None:
        return None
    try:
        import tesserocr  # noqa: PLC0415 - has no wheel for every system
    except ImportError:
        return None
    try:
        api = tesserocr.PyTessBaseAPI(
            path=folder, lang=_LANGUAGE, psm=tesserocr.PSM.SINGLE_LINE, oem=tesserocr.OEM.LSTM_ONLY
        )
    except RuntimeError:
        return None
    api.SetVariable("tessedit_do_invert", "0")
    return api


def tesseract_available() -> bool:
    """Whether Tesseract and its Spanish model can be used here."""
    return _api() is not None


def tesseract_lines(crops: Sequence[Pixels], height: int, signs: str = "") -> list[tuple[TessWord, ...]]:
    """Read crops, each with one line of dark text on white; nothing where Tesseract is not there.

    Args:
        crops: Gray, tight around the text.
        height: To which they are enlarged, in pixels.
        signs: The only ones it may answer with; ``""`` for all.
    """
    api = _api()
    if api is None:
        return [() for _ in crops]
    api.SetVariable(_ALLOWED, signs)
    return [_words(api, crop, height / crop.shape[0]) for crop in crops]


def _words(api: Any, crop: Pixels, scale: float) -> tuple[TessWord, ...]:  # noqa: ANN401 - tesserocr has no types
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    height, width = (max(1, round(side * scale)) for side in crop.shape)
    sized = cv2.resize(crop, (width, height), interpolation=way)
    framed = np.ascontiguousarray(cv2.copyMakeBorder(sized, *(_BORDER,) * 4, cv2.BORDER_CONSTANT, value=255))
    api.SetImageBytes(framed.tobytes(), framed.shape[1], framed.shape[0], 1, framed.shape[1])
    api.SetSourceResolution(_DPI)
    words = []
    for row in api.GetTSVText(0).splitlines():
        level, *_, left, top, wide, tall, confidence, text = [*row.split("\t"), ""][:_FIELDS]
        if level == _WORD and text.strip():
            edges = (int(left), int(top), int(left) + int(wide), int(top) + int(tall))
            box = tuple(round((edge - _BORDER) / scale) for edge in edges)
            place = (box[0], box[1], box[2], box[3])
            words.append(TessWord(unicodedata.normalize("NFC", text.strip()), place, float(confidence) / 100))
    return tuple(words)
