from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place
from extract.model import Page, PageKind, TextLine
from normalize.facts import FactWords, read_facts
from normalize.model import Facts

WORDS = FactWords()
HEADER = ("META PROGRAMADA 2027", "TRIMESTRE 1", "TRIMESTRE 2", "JUSTIFICACIÓN TERCER TRIMESTRE 2027")


def page(number: int, *texts: str) -> Page:
    lines = tuple(TextLine(text, Place(number, line=n)) for n, text in enumerate(texts, 1))
    return Page(number, 0, 0, PageKind.TRANSCRIPT, lines)


def facts_of(*texts: str, header: tuple[str, ...] = HEADER) -> Facts:
    return read_facts([page(1, *texts)], header, WORDS)[0]


def test_three_title_lines() -> None:
    facts, findings = read_facts(
        [page(1, "EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES PARA TODOS", "SECRETARÍA DE OBRAS", "[Firma]")],
            HEADER, WORDS
    )
    assert facts == Facts("EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES PARA TODOS", "SECRETARÍA DE OBRAS", 2027,
        3)
    assert findings == ()


def test_noise_on_one_page_is_outvoted() -> None:
    good = ("EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES", "SECRETARÍA DE OBRAS")
    noisy = ("EJE 3. CIUDAD LIMPTA", "E-PF 3.1 CALLES", "SECRETARIA DE 0BRAS")
    facts, _ = read_facts([page(1, *noisy), page(2, *good), page(3), page(4, *good)], HEADER, WORDS)
    assert (facts.axis, facts.programme, facts.dependency) == good


@pytest.mark.parametrize(
    "texts",
    [
        ("Eje: 3. Ciudad limpia", "Programa presupuestario: E-PP 3.1 Calles",
        "Dependencia: Secretaría de Obras"),
        ("Eje:", "3. Ciudad limpia", "Programa presupuestario:", "E-PP 3.1 Calles", "Dependencia:",
        "Secretaría de Obras"),
        ("Dependencia: Secretaría de Obras", "Eje: 3. Ciudad limpia", "Programa: E-PP 3.1 Calles"),
        ("Eje: 3. Ciudad limpia  Programa: E-PP 3.1 Calles", "Unidad responsable: Secretaría de Obras"),
    ],
)
def test_labels(texts: tuple[str, ...]) -> None:
    facts = facts_of(*texts)
    assert facts.axis == "3. Ciudad limpia"
    assert facts.programme == "E-PP 3.1 Calles"
    assert facts.dependency == "Secretaría de Obras"


@pytest.mark.parametrize("dependency", ["TESORERÍA MUNICIPAL", "DIF MUNICIPAL", "INSTITUTO DE LA JUVENTUD",
    "HOSPITAL GENERAL"])
def test_dependencies(dependency: str) -> None:
    assert facts_of("EJE 3. CIUDAD", "PP 3.1 CALLES", dependency, "Página 1 de 2").dependency == dependency


def test_title_wrapped_over_two_lines() -> None:
    facts = facts_of("EJE 3. CIUDAD LIMPIA Y", "ORDENADA", "PP 3.1 CALLES", "SECRETARÍA DE OBRAS",
        "Y SERVICIOS")
    assert facts.axis == "EJE 3. CIUDAD LIMPIA Y ORDENADA"
    assert facts.dependency == "SECRETARÍA DE OBRAS Y SERVICIOS"


def test_municipality_is_no_dependency() -> None:
    facts = facts_of("H. AYUNTAMIENTO DE TEPIC", "EJE 3. CIUDAD", "PP 3.1 CALLES", "MUNICIPIO DE TEPIC")
    assert facts.dependency == ""


def test_seal_below_is_no_dependency() -> None:
    lines = [("EJE 3. CIUDAD", 30.0), ("PP 3.1 CALLES", 45.0), ("SECRETARÍA DE OBRAS", 60.0),
        ("DIRECCIÓN DE SELLOS", 500.0)]
    placed = tuple(TextLine(text, Place(1, (10, top, 200, top + 8)), 8) for text, top in lines)
    facts, _ = read_facts([Page(1, 1000, 600, PageKind.DIGITAL, placed)], HEADER, WORDS)
    assert facts.dependency == "SECRETARÍA DE OBRAS"


@pytest.mark.parametrize(
    ("said", "quarter"),
    [
        ("PRIMER TRIMESTRE", 1), ("1er. Trimestre", 1), ("SEGUNDO TRIM.", 2), ("2DO TRIMESTRE", 2),
        ("3ER. TRIM.", 3),
        ("TRIMESTRE III", 3), ("Trimestre: 4", 4), ("Trimestre IV", 4), ("Periodo: enero-marzo", 1),
        ("1 de julio al 30 de septiembre", 3), ("OCTUBRE A DICIEMBRE", 4),
    ],
)  # fmt: skip
def test_quarter_from_the_title(said: str, quarter: int) -> None:
    assert facts_of("EJE 1. X Y", said, header=("META 2027",)).quarter == quarter


