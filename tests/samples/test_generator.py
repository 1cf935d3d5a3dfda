"""The generator says the same twice, and its truth agrees with itself."""

from __future__ import annotations

import doctest
import importlib
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

pytest.importorskip("reportlab")

from draw import draw
from generate import REPORTS, repository, stress
from grid import columns, figure_text, narrative_text
from invent import Wish, invent
from issuer import MISTAKES
from layout import Layout, vary
from paginate import paginate
from report import QUARTERS, Report, Row, figure_value, share_text
from transcribe import transcribe

SAMPLES = Path(__file__).parents[2] / "samples"
WISHES = [Wish(seed, quarter=1 + seed % 4, rows=26, mistakes=7, places=seed % 3) for seed in range(24)]
UNREPORTED = {"", "-"}


@pytest.fixture(scope="module")
def reports() -> list[tuple[Wish, Report]]:
    return [(wish, invent(wish)) for wish in WISHES]


def sums(row: Row) -> bool:
    targets = [figure_value(row.figures[f"q{q}"]) for q in QUARTERS]
    annual = figure_value(row.figures["annual"])
    return annual == (targets[0] if "CONSTANT" in row.oddities else sum(targets))


def shares(row: Row, wish: Wish) -> bool:
    so_far = Decimal()
    for q in range(1, wish.quarter + 1):
        printed = row.figures[f"achieved_q{q}"]
        if printed in UNREPORTED:
            continue
        achieved, target = figure_value(printed), figure_value(row.figures[f"q{q}"])
        so_far = achieved if "CONSTANT" in row.oddities else so_far + achieved
        if not target or row.figures[f"pct_q{q}"] != share_text(achieved, target, wish.places):
            return False
        annual = figure_value(row.figures["annual"])
        if row.figures[f"cum_pct_q{q}"] != share_text(so_far, annual, wish.places):
            return False
    return True


def tells(row: Row, wish: Wish) -> bool:
    names = {"programmed": "q", "achieved": "achieved_q", "pct": "pct_q"}
    pairs = {slot: f"{name}{wish.quarter}" for slot, name in names.items()}
    told = {slot: row.narrative[slot] for slot in pairs if row.narrative[slot]}
    stated = all(text in row.justification for text in told.values())
    return stated and all(figure_value(told[slot]) == figure_value(row.figures[pairs[slot]]) for slot in told)


def test_the_same_wish_gives_the_same_report() -> None:
    assert invent(WISHES[3]) == invent(WISHES[3])
    assert invent(WISHES[3]) != invent(WISHES[7])


def test_a_row_without_mistakes_agrees_with_itself(reports: list[tuple[Wish, Report]]) -> None:
    clean = [(row, wish) for wish, report in reports for row in report.rows if not row.planted]
    assert len(clean) > 300
    for row, wish in clean:
        assert sums(row), row
        assert shares(row, wish), row
        assert tells(row, wish), row


def test_every_kind_of_mistake_is_made(reports: list[tuple[Wish, Report]]) -> None:
    made = Counter(note.kind for _, report in reports for row in report.rows for note in row.planted)
    assert set(made) == {*MISTAKES, "ZERO_OVER_ZERO"}


def wrong(row: Row, wish: Wish, rows: tuple[Row, ...], kind: str) -> bool:
    """Whether the mistake shows, on its own terms."""
    codes = [other.code for other in rows]
    if kind == "ANNUAL_NE_SUM":
        return not sums(row) and shares(row, wish)
    if kind in {"WRONG_PCT", "WRONG_CUM", "HIDDEN_DECIMALS"}:
        return sums(row) and not shares(row, wish)
    if kind.startswith("NARR_"):
        return sums(row) and shares(row, wish) and not tells(row, wish)
    if kind == "CODE_DUPLICATED":
        return codes.count(row.code) == 2
    if kind == "CODE_GAP":
        head, _, number = row.code.rpartition(".")
        return f"{head}.{int(number) - 1}" not in codes
    if kind == "LEVEL_CODE_MISMATCH":
        return row.level != ("Componente" if row.code.count(".") == 4 else "Actividad")
    if kind in {"DIV_BY_ZERO", "ZERO_OVER_ZERO"}:
        return row.figures[f"q{wish.quarter}"] == "0"
    return kind == "UNIT_NAME_VARIANT" and sum(other.unit == row.unit for other in rows) == 1


