"""Hostile documents end with a reason, the same twice, and leave nothing behind."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hostile_pdfs import ANY, BOMB, CASES, LIMITS, deflated, document, picture, stream

from cuadre.evidence import DamagedFile, DocumentError, FileMissing, NoTableFound, NotAReport, OverLimit
from extract import transcript
from extract.model import DEFAULT_LIMITS, Limits
from extract.read import read_document
from extract.scan import page as scan_page
from extract.scan import workers

ROW = "Obras {0}\tFin\t{0}\t10\t20\t30\n"
HEADER = "Unidad\tNivel\tAnual\tT1\tT2\tT3\n"


def saved(folder: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path, limits: Limits = LIMITS) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_document(path, limits=limits)
    return caught.value


@pytest.mark.parametrize("name", CASES)
def test_each_hostile_pdf_ends_as_it_must_and_the_same_twice(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    expected, make = CASES[name]
    path = saved(tmp_path, make())
    first, second = refusal(path), refusal(path)
    assert str(first) == str(second)
    assert expected in {ANY, type(first).__name__}, str(first)
    assert sorted(at.name for at in tmp_path.rglob("*")) == ["a.pdf", "scratch"]


def test_without_the_bomb_the_same_document_is_read(tmp_path: Path) -> None:
    packed = stream(deflated(BOMB), b"/Filter/FlateDecode")
    path = saved(tmp_path, document(content=packed))
    assert isinstance(refusal(path), OverLimit)
    assert isinstance(refusal(path, DEFAULT_LIMITS), NoTableFound)


def test_the_default_refuses_300_mebibytes(tmp_path: Path) -> None:
    path = saved(tmp_path, document(content=stream(deflated(300 << 20, 2), b"/Filter[/Fl/Fl]")))
    assert "268,435,456 bytes" in refusal(path, DEFAULT_LIMITS).fact


def test_an_encrypted_bomb_is_seen(tmp_path: Path) -> None:
    path = saved(tmp_path, document(content=stream(deflated(BOMB), b"/Filter/FlateDecode")))
    locked = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="dueño", user=""))
    path.write_bytes(locked.getvalue())
    assert isinstance(refusal(path), OverLimit)
    assert isinstance(refusal(path, DEFAULT_LIMITS), NoTableFound)


def test_an_encrypted_file_that_cannot_be_decrypted_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise pypdfium2.PdfiumError("no")

    locked = io.BytesIO()
    with pikepdf.open(saved(tmp_path, document())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="dueño", user=""))
    monkeypatch.setattr(pypdfium2.PdfDocument, "save", fails)
    assert isinstance(refusal(saved(tmp_path, locked.getvalue())), DamagedFile)


@pytest.mark.parametrize("box", [b"[0 0 14400 1]", b"[0 0 0.01 0.01]", b"[0 0 14400 0.01]"])
def test_a_page_too_thin_for_print_holds_none(box: bytes, tmp_path: Path) -> None:
    told = b"/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    path = saved(tmp_path, picture(told, b"\0\xff\0\xff").replace(b"[0 0 300 200]", box))
    assert isinstance(refusal(path), NoTableFound)


def test_a_page_of_pixels_that_would_be_drawn_too_large_is_refused(tmp_path: Path) -> None:
    told = b"/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    path = saved(tmp_path, picture(told, b"\0\xff\0\xff").replace(b"[0 0 300 200]", b"[0 0 14400 14400]"))
    assert "400,000,000 pixels when it is drawn" in refusal(path, DEFAULT_LIMITS).fact


def test_a_scanned_page_that_cannot_be_drawn_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise pypdfium2.PdfiumError("no")

    monkeypatch.setattr(scan_page, "picture_of", fails)
    with pytest.raises(DamagedFile, match="page 1"):
        workers._read_page(saved(tmp_path, document()), "a.pdf", None, 0, None)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (("x" * (1 << 20) + "\t1\t2\n").encode(), OverLimit),
        ((HEADER + "Obras" + "\t1" * 300 + "\n").encode(), OverLimit),
        ((HEADER + ROW.format(1) * 20_000).encode(), OverLimit),
        (HEADER.encode() + b"\0" * 10, NotAReport),
        ((HEADER + ROW.format(1) * 5).encode("utf-16-le"), NotAReport),
        (b"<html><table>" + (HEADER + ROW.format(1) * 9).encode(), NotAReport),
        (b"\n\t<!DOCTYPE html>" + (HEADER + ROW.format(1) * 9).encode(), NotAReport),
    ],
    ids=["long line", "many columns", "many cells", "NUL", "UTF-16 without a mark", "HTML", "HTML with a doctype"],
)
def test_hostile_transcriptions_are_refused(data: bytes, error: type[DocumentError], tmp_path: Path) -> None:
    path = saved(tmp_path, data, "a.txt")
    assert type(refusal(path)) is error
    assert str(refusal(path)) == str(refusal(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_transcriptions_in_any_known_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    text = HEADER + "".join(ROW.format(f"Público {at}") for at in range(5))
    reading = read_document(saved(tmp_path, text.encode(encoding), "a.txt"), limits=LIMITS)
    assert "Obras Público 1" in {cell.text for cell in reading.tables[0].cells}


def test_headers_without_rows_do_not_take_the_square_of_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    is_header = transcript._is_header

    def counting(line: Any, width: int) -> bool:
        asked.append(line.number)
        return is_header(line, width)

    monkeypatch.setattr(transcript, "_is_header", counting)
    text = ROW.format(1) * 3 + HEADER * 500
    assert read_document(saved(tmp_path, text.encode(), "a.txt")).tables[0].columns == 6
    assert len(asked) < 3 * 503


def test_a_file_over_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = saved(tmp_path, b"%PDF-1.7\n")
    os.truncate(path, 1 << 40)
    assert "1,099,511,627,776 bytes" in refusal(path, DEFAULT_LIMITS).fact


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    os.mkfifo(path)
    assert isinstance(refusal(path), FileMissing)


def test_too_many_pages(tmp_path: Path) -> None:
    path = saved(tmp_path, document(pages=b"/Kids[3 0 R 3 0 R 3 0 R]/Count 3"))
    assert refusal(path, Limits(pages=2)).fact == "it has 3 pages, more than 2"
