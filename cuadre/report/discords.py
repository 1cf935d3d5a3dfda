"""What does not tally in one document, put together for people: one entry for what is one thing to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cuadre.evidence import FORMATS, Box
from cuadre.report.phrases import Phrases
from cuadre.report.sides import Side, Sides, is_unsure
from cuadre.report.source import Figure, Line, Part
from reconcile.model import Status

_PERCENTAGES = ("progress", "cumulative", "narrative_progress")


@dataclass(frozen=True, slots=True)
class Spot:
    """A row that an entry is about.

    Attributes:
        page: From 1; ``None`` where it concerns the whole document.
        row: From 1; ``None`` where it concerns no single row.
        code: Of the objective.
        name: Of the indicator.
        unit: Responsible for it.
    """

    page: int | None
    row: int | None
    code: str = ""
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Discord:
    """One thing that does not tally, or is not sure.

    Attributes:
        side: Whose it is.
        rule: That found it; ``""`` where the status of a figure alone tells.
        says: The argument, one sentence.
        spots: Where; several where one sentence is about all of them.
        figure: Name of the figure, ``""`` where it is about no figure.
        in_text: The figure stands in the justification, and ``computed`` is what the table says.
        printed: As it was read.
        computed: What the other figures make of it, or what the table says.
        proposed: What is proposed in its place.
        others: Figures of the same row that nobody can vouch for either, as printed.
        place: Page and box of the figure, for a picture of it.
    """

    side: Side
    rule: str
    says: str
    spots: tuple[Spot, ...]
    figure: str = ""
    in_text: bool = False
    printed: str = ""
    computed: str = ""
    proposed: str = ""
    others: tuple[str, ...] = ()
    place: tuple[int, Box] | None = None


def discords(part: Part, phrases: Phrases) -> tuple[Discord, ...]:
    """Give all that does not tally in a document and all that is in doubt, in reading order."""
    sides = Sides(part)
    asking = [finding for finding in part.findings if finding["severity"] != "info"]
    grouped: dict[tuple[str, str, str], Discord] = {}
    spoken: set[Figure] = set()
    for finding in asking:
        figure = sides.figure(finding)
        if figure is not None:
            spoken.add(figure)
        one = _of_finding(part, finding, figure, sides.side(finding), phrases)
        key = (one.rule, finding["message"], one.figure)
        before = grouped.get(key)
        grouped[key] = replace(before, spots=(*before.spots, *one.spots)) if before else one
    return _with_silent(part, tuple(grouped.values()), spoken, phrases)


def _of_finding(part: Part, finding: Line, figure: Figure | None, side: Side, phrases: Phrases) -> Discord:
    spots = (spot_of(part, finding["page"], finding["row"]),)
    says = phrases.finding(finding)
    if figure is None:
        return Discord(side, finding["rule"], says, spots)
    return Discord(
        side, finding["rule"], says, spots, phrases.figure(figure.measure, figure.period), figure.is_narrative,
        figure.as_read, shown(part, figure, finding["computed"]), shown(part, figure, finding["proposed"]),
        place=None if figure.box is None else (figure.page, figure.box),
    )  # fmt: skip


def _with_silent(
    part: Part, found: tuple[Discord, ...], spoken: set[Figure], phrases: Phrases
) -> tuple[Discord, ...]:
    """Add the figures that are not vouched for and that no finding names: to their row's entry, or as one of their own.

    A row's first entry of the same side takes the figures in doubt; what contradicts its row is an entry by itself.
    """
    silent: dict[int, list[Figure]] = defaultdict(list)
    wrong: list[Discord] = []
    for figure in part.figures:
        if figure in spoken:
            continue
        if is_unsure(figure):
            silent[figure.row].append(figure)
        elif figure.status is Status.INCONSISTENT:
            wrong.append(_alone(part, figure, phrases))
    side = Side.ISSUER if Sides(part).certain else Side.DOUBT
    taken = [
        replace(one, others=_named(silent.pop(row), phrases))
        if one.side is side and one.figure and (row := one.spots[0].row) in silent and row is not None else one
        for one in found
    ]
    alone = [_unsure(part, figures, side, phrases) for figures in silent.values()]
    return tuple(sorted((*taken, *wrong, *alone), key=_reading_order))


def _alone(part: Part, figure: Figure, phrases: Phrases) -> Discord:
    return Discord(
        Side.ISSUER, "", phrases.say("contradicts"), (spot_of(part, figure.page, figure.row),),
        phrases.figure(figure.measure, figure.period), figure.is_narrative, figure.as_read,
        shown(part, figure, figure.computed), place=None if figure.box is None else (figure.page, figure.box),
    )  # fmt: skip


def _unsure(part: Part, figures: list[Figure], side: Side, phrases: Phrases) -> Discord:
    first = figures[0]
    spots = (spot_of(part, first.page, first.row),)
    place = next(((figure.page, figure.box) for figure in figures if figure.box is not None), None)
    return Discord(
        side, "", phrases.say("unsure" if side is Side.DOUBT else "unresolved"), spots,
        others=_named(figures, phrases), place=place,
    )  # fmt: skip


def _named(figures: Iterable[Figure], phrases: Phrases) -> tuple[str, ...]:
    return tuple(
        f"{phrases.figure(figure.measure, figure.period)}: {figure.as_read or phrases.say('no_text')}"
        for figure in figures
    )


def _reading_order(one: Discord) -> tuple[int, int]:
    return (one.spots[0].page or 0, one.spots[0].row or 0)


def spot_of(part: Part, page: int | None, row: int | None) -> Spot:
    """Say where something is in the document."""
    line: Mapping[str, str] = part.rows.get(row or 0, {})
    return Spot(
        page, row, line.get("objective_code", ""), line.get("indicator_name", "") or line.get("objective", ""),
        line.get("unit_canonical", "") or line.get("responsible_unit", ""),
    )  # fmt: skip


def shown(part: Part, figure: Figure, text: str) -> str:
    """Print a value of ours as the document prints that figure.

    What carries a sign of its own already, such as a proposal, stays as it is.
    """
    if not text:
        return ""
    if text.replace(".", "", 1).replace("-", "", 1).isdigit():
        text = text.replace(".", FORMATS[part.document["locale"]].decimal)
    percent = figure.measure in _PERCENTAGES and "%" in figure.as_read and "%" not in text
    return f"{text}%" if percent else text


def by_rule(entries: Iterable[Discord], side: Side) -> Iterator[tuple[str, int]]:
    """Count the entries of one side by rule, the most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for one in entries:
        if one.side is side:
            counts[one.rule] += len(one.spots)
    yield from sorted(counts.items(), key=lambda item: (-item[1], item[0]))
