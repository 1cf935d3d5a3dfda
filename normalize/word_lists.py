"""Lists of words that a form file may replace, one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from normalize.misread import starts_like
from normalize.units import plain

_TOLERANT = "tolerant"
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class WordLists:
    """The base of dataclasses whose every other field is a list of words, folded.

    Attributes:
        tolerant: A letter or two of a word may be misread, as in text read from pixels.
    """

    tolerant: bool = field(default=False, kw_only=True)

    @classmethod
    def from_table(cls, table: Mapping[str, Sequence[str]]) -> Self:
        """Take the lists of a form file; those it does not name stay as they are.

        Raises:
            ValueError: The table names a list that does not exist.
        """
        known = {field.name for field in fields(cls)} - {_TOLERANT}
        unknown = sorted(set(table) - known)
        if unknown:
            raise ValueError(f"unknown lists of words: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        lists: dict[str, Any] = {name: tuple(plain(word) for word in words) for name, words in table.items()}
        return cls(**lists)

    def for_pixels(self) -> Self:
        """The same lists for text read from pixels."""
        return replace(self, tolerant=True)

    def opening(self, text: str, word: str, *, stem: bool = False) -> int:
        """How many characters of a text its first word takes up, when it is this one; 0 when it is not.

        Args:
            text: As read.
            word: Of one of the lists; more than one word will do.
            stem: The word may go on.
        """
        if plain(text).startswith(word) and (stem or not _LETTER.match(text, len(word))):
            return len(word)
        return starts_like(text, word, stem=stem) if self.tolerant else 0

    def opens(self, text: str, words: Sequence[str], *, stem: bool = False) -> bool:
        """Whether a text starts with one of these words."""
        return any(self.opening(text, word, stem=stem) for word in words)
