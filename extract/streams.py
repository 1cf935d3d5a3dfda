"""The streams in the bytes of a PDF, found without trusting its cross-references.

A stream is what stands behind the word ``stream``: tables of objects may lie, loop or be missing. What a dictionary
says is read leniently, since it only helps to tell how long the data becomes when it is unpacked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

_STREAM, _END, _OBJECT = b"stream", b"endstream", b"obj"
_DICTIONARY = 1 << 16
_NUMBERS = 32

_VALUE = re.compile(rb"obj\s*(\d{1,12}(?!\d)|/[A-Za-z0-9]+|\[[^\]<>]{0,200}\])")
_NUMBERED = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+\Z")
_LIST = re.compile(rb"\[((?:\s*\d{1,10}\s+\d{1,5}\s+R){2,})\s*\]")
_LISTED = re.compile(rb"(\d+)\s+\d+\s+R")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_COMMENT = re.compile(rb"%[^\r\n]*")
_FILTER = re.compile(rb"/F(?:ilter)?\s*(\[[^\]]*\]|/[A-Za-z0-9]+|\d+\s+\d+\s+R)")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_REFERENCE = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+R")
_LENGTH = re.compile(rb"/Length\s*(\d{1,12})(?:\s+(\d{1,5})\s+R)?")
_NUMBER = re.compile(rb"\d{1,12}")
_SIDE = rb"/%b\s*(\d{1,10})(?!\d|\s+\d+\s+R)"
_WIDTH, _HEIGHT = re.compile(_SIDE % b"Width"), re.compile(_SIDE % b"Height")


@dataclass(frozen=True, slots=True)
class RawStream:
    """One stream as it lies in the file.

    Attributes:
        start: Where its data begins.
        length: How long its data can be at most, packed.
        filters: Names of the filters it is unpacked with, in order; ``None`` where the dictionary does not say.
        picture: Columns and rows, of a picture that says how large it is.
        number: Of its object; -1 where none can be made out.
        objects: It holds objects.
        early: LZW codes grow one code early, as they do by default.
    """

    start: int
    length: int
    filters: tuple[bytes, ...] | None
    picture: tuple[int, int] | None
    number: int = -1
    objects: bool = False
    early: bool = True


def streams_of(data: mmap | bytes) -> Iterator[RawStream]:
    r"""Give all streams of a PDF in order of the file; some of them may be none, such as a word in a text.

    >>> file = b"1 0 obj <</Length 3/Filter/Fl#61teDecode>>stream\nabc\nendstream endobj"
    >>> [(stream.filters, file[stream.start : stream.start + 3]) for stream in streams_of(file)]
    [((b'FlateDecode',), b'abc')]
    """
    references = _References(data)
    before, at = 0, data.find(_STREAM)
    while at >= 0:
        if data[max(at - 3, 0) : at] != b"end":
            opened = max(data.rfind(_OBJECT, max(before, at - _DICTIONARY), at), before, at - _DICTIONARY)
            told = _plain(data[opened:at])
            if b"<<" in told:
                start = _after_line_end(data, at + len(_STREAM))
                yield _stream(data, start, told, _number(data, opened), references)
        before = at + len(_STREAM)
        at = data.find(_STREAM, before)


class _References:
    """Knows the numbers, names and lists that stand in objects of their own, from one pass over the file."""

    def __init__(self, data: mmap | bytes) -> None:
        self._data = data
        self._known: dict[int, list[bytes]] | None = None

    def values(self, number: bytes) -> tuple[bytes, ...]:
        """Give each value of an object; the file may have several of that number, or none."""
        if self._known is None:
            self._known = defaultdict(list)
            for match in _VALUE.finditer(self._data):
                self._known[_number(self._data, match.start())].append(match[1])
        return tuple(self._known.get(int(number), ()))


def _plain(told: bytes) -> bytes:
    """Give the text of a dictionary without comments, its names written plainly."""
    bare = _COMMENT.sub(b"", told) if b"%" in told else told
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), bare) if b"#" in bare else bare


def _after_line_end(data: mmap | bytes, at: int) -> int:
    head = data[at : at + 2]
    return at + (2 if head == b"\r\n" else 1 if head[:1] in {b"\r", b"\n"} else 0)


def _number(data: mmap | bytes, opened: int) -> int:
    """Give the number of the object whose word stands there."""
    found = _NUMBERED.search(data[max(opened - _NUMBERS, 0) : opened])
    return int(found[1]) if found else -1


def _stream(data: mmap | bytes, start: int, told: bytes, number: int, references: _References) -> RawStream:
    picture = None
    width, height = _WIDTH.search(told), _HEIGHT.search(told)
    if width and height:
        picture = (int(width[1]), int(height[1]))
    early = not re.search(rb"/EarlyChange\s*0", told)
    length, filters = _length(data, start, told, references), _filters(told, references)
    return RawStream(start, length, filters, picture, number, b"/ObjStm" in told, early)


def repetitions_of(data: mmap | bytes) -> Iterator[Counter[int]]:
    """Give for each list of references that names an object more than once how often it names which number.

    >>> list(repetitions_of(b"/Contents [5 0 R 6 0 R 5 0 R] /Kids [3 0 R 4 0 R]"))
    [Counter({5: 2, 6: 1})]
    """
    for match in _LIST.finditer(data):
        counts = Counter(map(int, _LISTED.findall(match[1])))
        if len(counts) < counts.total():
            yield counts


def _length(data: mmap | bytes, start: int, told: bytes, references: _References) -> int:
    """Give the longer one of what is said and what is found: the reader may believe either."""
    end = data.find(_END, start)
    found = (end if end >= 0 else len(data)) - start
    said = [found]
    for number, generation in _LENGTH.findall(told):
        values = (number,) if not generation else references.values(number)
        numbers = [int(match[0]) for match in map(_NUMBER.match, values) if match]
        said += numbers or [len(data)]
    return min(max(said), len(data) - start)


def _filters(told: bytes, references: _References) -> tuple[bytes, ...] | None:
    """Give the names of the longest list of filters that a dictionary names."""
    lists: list[tuple[bytes, ...]] = []
    for value in _FILTER.findall(told):
        reference = _REFERENCE.fullmatch(value)
        values = references.values(reference[1]) if reference else (value,)
        if not values:
            return None
        lists += [tuple(_NAME.findall(one.partition(b"]")[0])) for one in values]
    return max(lists, key=len, default=())
