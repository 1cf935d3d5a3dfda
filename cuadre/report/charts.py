"""The charts of the report: drawn once for a wide page and once for a narrow one, labelled where the eye is."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes

from cuadre.report.advance import TARGET, Course, Group, Point
from cuadre.report.phrases import Phrases
from cuadre.report.svg import Numbers, as_svg, drawing, plain

WIDE, NARROW = 700.0, 340.0
INK, SOFT, LINE, BLUE, DEEP, PALE, RED = "#1c1f23", "#59616b", "#d8dce1", "#3f7cac", "#14507a", "#b9cfe0", "#b3261e"
LABEL, SMALL = 12.5, 11.0
_LETTER = 0.56
"""Width of a letter to its height, with room to spare."""

_MOST_GROUPS = 24
_STEP = 5
_LARGEST = 13.0


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of a page.

    Attributes:
        title: What it is.
        says: How to read it.
        wide, narrow: The drawings.
        head, rows: The data behind it, as a table.
    """

    title: str
    says: str
    wide: Markup
    narrow: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name, its length and what is said at its end."""

    label: str
    length: float
    says: str
    colour: str = BLUE


class Charts:
    """Draws the charts of one page.

    Args:
        phrases: The language.
    """

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._numbers = Numbers()

    def both(self, draw: Callable[[float], tuple[float, Callable[[Axes], None]]], title: str, says: str) -> Any:  # noqa: ANN401
        """Draw for a wide and for a narrow page.

        Args:
            draw: Told the width, gives the height and what to do with the axes.
            title: What the chart is.
            says: How to read it.
        """
        made = []
        for width in (WIDE, NARROW):
            height, paint = draw(width)
            with drawing(width, height) as (figure, axes):
                paint(axes)
                made.append(as_svg(figure, self._numbers.name(), title, says))
        return made

    def strips(self, groups: Sequence[Group], title: str, says: str) -> Chart:
        """How far the indicators of each group have come: circles on a scale, the target a line."""
        shown = groups[:_MOST_GROUPS]
        high = _scale_end([point.percent for group in shown for point in group.points])
        wide, narrow = self.both(lambda width: _strips(shown, width, high, self.phrases), title, says)
        say = self.phrases.say
        head = tuple(say(name) for name in ("group", "count", "met_head", "lowest", "median", "highest"))
        if len(groups) > len(shown):
            says = f"{says} {say('others_below', n=len(groups) - len(shown))}"
        rows = tuple(
            (self._label(group.label), str(len(group.points)), str(group.met), *_told(group)) for group in groups
        )
        return Chart(title, says, wide, narrow, head, rows)

    def bars(self, bars: Sequence[Bar], title: str, says: str, head: tuple[str, str]) -> Chart:
        """Bars with their names and ends labelled."""
        wide, narrow = self.both(lambda width: _bars(bars, width), title, says)
        return Chart(title, says, wide, narrow, head, tuple((bar.label, bar.says) for bar in bars))

    def courses(self, courses: Sequence[Course], title: str, says: str) -> Chart:
        """Shares of targets met, quarter by quarter."""
        wide, narrow = self.both(lambda width: _lines(courses, width, self.phrases), title, says)
        numbers = sorted({number for course in courses for number, _, _ in course.shares})
        say = self.phrases.say
        head = (say("group"), *(say("quarter_short", n=number) for number in numbers))
        rows = tuple((self._label(one.label), *_shares(one, numbers)) for one in courses)
        return Chart(title, says, wide, narrow, head, rows)

    def _label(self, label: str) -> str:
        return label or self.phrases.say("unnamed")


def _told(group: Group) -> tuple[str, str, str]:
    percents = group.percents
    return tuple(f"{value:.1f} %" for value in (percents[0], group.median, percents[-1]))  # type: ignore[return-value]


def _shares(course: Course, numbers: Sequence[int]) -> list[str]:
    known = {number: f"{met} / {of}" for number, met, of in course.shares}
    return [known.get(number, "") for number in numbers]


def wrapped(text: str, width: float, size: float = LABEL) -> list[str]:
    """Break a label so that it fits, on three lines at most."""
    lines = textwrap.wrap(plain(text), max(8, int(width / (size * _LETTER))), max_lines=3, placeholder=" …")
    return lines or [""]


def _scale_end(percents: Sequence[Decimal]) -> float:
    top = float(max(percents))
    return next((end for end in (125.0, 150.0, 200.0) if top <= end), 200.0)


def _strips(groups: Sequence[Group], width: float, high: float, phrases: Phrases) -> tuple[float, Any]:
    """Names stand beside the scale where there is room, else above it."""
    beside = width >= WIDE
    left, right = (width * 0.42, 62.0) if beside else (16.0, 22.0)
    room = left - 26 if beside else width - 90
    labels = [wrapped(group.label or phrases.say("unnamed"), room) for group in groups]
    heights = [max(27.0, 15.0 * len(label) + 10) if beside else 15.0 * len(label) + 38.0 for label in labels]
    tops = [22.0 + sum(heights[:at]) for at in range(len(heights))]
    below = 22.0 + sum(heights)

    def at(percent: float) -> float:
        return left + (width - left - right) * min(max(percent, 0.0), high) / high

    def paint(axes: Axes) -> None:
        _scale(axes, at, high, (18.0, below), phrases)
        for group, label, top, height in zip(groups, labels, tops, heights, strict=True):
            middle = top + height / 2 if beside else top + height - 16
            first = middle - 15 * (len(label) - 1) / 2 if beside else top + 8
            for line, text in enumerate(label):
                _text(axes, 2.0, first + 15 * line + 4, text)
            met = phrases.say("met", met=group.met, n=len(group.points))
            _text(axes, width - 1, (middle if beside else first) + 4, met, size=SMALL, color=SOFT, ha="right")
            _circles(axes, group.points, at, high, middle)

    return below + 22, paint


def _text(axes: Axes, x: float, y: float, text: str, **look: Any) -> None:  # noqa: ANN401 (the library's own)
    """Write on a white ground, so that no line of the scale runs through it."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    axes.text(x, y, text, bbox=ground, **{"size": LABEL, "color": INK, **look})


