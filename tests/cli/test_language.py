"""Spanish and English."""

import pytest

from cuadre import evidence
from cuadre.cli.errors_es import SPANISH, in_spanish
from cuadre.cli.language import LANGUAGES, system_language
from cuadre.evidence import CuadreError, DocumentError


def test_both_languages_say_the_same_things() -> None:
    assert LANGUAGES["es"].phrases.keys() == LANGUAGES["en"].phrases.keys()


@pytest.mark.parametrize(
    ("environment", "code"),
    [({"LANG": "es_MX.UTF-8"}, "es"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LC_ALL": "C", "LANG": "es_MX"}, "en")],
)
def test_the_system_decides(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], code: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language().code == code
    assert system_language("es").code == "es"


def test_plural() -> None:
    spanish = LANGUAGES["es"]
    assert spanish.say("rows", n=1) == "1 renglón"
    assert spanish.say("rows", n=1234) == "1,234 renglones"


def test_every_error_is_known_in_spanish() -> None:
    classes = {
        value for name in evidence.__all__
        if isinstance(value := getattr(evidence, name), type) and issubclass(value, CuadreError)
    }  # fmt: skip
    assert classes - {CuadreError, DocumentError} == set(SPANISH)


def test_an_error_in_spanish_keeps_the_particulars() -> None:
    text = in_spanish(evidence.DamagedFile("a.pdf", "cut after 12 bytes", "Copy it again."))
    assert text.startswith("a.pdf: el PDF está dañado o incompleto (cut after 12 bytes).\n")
    assert in_spanish(evidence.EmptyFile("a.pdf", "the file is empty", "Copy.")).count("(") == 1
    assert in_spanish(CuadreError("a.pdf", "odd", "Ask.")) == "a.pdf: odd.\nAsk."
