from __future__ import annotations

import pytest

from cuadre.evidence import Place
from extract.model import Cell, Page, PageKind, TextLine
from normalize.model import Signatory
from normalize.signatories import SignatureWords, read_signatories

WORDS = SignatureWords()
PEOPLE = (
    ("prepared", "Lic. Ana Ruiz Paz", "Auxiliar Administrativo"),
    ("reviewed", "Mtro. Luis Gil de la O", "Director de Planeación"),
    ("authorized", "C. Eva María Peña", "Titular de la Secretaría de Obras"),
)


def transcript(*texts: str) -> Page:
    lines = tuple(TextLine(text, Place(3, line=n)) for n, text in enumerate(texts, 1) if text)
    return Page(3, 0, 0, PageKind.TRANSCRIPT, lines)


def paper(*lines: tuple[str, float, float]) -> Page:
    """Lines by text, middle and top."""
    placed = tuple(
        TextLine(text, Place(2, (middle - len(text) * 2, top, middle + len(text) * 2, top + 8)), 8)
        for text, middle, top in lines
    )
    return Page(2, 1000, 600, PageKind.DIGITAL, placed)


def found(page: Page) -> list[tuple[str, str, str]]:
    return [(s.role, s.name, s.post) for s in read_signatories([page], WORDS)[0]]


def test_transcript_in_lines_with_seals() -> None:
    page = transcript(
        "EJE 1. X", "Elaboró", PEOPLE[0][1], PEOPLE[0][2], "", "Revisó", PEOPLE[1][1], PEOPLE[1][2],
        "MUNICIPIO DE TEPIC",
        "DIRECCIÓN DE SELLOS", "", "SECRETARÍA DE OBRAS", "", "Autorizó", PEOPLE[2][1],
        "Titular de la Secretaría", "de Obras",
    )  # fmt: skip
    assert found(page) == list(PEOPLE)
    assert read_signatories([page], WORDS)[0][0] == Signatory(3, *PEOPLE[0])


def test_transcript_side_by_side() -> None:
    rows = (("Elaboró", "Revisó", "Autorizó"), *zip(*[(name, post) for _, name, post in PEOPLE], strict=True))
    lines = tuple(TextLine(text, Place(1, line=n)) for n, row in enumerate(rows, 1) for text in row)
    assert found(Page(1, 0, 0, PageKind.TRANSCRIPT, lines)) == list(PEOPLE)


def test_transcript_role_below_the_name() -> None:
    page = transcript(*(text for role, (_, name, post) in zip(("Elaboró", "Revisó", "Autorizó"), PEOPLE,
        strict=True)
                        for text in (name, post, role)))  # fmt: skip
    assert found(page) == list(PEOPLE)


def test_paper_in_three_columns() -> None:
    middles = (150.0, 480.0, 850.0)
    roles = ("Elaboró", "Revisó", "Autorizó")
    lines = [(role, x, 400.0) for role, x in zip(roles, middles, strict=True)]
    lines += [("____________", x, 430.0) for x in middles]
    lines += [(name, x, 445.0) for (_, name, _), x in zip(PEOPLE, middles, strict=True)]
    lines += [(post, x, 456.0) for (_, _, post), x in zip(PEOPLE, middles, strict=True)]
    assert found(paper(*lines, ("Página 2 de 2", 950, 590))) == list(PEOPLE)


def test_paper_role_below_the_name() -> None:
    middles = (150.0, 480.0, 850.0)
    lines = [(name, x, 445.0) for (_, name, _), x in zip(PEOPLE, middles, strict=True)]
    lines += [(post, x, 456.0) for (_, _, post), x in zip(PEOPLE, middles, strict=True)]
    lines += [(role, x, 480.0) for role, x in zip(("Elaboró", "Revisó", "Autorizó"), middles, strict=True)]
    assert found(paper(*lines)) == list(PEOPLE)


def test_paper_one_below_the_other_with_wrapped_post() -> None:
    page = paper(
        ("Formuló", 200, 300), (PEOPLE[0][1], 200, 330), ("Auxiliar", 200, 340), ("Administrativo", 200, 349),
        ("Vo. Bo.", 200, 400), (PEOPLE[1][1], 200, 430), (PEOPLE[1][2], 200, 440),
        ("Aprobó:", 200, 500), (PEOPLE[2][1], 200, 530), (PEOPLE[2][2], 200, 540),
    )  # fmt: skip
    assert found(page) == list(PEOPLE)


