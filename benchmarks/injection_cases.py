"""Rows to be judged: right ones, ones that were misread, ones that their issuer printed wrong, and both at once."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from injection_issuer import MISTAKES, Mistake, with_mistake
from injection_oracle import is_valid, solutions, values_of
from injection_rows import TOLD, PaperRow, Style, any_plan, printed, rows_around
from misread_pool import PooledCell

from cuadre.evidence import ES_MX, Place
from extract.model import Cell
from normalize.figures import read_figure
from normalize.form import builtin_forms
from normalize.model import Figure, Measure, Period
from reconcile.edits import NARRATIVE
from reconcile.gate import figure_of as figure_in
from reconcile.gate import is_confident
from reconcile.readings import QUARTERS, Key

RECOGNIZER = "pp-ocr"
FORM = builtin_forms()[0]
_QUARTERS, _QUARTER_SHARES = (1, 2, 3, 4), (40, 20, 20, 20)
_SLIPS, _SLIP_SHARES = (1, 2, 3), (80, 15, 5)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a report and what was done to it.

    Attributes:
        truth: ``clean``, ``misread``, ``issuer`` or ``both``.
        kind: Shape of a clean row, mistake of the issuer, or how many figures were misread.
        row: What is printed.
        misread: What was read of it that is not what is printed.
        changed: Where the issuer is wrong.
        detectable: Whether the figures as read break some check (``misread`` only).
        identifiable: Whether exactly one change of one sign mends all (``misread`` only).
    """

    truth: str
    kind: str
    row: PaperRow
    misread: Mapping[Key, PooledCell] = field(default_factory=dict)
    changed: tuple[Key, ...] = ()
    detectable: bool = True
    identifiable: bool = False

    @property
    def dirty(self) -> bool:
        """Something is wrong with it."""
        return self.truth != "clean"


def figure_of(key: Key, text: str, place: Place, cell: PooledCell | None, recognizer: str = RECOGNIZER) -> Figure:
    """Read a figure as normalize does, from a cell that reads ``text`` or from one of the pool."""
    sure = 0.98 if recognizer == RECOGNIZER else 1.0
    read = cell.as_read if cell else text
    seen = cell if recognizer == RECOGNIZER else None
    whole = Cell(0, 0, read, (place,), confidence=seen.confidence if seen else sure, recognizer=recognizer,
                 alternatives=seen.alternatives if seen else ())  # fmt: skip
    return read_figure(key, whole, row=1, place=place, form=FORM, number_format=ES_MX).figure


def is_another_figure(cell: PooledCell) -> bool:
    """Whether a cell was read as a figure, and as another one than is printed."""
    key = _ANY
    read = figure_of(key, "", _SOMEWHERE, cell).printed
    true = figure_of(key, cell.printed, _SOMEWHERE, None).printed
    return bool(cell.looks) and read is not None and true is not None and read.value != true.value


def clean_cases(chance: random.Random, count: int) -> list[Case]:
    """Invent rows that are right."""
    found = []
    for _ in range(count):
        plan = any_plan(chance, chance.choices(_QUARTERS, _QUARTER_SHARES)[0])
        found.append(Case("clean", plan.shape, printed(plan, Style(chance.random() < 0.8), chance.choice(TOLD))))
    return found


