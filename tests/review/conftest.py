"""A package to review; and the tests of this folder share ``visiting``: importlib mode puts no folder on the path."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

from visiting import SAMPLES, Visitor, visitor_of

from cuadre.cli import main


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digital sample and a transcription, converted."""
    folder = tmp_path_factory.mktemp("converted") / "out"
    files = [str(SAMPLES / "q1-report" / "source.pdf"), str(next((SAMPLES / "transcript").glob("source.*")))]
    CliRunner().invoke(main, ["convert", *files, "-o", str(folder)])
    return folder


@pytest.fixture
def package(converted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(converted, tmp_path / "out"))


@pytest.fixture
def visitor(package: Path) -> Visitor:
    return visitor_of(package)