def test_block_in_table_cells() -> None:
    cells = [
        Cell(0, n, f"{role}\n\n{name}\n{post}", (Place(2, (n * 300.0, 400, n * 300.0 + 250, 460)),))
        for n, (role, (_, name, post)) in enumerate(zip(("Elaboró", "Revisó", "Autorizó"), PEOPLE,
            strict=True))
    ]
    page = Page(2, 1000, 600, PageKind.DIGITAL, ())
    assert [(s.role, s.name, s.post) for s in read_signatories([page], WORDS, cells)[0]] == list(PEOPLE)


def test_role_without_a_name_is_a_finding() -> None:
    signatories, findings = read_signatories([transcript("Elaboró", "[Firma ilegible]", "", "Autorizó",
        "Ana Paz")], WORDS)
    assert [s.name for s in signatories] == ["Ana Paz"]
    assert [(f.rule, f.as_read, f.page) for f in findings] == [("signature-without-name", "Elaboró", 3)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Elaboró", ("prepared", "")), ("ELABORÓ:", ("prepared", "")), ("Vo. Bo.", ("reviewed", "")),
        ("Validó: Ana Paz", ("reviewed", "Ana Paz")), ("Autorizó", ("authorized", "")),
        ("Responsable de la información", ("prepared", "")), ("Elaboración de informes", ("", "")),
        ("Revisora de cuentas", ("", "")), ("Ana Paz", ("", "")),
    ],
)  # fmt: skip
def test_roles(text: str, answer: tuple[str, str]) -> None:
    assert WORDS.role_of(text) == answer


def test_no_block_no_finding() -> None:
    assert read_signatories([transcript("EJE 1. X", "SECRETARÍA DE OBRAS")], WORDS) == ((), ())


def test_words_from_a_form() -> None:
    assert SignatureWords.from_table({"prepared": ["Integró"]}).role_of("Integró")[0] == "prepared"
    with pytest.raises(ValueError, match="roles"):
        SignatureWords.from_table({"roles": []})


def test_a_role_at_the_foot_of_a_page_is_of_the_name_on_the_next() -> None:
    one, two, three = PEOPLE
    first = paper(("Elaboró", 200, 500), (one[1], 200, 530), (one[2], 200, 540), ("Revisó", 200, 570))
    texts = [(two[1], 200, 40), (two[2], 200, 50), ("Autorizó", 200, 80), (three[1], 200, 110), (three[2], 200, 120)]
    people, findings = read_signatories([first, paper(*texts)], WORDS)
    assert [(s.role, s.name, s.post) for s in people] == list(PEOPLE)
    assert findings == ()


def test_a_role_above_its_name_stays_on_its_page() -> None:
    below = [(text, 200.0, 400.0 + 30 * n) for n, text in enumerate((PEOPLE[0][1], "Elaboró"))]
    people, findings = read_signatories([paper(*below), paper(("Calle Juárez Norte", 200, 40))], WORDS)
    assert [(s.role, s.name) for s in people] == [("prepared", PEOPLE[0][1])]
    assert findings == ()


def test_a_slanted_block_with_misread_roles_and_dirt() -> None:
    page = paper(
        ("EIaboró", 150, 472), ("Rcvisó", 470, 477), ("Autorizo", 840, 484), ("+", 849, 493), ("er", 420, 512),
        (PEOPLE[0][1], 155, 517), ("Mtro. Luis Gil de la O", 467, 522), ("C. Eva María Peña", 841, 527),
        (PEOPLE[0][2], 155, 527), ("Director de Planeación", 467, 532), ("Titular de la Secretaría de Obras", 841, 538),
    )  # fmt: skip
    scan = Page(page.number, page.width, page.height, PageKind.SCANNED, page.lines)
    assert found(scan) == list(PEOPLE)
    assert found(page) != list(PEOPLE)


@pytest.mark.parametrize(("confidence", "names"), [(0.9, ["Ana Ruiz Paz"]), (0.2, [])])
def test_a_name_under_a_stroke_is_not_guessed(confidence: float, names: list[str]) -> None:
    cells = [
        Cell(0, 0, "Elaboró", (Place(2, (100, 400, 200, 410)),), confidence=0.3, recognizer="tesseract"),
        Cell(1, 0, "Ana Ruiz Paz", (Place(2, (100, 420, 200, 430)),), confidence=confidence, recognizer="tesseract"),
    ]
    page = Page(2, 1000, 600, PageKind.SCANNED, ())
    signatories, findings = read_signatories([page], WORDS, cells)
    assert [one.name for one in signatories] == names
    assert [finding.rule for finding in findings] == (["signature-without-name"] if not names else [])
