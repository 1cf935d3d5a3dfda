"""Item by item over the reports of one plan: what they say of the same figure, and what follows from them together.

Another report is a witness, never a source: what it says stands in a finding and is written nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuadre.evidence import Finding, Rule
from normalize.model import Measure, Period
from reconcile import rules
from reconcile.edits import SILENT, Check, Edit, up_to
from reconcile.explain import judge_row
from reconcile.intervals import agree
from reconcile.model import Status
from reconcile.plans import Indicator, Plan
from reconcile.readings import ANNUAL_TARGET, QUARTERS, Key
from reconcile.told import Line, Told
from reconcile.words import PERCENTAGES, listed, named, plain

SERIES_RULES = frozenset({
    rules.TARGET_CHANGED.id, rules.FIGURE_RESTATED.id, rules.CHAIN_BROKEN.id, rules.INDICATOR_APPEARED.id,
    rules.INDICATOR_VANISHED.id, rules.PLAN_OTHERWISE.id,
})  # fmt: skip
"""Rules of findings that come from several documents."""

PLANNED: tuple[Key, ...] = tuple((Measure.TARGET, period) for period in Period)
"""The figures that all reports of a year have in common."""

_SOME = 8
_REPORTED = (Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
_ORDINALS = {Period.Q1: "primer", Period.Q2: "segundo", Period.Q3: "tercer", Period.Q4: "cuarto"}


def common_keys(one: Told, other: Told) -> Iterator[Key]:
    """The figures that two reports both have to say: the plan, and the quarters that both report."""
    yield from PLANNED
    if one.quarter is not None and other.quarter is not None:
        for period in up_to(min(one.quarter, other.quarter)):
            yield from ((measure, period) for measure in _REPORTED)


def series_findings(plans: Sequence[Plan]) -> dict[str, tuple[Finding, ...]]:
    """Compare the reports of each plan: findings by document, each on the later of the reports that differ."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for plan in plans:
        otherwise = dict(_programmed_otherwise(plan))
        for document_id, finding in otherwise.items():
            found[document_id].append(finding)
        for indicator in plan.indicators:
            for told, finding in _about(plan, indicator):
                if told.document_id not in otherwise:
                    found[told.document_id].append(finding)
    return {document_id: tuple(sorted(findings, key=_place)) for document_id, findings in found.items()}


def _programmed_otherwise(plan: Plan) -> Iterator[tuple[str, Finding]]:
    """The reports whose annual targets are mostly others than in the report before, which one finding tells of.

    It is another plan, or all of it was programmed anew; figure by figure there is nothing to compare.
    """
    for at, (before, now) in enumerate(pairwise(plan.reports)):
        pairs = [(indicator.lines[at], indicator.lines[at + 1]) for indicator in plan.indicators]
        both = [(one.readings.printed, two.readings.printed) for one, two in pairs if one and two]
        shared = [(one, two) for one, two in both if ANNUAL_TARGET in one and ANNUAL_TARGET in two]
        targets = [(one[ANNUAL_TARGET], two[ANNUAL_TARGET]) for one, two in shared]
        changed = sum(not agree(one, two) for one, two in targets)
        if len(targets) >= _SOME and 2 * changed > len(targets):
            message = (
                f"De {len(targets)} indicadores que comparte con el informe anterior ({before.name}), {changed} traen"
                " otra meta anual: es otro plan o se reprogramó; sus cifras no se comparan una por una."
            )
            evidence = f"{before.document_id}: {changed}/{len(targets)}"
            yield now.document_id, rules.PLAN_OTHERWISE.finding(message, evidence=evidence)


def _place(finding: Finding) -> tuple[int, str, str]:
    return (finding.row or 0, finding.field, finding.rule)


