"""The names of units in a data package, as a starting point for a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cuadre.evidence import PackageError
from cuadre.export.package import csv_line
from normalize.model import Report
from normalize.repair.catalogue import CATALOGUE_HEADER
from normalize.units import strange_words

HEADER = (*CATALOGUE_HEADER, "rows", "documents", "suspect")
"""Columns of the list; those after the catalogue's own are passed over when it is read as one."""

_SEPARATOR = "|"
_ASKING = ("unit-name-unsure", "unit-not-in-catalogue")


@dataclass(frozen=True, slots=True)
class UnitFound:
    """One unit of a package.

    Attributes:
        name: The name to group by.
        aliases: Its other spellings.
        rows, documents: How many have it.
        suspect: Other names that it may be, and words that are none; empty when nothing is odd.
    """

    name: str
    aliases: tuple[str, ...]
    rows: int
    documents: int
    suspect: tuple[str, ...]


def units_found(reports: Iterable[Report]) -> tuple[UnitFound, ...]:
    """Gather the names of the units, the most frequent first, then by name."""
    rows: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    spellings: dict[str, dict[str, None]] = {}
    asked: dict[str, dict[str, None]] = {}
    for report in reports:
        rows.update(row.unit_canonical for row in report.rows)
        documents.update({row.unit_canonical for row in report.rows})
        for row in report.rows:
            spellings.setdefault(row.unit_canonical, {})[row.responsible_unit] = None
        for finding in report.findings:
            if finding.rule in _ASKING:
                said = finding.alternatives or (finding.evidence,)
                asked.setdefault(finding.reported, {}).update(dict.fromkeys(said))
    return tuple(
        UnitFound(
            name, tuple(spelling for spelling in spellings[name] if spelling != name), rows[name], documents[name],
            (*_asked_of(name, spellings[name], asked), *strange_words(name)),
        )
        for name in sorted(rows, key=lambda name: (-rows[name], name)) if name
    )  # fmt: skip


def _asked_of(name: str, spellings: Iterable[str], asked: dict[str, dict[str, None]]) -> tuple[str, ...]:
    found = dict.fromkeys(other for one in (name, *spellings) for other in asked.get(one, ()))
    return tuple(other for other in found if other and other != name)


def as_csv(units: Iterable[UnitFound]) -> str:
    """The list as a CSV that ``--catalog`` takes once a person has gone over it."""
    lines = [csv_line(HEADER)]
    for unit in units:
        cells = (unit.name, "", _SEPARATOR.join(unit.aliases), "", "", str(unit.rows), str(unit.documents),
                 _SEPARATOR.join(unit.suspect))  # fmt: skip
        lines.append(csv_line(cells))
    return "".join(lines)


def as_text(units: Iterable[UnitFound]) -> str:
    """The list for a terminal: rows, documents, name, and what is odd about it."""
    lines = []
    for unit in units:
        lines.append(f"{unit.rows:>6} {unit.documents:>4}  {unit.name}")
        lines += [f"{'':13}= {alias}" for alias in unit.aliases]
        lines += [f"{'':13}? {other}" for other in unit.suspect]
    return "\n".join(lines)


def write_units(path: Path, units: Iterable[UnitFound]) -> None:
    """Write the list as CSV.

    Raises:
        PackageError: The file cannot be written.
    """
    try:
        path.write_text(as_csv(units), encoding="utf-8", newline="")
    except OSError as error:
        fact = error.strerror or "it cannot be written"
        raise PackageError(str(path), fact, "Name a file in a folder that may be written to.") from error
