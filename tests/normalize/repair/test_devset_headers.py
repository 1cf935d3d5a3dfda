"""Headers of the development set's transcriptions, where it is at hand: each noise that was put in is repaired."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cuadre.evidence import ES_MX, Repair
from extract.read import read_document
from normalize.facts import read_facts
from normalize.form import builtin_forms
from normalize.repair.headers import repair_headers
from normalize.repair.model import Setting
from normalize.repair.titles import repair_titles
from normalize.rows import _header_texts, _words_of
from normalize.sheets import recognize

DEVSET = Path(__file__).parents[4] / "shared" / "devset"
NAMES = ("T1a", "T1b")
MOVED = {"shift_left", "sink_meta"}

pytestmark = pytest.mark.skipif(not DEVSET.is_dir(), reason="the development set is not here")


def repairs_of(name: str) -> tuple[Repair, ...]:
    reading, form = read_document(DEVSET / "in" / f"{name}.txt"), builtin_forms()[0]
    facts, _ = read_facts(reading.pages, _header_texts(reading), form.facts)
    known = recognize(reading, [form], ES_MX, facts.quarter)
    headers = repair_headers(reading, known, facts, Setting(form=form, words=_words_of(reading)))
    return (*headers.repairs, *repair_titles(reading.pages, facts, form.facts)[1].repairs)


def noise_of(name: str) -> list[dict[str, Any]]:
    document = json.loads((DEVSET / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    return document["header_noise"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", NAMES)
def test_each_word_is_repaired_and_nothing_else(name: str) -> None:
    words = [noise for noise in noise_of(name) if noise["kind"] in {"header_word", "title"}]
    repairs = [repair for repair in repairs_of(name) if repair.rule != "header-shift"]

    def mends(repair: Repair, noise: dict[str, Any]) -> bool:
        same = repair.page == noise["page"] and noise["transcribed"] in repair.before
        return same and noise["clean"] in repair.after

    assert [noise for noise in words if not any(mends(repair, noise) for repair in repairs)] == []
    assert [repair for repair in repairs if not any(mends(repair, noise) for noise in words)] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_page_that_slipped_is_known(name: str) -> None:
    moved = [noise["page"] for noise in noise_of(name) if noise["transcribed"] in MOVED]
    assert [repair.page for repair in repairs_of(name) if repair.rule == "header-shift"] == moved
