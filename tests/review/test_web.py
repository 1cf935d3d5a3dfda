"""The review page without a browser: what it shows, saves and refuses."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from visiting import PORT, Visitor, visitor_of

from cuadre.decisions import DECISIONS_FILE
from cuadre.review.web.guard import Guard
from cuadre.review.web.phrases import EN, ES


def decisions(package: Path) -> list[dict[str, str]]:
    path = package / DECISIONS_FILE
    return list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []


def test_the_start_is_the_weightiest_doubt(visitor: Visitor) -> None:
    answer = visitor.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/doubt/0"
    page = visitor.get("/doubt/0").text
    first = visitor.desk.doubts()[0]
    assert first.cell.title in page
    assert first.candidates[0].text in page
    assert f"0 de {len(visitor.desk.doubts())} resueltas" in page


def test_every_doubt_page_and_picture_is_there(visitor: Visitor) -> None:
    for number, doubt in enumerate(visitor.desk.doubts()):
        assert visitor.get(f"/doubt/{number}").status_code == 200
        if doubt.document.endswith(".pdf"):
            answer = visitor.get(f"/picture/doubt/{number}.png")
            assert (answer.status_code, answer.data[:4]) == (200, b"\x89PNG")
    assert visitor.get("/picture/page/0/1.png").data.startswith(b"\x89PNG")
    page = visitor.get("/page/0/1").text
    assert len(re.findall(r"<rect", page)) > 50


def test_a_decision_is_on_disk_and_the_next_doubt_comes(visitor: Visitor) -> None:
    answer = visitor.post("/doubt/0", **visitor.form("/doubt/0"), choice="as-read")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/doubt/1")
    assert [(line["decision"], line["decided_by"]) for line in decisions(visitor.package)] == [("as-read", "Ana")]
    assert "Decidido: dice lo leído, por Ana" in visitor.get("/doubt/0").text


def test_undo_takes_it_back_and_shows_it(visitor: Visitor) -> None:
    visitor.post("/doubt/0", **visitor.form("/doubt/0"), choice="blank")
    answer = visitor.post("/undo", **visitor.form("/doubt/1"))
    assert answer.headers["Location"] == "/doubt/0?note=undone"
    assert decisions(visitor.package) == []
    assert "nothing_to_undo" in visitor.post("/undo", **visitor.form("/doubt/1")).headers["Location"]


def test_what_is_no_figure_is_refused_and_kept_in_the_field(visitor: Visitor) -> None:
    number = next(at for at, doubt in enumerate(visitor.desk.doubts()) if doubt.cell.status)
    answer = visitor.post(f"/doubt/{number}", **visitor.form(f"/doubt/{number}"), choice="value", value="doce <b>")
    assert answer.status_code == 409
    assert 'value="doce &lt;b&gt;"' in answer.text
    assert "no es una cifra" in answer.text
    assert decisions(visitor.package) == []


def test_a_second_tab_with_an_old_state_is_refused(visitor: Visitor) -> None:
    old = visitor.form("/doubt/1")
    visitor.post("/doubt/0", **visitor.form("/doubt/0"), choice="as-read")
    answer = visitor.post("/doubt/1", **old, choice="as-read")
    assert answer.status_code == 409
    assert ES.texts["reload"] in answer.text
    assert len(decisions(visitor.package)) == 1


def test_finishing_writes_what_was_decided(visitor: Visitor) -> None:
    for number in range(len(visitor.desk.doubts())):
        visitor.post(f"/doubt/{number}", **visitor.form(f"/doubt/{number}"), choice="as-read")
    answer = visitor.post("/finish", **visitor.form("/finish"))
    assert answer.status_code == 200
    left = visitor.desk.progress()
    assert left.settled >= len(decisions(visitor.package))
    with (visitor.package / "repairs.csv").open(encoding="utf-8") as stream:
        assert "Ana" in {line["decided_by"] for line in csv.DictReader(stream)}


def test_any_cell_of_a_page_can_be_decided(visitor: Visitor) -> None:
    document = visitor.desk.documents()[0][0]
    row, cell = next((row, one) for row, one in visitor.desk.pages(document)[0].cells if one.status and not one.doubted)
    place = f"/cell/0/1/{row}/{cell.field}"
    assert visitor.get(place).status_code == 200
    assert visitor.post(place, **visitor.form(place), choice="as-read").headers["Location"] == "/page/0/1"
    assert len(decisions(visitor.package)) == 1


def test_names_can_be_merged_or_kept_apart(visitor: Visitor) -> None:
    assert visitor.get("/names").status_code == 200
    form = visitor.form("/finish")
    assert visitor.post("/names", **form, raw="Una", canonical="Otra").status_code == 302
    assert "Una,Otra" in (visitor.package / "unit-decisions.csv").read_text(encoding="utf-8")


def test_read_only_takes_nothing(package: Path) -> None:
    visitor = visitor_of(package, read_only=True)
    page = visitor.get("/doubt/0").text
    assert '<form method="post"' not in page
    assert visitor.post("/doubt/0", choice="as-read", csrf=csrf(visitor), stamp="x").status_code == 403
    assert decisions(package) == []


def csrf(visitor: Visitor) -> str:
    """What a form of a page that is not read-only would bring."""
    rules = visitor.client.application.before_request_funcs[None]
    return str(rules[0].__self__.csrf)  # type: ignore[attr-defined]


def test_without_the_original_it_says_where_it_looked(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visiting.originals_of", lambda *_: {})
    page = visitor_of(package).get("/doubt/0").text
    assert "Se buscó en: samples" in page


# Who may come.


@pytest.mark.parametrize("host", ["evil.example:8123", "127.0.0.1:80", "localhost", "127.0.0.1.evil.example:8123"])
def test_another_host_is_refused(visitor: Visitor, host: str) -> None:
    visitor.host = host
    assert visitor.get("/doubt/0").status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_a_form_of_another_origin_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    form = visitor.form("/doubt/0")
    assert visitor.post("/doubt/0", headers, **form, choice="as-read").status_code == 403
    assert decisions(visitor.package) == []


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_our_token_is_refused(visitor: Visitor, token: str) -> None:
    form = visitor.form("/doubt/0") | {"csrf": token}
    assert visitor.post("/doubt/0", **form, choice="as-read").status_code == 403


def test_others_need_the_token_of_the_address(package: Path) -> None:
    visitor = visitor_of(package, guard=Guard(PORT, "10.0.0.7", "secret"))
    visitor.host = f"10.0.0.7:{PORT}"
    assert visitor.get("/doubt/0").status_code == 403
    assert visitor.get("/doubt/0?token=guess").status_code == 403
    brought = visitor.get("/doubt/0?token=secret")
    assert (brought.status_code, brought.headers["Location"]) == (302, "/doubt/0")
    assert "HttpOnly" in brought.headers["Set-Cookie"]
    assert "SameSite=Strict" in brought.headers["Set-Cookie"]
    assert visitor.get("/doubt/0").status_code == 200


def test_every_answer_forbids_what_we_do_not_need(visitor: Visitor) -> None:
    for path in ("/doubt/0", "/page/0/1", "/static/review.js", "/nowhere", "/picture/page/0/1.png"):
        headers = visitor.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; img-src 'self';")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/page/0/..%2f..%2fetc%2fpasswd", "/picture/page/0/../../x.png",
        "/cell/0/1/1/../../../etc/passwd", "/cell/0/1/1/%2e%2e%2fdecisions.csv", "/page/9/1", "/page/0/999",
        "/doubt/9999", "/cell/0/1/999/level", "/picture/doubt/9999.png", "/doubt/-1",
    ],
)  # fmt: skip
def test_nothing_but_what_is_known_is_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_other_methods_and_large_forms_are_refused(visitor: Visitor) -> None:
    assert visitor.client.put("/doubt/0", headers={"Host": visitor.host}).status_code == 405
    form = visitor.form("/doubt/0")
    assert visitor.post("/doubt/0", **form, choice="value", value="9" * 100_000).status_code == 413
    assert visitor.post("/doubt/0", **form, choice="whatever").status_code == 400


def test_script_in_texts_names_and_titles_is_text(package: Path) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    quoted = attack.replace('"', '""')
    indicators = (package / "indicators.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    documents = (package / "documents.csv").read_text(encoding="utf-8")
    (package / "documents.csv").write_text(documents.replace("source.pdf", f'"{quoted}.pdf"', 1), encoding="utf-8")
    units = {line.split(",")[3] for line in indicators[1:8] if line.count(",") > 30}
    text = "".join(indicators)
    for unit in units:
        text = text.replace(f",{unit},", f',"{quoted}",')
    (package / "indicators.csv").write_text(text, encoding="utf-8")
    visitor = visitor_of(package)
    pages = ["/doubt/0", "/page/0/1", "/names", "/finish", *(f"/doubt/{n}" for n in range(len(visitor.desk.doubts())))]
    seen = "".join(visitor.get(path).text for path in pages)
    assert "&lt;script&gt;alert(1)" in seen
    assert "<script>alert" not in seen
    assert "<img" not in seen


def test_both_languages_say_the_same_things() -> None:
    assert ES.texts.keys() == EN.texts.keys()
    assert ES.statuses.keys() == EN.statuses.keys()
    for name, text in ES.texts.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", EN.texts[name])), name
