"""Repair of title lines: axis, programme and dependency stand above the table of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from cuadre.evidence import Finding, Repair
from extract.model import Page, PageKind, TextLine
from normalize.facts import FactWords, title_lines
from normalize.model import Facts
from normalize.repair.model import Found
from normalize.repair.words import is_spanish
from normalize.rules import TITLE_DIFFERS
from normalize.text import fold
from normalize.units import plain

VOTE, LEXICON = "title-vote", "title-lexicon"
_FIELDS = ("axis", "programme", "dependency")
_LIKE = 88
_TWICE = 2
_SURE_WORD = 0.8
_SHORT, _LONG = 3, 6
"""So many letters a first word must have to be put right: before a number, and elsewhere."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """A title line that differs from the title as most pages print it."""

    page: Page
    line: TextLine
    field: str
    title: str
    votes: int


def repair_titles(pages: Sequence[Page], facts: Facts, words: FactWords) -> tuple[Facts, Found]:
    """Repair title lines by the other pages, then by the words that titles start with.

    A line is repaired where it says the same figures as the title, at least twice as many pages print the title, and no
    word in which they differ exists. What a digital page prints is reported and never changed.

    Args:
        pages: Text outside the tables.
        facts: The titles as voted.
        words: What title lines start with.

    Returns:
        The facts, their first word put right where every page misreads it, and the repairs of no row.
    """
    variants = [variant for field in _FIELDS for variant in _variants(pages, field, getattr(facts, field))]
    repairs = [_repair(variant) for variant in variants if variant.page.kind is not PageKind.DIGITAL]
    facts, first = _by_first_word(pages, facts, words)
    ledger = tuple(sorted((*repairs, *first), key=lambda repair: repair.page))
    return facts, Found(ledger, tuple(map(_finding, variants)))


def _variants(pages: Sequence[Page], field: str, title: str) -> Iterator[_Variant]:
    if not title:
        return
    lines = [(page, line) for page in pages for line in title_lines(page)]
    counts = Counter(line.text for _, line in lines)
    for page, line in lines:
        if line.text != title and counts[title] >= _TWICE * counts[line.text] and _is_misread(line.text, title):
            yield _Variant(page, line, field, title, counts[title])


def _is_misread(text: str, title: str) -> bool:
    """Whether a line is a title in which letters were mistaken, and nothing that could be another title."""
    one, other = fold(text).split(), fold(title).split()
    if len(one) != len(other) or fuzz.ratio("".join(one), "".join(other)) < _LIKE:
        return False
    unlike = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine != theirs]
    if any(re.search(r"\d", mine + theirs) or is_spanish(mine.lower()) for mine, theirs in unlike):
        return False
    # Accents are voted as well; a line in other case or with other signs is the issuer's.
    return bool(unlike) or _letters(text) != _letters(title)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _repair(variant: _Variant) -> Repair:
    lines = variant.votes + 1
    return Repair(
        page=variant.page.number, row=None, field=variant.field, before=variant.line.text, after=variant.title,
        rule=VOTE, witnesses=(f"{variant.votes} de {lines} títulos",), confidence=round(variant.votes / lines, 2),
    )  # fmt: skip


def _finding(variant: _Variant) -> Finding:
    end = "se deja como está impreso" if variant.page.kind is PageKind.DIGITAL else "se repara por voto"
    return TITLE_DIFFERS.finding(
        f"El título de la página {variant.page.number} dice «{variant.line.text}» por «{variant.title}»; {end}.",
        page=variant.page.number, field=variant.field, as_read=variant.line.text, reported=variant.title,
    )  # fmt: skip


def _by_first_word(pages: Sequence[Page], facts: Facts, words: FactWords) -> tuple[Facts, list[Repair]]:
    """Put right a first word that no page prints as such titles start, where one letter tells it from one."""
    repairs = []
    for field in _FIELDS:
        title: str = getattr(facts, field)
        word = re.match(r"[^\W\d_]+", title)
        where = next((page for page in pages for line in title_lines(page) if line.text == title), None)
        if word is None or where is None or where.kind is PageKind.DIGITAL:
            continue
        known = getattr(words, field)
        numbered = re.match(r"\s?(?:\d|[IVX]+\b)", title[word.end() :]) is not None
        first = _first_word(word.group(), known, _SHORT if numbered else _LONG)
        if first and not words.opens(title, (*known, *words.other)):
            mended = first + title[word.end() :]
            changed: dict[str, Any] = {field: mended}
            facts = replace(facts, **changed)
            repairs.append(Repair(
                page=where.number, row=None, field=field, before=title, after=mended, rule=LEXICON,
                witnesses=("palabras del formato",), confidence=_SURE_WORD,
            ))  # fmt: skip
    return facts, repairs


def _first_word(word: str, known: Sequence[str], least: int) -> str:
    """The one word that a first word was, in its case; ``""`` when it exists, is too short, or may be another."""
    folded = plain(word)
    near = [other for other in known if " " not in other and Levenshtein.distance(folded, other) == 1]
    if len(near) != 1 or len(folded) < least or folded in known or is_spanish(folded):
        return ""
    return near[0].upper() if word.isupper() else near[0].capitalize()
