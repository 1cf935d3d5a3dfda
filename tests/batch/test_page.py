"""The page of the night: what happened, what failed and why, what to look at; hostile names stay text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cuadre.batch.inbox import Stamp
from cuadre.batch.journal import Basis, Entry, Journal
from cuadre.batch.listener import Night, Plan
from cuadre.batch.model import Outcome
from cuadre.batch.page import MorningPage
from cuadre.batch.page_words import WORDS

ATTACK = 'x"><script>alert(1)</script>\udcff.pdf'


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path)) as opened:
        yield opened


def entry(name: str, outcome: Outcome, **more: object) -> Entry:
    return Entry(name, name, pending=False, stamp=Stamp(1, 1, 1), basis=Basis("0" * 64), outcome=outcome, **more)  # type: ignore[arg-type]


def page(journal: Journal, outdir: Path, language: str = "es", nights: int = 3) -> str:
    for number in range(nights):
        run = journal.begin_run(1_700_000_000.0 + 86_400 * number, "host", "0.1.0")
        figures = {"converted": 4 * number, "refused": number % 2}
        journal.end_run(run, 60.0, ended="done", figures=figures, troubles=())
    plan = Plan(nights, Path("/inbox"), outdir, 7, 2, 5, 1, 0, {ATTACK: "no permission"})
    outcomes = {Outcome.CONVERTED: 4, Outcome.REFUSED: 1}
    night = Night(plan, 61.0, outcomes=outcomes, unchanged=2, pages=20, newly_failed=1)
    MorningPage(language, lambda one: (one.fact, one.next_step)).finished(night, journal)
    return (outdir / "index.html").read_text(encoding="utf-8")


def test_it_tells_the_night_what_failed_and_what_to_look_at(journal: Journal, tmp_path: Path) -> None:
    journal.write(entry("2026/a b.pdf", Outcome.CONVERTED, counts={"look": 3, "rows": 20, "figures": 160}))
    journal.write(entry("bad.pdf", Outcome.REFUSED, fact="the file is empty", next_step="Copy it again."))
    text = page(journal, tmp_path)
    assert "7 documentos en /inbox" in text
    assert '<a href="./2026/a%20b.pdf/">2026/a b.pdf</a>' in text
    assert f"cuadre review &#39;{tmp_path}/2026/a b.pdf&#39; --originals /inbox" in text
    assert "the file is empty" in text
    assert "Copy it again." in text
    assert text.count('<rect class="done"') == 3
    heights = [float(one) for one in re.findall(r'<rect class="done"[^>]*height="([\d.]+)"', text)]
    assert heights == sorted(heights)
    assert heights[-1] == 90.0


def test_a_package_that_was_removed_is_not_to_be_looked_at(journal: Journal, tmp_path: Path) -> None:
    counts = {"look": 3, "rows": 20, "figures": 160}
    journal.write(entry("a.pdf", Outcome.CONVERTED, counts=counts, gone=True))
    assert "./a.pdf/" not in page(journal, tmp_path)
    (tmp_path / "a.pdf").mkdir()
    assert "./a.pdf/" in page(journal, tmp_path)


def test_names_never_become_markup(journal: Journal, tmp_path: Path) -> None:
    journal.write(entry(ATTACK, Outcome.CRASHED, fact=ATTACK, next_step=ATTACK))
    journal.write(entry("2" + ATTACK, Outcome.CONVERTED, counts={"look": 1, "rows": 1, "figures": 1}))
    text = page(journal, tmp_path)
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(text)
    assert "script" not in tags
    assert "http" not in text.replace("http-equiv", "")


def test_long_lists_are_cut_and_counted(journal: Journal, tmp_path: Path) -> None:
    for number in range(203):
        journal.write(entry(f"{number:03}.pdf", Outcome.REFUSED, fact="f", next_step="n"))
    text = page(journal, tmp_path, "en")
    assert "199.pdf" in text
    assert "200.pdf" not in text
    assert "and 3 more, in the journal cuadre.sqlite" in text


def test_a_first_night_without_anything(journal: Journal, tmp_path: Path) -> None:
    assert WORDS["es"]["none"] in page(journal, tmp_path, nights=1)


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["es"].keys() == WORDS["en"].keys()
    for name, text in WORDS["es"].items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", WORDS["en"][name])), name
