"""Which bytes of a file a digital signature covers, and which it leaves out.

A signature names two ranges, ``[0 a b c]``: from the start of the file to its own value, and from there to the end of
what was signed. The gap between them may hold the value and nothing else, or something could be hidden there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import cast

Buffer = bytes | mmap
Pairs = tuple[int, int, int, int]

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_END_OF_REVISION = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f]+")
_OBJECT = re.compile(rb"(?<!\d)\d{1,10}\s{1,3}\d{1,5}\s{1,3}obj\b")
_BLANK = b"\0\t\n\f\r "
_LONGEST_VALUE = 1 << 24
_TAIL = 1024
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Covered:
    """What the two ranges of a signature cover.

    Attributes:
        pairs: Start and length of each, in bytes.
        end: Where the second one ends.
        whole: Nothing but blanks stands after it.
        startxref: The cross reference that the covered bytes end with; ``None`` when they do not end as a PDF does.
    """

    pairs: Pairs
    end: int
    whole: bool
    startxref: int | None

    def blocks(self, data: Buffer) -> Iterator[bytes]:
        """Give the bytes covered, a megabyte at a time."""
        for start, length in (self.pairs[:2], self.pairs[2:]):
            for at in range(start, start + length, _BLOCK):
                yield data[at : min(at + _BLOCK, start + length)]


class RangesUnusable(ValueError):
    """The ranges cannot be those of a signature. The message is a clause in Spanish."""


class RangesPartial(ValueError):
    """The ranges leave bytes out that a signature has to cover. The message is a clause in Spanish."""


def covered(data: Buffer, numbers: Sequence[object], value: bytes) -> Covered:
    """Check the ranges of a signature against the file.

    Args:
        data: The file.
        numbers: The ranges as written.
        value: The signature's value as its dictionary has it, which has to be what fills the gap.

    Raises:
        RangesUnusable: They are not four numbers in order that lie in the file.
        RangesPartial: They begin late, or their gap holds more than the value.
    """
    pairs = _pairs(numbers)
    first, length, second, rest = pairs
    if first or not length or not rest or length >= second or second + rest > len(data):
        if first and length > 0 and first + length < second and second + rest <= len(data):
            raise RangesPartial(f"sus rangos empiezan en el byte {first} y no en el inicio del archivo")
        raise RangesUnusable(f"sus rangos de bytes {list(pairs)} no caben en un archivo de {len(data)} bytes")
    if value_in(data, pairs) != value:
        raise RangesPartial(f"entre sus rangos quedan sin cubrir {second - length} bytes que no son solo la firma")
    end = second + rest
    ending = _END_OF_REVISION.search(data[max(0, end - _TAIL) : end])
    return Covered(pairs, end, blank_from(data, end), int(ending[1]) if ending else None)


def _pairs(numbers: Sequence[object]) -> Pairs:
    if len(numbers) != 4 or not all(isinstance(number, int) for number in numbers):  # noqa: PLR2004 (two pairs)
        raise RangesUnusable("sus rangos de bytes no son dos pares de números enteros")
    first, length, second, rest = (cast("int", number) for number in numbers)
    return first, length, second, rest


def value_in(data: Buffer, pairs: Pairs) -> bytes | None:
    """Give what the gap holds when that is one hexadecimal string and nothing else; ``None`` otherwise."""
    found = _HEX.fullmatch(_gap(data, pairs))
    return from_hex(found[1]) if found else None


def _gap(data: Buffer, pairs: Pairs) -> bytes:
    """Give what stands between the ranges, less the blanks around it, which some signers leave there."""
    start, end = pairs[0] + pairs[1], pairs[2]
    if not 0 <= start < end <= len(data) or end - start > _LONGEST_VALUE:
        return b""
    return data[start:end].strip(_BLANK)


def from_hex(digits: bytes) -> bytes:
    """Give the bytes of a hexadecimal string as a PDF reads it: blanks count nothing, a missing digit is 0.

    >>> from_hex(b"4 3 7")
    b'Cp'
    """
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def blank_from(data: Buffer, start: int) -> bool:
    """Tell whether nothing but blanks and NULs stands from here to the end."""
    return not any(data[at : at + _BLOCK].strip(_BLANK) for at in range(start, len(data), _BLOCK))


def signatures_in(data: Buffer, most: int) -> Iterator[tuple[Pairs, bytes]]:
    """Find what lies in the bytes as a signature does, whether or not anything leads there.

    Args:
        data: The file.
        most: After how many to stop.

    Yields:
        Ranges and value, which may be damaged; those whose gap is nothing in brackets, or zeros only, are left out.
    """
    found = 0
    for match in _RANGE.finditer(data):
        first, length, second, rest = (int(number) for number in match.groups())
        gap = _gap(data, (first, length, second, rest))
        value = from_hex(_NO_DIGIT.sub(b"", gap))
        if gap[:1] + gap[-1:] == b"<>" and value.strip(b"\0") and second + rest <= len(data):
            yield (first, length, second, rest), value
            found += 1
            if found == most:
                return


def has_ranges(data: Buffer) -> bool:
    """Tell whether the word that every signature needs stands in the file, in plain letters."""
    return data.find(b"/ByteRange") >= 0


def loose_objects(data: Buffer, start: int, known: frozenset[int]) -> int:
    """Count the objects in the bytes from here on that no cross reference lists.

    A reader that finds the cross reference broken goes by them; one that does not never sees them.

    Args:
        data: The file.
        start: Where what was signed ends.
        known: Offsets of all objects that the cross references list.
    """
    # An offset may point to the blanks before its object.
    begun = (match.start() for match in _OBJECT.finditer(data, start))
    return sum(known.isdisjoint(range(offset - 2, offset + 1)) for offset in begun)
