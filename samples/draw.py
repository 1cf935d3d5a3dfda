"""Prints a report as a digital PDF. The same report and layout give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from layout import ORDINALS, Colour, Layout
from paginate import MARGIN, Piece, Plan, Sheet, paginate
from report import Report
from reportlab.pdfgen.canvas import Canvas
from typeset import Face, Line

Box = tuple[float, float, float, float]
"""Left, top, right, bottom from the upper left corner."""

RULE = 0.5
TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
BLACK: Colour = (0.0, 0.0, 0.0)
ZEBRA: Colour = (0.94, 0.95, 0.97)


def draw(report: Report, layout: Layout, path: Path) -> Plan:
    """Write the PDF and return where its rows stand."""
    plan = paginate(report, layout)
    canvas = Canvas(str(path), invariant=True, pageCompression=1)
    canvas.setTitle(f"{report.programme} {report.year}")
    canvas.setAuthor(report.municipality)
    for number, sheet in enumerate(plan.sheets, 1):
        _turn(canvas, layout.rotation, plan.width, plan.height)
        _SheetPrinter(canvas, plan, layout, report).print(sheet, number)
        canvas.showPage()
    canvas.save()
    return plan


def _turn(canvas: Canvas, rotation: int, width: float, height: float) -> None:
    """Turn the page and what is on it against each other, so that it reads upright."""
    # reportlab itself exchanges the sides of the media box of a page turned sideways.
    canvas.setPageSize((width, height))
    canvas.setPageRotation(rotation)
    shift = {0: (0.0, 0.0), 90: (height, 0.0), 180: (width, height), 270: (0.0, width)}[rotation]
    canvas.transform(*TURNS[rotation], *shift)


class _SheetPrinter:
    """Prints one page."""

    def __init__(self, canvas: Canvas, plan: Plan, layout: Layout, report: Report) -> None:
        self._canvas, self._plan, self._layout, self._report = canvas, plan, layout, report

    def print(self, sheet: Sheet, number: int) -> None:
        """Print all that stands on the page."""
        if sheet.title:
            self._title()
        if number == 1 and self._layout.second_table:
            self._second_table(sheet.table_top - 30.0)
        self._body(sheet)
        label = self._layout.page_label.format(page=number, pages=len(self._plan.sheets))
        self._text(label, self._plan.width - MARGIN, self._plan.height - 14.0, 6.0, align=1.0)
        if sheet.signatures is not None:
            self._signatures(sheet.signatures)

    def _text(
        self, text: str, x: float, y: float, size: float, *, bold: bool = False, align: float = 0.0
    ) -> None:
        """Print one line on base line ``y``; ``align`` is the share of its width to the left of ``x``."""
        face = Face(self._layout.font, self._layout.bold, size)
        self._canvas.setFillColorRGB(*BLACK)
        self._canvas.setFont(face.name(bold), size)
        self._canvas.drawString(x - align * face.width(text, bold), self._plan.height - y, text)

    def _fill(self, box: Box, colour: Colour) -> None:
        left, top, right, bottom = box
        self._canvas.setFillColorRGB(*colour)
        self._canvas.rect(left, self._plan.height - bottom, right - left, bottom - top, stroke=0, fill=1)

    def _title(self) -> None:
        report, middle = self._report, self._plan.width / 2
        lines = [report.axis, report.programme, report.dependency]
        if self._layout.period_line:
            lines.append(f"AVANCE DE INDICADORES, {ORDINALS[report.quarter]} TRIMESTRE DE {report.year}")
        for at, text in enumerate(lines):
            self._text(text, middle, 30.0 + 12.0 * at, 8.0, bold=True, align=0.5)
        self._left_logo()
        self._right_logo()

    def _left_logo(self) -> None:
        canvas, y = self._canvas, self._plan.height - 44.0
        canvas.setStrokeColorRGB(0.2, 0.35, 0.3)
        canvas.setFillColorRGB(0.2, 0.35, 0.3)
        canvas.setLineWidth(0.8)
        canvas.roundRect(MARGIN, y, 22.0, 26.0, 3.0, stroke=1, fill=0)
        path = canvas.beginPath()
        path.moveTo(MARGIN + 3, y + 6)
        path.lineTo(MARGIN + 11, y + 21)
        path.lineTo(MARGIN + 19, y + 6)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        self._text(self._report.municipality.upper(), MARGIN + 27, 30.0, 7.0)
        self._text("Gobierno municipal", MARGIN + 27, 38.0, 5.0)

    def _right_logo(self) -> None:
        canvas, right = self._canvas, self._plan.width - MARGIN
        canvas.setStrokeColorRGB(0.5, 0.3, 0.15)
        canvas.setLineWidth(0.8)
        for radius in (12.0, 8.0, 3.0):
            canvas.circle(right - 13.0, self._plan.height - 31.0, radius, stroke=1, fill=0)
        self._text("Planeación", right - 29.0, 30.0, 7.0, align=1.0)
        self._text("y Evaluación", right - 29.0, 38.0, 7.0, align=1.0)

    def _second_table(self, top: float) -> None:
        rows = SECOND_TABLES[self._layout.second_table]
        width, height = 58.0, 8.0
        self._canvas.setStrokeColorRGB(*BLACK)
        self._canvas.setLineWidth(RULE)
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                left, bottom = MARGIN + across * width, top + (down + 1) * height
                self._canvas.rect(left, self._plan.height - bottom, width, height, stroke=1, fill=0)
                self._text(text, left + width / 2, bottom - 2.4, 4.8, bold=not down, align=0.5)

    def _body(self, sheet: Sheet) -> None:
        layout, edges = self._layout, self._plan.edges
        header = self._header_boxes(sheet) if sheet.header else []
        for box, _ in header:
            if layout.header_fill:
                self._fill(box, layout.header_fill)
        for piece in sheet.pieces:
            if layout.zebra and piece.row % 2:
                self._fill((edges[0], piece.top, edges[-1], piece.bottom), ZEBRA)
        body = list(self._body_boxes(sheet.pieces))
        self._rules([box for box, _ in header], [box for box, *_ in body])
        for box, lines in header:
            self._lines(lines, box, layout.header_ink, centred=True, middle=True)
        for box, lines, figure, merged in body:
            self._lines(lines, box, BLACK, centred=figure or layout.centred, middle=layout.middle or merged)

    def _header_boxes(self, sheet: Sheet) -> list[tuple[Box, tuple[Line, ...]]]:
        edges, tops, top = self._plan.edges, self._plan.header_rows, sheet.table_top
        return [
            ((edges[h.left], top + tops[h.top], edges[h.right], top + tops[h.bottom]), lines)
            for h, lines in self._plan.header
        ]

    def _body_boxes(self, pieces: Sequence[Piece]) -> Iterable[tuple[Box, tuple[Line, ...], bool, bool]]:
        """Yield box, lines, whether it holds a figure and whether it is merged over rows."""
        for at, column in enumerate(self._plan.shape):
            left, right = self._plan.edges[at], self._plan.edges[at + 1]
            for group in self._groups(pieces, column.key, at):
                lines = next((piece.cells[at] for piece in group if piece.cells[at]), ())
                yield (left, group[0].top, right, group[-1].bottom), lines, column.figure, len(group) > 1

    def _groups(self, pieces: Sequence[Piece], key: str, at: int) -> list[list[Piece]]:
        merges = key == "unit" and self._layout.merge_units
        groups: list[list[Piece]] = []
        for piece in pieces:
            if merges and groups and _same_text(groups[-1][0], piece, at):
                groups[-1].append(piece)
            else:
                groups.append([piece])
        return groups

    def _rules(self, header: Sequence[Box], body: Sequence[Box]) -> None:
        kind, canvas = self._layout.rulings, self._canvas
        canvas.setStrokeColorRGB(*BLACK)
        canvas.setLineWidth(RULE)
        if kind == "none" or not body:
            return
        canvas.setDash([0.5, 1.4] if kind == "dotted" else [])
        edges = self._plan.edges
        frame = (edges[0], min(b[1] for b in (*header, *body)), edges[-1], max(b[3] for b in body))
        boxes = [*header, frame] if kind == "frame" else [*header, *body]
        if self._layout.ruling_as == "rect" and kind != "horizontal":
            for left, top, right, bottom in boxes:
                canvas.rect(left, self._plan.height - bottom, right - left, bottom - top, stroke=1, fill=0)
        else:
            self._segments(boxes, vertical=kind != "horizontal")
        canvas.setDash([])

    def _segments(self, boxes: Sequence[Box], *, vertical: bool) -> None:
        across = {(y, left, right) for left, top, right, bottom in boxes for y in (top, bottom)}
        down = {(x, top, bottom) for left, top, right, bottom in boxes for x in (left, right) if vertical}
        for y, start, end in _joined(across):
            self._rule((start, y, end, y))
        for x, start, end in _joined(down):
            self._rule((x, start, x, end))

    def _rule(self, box: Box) -> None:
        left, top, right, bottom = box
        height = self._plan.height
        if self._layout.ruling_as == "fill" and self._layout.rulings != "dotted":
            half = RULE / 2
            self._fill((left - half, top - half, right + half, bottom + half), BLACK)
        else:
            self._canvas.line(left, height - top, right, height - bottom)

    def _lines(self, lines: Sequence[Line], box: Box, ink: Colour, *, centred: bool, middle: bool) -> None:
        left, top, right, bottom = box
        face, padding = self._plan.face, self._layout.padding
        spare = bottom - top - len(lines) * face.leading
        y = top + (spare / 2 if middle else padding) + face.size * 0.88
        self._canvas.setFillColorRGB(*ink)
        for line in lines:
            x = (left + right - line.width) / 2 if centred else left + padding
            text = self._canvas.beginText(x, self._plan.height - y)
            for words, bold in line.runs:
                text.setFont(face.name(bold), face.size)
                text.textOut(words)
            self._canvas.drawText(text)
            y += face.leading

    def _signatures(self, top: float) -> None:
        width = (self._plan.width - 2 * MARGIN) / 3
        for at, signatory in enumerate(self._report.signatories):
            middle = MARGIN + width * (at + 0.5)
            self._text(signatory.role, middle, top + 10.0, 7.0, bold=True, align=0.5)
            self._canvas.setStrokeColorRGB(*BLACK)
            self._canvas.setLineWidth(0.7)
            y = self._plan.height - (top + 48.0)
            self._canvas.line(middle - width * 0.36, y, middle + width * 0.36, y)
            self._text(signatory.name, middle, top + 57.0, 7.0, bold=True, align=0.5)
            self._text(signatory.post, middle, top + 67.0, 6.5, align=0.5)


def _same_text(one: Piece, other: Piece, at: int) -> bool:
    return one.cells[at] == other.cells[at] and bool(one.cells[at])


def _joined(segments: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join segments on one line that touch: place, start, end.

    >>> _joined([(1.0, 0.0, 2.0), (1.0, 2.0, 3.0), (4.0, 0.0, 1.0)])
    [(1.0, 0.0, 3.0), (4.0, 0.0, 1.0)]
    """
    out: list[tuple[float, float, float]] = []
    for place, start, end in sorted(segments):
        if out and out[-1][0] == place and start <= out[-1][2] + 0.01:
            out[-1] = (place, out[-1][1], max(end, out[-1][2]))
        else:
            out.append((place, start, end))
    return out


SECOND_TABLES = {
    "legend": (
        ("SEMÁFORO", "VERDE", "AMARILLO", "ROJO"),
        ("Rango", "90% a 110%", "70% a 89%", "Menor a 70%"),
    ),
    "budget": (
        ("PRESUPUESTO", "APROBADO", "MODIFICADO", "EJERCIDO"),
        ("Pesos", "4,250,000", "4,318,500", "998,112"),
    ),
}
"""Tables above the report's own, by the layout's name for them."""
