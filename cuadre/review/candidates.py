"""What a cell may say, best first and no text twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cuadre.decided import as_written
from cuadre.evidence import Finding, NumberFormat, Repair, Rereading, ruling_of
from cuadre.review.model import Candidate, Cell
from cuadre.review.words import ReviewWords
from normalize.model import Figure, Report, Row
from reconcile.examined import Examined
from reconcile.gate import figure_of
from reconcile.model import Status, Verdict

_MOST = 9
"""So many have a key of their own."""


def figure_candidates(
    figure: Figure, cell: Cell, verdict: Verdict, examined: Examined, *, findings: Sequence[Finding],
    number_format: NumberFormat, words: ReviewWords,
) -> tuple[Candidate, ...]:  # fmt: skip
    """What a figure may be: a proposal first, then what was read, then the rest."""
    key = (figure.measure, figure.period)
    proposed = [one.misread.text for one in examined.decisions if one.figure == key and one.misread is not None]
    proposed += [finding.proposed for finding in findings]
    first = [Candidate(text, words.say("proposed")) for text in proposed]
    read = [Candidate(as_written(figure.as_read).strip(), words.say("read"))]
    best = (*first, *read) if verdict.status is Status.PROPOSED else (*read, *first)
    searched = [
        misread.text for story in examined.explanations for misread in story.misreads if misread.figure == key
    ]
    rest = (
        *_seen(examined.looks.get(key, ()), words),
        *([Candidate(cell.computed, words.say("computed"))] if _is_off(figure, verdict) else ()),
        *(Candidate(text, words.say("alternative")) for text in figure.alternatives),
        *(Candidate(text, words.say("searched")) for text in searched),
        *(Candidate(text, words.say("alternative")) for finding in findings for text in finding.alternatives),
    )
    return tuple(_distinct_figures((*best, *rest), number_format))[:_MOST]


def _seen(looks: Iterable[Rereading], words: ReviewWords) -> Iterator[Candidate]:
    for look in looks:
        yield Candidate(look.text.strip(), words.say("again", who=look.recognizer))


def _is_off(figure: Figure, verdict: Verdict) -> bool:
    """Whether the arithmetic asks for one printed form and it is not what was read."""
    computed = verdict.computed
    return computed is not None and (figure.printed is None or figure.printed.value != computed)


def _distinct_figures(candidates: Iterable[Candidate], number_format: NumberFormat) -> Iterator[Candidate]:
    seen: set[object] = set()
    for candidate in candidates:
        printed = figure_of(candidate.text, number_format)
        key = candidate.text if printed is None else (printed.value, printed.decimals)
        if candidate.text and key not in seen:
            seen.add(key)
            yield candidate


def text_candidates(
    report: Report, row: Row, cell: Cell, findings: Sequence[Finding], words: ReviewWords
) -> tuple[Candidate, ...]:
    """What a text may be: what is published, what was read, what is proposed instead."""
    found = [Candidate(cell.reported, words.say("published")), Candidate(cell.as_read, words.say("read"))]
    if cell.reported == cell.as_read:
        found = found[1:]
    for repair in report.repairs:
        if repair.row == row.number and repair.field == cell.field and repair.state == "proposed":
            found += _with_repair(cell.reported, repair, words)
    if cell.field != "justification":
        # Of a justification, findings know other figures and not another text.
        others = [text for finding in findings for text in (finding.proposed, *finding.alternatives)]
        found += [Candidate(text, words.say("alternative")) for text in others]
    distinct = {candidate.text: candidate for candidate in reversed(found) if candidate.text}
    return tuple(dict.fromkeys(distinct[candidate.text] for candidate in found if candidate.text))[:_MOST]


def _with_repair(text: str, repair: Repair, words: ReviewWords) -> Iterator[Candidate]:
    if ruling_of(repair) is None and repair.before and text.count(repair.before) == 1:
        yield Candidate(text.replace(repair.before, repair.after), words.say("proposed"))
