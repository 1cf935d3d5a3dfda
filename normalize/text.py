r"""Printed lines to running text, and text to the bare words that headers are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_CUTS = (*_HYPHENS, SOFT_HYPHEN)
_WORD = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")
_CODE_SO_FAR = re.compile(r"\d+(?:\.\d+)*\.")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    r"""Reduce text to capitals, digits and single spaces, to compare it with the words of a form.

    >>> fold("% de avance\n1er. TRIM. (2026)")
    'PORCENTAJE DE AVANCE 1ER TRIM 2026'
    """
    decomposed = unicodedata.normalize("NFD", text.replace("%", " PORCENTAJE "))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9A-Z]+", " ", bare.upper()).split())


@dataclass(frozen=True, slots=True)
class Broken:
    r"""A word that a line break cut, with the hyphen that was taken out.

    Attributes:
        before: As printed, with the break (``progra-\nmación``).
        after: As published (``programación``).
    """

    before: str
    after: str


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """Every word that stands unbroken somewhere in these texts, in lower case."""
    words: set[str] = set()
    for text in texts:
        lines, cut_before = text.split("\n"), False
        for position, line in enumerate(lines):
            found = _WORD.findall(line)
            cut_here = position + 1 < len(lines) and line.rstrip().endswith(_CUTS)
            words.update(found[1 if cut_before else 0 : len(found) - 1 if cut_here else len(found)])
            cut_before = cut_here
    return frozenset(map(str.casefold, words))


def join_lines(text: str, words: Container[str] = frozenset()) -> tuple[str, tuple[Broken, ...]]:
    r"""Undo the line breaks of a cell.

    A hyphen at a line end goes only where the joined word is known and the hyphenated one is not, or where
    the hyphen is a soft one; a slash, an underscore or the point of a code joins without a space.

    Args:
        text: Lines as printed, between ``\n``.
        words: Words that there are, in lower case: those of the document, from ``known_words``, and maybe more.

    Returns:
        The text with single spaces, and each hyphen taken out.

    >>> join_lines("Progra-\nmación de\nco-\ncreación", frozenset({"programación"}))[0]
    'Programación de co-creación'
    """
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    joined, broken = lines[0] if lines else "", []
    for line in lines[1:]:
        if joined.endswith(SOFT_HYPHEN):
            broken.append(_broken(joined, line))
            joined = joined[:-1] + line
        elif joined[-1] in _HYPHENS and joined[-2:-1].isalnum():
            if _hyphen_goes(joined, line, words):
                broken.append(_broken(joined, line))
                joined = joined[:-1]
            joined += line
        else:
            joined += ("" if _touch(joined, line) else " ") + line
    return joined, tuple(broken)


def _touch(left: str, right: str) -> bool:
    if left.endswith("/"):
        return not left.endswith(" /")
    if left.endswith("_") or right.startswith("_"):
        return True
    # A code cut in two at the start of a cell; a sentence that ends in a number is longer.
    return bool(_CODE_SO_FAR.fullmatch(left) and right[0].isdigit())


def _last_word(text: str) -> str:
    return text[:-1].rsplit(" ", 1)[-1]


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0]


def _hyphen_goes(left: str, right: str, words: Container[str]) -> bool:
    if not (left[-2].isalpha() and right[0].islower()):
        return False
    start = _WORD.findall(_last_word(left))[-1].casefold()
    end = _WORD.findall(_first_word(right))[0].casefold()
    return start + end in words and f"{start}-{end}" not in words


def _broken(left: str, right: str) -> Broken:
    start, end = _last_word(left), _first_word(right)
    return Broken(f"{start}{left[-1]}\n{end}", start + end)
