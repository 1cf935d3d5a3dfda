"""What is installed here, whether anything is amiss, and the command that puts it right."""

from __future__ import annotations

import importlib
import importlib.util
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata

from cuadre.cli.doctor_words import say

PACKAGES = ("cuadre", "extract", "normalize", "reconcile")
NEEDED = {
    "click": "command_line", "rich": "command_line", "pypdfium2": "reads_pdf", "numpy": "reads_scans",
    "opencv-python-headless": "reads_scans", "onnxruntime": "reads_scans", "rapidocr": "reads_scans",
    "tesserocr": "reads_scans", "rapidfuzz": "compares_words", "simplemma": "compares_words", "pandas": "frames",
    "pyhanko": "signatures", "asn1crypto": "signatures", "cryptography": "signatures", "flask": "review",
    "waitress": "review", "matplotlib": "charts", "xlsxwriter": "excel", "pyarrow": "parquet",
    "prometheus-client": "night", "psutil": "night",
}  # fmt: skip
"""Distributions that Cuadre cannot do without, and what each is for."""

OPTIONAL = {
    "camelot-py": ("camelot", "second_opinion"), "duckdb": ("duckdb", "duckdb"), "distributed": ("dask", "dask"),
}  # fmt: skip
"""Distributions of extras: the extra, and what it is for."""

_NOT_ON = {"tesserocr": "Windows"}
_LANGUAGE = "spa"
_SANDBOX = "cuadre.batch.sandbox"
_UNWRITABLE = "° º ª ü & # @ ² ³ ≥ ≤ ±"
"""Signs that the Spanish model of most packages cannot write; PP-OCR is asked where they may stand."""

_TESSERACT = {
    "Debian, Ubuntu": "sudo apt install tesseract-ocr tesseract-ocr-spa",
    "Fedora": "sudo dnf install tesseract tesseract-langpack-spa",
    "macOS": "brew install tesseract tesseract-lang",
    "Windows": "winget install --interactive UB-Mannheim.TesseractOCR (tick Spanish)",
}
_FAMILIES = {
    "debian": "Debian, Ubuntu", "ubuntu": "Debian, Ubuntu", "fedora": "Fedora", "rhel": "Fedora", "centos": "Fedora",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        what: Its name.
        present: It is there.
        fine: Nothing is amiss with it; a missing optional thing is fine.
        detail: Version, or what is missing without it.
        install: Commands that put it right, by platform, this one first; ``""`` for all platforms.
    """

    what: str
    present: bool
    fine: bool
    detail: str
    install: tuple[tuple[str, str], ...] = ()


def examine(language: str = "en") -> tuple[Examined, ...]:
    """Look at Python, the libraries, the import names, the recognisers and the sandbox.

    Args:
        language: Code of the language that details are in.
    """
    return tuple(_all(language))


def _all(language: str) -> Iterator[Examined]:
    yield Examined("Python", present=True, fine=True, detail=platform.python_version())
    yield _distribution("cuadre", "pip install cuadre", "itself", language, needed=True)
    for name, purpose in NEEDED.items():
        if _NOT_ON.get(name) != platform.system():
            yield _distribution(name, f"pip install {name}", purpose, language, needed=True)
    for name, (extra, purpose) in OPTIONAL.items():
        yield _distribution(name, f"pip install 'cuadre[{extra}]'", purpose, language, needed=False)
    brought = metadata.packages_distributions()
    for name in PACKAGES:
        yield _import_name(name, brought, language)
    yield _tesseract(language)
    yield from _sandbox(language)


def _distribution(name: str, command: str, purpose: str, language: str, *, needed: bool) -> Examined:
    try:
        return Examined(name, present=True, fine=True, detail=metadata.version(name))
    except metadata.PackageNotFoundError:
        why = say(language, "for", purpose=say(language, purpose))
        return Examined(name, present=False, fine=not needed, detail=why, install=(("", command),))


def owners(name: str, brought: Mapping[str, list[str]] | None = None) -> tuple[str, ...]:
    """The installed distributions that bring an import package of this name.

    Args:
        name: The import package.
        brought: Distributions by import package, where they were read already: that takes a while.
    """
    known = metadata.packages_distributions() if brought is None else brought
    return tuple(sorted({*known.get(name, ())} - {"cuadre"}))


def _import_name(name: str, brought: Mapping[str, list[str]], language: str) -> Examined:
    others = owners(name, brought)
    if not others:
        return Examined(f"import {name}", present=True, fine=True, detail=say(language, "ours"))
    detail = say(language, "also_brought", others=", ".join(others))
    fresh = (("", "python -m venv cuadre-env"),)
    return Examined(f"import {name}", present=True, fine=False, detail=detail, install=fresh)


def this_platform() -> str:
    """The platform that commands are for, as they are listed; ``""`` for another one."""
    system = platform.system()
    if system in {"Darwin", "Windows"}:
        return {"Darwin": "macOS"}.get(system, system)
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((_FAMILIES[name] for name in names if name in _FAMILIES), "")


def _tesseract(language: str) -> Examined:
    here = this_platform()
    install = tuple(sorted(_TESSERACT.items(), key=lambda one: one[0] != here))
    program = shutil.which("tesseract")
    if program is None:
        detail = say(language, "no_tesseract")
        return Examined("Tesseract", present=False, fine=True, detail=detail, install=install)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    if _LANGUAGE not in listed.stdout.split():
        detail = say(language, "no_spanish")
        return Examined("Tesseract", present=False, fine=True, detail=detail, install=install)
    detail = say(language, "tesseract", program=program, signs=_UNWRITABLE)
    return Examined("Tesseract", present=True, fine=True, detail=detail)


def _sandbox(language: str) -> Iterator[Examined]:
    if importlib.util.find_spec(_SANDBOX) is None:
        return
    enforced = tuple(str(one) for one in importlib.import_module(_SANDBOX).enforced())
    detail = ", ".join(enforced) if enforced else say(language, "no_sandbox")
    yield Examined(say(language, "sandbox"), present=bool(enforced), fine=True, detail=detail)
