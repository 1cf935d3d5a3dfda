"""Names of units against one another: which ones are one unit, by what the document itself says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from normalize.repair.units_evidence import Named, Witnesses
from normalize.repair.units_words import is_kin, unequal_part
from normalize.units import (
    PARTICLES,
    Words,
    best_spelling,
    differing_by_a_word,
    is_word,
    look_alike,
    name_key,
    name_words,
    slip_roots,
    strange_words,
)

UNIT_WORD, UNIT_KIND, UNIT_VOTE = "unit-word", "unit-kind", "unit-vote"
UNIT_CATALOGUE, UNIT_DECISION = "unit-catalogue", "unit-decision"

BY_LETTERS, BY_PLACE = 0.9, 0.75
_TWICE = 2
_WORDS_OFF, _WORDS_LEFT = 3, 2
_NEAR_SHARE, _NEAR_WORDS = 0.6, 3
_LONG_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A name and what it should read.

    Attributes:
        name: As it was read.
        after: As it is to be published.
        rule: The step that says so; ``""`` while nothing does.
        witnesses: What spoke for it.
        confidence: 0 to 1.
        real: The name as read is made of words, so that letters alone prove nothing.
        settled: Nothing may change it any more.
    """

    name: Named
    after: str
    rule: str = ""
    witnesses: tuple[str, ...] = ()
    confidence: float = BY_LETTERS
    real: bool = False
    settled: bool = False

    def turned(
        self, after: str, rule: str, witnesses: tuple[str, ...], confidence: float, *, real: bool = False
    ) -> Judged:
        """The same with another text, for one more reason."""
        return replace(
            self, after=after, rule=rule, witnesses=(*self.witnesses, *witnesses),
            confidence=min(self.confidence, confidence), real=self.real or real,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """All names that now read alike, as one voter."""

    text: str
    words: Words
    votes: int
    runs: frozenset[int]
    members: tuple[Judged, ...]

    def says(self) -> str:
        """The name with its votes, as a witness gives them."""
        return f"«{self.text}» {self.votes}"


def voted(judged: Sequence[Judged], document: Witnesses) -> tuple[Judged, ...]:
    """Let the names of a document vote: first on spellings, then on misread words, then on forms of a word.

    A name that differs from all others by a real word stays, but where a component and its activities share it with
    one that has another form of the same word, and the document uses no such form elsewhere.
    """
    return _by_place(_by_slip(_by_spelling(judged), document), document)


def choices(judged: Iterable[Judged]) -> tuple[Choice, ...]:
    """The names as they now read, in order of first sight."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[name_key(one.after)].append(one)
    return tuple(_choice(group) for group in groups.values())


def _choice(group: Sequence[Judged]) -> Choice:
    counts: Counter[str] = Counter()
    for one in group:
        counts[one.after] += one.name.votes
    text = next((one.after for one in group if one.name.certain or one.settled), best_spelling(counts))
    runs = frozenset(run for one in group for run in one.name.runs)
    return Choice(text, name_words(text), counts.total(), runs, tuple(group))


def _by_spelling(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    best = {name_key(choice.text): choice for choice in choices(judged)}

    def spelled(one: Judged) -> Judged:
        choice = best[name_key(one.after)]
        if _open(one) and _is_better_print(choice, one):
            return one.turned(choice.text, UNIT_VOTE, (_vote(choice, one),), BY_LETTERS)
        return one

    return tuple(map(spelled, judged))


def _open(one: Judged) -> bool:
    return not (one.name.certain or one.settled)


def _is_better_print(choice: Choice, one: Judged) -> bool:
    """Accents or spaces were lost; case and punctuation may well be printed so."""
    if _shape(choice.text) == _shape(one.after) or one.after.isupper() != choice.text.isupper():
        return False
    others = choice.votes - one.name.votes
    theirs, mine = len(strange_words(choice.text)), len(strange_words(one.after))
    return theirs < mine or (theirs == mine and others >= _TWICE * one.name.votes)


def _shape(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _vote(choice: Choice, one: Judged) -> str:
    others = sum(member.name.votes for member in choice.members if member.after == choice.text)
    return f"voto: «{choice.text}» {others}, «{one.name.text}» {one.name.votes}"


def _by_slip(judged: Sequence[Judged], document: Witnesses) -> tuple[Judged, ...]:
    by_words = {choice.words: choice for choice in choices(judged)}
    roots = slip_roots(by_words)
    near = differing_by_a_word(by_words)

    def mended(one: Judged) -> Judged:
        words = name_words(one.after)
        others = [by_words[other] for other in near.get(words, ())]
        root = roots.get(words) or _proper_root(by_words.get(words), others, document)
        if not _open(one) or root is None:
            return one
        choice = by_words[root]
        witness = f"voto: «{choice.text}» {choice.votes}, «{one.name.text}» {one.name.votes}"
        return one.turned(choice.text, UNIT_VOTE, (witness,), BY_LETTERS)

    return tuple(map(mended, judged))


def _proper_root(mine: Choice | None, others: Sequence[Choice], document: Witnesses) -> Words | None:
    """A name of a place, misread by a letter: no dictionary knows it, so votes, place and text must say so."""
    if mine is None:
        return None
    found = [
        other.words for other in others
        if other.votes >= _TWICE * mine.votes and _is_proper_slip(mine, other, document)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _is_proper_slip(mine: Choice, other: Choice, document: Witnesses) -> bool:
    (one,), (two,) = unequal_part(mine.words, other.words)
    if len(two) < _LONG_ENOUGH or any(sign.isdigit() for sign in two) or is_word(one) or is_word(two):
        return False
    broken = any(sign.isdigit() for sign in one) and any(sign.isalpha() for sign in one)
    told = mine.runs <= other.runs and bool(document.spoken[two]) and not document.spoken[one]
    return look_alike(one, two) and (broken or told)


def _by_place(judged: Sequence[Judged], document: Witnesses) -> tuple[Judged, ...]:
    all_choices = choices(judged)
    by_key = {name_key(choice.text): choice for choice in all_choices}

    def placed(one: Judged) -> Judged:
        mine = by_key[name_key(one.after)]
        better = [other for other in all_choices if _open(one) and _is_form_of(mine, other, document)]
        if len(better) != 1:
            return one
        (choice,) = better
        told = (f"voto: {choice.says()}, {mine.says()}", _why(mine, choice))
        return one.turned(choice.text, UNIT_VOTE, told, BY_PLACE, real=True)

    return tuple(map(placed, judged))


def _why(mine: Choice, other: Choice) -> str:
    one, two = unequal_part(mine.words, other.words)
    where = "el mismo componente" if mine.runs & other.runs else "los textos del propio renglón"
    return f"{where}: «{' '.join(two)}» por «{' '.join(one)}»"


def _is_form_of(mine: Choice, other: Choice, document: Witnesses) -> bool:
    """Whether a name has another form of a word of the other name, and place and text speak for the other."""
    if mine is other or other.votes <= mine.votes:
        return False
    one, two = unequal_part(mine.words, other.words)
    if not one or not two or len(one) + len(two) > _WORDS_OFF or len(mine.words) - len(one) < _WORDS_LEFT:
        return False
    if mine.words[0] != other.words[0] or not any(document.spoken[word] for word in two if word not in PARTICLES):
        return False
    if all(document.spoken[word] for word in one if word not in PARTICLES):
        return False
    if mine.runs <= other.runs:
        return is_kin("".join(one), "".join(two))
    return _is_told_by_own_rows(mine, other, document)


def _is_told_by_own_rows(mine: Choice, other: Choice, document: Witnesses) -> bool:
    """Elsewhere in the document: the rest of the name is of no other unit, and the rows speak of the other's word."""
    one, two = unequal_part(mine.words, other.words)
    if len(one) != 1 or len(two) != 1 or not is_kin(one[0], two[0]) or _same_but_number(one[0], two[0]):
        return False
    rest = [word for word in mine.words if word not in one and word not in PARTICLES]
    strangers = [name.words for name in document.names if name_key(name.text) not in _keys(mine, other)]
    own = any(not any(word in words for words in strangers) for word in rest[1:])
    texts = " ".join(
        f"{row.objective} {row.indicator_name} {row.justification}"
        for member in mine.members for row in member.name.rows
    )  # fmt: skip
    return own and two[0] in name_words(texts)


def _keys(*some: Choice) -> set[str]:
    return {name_key(member.name.text) for choice in some for member in choice.members}


def _same_but_number(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return long in {short + "s", short + "es"}


def rivals(judged: Sequence[Judged]) -> Iterator[tuple[Choice, ...]]:
    """Names that one component and its activities have, near one another and more than one."""
    by_run: dict[int, list[Choice]] = defaultdict(list)
    for choice in choices(judged):
        for run in sorted(choice.runs):
            by_run[run].append(choice)
    seen: set[tuple[str, ...]] = set()
    for run in sorted(by_run):
        here = by_run[run]
        found = tuple(one for one in here if any(_are_rivals(one, two) for two in here if two is not one))
        key = tuple(choice.text for choice in found)
        if found and key not in seen:
            seen.add(key)
            yield found


def _are_rivals(one: Choice, two: Choice) -> bool:
    if set(one.words) - PARTICLES == set(two.words) - PARTICLES:
        return False
    return (one.runs <= two.runs or two.runs <= one.runs) and shares(one.words, two.words) >= _NEAR_SHARE


def shares(one: Words, two: Words) -> float:
    """Which share of the weighty words two names have in common; 0 when they are fewer than three."""
    mine, theirs = set(one) - PARTICLES, set(two) - PARTICLES
    common = len(mine & theirs)
    return common / max(len(mine), len(theirs)) if common >= _NEAR_WORDS else 0.0
