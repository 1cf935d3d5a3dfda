"""Single words of a unit's name that are no words: what they were before they were misread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from normalize.form import Form
from normalize.repair.units_evidence import FIELD, Named, Witnesses
from normalize.repair.words import WORD, is_spanish, look_alikes, one_letter_off
from normalize.units import PARTICLES, Words, is_misread, look_alike, name_words, spanish_spellings

_ACRONYM = 6
_LONG_WORD = 8
_KIND_STEM = 4
_POSTS = re.compile(
    r"(?:sub|vice)?(?:director|coordinador|regidor|contralor|administrador|supervisor|inspector|procurador|asesor|"
    r"promotor|gestor|instructor|conciliador|defensor|gobernador)(?:a|es|as)?|(?:sub|pro)?secretari[oa]s?|"
    r"(?:sub)?tesorer[oa]s?|(?:sub)?jef[ea]s?|titular(?:es)?|encargad[oa]s?|delegad[oa]s?|comisari[oa]s?|"
    r"comisionad[oa]s?|oficial(?:es)?|alcaldes?a?|president[ea]s?|sindic[oa]s?|juez(?:a|es)?|consejer[oa]s?|"
    r"responsables?|enlaces?|asistentes?|auxiliar(?:es)?|agentes?|comandantes?|rector(?:a|es)?|fiscal(?:es)?|"
    r"magistrad[oa]s?|notari[oa]s?|cronistas?|archivistas?|bibliotecari[oa]s?|particular(?:es)?"
)
"""First words of names that are those of a person's post, folded."""
_ADJECTIVE = re.compile(r"(?:al|ar|ad[oa]|id[oa]|iv[oa])(?:es|s)?$")
"""Ends of first words that can name no unit."""
_MORE_KINDS = (
    "red", "administracion", "subcoordinacion", "subjefatura", "gerencia", "taller", "instancia", "cuerpo", "museo",
    "registro", "archivo", "biblioteca", "programa", "parque", "rastro", "albergue", "observatorio", "gabinete",
    "ayuntamiento", "cabildo", "sindicato", "junta", "comite", "subdelegacion", "subtesoreria", "estancia", "modulo",
    "ventanilla", "brigada", "policia", "proteccion", "servicios", "obras", "desarrollo", "universidad", "escuela",
    "fideicomiso", "hospital", "clinica", "secretariado", "despacho", "division", "seccion", "area", "subgerencia",
    "institucion", "sala", "hogar", "refugio", "estacion", "region", "zona", "sector", "distrito", "mercado",
)  # fmt: skip
"""Kinds of units beside those that the form names, folded."""
_SINGLE = frozenset({
    "direccion", "subdireccion", "departamento", "coordinacion", "secretaria", "subsecretaria", "tesoreria",
    "contraloria", "sindicatura", "oficialia",
})  # fmt: skip
"""Kinds of which no unit is called in the plural."""
_FEW_NAMES = 6


@dataclass(frozen=True, slots=True)
class Mended:
    """A name with some of its words put right.

    Attributes:
        text: The name.
        witnesses: What spoke for each word.
    """

    text: str
    witnesses: tuple[str, ...] = ()


def mended_name(name: Named, document: Witnesses) -> Mended:
    """Put right the words of a name that are none, where the document prints the one word that they resemble.

    A lost accent of ``-ción`` comes back where the document keeps its accents. Words in capitals within a name,
    figures and names of places are left alone.
    """
    told: list[str] = []
    shouted = name.text.isupper()

    def mend(match: re.Match[str]) -> str:
        before = match.group()
        if before.isdigit():
            return before
        if before.isupper() and not shouted and len(before) <= _ACRONYM:
            return before
        after = _mended_word(before.lower(), document, shouted=shouted)
        if after is None:
            return before
        written = _cased(after, before)
        told.append(f"«{before}» no es palabra; «{written}» sí")
        return written

    return Mended(WORD.sub(mend, name.text), tuple(told))


def _mended_word(word: str, document: Witnesses, *, shouted: bool) -> str | None:
    if is_spanish(word) and spanish_spellings(_folded(word)):
        return None
    if len(word) > 1 and not spanish_spellings(_folded(word)) and len(word) < _KIND_STEM:
        return _only(particle for particle in sorted(PARTICLES) if is_misread(word, particle))
    if document.texts.counts[word] or document.titles[word]:
        return None
    accented = [one for one in spanish_spellings(_folded(word)) if _folded(word) == word]
    if accented:
        known = document.keeps_accents and not shouted and word.endswith(("cion", "sion"))
        return _only(one for one in accented if known or _is_printed(one, document))
    if len(word) < _KIND_STEM:
        return None
    near = (one for one in look_alikes(word) if is_misread(_folded(word), _folded(one)) or _has_digit(word))
    found = _only(sorted({one for one in near if _is_printed(one, document)}))
    if found is None and len(word) >= _LONG_WORD:
        # Number and gender stand at the end.
        kept = word[-2:]
        off = {one for one in one_letter_off(word) if one[-2:] == kept and one[:1] == word[:1]}
        found = _only(sorted(one for one in off if document.in_names[one] and is_spanish(one)))
    return found


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _is_printed(word: str, document: Witnesses) -> bool:
    printed = document.in_names[word] + document.texts.counts[word] + document.titles[word]
    return bool(printed) and is_spanish(word)


