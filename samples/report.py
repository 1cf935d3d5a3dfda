"""What an invented report says: the model that the content writer fills and the printers print.

A figure is kept as the string that goes on paper. ``""`` is a blank cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Planted:
    """A mistake of the issuer, printed on purpose.

    Attributes:
        kind: As ``WRONG_PCT``.
        field: The field of the row that carries it.
        printed: What the paper says.
        expected: What it would say without the mistake.
        detail: One sentence for the reader of the truth, or ``""``.
    """

    kind: str
    field: str
    printed: str
    expected: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator.

    Attributes:
        unit, level, code, objective: Who, where in the tree, and what for.
        indicator_code, indicator_name, frequency: The indicator.
        indicator_unit, variable_unit: Units of measure; the second is ``""`` at level Fin.
        figures: Field name (``annual``, ``q1``, ``achieved_q1``, ``pct_q1``, ``cum_pct_q1``) to printed text.
        justification: Narrative, as printed.
        narrative: Figures that the narrative states: ``pct``, ``programmed``, ``achieved``, ``cum_pct``.
        planted: Mistakes of the issuer in this row.
        oddities: What is unusual but right: ``CONSTANT``, ``ZERO_OVER_ZERO``, ``BLANK``, ``DASH``.
    """

    unit: str
    level: str
    code: str
    objective: str
    indicator_code: str
    indicator_name: str
    frequency: str
    indicator_unit: str
    variable_unit: str
    figures: dict[str, str]
    justification: str
    narrative: dict[str, str | None] = field(default_factory=dict)
    planted: tuple[Planted, ...] = ()
    oddities: tuple[str, ...] = ()

    def plant(self, planted: Planted, **changes: object) -> Row:
        """Return the row with one more mistake and the changes it makes on paper."""
        return replace(self, planted=(*self.planted, planted), **changes)  # type: ignore[arg-type]

    def with_figures(self, **figures: str) -> dict[str, str]:
        """Return its figures with some replaced."""
        return self.figures | figures


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the role over the line, name and post under it."""

    role: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Report:
    """One quarterly progress report."""

    municipality: str
    axis: str
    programme: str
    dependency: str
    year: int
    quarter: int
    rows: tuple[Row, ...]
    signatories: tuple[Signatory, ...]


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half away from zero, as spreadsheets do.

    >>> rounded(Decimal("2.345"), 2)
    Decimal('2.35')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def count_text(value: Decimal) -> str:
    """Print a count with thousands commas and no idle zeros.

    >>> count_text(Decimal("12345")), count_text(Decimal("16.50")), count_text(Decimal("100"))
    ('12,345', '16.5', '100')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share_text(part: Decimal, whole: Decimal, places: int) -> str:
    """Print part of whole as a percentage; the whole is not 0.

    >>> share_text(Decimal(8), Decimal(13), 2), share_text(Decimal(8), Decimal(13), 0)
    ('61.54%', '62%')
    """
    return f"{rounded(part / whole * 100, places):f}%"


def figure_value(text: str) -> Decimal:
    """Read a printed figure back; the text is not blank."""
    return Decimal(text.replace(",", "").replace("%", ""))
