"""How large a packed picture says it is in its own header, whatever the PDF says about it."""

from __future__ import annotations

from struct import unpack_from

_JPEG_START, _JPEG_MARK = b"\xff\xd8", 0xFF
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN = 0xDA
_JPX_SIZE = b"\xff\x4f\xff\x51"
_JPX_SIZE_BYTES = 42
_USUAL_COMPONENTS = 4

CODECS = {b"DCTDecode": "jpeg", b"DCT": "jpeg", b"JPXDecode": "jpx"}
"""What the filters are called whose data has such a header."""


def size_in_header(codec: str, head: bytes) -> tuple[int, int] | None:
    """Give columns and rows; ``None`` where the header has none.

    Args:
        codec: A value of ``CODECS``.
        head: The first bytes of the picture.
    """
    return _jpeg_size(head) if codec == "jpeg" else _jpx_size(head)


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    r"""Give the size of the first frame.

    >>> _jpeg_size(b"\xff\xd8\xff\xc0\0\x0b\x08\x75\x30\x75\x31\x01")
    (30001, 30000)
    """
    at = head.find(_JPEG_START) + len(_JPEG_START)
    while 1 < at <= len(head) - 9:
        if head[at] != _JPEG_MARK:
            at = head.find(_JPEG_MARK, at)
            continue
        kind = head[at + 1]
        if kind in _FRAMES:
            rows, columns = unpack_from(">HH", head, at + 5)
            return (columns, rows)
        if kind == _SCAN:
            return None
        if kind in _ALONE or kind in {0, _JPEG_MARK}:
            at += 1 if kind == _JPEG_MARK else 2
        else:
            at += 2 + max(2, unpack_from(">H", head, at + 2)[0])
    return None


def _jpx_size(head: bytes) -> tuple[int, int] | None:
    """Give the size of the reference grid; more rows where there are more components than a page has colours."""
    at = head.find(_JPX_SIZE)
    if at < 0 or len(head) < at + _JPX_SIZE_BYTES:
        return None
    right, bottom, left, top = unpack_from(">IIII", head, at + 8)
    components = unpack_from(">H", head, at + 40)[0]
    layers = max(1, -(-components // _USUAL_COMPONENTS))
    return (max(right - left, 0), max(bottom - top, 0) * layers)
