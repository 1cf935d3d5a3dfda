"""How long packed data becomes: unpacked piece by piece, thrown away at once, and stopped where it is too long."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from mmap import mmap

from extract.limits import Excess

Pieces = Iterator[bytes]

_PACKED, _UNPACKED = 1 << 14, 1 << 20
_WHITE = b"\0\t\n\x0c\r "
_CLEAR, _STOP, _FIRST_BITS, _MOST_BITS = 256, 257, 9, 12
_BYTES = tuple(bytes([value]) for value in range(256))
_RUN_END = 128

GROWTH = {"flate": 1032, "lzw": 2731, "run": 64, "a85": 4, "hex": 1}
"""How many bytes one packed byte can become at most."""

NAMES = {
    b"FlateDecode": "flate", b"Fl": "flate", b"LZWDecode": "lzw", b"LZW": "lzw", b"RunLengthDecode": "run",
    b"RL": "run", b"ASCII85Decode": "a85", b"A85": "a85", b"ASCIIHexDecode": "hex", b"AHx": "hex",
}  # fmt: skip
"""What the filters of a PDF are called; those of pictures are not among them."""


def pieces_of(data: mmap | bytes, start: int, end: int) -> Pieces:
    """Give bytes of a file piece by piece."""
    for at in range(start, end, _PACKED):
        yield data[at : min(at + _PACKED, end)]


def unpacked(pieces: Pieces, stages: Iterable[str], most: int, *, early: bool = True) -> Pieces:
    r"""Unpack data with one stage after the other; what is broken ends where it breaks.

    Args:
        pieces: Packed.
        stages: Keys of ``GROWTH``.
        most: Bytes that any of the stages may give.
        early: LZW codes grow one code early.

    Raises:
        Excess: A stage gives more.

    >>> b"".join(unpacked(iter([b"61 62>"]), ["hex"], 100))
    b'ab'
    >>> list(unpacked(iter([zlib.compress(bytes(1000))]), ["flate"], 100))
    Traceback (most recent call last):
    extract.limits.Excess: a stream unpacks to more than 100 bytes
    """
    packed = pieces
    for stage in stages:
        source = pieces
        pieces = _counted(_lzw(source, early=early) if stage == "lzw" else _STAGES[stage](source), most)
        if source is not packed:
            pieces = _to_the_end(pieces, source)
    return pieces


def _to_the_end(pieces: Pieces, source: Pieces) -> Pieces:
    """Unpack the stage before whole, though this one ended early: a library has it in memory before it goes on."""
    yield from pieces
    for _ in source:
        pass


def _counted(pieces: Pieces, most: int) -> Pieces:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > most:
            raise Excess(f"a stream unpacks to more than {most:,} bytes")
        yield piece


def _flate(pieces: Pieces) -> Pieces:
    stream = zlib.decompressobj()
    for piece in pieces:
        left, out = piece, b"more"
        while left or len(out) == _UNPACKED:
            try:
                out = stream.decompress(left, _UNPACKED)
            except zlib.error:
                return
            left = stream.unconsumed_tail
            yield out
            if stream.eof:
                return


def _lzw(pieces: Pieces, *, early: bool) -> Pieces:
    table: list[bytes] = []
    before = b""
    bits, held, buffer = _FIRST_BITS, 0, 0
    for piece in pieces:
        out: list[bytes] = []
        for byte in piece:
            buffer, held = (buffer << 8 | byte) & 0xFFFFFF, held + 8
            if held < bits:
                continue
            held -= bits
            code = buffer >> held & ((1 << bits) - 1)
            if code == _STOP:
                yield b"".join(out)
                return
            if code == _CLEAR or not table:
                table, before, bits = [*_BYTES, b"", b""], b"", _FIRST_BITS
                if code == _CLEAR:
                    continue
            if code < len(table):
                entry = table[code]
            elif before:
                entry = before + before[:1]
            else:
                yield b"".join(out)
                return
            out.append(entry)
            if before and len(table) < 1 << _MOST_BITS:
                table.append(before + entry[:1])
            before = entry
            bits = min(_MOST_BITS, max(_FIRST_BITS, (len(table) + early).bit_length()))
            if len(out) == _PACKED:
                yield b"".join(out)
                out = []
        yield b"".join(out)


def _run_length(pieces: Pieces) -> Pieces:
    left = b""
    for piece in pieces:
        data, at = left + piece, 0
        out: list[bytes] = []
        while at < len(data):
            count = data[at]
            if count == _RUN_END:
                yield b"".join(out)
                return
            width = count + 1 if count < _RUN_END else 1
            if at + 1 + width > len(data):
                break
            part = data[at + 1 : at + 1 + width]
            out.append(part if count < _RUN_END else part * (257 - count))
            at += 1 + width
        left = data[at:]
        yield b"".join(out)


def _ascii_85(pieces: Pieces) -> Pieces:
    left = b""
    for piece in pieces:
        text, end, _ = (left + piece.translate(None, _WHITE)).partition(b"~")
        *whole, left = text.split(b"z")
        if not end:
            cut = len(left) - len(left) % 5
            last, left = left[:cut], left[cut:]
        else:
            last = left
        try:
            yield b"\0\0\0\0".join(map(base64.a85decode, (*whole, last)))
        except ValueError:
            return
        if end:
            return


def _hex(pieces: Pieces) -> Pieces:
    left = b""
    for piece in pieces:
        text, end, _ = (left + re.sub(rb"[^0-9A-Fa-f>]", b"", piece)).partition(b">")
        cut = len(text) - len(text) % 2
        left = text[cut:]
        yield bytes.fromhex(text[:cut].decode("ascii"))
        if end:
            return


_STAGES: dict[str, Callable[[Pieces], Pieces]] = {"flate": _flate, "run": _run_length, "a85": _ascii_85, "hex": _hex}
