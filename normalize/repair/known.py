"""Known readings: misreadings of a form that persons have looked into, kept as data beside the form.

``normalize/forms/<form>.readings.toml`` holds ``[[reading]]`` tables with ``field`` (a column of ``indicators.csv``),
``read`` (the whole text or a list of them), ``is``, ``because`` and ``seen``. Only what any document of the form may
show belongs there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from cuadre.evidence import Repair
from normalize.form import FormError
from normalize.model import Row
from normalize.repair.model import Found, Setting

KNOWN_READING = "known-reading"
"""Name of the step."""

FIELDS = (
    "responsible_unit", "level", "objective", "indicator_name", "frequency", "indicator_unit", "variable_unit",
)  # fmt: skip
"""Columns that a known reading may be about; codes are no matter of words."""

_KEYS = {"field", "read", "is", "because", "seen"}


@dataclass(frozen=True, slots=True)
class KnownReading:
    """A text that is known to stand for another.

    Attributes:
        field: Column of ``indicators.csv``.
        read: Whole texts as they were read; case and spaces do not count.
        means: What is printed.
        because: Why that is sure.
        seen: Where it was seen.
    """

    field: str
    read: tuple[str, ...]
    means: str
    because: str
    seen: str

    def matches(self, field: str, text: str) -> bool:
        """Whether a text of a column is one of these."""
        return field == self.field and _bare(text) in map(_bare, self.read)


def repair_known(rows: Sequence[Row], setting: Setting) -> Found:
    """Put right the texts that are known misreadings. What a digital page prints is left alone.

    Raises:
        FormError: The form's file of known readings does not say what it must.
    """
    return apply_readings(rows, readings_of(setting.form.name))


def apply_readings(rows: Sequence[Row], readings: Sequence[KnownReading]) -> Found:
    """Put right the texts that these readings know."""
    return Found(tuple(
        Repair(
            page=row.place.page, row=row.number, field=known.field, before=text, after=known.means, rule=KNOWN_READING,
            witnesses=(known.because, known.seen), confidence=0.99,
        )
        for row, known, text in _matches(rows, readings)
    ))  # fmt: skip


@lru_cache(maxsize=16)
def readings_of(form: str) -> tuple[KnownReading, ...]:
    """The known readings that come with a form of the package; none when it has no such file.

    Raises:
        FormError: The file does not say what it must.
    """
    file = resources.files("normalize") / "forms" / f"{form}.readings.toml"
    return parse_readings(file.read_text(encoding="utf-8"), file.name) if file.is_file() else ()


def parse_readings(text: str, name: str) -> tuple[KnownReading, ...]:
    """Read a file of known readings.

    Args:
        text: The TOML.
        name: What errors call it.

    Raises:
        FormError: A key is missing or unknown, a column is none, or two readings match one text.
    """
    try:
        readings = tuple(_reading(table) for table in tomllib.loads(text).get("reading", ()))
        _tell_apart(readings)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise FormError(f"{name}: {error.__class__.__name__} {error}.") from error
    return readings


def _reading(table: Mapping[str, Any]) -> KnownReading:
    if set(table) != _KEYS:
        raise FormError(f"a reading has the keys {sorted(_KEYS)}, not {sorted(table)}")
    read = table["read"]
    texts = (read,) if isinstance(read, str) else tuple(read)
    if table["field"] not in FIELDS or not texts or not all(map(_bare, texts)):
        raise FormError(f"no reading of a column: {table['field']!r}, {read!r}")
    if not all(table[key].strip() for key in ("is", "because", "seen")):
        raise FormError(f"the reading {texts[0]!r} does not say what it is, why, or where it was seen")
    return KnownReading(table["field"], texts, table["is"], table["because"], table["seen"])


def _tell_apart(readings: Sequence[KnownReading]) -> None:
    """Refuse two readings that match one text."""
    owners: set[tuple[str, str]] = set()
    for known in readings:
        for text in known.read:
            key = (known.field, _bare(text))
            if key in owners:
                raise FormError(f"two readings match {text!r} in {known.field}")
            owners.add(key)


def _matches(rows: Sequence[Row], readings: Sequence[KnownReading]) -> Iterator[tuple[Row, KnownReading, str]]:
    for row in rows:
        for known in readings:
            reading, text = row.reading(known.field), getattr(row, known.field)
            if reading is not None and not reading.certain and text != known.means and known.matches(known.field, text):
                yield row, known, text


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())
