"""The commands. Each one parses, calls, prints and exits; what they print is in ``summary``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cuadre.cli import summary
from cuadre.cli.doctor import examine
from cuadre.cli.inputs import Input, find_inputs
from cuadre.cli.language import Language, system_language
from cuadre.cli.options import (
    accept_option,
    catalog_option,
    exit_on_error,
    files_argument,
    finish,
    json_option,
    lang_option,
    out_option,
    password_option,
    strict_option,
    trust_option,
    workers_option,
)
from cuadre.cli.start import what_next
from cuadre.cli.verbosity import is_quiet, set_verbosity, verbosity_options
from cuadre.converted import Converted
from cuadre.evidence import CuadreError, SourceFile
from normalize.repair.model import UnitDecision

_T = TypeVar("_T")
_log = logging.getLogger("cuadre")


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80}
)
@click.version_option(package_name="cuadre", message="%(prog)s %(version)s")
@verbosity_options
@click.pass_context
def main(context: click.Context, quiet: bool, verbose: int) -> None:
    """Turn signed quarterly reports into data that a person can trust."""
    set_verbosity(context, quiet=quiet, verbose=verbose)
    for stream in (sys.stdout, sys.stderr):
        # A console in a legacy code page prints what it can rather than dying on an accent.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    if context.invoked_subcommand is None:
        click.echo(what_next(Path(), system_language()))


@main.command()
@files_argument
@out_option
@password_option
@workers_option
@catalog_option
@accept_option
@trust_option
@strict_option
@json_option
@lang_option
def convert(  # noqa: PLR0917 (click passes them by name)
    files: tuple[str, ...], output: Path, password: str | None, workers: int, catalog: Path | None,
    accept_proposals: bool, trust_roots: Path | None, strict: bool, as_json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Convert reports to one data package.

    FILE is a PDF, a transcription (.txt, .tsv), a pattern, or a folder, which stands for all of
    them below it. Originals are opened for reading only. A file that cannot be read is reported
    and the others are done.
    """
    from cuadre import pipeline  # noqa: PLC0415 (keeps --help fast)
    from cuadre.export import decisions_file  # noqa: PLC0415
    from cuadre.export.package import write_package  # noqa: PLC0415
    from extract.signatures import read_trust_roots  # noqa: PLC0415
    from normalize.repair.catalogue import read_catalogue, read_decisions  # noqa: PLC0415

    language = system_language(lang)
    with exit_on_error(language):
        names = pipeline.Names(read_catalogue(catalog) if catalog else (), read_decisions(output))
        decisions = decisions_file.read_decisions(output)
        roots = read_trust_roots(trust_roots) if trust_roots else None

    def one(item: Input) -> Converted:
        return pipeline.convert(
            item.path, name=item.name, password=password, workers=workers, names=names,
            accept_proposals=accept_proposals, trust_roots=roots, decisions=decisions,
        )  # fmt: skip

    outcomes = _together(_run(files, one, language), names.decisions)
    done = [outcome.value for outcome in outcomes if outcome.value is not None]
    with exit_on_error(language):
        if done:
            write_package(output, done)
    finish(
        summary.of_conversion(outcomes, output, language), as_json=as_json, strict=strict,
        failed=any(outcome.error for outcome in outcomes),
        needs_a_look=any(summary.needs_a_look(converted) for converted in done),
    )  # fmt: skip


