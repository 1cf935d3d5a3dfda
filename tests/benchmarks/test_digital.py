"""The speed benchmark takes turns, warms up and compares with the subject."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def digital() -> ModuleType:
    spec = importlib.util.spec_from_file_location("digital", ROOT / "benchmarks/digital.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readers_take_turns_after_a_warm_up(digital: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    clock = iter(range(100))
    monkeypatch.setattr(digital.time, "perf_counter", lambda: float(next(clock)))
    readers = {name: lambda _path, name=name: calls.append(name) for name in ("a", "b")}
    monkeypatch.setattr(digital, "READERS", readers)
    assert digital.medians([Path("one.pdf")], ["a", "b"], repeats=2) == {"a": 1.0, "b": 1.0}
    assert calls == ["a", "b"] * 3


def test_ratios_are_to_the_subject(digital: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digital, "medians", lambda *_: {"cuadre": 2.0, "other": 5.0})
    rows = digital.speed([ROOT / "samples/general-tables/source.pdf"], ["cuadre", "other"], 1)
    assert [(row["pages_per_second"], row["times_slower"]) for row in rows] == [(0.5, 1.0), (0.2, 2.5)]


def test_a_table_is_as_wide_as_its_widest_cell(digital: ModuleType) -> None:
    assert digital.table([{"reader": "a", "pages": 12}]) == "reader  pages\na       12"
