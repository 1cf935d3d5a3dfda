"""Compares what readers made of a scan with the truth of `samples/generate.py`: figures, silent errors, text.

A reader with rows and columns is held to them. A reader that knows less is scored as if it knew the rest:
its figures count wherever they may have come from. So a peer's figures are at most as right as told here.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import cdist

distance = Levenshtein.distance
csv.field_size_limit(10**8)
PERIODS = ("q1", "q2", "q3", "q4")
MEASURES = (("", "target"), ("achieved_", "achieved"), ("pct_", "progress"), ("cum_pct_", "cumulative"))
FIGURES = {"annual": ("target", "annual")} | {
    f"{prefix}{period}": (measure, period) for period in PERIODS for prefix, measure in MEASURES
}
"""Key of a figure in the truth to its measure and period in ``measurements.csv``."""
TEXTS = (
    *("responsible_unit", "objective", "indicator_name", "frequency"),
    *("indicator_unit", "variable_unit", "justification"),
)
SETTLED = {"ok", "explained", "repaired"}
DOUBTED = {"proposed", "undetermined", "illegible"}

Row = dict[str, Any]
Grid = Sequence[Sequence[str]]


@dataclass(slots=True)
class Score:
    """Counts over documents.

    Attributes:
        rows, rows_found: Printed, and found again.
        figures, right: Printed, and read so.
        silent: Wrong or missing, and nobody is told.
        flagged: Right, but to be looked at.
        signs, wrong, wrong_bare: Characters of the texts; to be corrected; the same without accents.
    """

    rows: int = 0
    rows_found: int = 0
    figures: int = 0
    right: int = 0
    silent: int = 0
    flagged: int = 0
    signs: int = 0
    wrong: int = 0
    wrong_bare: int = 0

    def add_text(self, true: str, found: str) -> None:
        """Count one text against what was read for it."""
        self.signs += len(true)
        self.wrong += min(len(true), distance(true, found))
        self.wrong_bare += min(len(true), distance(bare(true), bare(found)))


def flat(text: object) -> str:
    """NFC, white space as one space."""
    return " ".join(unicodedata.normalize("NFC", str(text or "")).split())


def bare(text: str) -> str:
    """Take the accents off.

    >>> bare("Ordeñó")
    'Ordeno'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def number(text: object) -> Decimal | None:
    """Return the figure that a cell holds and nothing else.

    >>> number("1,234.50 %")
    Decimal('1234.50')
    >>> number("25 25")
    """
    digits = flat(text).removesuffix("%").strip().replace(",", "")
    try:
        return Decimal(digits) if digits and " " not in digits else None
    except InvalidOperation:
        return None


def alone(cell: str) -> Decimal | None:
    """Return the figure of a cell that holds just one, whatever strokes and specks were read as beside it.

    >>> alone("| (6,061.30) _"), alone("84% 100%"), alone("12 obras")
    (Decimal('6061.30'), None, None)
    """
    words = [word for word in cell.split() if any(c.isalnum() for c in word)]
    return number(words[0].strip(".,;:()|[]_")) if len(words) == 1 else None


def figures_of(row: Row) -> dict[str, Decimal]:
    """Return the figures that a row prints, by key."""
    return {key: value for key in FIGURES if (value := number(row.get(key))) is not None}


def texts_of(row: Row) -> dict[str, str]:
    """Return the texts that a row prints; a text with a planted mistake is told otherwise in the truth."""
    planted = {error["field"] for error in row["planted_errors"]} - {"justification"}
    return {key: flat(row[key]) for key in TEXTS if flat(row.get(key)) and key not in planted}


def score_package(rows: Sequence[Row], package: Path, file_name: str) -> Score:
    """Score a data package: each figure at its measure and period, each text in its field."""
    documents = _records(package / "documents.csv")
    known = [d["document_id"] for d in documents if Path(d["file_name"]).name == file_name]
    found = [r for r in _records(package / "indicators.csv") if r["document_id"] in known]
    published = {
        (m["page"], m["row"], m["measure"], m["period"]): m
        for m in _records(package / "measurements.csv")
        if m["document_id"] in known
    }
    score = Score(rows=len(rows))
    partners = paired([_name(row) for row in rows], [_printed_name(row) for row in found])
    for at, row in enumerate(rows):
        partner = found[partners[at]] if at in partners else None
        score.rows_found += partner is not None
        place = (partner["page"], partner["row"]) if partner else ("", "")
        for key, true in figures_of(row).items():
            _score_figure(score, true, published.get((*place, *FIGURES[key])))
        for key, true_text in texts_of(row).items():
            score.add_text(true_text, flat(partner[key]) if partner else "")
    return score


