"""What a page says, worked out of the package: facts, counts, charts, lists of bounded length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuadre.export.schema import DOCUMENTS, FINDINGS
from cuadre.report import advance
from cuadre.report.charts import BLUE, DEEP, PALE, RED, Bar, Chart, Charts
from cuadre.report.crops import Crop, Originals, Place
from cuadre.report.discords import Discord, by_rule, discords
from cuadre.report.figure_map import figure_map
from cuadre.report.phrases import Phrases
from cuadre.report.repairs import Ledger, ledger
from cuadre.report.sides import Side, is_unsure
from cuadre.report.source import Line, Package, Part
from reconcile.model import Status

MOST_ENTRIES = 60
"""Entries of each list in the report of one document."""

MOST_DOCUMENTS = 400
"""Lines of the table of documents."""

_CHARTED = 30
_MOST_PLANS = 4
_TOLD_BY_A_CHART = 2
_AGREE = (Status.OK, Status.EXPLAINED, Status.REPAIRED)
_DOUBTED = (Status.PROPOSED, Status.UNDETERMINED, Status.ILLEGIBLE)


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a table by what people want to know of them.

    Attributes:
        total: All.
        fine: Those that agree, are explained or were repaired.
        issuer: Printed so and contradicting their row.
        doubt: Nobody knows whether they were read as printed.
    """

    total: int
    fine: int
    issuer: int
    doubt: int

    @classmethod
    def of(cls, statuses: dict[Status, int]) -> Counts:
        """Add statuses up."""
        return cls(
            sum(statuses.values()), sum(statuses[status] for status in _AGREE), statuses[Status.INCONSISTENT],
            sum(statuses[status] for status in _DOUBTED),
        )  # fmt: skip

    @property
    def share(self) -> str:
        """How many of a hundred are fine; never rounded up to all of them."""
        tenths = 1000 * self.fine // max(1, self.total)
        return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"


@dataclass(frozen=True, slots=True)
class Entries:
    """One list of what does not tally.

    Attributes:
        shown: Its first entries, each with a picture of its place where there is one.
        more: How many others there are.
    """

    shown: tuple[tuple[Discord, Crop | None], ...]
    more: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """All that the report of one document says."""

    document: Line
    title: str
    subtitle: str
    counts: Counts
    statuses: dict[Status, int]
    text_doubts: int
    signatures: tuple[Line, ...]
    progress: tuple[Chart, ...]
    map: Chart | None
    kinds: Chart | None
    issuer: Entries
    doubt: Entries
    signature: Entries
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the table of documents.

    Attributes:
        href: Where its report is; ``""`` when it has none.
    """

    document: Line
    title: str
    subtitle: str
    counts: Counts
    href: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is said of all documents together."""

    listed: tuple[Listed, ...]
    more: int
    counts: Counts
    rows: int
    charts: tuple[Chart, ...]


def title_of(document: Line) -> str:
    """Call a document by its programme, else by what else it prints, else by its file."""
    return str(document["programme"] or document["dependency"] or document["axis"] or document["file_name"])


def subtitle_of(document: Line, phrases: Phrases) -> str:
    """Say whose report it is and of when, as far as it tells."""
    whose = document["dependency"] if document["programme"] else ""
    return " · ".join(filter(None, (whose, period_of(document, phrases))))


def period_of(document: Line, phrases: Phrases) -> str:
    """Say which quarter of which year, as far as the document tells."""
    quarter, year = document["quarter"], document["fiscal_year"]
    if quarter and year:
        return phrases.say("period", quarter=phrases.say(f"quarter_{quarter}"), year=year)
    return phrases.say(f"quarter_{quarter}") if quarter else str(year or "")


def document_view(part: Part, phrases: Phrases, charts: Charts, originals: Originals | None) -> DocumentView:
    """Work out the report of one document."""
    found = discords(part, phrases)
    statuses = part.counts()
    wanted = [one.place for side in (Side.DOUBT, Side.ISSUER) for one in _first(found, side) if one.place]
    crops = originals.crops(part.document["sha256"], wanted) if originals else {}
    return DocumentView(
        document=part.document,
        title=title_of(part.document),
        subtitle=subtitle_of(part.document, phrases),
        counts=Counts.of(statuses),
        statuses=statuses,
        text_doubts=sum(
            figure.is_narrative and (is_unsure(figure) or figure.status is Status.INCONSISTENT)
            for figure in part.figures
        ),
        signatures=part.signatures,
        progress=_progress(part, charts),
        map=figure_map(charts, part.figures),
        kinds=_kinds(list(by_rule(found, Side.ISSUER)), charts),
        issuer=_entries(found, Side.ISSUER, crops),
        doubt=_entries(found, Side.DOUBT, crops),
        signature=_entries(found, Side.SIGNATURE, crops),
        ledger=ledger(part, phrases),
    )  # fmt: skip


def _first(found: Iterable[Discord], side: Side) -> list[Discord]:
    return [one for one in found if one.side is side][:MOST_ENTRIES]


