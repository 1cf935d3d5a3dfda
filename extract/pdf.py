"""Opening a PDF: read-only, and with a clear word when it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from cuadre.evidence import DamagedFile, EncryptedFile
from extract.limits import expect_pages, named
from extract.model import Limits
from extract.stream_limits import expect_streams

_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
_END = b"%%EOF"
_TAIL = 1 << 16
_AFTER_END = 2048


def looks_like_pdf(head: bytes) -> bool:
    r"""Tell by its first bytes whether a file says that it is a PDF; something else may stand before.

    >>> looks_like_pdf(b"\x00\x00%PDF-1.7\n"), looks_like_pdf(b"Nivel\tMeta")
    (True, False)
    """
    return _HEADER in head[: _HEADER_WITHIN + len(_HEADER)]


def expect_within(path: Path, name: str, limits: Limits) -> None:
    """Look at a PDF before it is opened: what is in it must not be larger than it may.

    Raises:
        OverLimit: It is.
        OSError: The file cannot be read.
    """
    with named(name):
        expect_streams(path, limits)


def expect_opened_within(document: pypdfium2.PdfDocument, name: str, limits: Limits, folder: Path) -> None:
    """Look at a PDF that is open: how many pages it has, and what is in it when it was encrypted.

    Args:
        document: Open, and left open.
        name: How errors name it.
        limits: How large it may be.
        folder: Holds a copy of an encrypted document for the time of the look.

    Raises:
        OverLimit: It is larger.
        DamagedFile: It is encrypted and cannot be decrypted.
    """
    with named(name):
        expect_pages(len(document), limits)
        if pdfium.FPDF_GetSecurityHandlerRevision(document) < 0:
            return
        copy = folder / "decrypted.pdf"
        try:
            document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
            expect_streams(copy, limits)
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(name, "the encrypted PDF cannot be looked into", _COPY_AGAIN) from error
        finally:
            copy.unlink(missing_ok=True)


@contextmanager
def open_pdf(path: Path, name: str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for reading, and close it.

    A file that only the owner's password protects opens without one.

    Args:
        path: The file.
        name: How errors name it.
        password: The user's password, if the file needs one.

    Raises:
        EncryptedFile: It needs a password, or the one given is wrong.
        DamagedFile: It is cut off or broken. What may be left of it is not read: a part of a report looks
            like a whole one.
        OSError: The file cannot be read.
    """
    if not _is_whole(path):
        raise DamagedFile(name, "the PDF is incomplete: its end is missing", _COPY_AGAIN)
    _forget_last_error()
    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise _encrypted(name, password) from None
        raise DamagedFile(name, "the PDF is damaged or has no pages", _COPY_AGAIN) from error
    try:
        yield document
    finally:
        document.close()


_COPY_AGAIN = "Copy or download it again from the original; no part of it was read."


def _forget_last_error() -> None:
    """Set the library's last error to one about the format.

    It keeps the error of the file before, and sets none for a file without pages.
    """
    pdfium.FPDF_LoadMemDocument(b"-", 1, None)


def _encrypted(name: str, password: str | None) -> EncryptedFile:
    if password:
        return EncryptedFile(name, "the password does not open it", "Check what was given with --password.")
    return EncryptedFile(name, "a password is needed to open it", "Run it again with --password.")


def _is_whole(path: Path) -> bool:
    """Tell whether the file ends as a PDF does, give or take what a mail server hangs on."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - _TAIL, 0))
        tail = stream.read().rstrip(b"\0\r\n\t ")
    return _END in tail[-_AFTER_END:]
