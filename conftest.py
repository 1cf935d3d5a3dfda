"""Switches of the test run, and the comparison with expected output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

Golden = Callable[[Path, str], None]
Effort = Callable[[Callable[[], object]], int]


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


@pytest.fixture
def effort() -> Effort:
    """Count the calls that some work makes: unlike seconds, the same on a busy machine."""

    def counted(work: Callable[[], object]) -> int:
        calls = 0

        def called(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            work()
        finally:
            sys.setprofile(before)
        return calls

    return counted
