"""What a comparison over documents needs of each of them, and nothing else: thousands fit in memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from normalize.model import Condition, Figure, Measure, Period, Report, Row
from reconcile.model import Reconciliation, Regime, Status
from reconcile.readings import QUARTERS, Key, Readings, readings_of

_SAME_NAME = 0.85
"""Share of a name that two readings of it have in common, slips included."""
_REPORTED = (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
_KINDS = ("digital", "mixed", "scanned", "transcript")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one report, as it is published.

    Attributes:
        number, page: Where it stands.
        level, code, objective, indicator_code, indicator_name, unit: Its texts.
        readings: Its figures, percentages in points, repairs included.
        statuses: What is known of each.
    """

    number: int
    page: int
    level: str
    code: str
    objective: str
    indicator_code: str
    indicator_name: str
    unit: str
    readings: Readings
    statuses: Mapping[Key, Status]

    @property
    def indicator(self) -> str:
        """Its indicator as names are compared."""
        return plain_name(f"{self.indicator_code} {self.indicator_name}")

    def status(self, key: Key) -> Status:
        """What is known of a figure; nobody has vouched for one without a verdict."""
        return self.statuses.get(key, Status.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Told:
    """One report.

    Attributes:
        document_id, name: Which document.
        kind: ``digital``, ``scanned``, ``mixed`` or ``transcript``.
        fiscal_year, dependency, programme: Its title block.
        quarter: The quarter it reports: as its title says, or the last with figures achieved.
        regime: Its conventions.
        checks: Names of the checks of its form.
        lines: Its rows.
    """

    document_id: str
    name: str
    kind: str
    fiscal_year: int | None
    dependency: str
    programme: str
    quarter: Period | None
    regime: Regime
    checks: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Where it stands among others, in whatever order they are given: year, quarter, the surest reading first."""
        kind = _KINDS.index(self.kind) if self.kind in _KINDS else len(_KINDS)
        return (self.fiscal_year or 0, self.quarter or "", kind, self.document_id)


def told_of(report: Report, reconciliation: Reconciliation) -> Told:
    """Keep of one document what a comparison over documents needs."""
    verdicts = {(v.row, v.measure, v.period): v.status for v in reconciliation.verdicts}
    changed = {
        (v.row, v.measure, v.period): v for v in reconciliation.verdicts if v.repaired is not None or v.withdrawn
    }

    def as_published(row: Row, figure: Figure) -> Figure:
        verdict = changed.get((row.number, figure.measure, figure.period))
        return replace(figure, printed=verdict.published(figure.printed)) if verdict else figure

    lines = []
    for row in report.rows:
        right = replace(row, figures=tuple(as_published(row, figure) for figure in row.figures))
        readings = readings_of(right, reconciliation.regime.fractions)
        lines.append(Line(
            row.number, row.place.page, row.level, row.objective_code, row.objective, row.indicator_code,
            row.indicator_name, row.unit_canonical or row.responsible_unit, readings, _statuses(row, verdicts),
        ))  # fmt: skip
    facts = report.facts
    return Told(
        report.source.document_id, report.source.name, report.kind, facts.fiscal_year, facts.dependency,
        facts.programme, _quarter(facts.quarter, lines), reconciliation.regime, report.arithmetic, tuple(lines),
    )  # fmt: skip


def _statuses(row: Row, verdicts: Mapping[tuple[int, Measure, Period], Status]) -> dict[Key, Status]:
    """What is known of the figures in whose place something is printed."""
    there = (one for one in row.figures if one.as_read.strip() or one.condition is Condition.ILLEGIBLE)
    keys = ((one.measure, one.period) for one in there)
    return {key: verdicts.get((row.number, *key), Status.UNDETERMINED) for key in keys}


def _quarter(number: int | None, lines: list[Line]) -> Period | None:
    if number:
        return Period.quarter(number)
    seen = {key[1] for line in lines for key in line.readings.printed if key[0] in _REPORTED}
    return max(seen.intersection(QUARTERS), default=None)


@lru_cache(maxsize=65536)
def plain_name(text: str) -> str:
    """A name without case, accents, spaces and punctuation.

    >>> plain_name("E-PP 4.1 Índice")
    'epp41indice'
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", bare.casefold())


def alike(one: str, other: str, *, digits: bool = True) -> bool:
    """Two plain names are one, slips of reading included; their digits are the same, if that is asked.

    >>> alike("programa41bienestar", "programa41bicnestar"), alike("programa41", "programa42")
    (True, False)
    """
    if one == other:
        return True
    if digits and re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    # In one order, so that the answer is the same both ways.
    matcher = SequenceMatcher(None, min(one, other), max(one, other), autojunk=False)
    return matcher.quick_ratio() > _SAME_NAME and matcher.ratio() > _SAME_NAME
