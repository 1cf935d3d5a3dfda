"""All steps of repair, one after the other, each on what the one before it left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cuadre.evidence import Finding, Repair
from normalize.cells import parent_of
from normalize.form import Form
from normalize.model import Row
from normalize.profiles import level_rank
from normalize.repair.boilerplate import repair_boilerplate
from normalize.repair.codes import repair_codes
from normalize.repair.known import repair_known
from normalize.repair.model import Setting, Step, replayed
from normalize.repair.text import repair_texts
from normalize.repair.units import repair_units
from normalize.repair.vocabularies import repair_vocabularies

STEPS: tuple[Step, ...] = (
    repair_known, repair_vocabularies, repair_codes, repair_units, repair_boilerplate, repair_texts,
)  # fmt: skip
"""In this order: a level must be known before codes are weighed against it, codes before units."""


@dataclass(frozen=True, slots=True)
class RepairedRows:
    """The rows of a document after all steps.

    Attributes:
        rows: With the texts that are published, and their place in the tree.
        repairs: All changes, in order.
        findings: What a person may want to know.
    """

    rows: tuple[Row, ...]
    repairs: tuple[Repair, ...]
    findings: tuple[Finding, ...]


def repair_rows(rows: Sequence[Row], setting: Setting, steps: Sequence[Step] = STEPS) -> RepairedRows:
    """Take all steps of repair on the rows of a document."""
    rows = in_tree(rows, setting.form)
    repairs: list[Repair] = []
    findings: list[Finding] = []
    for step in steps:
        found = step(rows, setting)
        repairs += found.repairs
        findings += found.findings
        if found.repairs:
            rows = in_tree(replayed(rows, found.repairs), setting.form)
    return RepairedRows(tuple(rows), tuple(repairs), tuple(findings))


def in_tree(rows: Sequence[Row], form: Form) -> tuple[Row, ...]:
    """The rows with the rank of their level and the code above theirs."""
    codes = [row.objective_code for row in rows if row.objective_code]
    top = min((code.count(".") for code in codes), default=0)
    known = frozenset(codes)

    def placed(row: Row) -> Row:
        rank, code = level_rank(row.level, form), row.objective_code
        below = code.count(".") > top and rank != 0
        return replace(row, level_rank=rank, parent_code=parent_of(code, known) if below else "")

    return tuple(map(placed, rows))
