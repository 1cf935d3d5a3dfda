"""Running text: words that recognisers broke, mended where the document or the pixels say what stands there.

A word is touched when it is no Spanish word and the document does not print it again and again. Capitals, figures,
codes and names are left alone: a dictionary knows nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuadre.evidence import Alphabet, Ask, Finding, Repair, Rereading
from normalize.model import Row, TextReading
from normalize.repair.model import APPLIED, PROPOSED, Found, Setting
from normalize.repair.words import WORD, Vocabulary, is_spanish, look_alikes, one_letter_off, unaccented
from normalize.rules import WORD_SUSPECT, WORD_UNKNOWN
from normalize.units import PARTICLES

TEXT_MISREAD = "word-misread"
"""Name of the step that mends words."""

FIELDS = ("objective", "indicator_name", "variable_unit", "justification")

_SHORT, _LONG, _VERY_LONG = 4, 6, 10
_LITTLE_WORDS = PARTICLES | {"lo", "que", "se", "su", "sus", "un", "una"}
_DIGIT_INSIDE = re.compile(r"[a-záéíóúñ]{2,}[0-9][a-záéíóúñ]+|[a-záéíóúñ][0-9][a-záéíóúñ]{2,}")
_ENDS = '.:!?¿¡\N{BULLET}-–—«»"'
_SECOND_LOOKS = 80
_SURE_LOOK = 0.6
_BY_DOCUMENT, _BY_DICTIONARY = 0.9, 0.8
_SHOWN, _MOST = 3, 30


@dataclass(frozen=True, slots=True)
class _Change:
    """One place of a text that may be mended.

    Attributes:
        start, end: Where it stands.
        before: What stands there.
        candidates: What may be printed there, most likely first.
        vouched: The document prints the first candidate elsewhere.
    """

    start: int
    end: int
    before: str
    candidates: tuple[str, ...]
    vouched: bool

    @property
    def only(self) -> str:
        """The one candidate; ``""`` when there are more."""
        return self.candidates[0] if len(self.candidates) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A text of a row with the places that may be mended."""

    row: Row
    reading: TextReading
    text: str
    changes: tuple[_Change, ...]


def repair_texts(rows: Sequence[Row], setting: Setting) -> Found:
    """Mend words in objectives, names, units of variables and narratives.

    In a transcription a word is mended when it has one candidate that the document prints elsewhere, or one Spanish
    word for which signs are easily mistaken; in a scan when besides a second reading of the cell says so. What a
    digital page prints is left alone.
    """
    vocabulary = Vocabulary.of(getattr(row, field) for row in rows for field in FIELDS)
    suspects = tuple(_suspects(rows, vocabulary))
    looks = _second_looks(suspects, setting)
    repairs: list[Repair] = []
    findings: list[Finding] = []
    for suspect in suspects:
        sure, open_ = _parted(suspect, looks.get((suspect.row.number, suspect.reading.field), ()))
        repairs += [*_repair(suspect, sure, APPLIED), *_repair(suspect, _proposed(suspect, open_, sure), PROPOSED)]
        if open_:
            words = ", ".join(f"«{change.before}»" for change in open_)
            candidates = tuple(candidate for change in open_ for candidate in change.candidates[:_SHOWN])
            findings.append(WORD_SUSPECT.finding(
                f"El texto dice {words}, que no es palabra conocida; coteje con el original.",
                page=suspect.row.place.page, row=suspect.row.number, field=suspect.reading.field,
                as_read=" | ".join(change.before for change in open_), alternatives=candidates,
            ))  # fmt: skip
    return Found(tuple(repairs), (*findings, *_unknown(rows, suspects, vocabulary)))


def _unknown(rows: Sequence[Row], suspects: Sequence[_Suspect], vocabulary: Vocabulary) -> Iterator[Finding]:
    """One finding for the words of a document that no dictionary has and nothing resembles."""
    told = {change.before for suspect in suspects for change in suspect.changes}
    strange: dict[str, int] = {}
    for row, text in _readable(rows):
        for match in WORD.finditer(text):
            word = match.group()
            if len(word) > _LONG and word not in told and _is_doubtful(match, text, vocabulary):
                strange.setdefault(word, row.number)
    if strange:
        listed = ", ".join(f"«{word}» (fila {row})" for word, row in list(strange.items())[:_MOST])
        yield WORD_UNKNOWN.finding(f"Palabras que no están en el diccionario: {listed}.", as_read=" | ".join(strange))