def test_every_mistake_shows_in_its_row(reports: list[tuple[Wish, Report]]) -> None:
    for wish, report in reports:
        for row in report.rows:
            for note in row.planted:
                assert note.printed != note.expected
                assert wrong(row, wish, report.rows, note.kind), (note, row)


@pytest.mark.parametrize("seed", range(12))
def test_all_rows_and_columns_stay_on_the_page(seed: int) -> None:
    quarter = 1 + seed % 4
    report = invent(Wish(seed, quarter, rows=24))
    plan = paginate(report, vary(seed, quarter))
    starts = [piece.row for sheet in plan.sheets for piece in sheet.pieces if piece.first]
    assert starts == list(range(len(report.rows)))
    assert plan.edges[-1] < plan.width
    for sheet in plan.sheets:
        assert all(piece.bottom < plan.height - 20 for piece in sheet.pieces)
        assert all(b.top >= a.bottom for a, b in zip(sheet.pieces, sheet.pieces[1:], strict=False))


def test_figures_by_quarter_are_the_same_figures() -> None:
    report = invent(Wish(1, quarter=2))
    by_measure, by_quarter = (columns(report, Layout(by_quarter=way)) for way in (False, True))
    assert {column.key for column in by_quarter} == {column.key for column in by_measure}
    assert [column.key for column in by_quarter] != [column.key for column in by_measure]


def test_spanish_notation_reaches_cells_and_narratives() -> None:
    spanish = Layout(spanish_numbers=True)
    assert figure_text("1,234.5", spanish) == "1.234,5"
    assert figure_text("61.54%", spanish) == "61,54 %"
    assert figure_text("#¡DIV/0!", spanish) == "#¡DIV/0!"
    assert narrative_text("de 1,234 casos, 8; el 61.5%.", spanish) == "de 1.234 casos, 8; el 61,5 %."
    assert narrative_text("de 1,234 casos, 8; el 61.5%.", Layout()) == "de 1,234 casos, 8; el 61.5%."


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_reads_upright(tmp_path: Path, rotation: int) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    path = tmp_path / "report.pdf"
    report = invent(WISHES[0])
    draw(report, Layout(rotation=rotation), path)
    with pdfplumber.open(path) as document:
        page = document.pages[0]
        assert (page.width, page.height) == (1008, 612)
        text = page.extract_text()
    assert text.index(report.axis) < text.index(report.programme) < text.index("INDICADOR")


def test_rows_break_over_pages_in_the_sample_that_is_named_so() -> None:
    wish, layout = REPORTS["rotated-broken-rows"]
    sheets = paginate(invent(wish), layout).sheets
    assert any(not piece.first for sheet in sheets for piece in sheet.pieces)


def test_a_transcription_keeps_every_row_and_tells_its_slips() -> None:
    report = invent(WISHES[0])
    transcript = transcribe(report, seed=9)
    assert len(transcript.pages) == len(report.rows)
    assert {slip.kind for slip in transcript.slips} >= {"unit_misread", "code_dot_lost"}
    for slip in transcript.slips:
        assert slip.transcribed in transcript.text
        assert slip.clean != slip.transcribed


def test_a_stress_set_is_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        stress(tmp_path / name, count=8, seed=5)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_samples_are_what_the_generator_makes(tmp_path: Path) -> None:
    import reportlab  # noqa: PLC0415 (its version is what this test turns on)

    repository(tmp_path)
    recorded = re.search(r"reportlab (\S+\d)", (SAMPLES / "README.md").read_text(encoding="utf-8"))
    assert recorded
    same_printer = recorded[1] == reportlab.__version__
    for name, made in contents(tmp_path).items():
        if name.startswith("scan-") and name.endswith(".pdf"):
            # Processors round differently in the last bit; a seed that changed would show everywhere.
            assert unlike(SAMPLES / name, tmp_path / name) < 2, f"{name}: samples/generate.py rewrites it"
        elif same_printer or not name.endswith(".pdf"):
            assert (SAMPLES / name).read_bytes() == made, f"{name}: python samples/generate.py rewrites it"


def unlike(one: Path, two: Path) -> float:
    """Mean difference of the pixels of two PDFs, in grays of 256."""
    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(two) as second:
        assert [page.get_size() for page in first] == [page.get_size() for page in second]
        pairs = [[page.render(grayscale=True).to_numpy().astype(int) for page in pair]
                 for pair in zip(first, second, strict=True)]  # fmt: skip
    return max(float(abs(a - b).mean()) for a, b in pairs)


@pytest.mark.parametrize("name", ["draw", "grid", "invent", "report"])
def test_examples_in_the_generator_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
