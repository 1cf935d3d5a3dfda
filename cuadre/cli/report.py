"""``cuadre report``: a data package as pages for people."""

from __future__ import annotations

from pathlib import Path

import click

from cuadre.cli.options import exit_on_error, finish, json_option, password_option
from cuadre.cli.summary import Said

_WROTE = {"es": "Escrito: {path}", "en": "Wrote {path}"}
_MORE = {"es": "  y {n} páginas de documentos", "en": "  and {n} pages of documents"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "output", required=True, type=click.Path(path_type=Path), metavar="FILE.html|DIR",
    help="One file that ends in .html, or a folder for an overview and a page per document.",
)  # fmt: skip
@click.option(
    "--originals", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Where the originals are, for pictures of doubtful cells; by default DIR, the folder above it and the"
    " current one.",
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(sorted(_WROTE)), default="es", show_default=True,
    help="Language of the report; what the data says stays Spanish.",
)  # fmt: skip
@password_option
@json_option
def report(  # noqa: PLR0917 (click passes them by name)
    folder: Path, output: Path, originals: tuple[Path, ...], lang: str, password: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Write a report for people: what was read, how sure it is, what does not tally and who says so.

    DIR is the folder that convert wrote to. Each page is one file that needs nothing else, to be
    opened, printed or mailed. Originals are opened for reading only.
    """
    from cuadre.cli.language import system_language  # noqa: PLC0415 (keeps --help fast)
    from cuadre.cli.rules_en import ENGLISH  # noqa: PLC0415
    from cuadre.report.pages import write_report  # noqa: PLC0415
    from cuadre.report.phrases import phrases_in  # noqa: PLC0415

    places = originals or (folder, folder.absolute().parent, Path.cwd())
    with exit_on_error(system_language(lang)):
        written = write_report(folder, output, phrases_in(lang, ENGLISH), places=places, password=password)
    lines = [_WROTE[lang].format(path=written[-1])]
    if len(written) > 1:
        lines.append(_MORE[lang].format(n=len(written) - 1))
    said = Said("\n".join(lines), "", {"written": [str(path) for path in written]})
    finish(said, as_json=as_json, strict=False, failed=False, needs_a_look=False)
