"""The review page without a browser: what it shows, what it saves, and what it refuses."""

from __future__ import annotations

import csv
import re
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cuadre import pipeline
from cuadre.cli import main
from cuadre.decisions import Choice
from cuadre.evidence import DecisionsError
from cuadre.export.decisions_file import read_decisions
from cuadre.export.package import write_package
from cuadre.review.desk import PackageDesk
from cuadre.review.model import Doubt, NameGroup, Where
from cuadre.review.web.app import MOST_BYTES, Settings, make_app
from cuadre.review.web.guard import Guard
from cuadre.review.web.paper import Paper
from cuadre.review.web.phrases import PHRASES
from cuadre.review.web.serve import listen
from cuadre.review.web.shapes import Position
from cuadre.together import together
from normalize.repair.catalogue import read_decisions as read_unit_decisions

SAMPLES = Path(__file__).parents[2] / "samples"
REPORT, TRANSCRIPT = SAMPLES / "q1-report" / "source.pdf", SAMPLES / "transcript" / "source.txt"
PORT = 8123
ES = PHRASES["es"].texts


@dataclass
class Visitor:
    """Somebody with a browser that does only what it is told."""

    client: FlaskClient
    desk: PackageDesk
    guard: Guard
    package: Path
    host: str = f"127.0.0.1:{PORT}"

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Host": self.host} | headers)

    def form(self, where: Where | None = None) -> dict[str, str]:
        """What a form on a page that is shown now brings along."""
        place = {} if where is None else {
            "document_id": where.document_id, "page": str(where.page), "row": str(where.row), "field": where.field,
        }  # fmt: skip
        return place | {"csrf": self.guard.csrf, "stamp": self.desk.stamp}

    def post(self, path: str, data: dict[str, str | list[str]] | dict[str, str], **headers: str) -> TestResponse:
        return self.client.post(path, data=data, headers={"Host": self.host} | headers)

    def say(self, where: Where, choice: str, value: str = "") -> TestResponse:
        return self.post("/decide", self.form(where) | {"choice": choice, "value": value})

    @property
    def decided(self) -> Sequence[tuple[str, str, str]]:
        return [(one.field, one.choice.value, one.value) for one in read_decisions(self.package)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "out"
    write_package(folder, together([pipeline.convert(REPORT), pipeline.convert(TRANSCRIPT)]))
    return folder


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "out"))


def visit(package: Path, guard: Guard | None = None, *, read_only: bool = False, paper: bool = True) -> Visitor:
    desk, guard = PackageDesk(package), guard or Guard(PORT)
    pictures = Paper({one: REPORT for one, name, _ in desk.documents() if name.endswith(".pdf")} if paper else {})
    app = make_app(desk, pictures, guard, Settings("Ana", "es", read_only, ("/archivo",)))
    return Visitor(app.test_client(), desk, guard, package)


@pytest.fixture
def visitor(package: Path) -> Visitor:
    return visit(package)


@pytest.fixture(scope="module")
def opened(made: Path) -> Visitor:
    return visit(made)


@pytest.fixture
def still(opened: Visitor) -> Visitor:
    """Of a package that nothing may change: what is refused, and what is only shown."""
    return replace(opened)


def cell(where: Where) -> str:
    return f"/cell/{where.document_id}/{where.row}/{where.field}"


def on_paper(visitor: Visitor) -> Doubt:
    return next(doubt for doubt in visitor.desk.doubts() if doubt.cell.box is not None and doubt.cell.status)


# What it shows.


def test_the_start_is_the_weightiest_open_doubt(visitor: Visitor) -> None:
    doubts = visitor.desk.doubts()
    assert visitor.get("/").location == cell(doubts[0].where)
    visitor.say(doubts[0].where, "as-read")
    assert visitor.get("/").location == cell(doubts[1].where)


def test_a_doubt_shows_reading_argument_candidates_and_row(still: Visitor) -> None:
    found = on_paper(still)
    page = still.get(cell(found.where)).text
    assert re.search(rf"Duda \d+ de {len(still.desk.doubts())}", page)
    assert f"0 de {len(still.desk.doubts())} resueltas" in page
    assert all(f'value="{one.text}"' in page for one in found.candidates)
    assert found.argument[0] in page
    assert all(one.title in page for one in found.row)
    assert "no cuadra" in page
    assert page.count("autofocus") == 1


