"""Hostile PDFs, made in code: one function for each, by name, with how it must end."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from struct import pack

from extract.model import Limits

PDF = Callable[[], bytes]

_PAGE = b"/Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_TEXT = b"BT /F 9 Tf 20 150 Td (Unidad) Tj ET"
_MEBIBYTE = 1 << 20
BOMB = 5 << 20
"""How long the bombs become, in bytes: more than ``LIMITS`` lets through."""
LIMITS = Limits(stream_bytes=4 << 20, objects=100_000)
"""Small enough that a test of them is quick."""


def stream(data: bytes, told: bytes = b"") -> bytes:
    """Give a stream object whose length is true."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), told, data)


def deflated(length: int, times: int = 1) -> bytes:
    """Give so many spaces, deflated so many times over."""
    packer = zlib.compressobj(1)
    block = b" " * _MEBIBYTE
    data = b"".join(packer.compress(block) for _ in range(length // _MEBIBYTE)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def document(*, page: bytes = _PAGE, content: bytes | None = None, extra: Mapping[int, bytes] | None = None,
             catalog: bytes = b"", pages: bytes = b"/Kids[3 0 R]/Count 1", trailer: bytes = b"") -> bytes:  # fmt: skip
    """Write a PDF of one page, with true places of its objects.

    Args:
        page: Entries of the page; ``/Contents 4 0 R`` is added unless they name others.
        content: Object 4.
        extra: More objects by number, or others in place of the usual ones.
        catalog: More entries of the catalogue.
        pages: Entries of the page tree's root.
        trailer: More entries of the trailer.
    """
    contents = b"" if b"/Contents" in page else b"/Contents 4 0 R"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog, 2: b"<</Type/Pages%b>>" % pages,
        3: b"<<%b%b>>" % (page, contents), 4: content or stream(_TEXT), 5: _FONT, **(extra or {}),
    }  # fmt: skip
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(size)
    )
    tail = b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n%b" % (size, rows) + tail


def picture(told: bytes, data: bytes) -> bytes:
    """Write a PDF whose page shows one picture."""
    return document(content=stream(b"300 0 0 200 0 0 cm /X Do"), extra={6: stream(data, b"/Subtype/Image" + told)})


