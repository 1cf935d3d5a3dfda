"""``OUTDIR/index.html``: the night for the person who comes in the morning. One file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from shlex import join
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from cuadre.batch.journal import Entry, Journal, Run
from cuadre.batch.listener import FAILED, Night, Plan
from cuadre.batch.model import Done, Outcome
from cuadre.batch.page_words import WORDS
from cuadre.batch.places import DATASET, INDEX
from cuadre.export.folder import replace_file

_SHOWN = 200
_NIGHTS = 30
_HEIGHT, _STEP, _BAR = 90.0, 22.0, 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One night in the chart; lengths in units of its view box, from the top.

    Attributes:
        x: Left side.
        converted, failed: Top and height of each part; the failed ones stand on the converted ones.
        label: What it says to who asks.
    """

    x: float
    converted: tuple[float, float]
    failed: tuple[float, float]
    label: str


class MorningPage:
    """A listener that writes the page when a night is over.

    Args:
        language: ``es`` or ``en``.
        said: Says in that language why a document could not be read, and what to do.
    """

    def __init__(self, language: str, said: Callable[[Entry], tuple[str, str]]) -> None:
        self._language, self._said = language, said
        loader = PackageLoader("cuadre.batch")
        self._pages = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def started(self, plan: Plan) -> None:
        """The page of the night before stays."""

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """The page is written at the end."""

    def finished(self, night: Night, journal: Journal) -> None:
        """Write it.

        Raises:
            PackageError: It cannot be written.
        """
        outdir = night.plan.outdir
        words = WORDS[self._language]
        runs = journal.runs(_NIGHTS)
        text = self._pages.get_template("night.html").render(
            night=night, words=words, lang=self._language, outcomes=journal.outcomes(), order=tuple(Outcome),
            failed=_some(_failed(journal)), look=_some(_to_look_at(outdir, journal)), shown=_SHOWN,
            bars=_bars(runs, words), chart=(_STEP * max(1, len(runs)), _HEIGHT), last=_when(runs),
            said=self._said, dataset=(outdir / DATASET).is_dir(), link=_link,
            review=lambda entry: _review(night.plan, entry),
            troubles=list(night.plan.troubles.items())[:_SHOWN], conflicts=list(night.conflicts.items())[:_SHOWN],
        )  # fmt: skip
        replace_file(outdir / INDEX, text.encode("utf-8", "backslashreplace"))


def _some(entries: Iterator[Entry]) -> tuple[list[Entry], int]:
    """The first of some entries, and how many more there are."""
    return list(islice(entries, _SHOWN)), sum(1 for _ in entries)


def _failed(journal: Journal) -> Iterator[Entry]:
    return (entry for entry in journal.entries() if entry.outcome in FAILED and not entry.gone)


def _to_look_at(outdir: Path, journal: Journal) -> Iterator[Entry]:
    return (entry for entry in journal.entries() if (entry.counts or {}).get("look") and entry.is_kept(outdir))


def _link(place: str, name: str = "") -> str:
    """The address of a package, or of a file of it, from the page: hostile names stay names."""
    path = f"{place}/{name}" if name else f"{place}/"
    return "./" + quote(path.encode("utf-8", "surrogateescape"))


def _review(plan: Plan, entry: Entry) -> str:
    """The command that opens a package for review, to be copied into a shell."""
    places = Path(plan.outdir, entry.place).absolute(), plan.inbox.absolute()
    return join(["cuadre", "review", str(places[0]), "--originals", str(places[1])])


def _bars(runs: Sequence[Run], words: dict[str, str]) -> list[Bar]:
    counts = [(_of(run, (Outcome.CONVERTED,)), _of(run, FAILED)) for run in runs]
    most = max((sum(both) for both in counts), default=0) or 1
    bars = []
    for at, (run, (converted, failed)) in enumerate(zip(runs, counts, strict=True)):
        good, bad = converted / most * _HEIGHT, failed / most * _HEIGHT
        label = words["bar"].format(when=_time(run.started), converted=converted, failed=failed)
        bars.append(Bar(at * _STEP + (_STEP - _BAR) / 2, (_HEIGHT - good, good), (_HEIGHT - good - bad, bad), label))
    return bars


def _of(run: Run, outcomes: Any) -> int:  # noqa: ANN401 (any collection of outcomes)
    return sum(int(run.figures.get(str(outcome), 0)) for outcome in outcomes)


def _when(runs: Sequence[Run]) -> str:
    return _time(runs[-1].started) if runs else ""


def _time(unix: float) -> str:
    return datetime.fromtimestamp(unix).astimezone().strftime("%Y-%m-%d %H:%M")
