"""Phrases that the form prints in cell after cell (``Justificación Trimestral:``), put right by vote over the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from cuadre.evidence import Alphabet, Ask, Repair, Rereading
from normalize.model import Row, TextReading
from normalize.repair.model import Found, Setting
from normalize.repair.words import WORD

BOILERPLATE = "boilerplate-vote"
"""Name of the step."""

_FIELD = "justification"
_LABEL = re.compile(r"(?:(?<=^)|(?<=[.;]\s))(?P<label>[^\W\d_]+(?: [^\W\d_]+){1,5})(?P<sign>:)\s")
_SHARE, _LEAST = 0.2, 3
_WRONG = 0.2
_SURE_LOOK = 0.6


@dataclass(frozen=True, slots=True)
class _Damaged:
    """A text in which a phrase is not printed as everywhere else."""

    row: Row
    reading: TextReading
    label: str
    before: str
    after: str
    votes: str


def repair_boilerplate(rows: Sequence[Row], setting: Setting) -> Found:
    """Put right the phrases with a colon that begin many narratives, where a row has one nearly so.

    In a scan a second reading of the cell must say so too.
    """
    labels = _labels(rows)
    damaged = tuple(_damaged(rows, labels))
    scanned = [one for one in damaged if one.reading.from_pixels]
    asks = [Ask(one.reading.place, Alphabet.TEXT, one.reading.as_read) for one in scanned]
    looks = {one.row.number: said for one, said in zip(scanned, setting.read_again(asks), strict=True)}
    return Found(tuple(
        Repair(
            page=one.row.place.page, row=one.row.number, field=_FIELD, before=one.before, after=one.after,
            rule=BOILERPLATE, witnesses=(one.votes,), confidence=0.9,
        )
        for one in damaged
        if one.row.number not in looks or _is_seen(one, looks[one.row.number])
    ))  # fmt: skip


def _labels(rows: Sequence[Row]) -> Counter[str]:
    """The phrases that begin narratives, or sentences in them, in so many rows that the form prints them."""
    counts = Counter(
        label for row in rows for label in {match["label"] for match in _LABEL.finditer(row.justification)}
    )
    least = max(_LEAST, _SHARE * len(rows))
    return Counter({label: count for label, count in sorted(counts.items()) if count >= least})


def _damaged(rows: Sequence[Row], labels: Counter[str]) -> Iterator[_Damaged]:
    for row in rows:
        reading, text = row.reading(_FIELD), row.justification
        if reading is None or reading.certain:
            continue
        at_start = [label for label in labels if not text.startswith(f"{label}:")]
        near = [(label, end) for label in at_start if (end := _ends_like(text, label))]
        # Another phrase of the form that begins alike is printed as it should be.
        if len(near) == 1 and not any(text.startswith(f"{label}:") for label in labels):
            label, end = near[0]
            after = f"{label}: {text[end:].lstrip(' :.;,')}"
            yield _Damaged(row, reading, label, text, after, f"«{label}:» en {labels[label]} de {len(rows)} filas")


def _ends_like(text: str, label: str) -> int:
    """Where the first words of a text end that are this phrase but for a few letters; 0 when they are not."""
    words = list(WORD.finditer(text))[: label.count(" ") + 1]
    if len(words) <= label.count(" "):
        return 0
    start = " ".join(word.group() for word in words)
    wrong = Levenshtein.distance(start.casefold(), label.casefold())
    return words[-1].end() if wrong <= _WRONG * len(label) else 0


def _is_seen(damaged: _Damaged, looks: Sequence[Rereading]) -> bool:
    texts = [*damaged.reading.alternatives, *(look.text for look in looks if look.confidence >= _SURE_LOOK)]
    starts = [" ".join(text.split()).startswith(f"{damaged.label}:") for text in texts]
    return bool(starts) and all(starts)
