"""How letters follow each other in Spanish and in English, and what a text would say with its letters swapped.

Text whose font names its glyphs wrongly reads as a cipher. Read as one, it gives itself away: swapping some letters
makes it far more like a language, and small words appear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Counts = npt.NDArray[np.float64]
_Order = npt.NDArray[np.intp]

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STEPS = 5
_LETTERS = 26
_LONG = 4
_WORTH_A_SWAP = 0.5
_WORD = re.compile("[a-z]+")
_SMALL_WORDS = frozenset((
    "de", "la", "el", "en", "y", "a", "los", "las", "del", "que", "por", "con", "para", "un", "una", "se", "su", "al",
    "es", "lo", "como", "e", "o", "sus", "no", "son", "the", "of", "and", "to", "in", "for", "is", "on", "by", "with",
    "as", "at", "or", "an", "be", "this", "from", "that", "are", "it",
))  # fmt: skip

# One line for the edge of a word and for each letter, in it one sign for what follows: the end, a to z. Sign n
# stands for a share of exp(-n / 5). Counted over the words in lower case, of four letters and more and without their
# accents, of the word lists in Tesseract's Spanish and English models (Apache License 2.0).
_SPANISH = (
    "xBHADDHJJFNSIEKJCQEEFPIRaWV", "9aHEBUOLWPOWDGAYKWABFNNbXRP", "R7TTTBbbcASnAWYBWfAIODUfnTn",
    "Q8nLdCtnF8nPJgX7jjGWFDltnYn", "F8cbW8kaX9WmbSc6fYKRfHUcsUm", "BJOEHPNJXPNcGH9NKSA9GRLYKWP",
    "NAlfl9LZf6lfEddAllBWODlffYl", "F7dnbBnQNAnnJQHBcnAOWAnnnVh", "F6VYb9ddU9djTTQ8ZjOWLDdbjRd",
    "MCKBEEKJeYSVGGABMRGDEVHiXlJ", "O5bbh7hZZEQhbhh9WhhZh9hhhhh", "9BMUT8XRQ8TQKQLEPXMDQGcUcKX",
    "E8TNN8SOb9iXDLYAQXcNHGMgjPW", "L8Gak8fkq9kgeQS9BqfReGifqXq", "9BdECCKHWETVWRSEgTVF9LLjjUP",
    "7RKHLUOJWSRVFF9QKUB9IQNUTSU", "O8fQb9hfQCkfCcaAPp8MIEpppWk", "QeYeeQYeeQYeWeeUYeeWY0eeeee",
    "C8PKK8TMeAZWJILBQUHIGKOhiUX", "4EWGaDQUPDuWRMXFIUgPBGWbmZp", "I7YXg8fcP9jnUWZActBNRFeagTb",
    "OEGEGBPKeCOYCFCOHYBDEaQkVNP", "T7clY6gll6llaca9llWglLgggal", "E8QUR8ZUF8UQKRFBZZJFPQZZZUU",
    "DCWCWGTYI8YeWUUG7QYS9KWeRQY", "5ANPT9ZSeLeeLKKCNePGLEeNWRW", "D2bGXIbObLbWUQUAXQhhTJhbbVO",
)  # fmt: skip

_ENGLISH = (
    "yEFCEGGHHGNMHEIIDRFBFJKJXTT", "EVHEGPOIRIVMAGAXHYBE9LLPRLP", "KAJOQAVUUASj9QVATfCGODWXfMd",
    "DAbKXBbdBDeFGZZ9ZXEMDFjjnJd", "6ERSL8TNS9TZKPRETgGGTHQQiLa", "AGOGCJMMSNXTFIBNKT9AFOMOKPV",
    "HBWUWADXb8fhCWWAanDMGDhZcLh", "6DUbXAWJGDbcGPIGXiCHRGfXqLb", "D9RVU8UaVAdaMNN9UaHMHHbRkEh",
    "JGLCGFKIYVYQFH7CKTICDRIcScJ", "J8RPN8SUPEUPRQQ8PWPMW8WRZWW", "9CNSQ7QTN9XPGOJFNfLCLKZOaIb",
    "BARQK9QSY9bPCPVCQhXIIHPXiDb", "D8GSX8VaY9deSGQBDfWJUFaXrKf", "ADTFEBMASDTMQSKFTWSDALOVaPT",
    "GKKHIOMHSKXNDE8HGaAEFEJJMQU", "HBVUV9WYCCdYDTSBGlAHGGgWgMg", "LOXdXTXddNXXMVXSdXXVX0VSddX",
    "CAMKJ9PLRAcNNILBMcJEGIOTiJb", "5HVHWCTXGDeOMLRHHTXFAGZQjNh", "CCSNY8TXE8ecLSUDVpCFIHZRhIW",
    "LGGFIGNJYGXQBEAOGhABCYReSVT", "L9ZWS4cac7mgTWXDamQSaNambTe", "F8OQO9QUE9cSIPEBSkHFOSkSfQZ",
    "9DSEVCQZK9hZSQVGBZUOBJRXMFZ", "3INGJHTOTKbWFHIIGoJEHQYQXWS", "D9VUS5bZPAbSKQSCUhTVSMVRbGF",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cipher:
    """What a text's letters look like, as they are and after the swaps that suit them best.

    Attributes:
        pairs: How many pairs of neighbouring letters were looked at, the edges of words included.
        likelihood: Mean logarithm of the share of each pair in the language that suits it better; about -2.3 for
            running text, -4.5 for one whose letters are all permuted.
        gain: What swapping letters adds to it.
        swaps: How many swaps that takes.
        small_words: How many small words are in the text.
        small_words_then: How many are in it after the swaps.
    """

    pairs: int
    likelihood: float
    gain: float
    swaps: int
    small_words: int
    small_words_then: int


def decipher(texts: Iterable[str]) -> Cipher:
    """Read a text as if its letters had been swapped.

    Each long word counts once, whatever stands between letters parts words, accents do not count.
    """
    words = [word for text in texts for word in _WORD.findall(_bare(text))]
    pairs = _pairs(sorted({word for word in words if len(word) >= _LONG}))
    count = float(pairs.sum())
    if not count:
        return Cipher(0, 0.0, 0.0, 0, 0, 0)
    as_is = max(float((pairs * table).sum()) for table in _TABLES)
    best, order, swaps = max((_swapped(pairs, table) for table in _TABLES), key=lambda found: found[0])
    meant = str.maketrans({_letter(seen): _letter(at) for at, seen in enumerate(order.tolist()) if at})
    return Cipher(
        pairs=int(count), likelihood=as_is / count, gain=(best - as_is) / count, swaps=swaps,
        small_words=sum(word in _SMALL_WORDS for word in words),
        small_words_then=sum(word.translate(meant) in _SMALL_WORDS for word in words),
    )  # fmt: skip


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1)


def _pairs(words: Sequence[str]) -> _Counts:
    # The sign before "a" stands for the edges of words.
    signs = np.frombuffer("".join(f"`{word}`" for word in words).encode("ascii"), dtype=np.uint8) - ord("`")
    counts = np.bincount(signs[:-1] * np.intp(_LETTERS + 1) + signs[1:], minlength=(_LETTERS + 1) ** 2)
    counts[0] = 0  # Between two words are two edges.
    return counts.reshape(_LETTERS + 1, _LETTERS + 1).astype(np.float64)


def _swapped(pairs: _Counts, table: _Counts) -> tuple[float, _Order, int]:
    """Swap letters for as long as it helps: the likelihood reached, which letter stands for which, the swaps."""
    order, swaps = np.arange(_LETTERS + 1), 0
    while True:
        gains = _gains(pairs, table)
        one, other = divmod(int(gains.argmax()), _LETTERS + 1)
        if gains[one, other] <= _WORTH_A_SWAP:
            return float((pairs * table).sum()), order, swaps
        chosen = np.arange(_LETTERS + 1)
        chosen[[one, other]] = other, one
        pairs, order, swaps = pairs[np.ix_(chosen, chosen)], order[chosen], swaps + 1


def _gains(pairs: _Counts, table: _Counts) -> _Counts:
    """What each swap of two letters adds to the likelihood; no swap moves the edge of a word."""
    gains = _gains_after(pairs, table) + _gains_after(pairs.T, table.T)
    own, likely = np.diag(pairs), np.diag(table)
    # The pairs of the two letters with themselves and each other were counted neither as what follows one of
    # them nor as what stands before it.
    gains += np.subtract.outer(own, own) * np.subtract.outer(likely, likely) * -1
    gains += (pairs.T - pairs) * (table - table.T)
    gains[0], gains[:, 0] = 0.0, 0.0
    return gains


def _gains_after(pairs: _Counts, table: _Counts) -> _Counts:
    """What each swap adds by the letters that follow the two, the two themselves left out."""
    mixed = pairs @ table.T
    stays = np.diag(mixed)
    gains = mixed + mixed.T - stays[:, None] - stays[None, :]
    own, likely = np.diag(pairs), np.diag(table)
    gains -= (pairs.T - own[:, None]) * (likely[:, None] - table.T)
    gains -= (own[None, :] - pairs) * (table - likely[None, :])
    return gains


_TABLES = tuple(
    np.array([[-_SIGNS.index(sign) / _STEPS for sign in row] for row in rows]) for rows in (_SPANISH, _ENGLISH)
)
