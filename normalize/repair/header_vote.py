"""A vote over the texts that pages print for one label, word by word."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from normalize.text import fold

_MAJORITY, _OF_TWO = 0.5, 0.66
_BEHIND = 1.5
_ACCENT = 3.0
_NONE: Mapping[str, float] = {}
_SPELLED, _CLOSE = 0.66, 0.55


@dataclass(frozen=True, slots=True)
class Ballot:
    """One printing of a label.

    Attributes:
        text: As printed.
        weight: How sure its reading is.
        from_pixels: Read by a recogniser, which loses accents more often than it finds one.
    """

    text: str
    weight: float
    from_pixels: bool = False


@dataclass(frozen=True, slots=True)
class Elected:
    """What the pages agree on in one place of a label.

    Attributes:
        text: The word, or words; ``""`` where there is none.
        share: Of the votes, for this word.
        spelled: Of the votes for this word, for this spelling.
        by_lexicon: A word of the form decided where the votes did not.
    """

    text: str
    share: float
    spelled: float
    by_lexicon: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """One place where a printing differs from the vote.

    Attributes:
        said: What it says.
        voted: What was voted.
        votes: How many ballots say so.
    """

    said: str
    voted: str
    votes: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What the vote makes of one printing.

    Attributes:
        text: The label as voted.
        share: Of the votes, in the most disputed place where this printing differs.
        by_lexicon: A word of the form decided there.
        places: Where they differ.
    """

    text: str
    share: float
    by_lexicon: bool
    places: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Election:
    """A vote over one label.

    Attributes:
        places: The word elected in each place; ``None`` where none was.
        printed: What each ballot says in each place.
        pivot: The ballot that the others were laid beside.
    """

    places: tuple[Elected | None, ...]
    printed: tuple[tuple[str, ...], ...]
    pivot: int

    @property
    def text(self) -> str:
        """The label as voted; where nothing was elected, as the typical page prints it."""
        return self._text(self.printed[self.pivot])

    def correction(self, ballot: int) -> Correction | None:
        """What the vote changes in one printing: words, or the accents of one; not punctuation alone."""
        printed = self.printed[ballot]
        disputes, shares, by_lexicon = [], [], False
        for at, (said, elected) in enumerate(zip(printed, self.places, strict=True)):
            if elected is None or said == elected.text:
                continue
            others = [other[at] for other in self.printed]
            if fold(said) != fold(elected.text):
                votes = sum(fold(other) == fold(elected.text) for other in others)
                shares.append(elected.share)
                by_lexicon |= elected.by_lexicon
            elif _letters(said) != _letters(elected.text) and elected.spelled >= _SPELLED:
                votes = sum(_letters(other) == _letters(elected.text) for other in others)
                shares.append(elected.share * elected.spelled)
            else:
                continue
            disputes.append(Dispute(said, elected.text, votes))
        if not disputes:
            return None
        return Correction(self._text(printed), min(shares), by_lexicon, tuple(disputes))

    def open_places(self) -> tuple[tuple[str, ...], ...]:
        """The candidates of each place where none was elected, each once, in order of pages."""
        return tuple(
            tuple(dict.fromkeys(printed[at] for printed in self.printed))
            for at, elected in enumerate(self.places)
            if elected is None
        )

    def _text(self, printed: Sequence[str]) -> str:
        voted = (said if e is None else e.text for said, e in zip(printed, self.places, strict=True))
        return " ".join(word for word in voted if word)


