"""The catalogue of official units, as a CSV that a spreadsheet may have written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cuadre.evidence import CatalogueError
from normalize.repair.model import OfficialUnit, UnitDecision
from normalize.text import fold

DECISIONS_FILE = "unit-decisions.csv"
"""Where a data package keeps what persons decided about names of units."""
DECISIONS_HEADER = ("raw", "canonical", "decision", "decided_by")
CATALOGUE_HEADER = ("name", "id", "aliases", "valid_from", "valid_to")

MERGE, APART = "merge", "apart"
_ALIAS_MARK = "|"
_FIELDS = {
    "name": ("NAME", "NOMBRE", "UNIDAD"), "id": ("ID", "CLAVE", "UNIT ID"), "aliases": ("ALIASES", "ALIAS"),
    "valid_from": ("VALID FROM", "DESDE"), "valid_to": ("VALID TO", "HASTA"),
    "raw": ("RAW",), "canonical": ("CANONICAL",), "decision": ("DECISION",), "decided_by": ("DECIDED BY",),
}  # fmt: skip
_YEARS = range(1900, 2200)


def read_catalogue(path: Path) -> tuple[OfficialUnit, ...]:
    """Read official units from a CSV with the columns ``name, id, aliases, valid_from, valid_to``.

    Only ``name`` is needed; other columns are passed over. Comma, semicolon and tabulator are known by the header,
    UTF-8 with or without BOM and Latin-1 by the bytes. Aliases stand between ``|``.

    Raises:
        CatalogueError: The file cannot be read, has no column ``name``, a year is none, or two units go by one name in
            the same year.
    """
    units = tuple(_unit(line, where) for line, where in _lines(path, "name") if line["name"])
    if not units:
        next_step = f"Write one unit a line under {','.join(CATALOGUE_HEADER)}."
        raise CatalogueError(str(path), "it names no unit", next_step)
    _check_unique(units, path)
    return units


def read_decisions(folder: Path) -> tuple[UnitDecision, ...]:
    """Read what persons decided about names in a data package; nothing when the file is not there.

    ``raw,canonical,decision,decided_by``: with ``merge`` the raw name stands for the canonical one, with ``apart`` for
    itself. A later line on the same name replaces an earlier one.

    Raises:
        CatalogueError: The file cannot be read, or a line decides nothing.
    """
    path = folder / DECISIONS_FILE
    if not path.exists():
        return ()
    found: dict[str, UnitDecision] = {}
    for line, where in _lines(path, "raw"):
        name, decision = line["raw"], line.get("decision", "") or MERGE
        canonical = name if decision == APART else line.get("canonical", "")
        if not name or not canonical or decision not in (MERGE, APART):
            raise CatalogueError(where, "the line decides nothing", f"Give raw, canonical and {MERGE} or {APART}.")
        found[name] = UnitDecision(name, canonical, line.get("decided_by", ""))
    return tuple(found.values())


def rendered_decisions(decisions: Iterable[UnitDecision]) -> bytes:
    r"""Give the bytes of the file of decisions: sorted by name, lines ending in ``\n``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DECISIONS_HEADER)
    for one in sorted(decisions, key=lambda decision: decision.name):
        writer.writerow((one.name, "", APART, one.decided_by) if one.apart else
                        (one.name, one.canonical, MERGE, one.decided_by))  # fmt: skip
    return text.getvalue().encode("utf-8", "backslashreplace")


def _lines(path: Path, needed: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """Each line by our names of its columns, with where it stands."""
    text = _text(path)
    header = text.partition("\n")[0]
    mark = max(",;\t", key=header.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise CatalogueError(str(path), f"it is no CSV ({error})", "Save it again as CSV.") from error
    columns = _columns(table[0] if table else [])
    if needed not in columns:
        raise CatalogueError(str(path), f"it has no column {needed!r}", "The first line must name the columns.")
    for number, cells in enumerate(table[1:], 2):
        line = {field: cells[at].strip() for field, at in columns.items() if at < len(cells)}
        if any(line.values()):
            yield {needed: "", **line}, f"{path}, line {number}"


def _columns(header: list[str]) -> dict[str, int]:
    folded = [fold(cell) for cell in header]
    found = ((field, [at for at, cell in enumerate(folded) if cell in names]) for field, names in _FIELDS.items())
    return {field: places[0] for field, places in found if places}


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise CatalogueError(str(path), reason, "Check the path and that the file may be read.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in Mexico calls CSV; every byte is a letter there.
        return content.decode("cp1252", "replace")


def _unit(line: Mapping[str, str], where: str) -> OfficialUnit:
    aliases = (alias.strip() for alias in line.get("aliases", "").split(_ALIAS_MARK))
    return OfficialUnit(
        name=" ".join(line["name"].split()), unit_id=line.get("id", ""), aliases=tuple(filter(None, aliases)),
        valid_from=_year(line.get("valid_from", ""), where), valid_to=_year(line.get("valid_to", ""), where),
    )  # fmt: skip


def _year(text: str, where: str) -> int | None:
    """A year, or the year of a date; ``None`` for a blank."""
    if not text:
        return None
    part = next((part for part in text.replace("/", "-").split("-") if len(part) == len("2026")), "")
    if not part.isdecimal() or int(part) not in _YEARS:
        raise CatalogueError(where, f"{text!r} is no year", "Write the year with four digits, or leave it blank.")
    return int(part)


def _check_unique(units: tuple[OfficialUnit, ...], path: Path) -> None:
    seen: dict[str, list[OfficialUnit]] = {}
    for unit in units:
        for name in dict.fromkeys(fold(name) for name in (unit.name, *unit.aliases)):
            if any(_meet(unit, other) for other in seen.setdefault(name, [])):
                raise CatalogueError(
                    str(path), f"two units go by {unit.name!r} or an alias of it in the same year",
                    "Take one out, or part them with valid_from and valid_to.",
                )  # fmt: skip
            seen[name].append(unit)


def _meet(one: OfficialUnit, two: OfficialUnit) -> bool:
    first, last = _YEARS.start, _YEARS.stop
    start = max(one.valid_from or first, two.valid_from or first)
    end = min(one.valid_to or last, two.valid_to or last)
    return start <= end
