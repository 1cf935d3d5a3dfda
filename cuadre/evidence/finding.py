"""Problems with data are values with an address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_ID_DIGITS = 16


class Severity(StrEnum):
    """How loud a finding is. ``info`` asks nobody to look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What a finding is about (the column ``class``)."""

    LAYOUT = "layout"
    READING = "reading"
    MAPPING = "mapping"
    STRUCTURE = "structure"
    ARITHMETIC = "arithmetic"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about a document that a person may want to know.

    Attributes:
        rule: Identifier of the rule that fired; ``docs/findings.md`` lists them all.
        kind: What it is about.
        severity: How loud it is.
        message: One sentence in Spanish for the users of the data.
        page: Page, from 1; ``None`` when it concerns the whole document.
        row: Data row in the document, from 1; ``None`` when it concerns no single row.
        field: Column of ``indicators.csv`` it concerns (``progress_q1``), or ``""``.
        as_read: The text as it was read.
        reported: The value published.
        computed: What the arithmetic says.
        proposed: What is proposed instead.
        alternatives: Other readings or candidates.
        confidence: 0 to 1, or ``None``.
        evidence: The facts in short, for a machine or an auditor (``"50/60/26/54 sum 190"``).
    """

    rule: str
    kind: Kind
    severity: Severity
    message: str
    page: int | None = None
    row: int | None = None
    field: str = ""
    as_read: str = ""
    reported: str = ""
    computed: str = ""
    proposed: str = ""
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that can fire: its name, what it is about, how loud it is.

    Attributes:
        id: ``kebab-case``, unique over all stages.
        kind: What it is about.
        severity: How loud its findings are.
        title: What it says, in Spanish, without the particulars.
    """

    id: str
    kind: Kind
    severity: Severity
    title: str

    def finding(
        self,
        message: str,
        *,
        page: int | None = None,
        row: int | None = None,
        field: str = "",
        as_read: str = "",
        reported: str = "",
        computed: str = "",
        alternatives: tuple[str, ...] = (),
        evidence: str = "",
    ) -> Finding:
        """Fire: make the finding with this rule's name, kind and severity."""
        return Finding(
            rule=self.id, kind=self.kind, severity=self.severity, message=message, page=page, row=row,
            field=field, as_read=as_read, reported=reported, computed=computed,
            alternatives=alternatives, evidence=evidence,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change of text, with before and after: a row of the reversible ledger.

    Attributes:
        page: Page, from 1.
        row: Data row in the document, from 1; ``None`` outside the rows.
        field: Column of ``indicators.csv``.
        before: The text as it was read.
        after: The text that is published.
        rule: Name of the step.
        witnesses: What spoke for it.
        confidence: 0 to 1, or ``None``.
        state: ``applied``, ``proposed``, ``rejected`` or ``reverted``.
        decided_by: ``rule``, or who decided.
    """

    page: int
    row: int | None
    field: str
    before: str
    after: str
    rule: str
    witnesses: tuple[str, ...] = ()
    confidence: float | None = None
    state: str = "applied"
    decided_by: str = "rule"


@dataclass(slots=True)
class StableIds:
    """Gives names derived from what they name, so that two runs compare with diff.

    Equal keys in one document are told apart by their order.
    """

    document_id: str
    _seen: dict[str, int] = field(default_factory=dict)

    def name(self, *parts: object) -> str:
        """Name the next thing with these parts."""
        key = "\x1f".join("" if part is None else str(part) for part in (self.document_id, *parts))
        count = self._seen.get(key, 0)
        self._seen[key] = count + 1
        return hashlib.sha256(f"{key}\x1f{count}".encode()).hexdigest()[:_ID_DIGITS]


def with_ids(document_id: str, findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Pair each finding with its stable id, in order."""
    ids = StableIds(document_id)
    for finding in findings:
        yield ids.name(finding.page, finding.row, finding.field, finding.rule), finding
