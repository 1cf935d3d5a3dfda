"""Cells of scans that hold more than a figure: rests of rulings and of strokes beside it.

Which of the pieces is the figure, the arithmetic may guess, so that a second look is taken at that one alone. What is
published is what the look says, and only where the arithmetic confirms it.
"""

from __future__ import annotations

from cuadre.evidence import NumberFormat
from normalize.model import Condition, Figure, Report, Row
from reconcile.gate import figure_of
from reconcile.model import Regime
from reconcile.second_reading import Replaced, confirmed_alone


def sought(report: Report, row: Row, figure: Figure, regime: Regime) -> str:
    """What to look for in a figure's cell: the one piece that makes its checks hold, else all that was read.

    Args:
        report: The report of the row.
        row: The row as it was read.
        figure: One of its figures.
        regime: The conventions of the document.
    """
    if figure.condition is not Condition.NOT_A_NUMBER:
        return figure.as_read
    pieces = [piece for piece in dict.fromkeys(figure.as_read.split()) if _is_figure(piece, report.number_format)]
    fitting = [piece for piece in pieces if _fits(report, row, figure, regime, piece)]
    return fitting[0] if len(fitting) == 1 else figure.as_read


def _is_figure(piece: str, number_format: NumberFormat) -> bool:
    return figure_of(piece, number_format) is not None


def _fits(report: Report, row: Row, figure: Figure, regime: Regime, piece: str) -> bool:
    printed = figure_of(piece, report.number_format)
    key = (figure.measure, figure.period)
    return printed is not None and confirmed_alone(report, row, regime, Replaced(key, printed, piece))