@main.command()
@files_argument
@out_option
@password_option
@workers_option
@json_option
@lang_option
def tables(  # noqa: PLR0917 (click passes them by name)
    files: tuple[str, ...], output: Path, password: str | None, workers: int, as_json: bool, lang: str | None
) -> None:
    """Write the raw tables of any document, known form or not.

    Each table becomes <stem>-t<n>.csv; <stem>.tables.json has every cell with its place.
    """
    from cuadre import pipeline  # noqa: PLC0415
    from cuadre.export.tables import write_tables  # noqa: PLC0415

    language = system_language(lang)
    stems = summary.distinct_stems(find_inputs(files))

    def one(item: Input) -> summary.TablesWritten:
        reading = pipeline.read(item.path, name=item.name, password=password, workers=workers)
        written = write_tables(output, stems[item], reading)
        return summary.TablesWritten(len(reading.tables), reading.findings, written)

    outcomes = _run(files, one, language)
    finish(
        summary.of_tables(outcomes, language), as_json=as_json, strict=False,
        failed=any(outcome.error for outcome in outcomes), needs_a_look=False,
    )  # fmt: skip


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@accept_option
@click.option(
    "--as-read", is_flag=True,
    help="Take every repair back: the package says what was read, and its ledger what was taken back.",
)  # fmt: skip
@strict_option
@json_option
@lang_option
def check(
    folder: Path, *, accept_proposals: bool, as_read: bool, strict: bool, as_json: bool, lang: str | None
) -> None:
    """Run the reconcile stage again on a data package, without the PDFs."""
    from cuadre import pipeline  # noqa: PLC0415
    from cuadre.export.decisions_file import read_decisions  # noqa: PLC0415
    from cuadre.export.package import write_package  # noqa: PLC0415
    from cuadre.export.reading import read_package  # noqa: PLC0415
    from cuadre.together import together  # noqa: PLC0415

    if as_read and accept_proposals:
        raise click.UsageError("--as-read and --accept-proposals contradict each other.")
    language = system_language(lang)
    with exit_on_error(language):
        reports, decisions = read_package(folder), read_decisions(folder)
        done = together([
            pipeline.check(report, accept_proposals=accept_proposals, decisions=decisions, as_read=as_read)
            for report in reports
        ])  # fmt: skip
        write_package(folder, done)
    outcomes = [summary.Outcome(converted.report.source.name, converted, None) for converted in done]
    finish(
        summary.of_conversion(outcomes, folder, language), as_json=as_json, strict=strict,
        failed=False, needs_a_look=any(summary.needs_a_look(converted) for converted in done),
    )  # fmt: skip


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("page", metavar="PAGE", type=click.IntRange(min=1))
@click.argument("row", metavar="ROW", type=click.IntRange(min=1))
@lang_option
def explain(folder: Path, page: int, row: int, lang: str | None) -> None:
    """Argue one row of a data package: its figures, checks, explanations and verdict.

    PAGE and ROW are the columns page and row of its files: ROW counts the rows of the whole
    document. Nothing is written.
    """
    from cuadre import pipeline  # noqa: PLC0415
    from cuadre.cli.explain import explained  # noqa: PLC0415
    from cuadre.export.decisions_file import read_decisions  # noqa: PLC0415
    from cuadre.export.reading import read_package  # noqa: PLC0415

    language = system_language(lang)
    with exit_on_error(language):
        decisions = read_decisions(folder)
        heard = [pipeline.examined(report, decisions) for report in read_package(folder)]
        click.echo(explained(heard, str(folder), page, row, language.code))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write a CSV to start a catalogue from; by default the list is printed.",
)  # fmt: skip
@lang_option
def units(folder: Path, output: Path | None, lang: str | None) -> None:
    """List the names of units in a data package, with counts and suspects."""
    from cuadre.cli.units import as_text, units_found, write_units  # noqa: PLC0415
    from cuadre.export.reading import read_package  # noqa: PLC0415

    with exit_on_error(system_language(lang)):
        found = units_found(read_package(folder))
        if output is not None:
            write_units(output, found)
        elif found:
            click.echo(as_text(found))


@main.command()
@json_option
@lang_option
def doctor(as_json: bool, lang: str | None) -> None:
    """Say what is installed, which recognisers and languages, and whether anything is amiss."""
    language = system_language(lang)
    examined = examine(language.code)
    text = summary.of_doctor(examined, language)
    finish(text, as_json=as_json, strict=True, failed=False, needs_a_look=any(not e.fine for e in examined))


def _run(
    files: Iterable[str], work: Callable[[Input], _T], language: Language
) -> list[summary.Outcome[_T]]:
    """Do each file; what stops one does not stop the others."""
    inputs = find_inputs(files)
    if not inputs:
        raise click.UsageError(language.say("no_inputs"))
    seen: dict[str, str] = {}
    return [_attempt(item, work, seen, language) for item in _with_progress(inputs)]


def _together(
    outcomes: list[summary.Outcome[Converted]], decisions: Sequence[UnitDecision]
) -> list[summary.Outcome[Converted]]:
    """Let the documents that were read bear witness to each other."""
    from cuadre.together import together, with_names  # noqa: PLC0415

    read = [outcome.value for outcome in outcomes if outcome.value is not None]
    told = iter(together(with_names(read, decisions)))
    return [outcome if outcome.value is None else replace(outcome, value=next(told)) for outcome in outcomes]


def _attempt(
    item: Input, work: Callable[[Input], _T], seen: dict[str, str], language: Language
) -> summary.Outcome[_T]:
    file = str(item.path)
    try:
        if item.path.is_file():
            first = seen.setdefault(SourceFile.of(item.path).sha256, file)
            if first != file:
                return summary.Outcome(file, None, same_as=first)
        return summary.Outcome(file, work(item))
    except CuadreError as error:
        return summary.Outcome(file, None, error)
    except Exception as error:  # noqa: BLE001
        # A bug of ours is said to be one, and stops one file only.
        _log.exception("%s", file)
        fact = language.say("bug", error=repr(error))
        return summary.Outcome(file, None, CuadreError(file, fact, language.say("bug_next")))


def _with_progress(inputs: tuple[Input, ...]) -> Iterator[Input]:
    """Show a bar on a terminal when there is something to wait for."""
    console = Console(stderr=True)
    if len(inputs) == 1 or not console.is_terminal or is_quiet():
        yield from inputs
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(inputs))
        for item in inputs:
            progress.update(task, description=item.name)
            yield item
            progress.advance(task)
