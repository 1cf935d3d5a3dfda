"""The one place that calls the stages: a file in, everything known about it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from cuadre.converted import Converted
from cuadre.decided import is_figure, on_narrative, resolve
from cuadre.decisions import Decision
from cuadre.evidence import Printed, ReadAgain, Repair, Rereading, ruling_of
from cuadre.stopwatch import Stopwatch
from extract.model import DEFAULT_LIMITS, Limits, Reading
from extract.pictures import Pictures as Pictures  # noqa: PLC0414 (what ``open_pictures`` gives)
from extract.read import open_document, read_document
from normalize.decided import with_decided_texts, without_decided_texts
from normalize.form import builtin_forms
from normalize.model import Report
from normalize.profiles import level_rank
from normalize.repair.model import OfficialUnit, UnitDecision
from normalize.rows import normalize
from normalize.taken_back import all_taken_back, settled
from reconcile.again import doubts, recalled
from reconcile.examined import Examined
from reconcile.gate import FigureKey, Rereadings
from reconcile.ledger import APPLIED, is_decided, taken_back
from reconcile.model import Reconciliation, Status, Verdict
from reconcile.regime import infer_regime
from reconcile.rules import CELL_READ_AGAIN
from reconcile.run import hear, reconcile
from reconcile.told import Told, told_of

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
    accept_proposals: bool = False, trust_roots: tuple[bytes, ...] | None = None,
    limits: Limits = DEFAULT_LIMITS, decisions: Sequence[Decision] = (),
) -> Converted:  # fmt: skip
    """Read one report and reconcile its figures; cells of scans that arithmetic or the reader doubts are read again.

    Args:
        path: A PDF or a transcription. It is opened for reading only.
        name: What the data package calls it; the file's own name by default.
        password: For a PDF that cannot be opened without one.
        workers: How many processes read scanned pages; more than one needs a main module that can be imported.
        names: What is known of names of units.
        accept_proposals: Apply the proposals for transcribed figures that two checks and the margin speak for.
        trust_roots: Certificates to hold digital signatures against, as DER; ``None`` asks nothing about trust.
        limits: How large it may be; what is larger is refused before it is unpacked.
        decisions: What persons decided on readings, of this document or of others.

    Raises:
        DocumentError: The document cannot go on; the message says why and what to do.
    """
    watch = Stopwatch(name or path.name)
    with open_document(
        path, name=name, password=password, workers=workers, trust_roots=trust_roots, limits=limits
    ) as (reading, read_again):
        watch.lap("extract")
        report = normalize(
            reading, catalogue=names.catalogue, decisions=names.decisions, read_again=read_again
        )
        watch.lap("normalize")
        reconciliation, seen = _looked_at(report, read_again, accept=accept_proposals)
        if any(decision.sha256 == report.source.sha256 for decision in decisions):
            # Where to look again does not depend on what persons decided: the package alone must give the same.
            converted, _ = _judged(report, _Known(seen), decisions, accept=accept_proposals)
        else:
            converted = Converted(report, reconciliation)
        watch.lap("reconcile")
        return converted


def reconciled(report: Report, read_again: ReadAgain, *, accept_proposals: bool = False) -> Reconciliation:
    """Reconcile, look again at what is in doubt, and reconcile with what was seen.

    Args:
        report: As it was read.
        read_again: Looks at cells of its paper once more; valid now.
        accept_proposals: As ``convert`` has it.
    """
    return _looked_at(report, read_again, accept=accept_proposals)[0]


def _looked_at(report: Report, read_again: ReadAgain, *, accept: bool) -> tuple[Reconciliation, Rereadings]:
    seen: dict[FigureKey, tuple[Rereading, ...]] = {}
    asked: set[FigureKey] = set()
    reconciliation = reconcile(report, accept=accept)
    for _ in range(_ROUNDS):
        asks = [(key, ask) for key, ask in doubts(report, reconciliation) if key not in asked]
        asked.update(key for key, _ in asks)
        answers = read_again([ask for _, ask in asks]) if asks else ()
        new = {key: looks for (key, _), looks in zip(asks, answers, strict=True) if looks}
        if not new:
            break
        seen |= new
        reconciliation = reconcile(report, seen, accept=accept)
    return reconciliation, seen


def read(
    path: Path, *, name: str = "", password: str | None = None, workers: int = 1, limits: Limits = DEFAULT_LIMITS,
) -> Reading:  # fmt: skip
    """Read the tables of any document, known form or not.

    Raises:
        DocumentError: The document cannot be read.
    """
    return read_document(path, name=name, password=password, workers=workers, limits=limits)


def open_pictures(path: Path, password: str | None = None) -> Pictures:
    """Open a PDF to draw its pages for people; close it when done.

    Raises:
        DocumentError: It cannot be opened.
    """
    return Pictures(path, password)


def check(
    report: Report, *, accept_proposals: bool = False, decisions: Sequence[Decision] = (), as_read: bool = False
) -> Converted:
    """Reconcile a report again whose rows come from a data package.

    What second looks at cells said, and what persons decided on figures, stands in the report's findings and ledger.

    Args:
        report: As ``read_package`` gives it.
        accept_proposals: Apply the proposals for transcribed figures that two checks and the margin speak for.
        decisions: What persons decided on readings. Without them the report is as if nobody had decided anything.
        as_read: Take every repair back, of texts and of figures.
    """
    bare, rereadings, decided = set_apart(undecided(all_taken_back(report) if as_read else report))
    if as_read:
        decided = (*(one for one in decided if one.state != APPLIED), *taken_back(decided))
    converted = _judged(bare, _Known(rereadings, decided), decisions, accept=accept_proposals)[0]
    # With one figure as it was read, reconcile may find fault with another.
    while as_read and (more := taken_back(converted.reconciliation.repairs)):
        decided = (*decided, *more)
        converted = _judged(bare, _Known(rereadings, decided), decisions)[0]
    return converted


def examined(report: Report, decisions: Sequence[Decision] = ()) -> tuple[Converted, tuple[Examined, ...]]:
    """What ``check`` says of a report, with all that was heard on each of its rows."""
    bare, rereadings, decided = set_apart(undecided(report))
    return _judged(bare, _Known(rereadings, decided), decisions)


@dataclass(frozen=True, slots=True)
class Published:
    """What a data package says of a figure.

    Attributes:
        value: ``reported``; ``None`` where there is none.
        status: What is known about it.
    """

    value: Decimal | None
    status: Status


def told(report: Report, published: Mapping[FigureKey, Published]) -> Told:
    """What a comparison over documents needs of a report, as its package publishes it: nothing is judged anew.

    Args:
        report: As ``read_package`` gives it.
        published: Its figures.
    """
    ranked = _ranked(report)
    read = {(row.number, one.measure, one.period): one.printed for row in ranked.rows for one in row.figures}
    verdicts = tuple(_as_published(key, one, read.get(key)) for key, one in published.items())
    return told_of(ranked, Reconciliation(infer_regime(ranked), verdicts, ()))


def _as_published(key: FigureKey, one: Published, read: Printed | None) -> Verdict:
    as_read = read.value if read else None
    if one.value == as_read:
        return Verdict(*key, status=one.status)
    if one.value is None:
        return Verdict(*key, status=one.status, withdrawn=True)
    exponent = one.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Verdict(*key, status=one.status, repaired=Printed(one.value, places, read is not None and read.percent))


def undecided(report: Report) -> Report:
    """The report of a package without what persons decided on readings: those decisions are told anew each time.

    What they took back in its ledger is undone.
    """
    repairs = tuple(one for one in report.repairs if ruling_of(one) is None or not is_figure(one.field))
    return settled(without_decided_texts(_ranked(replace(report, repairs=repairs))))


@dataclass(frozen=True, slots=True)
class _Known:
    """What reconcile is told beside the rows.

    Attributes:
        rereadings: What second looks at cells said.
        decided: The ledger's rows on figures that a person set by hand.
    """

    rereadings: Rereadings
    decided: tuple[Repair, ...] = ()


def _judged(
    report: Report, known: _Known, decisions: Sequence[Decision], *, accept: bool = False
) -> tuple[Converted, tuple[Examined, ...]]:
    """Put what persons decided over a report and reconcile it."""
    resolved = resolve(report, decisions)
    decided = with_decided_texts(report, resolved.texts)
    said = {(one.row, one.field) for one in resolved.figures}
    # A person's word on a cell stands before proposals that were applied in bulk.
    earlier = tuple(one for one in known.decided if one.state != APPLIED or (one.row, one.field) not in said)
    told = (*earlier, *resolved.figures, *on_narrative(decided, resolved.texts))
    reconciliation, examined_rows = hear(decided, known.rereadings, told, accept=accept)
    if resolved.lapsed:
        findings = sorted((*reconciliation.findings, *resolved.lapsed), key=lambda finding: finding.row or 0)
        reconciliation = replace(reconciliation, findings=tuple(findings))
    return Converted(decided, reconciliation), examined_rows


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
