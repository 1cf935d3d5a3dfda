from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from cuadre.batch.errors import NightRefused
from cuadre.batch.places import folded, place_of, refuse_nesting


def places(*names: str) -> list[str]:
    taken: set[str] = set()
    given = []
    for name in names:
        place = place_of(name, taken.__contains__)
        taken.add(folded(place))
        given.append(place)
    return given


def test_a_document_goes_to_its_own_path() -> None:
    assert places("norte/2026/Q1 ñ.pdf") == ["norte/2026/Q1 ñ.pdf"]


def test_names_that_differ_by_case_or_accents_only_get_folders_of_their_own() -> None:
    composed, split = (unicodedata.normalize(form, "Programación.pdf") for form in ("NFC", "NFD"))
    given = places("a.pdf", "A.PDF", composed, split)
    assert given == ["a.pdf", "A~2.PDF", composed, split.replace(".", "~2.")]
    assert len({folded(place) for place in given}) == 4


def test_a_number_that_does_not_fit_shortens_the_name_between_characters() -> None:
    long = f"{'ñ' * 125}.pdf"
    first, second = places(long, long.upper())
    assert first == long
    assert second == f"{'Ñ' * 124}~2.PDF"
    assert len(os.fsencode(second)) <= 255


@pytest.mark.parametrize("top", ["dataset", "DataSet", "index.html", "cuadre.sqlite", "cuadre.lock", "cuadre-x"])
def test_what_is_ours_in_outdir_is_nobody_elses(top: str) -> None:
    assert places(f"{top}/x.pdf", f"{top}~/x.pdf", f"sub/{top}/x.pdf") == [
        f"{top}~/x.pdf", f"{top}~~/x.pdf", f"sub/{top}/x.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outdir", "others"),
    [("in/out", ()), ("in", ()), (".", ()), ("link/out", ()), ("out", ("in/done",)), ("out", ("out/q",))],
)
def test_folders_that_lie_in_each_other_are_refused(tmp_path: Path, outdir: str, others: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "in")
    with pytest.raises(NightRefused):
        refuse_nesting(tmp_path / "in", tmp_path / outdir, tuple(tmp_path / other for other in others))


def test_folders_beside_each_other_are_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    refuse_nesting(tmp_path / "in", tmp_path / "in-out", (tmp_path / "done",))


def test_an_inbox_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NightRefused, match="is not a folder"):
        refuse_nesting(tmp_path / "missing", tmp_path / "out")
