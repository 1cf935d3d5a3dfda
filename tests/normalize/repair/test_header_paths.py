"""Headers in any wording and any order of columns, printed alike on every page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cuadre.evidence import ES_MX, Place
from extract.model import Cell, Reading
from normalize.form import builtin_forms
from normalize.model import Facts
from normalize.repair.headers import repair_headers
from normalize.repair.model import Found, Setting
from normalize.sheets import recognize

FORM = builtin_forms()[0]
PAGES = 4


def printed(press: Any, seed: int, quarter: int, *, grouped: bool) -> tuple[Reading, Any]:
    """A report of several pages in words drawn by chance, its header printed again on each."""
    chance = press.chance(seed)
    report = press.report(count=12, quarter=quarter, seed=seed)
    report.headers = press.word_headers(report.order, chance)
    blocks = [report.order[:6], report.order[6:11], report.order[11:-1], report.order[-1:]]
    chance.shuffle(blocks)
    report.order = [column for block in blocks for column in block]
    (table,) = press.reading(report, grouped=grouped).tables
    head = [cell for cell in table.cells if cell.row < table.header_rows]
    again = tuple(tuple(on_page(cell, page) for cell in head) for page in range(2, PAGES + 1))
    return press.reading_of([replace(table, repeated_headers=again)]), report


def on_page(cell: Cell, page: int) -> Cell:
    return replace(cell, places=(Place(page, cell.place.box),))


def reread(reading: Reading) -> Reading:
    """The same, as a transcription: only what somebody read may be repaired."""

    def other(cell: Cell) -> Cell:
        return replace(cell, recognizer="transcript")

    tables = tuple(
        replace(
            table, cells=tuple(map(other, table.cells)),
            repeated_headers=tuple(tuple(map(other, header)) for header in table.repeated_headers),
        )
        for table in reading.tables
    )  # fmt: skip
    return replace(reading, tables=tables)


def repaired(reading: Reading, quarter: int) -> Found:
    known = recognize(reading, [FORM], ES_MX, quarter)
    return repair_headers(reading, known, Facts(fiscal_year=2026, quarter=quarter), Setting(form=FORM))


@pytest.mark.parametrize("quarter", [1, 3])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("grouped", [True, False])
def test_pages_that_agree_are_left_alone_and_each_column_has_its_path(
    press: Any, seed: int, quarter: int, grouped: bool
) -> None:
    reading, report = printed(press, seed, quarter, grouped=grouped)
    found = repaired(reread(reading), quarter)
    assert found.repairs == ()
    assert [finding.rule for finding in found.findings] == ["header-paths"]
    heads = [report.headers[column] for column in report.order]
    glue = " > " if grouped else " "
    expected = [glue.join(part for part in head if part) for head in heads]
    assert found.findings[0].reported.split(" | ") == expected
    assert repaired(reading, quarter) == found


def damaged(word: str, chance: Any) -> str:
    """A word in which two letters became others."""
    letters = list(word)
    for at in chance.sample(range(1, len(letters)), 2):
        letters[at] = "W" if word.isupper() else "w"
    return "".join(letters)


@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_one_damaged_word_of_one_page_is_put_right(press: Any, seed: int, grouped: bool) -> None:
    reading = reread(printed(press, seed, 1, grouped=grouped)[0])
    (table,) = reading.tables
    chance = press.chance(seed + 100)
    header = list(table.repeated_headers[1])
    places = [(n, word) for n, cell in enumerate(header) for word in cell.text.split() if len(word.strip(".")) > 6]
    number, word = chance.choice(places)
    right = header[number].text
    header[number] = replace(header[number], text=right.replace(word, damaged(word, chance), 1))
    again = (table.repeated_headers[0], tuple(header), *table.repeated_headers[2:])
    found = repaired(replace(reading, tables=(replace(table, repeated_headers=again),)), 1)
    assert [(repair.page, repair.before, repair.after) for repair in found.repairs] == [
        (3, header[number].text, right)
    ]
    assert [finding.rule for finding in found.findings] == ["header-paths", "header-differs"]
