"""The one place that calls the stages: a file in, everything known about it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cuadre.converted import Converted
from cuadre.evidence import ReadAgain, Repair, Rereading
from extract.model import Reading
from extract.read import open_document, read_document
from normalize.form import builtin_forms
from normalize.model import Report
from normalize.profiles import level_rank
from normalize.repair.model import OfficialUnit, UnitDecision
from normalize.rows import normalize
from reconcile.again import doubts, recalled
from reconcile.examine import examine
from reconcile.examined import Examined
from reconcile.gate import FigureKey, Rereadings
from reconcile.ledger import is_decided
from reconcile.model import Reconciliation
from reconcile.rules import CELL_READ_AGAIN
from reconcile.run import reconcile

_ROUNDS = 2
"""What second looks put right may cast doubt on cells that nobody doubted before: they are looked at too, once."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of names of units beforehand.

    Attributes:
        catalogue: Official ones.
        decisions: What persons decided on names that were read.
    """

    catalogue: tuple[OfficialUnit, ...] = ()
    decisions: tuple[UnitDecision, ...] = ()


NO_NAMES = Names()
"""Nothing is known of them."""


def convert(
    path: Path, *, name: str = "", password: str | None = None, workers: int = 1, names: Names = NO_NAMES,
    accept_proposals: bool = False,
) -> Converted:  # fmt: skip
    """Read one report and reconcile its figures; cells of scans that arithmetic or the reader doubts are read again.

    Args:
        path: A PDF or a transcription. It is opened for reading only.
        name: What the data package calls it; the file's own name by default.
        password: For a PDF that cannot be opened without one.
        workers: How many processes read scanned pages; more than one needs a main module that can be imported.
        names: What is known of names of units.
        accept_proposals: Apply the proposals for transcribed figures that two checks and the margin speak for.

    Raises:
        DocumentError: The document cannot go on; the message says why and what to do.
    """
    with open_document(path, name=name, password=password, workers=workers) as (reading, read_again):
        report = normalize(
            reading, catalogue=names.catalogue, decisions=names.decisions, read_again=read_again
        )
        return Converted(report, reconciled(report, read_again, accept_proposals=accept_proposals))


def reconciled(report: Report, read_again: ReadAgain, *, accept_proposals: bool = False) -> Reconciliation:
    """Reconcile, look again at what is in doubt, and reconcile with what was seen.

    Args:
        report: As it was read.
        read_again: Looks at cells of its paper once more; valid now.
        accept_proposals: As ``convert`` has it.
    """
    seen: dict[FigureKey, tuple[Rereading, ...]] = {}
    asked: set[FigureKey] = set()
    reconciliation = reconcile(report, accept=accept_proposals)
    for _ in range(_ROUNDS):
        asks = [(key, ask) for key, ask in doubts(report, reconciliation) if key not in asked]
        asked.update(key for key, _ in asks)
        answers = read_again([ask for _, ask in asks]) if asks else ()
        new = {key: looks for (key, _), looks in zip(asks, answers, strict=True) if looks}
        if not new:
            break
        seen |= new
        reconciliation = reconcile(report, seen, accept=accept_proposals)
    return reconciliation


def read(path: Path, *, name: str = "", password: str | None = None, workers: int = 1) -> Reading:
    """Read the tables of any document, known form or not.

    Raises:
        DocumentError: The document cannot be read.
    """
    return read_document(path, name=name, password=password, workers=workers)


def check(report: Report, *, accept_proposals: bool = False) -> Converted:
    """Reconcile a report again whose rows come from a data package.

    What second looks at cells said, and what persons decided on figures, stands in the report's findings and ledger.

    Args:
        report: As ``read_package`` gives it.
        accept_proposals: Apply the proposals for transcribed figures that two checks and the margin speak for.
    """
    bare, rereadings, decided = set_apart(_ranked(report))
    return Converted(bare, reconcile(bare, rereadings, decided, accept=accept_proposals))


def examined(report: Report) -> tuple[Converted, tuple[Examined, ...]]:
    """What ``check`` says of a report, with all that was heard on each of its rows."""
    bare, rereadings, decided = set_apart(_ranked(report))
    reconciliation = reconcile(bare, rereadings, decided)
    return Converted(bare, reconciliation), examine(bare, reconciliation.regime, rereadings, decided)


def _ranked(report: Report) -> Report:
    """The report with the depth of each level, which the form knows and no column holds."""
    form = next((form for form in builtin_forms() if form.name == report.form), None)
    if form is None:
        return report
    rows = tuple(replace(row, level_rank=level_rank(row.level, form)) for row in report.rows)
    return replace(report, rows=rows, given=form.regime)


def set_apart(report: Report) -> tuple[Report, Rereadings, tuple[Repair, ...]]:
    """Take out of a report from a data package what reconcile is told: second looks, and decisions on figures."""
    rereadings = recalled(report.findings)
    findings = tuple(finding for finding in report.findings if finding.rule != CELL_READ_AGAIN.id)
    decided = tuple(repair for repair in report.repairs if is_decided(repair))
    repairs = tuple(repair for repair in report.repairs if not is_decided(repair))
    return replace(report, findings=findings, repairs=repairs), rereadings, decided
