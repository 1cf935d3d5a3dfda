"""Finding a known word in text read from pixels: letters mistaken for one another, accents and spaces lost.

For telling what a line is, never for changing what it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from normalize.units import plain

_ALIKE = str.maketrans("01l|!586qv", "oiiiisbggu")
_PAIRS = {"rn": "m", "ci": "d", "uu": "w"}
"""After ``_ALIKE``: ``ci`` is what ``cl`` has become, ``uu`` what ``vv`` has."""
_LETTERS = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?<![^\W_])[2zZ][0oOQ][0-9oOQlI|SB]{2}(?![^\W_])")
_DIGITS = str.maketrans("zZoOQlI|SB", "2200011158")
_WRONG_FROM = (5, 9, 16)
"""From so many letters on, one more of them may be wrong."""


def slack(letters: int) -> int:
    """How many letters of a word may be wrong, missing or too many.

    >>> slack(3), slack(6), slack(9), slack(20)
    (0, 1, 2, 3)
    """
    return sum(letters >= start for start in _WRONG_FROM)


def starts_like(text: str, word: str, *, stem: bool = False) -> int:
    """How many characters of a text its first word takes up, when that is this word, misread; 0 when it is not.

    Spaces do not count.

    Args:
        text: As read.
        word: Lower case, without accents; more than one word will do.
        stem: The word may go on.

    >>> starts_like("EIaborÓ: Lic. Ana Ruiz", "elaboro"), starts_like("Elaboración", "elaboro")
    (7, 0)
    """
    signs, sought = list(_signs(plain(text))), "".join(sign for sign, _ in _signs(word))
    wrong, best = slack(len(sought)), (slack(len(sought)) + 1, 0)
    for length in range(max(1, len(sought) - wrong), min(len(signs), len(sought) + wrong) + 1):
        end = signs[length - 1][1]
        if stem or not text[end : end + 1].isalpha():
            found = Levenshtein.distance("".join(sign for sign, _ in signs[:length]), sought, score_cutoff=wrong)
            best = min(best, (found, end))
    return best[1] if best[0] <= wrong else 0


@lru_cache(maxsize=4096)
def is_like(text: str, word: str) -> bool:
    """Whether a text is a word, misread.

    >>> is_like("Cornponente", "componente"), is_like("FlN", "fin"), is_like("Fines", "fin")
    (True, True, False)
    """
    return wrong_letters(text, word) <= slack(len(word))


def wrong_letters(text: str, word: str) -> int:
    """How many letters tell a text from a word, look-alikes not counted."""
    return Levenshtein.distance(_shape(text), _shape(word))


def mended(text: str, words: Collection[str]) -> str:
    """A text folded by ``plain``, with every word in it that is one of these, misread, put right; years as well.

    >>> mended("JUSTIFICACIÓN PR1MER TRlMESTRF 2O26", ("primer", "trimestre", "trimestral"))
    'justificacion primer trimestre 2026'
    """
    years = _YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    return _LETTERS.sub(lambda match: _mended_word(match.group(), tuple(words)), plain(years))


@lru_cache(maxsize=8192)
def _mended_word(word: str, words: tuple[str, ...]) -> str:
    if word in words or word.isdigit():
        return word
    liked = sorted((wrong_letters(word, other), other) for other in words)
    if liked and liked[0][0] and word[-1].isdigit():
        # TRIMESTRE1: the number of a quarter, glued.
        return _mended_word(word[:-1], words) + word[-1]
    if not liked or liked[0][0] > slack(len(liked[0][1])) or (len(liked) > 1 and liked[0][0] == liked[1][0]):
        return word
    return liked[0][1]


def _shape(text: str) -> str:
    return "".join(sign for sign, _ in _signs(plain(text)))


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """The letters of a folded text, look-alikes made one, each with where it ends."""
    shaped, at = text.translate(_ALIKE), 0
    while at < len(text):
        pair = _PAIRS.get(shaped[at : at + 2], "")
        sign = pair or shaped[at]
        at += 2 if pair else 1
        if sign.isalnum():
            yield sign, at
