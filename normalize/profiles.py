"""What the cells of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from cuadre.evidence import ES_MX, NotANumber, NumberFormat, Printed, parse_printed
from normalize.cells import ACRONYM_ONLY, CODE_ONLY, split_indicator, split_objective
from normalize.form import ColumnWords, Form, Level
from normalize.grid import GridRow, Sheet
from normalize.headers import likeness
from normalize.misread import is_like
from normalize.text import fold
from normalize.units import plain

SAMPLE = 48
"""So many rows, spread evenly, are looked at to know a column."""

_LONG_TEXT = 70
_SHORT_TEXT = 40
_LEVEL = 0.86
_SPELLED = 2
_FEW_SIGNS = 8
_RECALLED = 75
_TORN_CODE = re.compile(r"\d[\d., ]+\d")
_ERROR_SIGNS = re.compile(r"[#!¡/?]")
_ERROR = re.compile(r"#[^\s]*[!?]|#{2,}|#[A-Z]/[A-Z]")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares of a column's cells that have text, 0 to 1, unless said otherwise.

    Attributes:
        filled: Cells with text, counted.
        number, percent: Figures; figures with a percent sign.
        mark: Marks in place of a figure, spreadsheet errors.
        unread: A few signs that nobody is sure of and that are neither: what bad print leaves of a figure or a word.
        level, frequency, code, coded_text, acronym, acronym_text, labelled: What ``form.LOOKS`` means.
        length: Mean length in characters.
        firsts: First words as ``fold`` leaves them.
        values: By sampled row, the figure there or ``None``.
    """

    filled: int
    number: float
    percent: float
    mark: float
    unread: float
    level: float
    frequency: float
    code: float
    coded_text: float
    acronym: float
    acronym_text: float
    labelled: float
    length: float
    firsts: tuple[str, ...]
    values: tuple[Printed | None, ...]

    @property
    def text(self) -> float:
        """Cells that are neither figures nor marks, and can be read."""
        return 1 - self.number - self.mark - self.unread if self.filled else 0.0

    def begins(self, words: Iterable[str]) -> float:
        """Share of cells that begin with one of these words, a letter wrong allowed."""
        bare = tuple(words)
        hits = sum(_is_like_one(first, bare) for first in self.firsts)
        return hits / len(self.firsts) if self.firsts else 0.0


@lru_cache(maxsize=16384)
def _is_like_one(text: str, words: tuple[str, ...]) -> bool:
    return any(likeness(text, word) >= _LEVEL for word in words)


