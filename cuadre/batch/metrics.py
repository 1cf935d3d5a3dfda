"""``--metrics FILE``: the night's figures in the text format of Prometheus, for a node exporter to pick up.

The file is written beside its place and moved there, so that nobody reads half of it. Its clock is that of the machine:
it is about the run, not about the documents, and no data file.
"""

from __future__ import annotations

import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.model import Done, Outcome
from cuadre.evidence import PackageError


class Metrics:
    """A listener that writes the figures when a run begins and when it is over.

    Args:
        path: The file; its folder must be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def started(self, plan: Plan) -> None:
        """Say that a run is under way, and what it found.

        Raises:
            PackageError: The file cannot be written.
        """
        registry = CollectorRegistry()
        _gauge(registry, "running", "Whether a run is under way.", 1)
        _gauge(registry, "found_documents", "Documents in the inbox.", plan.found)
        _gauge(registry, "pending_documents", "Documents to be done in this run.", plan.to_do)
        self._write(registry)

    def done(self, done: Done, entry: Entry, *, is_news: bool) -> None:
        """Nothing is written for one document: a scrape looks every minute, not every second."""

    def finished(self, night: Night, journal: Journal) -> None:
        """Write what the run came to.

        Raises:
            PackageError: The file cannot be written.
        """
        registry = CollectorRegistry()
        _gauge(registry, "running", "Whether a run is under way.", 0)
        _gauge(registry, "found_documents", "Documents in the inbox.", night.plan.found)
        _gauge(registry, "unchanged_documents", "Documents with nothing to do.", night.unchanged)
        _gauge(registry, "settling_documents", "Documents that still move.", night.plan.settling + night.left)
        _gauge(registry, "newly_failed_documents", "Documents that failed as they had not before.", night.newly_failed)
        _gauge(registry, "needs_a_look_documents", "Documents converted with something to decide.", night.needs_a_look)
        _gauge(registry, "run_pages", "Pages of the documents done in the last run.", night.pages)
        _gauge(registry, "run_duration_seconds", "How long the last run took.", night.seconds)
        _gauge(registry, "run_success", "Whether the last run came to its end.", night.ended == "done")
        _gauge(registry, "run_end_timestamp_seconds", "When the last run ended, Unix time.", time.time())
        run = Gauge("cuadre_run_documents", "Documents done in the last run.", ["outcome"], registry=registry)
        known = Gauge("cuadre_documents", "All documents, by how they ended.", ["outcome"], registry=registry)
        ended = journal.outcomes()
        for outcome in Outcome:
            run.labels(outcome).set(night.outcomes.get(outcome, 0))
            known.labels(outcome).set(ended.get(outcome, 0))
        known.labels("gone").set(ended.get("gone", 0))
        self._write(registry)

    def _write(self, registry: CollectorRegistry) -> None:
        try:
            write_to_textfile(str(self._path), registry)
        except OSError as error:
            fact = f"cannot be written ({error.strerror or error})"
            raise PackageError(str(self._path), fact, "Check that the folder of --metrics is there.") from error


def _gauge(registry: CollectorRegistry, name: str, about: str, value: float) -> None:
    Gauge(f"cuadre_{name}", about, registry=registry).set(value)
