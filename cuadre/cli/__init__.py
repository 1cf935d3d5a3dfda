"""The command line: parse, call, print, exit."""

from cuadre.cli.commands import main

__all__ = ["main"]
