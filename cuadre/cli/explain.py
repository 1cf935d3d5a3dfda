"""``cuadre explain``: one row as a person would argue it, at most 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from cuadre.argument_words import WORDS, Words
from cuadre.converted import Converted
from cuadre.evidence import NumberFormat, PackageError, Printed, Repair
from normalize.model import Figure
from reconcile.argument import clauses, margin_in_words
from reconcile.decide import Decision, Source, source_of
from reconcile.edits import NARRATIVE, Edit, Judgement, Outcome
from reconcile.examined import Examined
from reconcile.explanations import Explanation
from reconcile.gate import Look, figure_of, weighed
from reconcile.model import Status, Verdict
from reconcile.readings import Key
from reconcile.words import plain, said

_WIDTH = 80
_NAMES, _FIGURE = 24, 12
_ORDERED = frozenset({Outcome.HOLDS, Outcome.EXPLAINED, Outcome.FAILS})


def explained(
    found: Iterable[tuple[Converted, tuple[Examined, ...]]], folder: str, page: int, row: int, code: str
) -> str:
    """Explain one row of each document that has it.

    Args:
        found: The documents of a package with what was heard on their rows.
        folder: The package, as the user named it.
        page: Its page, as in the column ``page`` of the package.
        row: Its number in the document, as in the column ``row``.
        code: Of the language.

    Raises:
        PackageError: No document has that row on that page.
    """
    words, texts, places, last = WORDS[code], [], [], 0
    for converted, rows in found:
        last = max(last, len(rows))
        for one in rows:
            if one.as_read.row.number == row:
                at = one.as_read.row.place.page
                places.append(at)
                if at == page:
                    texts.append("\n".join(_one_row(converted, one, words)))
    if texts:
        return "\n\n".join(texts)
    next_step = words.say("rows_next", last=last)
    if places:
        next_step = words.say("no_row_next", row=row, at=places[0])
    raise PackageError(folder, words.say("no_row", row=row, page=page), next_step)


def _one_row(converted: Converted, row: Examined, words: Words) -> Iterator[str]:
    one = row.as_read.row
    yield _filled(f"{converted.report.source.name}. {words.say('title', page=one.place.page, row=one.number)}")
    yield _filled(" ".join(filter(None, (one.objective_code, one.objective))), "  ")
    yield _filled(" ".join(filter(None, (one.indicator_code, one.indicator_name))), "  ")
    yield from ("", words.say("figures"), *_figures(converted, row, words))
    yield from ("", words.say("checks"), *_checks(row, words))
    yield from ("", words.say("stories"), *_stories(converted, row, words))
    if row.looks:
        yield from ("", words.say("looks"), *_looks(row, words))
    yield from ("", words.say("verdict"), *_verdict(converted, row, words))


def _figures(converted: Converted, row: Examined, words: Words) -> Iterator[str]:
    heads = (words.say(name) for name in ("as_read", "reported", "computed"))
    yield f"  {'':{_NAMES}}" + "".join(f"{head:>{_FIGURE}}" for head in heads) + f"  {words.say('status')}"
    verdicts = {(v.row, v.measure, v.period): v for v in converted.reconciliation.verdicts}
    for figure in row.as_read.row.figures:
        if figure.as_read.strip() or figure.printed is not None:
            verdict = verdicts[row.as_read.row.number, figure.measure, figure.period]
            yield _figure(figure, verdict, words)


def _figure(figure: Figure, verdict: Verdict, words: Words) -> str:
    reported = verdict.repaired or figure.printed
    cells = (figure.as_read, _plain(reported), "" if verdict.computed is None else format(verdict.computed, "f"))
    line = f"  {words.named((figure.measure, figure.period)):{_NAMES}}"
    line += "".join(f"{_cut(cell, _FIGURE - 1):>{_FIGURE}}" for cell in cells)
    return f"{line}  {words.statuses[verdict.status]}"


def _plain(printed: Printed | None) -> str:
    return "" if printed is None else str(printed)


def _checks(row: Examined, words: Words) -> Iterator[str]:
    judged = row.as_read.judged
    for edit, judgement in judged.items():
        if judgement.outcome in _ORDERED:
            yield _filled(f"{_check_named(edit, words)}: {_said_of(judgement, words)}", "  ")


def _check_named(edit: Edit, words: Words) -> str:
    name = words.checks[edit.check]
    if edit.subject[0] in NARRATIVE:
        return f"{name} ({words.named(edit.subject)})"
    return name if edit.period == edit.subject[1] == "annual" else f"{name} {words.periods[edit.period]}"


def _said_of(judgement: Judgement, words: Words) -> str:
    why = words.because.get(judgement.because, judgement.because)
    if judgement.fails and judgement.exact is not None:
        why = words.say("gives", value=plain(judgement.exact))
    return words.outcomes[judgement.outcome] + (words.say("with", text=why) if why else "")


def _stories(converted: Converted, row: Examined, words: Words) -> Iterator[str]:
    if not row.explanations:
        kinds = {source_of(figure, converted.report.kind) for figure in row.as_read.row.figures}
        digital = kinds <= {Source.PRINT} and any(j.fails for j in row.as_read.judged.values())
        yield _filled(words.say("certain" if digital else "no_stories"), "  ")
        return
    for story in row.explanations:
        refuted = words.say("refuted") if _is_refuted(story, row, converted.report.number_format) else ""
        yield _filled(f"{story.cost / 100:6.2f}  {_story(story, words)}{refuted}", "  ", f"{'':10}")
    for decision in row.decisions:
        if decision.misread is not None:
            yield _filled(words.say("margin", margin=margin_in_words(decision)), "  ")


def _story(story: Explanation, words: Words) -> str:
    parts = [
        words.say("misread", name=words.named(misread.figure), text=misread.text, how=misread.how)
        for misread in story.misreads
    ]
    for event in story.events:
        names = ", ".join(words.named(key) for key in event.accused)
        parts.append(words.say("event", names=names, kind=event.kind))
    return "; ".join(parts)


def _is_refuted(story: Explanation, row: Examined, number_format: NumberFormat) -> bool:
    """Whether second looks repeat what the story says was misread."""
    for misread in story.misreads:
        figure = row.as_read.row.figure(*misread.figure)
        as_read = figure.printed if figure else None
        looks, predicted = row.looks.get(misread.figure, ()), figure_of(misread.text, number_format)
        if weighed(looks, as_read, predicted, number_format) is Look.AS_READ:
            return True
    return False


def _looks(row: Examined, words: Words) -> Iterator[str]:
    for figure in row.as_read.row.figures:
        looks = row.looks.get((figure.measure, figure.period), ())
        if looks:
            heard = "; ".join(
                f"{look.text or words.say('nothing')} ({look.recognizer}, {look.confidence:.2f})" for look in looks
            )
            yield _filled(f"{words.named((figure.measure, figure.period))}: {heard}", "  ")


def _verdict(converted: Converted, row: Examined, words: Words) -> Iterator[str]:
    lines = [*_decided_by_persons(row, words), *_read_again(row, words)]
    for decision in row.decisions:
        lines += _decision(converted, row, decision, words)
    known = {decision.figure for decision in row.decisions}
    mine = [v for v in converted.reconciliation.verdicts if v.row == row.as_read.row.number]
    silent = [v for v in mine if v.status.rank >= Status.PROPOSED.rank and (v.measure, v.period) not in known]
    lines += [words.say("decided", name=words.named((v.measure, v.period)), status=words.statuses[v.status])
              for v in silent]  # fmt: skip
    for line in lines or [words.say("consistent")]:
        yield _filled(line, "  ")


def _decision(converted: Converted, row: Examined, decision: Decision, words: Words) -> Iterator[str]:
    verdict = next(
        v for v in converted.reconciliation.verdicts
        if (v.row, v.measure, v.period) == (row.as_read.row.number, *decision.figure)
    )  # fmt: skip
    if decision.misread is not None:
        started = row.started
        facts = clauses(decision.misread, started.readings, started.judged, converted.reconciliation.regime)
        says = words.say("says", name=words.named(decision.figure), shown=said(started.readings, decision.figure))
        yield f"{_opened(says)}; {_joined([words.argued(fact) for fact in facts], words)}."
    reasons = words.say("because", reasons=_joined([words.reasons[reason] for reason in decision.reasons], words))
    to = f" → {decision.misread.text}" if decision.misread and verdict.status.rank <= Status.PROPOSED.rank else ""
    status = words.statuses[verdict.status]
    yield words.say("decided", name=words.named(decision.figure), status=f"{status}{to}, {reasons}.")
    if decision.bars:
        yield words.say("barred", bars=_joined([words.bars[bar] for bar in decision.bars], words))


def _decided_by_persons(row: Examined, words: Words) -> Iterator[str]:
    for replaced, repair in row.accepted:
        yield _by_person(replaced.figure, repair, words)


def _by_person(key: Key, repair: Repair, words: Words) -> str:
    return words.say("person", name=words.named(key), before=repair.before, after=repair.after, who=repair.decided_by,
                     state=repair.state)  # fmt: skip


def _read_again(row: Examined, words: Words) -> Iterator[str]:
    if row.read_otherwise:
        figure = row.as_read.row.figure(*row.read_otherwise.figure)
        before = figure.as_read if figure else ""
        name = words.named(row.read_otherwise.figure)
        yield words.say("again", name=name, before=before, after=row.read_otherwise.text) + "."


def _joined(parts: list[str], words: Words) -> str:
    return words.say("and").join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _opened(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _cut(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _filled(text: str, indent: str = "", hanging: str | None = None) -> str:
    after = f"{indent}  " if hanging is None else hanging
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=after)
