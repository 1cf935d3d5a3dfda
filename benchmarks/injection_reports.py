"""Reports of invented rows, as normalize would hand them on, and somebody who looks at their cells again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from injection_cases import RECOGNIZER, Case, figure_of
from misread_pool import PooledCell

from cuadre.evidence import Ask, Place, Rereading, SourceFile
from normalize.model import Facts, Report, Row
from reconcile.edits import NARRATIVE
from reconcile.readings import Key

_PAGES, _DIRTY_A_PAGE, _CLEAN_A_PAGE = 10, 2, 4
"""Where three rows of a page or more ask to be put right, reconcile leaves all to a person."""
_CHECKS = ("sum", "progress", "cumulative", "narrative")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report with what was done to its rows.

    Attributes:
        report: As it was read.
        cases: One for each row.
        looks: What second looks say, by place.
    """

    report: Report
    cases: tuple[Case, ...]
    looks: Mapping[Place, tuple[Rereading, ...]]

    def read_again(self, asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        """Answer with what was seen when the cells were read."""
        return tuple(self.looks.get(ask.place, ()) for ask in asks)


def sheets(
    cases: Sequence[Case], pressed: Mapping[str, PooledCell], kind: str = "scanned"
) -> Iterator[Sheet]:
    """Lay rows out in reports of one quarter each, dirty ones among clean ones.

    Args:
        cases: Rows of any kind.
        pressed: For texts of dirty rows, a cell that was read right.
        kind: ``scanned``, or ``transcript``, where nobody can look again.
    """
    by_quarter: defaultdict[int, tuple[list[Case], list[Case]]] = defaultdict(lambda: ([], []))
    for case in cases:
        by_quarter[case.row.plan.quarter][case.dirty].append(case)
    for quarter in sorted(by_quarter):
        clean, dirty = by_quarter[quarter]
        while clean or dirty:
            pages = []
            for _ in range(_PAGES):
                pages.append([*clean[:_CLEAN_A_PAGE], *dirty[:_DIRTY_A_PAGE]])
                del clean[:_CLEAN_A_PAGE], dirty[:_DIRTY_A_PAGE]
            yield _sheet(quarter, pages, pressed, kind)


def _sheet(quarter: int, pages: Sequence[Sequence[Case]], pressed: Mapping[str, PooledCell], kind: str) -> Sheet:
    rows: list[Row] = []
    looks: dict[Place, tuple[Rereading, ...]] = {}
    for number, page in enumerate(pages, 1):
        for case in page:
            cells = _cells(case, Place(number), len(rows) + 1, pressed)
            looks |= {place: cell.looks for place, cell in cells.values() if cell is not None}
            rows.append(_row(case, len(rows) + 1, cells, kind))
    report = Report(
        source=SourceFile("invented.pdf", "0" * 64, 1), kind=kind, pages=len(pages), form="mir-quarterly",
        facts=Facts(fiscal_year=2026, quarter=quarter), rows=tuple(rows), arithmetic=_CHECKS,
    )  # fmt: skip
    return Sheet(report, tuple(case for page in pages for case in page), looks if kind == "scanned" else {})


def _cells(
    case: Case, page: Place, number: int, pressed: Mapping[str, PooledCell]
) -> dict[Key, tuple[Place, PooledCell | None]]:
    """Where each figure of a row stands, with what was read there; right rows never were."""
    found: dict[Key, tuple[Place, PooledCell | None]] = {}
    for at, (key, text) in enumerate(case.row.figures.items()):
        place = Place(page.page, (10.0 * at, 10.0 * number, 10.0 * at + 9, 10.0 * number + 9))
        read = case.dirty and key[0] not in NARRATIVE
        found[key] = place, case.misread.get(key) or (pressed.get(text) if read else None)
    return found


def _row(case: Case, number: int, cells: Mapping[Key, tuple[Place, PooledCell | None]], kind: str) -> Row:
    reader = RECOGNIZER if kind == "scanned" else "transcript"
    figures = tuple(
        figure_of(key, text, *cells[key], recognizer=reader) for key, text in case.row.figures.items()
    )
    place = Place(figures[0].place.page)
    return Row(
        number=number, place=place, responsible_unit="Área", unit_canonical="Área", level="Actividad",
        level_rank=None, objective_code="", parent_code="", objective=f"Objetivo {number}", indicator_code=f"I{number}",
        indicator_name=f"Indicador {number}", frequency="Trimestral", indicator_unit="Porcentaje",
        variable_unit="Acciones", justification="", figures=figures,
    )  # fmt: skip
