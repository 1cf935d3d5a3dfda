"""The command line: parse, call, print, exit.

Each command that is more than a call has a module of its own here; what it needs is imported when it runs.
"""

from cuadre.cli.commands import main

__all__ = ["main"]
