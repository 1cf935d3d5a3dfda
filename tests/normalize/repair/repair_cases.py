"""Reads cases of repair; ``conftest.py`` says what they look like."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cuadre.evidence import Ask, Place, Rereading, parse_printed
from normalize.form import Form, builtin_forms
from normalize.model import Condition, Figure, Measure, Period, Row, TextReading
from normalize.repair.chain import RepairedRows, in_tree, repair_rows
from normalize.repair.model import APPLIED, PROPOSED, OfficialUnit, Setting, Step, UnitDecision
from normalize.text import known_words

CASES = Path(__file__).parent / "cases"
SECTIONS = ("in_the_wild", "made_up", "must_not_change", "known_failures")
TEXTS = (
    "responsible_unit", "level", "objective_code", "objective", "indicator_code", "indicator_name", "frequency",
    "indicator_unit", "variable_unit", "justification",
)  # fmt: skip
_ROW_KEYS = {*TEXTS, "unit_canonical", "page", "recognizer", "confidence", "figures"}
_KEYS = {
    "name", "rows", "after", "proposed", "findings", "recognizer", "confidence", "words", "fiscal_year", "catalogue",
    "looks", "decisions", "titles",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One document in small, and what repair should make of it."""

    file: str
    section: str
    said: dict[str, Any]
    steps: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.file}/{self.section}/{self.said['name']}"

    def rows(self, recognizer: str = "") -> tuple[Row, ...]:
        """The raw rows, read by whom the case says or by whom the test wants."""
        rows = [self._row(number, said, recognizer) for number, said in enumerate(self.said["rows"], 1)]
        return in_tree(rows, form())

    def run(self, rows: Sequence[Row]) -> RepairedRows:
        """Take the steps one after the other."""
        return repair_rows(rows, self.setting(rows), [step_named(name) for name in self.steps])

    def expected(self) -> tuple[Row, ...]:
        """The rows as they should come out."""
        rows = {row.number: row for row in self.rows()}
        for change in self.said.get("after", ()):
            text: dict[str, Any] = {change["field"]: change["text"]}
            rows[change["row"]] = replace(rows[change["row"]], **text)
        return in_tree(tuple(rows.values()), form())

    def rules(self, state: str = APPLIED) -> list[tuple[int | None, str, str]]:
        """Row, field and rule of each change the case names."""
        key = {APPLIED: "after", PROPOSED: "proposed"}[state]
        return sorted((change["row"], change["field"], change["rule"]) for change in self.said.get(key, ()))

    def setting(self, rows: Sequence[Row]) -> Setting:
        said = self.said
        words = said.get("words")
        texts = [getattr(row, field) for row in rows for field in TEXTS]
        return Setting(
            form=form(), words=frozenset(words) if words is not None else known_words(texts),
            catalogue=tuple(_unit(unit) for unit in said.get("catalogue", ())), fiscal_year=said.get("fiscal_year"),
            decisions=tuple(UnitDecision(**decision) for decision in said.get("decisions", ())),
            titles=tuple(said.get("titles", ())), read_again=self._look,
        )  # fmt: skip

    def _look(self, asks: Sequence[Ask]) -> tuple[tuple[Rereading, ...], ...]:
        answers: dict[tuple[int, str], list[Rereading]] = {}
        for n, look in enumerate(self.said.get("looks", ())):
            seen = Rereading(look["text"], look.get("confidence", 0.9), f"second-look-{n}")
            answers.setdefault((look["row"], look["field"]), []).append(seen)
        asked = {place_of(row, field): some for (row, field), some in answers.items()}
        return tuple(tuple(asked.get(ask.place.box, ())) for ask in asks)

    def _row(self, number: int, said: dict[str, Any], recognizer: str) -> Row:
        unknown = set(said) - _ROW_KEYS
        assert not unknown, f"{self.label}: a row has no {sorted(unknown)}"
        page = said.get("page", 1)
        who = recognizer or said.get("recognizer") or self.said.get("recognizer", "transcript")
        sure = 1.0 if who == "pdf" else said.get("confidence", self.said.get("confidence", 0.9))
        texts = {field: said.get(field, "") for field in TEXTS}
        readings = tuple(
            TextReading(field, Place(page, place_of(number, field)), text, sure, who)
            for field, text in texts.items()
            if text
        )
        return Row(
            number=number, place=Place(page, place_of(number, TEXTS[0])), level_rank=None, parent_code="",
            unit_canonical=said.get("unit_canonical", texts["responsible_unit"]),
            figures=tuple(_figure(name, text, page, who) for name, text in said.get("figures", {}).items()),
            readings=readings, **texts,
        )  # fmt: skip


def form() -> Form:
    return builtin_forms()[0]


def place_of(row: int, field: str) -> tuple[float, float, float, float]:
    """The rectangle of a cell on the paper that a case imagines."""
    left = 50.0 * TEXTS.index(field)
    return (left, 20.0 * row, left + 45, 20.0 * row + 18)


def step_named(name: str) -> Step:
    """The function of ``module:function``."""
    module, _, function = name.partition(":")
    step: Step = getattr(importlib.import_module(module), function)
    return step


def all_cases() -> list[Case]:
    """Every case of every file, in order."""
    return [case for path in sorted(CASES.glob("*.toml")) for case in cases_of(path)]


def cases_of(path: Path) -> list[Case]:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    step = said.pop("step")
    strange = set(said) - set(SECTIONS)
    assert not strange, f"{path.name} has no section {sorted(strange)}; they are {SECTIONS}"
    steps = (step,) if isinstance(step, str) else tuple(step)
    cases = [Case(path.stem, section, one, steps) for section in SECTIONS for one in said.get(section, ())]
    for case in cases:
        unknown = set(case.said) - _KEYS
        assert not unknown, f"{case.label} has no {sorted(unknown)}"
    return cases


def _unit(said: dict[str, Any]) -> OfficialUnit:
    return OfficialUnit(**{**said, "aliases": tuple(said.get("aliases", ()))})


def _figure(name: str, text: str, page: int, recognizer: str) -> Figure:
    measure, period = name.rsplit("_", 1)
    return Figure(
        Measure(measure), Period(period), text, parse_printed(text, form().number_format), Condition.CLEAR, Place(page),
        recognizer=recognizer,
    )  # fmt: skip
