"""What a kind of report looks like: a TOML file of words, no code. ``docs/forms.md`` explains it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from cuadre.evidence import ES_MX, FORMATS, NumberFormat
from normalize.facts import FactWords
from normalize.model import NOTHING_GIVEN, GivenRegime, Measure, Period
from normalize.signatories import SignatureWords

TEXT_ROLES = (
    "responsible_unit", "level", "objective_code", "objective", "indicator_code", "indicator", "frequency",
    "unit", "indicator_unit", "variable_unit", "justification",
)  # fmt: skip
"""Columns of text that a canonical row has a place for, in its order."""

OTHER = "other"
"""The role of columns that are known and have no place in a canonical row."""

LOOKS = ("level", "code", "coded-text", "acronym", "acronym-text", "frequency", "labelled-units", "name",
         "long-text", "begins")  # fmt: skip
"""What the cells of a column of text may look like."""

TABLE_MEASURES = (Measure.TARGET, Measure.ACHIEVED, Measure.PROGRESS, Measure.CUMULATIVE)
ARITHMETIC = ("sum", "progress", "cumulative", "narrative", "codes")
REGIME = {
    "rounding_mode": ("nearest", "truncate"),
    "cumulative_denominator": ("annual", "programmed_to_date"),
    "zero_over_zero": ("100", "0", "blank"),
}
"""Conventions that a form may take for granted, and what each may be."""


class FormError(ValueError):
    """A form file does not say what a form must say."""


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """How a column of text is known.

    Attributes:
        role: One of ``TEXT_ROLES``, or ``OTHER``.
        header: What its header may say.
        looks: What its cells look like, one of ``LOOKS``; ``""`` when nothing particular.
        begins: Words its cells may begin with.
    """

    role: str
    header: tuple[str, ...]
    looks: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the form's hierarchy.

    Attributes:
        rank: Depth, from 0.
        words: How it may be printed, the full word first.
    """

    rank: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """How headers name the parts of the year.

    Attributes:
        quarter: Words for a quarter (``TRIM``).
        annual: Words for the whole year.
        ordinals: Words for the number of a quarter (``1ER``), by period.
        phrases: Whole phrases for a quarter (``ENERO MARZO``), by period.
    """

    quarter: tuple[str, ...]
    annual: tuple[str, ...]
    ordinals: Mapping[Period, tuple[str, ...]]
    phrases: Mapping[Period, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CellWords:
    """What single cells may say.

    Attributes:
        frequencies: Words of a frequency column.
        no_figure: Marks that stand for "there is no figure".
        spreadsheet_errors: What a spreadsheet prints for a formula that fails.
        totals: First words of a row of totals.
        indicator_unit_labels, variable_unit_labels: Labels inside a cell that holds both units.
    """

    frequencies: tuple[str, ...] = ()
    no_figure: tuple[str, ...] = ()
    spreadsheet_errors: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    indicator_unit_labels: tuple[str, ...] = ()
    variable_unit_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of report.

    Attributes:
        name, title, version: What it is called.
        needs: A table is of this form when each of these lists names a column or measure that it has.
        columns: Its columns of text.
        measures: Header words of each measure.
        periods: Header words of each period.
        levels: Its hierarchy.
        cells: What single cells may say.
        number_format: How it prints figures unless a document says otherwise.
        arithmetic: Checks that hold on it, of ``ARITHMETIC``.
        facts, signatures: Words of the title block and of the signature block.
        regime: Conventions it takes for granted.
    """

    name: str
    title: str
    version: int
    needs: tuple[tuple[str, ...], ...]
    columns: tuple[ColumnWords, ...]
    measures: Mapping[Measure, tuple[str, ...]]
    periods: PeriodWords
    levels: tuple[Level, ...]
    cells: CellWords
    number_format: NumberFormat
    arithmetic: tuple[str, ...]
    facts: FactWords
    signatures: SignatureWords
    regime: GivenRegime = NOTHING_GIVEN

    def column(self, role: str) -> ColumnWords:
        """The words of a column; empty when the form has no such column."""
        return next((column for column in self.columns if column.role == role), ColumnWords(role, ()))


def parse_form(text: str, name: str) -> Form:
    """Read a form.

    Args:
        text: The TOML.
        name: What errors call it.

    Raises:
        FormError: The text is not TOML, or a key is missing or unknown.
    """
    try:
        raw = tomllib.loads(text)
        return _form(raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        fact = f"{error.__class__.__name__} {error}"
        raise FormError(f"{name}: {fact}. docs/forms.md lists the keys.") from error


def load_form(path: Path) -> Form:
    """Read a form from a file.

    Raises:
        FormError: The file does not describe a form.
        OSError: The file cannot be read.
    """
    return parse_form(path.read_text(encoding="utf-8"), path.name)


@lru_cache
def builtin_forms() -> tuple[Form, ...]:
    """The forms that come with the package, by file name."""
    folder = resources.files("normalize") / "forms"
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml") and not f.name.endswith(".readings.toml")),
        key=lambda f: f.name,
    )
    return tuple(parse_form(file.read_text(encoding="utf-8"), file.name) for file in files)


def _form(raw: dict[str, Any]) -> Form:
    form = Form(
        name=raw["name"],
        title=raw.get("title", raw["name"]),
        version=raw.get("version", 1),
        needs=tuple(_words(line) for line in raw["needs"]),
        columns=tuple(_column(role, words) for role, words in raw["columns"].items()),
        measures={Measure(name): _words(words) for name, words in raw["measures"].items()},
        periods=_periods(raw.get("periods", {}), raw.get("months", {})),
        levels=tuple(Level(level["rank"], _words(level["words"])) for level in raw.get("levels", ())),
        cells=CellWords(**{key: _words(words) for key, words in raw.get("cells", {}).items()}),
        number_format=FORMATS[raw.get("number_format", ES_MX.name)],
        arithmetic=_words(raw.get("arithmetic", ARITHMETIC)),
        facts=FactWords.from_table({key: _words(words) for key, words in raw.get("facts", {}).items()}),
        signatures=SignatureWords.from_table(
            {key: _words(words) for key, words in raw.get("signatures", {}).items()}
        ),
        regime=_regime(raw.get("regime", {})),
    )
    known = {*TEXT_ROLES, OTHER, *TABLE_MEASURES}
    strange = [name for line in form.needs for name in line if name not in known]
    strange += [name for name in form.arithmetic if name not in ARITHMETIC]
    strange += [measure for measure in form.measures if measure not in TABLE_MEASURES]
    if strange:
        raise FormError(f"unknown name {strange[0]!r}")
    return form


def _regime(given: dict[str, Any]) -> GivenRegime:
    for name, value in given.items():
        if value not in REGIME.get(name, ()):
            raise FormError(f"unknown regime {name} = {value!r}")
    return GivenRegime(**given)


def _column(role: str, words: dict[str, Any]) -> ColumnWords:
    looks = words.get("looks", "")
    if role not in (*TEXT_ROLES, OTHER) or looks not in ("", *LOOKS):
        raise FormError(f"unknown column {role!r} or look {looks!r}")
    return ColumnWords(role, _words(words["header"]), looks, _words(words.get("begins", ())))


def _periods(words: dict[str, Any], months: dict[str, Any]) -> PeriodWords:
    quarters = [Period.quarter(number) for number in (1, 2, 3, 4)]
    return PeriodWords(
        quarter=_words(words.get("quarter", ())),
        annual=_words(words.get("annual", ())),
        ordinals={quarter: _words(words.get(quarter, ())) for quarter in quarters},
        phrases={quarter: _words(months.get(quarter, ())) for quarter in quarters},
    )


def _words(words: object) -> tuple[str, ...]:
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise FormError(f"a list of words is wanted, not {words!r}")
    return tuple(words)
