"""The decision on a row that does not tally: who is wrong, the reading or the issuer, or nobody can say.

The evidence rules, in the order in which they speak:

* What is certain is not misread: the print of a digital page, a cell whose second looks repeat the first reading.
* A misreading is considered only when it alone makes every check hold (E1).
* It convinces with two pins (E2), or with a margin of 100 to 1 over everything else (E3).
* It is repaired when second looks at the pixels say exactly the same and none contradicts (E6, E7). Without pixels it
  is proposed.
* Where the narrative repeats what was read (E4), the looks repeat it, or the issuer's mistake is clearly the likelier
  story, the issuer wrote it so.
* All else is undetermined. The default is always what was read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cuadre.evidence import ES_MX, PERSON, NumberFormat, Rereading
from normalize.model import Figure, Row
from reconcile.accuse import Charge
from reconcile.edits import Edit
from reconcile.explain import Judged
from reconcile.explanations import Explanation, IssuerEvent, Misread
from reconcile.gate import Look, figure_of, repeated, weighed
from reconcile.model import Status
from reconcile.never import Bar, barred, excluded
from reconcile.readings import Key, Readings

PINS = 2
"""Violated checks that each ask for the same value and no other (E2)."""
MARGIN = 460
"""Hundredths of a nat: 100 to 1 (E3)."""
CLEARLY = 230
"""Hundredths of a nat: 10 to 1, by which the issuer's mistake must be the likelier story."""
_SEEN = 800
"""Hundredths of a nat: how much a look that says the predicted figure speaks against every other story."""


class Source(StrEnum):
    """Where a figure's reading comes from."""

    PRINT = "print"
    SCAN = "scan"
    TRANSCRIPT = "transcript"


class Reason(StrEnum):
    """Why a figure was decided on as it was."""

    TWO_PINS = "two-pins"
    MARGIN = "margin"
    SEEN = "looks-say-the-same"
    NOT_SEEN = "no-look-can-tell"
    NO_PIXELS = "no-pixels"
    PRINT_STANDS = "looks-repeat-the-reading"
    PERSON = "a-person-saw-it"
    DISSENT = "looks-say-something-else"
    NARRATIVE = "narrative-repeats-it"
    ISSUER = "issuer-likelier"
    TIE = "tie"
    ELSEWHERE = "another-figure-is-likelier"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is held of one figure.

    Attributes:
        figure: Which one.
        status: What is known about it.
        reasons: Why, the weightiest first.
        misread: What its paper would say, where a misreading is considered.
        pins: The violated checks that each ask for exactly that.
        margin: By how much everything else is less likely, in hundredths of a nat; negative where something is
            likelier, ``None`` where nothing else is in sight.
        confidence: 0 to 1, for the misreading.
        look: What second looks say.
        bars: Why it is not repaired though the evidence would do.
    """

    figure: Key
    status: Status
    reasons: tuple[Reason, ...]
    misread: Misread | None = None
    pins: tuple[Edit, ...] = ()
    margin: int | None = None
    confidence: float | None = None
    look: Look = Look.NONE
    bars: tuple[Bar, ...] = ()

    @property
    def may_be_accepted(self) -> bool:
        """Whether a proposal without pixels is good enough for whoever accepts proposals in bulk."""
        convincing = len(self.pins) >= PINS and (self.margin is None or self.margin >= MARGIN)
        return self.status is Status.PROPOSED and Reason.NO_PIXELS in self.reasons and convincing and not self.bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a row that does not tally.

    Attributes:
        row: Its figures as they were read.
        readings, judged, charges: Its values, its checks, and who is accused.
        explanations: What may have happened, the likeliest first.
        pins: The violated checks that ask for exactly what a misreading says.
        looks: What second looks say of its figures.
        kind: Of the document.
        number_format: How the document prints figures.
        decided: Figures that a person has decided on.
        misplaced: Figures whose column is in doubt.
    """

    row: Row
    readings: Readings
    judged: Judged
    charges: Sequence[Charge] = ()
    explanations: tuple[Explanation, ...] = ()
    pins: Mapping[Misread, tuple[Edit, ...]] = field(default_factory=dict)
    looks: Mapping[Key, tuple[Rereading, ...]] = field(default_factory=dict)
    kind: str = "scanned"
    number_format: NumberFormat = ES_MX
    decided: frozenset[Key] = frozenset()
    misplaced: frozenset[Key] = frozenset()

    def figure(self, key: Key) -> Figure:
        """The figure of a key; the first one counts where two claim one place."""
        found = self.row.figure(*key)
        assert found is not None  # noqa: S101 - explanations speak of figures of the row
        return found

    def look(self, key: Key, misread: Misread | None = None) -> Look:
        """What second looks say of a figure, against its first reading and what it would be."""
        predicted = figure_of(misread.text, self.number_format) if misread else None
        return weighed(self.looks.get(key, ()), self.figure(key).printed, predicted, self.number_format)


