"""Whether a page's text layer is believed: sound text is, a cipher, unreadable glyphs and text on a scan are not."""

from __future__ import annotations

import random
import string
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from cuadre.evidence import Box
from extract.content import PageContent, read_page
from extract.layer import TRUSTED, judge_layer
from extract.letters import decipher
from extract.model import Ruling, Word

_SAMPLES = sorted(Path("samples").glob("*/source.pdf"))
_SPANISH = (
    "Porcentaje de personas atendidas en los talleres de capacitación para el empleo que imparte la dirección. "
    "La unidad responsable realizó las jornadas de limpieza programadas en las colonias del municipio, por lo que "
    "se alcanzó la meta del trimestre. Se entregaron apoyos a las familias con menores ingresos y se firmaron "
    "convenios con las escuelas de la zona. El avance acumulado corresponde a los expedientes integrados hasta la "
    "fecha de corte, conforme a los lineamientos emitidos por la contraloría y a los registros de cada área."
)
_ENGLISH = (
    "The office reports how many of the planned workshops were held during the quarter and how many people took "
    "part in them. Every figure stands as it was printed, and what does not add up is marked for review. Rows that "
    "a page break had cut are joined again, and nothing is filled in where the paper is blank."
)
_NAMES = (
    "MARÍA GUADALUPE HERNÁNDEZ XICOTÉNCATL JOSÉ LUIS QUETZALCÓATL CUAUHTÉMOC YÁÑEZ TLAXCALA OAXACA JUCHITÁN "
    "ZAACHILA MIXQUIAHUALA IXTAPALUCA AMECAMECA TEPOTZOTLÁN COACALCO ECATEPEC NEZAHUALCÓYOTL TLALNEPANTLA "
    "CUAUTITLÁN IZCALLI HUIXQUILUCAN ZINACANTEPEC ATLACOMULCO IXTLAHUACA TEXCOCO CHIMALHUACÁN TEJUPILCO"
)
_WHOLE: Box = (0, 0, 800, 600)


def page_of(text: str, *, bold: str = "", rulings: int = 0, images: tuple[Box, ...] = ()) -> PageContent:
    texts = [*text.split(), *bold.split()]
    boxes = [(20.0 + 60 * (n % 12), 20.0 + 12 * (n // 12), 70.0 + 60 * (n % 12), 30.0 + 12 * (n // 12))
             for n in range(len(texts))]  # fmt: skip
    words = tuple(
        Word(word, box, bold=n >= len(text.split())) for n, (word, box) in enumerate(zip(texts, boxes, strict=True))
    )
    lines = tuple(Ruling((10, 10 + 9 * n, 700, 11 + 9 * n), horizontal=True) for n in range(rulings))
    return PageContent(1, 800, 600, words, lines, images=images, characters=sum(map(len, texts)))


def permuted(text: str, letters: str, seed: int = 1) -> str:
    chance, others = random.Random(seed), list(letters)  # noqa: S311
    while any(one == other for one, other in zip(letters, others, strict=True)):
        chance.shuffle(others)
    wrong = "".join(others)
    return text.translate(str.maketrans(letters + letters.upper(), wrong + wrong.upper()))


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: path.parent.name)
def test_sound_pages_are_trusted_and_the_same_pages_as_ciphers_are_not(sample: Path) -> None:
    document = pypdfium2.PdfDocument(sample)
    for index in range(len(document)):
        content = read_page(document[index], index + 1)
        assert judge_layer(content) == TRUSTED
        if not content.characters:
            continue
        words = tuple(replace(word, text=permuted(word.text, string.ascii_lowercase)) for word in content.words)
        assert judge_layer(replace(content, words=words)).read_pixels
    document.close()


@pytest.mark.parametrize("text", [_SPANISH, _ENGLISH, _NAMES, "1,204 37.40% 12 0 " * 60, "PCMCI PAFDO TDRMX " * 9, ""])
def test_no_language_and_no_lack_of_letters_is_a_reason(text: str) -> None:
    assert judge_layer(page_of(text)) == TRUSTED
    assert judge_layer(page_of(text.upper())) == TRUSTED


@pytest.mark.parametrize("letters", [string.ascii_lowercase, "aeiou", "aeosrnl", "dcmp", "os"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_permuted_letters_give_themselves_away(letters: str, seed: int) -> None:
    verdict = judge_layer(page_of(permuted(_SPANISH, letters, seed)))
    assert verdict.read_pixels
    assert verdict.reason in {"sus letras no forman palabras", "sus letras están cambiadas unas por otras"}


def test_the_cipher_of_the_headings_alone_is_told() -> None:
    headings = permuted(_SPANISH, string.ascii_lowercase)
    assert judge_layer(page_of(4 * f"{_SPANISH} ", bold=headings)).read_pixels


@pytest.mark.parametrize(
    ("word", "count", "distrusted"),
    [("\ue013\ue014", 40, True), ("1\ue014", 40, True), ("\ue013", 40, False), ("\ue013avance", 40, False),
     ("\ue013\ue014", 2, False)],
)  # fmt: skip
def test_signs_that_nobody_can_read_are_a_reason_and_bullets_are_not(word: str, count: int, distrusted: bool) -> None:
    verdict = judge_layer(page_of(f"{_SPANISH} " + f"{word} " * count))
    assert verdict.read_pixels is distrusted
    assert ("signos no corresponden" in verdict.reason) is distrusted


@pytest.mark.parametrize(
    ("images", "rulings", "distrusted"),
    [
        ((_WHOLE,), 0, True),
        (((0, 0, 800, 300), (0, 300, 800, 620)), 2, True),
        (((-50, -50, 850, 650),), 0, True),
        ((_WHOLE,), 12, False),
        (((0, 0, 800, 200),), 0, False),
        (((0, 120, 800, 600),), 0, False),
        ((), 0, False),
    ],
)  # fmt: skip
def test_text_on_a_picture_of_the_page_is_not_the_page(
    images: tuple[Box, ...], rulings: int, distrusted: bool
) -> None:
    verdict = judge_layer(page_of(_SPANISH, rulings=rulings, images=images))
    assert verdict.read_pixels is distrusted
    assert ("imagen" in verdict.reason) is distrusted


def test_a_cipher_is_undone_where_there_is_enough_of_it() -> None:
    sound, broken = decipher([_SPANISH]), decipher([permuted(_SPANISH, "aeiou")])
    assert sound.gain < 0.01 < broken.gain
    assert broken.small_words < broken.small_words_then == sound.small_words
    assert broken.likelihood + broken.gain == pytest.approx(sound.likelihood, abs=0.05)