def test_pictures_of_every_doubt_on_paper_and_of_pages(still: Visitor) -> None:
    for doubt in still.desk.doubts():
        crop = still.get(cell(doubt.where).replace("/cell/", "/crop/") + ".png")
        if doubt.document.endswith(".pdf"):
            assert (crop.mimetype, crop.data[:4]) == ("image/png", b"\x89PNG")
        else:
            assert crop.status_code == 404
    document_id = still.desk.documents()[0][0]
    assert still.get(f"/picture/{document_id}/1.png").data.startswith(b"\x89PNG")
    assert still.get(f"/picture/{document_id}/9.png").status_code == 404


def test_the_crop_shows_the_cell_and_the_wide_one_the_page(still: Visitor) -> None:
    found = on_paper(still)
    paper = Paper({found.where.document_id: REPORT})
    near, wide = paper.window(found), paper.window(found, wide=True)
    assert near is not None
    assert wide is not None
    assert near.outline == wide.outline == found.cell.box
    assert near.box[0] < near.outline[0] < near.outline[2] < near.box[2]
    assert (wide.box[0], wide.box[2]) == (0, paper.size(found.where.document_id, near.page)[0])
    text = next(one for one in found.row if one.field == "level")
    row = paper.window(replace(found, cell=text))
    assert row is not None
    assert row.whole_row
    paper.close()


def test_without_original_it_says_where_it_looked_and_goes_on(package: Path) -> None:
    visitor = visit(package, paper=False)
    found = on_paper(visitor)
    page = visitor.get(cell(found.where)).text
    assert "/archivo" in page
    assert f"<mark>{found.cell.as_read}</mark>" in page
    assert visitor.say(found.where, "as-read").status_code == 303


def test_a_page_shows_every_figure_of_it(still: Visitor) -> None:
    document_id = still.desk.documents()[0][0]
    page = still.get(f"/pages/{document_id}/1").text
    figures = [one for _, one in still.desk.pages(document_id)[0].cells if one.box and one.status]
    assert len(figures) > 50
    assert page.count('<rect class="o-') >= len(figures)
    assert still.get("/pages?page=99999").location == f"/pages/{document_id}/3"
    assert still.get("/pages?document=nothing").status_code == 404


def test_position_wraps_to_what_was_skipped(still: Visitor) -> None:
    doubts = still.desk.doubts()
    last = Position.of(doubts, doubts[-1].where)
    assert (last.number, last.next, last.open) == (len(doubts), None, doubts[0].where)
    assert Position.of(doubts[:1], doubts[0].where).open is None
    assert Position.of(doubts, None).open == doubts[0].where


# What it saves.


def test_a_decision_is_on_disk_before_the_next_doubt(visitor: Visitor) -> None:
    first, second = visitor.desk.doubts()[:2]
    answer = visitor.say(first.where, "blank")
    assert (answer.status_code, answer.location) == (303, f"{cell(second.where)}?did=saved")
    assert visitor.decided == [(first.where.field, "blank", "")]
    assert "Ana decidió: está en blanco" in visitor.get(cell(first.where)).text


def test_a_candidate_typed_and_unreadable(visitor: Visitor) -> None:
    found = on_paper(visitor)
    visitor.say(found.where, "value", "7.25%")
    assert visitor.decided == [(found.where.field, "value", "7.25%")]
    visitor.say(found.where, "unreadable")
    assert visitor.decided == [(found.where.field, "unreadable", "")]
    visitor.say(found.where, "value", found.cell.as_read)
    assert visitor.decided == [(found.where.field, "as-read", "")]


def test_undo_goes_back_to_where_it_was(visitor: Visitor) -> None:
    first, second = visitor.desk.doubts()[:2]
    visitor.say(first.where, "blank")
    assert visitor.post("/undo", visitor.form(second.where)).location == f"{cell(first.where)}?did=undone"
    assert visitor.decided == []
    again = visitor.post("/undo", visitor.form(second.where))
    assert again.location == f"{cell(second.where)}?did=nothing_to_undo"
    assert visitor.post("/undo", visitor.form()).location == "/finish?did=nothing_to_undo"


def test_what_is_no_figure_is_refused_and_stays_in_the_field(still: Visitor) -> None:
    answer = still.say(on_paper(still).where, "value", "doce <b>")
    assert answer.status_code == 422
    assert 'value="doce &lt;b&gt;"' in answer.text
    assert "no es una cifra" in answer.text
    # Enter by reflex must not accept another reading than the one that was refused.
    assert not re.search(r'data-keys="[^"]*Enter', answer.text)
    assert still.decided == []


