from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from extract.scan.ppocr import FIGURE_SIGNS, Line, recognizer


def _line(*steps: dict[str, float]) -> Line:
    columns = ("", *FIGURE_SIGNS)
    table = np.zeros((len(steps), len(columns)), np.float32)
    for row, step in enumerate(steps):
        for sign, probability in step.items():
            table[row, columns.index(sign)] = probability
    return Line((), table)


def test_a_repeated_sign_needs_a_gap_between() -> None:
    one = _line({"1": 1.0}, {"1": 1.0})
    two = _line({"1": 1.0}, {"": 1.0}, {"1": 1.0})
    assert [line.heard()[0].text for line in (one, two)] == ["1", "11"]


def test_probability_adds_all_ways_and_keeps_what_letters_hold() -> None:
    ways = _line({"1": 0.9}, {".": 0.6, "": 0.3}, {"5": 0.5}).heard()
    assert [way.text for way in ways] == ["1.5", "15"]
    assert ways[0].probability == pytest.approx(0.27)
    assert ways[1].probability == pytest.approx(0.135)


@pytest.mark.parametrize(("dpi", "size"), [(300, 5), (200, 6)])
def test_figures_are_read_exactly(printed: Any, dpi: float, size: float) -> None:
    texts = ["1,204.50", "116.79%", "0", "16,364", "7.53%", "80"]
    page = printed(texts, dpi, size)
    lines = recognizer().lines([page.crop(number) for number in range(len(texts))])
    assert [line.heard()[0].text for line in lines] == texts
    assert all(line.heard()[0].probability > 0.6 for line in lines)


def test_a_letter_is_not_taken_for_a_figure(printed: Any) -> None:
    line = recognizer().lines([printed(["#DIV/0!"]).crop(0)])[0]
    assert line.text == "#DIV/0!"
    assert all(way.probability < 0.05 for way in line.heard())


def test_the_neighbours_change_nothing(printed: Any) -> None:
    page = printed(["25.00%", "7"])
    crops = [page.crop(0), page.crop(1)]
    together = recognizer().lines(crops)
    alone = [recognizer().lines([crop])[0] for crop in crops]
    assert [line.heard() for line in together] == [line.heard() for line in alone]
