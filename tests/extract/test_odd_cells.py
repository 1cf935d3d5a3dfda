"""Cells that do not look like their column."""

from __future__ import annotations

from cuadre.evidence import Place
from extract.model import Cell, Table
from extract.odd_cells import with_doubts


def column(*texts: str, recognizer: str = "pp-ocr") -> Table:
    cells = [Cell(0, 0, "Monto", (Place(1, (0, 0, 9, 9)),), confidence=0.97, recognizer=recognizer)]
    cells += [
        Cell(row, 0, text, (Place(1, (0, 0, 9, 9)),), confidence=0.97, recognizer=recognizer)
        for row, text in enumerate(texts, 1)
    ]
    return Table(len(cells), 1, 1, tuple(cells))


def doubted(table: Table) -> list[str]:
    return [cell.text for cell in with_doubts(table).cells if cell.confidence < 0.6]


def test_a_figure_without_the_sign_of_its_column_is_not_sure() -> None:
    assert doubted(column("$0.00", "$1.50", "$2.00", "50.00", "$3.10", "$7.00")) == ["50.00"]
    assert doubted(column("10%", "20%", "30%", "40%", "50", "60%")) == ["50"]


def test_letters_among_figures_are_not_sure() -> None:
    assert doubted(column("$0.00", "$1.50", "$2.00", "S0.00", "$3.10", "$7.00")) == ["S0.00"]


def test_columns_that_mix_signs_or_are_short_say_nothing() -> None:
    assert doubted(column("$0.00", "1.50", "2.00", "50.00", "$3.10", "7.00")) == []
    assert doubted(column("$0.00", "50.00")) == []


def test_text_with_digits_is_no_column_of_figures() -> None:
    assert doubted(column("Obra 1", "Obra 2", "3", "Obra 4", "5", "6", "7")) == []


def test_a_digital_column_is_as_printed() -> None:
    table = column("$0.00", "$1.50", "$2.00", "50.00", "$3.10", "$7.00", recognizer="pdf")
    assert with_doubts(table) == table
