"""First steps: what ``cuadre`` says alone, and what to do with a data package that was just written."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import click

from cuadre.cli.language import Language

_WORDS = {
    "es": Language("es", MappingProxyType({
        "title": "Cuadre {version}: informes trimestrales firmados, en datos confiables.",
        "reports": "Aquí hay informes ({n}). Para convertirlos:",
        "package": "Aquí hay un paquete de datos, {folder}:",
        "begin": "Para empezar:",
        "demo": "convierte un informe de muestra",
        "convert": "convierte el suyo",
        "review": "lo dudoso, uno por uno, con su recorte",
        "xlsx": "un Excel con colores y comentarios",
        "report": "un informe para leer e imprimir",
        "explain": "el argumento de un renglón",
        "all": "todas las órdenes",
        "doctor": "qué está instalado y si falta algo",
        "more": "Además:",
        "next": "Y ahora:",
        "results": "salida",
        "one": "informe.pdf",
    })),
    "en": Language("en", MappingProxyType({
        "title": "Cuadre {version}: signed quarterly reports, into data to trust.",
        "reports": "There are reports here ({n}). To convert them:",
        "package": "There is a data package here, {folder}:",
        "begin": "To begin:",
        "demo": "converts a sample report",
        "convert": "converts one of yours",
        "review": "what is in doubt, one by one, with its crop",
        "xlsx": "an Excel file with colours and comments",
        "report": "a report to read and to print",
        "explain": "the argument of one row",
        "all": "all commands",
        "doctor": "what is installed, and whether anything is missing",
        "more": "Also:",
        "next": "And now:",
        "results": "out",
        "one": "report.pdf",
    })),
}  # fmt: skip
_WIDTH = 80
_MOST_LOOKED_AT = 500
"""Names in a folder: a shared drive with ten thousand of them must not make anybody wait."""


def what_next(folder: Path, language: Language) -> str:
    """Say what to do, by what is in a folder: reports to convert, a package to review, or nothing yet.

    Args:
        folder: Where the command was given.
        language: The language to say it in.
    """
    say = _WORDS[language.code].say
    results = say("results")
    packages, reports = _found(folder)
    parts = [[say("title", version=version("cuadre"))]]
    parts += [[say("package", folder=package), *after_conversion(package, language)] for package in packages[:1]]
    if reports and not packages:
        parts.append([say("reports", n=len(reports)), f"  cuadre convert {_shown(reports, folder)} -o {results}"])
    if not packages and not reports:
        steps = (("cuadre demo", "demo"), (f"cuadre convert {say('one')} -o {results}", "convert"))
        parts.append([say("begin"), *_listed((command, say(why)) for command, why in steps)])
    more = (("cuadre --help", say("all")), ("cuadre doctor", say("doctor")))
    parts.append([say("more"), *_listed(more)])
    return "\n\n".join("\n".join(part) for part in parts)


def next_steps(package: str, language: Language) -> str:
    """Say what can be done with a data package that has just been written."""
    return "\n".join([_WORDS[language.code].say("next"), *after_conversion(package, language)])


def after_conversion(package: str, language: Language) -> list[str]:
    """The commands that go on from a data package, one a line, with what each is for.

    Args:
        package: Its folder, as the user names it.
        language: The language to say it in.
    """
    say, folder = _WORDS[language.code].say, shlex.quote(package)
    name = shlex.quote(package.rstrip("/\\"))
    steps = (
        (f"cuadre review {folder}", "review"),
        (f"cuadre export {folder} --xlsx {name}.xlsx", "xlsx"),
        (f"cuadre report {folder} -o {name}.html", "report"),
    )
    known = click.get_current_context(silent=True)
    commands = getattr(known.find_root().command, "commands", {}) if known else {}
    return _listed((command, say(why)) for command, why in steps if not commands or command.split()[1] in commands)


def _listed(steps: Iterable[tuple[str, str]]) -> list[str]:
    """Commands with what each is for: beside it where all of them have room, else below."""
    pairs = list(steps)
    width = max((len(command) for command, _ in pairs), default=0)
    if all(2 + width + 2 + len(why) <= _WIDTH for _, why in pairs):
        return [f"  {command:{width}}  {why}" for command, why in pairs]
    return [line for command, why in pairs for line in (f"  {command}", f"      {why}")]


def _found(folder: Path) -> tuple[list[str], list[str]]:
    """Folders of data packages, and PDFs, by name."""
    packages, reports = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _MOST_LOOKED_AT):
                if entry.name.lower().endswith(".pdf") and entry.is_file():
                    reports.append(entry.name)
                elif entry.is_dir() and (Path(entry.path) / "measurements.csv").is_file():
                    packages.append(entry.name)
    except OSError:
        return [], []
    return sorted(packages), sorted(reports)


def _shown(reports: list[str], folder: Path) -> str:
    return shlex.quote(reports[0]) if len(reports) == 1 else str(folder)