def _entries(found: Sequence[Discord], side: Side, crops: dict[Place, Crop]) -> Entries:
    own = [one for one in found if one.side is side]
    pairs = ((one, crops.get(one.place) if one.place else None) for one in own[:MOST_ENTRIES])
    return Entries(tuple(pairs), max(0, len(own) - MOST_ENTRIES))


def _progress(part: Part, charts: Charts) -> tuple[Chart, ...]:
    quarter = advance.quarter_shown(part)
    if quarter is None:
        return ()
    found, say = advance.points(part, quarter), charts.phrases.say
    units, levels = advance.by_unit(found), advance.by_level(found)
    made = [_spread(found, charts)]
    if len(levels) > 1:
        made.append(charts.strips(levels, say("strip_level"), say("strip_says")))
    made.append(charts.strips(units, say("strip_unit"), say("strip_says")))
    courses = advance.courses_of(part)
    if courses:
        made.append(charts.courses(courses, say("quarters"), say("quarters_says")))
    return tuple(made)


def _spread(found: Sequence[advance.Point], charts: Charts) -> Chart:
    say = charts.phrases.say
    bars = [
        Bar(_stretch(one, charts.phrases), one.count, str(one.count),
            DEEP if one.low == one.high else BLUE if (one.low or 0) >= advance.TARGET else PALE)
        for one in _between(advance.spread(found))
    ]  # fmt: skip
    return charts.bars(bars, say("spread"), say("spread_says"), (say("group"), say("count")))


def _between(stretches: Sequence[advance.Bin]) -> Sequence[advance.Bin]:
    """Leave out empty stretches at both ends, but for the target's own."""
    kept = [at for at, one in enumerate(stretches) if one.count or one.low == one.high]
    return stretches[kept[0] : kept[-1] + 1]


def _stretch(one: advance.Bin, phrases: Phrases) -> str:
    if one.low is None:
        return phrases.say("bin_zero")
    if one.high is None:
        return phrases.say("bin_over", low=one.low)
    if one.low == one.high:
        return phrases.say("bin_exact")
    if one.low == 0:
        return phrases.say("bin_under", high=one.high)
    return phrases.say("bin_short" if one.high == advance.TARGET else "bin", low=one.low, high=one.high)


def _kinds(kinds: Sequence[tuple[str, int]], charts: Charts) -> Chart | None:
    if len(kinds) < _TOLD_BY_A_CHART:
        return None
    say = charts.phrases.say
    bars = [Bar(charts.phrases.title(rule), times, str(times), RED) for rule, times in kinds]
    return charts.bars(bars, say("kinds"), say("kinds_says"), (say("group"), say("times")))


def overview(package: Package, charts: Charts, hrefs: dict[str, str]) -> Overview:
    """Work out what is said of all documents.

    Args:
        package: The data.
        charts: Draws them, in the language wanted.
        hrefs: Where the report of each document is, by id, for those that have one.
    """
    statuses = package.counts()
    none = dict.fromkeys(Status, 0)
    listed = [
        Listed(line, title_of(line), subtitle_of(line, charts.phrases),
               Counts.of(statuses.get(line["document_id"], none)), hrefs.get(line["document_id"], ""))
        for line in package.documents
    ]  # fmt: skip
    total = {status: sum(counts[status] for counts in statuses.values()) for status in Status}
    return Overview(
        tuple(listed[:MOST_DOCUMENTS]), max(0, len(listed) - MOST_DOCUMENTS), Counts.of(total),
        sum(line["rows"] for line in package.documents), _overview_charts(package, listed, charts),
    )  # fmt: skip


def _overview_charts(package: Package, listed: Sequence[Listed], charts: Charts) -> tuple[Chart, ...]:
    phrases = charts.phrases
    worst = sorted((one for one in listed if one.counts.total), key=lambda one: -_open_share(one.counts))[:_CHARTED]
    bars = [
        Bar(" · ".join(filter(None, (one.title, period_of(one.document, phrases)))), 100 * _open_share(one.counts),
            phrases.say("met", met=one.counts.issuer + one.counts.doubt, n=one.counts.total), RED)
        for one in worst
    ]  # fmt: skip
    head = (phrases.say("document"), phrases.say("share"))
    made = [charts.bars(bars, phrases.say("by_document"), phrases.say("by_document_says"), head)] if bars else []
    plans: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in package.evolution:
        plans[line["programme"], line["dependency"], line["fiscal_year"]].append(line)
    for (programme, dependency, year), lines in sorted(plans.items(), key=lambda item: str(item[0])):
        courses = advance.courses_of_plan(lines)
        if courses and len(made) <= _MOST_PLANS:
            plan = programme or dependency or phrases.say("plan_untitled")
            title = " · ".join(filter(None, (phrases.say("quarters"), str(plan), str(year or ""))))
            made.append(charts.courses(courses, title, phrases.say("quarters_says")))
    return tuple(made)


def _open_share(counts: Counts) -> float:
    return (counts.issuer + counts.doubt) / max(1, counts.total)


ELSEWHERE = {"findings": FINDINGS.file_name, "documents": DOCUMENTS.file_name}
"""Where the rest of a list is."""
