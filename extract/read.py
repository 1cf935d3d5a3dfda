"""The one way in: any document to cells."""

from __future__ import annotations

from pathlib import Path

from cuadre.evidence import EmptyFile, FileMissing, NotAReport, SourceFile
from extract.model import Reading
from extract.paper import read_pdf
from extract.pdf import looks_like_pdf
from extract.transcript import looks_like_transcript, read_transcript

_HEAD = 1 << 16


def read_document(path: Path, *, name: str = "", password: str | None = None, workers: int = 1) -> Reading:
    """Read a PDF or a transcription; what it is, its bytes say.

    The file is opened for reading only.

    Args:
        path: The file.
        name: How the package and the errors name it; the file's own name when empty.
        password: For a PDF that needs one to open.
        workers: How many processes read scanned pages. More than one needs a main module that can be imported.

    Raises:
        FileMissing: It is not there, is a folder, or may not be read.
        EmptyFile: It has no bytes.
        NotAReport: It is neither a PDF nor a transcription.
        DocumentError: As ``read_pdf`` and ``read_transcript`` say.
    """
    try:
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
    if looks_like_pdf(head):
        return read_pdf(path, source, password, workers)
    if looks_like_transcript(head):
        return read_transcript(path, source)
    raise NotAReport(
        source.name, "neither a PDF nor a transcription",
        "Name the PDF, or a text with tabs between the cells.",
    )  # fmt: skip
