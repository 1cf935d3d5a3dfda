"""The one door for printed figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a document prints figures.

    Attributes:
        name: Locale name as published in ``documents.csv``.
        decimal: Decimal separator.
        groups: Characters that may stand between groups of three digits.
    """

    name: str
    decimal: str
    groups: tuple[str, ...]


ES_MX = NumberFormat("es-MX", ".", (",",))
ES_ES = NumberFormat("es-ES", ",", (".", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", " "))

FORMATS = {fmt.name: fmt for fmt in (ES_MX, ES_ES)}


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with the precision it was printed with.

    Attributes:
        value: The figure; percentages in percentage points.
        decimals: Digits printed after the decimal separator.
        percent: A percent sign was printed.
    """

    value: Decimal
    decimals: int
    percent: bool = False

    @property
    def unit(self) -> Decimal:
        """One step in the last printed place: ``0.01`` for ``37.40``."""
        return Decimal(1).scaleb(-self.decimals)

    def __str__(self) -> str:
        return format(self.value, "f")


class NotANumber(ValueError):
    """There is text, and it is not one number in the document's format."""


def parse_printed(text: str, fmt: NumberFormat = ES_MX) -> Printed | None:
    """Read one number off a cell.

    The grammar is strict: groups are of three digits and all of them or none, one decimal
    separator, at most one sign, a percent sign only at the end. Accounting brackets mean minus;
    a currency sign may stand in front.

    Returns:
        ``None`` when the cell is blank. A blank is not a zero.

    Raises:
        NotANumber: There is text and it is not one number.

    >>> parse_printed("1,234.50 %")
    Printed(value=Decimal('1234.50'), decimals=2, percent=True)
    >>> parse_printed("37,40", ES_ES).unit
    Decimal('0.01')
    >>> parse_printed("12,34")
    Traceback (most recent call last):
    cuadre.evidence.number.NotANumber: not a number: '12,34'
    """
    stripped = text.strip()
    if not stripped:
        return None
    match = _grammar(fmt).fullmatch(stripped)
    if match is None or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["minus"]):
        raise NotANumber(f"not a number: {text!r}")
    fraction = match["fraction"] or ""
    value = Decimal(re.sub(r"\D", "", match["whole"]) + fraction).scaleb(-len(fraction))
    negative = bool(match["open"] or match["minus"])
    return Printed(-value if negative else value, len(fraction), bool(match["percent"]))


@lru_cache
def _grammar(fmt: NumberFormat) -> re.Pattern[str]:
    decimal = re.escape(fmt.decimal)
    group = "[" + "".join(re.escape(g) for g in fmt.groups) + "]"
    # One and the same group separator throughout: "1,234 567" is two figures that touched.
    grouped = rf"[0-9]{{1,3}}(?P<sep>{group})[0-9]{{3}}(?:(?P=sep)[0-9]{{3}})*"
    return re.compile(
        rf"(?P<open>\()?(?P<minus>[-\N{{MINUS SIGN}}]\s?)?(?:\$\s?)?"
        rf"(?:(?P<whole>{grouped}|[0-9]+)(?:{decimal}(?P<fraction>[0-9]+))?)"
        r"\s?(?P<percent>%)?(?P<close>\))?"
    )
