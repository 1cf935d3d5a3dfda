"""Switches of the test run, and the comparison with expected output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites expected output."""
    parser.addoption("--write-golden", action="store_true", help="rewrite samples/*/expected")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with a file, byte for byte; under ``--write-golden`` write the file instead."""
    writing = bool(request.config.getoption("--write-golden"))
    if writing and os.environ.get("CI"):
        pytest.fail("expected output is not rewritten in CI")

    def compare(path: Path, text: str) -> None:
        if writing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if not path.exists():
            pytest.fail(f"{path} is missing: `make golden` writes it")
        assert path.read_bytes().decode() == text, f"{path} differs: `make golden` shows how"  # noqa: S101

    return compare
