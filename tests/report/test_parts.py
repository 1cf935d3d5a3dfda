"""What the pages are made of: sides, entries, progress, the ledger, drawings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cuadre.report import advance
from cuadre.report.advance import Point, by_level, by_unit, courses_of_plan, points, quarter_shown, spread
from cuadre.report.charts import Bar, Charts
from cuadre.report.discords import discords
from cuadre.report.figure_map import figure_map
from cuadre.report.phrases import phrases_in
from cuadre.report.repairs import differing, ledger
from cuadre.report.sides import Side, Sides
from cuadre.report.source import Figure, Package, Part
from cuadre.report.view import Counts
from reconcile.model import Status

ES = phrases_in("es")


def figure(row: int = 1, measure: str = "progress", status: Status = Status.OK, **more: Any) -> Figure:
    values = {"as_read": "50%", "value": Decimal(50), "computed": "", "confidence": 1.0, "box": None} | more
    return Figure(page=1, row=row, measure=measure, period="q1", status=status, **values)


def finding(**more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("as_read", "computed", "proposed", "field"), "")
    said = {"rule": "progress-not-ratio", "class": "arithmetic", "severity": "warning", "message": "No cuadra."}
    return {**empty, **said, "page": 1, "row": 1, "field": "progress_q1", **more}


def part(*figures: Figure, kind: str = "scanned", findings: tuple[dict[str, Any], ...] = (), **lines: Any) -> Part:
    document = {"document_id": "0" * 16, "kind": kind, "locale": "es-MX", "quarter": 1}
    return Part(document, lines.get("rows", {}), figures, findings, lines.get("repairs", ()), ())


@pytest.mark.parametrize(("status", "side"), [
    (Status.INCONSISTENT, Side.ISSUER), (Status.OK, Side.ISSUER), (Status.PROPOSED, Side.DOUBT),
    (Status.UNDETERMINED, Side.DOUBT), (Status.ILLEGIBLE, Side.DOUBT),
])  # fmt: skip
def test_the_verdict_on_the_figure_says_whose_it_is(status: Status, side: Side) -> None:
    assert Sides(part(figure(status=status))).side(finding()) is side


def test_what_arithmetic_finds_on_a_digital_page_is_the_issuers() -> None:
    sides = Sides(part(figure(status=Status.UNDETERMINED), kind="digital"))
    assert sides.side(finding()) is Side.ISSUER
    assert sides.side(finding(**{"class": "reading"})) is Side.DOUBT


def test_without_a_figure_the_kind_of_paper_decides() -> None:
    gap = finding(rule="code-gap", field="objective_code", **{"class": "structure"})
    assert Sides(part(kind="digital")).side(gap) is Side.ISSUER
    assert Sides(part(kind="scanned")).side(gap) is Side.DOUBT
    signed = finding(rule="signature-altered", row=None, field="", **{"class": "structure"})
    assert Sides(part()).side(signed) is Side.SIGNATURE


def test_a_restated_figure_is_told_from_the_others_of_its_text() -> None:
    wrong = figure(measure="narrative_target", status=Status.INCONSISTENT, as_read="12")
    unsure = figure(measure="narrative_progress", status=Status.ILLEGIBLE, as_read="7%")
    sides = Sides(part(wrong, unsure))
    assert sides.figure(finding(field="justification", as_read="12")) is wrong
    assert sides.figure(finding(field="justification", as_read="")) is unsure


def test_one_sentence_about_several_rows_is_one_entry() -> None:
    told = [finding(row=row, rule="unit-name-unsure", field="responsible_unit", **{"class": "reading"})
            for row in (1, 2, 3)]  # fmt: skip
    (entry,) = discords(part(findings=tuple(told)), ES)
    assert [spot.row for spot in entry.spots] == [1, 2, 3]


def test_figures_that_no_finding_names_are_told_too() -> None:
    silent = part(figure(1, status=Status.UNDETERMINED), figure(2, status=Status.INCONSISTENT), figure(3))
    doubt, wrong = discords(silent, ES)
    assert (doubt.side, doubt.others) == (Side.DOUBT, ("avance T1: 50%",))
    assert (wrong.side, wrong.printed) == (Side.ISSUER, "50%")


def test_silent_figures_of_a_row_join_its_entry() -> None:
    told = figure(status=Status.PROPOSED)
    other = figure(measure="target", status=Status.UNDETERMINED, as_read="9")
    (entry,) = discords(part(told, other, findings=(finding(computed="40", proposed="40%"),)), ES)
    assert (entry.printed, entry.computed, entry.proposed) == ("50%", "40%", "40%")
    assert entry.others == ("meta T1: 9",)


def test_doubt_between_printed_figures_is_not_about_reading() -> None:
    (entry,) = discords(part(figure(status=Status.UNDETERMINED), kind="digital"), ES)
    assert entry.side is Side.ISSUER
    assert "no se sabe cuál está mal" in entry.says


def test_values_are_shown_as_the_document_prints() -> None:
    spanish = part(figure(as_read="50,0%", status=Status.INCONSISTENT), findings=(finding(computed="40.50"),))
    document = {**spanish.document, "locale": "es-ES"}
    (entry,) = discords(Part(document, {}, spanish.figures, spanish.findings, (), ()), ES)
    assert entry.computed == "40,50%"


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert Counts(10_000, 9_999, 1, 0).share == "99.9"
    assert Counts(4, 4, 0, 0).share == "100"


def point(percent: float | str, unit: str = "", level: str = "", depth: int = 0, *, sure: bool = True) -> Point:
    return Point(unit, level, depth, Decimal(percent), sure)


def row(percent: str | None, unit: str = "U", level: str = "Fin", code: str = "1") -> dict[str, Any]:
    value = None if percent is None else Decimal(percent)
    quarters = dict.fromkeys(("progress_q2", "progress_q3", "progress_q4"))
    return {"unit_canonical": unit, "responsible_unit": unit, "level": level, "objective_code": code,
            "progress_q1": value, **quarters}  # fmt: skip


def test_progress_is_as_printed_and_unsure_figures_are_known() -> None:
    rows = {1: row("50"), 2: row(None), 3: row("120")}
    found = points(part(figure(3, status=Status.UNDETERMINED), rows=rows), 1)
    assert [(point.percent, point.sure) for point in found] == [(50, True), (120, False)]


def test_fractions_count_as_percentages() -> None:
    told = finding(rule="percent-as-fraction", severity="info", **{"class": "reading"})
    found = points(part(findings=(told,), rows={1: row("0.85")}), 1)
    assert found[0].percent == 85


def test_the_quarter_of_the_document_or_the_last_that_it_reports() -> None:
    assert quarter_shown(part(rows={1: row("50")})) == 1
    assert quarter_shown(part(rows={1: {**row(None), "progress_q3": Decimal(1)}})) == 3
    assert quarter_shown(part(rows={1: row(None)})) is None


def test_units_that_lag_come_first_and_levels_run_down_the_tree() -> None:
    found = [point(100, "A", "Actividad", 6), point(10, "B", "Fin", 1)]
    assert [group.label for group in by_unit(found)] == ["B", "A"]
    assert [group.label for group in by_level(found)] == ["Fin", "Actividad"]


def test_every_indicator_is_in_one_stretch() -> None:
    values = ("-5", "0", "0.1", "25", "99.99", "100", "100.01", "200", "201", "9999")
    found = [point(value) for value in values]
    assert sum(one.count for one in spread(found)) == len(values)


def test_a_plan_needs_two_quarters_to_have_a_course() -> None:
    once, twice = row("100"), {**row("100"), "progress_q2": Decimal(50)}
    assert courses_of_plan([once]) == ()
    (course,) = courses_of_plan([once, twice])
    assert course.shares == ((1, 2, 2), (2, 0, 1))


def test_charts_hold_a_title_and_the_data() -> None:
    charts = Charts(ES)
    found = [point(value, "Única & sola", sure=value != 300) for value in (-3, 100, 100, 300)]
    chart = charts.strips(by_unit(found), "Avance <b>", "Dice")
    assert "<title" in chart.wide
    assert "Avance &lt;b&gt;" in chart.wide
    assert "Única &amp; sola" in chart.narrow
    assert chart.rows == (("Única & sola", "4", "3", "-3.0 %", "100.0 %", "300.0 %"),)


def test_many_groups_are_cut_and_the_rest_is_in_the_table() -> None:
    found = [point(100, f"Unidad {number}") for number in range(40)]
    chart = Charts(ES).strips(by_unit(found), "t", "s")
    assert "Otras 16" in chart.says
    assert len(chart.rows) == 40


def test_a_drawing_has_no_clock_and_no_family_of_letters() -> None:
    chart = Charts(ES).bars([Bar("uno", 1, "1"), Bar("dos", 0, "0")], "t", "s", ("a", "b"))
    for word in ("metadata", "DejaVu", "dc:date", "Matplotlib", "<style"):
        assert word not in chart.wide
    assert chart.wide.count("<svg") == 1


def test_a_document_too_long_to_be_mapped_has_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [figure(status=status) for status in Status]
    chart = figure_map(Charts(ES), figures)
    assert chart is not None
    assert chart.rows == (("1", *["1"] * len(Status)),)
    monkeypatch.setattr("cuadre.report.figure_map.MOST_FIGURES", 3)
    assert figure_map(Charts(ES), figures) is None
    assert figure_map(Charts(ES), [figure(measure="narrative_target")]) is None


def repair(**more: Any) -> dict[str, Any]:
    return {"rule": "code-tree", "state": "applied", "decided_by": "rule", "before": "4.1", "after": "4.1.1",
            "page": 1, "row": 1, "field": "objective_code", **more}  # fmt: skip


def test_the_ledger_tells_rules_from_persons_and_proposals() -> None:
    lines = (
        repair(), repair(before="4.2", after="4.2.1"),
        repair(rule="figure-misread", field="progress_q1", before="5%", after="6%"),
        repair(rule="figure-misread", state="proposed"), repair(rule="code-tree", state="reverted"),
        repair(rule="header-year", field="target_annual", row=None, before="META 2025", after="META 2026"),
        repair(rule="decided-value", decided_by="Ana", field="target_q1", before="1", after="7"),
    )  # fmt: skip
    summed = ledger(part(repairs=lines), ES)
    assert [(step.times, step.before) for step in summed.steps] == [(2, "4.1"), (1, "5%"), (1, "META 2025")]
    assert (summed.applied, summed.figures, summed.proposed) == (4, 1, 1)
    (one,) = summed.decided
    assert (one.who, one.field, one.what, one.after) == ("Ana", "meta T1", "dice otra cosa", "7")


def test_only_what_differs_is_shown() -> None:
    assert differing("", "nuevo") == ("", "nuevo")
    before, after = differing("a b c " + "x" * 200, "a b d " + "x" * 200)
    assert max(len(before), len(after)) < 80
    assert (before[:5], after[:5]) == ("a b c", "a b d")


def test_the_counts_of_a_package_are_those_of_its_parts(several: Path) -> None:
    package = Package(several)
    counts = package.counts()
    for document in package.documents:
        own = package.part(document)
        assert counts[document["document_id"]] == own.counts()
        assert sum(own.counts().values()) == document["figures"]
        assert len(own.rows) == document["rows"]
    assert advance.courses_of_plan(package.evolution)