def test_a_save_on_an_old_state_is_refused_and_nothing_is_lost(visitor: Visitor) -> None:
    first, found = visitor.desk.doubts()[0], on_paper(visitor)
    old = visitor.form(found.where)
    visitor.say(first.where, "blank")
    answer = visitor.post("/decide", old | {"choice": "value", "value": "9.99%"})
    assert answer.status_code == 409
    assert 'value="9.99%"' in answer.text
    assert ES["reload"] in answer.text
    assert cell(found.where) in answer.text
    assert len(visitor.decided) == 1
    assert visitor.post("/undo", visitor.form() | {"stamp": "x"}).status_code == 409
    assert visitor.post("/finish", visitor.form() | {"stamp": "x"}).status_code == 409


def test_the_last_decision_leads_to_the_end_and_the_end_writes(visitor: Visitor) -> None:
    for _ in range(60):
        target = visitor.get("/").location
        if target == "/finish":
            break
        _, _, document_id, row, field = target.split("/")
        found = visitor.desk.doubt(Where(document_id, 0, int(row), field))
        assert found is not None
        answer = visitor.say(found.where, "as-read")
    assert answer.location == "/finish?did=last"
    assert visitor.post("/finish", visitor.form()).location == "/finish?did=written"
    page = visitor.get("/finish?did=written").text
    assert ES["written"] in page
    assert page.count("<td>Ana</td>") == len(visitor.decided)
    with (visitor.package / "repairs.csv").open(encoding="utf-8") as stream:
        assert "Ana" in {line["decided_by"] for line in csv.DictReader(stream)}


def test_a_cell_that_nobody_doubts_can_be_decided(visitor: Visitor) -> None:
    document_id = visitor.desk.documents()[0][0]
    row, quiet = next((row, one) for row, one in visitor.desk.pages(document_id)[0].cells if not one.doubted)
    where = Where(document_id, 1, row, quiet.field)
    assert ES["not_doubted"] in visitor.get(cell(where)).text
    assert visitor.say(where, "as-read").status_code == 303
    assert len(visitor.decided) == 1


def names_form(visitor: Visitor, group: NameGroup) -> dict[str, str | list[str]]:
    return {**visitor.form(), "raw": [name for name, _ in group.names]}


def test_names_are_merged_kept_apart_or_chosen(visitor: Visitor) -> None:
    group = visitor.desk.names()[0]
    raws = [name for name, _ in group.names]
    assert all(name in visitor.get("/names").text for name in raws)
    assert visitor.post("/names", names_form(visitor, group) | {"apart": "1"}).location == "/names?did=saved"
    assert {(one.name, one.canonical) for one in read_unit_decisions(visitor.package)} == {(n, n) for n in raws}
    visitor.post("/names", names_form(visitor, group) | {"all": raws[0]})
    assert {one.canonical for one in read_unit_decisions(visitor.package)} == {raws[0]}
    visitor.post("/names", names_form(visitor, group) | {"canonical": list(reversed(raws))})
    assert {one.name: one.canonical for one in read_unit_decisions(visitor.package)}[raws[0]] == raws[-1]


def test_names_that_are_not_in_the_package_are_refused(still: Visitor) -> None:
    group = still.desk.names()[0]
    form = names_form(still, group)
    assert still.post("/names", form | {"all": "Otra"}).status_code == 400
    assert still.post("/names", form | {"canonical": ["una sola"]}).status_code == 400
    assert still.post("/names", form | {"raw": ["Una", "Otra"], "apart": "1"}).status_code == 409
    assert still.post("/names", form | {"stamp": "old", "apart": "1"}).status_code == 409
    assert read_unit_decisions(still.package) == ()


# What it refuses.


def test_read_only_shows_and_takes_nothing(package: Path) -> None:
    visitor = visit(package, read_only=True)
    first = visitor.desk.doubts()[0]
    for path in (cell(first.where), "/names", "/finish"):
        page = visitor.get(path)
        assert page.status_code == 200
        assert 'method="post" action="/decide' not in page.text
        assert visitor.guard.csrf not in page.text
    for path in ("/decide", "/undo", "/names", "/finish"):
        assert visitor.post(path, visitor.form(first.where) | {"choice": "as-read"}).status_code == 403
    assert visitor.decided == []


