"""Charts as SVG that stands in a page: text stays text, the same chart gives the same bytes."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "cuadre", "text.parse_math": False, "font.size": 12.0,
    "axes.unicode_minus": True, "path.simplify": False,
}  # fmt: skip
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}
_POINTS = 72

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOT_DRAWN = re.compile(r"<(metadata|style)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SIZE = re.compile(r' (?:width|height)="[0-9.]+pt"')
_NAMED = re.compile(r'(\bid="|href="#|url\(#)')
_LONG_NUMBER = re.compile(r"(\.\d\d)\d+")
_FONT = re.compile(r"font: ((?:[a-z0-9]+ )*?)([0-9.]+)px [^;\"]*")
_FAMILY = re.compile(r"font-family: [^;\"]*; ?")
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
_UNSEEN = {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)


def plain(text: str) -> str:
    """Put signs in the place of characters that show nothing and that no XML may hold.

    >>> plain(f"a{chr(0)}b")
    'a␀b'
    """
    clean = text.replace("\n", " ").translate(_UNSEEN)
    return clean.encode("utf-8", "replace").decode("utf-8")


class Numbers:
    """Names for the charts of one page, so that no two drawings share a name inside."""

    def __init__(self) -> None:
        self._next = count(1)

    def name(self) -> str:
        """The next one."""
        return f"c{next(self._next)}"


@contextmanager
def drawing(width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """Open a figure with one bare axes, both in CSS pixels with the origin at the top left."""
    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # Letters that the measuring font lacks are drawn by the reader's.
        warnings.simplefilter("ignore", UserWarning)
        figure = Figure(figsize=(width / _POINTS, height / _POINTS), dpi=_POINTS)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        yield figure, axes


def as_svg(figure: Figure, name: str, title: str, description: str) -> Markup:
    """Write a figure as an element that scales, with title and description for those who do not see it.

    Args:
        figure: Opened by ``drawing``, inside its ``with``.
        name: Its own on the page.
        title: What it is.
        description: What it shows, in a sentence.
    """
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata=_NO_METADATA)
    drawn = stream.getvalue()
    drawn = _COMMENT.sub("", drawn[drawn.index("<svg"):])
    drawn = _NOT_DRAWN.sub("", drawn)
    drawn = _TAG.sub(lambda tag: _named(tag[0], name), drawn)
    head, _, rest = drawn.partition(">")
    head = _SIZE.sub("", head)
    told = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    return Markup(f'{head} role="img" aria-labelledby="{name}-title {name}-desc">{told}{rest}')  # noqa: S704 (escaped)


def _named(tag: str, name: str) -> str:
    tag = _NAMED.sub(rf"\g<1>{name}-", tag)
    tag = _UNTURNED.sub("", _LONG_NUMBER.sub(r"\1", tag))
    # The page's own letters. Versions of the library differ in how they write them.
    return _FAMILY.sub("", _FONT.sub(_size_and_weight, tag))


def _size_and_weight(font: re.Match[str]) -> str:
    return f"font-size: {font[2]}px" + (f"; font-weight: {font[1].strip()}" if font[1] else "")
