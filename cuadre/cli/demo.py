"""``cuadre demo``: the sample that comes with Cuadre, from paper to package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from cuadre.cli.language import system_language
from cuadre.cli.options import exit_on_error, lang_option
from cuadre.cli.start import next_steps
from cuadre.cli.verbosity import is_quiet

SAMPLE = "informe-de-muestra.pdf"
"""A file of this package: an invented report of three pages with mistakes of its issuer."""

_DEFAULT = "cuadre-demo"


@click.command()
@click.option(
    "-o", "--output", "output", type=click.Path(file_okay=False, path_type=Path), default=Path(_DEFAULT),
    metavar="DIR", show_default=True, help="Folder to write to; made when it is not there.",
)  # fmt: skip
@lang_option
def demo(output: Path, lang: str | None) -> None:
    """Convert the sample report that comes with Cuadre, and say what to do next.

    The report is put beside its data package. Nothing is fetched from anywhere.
    """
    from cuadre import pipeline  # noqa: PLC0415 (keeps --help fast)
    from cuadre.cli import summary  # noqa: PLC0415
    from cuadre.export.folder import replace_file  # noqa: PLC0415
    from cuadre.export.package import write_package  # noqa: PLC0415
    from cuadre.together import together  # noqa: PLC0415

    language = system_language(lang)
    report = output / SAMPLE
    with exit_on_error(language):
        replace_file(report, resources.files("cuadre.cli").joinpath(SAMPLE).read_bytes())
        (converted,) = together([pipeline.convert(report, name=SAMPLE)])
        write_package(output, [converted])
    said = summary.of_conversion([summary.Outcome(str(report), converted)], output, language)
    if not is_quiet():
        click.echo(f"{said.text}\n\n{next_steps(str(output), language)}")
