"""What commands share: options, how an error ends a command, how a command ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cuadre.cli import summary
from cuadre.cli.language import LANGUAGES, Language
from cuadre.cli.verbosity import is_quiet
from cuadre.evidence import CuadreError, ExitCode


def cores() -> int:
    """Give how many cores this process may use; not every system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


out_option = click.option(
    "-o", "--output", "output", required=True, type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR", help="Folder to write to; made when it is not there.",
)  # fmt: skip
password_option = click.option(
    "--password", metavar="TEXT", help="For PDFs that cannot be opened without one; used for nothing else."
)
strict_option = click.option("--strict", is_flag=True, help="Exit 1 when anything needs a look.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
lang_option = click.option(
    "--lang", type=click.Choice(sorted(LANGUAGES)), help="Language of the summary; by default the system's."
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=1), default=cores, metavar="N",
    help="Processes that read scanned pages; one a core by default.",
)  # fmt: skip
catalog_option = click.option(
    "--catalog", "catalog", type=click.Path(path_type=Path), metavar="FILE",
    help="Official names of units, a CSV; they beat what the document votes.",
)  # fmt: skip
accept_option = click.option(
    "--accept-proposals", is_flag=True,
    help="Apply proposals for transcribed figures that two checks and the margin speak for; some may be the"
    " issuer's own mistakes: without paper nobody can tell.",
)  # fmt: skip
trust_option = click.option(
    "--trust-roots", type=click.Path(path_type=Path), metavar="FILE|DIR",
    help="Certificates, PEM or DER, to hold digital signatures against; without it nothing is said about who signed.",
)  # fmt: skip
files_argument = click.argument("files", nargs=-1, required=True, metavar="FILE...")


@contextmanager
def exit_on_error(language: Language) -> Iterator[None]:
    """Turn an error that can be explained into its text and its exit code."""
    try:
        yield
    except CuadreError as error:
        click.echo(summary.error_text(error, language), err=True)
        sys.exit(error.exit_code)


def finish(said: summary.Said, *, as_json: bool, strict: bool, failed: bool, needs_a_look: bool) -> None:
    """Print what a command has to say and leave with the exit code it comes to."""
    if as_json:
        click.echo(said.as_json())
    else:
        if said.text and not is_quiet():
            click.echo(said.text)
        if said.errors:
            click.echo(said.errors, err=True)
    if failed:
        sys.exit(ExitCode.UNREADABLE)
    sys.exit(ExitCode.NEEDS_A_LOOK if strict and needs_a_look else ExitCode.DONE)