def _readable(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    for row in rows:
        for field in FIELDS:
            reading, text = row.reading(field), getattr(row, field)
            if reading is not None and not reading.certain and text:
                yield row, text


def _suspects(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[_Suspect]:
    for row in rows:
        for field in FIELDS:
            reading, text = row.reading(field), getattr(row, field)
            if reading is None or reading.certain or not text:
                continue
            changes = tuple(_changes(text, vocabulary))
            if changes:
                yield _Suspect(row, reading, text, changes)


def _changes(text: str, vocabulary: Vocabulary) -> Iterator[_Change]:
    words = list(WORD.finditer(text))
    joined: set[int] = set()
    for one, two in pairwise(words):
        whole = one.group() + two.group()
        if text[one.end() : two.start()] == " " and one.start() not in joined and _is_split(one, two, text, vocabulary):
            joined.update((one.start(), two.start()))
            yield _Change(one.start(), two.end(), text[one.start() : two.end()], (whole,), vouched=True)
    for match in words:
        if match.start() not in joined and _is_doubtful(match, text, vocabulary):
            found = _mended(match.group(), vocabulary)
            if found is not None:
                candidates, vouched = found
                yield _Change(match.start(), match.end(), match.group(), candidates, vouched)


def _is_doubtful(match: re.Match[str], text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word may be a misread one: lower case, or the first of a sentence, and nobody knows it."""
    word = match.group()
    lower = word.casefold()
    if word[1:] != lower[1:] or any(sign.isdigit() for sign in word):
        return bool(_DIGIT_INSIDE.fullmatch(word))
    before = text[: match.start()].rstrip()
    if word[0] != lower[0] and before and before[-1] not in _ENDS:
        return False
    if _is_part(match, text):
        return False
    if len(word) < _SHORT:
        return vocabulary.counts[lower] == 1 and len(word) > 1 and word == lower and not is_spanish(lower)
    # A word that comes back is the issuer's own, unless it differs in accents only from one that comes back more.
    return not is_spanish(lower) and vocabulary.counts[lower] <= _rare(lower, vocabulary)


def _rare(word: str, vocabulary: Vocabulary) -> int:
    return 3 if len(word) >= _LONG and sum(vocabulary.counts.values()) > 1000 else 2  # noqa: PLR2004


def _is_part(match: re.Match[str], text: str) -> bool:
    """Whether a word is part of an address, a path, a code or a hyphenated word."""
    around = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    return any(sign in "@/_-&\\#" for sign in around)


def _mended(word: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], bool] | None:
    """What a word may be: words of the document first, then Spanish ones that look like it, then two words glued."""
    lower = word.casefold()
    if any(sign.isdigit() for sign in lower):
        known = (one for one in look_alikes(lower) if is_spanish(one) or vocabulary.vouches(one))
        return _told(word, known, vocabulary)
    if len(lower) < _SHORT:
        little = sorted({one for one in look_alikes(lower) if one in _LITTLE_WORDS and vocabulary.counts[one] > 1})
        return _told(word, little, vocabulary)
    accents = [one for one in one_letter_off(lower) if unaccented(one) == unaccented(lower) and one != lower]
    for some in (accents, look_alikes(lower), one_letter_off(lower)):
        own = {one for one in some if vocabulary.counts[one] > 0 and one != lower and vocabulary.vouches(one)}
        if own:
            return _told(word, own, vocabulary)
    spanish = {one for one in (*accents, *look_alikes(lower)) if len(one) >= _LONG and is_spanish(one)}
    if spanish:
        return _told(word, spanish, vocabulary)
    return _told(word, (*_parts(lower, vocabulary), *_little_at_end(lower)), vocabulary)


def _little_at_end(word: str) -> Iterator[str]:
    """A long Spanish word with a little one glued to its end."""
    for at in range(_LONG, len(word)):
        if word[at:] in _LITTLE_WORDS and len(word) - at > 1 and is_spanish(word[:at]):
            yield f"{word[:at]} {word[at:]}"


def _told(word: str, found: Iterable[str], vocabulary: Vocabulary) -> tuple[tuple[str, ...], bool] | None:
    """The candidates in the case of the word, the most frequent first; whether the document vouches for the first."""
    ranked = sorted(set(found), key=lambda one: (-vocabulary.counts[one], one))
    if not ranked:
        return None
    vouched = all(vocabulary.counts[part] > 0 for part in ranked[0].split())
    cased = tuple(one[0].upper() + one[1:] if word[0].isupper() else one for one in ranked)
    return cased, vouched


def _parts(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The two words that may be glued in one: the document has them beside each other elsewhere."""
    for at in range(1, len(word)):
        pair = (word[:at], word[at:])
        if vocabulary.pairs[pair] and all(part in _LITTLE_WORDS or is_spanish(part) for part in pair):
            yield " ".join(pair)


def _is_split(one: re.Match[str], two: re.Match[str], text: str, vocabulary: Vocabulary) -> bool:
    """Whether two words are one that was parted: they stand nowhere else, and the document has the whole elsewhere."""
    parts = (one.group(), two.group())
    lower = [part.casefold() for part in parts]
    if parts[1] != lower[1] or parts[0][1:] != lower[0][1:] or any(map(str.isdigit, "".join(parts))):
        return False
    if _is_part(one, text) or _is_part(two, text) or any(part in _LITTLE_WORDS for part in lower):
        return False
    whole, once = "".join(lower), [vocabulary.counts[part] == 1 for part in lower]
    strange = any(alone and not is_spanish(part) for part, alone in zip(lower, once, strict=True))
    return len(whole) >= _LONG and (strange or (all(once) and len(whole) >= _VERY_LONG)) and vocabulary.vouches(whole)


def _second_looks(
    suspects: Sequence[_Suspect], setting: Setting
) -> Mapping[tuple[int, str], tuple[Rereading, ...]]:
    """Look again at the cells of scans, the first so many of them."""
    scanned = [suspect for suspect in suspects if suspect.reading.from_pixels][:_SECOND_LOOKS]
    asks = [Ask(one.reading.place, Alphabet.TEXT, one.reading.as_read) for one in scanned]
    answers = setting.read_again(asks)
    return {(one.row.number, one.reading.field): said for one, said in zip(scanned, answers, strict=True)}


def _parted(
    suspect: _Suspect, looks: Sequence[Rereading]
) -> tuple[tuple[_Change, ...], tuple[_Change, ...]]:
    """The changes that are sure, and those that stay open."""
    sure = tuple(change for change in suspect.changes if change.only and _is_sure(change, suspect, looks))
    return sure, tuple(change for change in suspect.changes if change not in sure)


def _is_sure(change: _Change, suspect: _Suspect, looks: Sequence[Rereading]) -> bool:
    if not suspect.reading.from_pixels:
        # An accent more or less is the issuer's to leave out, unless he prints it elsewhere.
        return change.vouched or unaccented(change.only.casefold()) != unaccented(change.before.casefold())
    others = [*suspect.reading.alternatives, *(look.text for look in looks if look.confidence >= _SURE_LOOK)]
    says = [_says(text, change.only) for text in others]
    keeps = [_says(text, change.before) for text in others]
    return any(says) and not any(keeps)


def _says(text: str, words: str) -> bool:
    return f" {words.casefold()} " in f" {' '.join(WORD.findall(text.casefold()))} "


def _proposed(suspect: _Suspect, open_: Sequence[_Change], sure: Sequence[_Change]) -> tuple[_Change, ...]:
    """What stays a proposal stands on what was applied: it is only made where nothing was."""
    return () if sure or suspect.reading.from_pixels else tuple(change for change in open_ if change.only)


def _repair(suspect: _Suspect, changes: Sequence[_Change], state: str) -> Iterator[Repair]:
    if not changes:
        return
    after = suspect.text
    for change in sorted(changes, key=lambda change: -change.start):
        after = after[: change.start] + change.only + after[change.end :]
    told = tuple(f"{change.before} > {change.only}: {_why(change, suspect)}" for change in changes)
    yield Repair(
        page=suspect.row.place.page, row=suspect.row.number, field=suspect.reading.field, before=suspect.text,
        after=after, rule=TEXT_MISREAD, witnesses=told, state=state,
        confidence=_BY_DOCUMENT if all(change.vouched for change in changes) else _BY_DICTIONARY,
    )  # fmt: skip


def _why(change: _Change, suspect: _Suspect) -> str:
    said = "el documento la imprime en otra parte" if change.vouched else "palabra española de signos parecidos"
    return f"{said}; una segunda lectura la confirma" if suspect.reading.from_pixels else said
