"""The desk behind the review page: what is asked, what is saved, what is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cuadre import pipeline
from cuadre.decisions import DECISIONS_FILE, Choice
from cuadre.evidence import DecisionsError
from cuadre.export.decisions_file import read_decisions
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from cuadre.export.schema import FILE_NAMES
from cuadre.review import desk as desk_module
from cuadre.review.desk import PackageDesk
from cuadre.review.model import Desk, Doubt, Where
from cuadre.together import together
from normalize.repair.catalogue import read_decisions as read_unit_decisions
from reconcile.model import Status

TRANSCRIPT = Path(__file__).parent.parent.parent / "samples" / "transcript" / "source.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_package(folder, together([pipeline.convert(TRANSCRIPT)]))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "package"))


@pytest.fixture
def desk(folder: Path) -> PackageDesk:
    return PackageDesk(folder)


def doubt(desk: Desk, row: int, field: str) -> Doubt:
    (found,) = [one for one in desk.doubts() if (one.where.row, one.where.field) == (row, field)]
    return found


def places(desk: Desk) -> list[tuple[int, str]]:
    return [(one.where.row, one.where.field) for one in desk.doubts()]


def say(desk: Desk, where: Where, choice: Choice, value: str = "") -> None:
    desk.decide(where, choice, value, by="Ana", stamp=desk.stamp)


def test_every_row_for_review_has_a_doubt_and_the_weightiest_comes_first(desk: Desk, folder: Path) -> None:
    doubts = desk.doubts()
    (report,) = read_package(folder)
    told, _ = pipeline.examined(report)
    asking = {finding.row for finding in told.open_findings if finding.row}
    assert asking <= {one.where.row for one in doubts}
    assert [one.weight for one in doubts] == sorted((one.weight for one in doubts), reverse=True)
    assert desk.progress().doubts == len(doubts) > 5
    assert desk.progress().settled == 0
    assert all(one.argument and one.cell.doubted and one.decision is None for one in doubts)


def test_a_row_whose_check_names_no_cell_is_asked_once(desk: Desk) -> None:
    assert [field for row, field in places(desk) if row == 5] == ["target_annual"]


def test_a_proposal_comes_first_and_no_candidate_comes_twice(desk: Desk) -> None:
    one = doubt(desk, 9, "progress_q1")
    assert one.cell.status is Status.PROPOSED
    assert [candidate.text for candidate in one.candidates[:2]] == ["75.00%", "75.60%"]
    for other in desk.doubts():
        texts = [candidate.text for candidate in other.candidates]
        assert len(texts) == len(set(texts))
    annual = doubt(desk, 5, "target_annual")
    assert [candidate.text for candidate in annual.candidates] == ["1,055", "1054"]


def test_the_row_stands_whole_below_the_cell(desk: Desk) -> None:
    one = doubt(desk, 9, "progress_q1")
    fields = [cell.field for cell in one.row]
    assert fields[0] == "responsible_unit"
    assert fields.index("target_annual") < fields.index("achieved_q1") < fields.index("progress_q1")
    assert fields[-1] == "justification"
    assert [cell for cell in one.row if cell.field == "progress_q1"] == [one.cell]


def test_english_argues_in_english(folder: Path) -> None:
    one = doubt(PackageDesk(folder, "en", {"progress-not-ratio": "the percentage is off"}), 9, "progress_q1")
    assert one.argument[0] == "The percentage is off."
    assert "proposed" in [candidate.why for candidate in one.candidates]
    assert one.cell.title == "Progress (%), Q1"


def test_a_decision_is_on_disk_and_settles_its_doubt(desk: Desk, folder: Path) -> None:
    before = places(desk)
    one = doubt(desk, 9, "progress_q1")
    stamp = desk.stamp
    desk.decide(one.where, Choice.VALUE, " 75.00% ", by="Ana", stamp=stamp)
    (saved,) = read_decisions(folder)
    assert (saved.as_read, saved.choice, saved.value, saved.decided_by) == ("75.60%", Choice.VALUE, "75.00%", "Ana")
    now = doubt(desk, 9, "progress_q1")
    assert now.decision == saved
    assert (now.cell.reported, now.cell.status, now.cell.decided, now.cell.doubted) == (
        "75.00%", Status.REPAIRED, True, False,
    )  # fmt: skip
    assert now.candidates == one.candidates
    assert places(desk)[: len(before)] == before
    assert desk.progress().settled == 1
    assert desk.stamp != stamp


def test_a_corrected_cell_settles_others_of_its_row(desk: Desk, folder: Path) -> None:
    say(desk, doubt(desk, 5, "target_annual").where, Choice.AS_READ)
    last = desk.doubts()[-1]
    assert sum(cell.doubted for cell in last.row) == 1
    assert last.cell.doubted
    # The checks, which miss one in the sum, know of four cells that may lack it; one word settles all.
    say(desk, last.where, Choice.VALUE, str(int(last.cell.as_read) + 1))
    assert not any(cell.doubted for cell in desk.doubts()[-1].row)
    assert doubt(desk, 5, "target_annual").cell.status is Status.OK
    assert desk.progress().settled == 2
    assert desk.finish(stamp=desk.stamp) == desk.progress().doubts - 2
    assert pipeline.check(read_package(folder)[0], decisions=read_decisions(folder)).open_findings


def test_a_confirmed_total_puts_its_parts_in_doubt(desk: Desk) -> None:
    before = places(desk)
    say(desk, doubt(desk, 5, "target_annual").where, Choice.AS_READ)
    assert places(desk)[: len(before)] == before
    new = places(desk)[len(before) :]
    assert len(new) == 1
    assert new[0][0] == 5
    assert new[0][1].startswith("target_q")


def test_any_cell_may_be_decided_on(desk: PackageDesk, folder: Path) -> None:
    where = Where(desk.documents()[0][0], 1, 1, "objective")
    one = desk.doubt(where)
    assert one is not None
    say(desk, where, Choice.VALUE, "Otro objetivo")
    assert (1, "objective") in places(desk)
    desk.finish(stamp=desk.stamp)
    assert read_package(folder)[0].rows[0].objective == "Otro objetivo"


def test_undo_goes_back_step_by_step(desk: Desk, folder: Path) -> None:
    start = desk.stamp
    one, two = doubt(desk, 9, "progress_q1").where, doubt(desk, 19, "progress_q1").where
    say(desk, one, Choice.AS_READ)
    say(desk, two, Choice.VALUE, "83.68%")
    say(desk, one, Choice.VALUE, "75.00%")
    assert desk.undo(by="Ana", stamp=desk.stamp) == one
    assert {saved.choice for saved in read_decisions(folder)} == {Choice.AS_READ, Choice.VALUE}
    assert desk.undo(by="Ana", stamp=desk.stamp) == two
    assert desk.undo(by="Ana", stamp=desk.stamp) == one
    assert desk.undo(by="Ana", stamp=desk.stamp) is None
    assert read_decisions(folder) == ()
    assert desk.progress().settled == 0
    (folder / DECISIONS_FILE).unlink()
    assert desk.stamp == start


def refused(action: Callable[[], object]) -> DecisionsError:
    with pytest.raises(DecisionsError) as caught:
        action()
    return caught.value


def test_a_save_against_another_package_is_refused_and_saves_nothing(desk: Desk, folder: Path) -> None:
    where, stamp = doubt(desk, 9, "progress_q1").where, desk.stamp
    say(desk, where, Choice.AS_READ)
    saved = (folder / DECISIONS_FILE).read_bytes()
    for action in (
        lambda: desk.decide(where, Choice.BLANK, "", by="Eva", stamp=stamp),
        lambda: desk.undo(by="Eva", stamp=stamp),
        lambda: desk.decide_name("a", "b", by="Eva", stamp=stamp),
        lambda: desk.finish(stamp=stamp),
    ):
        error = refused(action)
        assert "cambiaron" in error.fact
        assert "Recargue" in error.next_step
    assert (folder / DECISIONS_FILE).read_bytes() == saved


def test_what_another_process_saved_is_seen_and_not_lost(desk: Desk, folder: Path) -> None:
    one, two = doubt(desk, 9, "progress_q1").where, doubt(desk, 19, "progress_q1").where
    stamp = desk.stamp
    code = (
        "import sys; from pathlib import Path; from cuadre.review.desk import PackageDesk;"
        "from cuadre.review.model import Where; from cuadre.decisions import Choice;"
        "desk = PackageDesk(Path(sys.argv[1]));"
        "desk.decide(Where(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]), Choice.AS_READ, '', by='Eva',"
        " stamp=desk.stamp)"
    )
    place = (one.document_id, str(one.page), str(one.row), one.field)
    subprocess.run([sys.executable, "-c", code, str(folder), *place], check=True)
    assert "cambiaron" in refused(lambda: desk.decide(two, Choice.AS_READ, "", by="Ana", stamp=stamp)).fact
    assert doubt(desk, 9, "progress_q1").cell.decided
    say(desk, two, Choice.AS_READ)
    assert {saved.decided_by for saved in read_decisions(folder)} == {"Ana", "Eva"}


def test_a_value_that_is_no_figure_is_refused_with_an_example(desk: Desk, folder: Path) -> None:
    where, stamp = doubt(desk, 9, "progress_q1").where, desk.stamp
    for text in ("setenta", "12,34", "1.2.3", "<b>75</b>"):
        error = refused(lambda text=text: desk.decide(where, Choice.VALUE, text, by="Ana", stamp=stamp))  # type: ignore[misc]
        assert text in error.fact
        assert "1234%" in error.next_step
    refused(lambda: desk.decide(where, Choice.VALUE, "  ", by="Ana", stamp=stamp))
    assert not (folder / DECISIONS_FILE).exists()
    desk.decide(where, Choice.VALUE, "-", by="Ana", stamp=stamp)
    assert doubt(desk, 9, "progress_q1").cell.reported == ""


@pytest.mark.parametrize("changes", [
    {"row": 999}, {"page": 77}, {"field": "status"}, {"field": "document_id"}, {"document_id": "x"},
    {"field": "../x"},
])  # fmt: skip
def test_a_cell_that_is_not_there_is_refused(desk: PackageDesk, folder: Path, changes: dict[str, object]) -> None:
    where = replace(doubt(desk, 9, "progress_q1").where, **changes)  # type: ignore[arg-type]
    refused(lambda: desk.decide(where, Choice.BLANK, "", by="Ana", stamp=desk.stamp))
    assert not (folder / DECISIONS_FILE).exists()


def test_a_disk_that_is_full_loses_nothing(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = doubt(desk, 9, "progress_q1").where
    say(desk, one, Choice.AS_READ)
    saved = (folder / DECISIONS_FILE).read_bytes()

    def full(*_: object) -> None:
        raise DecisionsError("decisions.csv", "cannot be written (no space left)", "")

    monkeypatch.setattr(desk_module, "write_decisions", full)
    error = refused(lambda: say(desk, one, Choice.BLANK))
    assert "no space left" in error.fact
    assert (folder / DECISIONS_FILE).read_bytes() == saved
    saved_choice = doubt(desk, 9, "progress_q1").decision
    assert saved_choice is not None
    assert saved_choice.choice is Choice.AS_READ


def test_the_finished_package_is_what_the_next_conversion_gives(desk: Desk, folder: Path, tmp_path: Path) -> None:
    for number in range(100):
        left = [one for one in desk.doubts() if one.cell.doubted]
        if not left:
            break
        text = left[0].candidates[0].text
        say(desk, left[0].where, Choice.VALUE if number % 2 else Choice.AS_READ, text if number % 2 else "")
    assert desk.progress().settled == desk.progress().doubts
    assert desk.finish(stamp=desk.stamp) == 0
    told = pipeline.convert(TRANSCRIPT, decisions=read_decisions(folder))
    write_package(tmp_path / "again", together([told]))
    for name in FILE_NAMES:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    again = PackageDesk(folder)
    assert again.progress().settled == again.progress().doubts
    assert not told.open_findings


def test_the_pages_hold_every_cell_once(desk: Desk) -> None:
    ((document_id, name, count),) = desk.documents()
    pages = desk.pages(document_id)
    assert (name, [page.page for page in pages]) == ("source.txt", list(range(1, count + 1)))
    cells = [(row, cell.field) for page in pages for row, cell in page.cells]
    assert len(cells) == len(set(cells)) > 25 * 15
    assert desk.pages("no such document") == ()


def test_names_that_look_alike_are_one_group_until_somebody_decides(desk: Desk, folder: Path) -> None:
    (first, *_) = {row.responsible_unit for row in read_package(folder)[0].rows}
    desk.decide_name(first, "Dirección de Prueba", by="Ana", stamp=desk.stamp)
    (group,) = [one for one in desk.names() if first in one.decided]
    assert {name for name, _ in group.names} >= {first, "Dirección de Prueba"}
    (saved,) = read_unit_decisions(folder)
    assert (saved.name, saved.canonical, saved.decided_by) == (first, "Dirección de Prueba", "Ana")
    desk.finish(stamp=desk.stamp)
    named = {row.unit_canonical for row in read_package(folder)[0].rows if row.responsible_unit == first}
    assert named == {"Dirección de Prueba"}
    desk.decide_name(first, first, by="Eva", stamp=desk.stamp)
    (saved,) = read_unit_decisions(folder)
    assert saved.apart
    assert "nombre" in refused(lambda: desk.decide_name(first, " ", by="Eva", stamp=desk.stamp)).fact
