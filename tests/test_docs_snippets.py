"""What the pages tell people to type works."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cuadre import pipeline
from cuadre.cli import main
from cuadre.export.database import write_sqlite
from cuadre.export.package import write_package

ROOT = Path(__file__).parent.parent
PAGES = ("analyst", "archivist", "operator", "reviewer", "auditor")


def text(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    write_package(folder / "out", [pipeline.convert(ROOT / "samples" / "q1-report" / "source.pdf")])
    write_sqlite(folder / "out", folder / "out.sqlite")
    return folder


def test_python_of_the_analyst_runs(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    (code,) = re.findall(r"```python\n(.*?)```", text("analyst"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 (the page's own example)
    assert 0 < len(names["sure"]) < len(names["indicators"]) == 21
    assert names["indicators"]["objective_code"].map(type).eq(str).all()


def test_sql_of_the_pages_runs(package: Path) -> None:
    queries = [q for page in PAGES for q in re.findall(r'"(SELECT [^"]+)"', text(page))]
    assert len(queries) >= 3
    with closing(sqlite3.connect(package / "out.sqlite")) as base:
        for query in queries:
            assert base.execute(query).description


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_of_the_pages_exist(page: str) -> None:
    commands = re.findall(r"^    cuadre (?:--?\w+ )*([a-z]+)(.*)$", text(page), re.MULTILINE)
    assert commands
    for name, rest in commands:
        if name in {"batch", "review"} and name not in main.commands:
            pytest.skip(f"cuadre {name} is not in this tree")
        known = {opt for param in main.commands[name].params for opt in param.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)) <= known, (name, rest)
