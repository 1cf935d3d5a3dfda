"""Acronyms in other cells that abbreviate the name of a unit (``COBUS``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from normalize.model import Row
from normalize.units import PARTICLES, Words, name_words, plain

_ACRONYM = re.compile(r"\b[A-ZÁÉÍÓÚÑ]{4,9}\b")


def acronyms_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Words in capitals inside the running text of rows, each once; texts all in capitals have none.

    >>> acronyms_of(())
    ()
    """
    texts = (text for row in rows for text in (row.objective, row.indicator_name, row.justification))
    mixed = (text for text in texts if not text.isupper())
    found = (plain(match.group()).upper() for text in mixed for match in _ACRONYM.finditer(text))
    return tuple(dict.fromkeys(found))


def misfits(acronym: str, name: str) -> tuple[str, ...] | None:
    """The words of a name that begin with another letter than the acronym has.

    The first word of the name may stand outside the acronym.

    Returns:
        One word, none at all, or ``None`` when the acronym abbreviates no such name.

    >>> misfits("COBUS", "Coordinación de Centros de Fortuna, Bienestar y Unidad Social")
    ('fortuna',)
    >>> misfits("COBUS", "Coordinación de Centros de Oportunidades, Bienestar y Unidad Social")
    ()
    >>> misfits("COBUS", "Coordinación de Becas") is None
    True
    """
    words = tuple(word for word in name_words(name) if word not in PARTICLES)
    for weighty in (words, words[1:]):
        if len(weighty) == len(acronym):
            wrong = tuple(word for word, sign in zip(weighty, acronym.lower(), strict=True) if word[0] != sign)
            if len(wrong) <= 1:
                return wrong
    return None


def acronym_says(acronyms: Iterable[str], name: str) -> str:
    """What acronyms say about a name, in a sentence; ``""`` when nothing."""
    for acronym in acronyms:
        wrong = misfits(acronym, name)
        if wrong == ():
            return f"las siglas {acronym} la abrevian"
        if wrong:
            sign = acronym[_position(wrong[0], name, acronym)]
            return f"las siglas {acronym} piden una palabra con {sign} en el lugar de «{wrong[0].capitalize()}»"
    return ""


def _position(word: str, name: str, acronym: str) -> int:
    weighty = [one for one in name_words(name) if one not in PARTICLES]
    return weighty[-len(acronym) :].index(word)


def repeats(words: Words) -> tuple[str, str] | None:
    """Two words that stand twice beside each other in one name: a sign that it was misread.

    >>> repeats(("centros", "de", "unidad", "social", "y", "unidad", "social"))
    ('unidad', 'social')
    """
    seen: set[tuple[str, str]] = set()
    for pair in _weighty_pairs(words):
        if pair in seen:
            return pair
        seen.add(pair)
    return None


def _weighty_pairs(words: Words) -> Iterator[tuple[str, str]]:
    return ((one, two) for one, two in pairwise(words) if one not in PARTICLES and two not in PARTICLES)
