"""Whether the text layer of a page can be trusted, or the page must be read from its pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuadre.evidence import Box
from extract.content import PageContent
from extract.letters import Cipher, decipher
from extract.model import Word
from extract.words import unmapped

_FEW_UNMAPPED = 5
_UNMAPPED = 0.02
_COVERED = 0.8
_OUTSIDE = 0.2
_FEW_RULINGS = 4

_ENOUGH, _ENOUGH_OF_A_FACE = 120, 200
_NO_LANGUAGE = -3.7
_READS_BETTER, _BETTER_BY = 0.03, 12.0
_FEW_SWAPS, _CERTAINLY_BETTER_BY = 2, 45.0
_MORE_WORDS, _MORE_WORDS_SHARE = 3, 0.05


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """What was decided about a page.

    Attributes:
        read_pixels: Its text is not what the page shows.
        reason: Why, in Spanish, as the end of a sentence; ``""`` when the text can be trusted.
    """

    read_pixels: bool
    reason: str


TRUSTED = LayerVerdict(read_pixels=False, reason="")


def judge_layer(content: PageContent) -> LayerVerdict:
    """Tell whether the text of a page is what a person sees on it.

    It is not when glyphs have no readable character, when the letters are permuted (the digits of such a page are
    not to be trusted either, though nothing shows it), and when it was laid over a picture of the page. Another
    language than Spanish is no reason, and a page of figures alone has no letters to judge. Permuted digits among
    sound letters cannot be told.

    Args:
        content: A page with a text layer; one without any is trusted.
    """
    reason = next(_reasons(content), "")
    return LayerVerdict(read_pixels=True, reason=reason) if reason else TRUSTED


def _reasons(content: PageContent) -> Iterator[str]:
    # A bullet at the start of a word is none of the page's letters.
    lost = sum(unmapped(word.text, 1) for word in content.words)
    if lost >= max(_FEW_UNMAPPED, _UNMAPPED * content.characters):
        yield f"{lost} de {content.characters} signos no corresponden a letras ni a cifras"
    if _lies_on_picture(content):
        yield "está puesto sobre una imagen de toda la página"
    for words, enough in _faces(content.words):
        cipher = decipher(word.text for word in words)
        if cipher.pairs < enough:
            continue
        if cipher.likelihood < _NO_LANGUAGE:
            yield "sus letras no forman palabras"
        elif _is_permuted(cipher):
            yield "sus letras están cambiadas unas por otras"


def _lies_on_picture(content: PageContent) -> bool:
    """Tell whether the page is a picture with text on it; a table that is drawn over a letterhead has rulings."""
    pictures = [_within(box, content) for box in content.images]
    covered = sum((box[2] - box[0]) * (box[3] - box[1]) for box in pictures)
    if not content.words or len(content.rulings) >= _FEW_RULINGS:
        return False
    if covered < _COVERED * content.width * content.height:
        return False
    outside = sum(not any(_holds(picture, word.box) for picture in pictures) for word in content.words)
    return outside <= _OUTSIDE * len(content.words)


def _within(box: Box, content: PageContent) -> Box:
    left, top = min(max(box[0], 0.0), content.width), min(max(box[1], 0.0), content.height)
    return (left, top, max(left, min(box[2], content.width)), max(top, min(box[3], content.height)))


def _holds(picture: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return picture[0] <= x <= picture[2] and picture[1] <= y <= picture[3]


def _faces(words: Sequence[Word]) -> Iterator[tuple[Sequence[Word], int]]:
    """All words of a page, then those in bold and the others: a font may be broken alone."""
    yield words, _ENOUGH
    bold = [word for word in words if word.bold]
    if 0 < len(bold) < len(words):
        yield bold, _ENOUGH_OF_A_FACE
        yield [word for word in words if not word.bold], _ENOUGH_OF_A_FACE


def _is_permuted(cipher: Cipher) -> bool:
    """Tell whether swapping letters makes a text read better, and small words appear or few swaps do it all."""
    better_by = cipher.gain * cipher.pairs
    if cipher.gain < _READS_BETTER or better_by < _BETTER_BY:
        return False
    more = cipher.small_words_then - cipher.small_words
    appear = more >= max(_MORE_WORDS, _MORE_WORDS_SHARE * cipher.small_words_then)
    return appear or (cipher.swaps <= _FEW_SWAPS and better_by >= _CERTAINLY_BETTER_BY)