def source_of(figure: Figure, kind: str) -> Source:
    """Where a figure's reading comes from, in a document of this kind; what a person saw is as certain as print."""
    if figure.recognizer == PERSON:
        return Source.PRINT
    if kind == "transcript" or figure.recognizer == "transcript":
        return Source.TRANSCRIPT
    return Source.PRINT if figure.recognizer == "pdf" else Source.SCAN


def decide(case: Case) -> tuple[Decision, ...]:
    """Decide on the figures of a row that are accused, and on the one that is most likely misread.

    Nothing is decided where nothing was explained: then what the checks say stands.
    """
    if not case.explanations:
        return ()
    stories = tuple(story for story in case.explanations if not _refuted(story, case))
    candidate = _candidate(case, stories)
    decisions = {candidate.figure: candidate} if candidate else {}
    for charge in case.charges:
        for key in charge.accused:
            decisions.setdefault(key, _on_accused(case, key, charge, stories, candidate))
    return tuple(decisions.values())


def margin_of(story: Explanation, stories: Sequence[Explanation], horizon: int | None = None) -> int | None:
    """By how much the likeliest story that would publish something else is less likely; ``None``: there is none.

    Args:
        story: One of them.
        stories: All that stand.
        horizon: What a story costs at least that is not among them, where some may be missing.
    """
    others = [other.cost for other in stories if _published(other) != _published(story)]
    others += [] if horizon is None else [horizon]
    return min(others) - story.cost if others else None


def _published(story: Explanation) -> frozenset[tuple[Key, str]]:
    return frozenset((misread.figure, misread.text) for misread in story.misreads)


def _refuted(story: Explanation, case: Case) -> bool:
    """It says that something is misread which is certain, or which second looks read the same."""
    return any(
        source_of(case.figure(misread.figure), case.kind) is Source.PRINT
        or case.look(misread.figure, misread) is Look.AS_READ
        for misread in story.misreads
    )


def _candidate(case: Case, stories: Sequence[Explanation]) -> Decision | None:
    """The decision on the one cell that, misread, explains everything; second looks choose among several."""
    single = [story for story in stories if not story.events and len(story.misreads) == 1]
    single = [story for story in single if _bar(case, story.misreads[0]) is None]
    if not single:
        return None
    seen = [story for story in single if _look(case, story) is Look.PREDICTED]
    story = seen[0] if len(seen) == 1 else single[0]
    decision = _weigh(case, story, stories, single)
    likelier = stories[0]
    issuer = not likelier.misreads and story.cost - likelier.cost >= CLEARLY
    return None if issuer and decision.look is not Look.PREDICTED else decision


def _bar(case: Case, misread: Misread) -> Bar | None:
    return excluded(case.figure(misread.figure), misread, case.readings, case.decided, case.number_format)


def _look(case: Case, story: Explanation) -> Look:
    (misread,) = story.misreads
    return case.look(misread.figure, misread)