@pytest.mark.parametrize(
    "host",
    ["evil.example:8123", "evil.example", "127.0.0.1:80", "localhost", "127.0.0.1.evil.example:8123", "", "[::1]",
     "evil.example:8123@127.0.0.1:8123", "10.0.0.7:8123"],
)  # fmt: skip
def test_another_host_is_refused(still: Visitor, host: str) -> None:
    still.host = host
    answer = still.get("/")
    assert answer.status_code == 421
    assert "source" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123", "[::1]:8123"])
def test_this_machine_is_let_in(still: Visitor, host: str) -> None:
    still.host = host
    assert still.get("/").status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"}, {"Origin": ""},
        {"Origin": "https://127.0.0.1:8123"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_a_form_of_another_origin_is_refused(still: Visitor, headers: dict[str, str]) -> None:
    first = still.desk.doubts()[0]
    form = still.form(first.where) | {"choice": "as-read"}
    assert still.post("/decide", form, **headers).status_code == 403
    assert still.decided == []


def test_a_form_of_our_own_origin_is_taken(visitor: Visitor) -> None:
    form = visitor.form(visitor.desk.doubts()[0].where) | {"choice": "as-read"}
    headers = {"Origin": f"http://{visitor.host}", "Sec-Fetch-Site": "same-origin"}
    assert visitor.post("/decide", form, **headers).status_code == 303


@pytest.mark.parametrize("path", ["/decide", "/undo", "/names", "/finish"])
@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_our_token_is_refused(still: Visitor, path: str, token: str) -> None:
    form = still.form(still.desk.doubts()[0].where) | {"choice": "as-read", "csrf": token}
    assert still.post(path, form).status_code == 403
    assert still.decided == []


def test_others_need_the_token_and_are_known_by_a_cookie_then(package: Path) -> None:
    visitor = visit(package, Guard(PORT, frozenset({"10.0.0.7"}), token="secret"))  # noqa: S106
    visitor.host = f"10.0.0.7:{PORT}"
    for path in ("/", "/static/review.js", "/?token=guess", "/?token=", "/?token=é"):
        assert visitor.get(path).status_code == 403
    brought = visitor.get("/names?token=secret")
    assert (brought.status_code, brought.location) == (302, "/names")
    cookie = brought.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "secret" not in cookie
    visitor.client.set_cookie("cuadre-review", visitor.guard.session, domain="10.0.0.7")
    assert visitor.get("/names").status_code == 200
    elsewhere = visitor.get("//evil.example?token=secret")
    assert not elsewhere.headers.get("Location", "").startswith("//")


def test_on_all_addresses_an_address_will_do_and_a_name_must_be_ours(package: Path) -> None:
    guard = Guard(PORT, frozenset({"archivo"}), any_address=True, token="secret")  # noqa: S106
    visitor = visit(package, guard)
    for host, status in (("192.168.1.4:8123", 403), ("archivo:8123", 403), ("evil.example:8123", 421)):
        visitor.host = host
        assert visitor.get("/").status_code == status


def test_every_answer_forbids_what_we_do_not_need(still: Visitor) -> None:
    first = on_paper(still)
    for path in (cell(first.where), "/names", "/static/review.js", "/nowhere", cell(first.where) + ".png"):
        headers = still.get(path).headers
        assert headers["Content-Security-Policy"].split("; ") == [
            "default-src 'none'", "img-src 'self'", "style-src 'self'", "script-src 'self'", "form-action 'self'",
            "base-uri 'none'", "frame-ancestors 'none'",
        ]  # fmt: skip
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%5capp.py", "/static//etc/passwd",
        "/pages/..%2f..%2fetc%2fpasswd/1", "/picture/%2e%2e/1.png", "/picture//etc/passwd/1.png",
        "/cell/{id}/1/../../../etc/passwd", "/cell/{id}/1/%2e%2e%2fdecisions.csv", "/crop/{id}/1/decisions.csv.png",
        "/pages/{id}/999", "/pages/{id}/-1", "/cell/{id}/999/level", "/cell/{id}/99999999999999999999/level",
        "/picture/{id}/99999999999999999999.png", "/cell/{id}/1/stamp", "/decisions.csv", "/{id}",
    ],
)  # fmt: skip
def test_only_what_the_package_knows_is_found(still: Visitor, path: str) -> None:
    answer = still.get(path.replace("{id}", still.desk.documents()[0][0]))
    assert answer.status_code == 404
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "bad",
    [{"row": "x"}, {"row": ""}, {"page": "-1"}, {"row": "9" * 30}, {"row": "²"}, {"choice": "any"}, {"choice": ""}],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(still: Visitor, bad: dict[str, str]) -> None:
    form = still.form(still.desk.doubts()[0].where) | {"choice": "as-read"} | bad
    assert still.post("/decide", form).status_code == 400
    assert still.decided == []


