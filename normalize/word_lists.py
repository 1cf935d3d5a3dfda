"""Lists of words that a form file may replace, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from normalize.units import plain


@dataclass(frozen=True, slots=True)
class WordLists:
    """The base of dataclasses whose every field is a list of words, folded."""

    @classmethod
    def from_table(cls, table: Mapping[str, Sequence[str]]) -> Self:
        """Take the lists of a form file; those it does not name stay as they are.

        Raises:
            ValueError: The table names a list that does not exist.
        """
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(table) - known)
        if unknown:
            raise ValueError(f"unknown lists of words: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        return cls(**{name: tuple(plain(word) for word in words) for name, words in table.items()})
