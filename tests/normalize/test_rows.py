"""Readings to canonical rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cuadre.evidence import Place, Severity, SourceFile, UnknownForm
from extract.model import Legibility, PageKind, Reading
from normalize.body import BROKEN_WORD
from normalize.figures import BROKEN_NUMBER
from normalize.grid import GridRow, HeaderText, Sheet
from normalize.model import Condition, Measure, Period, Report
from normalize.rows import normalize
from normalize.sheets import _same_words


def _read(press: Any, report: Any, *, grouped: bool = True) -> Report:
    return normalize(press.reading(report, grouped=grouped))


_FIGURE_NAMES = {f"{measure}_{period}" for measure in Measure for period in Period}


def _fields(report: Report) -> set[str]:
    return {figure.field for figure in report.rows[0].figures if not figure.span}


def _rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def _add_column(report: Any, name: str, header: str, texts: list[str], at: int) -> None:
    report.order.insert(at, name)
    report.headers[name] = ("", header)
    for row, text in zip(report.rows, texts, strict=True):
        row[name] = text


def test_every_cell_finds_its_field(press: Any) -> None:
    report = press.report()
    read = _read(press, report)
    assert _rules(read) == []
    for row, printed in zip(read.rows, report.rows, strict=True):
        assert (row.responsible_unit, row.level, row.objective_code) == (
            printed["responsible_unit"], printed["level"], printed["code"])  # fmt: skip
        assert row.objective == printed["objective"].removeprefix(printed["code"]).strip()
        assert f"{row.indicator_code}: {row.indicator_name}" == printed["indicator"]
        assert (row.indicator_unit, row.frequency) == ("Porcentaje", "Trimestral")
        assert row.variable_unit == printed["unit"].rsplit(": ", 1)[1]
        assert row.justification == printed["justification"]
        table = [figure for figure in row.figures if figure.span is None]
        assert [figure.field for figure in table] == [name for name in report.order if name in _FIGURE_NAMES]
        assert [figure.as_read for figure in table] == [printed[figure.field] for figure in table]
        assert all(figure.condition == Condition.CLEAR for figure in table)


def test_narrative_figures_point_into_the_justification(press: Any) -> None:
    row = _read(press, press.report()).rows[0]
    told = [figure for figure in row.figures if figure.span]
    assert {figure.measure for figure in told} == {Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED}
    for figure in told:
        assert figure.span is not None
        assert row.justification[slice(*figure.span)] == figure.as_read
        assert figure.period == Period.Q1


def test_rows_count_over_several_tables_and_a_table_without_header(press: Any) -> None:
    report = press.report()
    first = press.print_table(press.invented(report.rows[:5], report.order, report.headers), grouped=True)
    bare = press.table_of([[row[column] for column in report.order] for row in report.rows[5:]], 0)
    read = normalize(press.reading_of([first, bare]))
    assert [row.number for row in read.rows] == list(range(1, 9))
    assert [row.objective_code for row in read.rows] == [row["code"] for row in report.rows]
    assert read.rows[6].figure(Measure.TARGET, Period.Q2).as_read == report.rows[6]["target_q2"]  # type: ignore[union-attr]


def test_a_page_with_a_wall_too_many_does_not_move_the_columns_of_the_others(press: Any) -> None:
    report = press.report(count=12, quarter=3)
    first, last = (press.invented(rows, report.order, report.headers) for rows in (report.rows[:9], report.rows[9:]))
    at, figures = report.order.index("target_q1"), report.order[:-2]
    last.order = [*figures[:at], "nothing", *figures[at:], "justification"]
    last.headers = report.headers | {"nothing": ("", "")}
    tables = [press.print_table(part, grouped=True) for part in (first, last)]
    assert tables[0].columns == tables[1].columns
    read = normalize(press.reading_of(tables, ["AVANCE DEL TERCER TRIMESTRE 2026"]))
    for row, printed in zip(read.rows, report.rows, strict=True):
        assert {figure.as_read for figure in row.figures} <= {*printed.values(), ""}
        for measure, period in (name.rsplit("_", 1) for name in figures[at:]):
            figure = row.figure(Measure(measure), Period(period))
            assert figure is not None
            assert figure.as_read == printed[f"{measure}_{period}"]


def test_a_column_nobody_claims_is_a_finding_with_its_examples(press: Any) -> None:
    report = press.report()
    _add_column(report, "town", "LOCALIDAD", ["Ojo de Agua", "El Salto"] * 4, 2)
    _add_column(report, "base", "CIFRA DE CONTROL", [str(n * 37) for n in range(8)], 9)
    _add_column(report, "means", "MEDIOS DE VERIFICACIÓN", ["Listas de asistencia y minutas"] * 8, 5)
    read = _read(press, report)
    unclaimed = [finding for finding in read.findings if finding.rule == "column-unclaimed"]
    assert [finding.as_read for finding in unclaimed] == ["LOCALIDAD", "CIFRA DE CONTROL"]
    assert unclaimed[0].alternatives == ("Ojo de Agua", "El Salto")
    known = [finding.as_read for finding in read.findings if finding.rule == "column-without-place"]
    assert known == ["MEDIOS DE VERIFICACIÓN"]
    for row, printed in zip(read.rows, report.rows, strict=True):
        figures = [figure for figure in row.figures if not figure.span]
        assert [figure.as_read for figure in figures] == [printed[figure.field] for figure in figures]


def test_section_and_total_rows_are_told_and_not_counted(press: Any) -> None:
    report = press.report()
    blank = dict.fromkeys(report.order, "")
    total = blank | {"responsible_unit": "TOTAL", "target_annual": "4,000", "target_q1": "1,000"}
    report.rows[3:3] = [blank | {"responsible_unit": "PROGRAMA DE OBRA PÚBLICA"}]
    report.rows.append(total)
    read = _read(press, report)
    assert len(read.rows) == 8
    told = [finding.as_read for finding in read.findings if finding.rule == "row-without-indicator"]
    assert told == ["PROGRAMA DE OBRA PÚBLICA", "TOTAL | 4,000 | 1,000"]


def test_a_header_printed_again_between_the_rows_is_no_row(press: Any) -> None:
    report = press.report()
    table = press.print_table(report, grouped=False)
    heads = [" ".join(filter(None, report.headers[column])) for column in report.order]
    body = [[row[column] for column in report.order] for row in report.rows]
    again = press.table_of([heads, *body[:4], heads, *body[4:]], table.header_rows)
    read = normalize(press.reading_of([again]))
    assert [row.objective_code for row in read.rows] == [row["code"] for row in report.rows]
    assert "row-without-indicator" not in _rules(read)


def test_a_count_of_header_rows_that_is_wrong_loses_nothing(press: Any) -> None:
    table = press.print_table(press.report(), grouped=True)
    for wrong in (0, 1, 3):
        assert len(normalize(press.reading_of([replace(table, header_rows=wrong)])).rows) == 8


def test_a_cell_merged_over_rows_holds_for_each(press: Any) -> None:
    report = press.report()
    report.order.remove("responsible_unit")
    heads = [" ".join(filter(None, report.headers[column])) for column in report.order]
    body = [[row[column] for column in report.order] for row in report.rows]
    units = ["UNIDAD RESPONSABLE", "Dirección de Obras", "", "", "", "Secretaría de Cultura", "", "", ""]
    grid = [[unit, *line] for unit, line in zip(units, [heads, *body], strict=True)]
    read = normalize(press.reading_of([press.table_of(grid, 1, {(1, 0): (4, 1), (5, 0): (4, 1)})]))
    assert [row.responsible_unit for row in read.rows] == [units[1]] * 4 + [units[5]] * 4


def test_codes_and_units_in_columns_of_their_own(press: Any) -> None:
    report = press.report()
    names = [row["indicator"].split(": ") for row in report.rows]
    _add_column(report, "code_own", "CLAVE", [row["code"] for row in report.rows], 0)
    _add_column(report, "acronym", "CLAVE DEL INDICADOR", [code for code, _ in names], 4)
    _add_column(report, "variables", "UNIDAD DE MEDIDA DE LAS VARIABLES", ["Obras"] * 8, 7)
    report.headers["unit"] = ("", "UNIDAD DE MEDIDA DEL INDICADOR")
    for row, (_, name) in zip(report.rows, names, strict=True):
        row["objective"] = row["objective"].removeprefix(row["code"]).strip()
        row["indicator"], row["unit"] = name, "Porcentaje"
    read = _read(press, report)
    assert [row.objective_code for row in read.rows] == [row["code"] for row in report.rows]
    assert [row.objective for row in read.rows] == [row["objective"] for row in report.rows]
    assert [(row.indicator_code, row.indicator_name) for row in read.rows] == [tuple(name) for name in names]
    assert {(row.indicator_unit, row.variable_unit) for row in read.rows} == {("Porcentaje", "Obras")}


@pytest.mark.parametrize(
    ("printed", "condition", "rule"),
    [
        ("", Condition.BLANK, "figure-blank"),
        ("N/A", Condition.DASH, ""),
        ("—", Condition.DASH, ""),
        ("#¡DIV/0!", Condition.SPREADSHEET_ERROR, "spreadsheet-error"),
        ("####", Condition.SPREADSHEET_ERROR, "spreadsheet-error"),
        ("12\n13", Condition.NOT_A_NUMBER, "figure-not-a-number"),
        ("1,23,4", Condition.NOT_A_NUMBER, "figure-not-a-number"),
    ],
)
def test_what_stands_in_place_of_a_figure(press: Any, printed: str, condition: Condition, rule: str) -> None:
    report = press.report()
    report.rows[5]["achieved_q1"] = printed
    read = _read(press, report)
    figure = read.rows[5].figure(Measure.ACHIEVED, Period.Q1)
    assert figure is not None
    assert (figure.condition, figure.printed, figure.as_read) == (condition, None, " ".join(printed.split()))
    found = [finding for finding in read.findings if finding.row == 6]
    assert [finding.rule for finding in found] == ([rule] if rule else [])
    assert all(finding.field == "achieved_q1" for finding in found)


def test_a_number_cut_by_a_line_break_is_joined_and_noted(press: Any) -> None:
    report = press.report()
    report.rows[2]["target_annual"] = "19,9\n76"
    read = _read(press, report)
    assert str(read.rows[2].figure(Measure.TARGET, Period.ANNUAL).printed) == "19976"  # type: ignore[union-attr]
    assert [(r.rule, r.before, r.after) for r in read.repairs] == [(BROKEN_NUMBER, "19,9\n76", "19,976")]


def test_a_hyphen_at_a_line_end_goes_only_for_a_known_word(press: Any) -> None:
    report = press.report()
    report.rows[0]["objective"] = f"{report.rows[0]['code']} Realiza-\nción de la co-\ncreación y/\no mejora"
    read = _read(press, report)
    assert read.rows[0].objective == "Realización de la co-creación y/o mejora"
    assert [(r.rule, r.field, r.after) for r in read.repairs] == [(BROKEN_WORD, "objective", "Realización")]


def test_percentages_printed_as_fractions_stay_and_are_told(press: Any) -> None:
    report = press.report()
    for row in report.rows:
        row["cumulative_q1"] = f"{float(row['cumulative_q1'][:-1]) / 100:.4f}"
    read = _read(press, report)
    assert [(f.rule, f.field) for f in read.findings] == [("percent-as-fraction", "cumulative_q1")]
    assert read.rows[0].figure(Measure.CUMULATIVE, Period.Q1).as_read == report.rows[0]["cumulative_q1"]  # type: ignore[union-attr]


def test_a_document_that_prints_commas_for_decimals(press: Any) -> None:
    report = press.report()
    for row in report.rows:
        for name in _FIGURE_NAMES & row.keys():
            row[name] = row[name].translate(str.maketrans(",.", ".,"))
    read = _read(press, report)
    assert read.number_format.name == "es-ES"
    assert "number-format-other" in _rules(read)
    printed = [figure.printed for row in read.rows for figure in row.figures]
    assert None not in printed


def test_an_unknown_level_is_told_and_a_wrong_letter_is_not(press: Any) -> None:
    report = press.report()
    report.rows[4]["level"], report.rows[5]["level"] = "Componerte", "Subcomponente X"
    read = _read(press, report)
    assert [(f.rule, f.row) for f in read.findings] == [("level-unknown", 6)]
    assert [read.rows[4].level, read.rows[4].level_rank, read.rows[5].level_rank] == ["Componerte", 2, None]


def test_parents_are_the_nearest_codes_of_the_document(press: Any) -> None:
    read = _read(press, press.report())
    codes = {row.objective_code for row in read.rows}
    assert read.rows[0].parent_code == ""
    for row in read.rows[1:]:
        assert row.objective_code.startswith(row.parent_code)
        assert row.parent_code in codes or row.parent_code == row.objective_code.rsplit(".", 1)[0]


def test_columns_of_figures_that_nothing_tells_apart_are_an_error(press: Any) -> None:
    report = press.report()
    for name in ("target_q2", "target_q3"):
        report.headers[name] = ("", "")
    read = _read(press, report)
    assert [f.severity for f in read.findings if f.rule == "columns-ambiguous"] == ["error"]
    for row in read.rows:
        unsure = {figure.field for figure in row.figures if figure.condition == Condition.UNSURE}
        assert unsure == {"target_q2", "target_q3"}


def test_columns_of_other_quarters_that_are_still_blank(press: Any) -> None:
    report = press.report(quarter=4)
    for row in report.rows:
        for name in _FIGURE_NAMES & row.keys():
            if name[:6] != "target" and name[-2:] != "q1":
                row[name] = ""
    read = _read(press, report)
    assert _rules(read) == []
    conditions = {(f.measure, f.period): f.condition for f in read.rows[0].figures if not f.span}
    assert conditions[Measure.ACHIEVED, Period.Q1] == Condition.CLEAR
    assert conditions[Measure.ACHIEVED, Period.Q3] == Condition.BLANK


def test_only_the_reported_quarter_is_printed(press: Any) -> None:
    report = press.report(quarter=3)
    report.order = [name for name in report.order if name[-2:] not in {"q1", "q2"} or name[:6] == "target"]
    table = press.print_table(report, grouped=True)
    read = normalize(press.reading_of([table], ["AVANCE DEL TERCER TRIMESTRE 2026"]))
    assert _fields(read) == set(report.order) & _FIGURE_NAMES


def test_figures_without_a_quarter_are_of_the_quarter_reported(press: Any) -> None:
    report = press.report()
    for name in ("achieved_q1", "progress_q1", "cumulative_q1"):
        report.headers[name] = (report.headers[name][0], "")
    assert _fields(_read(press, report)) == set(report.order) & _FIGURE_NAMES


def test_another_table_is_left_alone_and_told(press: Any) -> None:
    budget = press.table_of([["CONCEPTO", "APROBADO", "EJERCIDO"], ["Sueldos", "1,000", "900"]])
    read = normalize(press.reading_of([press.print_table(press.report(), grouped=True), budget]))
    assert len(read.rows) == 8
    assert _rules(read) == ["table-not-of-form"]


def test_a_document_of_no_known_form_names_the_headers_it_has(press: Any) -> None:
    budget = press.table_of([["CONCEPTO", "APROBADO", "EJERCIDO"], ["Servicios personales", "1,000", "900"]])
    with pytest.raises(UnknownForm, match="CONCEPTO") as stopped:
        normalize(press.reading_of([budget]))
    assert "docs/forms.md" in str(stopped.value)
    assert stopped.value.file == "invented.pdf"


def test_the_same_reading_gives_the_same_report(press: Any) -> None:
    assert _read(press, press.report()) == _read(press, press.report())


@pytest.mark.parametrize("name", ["T1a", "T1b"])
def test_transcriptions_of_the_development_set(name: str) -> None:
    transcript = pytest.importorskip("extract.transcript")
    path = Path(__file__).parents[3] / "shared" / "devset" / "in" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the development set is not here")
    read = normalize(transcript.read_transcript(path, SourceFile.of(path)))
    assert read.rows
    assert all(finding.severity != "error" for finding in read.findings)


def test_headers_in_any_wording(press: Any) -> None:
    for seed in range(12):
        report = press.report(count=4)
        report.headers = press.word_headers(report.order, press.chance(seed))
        read = _read(press, report, grouped=bool(seed % 2))
        assert [f.as_read for f in read.rows[3].figures if not f.span] == [
            report.rows[3][name] for name in report.order if name in _FIGURE_NAMES
        ]


def test_figures_under_a_group_without_a_place_are_never_the_indicators(press: Any) -> None:
    report = press.report()
    for at, name in enumerate(("Aprobado", "Devengado", "Porcentaje de avance")):
        _add_column(report, name, "", [str(1000 + 7 * n + at) for n in range(8)], 6 + at)
        report.headers[name] = ("PRESUPUESTO", name)
    read = _read(press, report)
    assert _rules(read) == ["column-without-place"] * 3
    for row, printed in zip(read.rows, report.rows, strict=True):
        figures = [figure for figure in row.figures if not figure.span]
        assert [figure.as_read for figure in figures] == [printed[figure.field] for figure in figures]


def test_columns_that_neither_header_nor_arithmetic_speaks_for_are_unsure(press: Any) -> None:
    report = press.report()
    gone = ("target_q", "progress", "cumulative")
    report.order = [name for name in report.order if not name.startswith(gone)]
    report.headers["target_annual"] = ("", "META")
    read = normalize(press.reading_of([press.print_table(report, grouped=False)]))
    assert "columns-ambiguous" in _rules(read)
    assert all(row.figures[0].condition == Condition.UNSURE for row in read.rows)


def test_a_total_in_the_column_of_levels_is_no_row(press: Any) -> None:
    report = press.report()
    total = {"level": "TOTAL", "target_annual": "4,000", "target_q1": "1,000"}
    report.rows.append(dict.fromkeys(report.order, "") | total)
    report.order.remove("level")
    report.order.insert(0, "level")
    assert len(_read(press, report).rows) == 8


def test_a_header_without_rows_is_no_table_that_people_sign(press: Any) -> None:
    report = press.report()
    heads = press.table_of([[" ".join(filter(None, report.headers[column])) for column in report.order]], 0)
    lines = ["AVANCE DEL PRIMER TRIMESTRE 2026", "Autorizó"]
    read = normalize(press.reading_of([press.print_table(report, grouped=False), heads], lines))
    assert len(read.rows) == 8
    assert read.signatories == ()
    assert "table-not-of-form" not in {finding.rule for finding in read.findings}


def test_a_table_as_wide_as_the_report_is_not_left_out_in_silence(press: Any) -> None:
    report = press.report()
    table = press.print_table(report, grouped=False)
    width = len(report.order)
    strange = [f"Concepto de gasto número {n}" for n in range(width)]
    costs = [["Nómina del personal eventual", *["1,200"] * (width - 1)]] * 3
    read = normalize(press.reading_of([table, press.table_of([strange, *costs])]))
    assert len(read.rows) == 8
    assert ("table-left-out", "error") in {(finding.rule, finding.severity) for finding in read.findings}


def _as_scanned(reading: Reading, **changes: object) -> Reading:
    """The reading as a recogniser would give it, the cells of row 3 changed."""
    tables = tuple(
        replace(table, cells=tuple(
            replace(cell, recognizer="tesseract", **(changes if cell.row == 3 and cell.text else {}))  # type: ignore[arg-type]
            for cell in table.cells
        ))
        for table in reading.tables
    )  # fmt: skip
    pages = tuple(replace(page, kind=PageKind.SCANNED) for page in reading.pages)
    return replace(reading, tables=tables, pages=pages)


def test_strokes_over_a_row_are_told_once_and_readings_in_doubt_once_a_page(press: Any) -> None:
    reading = press.reading(press.report())
    crossed = normalize(_as_scanned(reading, legibility=Legibility.OBSCURED))
    assert [(f.rule, f.row, f.severity) for f in crossed.findings] == [("cell-obscured", 2, Severity.INFO)]
    count = sum(bool(cell.text) for cell in reading.tables[0].cells if cell.row == 3)
    assert crossed.findings[0].message == f"Un trazo o un sello cruza {count} celdas de la fila 2."
    unsure = normalize(_as_scanned(reading, confidence=0.3))
    assert [(f.rule, f.page, f.row) for f in unsure.findings] == [("text-unsure", 1, None)]
    table = [figure for figure in unsure.rows[1].figures if figure.span is None]
    assert {(figure.condition, figure.confidence) for figure in table} == {(Condition.UNSURE, 0.3)}
    assert all(figure.printed is not None for figure in table)


def test_a_title_block_taken_for_a_table_still_gives_the_facts(press: Any) -> None:
    reading = _as_scanned(press.reading(press.report()))
    titles = press.table_of([["", "EJE 3. CIUDAD LIMPIA"], ["", "E-PP 3.1 CALLES"], ["x", "5\nSECRETARÍA DE OBRAS"]])
    cells = tuple(
        replace(cell, places=(Place(1, (400.0, 5.0 + 9 * cell.row, 600.0, 13.0 + 9 * cell.row)),))
        for cell in titles.cells
    )
    facts = normalize(replace(reading, tables=(replace(titles, cells=cells), *reading.tables))).facts
    assert (facts.axis, facts.programme, facts.dependency) == (
        "EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES", "SECRETARÍA DE OBRAS")  # fmt: skip


def test_scribble_as_wide_as_the_table_is_no_lost_table(press: Any) -> None:
    report = press.report()
    reading = press.reading(report)
    rest = [""] * (reading.tables[0].columns - 3)
    scribble = press.table_of([["SECRETARÍA MUNICIPAL DE OBRAS", "1", "7", *rest], ["1", "", "", *rest]])
    for confidence, rule in ((1.0, "table-left-out"), (0.3, "table-not-of-form")):
        doubted = tuple(replace(cell, confidence=confidence) for cell in scribble.cells)
        tables = (*reading.tables, replace(scribble, cells=doubted))
        assert rule in _rules(normalize(replace(reading, tables=tables)))


def test_roman_numbers_that_lost_a_stroke_leave_no_doubt(press: Any) -> None:
    report = press.report()
    for number, leaf in enumerate(("I TRIM", "TRIM", "ITRIM", "IV TRIM"), 1):
        report.headers[f"target_q{number}"] = ("META PROGRAMADA", leaf)
    read = normalize(_as_scanned(press.reading(report)))
    assert "columns-ambiguous" not in _rules(read)
    for row, printed in zip(read.rows, report.rows, strict=True):
        assert [f.as_read for f in row.figures[1:5]] == [printed[f"target_q{n}"] for n in (1, 2, 3, 4)]


def test_a_header_printed_again_is_no_row_though_it_was_misread(press: Any) -> None:
    report = press.report()
    again = {column: "".join(report.headers[column]).replace("I", "l").replace("O", "0") for column in report.order}
    garbled = {**again, "target_q3": "111", "level": "Nive1"}
    report.rows.insert(4, garbled)
    read = normalize(_as_scanned(press.reading(report, grouped=False)))
    assert len(read.rows) == len(report.rows) - 1
    assert "row-without-indicator" not in _rules(read)


def test_rows_under_a_header_that_came_out_as_a_table_join_those_before(press: Any) -> None:
    report = press.report()
    table = press.print_table(report, grouped=True)
    below = press.table_of([[row.get(column, "") for column in report.order] for row in report.rows], 0)
    rest = press.table_of([["-", "1", "2", "3"], ["ANUAL", "", "", ""]], 0)
    read = normalize(press.reading_of([table, rest, below], ["AVANCE DEL PRIMER TRIMESTRE 2026"]))
    assert len(read.rows) == 2 * len(report.rows)
    assert "table-left-out" not in _rules(read)



def test_a_blurred_header_on_another_page_is_known_by_its_words(press: Any) -> None:
    table = press.reading(press.report()).tables[0]
    seen = [replace(cell, recognizer="tesseract") for cell in table.cells]
    printed = ("UNIDAD DE MEDIDA", "META PROGRAMADA 2027 TRIMESTRE 1", "PORCENTAJE DE AVANCE", "JUSTIFICACIÓN")
    blurred = ("VNIDAD DE", "MEDIDA DE1", "META PR0GRAMADA", "TRIMESTRE", "PORCENTA JE DE AVANCE", "JUSTIFICACIÓN")
    strange = ("NÓMINA", "SUELDO ORDINARIO", "COMPENSACIÓN", "IMPUESTO")

    def sheet(headers: Sequence[str], recognizer: str) -> Sheet:
        cells = tuple(replace(cell, recognizer=recognizer) for cell in seen[:3])
        return Sheet(len(headers), (tuple((HeaderText(text),) for text in headers),), (GridRow(cells, 0),))

    one = sheet(printed, "tesseract")
    assert _same_words(one, sheet(blurred, "tesseract"))
    assert not _same_words(one, sheet(strange, "tesseract"))
    # What a digital page prints is another header when it says other words.
    assert not _same_words(one, sheet(blurred, "pdf"))
