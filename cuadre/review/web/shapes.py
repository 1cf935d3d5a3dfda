"""What templates need of a doubt, a page and a list of doubts, made ready: no template reckons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cuadre.decisions import Choice
from cuadre.evidence import Box
from cuadre.review.model import Cell, Doubt, PageCells, Where
from reconcile.model import Status

_MEASURES = frozenset({"target", "achieved", "progress", "cumulative"})


@dataclass(frozen=True, slots=True)
class Position:
    """Where a doubt stands among all of them.

    Attributes:
        number: From 1; 0 when nobody doubts it.
        count: Of all doubts.
        previous, next: Neighbours in their order; ``None`` at an end.
        open: The next one that is not settled, from the beginning again after the last; ``None`` when there is none.
    """

    number: int
    count: int
    previous: Where | None
    next: Where | None
    open: Where | None

    @classmethod
    def of(cls, doubts: Sequence[Doubt], where: Where | None) -> Position:
        """Find a doubt among all."""
        places = [doubt.where for doubt in doubts]
        here = places.index(where) if where in places else -1
        ahead = [*doubts[here + 1 :], *doubts[: max(here, 0)]]
        return cls(
            here + 1, len(doubts), places[here - 1] if here > 0 else None,
            places[here + 1] if 0 <= here < len(places) - 1 else None,
            next((doubt.where for doubt in ahead if is_open(doubt)), None),
        )  # fmt: skip


def is_open(doubt: Doubt) -> bool:
    """Whether a person has still to say something."""
    return doubt.cell.doubted and not doubt.cell.decided


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a row under one heading.

    Attributes:
        measure: Its name in the columns: target, achieved, progress, cumulative.
        cells: With the period of each.
    """

    measure: str
    cells: tuple[tuple[str, Cell], ...]


def groups(row: Sequence[Cell]) -> tuple[Group, ...]:
    """The figures of a row by what they measure, in the order of the form."""
    parted = [(*cell.field.rpartition("_")[::2], cell) for cell in row]
    figures = [one for one in parted if one[0] in _MEASURES]
    return tuple(
        Group(measure, tuple((period, cell) for _, period, cell in members))
        for measure, members in groupby(figures, key=lambda one: one[0])
    )


def texts(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """The texts of a row."""
    return tuple(cell for cell in row if cell.field.rpartition("_")[0] not in _MEASURES)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A candidate as a button.

    Attributes:
        number: Its key.
        text, why: As the desk says.
        is_marked: ``Enter`` chooses it.
        is_chosen: It was decided on.
    """

    number: int
    text: str
    why: str
    is_marked: bool
    is_chosen: bool


def choosable(doubt: Doubt) -> tuple[Choosable, ...]:
    """The candidates as buttons; marked is what was decided, else the first one."""
    texts_ = [candidate.text for candidate in doubt.candidates]
    chosen = _chosen(doubt)
    marked = chosen if chosen in texts_ else None if doubt.decision else next(iter(texts_), None)
    return tuple(
        Choosable(number, one.text, one.why, one.text == marked, one.text == chosen)
        for number, one in enumerate(doubt.candidates, 1)
    )


def _chosen(doubt: Doubt) -> str | None:
    decision = doubt.decision
    if decision is None:
        return None
    if decision.choice is Choice.AS_READ:
        return doubt.cell.as_read.strip()
    return decision.value if decision.choice is Choice.VALUE else None


@dataclass(frozen=True, slots=True)
class Overlay:
    """One cell on a page.

    Attributes:
        where: Which one.
        title: Its column.
        text: What is published.
        status: ``None`` for texts.
        box: In points.
        doubted, decided: As the cell says.
    """

    where: Where
    title: str
    text: str
    status: Status | None
    box: Box
    doubted: bool
    decided: bool


def overlays(page: PageCells) -> Iterator[Overlay]:
    """The cells of a page that have a place, those for a person last: what is drawn last is on top."""
    cells = sorted(page.cells, key=lambda one: one[1].doubted)
    for row, cell in cells:
        if cell.box is not None and (cell.status is not None or cell.doubted):
            where = Where(page.document_id, page.page, row, cell.field)
            yield Overlay(
                where, cell.title, cell.reported, cell.status, cell.box, cell.doubted and not cell.decided,
                cell.decided,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row in the list below a page.

    Attributes:
        where: Its first cell that asks for somebody, else its first cell.
        code, name: Of the objective and of the indicator.
        asking, decided: Titles of its cells that are in doubt, or were decided on, with where they are.
    """

    where: Where
    code: str
    name: str
    asking: tuple[tuple[str, Where], ...]
    decided: tuple[tuple[str, Where], ...]


def lines(page: PageCells) -> Iterator[Line]:
    """The rows of a page."""
    for row, members in groupby(page.cells, key=lambda one: one[0]):
        cells = [cell for _, cell in members]

        def placed(cell: Cell, row: int = row) -> Where:
            return Where(page.document_id, page.page, row, cell.field)

        said = {cell.field: cell.reported for cell in cells}
        asking = tuple((one.title, placed(one)) for one in cells if one.doubted and not one.decided)
        decided = tuple((one.title, placed(one)) for one in cells if one.decided)
        first = (*(where for _, where in asking), placed(cells[0]))[0]
        name = said.get("indicator_name") or said.get("objective") or ""
        yield Line(first, said.get("objective_code", ""), name, asking, decided)
