"""Names of units of a package that may be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cuadre.review.model import NameGroup
from normalize.model import Report, Row
from normalize.repair.model import UnitDecision

_ASKING = frozenset({"unit-name-unsure", "unit-not-in-catalogue"})


def name_groups(reports: Sequence[Report], decisions: Sequence[UnitDecision]) -> tuple[NameGroup, ...]:
    """Names that go by one, that a finding takes for one, or that somebody decided on; the most frequent groups first.

    Args:
        reports: All documents of the package.
        decisions: What persons decided on names.
    """
    counts = Counter(row.responsible_unit for report in reports for row in report.rows if row.responsible_unit)
    canonical = {row.responsible_unit: row.unit_canonical for report in reports for row in report.rows}
    groups = _Linked()
    for name in counts:
        groups.link(name, canonical[name] or name)
    # Names that a person keeps apart stay side by side, to be merged again.
    canonical |= {one.name: one.canonical for one in decisions}
    for report in reports:
        for finding in report.findings:
            if finding.rule in _ASKING and finding.reported in counts:
                for other in finding.alternatives:
                    groups.link(finding.reported, other)
    for one in decisions:
        groups.link(one.name, one.canonical)
    decided = frozenset(one.name for one in decisions)
    found = []
    for members in groups.all():
        # A name that no row has is one to group by: it is offered, with nothing counted.
        names = sorted(members, key=lambda name: (-counts[name], name))
        if len(names) > 1 or decided & members:
            found.append(NameGroup(
                tuple((name, counts[name]) for name in names), tuple(canonical.get(name) or name for name in names),
                decided & members,
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda group: (-sum(count for _, count in group.names), group.names)))


def with_canonical(report: Report, decisions: Iterable[UnitDecision]) -> Report:
    """Group the rows by what persons decided on names; the names themselves stay until the next conversion."""
    decided = {one.name: one.canonical for one in decisions}
    if not decided:
        return report

    def grouped(row: Row) -> Row:
        return replace(row, unit_canonical=decided.get(row.responsible_unit, row.unit_canonical))

    return replace(report, rows=tuple(map(grouped, report.rows)))


class _Linked:
    """Things of which some are one."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def _root(self, name: str) -> str:
        self._above.setdefault(name, name)
        while self._above[name] != name:
            name = self._above[name]
        return name

    def link(self, one: str, other: str) -> None:
        """Say that two are one."""
        first, second = sorted((self._root(one), self._root(other)))
        self._above[second] = first

    def all(self) -> tuple[frozenset[str], ...]:
        """The groups."""
        found: dict[str, set[str]] = {}
        for name in self._above:
            found.setdefault(self._root(name), set()).add(name)
        return tuple(map(frozenset, found.values()))
