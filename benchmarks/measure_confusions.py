"""Measures which glyphs the first reader takes for which, and writes what they cost to ``reconcile/confusions.toml``.

    python benchmarks/measure_confusions.py [--pages 30]

Figures are printed, scanned badly and read by the real reader (`printed_cells`). What is not read as printed is
explained by the fewest changes: a digit for another, one lost or inserted, a point or comma lost or changed, a percent
sign lost or read as digits. Figures with more than three changes are left out: glyphs do not explain those.

A cost is ``-100 ln`` of the rate at which a printed sign suffers the change, on pages with at most a quarter of their
figures misread. Digits are seldom mistaken there: which one is taken for which is told by worse pages too, up to
``_HOPELESS``, and how often at all is left as expected. All rates are Dirichlet-smoothed: counts start with as many
signs as ``_TRUST`` says, changed as the table of expectations below has it.

The same versions of the libraries write the same bytes.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, permutations
from pathlib import Path

from printed_cells import TRAIN_FACES, ReadPage, read_pages
from rapidfuzz.distance import Levenshtein

TARGET = Path(__file__).parent.parent / "reconcile" / "confusions.toml"
_SEED, _PAGES = 7, 30
_MOST_CHANGES, _READABLE, _HOPELESS = 3, 0.25, 0.4
_TRUST = 10_000
_LOST_SIGN = re.compile(r"\d{0,2}")

# Expectations, in hundredths of a nat.
_ALIKE = {
    620: ("38",), 640: ("17", "56", "08", "68"), 690: ("35",), 700: ("06",), 720: ("89",), 740: ("49", "27", "58"),
    760: ("09", "14", "39"), 780: ("59", "23"),
}  # fmt: skip
_PAIR, _LOST, _INSERTED, _SEPARATOR, _PERCENT, _SECOND, _SAME = 940, 820, 860, 650, 650, 300, 300
_STRONG = {pair: cost for cost, pairs in _ALIKE.items() for one in pairs for pair in (one, one[::-1])}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between print and reading.

    Attributes:
        kind: ``substitution``, ``digit_lost``, ``digit_inserted``, ``separator`` or ``percent``; ``other`` for what
            has no cost, such as a point read where none is.
        pair: Printed digit and read digit, of a substitution.
    """

    kind: str
    pair: str = ""


@dataclass(slots=True)
class Counts:
    """What was printed and what became of it.

    Attributes:
        printed: Figures; ``left_out`` of them were past explaining; ``misread`` had changes.
        signs: How often each sign was printed.
        changes: By kind.
        pairs: Substitutions by pair.
        worse: Pages that tell which digits are alike, and no more; these have no worse ones.
        together: Substitutions beside another one in the same figure, counted from each of both.
        beside: Digits beside a substituted one in the same figure.
        again: Substitutions of the same pair on the same page, counted from each of all.
        alike: Digits like the substituted one elsewhere on the same page.
    """

    printed: int = 0
    left_out: int = 0
    misread: int = 0
    signs: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    together: int = 0
    beside: int = 0
    again: int = 0
    alike: int = 0
    worse: Counts | None = None

    @property
    def digits(self) -> int:
        """How many digits were printed."""
        return sum(count for sign, count in self.signs.items() if sign.isdigit())


def changes(printed: str, read: str) -> tuple[Change, ...] | None:
    """Explain a reading by as few changes as there are; ``None`` when there are too many.

    >>> [change.kind + change.pair for change in changes("45.3%", "4838")]
    ['percent', 'substitution58', 'separator']
    >>> changes("1,204", "sale") is None
    True
    """
    if not read:
        return None
    found: list[Change] = []
    if printed.endswith("%") and not read.endswith("%"):
        found.append(Change("percent"))
        printed = printed[:-1]
        tails = [read[: len(read) - cut] for cut in range(3) if _LOST_SIGN.fullmatch(read[len(read) - cut :])]
        read = min(tails, key=lambda text: Levenshtein.distance(printed, text))
    for operation in Levenshtein.editops(printed, read):
        before = printed[operation.src_pos] if operation.tag != "insert" else ""
        after = read[operation.dest_pos] if operation.tag != "delete" else ""
        found.append(_change(before, after))
    return tuple(found) if len(found) <= _MOST_CHANGES else None


def _change(before: str, after: str) -> Change:
    if before.isdigit() and after.isdigit():
        return Change("substitution", before + after)
    if before.isdigit() and not after:
        return Change("digit_lost")
    if not before and after.isdigit():
        return Change("digit_inserted")
    if before and before in ".,":
        return Change("separator")
    return Change("percent" if before == "%" else "other")


def counted(pages: Iterable[ReadPage]) -> Counts:
    """Count what became of the figures of some pages."""
    counts, worse = Counts(), Counts()
    for page in pages:
        cells = [(cell.printed, "".join(cell.as_read.split())) for cell in page.cells]
        misread = sum(printed != read for printed, read in cells) / len(cells)
        if misread <= _HOPELESS:
            _count_page(counts if misread <= _READABLE else worse, cells)
    counts.worse = worse
    return counts


