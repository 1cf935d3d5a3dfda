"""Who may talk to the review page: a browser on this machine, from the page itself. Everything else is refused.

A page of another origin may send requests here, and a name that it owns may be made to lead here (DNS rebinding). So
the ``Host`` must be ours, a ``POST`` must come from ourselves and bring a token that only our pages have, and nothing
that is answered may be framed, guessed to be of another kind, or stored.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from flask import Flask, Request, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HTTP_PORT = 80
_COOKIE = "cuadre-review"
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, browsers send "Origin: null" with our own forms, and we could not tell them from others'.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class MisdirectedRequest(HTTPException):
    """The request was meant for somebody else."""

    code = 421
    description = "This is not the host you asked for."


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked of each request.

    Attributes:
        port: Where we listen.
        hosts: Names and addresses that others may use, besides those of this machine.
        any_address: Others may use any address, since we listen on all of them; a name must still be in ``hosts``.
        token: What must be brought once, in the address; ``""`` where nothing must.
        csrf: In every form; made anew for each process.
        session: What a browser that brought the token is known by from then on.
    """

    port: int
    hosts: frozenset[str] = frozenset()
    any_address: bool = False
    token: str = ""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def watch(self, app: Flask) -> None:
        """Let every request of an application be asked, and every answer be marked."""
        app.before_request(self._ask)
        app.after_request(_mark)

    def _ask(self) -> AnyResponse | None:
        if not self._is_ours(request.environ.get("HTTP_HOST", "")):
            raise MisdirectedRequest
        if request.method not in {"GET", "HEAD", "POST"}:
            abort(405)
        if self.token:
            answer = self._admitted(request)
            if answer is not None:
                return answer
        if request.method == "POST" and not self._comes_from_us(request):
            abort(403)
        return None

    def _is_ours(self, host: str) -> bool:
        name, colon, port = host.rpartition(":")
        if not colon or port.endswith("]"):
            name, port = host, str(_HTTP_PORT)
        if port != str(self.port):
            return False
        return name.lower() in _LOCAL | self.hosts or (self.any_address and _is_address(name))

    def _admitted(self, asked: Request) -> AnyResponse | None:
        """Take the token from the address into a cookie; refuse who has neither."""
        brought = asked.args.get("token", "")
        if brought and asked.method == "GET" and hmac.compare_digest(brought.encode(), self.token.encode()):
            answer = redirect(asked.path if asked.path[1:2] not in {"/", "\\"} else "/")
            answer.set_cookie(_COOKIE, self.session, httponly=True, samesite="Strict")
            return answer
        if not hmac.compare_digest(asked.cookies.get(_COOKIE, "").encode(), self.session.encode()):
            abort(403)
        return None

    def _comes_from_us(self, asked: Request) -> bool:
        origin, site = asked.headers.get("Origin"), asked.headers.get("Sec-Fetch-Site")
        if origin is not None and origin != f"http://{asked.environ['HTTP_HOST']}":
            return False
        if site is not None and site not in {"same-origin", "none"}:
            return False
        return hmac.compare_digest(asked.form.get("csrf", "").encode(), self.csrf.encode())


def _is_address(name: str) -> bool:
    """Whether a host is an address: nobody can make an address of ours lead to somebody else."""
    with suppress(ValueError):
        ipaddress.ip_address(name.strip("[]"))
        return True
    return False


def _mark(answer: Response) -> Response:
    answer.headers.update(_HEADERS)
    return answer
