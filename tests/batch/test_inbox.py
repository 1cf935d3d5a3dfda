from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from cuadre.batch import inbox
from cuadre.batch.inbox import Found, Stamp, settled, walk


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def found(folder: Path) -> list[str]:
    troubles: dict[str, str] = {}
    names = [item.name for item in walk(folder, troubles.__setitem__)]
    assert troubles == {}
    return names


def test_documents_are_found_at_any_depth_and_in_any_case_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.PDF", "a.txt", "norte/2026/q1.Tsv", "foto.jpg", "sin-sufijo")
    assert found(tmp_path) == ["a.txt", "b.PDF", "norte/2026/q1.Tsv"]


def test_what_others_leave_lying_about_is_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path, "~$informe.pdf", ".~lock.informe.pdf#", ".informe.pdf", "informe.pdf.part", "x.crdownload", "x.tmp",
        ".DS_Store", "Thumbs.db", ".git/x.pdf", "$RECYCLE.BIN/x.pdf", "@eaDir/x.pdf", "System Volume Information/x.pdf",
    )  # fmt: skip
    assert found(tmp_path) == []


def test_names_may_be_anything_that_the_file_system_takes(tmp_path: Path) -> None:
    names = [
        f"{'ñ' * 98}.pdf", "informe 📊 final.pdf", unicodedata.normalize("NFD", "Programación.pdf"),
        os.fsdecode(b"latin\xf1.pdf"), " espacios .pdf", "línea\nnueva.pdf", "--help.pdf",
    ]  # fmt: skip
    put(tmp_path, *names)
    assert sorted(found(tmp_path)) == sorted(names)


def test_links_out_of_the_inbox_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    place = tmp_path / "in"
    put(tmp_path, "in/real.pdf", "in/sub/b.pdf", "outside/secret.pdf")
    (place / "inside.pdf").symlink_to(place / "real.pdf")
    (place / "leak.pdf").symlink_to(tmp_path / "outside/secret.pdf")
    (place / "folder").symlink_to(tmp_path / "outside")
    (place / "loop").symlink_to(place)
    (place / "sub/self.pdf").symlink_to("self.pdf")
    (place / "nowhere.pdf").symlink_to(place / "missing.pdf")
    troubles: dict[str, str] = {}
    assert [item.name for item in walk(place, troubles.__setitem__)] == ["inside.pdf", "real.pdf", "sub/b.pdf"]
    assert set(troubles) == {"sub/self.pdf", "nowhere.pdf"}


def test_pipes_and_folders_called_like_documents_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    put(tmp_path, "folder.pdf/real.txt")
    assert found(tmp_path) == ["folder.pdf/real.txt"]


def test_a_folder_that_cannot_be_opened_is_told_and_the_others_are_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "closed/x.pdf", "open/y.pdf")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(inbox.os, "scandir", refuse)
    troubles: dict[str, str] = {}
    assert [item.name for item in walk(tmp_path, troubles.__setitem__)] == ["open/y.pdf"]
    assert troubles == {"closed/": "Permission denied"}


def test_only_what_stood_still_between_two_looks_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "still.pdf", "growing.pdf", "vanishing.pdf")
    moving = [Found(name, Stamp.of(tmp_path / name)) for name in ("still.pdf", "growing.pdf", "vanishing.pdf")]

    def meanwhile(_: float) -> None:
        (tmp_path / "growing.pdf").write_bytes(b"xx")
        (tmp_path / "vanishing.pdf").unlink()

    monkeypatch.setattr(inbox.time, "sleep", meanwhile)
    troubles: dict[str, str] = {}
    assert [item.name for item in settled(tmp_path, moving, 1, troubles.__setitem__)] == ["still.pdf"]
    assert list(troubles) == ["vanishing.pdf"]


@pytest.mark.parametrize(
    ("mtime", "ctime", "quiet"), [(90, 90, True), (90, 99, False), (99, 90, False), (300, 90, False)]
)
def test_a_file_is_quiet_when_neither_of_its_times_is_late(mtime: int, ctime: int, quiet: bool) -> None:
    assert Stamp(1, mtime * 10**9, ctime * 10**9).quiet_for(5, now=100) is quiet
