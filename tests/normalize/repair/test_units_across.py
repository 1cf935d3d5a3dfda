from __future__ import annotations

from dataclasses import replace
from typing import Any

from cuadre.evidence import Place, SourceFile
from normalize.model import Facts, Report, Row, TextReading
from normalize.repair.model import UnitDecision, reverted
from normalize.repair.units_across import across

RIGHT, WRONG = "Organismo Operador de Agua", "Organismo Opcrador de Agua"


def report_of(number: int, names: list[str], recognizer: str) -> Report:
    rows = tuple(
        Row(
            number=at, place=Place(1), responsible_unit=name, unit_canonical=name, level="", level_rank=None,
            objective_code="", parent_code="", objective="", indicator_code="", indicator_name="", frequency="",
            indicator_unit="", variable_unit="", justification="", figures=(),
            readings=(TextReading("responsible_unit", Place(1), name, 0.9, recognizer),),
        )
        for at, name in enumerate(names, 1)
    )  # fmt: skip
    source = SourceFile(f"{number}.pdf", f"{number:064d}", 1)
    return Report(source=source, kind="digital", pages=1, form="", facts=Facts(), rows=rows)


def names_of(report: Report) -> list[str]:
    return [row.responsible_unit for row in report.rows]


def canonical_of(report: Report) -> list[str]:
    return [row.unit_canonical for row in report.rows]


def test_a_digital_document_is_a_certain_witness_for_a_scanned_one() -> None:
    scan = report_of(1, [WRONG, WRONG, "Archivo"], "tesseract")
    mended, digital = across([scan, report_of(2, [RIGHT], "pdf")])
    assert names_of(mended) == [RIGHT, RIGHT, "Archivo"]
    assert [(one.rule, one.row, one.witnesses) for one in mended.repairs] == [
        ("unit-across", row, ("paquete: «Organismo Operador de Agua» 1 renglones, 1 documentos",)) for row in (1, 2)
    ]
    assert [row.responsible_unit for row in reverted(mended.rows, mended.repairs)] == names_of(scan)
    assert canonical_of(digital) == [RIGHT]


def test_a_digital_document_is_never_repaired() -> None:
    slip, right = across([report_of(1, [WRONG], "pdf"), report_of(2, [RIGHT] * 9, "pdf")])
    assert (names_of(slip), slip.repairs) == ([WRONG], ())
    assert [finding.rule for finding in slip.findings] == ["unit-name-unsure"]
    assert canonical_of(slip) == canonical_of(right)[:1] == [RIGHT]


def test_few_rows_of_a_transcription_are_no_witness() -> None:
    one, two = across([report_of(1, [WRONG], "transcript"), report_of(2, [RIGHT], "transcript")])
    assert (names_of(one), one.repairs, two.repairs) == ([WRONG], (), ())
    assert canonical_of(one) == [RIGHT]


def test_an_accent_may_be_missing_on_paper_and_is_only_grouped() -> None:
    names, digital = ["Coordinacion de Becas"], report_of(3, ["Coordinación de Becas"], "pdf")
    text, scan, _ = across([report_of(1, names, "transcript"), report_of(2, names, "tesseract"), digital])
    assert names_of(text) == names_of(scan) == names
    assert canonical_of(text) == canonical_of(scan) == ["Coordinación de Becas"]


def test_names_that_differ_by_a_word_stay_apart() -> None:
    names = ["Coordinación de Salud Física", "Coordinación de Salud Mental"]
    one, two = across([report_of(1, names[:1], "tesseract"), report_of(2, names[1:] * 9, "pdf")])
    assert (names_of(one), canonical_of(one)) == (names[:1], names[:1])
    assert canonical_of(two) == names[1:] * 9


def test_what_a_person_kept_apart_stays_so() -> None:
    reports = [report_of(1, [WRONG], "transcript"), report_of(2, [RIGHT] * 9, "pdf")]
    one, _ = across(reports, [UnitDecision(WRONG, WRONG)])
    assert (names_of(one), canonical_of(one)) == ([WRONG], [WRONG])


def test_one_document_has_nobody_to_ask() -> None:
    alone = report_of(1, [WRONG, RIGHT], "transcript")
    assert across([alone]) == (alone,)


def test_it_settles_in_one_go_and_in_any_order() -> None:
    reports = [report_of(1, [WRONG, "Archivo"], "transcript"), report_of(2, [RIGHT] * 9, "pdf")]
    done = across(reports)
    assert across(done) == done
    assert across(reports[::-1]) == done[::-1]


def test_effort_grows_with_the_rows(effort: Any) -> None:
    def needed(documents: int) -> int:
        reports = [
            report_of(number, [f"Unidad de Zona {number} {at}" for at in range(20)], "pdf")
            for number in range(documents)
        ]  # fmt: skip
        return int(effort(lambda: across(reports)))

    needed(160)
    assert needed(160) < 8 * 4 * needed(20), "eight times the rows: far less than their pairs"


def test_a_mended_row_keeps_all_else() -> None:
    scan = report_of(1, [WRONG], "tesseract")
    (mended, _) = across([scan, report_of(2, [RIGHT], "pdf")])
    assert replace(mended.rows[0], responsible_unit=WRONG, unit_canonical=WRONG) == scan.rows[0]