def _jpeg(columns: int, rows: int) -> bytes:
    frame = pack(">BHHB", 8, rows, columns, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\4ab\xff\xc0" + pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def _jpx(columns: int, rows: int) -> bytes:
    size = pack(">HIIIIIIIIH", 0, columns, rows, 0, 0, columns, rows, 0, 0, 1) + b"\7\1\1"
    return b"\xff\x4f\xff\x51" + pack(">H", len(size) + 2) + size + b"\xff\xd9"


def _sized(columns: int, rows: int, more: bytes) -> bytes:
    return b"/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray%b" % (columns, rows, more)


def _boxed(box: bytes, more: bytes = b"") -> bytes:
    return document(page=_PAGE.replace(b"[0 0 300 200]", box) + more)


def _packed_objects(data: bytes, told: bytes) -> bytes:
    return document(extra={7: stream(data, b"/Type/ObjStm/N 1/First 4" + told)})


OVER = "OverLimit"
NO_TABLE = "NoTableFound"
DAMAGED = "DamagedFile"
ANY = "any document error"

CASES: dict[str, tuple[str, PDF]] = {
    "plain": (NO_TABLE, document),
    "content-bomb": (OVER, lambda: document(content=stream(deflated(BOMB), b"/Filter/FlateDecode"))),
    "content-bomb-twice": (OVER, lambda: document(content=stream(deflated(BOMB, 2), b"/Filter[/Fl /FlateDecode]"))),
    "bomb-in-the-middle": (OVER, lambda: document(content=stream(deflated(BOMB, 2), b"/Filter[/Fl/Fl/Fl]"))),
    "bomb-escaped": (OVER, lambda: document(content=stream(deflated(BOMB), b"/Filter/Fl#61teDecode"))),
    "bomb-filter-elsewhere": (
        OVER,
        lambda: document(content=stream(deflated(BOMB), b"/Filter 8 0 R"), extra={8: b"[/FlateDecode]"}),
    ),
    "bomb-filter-nowhere": (OVER, lambda: document(content=stream(deflated(BOMB, 2), b"/Filter 99 0 R"))),
    "bomb-length-lies": (
        OVER,
        lambda: document(content=stream(deflated(BOMB), b"/Filter/Fl").replace(b"/Length", b"/Length 5/Was", 1)),
    ),
    "bomb-hides-behind-endstream": (
        OVER,
        lambda: document(content=stream(
            b"".join((zlib.compress(b"endstream endobj", 0)[:-4], deflated(BOMB)[2:])).replace(
                b"\1\x10\0\xef\xff", b"\0\x10\0\xef\xff", 1), b"/Filter/FlateDecode",
        )),
    ),
    "objects-bomb": (OVER, lambda: _packed_objects(deflated(BOMB), b"/Filter/FlateDecode")),
    "font-bomb": (
        OVER,
        lambda: document(extra={
            5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</Type/FontDescriptor/FontFile2 8 0 R>>>>",
            8: stream(deflated(BOMB), b"/Filter/FlateDecode"),
        }),
    ),
    "run-length-bomb": (OVER, lambda: document(content=stream(b"\x81 " * 80_000, b"/Filter/RunLengthDecode"))),
    "many-filters": (OVER, lambda: document(content=stream(b"", b"/Filter[%b]" % (b"/AHx" * 40)))),
    "content-many-times": (
        OVER,
        lambda: document(
            page=_PAGE + b"/Contents[%b]" % (b"4 0 R " * 2000),
            content=stream(deflated(1 << 20), b"/Filter/FlateDecode"),
        ),
    ),
    "many-objects": (
        OVER, lambda: document(content=stream(zlib.compress(b"0 0 1 1 re f\n" * 120_000, 9), b"/Filter/FlateDecode")),
    ),
    "picture-30000": (OVER, lambda: picture(_sized(30000, 30000, b"/Filter/FlateDecode"), zlib.compress(b"\0"))),
    "picture-1-bit": (
        OVER,
        lambda: picture(
            b"/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
            b"/DecodeParms<</K -1/Columns 30000/Rows 30000>>", b"\0\x10\1",
        ),
    ),
    "picture-jbig2": (OVER, lambda: picture(_sized(30000, 30000, b"/Filter/JBIG2Decode"), b"\0" * 40)),
    "jpeg-lies": (OVER, lambda: picture(_sized(10, 10, b"/Filter/DCTDecode"), _jpeg(30000, 30000))),
    "jpeg-lies-packed": (
        OVER,
        lambda: picture(_sized(10, 10, b"/Filter[/FlateDecode/DCTDecode]"), zlib.compress(_jpeg(30000, 30000))),
    ),
    "jpx-lies": (OVER, lambda: picture(_sized(10, 10, b"/Filter/JPXDecode"), _jpx(30000, 30000))),
    "inline-picture": (NO_TABLE, lambda: document(content=stream(b"BI /W 30000 /H 30000 /BPC 8 /CS /G ID aaaa EI"))),
    "page-20000": (OVER, lambda: _boxed(b"[0 0 20000 20000]")),
    "page-endless": (NO_TABLE, lambda: _boxed(b"[0 0 1e30 1e30]")),
    "page-14400": (NO_TABLE, lambda: _boxed(b"[0 0 14400 14400]")),
    "page-inside-out": (NO_TABLE, lambda: _boxed(b"[300 200 0 0]")),
    "page-without-size": (NO_TABLE, lambda: _boxed(b"[0 0 0 0]")),
    "page-not-a-number": (NO_TABLE, lambda: _boxed(b"[nan (a) null /b]")),
    "page-turned-by-45": (NO_TABLE, lambda: _boxed(b"[0 0 300 200]", b"/Rotate 45")),
    "page-turned-far": (NO_TABLE, lambda: _boxed(b"[0 0 300 200]", b"/Rotate -2147483648")),
    "page-unit": (NO_TABLE, lambda: _boxed(b"[0 0 300 200]", b"/UserUnit 1e9")),
    "pages-in-a-circle": (ANY, lambda: document(pages=b"/Kids[2 0 R 3 0 R]/Count 2")),
    "pages-many": (ANY, lambda: document(pages=b"/Kids[3 0 R]/Count 2000000000")),
    "pages-negative": (ANY, lambda: document(pages=b"/Kids[3 0 R]/Count -5")),
    "xref-in-a-circle": (NO_TABLE, lambda: document(trailer=b"/Prev 15")),
    "form-in-itself": (
        NO_TABLE,
        lambda: document(
            content=stream(b"/X Do"),
            extra={6: stream(b"/X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")},
        ),
    ),
    "deep-array": (NO_TABLE, lambda: document(catalog=b"/Deep" + b"[" * 100_000 + b"]" * 100_000)),
    "deep-states": (NO_TABLE, lambda: document(content=stream(b"q " * 200_000 + _TEXT))),
    "javascript": (
        NO_TABLE,
        lambda: document(catalog=b"/OpenAction<</S/JavaScript/JS(while(1){})>>/AA<</WC<</S/JavaScript/JS(x)>>>>"),
    ),
    "launch": (NO_TABLE, lambda: document(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>")),
    "attachment": (
        NO_TABLE,
        lambda: document(
            catalog=b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(../../../a)/EF<</F 8 0 R>>>>]>>>>",
            extra={8: stream(b"attached", b"/Type/EmbeddedFile")},
        ),
    ),
    "html-with-a-pdf": (ANY, lambda: b"<!doctype html><script>%PDF-1.7</script>\n%%EOF"),
    "pdf-then-zip": (NO_TABLE, lambda: document() + b"PK\5\6" + bytes(18)),
    "zip-then-pdf": (ANY, lambda: b"PK\3\4" + bytes(26) + document()),
    "no-characters": (
        ANY,
        lambda: document(extra={5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<<>>"
                                   b"/Encoding<</Differences[0/a]>>/FirstChar 0/LastChar 1/Widths[9 9]>>"}),
    ),
}  # fmt: skip
