"""The signatures that a PDF shows: what its form fields say, by two readers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from extract.signature_bytes import Buffer, value_in
from extract.signature_changes import Signed, entry, revision_of
from extract.signature_value import shown

_MOST_PAGES = 3000
_LONGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class Shown:
    """One signature as the document shows it.

    Attributes:
        field: Full name of its form field; ``""`` when unknown.
        page: That shows it, from 1; 1 where none does.
        kind: ``/SubFilter``, with the slash.
        ranges: ``/ByteRange`` as written; empty when there is none.
        value: ``/Contents``; empty when there is none.
        certificate: ``/Cert``, which bare values need.
        said: When it was signed, as its dictionary says.
        signed: For a comparison of revisions; ``None`` where nobody could follow them.
    """

    field: str
    page: int
    kind: str
    ranges: tuple[object, ...]
    value: bytes
    certificate: bytes = b""
    said: datetime | None = None
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The signature fields of a document.

    Attributes:
        reader: That found them; valid while the file is open.
        shown: Those that are signed, in the order of the form.
        empty: How many are not.
        store: The document's security store, if it has one.
        rights: Values of signatures that are nobody's: they let a viewer fill in forms (``/UR3``).
    """

    reader: PdfFileReader
    shown: tuple[Shown, ...]
    empty: int
    store: generic.DictionaryObject | None
    rights: tuple[bytes, ...] = ()


def open_fields(stream: BinaryIO, password: str | None, most: int) -> Fields:
    """List the signature fields of a document.

    Args:
        stream: The file; stays open while the result is used.
        password: The user's password, if the file needs one.
        most: After how many to stop.

    Raises:
        Exception: Of any class: the file is broken in a way that this reader does not bear.
    """
    reader = PdfFileReader(stream, strict=False)
    if reader.encrypted:
        reader.decrypt(password or "")
    pages = _pages(reader)
    signed: list[Shown] = []
    empty = 0
    for name, value, reference in enumerate_sig_fields(reader):
        if len(signed) + empty == most:
            break
        field = reference.get_object()
        dictionary = value.get_object() if value is not None else None
        if isinstance(dictionary, generic.DictionaryObject):
            signed.append(_shown(reader, str(name), field, dictionary, pages))
        else:
            empty += 1
    return Fields(reader, tuple(signed), empty, _dictionary(reader.root, "/DSS"), _rights(reader))


def _dictionary(parent: generic.DictionaryObject, key: str) -> generic.DictionaryObject | None:
    found = entry(parent, key)
    return found if isinstance(found, generic.DictionaryObject) else None


def _rights(reader: PdfFileReader) -> tuple[bytes, ...]:
    permissions = _dictionary(reader.root, "/Perms")
    if permissions is None:
        return ()
    found = (_dictionary(permissions, key) for key in ("/UR3", "/UR"))
    return tuple(_bytes_at(one, "/Contents") for one in found if one is not None)


def _shown(
    reader: PdfFileReader, name: str, field: generic.DictionaryObject, dictionary: generic.DictionaryObject,
    pages: dict[int, int],
) -> Shown:  # fmt: skip
    ranges = entry(dictionary, "/ByteRange")
    return Shown(
        field=shown(name),
        page=_page_of(field, pages),
        kind=str(entry(dictionary, "/SubFilter") or ""),
        ranges=tuple(ranges) if isinstance(ranges, generic.ArrayObject) else (),
        value=_bytes_at(dictionary, "/Contents"),
        certificate=_certificate(dictionary),
        said=_said(entry(dictionary, "/M")),
        signed=Signed(dictionary, field, revision_of(reader, field)),
    )


def _bytes_at(dictionary: generic.DictionaryObject, key: str) -> bytes:
    """Give a string as it is written: signatures are not encrypted where the document is."""
    if key not in dictionary:
        return b""
    found = dictionary.raw_get(key, decrypt=generic.EncryptedObjAccess.RAW)
    return bytes(getattr(found, "original_bytes", b""))


def _certificate(dictionary: generic.DictionaryObject) -> bytes:
    found = entry(dictionary, "/Cert")
    first = found[0] if isinstance(found, generic.ArrayObject) and found else found
    return bytes(getattr(first, "original_bytes", b""))


