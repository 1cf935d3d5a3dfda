"""PP-OCRv6, the recognition model inside the rapidocr wheel, run by onnxruntime.

The model reads one line of text. It answers with a table of probabilities, one row for each 8 pixels of
a line 48 pixels high, one column for each of 18,710 characters; column 0 means "nothing here". Figures
are read by adding up the columns of each sign that a figure can have (``，`` counts as ``,``) and leaving out
all others. The rows are not scaled up to 1 again: what the other characters hold speaks against a figure.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
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

_LOOK_ALIKES: Mapping[str, str] = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{"，": ",", "、": ",", "．": ".", "。": ".", "·": ".", "•": ".", "％": "%", "＄": "$"},
    **{"–": "-", "—": "-", "－": "-", "−": "-", "一": "-", "ー": "-", "─": "-", "（": "(", "）": ")"},
}
_MODEL = "models/PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
_STEP = 32
_NARROWEST = 16
_BATCH = 8
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


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What the model sees in one line.

    Attributes:
        table: ``(steps, signs)`` probabilities; column 0 is "nothing".
        signs: The character of each column.
    """

    table: Floats
    signs: tuple[str, ...]

    def plain(self) -> tuple[tuple[str, float, float], ...]:
        """Take the best column of each step: character, its best probability, its middle as a share of the width."""
        found: list[tuple[str, float, float]] = []
        before = 0
        for step, column in enumerate(self.table.argmax(axis=1).tolist()):
            value = float(self.table[step, column])
            middle = (step + 0.5) / len(self.table)
            if column and column != before:
                found.append((self.signs[column], value, middle))
            elif column and value > found[-1][1]:
                found[-1] = (found[-1][0], value, middle)
            before = column
        return tuple(found)

    @property
    def text(self) -> str:
        """The best column of each step as text."""
        return "".join(sign for sign, _, _ in self.plain()).strip()

    def heard(self) -> tuple[Heard, ...]:
        """Add up all ways to each text, as far as they are likely; best first."""
        beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
        for row in self.table:
            likely = [(int(i), float(row[i])) for i in np.flatnonzero(row > _UNLIKELY)]
            beams = _widened(beams, likely, self.signs)
        totals: dict[str, float] = {}
        for text, (blank, sign) in beams.items():
            totals[text.strip()] = totals.get(text.strip(), 0.0) + blank + sign
        return tuple(Heard(text, value) for text, value in sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def _widened(
    beams: Mapping[str, tuple[float, float]], likely: Sequence[tuple[int, float]], signs: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Lengthen each text by one step; of each, how likely it is to end in nothing, and in its last sign."""
    longer: dict[str, tuple[float, float]] = {}
    for text, (blank, sign) in beams.items():
        for column, value in likely:
            if column == 0:
                _add(longer, text, (blank + sign) * value, 0.0)
            elif text.endswith(signs[column]):
                _add(longer, text, 0.0, sign * value)
                _add(longer, text + signs[column], 0.0, blank * value)
            else:
                _add(longer, text + signs[column], 0.0, (blank + sign) * value)
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

        Crops of about the same width are read together; what a crop reads as does not depend on
        the others, as they are filled up to the same multiple of 32 wherever they stand.
        """
        shaped = [_at_height(crop) for crop in crops]
        widths = [max(_NARROWEST, image.shape[1]) for image in shaped]
        lines: dict[int, Line] = {}
        for batch in _batches(widths):
            full = _filled(widths[batch[0]])
            pixels = np.zeros((len(batch), 3, _HEIGHT, full), np.float32)
            for place, index in enumerate(batch):
                pixels[place, :, :, : shaped[index].shape[1]] = shaped[index].astype(np.float32) / 127.5 - 1.0
            answer = self.session.run(None, {"x": pixels})[0]
            for place, index in enumerate(batch):
                steps = -(-widths[index] * answer.shape[1] // full)
                lines[index] = Line(answer[place, :steps], self.signs)
        return [lines[index] for index in range(len(shaped))]

    def figures(self, line: Line) -> Line:
        """Leave only what a figure can have."""
        table = np.stack([line.table[:, list(columns)].sum(axis=1) for columns in self.figure_columns], axis=1)
        return Line(table, ("", *FIGURE_SIGNS))


def _filled(width: int) -> int:
    return -(-width // _STEP) * _STEP


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda i: (widths[i], i)):
        if batch and (len(batch) == _BATCH or _filled(widths[index]) != _filled(widths[batch[0]])):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


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
