"""What a header says a column is: words compared loosely enough for noise, strictly enough for numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from normalize.form import ColumnWords, Form
from normalize.grid import HeaderText
from normalize.model import Measure, Period
from normalize.text import fold

SURE = 0.8
"""From here on a likeness counts as saying so."""


def sharpen(likely: float) -> float:
    """Stretch a likeness of 0.6 to 1 over 0 to 1: below, two words are strangers."""
    return max(0.0, (likely - _FAINT) / (1 - _FAINT))


_FAINT = 0.6
_SHORT = 4
_LOOSE = 0.78
_DAMAGED = 0.7
_SPELLED = 3
_HELD = 0.88
_PARENT = 0.5
_QUARTERLY = "TRIMESTRAL"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MISREAD = {"LER": "1ER", "IER": "1ER"}
"""What recognisers make of ``1er``; neither is a word of its own."""
_GLUED = re.compile(
    r"([A-Z]+)([1-4])|([1-4])(T|TRIM|TRIMESTRE|Q)|([IVL1HY]{1,3})(TRIM|TRIMESTRE)|(TRIM|TRIMESTRE)([IVL1HY]{1,3})"
)
_STROKES = {"I": "I", "L": "I", "1": "I", "H": "II", "V": "V", "Y": "V"}
"""What the strokes of a roman number may be read as."""
_ROMAN = frozenset({"II", "III", "IV"})


@lru_cache(maxsize=65536)
def likeness(text: str, word: str, *, anywhere: bool = False) -> float:
    """How much a header looks like a word of the form, 0 to 1; both as ``fold`` leaves them.

    Spaces do not count: narrow columns cut words. A header that begins with the word (or holds it, with
    ``anywhere``) is like it by the share that the word makes up.

    >>> likeness("NIVEL MIR", "NIVEL") > likeness("NIVEL MIR", "INDICADOR") == 0
    True
    """
    bare, sought = text.replace(" ", ""), word.replace(" ", "")
    if not bare or not sought:
        return 0.0
    if bare == sought:
        return 1.0
    share = min(1.0, len(sought) / len(bare))
    if len(sought) < _SHORT:
        tokens = text.split()
        held = word in tokens if anywhere else tokens[:1] == [word]
        return _FAINT + 0.4 * share if held else 0.0
    part = 0.0
    if len(bare) > len(sought):
        held_ratio = fuzz.partial_ratio(sought, bare) if anywhere else fuzz.ratio(bare[: len(sought)], sought)
        part = held_ratio / 100
    best = max(fuzz.ratio(bare, sought) / 100, (_FAINT + 0.4 * share) * part if part >= _HELD else 0.0)
    return best if best >= _FAINT else 0.0


class HeaderWords:
    """A form's header words, ready to look up."""

    def __init__(self, form: Form) -> None:
        words = form.periods
        self._measures = {measure: tuple(map(fold, some)) for measure, some in form.measures.items()}
        self._quarter = frozenset(map(fold, words.quarter))
        self._annual = tuple(map(fold, words.annual))
        self._ordinals = {fold(word): period for period, some in words.ordinals.items() for word in some}
        self._phrases = tuple((fold(word).split(), p) for p, some in words.phrases.items() for word in some)
        words_of_periods = (*sorted(self._quarter), *self._annual, *self._ordinals)
        long = [word for word in words_of_periods if len(word) > _SHORT and " " not in word]
        self._cut = tuple((re.compile(r"\b" + " ?".join(word) + r"(?![A-Z])"), word) for word in long)
        self._seen: dict[str, tuple[Period | None, str]] = {}

    def measures(self, header: Sequence[HeaderText]) -> dict[Measure, float]:
        """How much the header of one column names each measure, sharpened, words for the period aside."""
        found = dict.fromkeys(self._measures, 0.0)
        for part in header:
            rest = self.split_period(part.text)[1]
            for measure, words in self._measures.items():
                found[measure] = max(found[measure], part.weight * _measure_likeness(rest, words))
        return found

    def periods(self, header: Sequence[HeaderText]) -> dict[Period, float]:
        """How much the header of one column names each period."""
        found = dict.fromkeys(Period, 0.0)
        for part in header:
            period = self.split_period(part.text)[0]
            if period is not None:
                found[period] = max(found[period], part.weight)
        if max(likely for period, likely in found.items() if period != Period.ANNUAL) == 1:
            # "Avance anual > Trimestre 1": the quarter is the narrower word.
            found[Period.ANNUAL] = 0.0
        return found

    def speaks_of_quarter(self, header: Sequence[HeaderText]) -> bool:
        """Whether the header of one column has a word for a quarter, whatever became of its number."""
        leaves = [fold(part.text) for part in header if part.leaf and part.weight == part.span == 1]
        long = [word for word in self._quarter if len(word) >= _SHORT]
        return any(word in leaf and _QUARTERLY not in leaf for leaf in leaves for word in long)

    def split_period(self, text: str) -> tuple[Period | None, str]:
        """Part a header into the period it names and the rest of its words, as ``fold`` leaves them."""
        if text not in self._seen:
            self._seen[text] = self._split(self._tokens(text))
        return self._seen[text]

    def says_header(self, text: str, columns: Iterable[ColumnWords]) -> bool:
        """Whether a text is one that a header of this form prints."""
        period, rest = self.split_period(text)
        if period is not None and not rest:
            return True
        if any(likeness(rest, word) >= SURE for words in self._measures.values() for word in words):
            return True
        return any(role_likeness((HeaderText(text),), column.header) >= sharpen(SURE) for column in columns)

    def _tokens(self, text: str) -> tuple[str, ...]:
        # T1, 1T and TRIM1 are two words printed as one; 1ER is one. Narrow columns cut words.
        bare = _YEAR.sub(" ", fold(text))
        for pattern, word in self._cut:
            bare = pattern.sub(f" {word} ", bare)
        parts: list[str] = []
        for token in bare.split():
            glued = _GLUED.fullmatch(token)
            apart = [group for group in glued.groups() if group] if glued else []
            parts += apart if any(part in self._quarter for part in apart) else [_MISREAD.get(token, token)]
        beside = [bool(self._quarter.intersection(parts[max(0, n - 1) : n + 2])) for n in range(len(parts))]
        return tuple(_roman(part) if near else part for part, near in zip(parts, beside, strict=True))

    def _split(self, tokens: tuple[str, ...]) -> tuple[Period | None, str]:
        for phrase, period in self._phrases:
            for start in range(len(tokens) - len(phrase) + 1):
                if list(tokens[start : start + len(phrase)]) == phrase:
                    rest = (*tokens[:start], *tokens[start + len(phrase) :])
                    return period, " ".join(token for token in rest if not self._is_quarter(token))
        for position, token in enumerate(tokens):
            for near in (position + 1, position - 1):
                ordinal = tokens[near] if 0 <= near < len(tokens) else ""
                if ordinal in self._ordinals and self._is_quarter(token, beside=ordinal):
                    rest = tuple(t for n, t in enumerate(tokens) if n != near and t != token)
                    return self._ordinals[tokens[near]], " ".join(rest)
        if tokens and tokens[-1] in self._ordinals:
            # "Alcanzado II": the word for a quarter is left out.
            return self._ordinals[tokens[-1]], " ".join(tokens[:-1])
        for position, token in enumerate(tokens):
            if any(fuzz.ratio(token, word) / 100 >= _HELD for word in self._annual):
                # Among more words it stays: "avance anual" is what some call the accumulated share.
                rest = tokens if len(tokens) > 2 else (*tokens[:position], *tokens[position + 1 :])  # noqa: PLR2004
                return Period.ANNUAL, " ".join(rest)
        return None, " ".join(tokens)

    def _is_quarter(self, token: str, beside: str = "") -> bool:
        """Whether a token is a word for a quarter; beside a spelled ordinal a damaged one passes."""
        if token in self._quarter:
            return True
        if token.startswith(_QUARTERLY):
            # "Avance trimestral" is what a percentage is called, in whatever quarter.
            return False
        shortest, least = (_SHORT, _DAMAGED) if len(beside) >= _SPELLED else (_SHORT + 1, _LOOSE)
        return any(len(word) >= shortest and fuzz.ratio(token, word) / 100 >= least for word in self._quarter)


def role_likeness(header: Sequence[HeaderText], words: Sequence[str]) -> float:
    """How much the header of one column names a column of text, sharpened; its lowest text counts most."""
    best, sought = 0.0, tuple(words)
    for part in header:
        weight = part.weight * (1.0 if part.leaf else _PARENT)
        best = max(best, weight * _text_likeness(part.text, sought))
    return best


def _roman(token: str) -> str:
    """A number of a quarter whose strokes were read as other signs.

    >>> [_roman(token) for token in ("IL", "11", "HI", "LV", "1", "11O")]
    ['II', 'II', 'III', 'IV', '1', '11O']
    """
    strokes = "".join(_STROKES.get(sign, sign) for sign in token)
    return strokes if strokes in _ROMAN else token


@lru_cache(maxsize=65536)
def _text_likeness(text: str, words: tuple[str, ...]) -> float:
    bare = " ".join(_YEAR.sub(" ", fold(text)).split())
    return sharpen(max((likeness(bare, fold(word)) for word in words), default=0.0))


@lru_cache(maxsize=65536)
def _measure_likeness(text: str, words: tuple[str, ...]) -> float:
    return sharpen(max((likeness(text, word, anywhere=True) for word in words), default=0.0))
