"""Cases of repair as data: every test that asks for ``repair_case`` runs on each case of ``cases/*.toml``.

One file for each step (or group of steps), for example ``cases/levels.toml``::

    step = "normalize.repair.vocabularies:repair_vocabularies"   # module:function, a ``Step``; a list is a chain

    [[in_the_wild]]                 # also: made_up, must_not_change, known_failures
    name = "a frequency lost a letter"
    # All rows of one case make one document. What a row does not name is empty; rows count from 1, on page 1
    # unless `page` says otherwise. Beside the texts of a row: `page`, `recognizer`, `confidence`, and `figures`
    # ("progress_q1" = "76.00%" and so on; narrative figures have no place here).
    rows = [{frequency = "Trinual"}, {frequency = "Trimestral"}]
    # What is applied, and by which rule. A text that no `after` names must stay as it is.
    after = [{row = 1, field = "frequency", text = "Trianual", rule = "vocabulary"}]
    proposed = []                   # the same shape, for what stays a suggestion; unchecked when the key is absent
    findings = ["level-unknown"]    # rules of all findings, in any order; unchecked when the key is absent

    # What the step may know beside the rows, all of it optional:
    recognizer = "transcript"       # who read all rows; `pdf` for a digital page
    confidence = 0.9
    words = ["salud"]               # words that stand unbroken in the document; by default all words of the rows
    fiscal_year = 2026
    catalogue = [{name = "Salud Mental", unit_id = "7", aliases = ["Salud M."]}]
    decisions = [{name = "Salud Mental", canonical = "Salud Mental"}]
    titles = ["SECRETARÍA DE SALUD"]
    looks = [{row = 1, field = "frequency", text = "Trianual", confidence = 0.95}]    # what a second look answers

``in_the_wild`` was seen in a real document, ``made_up`` was not, ``must_not_change`` looks broken and is right (no
``after``, nothing is applied), ``known_failures`` says what should come out and does not (an accidental improvement is
noticed). ``test_cases.py`` asks of every case:

* the texts after the step, and the names of the rules, are those the case names;
* replaying the applied repairs on the raw rows gives the repaired ones, reverting gives the raw ones;
* repaired rows are left alone by a second run;
* the same rows on a digital page are left alone;
* the same case gives the same answer twice.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from repair_cases import Case, all_cases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each case; a known failure must fail."""
    if "repair_case" in metafunc.fixturenames:
        strict = metafunc.function.__name__ == "test_a_case_gives_what_it_says"
        metafunc.parametrize("repair_case", [_param(case, strict=strict) for case in all_cases()])


def _param(case: Case, *, strict: bool) -> object:
    failing = case.section == "known_failures" and strict
    marks = [pytest.mark.xfail(strict=True, reason="known failure")] if failing else []
    return pytest.param(case, id=case.label, marks=marks)
