"""From a data package to the pages of its report.

A page is one file: styles, drawings and pictures are in it, it asks for nothing and runs nothing. The same package and
originals give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cuadre.export.whole import FileKind, written_whole
from cuadre.report.charts import Charts
from cuadre.report.crops import Originals
from cuadre.report.figure_map import FILLS
from cuadre.report.phrases import Phrases
from cuadre.report.source import Line, Package
from cuadre.report.svg import plain
from cuadre.report.view import ELSEWHERE, DocumentView, Overview, document_view, overview, period_of

MOST_IN_ONE = 12
"""So many documents are told in full in one file; those after them are in its table alone."""

INDEX = "index.html"
_PAGE = FileKind("an HTML page", b"<!DOCTYPE html>")


def write_report(
    folder: Path, output: Path, phrases: Phrases, *, places: Sequence[Path] = (), password: str | None = None,
) -> tuple[Path, ...]:  # fmt: skip
    """Write the report on a data package.

    Args:
        folder: The package. Nothing in it is changed.
        output: A name that ends in ``.html`` or ``.htm`` is one file: the document, or of several an overview and then
            the documents one after the other. Anything else is a folder: ``index.html`` and a page per document.
        phrases: The language.
        places: Where the originals may be, to cut pictures of doubtful cells out of them. They are only read.
        password: For originals that cannot be opened without one.

    Returns:
        The files that were written.

    Raises:
        PackageError: The package cannot be read, or a file cannot be written or is another's.
    """
    package = Package(folder)
    originals = Originals(package, places, password) if places else None
    if output.suffix.lower() in {".html", ".htm"}:
        _write(output, one_page(package, phrases, originals))
        return (output,)
    return tuple(_write_folder(package, output, phrases, originals))


def _write_folder(package: Package, output: Path, phrases: Phrases, originals: Originals | None) -> Iterator[Path]:
    hrefs = {line["document_id"]: f"{line['document_id']}.html" for line in package.documents}
    for line in package.documents:
        path = output / hrefs[line["document_id"]]
        _write(path, document_page(package, line, phrases, originals, back=INDEX))
        yield path
    # The index last: what it leads to is there.
    _write(output / INDEX, _rendered(phrases, overview(package, Charts(phrases), hrefs), ()))
    yield output / INDEX


def one_page(package: Package, phrases: Phrases, originals: Originals | None = None) -> str:
    """Render a package as one page."""
    if len(package.documents) == 1:
        return document_page(package, package.documents[0], phrases, originals)
    charts = Charts(phrases)
    told = package.documents[:MOST_IN_ONE]
    hrefs = {line["document_id"]: f"#{line['document_id']}" for line in told}
    views = [document_view(package.part(line), phrases, charts, originals) for line in told]
    left_out = len(package.documents) - len(told)
    return _rendered(phrases, overview(package, charts, hrefs), views, left_out=left_out)


def document_page(
    package: Package, document: Line, phrases: Phrases, originals: Originals | None = None, *, back: str = ""
) -> str:
    """Render one document of a package as a page; ``back`` is where the overview is, if there is one."""
    view = document_view(package.part(document), phrases, Charts(phrases), originals)
    return _rendered(phrases, None, (view,), back=back)


def _rendered(
    phrases: Phrases, over: Overview | None, views: Sequence[DocumentView], *, back: str = "", left_out: int = 0
) -> str:
    style = resources.files("cuadre.report").joinpath("templates/report.css").read_text("utf-8")
    return _environment().get_template("report.html").render(
        say=phrases.say, has=phrases.has, phrases=phrases, over=over, views=views, back=back, fills=FILLS,
        left_out=left_out, most=MOST_IN_ONE, files=ELSEWHERE, version=version("cuadre"), period_of=period_of,
        style=Markup(style),  # noqa: S704 (ours)
    )  # fmt: skip


@lru_cache
def _environment() -> Environment:
    """Templates that escape everything and let no character through that shows nothing."""
    return Environment(
        loader=PackageLoader("cuadre.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_clean,
    )  # fmt: skip


def _clean(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _write(path: Path, page: str) -> None:
    with written_whole(path, _PAGE) as waiting:
        waiting.write_bytes(page.encode("utf-8"))
