"""What is counted before a document is opened: streams, what they unpack to, and pictures."""

from __future__ import annotations

import base64
import io
import zlib
from pathlib import Path
from random import Random
from struct import pack
from typing import Any

import pytest
from PIL import Image

from extract import stream_limits
from extract.limits import Excess, expect_file, expect_line, expect_objects, expect_pages
from extract.model import Limits
from extract.picture_headers import size_in_header
from extract.stream_limits import expect_streams
from extract.streams import repetitions_of, streams_of
from extract.unpacking import unpacked

MOST = 1 << 24
# The example of the PDF reference.
LZW = bytes.fromhex("800B6050220C0C8501"), bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


def whole(data: bytes, *stages: str, size: int = 1 << 14) -> bytes:
    pieces = iter([data[at : at + size] for at in range(0, len(data), size)])
    return b"".join(unpacked(pieces, stages, MOST))


@pytest.mark.parametrize("size", [1, 7, 1 << 14])
@pytest.mark.parametrize(
    ("stage", "packed", "plain"),
    [
        ("flate", zlib.compress(b"abc" * 99), b"abc" * 99),
        ("lzw", *LZW),
        ("run", b"\x02abc\xfed\x80rest", b"abcddd"),
        ("a85", base64.a85encode(bytes(8) + b"some words") + b"~>rest", bytes(8) + b"some words"),
        ("hex", b"61 62\n6>", b"ab"),
    ],
)
def test_each_filter_unpacks_whatever_the_pieces(stage: str, packed: bytes, plain: bytes, size: int) -> None:
    assert whole(packed, stage, size=size) == plain


def test_lzw_codes_grow_as_those_of_a_scanner() -> None:
    pixels = Random(1).randbytes(120 * 100)  # noqa: S311 (noise, not a secret)
    file = io.BytesIO()
    Image.frombytes("L", (120, 100), pixels).save(file, "TIFF", compression="tiff_lzw")
    with Image.open(file) as image:
        tags: Any = image.tag_v2  # type: ignore[attr-defined]
        packed = [file.getvalue()[at : at + n] for at, n in zip(tags[273], tags[279], strict=True)]
    assert b"".join(whole(strip, "lzw") for strip in packed) == pixels


@pytest.mark.parametrize("stage", ["flate", "lzw", "run", "a85", "hex"])
def test_broken_data_ends_where_it_breaks(stage: str) -> None:
    assert len(whole(b"\x7f\xffnot packed at all" * 50, stage)) < 5000


def test_what_a_later_stage_does_not_want_still_counts() -> None:
    packed = zlib.compress(zlib.compress(b"no more") + bytes(1 << 20))
    with pytest.raises(Excess, match="more than 1,000 bytes"):
        list(unpacked(iter([packed]), ("flate", "flate"), 1000))


@pytest.mark.parametrize("length", [b"3 0 R", b"3", b"4 0 R"])
def test_the_longer_of_what_is_said_and_found_is_the_length(length: bytes) -> None:
    file = b"1 0 obj <</Length %b>>stream\nendstreamabcdefghij endstream 3 0 obj 12 endobj" % length
    (found, *_) = streams_of(file)
    assert found.length >= (3 if length == b"3" else 12)
    assert file[found.start :].startswith(b"endstreamabc")


def test_a_list_that_names_a_stream_again_is_found_over_line_ends() -> None:
    (found,) = repetitions_of(b"[5 0 R\n 5 0\tR] [1 0 R 2 0 R] [7 0 R]")
    assert found == {5: 2}


def test_a_jpeg_header_behind_other_segments() -> None:
    frame = b"\xff\xc2" + pack(">HBHHB", 11, 8, 20, 30, 1)
    head = b"\xff\xd8\xff\xe1" + pack(">H", 400) + b"\xff\xc0" * 199 + b"\xff\xff" + frame[1:] + bytes(9)
    assert size_in_header("jpeg", head) == (30, 20)
    assert size_in_header("jpeg", head[:300]) is None
    assert size_in_header("jpeg", b"no picture") is None


def test_many_components_make_a_jpx_larger() -> None:
    def header(components: int) -> bytes:
        return b"box \xff\x4f\xff\x51" + pack(">HHIIIIIIIIH", 47, 0, 30, 20, 10, 0, 9, 9, 0, 0, components)

    assert size_in_header("jpx", header(3)) == (20, 20)
    assert size_in_header("jpx", header(9)) == (20, 60)
    assert size_in_header("jpx", header(3)[:20]) is None


def test_all_streams_together(tmp_path: Path) -> None:
    one = b"%d 0 obj <</Filter/FlateDecode>>stream\n%b\nendstream\n"
    packed = zlib.compress(bytes(90_000))
    path = tmp_path / "a.pdf"
    limits = Limits(stream_bytes=100_000, objects=100)
    path.write_bytes(b"".join(one % (at, packed) for at in range(8)))
    expect_streams(path, limits)
    path.write_bytes(b"".join(one % (at, packed) for at in range(9)))
    with pytest.raises(Excess, match="800,000 bytes together"):
        expect_streams(path, limits)


def test_a_picture_may_be_as_long_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    told = b"1 0 obj <</Subtype/Image/Width %d/Height 500/Filter/FlateDecode>>stream\n%b\nendstream\n"
    path.write_bytes(told % (500, zlib.compress(bytes(750_000))))
    expect_streams(path, Limits(stream_bytes=100_000, objects=100))
    path.write_bytes(told % (5, zlib.compress(bytes(750_000))))
    with pytest.raises(Excess):
        expect_streams(path, Limits(stream_bytes=100_000, objects=100))


def test_a_large_file_is_mapped_and_found_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_limits, "_IN_MEMORY", 0)
    path = tmp_path / "a.pdf"
    packed = zlib.compress(bytes(90_000))
    path.write_bytes(b"1 0 obj <</Filter 2 0 R>>stream\n%b\nendstream 2 0 obj /Fl endobj" % packed)
    expect_streams(path, Limits(stream_bytes=90_000, objects=100))
    with pytest.raises(Excess, match="89,999"):
        expect_streams(path, Limits(stream_bytes=89_999, objects=100))


def test_at_the_limit_is_not_over_it() -> None:
    limits = Limits(file_bytes=10, pages=10, objects=10)
    for expect in (expect_file, expect_pages, expect_objects):
        expect(10, limits)
        with pytest.raises(Excess, match=r"11.* more than 10"):
            expect(11, limits)
    expect_line(1, "\t" * 255)
    with pytest.raises(Excess, match=r"line 7 .* 257 cells"):
        expect_line(7, "\t" * 256)
