"""Two readings of the same words, made one.

Tesseract knows Spanish: accents, spaces, usual words. PP-OCR knows glyphs: codes, capitals, figures, and signs that the
Spanish model of Tesseract cannot write. Where they differ by an accent, Tesseract is right; where they differ by a
glyph, whoever is surer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.scan.ppocr import Glyph, Heard
from extract.scan.tesseract import TessWord

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_\-./]*[:;]|\W*\d[\d.,%/\-]*\W*")
_PART_OF_CODE = re.compile(r"_|[A-Z]\d|\d[A-Z]|\d[.,]\d|[|\]\[}{]")
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,6}")
_OUTLINE_PIECE = re.compile(r"[\dKGBSOlI|!\[\](){}.,:;/'´`-]+")
_LEAST_DIGITS = 3
_OUTLINE_SURE, _OUTLINE_LIKELY, _OUTLINE_CROSSED, _BESIDE_COLON, _CLEARLY = 0.5, 0.25, 0.9, 0.01, 4.0
_DIRT = frozenset("\"'*«»|~`´‘’“”_^¡")
"""What Tesseract makes of specks; PP-OCR sees these signs where they are printed."""
_LONE = frozenset("OIl|")
_LOST_I = re.compile(r"^[|1lIÍ!\[\]]?(?=_[A-Z])")
_BEYOND_SPANISH = frozenset("°ºª&#@–—²³≥≤±ü…•·×½¼¾‰€")
_DIACRITICS = frozenset("\u0301\u0300\u0308\u0303\u0302")
_GLYPH_SURE = 0.9
_CODE_SURE = 0.8
_WORD_SURE = 0.85
_CASE_SURE = 0.7
_SIGN_SURE = 0.6
_AGREED = 0.97
_SETTLED = 0.8
_OPEN = 0.55


@dataclass(frozen=True, slots=True)
class Fused:
    """One word after both readings.

    Attributes:
        text: NFC.
        confidence: The chance that it is right.
        agreed: Both read the same, accents left out.
    """

    text: str
    confidence: float
    agreed: bool


def looks_like_code(text: str) -> bool:
    """Whether a word may be, or be a misread, code, abbreviation or figure.

    >>> [looks_like_code(word) for word in ("4,1.1", "PMCCG:", "1LSUS_HID", "101%", "Meta", "de")]
    [True, True, True, True, False, False]
    """
    if len(text) == 1:
        return text in _LONE
    return bool(_CODE.fullmatch(text) or _PART_OF_CODE.search(text))


def _names_indicator(text: str) -> bool:
    """Whether a word is letters and figures before a colon: Tesseract writes signs into those.

    >>> [_names_indicator(word) for word in ("PAVC7:", "VARIABLES:", "25%")]
    [True, False, False]
    """
    return bool(_CODE.fullmatch(text)) and any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def outline_length(words: Sequence[str]) -> int:
    """How many of the first words may be one hierarchical code that was read in pieces, dots lost or changed.

    >>> outline_length(["3", "2.1/1,1", "Apoyos"]), outline_length(["25", "talleres"]), outline_length(["I_SUS:", "a"])
    (2, 0, 0)
    """
    length = 0
    while length < len(words) and _OUTLINE_PIECE.fullmatch(words[length]):
        length += 1
    digits = sum(sign.isdigit() for word in words[:length] for sign in word)
    return length if digits >= _LEAST_DIGITS else 0


def outline(heard: Sequence[Heard], *, colon: bool, crossed: bool) -> str:
    """Give the hierarchical code that PP-OCR's figures say; ``""`` when they say none surely.

    Args:
        heard: Its readings with the signs of figures only, best first.
        colon: A colon stands at the end, which is none of those signs.
        crossed: A stroke runs over it, and may be read as one of them.

    >>> ways = [Heard("3.2.1.1", 0.32), Heard("3.21.1", 0.05)]
    >>> outline(ways, colon=False, crossed=False), outline(ways, colon=False, crossed=True)
    ('3.2.1.1', '')
    """
    if not heard:
        return ""
    best, second = heard[0].probability, heard[1].probability if len(heard) > 1 else 0.0
    clear = best >= _OUTLINE_LIKELY and best >= _CLEARLY * second
    sure = best >= _OUTLINE_CROSSED if crossed else clear or best >= (_BESIDE_COLON if colon else _OUTLINE_SURE)
    code = heard[0].text.rstrip(".,")
    return code + (":" if colon else "") if sure and _OUTLINE.fullmatch(code) else ""


def fused(words: Sequence[TessWord], glyphs: Sequence[Glyph]) -> tuple[Fused, ...]:
    """Join Tesseract's reading of some words with PP-OCR's reading of the same stretch, spaces left out.

    >>> word = TessWord("Ejecución;", (0, 0, 1, 1), 0.7)
    >>> fused([word], [Glyph(sign, 0.99) for sign in "Ejecucion:"])[0].text
    'Ejecución:'
    """
    seen = [glyph for glyph in glyphs if not glyph.sign.isspace()]
    whole = "".join(word.text for word in words)
    printed = "".join(glyph.sign for glyph in seen)
    if _folded(whole) == _folded(printed):
        return tuple(Fused(word.text, max(word.confidence, _AGREED), agreed=True) for word in words)
    if (looks_like_code(whole) or _names_indicator(printed)) and (len(words) == 1 or "_" in whole):
        least = min(word.confidence for word in words)
        code = _code(whole, least, seen)
        return (code, *(Fused("", code.confidence, agreed=code.agreed) for _ in words[1:]))
    owner = [number for number, word in enumerate(words) for _ in word.text]
    parts: list[list[str]] = [[] for _ in words]
    open_words: set[int] = set()
    touched: set[int] = set()
    matcher = SequenceMatcher(None, _folded(whole).lower(), _folded(printed).lower(), autojunk=False)
    for way, start, end, first, last in matcher.get_opcodes():
        number = owner[min(start, len(owner) - 1)]
        if way in {"equal", "replace"} and end - start == last - first:
            for place, glyph in zip(range(start, end), seen[first:last], strict=True):
                parts[owner[place]].append(_taken(whole[place], glyph, words[owner[place]].confidence))
                if _folded(whole[place]) != _folded(glyph.sign):
                    touched.add(owner[place])
            continue
        touched.add(number)
        if _prefers_glyphs(words[number], seen[first:last], adds=way == "insert"):
            parts[number].extend(glyph.sign for glyph in seen[first:last])
        else:
            kept = [place for place in range(start, end) if whole[place] not in _DIRT]
            for place in kept:
                parts[owner[place]].append(whole[place])
            if kept or first < last:
                open_words.add(number)
    return tuple(
        Fused(unicodedata.normalize("NFC", "".join(part)), _confidence(word, number, touched, open_words), agreed=False)
        for number, (word, part) in enumerate(zip(words, parts, strict=True))
    )


def _confidence(word: TessWord, number: int, touched: set[int], left_open: set[int]) -> float:
    if number in left_open:
        return min(word.confidence, _OPEN)
    return min(_SETTLED, max(word.confidence, _OPEN)) if number in touched else max(word.confidence, _AGREED)


def _code(tesseract: str, confidence: float, seen: Sequence[Glyph]) -> Fused:
    """Choose one of two readings of a code; neither reader sees a thin ``I`` before an underscore well."""
    lowest = min((glyph.probability for glyph in seen), default=0.0)
    printed = _LOST_I.sub("I", unicodedata.normalize("NFC", "".join(glyph.sign for glyph in seen)))
    if printed == _LOST_I.sub("I", tesseract):
        return Fused(printed, _WORD_SURE, agreed=True)
    chosen = lowest >= _CODE_SURE or lowest > confidence
    if chosen:
        return Fused(printed, min(lowest, _WORD_SURE), agreed=False)
    return Fused(_LOST_I.sub("I", tesseract), min(confidence, _OPEN), agreed=False)


def _taken(tesseract: str, glyph: Glyph, confidence: float) -> str:
    """Choose between two characters that stand at the same place."""
    sign, probability = glyph.sign, glyph.probability
    if _folded(tesseract) == _folded(sign):
        return tesseract
    if _folded(tesseract).lower() == _folded(sign).lower():
        return (tesseract.lower() if sign.islower() else tesseract.upper()) if probability >= _CASE_SURE else tesseract
    if sign in _BEYOND_SPANISH and probability >= _SIGN_SURE:
        return sign
    return sign if probability >= _GLYPH_SURE and confidence < _WORD_SURE else tesseract


def _prefers_glyphs(word: TessWord, seen: Sequence[Glyph], *, adds: bool) -> bool:
    """Whether a stretch of other length is taken from PP-OCR; what it leaves out alone is not believed."""
    if not seen:
        return False
    lowest = min(glyph.probability for glyph in seen)
    if any(glyph.sign in _BEYOND_SPANISH for glyph in seen):
        return lowest >= _SIGN_SURE
    return lowest >= _GLYPH_SURE and word.confidence < (_SETTLED if adds else _WORD_SURE)


def _folded(text: str) -> str:
    """Leave accents out; what PP-OCR drops is no difference."""
    return "".join(
        next((part for part in unicodedata.normalize("NFD", sign) if part not in _DIACRITICS), sign) for sign in text
    )
