"""A journal that was lost knows again what is to be looked at in each package."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from cuadre.batch.basis import Judge, Settings
from cuadre.batch.journal import Journal
from cuadre.batch.model import Task
from cuadre.batch.rebuilding import rebuild
from cuadre.batch.work import do
from cuadre.evidence import SourceFile
from cuadre.export.folder import replace_files

SAMPLE = Path(__file__).parents[2] / "samples/q1-report/source.pdf"


def test_counts_are_those_of_the_night_that_made_the_package(tmp_path: Path) -> None:
    done = do(Task("a.pdf", SAMPLE, SourceFile.of(SAMPLE).sha256), tmp_path)
    assert done.counts["look"]
    replace_files(tmp_path / "out/a.pdf", done.files)
    assert counts(tmp_path / "out") == done.counts
    (tmp_path / "out/a.pdf/findings.csv").unlink()
    assert counts(tmp_path / "out") == {}


def counts(outdir: Path) -> object:
    """Counts of the one document that a new journal takes from there."""
    (outdir / "cuadre.sqlite").unlink(missing_ok=True)
    with closing(Journal(outdir)) as journal:
        assert rebuild(journal, Judge.of(outdir, Settings())) == 1
        entry = journal.entry("a.pdf")
        assert entry is not None
        return entry.counts
