"""Strokes that a coarse scan tore come back, nearly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.scan.mending import is_coarse, mended, softened


@pytest.mark.parametrize(
    ("dpi", "bilevel", "coarse"), [(150, True, True), (200, True, False), (300, True, False), (150, False, False)]
)
def test_black_and_white_at_few_pixels_an_inch_is_coarse(dpi: float, bilevel: bool, coarse: bool) -> None:
    assert is_coarse(dpi, bilevel=bilevel) is coarse


def test_a_torn_stroke_is_whole_again_and_twice_as_large() -> None:
    crop = np.full((20, 40), 255, np.uint8)
    crop[9, 4:20] = crop[10, 20:36] = 0
    assert cv2.connectedComponents((mended(crop) < 128).astype(np.uint8), connectivity=4)[0] == 2
    assert cv2.connectedComponents((crop < 128).astype(np.uint8), connectivity=4)[0] == 3
    assert mended(crop).shape == (40, 80)


def test_softened_print_keeps_its_size_and_loses_its_steps() -> None:
    crop = np.full((20, 40), 255, np.uint8)
    crop[9:11, 4:20] = 0
    soft = softened(crop)
    assert soft.shape == crop.shape
    assert len(np.unique(crop)) < len(np.unique(soft))