def sampled(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """At most ``SAMPLE`` rows, spread evenly."""
    if len(rows) <= SAMPLE:
        return tuple(rows)
    return tuple(rows[position * len(rows) // SAMPLE] for position in range(SAMPLE))


def profiles_of(sheet: Sheet, form: Form, number_format: NumberFormat = ES_MX) -> tuple[Profile, ...]:
    """Look at every column of a sheet."""
    rows = sampled(sheet.rows)
    return tuple(
        _profile(
            [row.text(column) for row in rows], [row.is_doubted(column) for row in rows], form, number_format
        )
        for column in range(sheet.columns)
    )


def is_level(text: str, form: Form) -> bool:
    """Whether a cell is a level of the form, a letter wrong allowed."""
    return level_rank(text, form) is not None


def level_rank(text: str, form: Form) -> int | None:
    """The rank of a printed level; ``None`` when it is none of the form's or could be two.

    A number after the word (``Componente 2``) does not matter.
    """
    return _rank(fold(text), form.levels)


@lru_cache(maxsize=4096)
def _rank(text: str, levels: tuple[Level, ...]) -> int | None:
    words = [word for word in text.split() if not word.isdigit()]
    if not words:
        return None
    bare = " ".join(words)
    liked = sorted(
        ((max(likeness(bare, fold(word)) for word in level.words), level.rank) for level in levels),
        reverse=True,
    )
    if not liked or (len(liked) > 1 and liked[0][0] == liked[1][0] > 0):
        return None
    return liked[0][1] if liked[0][0] >= _LEVEL else _misread_rank(bare, levels)


def _misread_rank(bare: str, levels: tuple[Level, ...]) -> int | None:
    """The rank of the one level that a text is, letters misread; single letters are too short for it."""
    ranks = {
        level.rank
        for level in levels
        for word in level.words
        if len(word) > _SPELLED and is_like(bare, plain(word))
    }
    return ranks.pop() if len(ranks) == 1 else None


def is_mark(text: str, form: Form) -> bool:
    """Whether a cell says that there is no figure."""
    return _bare(text) in _bare_marks(tuple(form.cells.no_figure))


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


@lru_cache(maxsize=64)
def _bare_marks(marks: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_bare, marks))


def is_spreadsheet_error(text: str, form: Form) -> bool:
    """Whether a cell holds what a spreadsheet prints for a formula that fails."""
    bare = "".join(text.split()).upper()
    return bare in form.cells.spreadsheet_errors or bool(_ERROR.fullmatch(bare))


def recalls_spreadsheet_error(text: str, form: Form) -> bool:
    """Whether a cell read from pixels looks like one of those errors with a sign or two misread."""
    if not _ERROR_SIGNS.search(text):
        return False
    bare = _letters(text)
    return len(bare) >= _SPELLED and any(
        fuzz.ratio(bare, _letters(error)) >= _RECALLED for error in form.cells.spreadsheet_errors
    )


@lru_cache(maxsize=1024)
def _letters(text: str) -> str:
    return "".join(fold(text).replace("O", "0").split())


def figure_or_none(text: str, number_format: NumberFormat) -> Printed | None:
    """The figure a text is, or ``None``; for evidence only, never for a figure that is published."""
    return read_or_none("".join(text.split()), number_format)


@lru_cache(maxsize=16384)
def read_or_none(text: str, number_format: NumberFormat) -> Printed | None:
    """The figure a text is as it stands; ``None`` when it is blank or none."""
    try:
        return parse_printed(text, number_format)
    except NotANumber:
        return None


def _profile(texts: Sequence[str], doubted: Sequence[bool], form: Form, number_format: NumberFormat) -> Profile:
    filled = [text for text in texts if text]
    count = max(1, len(filled))
    values = tuple(figure_or_none(text, number_format) for text in texts)
    marks = [is_mark(text, form) or is_spreadsheet_error(text, form) for text in texts]
    unread = [
        bool(text) and doubt and value is None and not mark and len(text) <= _FEW_SIGNS
        for text, doubt, value, mark in zip(texts, doubted, values, marks, strict=True)
    ]
    flat = [" ".join(text.split()) for text in filled]
    # Figures and running text are no level and no frequency; most cells are one or the other.
    words = [text for text in flat if len(text) <= _SHORT_TEXT and not text[0].isdigit()]
    return Profile(
        filled=len(filled),
        number=sum(value is not None for value in values) / count,
        percent=sum(value is not None and value.percent for value in values) / count,
        mark=sum(mark for text, mark in zip(texts, marks, strict=True) if text) / count,
        unread=sum(unread) / count,
        level=sum(is_level(text, form) for text in words) / count,
        frequency=sum(_is_frequency(text, form) for text in words) / count,
        code=_codes(flat, [doubt for text, doubt in zip(texts, doubted, strict=True) if text]) / count,
        coded_text=sum(all(split_objective(text)) for text in flat) / count,
        acronym=sum(bool(ACRONYM_ONLY.fullmatch(text)) for text in flat) / count,
        acronym_text=sum(all(split_indicator(text)) for text in flat) / count,
        labelled=sum(_is_labelled(text, form) for text in filled) / count,
        length=sum(map(len, flat)) / count,
        firsts=tuple(next(iter(fold(text).split()), "") for text in flat),
        values=values,
    )


def _codes(texts: Sequence[str], doubted: Sequence[bool]) -> float:
    """How many cells are codes, points lost where nobody is sure; half as many when all could as well be figures."""
    codes = [text for text in texts if CODE_ONLY.fullmatch(text)]
    if not any(text.count(".") > 1 or text[0].isalpha() for text in codes):
        return len(codes) / 2
    pairs = zip(texts, doubted, strict=True)
    torn = sum(doubt and not CODE_ONLY.fullmatch(text) and bool(_TORN_CODE.fullmatch(text)) for text, doubt in pairs)
    return len(codes) + torn


def _is_frequency(text: str, form: Form) -> bool:
    bare = fold(text)
    return any(likeness(bare, fold(word)) >= _LEVEL for word in form.cells.frequencies)


def _is_labelled(text: str, form: Form) -> bool:
    bare = fold(text)
    return any(bare.startswith(fold(label)) for label in form.cells.indicator_unit_labels)


def look_score(profile: Profile, column: ColumnWords) -> float:
    """How well the cells of a column suit a role, about -6 to 5; 0 when they say nothing."""
    if not profile.filled:
        return 0.0
    begins = profile.begins(column.begins) if column.begins else 0.0
    scores = {
        "level": 6 * profile.level - 2,
        "code": 4 * profile.code - 2,
        "coded-text": 3 * profile.coded_text + float(profile.length >= _SHORT_TEXT) - 1.5 * profile.code,
        "acronym": 3 * profile.acronym - 2,
        "acronym-text": 3 * max(profile.acronym_text, begins) - 0.5,
        "frequency": 5 * profile.frequency - 2,
        "labelled-units": 5 * profile.labelled,
        "name": 0.5 if profile.length < _SHORT_TEXT else -0.5,
        "long-text": (2.0 if profile.length >= _LONG_TEXT else 0.0) + 2 * begins,
        "begins": 3 * begins,
    }
    numbers = 0.0 if column.looks == "code" and profile.code >= 0.5 else 8 * profile.number  # noqa: PLR2004
    return scores.get(column.looks, 0.0) - numbers
