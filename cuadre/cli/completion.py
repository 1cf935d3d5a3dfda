"""``cuadre completion``: the shell completes commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete Cuadre's commands.

    \b
    bash  echo 'eval "$(cuadre completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(cuadre completion zsh)"' >> ~/.zshrc
    fish  cuadre completion fish > ~/.config/fish/completions/cuadre.fish
    """  # noqa: D301 (click's mark for lines that stay as they are)
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    click.echo(made(context.find_root().command, {}, "cuadre", "_CUADRE_COMPLETE").source())
