"""The night for people: a bar while it runs, a line a document, and what it came to."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Iterator

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.model import Done, Outcome
from cuadre.batch.places import LOG
from cuadre.cli.batch_words import duration, outcome_word, say, why
from cuadre.cli.language import Language

_WIDTH = 80
_SHOWN = 10


class Screen:
    """A listener that shows the night on a terminal, or in the mail that cron sends.

    Args:
        language: Of ``batch_words.WORDS``.
        quiet: Nothing is shown of documents that went well.
    """

    def __init__(self, language: Language, *, quiet: bool) -> None:
        self._language, self._quiet = language, quiet
        self._failed: list[str] = []
        self._failures = self._count = self._pages = 0
        self._begun = time.monotonic()
        console = Console(stderr=True)
        self._progress: Progress | None = None
        if console.is_terminal and not quiet:
            columns = (BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.fields[rest]}"))
            self._progress = Progress(*columns, console=console, transient=True)
            self._bar = self._progress.add_task("", total=None, rest="")

    def started(self, plan: Plan) -> None:
        """Show what is going to be done."""
        self._failed, self._failures, self._count, self._pages = [], 0, 0, 0
        self._begun = time.monotonic()
        for line in _of_plan(plan, self._language):
            self._show(line)
        if self._progress is not None and plan.to_do:
            self._progress.reset(self._bar, total=plan.to_do)
            self._progress.start()

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """Show a line for a document, and how fast it goes."""
        self._count += 1
        self._pages += done.pages
        line = self._line(done)
        if done.outcome not in {Outcome.CONVERTED, Outcome.NO_TABLE}:
            self._failures += 1
            if is_news and len(self._failed) < _SHOWN:
                fact, next_step = why(done, self._language)
                self._failed.append(f"{done.name}: {fact}. {next_step}")
        if self._progress is not None:
            self._progress.console.print(escape(line), highlight=False, soft_wrap=True)
            self._progress.update(self._bar, completed=self._count, rest=self._rest())
        elif entry.run:
            self._show(line)

    def finished(self, night: Night, journal: Journal) -> None:
        """Show what it came to."""
        self.stop()
        for line in self._of_night(night):
            self._show(line)
        del journal

    def stop(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()

    def _line(self, done: Done) -> str:
        parts = [duration(done.seconds)]
        if done.pages:
            parts.insert(0, say(self._language, "pages", done.pages))
        if done.counts.get("look"):
            parts.append(say(self._language, "look", done.counts["look"]))
        if done.fact:
            parts.append(why(done, self._language)[0])
        return f"{outcome_word(done.outcome, self._language)}: {_shown(done.name)}: {', '.join(parts)}"

    def _rest(self) -> str:
        """Pages, rate and time left, for the bar."""
        assert self._progress is not None  # noqa: S101 (for the type checker: only a bar asks)
        passed = max(time.monotonic() - self._begun, 0.001)
        parts = [
            say(self._language, "pages", self._pages),
            say(self._language, "rate", 0, rate=f"{60 * self._count / passed:.1f}"),
        ]
        total = self._progress.tasks[self._bar].total
        if total:
            left = passed / self._count * max(total - self._count, 0)
            parts.append(say(self._language, "left", 0, time=duration(left)))
        return " · ".join(parts)

    def _of_night(self, night: Night) -> Iterator[str]:
        words, count = self._language, sum(night.outcomes.values())
        yield ""
        if count:
            yield say(
                words, "ended", count, time=duration(night.seconds), pages=f"{night.pages:,}",
                unchanged=f"{night.unchanged:,}",
            )  # fmt: skip
        else:
            yield say(words, "nothing", night.unchanged, unchanged=f"{night.unchanged:,}")
        for outcome, number in sorted(night.outcomes.items()):
            look = f" ({say(words, 'look', night.needs_a_look)})" if outcome is Outcome.CONVERTED else ""
            yield f"  {outcome_word(outcome, words)}: {number:,}{look if night.needs_a_look else ''}"
        if self._failed:
            yield f"{words.phrases['failed']}:"
            for text in self._failed:
                yield textwrap.fill(_shown(text), _WIDTH, initial_indent="  ", subsequent_indent="    ")
            if night.newly_failed > len(self._failed):
                yield "  " + say(words, "more", night.newly_failed - len(self._failed), file=night.plan.outdir / LOG)
        if night.filed:
            yield say(words, "filed", night.filed)
        for name, reason in list(night.conflicts.items())[:_SHOWN]:
            yield say(words, "conflict", 0, name=_shown(name), why=reason)
        yield say(words, "results", 0, outdir=night.plan.outdir)

    def _show(self, line: str) -> None:
        if not self._quiet:
            click.echo(line)


def _of_plan(plan: Plan, words: Language) -> Iterator[str]:
    if plan.journal_aside is not None:
        yield say(words, "aside", plan.rebuilt, path=plan.journal_aside)
    elif plan.rebuilt:
        yield say(words, "rebuilt", plan.rebuilt)
    yield say(
        words, "plan", plan.found, found=f"{plan.found:,}", inbox=plan.inbox, todo=f"{plan.to_do:,}",
        unchanged=f"{plan.unchanged:,}",
    )  # fmt: skip
    if plan.settling:
        yield say(words, "settling", plan.settling)
    if plan.gone:
        yield say(words, "gone", plan.gone)
    for name, reason in list(plan.troubles.items())[:_SHOWN]:
        yield say(words, "trouble", 0, name=_shown(name) or plan.inbox, why=reason)


def _shown(name: str) -> str:
    """A name with nothing in it that a terminal would obey."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in name)
