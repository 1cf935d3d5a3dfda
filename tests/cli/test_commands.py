"""The command line as a person meets it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cuadre import pipeline
from cuadre.cli import main
from cuadre.evidence import ExitCode

SAMPLES = Path(__file__).parent.parent.parent / "samples"
TRANSCRIPT = SAMPLES / "transcript" / "source.txt"
REPORT = SAMPLES / "q1-report" / "source.pdf"


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_report(tmp_path: Path) -> None:
    result = cuadre("convert", REPORT, "-o", tmp_path / "out", "--lang", "es")
    assert result.exit_code == ExitCode.DONE
    assert "21 renglones" in result.stdout
    assert "Por revisar" in result.stdout
    assert max(map(len, result.stdout.replace(str(tmp_path), "").replace(str(SAMPLES), "").splitlines())) <= 80
    assert len(rows(tmp_path / "out" / "indicators.csv")) == 21


def test_a_bad_file_is_reported_and_the_others_are_done(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "empty.pdf").touch()
    (inbox / "cut.pdf").write_bytes(REPORT.read_bytes()[:2000])
    (inbox / "notes.txt").write_text("not a table\n", encoding="utf-8")
    (inbox / "good.txt").write_bytes(TRANSCRIPT.read_bytes())
    result = cuadre("convert", inbox, tmp_path / "missing.pdf", "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.count("Error: ") == 4
    for name in ("empty.pdf", "cut.pdf", "notes.txt", "missing.pdf"):
        assert f"{name}: could not be read" in result.stdout
    assert [row["file_name"] for row in rows(tmp_path / "out" / "documents.csv")] == ["good.txt"]


def test_when_nothing_can_be_read_an_older_package_stays(tmp_path: Path) -> None:
    cuadre("convert", TRANSCRIPT, "-o", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (tmp_path / "empty.pdf").touch()
    result = cuadre("convert", tmp_path / "empty.pdf", "-o", tmp_path / "out", "--lang", "en")
    assert "Nothing was written" in result.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_same_bytes_twice_are_done_once(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(TRANSCRIPT.read_bytes())
    result = cuadre("convert", TRANSCRIPT, copy, "-o", tmp_path / "out", "--lang", "en")
    assert "same bytes as" in result.stdout
    assert len(rows(tmp_path / "out" / "documents.csv")) == 1


def test_strict_and_json(tmp_path: Path) -> None:
    result = cuadre("convert", REPORT, "-o", tmp_path, "--strict", "--json")
    assert result.exit_code == ExitCode.NEEDS_A_LOOK
    (document,) = json.loads(result.stdout)["documents"]
    assert (document["rows"], document["pages"]) == (21, 3)
    assert document["figures"] == document["agree"] + document["explained"] + document["doubtful"]
    assert document["look"] == sum(document["findings"].values()) > 0


def test_check_comes_to_the_same_package_without_the_original(tmp_path: Path) -> None:
    for source in (REPORT, TRANSCRIPT):
        folder = tmp_path / source.stem
        cuadre("convert", source, "-o", folder)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert cuadre("check", folder).exit_code == ExitCode.DONE
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_repair_of_a_text_is_taken_back_by_its_state_in_the_ledger(tmp_path: Path) -> None:
    cuadre("convert", TRANSCRIPT, "-o", tmp_path)
    ledger = tmp_path / "repairs.csv"
    text = ledger.read_text("utf-8")
    (taken,) = (line for line in text.splitlines() if ",4.2.1.1.41,4.2.1.1.4.1," in line)
    ledger.write_bytes(text.replace(taken, taken.replace(",applied,rule", ",reverted,ana")).encode())
    assert cuadre("check", tmp_path).exit_code == ExitCode.DONE
    row = rows(tmp_path / "indicators.csv")[16]
    assert (row["objective_code"], row["parent_code"]) == ("4.2.1.1.41", "4.2.1.1")
    assert [step["state"] for step in rows(ledger) if step["before"] == "4.2.1.1.41"] == ["reverted"]


def test_check_takes_every_repair_back(tmp_path: Path) -> None:
    cuadre("convert", TRANSCRIPT, "-o", tmp_path, "--accept-proposals")
    first: dict[tuple[str, str], str] = {}
    for step in rows(tmp_path / "repairs.csv"):
        if step["row"] and step["state"] == "applied":
            first.setdefault((step["row"], step["field"]), step["before"])
    assert cuadre("check", tmp_path, "--as-read").exit_code == ExitCode.DONE
    published = {row["row"]: row for row in rows(tmp_path / "indicators.csv")}
    assert first
    assert {key: published[key[0]][key[1]] for key in first} == {
        key: before.rstrip("%") if key[1].startswith("progress") else before for key, before in first.items()
    }
    assert {step["state"] for step in rows(tmp_path / "repairs.csv") if step["row"]} == {"reverted"}
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    cuadre("check", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_taking_back_and_accepting_contradict_each_other(tmp_path: Path) -> None:
    result = cuadre("check", tmp_path, "--as-read", "--accept-proposals")
    assert result.exit_code == ExitCode.USAGE
    assert "contradict" in result.stderr


def test_check_notices_a_figure_that_a_person_changed(tmp_path: Path) -> None:
    cuadre("convert", REPORT, "-o", tmp_path, "--lang", "en")
    path = tmp_path / "measurements.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    index, line = next((i, t) for i, t in enumerate(lines) if ",progress,q1,100.00%,100.00," in t)
    lines[index] = line.replace(",100.00%,100.00,", ",100.00%,101.00,")
    path.write_bytes("".join(lines).encode())
    before = len(rows(tmp_path / "findings.csv"))
    assert cuadre("check", tmp_path).exit_code == ExitCode.DONE
    assert len(rows(tmp_path / "findings.csv")) > before


def test_check_of_a_folder_that_is_no_package(tmp_path: Path) -> None:
    result = cuadre("check", tmp_path / "nothing", "--lang", "es")
    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr


def test_tables_of_any_document(tmp_path: Path) -> None:
    source = SAMPLES / "general-tables" / "source.pdf"
    result = cuadre("tables", source, "-o", tmp_path, "--lang", "en")
    assert result.exit_code == ExitCode.DONE
    described = json.loads((tmp_path / "source.tables.json").read_text("utf-8"))
    assert f"{len(described['tables'])} tables" in result.stdout
    assert {path.name for path in tmp_path.glob("*.csv")} == {
        f"source-t{n}.csv" for n in range(1, len(described["tables"]) + 1)
    }


def test_tables_of_two_files_with_one_name(tmp_path: Path) -> None:
    other = tmp_path / "a" / "source.txt"
    other.parent.mkdir()
    other.write_bytes(TRANSCRIPT.read_bytes() + b"\n")
    result = cuadre("tables", TRANSCRIPT, other, "-o", tmp_path / "out", "--json")
    assert result.exit_code == ExitCode.DONE
    assert (tmp_path / "out" / "source-2.tables.json").exists()
    assert len(json.loads(result.stdout)["documents"]) == 2


def test_no_file_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert cuadre("convert", tmp_path, "-o", tmp_path / "out").exit_code == ExitCode.USAGE
    assert cuadre("convert", "-o", tmp_path).exit_code == ExitCode.USAGE


def test_an_output_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "indicators.csv").mkdir()
    result = cuadre("convert", TRANSCRIPT, "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "indicators.csv: is a folder" in result.stderr


def test_a_bug_of_ours_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("column")

    monkeypatch.setattr(pipeline, "convert", broken)
    result = cuadre("convert", TRANSCRIPT, "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "stopped by a bug in Cuadre (KeyError('column'))" in result.stderr
    assert not (tmp_path / "out").exists()


def test_doctor_finds_this_environment_in_order() -> None:
    result = cuadre("doctor", "--json")
    assert result.exit_code == ExitCode.DONE
    assert {"Python", "cuadre", "import extract"} <= {e["what"] for e in json.loads(result.stdout)["examined"]}
    assert "cuadre" in cuadre("doctor", "--lang", "es").stdout


def test_the_program_starts_without_pandas(tmp_path: Path) -> None:
    code = "import sys; from cuadre.cli import main; from cuadre import pipeline; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0
    shown = subprocess.run([sys.executable, "-m", "cuadre", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("cuadre ")
