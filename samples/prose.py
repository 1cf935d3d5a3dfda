"""Prints a page that is no progress report: prose with two tables, one ruled and one without a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter
SIZE, LEADING = 9.5, 13.0
LEFT = 64.0

RULED = (
    ("Biblioteca", "Acervo", "", "Visitas"),
    ("", "Infantil", "General", ""),
    ("Central Encinal", "3,412", "12,980", "18,204"),
    ("El Vado", "1,105", "2,640", "4,417"),
    ("Los Tepetates", "870", "1,998", "2,006"),
)
BORDERLESS = (
    ("Concepto", "2025", "2026", "Variación"),
    ("Sueldos del personal bibliotecario", "1,840,200", "1,915,000", "4.1%"),
    ("Adquisición de acervo", "212,000", "260,500", "22.9%"),
    ("Mantenimiento de inmuebles", "98,750", "-", ""),
    ("Total", "2,150,950", "2,175,500", "1.1%"),
)
TITLE = "Nota sobre la red municipal de bibliotecas"
BEFORE = (
    "La red municipal de bibliotecas cerró el año con tres espacios abiertos y uno en obra. El cuadro",
    "que sigue reúne el acervo disponible por sala y las visitas registradas durante 2026.",
)
BETWEEN = (
    "Las visitas crecieron 9.3% respecto de 2025, pese al cierre de El Vado durante 21 días por falta de",
    "energía. El gasto del servicio, en pesos corrientes, se resume a continuación; el mantenimiento de 2026",
    "lo cubrió la dirección de obra y no se cargó a la red.",
)
AFTER = ("Fuente: registros administrativos de la red, con corte al 31 de diciembre de 2026.",)


def draw_prose(path: Path) -> dict[str, Any]:
    """Write the PDF and return its tables as grids, a merged cell standing in its first place."""
    canvas = Canvas(str(path), pagesize=letter, invariant=True)
    canvas.setTitle(TITLE)
    y = _paragraph(canvas, (TITLE,), HEIGHT - 76.0, "Helvetica-Bold", 13.0)
    y = _paragraph(canvas, BEFORE, y - 8.0)
    y = _ruled(canvas, y - 4.0)
    y = _paragraph(canvas, BETWEEN, y - 22.0)
    y = _borderless(canvas, y - 8.0)
    _paragraph(canvas, AFTER, y - 14.0)
    canvas.showPage()
    canvas.save()
    return {
        "id": "general-tables",
        "file": path.name,
        "tables": [
            _truth(RULED, 2, merged=[[0, 0, 2, 1], [0, 1, 1, 2], [0, 3, 2, 1]]),
            _truth(BORDERLESS, 1, merged=[]),
        ],
    }


def _truth(table: tuple[tuple[str, ...], ...], header_rows: int, merged: list[list[int]]) -> dict[str, Any]:
    """Return a table as a grid; ``merged`` lists row, column, row span and column span."""
    return {"page": 1, "header_rows": header_rows, "merged": merged, "grid": [list(row) for row in table]}


def _paragraph(
    canvas: Canvas, lines: tuple[str, ...], y: float, face: str = "Times-Roman", size: float = 10.5
) -> float:
    canvas.setFont(face, size)
    for line in lines:
        canvas.drawString(LEFT, y, line)
        y -= size * 1.35
    return y


def _ruled(canvas: Canvas, top: float) -> float:
    edges, height = (LEFT, 204.0, 284.0, 364.0, 444.0), 17.0
    spans = {(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (2, 1)}
    covered = {(1, 0), (0, 2), (1, 3)}
    canvas.setLineWidth(0.6)
    for row, texts in enumerate(RULED):
        for column, text in enumerate(texts):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            left, right = edges[column], edges[column + across]
            upper, lower = top - row * height, top - (row + down) * height
            canvas.rect(left, lower, right - left, upper - lower)
            canvas.setFont("Helvetica-Bold" if row < 2 else "Helvetica", SIZE)
            base = (upper + lower) / 2 - SIZE * 0.35
            if column and row >= 2:
                canvas.drawRightString(right - 6, base, text)
            else:
                canvas.drawCentredString((left + right) / 2, base, text)
    return top - len(RULED) * height


def _borderless(canvas: Canvas, top: float) -> float:
    rights = (0.0, 330.0, 410.0, 480.0)
    y = top
    for row, texts in enumerate(BORDERLESS):
        canvas.setFont("Helvetica-Bold" if row in {0, len(BORDERLESS) - 1} else "Helvetica", SIZE)
        canvas.drawString(LEFT, y, texts[0])
        for right, text in zip(rights[1:], texts[1:], strict=True):
            canvas.drawRightString(right, y, text)
        y -= LEADING + 2
    return y
