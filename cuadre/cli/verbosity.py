"""How much a command says: ``--quiet`` and ``--verbose``, which stand before the command."""

from __future__ import annotations

import logging
from typing import Any

import click

_KEY = "cuadre.quiet"


def verbosity_options(command: Any) -> Any:  # noqa: ANN401 (a decorator of click's)
    """Put both options on the group."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
    verbose = click.option("-v", "--verbose", count=True, help="Show stages and their seconds; -vv shows more.")
    return quiet(verbose(command))


def set_verbosity(context: click.Context, *, quiet: bool, verbose: int) -> None:
    """Set how loud the log is, and note whether commands print what they did.

    Raises:
        click.UsageError: Both were asked for.
    """
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose contradict each other.")
    context.meta[_KEY] = quiet
    root = logging.ERROR if quiet else logging.DEBUG if verbose > 1 else logging.WARNING
    logging.basicConfig(format="%(message)s", level=root, force=True)
    logging.getLogger("cuadre").setLevel(logging.INFO if verbose == 1 else logging.NOTSET)


def is_quiet() -> bool:
    """Whether the running command was told to print errors only."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_KEY))
