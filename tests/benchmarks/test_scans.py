"""The scan benchmark: its measures can fail, and its table says what was measured."""

from __future__ import annotations

import csv
import doctest
import importlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import scan_peers
import scan_score
import scans
from scan_score import Score, score_grids, score_package, score_words


def row(at: int, **fields: Any) -> dict[str, Any]:
    words = {"responsible_unit": "Dirección", "level": "Actividad", "code": f"1.1.{at}", "objective": "Reparar fugas."}
    names = {"indicator_code": f"PF{at}", "indicator_name": "Porcentaje de fugas", "frequency": "Trimestral"}
    units = {"indicator_unit": "Porcentaje", "variable_unit": "Fugas", "justification": f"Se hicieron {at} en marzo."}
    figures = {"annual": "1,200", "q1": "300", "achieved_q1": "150", "pct_q1": "50.00%", "q2": ""}
    return {"page": 1, "planted_errors": [], **words, **names, **units, **figures, **fields}


ROWS = [row(1), row(2, q1="-")]
ORDER = ["responsible_unit", "annual", "q1", "q2", "achieved_q1", "pct_q1", "justification"]
FIGURES = 4 + 3


def line(true: dict[str, Any]) -> list[str]:
    name = f"{true['indicator_code']}: {true['indicator_name']}"
    words = [true["responsible_unit"], f"{true['code']} {true['objective']}", name, true["frequency"]]
    units = f"UNIDAD: {true['indicator_unit']} VARIABLES: {true['variable_unit']}"
    return [*words, units, *(true[key] for key in ORDER[1:])]


GRID = [line(true) for true in ROWS]


def package(folder: Path, **reported: str) -> Path:
    """A data package that has all right but what is given as ``row_measure_period``, ``reported;status``."""
    rows, figures = [], []
    for at, true in enumerate(ROWS, 1):
        place = {"document_id": "d", "page": "1", "row": str(at)}
        rows.append(place | {"objective_code": true["code"], "indicator_code": true["indicator_code"]}
                    | {key: true[key] for key in scan_score.TEXTS})  # fmt: skip
        for key, (measure, period) in scan_score.FIGURES.items():
            value, _, status = reported.get(f"r{at}_{measure}_{period}", true.get(key, "")).partition(";")
            figures.append(place | {"measure": measure, "period": period, "reported": value, "status": status or "ok"})
    tables = {"documents": [{"document_id": "d", "file_name": "a.pdf"}], "indicators": rows, "measurements": figures}
    for name, records in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
    return folder


def test_a_package_that_is_right_has_no_errors(tmp_path: Path) -> None:
    score = score_package(ROWS, package(tmp_path), "a.pdf")
    assert (score.rows_found, score.figures, score.right, score.silent, score.wrong) == (2, FIGURES, FIGURES, 0, 0)


@pytest.mark.parametrize(
    ("reported", "right", "silent", "flagged"),
    [("800;ok", 6, 1, 0), ("800;undetermined", 6, 0, 0), ("300;undetermined", 7, 0, 1), (";ok", 6, 1, 0)],
)
def test_an_error_is_silent_unless_marked(
    tmp_path: Path, reported: str, right: int, silent: int, flagged: int
) -> None:
    score = score_package(ROWS, package(tmp_path, r1_target_q1=reported), "a.pdf")
    assert (score.right, score.silent, score.flagged) == (right, silent, flagged)


def test_a_document_that_is_not_there_is_all_silent(tmp_path: Path) -> None:
    score = score_package(ROWS, package(tmp_path), "b.pdf")
    assert (score.rows_found, score.right, score.silent) == (0, 0, FIGURES)
    assert score.wrong == score.signs > 0


def test_a_table_that_is_right_has_no_errors() -> None:
    score = score_grids(ROWS, ORDER, [[["UNIDAD", "META"]], GRID])
    assert (score.rows_found, score.figures, score.right, score.wrong) == (2, FIGURES, FIGURES, 0)


