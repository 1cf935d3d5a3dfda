"""Lets the tests of this folder share ``reconcile_reports``: importlib mode puts no folder on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from listed_prices import LISTED


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Price misreadings by the list of the tests, whatever was measured last."""
    monkeypatch.setattr("reconcile.terms.load_prices", lambda: LISTED)
