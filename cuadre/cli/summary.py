"""What a person reads after a command, at most 80 columns wide, and the same facts for a machine."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from cuadre.cli.doctor import Examined
from cuadre.cli.errors_es import in_spanish
from cuadre.cli.inputs import Input
from cuadre.cli.language import Language
from cuadre.cli.rules_en import ENGLISH
from cuadre.converted import Converted
from cuadre.evidence import CuadreError, Finding, Severity
from cuadre.export.records import column_of, printed_figures
from normalize.model import Measure
from reconcile.model import Status, Verdict

_T = TypeVar("_T")
_WIDTH = 80
_SHOWN = 8
_NARRATIVE = frozenset({Measure.NARRATIVE_TARGET, Measure.NARRATIVE_ACHIEVED, Measure.NARRATIVE_PROGRESS})
_LOOK = frozenset({Status.PROPOSED, Status.INCONSISTENT, Status.UNDETERMINED, Status.ILLEGIBLE})


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_T]):
    """What became of one file.

    Attributes:
        file: As the user named it.
        value: What was made of it; ``None`` when it failed or was passed over.
        error: Why it could not be read.
        same_as: The earlier file with the same bytes, for which it was passed over.
    """

    file: str
    value: _T | None
    error: CuadreError | None = None
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class TablesWritten:
    """Tables of one document and the files they were written to."""

    tables: int
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command has to say.

    Attributes:
        text: For standard output.
        errors: For standard error.
        facts: The same for a machine.
    """

    text: str
    errors: str
    facts: Mapping[str, Any]

    def as_json(self) -> str:
        """The facts as one JSON object."""
        return json.dumps(self.facts, ensure_ascii=False, indent=2)


def needs_a_look(converted: Converted) -> bool:
    """Whether anything in the document is for a person to decide."""
    return bool(_figures_to_look_at(converted) or converted.open_findings)


def of_conversion(outcomes: Sequence[Outcome[Converted]], folder: Path, language: Language) -> Said:
    """Say what was converted, how much of it tallies, and what needs a look and why."""
    lines = [line for outcome in outcomes if (line := _document_line(outcome, language))]
    done = [outcome.value for outcome in outcomes if outcome.value is not None]
    looks = [line for converted in done for line in _looks(converted, folder, len(done) > 1, language)]
    if looks:
        lines += ["", language.say("why"), *looks]
    lines += ["", _written(folder, done, language)]
    facts = {
        "documents": [_document_facts(outcome) for outcome in outcomes],
        "package": str(folder) if done else None,
    }
    return Said("\n".join(lines), _errors(outcomes, language), facts)


def of_tables(outcomes: Sequence[Outcome[TablesWritten]], language: Language) -> Said:
    """Say which tables were written where."""
    lines = []
    for outcome in outcomes:
        if outcome.value is not None:
            lines.append(f"{outcome.file}: {language.say('tables', n=outcome.value.tables)}")
            lines += [f"  {path}" for path in outcome.value.files]
            for finding in _loud(outcome.value.findings):
                lines.append(_hanging(f"  {_where(finding, language)}: ", _why(finding, language)))
        elif outcome.same_as:
            lines.append(f"{outcome.file}: {language.say('same', first=outcome.same_as)}")
    facts = {
        "documents": [
            _error_facts(outcome)
            | ({"files": [str(path) for path in outcome.value.files]} if outcome.value is not None else {})
            for outcome in outcomes
        ]
    }
    return Said("\n".join(lines), _errors(outcomes, language), facts)


def of_doctor(examined: Sequence[Examined], language: Language) -> Said:
    """Say what is installed and what is amiss."""
    width = max(len(e.what) for e in examined)
    lines = []
    for e in examined:
        state = language.say("fine" if e.present and e.fine else "optional" if e.fine else "amiss")
        lines.append(_hanging(f"{e.what:{width}}  {state:6}  ", e.detail))
        lines += [f"    {f'{where}: ' if where else ''}{command}" for where, command in e.install]
    amiss, missing = sum(not e.fine for e in examined), sum(bool(e.install) or not e.fine for e in examined)
    lines += ["", language.say("all_fine" if not missing else "amiss_n" if amiss else "optional_n", n=amiss or missing)]
    facts = {
        "examined": [
            {"what": e.what, "fine": e.fine, "detail": e.detail, "install": [command for _, command in e.install]}
            for e in examined
        ]
    }
    return Said("\n".join(lines), "", facts)


def distinct_stems(inputs: Iterable[Input]) -> dict[Input, str]:
    """A file stem for each input; the second of the same name gets ``-2``.

    >>> a, b = Input(Path("x/r.pdf"), "x/r.pdf"), Input(Path("y/r.pdf"), "y/r.pdf")
    >>> list(distinct_stems([a, b]).values())
    ['r', 'r-2']
    """
    stems: dict[Input, str] = {}
    taken: set[str] = set()
    for item in inputs:
        stem, n = item.path.stem, 1
        while stem in taken:
            n += 1
            stem = f"{item.path.stem}-{n}"
        taken.add(stem)
        stems[item] = stem
    return stems


