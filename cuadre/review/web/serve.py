"""Listening: on this machine only, unless told otherwise with a token."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import waitress
from flask import Flask

from cuadre.review.web.app import MOST_BYTES
from cuadre.review.web.guard import Guard

LOCAL = "127.0.0.1"
_PREFERRED_PORT = 8477
_THREADS = 4
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that is bound, and what is asked of those who come.

    Attributes:
        bound: The socket.
        address: What to type into a browser, with the token where one is needed.
        guard: For the application.
    """

    bound: socket.socket
    address: str
    guard: Guard

    def serve(self, app: Flask, ready: Callable[[str], object]) -> None:
        """Answer until the keyboard interrupts; ``ready`` is told the address once requests are taken."""
        server = waitress.create_server(
            app, sockets=[self.bound], threads=_THREADS, ident="", max_request_body_size=MOST_BYTES,
            channel_timeout=_SECONDS, clear_untrusted_proxy_headers=True,
        )  # fmt: skip
        ready(self.address)
        try:
            server.run()
        finally:
            server.close()


def is_local(host: str) -> bool:
    """Whether an address can be reached from this machine only.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0")
    (True, True, False)
    """
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def listen(host: str = LOCAL, port: int = 0, token: str = "") -> Listening:
    """Bind a socket. Without a port of its own it takes the usual one, or any that is free.

    Raises:
        OSError: The address cannot be bound.
    """
    family, *_, place = socket.getaddrinfo(host, port or _PREFERRED_PORT, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        # There it would let another program take our place.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _bind(bound, place, fixed=bool(port))
        # Until somebody listens, another review may bind the same port.
        bound.listen()
    except OSError:
        bound.close()
        raise
    taken = bound.getsockname()[1]
    everywhere = _is_everywhere(host)
    shown = socket.gethostname() if everywhere else f"[{host}]" if ":" in host else host
    hosts = frozenset() if is_local(host) and host != "::1" else frozenset({shown.lower()})
    query = f"?token={token}" if token else ""
    return Listening(bound, f"http://{shown}:{taken}/{query}", Guard(taken, hosts, everywhere, token))


def _bind(bound: socket.socket, place: tuple[object, ...], *, fixed: bool) -> None:
    try:
        bound.bind(place)
    except OSError:
        if fixed:
            raise
        bound.bind((place[0], 0, *place[2:]))


def _is_everywhere(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False
