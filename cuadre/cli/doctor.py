"""What is installed here, and whether anything is amiss."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

PACKAGES = ("cuadre", "extract", "normalize", "reconcile")
_NEEDED = (
    "pypdfium2", "numpy", "opencv-python-headless", "onnxruntime", "rapidocr", "pandas", "rapidfuzz", "click", "rich",
)  # fmt: skip
_OPTIONAL = {"camelot-py": "pip install 'cuadre[camelot]'"}
_LANGUAGE = "spa"
_INSTALL_TESSERACT = "apt install tesseract-ocr-spa, dnf install tesseract-langpack-spa or brew install tesseract-lang"
_UNWRITABLE = "° º ª ü & # @ ² ³ ≥ ≤ ±"
"""Signs that the Spanish model of most packages cannot write; PP-OCR is asked where they may stand."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        what: Its name.
        present: It is there.
        fine: Nothing is amiss with it; a missing optional thing is fine.
        detail: Version, or what to do.
    """

    what: str
    present: bool
    fine: bool
    detail: str


def examine() -> tuple[Examined, ...]:
    """Look at Python, the libraries, the import names and the recognisers."""
    return tuple(_all())


def _all() -> Iterator[Examined]:
    yield Examined("Python", present=True, fine=True, detail=platform.python_version())
    for name in ("cuadre", *_NEEDED):
        yield _distribution(name, f"pip install {name}", needed=True)
    for name, command in _OPTIONAL.items():
        yield _distribution(name, command, needed=False)
    yield from map(_import_name, PACKAGES)
    yield _tesseract()


def _distribution(name: str, command: str, *, needed: bool) -> Examined:
    try:
        return Examined(name, present=True, fine=True, detail=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Examined(name, present=False, fine=not needed, detail=command)


def owners(name: str) -> tuple[str, ...]:
    """The installed distributions that bring an import package of this name."""
    return tuple(sorted({*metadata.packages_distributions().get(name, ())} - {"cuadre"}))


def _import_name(name: str) -> Examined:
    others = owners(name)
    detail = f"also brought by {', '.join(others)}: use an environment of its own" if others else "ours alone"
    return Examined(f"import {name}", present=True, fine=not others, detail=detail)


def _tesseract() -> Examined:
    program = shutil.which("tesseract")
    if program is None:
        detail = f"texts of scans may lose accents; {_INSTALL_TESSERACT}"
        return Examined("Tesseract", present=False, fine=True, detail=detail)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    languages = listed.stdout.split()
    if _LANGUAGE not in languages:
        detail = f"no Spanish: texts of scans may lose accents; {_INSTALL_TESSERACT}"
        return Examined("Tesseract", present=False, fine=True, detail=detail)
    return Examined("Tesseract", present=True, fine=True, detail=f"{program}; its Spanish lacks {_UNWRITABLE}")
