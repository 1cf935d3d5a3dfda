"""Names of units against a catalogue of official ones: it beats every vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from normalize.repair.model import OfficialUnit
from normalize.repair.units_acronyms import acronyms_of, misfits
from normalize.repair.units_evidence import Witnesses
from normalize.repair.units_vote import BY_LETTERS, UNIT_CATALOGUE, Judged, rivals, shares
from normalize.repair.units_words import is_kin, unequal_part
from normalize.units import PARTICLES, is_misread, name_key, name_words, strange_words

_SURE, _BY_PLACE = 0.95, 0.85
_NEAR_LETTERS = 0.9
_NEAR_WORDS = 0.5
_AHEAD = 0.15
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Official names, ready to be looked up.

    Attributes:
        units: Those that exist in the year of the document.
        by_key: Each name and alias as printed, with the unit it is of.
    """

    units: tuple[OfficialUnit, ...]
    by_key: dict[str, tuple[str, OfficialUnit]]

    @classmethod
    def of(cls, units: Iterable[OfficialUnit], year: int | None) -> Catalogue:
        """Keep the units that exist in a year; all when it is not known."""
        valid = tuple(unit for unit in units if _exists(unit, year))
        by_key: dict[str, tuple[str, OfficialUnit]] = {}
        for unit in valid:
            by_key[name_key(unit.name)] = (unit.name, unit)
        for unit in valid:
            for alias in unit.aliases:
                by_key.setdefault(name_key(alias), (alias, unit))
        return cls(valid, by_key)

    def known(self, name: str) -> OfficialUnit | None:
        """The unit that goes by a name, case, accents and punctuation aside."""
        found = self.by_key.get(name_key(name))
        return found[1] if found else None

    def nearest(self, name: str) -> tuple[str, ...]:
        """Official names to look at first for one that is none of them."""
        words = set(name_words(name)) - PARTICLES

        def distance(unit: OfficialUnit) -> tuple[int, float]:
            theirs = set(name_words(unit.name)) - PARTICLES
            letters = Levenshtein.normalized_distance(name_key(name), name_key(unit.name))
            return -len(words & theirs), letters

        near = sorted(self.units, key=distance)
        return tuple(unit.name for unit in near[:_SHOWN] if -distance(unit)[0] > 1)


def _exists(unit: OfficialUnit, year: int | None) -> bool:
    if year is None:
        return True
    return (unit.valid_from is None or unit.valid_from <= year) and (unit.valid_to is None or year <= unit.valid_to)


def catalogued(judged: Sequence[Judged], catalogue: Catalogue, document: Witnesses) -> tuple[Judged, ...]:
    """Give names their official spelling where they are one, or were one before they were misread."""
    if not catalogue.units:
        return tuple(judged)
    judged = tuple(_named(one, catalogue, document) for one in judged)
    judged = tuple(_abbreviated(one, catalogue) for one in judged)
    official = dict(_settled_rivals(judged, catalogue))
    return tuple(
        _official(one, official[one.name.text], "los nombres del mismo componente", _BY_PLACE, real=True)
        if one.name.text in official and not one.settled
        else one
        for one in judged
    )


def _named(one: Judged, catalogue: Catalogue, document: Witnesses) -> Judged:
    found = catalogue.by_key.get(name_key(one.after))
    if found is not None:
        spelled = found[0] if _accents_differ(one.after, found[0]) else one.after
        return _official(one, spelled, "catálogo: el mismo nombre", _SURE)
    near = [name for name, _ in catalogue.by_key.values() if _is_near(one.after, name, document)]
    if len(near) == 1:
        one_part, two_part = unequal_part(name_words(one.after), name_words(near[0]))
        said = f"catálogo: «{' '.join(two_part)}» por «{' '.join(one_part)}»"
        return _official(one, near[0], said, BY_LETTERS, real=not strange_words(one.after))
    return one


def _accents_differ(one: str, two: str) -> bool:
    return name_words(one) != name_words(two) or _letters(one) != _letters(two)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def _is_near(text: str, official: str, document: Witnesses) -> bool:
    """One word is none, or is another form of the official one that the document uses nowhere else."""
    mine, theirs = name_words(text), name_words(official)
    if mine[:1] != theirs[:1] and not set(mine[1:]) & set(theirs[1:]) - PARTICLES:
        return False
    if sorted(filter(_has_digit, mine)) != sorted(filter(_has_digit, theirs)):
        return False
    if len(mine) == len(theirs):
        unequal = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
        if all(is_misread(a, b) for a, b in unequal):
            return True
    one, two = unequal_part(mine, theirs)
    if len(one) == len(two) == 1 and is_kin(one[0], two[0]):
        return not document.spoken[one[0]]
    strange = {"".join(name_words(word)) for word in strange_words(text)}
    near = Levenshtein.normalized_similarity(name_key(text), name_key(official)) >= _NEAR_LETTERS
    return near and bool(strange) and set(one) <= strange | PARTICLES


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _abbreviated(one: Judged, catalogue: Catalogue) -> Judged:
    """An acronym in the row's own texts abbreviates one official name and not this one."""
    if one.settled or one.name.certain:
        return one
    acronyms = acronyms_of(one.name.rows)
    for acronym in acronyms:
        if misfits(acronym, one.after) == ():
            return one
        fitting = [unit.name for unit in catalogue.units if misfits(acronym, unit.name) == ()]
        if len(fitting) == 1 and shares(name_words(one.after), name_words(fitting[0])) >= _NEAR_WORDS:
            return _official(one, fitting[0], f"las siglas {acronym}", _BY_PLACE, real=True)
    return one


def _settled_rivals(judged: Sequence[Judged], catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """Names of one component that contradict each other: the catalogue has one of them, or one name near to all."""
    for group in rivals(judged):
        known = {unit.name for choice in group if (unit := catalogue.known(choice.text)) is not None}
        nearest = known or {_clearly_nearest(choice.text, catalogue) for choice in group}
        official = next(iter(nearest))
        if len(nearest) != 1 or not official:
            continue
        for choice in group:
            yield from ((member.name.text, official) for member in choice.members)


def _clearly_nearest(text: str, catalogue: Catalogue) -> str:
    """The official name that has most words in common, well ahead of the next; ``""`` when there is none."""
    words = name_words(text)
    scored = sorted(((shares(words, name_words(unit.name)), unit.name) for unit in catalogue.units), reverse=True)
    if not scored or scored[0][0] < _NEAR_WORDS:
        return ""
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD:
        return ""
    return scored[0][1]


def _official(one: Judged, text: str, said: str, confidence: float, *, real: bool = False) -> Judged:
    if one.name.certain or text == one.after:
        return replace(one, settled=True)
    return replace(one.turned(text, UNIT_CATALOGUE, (said,), confidence, real=real), settled=True)