def _weigh(
    case: Case, story: Explanation, stories: Sequence[Explanation], single: Sequence[Explanation]
) -> Decision:
    (misread,) = story.misreads
    # Where second looks refuted stories, others that the search left out may be next.
    horizon = case.explanations[-1].cost if len(stories) < len(case.explanations) else None
    look, pins, margin = _look(case, story), case.pins.get(misread, ()), margin_of(story, stories, horizon)
    clear = margin is None or margin >= MARGIN
    rivals = [r for r in single if _published(r) != _published(story) and len(case.pins.get(r.misreads[0], ())) >= PINS]
    likely = margin is None or margin > -CLEARLY
    pinned = len(pins) >= PINS and likely and not rivals
    source = source_of(case.figure(misread.figure), case.kind)
    bars = barred(case.figure(misread.figure), misread, case.readings, case.judged, case.misplaced)
    status, reason = _outcome(source, look, convincing=pinned or clear, barred=bool(bars))
    why = (Reason.TWO_PINS if pinned else None, Reason.MARGIN if clear else None)
    reasons = (reason, *(one for one in why if one is not None))
    if not pinned and not clear:
        reasons = (*reasons, Reason.TIE)
    return Decision(
        misread.figure, status, reasons, misread, pins, margin, _posterior(story, stories, look), look, bars
    )


def _outcome(source: Source, look: Look, *, convincing: bool, barred: bool) -> tuple[Status, Reason]:
    if source is Source.TRANSCRIPT:
        return Status.PROPOSED if convincing else Status.UNDETERMINED, Reason.NO_PIXELS
    if look is Look.PREDICTED:
        return Status.REPAIRED if convincing and not barred else Status.PROPOSED, Reason.SEEN
    if look is Look.OTHER:
        return Status.UNDETERMINED, Reason.DISSENT
    return Status.PROPOSED if convincing else Status.UNDETERMINED, Reason.NOT_SEEN


def _posterior(story: Explanation, stories: Sequence[Explanation], look: Look) -> float:
    """How likely a story is among all in sight, after a look at the pixels."""
    against = _SEEN if look is Look.PREDICTED else 0
    weights = [
        math.exp((story.cost - other.cost - (0 if _published(other) == _published(story) else against)) / 100)
        for other in stories
    ]
    mine = sum(w for other, w in zip(stories, weights, strict=True) if _published(other) == _published(story))
    return round(mine / sum(weights), 4)


def _on_accused(
    case: Case, key: Key, charge: Charge, stories: Sequence[Explanation], candidate: Decision | None
) -> Decision:
    """The decision on a figure that arithmetic accuses and that is not the candidate for a repair."""
    look = case.look(key)
    proposed = candidate is not None and candidate.status in (Status.PROPOSED, Status.REPAIRED)
    if case.figure(key).recognizer == PERSON:
        return Decision(key, Status.INCONSISTENT, (Reason.PERSON,), look=look)
    if source_of(case.figure(key), case.kind) is Source.PRINT:
        return Decision(key, Status.INCONSISTENT, (Reason.PRINT_STANDS,), look=look)
    if charge.confirmed:
        return Decision(key, Status.INCONSISTENT, (Reason.NARRATIVE,), look=look)
    # One recogniser may repeat a mistake; two seldom make the same one.
    stands = repeated(case.looks.get(key, ()), case.figure(key).printed, case.number_format)
    if stands and proposed:
        return Decision(key, Status.OK, (Reason.PRINT_STANDS, Reason.ELSEWHERE), look=look)
    if stands:
        return Decision(key, Status.INCONSISTENT, (Reason.PRINT_STANDS,), look=look)
    if look is Look.OTHER:
        return Decision(key, Status.UNDETERMINED, (Reason.DISSENT,), look=look)
    event = _likely_event(key, stories)
    if event is not None and not proposed:
        return Decision(key, Status.INCONSISTENT, (Reason.ISSUER,), look=look)
    return Decision(key, Status.UNDETERMINED, (Reason.ELSEWHERE if proposed else Reason.TIE,), look=look)


def _likely_event(key: Key, stories: Sequence[Explanation]) -> IssuerEvent | None:
    """The issuer's mistake that is about a figure, where that is clearly the likeliest story."""
    if not stories:
        return None
    likeliest = stories[0]
    others = [story.cost for story in stories if story.misreads]
    if likeliest.misreads or (others and min(others) - likeliest.cost < CLEARLY):
        return None
    return next((event for event in likeliest.events if key in event.accused), None)


def demoted(decision: Decision, bar: Bar) -> Decision:
    """The same decision left to a person: a repair becomes a proposal, and no proposal is accepted in bulk."""
    status = Status.PROPOSED if decision.status is Status.REPAIRED else decision.status
    return replace(decision, status=status, bars=(*decision.bars, bar))
