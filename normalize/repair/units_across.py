"""Names of units of many documents together: what one misread, another may print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cuadre.evidence import Finding, Repair
from normalize.model import Report, Row
from normalize.repair.model import UnitDecision, replayed
from normalize.repair.units_evidence import FIELD, is_certain
from normalize.repair.units_vote import BY_LETTERS
from normalize.rules import UNIT_NAME_UNSURE
from normalize.units import Words, best_spelling, canonical_units, name_key, name_words, slip_roots

UNIT_ACROSS = "unit-across"
"""Name of the step that mends a name by those of other documents."""

_THRICE = 3


@dataclass(frozen=True, slots=True)
class _Package:
    """All names of all documents.

    Attributes:
        rows: In how many rows each stands.
        documents: In how many documents each stands.
        certain: Names that a digital page prints.
        spelling: The best spelling of each set of words.
        roots: Words that are a slip of other ones.
    """

    rows: Counter[str]
    documents: Counter[str]
    certain: frozenset[str]
    spelling: dict[str, str]
    roots: dict[Words, Words]

    def likely(self, name: str) -> str:
        """What a name should read, by all documents; itself when they say nothing."""
        words = name_words(name)
        root = self.roots.get(words, words)
        return self.spelling["".join(root)]

    def is_sure(self, likely: str, name: str) -> bool:
        """Whether a digital page prints the name, or far more rows have it than the other."""
        return likely in self.certain or self.rows[likely] >= _THRICE * self.rows[name]

    def says(self, likely: str) -> str:
        rows, documents = self.rows[likely], self.documents[likely]
        return f"paquete: «{likely}» {rows} renglones, {documents} documentos"


def across(reports: Sequence[Report], decisions: Sequence[UnitDecision] = ()) -> tuple[Report, ...]:
    """Mend and group the names of units over all documents of a package.

    A name read from a scan or a transcription that is another one with a word that is none gets the name that a
    digital page prints, or that far more rows have. ``unit_canonical`` becomes one for all documents. Names
    that differ by a real word stay apart. Time grows with the number of rows.

    Args:
        reports: Each after its own repairs.
        decisions: What persons decided; those names are left as they are.

    Returns:
        The reports in the same order.
    """
    if len(reports) < 2:  # noqa: PLR2004 (one document has nobody to ask)
        return tuple(reports)
    package = _gathered(reports)
    decided = frozenset(decision.name for decision in decisions)
    mended = [_mended(report, package, decided) for report in reports]
    kept = decided | {decision.canonical for decision in decisions}
    names = dict.fromkeys(row.unit_canonical for report in mended for row in report.rows)
    counted = Counter(row.unit_canonical for report in mended for row in report.rows)
    free = [name for name in names for _ in range(counted[name]) if name not in kept]
    canonical = dict(zip(free, canonical_units(free), strict=True))
    return tuple(_grouped(report, canonical) for report in mended)


def _gathered(reports: Sequence[Report]) -> _Package:
    rows: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    certain: set[str] = set()
    for report in reports:
        rows.update(row.responsible_unit for row in report.rows)
        documents.update({row.responsible_unit for row in report.rows})
        certain.update(row.responsible_unit for row in report.rows if is_certain(row))
    groups: dict[str, Counter[str]] = {}
    for name, count in rows.items():
        # A name on a digital page weighs more than any number of readings.
        weight = count + (rows.total() if name in certain else 0)
        groups.setdefault(name_key(name), Counter())[name] += weight
    spelling = {key: best_spelling(found) for key, found in groups.items()}
    roots = slip_roots(map(name_words, spelling.values()))
    return _Package(rows, documents, frozenset(certain), spelling, roots)


def _mended(report: Report, package: _Package, decided: frozenset[str]) -> Report:
    repairs: list[Repair] = []
    findings: dict[str, Finding] = {}
    for row in report.rows:
        name = row.responsible_unit
        likely = package.likely(name)
        # Case, punctuation and accents may be printed so; grouping is enough.
        if not name or name in decided or name_key(likely) == name_key(name):
            continue
        if is_certain(row):
            findings.setdefault(name, _finding(row, likely, package))
        elif package.is_sure(likely, name):
            repairs.append(_repair(row, likely, package))
    known = {(finding.rule, finding.as_read) for finding in report.findings}
    new = tuple(finding for finding in findings.values() if (finding.rule, finding.as_read) not in known)
    rows = tuple(_regrouped(replayed(report.rows, repairs), repairs))
    return replace(report, rows=rows, repairs=(*report.repairs, *repairs), findings=(*report.findings, *new))


def _regrouped(rows: Sequence[Row], repairs: Sequence[Repair]) -> Iterator[Row]:
    changed = {repair.row: repair.after for repair in repairs}
    for row in rows:
        yield replace(row, unit_canonical=changed[row.number]) if row.number in changed else row


def _repair(row: Row, likely: str, package: _Package) -> Repair:
    return Repair(
        page=row.place.page, row=row.number, field=FIELD, before=row.responsible_unit, after=likely,
        rule=UNIT_ACROSS, witnesses=(package.says(likely),), confidence=BY_LETTERS,
    )  # fmt: skip


def _finding(row: Row, likely: str, package: _Package) -> Finding:
    name = row.responsible_unit
    return UNIT_NAME_UNSURE.finding(
        f"El documento imprime «{name}»; otros del paquete, «{likely}».",
        page=row.place.page, row=row.number, field=FIELD, as_read=name, reported=name, alternatives=(likely,),
        evidence=package.says(likely),
    )  # fmt: skip


def _grouped(report: Report, canonical: dict[str, str]) -> Report:
    names = (canonical.get(row.unit_canonical, row.unit_canonical) for row in report.rows)
    rows = (replace(row, unit_canonical=name) for row, name in zip(report.rows, names, strict=True))
    return replace(report, rows=tuple(rows))
