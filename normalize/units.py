"""Names of administrative units: which spellings are one unit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_LONG_WORD = 6
_VERY_LONG_WORD = 8
_SHORT_WORD = 4
_SHORT_WORD_RATIO = 5
_KEPT_END = 2
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y", "e", "en", "para", "por", "con"})
_ALIKE = (
    frozenset("ceo"), frozenset("gq"), frozenset("iltj1"), frozenset("uvn"), frozenset("hbn"),
    frozenset("s5z"), frozenset("o0"), frozenset("fl"), frozenset("mn"),
)  # fmt: skip
_ALIKE_PAIRS = (("fi", "n"), ("rn", "m"), ("ri", "n"), ("cl", "d"), ("li", "h"), ("vv", "w"))


def plain(text: str) -> str:
    """Fold case and accents, one character for each, so that positions stay.

    >>> plain("Dirección de Niñez")
    'direccion de ninez'
    """
    return "".join(map(_plain_character, text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()[0]


def canonical_units(names: Sequence[str]) -> tuple[str, ...]:
    """Find one name to group by for spellings that differ by an obvious slip.

    Slips are accents, case, spaces, punctuation, and one letter that looks like another in a word, where
    the other spelling is more frequent. Names that differ by a word or a figure stay apart.

    Args:
        names: As printed, one per row.

    Returns:
        As many names, each one of those printed. The more frequent spelling wins, then the first seen.

    >>> canonical_units(["Dirección de Operación", "Direccion de  Operación", "Dirección de Operación"])[1]
    'Dirección de Operación'
    >>> canonical_units(["Salud Mental", "Salud Física", "Salud Mental"])[1]
    'Salud Física'
    """
    groups: dict[str, Counter[str]] = {}
    for name in names:
        groups.setdefault(_key(name), Counter())[name] += 1
    # Counter and dict keep the order of first sight, and max keeps the first of equals.
    spelling = {key: max(found, key=lambda name: found[name]) for key, found in groups.items()}
    counts = {_words(key_name): groups[key].total() for key, key_name in spelling.items()}
    root = _roots(counts)
    by_words = {_words(name): name for name in spelling.values()}
    return tuple(by_words[root[_words(spelling[_key(name)])]] for name in names)


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", plain(name)))


def _key(name: str) -> str:
    return "".join(_words(name))


def _roots(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], tuple[str, ...]]:
    root: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in sorted(counts, key=lambda words: -counts[words]):
        better = [other for other in root if counts[other] > counts[words] and _slip(words, other, counts)]
        # Two candidates are no evidence for either.
        root[words] = root[better[0]] if len(better) == 1 else words
    return root


def _slip(words: tuple[str, ...], other: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> bool:
    if len(words) != len(other):
        return False
    unequal = [(mine, theirs) for mine, theirs in zip(words, other, strict=True) if mine != theirs]
    if len(unequal) != 1:
        return False
    mine, theirs = unequal[0]
    if any(character.isdigit() for character in theirs):
        return False
    length = len(theirs)
    if theirs in _PARTICLES:
        return mine not in _PARTICLES and length > 1 and _look_alike(mine, theirs)
    if length >= _VERY_LONG_WORD and _letter_lost(mine, theirs):
        return True
    if length < _LONG_WORD and (length < _SHORT_WORD or counts[other] < _SHORT_WORD_RATIO * counts[words]):
        return False
    return _look_alike(mine, theirs)


def _look_alike(mine: str, theirs: str) -> bool:
    """One letter, or one pair of letters, differs and resembles what stands for it."""
    if len(mine) == len(theirs):
        unequal = [{a, b} for a, b in zip(mine, theirs, strict=True) if a != b]
        return len(unequal) == 1 and any(unequal[0] <= group for group in _ALIKE)
    return any(
        start >= 0 and mine[:start] + one + mine[start + len(two) :] == theirs
        for two, one in _both_ways()
        for start in _occurrences(mine, two)
    )


def _both_ways() -> tuple[tuple[str, str], ...]:
    return _ALIKE_PAIRS + tuple((one, two) for two, one in _ALIKE_PAIRS)


def _occurrences(text: str, part: str) -> list[int]:
    return [index for index in range(len(text)) if text.startswith(part, index)]


def _letter_lost(mine: str, theirs: str) -> bool:
    """One letter too few or too many; not at the end, where number and gender stand."""
    if abs(len(mine) - len(theirs)) != 1:
        return False
    short, long = sorted((mine, theirs), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - _KEPT_END))
