"""What became of injected errors: counts, bounds, and tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb

from injection_cases import Case
from injection_reports import Sheet
from scans import markdown, share

from cuadre.evidence import Printed
from normalize.model import Row
from reconcile.gate import figure_of
from reconcile.model import Reconciliation, Status, Verdict
from reconcile.readings import Key

Line = dict[str, object]
_SETTLED = (Status.OK, Status.EXPLAINED)
_OPEN = (Status.PROPOSED, Status.INCONSISTENT, Status.UNDETERMINED, Status.ILLEGIBLE)
_MOST_FIRST = (Status.REPAIRED, Status.PROPOSED, Status.INCONSISTENT, Status.UNDETERMINED, Status.ILLEGIBLE)
_CONSISTENT = "consistent"
_BINARY_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Wrong:
    """A figure that was put right and was not wrong, or not so: what must never happen.

    Attributes:
        case: The row.
        figure: Which figure.
        was_read, published, paper: What was read, what is published now, what the paper says.
        looks: What second looks said.
        overwritten: The issuer's mistake stood there.
    """

    case: Case
    figure: Key
    was_read: str
    published: str
    paper: str
    looks: tuple[str, ...]
    overwritten: bool

    def __str__(self) -> str:
        figures = " ".join(self.case.row.figures.values())
        return (f"{self.case.truth} ({self.case.kind}), {self.figure[0]}_{self.figure[1]}: paper {self.paper}, read "
                f"{self.was_read}, published {self.published}; looks {', '.join(self.looks) or 'none'}; row as printed "
                f"(achieved of q{self.case.row.plan.quarter}): {figures}")  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts over rows.

    Attributes:
        rows: By truth.
        outcomes: Truth of a row and the best that was done for it, counted.
        applied: Figures put right; ``wrong`` tells those that were not.
        readings: Different misread cells of the pool among them.
        overwritten: Mistakes of the issuer among the wrong ones.
        proposed, proposed_right: Proposals, and those that say what the paper says.
        detectable, detected: Misread rows that break a check as they were read; those with anything to look at.
        silent: Misread figures that are published as they were read and called right.
        identifiable, named, mended: Rows that arithmetic alone can mend in one way; where the figure that is put right
            or proposed is the misread one; where it was put right.
        false_alarms: Right rows with something to look at.
        open_figures: Figures that are left to a person, by truth.
        by_kind: Issuer's mistakes by kind: rows, noticed, overwritten.
        wrong: All wrong repairs.
    """

    rows: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    applied: int = 0
    readings: set[int] = field(default_factory=set)
    proposed: int = 0
    proposed_right: int = 0
    detectable: int = 0
    detected: int = 0
    silent: int = 0
    identifiable: int = 0
    named: int = 0
    mended: int = 0
    false_alarms: int = 0
    open_figures: Counter[str] = field(default_factory=Counter)
    by_kind: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def overwritten(self) -> int:
        """Mistakes of the issuer that were put right, which nobody may."""
        return sum(one.overwritten for one in self.wrong)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row.

    Attributes:
        sheet: Its report.
        case: What was done to it.
        row: As it was read.
        verdicts: On each figure.
        proposed: What its proposals say.
    """

    sheet: Sheet
    case: Case
    row: Row
    verdicts: Mapping[Key, Verdict]
    proposed: Mapping[Key, Printed | None]

    @property
    def repaired(self) -> dict[Key, Printed]:
        """The figures that are published otherwise than they were read."""
        return {key: verdict.repaired for key, verdict in self.verdicts.items() if verdict.repaired is not None}

    @property
    def best(self) -> str:
        """The most that was done for any of its figures."""
        statuses = {verdict.status for verdict in self.verdicts.values()}
        return next((str(status) for status in _MOST_FIRST if status in statuses), _CONSISTENT)

    def is_right(self, key: Key, printed: Printed | None) -> bool:
        """Whether a value is the one on the paper."""
        paper = figure_of(self.case.row.figures[key], self.sheet.report.number_format)
        return printed is not None and paper is not None and printed.value == paper.value

    def count(self, statuses: Collection[Status]) -> int:
        """The figures with one of some verdicts."""
        return sum(verdict.status in statuses for verdict in self.verdicts.values())


def outcomes(sheet: Sheet, found: Reconciliation) -> Iterator[Outcome]:
    """What became of each row of a report."""
    by_row: defaultdict[int, dict[Key, Verdict]] = defaultdict(dict)
    for verdict in found.verdicts:
        by_row[verdict.row][verdict.measure, verdict.period] = verdict
    proposals = {(r.row, r.field): r.after for r in found.repairs if r.state == "proposed"}
    for case, row in zip(sheet.cases, sheet.report.rows, strict=True):
        proposed = {
            (figure.measure, figure.period): figure_of(proposals[row.number, figure.field], sheet.report.number_format)
            for figure in row.figures if (row.number, figure.field) in proposals
        }  # fmt: skip
        yield Outcome(sheet, case, row, by_row[row.number], proposed)


def add(tally: Tally, one: Outcome) -> None:
    """Count a row."""
    case, best = one.case, one.best
    tally.rows[case.truth] += 1
    tally.outcomes[case.truth, best] += 1
    tally.false_alarms += case.truth == "clean" and best != _CONSISTENT
    tally.open_figures[case.truth] += one.count(_OPEN)
    for key, printed in one.repaired.items():
        tally.applied += 1
        if key in case.misread:
            tally.readings.add(id(case.misread[key]))
        if not one.is_right(key, printed):
            tally.wrong.append(_wrong(one, key, str(printed)))
    tally.proposed += len(one.proposed)
    tally.proposed_right += sum(one.is_right(key, printed) for key, printed in one.proposed.items())
    if case.truth == "misread":
        _add_misread(tally, one)
    if case.truth == "issuer":
        kind = tally.by_kind[case.kind]
        kind["rows"] += 1
        kind["noticed"] += best != _CONSISTENT
        kind["inconsistent"] += bool(one.count((Status.INCONSISTENT,)))
        kind["overwritten"] += any(key in case.changed for key in one.repaired)


def _add_misread(tally: Tally, one: Outcome) -> None:
    misread = one.case.misread
    tally.silent += sum(one.verdicts[key].status in _SETTLED for key in misread)
    if one.case.detectable:
        tally.detectable += 1
        tally.detected += one.best != _CONSISTENT
    if one.case.identifiable:
        tally.identifiable += 1
        tally.named += any(key in misread for key in (*one.proposed, *one.repaired))
        tally.mended += any(key in misread for key in one.repaired)


def _wrong(one: Outcome, key: Key, published: str) -> Wrong:
    figure = one.row.figure(*key)
    assert figure is not None  # noqa: S101 - it has a verdict
    looks = tuple(f"{look.recognizer}={look.text}@{look.confidence}" for look in one.sheet.looks.get(figure.place, ()))
    paper = one.case.row.figures[key]
    return Wrong(one.case, key, figure.as_read, published, paper, looks, key in one.case.changed)


def precision_bound(applied: int, wrong: int) -> Fraction:
    """The precision that so many repairs show at 95 % confidence: Clopper and Pearson's one-sided bound, rounded down.

    >>> float(round(precision_bound(2995, 0), 5)), float(round(precision_bound(300, 0), 3))
    (0.999, 0.99)
    """
    if not applied or wrong >= applied:
        return Fraction(0)
    low, high = Fraction(0), Fraction(1)
    for _ in range(_BINARY_DIGITS):
        middle = (low + high) / 2
        chance = _at_most(wrong, applied, float(1 - middle))
        low, high = (middle, high) if chance <= 0.05 else (low, middle)
    return low


def _at_most(wrong: int, applied: int, share: float) -> float:
    """The chance of so many wrong ones or fewer when each is wrong with a chance."""
    return sum(comb(applied, n) * share**n * (1 - share) ** (applied - n) for n in range(wrong + 1))


def summary(name: str, tally: Tally, milliseconds: float) -> Line:
    """Put a run into one line of the table."""
    wrong = len(tally.wrong)
    clean = tally.rows["clean"]
    bound = precision_bound(tally.applied, wrong)
    dirty = sum(tally.rows.values()) - clean
    opened = sum(tally.open_figures.values()) - tally.open_figures["clean"]
    return {
        "input": name,
        "rows wrong / right": f"{dirty:,} / {clean:,}",
        "detected": share(tally.detected, tally.detectable),
        "named": share(tally.named, tally.identifiable),
        "mended": share(tally.mended, tally.identifiable),
        "repairs": f"{tally.applied:,} ({len(tally.readings):,})",
        "wrong": wrong,
        "precision at least": f"{float(bound) * 100:.2f} %" if tally.applied else "-",
        "issuer overwritten": f"{tally.overwritten} of {tally.rows['issuer'] + tally.rows['both']:,}",
        "proposals right": f"{tally.proposed_right:,} of {tally.proposed:,}",
        "silent": tally.silent,
        "false alarms": f"{1000 * tally.false_alarms / clean:.2f}" if clean else "-",
        "to look at": f"{opened / dirty:.1f}" if dirty else "-",
        "ms a row": f"{milliseconds:.1f}",
    }


def classes(tally: Tally) -> list[Line]:
    """What became of rows, by what was done to them."""
    names = (_CONSISTENT, *(str(status) for status in _MOST_FIRST))
    truths = [truth for truth in ("clean", "misread", "issuer", "both") if tally.rows[truth]]
    return [{"row": truth, **{name: f"{tally.outcomes[truth, name]:,}" for name in names}} for truth in truths]


def mistakes(tally: Tally) -> list[Line]:
    """What became of each of the issuer's mistakes."""
    return [
        {"mistake": kind, "rows": n["rows"], "noticed": share(n["noticed"], n["rows"]),
         "inconsistent": share(n["inconsistent"], n["rows"]), "overwritten": n["overwritten"]}
        for kind, n in tally.by_kind.items()
    ]  # fmt: skip


def tables(lines: Sequence[Line], tally: Tally) -> str:
    """All tables in Markdown."""
    parts: Iterable[Sequence[Line]] = (lines, classes(tally), mistakes(tally))
    return "\n\n".join(markdown(part) for part in parts if part)
