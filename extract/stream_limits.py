"""A bounded look at all streams of a PDF, before a library unpacks them.

What is packed can be a million times as long as the file, and what a picture takes in memory depends on two numbers
that anybody can write. The look trusts neither: it unpacks what could be too long, a piece at a time, and keeps none
of it. Small files are let through by arithmetic: no filter makes more than so many bytes of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from math import prod
from mmap import ACCESS_READ, mmap
from pathlib import Path

from extract.limits import Excess, expect_objects, expect_picture
from extract.model import Limits
from extract.picture_headers import CODECS, size_in_header
from extract.streams import RawStream, repetitions_of, streams_of
from extract.unpacking import GROWTH, NAMES, Pieces, pieces_of, unpacked

_ALL = 8
_IN_MEMORY = 64 << 20
_CHAIN = 8
_BYTES_A_PIXEL = 4
_BYTES_AN_OBJECT = 6
_DEEPEST = 4
_HEAD_PIECES = 64
_ZLIB_METHOD, _ZLIB_CHECK = 8, 31
_PAINTS = re.compile(rb"[\s\])>](?:S|s|f\*?|F|B\*?|b\*?|TJ|Tj|Do|sh|'|\")(?=\s)")


def expect_streams(path: Path, limits: Limits) -> None:
    """Check what the streams of a PDF unpack to, and how large its pictures are.

    Streams of an encrypted file cannot be looked into: check a copy that is not.

    Args:
        path: The file. It is opened for reading only.
        limits: What it may hold.

    Raises:
        Excess: It holds more.
        OSError: It cannot be read.
    """
    if path.stat().st_size <= _IN_MEMORY:
        # A mapped file that somebody cuts short meanwhile, as on a shared drive, would end the process.
        _Look(path.read_bytes(), limits).expect()
        return
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        _Look(data, limits).expect()


class _Look:
    """One look at one file.

    Args:
        data: The file.
        limits: What it may hold.
    """

    def __init__(self, data: mmap | bytes, limits: Limits) -> None:
        self._data, self._limits = data, limits
        self._together = _ALL * limits.stream_bytes
        self._countless = _BYTES_AN_OBJECT * limits.objects

    def expect(self) -> None:
        """Look at all streams.

        Raises:
            Excess: A stream or a picture is too large, or all streams together are.
        """
        unsure: list[RawStream] = []
        most = 0
        repetitions = list(repetitions_of(self._data))
        for stream in streams_of(self._data):
            self._expect_picture(stream)
            growth = self._growth(stream)
            most += growth
            if growth > self._countless:
                unsure.append(stream)
            if stream.objects:
                repetitions += [found for piece in self._contents(stream) for found in repetitions_of(piece)]
        self._measure(streams_of(self._data) if most > self._together else unsure)
        self._expect_repetitions(repetitions)

    def _expect_repetitions(self, repetitions: Sequence[Counter[int]]) -> None:
        """Check lists that name a stream more than once, as the content of a page may: it is unpacked as often."""
        named = {number for counts in repetitions for number in counts}
        lengths: dict[int, int] = {}
        for stream in streams_of(self._data) if named else ():
            if stream.number in named:
                lengths[stream.number] = max(lengths.get(stream.number, 0), self._length(stream))
        for counts in repetitions:
            if sum(lengths.get(number, 0) * count for number, count in counts.items()) > self._limits.stream_bytes:
                raise Excess(f"a list of streams unpacks to more than {self._limits.stream_bytes:,} bytes")

    def _growth(self, stream: RawStream) -> int:
        """Give how long a stream can be at most when it is unpacked, judged by how long it is."""
        stages, codec = _stages(stream)
        if codec is not None and not stages:
            return 0
        return stream.length * prod(GROWTH[stage] for stage in stages or _unknown(stream))

    def _measure(self, streams: Iterable[RawStream]) -> None:
        total = 0
        for stream in streams:
            length = self._length(stream)
            # A picture is as long as its size says, and one at a time is looked at.
            total += length if length > _room(stream) else 0
            if total > self._together:
                raise Excess(f"its streams unpack to more than {self._together:,} bytes together")

    def _contents(self, stream: RawStream) -> Pieces:
        """Unpack a stream, whatever its dictionary says about how."""
        return self._unpacked(stream, _stages(stream)[0] if stream.filters is not None else self._guessed(stream))

    def _length(self, stream: RawStream) -> int:
        stages, codec = _stages(stream)
        if codec is not None and not stages:
            return 0
        length = sum(map(len, self._contents(stream)))
        if length > max(self._countless, _room(stream)) and codec is None:
            expect_objects(sum(len(_PAINTS.findall(piece)) for piece in self._contents(stream)), self._limits)
        return length

    def _expect_picture(self, stream: RawStream) -> None:
        if stream.picture is not None:
            expect_picture(*stream.picture, self._limits)
        stages, codec = _stages(stream)
        if codec in CODECS:
            head = b"".join(islice(self._unpacked(stream, stages), _HEAD_PIECES))
            size = size_in_header(CODECS[codec], head)
            if size is not None:
                expect_picture(*size, self._limits)

    def _guessed(self, stream: RawStream) -> tuple[str, ...]:
        """Tell by the data itself how often a stream is deflated whose dictionary does not say."""
        stages: tuple[str, ...] = ()
        while len(stages) < _DEEPEST and _is_deflated(next(self._unpacked(stream, stages), b"")):
            stages = (*stages, "flate")
        return stages

    def _unpacked(self, stream: RawStream, stages: Sequence[str]) -> Pieces:
        end = stream.start + stream.length
        most = max(self._limits.stream_bytes, _room(stream))
        return unpacked(pieces_of(self._data, stream.start, end), stages, most, early=stream.early)


def _stages(stream: RawStream) -> tuple[tuple[str, ...], bytes | None]:
    """Give the stages that unpack a stream, and the filter of a picture that ends them, if any."""
    filters = [name for name in stream.filters or () if name != b"Crypt"]
    if len(filters) > _CHAIN:
        raise Excess(f"a stream is packed {len(filters)} times over, more than {_CHAIN}")
    stages: list[str] = []
    for name in filters:
        if name not in NAMES:
            return tuple(stages), name
        stages.append(NAMES[name])
    return tuple(stages), None


def _unknown(stream: RawStream) -> tuple[str, ...]:
    """Give the stages to expect where the dictionary names none: the worst where it does not say."""
    return () if stream.filters is not None else ("flate",) * _DEEPEST


def _room(stream: RawStream) -> int:
    """Give how many bytes the picture of a stream takes; 0 when it is none."""
    columns, rows = stream.picture or (0, 0)
    return (columns * _BYTES_A_PIXEL + 1) * rows


def _is_deflated(head: bytes) -> bool:
    """Tell by its header whether data is deflated."""
    return len(head) > 1 and head[0] & 0xF == _ZLIB_METHOD and (head[0] << 8 | head[1]) % _ZLIB_CHECK == 0