def _said(date: object) -> datetime | None:
    try:
        return generic.parse_pdf_date(str(date), strict=False) if date is not None else None
    except Exception:  # noqa: BLE001 (a date that is none)
        return None


def _pages(reader: PdfFileReader) -> dict[int, int]:
    """Tell for each page, and for each annotation on one, by object number, which page that is, from 1."""
    found: dict[int, int] = {}
    # A broken page shows no signature, and whoever reads the pages will tell.
    with suppress(Exception):
        for number, reference in enumerate(islice(_leaves(reader), _MOST_PAGES), start=1):
            found[reference.idnum] = number
            found.update((one, number) for one in _annotations(reference) if one not in found)
    return found


def _annotations(reference: generic.IndirectObject) -> Iterator[int]:
    """Give the object numbers of what is laid over a page."""
    page = reference.get_object()  # type: ignore[no-untyped-call]
    listed = entry(page, "/Annots") if isinstance(page, generic.DictionaryObject) else None
    for one in listed if isinstance(listed, generic.ArrayObject) else ():
        if isinstance(one, generic.IndirectObject):
            yield one.idnum


def _leaves(reader: PdfFileReader) -> Iterator[generic.IndirectObject]:
    """Give the pages in order; a tree that runs in circles ends where it began."""
    pending = [reader.root.raw_get("/Pages")]
    seen: set[int] = set()
    while pending:
        reference = pending.pop()
        if not isinstance(reference, generic.IndirectObject) or reference.idnum in seen:
            continue
        seen.add(reference.idnum)
        node = reference.get_object()  # type: ignore[no-untyped-call]
        kids = entry(node, "/Kids") if isinstance(node, generic.DictionaryObject) else None
        if isinstance(kids, generic.ArrayObject):
            pending.extend(reversed(kids))
        else:
            yield reference


def _page_of(field: generic.DictionaryObject, pages: dict[int, int]) -> int:
    kids = [one for one in entry(field, "/Kids") or () if isinstance(one, generic.IndirectObject)]
    own = field.container_ref.idnum if isinstance(field.container_ref, generic.Reference) else 0
    at = field.raw_get("/P") if "/P" in field else None
    on = at.idnum if isinstance(at, generic.IndirectObject) else 0
    numbers = (own, *(kid.idnum for kid in kids), on)
    return next((pages[number] for number in numbers if number in pages), 1)


def shown_by_pdfium(document: pypdfium2.PdfDocument, data: Buffer, most: int) -> Iterator[Shown]:
    """List the signatures that the reader of the pages sees: no names, no pages, but it opens nearly everything."""
    encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1
    for index in range(min(pdfium.FPDF_GetSignatureCount(document.raw), most)):
        one = pdfium.FPDF_GetSignatureObject(document.raw, index)
        value = _buffer(pdfium.FPDFSignatureObj_GetContents, one)
        if not value and not pdfium.FPDFSignatureObj_GetByteRange(one, None, 0):
            continue
        count = min(pdfium.FPDFSignatureObj_GetByteRange(one, None, 0), 8)
        numbers = (ctypes.c_int * count)()
        pdfium.FPDFSignatureObj_GetByteRange(one, numbers, count)
        kind = _buffer(pdfium.FPDFSignatureObj_GetSubFilter, one).rstrip(b"\0").decode("ascii", "replace")
        time = _buffer(pdfium.FPDFSignatureObj_GetTime, one).rstrip(b"\0").decode("latin-1")
        if encrypted and count == 4:  # noqa: PLR2004 (two pairs)
            # This reader decrypts the value, which never was encrypted.
            value = value_in(data, (numbers[0], numbers[1], numbers[2], numbers[3])) or value
        yield Shown("", 1, f"/{kind}" if kind else "", tuple(numbers), value, said=_said(time or None))


def _buffer(call: object, one: object) -> bytes:
    length = min(int(call(one, None, 0)), _LONGEST)  # type: ignore[operator]
    buffer = ctypes.create_string_buffer(length)
    call(one, buffer, length)  # type: ignore[operator]
    return buffer.raw