def _count_page(counts: Counts, cells: Sequence[tuple[str, str]]) -> None:
    signs: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    counts.printed += len(cells)
    for printed, read in cells:
        explained = changes(printed, read)
        if explained is None:
            counts.left_out += 1
            continue
        signs.update(printed)
        counts.misread += bool(explained)
        counts.changes.update(change.kind for change in explained)
        swapped = [change.pair for change in explained if change.kind == "substitution"]
        pairs.update(swapped)
        counts.together += len(swapped) * (len(swapped) - 1)
        counts.beside += len(swapped) * (sum(sign.isdigit() for sign in printed) - 1)
    counts.signs += signs
    counts.pairs += pairs
    counts.again += sum(times * (times - 1) for times in pairs.values())
    counts.alike += sum(times * (signs[pair[0]] - 1) for pair, times in pairs.items())


def costs(counts: Counts) -> tuple[dict[str, int], dict[str, int]]:
    """Give the costs of pairs that are known or expected, and of all other changes."""
    rates = _pair_rates(counts)
    seen = counts.pairs + (counts.worse or Counts()).pairs
    listed = sorted(set(_STRONG) | {pair for pair, times in seen.items() if times > 1})
    rest = [rate for pair, rate in rates.items() if pair not in listed]
    gaps = counts.digits + counts.printed - counts.left_out
    other = {
        "digit_pair": _in_nats(sum(rest) / len(rest)),
        "digit_lost": _cost(counts.changes["digit_lost"], counts.digits, _LOST),
        "digit_inserted": _cost(counts.changes["digit_inserted"], gaps, _INSERTED),
        "separator": _cost(counts.changes["separator"], counts.signs["."] + counts.signs[","], _SEPARATOR),
        "percent": _cost(counts.changes["percent"], counts.signs["%"], _PERCENT),
        "second_in_token": _gain(counts.together, counts.beside, _any(counts), _SECOND),
        "same_pair_again": _gain(counts.again, counts.alike, _usual(counts), _SAME),
    }
    return {pair: _in_nats(rates[pair]) for pair in listed}, other


def _pair_rates(counts: Counts) -> dict[str, float]:
    """Give for each pair how often the first digit is read as the other.

    The pages say which are alike. How often any is mistaken depends on the scan; that stays as expected of a usual one,
    and so does what a misreading costs against a mistake of the issuer.
    """
    worse = counts.worse or Counts()
    alike = {
        pair: (counts.pairs[pair] + worse.pairs[pair] + _TRUST * _expected(_STRONG.get(pair, _PAIR)))
        / (counts.signs[pair[0]] + worse.signs[pair[0]] + _TRUST)
        for pair in map("".join, permutations("0123456789", 2))
    }
    scale = sum(_expected(_STRONG.get(pair, _PAIR)) for pair in alike) / sum(alike.values())
    return {pair: rate * scale for pair, rate in alike.items()}


def _expected(cost: int) -> float:
    return math.exp(-cost / 100)


def _in_nats(rate: float) -> int:
    return round(-100 * math.log(rate))


def _cost(seen: int, shown: int, expected: int) -> int:
    return _in_nats((seen + _TRUST * _expected(expected)) / (shown + _TRUST))


def _any(counts: Counts) -> float:
    """Give the rate at which any digit is read as another."""
    return max(counts.changes["substitution"], 1) / max(counts.digits, 1)


def _usual(counts: Counts) -> float:
    """Give the rate of the pairs that were misread, each as often as it was."""
    times = sum(counts.pairs.values())
    rates = sum(seen * seen / counts.signs[pair[0]] for pair, seen in counts.pairs.items())
    return rates / times if times else 1.0


def _gain(seen: int, shown: int, usual: float, expected: int) -> int:
    """Give how much likelier a change is beside one like it, smoothed by a hundred signs as expected."""
    rate = (seen + 100 * usual * math.exp(expected / 100)) / (shown + 100)
    return max(0, round(100 * math.log(rate / usual)))


def lines(counts: Counts) -> Iterator[str]:
    """Write the file."""
    pairs, other = costs(counts)
    yield '# What misreadings cost: -100 ln of their rate, in hundredths of a nat; pairs are "printed then read".'
    yield "# Written by benchmarks/measure_confusions.py, which says how; change that, not this.\n"
    yield "[meta]"
    yield f"figures = {counts.printed}\nleft_out = {counts.left_out}\nmisread = {counts.misread}"
    yield f"digits = {counts.digits}\nseparators = {counts.signs['.'] + counts.signs[',']}"
    yield f"percent_signs = {counts.signs['%']}"
    yield f"substitution_seen_on_worse_pages = {sum((counts.worse or Counts()).pairs.values())}"
    yield from (f"{kind}_seen = {times}" for kind, times in sorted(counts.changes.items()))
    yield "\n[substitution]"
    yield from (f'"{pair}" = {cost}' for pair, cost in pairs.items())
    yield "\n[other]"
    yield from (f"{name} = {cost}" for name, cost in other.items())


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=_PAGES)
    wanted = parser.parse_args()
    counts = counted(islice(read_pages(_SEED, TRAIN_FACES), wanted.pages))
    TARGET.write_text("\n".join(lines(counts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
