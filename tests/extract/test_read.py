"""The way in: what opens, what does not, and what is said then."""

from __future__ import annotations

import hashlib
from typing import Any

import pikepdf
import pytest

from cuadre.evidence import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileMissing,
    NoTableFound,
    NotAReport,
)
from extract.read import read_document

XS, YS = (30.0, 110.0, 190.0), (40.0, 60.0, 80.0)
ROWS = [["Unidad", "Meta"], ["Obras", "10"]]


def table(s: Any) -> None:
    s.grid(XS, YS)
    s.rows(XS, YS, ROWS)


def picture(s: Any) -> None:
    # Two pixels, spread over the page.
    s.canvas.drawInlineImage(_pixels(), 0, 0, 400, 300)


def _pixels() -> Any:
    from PIL import Image  # noqa: PLC0415 (comes with reportlab)

    return Image.new("L", (2, 1), 128)


def locked(path: Any, **passwords: Any) -> Any:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(**passwords))
    return path


def test_the_original_stays_as_it_is(draw: Any) -> None:
    path = draw(table)
    before = path.read_bytes()
    reading = read_document(path, name="2026/a.pdf")
    assert path.read_bytes() == before
    assert reading.source.sha256 == hashlib.sha256(before).hexdigest()
    assert (reading.source.name, reading.kind) == ("2026/a.pdf", "digital")


def test_missing_file_and_folder(tmp_path: Any) -> None:
    for path in (tmp_path / "no.pdf", tmp_path):
        with pytest.raises(FileMissing):
            read_document(path)


def test_empty_file(tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    with pytest.raises(EmptyFile):
        read_document(path)


def test_not_a_pdf(tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with pytest.raises(NotAReport):
        read_document(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated(draw: Any, share: Any) -> None:
    path = draw(table)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedFile):
        read_document(path)


def test_broken(tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing in it\nstartxref\n0\n%%EOF\n")
    with pytest.raises(DamagedFile):
        read_document(path)


def test_junk_around_the_file(draw: Any, texts: Any) -> None:
    path = draw(table)
    path.write_bytes(b"junk\n" * 40 + path.read_bytes() + b"\r\n\0\0")
    assert texts(read_document(path).tables[0]) == ROWS


def test_a_password_is_asked_for(draw: Any) -> None:
    path = locked(draw(table), user="secreto", owner="dueño")
    with pytest.raises(EncryptedFile, match="--password"):
        read_document(path)


def test_a_wrong_password_is_not_repeated(draw: Any) -> None:
    path = locked(draw(table), user="secreto", owner="dueño")
    with pytest.raises(EncryptedFile) as caught:
        read_document(path, password="equivocada")  # noqa: S106 (invented)
    assert "equivocada" not in str(caught.value)


def test_the_right_password_opens(draw: Any, texts: Any) -> None:
    path = locked(draw(table), user="secreto", owner="dueño")
    reading = read_document(path, password="secreto")  # noqa: S106 (invented)
    assert texts(reading.tables[0]) == ROWS


def test_a_file_that_only_its_owner_locked_opens(draw: Any, texts: Any) -> None:
    assert texts(read_document(locked(draw(table), owner="dueño", user="")).tables[0]) == ROWS


def test_pictures_without_a_table_have_none(draw: Any) -> None:
    with pytest.raises(NoTableFound):
        read_document(draw(picture, picture))


def test_a_picture_among_digital_pages_is_read_as_a_scan(draw: Any, texts: Any) -> None:
    reading = read_document(draw(table, picture))
    assert [page.kind for page in reading.pages] == ["digital", "scanned"]
    assert reading.kind == "mixed"
    assert texts(reading.tables[0]) == ROWS


def test_a_letter_has_no_table(draw: Any) -> None:
    def letter(s: Any) -> None:
        for at, text in enumerate(("Estimado señor:", "Le saludo con respeto.", "Atentamente")):
            s.text(30, 50 + 20 * at, text)

    with pytest.raises(NoTableFound):
        read_document(draw(letter))


def test_no_pages_even_after_a_locked_file(draw: Any, tmp_path: Any) -> None:
    with pytest.raises(EncryptedFile):
        read_document(locked(draw(table), user="secreto", owner="dueño"))
    path = tmp_path / "b.pdf"
    pikepdf.new().save(path)
    with pytest.raises(DamagedFile):
        read_document(path)


def test_a_page_with_a_garbled_text_layer_is_read_from_its_pixels(draw: Any, texts: Any) -> None:
    path = draw(table)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        codes = b"".join(b"<%02X> <E0%02X>\n" % (code, code) for code in range(0x41, 0x7A))
        start = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        cmap = start + b"endcodespacerange 57 beginbfchar\n" + codes + b"endbfchar endcmap"
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap)
        pdf.save(path)
    reading = read_document(path)
    assert [finding.rule for finding in reading.findings] == ["layer-distrusted"]
    assert texts(reading.tables[0]) == ROWS
    assert {cell.recognizer for cell in reading.tables[0].cells} <= {"pp-ocr", "tesseract", "pp-ocr+tesseract"}


def test_a_transcription_goes_to_its_own_reader(tmp_path: Any) -> None:
    path = tmp_path / "a.txt"
    rows = [f"Obras {at}\tFin\t{at}\t10\t20\t30\n" for at in range(6)]
    path.write_text("Unidad\tNivel\tAnual\tT1\tT2\tT3\n" + "".join(rows), encoding="utf-8")
    assert read_document(path).kind == "transcript"
