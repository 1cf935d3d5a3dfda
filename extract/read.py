"""The one way in: any document to cells, and back to its paper for a second look at one of them."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cuadre.evidence import (
    Ask,
    EmptyFile,
    FileMissing,
    NotAReport,
    ReadAgain,
    Rereading,
    SourceFile,
    no_pixels,
)
from extract.limits import expect_file, named
from extract.model import DEFAULT_LIMITS, Limits, Reading
from extract.paper import read_pdf
from extract.pdf import looks_like_pdf
from extract.scan.model import OnPaper
from extract.transcript import looks_like_transcript, read_transcript

_HEAD = 1 << 16


def read_document(
    path: Path, *, name: str = "", password: str | None = None, workers: int = 1,
    trust_roots: tuple[bytes, ...] | None = None, limits: Limits = DEFAULT_LIMITS,
) -> Reading:  # fmt: skip
    """Read a PDF or a transcription; what it is, its bytes say.

    Arguments and errors are those of ``open_document``.
    """
    with open_document(
        path, name=name, password=password, workers=workers, trust_roots=trust_roots, limits=limits
    ) as (reading, _):
        return reading


@contextmanager
def open_document(
    path: Path, *, name: str = "", password: str | None = None, workers: int = 1,
    trust_roots: tuple[bytes, ...] | None = None, limits: Limits = DEFAULT_LIMITS,
) -> Iterator[tuple[Reading, ReadAgain]]:  # fmt: skip
    """Read a PDF or a transcription, and keep what a second look at its cells needs.

    The file is opened for reading only. Pictures of scanned pages lie in a temporary folder, 1.5 MB a page at most,
    which is removed at the end; the second look is valid until then. It knows no cells of digital pages and of
    transcriptions: nothing was guessed there.

    Args:
        path: The file.
        name: How the package and the errors name it; the file's own name when empty.
        password: For a PDF that needs one to open.
        workers: How many processes read scanned pages. More than one needs a main module that can be imported.
        trust_roots: Certificates to hold digital signatures against, as DER; ``None`` asks nothing about trust.
        limits: How large it may be; what is larger is refused before it is unpacked.

    Yields:
        What was read, and the second look at places of it.

    Raises:
        FileMissing: It is not there, is no file but a folder or a pipe, or may not be read.
        OverLimit: It is larger, or unpacks to more, than it may.
        EmptyFile: It has no bytes.
        NotAReport: It is neither a PDF nor a transcription.
        DocumentError: As ``read_pdf`` and ``read_transcript`` say.
    """
    source, head = _source(path, name, limits)
    if looks_like_pdf(head):
        with TemporaryDirectory(prefix="cuadre-") as folder:
            reading, on_paper = read_pdf(
                path, source, Path(folder), password, workers, trust_roots=trust_roots, limits=limits
            )
            yield reading, _SecondLook(Path(folder), on_paper)
    elif looks_like_transcript(head):
        yield read_transcript(path, source, limits), no_pixels
    else:
        raise NotAReport(
            source.name, "neither a PDF nor a transcription",
            "Name the PDF, or a text with tabs between the cells.",
        )  # fmt: skip


def _source(path: Path, name: str, limits: Limits) -> tuple[SourceFile, bytes]:
    """Give the file as the package names it, and its first bytes."""
    try:
        state = path.stat()
        if stat.S_ISREG(state.st_mode):
            with named(name or path.name):
                expect_file(state.st_size, limits)
        elif not stat.S_ISDIR(state.st_mode):
            # Opening a pipe would wait for whoever writes into it.
            raise FileMissing(name or path.name, "is no file but a pipe or a device", "Name the PDF itself.")
        source = SourceFile.of(path, name)
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise FileMissing(
            name or path.name, f"cannot be read ({error.strerror or 'read error'})",
            "Check the path and the permissions.",
        ) from error  # fmt: skip
    if not head:
        raise EmptyFile(source.name, "the file is empty", "Copy it again from the original.")
    return source, head


@dataclass(frozen=True, slots=True)
class _SecondLook:
    """Looks at scanned pages again; loads the recognisers for the first question only.

    Attributes:
        folder: Where the pages were left.
        on_paper: For each scanned page where a box on the straightened page stands on the page as scanned.
    """

    folder: Path
    on_paper: Mapping[int, OnPaper]

    def __call__(self, asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        if not any(ask.place.page in self.on_paper for ask in asks):
            return no_pixels(asks)
        from extract.scan.again import read_again  # noqa: PLC0415 (recognisers take a second to load)

        return read_again(self.folder, self.on_paper, asks)
