"""What became of injected errors: counts, bounds, and tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb

from injection_cases import Case
from injection_reports import Sheet
from scans import markdown, share

from normalize.model import Row
from reconcile.gate import figure_of
from reconcile.model import Reconciliation, Status, Verdict
from reconcile.readings import Key

Line = dict[str, object]
_SETTLED = (Status.OK, Status.EXPLAINED)
_WORST_FIRST = (Status.REPAIRED, Status.PROPOSED, Status.INCONSISTENT, Status.UNDETERMINED, Status.ILLEGIBLE)
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
        single, detected, silent: Misread figures that alone break a check; noticed; published wrong, settled.
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
    single: int = 0
    detected: int = 0
    undetectable: int = 0
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


def add(tally: Tally, sheet: Sheet, found: Reconciliation) -> None:
    """Count the rows of a report."""
    by_row: defaultdict[int, dict[Key, Verdict]] = defaultdict(dict)
    for verdict in found.verdicts:
        by_row[verdict.row][verdict.measure, verdict.period] = verdict
    proposals: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for repair in found.repairs:
        if repair.state == "proposed" and repair.row is not None:
            proposals[repair.row][repair.field] = repair.after
    fmt = sheet.report.number_format
    for case, row in zip(sheet.cases, sheet.report.rows, strict=True):
        truth = {(f.measure, f.period): figure_of(case.row.figures[f.measure, f.period], fmt) for f in row.figures}
        proposed = {
            (f.measure, f.period): figure_of(proposals[row.number][f.field], fmt)
            for f in row.figures if f.field in proposals[row.number]
        }  # fmt: skip
        _add_row(tally, sheet, case, row, by_row[row.number], truth, proposed)


def _add_row(tally, sheet, case, row, verdicts, truth, proposed):  # type: ignore[no-untyped-def]
    tally.rows[case.truth] += 1
    statuses = {verdict.status for verdict in verdicts.values()}
    outcome = next((status for status in _WORST_FIRST if status in statuses), Status.OK)
    tally.outcomes[case.truth, outcome if outcome is not Status.OK else "consistent"] += 1
    tally.false_alarms += case.truth == "clean" and outcome is not Status.OK
    tally.open_figures[case.truth] += sum(v.status not in (*_SETTLED, Status.REPAIRED) for v in verdicts.values())
    repaired = {key: v.repaired for key, v in verdicts.items() if v.repaired is not None}
    for key, printed in repaired.items():
        tally.applied += 1
        if key in case.misread:
            tally.readings.add(id(case.misread[key]))
        if printed.value != truth[key].value:
            tally.wrong.append(_wrong(sheet, case, row, key, str(printed)))
    for key, printed in proposed.items():
        tally.proposed += 1
        tally.proposed_right += printed is not None and printed.value == truth[key].value
    if case.truth == "misread":
        _add_misread(tally, case, verdicts, repaired, proposed)
    if case.truth == "issuer":
        kind = tally.by_kind[case.kind]
        kind["rows"] += 1
        kind["noticed"] += bool(statuses - set(_SETTLED))
        kind["inconsistent"] += Status.INCONSISTENT in statuses
        kind["overwritten"] += any(key in case.changed for key in repaired)


def _add_misread(tally, case, verdicts, repaired, proposed):  # type: ignore[no-untyped-def]
    tally.silent += sum(verdicts[key].status in _SETTLED for key in case.misread)
    if not case.detectable:
        tally.undetectable += 1
        return
    tally.single += 1
    tally.detected += any(verdict.status not in _SETTLED for verdict in verdicts.values())
    if case.identifiable:
        said = {**proposed, **repaired}
        tally.identifiable += 1
        tally.named += any(key in case.misread for key in said)
        tally.mended += any(key in case.misread for key in repaired)


def _wrong(sheet: Sheet, case: Case, row: Row, key: Key, published: str) -> Wrong:
    figure = row.figure(*key)
    assert figure is not None  # noqa: S101 - it has a verdict
    looks = tuple(f"{look.recognizer}={look.text}@{look.confidence}" for look in sheet.looks.get(figure.place, ()))
    return Wrong(case, key, figure.as_read, published, case.row.figures[key], looks, key in case.changed)


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
        "detected": share(tally.detected, tally.single),
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
    names = ("consistent", *(str(status) for status in _WORST_FIRST))
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
