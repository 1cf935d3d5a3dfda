"""Known readings: data that is checked when it is loaded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuadre.evidence import Place
from normalize.form import FormError, builtin_forms
from normalize.model import Row, TextReading
from normalize.repair.known import KnownReading, apply_readings, parse_readings, readings_of, repair_known
from normalize.repair.model import Found, Setting

FORM = builtin_forms()[0]
ONE = '[[reading]]\nfield = "level"\nread = ["Acto", "A cto"]\nis = "Actividad"\nbecause = "sello"\nseen = "hoja 2"\n'


def row(who: str = "transcript", **texts: str) -> Row:
    blank = Row(
        number=1, place=Place(3), responsible_unit="", unit_canonical="", level="", level_rank=None, objective_code="",
        parent_code="", objective="", indicator_code="", indicator_name="", frequency="", indicator_unit="",
        variable_unit="", justification="", figures=(),
    )  # fmt: skip
    return replace(
        blank, readings=tuple(TextReading(field, Place(3), text, 0.9, who) for field, text in texts.items()), **texts
    )


def test_a_known_reading_is_applied_with_its_reason() -> None:
    readings = parse_readings(ONE, "x")
    assert readings == (KnownReading("level", ("Acto", "A cto"), "Actividad", "sello", "hoja 2"),)
    (repair,) = apply_readings([row(level="a  CTO")], readings).repairs
    assert (repair.before, repair.after, repair.witnesses) == ("a  CTO", "Actividad", ("sello", "hoja 2"))


@pytest.mark.parametrize("other", [row("pdf", level="Acto"), row(frequency="Acto"), row(level="Acto II")])
def test_other_texts_stay(other: Row) -> None:
    assert apply_readings([other], parse_readings(ONE, "x")) == Found()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ONE + ONE, "two readings match"), (ONE.replace("because", "why"), "keys"),
        (ONE.replace('"level"', '"objective_code"'), "column"), (ONE.replace('"sello"', '" "'), "does not say"),
        ("[[reading", "TOMLDecodeError"), (ONE.replace('["Acto", "A cto"]', "[]"), "column"),
        (ONE.replace('["Acto", "A cto"]', "7"), "TypeError"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_meant_are_refused(text: str, told: str) -> None:
    with pytest.raises(FormError, match=told):
        parse_readings(text, "x.readings.toml")


def test_every_reading_of_the_package_changes_the_text_it_was_seen_for() -> None:
    for known in readings_of(FORM.name):
        for text in known.read:
            (repair,) = repair_known([row(**{known.field: text})], Setting(form=FORM)).repairs
            assert repair.after == known.means
    assert readings_of(FORM.name)
    assert readings_of("no-such-form") == ()
