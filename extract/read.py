"""The one way in: any document to cells."""

from __future__ import annotations

from pathlib import Path

from cuadre.evidence import EmptyFile, FileMissing, NotAReport, SourceFile
from extract.digital import read_digital
from extract.model import Reading
from extract.pdf import looks_like_pdf
from extract.transcript import looks_like_transcript, read_transcript

_HEAD = 1 << 16


def read_document(path: Path, *, name: str = "", password: str | None = None) -> Reading:
    """Read a PDF or a transcription; what it is, its bytes say.

    The file is opened for reading only.

    Args:
        path: The file.
        name: How the package and the errors name it; the file's own name when empty.
        password: For a PDF that needs one to open.

    Raises:
        FileMissing: It is not there, is a folder, or may not be read.
        EmptyFile: It has no bytes.
        NotAReport: It is neither a PDF nor a transcription.
        DocumentError: As ``read_digital`` and ``read_transcript`` say.
    """
    try:
        source = SourceFile.of(path, name)
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise FileMissing(
            name or path.name, f"no se puede leer el archivo ({error.strerror or 'error de lectura'})",
            "Revise la ruta y los permisos.",
        ) from error  # fmt: skip
    if not head:
        raise EmptyFile(source.name, "el archivo está vacío", "Vuelva a copiarlo desde el original.")
    if looks_like_pdf(head):
        return read_digital(path, source, password)
    if looks_like_transcript(head):
        return read_transcript(path, source)
    raise NotAReport(
        source.name, "no es un PDF ni una transcripción", "Entregue el PDF o un texto con tabuladores.",
    )  # fmt: skip