def test_quarter_from_the_columns_that_come_back() -> None:
    plan = tuple(f"TRIMESTRE {n}" for n in (1, 2, 3, 4))
    assert facts_of(header=(*plan, "TRIMESTRE 1", "TRIMESTRE 2", "TRIMESTRE 1", "TRIMESTRE 2")).quarter == 2
    assert facts_of(header=plan).quarter is None


def test_plan_years_are_no_fiscal_year() -> None:
    facts, findings = read_facts([page(1, "PLAN MUNICIPAL 2024-2027", "EJERCICIO 2026")], (), WORDS)
    assert facts.fiscal_year == 2026
    assert findings == ()


def test_disagreement_is_a_finding() -> None:
    headers = ("META 2026", "AVANCE 2026", "ACUMULADO 2025", "JUSTIFICACIÓN PRIMER TRIMESTRE")
    facts, findings = read_facts([page(1, "SEGUNDO TRIMESTRE", "2DO TRIMESTRE")], headers, WORDS)
    assert (facts.fiscal_year, facts.quarter) == (2026, 2)
    assert [(f.rule, f.reported, f.alternatives) for f in findings] == [
        ("fiscal-year-varies", "2026", ("2025",)), ("quarter-varies", "2", ("1",)),
    ]  # fmt: skip


def test_silence() -> None:
    assert read_facts([page(1, "Estimada licenciada:")], (), WORDS) == (Facts(), ())


def test_words_from_a_form() -> None:
    words = FactWords.from_table({"axis": ["Objetivo estratégico"]})
    assert words.axis == ("objetivo estrategico",)
    assert words.programme == WORDS.programme
    with pytest.raises(ValueError, match="axes"):
        FactWords.from_table({"axes": []})


def test_titles_beside_each_other_between_bars() -> None:
    facts = facts_of("EJE 3. CIUDAD LIMPIA | E-PP 3.1 CALLES", "Secretaría de Obras")
    assert (facts.axis, facts.programme, facts.dependency) == (
        "EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES", "Secretaría de Obras",
    )  # fmt: skip


def scanned(number: int, *texts: str) -> Page:
    lines = tuple(
        TextLine(text, Place(number, (400, 20 + 10 * n, 600, 28 + 10 * n))) for n, text in enumerate(texts)
    )
    return Page(number, 1000, 600, PageKind.SCANNED, lines)


@pytest.mark.parametrize(
    "texts",
    [
        ("EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES PARA TODOS", "SECRETARIA DE OBRAS"),
        ("FJE 3. CIUDAD LIMPIA", "PROGRAMA 3.1 CALLES PARA TODOS", "SFCRETARÍA DE OBRAS"),
        ("EJE 3: CIUDAD LIMPIA", "E-PP 3.1 CALLES PARA TODOS", "DlRECClÓN DE OBRAS"),
        ("EJE 3. CIUDAD LIMPIA", "PR0GRAMA: CALLES PARA TODOS", "Dependcncia: OBRAS"),
    ],
)
def test_a_title_read_from_pixels_is_known_and_stays_as_read(texts: tuple[str, ...]) -> None:
    facts, _ = read_facts([scanned(1, *texts)], HEADER, WORDS)
    values = [text.partition(": ")[2] if text.startswith(("PR0", "Dep")) else text for text in texts]
    assert [facts.axis, facts.programme, facts.dependency] == values


@pytest.mark.parametrize(
    "header", ["JUSTIFICACIÓN TERCERTRIMESTRE 2O27", "JUSTIFICACION TERCFR TRlMESTRE 2027", "JUSTIFICACIÓN TRIMESTRE3"]
)
def test_the_quarter_is_known_through_a_misread_header(header: str) -> None:
    facts, findings = read_facts([scanned(1, "AVANCE 2027")], ("META 2027", header, "TRIMESTRE 1"), WORDS)
    assert (facts.fiscal_year, facts.quarter, findings) == (2027, 3, ())


def test_one_misread_year_is_outvoted_and_told() -> None:
    headers = ("META PROGRAMADA 2027", "META ALCANZADA 2021", "AVANCE 2027")
    facts, findings = read_facts([scanned(1)], headers, WORDS)
    assert facts.fiscal_year == 2027
    assert [finding.rule for finding in findings] == ["fiscal-year-varies"]


def test_letters_misread_are_forgiven_unless_the_page_is_digital() -> None:
    texts = ("EJE 3. CIUDAD", "E-PP 3.1 CALLES", "Sfcretaría de Obras")
    digital = replace(page(1, *texts), kind=PageKind.DIGITAL)
    assert read_facts([digital], HEADER, WORDS)[0].dependency == ""
    for read in (page(1, *texts), scanned(1, *texts)):
        assert read_facts([read], HEADER, WORDS)[0].dependency == texts[2]


def test_of_two_pages_the_one_that_starts_as_titles_do_is_believed() -> None:
    one, two = page(1, "EIE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES"), page(2, "EJE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES")
    assert read_facts([one, two], HEADER, WORDS)[0].axis == "EJE 3. CIUDAD LIMPIA"
