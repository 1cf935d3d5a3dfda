"""Each row of a report through the whole court.

Second looks make readings sure or replace them; the checks accuse; the search explains; the decision weighs
explanations against looks; the breaker stops pages on which too much would be put right; what is left is published.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cuadre.evidence import NumberFormat, Repair, Rereading, ruling_of
from normalize.model import Report, Row
from reconcile.decide import Case, Decision, Source, decide, demoted, source_of
from reconcile.edits import Edit, Judgement
from reconcile.examined import Examined, as_replaced
from reconcile.explanations import Explanation, Misread
from reconcile.gate import Rereadings, figure_of
from reconcile.judged import JudgedRow, judge_rows
from reconcile.ledger import accepted, repair_of
from reconcile.model import Regime, Status
from reconcile.never import Bar
from reconcile.readings import Key, readings_of
from reconcile.rollup import rollups_of
from reconcile.rollup_findings import judged_with_rollups
from reconcile.search import Terms, explain, pins
from reconcile.second_reading import Replaced, made_sure, misplaced_figures, put_in_place, read_otherwise

_MANY = 3
"""So many rows of one page that need a repair in one column, or at all, ..."""
_SHARE = 5
"""... and more than so many percent of its rows, tell of the page and not of single figures."""
_PUT_RIGHT = (Status.REPAIRED, Status.PROPOSED)
_STORIES = 10
"""So many explanations are asked for: second looks refute some of them."""


def examine(
    report: Report, regime: Regime, rereadings: Rereadings, decided: Sequence[Repair] = (), *, accept: bool = False
) -> tuple[Examined, ...]:
    """Examine every row of a report.

    Args:
        report: As it was read.
        regime: The conventions of the document.
        rereadings: What second looks say, by figure.
        decided: What a person has decided on figures: ``applied`` stands, ``rejected`` and ``reverted`` bar a repair.
        accept: Apply the proposals that two pins and the margin speak for, where there are no pixels.
    """
    misplaced = misplaced_figures(report)
    sure = made_sure(report, rereadings, misplaced)
    courts = [
        _Court(report, regime, row, _of_row(row, rereadings), _on_row(row, decided),
               frozenset(key[1:] for key in misplaced if key[0] == row.number))
        for row in sure.rows
    ]  # fmt: skip
    begun = [court.begin() for court in courts]
    as_read = judged_with_rollups(sure, regime)
    started = _judged_again(report, regime, as_read, [row for row, _, _ in begun])
    rows = [
        court.hear(first, judged, other, accepted)
        for court, first, judged, (_, other, accepted) in zip(courts, as_read, started, begun, strict=True)
    ]
    rows = [court.counted(row, first) for court, first, row in zip(courts, as_read, rows, strict=True)]
    rows = _without_pages_that_need_too_many(_unless_rolled_up_otherwise(report, regime, rows))
    if accept:
        rows = [_with_accepted(row, report, regime) for row in rows]
    return _published(report, regime, rows)


@dataclass(frozen=True, slots=True)
class _Court:
    """One row and what is known of it from elsewhere.

    Attributes:
        report, regime: Its document and that one's conventions.
        row: Its figures.
        looks: What second looks say of them.
        decided: What a person has decided on them.
        misplaced: Those whose column is in doubt.
    """

    report: Report
    regime: Regime
    row: Row
    looks: Mapping[Key, tuple[Rereading, ...]]
    decided: tuple[tuple[Key, Repair], ...]
    misplaced: frozenset[Key]

    def begin(self) -> tuple[Row, Replaced | None, tuple[tuple[Replaced, Repair], ...]]:
        """The row with what persons and second looks put right before anybody is accused."""
        accepted = tuple(_applied(self.decided, self.report.number_format))
        row = self.row
        for replaced, _ in accepted:
            row = put_in_place(row, replaced)
        barred = self.misplaced | {key for key, _ in self.decided}
        other = read_otherwise(self.report, row, self.regime, self.looks, barred)
        return (put_in_place(row, other) if other else row), other, accepted

    def counted(self, row: Examined, as_read: JudgedRow) -> Examined:
        """The row with what would be held of it had no person looked at its cells: its page is counted by that."""
        rest = tuple(one for one in self.decided if ruling_of(one[1]) is None)
        if len(rest) == len(self.decided):
            return row
        untouched = replace(self, decided=rest)
        begun, other, accepted = untouched.begin()
        (judged,) = judge_rows(replace(self.report, rows=(begun,)), self.regime)
        return replace(row, unasked=untouched.hear(as_read, judged, other, accepted).decisions)

    def hear(
        self, as_read: JudgedRow, judged: JudgedRow, other: Replaced | None,
        accepted: tuple[tuple[Replaced, Repair], ...],
    ) -> Examined:  # fmt: skip
        """Look for explanations of what does not tally and decide."""
        seen = any(replaced.ruling is not None for replaced, _ in accepted)
        heard = Examined(
            as_read, judged, looks=self.looks, read_otherwise=other, accepted=accepted, begun=judged if seen else None
        )
        kinds = {source_of(figure, self.report.kind) for figure in judged.row.figures}
        if kinds <= {Source.PRINT} or not any(judgement.fails for judgement in judged.judged.values()):
            return heard
        terms = Terms.of(self.report, self.regime)
        explanations = _stories(judged.row, tuple(judged.judged.items()), terms)
        asked = _pins(explanations, judged, terms)
        decisions = decide(Case(
            row=judged.row, readings=judged.readings, judged=judged.judged, charges=judged.charges,
            explanations=explanations, pins=asked, looks=self.looks, kind=self.report.kind,
            number_format=self.report.number_format, decided=frozenset(key for key, _ in self.decided),
            misplaced=self.misplaced,
        ))  # fmt: skip
        if other or any(replaced.ruling is None for replaced, _ in accepted):
            decisions = tuple(demoted(decision, Bar.SEVERAL) for decision in decisions)
        return replace(heard, explanations=explanations, pins=asked, decisions=decisions)


@lru_cache(maxsize=1024)
def _stories(row: Row, judged: tuple[tuple[Edit, Judgement], ...], terms: Terms) -> tuple[Explanation, ...]:
    """Search a row; what was found is kept, for a row is heard again each time that a person decides on another."""
    return explain(row, readings_of(row, terms.regime.fractions), dict(judged), terms, k=_STORIES)


def _pins(
    explanations: Sequence[Explanation], judged: JudgedRow, terms: Terms
) -> Mapping[Misread, tuple[Edit, ...]]:
    single = [story.misreads[0] for story in explanations if not story.events and len(story.misreads) == 1]
    return {misread: pins(misread, judged.row, judged.readings, judged.judged, terms) for misread in single}


def _of_row(row: Row, rereadings: Rereadings) -> Mapping[Key, tuple[Rereading, ...]]:
    keys = ((figure.measure, figure.period) for figure in row.figures)
    return {key: looks for key in keys if (looks := rereadings.get((row.number, *key)))}


def _on_row(row: Row, decided: Sequence[Repair]) -> tuple[tuple[Key, Repair], ...]:
    mine = [repair for repair in decided if repair.row == row.number]
    keys = {figure.field: (figure.measure, figure.period) for figure in reversed(row.figures)}
    return tuple((keys[repair.field], repair) for repair in mine if repair.field in keys)


def _applied(
    decided: Sequence[tuple[Key, Repair]], number_format: NumberFormat
) -> list[tuple[Replaced, Repair]]:
    found = []
    for key, repair in decided:
        printed, ruling = figure_of(repair.after, number_format), ruling_of(repair)
        if repair.state == "applied" and (printed is not None or ruling is not None):
            found.append((Replaced(key, printed, repair.after, ruling), repair))
    return found


def _judged_again(
    report: Report, regime: Regime, judged: Sequence[JudgedRow], rows: Sequence[Row]
) -> tuple[JudgedRow, ...]:
    """Judge rows of which some may have been changed."""
    if all(one.row is row for one, row in zip(judged, rows, strict=True)):
        return tuple(judged)
    return judged_with_rollups(replace(report, rows=tuple(rows)), regime)


def _unless_rolled_up_otherwise(report: Report, regime: Regime, rows: Sequence[Examined]) -> list[Examined]:
    """Leave to a person what would break a roll-up that holds as read: it is a witness, and it may only hold back."""
    if not any(decision.status in _PUT_RIGHT for row in rows for decision in row.decisions):
        return list(rows)
    judged = [row.published for row in rows]
    rollups = rollups_of(replace(report, rows=tuple(one.row for one in judged)), regime, judged)

    def held_back(row: Examined, decision: Decision) -> Decision:
        if decision.misread is None or decision.status not in _PUT_RIGHT:
            return decision
        otherwise = row.published.readings.with_value(decision.figure, decision.misread.printed)
        against = rollups.speaks(row.published.row.number, otherwise) is False
        return demoted(decision, Bar.ROLL_UP) if against else decision

    return [replace(row, decisions=tuple(held_back(row, one) for one in row.decisions)) for row in rows]


def _without_pages_that_need_too_many(rows: Sequence[Examined]) -> list[Examined]:
    """Where many figures of a page ask to be put right, nothing is: the page was read amiss."""
    tripped = tripped_pages(rows)
    return [
        replace(row, decisions=tuple(demoted(decision, Bar.BREAKER) for decision in row.decisions))
        if row.as_read.row.place.page in tripped and row.decisions
        else row
        for row in rows
    ]


def tripped_pages(rows: Sequence[Examined]) -> Mapping[int, tuple[Key, ...]]:
    """The pages of which too many rows need a repair, with the columns that they are in."""
    total = Counter(row.as_read.row.place.page for row in rows)
    needy: defaultdict[int, list[Key]] = defaultdict(list)
    for row in rows:
        decisions = row.decisions if row.unasked is None else row.unasked
        wanted = [d for d in decisions if d.status in _PUT_RIGHT][:1]
        keys = [decision.figure for decision in wanted]
        needy[row.as_read.row.place.page] += keys
    return {
        page: tuple(dict.fromkeys(keys))
        for page, keys in needy.items()
        if len(keys) >= _MANY and 100 * len(keys) > _SHARE * total[page]
    }


def _with_accepted(row: Examined, report: Report, regime: Regime) -> Examined:
    found = next((decision for decision in row.decisions if decision.may_be_accepted), None)
    earlier = any(replaced.ruling is None for replaced, _ in row.accepted)
    if found is None or found.misread is None or earlier or row.read_otherwise:
        return row
    repair = accepted(repair_of(row, found, regime))
    replaced = as_replaced(found.misread, report.number_format)
    return replace(row, decisions=(), accepted=(*row.accepted, (replaced, repair)))


def _published(report: Report, regime: Regime, rows: Sequence[Examined]) -> tuple[Examined, ...]:
    """The rows judged once more with all that was put right in its place."""
    changed = []
    for row in rows:
        one = row.published.row
        for replaced in row.replaced(report.number_format):
            one = put_in_place(one, replaced)
        # What a person put there was judged before.
        changed.append(row.published.row if one == row.published.row else one)
    judged = _judged_again(report, regime, [row.published for row in rows], changed)
    return tuple(replace(row, published=new) for row, new in zip(rows, judged, strict=True))
