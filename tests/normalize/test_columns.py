"""Columns find their role in any order, under any wording, with damaged or slipped headers."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from normalize.form import builtin_forms
from normalize.headers import HeaderWords
from normalize.model import Condition, Measure, Period, Report
from normalize.profiles import _codes
from normalize.rows import normalize

_QUARTERS = ("PRIMER", "SEGUNDO", "TERCER", "CUARTO")


def _check(read: Report, report: Any, columns: list[str]) -> None:
    """Every figure is in its column and every text in its field."""
    assert len(read.rows) == len(report.rows)
    for row, printed in zip(read.rows, report.rows, strict=True):
        for name in columns:
            measure, period = name.rsplit("_", 1)
            figure = row.figure(Measure(measure), Period(period))
            assert figure is not None, name
            assert figure.as_read == printed[name], name
        assert row.responsible_unit == printed["responsible_unit"]
        assert (row.level, row.objective_code) == (printed["level"], printed["code"])
        assert row.frequency == printed["frequency"]
        assert row.justification == printed["justification"]
        assert f"{row.indicator_code}: {row.indicator_name}" == printed["indicator"]


def _title(quarter: int) -> list[str]:
    return [f"AVANCE DE METAS, {_QUARTERS[quarter - 1]} TRIMESTRE 2026"]


@pytest.mark.parametrize("seed", range(80))
def test_columns_in_any_order_under_one_header_row(press: Any, seed: int) -> None:
    chance = press.chance(seed)
    quarter = chance.randint(1, 4)
    figures = press.figure_columns(quarter)
    order = [*press.text_columns, *figures, "justification"]
    chance.shuffle(order)
    report = press.invented(press.invent_rows(chance, 4, quarter), order, press.word_headers(order, chance))
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(quarter)))
    _check(read, report, figures)


@pytest.mark.parametrize("seed", range(60))
def test_groups_in_any_order_under_merged_headers(press: Any, seed: int) -> None:
    chance = press.chance(1000 + seed)
    quarter = chance.randint(1, 4)
    figures = press.figure_columns(quarter)
    groups = [[name for name in figures if name.startswith(str(measure))] for measure in list(Measure)[:4]]
    blocks = [[name] for name in (*press.text_columns, "justification")] + groups
    chance.shuffle(blocks)
    order = [name for block in blocks for name in block]
    report = press.invented(press.invent_rows(chance, 4, quarter), order, press.word_headers(order, chance))
    _check(normalize(press.reading_of([press.print_table(report, grouped=True)])), report, figures)


@pytest.mark.parametrize("seed", range(20))
def test_quarters_as_groups(press: Any, seed: int) -> None:
    chance = press.chance(2000 + seed)
    figures = press.figure_columns(3)
    by_quarter = sorted(figures[1:], key=lambda name: name[-1])
    order = [*press.text_columns, figures[0], *by_quarter, "justification"]
    turned = {name: (leaf, group) if group else (group, leaf)
              for name, (group, leaf) in press.word_headers(order, chance).items()}  # fmt: skip
    report = press.invented(press.invent_rows(chance, 4, 3), order, turned)
    _check(normalize(press.reading_of([press.print_table(report, grouped=True)])), report, figures)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_headers_are_right_or_told(press: Any, seed: int) -> None:
    chance = press.chance(3000 + seed)
    figures = press.figure_columns(1)
    order = [*press.text_columns, *figures, "justification"]
    chance.shuffle(order)
    report = press.invented(press.invent_rows(chance, 6, 1), order, press.word_headers(order, chance))
    report.headers = {name: (_damage(group, chance), _damage(leaf, chance))
                      for name, (group, leaf) in report.headers.items()}  # fmt: skip
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(1)))
    if "columns-ambiguous" not in {finding.rule for finding in read.findings}:
        _check(read, report, figures)


def _damage(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("AEIONRS") if c.isalpha() and chance.random() < 0.04 else c for c in text)


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_group_headers_that_slipped_are_overruled_by_the_arithmetic(press: Any, shift: int) -> None:
    report = press.report()
    figures = press.figure_columns(1)
    groups = [report.headers[name][0] for name in figures]
    slipped = [groups[min(max(n - shift, 0), len(groups) - 1)] for n in range(len(groups))]
    for name, group in zip(figures, slipped, strict=True):
        report.headers[name] = (group, report.headers[name][1])
    _check(normalize(press.reading(report)), report, figures)


@pytest.mark.parametrize("has_cumulative", [True, False])
def test_roman_numbers_that_lost_their_strokes(press: Any, has_cumulative: bool) -> None:
    """As recognisers read ``I TRIM, II TRIM, III TRIM`` in a small face; no one of them names each quarter."""
    report = press.report(quarter=3)
    if not has_cumulative:
        report.order = [name for name in report.order if not name.startswith("cumulative")]
    leaves = {
        "target": ("ITRIM", "TRIM", "11 TRIM", "IV TRIM"), "progress": ("ITRIM", "TRIM", "11 TRIM"),
        "achieved": ("ITRIM", "Il TRIM", "1 TRIM"), "cumulative": ("I TRIM", "1 TRIM", "HI TRIM"),
    }  # fmt: skip
    figures = [name for name in press.figure_columns(3) if name in report.order]
    for name in figures[1:]:
        measure, period = name.split("_q")
        report.headers[name] = (report.headers[name][0], leaves[measure][int(period) - 1])
    read = normalize(press.reading(report))
    _check(read, report, figures)
    assert "columns-ambiguous" not in {finding.rule for finding in read.findings}


def test_figures_that_tally_far_better_in_other_columns_are_told(press: Any) -> None:
    """Where headers and arithmetic are at odds, neither is believed."""
    report = press.report(count=12, quarter=3)
    one, other = "achieved_q1", "achieved_q3"
    report.headers[one], report.headers[other] = report.headers[other], report.headers[one]
    one, other = "progress_q1", "progress_q3"
    report.headers[one], report.headers[other] = report.headers[other], report.headers[one]
    read = normalize(press.reading_of([press.print_table(report, grouped=True)], _title(3)))
    assert "columns-ambiguous" in {finding.rule for finding in read.findings}
    unsure = {f.field for f in read.rows[0].figures if f.condition == "unsure"}
    assert unsure >= {"progress_q1", "progress_q3"}


def test_figures_without_any_header_are_told_apart_by_arithmetic_or_told(press: Any) -> None:
    report = press.report(count=12)
    figures = press.figure_columns(1)
    for name in figures[1:]:
        report.headers[name] = ("", "")
    read = normalize(press.reading(report))
    assert "columns-ambiguous" in {finding.rule for finding in read.findings}


def test_the_header_decides_where_the_figures_cannot(press: Any) -> None:
    report = press.report(count=3)
    figures = press.figure_columns(1)
    for row in report.rows:
        row.update(dict.fromkeys(figures, "0") | {"progress_q1": "0.00%", "cumulative_q1": "0.00%"})
    chance = press.chance(5)
    chance.shuffle(report.order)
    read = normalize(press.reading(report, grouped=False))
    assert not [finding for finding in read.findings if finding.severity == "error"]
    _check(read, report, figures)


@pytest.mark.parametrize(
    "headers",
    [
        ["META 2026", "ENE-MAR", "ABR-JUN", "JUL-SEP", "OCT-DIC", "LOGRO", "AVANCE %", "AVANCE ANUAL %"],
        ["META ANUAL", "PROG. T1", "PROG. T2", "PROG. T3", "PROG. T4", "ALC. T1", "% T1", "% ACUM. T1"],
        ["TOTAL", "I", "II", "III", "IV", "REALIZADO", "% CUMPLIMIENTO", "% ACUMULADO"],
        ["ANUAL", *(f"TRIMES\nTRE {n}" for n in range(1, 5)), "AVANCE", "% AVANCE", "ACUM."],
    ],
)
def test_short_headers_without_groups(press: Any, headers: list[str]) -> None:
    report = press.report()
    figures = press.figure_columns(1)
    report.headers |= {name: ("", header) for name, header in zip(figures, headers, strict=True)}
    read = normalize(press.reading(report, grouped=False))
    _check(read, report, figures)
    assert read.findings == ()


@pytest.mark.parametrize(
    "words",
    [
        ("EJECUTADO {r}", "% TRIMESTRAL 2026 {r}", "AVANCE ACUMULADO (%) 2026 {r}"),
        ("EJECUTADO\n{m}", "% TRIMESTRAL {m}", "% de avance anual {m}"),
    ],
)
def test_quarters_in_bare_numerals_and_months(press: Any, words: tuple[str, str, str]) -> None:
    report, figures = press.report(quarter=3), press.figure_columns(3)
    months = ("ENE-MAR", "ABR-JUN", "JUL-SEP", "OCT-DIC")
    for measure, word in zip(("achieved", "progress", "cumulative"), words, strict=True):
        for n, roman in enumerate(("I", "II", "III")):
            report.headers[f"{measure}_q{n + 1}"] = ("", word.format(r=roman, m=months[n]))
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(3)))
    _check(read, report, figures)
    assert read.findings == ()


def test_quarters_that_nothing_tells_apart_are_told(press: Any) -> None:
    report = press.report(count=12, quarter=3)
    report.order = [name for name in report.order if not name.startswith("cumulative")]
    for name in press.figure_columns(3):
        if name.endswith(("_q1", "_q2")):
            report.headers[name] = ("", press.word_headers([name])[name][0])
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(3)))
    assert "columns-ambiguous" in {finding.rule for finding in read.findings}
    unsure = {f.field for f in read.rows[0].figures if f.condition == "unsure"}
    assert unsure >= {"target_q1", "target_q2", "achieved_q1", "achieved_q2", "progress_q1", "progress_q2"}


def test_the_accumulated_share_of_the_year_is_of_the_quarter_reported(press: Any) -> None:
    report, figures = press.report(quarter=1), press.figure_columns(1)
    report.headers["cumulative_q1"] = ("", "% de avance anual")
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(1)))
    _check(read, report, figures)
    assert read.findings == ()


def test_a_column_without_data_is_no_warning(press: Any) -> None:
    report = press.report()
    report.order.append("remark")
    report.headers["remark"] = ("", "ANTECEDENTES")
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(1)))
    assert [(finding.rule, finding.severity) for finding in read.findings] == [("column-empty", "info")]


def test_no_figure_is_of_a_quarter_that_the_page_does_not_name(press: Any) -> None:
    report = press.report(count=12)
    for name in press.figure_columns(1):
        report.headers[name] = ("", press.word_headers([name])[name][0])
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], ["MATRIZ DE INDICADORES"]))
    assert "columns-ambiguous" in {finding.rule for finding in read.findings}
    sure = [f.field for row in read.rows for f in row.figures if f.condition == "clear" and not f.span]
    assert not [field for field in sure if field != "target_annual"]


def test_words_that_narrow_columns_cut(press: Any) -> None:
    report, figures = press.report(), press.figure_columns(1)
    cut = ("PRIME\nR TRIMES\nTRE", "SEGUN\nDO TRIMES\nTRE", "TERCE\nR TRIMES\nTRE", "CUART\nO TRIMES\nTRE")
    for name in figures[1:]:
        group, _ = report.headers[name]
        report.headers[name] = (group, cut[int(name[-1]) - 1])
    read = normalize(press.reading(report))
    _check(read, report, figures)
    assert read.findings == ()


def test_a_strange_column_is_not_of_a_quarter_yet_to_come(press: Any) -> None:
    report = press.report()
    for n, row in enumerate(report.rows):
        row["people"] = f"{37 * n + 11}"
    report.order.append("people")
    report.headers["people"] = ("", "RESULTADO LÍNEA BASE")
    read = normalize(press.reading_of([press.print_table(report, grouped=False)], _title(1)))
    assert not [f for row in read.rows for f in row.figures if f.as_read and f.field == "achieved_q4"]
    assert "column-unclaimed" in {finding.rule for finding in read.findings}


@pytest.mark.parametrize(("recognizer", "condition"), [("pp-ocr", Condition.ILLEGIBLE), ("pdf", Condition.BLANK)])
def test_beside_figures_of_no_column_a_blank_on_a_scan_is_not_believed(
    press: Any, recognizer: str, condition: Condition
) -> None:
    """The figure that is missing may be the one that no column claims."""
    report = press.report(count=8)
    for n, row in enumerate(report.rows):
        row["people"] = f"{37 * n + 11}"
    report.rows[2]["target_q3"] = ""
    report.order.append("people")
    report.headers["people"] = ("", "RESULTADO LÍNEA BASE")
    table = press.print_table(report, grouped=False)
    cells = tuple(replace(cell, recognizer=recognizer, confidence=0.99) for cell in table.cells)
    read = normalize(press.reading_of([replace(table, cells=cells)], _title(1)))
    figures = [row.figure(Measure.TARGET, Period.Q3) for row in read.rows]
    assert [figure.condition for figure in figures if figure][1:4] == [Condition.CLEAR, condition, Condition.CLEAR]


@pytest.mark.parametrize("text", ["1er. TRIM.", "ler. TRIM.", "Ier TRIMESTRE"])
def test_the_first_quarter_is_known_though_its_number_was_read_as_a_letter(text: str) -> None:
    assert HeaderWords(builtin_forms()[0]).split_period(text)[0] is Period.Q1


@pytest.mark.parametrize(("confidence", "claimed"), [(0.3, True), (0.9, False)])
def test_a_column_of_what_nobody_could_read_is_what_its_header_says(
    press: Any, confidence: float, claimed: bool
) -> None:
    chance = press.chance(7)
    order = [*press.text_columns, *press.figure_columns(1), "justification"]
    report = press.invented(press.invent_rows(chance, 6, 1), order, press.word_headers(order))
    for row, torn in zip(report.rows, ("HIS,", "XE%,", "Ma", "VI,", "A.", "$ TA"), strict=True):
        row["progress_q1"] = torn
    table = press.print_table(report, grouped=True)
    column = order.index("progress_q1")
    cells = tuple(
        replace(cell, confidence=confidence, recognizer="tesseract")
        if cell.column == column and cell.row >= table.header_rows else cell
        for cell in table.cells
    )  # fmt: skip
    read = normalize(press.reading_of([replace(table, cells=cells)], _title(1)))
    figures = [row.figure(Measure.PROGRESS, Period.Q1) for row in read.rows]
    assert [bool(figure and figure.as_read) for figure in figures] == [claimed] * len(report.rows)


def test_codes_that_lost_points_count_where_nobody_is_sure_and_another_is_whole() -> None:
    torn = ("3.2.1", "321.11", "3 112 1", "HIS,")
    assert _codes(torn, (True,) * 4) == 3
    assert _codes(torn, (False,) * 4) == 2
    assert _codes(("321.11", "24.5"), (True, True)) == 1
