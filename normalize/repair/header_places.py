"""Which columns a label of the header is for, by what its words say and by what the columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from normalize.column_weights import Role
from normalize.form import OTHER, TEXT_ROLES, Form
from normalize.grid import HeaderText
from normalize.headers import SURE, HeaderWords, role_likeness, sharpen
from normalize.model import Measure, Period
from normalize.repair.header_blocks import Label
from normalize.text import fold

_FAINTLY = 0.3
_FIELDS = {"indicator": "indicator_name", "unit": "indicator_unit"}
"""Roles whose column of ``indicators.csv`` goes by another name."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a label name; a group without a column of its own names nothing.

    Attributes:
        role: A column of text.
        measure, period: Of a column of figures, or of several.
    """

    role: str | None = None
    measure: Measure | None = None
    period: Period | None = None

    def fits(self, role: Role | None) -> bool:
        """Whether a column with this role is one that the label may stand over."""
        if role is None or self == Meaning():
            return False
        if isinstance(role, str):
            return role == self.role
        said = (self.measure or role[0], self.period or role[1])
        return self.role is None and role == said


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its text and its columns.

    Attributes:
        label: Where it is printed.
        text: As voted.
        meaning: What it names.
        home: The columns it is for; empty where that cannot be told.
    """

    label: Label
    text: str
    meaning: Meaning
    home: tuple[int, ...]


def meaning_of(text: str, form: Form, words: HeaderWords) -> tuple[Meaning, Mapping[Measure, float]]:
    """Say what a label names, and how much it names each measure."""
    part = (HeaderText(text),)
    named = {column.role: role_likeness(part, column.header) for column in form.columns if column.role != OTHER}
    role = max(named, key=lambda one: named[one], default=None)
    period, rest = words.split_period(text)
    measures = words.measures(part)
    measure = max(measures, key=lambda one: measures[one], default=None)
    likely = measures[measure] if measure else 0.0
    if role and named[role] >= max(sharpen(SURE), likely):
        return Meaning(role=role), {}
    if measure and likely >= sharpen(SURE):
        return Meaning(measure=measure, period=period), measures
    return (Meaning(period=period) if period and not rest else Meaning()), {}


def placed_labels(
    labels: Sequence[Label], texts: Sequence[str], roles: Sequence[Role | None], form: Form
) -> tuple[Placed, ...]:
    """Give each label its columns.

    Args:
        labels: Of the header.
        texts: As voted, one for each.
        roles: Of the columns.
        form: Whose words name them.
    """
    meanings = _meanings(texts, roles, form)
    homes: dict[int, tuple[int, ...]] = {}
    groups: dict[tuple[Meaning, str], list[int]] = {}
    for number, meaning in enumerate(meanings):
        # "Avance" and "Cumplimiento" may name one measure twice, on two lines: only equal texts take turns there.
        said = "" if meaning == Meaning(period=meaning.period) else fold(texts[number])
        groups.setdefault((meaning, said), []).append(number)
    for (meaning, _), numbers in groups.items():
        homes |= _homes(meaning, {number: labels[number] for number in numbers}, roles)
    for number, label in enumerate(labels):
        if number not in homes and _is_group(meanings[number], roles):
            homes[number] = _reach(label, [one for one in labels if one is not label], roles)
    return tuple(
        Placed(label, text, meaning, homes.get(number, ()))
        for number, (label, text, meaning) in enumerate(zip(labels, texts, meanings, strict=True))
    )


def _meanings(texts: Sequence[str], roles: Sequence[Role | None], form: Form) -> list[Meaning]:
    """What each label names; of two that name one measure, the less like it names another that stands in the table."""
    words = HeaderWords(form)
    said = {text: meaning_of(text, form, words) for text in texts}
    measures = {role[0] for role in roles if role is not None and not isinstance(role, str)}
    offers = sorted(
        (-likely, text, measure)
        for text, (_, likelihoods) in said.items()
        for measure, likely in likelihoods.items()
        if measure in measures and likely >= _FAINTLY
    )
    given: dict[str, Measure] = {}
    for _, text, measure in offers:
        # Interleaved periods name a measure again and again; then the texts differ in the period alone.
        if text not in given and (measure not in given.values() or said[text][0].period):
            given[text] = measure
    return [replace(said[text][0], measure=given[text]) if text in given else said[text][0] for text in texts]


def _homes(
    meaning: Meaning, labels: Mapping[int, Label], roles: Sequence[Role | None]
) -> dict[int, tuple[int, ...]]:
    """Columns of labels with one text, which take turns from left to right."""
    columns = [column for column, role in enumerate(roles) if meaning.fits(role)]
    numbers = sorted(labels, key=lambda number: (labels[number].column, number))
    if meaning.role and len(numbers) > len(columns):
        # A group goes by the name of one of its columns: the lower of the two is the column's.
        low = sorted(numbers, key=lambda number: -labels[number].row)[: len(columns)]
        numbers = [number for number in numbers if number in low]
    together = [tuple(run) for run in _runs(columns)]
    if len(numbers) == len(together):
        return dict(zip(numbers, together, strict=True))
    if len(numbers) == len(columns):
        return {number: (column,) for number, column in zip(numbers, columns, strict=True)}
    return {}


def _is_group(meaning: Meaning, roles: Sequence[Role | None]) -> bool:
    """Whether a label without a column of its own stands over others: it names nothing, or what one of them is."""
    return meaning == Meaning() or (meaning.role is not None and meaning.role in roles)


def _runs(columns: Sequence[int]) -> list[list[int]]:
    """Columns that touch."""
    parts = groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0])
    return [[column for _, column in part] for _, part in parts]


def _reach(label: Label, others: Sequence[Label], roles: Sequence[Role | None]) -> tuple[int, ...]:
    """The columns under a group that names none: those of one kind, up to the next such group."""
    start = label.column
    if start >= len(roles) or roles[start] is None:
        return ()
    end = start + label.span if label.span > 1 else len(roles)
    reached = []
    for column in range(start, min(end, len(roles))):
        role = roles[column]
        if role is not None and isinstance(role, str) != isinstance(roles[start], str):
            break
        if label.span == 1 and any(other.column == column > start and other.row <= label.row for other in others):
            break
        reached.append(column)
    return tuple(reached)


def path_of(column: int, placed: Sequence[Placed]) -> tuple[str, ...]:
    """The labels over a column, the widest first."""
    over = [one for one in placed if column in one.home]
    # A period is narrower than a measure, whichever is printed higher.
    ranked = sorted(over, key=lambda one: (-len(one.home), one.label.row))
    return tuple(one.text for one in ranked)


def field_of(role: Role | None) -> str:
    """The column of ``indicators.csv`` that a role fills; ``header`` for a column that fills none."""
    if role is None:
        return "header"
    if isinstance(role, str):
        return _FIELDS.get(role, role) if role in TEXT_ROLES else "header"
    return f"{role[0]}_{role[1]}"
