"""The picture of a page has the pixels of its image, where they lie on the page."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest

from extract.scan.model import Picture, Pixels
from extract.scan.picture import picture_of


def spotted(rows: int = 60, columns: int = 80) -> Pixels:
    """White paper that is dark in one corner and along one edge, so that no turn of it is like another."""
    pixels = np.full((rows, columns), 255, np.uint8)
    pixels[: rows // 4, : columns // 4] = 40
    pixels[-3:, columns // 2 :] = 120
    return pixels


def image(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], **entries: Any) -> pikepdf.Stream:
    entries = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8} | entries
    stream = pikepdf.Stream(pdf, data)
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1], **entries,
    )  # fmt: skip
    return stream


def picture(
    content: str, size: tuple[float, float] = (80, 60), *, pixels: Pixels | None = None,
    data: bytes | None = None, shape: tuple[int, int] = (80, 60), entries: dict[str, Any] | None = None, **page: Any,
) -> Picture:  # fmt: skip
    """Give the picture of a page that draws ``/I`` by some content, 72 dots an inch unless it is scaled."""
    pixels = spotted() if pixels is None else pixels
    if data is None:
        data, shape = pixels.tobytes(), pixels.shape[1::-1]
    pdf = pikepdf.new()
    page_dict = pdf.add_blank_page(page_size=size)
    page_dict.obj.Contents = pdf.make_stream(content.encode())
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page_dict.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(I=image(pdf, data, shape, **(entries or {}))), Font=pikepdf.Dictionary(F=font),
    )  # fmt: skip
    for name, value in page.items():
        page_dict.obj[f"/{name}"] = value
    written = io.BytesIO()
    pdf.save(written)
    document = pypdfium2.PdfDocument(written.getvalue())
    try:
        return picture_of(document[0])
    finally:
        document.close()


def test_one_image_gives_its_own_pixels() -> None:
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q")
    assert np.array_equal(seen.pixels, spotted())
    assert (seen.dpi, seen.bilevel) == (72.0, False)


def test_resolution_is_that_of_the_image() -> None:
    seen = picture("q 20 0 0 15 0 0 cm /I Do Q", (20, 15))
    assert np.array_equal(seen.pixels, spotted())
    assert seen.dpi == pytest.approx(288.0)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotation_of_the_page_is_applied(rotate: int) -> None:
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", Rotate=rotate)
    assert np.array_equal(seen.pixels, np.rot90(spotted(), -rotate // 90))


@pytest.mark.parametrize(
    ("matrix", "size", "expected"),
    [
        ("80 0 0 -60 0 60", (80, 60), spotted()[::-1]),
        ("-80 0 0 60 80 0", (80, 60), spotted()[:, ::-1]),
        ("-80 0 0 -60 80 60", (80, 60), spotted()[::-1, ::-1]),
        ("0 80 -60 0 60 0", (60, 80), np.rot90(spotted())),
        ("0 -80 60 0 0 80", (60, 80), np.rot90(spotted(), -1)),
    ],
)
def test_placement_of_the_image_is_applied(matrix: str, size: tuple[int, int], expected: Pixels) -> None:
    assert np.array_equal(picture(f"q {matrix} cm /I Do Q", size).pixels, expected)


def test_what_a_crop_box_hides_is_gone() -> None:
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", CropBox=pikepdf.Array([10, 0, 80, 50]))
    assert np.array_equal(seen.pixels, spotted()[10:, 10:])


def test_image_beyond_the_page_is_cut() -> None:
    seen = picture("q 84 0 0 63 -2 -1 cm /I Do Q", pixels=spotted(63, 84))
    assert np.array_equal(seen.pixels, spotted(63, 84)[2:62, 2:82])


def test_fax_is_brought_to_equal_resolution() -> None:
    fax = np.where(spotted(50, 200) < 255, 0, 255).astype(np.uint8)
    seen = picture("q 72 0 0 36 0 0 cm /I Do Q", (72, 36), pixels=fax)
    assert seen.pixels.shape == (100, 200)
    assert seen.dpi == pytest.approx(200.0)
    assert seen.bilevel


def test_one_bit_image_is_bilevel() -> None:
    bits = np.packbits(spotted() == 255, axis=1).tobytes()
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", data=bits, entries={"BitsPerComponent": 1})
    assert np.array_equal(seen.pixels, np.where(spotted() == 255, 255, 0))
    assert seen.bilevel


def test_inverted_image_is_seen_as_on_paper() -> None:
    entries = {"Decode": pikepdf.Array([1, 0])}
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", pixels=255 - spotted(), entries=entries)
    assert np.array_equal(seen.pixels, spotted())


def test_gray_in_three_channels_becomes_gray() -> None:
    data = np.repeat(spotted()[:, :, None], 3, axis=2).tobytes()
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", data=data, entries={"ColorSpace": pikepdf.Name.DeviceRGB})
    assert np.array_equal(seen.pixels, spotted())


def test_one_colored_spot_keeps_the_colour() -> None:
    colored = np.repeat(spotted()[:, :, None], 3, axis=2)
    colored[31, 41] = (20, 40, 200)
    entries = {"ColorSpace": pikepdf.Name.DeviceRGB}
    seen = picture("q 80 0 0 60 0 0 cm /I Do Q", data=colored.tobytes(), entries=entries)
    assert np.array_equal(seen.pixels, colored)


def test_strips_are_put_together() -> None:
    seen = picture("q 80 0 0 30 0 0 cm /I Do Q q 80 0 0 30 0 30 cm /I Do Q")
    assert seen.dpi == pytest.approx(144.0, rel=0.2)
    assert (seen.pixels[2, 2], seen.pixels[len(seen.pixels) // 2 + 2, 2]) == (40, 40)


def test_print_over_the_image_is_seen_and_a_hidden_text_layer_is_not() -> None:
    drawn = "q 40 0 0 30 0 0 cm /I Do Q "
    text = "BT /F 20 Tf {} Tr 5 2 Td (IIII) Tj ET"
    hidden = picture(drawn + text.format(3), (40, 30))
    assert np.array_equal(hidden.pixels, spotted())
    assert np.count_nonzero(picture(drawn + text.format(0), (40, 30)).pixels < 20) > 50


def test_page_without_images_is_rendered() -> None:
    seen = picture("0 g 0 0 36 72 re f", (72, 72))
    assert (seen.pixels.shape, seen.dpi) == ((300, 300), 300.0)
    assert (seen.pixels[150, 100], seen.pixels[150, 200]) == (0, 255)


def test_enormous_page_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.scan.picture._MOST_PIXELS", 50_000)
    seen = picture("0 g 0 0 36 72 re f", (9000, 7000))
    assert seen.pixels.size <= 50_000
    assert seen.pixels.shape[1] * 72 / seen.dpi == pytest.approx(9000, rel=1e-2)


def test_needlessly_fine_image_is_reduced() -> None:
    seen = picture("q 8 0 0 6 0 0 cm /I Do Q", (8, 6))
    assert seen.dpi == pytest.approx(300.0)
    assert seen.pixels.shape == (25, 33)