def looks_agree(cell: PooledCell) -> bool:
    """Whether the second looks that are sure all say one figure that is not the first reading: right or wrong.

    What differs in its separators alone is left out: a count is never put right that way.
    """
    read = figure_of(_ANY, "", _SOMEWHERE, cell).printed
    said = [figure_in(look.text, ES_MX) for look in cell.looks if is_confident(look)]
    values = {figure.value if figure else None for figure in said}
    return len(values) == 1 and None not in values and read is not None and read.value not in values and any(
        _digits(look.text) != _digits(cell.as_read) for look in cell.looks if is_confident(look)
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def has_two_checks(case: Case) -> bool:
    """Whether at least two checks are about each misread figure: others are never put right."""
    reported = {Period.ANNUAL, *QUARTERS[: case.row.plan.quarter]}
    return all(
        key[1] in reported and key[0] is not Measure.CUMULATIVE
        and (key[0] is not Measure.PROGRESS or case.row.told != "none")
        for key in case.misread
    )  # fmt: skip


def misread_cases(
    pool: Sequence[PooledCell], chance: random.Random, count: int, slips: int | None = None
) -> list[Case]:
    """Invent rows around misread cells, each with all lengths of narrative; cells of the pool take turns.

    Args:
        pool: Cells that were misread.
        chance: Draws the rows.
        count: How many rows, about.
        slips: How many figures of a row are misread; drawn for each row when not given.
    """
    by_text: defaultdict[str, list[PooledCell]] = defaultdict(list)
    for cell in pool:
        by_text[cell.printed].append(cell)
    found: list[Case] = []
    for cell in _in_turn(pool, chance, count):
        several = slips or chance.choices(_SLIPS, _SLIP_SHARES)[0]
        made = _around(cell, chance, several, by_text)
        if made is not None:
            row, misread = made
            found += [_misread(row.telling(told), misread) for told in TOLD]
        if len(found) >= count:
            break
    return found


def issuer_cases(chance: random.Random, count: int) -> list[Case]:
    """Invent rows that the issuer printed wrong, each mistake as often, with all lengths of narrative."""
    found: list[Case] = []
    kinds = tuple(MISTAKES)
    turn = 0
    while len(found) < count:
        kind = kinds[turn % len(kinds)]
        turn += 1
        plan = any_plan(chance, chance.choices(_QUARTERS, _QUARTER_SHARES)[0], "sum")
        made = with_mistake(kind, printed(plan, Style(chance.random() < 0.8), "full"), chance)
        if made is not None:
            found += _told("issuer", made, {})
    return found


def both_cases(pool: Sequence[PooledCell], chance: random.Random, count: int) -> list[Case]:
    """Invent rows that the issuer printed wrong and of which another figure was misread."""
    found: list[Case] = []
    kinds = tuple(MISTAKES)[:-1]
    for cell in _in_turn(pool, chance, count):
        around = next(rows_around(cell.printed, chance, chance.choices(_QUARTERS, _QUARTER_SHARES)[0]), None)
        if around is None:
            continue
        key, row = around
        kind = kinds[len(found) // len(TOLD) % len(kinds)]
        made = with_mistake(kind, row, chance, keep=key)
        if made is not None:
            found += _told("both", made, {key: cell})
        if len(found) >= count:
            break
    return found


def _told(truth: str, made: Mistake, misread: Mapping[Key, PooledCell]) -> Iterator[Case]:
    """The row with all lengths of narrative that still show the mistake."""
    for told in TOLD:
        row = made.row.telling(told)
        changed = tuple(key for key in made.changed if key in row.figures)
        if changed:
            yield Case(truth, made.kind, row, misread, changed)


def texts_of(cases: Sequence[Case]) -> list[str]:
    """The texts of table cells that second looks may be asked about, misread ones left out."""
    return [
        text
        for case in cases if case.dirty
        for key, text in case.row.figures.items() if key[0] not in NARRATIVE and key not in case.misread
    ]  # fmt: skip


def _in_turn(pool: Sequence[PooledCell], chance: random.Random, count: int) -> Iterator[PooledCell]:
    """Cells in some order, again and again, but not for ever."""
    for _ in range(count if pool else 0):
        order = list(pool)
        chance.shuffle(order)
        yield from order


def _around(
    cell: PooledCell, chance: random.Random, slips: int, by_text: Mapping[str, Sequence[PooledCell]]
) -> tuple[PaperRow, Mapping[Key, PooledCell]] | None:
    quarter = chance.choices(_QUARTERS, _QUARTER_SHARES)[0]
    for key, row in rows_around(cell.printed, chance, quarter):
        others = [
            other for other, text in row.figures.items()
            if other != key and other[0] not in NARRATIVE and text in by_text
        ]  # fmt: skip
        if len(others) >= slips - 1:
            chosen = chance.sample(others, slips - 1)
            return row, {key: cell} | {other: chance.choice(by_text[row.figures[other]]) for other in chosen}
    return None


def _misread(row: PaperRow, misread: Mapping[Key, PooledCell]) -> Case:
    read = dict(row.figures)
    for key, cell in misread.items():
        figure = figure_of(key, "", _SOMEWHERE, cell)
        read[key] = str(figure.printed)
    values = values_of({(str(measure), str(period)): text for (measure, period), text in read.items()})
    valid = is_valid(values)
    known = not valid and len(misread) == 1 and solutions(values) == 1
    return Case("misread", str(len(misread)), row, misread, (), not valid, known)


_SOMEWHERE = Place(1, (0.0, 0.0, 1.0, 1.0))
_ANY: Key = next(iter(printed(any_plan(random.Random(0), 1, "sum"), Style(), "none").figures))  # noqa: S311
