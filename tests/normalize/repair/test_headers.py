"""Headers printed again and again: what one page says otherwise, and what stands over another column."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cuadre.evidence import ES_MX, SourceFile
from extract.model import Cell, Reading
from extract.transcript import read_transcript
from normalize.facts import read_facts
from normalize.form import builtin_forms
from normalize.model import Facts
from normalize.repair.headers import repair_headers, texts_after
from normalize.repair.model import Found, Setting
from normalize.sheets import recognize

FORM = builtin_forms()[0]
COLUMNS = (
    "responsible_unit", "level", "objective", "indicator", "frequency", "unit", "annual", "target_q1", "target_q2",
    "target_q3", "target_q4", "achieved_q1", "progress_q1", "cumulative_q1", "justification_below",
)  # fmt: skip
TOP = {
    "group": (0, "INDICADOR"), "target": (6, "META PROGRAMADA 2026"), "achieved": (11, "META ALCANZADA 2026"),
    "progress": (12, "PORCENTAJE DE AVANCE TRIMESTRAL 2026"),
    "cumulative": (13, "PORCENTAJE DE AVANCE TRIMESTRAL ACUMULADO 2026"),
    "justification": (14, "JUSTIFICACION PRIMER TRIMESTRE DE AVANCE DE RESULTADOS 2026"),
}  # fmt: skip
LEAVES = (
    "UNIDAD ADMINISTRATIVA RESPONSABLE", "NIVEL", "OBJETIVOS", "INDICADOR", "FRECUENCIA DE MEDICIÓN",
    "UNIDAD DE MEDIDA DEL INDICADOR Y UNIDAD DE MEDIDA DE SUS VARIABLES", "ANUAL", "TRIMESTRE 1", "TRIMESTRE 2",
    "TRIMESTRE 3", "TRIMESTRE 4", "TRIMESTRE 1", "TRIMESTRE 1", "TRIMESTRE 1", "",
)  # fmt: skip
SOURCE = SourceFile("invented.txt", "0" * 64, 1)


def cases(section: str) -> list[dict[str, Any]]:
    said = tomllib.loads((Path(__file__).parent / "header_cases.toml").read_text(encoding="utf-8"))
    return said[section]  # type: ignore[no-any-return]


def header(words: dict[str, str] | None = None, shifts: dict[str, int] | None = None) -> list[str]:
    """The two lines of a header, with other words in some places and some labels of the first line moved."""
    words, shifts = words or {}, shifts or {}
    top = [""] * 17
    for name, (column, text) in TOP.items():
        top[column + shifts.get(name, 0)] = words.get(name, text)
    low = [words.get(name, text) for name, text in zip(COLUMNS, LEAVES, strict=True)]
    return ["\t".join(top).rstrip("\t"), "\t".join(low)]


def row(number: int) -> str:
    level = ("Fin", "Propósito")[number - 1] if number < 3 else "Actividad"
    code = ".".join(["4", "1", "1", *["1"] * min(number - 1, 3), *([str(number)] if number > 3 else [])])
    target = 10 + number
    return "\t".join((
        "Dirección de Obras", level, f"{code} Realización de talleres en las colonias del municipio.",
        f"PTAL{number}: Porcentaje de talleres realizados", "Trimestral",
        "UNIDAD DE MEDIDA DEL INDICADOR: Porcentaje UNIDAD DE MEDIDA DE LAS VARIABLES: Talleres", str(4 * target),
        *[str(target)] * 4, str(target), "100.00%", "25.00%",
        f"Justificación Trimestral: de los {target} talleres programados se lograron realizar {target}.",
    ))  # fmt: skip


def read(tmp_path: Path, headers: Sequence[Sequence[str]]) -> Reading:
    """A transcription with two rows under each header."""
    lines: list[str] = []
    for page, head in enumerate(headers):
        lines += [*head, row(2 * page + 1), row(2 * page + 2), "", "[firma]", ""]
    path = tmp_path / "invented.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_transcript(path, SOURCE)


def reread(reading: Reading, recognizer: str, confidence: Sequence[float]) -> Reading:
    """The same cells, read by somebody else."""

    def other(cell: Cell) -> Cell:
        return replace(cell, recognizer=recognizer, confidence=confidence[cell.place.page - 1])

    tables = tuple(
        replace(
            table, cells=tuple(map(other, table.cells)),
            repeated_headers=tuple(tuple(map(other, cells)) for cells in table.repeated_headers),
        )
        for table in reading.tables
    )  # fmt: skip
    return replace(reading, tables=tables)


def repaired(reading: Reading) -> Found:
    facts = Facts(fiscal_year=2026, quarter=1)
    return repair_headers(reading, recognize(reading, [FORM], ES_MX, 1), facts, Setting(form=FORM))


def found_in(case: dict[str, Any], tmp_path: Path) -> Found:
    headers = [header({case["place"]: text} if text else {}) for text in case["pages"]]
    reading = read(tmp_path, headers)
    sure = case.get("confidence", 1.0)
    sure = sure if isinstance(sure, list) else [sure] * len(headers)
    return repaired(reread(reading, case.get("recognizer", "transcript"), sure))


def check(case: dict[str, Any], found: Found) -> None:
    after = case.get("after", [""] * len(case["pages"]))
    expected = [(page, text) for page, text in enumerate(after, 1) if text]
    assert [(repair.page, repair.after) for repair in found.repairs] == expected
    assert [repair.rule for repair in found.repairs] == case.get("rules", [])
    for repair in found.repairs:
        assert repair.row is None
        assert repair.before == case["pages"][repair.page - 1]
        assert repair.witnesses
        assert 0.5 < (repair.confidence or 0) < 1
    told = [finding.rule for finding in found.findings if finding.rule != "header-paths"]
    assert told == case.get("findings", ["header-differs"] * len(expected))


@pytest.mark.parametrize("case", [*cases("in_the_wild"), *cases("made_up")], ids=lambda case: case["name"])
def test_a_header_is_repaired(case: dict[str, Any], tmp_path: Path) -> None:
    check(case, found_in(case, tmp_path))


@pytest.mark.parametrize("case", cases("must_not_change"), ids=lambda case: case["name"])
def test_a_header_that_must_not_change(case: dict[str, Any], tmp_path: Path) -> None:
    assert "after" not in case
    check(case, found_in(case, tmp_path))


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", cases("known_failures"), ids=lambda case: case["name"])
def test_a_header_that_is_not_repaired_yet(case: dict[str, Any], tmp_path: Path) -> None:
    check(case, found_in(case, tmp_path))


SHIFTS = {
    "all to the left": {"achieved": -1, "progress": -1, "cumulative": -1, "justification": -1},
    "the achieved to the end": {"achieved": 4},
    "beyond the last column": {"justification": 1},
}


@pytest.mark.parametrize("moved", SHIFTS.values(), ids=list(SHIFTS))
def test_a_header_that_slipped_is_one_finding_and_one_repair(moved: dict[str, int], tmp_path: Path) -> None:
    found = repaired(read(tmp_path, [header(), header(shifts=moved), header(), header()]))
    assert [(finding.rule, finding.page) for finding in found.findings] == [("header-paths", 1), ("header-shifted", 2)]
    (repair,) = found.repairs
    assert (repair.page, repair.field, repair.rule) == (2, "header", "header-shift")
    for name, by in moved.items():
        column, text = TOP[name]
        assert f"{column + by + 1} {text}" in repair.before
        assert f"{column + 1} {text}" in repair.after


def test_headers_that_slipped_on_most_pages_are_known_by_what_the_columns_hold(tmp_path: Path) -> None:
    moved = header(shifts=SHIFTS["all to the left"])
    found = repaired(read(tmp_path, [moved, header(), moved, moved]))
    assert [repair.page for repair in found.repairs] == [1, 3, 4]
    paths = next(finding for finding in found.findings if finding.rule == "header-paths").reported.split(" | ")
    assert paths[0] == "INDICADOR > UNIDAD ADMINISTRATIVA RESPONSABLE"
    assert paths[6] == "META PROGRAMADA 2026 > ANUAL"
    assert paths[11] == "META ALCANZADA 2026 > TRIMESTRE 1"
    assert paths[14] == TOP["justification"][1]


def test_the_words_of_a_label_that_slipped_are_repaired_as_that_label(tmp_path: Path) -> None:
    odd = header({"achieved": "META AVANZADA 2026"}, SHIFTS["the achieved to the end"])
    found = repaired(read(tmp_path, [header(), odd, header(), header()]))
    assert [(repair.rule, repair.field) for repair in found.repairs] == [
        ("header-vote", "achieved_q1"), ("header-shift", "header"),
    ]  # fmt: skip


def test_a_label_that_a_page_lost_is_told(tmp_path: Path) -> None:
    found = repaired(read(tmp_path, [header(), header({"cumulative_q1": ""}), header()]))
    assert found.repairs == ()
    (finding,) = (finding for finding in found.findings if finding.rule == "header-shifted")
    assert (finding.page, finding.evidence) == (2, "lost")


def test_pages_that_agree_have_nothing_but_the_paths(tmp_path: Path) -> None:
    found = repaired(read(tmp_path, [header(), header(), header()]))
    assert ([finding.rule for finding in found.findings], found.repairs) == (["header-paths"], ())


def test_a_page_that_speaks_of_another_year_throughout_keeps_it(tmp_path: Path) -> None:
    other = [line.replace("2026", "2025") for line in header()]
    found = repaired(read(tmp_path, [header(), header(), header(), other]))
    assert found.repairs == ()
    assert [(finding.rule, finding.page) for finding in found.findings[1:]] == [("header-differs", 4)]


def test_two_labels_that_resemble_one_measure_name_two(tmp_path: Path) -> None:
    words = {"progress": "Porcentaje de cumplimiento", "cumulative": "Porcentaje de cumplimiento acumulado"}
    found = repaired(read(tmp_path, [header(words), header(words, {"progress": 4}), header(words)]))
    assert [repair.before for repair in found.repairs] == ["17 Porcentaje de cumplimiento"]
    paths = found.findings[0].reported.split(" | ")
    assert paths[12:14] == [f"{words[name]} > TRIMESTRE 1" for name in ("progress", "cumulative")]


def test_a_line_of_a_header_that_was_taken_for_a_row_belongs_to_it(tmp_path: Path) -> None:
    reading = read(tmp_path, [header(), header({"achieved": "META AVANZADA 2026"}), header()])
    (table,) = reading.tables
    second, *rest = table.repeated_headers
    at = next(cell.row for cell in table.cells if cell.place.page == 2)
    top = [replace(cell, row=at) for cell in second if cell.row == 0]
    cells = [replace(cell, row=cell.row + (cell.row >= at)) for cell in table.cells]
    odd = replace(
        table, rows=table.rows + 1, cells=tuple(sorted((*cells, *top), key=lambda cell: (cell.row, cell.column))),
        repeated_headers=(tuple(cell for cell in second if cell.row), *rest),
    )  # fmt: skip
    found = repaired(replace(reading, tables=(odd,)))
    assert [(repair.page, repair.rule) for repair in found.repairs] == [(2, "header-vote")]
    assert [finding.rule for finding in found.findings] == ["header-paths", "header-differs"]


def test_a_header_printed_once_says_nothing(tmp_path: Path) -> None:
    assert repaired(read(tmp_path, [header()])) == Found()


def test_a_digital_page_that_slipped_is_told_and_left(tmp_path: Path) -> None:
    reading = read(tmp_path, [header(), header(shifts={"achieved": 4}), header()])
    found = repaired(reread(reading, "pdf", [1.0] * 3))
    assert found.repairs == ()
    assert [finding.rule for finding in found.findings] == ["header-paths", "header-shifted"]


def test_the_year_of_the_document_is_read_off_repaired_headers(tmp_path: Path) -> None:
    texts = ["META PROGRAMADA 2026", "META ALCANZADA 2025", "META ALCANZADA 2026"]
    assert [finding.rule for finding in read_facts([], texts, FORM.facts)[1]] == ["fiscal-year-varies"]
    case = {"place": "achieved", "pages": ["", "META ALCANZADA 2025", "", ""]}
    after = texts_after(texts, found_in(case, tmp_path).repairs)
    assert after == ["META PROGRAMADA 2026", "META ALCANZADA 2026", "META ALCANZADA 2026"]
    assert read_facts([], after, FORM.facts) == (Facts(fiscal_year=2026), ())
