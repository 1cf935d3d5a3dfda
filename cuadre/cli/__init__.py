"""The command line: parse, call, print, exit.

Each command that is more than a call has a module of its own here; what it needs is imported when it runs.
"""

from cuadre.cli.batch import batch
from cuadre.cli.commands import main
from cuadre.cli.completion import completion
from cuadre.cli.demo import demo
from cuadre.cli.export import export
from cuadre.cli.report import report
from cuadre.cli.review import review

__all__ = ["main"]

main.add_command(export)
main.add_command(demo)
main.add_command(completion)
main.add_command(batch)
main.add_command(review)
main.add_command(report)
