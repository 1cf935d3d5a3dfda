"""A review in a real browser: by keyboard alone from the first doubt to the finished package, and what may go wrong."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from cuadre import pipeline
from cuadre.export.decisions_file import read_decisions
from cuadre.export.package import write_package
from cuadre.review.desk import PackageDesk
from cuadre.review.web.app import Settings, make_app
from cuadre.review.web.paper import Paper
from cuadre.review.web.phrases import PHRASES
from cuadre.review.web.serve import listen
from cuadre.together import together
from normalize.repair.catalogue import read_decisions as read_unit_decisions

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the extra 'dev'")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt install chromium")

ES = PHRASES["es"].texts
REPORT = Path(__file__).parents[2] / "samples" / "q1-report" / "source.pdf"
PERCENT = "Avance trimestral (%), trimestre 1"
PICTURES = os.environ.get("CUADRE_SCREENSHOTS", "")
"""Where to write the screenshots of ``docs/review.md``; nowhere when it is not set."""


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    sandbox = [] if getattr(os, "geteuid", lambda: 1)() else ["--no-sandbox"]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "out"
    write_package(folder, together([pipeline.convert(REPORT, name="informe.pdf")]))
    shutil.copy(REPORT, folder.parent / "informe.pdf")
    return folder


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made.parent / "informe.pdf", tmp_path)
    return Path(shutil.copytree(made, tmp_path / "out"))


@contextmanager
def command(package: Path) -> Iterator[str]:
    """Run ``cuadre review`` as a process of its own, give the address that it prints, and kill it."""
    running = subprocess.Popen(
        [sys.executable, "-m", "cuadre", "review", str(package), "--no-browser", "--by", "Ana", "--lang", "es"],
        cwd=package.parent, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert running.stdout is not None
    try:
        found = re.search(r"http://\S+", running.stdout.readline())
        assert found, "the command ended before it gave an address"
        yield found.group()
    finally:
        running.kill()
        running.communicate()


@contextmanager
def served(package: Path) -> Iterator[str]:
    """Serve a review from this process, which starts sooner."""
    listening = listen()
    desk = PackageDesk(package)
    paper = Paper({one: REPORT for one, name, _ in desk.documents() if name.endswith(".pdf")})
    app = make_app(desk, paper, listening.guard, Settings("Ana"))
    port = listening.bound.getsockname()[1]
    server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.bound.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield listening.address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        listening.bound.close()
        paper.close()


@pytest.fixture
def address(package: Path) -> Iterator[str]:
    with served(package) as found:
        yield found


@pytest.fixture
def page(browser: playwright.Browser, address: str) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="es-MX")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(address)
    ready(opened)
    yield opened
    context.close()


def settled(page: playwright.Page) -> int:
    return int(page.locator("progress").get_attribute("value") or 0)


def press(page: playwright.Page, key: str) -> None:
    """Strike a key that leads to another page, and wait for that page to take keys."""
    with page.expect_navigation():
        page.keyboard.press(key)
    ready(page)


def ready(page: playwright.Page) -> None:
    """Wait until the page takes decisions: a person takes longer to look at it."""
    page.wait_for_selector("body[data-ready]")


def shot(page: playwright.Page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES, f"{name}.png"), animations="disabled")


def test_by_keyboard_from_the_first_doubt_to_the_next_conversion(
    page: playwright.Page, address: str, package: Path, made: Path
) -> None:
    """Most readings are accepted as they are shown; the first figure that nobody proposed anything for is typed."""
    doubts = PackageDesk(package).doubts()
    struck, typed = 0, ""
    while page.url.partition("?")[0] != f"{address}finish":
        assert struck <= 2 * len(doubts), "a doubt takes more than two keys"
        before = settled(page)
        if not typed and page.locator("h1").inner_text() == PERCENT:
            shot(page, "review-doubt")
            typed = "7.25%"
            page.keyboard.press("e")
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(typed)
            struck += 3
        press(page, "Enter")
        struck += 1
        assert settled(page) > before
    assert typed
    press(page, "Enter")
    assert ES["written"] in page.locator("main").inner_text()

    values = {(one.field, one.value) for one in read_decisions(package)}
    assert ("progress_q1", typed) in values
    assert {one.decided_by for one in read_decisions(package)} == {"Ana"}
    later = package.parent / "later"
    write_package(later, together([pipeline.convert(REPORT, decisions=read_decisions(package))]))
    assert "7.25" in {line["progress_q1"] for line in lines_of(later / "indicators.csv")}
    assert "7.25" not in {line["progress_q1"] for line in lines_of(made / "indicators.csv")}


def test_reload_and_crash_lose_nothing(browser: playwright.Browser, package: Path) -> None:
    page = browser.new_page()
    with command(package) as address:
        page.goto(address)
        ready(page)
        press(page, "Enter")
        press(page, "Enter")
        shown, before = page.locator("h1").inner_text(), settled(page)
        page.reload()
        assert (page.locator("h1").inner_text(), settled(page)) == (shown, before)
        saved = read_decisions(package)
        assert len(saved) == 2
    # The process was killed. Another one goes on from what is on disk.
    with served(package) as address:
        page.goto(address)
        assert settled(page) == before
        ready(page)
        press(page, "Enter")
        assert settled(page) > before
    assert set(saved) < set(read_decisions(package))
    page.close()


def test_undo_brings_the_doubt_back_after_a_reload(page: playwright.Page, package: Path) -> None:
    first = page.locator("h1").inner_text()
    press(page, "Enter")
    assert len(read_decisions(package)) == 1
    page.reload()
    press(page, "u")
    assert page.locator("h1").inner_text() == first
    assert read_decisions(package) == ()


def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(page: playwright.Page, package: Path) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    press(page, "Enter")
    other.keyboard.press("e")
    other.keyboard.press("ControlOrMeta+A")
    other.keyboard.type("9.99")
    press(other, "Enter")
    told = other.get_by_role("alert")
    assert "cambiaron" in told.inner_text()
    assert told.get_by_role("link", name=ES["reload"]).is_visible()
    assert other.locator("#typed").input_value() == "9.99"
    assert len(read_decisions(package)) == 1


def test_a_key_that_is_held_or_struck_twice_decides_once(page: playwright.Page, package: Path) -> None:
    with page.expect_navigation():
        page.keyboard.down("Enter")
    for _ in range(5):
        page.keyboard.down("Enter")
        page.wait_for_timeout(60)
    page.keyboard.up("Enter")
    assert len(read_decisions(package)) == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert len(read_decisions(package)) == 2


def test_names_are_merged_or_kept_apart(page: playwright.Page, package: Path) -> None:
    page.keyboard.press("m")
    page.wait_for_url("**/names")
    ready(page)
    with page.expect_navigation():
        page.get_by_role("button", name=ES["apart"]).first.click()
    ready(page)
    playwright.expect(page.get_by_role("status")).to_have_text(ES["saved"])
    apart = [(one.name, one.canonical) for one in read_unit_decisions(package)]
    assert apart
    assert all(name == canonical for name, canonical in apart)
    press(page, "1")
    assert len({one.canonical for one in read_unit_decisions(package)}) == 1


def test_a_cell_of_the_page_leads_to_its_doubt(page: playwright.Page) -> None:
    page.keyboard.press("v")
    page.wait_for_url("**/pages/**")
    ready(page)
    shot(page, "review-page")
    doubted = page.locator("svg a:has(rect.doubted)").first
    name = doubted.get_attribute("aria-label") or ""
    doubted.focus()
    press(page, "Enter")
    assert name.startswith(page.locator("h1").inner_text())
    page.go_back()
    page.wait_for_url("**/pages/**")
    with page.expect_navigation():
        page.locator("svg a:has(rect.doubted)").first.click()
    assert name.startswith(page.locator("h1").inner_text())


LOOKS = """
() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const bent = (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const parts = rgb.slice(0, 3).map((c) => bent(c / 255));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *:not(svg):not(svg *)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const pair = [light(channels(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (contrast < 4.5) faint.push(`${element.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  const nameless = [...document.querySelectorAll("button, a[href], select, textarea, input:not([type=hidden])")]
    .filter((one) => !one.textContent.trim() && !one.ariaLabel && !one.labels?.length)
    .filter((one) => !one.getAttribute("aria-labelledby"))
    .map((one) => one.outerHTML.slice(0, 60));
  const { scrollWidth, clientWidth, lang } = document.documentElement;
  const mains = document.querySelectorAll("main").length;
  return { faint, nameless, wide: scrollWidth > clientWidth, lang, mains };
}
"""


def test_every_view_is_legible_named_and_as_wide_as_the_window(page: playwright.Page, address: str) -> None:
    """At twice the size, a window of 1280 by 720 has room for 640 by 360."""
    for view in ("", "pages", "names", "finish", "nowhere"):
        page.goto(f"{address}{view}")
        for width, height in ((1280, 720), (640, 360)):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(LOOKS)
            assert found == {"faint": [], "nameless": [], "wide": False, "lang": "es", "mains": 1}, (view, width)


def test_the_question_is_answered_without_scrolling_and_help_comes_into_view(page: playwright.Page) -> None:
    for place in (".crop svg", ".candidates button", "#typed"):
        playwright.expect(page.locator(place).first).to_be_in_viewport()
    page.keyboard.press("?")
    playwright.expect(page.locator("#keys dl")).to_be_in_viewport()


def test_without_script_a_review_goes_on(browser: playwright.Browser, address: str, package: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    with page.expect_navigation():
        page.locator(".candidates button").first.click()
    assert len(read_decisions(package)) == 1
    context.close()


def test_script_in_texts_and_names_stays_text(browser: playwright.Browser, made: Path, tmp_path: Path) -> None:
    """The package says whatever a document said; the page must not do what it says."""
    attack = """<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{{7*7}}"""
    package = Path(shutil.copytree(made, tmp_path / "out"))
    for name, columns in (
        ("indicators.csv", ("responsible_unit", "objective", "indicator_name", "justification")),
        ("documents.csv", ("file_name",)),
    ):
        rewrite(package / name, columns, attack)
    with served(package) as address:
        page = browser.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(address)
        urls = [page.url, *(f"{address.rstrip('/')}{path}" for path in ("/names", "/finish", "/pages"))]
        for url in urls:
            page.goto(url)
            page.wait_for_load_state()
            assert "owned" not in page.title().partition("onerror")[0]
            assert page.locator("img").count() == 0
            assert page.locator("script").count() == 1
            assert "49" not in page.locator("header").inner_text()
        page.close()


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rewrite(path: Path, columns: tuple[str, ...], text: str) -> None:
    lines = lines_of(path)
    for line in lines:
        assert set(columns) <= line.keys()
        line.update(dict.fromkeys(columns, text))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
