r"""Writes a report as a tab-separated transcription, with the noise that transcribers leave.

Pages follow each other; each has title lines, a header of three lines that shifts from page to page, rows,
and notes about handwriting. The truth keeps what the paper says and lists what the transcriber changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from grid import WEIGHTS, columns, runs
from layout import Layout
from report import Report, Row

ROWS_A_PAGE = 7
HEADER_NOISE = (
    ("RESPONSABLE", "RESPONDABLE"), ("RECOMENDACIONES", "REMEDIACIONES"), ("OBJETIVOS", "OBJETIVO"),
    ("FRECUENCIA", "FRECUENTE"), ("ALCANZADA", "ALACANZADA"), ("JUSTIFICACION", "JUSTIFICACIÓN"),
)
UNIT_NOISE = (
    ("ción", "cion"),
    ("Departamento", "Departamentos"),
    ("Área", "Aria"),
    ("Unidad", "Unidas"),
    ("Red", "Rede"),
)
MARKS = ("[Handwritten signature]", "[Handwritten mark]", "[Firma ilegible]", "[Sello]")


@dataclass(frozen=True, slots=True)
class Slip:
    """One change of the transcriber in one cell of one row."""

    row: int
    kind: str
    field: str
    clean: str
    transcribed: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text, what was changed, and the page (from 1) of each row."""

    text: str
    slips: tuple[Slip, ...]
    pages: tuple[int, ...]


def transcribe(report: Report, seed: int) -> Transcript:
    """Write a report down with noise."""
    chance = random.Random(f"transcript {seed}")
    lines: list[str] = []
    slips: list[Slip] = []
    pages: list[int] = []
    starts = range(0, len(report.rows), ROWS_A_PAGE)
    for page, start in enumerate(starts, 1):
        rows = report.rows[start : start + ROWS_A_PAGE]
        more = chance.random() < 0.5
        lines += ["", *_titles(report, chance, page), "", *_header(report, chance, trailing=more)]
        for at, row in enumerate(rows, start):
            noisy, slipped = _slipped(row, at, chance)
            slips += slipped
            pages.append(page)
            lines += _row_lines(noisy, trailing=more)
        lines += _marks(chance) if page < len(starts) else []
    return Transcript("\n".join([*lines, "", *_signatures(report)]) + "\n", tuple(slips), tuple(pages))


def _titles(report: Report, chance: random.Random, page: int) -> list[str]:
    titled = page == 1 or chance.random() < 0.3
    return [report.axis, report.programme, report.dependency, ""] if titled else ["", ""]


def _marks(chance: random.Random) -> list[str]:
    return ["", *chance.sample(MARKS, chance.randint(1, 2)), ""]


def _header(report: Report, chance: random.Random, *, trailing: bool) -> list[str]:
    shape = columns(report, Layout())
    rows = [[part or "" for part in level] for level in zip(*(column.path for column in shape), strict=True)]
    # A merged heading is written once, where it starts; the quarters of the last line are all written.
    rows = [*map(_once, rows[:2]), rows[2]]
    change = chance.choice((_as_is, _shift_left, _doubled, _without_first))
    noisy = _noisy_words(["\t".join(row) for row in change(rows)], chance)
    return [line + "\t" if trailing else line for line in noisy]


def _once(row: list[str]) -> list[str]:
    return [text if at == 0 or text != row[at - 1] else "" for at, text in enumerate(row)]


def _noisy_words(lines: list[str], chance: random.Random) -> list[str]:
    for clean, wrong in chance.sample(HEADER_NOISE, 2):
        lines = [line.replace(clean, wrong, 1) for line in lines]
    return lines


def _as_is(rows: list[list[str]]) -> list[list[str]]:
    return rows


def _shift_left(rows: list[list[str]]) -> list[list[str]]:
    """The group headings stand one column too far left."""
    return [rows[0], [*rows[1][1:], ""], rows[2]]


def _doubled(rows: list[list[str]]) -> list[list[str]]:
    """The last line of the header was written twice."""
    return [*rows, rows[2]]


def _without_first(rows: list[list[str]]) -> list[list[str]]:
    return rows[1:]


def _slipped(row: Row, at: int, chance: random.Random) -> tuple[dict[str, str], list[Slip]]:
    """Return the cells as transcribed, and the changes."""
    layout = Layout()
    order = [key for key in layout.columns if key in WEIGHTS]
    cells = {key: " ".join(text for text, _ in runs(row, key, at + 1, layout)) for key in order}
    cells |= row.figures
    slips = []
    for kind, odds, make in SLIPS:
        made = make(row) if chance.random() < odds and not row.planted else None
        if made:
            field, clean, wrong = made
            key = {"responsible_unit": "unit", "code": "objective"}.get(field, field)
            cells[key] = cells[key].replace(clean, wrong, 1)
            slips.append(Slip(at, kind, field, clean, wrong))
    return cells, slips


def _unit_misread(row: Row) -> tuple[str, str, str] | None:
    found = next(((clean, wrong) for clean, wrong in UNIT_NOISE if clean in row.unit), None)
    return ("responsible_unit", row.unit, row.unit.replace(*found, 1)) if found else None


def _dot_lost(row: Row) -> tuple[str, str, str] | None:
    head, _, tail = row.code.rpartition(".")
    return ("code", row.code, head + tail) if row.level == "Actividad" else None


def _digit_misread(row: Row) -> tuple[str, str, str] | None:
    clean = row.figures["pct_q1"]
    wrong = clean.replace("8", "3", 1) if "8" in clean else clean.replace("0", "6", 1)
    return ("pct_q1", clean, wrong) if wrong != clean else None


def _line_break(row: Row) -> tuple[str, str, str] | None:
    words = row.justification.split(" ")
    cut = len(words) * 2 // 3
    broken = " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
    return ("justification", row.justification, broken) if cut > 3 else None


SLIPS: tuple[tuple[str, float, Callable[[Row], tuple[str, str, str] | None]], ...] = (
    ("unit_misread", 0.2, _unit_misread),
    ("code_dot_lost", 0.08, _dot_lost),
    ("digit_misread", 0.08, _digit_misread),
    ("line_break_in_cell", 0.12, _line_break),
)
"""Kind, how often, and what makes it: field, clean and transcribed text."""


def _row_lines(cells: dict[str, str], *, trailing: bool) -> list[str]:
    keys = ["unit", "level", "objective", "indicator", "frequency", "units", "annual", "q1", "q2", "q3", "q4"]
    keys += [key for name in ("achieved", "pct", "cum_pct") for key in cells if key.startswith(f"{name}_q")]
    line = "\t".join([*(cells[key] for key in keys), cells["justification"]])
    return (line + ("\t" if trailing else "")).split("\n")


def _signatures(report: Report) -> list[str]:
    out = []
    for at, signatory in enumerate(report.signatories):
        out += [signatory.role, signatory.name, signatory.post]
        out += [f"MUNICIPIO DE {report.municipality.upper()}", report.dependency, ""] if at == 1 else [""]
    return out[:-1]
