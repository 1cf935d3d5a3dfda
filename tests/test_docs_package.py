from __future__ import annotations

from pathlib import Path

import pytest

from cuadre.export.column import Column, Resource
from cuadre.export.schema import RESOURCES

DOCS = Path(__file__).parent.parent / "docs" / "data-package.md"


def line(column: Column) -> str:
    description = column.description.replace("|", r"\|")
    return f"| `{column.name}` | {column.type} | {column.title} | {description} |"


def table(resource: Resource) -> str:
    head = ("| column | type | título | descripción |", "| --- | --- | --- | --- |")
    return "\n".join((*head, *(line(column) for column in resource.columns)))


def chapter(text: str, resource: Resource) -> str:
    return text.split(f"\n## {resource.file_name}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_the_documentation_has_each_file_with_its_columns(resource: Resource) -> None:
    part = chapter(DOCS.read_text(encoding="utf-8"), resource)
    assert resource.description in part
    assert table(resource) in part, f"{DOCS.name} should have\n\n{table(resource)}"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_the_documentation_states_the_keys(resource: Resource) -> None:
    part = chapter(DOCS.read_text(encoding="utf-8"), resource)
    for key in resource.foreign_keys:
        assert f"`{', '.join(key.columns)}` → `{key.resource}.csv`" in part
    key = ", ".join(resource.primary_key)
    assert (f"Key: `{key}`." if key else "No key.") in part
