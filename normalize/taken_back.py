"""Steps of repair on texts that a person took back, or put back, in the ledger: the texts follow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace

from cuadre.evidence import Repair, ruling_of
from normalize.decided import followed
from normalize.model import Report, Row
from normalize.repair.model import APPLIED, PROPOSED, REVERTED, TAKEN_BACK, ReplayError, replayed, reverted

_RULE = "rule"
_TEXTS = frozenset(field.name for field in fields(Row) if field.type == "str")


def settled(report: Report) -> Report:
    """The report of a package with its texts as the states in its ledger have them.

    A step that is ``reverted`` or ``rejected`` is undone, one that a person set to ``applied`` is taken. A step that
    stood on one that was undone is undone with it, and the ledger says so. A text that somebody edited by hand, so
    that its steps lead nowhere, stays.

    Args:
        report: As a package tells it; of figures nothing changes.
    """
    rows = {row.number: row for row in report.rows}
    cells: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for place, repair in enumerate(report.repairs):
        if repair.row in rows and _is_of_text(repair):
            cells[repair.row, repair.field].append(place)
    ledger, changed = list(report.repairs), []
    for (number, field), places in cells.items():
        steps = [ledger[place] for place in places]
        row, steps = _settled(rows[number], steps)
        before, after = str(getattr(rows[number], field)), str(getattr(row, field))
        changed.append(replace(steps[0], before=before, after=after))
        rows[number] = row
        for place, step in zip(places, steps, strict=True):
            ledger[place] = step
    return followed(replace(report, rows=tuple(rows.values()), repairs=tuple(ledger)), changed)


def all_taken_back(report: Report) -> Report:
    """The same with every step on a text of a row taken back in the ledger; what persons decided stays."""
    ledger = (replace(one, state=REVERTED) if _is_of_text(one) and one.state == APPLIED else one
              for one in report.repairs)  # fmt: skip
    return replace(report, repairs=tuple(ledger))


def _is_of_text(repair: Repair) -> bool:
    return repair.row is not None and ruling_of(repair) is None and repair.field in _TEXTS


def _settled(row: Row, steps: list[Repair]) -> tuple[Row, list[Repair]]:
    """One text, with its steps in order."""
    touched = any(step.state in TAKEN_BACK or step.decided_by != _RULE for step in steps)
    if not touched and _leads_back(row, steps):
        return row, steps
    read = row
    for step in reversed(steps):
        if step.state != PROPOSED and _stands(str(getattr(read, step.field)), step):
            read = _taken(read, step, back=True)
    text, found = read, []
    for step in steps:
        if step.state == APPLIED:
            try:
                text = _taken(text, step, back=False)
            except ReplayError:
                if not touched or read == row:
                    return row, steps
                found.append(replace(step, state=REVERTED))
                continue
        found.append(step)
    return text, found


def _leads_back(row: Row, steps: Sequence[Repair]) -> bool:
    try:
        reverted([row], steps)
    except ReplayError:
        return False
    return True


def _stands(text: str, step: Repair) -> bool:
    """Whether a text says what a step left, and not only because what it found says so too."""
    as_it_was = step.after in step.before and step.before in text
    return text == step.after or (text.count(step.after) == 1 and not as_it_was)


def _taken(row: Row, step: Repair, *, back: bool) -> Row:
    take = reverted if back else replayed
    (taken,) = take([row], [replace(step, state=APPLIED)])
    return taken
