"""The documents are true: every command, rule, error and exit code is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import extract.rules
import normalize.rules
import reconcile.rules
from cuadre import evidence
from cuadre.cli.commands import main
from cuadre.cli.rules_en import ENGLISH
from cuadre.evidence import CuadreError, DocumentError, ExitCode

ROOT = Path(__file__).parent.parent
_EXAMPLE_NAMES = {"units.csv", "unidades.csv"}
RULES = (*extract.rules.RULES, *normalize.rules.RULES, *reconcile.rules.RULES)


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_rule_is_documented_as_it_is() -> None:
    line = re.compile(r"^\| `([^`]+)` \| (\w+) \| (\w+) \| (.+?) \| (.+) \|$", re.MULTILINE)
    documented = line.findall(text("docs/findings.md"))
    assert documented == [(r.id, r.kind, r.severity, ENGLISH[r.id], r.title) for r in RULES]


def test_every_rule_has_an_example() -> None:
    examples = re.findall(r"^- `([^`]+)`: \S", text("docs/findings.md"), re.MULTILINE)
    assert sorted(examples) == sorted(rule.id for rule in RULES)


def test_every_step_of_repair_is_documented() -> None:
    """Steps are named by a constant in capitals that holds a name with a hyphen."""
    named = re.compile(r'^[A-Z][A-Z_]{2,} = "([a-z]+(?:-[a-z]+)+)"', re.MULTILINE)
    modules = [path for stage in ("normalize", "reconcile") for path in (ROOT / stage).rglob("*.py")]
    steps = {name for path in modules if path.name != "rules.py" for name in named.findall(path.read_text("utf-8"))}
    assert {"code-tree", "word-misread", "figure-misread"} <= steps
    documented = text("docs/findings.md").partition("## Steps of repair")[2]
    assert {step for step in steps if f"`{step}`" not in documented} == set()


def test_documented_steps_of_repair_are_in_the_code_and_have_an_example() -> None:
    modules = [path for stage in ("normalize", "reconcile") for path in (ROOT / stage).rglob("*.py")]
    code = "".join(path.read_text("utf-8") for path in modules)
    tables = text("docs/findings.md").partition("## Steps of repair")[2]
    rows = re.findall(r"^\| (`.+?`) \| (.+?) \| (.+?) \| (.*?) \|$", tables, re.MULTILINE)
    assert len(rows) == tables.count("\n| `")
    for names, _, witnesses, example in rows:
        assert witnesses.strip(), names
        assert example.strip(), names
        for name in re.findall(r"`([^`]+)`", names):
            assert f'"{name}"' in code, name


def test_rules_have_names_of_their_own_and_an_english_title() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.id for rule in RULES} == set(ENGLISH)


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    for command in main.commands.values():
        assert f"cuadre {command.name}" in text(name)
        for option in command.params:
            if option.opts[0].startswith("--"):
                assert option.opts[0] in text(name), option.opts


def test_every_error_and_exit_code_is_documented() -> None:
    errors = text("docs/errors.md")
    for name, value in vars(evidence).items():
        if isinstance(value, type) and issubclass(value, CuadreError):
            assert value in {CuadreError, DocumentError} or f"`{name}`" in errors
    for code in ExitCode:
        assert re.search(rf"^\| {code.value} \|", errors, re.MULTILINE), code


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("analyst", "analista"), ("reviewer", "revisor"), ("archivist", "archivo"), ("operator", "operacion"),
        ("auditor", "auditoria"),
    ],
)  # fmt: skip
def test_the_pages_of_users_say_the_same_in_both_languages(english: str, spanish: str) -> None:
    both = text(f"docs/{english}.md"), text(f"docs/es/{spanish}.md")
    commands, names, headings, figures = (
        [re.findall(pattern, page, re.MULTILINE) for page in both]
        for pattern in (r"^    cuadre (\w+)", r"--[a-z-]+|\w+\.csv|`[a-z]+_[a-z0-9_]+`", r"^(#+) ", r"\b\d[\d,]*\b")
    )
    assert commands[0] == commands[1]
    assert set(names[0]) - _EXAMPLE_NAMES == set(names[1]) - _EXAMPLE_NAMES
    assert headings[0] == headings[1]
    assert sorted(figures[0]) == sorted(figures[1])


def test_links_between_documents_lead_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")):
        for link in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8")):
            assert link.startswith("http") or (document.parent / link).exists(), (document.name, link)