def test_a_cell_that_is_gone_is_explained(still: Visitor) -> None:
    answer = still.say(Where("nothing", 1, 1, "level"), "as-read")
    assert answer.status_code == 409
    assert "no hay una celda" in answer.text


def test_large_requests_and_other_methods_are_refused(still: Visitor) -> None:
    where = on_paper(still).where
    assert still.say(where, "value", "9" * MOST_BYTES).status_code == 413
    headers = {"Host": still.host}
    assert still.client.put("/", headers=headers).status_code == 405
    assert still.client.open("/", method="TRACE", headers=headers).status_code == 405
    assert still.client.post("/", data=still.form(), headers=headers).status_code == 405


def test_what_to_tell_is_not_taken_from_the_address(still: Visitor) -> None:
    assert "hacked" not in still.get("/names?did=hacked").text
    assert ES["e404"] not in still.get("/names?did=e404").text


def test_scripts_in_texts_and_file_names_are_text(package: Path) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
    hurt = (("indicators.csv", ("responsible_unit", "indicator_name")), ("documents.csv", ("file_name",)))
    for name, columns in hurt:
        with (package / name).open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        with (package / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({**line, **dict.fromkeys(columns, attack)} for line in lines)
    visitor = visit(package)
    document_id = visitor.desk.documents()[0][0]
    doubts = [cell(doubt.where) for doubt in visitor.desk.doubts()]
    seen = "".join(visitor.get(path).text for path in (*doubts, f"/pages/{document_id}/1", "/names", "/finish"))
    assert "&lt;script&gt;alert(1)" in seen
    assert "<script>alert" not in seen
    assert "<img" not in seen
    assert "'>&lt;img" not in seen
    assert not re.search(r'="[^"]*<', seen)


def test_a_desk_that_cannot_be_read_is_explained(still: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: PackageDesk) -> str:
        raise DecisionsError("decisions.csv", "la línea 7 no dice nada", "Corríjala.")

    monkeypatch.setattr(PackageDesk, "stamp", property(broken))
    answer = still.get(cell(Where(still.desk.documents()[0][0], 1, 1, "level")))
    assert answer.status_code == 409
    assert "la línea 7 no dice nada" in answer.text


# Words and listening.


def test_both_languages_say_the_same_things() -> None:
    spanish, english = PHRASES["es"], PHRASES["en"]
    assert spanish.texts.keys() == english.texts.keys()
    assert spanish.statuses.keys() == english.statuses.keys()
    for name, text in spanish.texts.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english.texts[name])), name
    assert all(f"said_{choice}" in spanish.texts for choice in Choice)


def test_a_port_that_is_taken_is_left_for_another_unless_it_was_asked_for() -> None:
    first = listen()
    second = listen()
    assert first.guard.port != second.guard.port
    with pytest.raises(OSError, match="in use"):
        listen(port=first.guard.port)
    for one in (first, second):
        assert one.bound.getsockname()[0] == "127.0.0.1"
        assert one.guard.hosts == frozenset()
        one.bound.close()


def test_on_all_addresses_the_address_names_this_machine() -> None:
    listening = listen("0.0.0.0", token="abc")  # noqa: S104, S106
    assert listening.address == f"http://{socket.gethostname()}:{listening.guard.port}/?token=abc"
    assert listening.guard.any_address
    listening.bound.close()


@pytest.mark.parametrize(
    "asked", [["--host", "0.0.0.0"], ["--token", "a b"], ["--host", "nowhere.invalid", "--token", "x"]]  # noqa: S104
)  # fmt: skip
def test_the_command_refuses_to_open_up_without_a_token(package: Path, asked: list[str]) -> None:
    ended = CliRunner().invoke(main, ["review", str(package), "--no-browser", *asked])
    assert ended.exit_code == 2


def test_the_command_says_what_is_no_package(tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["review", str(tmp_path), "--no-browser", "--lang", "en"])
    assert ended.exit_code == 3
    assert str(tmp_path) in ended.output
