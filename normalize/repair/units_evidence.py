"""What a document says about the names of its units: how often, where, in which other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from normalize.model import Row
from normalize.repair.model import Setting
from normalize.repair.words import WORD, Vocabulary
from normalize.units import Words, name_words

FIELD = "responsible_unit"
_OTHER_TEXTS = ("objective", "indicator_name", "variable_unit", "justification")


@dataclass(frozen=True, slots=True)
class Named:
    """One name as it was read, and the rows that have it.

    Attributes:
        text: The name.
        rows: In order.
        runs: Numbers of the runs they are in.
        certain: A digital page prints it in one of them.
    """

    text: str
    rows: tuple[Row, ...]
    runs: frozenset[int]
    certain: bool

    @property
    def votes(self) -> int:
        """In how many rows it stands."""
        return len(self.rows)

    @property
    def words(self) -> Words:
        """Its words, folded."""
        return name_words(self.text)


@dataclass(frozen=True)
class Witnesses:
    """A document's names and what else it prints.

    Attributes:
        names: Each name once, in order of first sight.
        texts: Words of the other columns, with their accents.
        titles: Words of the dependency's name and of posts.
    """

    names: tuple[Named, ...]
    texts: Vocabulary
    titles: Counter[str]

    @classmethod
    def of(cls, rows: Sequence[Row], setting: Setting) -> Witnesses:
        """Gather them."""
        runs = runs_of(rows, max((level.rank for level in setting.form.levels), default=0))
        by_name: dict[str, list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            if row.responsible_unit.strip():
                by_name[row.responsible_unit].append(index)
        names = tuple(
            Named(
                text, tuple(rows[index] for index in found), frozenset(runs[index] for index in found),
                any(is_certain(rows[index]) for index in found),
            )
            for text, found in by_name.items()
        )  # fmt: skip
        texts = Vocabulary.of(getattr(row, field) for row in rows for field in _OTHER_TEXTS)
        return cls(names, texts, Counter(word.casefold() for text in setting.titles for word in WORD.findall(text)))

    @cached_property
    def spoken(self) -> Counter[str]:
        """How often each folded word stands outside the column of units."""
        found: Counter[str] = Counter()
        for word, count in (self.texts.counts + self.titles).items():
            for folded in name_words(word):
                found[folded] += count
        return found

    @cached_property
    def in_names(self) -> Counter[str]:
        """In how many distinct names each word stands, in lower case, with its accents."""
        return Counter(word for name in self.names for word in {one.casefold() for one in WORD.findall(name.text)})

    @cached_property
    def keeps_accents(self) -> bool:
        """Whether the document prints words in ``-ción`` with their accent, all but a few."""
        words = self.texts.counts + self.titles + self.in_names
        kept = sum(count for word, count in words.items() if word.endswith(("ción", "sión")))
        lost = sum(count for word, count in words.items() if word.endswith(("cion", "sion")))
        return kept > _ACCENTS_KEPT * lost


_ACCENTS_KEPT = 3


def is_certain(row: Row) -> bool:
    """Whether a digital page prints the name, so that nobody may change it."""
    reading = row.reading(FIELD)
    return reading is not None and reading.certain


def runs_of(rows: Sequence[Row], deepest: int) -> tuple[int, ...]:
    """Number the runs of rows that one unit answers for: a component with its activities, each other row alone.

    A row of the deepest level belongs to the component its code names, else to the one printed before it.

    Args:
        rows: All of a document.
        deepest: Rank of the form's deepest level.
    """
    parents = {row.parent_code for row in rows if row.parent_code}
    run_of_code: dict[str, int] = {}
    heads = []
    for index, row in enumerate(rows):
        is_head = row.level_rank != deepest or row.objective_code in parents
        heads.append(is_head)
        # A code that lost a digit may seem to hang on the purpose.
        if is_head and row.objective_code and (row.level_rank is None or row.level_rank >= deepest - 1):
            run_of_code.setdefault(row.objective_code, index)
    runs: list[int] = []
    for index, row in enumerate(rows):
        before = runs[-1] if runs else index
        runs.append(index if heads[index] else run_of_code.get(row.parent_code, before))
    return tuple(runs)
