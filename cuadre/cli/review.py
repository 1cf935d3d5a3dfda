"""``cuadre review``: what is in doubt, settled in the browser."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cuadre.cli.language import LANGUAGES, Language
from cuadre.cli.options import exit_on_error, lang_option, password_option

if TYPE_CHECKING:
    from cuadre.evidence import SourceFile
    from cuadre.review.web.serve import Listening

_WORDS = {
    "es": Language("es", MappingProxyType({
        "ready": "La revisión está en {address}",
        "end": "Ctrl+C la termina; cada decisión ya está guardada.",
        "missing": "No se encontró el original de {n} documento{s}; se revisa sin imagen. Diga dónde está con"
                   " --originals.",
        "token": "Para que otros equipos lleguen aquí (--host {host}) hace falta --token TEXTO, o --token auto.",
        "busy": "no se puede escuchar en {host}, puerto {port} ({error})",
        "ascii": "El token lleva solo letras, cifras, - y _.",
    })),
    "en": Language("en", MappingProxyType({
        "ready": "The review is at {address}",
        "end": "Ctrl+C ends it; every decision is saved already.",
        "missing": "The original of {n} document{s} was not found; they are reviewed without pictures. Say where it is"
                   " with --originals.",
        "token": "For others to come here (--host {host}), --token TEXT or --token auto is needed.",
        "busy": "cannot listen on {host}, port {port} ({error})",
        "ascii": "The token takes letters, digits, - and _ only.",
    })),
}  # fmt: skip
_MAKE_UP = "auto"
_PAPERLESS = "transcript"
_MOST_FILES = 20_000
"""Beside the package: looking must not make anybody wait."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--originals", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Where the PDFs are, with all below; more than once. Beside the package they are found alone.",
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Any free one by default.")
@click.option("--host", default="127.0.0.1", metavar="ADDR", help="For other machines to come; needs --token.")
@click.option("--token", default="", metavar="TEXT", help="What who comes must have; auto makes one up.")
@click.option("--read-only", is_flag=True, help="To be looked at: nothing can be decided.")
@click.option("--by", metavar="NAME", help="Who decides; by default who is logged in.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@password_option
@lang_option
def review(  # noqa: PLR0917 (click passes them by name)
    folder: Path, originals: tuple[Path, ...], port: int, host: str, token: str, read_only: bool, by: str | None,
    no_browser: bool, password: str | None, lang: str | None,
) -> None:  # fmt: skip
    """Settle in the browser what is in doubt, the crop beside the reading.

    DIR is the folder that convert wrote to. The page is for this machine only and needs no network.
    Every decision is at once in DIR/decisions.csv and is applied on every later conversion of the
    same bytes into DIR.
    """
    from cuadre.cli.rules_en import ENGLISH  # noqa: PLC0415 (keeps --help fast)
    from cuadre.export.reading import read_package  # noqa: PLC0415
    from cuadre.originals import find_originals  # noqa: PLC0415
    from cuadre.review.desk import PackageDesk  # noqa: PLC0415
    from cuadre.review.web.app import Settings, make_app  # noqa: PLC0415
    from cuadre.review.web.paper import Paper  # noqa: PLC0415

    language = LANGUAGES[lang or "es"]
    said = _WORDS[language.code]
    listening = _listening(host, port, token, said)
    with exit_on_error(language):
        desk = PackageDesk(folder, language.code, ENGLISH)
        reports = read_package(folder)
    papers = [report.source for report in reports if report.kind != _PAPERLESS]
    found = find_originals(papers, (*originals, *_beside(folder, papers)))
    if len(found) < len(papers):
        click.echo(said.say("missing", n=len(papers) - len(found)), err=True)
    places = tuple(dict.fromkeys(str(place) for place in (*originals, *_bases(folder))))
    paperless = frozenset(report.source.document_id for report in reports if report.kind == _PAPERLESS)
    settings = Settings(by or _who(), language.code, read_only, places, paperless)
    paper = Paper({one.document_id: found[one.sha256] for one in papers if one.sha256 in found}, password)
    with suppress(KeyboardInterrupt):
        listening.serve(
            make_app(desk, paper, listening.guard, settings), lambda address: _tell(address, said, alone=no_browser)
        )
    paper.close()


def _listening(host: str, port: int, token: str, said: Language) -> Listening:
    from cuadre.review.web.serve import is_local, listen  # noqa: PLC0415

    if not is_local(host) and not token:
        raise click.UsageError(said.say("token", host=host))
    if not all(char.isascii() and (char.isalnum() or char in "-_") for char in token):
        raise click.UsageError(said.say("ascii"))
    brought = secrets.token_urlsafe(24) if token == _MAKE_UP else token
    try:
        return listen(host, port, brought)
    except OSError as error:
        raise click.UsageError(said.say("busy", host=host, port=port, error=error.strerror or error)) from error


def _bases(folder: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(path.resolve() for path in (folder, folder.resolve().parent, Path.cwd())))


def _beside(folder: Path, sources: Sequence[SourceFile]) -> tuple[Path, ...]:
    """Files in and next to the package and where we are, one folder deep, those of the right name first."""
    named: list[Path] = []
    near: list[Path] = []
    for base in _bases(folder):
        with suppress(OSError):
            named += [base / source.name for source in sources if not {"..", "/"} & set(Path(source.name).parts)]
            near += [path for pattern in ("*", "*/*") for path in islice(base.glob(pattern), _MOST_FILES)]
    return tuple(path for path in dict.fromkeys((*named, *near)) if path.is_file())


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _tell(address: str, said: Language, *, alone: bool) -> None:
    click.echo(said.say("ready", address=address))
    click.echo(said.say("end"))
    on_screen = sys.platform in {"darwin", "win32"} or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
    if not alone and on_screen:
        webbrowser.open(address)