def vote(ballots: Sequence[Ballot], lexicon: frozenset[str], spellings: Mapping[str, float] = _NONE) -> Election:
    """Vote over the words of one label.

    The texts are laid beside the one that resembles the others most. In each place first the word is voted, accents
    and punctuation aside, then how it is spelled. A word that is not far behind wins if it alone is of the form's; else
    the winner needs more than half of the votes, and two pages are not enough to outvote one another.

    Args:
        ballots: One for each page that prints it, at least one.
        lexicon: Words of the form, as ``fold`` leaves them.
        spellings: How often each word is spelled so in all the headers, for where the pages' own vote is close.

    >>> vote([Ballot(t, 1) for t in ("META ANUAL 2026", "META ANUAL 2025", "META ANUAL 2026")], frozenset()).text
    'META ANUAL 2026'
    """
    pivot = _pivot([ballot.text for ballot in ballots])
    words = ballots[pivot].text.split()
    printed = tuple(_laid(ballot.text.split(), words) for ballot in ballots)
    places = tuple(
        _elected([row[at] for row in printed], ballots, lexicon, spellings) for at in range(2 * len(words) + 1)
    )
    return Election(places, printed, pivot)


def _pivot(texts: Sequence[str]) -> int:
    counts = Counter(texts)
    typical = max(counts, key=lambda text: sum(n * fuzz.ratio(text, other) for other, n in counts.items()))
    return texts.index(typical)


def _laid(words: Sequence[str], pivot: Sequence[str]) -> tuple[str, ...]:
    """Words by place: odd places are the words of the pivot, even ones the gaps around them."""
    places: list[list[str]] = [[] for _ in range(2 * len(pivot) + 1)]
    matcher = SequenceMatcher(None, [fold(word) for word in pivot], [fold(word) for word in words], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "insert":
            places[2 * start] += words[first:last]
        elif kind != "delete":
            for place, word in _paired(pivot[start:end], words[first:last]):
                places[2 * (start + place) + 1].append(word)
    return tuple(" ".join(place) for place in places)


def _paired(pivot: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Words with the place of the pivot that each resembles most, in order."""
    start, last = 0, len(pivot) - 1
    for left, word in zip(range(len(words), 0, -1), words, strict=True):
        room = range(start, max(start, last - left + 1) + 1)
        place = max(room, key=lambda at: fuzz.ratio(pivot[at], word))
        yield place, word
        start = min(place + 1, last)


def _elected(
    said: Sequence[str], ballots: Sequence[Ballot], lexicon: frozenset[str], spellings: Mapping[str, float]
) -> Elected | None:
    """The word of one place; nothing when it stays undecided."""
    votes: dict[str, float] = {}
    for text, ballot in zip(said, ballots, strict=True):
        votes[fold(text)] = votes.get(fold(text), 0.0) + ballot.weight
    winner = max(votes, key=lambda word: votes[word])
    known = [word for word in votes if word and set(word.split()) <= lexicon]
    rival = max((word for word in votes if [word] != known), key=lambda word: votes[word], default="")
    # Whether there is a word at all, no lexicon can tell.
    by_lexicon = len(known) == 1 and rival != "" and _BEHIND * votes[known[0]] >= votes[rival]
    winner = known[0] if by_lexicon else winner
    share = votes[winner] / sum(votes.values())
    enough = _OF_TWO if len(said) == 2 else _MAJORITY  # noqa: PLR2004
    if share <= enough and not by_lexicon:
        return None
    text, spelled = _spelled([(t, b) for t, b in zip(said, ballots, strict=True) if fold(t) == winner], spellings)
    return Elected(text, share, spelled, by_lexicon and share <= enough)


def _spelled(own: Sequence[tuple[str, Ballot]], spellings: Mapping[str, float]) -> tuple[str, float]:
    """How the pages spell a word, and the share of those that do; all headers together where the vote is close."""
    votes: dict[str, float] = {}
    for text, ballot in own:
        gain = _ACCENT if ballot.from_pixels and _bare(text) != _letters(text) else 1.0
        votes[text] = votes.get(text, 0.0) + ballot.weight * gain
    total = sum(votes.values())
    text = max(votes, key=lambda one: votes[one])
    if votes[text] < _CLOSE * total:
        text = max(votes, key=lambda one: (spellings.get(one, 0.0), votes[one]))
    return text, votes[text] / total


def _letters(text: str) -> str:
    """Its letters and digits, with their accents, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _bare(text: str) -> str:
    """The same without accents."""
    return _letters(unicodedata.normalize("NFD", text))
