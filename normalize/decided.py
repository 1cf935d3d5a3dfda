"""What persons decided on texts of rows: put over all that the steps of repair did, and taken off again.

A decision is the last step on its cell. What hangs on the text follows: the tree of codes, the name to group by, the
figures that a justification restates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cuadre.evidence import Repair, Ruling, ruling_of
from normalize.form import builtin_forms
from normalize.model import Report, Row
from normalize.repair.chain import in_tree
from normalize.repair.model import APPLIED, ReplayError, replayed, reverted
from normalize.restated import restated_anew

UNIT, GROUPED = "responsible_unit", "unit_canonical"
_TREE = frozenset({"level", "objective_code"})
_NARRATIVE = "justification"


def text_as_read(report: Report, row: Row, field: str) -> str:
    """The text of a column as it was read: what it says now with every step on it undone.

    Where somebody edited the text by hand, so that its steps lead nowhere, it is the text itself.
    """
    steps = [repair for repair in report.repairs if repair.row == row.number and repair.field == field]
    try:
        (read,) = reverted([row], steps)
    except ReplayError:
        return str(getattr(row, field))
    return str(getattr(read, field))


def without_decided_texts(report: Report) -> Report:
    """The report as it was before persons decided on its texts; the ledger holds no word of them."""
    decided = [repair for repair in report.repairs if ruling_of(repair) is not None]
    if not decided:
        return report
    try:
        rows = reverted(report.rows, decided)
    except ReplayError:
        # Somebody edited a text by hand after it was decided on: the edit stands.
        rows = report.rows
    kept = tuple(repair for repair in report.repairs if ruling_of(repair) is None)
    return followed(replace(report, rows=rows, repairs=kept), decided)


def with_decided_texts(report: Report, decided: Sequence[Repair]) -> Report:
    """Put what persons decided on texts over the report.

    Args:
        report: After all steps of repair, with no decision on its texts.
        decided: What the texts say: row, field, ruling and ``after``; ``before`` is as it was read.

    Returns:
        The report with the texts, a row of the ledger for each, and all that follows from them.
    """
    if not decided:
        return report
    rows = {row.number: row for row in report.rows}
    ledger: list[Repair] = []
    for one in decided:
        row = rows[one.row or 0]
        steps = [_step(row, one)]
        if one.field == UNIT:
            steps.append(_grouped(report, row, steps[0]))
        (rows[row.number],) = replayed([row], steps)
        ledger += steps
    changed = replace(report, rows=tuple(rows.values()), repairs=(*report.repairs, *ledger))
    return followed(changed, ledger)


def _step(row: Row, decided: Repair) -> Repair:
    return replace(decided, page=row.place.page, before=str(getattr(row, decided.field)), state=APPLIED)


def _grouped(report: Report, row: Row, step: Repair) -> Repair:
    """The name to group by follows the name: as other rows with that name have it."""
    if step.after == row.responsible_unit:
        name = row.unit_canonical
    else:
        others = (other.unit_canonical for other in report.rows if other.responsible_unit == step.after)
        name = next(others, step.after)
    return replace(step, field=GROUPED, before=row.unit_canonical, after=name, rule=Ruling.VALUE.value)


def followed(report: Report, steps: Iterable[Repair]) -> Report:
    """Work out anew what hangs on the texts that changed."""
    changed = [step for step in steps if step.before != step.after]
    rows, form = report.rows, next((form for form in builtin_forms() if form.name == report.form), None)
    if form is not None and any(step.field in _TREE for step in changed):
        rows = in_tree(rows, form)
    told = {step.row for step in changed if step.field == _NARRATIVE}
    fmt, quarter = report.number_format, report.facts.quarter
    rows = tuple(restated_anew(row, fmt, quarter) if row.number in told else row for row in rows)
    return replace(report, rows=rows)
