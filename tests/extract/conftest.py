"""Small PDFs, drawn for one test each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.model import Reading, Table
from extract.read import read_document

WIDTH, HEIGHT = 400.0, 300.0
SIZE = 8.0

Draw = Callable[[Canvas], None]


class Sketch:
    """Draws with the origin at the top left, as places are given."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.canvas.setFont("Helvetica", SIZE)
        self.canvas.setLineWidth(0.5)

    def text(self, x: float, y: float, text: str, *, bold: bool = False) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", SIZE)
        self.canvas.drawString(x, HEIGHT - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float, *, fill: float | None = None) -> None:
        if fill is not None:
            self.canvas.setFillGray(fill)
        filled = fill is not None
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=int(not filled), fill=int(filled))
        self.canvas.setFillGray(0)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def rows(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                for number, line in enumerate(text.split("\n") if text else ()):
                    self.text(x + 3, y + 10 + 9 * number, line)


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    """Make a PDF of one page for each function given."""

    def drawn(*pages: Callable[[Sketch], None], name: str = "a.pdf") -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
        for page in pages:
            page(Sketch(canvas))
            canvas.showPage()
        canvas.save()
        return path

    return drawn


@pytest.fixture
def read(draw: Callable[..., Path]) -> Callable[..., Reading]:
    """Draw pages and read them."""
    return lambda *pages: read_document(draw(*pages))


def texts(table: Table) -> list[list[str]]:
    """Give the texts of a table by row; a merged cell stands once."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


@pytest.fixture(name="texts")
def texts_fixture() -> Callable[[Table], list[list[str]]]:
    return texts
