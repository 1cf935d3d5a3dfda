"""Digital signatures of a PDF: who signed, which bytes, and what happened to the file since.

The file is only read. Nothing is fetched, no list of the system's is used, and nobody is called trusted but against
roots that were given. ``docs/signatures.md`` has the words for the verdicts.
"""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from cuadre.evidence import Finding
from extract.model import DigitalSignature
from extract.signature_bytes import has_ranges

Signatures = tuple[tuple[DigitalSignature, ...], tuple[Finding, ...]]


def read_signatures(
    path: Path, document: pypdfium2.PdfDocument, password: str | None = None,
    trust_roots: tuple[bytes, ...] | None = None,
) -> Signatures:  # fmt: skip
    """Examine the digital signatures of a PDF.

    A file without any costs a look at its form and a search for one word.

    Args:
        path: The file. It is opened for reading only.
        document: The same, open.
        password: The user's password, if the file needs one.
        trust_roots: Certificates to trust, as DER (see ``read_trust_roots``); ``None`` asks nothing about trust.

    Returns:
        The signatures in the order of the form, then those that the document no longer shows; and what is off, or
        could not be examined.
    """
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        if not pdfium.FPDF_GetSignatureCount(document.raw) and not has_ranges(data):
            return (), ()
        from extract.signature_judgement import judge  # noqa: PLC0415 (its libraries take most of a second to load)

        return judge(stream, data, document, password, trust_roots)


def read_trust_roots(path: Path) -> tuple[bytes, ...]:
    """Read certificates to trust from a PEM or DER file, or a folder of them; as ``extract.signature_trust`` says.

    Raises:
        TrustRootsUnusable: It is not there, a file in it holds no certificate, or there are none.
    """
    from extract.signature_trust import read_trust_roots as read  # noqa: PLC0415

    return read(path)
