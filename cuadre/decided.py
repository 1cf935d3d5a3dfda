"""What persons decided, brought to the document that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuadre.decisions import Choice, Decision
from cuadre.evidence import Finding, Repair, Ruling
from normalize.decided import text_as_read
from normalize.model import Figure, Measure, Period, Report, Row
from reconcile.edits import NARRATIVE
from reconcile.rules import DECISION_LAPSED

_RULINGS = {
    Choice.AS_READ: Ruling.AS_READ, Choice.VALUE: Ruling.VALUE, Choice.BLANK: Ruling.BLANK,
    Choice.UNREADABLE: Ruling.UNREADABLE,
}  # fmt: skip
_SAYS = {
    Choice.AS_READ: "que estaba bien leído", Choice.BLANK: "que no hay nada impreso",
    Choice.UNREADABLE: "que no se puede leer",
}  # fmt: skip
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Resolved:
    """The decisions on one document, as its stages are told them.

    Attributes:
        texts: On texts of rows; ``after`` is what the paper says.
        figures: On figures, likewise.
        lapsed: On readings that are other ones now.
    """

    texts: tuple[Repair, ...] = ()
    figures: tuple[Repair, ...] = ()
    lapsed: tuple[Finding, ...] = ()


def is_figure(field: str) -> bool:
    """Whether a column of ``indicators.csv`` holds figures."""
    measure, _, period = field.rpartition("_")
    return measure in set(Measure) and period in set(Period)


def reading_of(report: Report, row: Row, field: str) -> str | None:
    """What was read in a cell, before second looks and repairs; ``None`` where the document has no such cell."""
    if not is_figure(field):
        return as_written(text_as_read(report, row, field)) if hasattr(row, field) else None
    figure = figure_in(row, field)
    return None if figure is None else as_written(figure.as_read)


def figure_in(row: Row, field: str) -> Figure | None:
    """The figure of a column of ``indicators.csv``."""
    return next((figure for figure in row.figures if figure.field == field), None)


def as_written(text: str) -> str:
    """A text as a file gives it back: half a surrogate pair is written as its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def resolve(report: Report, decisions: Iterable[Decision]) -> Resolved:
    """Bring decisions to their readings.

    Args:
        report: As it was read and repaired, without any decision in it.
        decisions: Of any document; those of others are passed over.
    """
    mine = sorted((one for one in decisions if one.sha256 == report.source.sha256), key=lambda one: one.key)
    rows = {row.number: row for row in report.rows}
    found: dict[tuple[int, str], Repair] = {}
    lapsed: list[Decision] = []
    for decision in mine:
        row = rows.get(decision.row)
        place = (decision.row, decision.field)
        if row is None or not _stands(report, row, decision) or place in found:
            lapsed.append(decision)
        else:
            found[place] = _told(decision)
    return Resolved(
        tuple(one for one in found.values() if not is_figure(one.field)),
        tuple(one for one in found.values() if is_figure(one.field)),
        tuple(_lapsed(report, one) for one in lapsed if (one.row, one.field) not in found),
    )


def on_narrative(report: Report, texts: Sequence[Repair]) -> Iterator[Repair]:
    """What a decision on a justification says of the figures in it: they are printed as they stand there."""
    told = {text.row: text for text in texts if text.field == "justification"}
    for row in report.rows:
        text = told.get(row.number)
        for figure in row.figures if text else ():
            if text and figure.measure in NARRATIVE:
                yield Repair(
                    page=figure.place.page, row=row.number, field=figure.field, before=figure.as_read,
                    after=figure.as_read, rule=Ruling.AS_READ.value, decided_by=text.decided_by,
                )  # fmt: skip


def _stands(report: Report, row: Row, decision: Decision) -> bool:
    """Whether the reading that was decided on is there still."""
    figure = figure_in(row, decision.field)
    pages = {row.place.page} | ({figure.place.page} if figure else set())
    return decision.page in pages and reading_of(report, row, decision.field) == decision.as_read


def _told(decision: Decision) -> Repair:
    ruling, after = _RULINGS[decision.choice], decision.value
    if ruling is Ruling.AS_READ or (ruling is Ruling.VALUE and after.strip() == decision.as_read.strip()):
        ruling, after = Ruling.AS_READ, decision.as_read
    return Repair(
        page=decision.page, row=decision.row, field=decision.field, before=decision.as_read, after=after,
        rule=ruling.value, decided_by=decision.decided_by,
    )  # fmt: skip


def _lapsed(report: Report, decision: Decision) -> Finding:
    row = next((row for row in report.rows if row.number == decision.row), None)
    now = None if row is None else reading_of(report, row, decision.field)
    who = decision.decided_by or "una persona"
    said = _SAYS.get(decision.choice, f"que dice «{_short(decision.value)}»")
    stands = "ya no hay tal celda" if now is None else f"ahora se lee «{_short(now)}»"
    message = f"De la lectura «{_short(decision.as_read)}» decidió {who} {said}; {stands} y la decisión no se aplica."
    return DECISION_LAPSED.finding(
        message, page=decision.page, row=None if row is None else decision.row, field=decision.field,
        as_read=now or "", alternatives=tuple(filter(None, (decision.value,))), evidence=decision.as_read,
    )  # fmt: skip


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"
