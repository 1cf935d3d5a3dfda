"""The report in a real browser: on a desk, on a telephone, on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from cuadre.report.pages import write_report
from cuadre.report.phrases import phrases_in

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: it is in the extra dev")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SHOWN = Path(__file__).parent.parent.parent / "docs" / "images" / "report.png"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(transcript: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = write_report(transcript, tmp_path_factory.mktemp("shown") / "report.html", phrases_in("es"))
    return path


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen_and_asks_for_nothing(browser: Any, report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.locator(".chart .wide" if width > 700 else ".chart .narrow")
    assert drawn.count() >= 4
    assert all(drawn.nth(at).is_visible() for at in range(drawn.count()))
    assert said == []
    page.close()


def test_the_data_of_a_chart_opens_by_keyboard(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.locator(".chart summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".chart table").first.is_visible()
    page.close()


def test_it_prints_on_paper_with_all_its_sections(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    for name in ("read", "progress", "trust", "issuer", "doubt", "repairs", "more_about"):
        assert phrases_in("es").say(name) in text
    assert "1 / " in text
    assert 3 <= len(printed) <= 12
    page.close()


def test_the_picture_of_the_documents(browser: Any, report: Path, request: pytest.FixtureRequest) -> None:
    """``--write-golden`` takes the picture that the documents show."""
    page = browser.new_page(viewport={"width": 1000, "height": 1500})
    page.goto(report.as_uri())
    page.locator(".chart").nth(0).scroll_into_view_if_needed()
    page.evaluate("window.scrollTo(0, 0)")
    picture = page.screenshot()
    assert picture.startswith(b"\x89PNG")
    if request.config.getoption("--write-golden"):
        SHOWN.write_bytes(picture)
    page.close()
