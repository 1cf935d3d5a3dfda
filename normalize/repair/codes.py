"""Codes of objectives, put right where the tree of the document leaves one value.

The issuer numbers wrongly, too: a number left out, one given twice, a level that its code contradicts. What may have
been printed so stands as read; only what no walk through the tree explains is changed. ``codes_walk`` weighs the walks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from cuadre.evidence import Alphabet, Ask, Finding, Repair
from normalize.cells import split_objective
from normalize.model import Row, TextReading
from normalize.repair.codes_rollup import rolled_up
from normalize.repair.codes_walk import (
    DIGIT,
    DOT,
    Code,
    Numbered,
    Slot,
    follower,
    keeps_digits,
    misreading_cost,
    numbering,
    parsed,
    written,
)
from normalize.repair.model import APPLIED, PROPOSED, Found, Setting
from normalize.rules import CODE_SUSPECT, CODES_SHIFTED
from normalize.text import fold

CODE_TREE = "code-tree"
"""Name of the step that changes a code."""

LEVEL_TREE = "level-tree"
"""Name of the step that proposes another level."""

_FIELD = "objective_code"
_HEAD = re.compile(r"(?P<code>[0-9OIl|SBZ]{1,2}(?:[.,:;]\s?[0-9OIl|SBZ]{1,4}){1,8})[.:]?(?=\s|[^\W\d_]{2})\s*")
_BLURRED_HEAD = re.compile(
    r"(?P<code>[0-9OIl|SBZ]{1,3}(?:(?:[.,:;]\s?|\s)[0-9OIl|SBZ]{1,4}){2,8})[.:]?(?=\s|[^\W\d_]{2})\s*"
)
"""On a scan a dot may not be seen at all."""
_MARGIN = 20
_SURE_LOOK = 0.5
_WALKS, _LEAST = 0.6, 6
_SAME_UNIT = 85
_BROKEN_LEVEL = 60
_SAME_OBJECTIVE = 92
_SHARED_CAUSE, _GARBLED = 2, 3
_LOOKS = 80
_BY_TREE, _BY_LOOK = 0.95, 0.98


@dataclass(frozen=True, slots=True)
class _Case:
    """A row whose code does not stand where it should.

    Attributes:
        row, reading: Where and how it was read.
        text: The code as read.
        told: What the walk says.
        rest: The objective without the code, when both were read as one text.
        depth: How many parts the level has; ``None`` when it says nothing.
    """

    row: Row
    reading: TextReading
    text: str
    told: Numbered
    rest: str | None
    depth: int | None

    @property
    def broken(self) -> bool:
        """Nothing that was printed on purpose looks so: it is no code, or too deep or shallow for its level."""
        own = parsed(self.text)
        return not own or self.depth not in (None, len(own))

    @property
    def after(self) -> str:
        return written(self.told.code)


def repair_codes(rows: Sequence[Row], setting: Setting) -> Found:
    """Put codes right that were misread, where the tree of the document leaves one value.

    In a transcription the tree alone must leave one; in a scan a second reading must agree as well. What a digital
    page prints is left alone. A code that may be the issuer's own mistake is a finding with candidates, and a level
    that its code contradicts is a proposal.
    """
    base = _base(rows)
    if base is None:
        return Found()
    slots = tuple(_slots(rows, base))
    told = numbering(slots)
    if not _is_walked(slots, told):
        return Found()
    cases = tuple(_cases(rows, slots, told))
    looks = _second_looks(cases, setting)
    sure = tuple(case for case in cases if _is_sure(case, rows, looks))
    sure = tuple(case for case in cases if case in sure or _is_on_garbled_page(case, sure, rows))
    repairs = (*(repair for case in sure for repair in _repairs(case)), *_levels(rows, slots, told, base))
    open_ = (case for case in cases if case not in sure)
    return Found(repairs, (*_shifts(sure), *(_suspect(case) for case in open_)))


def _base(rows: Sequence[Row]) -> int | None:
    """How many parts the code of the top level has, by vote; ``None`` when no majority agrees."""
    coded = ((parsed(row.objective_code), row.level_rank) for row in rows)
    votes = Counter(len(code) - rank for code, rank in coded if code and rank is not None)
    if votes.total() < _LEAST:
        return None
    base, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    return base if 2 * count > votes.total() and base > 0 else None


def _slots(rows: Sequence[Row], base: int) -> Iterator[Slot]:
    before: Row | None = None
    for row in rows:
        reading = row.reading(_FIELD)
        yield Slot(
            text=_text(row)[0], depth=None if row.level_rank is None else base + row.level_rank,
            scanned=reading is not None and reading.from_pixels, same=before is not None and _is_same(before, row),
        )  # fmt: skip
        before = row


def _text(row: Row) -> tuple[str, str | None]:
    """The code as read; where none was parted from the objective, what stands at its beginning, and the rest."""
    if row.objective_code:
        return row.objective_code, None
    reading = row.reading("objective")
    head = (_BLURRED_HEAD if reading is not None and reading.from_pixels else _HEAD).match(row.objective)
    return (head["code"], row.objective[head.end() :]) if head else ("", None)


def _is_same(one: Row, other: Row) -> bool:
    if not one.objective or not other.objective:
        return False
    return one.level_rank == other.level_rank and fuzz.ratio(one.objective, other.objective) >= _SAME_OBJECTIVE


def _is_walked(slots: Sequence[Slot], told: Sequence[Numbered]) -> bool:
    """Whether the document numbers its rows in the order of a tree: most codes as read follow one another."""
    codes = [parsed(slot.text) for slot in slots]
    pairs = [(one, two) for one, two in pairwise(codes) if one and two]
    follows = sum(two == follower(one, len(two)) or one == two for one, two in pairs)
    mended = sum(one.enters for one in told[1:])
    return len(pairs) >= _LEAST - 1 and follows >= _WALKS * len(pairs) and mended >= _WALKS * (len(told) - 1)


def _cases(rows: Sequence[Row], slots: Sequence[Slot], told: Sequence[Numbered]) -> Iterator[_Case]:
    for row, slot, one in zip(rows, slots, told, strict=True):
        reading = row.reading(_FIELD) or row.reading("objective")
        if reading is None or reading.certain or not slot.text or not one.code:
            continue
        own, rest = parsed(slot.text), _text(row)[1]
        if own == one.code and rest is None:
            continue
        yield _Case(row, reading, slot.text, one, rest, slot.depth)


def _second_looks(cases: Sequence[_Case], setting: Setting) -> Mapping[int, tuple[str, ...]]:
    """By row of a scan, what others than the first reading say the code is."""
    scanned = [case for case in cases if case.reading.from_pixels][:_LOOKS]
    asks = [Ask(case.reading.place, Alphabet.CODE, case.text) for case in scanned]
    answers = setting.read_again(asks) if asks else ()
    return {
        case.row.number: tuple(look.text for look in looks if look.confidence >= _SURE_LOOK)
        for case, looks in zip(scanned, answers, strict=True)
    }


def _is_sure(case: _Case, rows: Sequence[Row], looks: Mapping[int, tuple[str, ...]]) -> bool:
    if not _is_only_one(case):
        return False
    if case.reading.from_pixels:
        seen = looks.get(case.row.number, ())
        # Where all digits were read, the tree says no more than where the dots are.
        dots = case.broken and _digits(case.text) == _digits(case.after) and not _is_kept(case, seen)
        return dots or _is_seen(case, seen)
    if case.broken:
        kept = keeps_digits(case.text, case.told.code) and (_ends_alike(case) or _is_named(case, rows))
        return kept and (_is_slight(case) or _fits_unit(case, rows))
    return _lost_a_sign(case, rows) and (_is_named(case, rows) or _fits_unit(case, rows))


def _is_seen(case: _Case, looks: Sequence[str]) -> bool:
    """Whether a second reading says the same as the tree, and none the same as the first."""
    return case.told.code in _others(case, looks) and not _is_kept(case, looks)


def _is_kept(case: _Case, looks: Sequence[str]) -> bool:
    """Whether a second reading says the same as the first."""
    return bool(parsed(case.text)) and parsed(case.text) in _others(case, looks)


def _others(case: _Case, looks: Sequence[str]) -> list[Code]:
    return [_code_in(text) for text in (*case.reading.alternatives, *looks)]


def _code_in(text: str) -> Code:
    first = " ".join(text.split())
    return parsed(split_objective(first)[0]) or parsed(first) or parsed(next(iter(first.split()), "").rstrip(".:"))


def _is_only_one(case: _Case) -> bool:
    """Whether the code fits the level and both rows beside it, and any other fits far worse."""
    told, enough = case.told, _MARGIN // (2 if case.reading.from_pixels else 1)
    return told.enters and told.leaves and told.margin >= enough and case.depth in (None, len(told.code))


def _ends_alike(case: _Case) -> bool:
    """Whether the last number was read: where it was lost, the issuer may have printed any."""
    return _digits(case.text).endswith(str(case.told.code[-1])) or not case.text[-1:].isdigit()


def _is_slight(case: _Case) -> bool:
    """Whether no more than a part was lost."""
    return misreading_cost(case.text, case.told.code) <= DIGIT + DOT


def _is_on_garbled_page(case: _Case, sure: Sequence[_Case], rows: Sequence[Row]) -> bool:
    """Whether other digits than were read may be right: the page shifted its dots, undone a code comes twice."""
    others = [one for one in sure if one.row.place.page == case.row.place.page]
    shifted = sum(_digits(one.text) == _digits(one.after) for one in others)
    taken = any(_digits(one.text) == _digits(case.text) for one in others)
    known = not case.reading.from_pixels and case.broken and _is_only_one(case)
    return known and shifted >= _GARBLED and taken and _fits_unit(case, rows)


def _lost_a_sign(case: _Case, rows: Sequence[Row]) -> bool:
    """Whether a code of the right depth is another row's far away, and would be right with one digit more.

    A code that repeats the one of a neighbour is how an issuer slips: that one stands.
    """
    own = parsed(case.text)
    others = [row for row in rows if row.number != case.row.number and parsed(row.objective_code) == own]
    parted = own[:-1] != case.told.code[:-1] or own[-1] + 1 < case.told.code[-1]
    far = all(abs(row.number - case.row.number) > 1 for row in others)
    return bool(others) and far and parted and _is_one_digit_less(case.text, case.after)


def _is_one_digit_less(text: str, whole: str) -> bool:
    return any(whole[at].isdigit() and whole[:at] + whole[at + 1 :] == text for at in range(len(whole)))


def _is_named(case: _Case, rows: Sequence[Row]) -> bool:
    """Whether the next row, as it was read, is the first child of the code."""
    child = (*case.told.code, 1)
    return any(row.number == case.row.number + 1 and parsed(row.objective_code) == child for row in rows)


def _fits_unit(case: _Case, rows: Sequence[Row]) -> bool:
    """Whether the unit of the row is that of a row beside it in the tree: above, below, or under the same parent."""
    code = case.told.code
    near = [row for row in rows if abs(row.number - case.row.number) <= len(code) and row is not case.row]
    family = [row for row in near if _are_kin(parsed(row.objective_code), code) or _is_next(row, case)]
    mine = fold(case.row.responsible_unit)
    return bool(mine) and any(fuzz.ratio(mine, fold(row.responsible_unit)) >= _SAME_UNIT for row in family)


def _is_next(row: Row, case: _Case) -> bool:
    """Whether a row is the one before, and above or beside in the tree; its own code may be misread as well."""
    return row.number == case.row.number - 1 and case.told.enters


def _are_kin(one: Code, other: Code) -> bool:
    return bool(one) and (one[:-1] == other[:-1] or one == other[:-1] or one[:-1] == other)


def _repairs(case: _Case) -> Iterator[Repair]:
    scanned = case.reading.from_pixels
    seen = ("una segunda lectura la confirma",) if scanned else ()
    witnesses = ("sigue a la clave anterior y precede a la siguiente", f"nivel {case.row.level}", *seen)
    page, number = case.row.place.page, case.row.number
    sure = _BY_LOOK if scanned else _BY_TREE
    yield Repair(
        page=page, row=number, field=_FIELD, before=case.row.objective_code, after=case.after, rule=CODE_TREE,
        witnesses=witnesses, confidence=sure,
    )  # fmt: skip
    if case.rest is not None:
        yield Repair(
            page=page, row=number, field="objective", before=case.row.objective, after=case.rest, rule=CODE_TREE,
            witnesses=("la clave se leyó pegada al objetivo",), confidence=sure,
        )  # fmt: skip


def _shifts(sure: Sequence[_Case]) -> Iterator[Finding]:
    """One finding for the codes of a page whose dots moved: they have one cause."""
    pages: defaultdict[int, list[_Case]] = defaultdict(list)
    for case in sure:
        pages[case.row.place.page].append(case)
    for page, cases in sorted(pages.items()):
        dots = sum(_digits(case.text) == _digits(case.after) for case in cases)
        if dots >= _SHARED_CAUSE and 2 * dots > len(cases):
            changes = ", ".join(f"{case.text} por {case.after}" for case in cases)
            yield CODES_SHIFTED.finding(
                f"En la página {page} el punto de {len(cases)} claves se leyó fuera de su lugar: {changes}.",
                page=page, as_read=" | ".join(case.text for case in cases),
                evidence="orden, nivel y unidad responsable",
            )  # fmt: skip


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _suspect(case: _Case) -> Finding:
    candidates = dict.fromkeys(written(code) for code in (case.told.code, *case.told.rivals))
    likely = tuple(code for code in candidates if code != case.text)
    return CODE_SUSPECT.finding(
        f"La clave {case.text} no sigue a las que la rodean; por su lugar sería {likely[0] if likely else case.after}.",
        page=case.row.place.page, row=case.row.number, field=_FIELD, as_read=case.text, reported=case.text,
        alternatives=likely,
    )  # fmt: skip


def _levels(
    rows: Sequence[Row], slots: Sequence[Slot], told: Sequence[Numbered], base: int
) -> Iterator[Repair]:
    """The level that the code of a row asks for: a word for a word may be the issuer's own mistake.

    So it is proposed, unless the row's figures too are made of those below it as all components of the document are.
    """
    words: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.level_rank is not None:
            words[row.level_rank][row.level] += 1
    made_of_others = rolled_up(rows, [one.code for one in told])
    for at, (row, slot, one) in enumerate(zip(rows, slots, told, strict=True)):
        reading, rank = row.reading("level"), len(one.code) - base
        fits = one.enters and one.leaves and parsed(slot.text) == one.code and one.margin >= _MARGIN
        if reading is None or reading.certain or not fits or row.level_rank == rank or not words[rank]:
            continue
        word = max(words[rank].items(), key=lambda pair: (pair[1], pair[0]))[0]
        # What is no level at all is nobody's mistake but the reader's.
        broken = row.level_rank is None and fuzz.ratio(fold(row.level), fold(word)) >= _BROKEN_LEVEL
        if row.level_rank is None and not broken:
            continue
        above = at in made_of_others and rank < (row.level_rank or 0) and not reading.from_pixels
        witnesses = [f"la clave {row.objective_code} tiene {len(one.code)} partes y sigue a la anterior"]
        witnesses += ["lo alcanzado sale de las filas de abajo, como en los demás componentes"] if above else []
        yield Repair(
            page=row.place.page, row=row.number, field="level", before=row.level, after=word, rule=LEVEL_TREE,
            witnesses=tuple(witnesses), confidence=_BY_TREE, state=APPLIED if above or broken else PROPOSED,
        )  # fmt: skip
