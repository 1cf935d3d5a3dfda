"""Conventions of a document: counted, beaten by the form, and told where unusual."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_reports import report, row

from cuadre.evidence import Finding
from normalize.model import GivenRegime, Report
from reconcile.document_findings import document_findings
from reconcile.judged import judge_rows
from reconcile.model import Regime, Vote
from reconcile.regime import infer_regime


def document(*, cut: bool = False, to_date: bool = False, rows: int = 12) -> Report:
    """Rows of which every percentage ends in something other than zeros: 2 of 3, 3 of 4 ..."""
    made = []
    for part in range(1, rows + 1):
        first = 3 * part + 1
        whole = first if to_date else 4 * first + 1
        shares = [f"{(2 * part * 10_000 + (0 if cut else of // 2)) // of}" for of in (first, whole)]
        texts = [f"{text[:-2] or 0}.{text[-2:]}%" for text in shares]
        made.append(row(f"{4 * first + 1} {first}/{first}/{first}/{first + 1}", f"{2 * part} {' '.join(texts)}",
                        number=part))  # fmt: skip
    return report(*made)


def findings(about: Report) -> list[Finding]:
    regime = infer_regime(about)
    return list(document_findings(regime, judge_rows(about, regime)))


def vote(about: Report, convention: str) -> Vote:
    return next(vote for vote in infer_regime(about).votes if vote.convention == convention)


def test_each_convention_comes_with_its_votes() -> None:
    about = document()
    assert infer_regime(about) == Regime("nearest", "annual")
    rounding, denominator = vote(about, "rounding_mode"), vote(about, "cumulative_denominator")
    assert denominator == Vote("cumulative_denominator", "annual", 12, 0)
    assert (rounding.value, rounding.against) == ("nearest", 0)
    assert 0 < rounding.decided <= 24


def test_one_against_is_counted() -> None:
    about = document(rows=12)
    odd = document(rows=12, to_date=True).rows[3]
    mixed = replace(about, rows=(*about.rows[:3], odd, *about.rows[4:]))
    assert vote(mixed, "cumulative_denominator") == Vote("cumulative_denominator", "annual", 12, 1)


@pytest.mark.parametrize(
    ("about", "rules"),
    [(document(), []), (document(cut=True), ["percentages-truncated"]),
     (document(to_date=True), ["cumulative-to-date"])],
)  # fmt: skip
def test_what_is_unusual_is_told_with_its_evidence(about: Report, rules: list[str]) -> None:
    found = findings(about)
    assert [finding.rule for finding in found] == rules
    assert all("figures that tell" in finding.evidence for finding in found)


def test_what_the_form_takes_for_granted_beats_the_figures_and_is_contradicted_by_them() -> None:
    about = replace(document(cut=True), given=GivenRegime(rounding_mode="nearest"))
    assert infer_regime(about).rounding_mode == "nearest"
    (finding,) = findings(about)
    assert finding.rule == "convention-contradicted"
    assert finding.message == (
        "El formato da por sentado que el documento redondea al más cercano; sus cifras dicen: corta los decimales."
    )


def test_a_form_that_agrees_with_the_figures_says_nothing() -> None:
    given = GivenRegime("nearest", "annual", "100")
    about = replace(document(), given=given)
    assert infer_regime(about) == Regime("nearest", "annual", "100")
    assert findings(about) == []


def test_a_few_figures_contradict_no_form() -> None:
    about = replace(document(rows=3), given=GivenRegime(cumulative_denominator="programmed_to_date"))
    assert infer_regime(about).cumulative_denominator == "programmed_to_date"
    assert [finding.rule for finding in findings(about)] == ["cumulative-to-date"]


def test_how_many_indicators_do_not_add_up_is_told_once() -> None:
    stock = [row("8 8/8/8/8", "4 50.00% 50.00%", number=20 + at) for at in range(2)]
    about = document()
    (finding,) = findings(replace(about, rows=(*about.rows, *stock)))
    assert (finding.rule, finding.evidence) == ("aggregation", "sum 12 constant 2")
    assert findings(report(*stock)) == []
