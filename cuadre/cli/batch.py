"""``cuadre batch``: the night over a folder tree."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from cuadre.cli.language import system_language
from cuadre.cli.options import (
    catalog_option,
    cores,
    lang_option,
    password_option,
    strict_option,
    trust_option,
)
from cuadre.cli.verbosity import is_quiet
from cuadre.evidence import CuadreError, ExitCode

if TYPE_CHECKING:
    from cuadre.batch.basis import Settings
    from cuadre.batch.listener import Listener, Night
    from cuadre.batch.model import Budget, Scheduler
    from cuadre.batch.run import Batch
    from cuadre.pipeline import Names

_folder = click.Path(path_type=Path)
_MIB = 1 << 20


@click.command()
@click.argument("inbox", type=_folder)
@click.argument("outdir", type=_folder)
@click.option(
    "--workers", type=click.IntRange(min=1), default=cores, metavar="N", help="Documents at a time; one a core."
)
@click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster: tcp://host:8786.")
@click.option("--watch/--once", default=False, help="Keep running and look again; --once is the default, for cron.")
@click.option(
    "--interval", type=click.FloatRange(min=0), default=60.0, show_default=True, metavar="SECONDS",
    help="Between two looks of --watch.",
)  # fmt: skip
@click.option(
    "--settle", type=click.FloatRange(min=0), default=5.0, show_default=True, metavar="SECONDS",
    help="How long a file must stand still to count as copied.",
)  # fmt: skip
@click.option("--archive", type=_folder, metavar="DIR", help="Copy originals of converted documents there.")
@click.option("--quarantine", type=_folder, metavar="DIR", help="Copy originals that cannot be read there.")
@click.option("--move", is_flag=True, help="Move originals to --archive and --quarantine, not copy.")
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=600.0, show_default=True, metavar="SECONDS",
    help="For one document.",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(min=256), default=3072, show_default=True, metavar="MB", help="For one document."
)
@click.option(
    "--max-pages", type=click.IntRange(min=1), default=3000, show_default=True, metavar="N", help="Of one document."
)
@click.option(
    "--metrics", type=_folder, metavar="FILE", help="Write the run's figures there, for a Prometheus node exporter."
)
@click.option("--retry-failed", is_flag=True, help="Do documents again that could not be converted.")
@password_option
@catalog_option
@trust_option
@strict_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, for machines.")
@lang_option
def batch(  # noqa: PLR0917 (click passes them by name)
    inbox: Path, outdir: Path, workers: int, scheduler: str | None, watch: bool, interval: float, settle: float,
    archive: Path | None, quarantine: Path | None, move: bool, timeout: float, memory: int, max_pages: int,
    metrics: Path | None, retry_failed: bool, password: str | None, catalog: Path | None, trust_roots: Path | None,
    strict: bool, as_json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Convert what is new in a folder tree, one package a document.

    What did not change since the last run is passed over. A run that is killed is gone on with by
    the next one. Originals are left alone unless --archive or --quarantine is given.

    Exit codes, for cron: 0 all well; 1 with --strict, something needs a look; 2 nothing was done:
    wrong usage, or another run works in OUTDIR; 3 a document or folder could not be read that did
    not fail the same way before, or OUTDIR cannot be written; 130 and 143 interrupted. A file
    known to be bad does not raise the alarm again.
    """
    from cuadre.batch.basis import Settings  # noqa: PLC0415 (keeps --help fast)
    from cuadre.batch.dataset import Keeping  # noqa: PLC0415
    from cuadre.batch.listener import Listeners  # noqa: PLC0415
    from cuadre.batch.metrics import Metrics  # noqa: PLC0415
    from cuadre.batch.page import MorningPage  # noqa: PLC0415
    from cuadre.batch.watch import keep_on  # noqa: PLC0415
    from cuadre.cli.batch_lines import JsonLines  # noqa: PLC0415
    from cuadre.cli.batch_screen import Screen  # noqa: PLC0415
    from cuadre.cli.batch_words import WORDS, night_error, why  # noqa: PLC0415

    if move and archive is None and quarantine is None:
        raise click.UsageError("--move needs --archive or --quarantine.")
    language = WORDS[system_language(lang).code]
    screen = None if as_json else Screen(language, quiet=is_quiet())
    page = MorningPage(language.code, partial(why, language=language))
    listeners: list[Listener] = [JsonLines(), screen or JsonLines(click.echo), Keeping(), page]
    listener = Listeners.of(listeners + ([Metrics(metrics)] if metrics else []))
    try:
        with _signals():
            settings = Settings(
                _budget(timeout, memory, max_pages), _names(catalog), password, settle, retry_failed,
                is_patient=watch, archive=archive, quarantine=quarantine, move=move, trust_roots=_roots(trust_roots),
            )  # fmt: skip
            works = partial(_scheduler, workers, scheduler, settings.budget.memory)
            with _batch(inbox, outdir, settings, works, listener) as work:
                night = keep_on(work, interval if watch else None)
    except CuadreError as error:
        click.echo(night_error(error, language.code), err=True)
        sys.exit(error.exit_code)
    except _Interrupted as interrupted:
        click.echo(language.phrases["interrupted"], err=True)
        sys.exit(128 + interrupted.signal)
    finally:
        if screen:
            screen.stop()
    sys.exit(_exit_code(night, strict=strict))