def test_figures_of_a_table_count_alone_in_a_cell_and_in_order() -> None:
    first = GRID[0]
    at = first.index("300")
    joined = [*first[:at], f"300\n{first[at + 1]}150", "", *first[at + 3 :]]
    assert score_grids(ROWS, ORDER, [[joined, GRID[1]]]).right == FIGURES - 2
    swapped = [*first[: at - 1], "300", "1,200", *first[at + 1 :]]
    assert score_grids(ROWS, ORDER, [[swapped, GRID[1]]]).right == FIGURES - 1
    assert score_grids(ROWS, ORDER, [[GRID[1]]]).right == FIGURES - 4
    assert score_grids(ROWS, ORDER, []).silent == FIGURES


def test_accents_are_told_apart() -> None:
    grid = [[cell.replace("ó", "o") for cell in cells] for cells in GRID]
    score = score_grids(ROWS, ORDER, [grid])
    assert (score.wrong, score.wrong_bare) == (2, 0)


def test_words_of_a_page_count_as_often_as_printed() -> None:
    words = " ".join(" ".join(cells) for cells in GRID).split()
    whole = score_words(ROWS, [words])
    assert (whole.figures, whole.right, whole.wrong) == (FIGURES, FIGURES, 0)
    words.remove("1,200")
    words[words.index("Reparar")] = "Reparor"
    less = score_words(ROWS, [words])
    assert (less.right, less.silent, less.wrong) == (FIGURES - 1, 1, 1)
    assert score_words(ROWS, [[]]).right == 0


def test_a_figure_in_a_narrative_is_not_a_cell() -> None:
    told = [row(1, annual="7", justification="Se hicieron 7.")]
    assert score_words(told, [["7"]]).right == 0
    assert score_words(told, [["7", "7."]]).right == 1


def test_totals_add_up() -> None:
    assert scan_score.total([Score(rows=1, right=2), Score(rows=3, wrong=4)]) == Score(rows=4, right=2, wrong=4)


def test_a_peer_that_is_not_installed_is_left_out_and_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking(_run: scan_peers.Run) -> tuple[list[Score], float]:
        raise scan_peers.Missing("it is not installed (apt install it)")

    readers = {"a": lambda run: ([Score(figures=4, right=3, silent=1)], 2.0 * len(run.documents)), "b": lacking}
    monkeypatch.setattr(scans, "READERS", readers)
    monkeypatch.setattr(scans, "page_count", lambda _documents: 2)
    lines = scans.measure("x", [scan_peers.Document(Path("x.pdf"), {})], ["a", "b"], workers=1)
    told = [tuple(line[key] for key in ("reader", "right", "s/page", "ratio")) for line in lines]
    assert told == [("a", "75.0 %", "1.0", "-")]
    assert "apt install it" in capsys.readouterr().err


def test_seconds_are_told_in_shares_of_the_usual_way() -> None:
    assert scans.line_of("x", "a", Score(), 2.0, 8.0)["ratio"] == "0.25"


@pytest.mark.parametrize("tool", ["ocrmypdf", "camelot"])
def test_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tool: str) -> None:
    document = scan_peers.Document(tmp_path / "x.pdf", {})
    if tool == "camelot":
        monkeypatch.setattr(scan_peers.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(scan_peers.shutil, "which", lambda _name: None)
    with pytest.raises(scan_peers.Missing, match=f"{tool} is not installed .*install"):
        scan_peers.read_with_camelot(scan_peers.Run((document,), 1, tmp_path))


def test_a_set_is_its_scans_with_rows(tmp_path: Path) -> None:
    for folder in ("in", "truth"):
        (tmp_path / folder).mkdir()
    for name, rows in (("a", ROWS), ("b", [])):
        (tmp_path / "in" / f"{name}.pdf").touch()
        (tmp_path / "truth" / f"{name}.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    (tmp_path / "in" / "c.pdf").touch()
    assert [document.path.stem for document in scans.documents_of(tmp_path)] == ["a"]


def test_figures_are_numbers_and_nothing_else() -> None:
    assert scan_score.figures_of(ROWS[0])["annual"] == Decimal(1200)
    assert "q2" not in scan_score.figures_of(ROWS[0])


@pytest.mark.parametrize("name", ["scan_score", "scans"])
def test_examples_of_the_benchmark_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed
