"""Whether a reading of a figure can be trusted.

The recogniser's own probability is right about digits and blind to small signs, so three more witnesses are
heard: the form of the figure (``028%`` is none), its ink (``shapes``), and, where any of them leaves
doubt, two more readings: the same recogniser on a crop of other proportions, and Tesseract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.scan.ppocr import FIGURE_SIGNS, Heard
from extract.scan.shapes import Shapes

_PLAIN = r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?"
_CONTINENTAL = r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|(?:0|[1-9]\d*),(?:\d{1,2}|\d{4,})"
_SIGNED = rf"(?:- ?)?(?:\$ ?)?(?:- ?)?(?:{_PLAIN}|{_CONTINENTAL})"
_FORM = re.compile(rf"(?:\((?:\$ ?)?(?:{_PLAIN})\)|{_SIGNED}) ?%?\.?")
_DASHES = re.compile(r"-{1,3}")
_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}\.?")
_THOUSANDS_OR_DECIMALS = re.compile(r"[(\-$ ]*[1-9]\d{0,2}\.\d{3}[)% ]*")
_LIKE_LETTERS = re.compile(r"[01]{1,2}|1\.1")
_AS_DIGITS = str.maketrans("BOolISZ|", "80011521")
_LIKE_PERCENT = re.compile(r".*\d9[5-8]|.*%\d|.*[269]0")

SURE = 0.97
"""From this probability on one reading is enough, if form and ink agree.

This and the other limits here were fitted as in ``benchmarks/calibrate_figures.py``, on 3,407 figures in seven
faces, 4.5 to 7 points, at 150, 200 and 300 dpi, clean, blurred, noisy, as JPEG and as fax. Of 2,230 figures at
200 and 300 dpi none was wrong and sure, 1.7 % were right and unsure; of 1,177 at 150 dpi 4 were wrong and sure,
all on a skewed fax of 5 point type with digits 7 pixels high.
"""
LIKELY = 0.6
"""Under this confidence a figure is published as not certain."""
_SPOKEN_AGAINST = 0.15
_WITH_WITNESS = 0.9
_WORD_OF_TESSERACT = 0.6
_JUST_UNSURE = 0.96
_SIGNS_SETTLED = 0.85
_UNANIMOUS = 0.98
_DOUBTED = 0.5
_AMBIGUOUS = 0.995
_FINE_PRINT, _FINEST_PRINT, _SMEARED = 9.5, 8.0, 7.0
_HEARD = 3


@dataclass(frozen=True, slots=True)
class Witness:
    """One reading of a crop.

    Attributes:
        text: What it read, ``""`` for nothing.
        probability: As the reader sees it.
    """

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a figure reads as.

    Attributes:
        text: The reading.
        confidence: The chance that all of it is right.
        alternatives: Other readings, best first.
        agreed: Tesseract read the same.
    """

    text: str
    confidence: float
    alternatives: tuple[str, ...]
    agreed: bool = False


def is_figure_text(text: str) -> bool:
    """Whether a text has only signs that figures have, and a digit or a dash among them."""
    return any(sign.isdigit() or sign == "-" for sign in text) and all(sign in FIGURE_SIGNS for sign in text)


def may_be_figure(text: str) -> bool:
    """Whether a text is a figure once letters that look like digits are taken for them, if they are fewer than those.

    >>> [may_be_figure(text) for text in ("40.B", "7.9B", "B1", "E123", "Fin")]
    [True, True, False, False, False]
    """
    letters = sum(sign in "BOolISZ|" for sign in text)
    digits = sum(sign.isdigit() for sign in text)
    return 0 < letters < digits and well_formed(text.translate(_AS_DIGITS))


def well_formed(text: str) -> bool:
    """Whether a text has the form of a figure, of a code in figures, or of a dash that stands for one.

    >>> [well_formed(text) for text in ("1,204.50%", "-3", "7.2.1", "028%", "5.091.62%", "1,20.5")]
    [True, True, True, False, False, False]
    """
    return any(form.fullmatch(text) for form in (_FORM, _DASHES, _CODE))


def first_verdict(heard: Sequence[Heard], other: Witness, shapes: Shapes, *, crossed: bool) -> Verdict:
    """Judge the first reading; under ``SURE`` another one is wanted.

    Args:
        heard: Ways to read it, best first; at least one.
        other: What Tesseract read; empty when it is not there.
        shapes: Its ink.
        crossed: A stroke or a stamp runs over it.
    """
    best = heard[0]
    others = tuple(way.text for way in heard[1:_HEARD] if way.text)
    agreed = bool(other.text) and other.text == best.text
    if _doubtful(best.text, best.probability, shapes):
        return Verdict(best.text, min(best.probability, _DOUBTED), others, agreed)
    if agreed and best.probability >= _WITH_WITNESS and shapes.cap >= _FINEST_PRINT:
        return Verdict(best.text, _together(best.probability, _trusted(other)), others, agreed)
    like_letters = bool(_LIKE_LETTERS.fullmatch(best.text)) and best.probability < _AMBIGUOUS
    if other.text or crossed or shapes.cap < _FINE_PRINT or like_letters:
        return Verdict(best.text, min(best.probability, _JUST_UNSURE), others, agreed)
    return Verdict(best.text, min(best.probability, 1.0), others)


def final_verdict(
    heard: Sequence[Heard], again: Sequence[Heard], other: Witness, shapes: Shapes, *, crossed: bool
) -> Verdict:
    """Judge three readings.

    Args:
        heard: Ways to read it the first time, best first; at least one.
        again: Ways to read it on a crop of other proportions, best first; at least one.
        other: What Tesseract read; empty when it is not there.
        shapes: Its ink.
        crossed: A stroke or a stamp runs over it.
    """
    candidates = _candidates(heard, again, other)
    votes = {text: _votes(text, heard, again, other) for text in candidates}
    text = max(candidates, key=lambda text: votes[text] * (_SPOKEN_AGAINST if _bad(text, shapes) else 1.0))
    first = _probability(text, heard)
    second = _probability(text, again)
    agreed = bool(other.text) and other.text == text
    together = _together(first, second, _trusted(other) if agreed else 0.0)
    most = max(first, second)
    alone = (heard[0].text == text) + (again[0].text == text) + agreed == 1
    if agreed and shapes.supports(text) and _digits(text) == _digits(heard[0].text) == _digits(again[0].text):
        # All read the same digits; Tesseract and the ink say the same about the signs between them.
        alone, together = False, max(together, _SIGNS_SETTLED)
    unanimous = agreed and min(first, second) >= _UNANIMOUS
    doubts = (
        alone or _doubtful(text, most, shapes, specks=not unanimous),
        not agreed and most < _AMBIGUOUS and bool(_LIKE_LETTERS.fullmatch(text)),
        not agreed and bool(other.text) and (crossed or shapes.cap < _FINE_PRINT),
        not agreed and most < SURE and not shapes.supports(text),
        shapes.cap < _FINEST_PRINT and not (agreed and most >= SURE),
        shapes.cap < _SMEARED,
    )
    others = tuple(candidate for candidate in candidates if candidate != text)[:_HEARD]
    return Verdict(text, min(together, _DOUBTED if any(doubts) else 1.0), others, agreed)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _candidates(heard: Sequence[Heard], again: Sequence[Heard], other: Witness) -> list[str]:
    texts = [heard[0].text, again[0].text]
    if is_figure_text(other.text):
        texts.append(other.text)
    texts += [way.text for way in (*heard[1:_HEARD], *again[1:_HEARD])]
    return list(dict.fromkeys(text for text in texts if text)) or [""]


def _votes(text: str, heard: Sequence[Heard], again: Sequence[Heard], other: Witness) -> float:
    seen = _trusted(other) if other.text == text else 0.0
    return _probability(text, heard) + _probability(text, again) + seen


def _trusted(other: Witness) -> float:
    """What Tesseract's word counts: it is right about two figures in three where PP-OCR is not sure."""
    return _WORD_OF_TESSERACT * other.probability


def _together(*chances: float) -> float:
    """Give the chance that not all of several readings that agree are wrong."""
    wrong = 1.0
    for chance in chances:
        wrong *= 1 - min(chance, 1.0)
    return 1 - wrong


def _probability(text: str, heard: Sequence[Heard]) -> float:
    return next((way.probability for way in heard if way.text == text), 0.0)


def _bad(text: str, shapes: Shapes) -> bool:
    return not well_formed(text) or shapes.against(text)


def _doubtful(text: str, probability: float, shapes: Shapes, *, specks: bool = True) -> bool:
    """Whether form or ink speak against a reading, or a likely mistake would look the same.

    Args:
        text: The reading.
        probability: As its reader sees it.
        shapes: Its ink.
        specks: Low pieces that are not in the reading count as passed over, not as dirt.
    """
    if not well_formed(text) or shapes.signs_against(text) or (specks and shapes.specks_against(text)):
        return True
    if _THOUSANDS_OR_DECIMALS.fullmatch(text):
        return probability < SURE or shapes.cap < _FINE_PRINT or not shapes.supports(text)
    return bool(_LIKE_PERCENT.fullmatch(text)) and probability < _AMBIGUOUS
