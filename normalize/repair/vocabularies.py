"""Texts of closed lists: level and frequency by the form's words, units of measure by the document's own.

A word that exists is never changed into another: ``Anual`` stays, however many rows say ``Trianual``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cuadre.evidence import Finding, Repair
from normalize.misread import slack, wrong_letters
from normalize.model import Row
from normalize.repair.model import Found, Setting
from normalize.repair.words import WORD, is_spanish
from normalize.rules import VALUE_SUSPECT
from normalize.text import fold
from normalize.units import plain

FORM_WORD = "form-word"
"""Name of the step that takes a word of the form's list."""

DOCUMENT_VALUE = "document-value"
"""Name of the step that takes a value that the document prints in many rows."""

_UNITS = ("indicator_unit", "variable_unit")
_SPELLED = 3
_LONG = 6
_OWN_COUNT, _OWN_SHARE = 4, 0.1
_TIMES = 3
_CONFIDENCE = {FORM_WORD: 0.97, DOCUMENT_VALUE: 0.95}


def repair_vocabularies(rows: Sequence[Row], setting: Setting) -> Found:
    """Put right levels, frequencies and units of measure that were misread, where one word is near enough.

    What the document prints again and again, and what is a Spanish word, is the issuer's own and stands. What a digital
    page prints is left alone; what could be two words is a finding with both.
    """
    levels = tuple(word for level in setting.form.levels for word in level.words if len(word) >= _SPELLED)
    repairs: list[Repair] = []
    findings: list[Finding] = []
    for field, words in (("level", levels), ("frequency", setting.form.cells.frequencies)):
        found = _closed(rows, field, {fold(word): word for word in words})
        repairs += found.repairs
        findings += found.findings
    for field in _UNITS:
        repairs += _units(rows, field)
    return Found(tuple(repairs), tuple(findings))


def _closed(rows: Sequence[Row], field: str, words: Mapping[str, str]) -> Found:
    """Weigh the texts of a column that has a list of words."""
    counts = Counter(getattr(row, field) for row in rows)
    repairs: list[Repair] = []
    findings: list[Finding] = []
    for row in _readable(rows, field):
        text = getattr(row, field)
        word, number = _bare(text)
        near = () if _is_own(word, counts[text], len(rows)) else _near(word, words)
        spelled = [_printed(one, words[one], word, counts) + number for one in near]
        if len(near) == 1 and spelled[0] != text:
            told = f"única palabra de la lista del formato parecida a «{text}»"
            repairs.append(_repair(row, field, spelled[0], FORM_WORD, told))
        elif len(near) > 1:
            findings.append(VALUE_SUSPECT.finding(
                f"«{text}» no está en la lista del formato y puede ser {' o '.join(spelled)}.",
                page=row.place.page, row=row.number, field=field, as_read=text, reported=text,
                alternatives=tuple(spelled),
            ))  # fmt: skip
    return Found(tuple(repairs), tuple(findings))


def _readable(rows: Sequence[Row], field: str) -> Iterator[Row]:
    for row in rows:
        reading = row.reading(field)
        if reading is not None and not reading.certain and getattr(row, field):
            yield row


def _bare(text: str) -> tuple[str, str]:
    """The words of a text and the number after them (``Componente 2``)."""
    word = text.rstrip(" 0123456789")
    return (word, text[len(word) :]) if word and text[len(word) : len(word) + 1] in ("", " ") else (text, "")


def _is_own(word: str, count: int, rows: int) -> bool:
    """Whether a word exists or comes back so often that the issuer prints it so."""
    return is_spanish(word.casefold()) or (count >= _OWN_COUNT and count >= _OWN_SHARE * rows)


def _near(word: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a list that a text may be, misread: all that are nearest; none for what is one of them."""
    bare = fold(word)
    if bare in words:
        return (bare,)
    wrong = {one: wrong_letters(word, plain(words[one])) for one in words}
    close = {one: letters for one, letters in wrong.items() if letters <= slack(len(one))}
    return tuple(one for one in close if close[one] == min(close.values()))


def _printed(bare: str, listed: str, read: str, counts: Mapping[str, int]) -> str:
    """A word of a list as the document prints it; as read where only accents differ and nothing speaks for them."""
    own = {text: count for text, count in counts.items() if fold(text) == bare}
    if fold(read) == bare:
        return _accented(read, own)
    if own:
        return max(own.items(), key=lambda pair: (pair[1], pair[0]))[0]
    return listed if read.isupper() and len(read) > 1 else listed.capitalize()


def _accented(read: str, own: Mapping[str, int]) -> str:
    """The spelling with accents that the document prints far more often, in the case that was read."""
    times = _TIMES * own.get(read, 0)
    others = [text for text, count in own.items() if _is_richer(text, read) and count >= max(times, _TIMES)]
    return others[0] if len(others) == 1 else read


def _is_richer(text: str, read: str) -> bool:
    return plain(text) == plain(read) and len(text) == len(read) and _marks(text) > _marks(read) and (
        text.isupper() == read.isupper()
    )


def _marks(text: str) -> int:
    return sum(not sign.isascii() for sign in text)


def _units(rows: Sequence[Row], field: str) -> Iterator[Repair]:
    """Put right the units of measure that the document prints otherwise elsewhere."""
    counts = Counter(getattr(row, field) for row in rows)
    for row in _readable(rows, field):
        whole = _voted(getattr(row, field), counts)
        if whole:
            told = f"el documento imprime «{whole}» en {counts[whole]} filas"
            yield _repair(row, field, whole, DOCUMENT_VALUE, told)


def _voted(text: str, counts: Mapping[str, int]) -> str:
    """The value that most rows print, when this one is that one with a word misread."""
    enough = max(_TIMES * counts[text], _TIMES)
    others = [one for one, count in counts.items() if count >= enough and _is_misread(text, one)]
    return others[0] if len(others) == 1 else ""


def _is_misread(text: str, other: str) -> bool:
    """Whether two values differ in words that are none on one side and words on the other."""
    one, two = text.split(), other.split()
    if len(one) != len(two) or text.casefold() == other.casefold():
        return False
    pairs = [(left, right) for left, right in zip(one, two, strict=True) if left != right]
    return all(_is_noise(_core(left), _core(right)) for left, right in pairs)


def _core(word: str) -> str:
    return "".join(WORD.findall(word)).casefold()


def _is_noise(read: str, meant: str) -> bool:
    wrong = wrong_letters(read, meant)
    if len(meant) < _LONG or is_spanish(read) or any(map(str.isdigit, meant)) or _is_inflected(read, meant):
        return False
    return read != meant and wrong <= slack(len(meant))


def _is_inflected(one: str, other: str) -> bool:
    """Whether two words may be forms of one: singular and plural, feminine and masculine."""
    short, long = sorted((one, other), key=len)
    if long in (short + "s", short + "es"):
        return True
    stems = [word.removesuffix("s")[:-1] for word in (one, other)]
    ends = {word.removesuffix("s")[-1:] for word in (one, other)}
    return stems[0] == stems[1] and ends <= set("aoe")


def _repair(row: Row, field: str, after: str, rule: str, told: str) -> Repair:
    return Repair(
        page=row.place.page, row=row.number, field=field, before=getattr(row, field), after=after, rule=rule,
        witnesses=(told,), confidence=_CONFIDENCE[rule],
    )  # fmt: skip
