"""Names of administrative units: which spellings are one unit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from normalize.repair.words import is_spanish, look_alikes

PARTICLES = frozenset({"a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "los", "o", "para", "por", "y"})
"""Words that join the others of a name."""

Words = tuple[str, ...]
"""The words of a name, folded by ``plain``, but for ``ñ``."""

_SHORT_WORD = 4
_VERY_LONG_WORD = 8
_KEPT_END = 2
_VOWELS = frozenset("aeiouáéíóúü")
_ACCENTED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü"}
_SURNAMES = ("ez", "iz")
"""Ends of names of families (Gómez, Gámez), of which a dictionary has some and others not."""
_WORD = re.compile(r"[a-z0-9ñ]+")


def plain(text: str) -> str:
    """Fold case and accents, one character for each, so that positions stay.

    >>> plain("Dirección de Niñez")
    'direccion de ninez'
    """
    return "".join(map(_plain_character, text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()[0]


def plain_but_enye(text: str) -> str:
    """Fold case and accents; ``ñ`` is a letter of its own.

    >>> plain_but_enye("Dirección de Niñez")
    'direccion de niñez'
    """
    return "".join("ñ" if sign in "ñÑ" else _plain_character(sign) for sign in text)


def name_words(name: str) -> Words:
    """The words of a name, without case, accents and punctuation.

    >>> name_words("Dirección de Obras, Calles y PyMES")
    ('direccion', 'de', 'obras', 'calles', 'y', 'pymes')
    """
    return tuple(_WORD.findall(plain_but_enye(unicodedata.normalize("NFC", name))))


def name_key(name: str) -> str:
    """What spellings have in common that differ by case, accents, spaces and punctuation only."""
    return "".join(name_words(name))


def canonical_units(names: Sequence[str]) -> tuple[str, ...]:
    """Find one name to group by for spellings that differ by an obvious slip.

    Slips are accents, case, spaces, punctuation, and one word that is no Spanish one where the other name
    has a Spanish one that looks like it. Names that differ by a real word or a figure stay apart.

    Args:
        names: As printed, one per row.

    Returns:
        As many names, each one of those printed. The spelling without a slip wins, then the more frequent, then
        the first seen.

    >>> canonical_units(["Dirección de Operación", "Direccion de  Operación", "Dirección de Operación"])[1]
    'Dirección de Operación'
    >>> canonical_units(["Salud Mental", "Salud Física", "Salud Mental"])[1]
    'Salud Física'
    """
    groups: dict[str, Counter[str]] = {}
    for name in names:
        groups.setdefault(name_key(name), Counter())[name] += 1
    spelling = {key: best_spelling(found) for key, found in groups.items()}
    roots = slip_roots(map(name_words, spelling.values()))
    by_words = {name_words(name): name for name in spelling.values()}
    words = (name_words(spelling[name_key(name)]) for name in names)
    return tuple(by_words[roots.get(found, found)] for found in words)


def best_spelling(found: Counter[str]) -> str:
    """The spelling of one name with the fewest words that are none; then the most frequent, then the first."""
    # Counter keeps the order of first sight, and max keeps the first of equals.
    if len(found) == 1:
        return next(iter(found))
    return max(found, key=lambda name: (-len(strange_words(name)), found[name]))


def strange_words(name: str) -> tuple[str, ...]:
    """The words of a name that are no Spanish ones, in lower case; names of places are such too."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name).lower())
    return tuple(word for word in words if word not in PARTICLES and not is_spanish(word))


def is_word(folded: str) -> bool:
    """Whether a word without accents is a Spanish one, or would be with its accents.

    >>> is_word("formacion"), is_word("aqua"), is_word("dc")
    (True, False, False)
    """
    return bool(spanish_spellings(folded))


@lru_cache(maxsize=16384)
def spanish_spellings(folded: str) -> Words:
    """The Spanish words that read so without their accents, the one as it stands first.

    >>> spanish_spellings("publico"), spanish_spellings("formacion")
    (('publico', 'público', 'publicó'), ('formación',))
    """
    if len(folded) > 1 and not _VOWELS & set(folded):
        # Abbreviations stand in dictionaries too.
        return ()
    accented = (
        folded[:at] + sign + folded[at + 1 :]
        for at, letter in enumerate(folded) for sign in _ACCENTED.get(letter, "")
    )  # fmt: skip
    return tuple(word for word in (folded, *accented) if is_spanish(word))


def slip_roots(names: Iterable[Words]) -> dict[Words, Words]:
    """Find for each name that is a slip of one other name which one that is; the others are not in the answer."""
    roots = {}
    for words, near in differing_by_a_word(names).items():
        better = [other for other in near if is_slip(words, other)]
        # Two candidates are no evidence for either.
        if len(better) == 1:
            roots[words] = better[0]
    return {words: roots.get(root, root) for words, root in roots.items()}


def differing_by_a_word(names: Iterable[Words]) -> dict[Words, list[Words]]:
    """For each name the others that have all words but one in common with it; linear in the number of names."""
    names = list(dict.fromkeys(names))
    with_gap: dict[tuple[int, Words], list[Words]] = defaultdict(list)
    for words in names:
        for gap in _gaps(words):
            with_gap[gap].append(words)
    return {
        words: [other for gap in _gaps(words) for other in with_gap[gap] if other != words] for words in names
    }


def _gaps(words: Words) -> Iterator[tuple[int, Words]]:
    return ((at, (*words[:at], *words[at + 1 :])) for at in range(len(words)))


def is_slip(words: Words, other: Words) -> bool:
    """Whether a name is another one with a single word misread into something that is no word."""
    if len(words) != len(other):
        return False
    unequal = [(mine, theirs) for mine, theirs in zip(words, other, strict=True) if mine != theirs]
    return len(unequal) == 1 and is_misread(*unequal[0])


def is_misread(mine: str, theirs: str) -> bool:
    """Whether what is no Spanish word looks like a Spanish one.

    >>> is_misread("opcrador", "operador"), is_misread("adopcion", "adaptacion"), is_misread("casas", "cajas")
    (True, False, False)
    """
    if theirs.isdigit() or any(sign.isdigit() for sign in theirs):
        return False
    if theirs in PARTICLES:
        return mine not in PARTICLES and len(theirs) > 1 and not _VOWELS & set(mine) and look_alike(mine, theirs)
    if len(theirs) < _SHORT_WORD or any(word.endswith(_SURNAMES) for word in (mine, theirs)):
        return False
    near = look_alike(mine, theirs) or (len(theirs) >= _VERY_LONG_WORD and letter_lost(mine, theirs))
    return near and not is_word(mine) and is_word(theirs)


def look_alike(mine: str, theirs: str) -> bool:
    """One letter, or one pair of letters, differs and resembles what stands for it."""
    return abs(len(mine) - len(theirs)) <= 1 and theirs in set(look_alikes(mine))


def letter_lost(mine: str, theirs: str) -> bool:
    """One letter too few or too many; not at the end, where number and gender stand."""
    if abs(len(mine) - len(theirs)) != 1:
        return False
    short, long = sorted((mine, theirs), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - _KEPT_END))
