"""Data packages to report on: a digital report, a transcription, a year of two reports."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuadre import pipeline
from cuadre.export.package import write_package
from cuadre.together import together

SAMPLES = Path(__file__).parent.parent.parent / "samples"

Edit = Callable[[Path, str, Mapping[str, str]], None]


def packed(folder: Path, *samples: str) -> Path:
    found = {name: next((SAMPLES / name).glob("source.*")) for name in samples}
    converted = [pipeline.convert(path, name=f"{name}{path.suffix}") for name, path in found.items()]
    write_package(folder, together(converted))
    return folder


@pytest.fixture(scope="session")
def digital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of ``q1-report``; not to be changed."""
    return packed(tmp_path_factory.mktemp("digital"), "q1-report")


@pytest.fixture(scope="session")
def transcript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of ``transcript``; not to be changed."""
    return packed(tmp_path_factory.mktemp("transcript"), "transcript")


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of three documents, one of them of a third quarter; not to be changed."""
    return packed(tmp_path_factory.mktemp("several"), "q1-report", "q3-report", "transcript")


@pytest.fixture
def own(digital: Path, tmp_path: Path) -> Path:
    """A copy of the digital package, to be changed."""
    return Path(shutil.copytree(digital, tmp_path / "own"))


@pytest.fixture
def put() -> Edit:
    """Put values into the first line of a file of a package."""

    def edit(folder: Path, name: str, values: Mapping[str, str]) -> None:
        path = folder / name
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        lines[0].update(values)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    return edit
