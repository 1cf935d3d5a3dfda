"""Which words there are: those of Spanish, and those of one document.

The Spanish ones are the inflected forms of simplemma's dictionary. It takes a second and 100 MB to load, so it is asked
only about words in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[^\W_]+")
"""Letters and digits that touch."""


@lru_cache(maxsize=65536)
def is_spanish(word: str) -> bool:
    """Whether a word, in lower case, is a Spanish one. Names of persons and places are none.

    >>> is_spanish("atención"), is_spanish("atcnción"), is_spanish("")
    (True, False, False)
    """
    import simplemma  # noqa: PLC0415 (see above)

    return bool(word) and simplemma.is_known(word, lang="es")


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words of a document and those of Spanish.

    Attributes:
        own: Words of the document, in lower case.
    """

    own: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self.own or is_spanish(word))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document.

    Attributes:
        counts: How often each stands in its texts, in lower case.
        pairs: How often two stand beside each other.
    """

    counts: Counter[str]
    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Count the words of texts."""
        counts, pairs = Counter[str](), Counter[tuple[str, str]]()
        for text in texts:
            words = [word.casefold() for word in WORD.findall(text)]
            counts.update(words)
            pairs.update(pairwise(words))
        return cls(counts, pairs)

    def vouches(self, word: str) -> bool:
        """Whether a word stands in the document, and is Spanish or comes back often enough to be the issuer's own."""
        seen = self.counts[word]
        return seen >= _OWN or (seen > 0 and (is_spanish(word) or _is_compound(word)))


_OWN = 4
_PREFIXES = ("anti", "auto", "bio", "inter", "micro", "multi", "neuro", "pre", "psico", "re", "socio", "sub")


def _is_compound(word: str) -> bool:
    """Whether a word is a Spanish one with something before it, such as no dictionary lists in full."""
    return any(word.startswith(prefix) and is_spanish(word[len(prefix) :]) for prefix in _PREFIXES)

_LOOK_ALIKE = (
    "ceo", "iljt1í", "fl", "nurhv", "nñ", "sz5", "gq9", "bh86", "vy", "aáo", "eé", "oó0", "uúü", "kh", "mn",
)  # fmt: skip
_LOOK_ALIKE_PAIRS = (
    ("rn", "m"), ("ri", "n"), ("cl", "d"), ("fi", "ñ"), ("ii", "u"), ("li", "h"), ("vv", "w"), ("ni", "m"), ("il", "h"),
)  # fmt: skip
_BOTH_WAYS = (*_LOOK_ALIKE_PAIRS, *(pair[::-1] for pair in _LOOK_ALIKE_PAIRS))
_LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúüñ"
_ACCENTS = str.maketrans("áéíóúü", "aeiouu")


def unaccented(word: str) -> str:
    """A word in lower case without its accents; ``ñ`` is a letter of its own.

    >>> unaccented("atención")
    'atencion'
    """
    return word.translate(_ACCENTS)


def look_alikes(word: str) -> Iterator[str]:
    """The words that a recogniser may take for this one: one sign, or one pair of signs, mistaken for another.

    >>> "atención" in set(look_alikes("atcnción")), "cañadas" in set(look_alikes("cafiadas"))
    (True, True)
    """
    for at, sign in enumerate(word):
        others = {other for group in _LOOK_ALIKE if sign in group for other in group} - {sign}
        yield from (word[:at] + other + word[at + 1 :] for other in sorted(others))
    for one, two in _BOTH_WAYS:
        for match in re.finditer(one, word):
            yield word[: match.start()] + two + word[match.end() :]


def one_letter_off(word: str) -> Iterator[str]:
    """All words with one letter other, one letter less or one more."""
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in _LETTERS)
    for at in range(len(word)):
        yield from (word[:at] + letter + word[at + 1 :] for letter in _LETTERS)
        yield word[:at] + word[at + 1 :]
