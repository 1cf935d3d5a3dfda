"""The scanner of the samples: valid PDFs, the same bytes again, what a kind promises."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest

pytest.importorskip("reportlab")

import scan_ink
import scan_paper
from draw import draw
from generate import KINDS, SCANS, scan_stress, scannable
from invent import Wish, invent
from layout import Layout
from paginate import paginate
from scan import Scanner, scan

COARSE = (60,)


@pytest.fixture(scope="module")
def digital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("digital") / "printed.pdf"
    draw(invent(Wish(5, rows=14)), Layout(paper="letter", font="Vera", bold="VeraBd"), path)
    return path


def coarse(kind: str, **changes: Any) -> Scanner:
    """A kind at few pixels an inch, so that tests stay fast."""
    return replace(KINDS[kind], dpi=COARSE, **changes)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (paper, not secrets)


def pages_of(path: Path) -> list[Any]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(grayscale=True).to_numpy().squeeze() for page in document]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_makes_a_pdf_of_as_many_pages(digital: Path, tmp_path: Path, kind: str) -> None:
    done = scan(digital, tmp_path / "scan.pdf", coarse(kind), seed=3)
    pictures = pages_of(tmp_path / "scan.pdf")
    assert len(pictures) == len(pages_of(digital)) == len(done["pages"])
    for picture in pictures:
        assert np.quantile(picture, 0.9) > 120, "paper is light"
        assert picture.min() < 120, "print is dark"


def test_the_same_seed_gives_the_same_bytes(digital: Path, tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        scan(digital, tmp_path / name, coarse("ink200"), seed)
    one, two, three = ((tmp_path / name).read_bytes() for name in ("one", "two", "three"))
    assert one == two
    assert one != three


def test_a_fax_is_black_and_white_group_4(digital: Path, tmp_path: Path) -> None:
    scan(digital, tmp_path / "fax.pdf", coarse("fax150"), seed=1)
    with pikepdf.open(tmp_path / "fax.pdf") as document:
        image = document.pages[0].Resources.XObject.Im0
        assert image.Filter == pikepdf.Name.CCITTFaxDecode
        assert image.BitsPerComponent == 1
        pixels = np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L"))
    assert set(np.unique(pixels)) == {0, 255}
    assert (pixels == 255).mean() > 0.6


def test_a_mixed_document_keeps_every_other_page_digital(digital: Path, tmp_path: Path) -> None:
    done = scan(digital, tmp_path / "mixed.pdf", coarse("mixed"), seed=1)
    with pypdfium2.PdfDocument(tmp_path / "mixed.pdf") as document:
        texts = [page.get_textpage().count_chars() for page in document]
    assert [bool(count) for count in texts] == ["digital" in page for page in done["pages"]]
    assert len({bool(count) for count in texts}) == 2


def test_a_page_is_turned_as_told(digital: Path, tmp_path: Path) -> None:
    still = {"skew": (0.0, 0.0), "keystone": 0.0, "punched": 0.0, "specks": (0, 0), "paraphs": (0, 0)}
    straight = coarse("turned", turned=0.0, **still)
    scan(digital, tmp_path / "upright.pdf", straight, seed=2)
    upright = pages_of(tmp_path / "upright.pdf")
    told = set()
    for seed in range(2, 6):
        turned = replace(straight, turned=1.0)
        done = scan(digital, tmp_path / "turned.pdf", turned, seed)["pages"]
        for before, after, page in zip(upright, pages_of(tmp_path / "turned.pdf"), done, strict=True):
            again = np.rot90(after, page["turned"] // 90)
            assert again.shape == before.shape
            assert np.corrcoef(before.ravel(), again.ravel())[0, 1] > 0.8
            told.add((page["turned"], page["rotate"] > 0))
    assert len(told) >= 3


def test_skew_and_blur_and_contrast_do_what_they_say() -> None:
    sheet = np.ones((200, 300, 1), np.float32)
    sheet[100:103] = 0
    pose = scan_paper.Pose(skew=2.0, keystone=0.0, wave=0.0, lid=1.0)
    seen = scan_paper.posed(sheet, pose, (300, 200), dice(1))
    left, right = (seen[:, x, 0].argmin() for x in (60, 240))
    assert right - left == pytest.approx(180 * np.tan(np.radians(2)), abs=1.5)
    assert scan_paper.blurred(sheet, 1.0, 150).min() > 0.1
    assert scan_paper.washed(sheet, 0.3, 0.8).min() == pytest.approx(0.3)
    assert scan_paper.washed(sheet, 0.3, 0.8).max() == pytest.approx(0.8)


def test_ink_lets_print_through() -> None:
    sheet = np.ones((200, 300, 3), np.float32)
    sheet[:, 140:150] = 0
    mask = scan_ink.signature(dice(2), (200, 300), (150.0, 100.0), 200.0, 150)
    scan_ink.lay(sheet, mask, scan_ink.PENS[0])
    assert sheet[:, 140:150].max() == 0, "ink does not hide print"
    strokes = mask > 0.5
    assert 0.005 < strokes.mean() < 0.2
    inked = sheet[strokes & (sheet.sum(axis=2) > 0)]
    assert (inked[:, 2] > inked[:, 0]).all(), "a blue pen writes blue"


def test_a_seal_is_round_and_cut_at_the_edge() -> None:
    mask = scan_ink.seal(dice(3), (200, 200), (100.0, 100.0), 60.0)
    down, across = np.nonzero(mask > 0.2)
    distance = np.hypot(down - 100, across - 100)
    assert 55 < distance.max() < 65
    beside = scan_ink.seal(dice(3), (200, 200), (0.0, 100.0), 60.0)
    assert 0.3 < (beside > 0.2).sum() / len(down) < 0.7


@pytest.mark.parametrize("kind", ["clean300", "fax150"])
def test_a_scannable_report_has_legible_type_and_few_pages(kind: str) -> None:
    wish, layout = scannable(7, kind)
    plan = paginate(invent(wish), layout)
    assert plan.face.size >= 4.5
    assert 2 <= len(plan.sheets) <= 4


def test_a_set_of_scans_has_truth_and_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "poor", coarse("poor"))
    scan_stress(tmp_path, count=1, seed=2, kind="poor")
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")} == {
        "manifest.json", "in/poor-2-000.pdf", "truth/poor-2-000.json",
    }  # fmt: skip


def test_scans_of_the_repository_are_small() -> None:
    for name in SCANS:
        source = Path(__file__).parents[2] / "samples" / name / "source.pdf"
        assert source.stat().st_size < 600_000, name
