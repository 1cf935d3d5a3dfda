"""The review page: addresses, what each shows, and what each form does. The desk decides, templates draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from cuadre.decisions import Choice
from cuadre.evidence import CuadreError, DecisionsError
from cuadre.review.model import Desk, Doubt, NameGroup, PageCells, Where
from cuadre.review.web.guard import Guard
from cuadre.review.web.paper import Paper
from cuadre.review.web.phrases import PHRASES, Phrases
from cuadre.review.web.shapes import Position, choosable, groups, lines, overlays, texts

MOST_BYTES = 256 * 1024
"""Of a request: the longest justification fits many times."""
_MOST_PARTS = 100
_TOLD = frozenset({"saved", "undone", "nothing_to_undo", "written", "last"})
"""What an address may ask to be told; anything else in it is not shown."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a review is held.

    Attributes:
        by: Who decides.
        language: ``es`` or ``en``.
        read_only: Nothing can be decided.
        places: Where originals were looked for.
        paperless: Ids of documents that have no pages to show.
    """

    by: str
    language: str = "es"
    read_only: bool = False
    places: Sequence[str] = ()
    paperless: frozenset[str] = frozenset()


def make_app(desk: Desk, paper: Paper, guard: Guard, settings: Settings) -> Flask:
    """Build the application; it answers only what the guard lets through."""
    app = Flask(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=_MOST_PARTS, TRUSTED_HOSTS=None
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    # What is answered to "//somewhere" must not be a redirect there.
    app.url_map.merge_slashes = False
    guard.watch(app)
    views = _Views(desk, paper, settings, PHRASES[settings.language], guard.csrf)
    place = "<document_id>/<int:row>/<field>"
    for rule, view in (
        ("/", views.first), (f"/cell/{place}", views.cell), (f"/crop/{place}.png", views.crop),
        ("/pages", views.pages), ("/pages/<document_id>/<int:page>", views.page),
        ("/picture/<document_id>/<int:page>.png", views.picture), ("/names", views.names), ("/finish", views.finish),
    ):  # fmt: skip
        app.add_url_rule(rule, view.__name__, view, methods=["GET"])
    for rule, change in (
        ("/decide", views.decide), ("/undo", views.undo), ("/names", views.decide_names), ("/finish", views.write)
    ):  # fmt: skip
        app.add_url_rule(rule, change.__name__, change, methods=["POST"])
    app.register_error_handler(HTTPException, views.refuse)
    app.register_error_handler(CuadreError, views.explain)
    app.jinja_env.globals.update(
        t=views.phrases.say, lang=settings.language, statuses=views.phrases.statuses, csrf=guard.csrf,
        read_only=settings.read_only, by=settings.by, link=_link, cell_link=_cell_link,
    )  # fmt: skip
    return app


def _link(where: Where, did: str | None = None, wide: str | None = None) -> str:
    """The address of a cell; ``did`` is what to tell there, ``wide`` shows more around it."""
    return url_for(
        "cell", document_id=where.document_id, row=where.row, field=where.field, did=did, wide=wide
    )  # fmt: skip


def _cell_link(beside: Where, field: str) -> str:
    """The address of another cell of the same row."""
    return url_for("cell", document_id=beside.document_id, row=beside.row, field=field)


@dataclass(frozen=True, slots=True)
class _Views:
    desk: Desk
    paper: Paper
    settings: Settings
    phrases: Phrases
    csrf: str

    def first(self) -> AnyResponse:
        """Go to the weightiest doubt that nobody settled, or to the end."""
        return redirect(self._onward(None))

    def cell(self, document_id: str, row: int, field: str) -> str:
        """Show one doubt."""
        stamp = self.desk.stamp
        found = self.desk.doubt(Where(document_id, 0, row, field))
        if found is None:
            abort(404)
        return self._doubt_page(found, stamp)

    def crop(self, document_id: str, row: int, field: str) -> Response:
        """Draw the place of a cell."""
        found = self.desk.doubt(Where(document_id, 0, row, field))
        window = found and self.paper.window(found, wide="wide" in request.args)
        return _png(self.paper.crop(document_id, window) if window else None)

    def picture(self, document_id: str, page: int) -> Response:
        """Draw a page."""
        return _png(self.paper.page(document_id, page))

    def pages(self) -> AnyResponse:
        """Go to the page that was asked for, or to the first one."""
        documents = self.desk.documents()
        known = {document_id: count for document_id, _, count in documents}
        document_id = request.args.get("document") or next(iter(known), "")
        if document_id not in known:
            abort(404)
        page = min(max(request.args.get("page", 1, type=int), 1), max(known[document_id], 1))
        return redirect(url_for("page", document_id=document_id, page=page))

    def page(self, document_id: str, page: int) -> str:
        """Show a page with its cells."""
        found: Sequence[PageCells] = self.desk.pages(document_id)
        shown = next((one for one in found if one.page == page), None)
        if shown is None:
            abort(404)
        size = self.paper.size(document_id, page)
        return self._shown(
            "page.html", here="pages", shown=shown, count=len(found), size=size, documents=self.desk.documents(),
            overlays=tuple(overlays(shown)) if size[0] else (), lines=tuple(lines(shown)),
            missing=self._missing(document_id),
        )  # fmt: skip

    def names(self, status: int = HTTPStatus.OK, alert: str = "") -> AnyResponse:
        """Show the names that look alike."""
        stamp = self.desk.stamp
        shown = self._shown("names.html", here="names", stamp=stamp, groups=self.desk.names(), alert=alert)
        return Response(shown, status)

    def finish(self, status: int = HTTPStatus.OK, alert: str = "") -> AnyResponse:
        """Show what was decided."""
        stamp, doubts = self.desk.stamp, self.desk.doubts()
        progress = self.desk.progress()
        shown = self._shown(
            "finish.html", here="finish", stamp=stamp, alert=alert, left=progress.doubts - progress.settled,
            decided=[doubt for doubt in doubts if doubt.decision], said=self._said,
        )  # fmt: skip
        return Response(shown, status)

    def decide(self) -> AnyResponse:
        """Save a decision and go on to the next doubt."""
        self._check_writable()
        where, typed = self._where(), request.form.get("value", "").replace("\r\n", "\n")
        choice = _choice(request.form.get("choice", ""))
        try:
            self.desk.decide(where, choice, typed, by=self.settings.by, stamp=request.form.get("stamp", ""))
        except DecisionsError as error:
            return self._not_saved(where, error, typed)
        return redirect(self._onward(where, "saved"), HTTPStatus.SEE_OTHER)

    def undo(self) -> AnyResponse:
        """Take the last decision back and go to where it was."""
        self._check_writable()
        where = self.desk.undo(by=self.settings.by, stamp=request.form.get("stamp", ""))
        if where is None:
            found = self.desk.doubt(self._where()) if "document_id" in request.form else None
            target = _link(found.where, did="nothing_to_undo") if found else url_for("finish", did="nothing_to_undo")
            return redirect(target, HTTPStatus.SEE_OTHER)
        return redirect(_link(where, did="undone"), HTTPStatus.SEE_OTHER)

    def decide_names(self) -> AnyResponse:
        """Save what each name of one group stands for."""
        self._check_writable()
        raws, stamp = request.form.getlist("raw"), request.form.get("stamp", "")
        group = next((one for one in self.desk.names() if [name for name, _ in one.names] == raws), None)
        if group is None:
            return self.names(HTTPStatus.CONFLICT, self.phrases.say("names_changed"))
        try:
            for raw, canonical in _meant(group, raws):
                self.desk.decide_name(raw, canonical, by=self.settings.by, stamp=stamp)
                stamp = self.desk.stamp
        except DecisionsError as error:
            return self.names(HTTPStatus.CONFLICT, self._alert(error))
        return redirect(url_for("names", did="saved"), HTTPStatus.SEE_OTHER)

    def write(self) -> AnyResponse:
        """Write the package."""
        self._check_writable()
        try:
            self.desk.finish(stamp=request.form.get("stamp", ""))
        except CuadreError as error:
            return self.finish(HTTPStatus.CONFLICT, self._alert(error))
        return redirect(url_for("finish", did="written"), HTTPStatus.SEE_OTHER)

    def refuse(self, error: HTTPException) -> AnyResponse:
        """Say why a request was refused; a redirect of the router's goes through."""
        answer = error.get_response()
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return Response.force_type(answer)
        known = self.phrases.texts.get(f"e{error.code}") or self.phrases.say("e")
        return Response(render_template("refused.html", code=error.code, fact=known, next_step=""), error.code)

    def explain(self, error: CuadreError) -> AnyResponse:
        """Say what kept a request from being done."""
        shown = render_template("refused.html", code="", fact=f"{error.fact}.", next_step=error.next_step)
        return Response(shown, HTTPStatus.CONFLICT)

    def _check_writable(self) -> None:
        if self.settings.read_only:
            abort(403)

    def _where(self) -> Where:
        form = request.form
        numbers = [form.get(name, "") for name in ("page", "row")]
        if not all(number.isascii() and number.isdecimal() and len(number) < len("1000000000") for number in numbers):
            abort(400)
        return Where(form.get("document_id", ""), int(numbers[0]), int(numbers[1]), form.get("field", ""))

    def _onward(self, where: Where | None, did: str | None = None) -> str:
        """The address of the next open doubt, or of the end when there is none."""
        position = Position.of(self.desk.doubts(), where)
        return _link(position.open, did) if position.open else url_for("finish", did=did and "last")

    def _doubt_page(self, found: Doubt, stamp: str, alert: str = "", typed: str = "") -> str:
        doubts = self.desk.doubts()
        wide = "wide" in request.args
        return self._shown(
            "doubt.html", here="doubts", doubt=found, stamp=stamp, alert=alert, typed=typed, wide=wide,
            window=self.paper.window(found, wide=wide), position=Position.of(doubts, found.where),
            has_paper=self.paper.has(found.where.document_id), choosable=choosable(found), groups=groups(found.row),
            texts=texts(found.row), said=self._said, missing=self._missing(found.where.document_id),
        )  # fmt: skip

    def _not_saved(self, where: Where, error: DecisionsError, typed: str) -> AnyResponse:
        """Show the doubt as it is now, with what was typed still there."""
        stamp = self.desk.stamp
        status = HTTPStatus.UNPROCESSABLE_ENTITY if stamp == request.form.get("stamp") else HTTPStatus.CONFLICT
        found = self.desk.doubt(where)
        if found is None:
            return self.explain(error)
        return Response(self._doubt_page(found, stamp, self._alert(error), typed), status)

    def _missing(self, document_id: str) -> str:
        """Why there is no picture."""
        if document_id in self.settings.paperless:
            return self.phrases.say("no_paper")
        return self.phrases.say("not_found", places=", ".join(self.settings.places))

    def _alert(self, error: CuadreError) -> str:
        return f"{self.phrases.say('not_saved')}: {error.fact}. {error.next_step}"

    def _said(self, found: Doubt) -> str:
        """What was decided on a doubt, in words."""
        decision = found.decision
        return self.phrases.say(f"said_{decision.choice}", value=decision.value) if decision else ""

    def _shown(self, template: str, **values: object) -> str:
        did = request.args.get("did", "")
        told = self.phrases.say(did) if did in _TOLD else ""
        return render_template(template, progress=self.desk.progress(), told=told, **values)


def _meant(group: NameGroup, raws: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Each name of a group with what it is to stand for; a name that the group does not know is refused."""
    known = {*raws, *group.canonical}
    under: Mapping[str, str] = {name: request.form.get("all", "") for name in raws}
    if "apart" in request.form:
        under = {name: name for name in raws}
    elif "all" not in request.form:
        under = dict(zip(raws, request.form.getlist("canonical"), strict=False))
    if set(under) != set(raws) or not set(under.values()) <= known:
        abort(400)
    return tuple((name, canonical) for name, canonical in under.items())


def _choice(text: str) -> Choice:
    if text not in set(Choice):
        abort(400)
    return Choice(text)


def _png(drawn: bytes | None) -> Response:
    if drawn is None:
        abort(404)
    return Response(drawn, mimetype="image/png")