def changed_fields(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The figures of an indicator on which reports of the year disagree, as columns of ``indicators.csv``."""
    keys = dict.fromkeys(key for *_, key in _disagreements(_said(plan, indicator)))
    ordered = sorted(keys, key=lambda key: (tuple(Measure).index(key[0]), tuple(Period).index(key[1])))
    return tuple(f"{measure}_{period}" for measure, period in ordered)


@dataclass(frozen=True, slots=True)
class _Said:
    """One report's row of an indicator."""

    told: Told
    line: Line

    def shown(self, key: Key) -> str:
        """A figure as it is published there."""
        return f"{self.line.readings.printed[key]} %" if key[0] in PERCENTAGES else str(self.line.readings.printed[key])

    def in_doubt(self, key: Key) -> bool:
        """Whether the figure may be misread."""
        return self.line.status(key).rank >= Status.PROPOSED.rank

    @property
    def where(self) -> str:
        """Its place, for a sentence."""
        quarter = f" del {_ORDINALS[self.told.quarter]} trimestre" if self.told.quarter else ""
        return f"el informe{quarter} ({self.told.name}, página {self.line.page}, renglón {self.line.number})"

    @property
    def cited(self) -> str:
        """Its place, for a machine."""
        return f"{self.told.document_id} page {self.line.page} row {self.line.number}"


def _said(plan: Plan, indicator: Indicator) -> list[_Said]:
    pairs = zip(plan.reports, indicator.lines, strict=True)
    return [_Said(told, line) for told, line in pairs if line is not None]


def _about(plan: Plan, indicator: Indicator) -> Iterator[tuple[Told, Finding]]:
    said = _said(plan, indicator)
    for now, then, key in _disagreements(said):
        yield now.told, _disagreement(now, then, key)
    for now in said:
        if finding := _broken_chain(now, said):
            yield now.told, finding
    yield from _comings_and_goings(plan, said)


def _disagreements(said: Sequence[_Said]) -> Iterator[tuple[_Said, _Said, Key]]:
    """Each figure that is not what the last report before with that figure says: the later, the earlier, the key."""
    for at, now in enumerate(said):
        told: set[Key] = set()
        for then in reversed(said[:at]):
            for key in common_keys(now.told, then.told):
                here, there = now.line.readings.printed.get(key), then.line.readings.printed.get(key)
                if key in told or here is None or there is None:
                    continue
                told.add(key)
                if not agree(here, there):
                    yield now, then, key


def _disagreement(now: _Said, then: _Said, key: Key) -> Finding:
    rule = rules.TARGET_CHANGED if key[0] is Measure.TARGET else rules.FIGURE_RESTATED
    doubt = " La lectura de una de las dos está en duda." if now.in_doubt(key) or then.in_doubt(key) else ""
    message = f"Aquí {named(key)} dice {now.shown(key)}, y {then.where} dice {then.shown(key)}.{doubt}"
    return _finding(rule, now.line, key, message, f"{then.cited}: {then.shown(key)}")


def _broken_chain(now: _Said, said: Sequence[_Said]) -> Finding | None:
    """An accumulated percentage that does not follow from what the reports before say was achieved."""
    told, readings = now.told, now.line.readings
    key = (Measure.CUMULATIVE, told.quarter or Period.Q1)
    missing = [(Measure.ACHIEVED, q) for q in up_to(key[1])[:-1] if (Measure.ACHIEVED, q) not in readings.printed]
    sources = [(lacking, _own_report(said, lacking)) for lacking in missing]
    cited = [f"{source.shown(lacking)} ({source.where})" for lacking, source in sources if source]
    if key not in readings.printed or not missing or len(cited) < len(missing):
        return None
    for lacking, source in sources:
        if source:
            readings = readings.with_value(lacking, source.line.readings.printed[lacking])
    alone, chained = (
        judge_row(values, told.checks, told.regime, told.quarter).get(Edit(Check.CUMULATIVE, key), SILENT)
        for values in (now.line.readings, readings)
    )
    if alone.fails or not chained.fails:
        return None
    exact = "" if chained.exact is None else f", que da {plain(chained.exact)} %"
    message = f"El {named(key)} de {now.shown(key)} no sale de lo alcanzado aquí y antes, {listed(cited)}{exact}."
    evidence = "; ".join(f"{source.cited}: {source.shown(lacking)}" for lacking, source in sources if source)
    return _finding(rules.CHAIN_BROKEN, now.line, key, message, evidence)


def _own_report(said: Sequence[_Said], key: Key) -> _Said | None:
    """The report of a quarter, where it says what was achieved in it."""
    return next((one for one in said if one.told.quarter is key[1] and key in one.line.readings.printed), None)


def _comings_and_goings(plan: Plan, said: Sequence[_Said]) -> Iterator[tuple[Told, Finding]]:
    """Quarters in which an indicator is there for the first time, or no more."""
    reports = {told.quarter: told for told in reversed(plan.reports) if told.quarter is not None}
    for before, now in pairwise(sorted(reports, key=QUARTERS.index)):
        there, here = (next((one for one in said if one.told.quarter is quarter), None) for quarter in (before, now))
        if here and here is said[0]:
            message = f"El indicador no está en el informe del {_ORDINALS[before]} trimestre ({reports[before].name})."
            yield here.told, rules.INDICATOR_APPEARED.finding(
                message, page=here.line.page, row=here.line.number, evidence=reports[before].document_id
            )
        elif there and not here:
            name = " ".join(filter(None, (there.line.code, there.line.indicator_code or there.line.indicator_name)))
            message = f"Falta el indicador {name}, que está en {there.where}."
            yield reports[now], rules.INDICATOR_VANISHED.finding(message, evidence=there.cited)


def _finding(rule: Rule, line: Line, key: Key, message: str, evidence: str) -> Finding:
    return rule.finding(
        message, page=line.page, row=line.number, field=f"{key[0]}_{key[1]}",
        reported=str(line.readings.printed[key]), evidence=evidence,
    )  # fmt: skip