def _score_figure(score: Score, true: Decimal, found: dict[str, str] | None) -> None:
    right = found is not None and number(found["reported"]) == true
    settled = found is None or found["status"] in SETTLED
    score.figures += 1
    score.right += right
    score.silent += not right and settled
    score.flagged += found is not None and right and found["status"] in DOUBTED


def _records(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _name(row: Row) -> str:
    return flat(f"{row['code']} {row['indicator_code']} {row['indicator_name']}")


def _printed_name(row: dict[str, str]) -> str:
    return flat(f"{row['objective_code']} {row['indicator_code']} {row['indicator_name']}")


def paired(true: Sequence[str], found: Sequence[str], least: float = 60.0) -> dict[int, int]:
    """Pair texts with texts, the most alike first, each once; of equals, the one nearer in order.

    >>> paired(["1.1 uno", "1.2 dos"], ["1.2 dos", "l.1 uno"])
    {1: 0, 0: 1}
    """
    if not true or not found:
        return {}
    alike = cdist(true, found, scorer=fuzz.ratio)
    places = np.argwhere(alike >= least).tolist()
    order = sorted(places, key=lambda at: (-alike[at[0], at[1]], abs(at[0] - at[1])))
    pairs: dict[int, int] = {}
    for at, partner in order:
        if at not in pairs and partner not in pairs.values():
            pairs[at] = partner
    return pairs


def score_grids(rows: Sequence[Row], order: Sequence[str], grids: Iterable[Grid]) -> Score:
    """Score tables of cells without known columns.

    A figure is right when it is the only one in a cell, in the order of its row. A text is sought in the cell of
    its row that is most like it.
    """
    found = [[flat(cell) for cell in line] for grid in grids for line in grid]
    score = Score(rows=len(rows))
    whole = [_whole(row) for row in rows]
    partners = paired(whole, [" ".join(line) for line in found], least=45.0)
    for at, row in enumerate(rows):
        line = found[partners[at]] if at in partners else []
        score.rows_found += bool(line)
        figures = figures_of(row)
        printed = [figures[key] for key in order if key in figures]
        read = [value for cell in line if (value := alone(cell)) is not None]
        right = int(LCSseq.similarity(printed, read))
        score.figures += len(printed)
        score.right += right
        score.silent += len(printed) - right
        for text in texts_of(row).values():
            likely = (_window(text, cell) for cell in line)
            score.add_text(text, min(likely, key=partial(distance, text), default=""))
    return score


def _whole(row: Row) -> str:
    keys = ("responsible_unit", "level", "code", "objective", "indicator_code", "indicator_name", "frequency")
    return flat(" ".join(str(row.get(key) or "") for key in (*keys, *FIGURES, "justification")))


def _window(text: str, cell: str) -> str:
    """Return the part of a cell that is most like the text."""
    best = fuzz.partial_ratio_alignment(text, cell)
    return cell[best.dest_start : best.dest_end] if best and len(cell) > len(text) else cell




def score_words(rows: Sequence[Row], pages: Sequence[Sequence[str]]) -> Score:
    """Score the words of pages without known cells.

    A figure is right when its page has it as often as its cells and narratives print it. Each word of the truth
    is compared with the word of the page most like it.
    """
    score = Score(rows=len(rows), rows_found=len(rows))
    for at, words in enumerate(pages, 1):
        here = [row for row in rows if row["page"] == at]
        cells = Counter(value for row in here for value in figures_of(row).values())
        true_words = [word for row in here for text in texts_of(row).values() for word in text.split()]
        told, read = Counter(_numbers(true_words)), Counter(_numbers(words))
        right = sum(max(0, min(count, read[value] - told[value])) for value, count in cells.items())
        score.figures += cells.total()
        score.right += right
        score.silent += cells.total() - right
        score.signs += sum(map(len, true_words))
        score.wrong += _lacking(true_words, words)
        score.wrong_bare += _lacking([*map(bare, true_words)], [*map(bare, words)])
    return score


def _numbers(words: Iterable[str]) -> Iterable[Decimal]:
    return (value for word in words if (value := alone(word)) is not None)


def _lacking(true: Sequence[str], found: Sequence[str]) -> int:
    """Count the characters by which words miss the words most like them; equal words meet first."""
    rest = list((Counter(true) - Counter(found)).elements())
    others = list((Counter(found) - Counter(true)).elements())
    if not rest or not others:
        return sum(map(len, rest))
    nearest = cdist(rest, others, scorer=distance).min(axis=1)
    return int(sum(min(len(word), int(near)) for word, near in zip(rest, nearest, strict=True)))


def total(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    out = Score()
    for score in scores:
        for name in Score.__slots__:
            setattr(out, name, getattr(out, name) + getattr(score, name))
    return out