def error_text(error: CuadreError, language: Language) -> str:
    """An error as a person reads it: file and fact, then the next step."""
    return f"{language.say('error')}: {in_spanish(error) if language.code == 'es' else error}"


def _figures_to_look_at(converted: Converted) -> list[Verdict]:
    settled = converted.settled
    asking = (verdict for verdict in converted.reconciliation.verdicts if verdict.status in _LOOK)
    return [verdict for verdict in asking if (verdict.row, column_of(verdict.measure, verdict.period)) not in settled]


def _loud(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != Severity.INFO]


def _document_line(outcome: Outcome[Converted], language: Language) -> str:
    if outcome.same_as:
        return f"{outcome.file}: {language.say('same', first=outcome.same_as)}"
    if outcome.value is None:
        return f"{outcome.file}: {language.say('unread')}"
    counts = _counts(outcome.value)
    parts = [language.say(key, n=counts[key]) for key in ("pages", "rows", "figures", "agree")]
    if counts["explained"]:
        parts.append(language.say("explained", n=counts["explained"]))
    parts.append(language.say("look", n=counts["look"]) if counts["look"] else language.say("nothing"))
    return _hanging(f"{outcome.file}: ", ", ".join(parts))


def _counts(converted: Converted) -> dict[str, int]:
    """Count as ``documents.csv`` does: the figures of the table, without those that the text restates."""
    report = converted.report
    figures = [f for row in report.rows for f in printed_figures(row) if f.measure not in _NARRATIVE]
    statuses = Counter(v.status for v in converted.reconciliation.verdicts if v.measure not in _NARRATIVE)
    explained, doubtful = statuses[Status.EXPLAINED], sum(statuses[status] for status in _LOOK)
    return {
        "pages": report.pages, "rows": len(report.rows), "figures": len(figures),
        "agree": len(figures) - explained - doubtful, "explained": explained, "doubtful": doubtful,
        "look": len(converted.open_findings),
    }  # fmt: skip


def _looks(converted: Converted, folder: Path, named: bool, language: Language) -> Iterable[str]:
    loud = converted.open_findings
    if loud and named:
        yield f"  {converted.report.source.name}"
    for finding in loud[:_SHOWN]:
        yield _hanging(f"  {_where(finding, language)}: ", _why(finding, language))
    if len(loud) > _SHOWN:
        yield "  " + language.say("more", n=len(loud) - _SHOWN, file=folder / "findings.csv")


def _where(finding: Finding, language: Language) -> str:
    if finding.page is None:
        return language.say("at_document")
    if finding.row is None:
        return language.say("at_page", page=finding.page)
    return language.say("at", page=finding.page, row=finding.row)


def _why(finding: Finding, language: Language) -> str:
    if language.code == "es":
        return finding.message
    parts = [finding.field] if finding.field else []
    if finding.reported and finding.computed:
        parts.append(language.say("printed_computed", reported=finding.reported, computed=finding.computed))
    elif finding.as_read:
        parts.append(f"{finding.as_read!r}")
    if finding.proposed:
        parts.append(language.say("proposed", proposed=finding.proposed))
    return ": ".join([ENGLISH.get(finding.rule, finding.rule), *([" ".join(parts)] if parts else [])])


def _written(folder: Path, done: Sequence[Converted], language: Language) -> str:
    if not done:
        return language.say("not_written")
    rows = sum(len(converted.report.rows) for converted in done)
    return language.say("wrote", folder=folder, files=f"indicators.csv: {language.say('rows', n=rows)}, ...")


def _errors(outcomes: Iterable[Outcome[Any]], language: Language) -> str:
    return "\n".join(error_text(outcome.error, language) for outcome in outcomes if outcome.error)


def _document_facts(outcome: Outcome[Converted]) -> dict[str, Any]:
    if outcome.value is None:
        return _error_facts(outcome)
    converted = outcome.value
    statuses = Counter(str(verdict.status) for verdict in converted.reconciliation.verdicts)
    return {
        **_error_facts(outcome),
        "document_id": converted.report.source.document_id,
        **_counts(converted),
        "statuses": dict(sorted(statuses.items())),
        "findings": dict(sorted(Counter(f.rule for f in converted.open_findings).items())),
    }


def _error_facts(outcome: Outcome[Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"file": outcome.file}
    if outcome.same_as:
        facts["same_as"] = outcome.same_as
    if outcome.error:
        facts["error"] = {
            "class": type(outcome.error).__name__,
            "fact": outcome.error.fact,
            "next_step": outcome.error.next_step,
        }
    return facts


def _hanging(head: str, text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=head, subsequent_indent="    ", break_long_words=False)
