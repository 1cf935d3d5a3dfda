"""Why a cell is in doubt, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cuadre.evidence import Finding
from cuadre.review.model import Cell
from cuadre.review.words import ReviewWords
from normalize.model import Figure, Row
from reconcile.argument import clauses
from reconcile.confirm import is_in_doubt
from reconcile.edits import NARRATIVE, Edit, members
from reconcile.examined import Examined
from reconcile.intervals import half_up
from reconcile.model import Regime, Status
from reconcile.readings import Key
from reconcile.words import plain, said

if TYPE_CHECKING:
    from cuadre.review.doubts import Judged

_PLACES = 2


@dataclass(frozen=True, slots=True)
class Argued:
    """Puts what is known of a cell into words.

    Attributes:
        words: The language.
        titles: What the rules of findings say in that language; without one, the Spanish message stands.
    """

    words: ReviewWords
    titles: Mapping[str, str]

    def sentences(
        self, judged: Judged, row: Row, cell: Cell, figure: Figure | None, findings: Sequence[Finding]
    ) -> tuple[str, ...]:
        """Sentence by sentence, the findings first, none twice."""
        found = [self._finding(finding) for finding in findings]
        examined = judged.examined_row(row.number)
        if figure is not None:
            found += self._on_figure(judged.converted.reconciliation.regime, examined, cell, figure, findings)
        elif cell.field == "justification":
            found += [said for key in _narrative(row) for said in self._checks(examined, key)]
        proposed = (
            one for one in judged.converted.report.repairs
            if (one.row, one.field, one.state) == (row.number, cell.field, "proposed")
        )  # fmt: skip
        found += [self.words.say("text", before=one.before, after=one.after) for one in proposed if figure is None]
        return tuple(dict.fromkeys(found))

    def _finding(self, finding: Finding) -> str:
        title = self.titles.get(finding.rule)
        if title is None:
            return finding.message
        return f"{title[:1].upper()}{title[1:]}."

    def _on_figure(
        self, regime: Regime, examined: Examined, cell: Cell, figure: Figure, findings: Sequence[Finding]
    ) -> Iterator[str]:
        key, told = (figure.measure, figure.period), bool(findings)
        if self.titles or not told:
            yield from self._clauses(regime, examined, key)
        if cell.status is Status.ILLEGIBLE:
            yield self.words.say("illegible")
        elif is_in_doubt(figure):
            yield self.words.say("low", percent=f"{100 * figure.confidence:.0f}")
        messages = "" if self.titles else " ".join(finding.message for finding in findings)
        checks = tuple(self._checks(examined, key, messages))
        if not told and not checks and cell.status is Status.UNDETERMINED:
            yield self.words.say("undetermined")
        elif not told and cell.status is Status.UNDETERMINED and not is_in_doubt(figure):
            yield self.words.say("tied")
        yield from checks
        yield from self._decided(examined, key, reasons=bool(self.titles) or not told)

    def _clauses(self, regime: Regime, examined: Examined, key: Key) -> Iterator[str]:
        argument, started = self.words.argument, examined.started
        for decision in examined.decisions:
            if decision.figure == key and decision.misread is not None:
                facts = clauses(decision.misread, started.readings, started.judged, regime)
                parts = [argument.argued(fact) for fact in facts]
                says = argument.say("says", name=argument.named(key), shown=said(started.readings, key))
                yield f"{says[:1].upper()}{says[1:]}; {', '.join(parts)}."

    def _checks(self, examined: Examined, key: Key, told: str = "") -> Iterator[str]:
        """The failing checks that a figure takes part in, with what they give where that is not told already."""
        judged = examined.published
        for edit, judgement in judged.judged.items():
            if judgement.fails and key in members(edit, judged.readings):
                if judgement.exact is None:
                    yield self._sentence(self.words.say("fails", check=self._named(edit)))
                    continue
                value = plain(Fraction(half_up(judgement.exact, _PLACES)))
                if value not in told:
                    yield self._sentence(self.words.say("gives", check=self._named(edit), value=value))

    def _named(self, edit: Edit) -> str:
        argument = self.words.argument
        name = argument.checks[edit.check]
        if edit.subject[0] in NARRATIVE:
            return f"{name} ({argument.named(edit.subject)})"
        return f"{name} {argument.periods[edit.period]}"

    def _decided(self, examined: Examined, key: Key, *, reasons: bool) -> Iterator[str]:
        """Why the cell was judged so, where no message has said it, and why nothing repaired it."""
        argument = self.words.argument
        for decision in examined.decisions:
            if decision.figure == key:
                if reasons:
                    why = argument.say("and").join(argument.reasons[reason] for reason in decision.reasons)
                    yield self._sentence(argument.say("because", reasons=why))
                if decision.bars:
                    bars = ", ".join(argument.bars[bar] for bar in decision.bars)
                    yield argument.say("barred", bars=bars)

    @staticmethod
    def _sentence(text: str) -> str:
        return f"{text[:1].upper()}{text[1:]}."


def _narrative(row: Row) -> tuple[Key, ...]:
    return tuple((figure.measure, figure.period) for figure in row.figures if figure.measure in NARRATIVE)
