"""PP-OCRv6, the recognition model inside the rapidocr wheel, run by onnxruntime.

The model reads one line of text. It answers with a table of probabilities, one row for each 8 pixels of
a line 48 pixels high, one column for each of 18,710 characters; column 0 means "nothing here". Figures
are read by adding up the columns of each sign that a figure can have (``，`` counts as ``,``) and leaving out
all others. The rows are not scaled up to 1 again: what the other characters hold speaks against a figure.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from extract.scan.model import Pixels

Floats = npt.NDArray[np.float32]

FIGURE_SIGNS = "0123456789.,%$-() "
_FIGURE_COLUMNS = ("", *FIGURE_SIGNS)

_LOOK_ALIKES: Mapping[str, str] = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "，": ",", "、": ",", "．": ".", "。": ".", "·": ".", "•": ".", "％": "%", "＄": "$", "（": "(", "）": ")",
    "–": "-", "—": "-", "－": "-", "−": "-", "一": "-", "ー": "-", "─": "-",
}  # fmt: skip
_MODEL = "models/PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
_STEP = 16
_NARROWEST = 16
_WIDTH = 8
_UNLIKELY = 1e-3


@dataclass(frozen=True, slots=True)
class Heard:
    """One way to read a line.

    Attributes:
        text: NFC.
        probability: That the whole line reads so, as the model sees it.
    """

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of the likeliest reading.

    Attributes:
        sign: The character.
        probability: Of this character at its best step.
    """

    sign: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What the model sees in one line.

    Attributes:
        glyphs: The best character of each step, spaces among them.
        figure: ``(steps, 1 + signs of figures)`` probabilities of "nothing" and of each sign that a figure can have.
    """

    glyphs: tuple[Glyph, ...]
    figure: Floats

    @property
    def text(self) -> str:
        """The likeliest reading with all characters."""
        return "".join(glyph.sign for glyph in self.glyphs).strip()

    def heard(self) -> tuple[Heard, ...]:
        """Give the likely readings as a figure, best first: all ways through the steps to each text added up."""
        beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
        for row in self.figure:
            likely = [(int(i), float(row[i])) for i in np.flatnonzero(row > _UNLIKELY)]
            beams = _widened(beams, likely)
        totals: dict[str, float] = {}
        for text, (blank, sign) in beams.items():
            totals[text.strip()] = totals.get(text.strip(), 0.0) + blank + sign
        return tuple(Heard(text, value) for text, value in sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def _widened(
    beams: Mapping[str, tuple[float, float]], likely: Sequence[tuple[int, float]]
) -> dict[str, tuple[float, float]]:
    """Lengthen each text by one step; of each, how likely it is to end in nothing, and in its last sign."""
    longer: dict[str, tuple[float, float]] = {}
    for text, (blank, sign) in beams.items():
        for column, value in likely:
            if column == 0:
                _add(longer, text, (blank + sign) * value, 0.0)
            elif text.endswith(_FIGURE_COLUMNS[column]):
                _add(longer, text, 0.0, sign * value)
                _add(longer, text + _FIGURE_COLUMNS[column], 0.0, blank * value)
            else:
                _add(longer, text + _FIGURE_COLUMNS[column], 0.0, (blank + sign) * value)
    best = sorted(longer.items(), key=lambda item: (-sum(item[1]), item[0]))[:_WIDTH]
    return dict(best)


def _add(beams: dict[str, tuple[float, float]], text: str, blank: float, sign: float) -> None:
    if blank or sign:
        old = beams.get(text, (0.0, 0.0))
        beams[text] = (old[0] + blank, old[1] + sign)


@dataclass(frozen=True, slots=True, eq=False)
class Recognizer:
    """The model, loaded once a process.

    Attributes:
        session: The model.
        signs: The character of each column.
        figure_columns: For each sign of a figure the columns that show it; the first is "nothing".
    """

    session: onnxruntime.InferenceSession
    signs: tuple[str, ...]
    figure_columns: tuple[tuple[int, ...], ...]

    def lines(self, crops: Sequence[Pixels]) -> list[Line]:
        """Read crops, each with one line of dark text on white; one answer each, in their order.

        One crop at a time: on one core a batch is no faster for a crop, and costs its padding and memory.
        """
        return [self._line(_at_height(crop)) for crop in crops]

    def _line(self, pixels: Pixels) -> Line:
        width = max(_NARROWEST, pixels.shape[1])
        full = -(-width // _STEP) * _STEP
        filled = np.zeros((1, 3, _HEIGHT, full), np.float32)
        filled[0, :, :, : pixels.shape[1]] = pixels.astype(np.float32) / 127.5 - 1.0
        table = self.session.run(None, {"x": filled})[0][0]
        table = table[: -(-width * table.shape[0] // full)]
        figure = np.stack([table[:, list(columns)].sum(axis=1) for columns in self.figure_columns], axis=1)
        return Line(self._glyphs(table), figure)

    def _glyphs(self, table: Floats) -> tuple[Glyph, ...]:
        found: list[Glyph] = []
        before = 0
        for step, column in enumerate(table.argmax(axis=1).tolist()):
            value = float(table[step, column])
            if column and column != before:
                found.append(Glyph(self.signs[column], value))
            elif column and value > found[-1].probability:
                found[-1] = Glyph(self.signs[column], value)
            before = column
        return tuple(found)


def _at_height(crop: Pixels) -> Pixels:
    height, width = crop.shape
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    resized = cv2.resize(crop, (max(1, round(width * _HEIGHT / height)), _HEIGHT), interpolation=way)
    return resized.astype(np.uint8, copy=False)


@cache
def recognizer() -> Recognizer:
    """Load the model from the installed rapidocr wheel."""
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("rapidocr is not installed: pip install rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(
        str(Path(found.origin).parent / _MODEL), options, providers=["CPUExecutionProvider"]
    )
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    signs = ("", *listed, " ")
    columns: dict[str, list[int]] = {sign: [] for sign in FIGURE_SIGNS}
    for place, sign in enumerate(signs):
        means = _LOOK_ALIKES.get(sign, sign)
        if means and means in columns:
            columns[means].append(place)
    return Recognizer(session, signs, ((0,), *(tuple(columns[sign]) for sign in FIGURE_SIGNS)))