def _scale(axes: Axes, at: Callable[[float], float], high: float, ends: tuple[float, float], phrases: Phrases) -> None:
    for percent in range(0, int(high) + 1, 50 if high >= 150 else 25):  # noqa: PLR2004 (half of the widest scale)
        line, letters = (INK, INK) if percent == TARGET else (LINE, SOFT)
        axes.plot([at(percent)] * 2, ends, color=line, linewidth=0.9, zorder=0)
        axes.text(at(percent), ends[1] + 16, f"{percent} %", size=SMALL, color=letters, ha="center")
    axes.text(at(float(TARGET)), 12, phrases.say("target_line"), size=SMALL, color=INK, ha="center", weight="bold")


def _circles(axes: Axes, points: Sequence[Point], at: Callable[[float], float], high: float, middle: float) -> None:
    heaps: dict[tuple[bool, int], list[float]] = defaultdict(list)
    for point in points:
        percent = float(point.percent)
        # Exactly on target is a heap of its own; what is off the scale lies at its end.
        stretch = -1 if point.percent == TARGET else int(min(percent, high) // _STEP)
        heaps[point.sure, stretch].append(percent)
    for (sure, stretch), heap in sorted(heaps.items(), reverse=True):
        lower = 8.0 if not sure and (True, stretch) in heaps else 0.0
        x = at(sum(min(value, high) for value in heap) / len(heap))
        _circle(axes, (x, middle + lower), len(heap), sure=sure)
        if max(heap) > high:
            axes.text(x + 9, middle + lower + 5, "›", size=LABEL + 2, color=INK, zorder=4, weight="bold")


def _circle(axes: Axes, place: tuple[float, float], number: int, *, sure: bool) -> None:
    x, y = place
    size = min(_LARGEST, 3.6 + 2.0 * (number - 1) ** 0.6)
    axes.plot([x], [y], "o", markersize=2 * size, markerfacecolor=BLUE if sure else "white",
              markeredgecolor="white" if sure else RED, markeredgewidth=0.8 if sure else 1.6, zorder=2 if sure else 3,
              clip_on=False)  # fmt: skip
    if number > 3:  # noqa: PLR2004 (a smaller circle holds no number)
        axes.text(x, y + 4, str(number), size=SMALL, color="white" if sure else RED, ha="center", zorder=4,
                  weight="bold")  # fmt: skip


def _bars(bars: Sequence[Bar], width: float) -> tuple[float, Any]:
    names = min(width * 0.44, max(len(plain(bar.label)) for bar in bars) * LABEL * _LETTER + 8)
    labels = [wrapped(bar.label, names - 6) for bar in bars]
    ends = max(len(bar.says) for bar in bars) * LABEL * _LETTER + 8
    longest = max(1e-9, *(bar.length for bar in bars)) if len(bars) > 1 else max(1e-9, bars[0].length)
    tops, below = [], 4.0
    for label in labels:
        tops.append(below)
        below += max(24.0, 15.0 * len(label) + 9.0)

    def paint(axes: Axes) -> None:
        for bar, label, top in zip(bars, labels, tops, strict=True):
            middle = top + max(24.0, 15.0 * len(label) + 9.0) / 2
            for line, text in enumerate(label):
                down = middle + 4.5 + 15 * (line - (len(label) - 1) / 2)
                axes.text(names, down, text, size=LABEL, color=INK, ha="right")
            length = (width - names - 10 - ends) * bar.length / longest
            axes.barh(middle, length, left=names + 10, height=15, color=bar.colour)
            axes.text(names + 16 + length, middle + 4.5, bar.says, size=LABEL, color=INK, weight="bold")

    return below + 2, paint


_LINES = (DEEP, "#c2611f", "#5c5470", "#1b6b43", "#8a5a00", SOFT)
_MARKS = "osD^vP"


def _lines(courses: Sequence[Course], width: float, phrases: Phrases) -> tuple[float, Any]:
    shown = courses[: len(_LINES)]
    numbers = sorted({number for course in shown for number, _, _ in course.shares})
    names = min(width * 0.36, max(len(plain(one.label)) for one in shown) * LABEL * _LETTER + 60)
    left, right, top, height = 44.0, names, 14.0, max(210.0, 24.0 * len(shown) + 60)

    def x(number: int) -> float:
        return left + 10 + (width - left - right - 20) * (number - numbers[0]) / (numbers[-1] - numbers[0])

    def y(share: float) -> float:
        return top + (height - top - 30) * (1 - share)

    def paint(axes: Axes) -> None:
        for percent in (0, 50, 100):
            axes.plot([left, width - right], [y(percent / 100)] * 2, color=LINE, linewidth=0.8, zorder=0)
            axes.text(left - 6, y(percent / 100) + 4, f"{percent} %", size=SMALL, color=SOFT, ha="right")
        for number in numbers:
            axes.text(x(number), height - 8, phrases.say("quarter_short", n=number), size=LABEL, color=INK, ha="center")
        ends = _apart([y(one.shares[-1][1] / one.shares[-1][2]) for one in shown], 17.0)
        for one, colour, mark, end in zip(shown, _LINES, _MARKS, ends, strict=False):
            across, down = [x(number) for number, _, _ in one.shares], [y(met / of) for _, met, of in one.shares]
            axes.plot(across, down, color=colour, linewidth=2, marker=mark, markersize=6, markeredgecolor="white")
            _, met, of = one.shares[-1]
            text = f"{wrapped(one.label or phrases.say('unnamed'), names - 56)[0]} {met}/{of}"
            axes.text(width - right + 14, end + 4, text, size=LABEL, color=colour, weight="bold")

    return height, paint


def _apart(places: Sequence[float], distance: float) -> list[float]:
    """Move labels down until none covers another.

    >>> _apart([10.0, 12.0, 50.0], 17.0)
    [10.0, 27.0, 50.0]
    """
    moved, last = dict[int, float](), -distance
    for at in sorted(range(len(places)), key=lambda at: (places[at], at)):
        last = moved[at] = max(places[at], last + distance)
    return [moved[at] for at in range(len(places))]


def counted(values: Sequence[str]) -> list[tuple[str, int]]:
    """Count values, the most frequent first.

    >>> counted(["b", "a", "b"])
    [('b', 2), ('a', 1)]
    """
    return sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
