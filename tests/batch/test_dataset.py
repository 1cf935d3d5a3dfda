"""All packages of a night as one: what ``convert`` of all of them would write, or in parts; rebuilt only when stale."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from frictionless import Package

from cuadre.batch import dataset
from cuadre.batch.dataset import build
from cuadre.batch.inbox import Stamp
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.model import Outcome, Task
from cuadre.batch.work import do
from cuadre.cli import main
from cuadre.evidence import PackageError
from cuadre.export.schema import FILE_NAMES, RESOURCES

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ("q1-report", "q3-report", "reordered-horizontal")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three packages in an OUTDIR, as a night writes them."""
    outdir = tmp_path_factory.mktemp("out")
    for name in NAMES:
        source = SAMPLES / name / "source.pdf"
        task = Task(f"{name}.pdf", source, hashlib.sha256(source.read_bytes()).hexdigest())
        folder = outdir / task.name
        folder.mkdir()
        for file, content in do(task, outdir).files.items():
            (folder / file).write_bytes(content)
    return outdir


@pytest.fixture
def outdir(packages: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packages, tmp_path / "out"))


@pytest.fixture
def journal(outdir: Path) -> Iterator[Journal]:
    with closing(Journal(outdir)) as opened:
        for name in NAMES:
            opened.write(entry(name))
        yield opened


def entry(name: str) -> Entry:
    digest = hashlib.sha256((SAMPLES / name / "source.pdf").read_bytes()).hexdigest()
    return Entry(
        f"{name}.pdf", f"{name}.pdf", pending=False, stamp=Stamp(1, 1, 1), basis=Basis(digest, "0.1.0"),
        outcome=Outcome.CONVERTED, files=FILE_NAMES,
    )  # fmt: skip


def test_a_small_one_is_what_convert_writes_for_all(outdir: Path, journal: Journal, tmp_path: Path) -> None:
    originals = tmp_path / "in"
    originals.mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / name / "source.pdf", originals / f"{name}.pdf")
    CliRunner().invoke(main, ["convert", str(originals), "-o", str(tmp_path / "together")])
    assert build(outdir, journal)
    for name in FILE_NAMES:
        assert (outdir / "dataset" / name).read_bytes() == (tmp_path / "together" / name).read_bytes(), name
    assert Package(str(outdir / "dataset" / "datapackage.json")).validate().valid
    for resource in RESOURCES:
        table = pd.read_parquet(outdir / "dataset" / f"{resource.name}.parquet")
        assert tuple(table.columns) == resource.header


def test_a_large_one_is_laid_out_by_year_and_quarter(outdir: Path, journal: Journal) -> None:
    assert build(outdir, journal)
    small = {resource.name: lines(outdir / "dataset", resource.file_name) for resource in RESOURCES}
    assert build(outdir, journal, whole=2)
    large = {resource.name: lines(outdir / "dataset", resource.file_name) for resource in RESOURCES}
    assert {name: len(found) for name, found in large.items()} == {name: len(found) for name, found in small.items()}
    assert large["indicators"] == small["indicators"]
    assert large["evolution"] == small["evolution"]
    parts = {path.relative_to(outdir / "dataset").as_posix() for path in outdir.glob("dataset/documents.parquet/*/*/*")}
    assert parts == {f"documents.parquet/fiscal_year=2027/quarter={n}/part.parquet" for n in (1, 2, 3)}
    indicators = pd.read_parquet(outdir / "dataset" / "indicators.parquet")
    assert len(indicators) == len(large["indicators"])
    assert {"fiscal_year", "quarter"} <= set(indicators.columns)


def test_a_large_one_is_one_valid_data_package(outdir: Path, journal: Journal) -> None:
    assert build(outdir, journal, whole=2)
    package = Package(str(outdir / "dataset" / "datapackage.json"))
    assert package.validate().valid
    for resource in RESOURCES:
        rows = package.get_resource(resource.name).read_rows()
        assert len(rows) == len(lines_of(outdir / "dataset", resource.name)), resource.name


def lines_of(folder: Path, name: str) -> pd.DataFrame:
    """All lines of a table, by its Parquet files."""
    return pd.read_parquet(folder / f"{name}.parquet")


def lines(folder: Path, name: str) -> list[str]:
    """All lines of a file, wherever its parts are, without headers."""
    found = sorted(path for path in (folder / name, *folder.glob(f"{name}/**/part.csv")) if path.is_file())
    return sorted(line for path in found for line in path.read_text().splitlines()[1:])


def test_it_is_built_again_only_when_something_changed(outdir: Path, journal: Journal) -> None:
    assert build(outdir, journal)
    before = (outdir / "dataset" / "indicators.csv").stat().st_mtime_ns
    assert not build(outdir, journal)
    assert (outdir / "dataset" / "indicators.csv").stat().st_mtime_ns == before
    changed = entry(NAMES[0])
    journal.write(replace(changed, basis=replace(changed.basis, decided="f" * 64)))
    assert build(outdir, journal)


def test_the_same_packages_give_the_same_bytes(outdir: Path, journal: Journal) -> None:
    for whole in (10, 2):
        build(outdir, journal, whole=whole)
        first = contents(outdir)
        shutil.rmtree(outdir / "dataset")
        build(outdir, journal, whole=whole)
        assert contents(outdir) == first


def contents(outdir: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (outdir / "dataset").rglob("*") if path.is_file()}


def test_bytes_that_are_there_twice_count_once(outdir: Path, journal: Journal) -> None:
    journal.write(replace(entry(NAMES[0]), name="copy.pdf", place="copy.pdf"))
    shutil.copytree(outdir / f"{NAMES[0]}.pdf", outdir / "copy.pdf")
    build(outdir, journal)
    assert len(lines(outdir / "dataset", "documents.csv")) == len(NAMES)


def test_a_package_that_cannot_be_read_leaves_the_old_one(outdir: Path, journal: Journal) -> None:
    build(outdir, journal)
    before = {path.name: path.read_bytes() for path in (outdir / "dataset").iterdir()}
    (outdir / f"{NAMES[1]}.pdf" / "indicators.csv").unlink()
    journal.write(replace(entry(NAMES[0]), basis=Basis("0" * 64, "0.1.0")))
    with pytest.raises(PackageError):
        build(outdir, journal)
    assert {path.name: path.read_bytes() for path in (outdir / "dataset").iterdir()} == before


def test_a_run_that_died_between_the_renames_is_mended(outdir: Path, journal: Journal) -> None:
    build(outdir, journal)
    (outdir / "dataset").rename(outdir / dataset._OLD)
    (outdir / dataset._NEW).mkdir()
    assert not build(outdir, journal)
    assert (outdir / "dataset" / "indicators.csv").exists()


def test_without_packages_there_is_none(outdir: Path) -> None:
    with closing(Journal(outdir)) as empty:
        assert not build(outdir, empty)
    assert not (outdir / "dataset").exists()


def test_a_package_that_was_removed_after_its_original_counts_no_more(outdir: Path, journal: Journal) -> None:
    build(outdir, journal)
    journal.write(replace(entry(NAMES[0]), gone=True))
    assert not build(outdir, journal)
    shutil.rmtree(outdir / f"{NAMES[0]}.pdf")
    assert build(outdir, journal)
    assert len(lines(outdir / "dataset", "documents.csv")) == len(NAMES) - 1