def _only(found: Iterable[str]) -> str | None:
    some = list(found)
    return some[0] if len(some) == 1 else None


def _folded(word: str) -> str:
    return "".join(name_words(word))


def _cased(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def mended_kind(text: str, document: Witnesses, form: Form) -> Mended:
    """Put right the first word of a name where it is no kind of unit, and the document has the one kind it resembles.

    ``Departamental de Obras`` is no name; ``Departamento de Obras`` is. A person's post may answer for a row as well
    and is a slip only where every other name of the document is a unit's.
    """
    head, _, rest = text.partition(" ")
    folded = _folded(head)
    kinds = {_folded(word) for word in form.column(FIELD).begins} | set(_MORE_KINDS)
    if not rest or not head.isalpha() or folded in kinds:
        return Mended(text)
    others = [name for name in document.names if name.text != text]
    if _is_plural(folded, kinds):
        return _one_of_many(text, others)
    printed = {
        _folded(first): first
        for first in (name.text.partition(" ")[0] for name in reversed(others)) if _folded(first) in kinds
    }  # fmt: skip
    kind = _only(kind for kind in sorted(printed) if _near_kind(folded, kind))
    if kind is None or (_POSTS.fullmatch(folded) and not _all_units(others, kinds, kind)):
        return Mended(text)
    written = _cased(printed[kind].lower(), head)
    return Mended(f"{written} {rest}", (f"«{head}» no es tipo de unidad; «{written}» sí",))


def _one_of_many(text: str, others: Iterable[Named]) -> Mended:
    """`Departamentos de Becas` beside `Departamento de Becas`: there may be centres and houses, not departments."""
    folded = name_words(text)
    for other in others:
        is_twin = other.words[:1] and other.words[0] in _SINGLE and _is_plural(folded[0], {other.words[0]})
        if is_twin and other.words[1:] == folded[1:]:
            head, written = text.partition(" ")[0], other.text.partition(" ")[0]
            witness = f"«{written}» en {other.votes} renglones, «{head}» no es tipo de unidad"
            return Mended(text.replace(head, written, 1), (witness,))
    return Mended(text)


def _is_plural(word: str, kinds: set[str]) -> bool:
    return (word.endswith("s") and word[:-1] in kinds) or (word.endswith("es") and word[:-2] in kinds)


def _near_kind(word: str, kind: str) -> bool:
    stem = sum(1 for _ in _common(word, kind))
    if word[-1:] in "oa" and word[:-1] == kind[:-1]:
        # Secretario, Secretaria: gender makes a post of a unit.
        return False
    one_off = len(word) == len(kind) and sum(a != b for a, b in zip(word, kind, strict=True)) == 1
    one_more = word[:-1] == kind and word[-1] not in "aos"
    if one_off or one_more or look_alike(word, kind):
        return True
    other_form = bool(_ADJECTIVE.search(word) or _POSTS.fullmatch(word))
    return other_form and stem >= max(_KIND_STEM + 2, len(kind) - _KIND_STEM)


def _common(one: str, two: str) -> Iterable[str]:
    for a, b in zip(one, two, strict=False):
        if a != b:
            return
        yield a


def _all_units(others: Iterable[Named], kinds: set[str], kind: str) -> bool:
    heads = [name.words[0] for name in others if name.words]
    return len(heads) >= _FEW_NAMES and not any(_POSTS.fullmatch(head) and head not in kinds for head in heads) and (
        heads.count(kind) > 1
    )


def is_kin(one: str, two: str) -> bool:
    """Whether two words share a stem and differ neither in gender only nor by a figure.

    >>> is_kin("tratado", "tratamiento"), is_kin("adultos", "adultas"), is_kin("fisica", "mental")
    (True, False, False)
    """
    if _has_digit(one + two) or _same_but_gender(one, two):
        return False
    stem, shorter = sum(1 for _ in _common(one, two)), min(len(one), len(two))
    return stem >= _STEM and stem * 5 >= shorter * 3


_STEM = 5


def _same_but_gender(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if long in {short + "a", short + "as"}:
        return True
    return len(one) == len(two) and all(a == b or {a, b} <= {"a", "e", "o"} for a, b in zip(one, two, strict=True))


def unequal_part(one: Words, two: Words) -> tuple[Words, Words]:
    """The words in which two names differ, from the first such to the last.

    >>> unequal_part(("planta", "de", "tratado", "norte"), ("planta", "de", "tratamiento", "norte"))
    (('tratado',), ('tratamiento',))
    """
    start = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    ends = zip(reversed(one[start:]), reversed(two[start:]), strict=False)
    tail = next((at for at, (a, b) in enumerate(ends) if a != b), min(len(one), len(two)) - start)
    return one[start : len(one) - tail], two[start : len(two) - tail]
