"""``cuadre doctor``: what is missing, and the command that installs it."""

from __future__ import annotations

import importlib.machinery
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from cuadre.cli import main
from cuadre.cli.doctor import NEEDED, OPTIONAL, Examined, examine, this_platform
from cuadre.cli.doctor_words import PHRASES
from cuadre.evidence import ExitCode

ROOT = Path(__file__).parent.parent.parent
PLATFORMS = ("Debian, Ubuntu", "Fedora", "macOS", "Windows")


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def found(what: str, language: str = "en") -> Examined:
    return next(one for one in examine(language) if one.what == what)


def without(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    version = metadata.version

    def answer(name: str) -> str:
        if name == missing:
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", answer)


def test_it_looks_at_what_the_project_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=; ]", line)[0] for line in project["dependencies"]}
    assert names == set(NEEDED)
    extras = {name: [re.split("[<>=;]", line)[0] for line in lines]
              for name, lines in project["optional-dependencies"].items()}  # fmt: skip
    assert all(name in extras[extra] for name, (extra, _) in OPTIONAL.items())


@pytest.mark.parametrize("name", ["flask", "waitress", "matplotlib", "pyarrow", "xlsxwriter", "pyhanko"])
def test_a_missing_library_is_amiss(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    without(monkeypatch, name)
    assert found(name).install == (("", f"pip install {name}"),)
    result = cuadre("doctor", "--lang", "es")
    assert result.exit_code == ExitCode.NEEDS_A_LOOK
    assert f"    pip install {name}\n" in result.stdout
    assert "Algo anda mal (1)" in result.stdout


def test_a_missing_extra_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "duckdb")
    assert found("duckdb").fine
    result = cuadre("doctor", "--lang", "en")
    assert result.exit_code == ExitCode.DONE
    assert "pip install 'cuadre[duckdb]'" in result.stdout


@pytest.mark.parametrize(
    ("system", "release", "expected"),
    [
        ("Linux", {"ID": "debian"}, "Debian, Ubuntu"), ("Linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"},
         "Debian, Ubuntu"), ("Linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "Fedora"),
        ("Linux", {"ID": "arch"}, ""), ("Linux", None, ""), ("Darwin", None, "macOS"), ("Windows", None, "Windows"),
    ],
)  # fmt: skip
def test_this_platform_comes_first(
    monkeypatch: pytest.MonkeyPatch, system: str, release: dict[str, str] | None, expected: str
) -> None:
    def freedesktop() -> dict[str, str]:
        if release is None:
            raise FileNotFoundError("os-release")
        return release

    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "freedesktop_os_release", freedesktop)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert this_platform() == expected
    listed = [name for name, _ in found("Tesseract").install]
    assert sorted(listed) == sorted(PLATFORMS)
    assert listed[0] == (expected or PLATFORMS[0])


def test_tesseract_without_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="eng\nosd\n"))
    said = found("Tesseract", "es")
    assert not said.present
    assert "le falta el español" in said.detail
    assert len(said.install) == len(PLATFORMS)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="eng\nspa\n"))
    assert found("Tesseract").present


def test_a_shared_import_name_is_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "packages_distributions", lambda: {"extract": ["cuadre", "extractor"]})
    said = found("import extract")
    assert not said.fine
    assert "also brought by extractor" in said.detail


@pytest.mark.parametrize(("enforced", "detail"), [(("network", "files"), "network, files"), ((), "isolates")])
def test_the_sandbox_says_what_it_enforces(
    monkeypatch: pytest.MonkeyPatch, enforced: tuple[str, ...], detail: str
) -> None:
    module = ModuleType("cuadre.batch.sandbox")
    module.__spec__ = importlib.machinery.ModuleSpec(module.__name__, None)
    module.enforced = lambda: enforced  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert detail in found("sandbox").detail


def test_both_languages_say_the_same_things() -> None:
    assert PHRASES["es"].keys() == PHRASES["en"].keys()
    assert max(map(len, cuadre("doctor", "--lang", "es").stdout.splitlines())) <= 80