class _Interrupted(KeyboardInterrupt):
    """A signal asked the run to end; nothing but the outermost is to catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


@contextmanager
def _signals() -> Iterator[None]:
    """End the run in order on the first signal; others do not disturb it while it ends."""

    def end(number: int, _: FrameType | None) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise _Interrupted(number)

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _batch(
    inbox: Path, outdir: Path, settings: Settings, scheduler: Callable[[], Scheduler], listener: Listener
) -> Iterator[Batch]:
    from cuadre.batch.journal import Journal  # noqa: PLC0415
    from cuadre.batch.lock import locked  # noqa: PLC0415
    from cuadre.batch.places import refuse_nesting  # noqa: PLC0415
    from cuadre.batch.run import Batch  # noqa: PLC0415

    refuse_nesting(inbox, outdir, tuple(place for place in (settings.archive, settings.quarantine) if place))
    with locked(outdir) as lock, closing(Journal(outdir)) as journal, closing(scheduler()) as works:
        yield Batch(inbox, outdir, journal, lock, works, settings, listener)


def _scheduler(workers: int, address: str | None, memory: int) -> Scheduler:
    if address:
        from cuadre.batch.cluster import Cluster  # noqa: PLC0415

        return Cluster(address)
    from cuadre.batch.pool import LocalPool  # noqa: PLC0415

    return LocalPool(workers, memory=memory)


def _budget(seconds: float, memory: int, pages: int) -> Budget:
    from cuadre.batch.model import Budget  # noqa: PLC0415
    from extract.model import DEFAULT_LIMITS  # noqa: PLC0415

    return Budget(seconds, memory * _MIB, replace(DEFAULT_LIMITS, pages=pages))


def _roots(place: Path | None) -> tuple[bytes, ...] | None:
    from extract.signatures import read_trust_roots  # noqa: PLC0415

    return read_trust_roots(place) if place else None


def _names(catalog: Path | None) -> Names:
    from cuadre.pipeline import Names  # noqa: PLC0415
    from normalize.repair.catalogue import read_catalogue  # noqa: PLC0415

    return Names(read_catalogue(catalog) if catalog else ())


def _exit_code(night: Night, *, strict: bool) -> ExitCode:
    from cuadre.batch.model import Outcome  # noqa: PLC0415

    if night.newly_failed or night.new_troubles:
        return ExitCode.UNREADABLE
    needs_a_look = night.needs_a_look or night.conflicts or night.outcomes.get(Outcome.NO_TABLE)
    return ExitCode.NEEDS_A_LOOK if strict and needs_a_look else ExitCode.DONE
