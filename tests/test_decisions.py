"""What persons decide: the file, how it is applied, and that nothing else changes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cuadre import pipeline
from cuadre.converted import Converted
from cuadre.decisions import DECISIONS_FILE, DECISIONS_HEADER, Choice, Decision, with_decision
from cuadre.evidence import Ask, DecisionsError, Place, Rereading
from cuadre.export.decisions_file import parse_decisions, read_decisions, rendered, write_decisions
from cuadre.export.package import write_package
from cuadre.export.reading import read_package
from cuadre.export.schema import FILE_NAMES, TEXT_FIELDS
from cuadre.together import together, with_names
from extract.read import open_document
from normalize.model import Condition, Report
from normalize.rows import normalize

TRANSCRIPT = Path(__file__).parent.parent / "samples" / "transcript" / "source.txt"
SHA = sha256(TRANSCRIPT.read_bytes()).hexdigest()
OTHER = "0" * 64


def decision(**changes: Any) -> Decision:
    made = Decision(SHA, 2, 9, "progress_q1", "75.60%", Choice.VALUE, "75.00%", "Ana")
    return replace(made, **changes)


PROPOSED = decision()
CONFIRMED = decision(page=3, row=18, field="cumulative_q1", as_read="66.20%", choice=Choice.AS_READ, value="")


def rows_of(folder: Path, name: str = "indicators") -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def figure(folder: Path, row: int, field: str) -> dict[str, str]:
    measure, _, period = field.rpartition("_")
    found = [
        one for one in rows_of(folder, "measurements")
        if (one["row"], one["measure"], one["period"]) == (str(row), measure, period)
    ]  # fmt: skip
    assert len(found) == 1
    return found[0]


def converted(folder: Path, decisions: Sequence[Decision] = ()) -> Path:
    write_package(folder, together(with_names([pipeline.convert(TRANSCRIPT, decisions=decisions)])))
    return folder


def checked(source: Path, folder: Path, decisions: Sequence[Decision] = ()) -> Path:
    write_package(folder, together([pipeline.check(one, decisions=decisions) for one in read_package(source)]))
    return folder


def same(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILE_NAMES)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return converted(tmp_path_factory.mktemp("plain"))


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    odd = decision(sha256=OTHER, field="objective", as_read='=1+1, "así"\nsigue', value="'-x", decided_by="=cmd|x")
    write_decisions(tmp_path, [CONFIRMED, odd, PROPOSED])
    assert set(read_decisions(tmp_path)) == {odd, PROPOSED, CONFIRMED}
    content = (tmp_path / DECISIONS_FILE).read_bytes()
    assert b"\r" not in content
    assert rendered([PROPOSED, odd, CONFIRMED]) == content
    assert not any(cell.startswith("=") for line in csv.reader(content.decode().splitlines()) for cell in line)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()


HEADER = ",".join(DECISIONS_HEADER)


@pytest.mark.parametrize(("text", "fact"), [
    ("", "has no header"),
    ("page,row\n", "line 1: the columns"),
    (f"{HEADER}\n{SHA},1\n", "line 2: has 2 cells"),
    (f"{HEADER}\nabc,1,1,level,x,blank,,Ana\n", "line 2: sha256 is 'abc'"),
    (f"{HEADER}\n{SHA},1,1,level,x,blank,,Ana\n{SHA},0,1,level,x,blank,,Ana\n", "line 3: page is '0'"),
    (f"{HEADER}\n{SHA},1,x,level,x,blank,,Ana\n", "line 2: row is 'x'"),
    (f"{HEADER}\n{SHA},1,1,status,x,blank,,Ana\n", "line 2: field is 'status'"),
    (f"{HEADER}\n{SHA},1,1,level,x,maybe,,Ana\n", "line 2: decision is 'maybe'"),
    (f"{HEADER}\n{SHA},1,1,level,x,value,,Ana\n", "line 2: value must"),
    (f"{HEADER}\n{SHA},1,1,level,x,blank,5,Ana\n", "line 2: value must"),
    (f"{HEADER}\n{SHA},1,1,level,x,blank,,Ana\n{SHA},1,1,level,x,as-read,,Eva\n", "line 3: decides on the reading"),
    (f'{HEADER}\n{SHA},1,1,level,"x\ny",blank,,Ana\n{SHA},1,1,level,x,blank\n', "line 4: has 6 cells"),
    (f'{HEADER}\n{SHA},1,1,level,"x', "is no CSV"),
])  # fmt: skip
def test_a_line_that_decides_nothing_is_refused_with_its_number(text: str, fact: str) -> None:
    with pytest.raises(DecisionsError) as caught:
        parse_decisions(text.encode(), "decisions.csv")
    assert fact in caught.value.fact


def test_a_file_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(DecisionsError, match="UTF-8"):
        parse_decisions("año".encode("latin-1"), "decisions.csv")


def test_a_new_decision_replaces_the_one_on_the_same_reading_alone() -> None:
    lapsed = decision(as_read="70.60%")
    new = decision(choice=Choice.AS_READ, value="")
    assert with_decision((lapsed, PROPOSED), new) == (lapsed, new)


def test_what_a_person_saw_is_published_and_what_was_read_stays(tmp_path: Path, plain: Path) -> None:
    folder = checked(plain, tmp_path, [PROPOSED])
    told = figure(folder, 9, "progress_q1")
    assert (told["as_read"], told["reported"], told["decimals"], told["status"]) == ("75.60%", "75.00", "2", "repaired")
    row = rows_of(folder)[8]
    assert (row["progress_q1"], row["status"], row["review"]) == ("75.00", "repaired", "0")
    (entry,) = [one for one in rows_of(folder, "repairs") if one["decided_by"] == "Ana"]
    expected = ("decided-value", "75.60%", "75.00%", "applied", "progress_q1")
    assert tuple(entry[name] for name in ("rule", "before", "after", "state", "field")) == expected


def test_a_confirmed_contradiction_stays_and_asks_nobody_any_more(tmp_path: Path, plain: Path) -> None:
    assert rows_of(plain)[17]["review"] == "1"
    folder = checked(plain, tmp_path, [CONFIRMED])
    said = {one["rule"]: one["message"] for one in rows_of(folder, "findings") if one["row"] == "18"}
    assert "Una persona vio el papel" in said["cumulative-not-ratio"]
    told = figure(folder, 18, "cumulative_q1")
    assert (told["reported"], told["status"]) == ("66.20", "inconsistent")
    assert (rows_of(folder)[17]["status"], rows_of(folder)[17]["review"]) == ("inconsistent", "0")
    rules = {one["rule"] for one in rows_of(folder, "findings") if one["row"] == "18" and one["severity"] == "warning"}
    assert "cumulative-not-ratio" in rules


def test_a_value_that_contradicts_the_row_is_published_and_does_not_tally(tmp_path: Path, plain: Path) -> None:
    folder = checked(plain, tmp_path, [decision(value="71.00%")])
    told = figure(folder, 9, "progress_q1")
    assert (told["reported"], told["computed"], told["status"]) == ("71.00", "75.00", "inconsistent")
    assert rows_of(folder)[8]["review"] == "0"


@pytest.mark.parametrize(("choice", "status"), [(Choice.BLANK, "ok"), (Choice.UNREADABLE, "illegible")])
def test_nothing_is_published_where_a_person_found_nothing(
    tmp_path: Path, plain: Path, choice: Choice, status: str
) -> None:
    folder = checked(plain, tmp_path, [decision(choice=choice, value="")])
    told = figure(folder, 9, "progress_q1")
    assert (told["as_read"], told["reported"], told["status"]) == ("75.60%", "", status)
    assert (rows_of(folder)[8]["progress_q1"], rows_of(folder)[8]["review"]) == ("", "0")


def test_nothing_but_the_row_changes(tmp_path: Path, plain: Path) -> None:
    folder = checked(plain, tmp_path, [PROPOSED])
    for name in ("indicators", "measurements"):
        changed = [
            (one, other) for one, other in zip(rows_of(plain, name), rows_of(folder, name), strict=True) if one != other
        ]
        assert {one["row"] for one, _ in changed} == {"9"}
    before, after = ({one["row"] for one in rows_of(where, "repairs")} for where in (plain, folder))
    assert after - before <= {"9"}


def test_a_decision_on_another_document_changes_nothing(tmp_path: Path, plain: Path) -> None:
    assert same(converted(tmp_path, [decision(sha256=OTHER)]), plain)


def test_a_decision_on_another_reading_lapses_and_says_so(tmp_path: Path, plain: Path) -> None:
    old = decision(as_read="70.60%", decided_by="Eva")
    folder = checked(plain, tmp_path, [old])
    (lapsed,) = [one for one in rows_of(folder, "findings") if one["rule"] == "decision-lapsed"]
    assert (lapsed["row"], lapsed["field"], lapsed["severity"]) == ("9", "progress_q1", "warning")
    assert all(word in lapsed["message"] for word in ("Eva", "«70.60%»", "«75.00%»", "«75.60%»"))
    assert figure(folder, 9, "progress_q1") == figure(plain, 9, "progress_q1")
    again = checked(plain, tmp_path / "b", [old, PROPOSED])
    assert not [one for one in rows_of(again, "findings") if one["rule"] == "decision-lapsed"]
    assert figure(again, 9, "progress_q1")["reported"] == "75.00"


@pytest.mark.parametrize("gone", [
    decision(row=99), decision(page=1), decision(field="target_q9"),
])  # fmt: skip
def test_a_decision_on_a_cell_that_is_gone_lapses(plain: Path, gone: Decision) -> None:
    (report,) = read_package(plain)
    told = pipeline.check(report, decisions=[gone])
    assert "decision-lapsed" in {finding.rule for finding in told.reconciliation.findings}


def cell_text(folder: Path, row: int, field: str) -> str:
    return rows_of(folder)[row - 1][field]


def on_text(plain: Path, row: int, field: str, value: str, choice: Choice = Choice.VALUE) -> Decision:
    (report,) = read_package(plain)
    read = cell_text(plain, row, field)
    steps = [one for one in report.repairs if (one.row, one.field, one.state) == (row, field, "applied")]
    for step in reversed(steps):
        read = read.replace(step.after, step.before) if read != step.after else step.before
    page = report.rows[row - 1].place.page
    return Decision(SHA, page, row, field, read, choice, value, "Ana")


def test_a_text_is_what_the_person_saw_and_its_code_moves_the_tree(tmp_path: Path, plain: Path) -> None:
    above = cell_text(plain, 20, "objective_code")
    told = [
        on_text(plain, 10, "objective_code", f"{above}.9"),
        on_text(plain, 11, "responsible_unit", "=Unidad"),
        on_text(plain, 12, "objective", "", Choice.BLANK),
    ]
    folder = checked(plain, tmp_path, told)
    assert cell_text(folder, 10, "objective_code") == f"{above}.9"
    assert cell_text(folder, 10, "parent_code") == above != cell_text(plain, 10, "parent_code")
    assert cell_text(folder, 11, "responsible_unit") == cell_text(folder, 11, "unit_canonical") == "'=Unidad"
    assert cell_text(folder, 12, "objective") == ""
    ledger = [one for one in rows_of(folder, "repairs") if one["decided_by"] == "Ana"]
    assert [one["field"] for one in ledger] == ["objective_code", "responsible_unit", "unit_canonical", "objective"]


def test_a_justification_that_was_seen_restates_its_figures_anew(tmp_path: Path, plain: Path) -> None:
    text = "Se programaron 20 y se realizaron 10, un 50.00%"
    folder = checked(plain, tmp_path, [on_text(plain, 6, "justification", text)])
    told = [one["reported"] for one in rows_of(folder, "measurements")
            if one["row"] == "6" and one["measure"].startswith("narrative")]  # fmt: skip
    assert told == ["20", "10", "50.00"]
    assert rows_of(folder)[5]["review"] == "0"


def test_a_confirmed_text_undoes_its_repairs(tmp_path: Path, plain: Path) -> None:
    (report,) = read_package(plain)
    step = next(one for one in report.repairs if one.row and one.state == "applied" and one.field in TEXT_FIELDS)
    told = on_text(plain, step.row or 0, step.field, "", Choice.AS_READ)
    folder = checked(plain, tmp_path, [told])
    assert cell_text(folder, step.row or 0, step.field) == told.as_read != cell_text(plain, step.row or 0, step.field)


def everything(plain: Path) -> tuple[Decision, ...]:
    """All sorts of decisions at once."""
    choices = ((Choice.AS_READ, ""), (Choice.VALUE, "12.50"), (Choice.BLANK, ""), (Choice.UNREADABLE, ""),
               (Choice.VALUE, "-"))  # fmt: skip
    told = []
    figures = [one for one in rows_of(plain, "measurements") if not one["measure"].startswith("narrative")]
    for number, one in enumerate(figures[::9]):
        choice, value = choices[number % len(choices)]
        field = f"{one['measure']}_{one['period']}"
        told.append(Decision(SHA, int(one["page"]), int(one["row"]), field, one["as_read"], choice, value, "Ana"))
    blank = next(row for row in rows_of(plain) if not row["achieved_q4"])
    told += [
        Decision(SHA, int(blank["page"]), int(blank["row"]), "achieved_q4", "", Choice.VALUE, "33", "Ana"),
        on_text(plain, 3, "level", "Actividad"), on_text(plain, 5, "responsible_unit", "Otra unidad"),
        on_text(plain, 6, "justification", "Se programaron 20 y se realizaron 10, un 50.00%"),
        on_text(plain, 7, "justification", "", Choice.AS_READ), decision(as_read="1"),
    ]  # fmt: skip
    return tuple(told)


def test_the_package_alone_gives_the_same_bytes(tmp_path: Path, plain: Path) -> None:
    told = everything(plain)
    direct = converted(tmp_path / "direct", told)
    assert not same(direct, plain)
    assert same(checked(plain, tmp_path / "a", told), direct)
    assert same(checked(direct, tmp_path / "b", told), direct)
    assert same(checked(direct, tmp_path / "c"), plain)


def as_scan(report: Report) -> Report:
    """The report as if its figures came from pixels, some of them in doubt."""
    rows = []
    for row in report.rows:
        figures = []
        for at, one in enumerate(row.figures):
            box = (10.0 * at, 10.0 * row.number, 10.0 * at + 5, 10.0 * row.number + 5)
            doubted = one.condition is Condition.CLEAR and (row.number + at) % 7 == 0
            figures.append(replace(
                one, recognizer="ppocr", confidence=0.4 if doubted else 0.97, place=Place(one.place.page, box),
            ))  # fmt: skip
        rows.append(replace(row, figures=tuple(figures)))
    return replace(report, rows=tuple(rows), kind="scanned")


@pytest.fixture
def scan(monkeypatch: pytest.MonkeyPatch) -> list[Ask]:
    """``convert`` reads a scan, and second looks say what the arithmetic asks for in one cell; they are noted."""
    asked: list[Ask] = []
    right = {"75.60%": "75.00%", "33.68%": "83.68%"}

    def again(asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        asked.extend(asks)
        texts = [right.get(ask.as_read.strip(), ask.as_read.strip()) for ask in asks]
        return tuple((Rereading(t, 0.95, "ppocr close"), Rereading(t, 0.9, "tesseract")) for t in texts)

    @contextmanager
    def opened(*args: Any, **options: Any) -> Iterator[Any]:
        with open_document(*args, **options) as (reading, _):
            yield reading, again

    monkeypatch.setattr("cuadre.pipeline.open_document", opened)
    monkeypatch.setattr("cuadre.pipeline.normalize", lambda *args, **options: as_scan(normalize(*args, **options)))
    return asked


def test_on_a_scan_second_looks_do_not_depend_on_decisions(tmp_path: Path, scan: list[Ask]) -> None:
    plain = converted(tmp_path / "plain")
    first = list(scan)
    assert first
    assert figure(plain, 9, "progress_q1")["status"] == "repaired"
    scan.clear()
    # What a justification restates is read off it anew, and only a document knows how sure that reading was.
    others = [one for one in everything(plain)[:-1] if (one.field, one.choice) != ("justification", Choice.VALUE)]
    told = (decision(choice=Choice.AS_READ, value=""), *others)
    direct = converted(tmp_path / "direct", told)
    assert scan == first
    seen = figure(direct, 9, "progress_q1")
    # The looks and the checks accuse; the person's eyes convict.
    assert (seen["as_read"], seen["reported"], seen["status"]) == ("75.60%", "75.60", "inconsistent")
    assert same(checked(plain, tmp_path / "a", told), direct)
    assert same(checked(direct, tmp_path / "b"), plain)


def test_a_name_decided_on_one_row_is_not_mended_by_other_documents(plain: Path) -> None:
    told = on_text(plain, 11, "responsible_unit", "Direccion de Pruevas")
    one = pipeline.convert(TRANSCRIPT, decisions=[told])
    other = replace(one.report, source=replace(one.report.source, sha256=OTHER))
    both = with_names([one, Converted(other, one.reconciliation)])
    assert both[0].report.rows[10].responsible_unit == "Direccion de Pruevas"
    assert [step.field for step in both[0].report.repairs if step.decided_by == "Ana"] == [
        "responsible_unit", "unit_canonical",
    ]  # fmt: skip
