"""The figures of a night in the format of Prometheus, read back."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from cuadre.batch.dataset import Keeping
from cuadre.batch.journal import Entry, Journal
from cuadre.batch.listener import Listeners, Night, Plan
from cuadre.batch.metrics import Metrics
from cuadre.batch.model import Outcome
from cuadre.evidence import PackageError


def figures(path: Path) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(path.read_text())
    return {(one.name, one.labels.get("outcome", "")): one.value for family in families for one in family.samples}


def plan(outdir: Path) -> Plan:
    return Plan(1, Path("/inbox"), outdir, 9, 3, 6, 2, 0)


def test_a_run_under_way_and_its_end(tmp_path: Path) -> None:
    path = tmp_path / "cuadre.prom"
    metrics = Metrics(path)
    metrics.started(plan(tmp_path))
    assert figures(path)["cuadre_running", ""] == 1
    assert figures(path)["cuadre_pending_documents", ""] == 6
    night = Night(
        plan(tmp_path), 12.5, outcomes={Outcome.CONVERTED: 4, Outcome.CRASHED: 1}, unchanged=3, left=1, pages=40,
        newly_failed=1, needs_a_look=2,
    )  # fmt: skip
    with closing(Journal(tmp_path)) as journal:
        journal.write(Entry("a.pdf", "a.pdf", pending=False, outcome=Outcome.CONVERTED))
        metrics.finished(night, journal)
    found = figures(path)
    assert found["cuadre_running", ""] == 0
    assert found["cuadre_run_success", ""] == 1
    assert found["cuadre_settling_documents", ""] == 3
    assert found["cuadre_run_documents", "converted"] == 4
    assert found["cuadre_run_documents", "refused"] == 0
    assert found["cuadre_documents", "converted"] == 1
    assert abs(found["cuadre_run_end_timestamp_seconds", ""] - time.time()) < 60


def test_a_dataset_that_cannot_be_built_does_not_count_as_success(tmp_path: Path) -> None:
    path = tmp_path / "cuadre.prom"
    (tmp_path / "a.pdf").mkdir()
    with closing(Journal(tmp_path)) as journal:
        journal.write(Entry("a.pdf", "a.pdf", pending=False, outcome=Outcome.CONVERTED))
        with pytest.raises(PackageError):
            Listeners.of([Keeping(), Metrics(path)]).finished(Night(plan(tmp_path)), journal)
    assert figures(path)["cuadre_run_success", ""] == 0
    assert figures(path)["cuadre_running", ""] == 0


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="cannot be written"):
        Metrics(tmp_path / "nowhere" / "cuadre.prom").started(plan(tmp_path))
