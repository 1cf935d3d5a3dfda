"""Title lines above the tables: letters mistaken on one page, and titles that only resemble each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place
from extract.model import Page, PageKind, TextLine
from normalize.facts import FactWords, read_facts
from normalize.model import Facts
from normalize.repair.model import Found
from normalize.repair.titles import repair_titles

WORDS = FactWords()
GOOD = ("EJE 3. CIUDAD LIMPIA Y ORDENADA", "E-PP 3.1 CALLES PARA TODOS", "SECRETARÍA DE OBRAS PÚBLICAS")


def page(number: int, *texts: str, kind: PageKind = PageKind.TRANSCRIPT) -> Page:
    lines = tuple(TextLine(text, Place(number, line=n)) for n, text in enumerate(texts, 1))
    return Page(number, 0, 0, kind, lines)


def repaired(*pages: Page) -> tuple[Facts, Found]:
    return repair_titles(pages, read_facts(pages, (), WORDS)[0], WORDS)


@pytest.mark.parametrize(
    ("field", "misread"),
    [
        ("axis", "EIE 3. CIUDAD LIMPIA Y ORDENADA"),
        ("axis", "EJE 3. CIUDAD LLMPIA Y ORDENADA"),
        ("programme", "E-PF 3.1 CALLES PARA TODOS"),
        ("dependency", "SECRETARIA DE OBRAS PÚBLICAS"),
    ],
)
def test_a_title_misread_on_one_page_is_repaired(field: str, misread: str) -> None:
    at = ("axis", "programme", "dependency").index(field)
    noisy = tuple(misread if n == at else text for n, text in enumerate(GOOD))
    facts, found = repaired(page(1, *GOOD), page(2), page(3, *noisy), page(4, *GOOD))
    assert (facts.axis, facts.programme, facts.dependency) == GOOD
    (repair,) = found.repairs
    assert (repair.page, repair.row, repair.field, repair.rule) == (3, None, field, "title-vote")
    assert (repair.before, repair.after, repair.witnesses) == (misread, GOOD[at], ("2 de 3 títulos",))
    assert [finding.rule for finding in found.findings] == ["title-differs"]


@pytest.mark.parametrize(
    "other",
    [
        ("EJE 4. CIUDAD LIMPIA Y ORDENADA", *GOOD[1:]),
        (GOOD[0], "E-PP 3.2 CALLES PARA TODOS", GOOD[2]),
        (GOOD[0], GOOD[1], "SECRETARÍA DE OBRA PÚBLICA"),
        ("EJE 3. CIUDAD LIMPIA Y ORDENADA:", *GOOD[1:]),
    ],
)
def test_what_may_be_another_title_is_left(other: tuple[str, ...]) -> None:
    _, found = repaired(page(1, *GOOD), page(2, *GOOD), page(3, *other))
    assert found == Found()


def test_one_page_against_one_is_no_vote() -> None:
    noisy = (GOOD[0].replace("LIMPIA", "LLMPIA"), *GOOD[1:])
    assert repaired(page(1, *GOOD), page(2, *noisy))[1] == Found()


def test_a_digital_title_is_told_and_left() -> None:
    pages = [page(n, *GOOD, kind=PageKind.DIGITAL) for n in (1, 2, 3)]
    odd = page(4, GOOD[0].replace("LIMPIA", "LLMPIA"), *GOOD[1:], kind=PageKind.DIGITAL)
    facts, found = repaired(*pages, odd)
    assert (facts.axis, found.repairs) == (GOOD[0], ())
    assert [finding.page for finding in found.findings] == [4]


def test_a_first_word_that_every_page_misreads_is_put_right_by_the_form() -> None:
    one = page(1, "EIE 3. CIUDAD LIMPIA", "E-PP 3.1 CALLES")
    facts, found = repaired(one)
    assert facts.axis == "EJE 3. CIUDAD LIMPIA"
    (repair,) = found.repairs
    assert (repair.rule, repair.before, repair.after) == ("title-lexicon", "EIE 3. CIUDAD LIMPIA", facts.axis)
    digital = replace(one, kind=PageKind.DIGITAL)
    kept = Facts(axis="EIE 3. CIUDAD LIMPIA")
    assert repair_titles([digital], kept, WORDS) == (kept, Found())


def test_a_short_first_word_may_be_an_abbreviation() -> None:
    kept = Facts(dependency="DIR MUNICIPAL DE OBRAS")
    assert repair_titles([page(1, "DIR MUNICIPAL DE OBRAS")], kept, WORDS) == (kept, Found())
