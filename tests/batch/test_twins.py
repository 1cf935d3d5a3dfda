"""A package under another name is what doing the document under that name gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuadre.batch.model import Task
from cuadre.batch.twins import renamed
from cuadre.batch.work import do
from cuadre.evidence import SourceFile

SAMPLE = Path(__file__).parents[2] / "samples/transcript/source.txt"


@pytest.mark.parametrize("name", ['=suma, "1"/\nñ.txt', "latin\udcf1.txt"])
def test_the_same_bytes_under_another_name_give_the_same_package(tmp_path: Path, name: str) -> None:
    sha256 = SourceFile.of(SAMPLE).sha256
    first, second = (do(Task(called, SAMPLE, sha256), tmp_path).files for called in ("source.txt", name))
    assert first != second
    moved = renamed(first, name)
    assert list(moved.items()) == list(second.items())
