"""Which way up a picture of a page is."""

from __future__ import annotations

import functools
from importlib.resources import files

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from extract.scan.model import Flags, Pixels
from extract.scan.straighten_rulings import closed, labelled

_LONGEST_SIGN = 0.35
_SHORTEST_SIGN = 0.025
_LETTER_GAP = 0.02
_WORD_GAP = 0.05
_FEWEST_SIGNS = 24
_CLEARLY_FEWER = 0.8
_LINE_HEIGHTS = (0.04, 0.25)
_LONG, _LONGEST = 3.0, 15.0
_MARGIN = 0.15
_MODEL = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
_MODEL_SIZE = (192, 48)
_WORDS_AT_ONCE, _MOST_WORDS, _FEWEST_WORDS = 12, 36, 4
_SURE, _ENOUGH = 0.6, 0.3

Floats = npt.NDArray[np.float32]


def letters_of(dark: Flags, dpi: float) -> Pixels:
    """Give what is of the size of a letter or a joined word, 1 on 0: no rulings, no specks, no areas.

    Args:
        dark: What is dark on the page.
        dpi: Its pixels an inch.
    """
    labels, boxes = labelled(dark.view(np.uint8))
    size = boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    letters = (size < _LONGEST_SIGN * dpi) & (size >= _SHORTEST_SIGN * dpi)
    letters[0] = False
    return np.asarray(letters.astype(np.uint8)[labels], np.uint8)


def is_sideways(letters: Pixels, dpi: float) -> bool:
    """Tell whether the lines of text run up and down: letters stand closer in a line than lines do.

    Args:
        letters: Letters alone, 1 on 0.
        dpi: Their pixels an inch.
    """
    if _pieces(letters) < _FEWEST_SIGNS:
        return False
    gap = max(2, round(_LETTER_GAP * dpi)) + 1
    return _pieces(closed(letters, gap, 1)) < _pieces(closed(letters, 1, gap)) * _CLEARLY_FEWER


def _pieces(flags: Pixels) -> int:
    return int(cv2.connectedComponents(flags, connectivity=8)[0]) - 1


def is_upside_down(gray: Pixels, letters: Pixels, dpi: float) -> bool:
    """Tell whether the text stands on its head, from the longest words; in doubt it does not.

    Args:
        gray: A straight page, its text horizontal.
        letters: Its letters, 1 on 0.
        dpi: Pixels an inch of both.
    """
    words = _words(gray, letters, dpi)
    votes: list[float] = []
    for start in range(0, len(words), _WORDS_AT_ONCE):
        votes.extend(map(_turned, words[start : start + _WORDS_AT_ONCE]))
        if abs(sum(votes)) > _SURE * len(votes):
            break
    return len(votes) >= _FEWEST_WORDS and sum(votes) > _ENOUGH * len(votes)


def _words(gray: Pixels, letters: Pixels, dpi: float) -> list[Pixels]:
    """Cut out the longest words."""
    boxes = labelled(closed(letters, 1, round(_WORD_GAP * dpi) | 1))[1][1:, :4]
    width, height = boxes[:, 2], boxes[:, 3]
    lowest, highest = _LINE_HEIGHTS
    usual = (height >= lowest * dpi) & (height <= highest * dpi)
    boxes = boxes[usual & (width >= _LONG * height) & (width <= _LONGEST * height)]
    boxes = boxes[np.argsort(-boxes[:, 2], kind="stable")][:_MOST_WORDS]
    return [_cut(gray, *map(int, box)) for box in boxes]


def _cut(gray: Pixels, left: int, top: int, width: int, height: int) -> Pixels:
    margin = round(_MARGIN * height)
    return gray[max(top - margin, 0) : top + height + margin, max(left - margin, 0) : left + width + margin]


def _turned(word: Pixels) -> float:
    """Give how much more a word looks upside down than its own picture turned by 180 degrees, -1 to 1."""
    session = _model()
    name = session.get_inputs()[0].name
    both = np.stack([_input(word), _input(cv2.rotate(word, cv2.ROTATE_180))])
    chances = np.asarray(session.run(None, {name: both})[0])
    return float(chances[0, 1] - chances[1, 1])


def _input(word: cv2.typing.MatLike) -> Floats:
    """Scale a word to what the model takes: three channels from -1 to 1, padded on the right."""
    width, height = _MODEL_SIZE
    columns = min(width, max(1, round(word.shape[1] * height / word.shape[0])))
    scaled = cv2.resize(word, (columns, height), interpolation=cv2.INTER_LINEAR)
    padded = np.zeros((3, height, width), np.float32)
    padded[:, :, :columns] = scaled.astype(np.float32) / 127.5 - 1.0
    return padded


@functools.cache
def _model() -> onnxruntime.InferenceSession:
    """Load the judge of 0 against 180 degrees that comes with rapidocr."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    content = files("rapidocr").joinpath("models", _MODEL).read_bytes()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
