"""A browser without a screen, for the tests of the review page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cuadre.review.desk import PackageDesk
from cuadre.review.web.app import Review, create_app
from cuadre.review.web.guard import Guard
from cuadre.review.web.paper import Paper
from cuadre.review.web.phrases import PHRASES
from cuadre.review.web.serve import originals_of

SAMPLES = Path(__file__).parents[2] / "samples"
PORT = 8123


@dataclass
class Visitor:
    """Who visits the pages."""

    client: FlaskClient
    package: Path
    desk: PackageDesk
    host: str = f"127.0.0.1:{PORT}"

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Host": self.host, **headers})

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's forms."""
        page = self.get(path).text
        return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrf", "stamp")}  # type: ignore[index]

    def post(self, path: str, headers: dict[str, str] | None = None, **data: str) -> TestResponse:
        return self.client.post(path, data=data, headers={"Host": self.host, **(headers or {})})


def visitor_of(package: Path, *, read_only: bool = False, guard: Guard | None = None, lang: str = "es") -> Visitor:
    desk = PackageDesk(package, lang)
    review = Review(
        desk, Paper(originals_of(package, [SAMPLES])), PHRASES[lang], "Ana", read_only=read_only, places=("samples",)
    )
    return Visitor(create_app(review, guard or Guard(PORT)).test_client(), package, desk)
