"""Reading a data package back, so that it can be checked again without the documents.

What is taken from where: figures from ``measurements.csv`` (a person may have set ``reported`` there),
text from ``indicators.csv``, facts from ``documents.csv``. What reconcile says of a document is not read:
it is worked out anew, from what was read, not from what was repaired; what second looks at cells said is kept.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from cuadre.evidence import FORMATS, Finding, Kind, Place, Repair, Severity, SourceFile
from cuadre.export.past import Past, field_of
from cuadre.export.records import SEPARATOR
from cuadre.export.schema import (
    DOCUMENTS,
    FIGURE_FIELDS,
    FINDINGS,
    INDICATORS,
    MEASUREMENTS,
    NOT_SIGNED,
    REPAIRS,
    SIGNATURES,
)
from cuadre.export.table import Line, Notes, read_remembered, read_table
from extract.model import DigitalSignature, SignatureStatus
from normalize.model import Facts, Report, Row, Signatory
from reconcile.rules import CELL_READ_AGAIN, RULES

_WORKED_OUT_ANEW = frozenset(rule.id for rule in RULES) - {CELL_READ_AGAIN.id}
_ByDocument = dict[str, list[Line]]


def read_package(folder: Path) -> tuple[Report, ...]:
    """Rebuild the reports of a data package.

    Places in a transcription lose their line number, narrative figures their span and blank ones their place: no
    column holds them.

    Args:
        folder: Where the package is. Nothing in it is changed.

    Returns:
        The reports in the order of ``documents.csv``, with the findings that only the documents can give:
        those of reconcile's rules are left out but for what second looks said. Of its ledger only what a person
        decided is kept. ``level_rank`` is ``None`` in all rows: the form knows it.

    Raises:
        PackageError: A file is missing, is not ours, or was edited into something that cannot be read.
    """
    remembered = read_remembered(folder)
    documents = read_table(folder, DOCUMENTS)
    known = {line.text("document_id") for line in documents}
    tables = {
        resource.name: _by_document(read_table(folder, resource), known)
        for resource in (INDICATORS, MEASUREMENTS, FINDINGS, REPAIRS, SIGNATURES)
    }
    tables["findings"] = {
        document_id: [line for line in lines if line.text("rule") not in _WORKED_OUT_ANEW]
        for document_id, lines in tables["findings"].items()
    }
    reports = []
    for line in documents:
        document_id = line.text("document_id")
        parts = {name: lines.get(document_id, []) for name, lines in tables.items()}
        notes = remembered.get(document_id)
        report = _report(line, parts, notes)
        reports.append(notes.put_on(report) if notes else report)
    return tuple(reports)


def _by_document(lines: list[Line], known: set[str]) -> _ByDocument:
    grouped: _ByDocument = defaultdict(list)
    for line in lines:
        document_id = line.text("document_id")
        if document_id not in known:
            raise line.error(f"document_id {document_id} is not in {DOCUMENTS.file_name}")
        grouped[document_id].append(line)
    return grouped


def _report(line: Line, parts: _ByDocument, notes: Notes | None) -> Report:
    figures = _by_row(parts["indicators"], parts["measurements"])
    number_format = FORMATS[line.text("locale")]
    repairs = tuple(_repair(one) for one in parts["repairs"])
    past = Past(notes.figures, repairs, number_format, notes.columns) if notes else Past({}, repairs, number_format)
    source = SourceFile(line.text("file_name"), line.text("sha256"), 0)
    if source.document_id != line.text("document_id"):
        raise line.error("document_id is not the start of sha256")
    return Report(
        source=source,
        kind=line.text("kind"),
        pages=line.integer("pages"),
        form="",
        facts=Facts(
            line.text("axis"), line.text("programme"), line.text("dependency"),
            line.optional_integer("fiscal_year"), line.optional_integer("quarter"),
        ),
        rows=tuple(_row(one, figures[one.integer("row")], past) for one in parts["indicators"]),
        number_format=number_format,
        signatories=tuple(
            Signatory(
                one.integer("page"), one.text("role"), one.text("name"), one.text("post"), one.text("ink")
            )
            for one in parts["signatures"] if not _is_nobodys(one)
        ),
        digital_signatures=_digital(parts["signatures"]),
        findings=tuple(_finding(one) for one in parts["findings"]),
        repairs=past.kept(line for lines in figures.values() for line in lines),
    )  # fmt: skip


def _is_nobodys(line: Line) -> bool:
    """Tell whether a line holds the digital signature of nobody in the signature block."""
    return _is_signed(line) and not (line.text("role") or line.text("name") or line.text("post"))


def _is_signed(line: Line) -> bool:
    return line.text("digital_status") not in {"", NOT_SIGNED}


def _digital(lines: list[Line]) -> tuple[DigitalSignature, ...] | None:
    """What the package knows of digital signatures: no fields, and of what is off, the verdict only."""
    if not any(line.text("digital_status") for line in lines):
        return None
    signed = filter(_is_signed, lines)
    return tuple(_signature(line, SignatureStatus(line.text("digital_status"))) for line in signed)


def _signature(line: Line, status: SignatureStatus) -> DigitalSignature:
    trusted = {SignatureStatus.TRUSTED: True, SignatureStatus.UNTRUSTED: False}.get(status)
    return DigitalSignature(
        field="", page=line.integer("page"), status=status, covers_all=False,
        changed_after=status is SignatureStatus.CHANGED, signer=line.text("signer"),
        signed_at=line.text("signed_at"), trusted=trusted,
    )  # fmt: skip


def _by_row(indicators: list[Line], measurements: list[Line]) -> dict[int, list[Line]]:
    figures: dict[int, list[Line]] = {line.integer("row"): [] for line in indicators}
    for line in measurements:
        number = line.integer("row")
        if number not in figures:
            raise line.error(f"row {number} is not in {INDICATORS.file_name}")
        figures[number].append(line)
    return figures


def _row(line: Line, measurements: list[Line], past: Past) -> Row:
    _compare(line, measurements, past)
    return Row(
        number=line.integer("row"),
        place=Place(line.integer("page")),
        responsible_unit=line.text("responsible_unit"),
        unit_canonical=line.text("unit_canonical"),
        level=line.text("level"),
        level_rank=None,
        objective_code=line.text("objective_code"),
        parent_code=line.text("parent_code"),
        objective=line.text("objective"),
        indicator_code=line.text("indicator_code"),
        indicator_name=line.text("indicator_name"),
        frequency=line.text("frequency"),
        indicator_unit=line.text("indicator_unit"),
        variable_unit=line.text("variable_unit"),
        justification=line.text("justification"),
        figures=past.figures(measurements, Place(line.integer("page"))),
    )


def _compare(line: Line, measurements: list[Line], past: Past) -> None:
    """Stop where a figure was changed in ``indicators.csv``: it would be lost without a word.

    A figure that differs there because ``reported`` was set in ``measurements.csv`` is as it should be.
    """
    by_field = {field_of(one): one for one in measurements}
    for name in FIGURE_FIELDS:
        stands, measured = line.figure(name), by_field.get(name)
        reported = measured.figure("reported") if measured else None
        if stands != reported and reported == (past.published(measured) if measured else None):
            raise line.error(
                f"{name} is {_shown(stands)} and {MEASUREMENTS.file_name} has {_shown(reported)}",
                f"Set figures in the column reported of {MEASUREMENTS.file_name}.",
            )


def _shown(value: Decimal | None) -> str:
    return "nothing" if value is None else format(value, "f")


def _finding(line: Line) -> Finding:
    return Finding(
        rule=line.text("rule"),
        kind=Kind(line.text("class")),
        severity=Severity(line.text("severity")),
        message=line.text("message"),
        page=line.optional_integer("page"),
        row=line.optional_integer("row"),
        field=line.text("field"),
        as_read=line.text("as_read"),
        reported=line.text("reported"),
        computed=line.text("computed"),
        proposed=line.text("proposed"),
        alternatives=_parts(line.text("alternatives")),
        confidence=line.optional_measured("confidence"),
        evidence=line.text("evidence"),
    )


def _repair(line: Line) -> Repair:
    return Repair(
        page=line.integer("page"),
        row=line.optional_integer("row"),
        field=line.text("field"),
        before=line.text("before"),
        after=line.text("after"),
        rule=line.text("rule"),
        witnesses=_parts(line.text("witnesses")),
        confidence=line.optional_measured("confidence"),
        state=line.text("state"),
        decided_by=line.text("decided_by"),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(SEPARATOR)) if text else ()
